"""A list of past recommendations as it is gathered from its lines, and what follows from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from convene.agendas.terms import Theme
from convene.recommendations.columns import Line
from convene.recommendations.rules import state_after
from convene.recommendations.terms import DRAFTED, Named, Position, State, Step

# The states in which a recommendation may be taken over: those of a draft are not among them.
STATES = {str(state): state for state in State if state not in DRAFTED}

# Rows that are written in one transaction: for as long nobody else can write.
PART_MOST = 800
T = TypeVar("T")


class Fate(StrEnum):
    """What becomes of a line."""

    NEW = "a new recommendation"
    FURTHER = "a further addressee"
    KNOWN = "on record already"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Told:
    """A line with what becomes of it; `notes` say what is taken otherwise than it stands, `why` why it is refused."""

    number: int
    fate: Fate
    symbol: str
    addressee: str
    why: str = ""
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Reply:
    """What a line says of one addressee."""

    named: Named
    line: Line
    days: dict[str, date | None]
    position: Position | None


@dataclass(slots=True)
class Coming:
    """A recommendation as it is gathered from its lines; its symbol is drawn at the end where none is given."""

    identity: tuple[str, ...]
    symbol: str
    text: str
    kind: str
    themes: tuple[Theme, ...]
    line: Line
    adopted_on: date | None
    closing: Step | None
    replies: dict[str, Reply] = field(default_factory=dict)


@dataclass(slots=True)
class Reading:
    """A file held against a body: the fate of each line, and what would be taken over.

    `until` is the newest row (its internal id) against which it was held: what came later was not seen.
    """

    told: list[Told]
    coming: list[Coming]
    until: int = 0

    def parts(self) -> Iterator[Reading]:
        """What would be taken over, in parts that are kept each by itself, so that others may write between them."""
        for part in divided(self.coming, lambda each: 1 + len(each.replies)):
            yield Reading([], part, self.until)

    def count(self, fate: str) -> int:
        """How many lines share a fate."""
        return sum(each.fate == fate for each in self.told)

    @property
    def recommendations(self) -> int:
        """How many recommendations would be taken over."""
        return len(self.coming)


def divided(coming: Iterable[T], rows_of: Callable[[T], int], most: int = PART_MOST) -> Iterator[list[T]]:
    """What would be taken over in parts, each of as many rows as are written at once, or a few more."""
    part: list[T] = []
    rows = 0
    for each in coming:
        part.append(each)
        rows += rows_of(each)
        if rows >= most:
            yield part
            part, rows = [], 0
    if part:
        yield part


def steps_of(each: Coming) -> list[tuple[Step, str]]:
    """The steps that a list tells of a recommendation, each with its note."""
    steps = [(Step.TAKE_OVER, "")]
    replies = each.replies.values()
    sent = [r for r in replies if r.days["sent on"] or r.position is not None]
    if sent:
        steps.append((Step.TRANSMIT, f"to {_addressees(len(sent))}, as the list says"))
    elif each.closing in (Step.IMPLEMENT, Step.FOLLOW_UP):
        steps.append((Step.TRANSMIT, "as the list says"))
    # One step for all that the list says: what each addressee answered stands with its answer.
    if replied := [r for r in replies if r.position is not None]:
        steps.append((Step.ANSWER, f"by {_addressees(len(replied))}, as the list says"))
    if each.closing is not None:
        steps.append((each.closing, "as the list says"))
    return steps


def state_of(each: Coming) -> State:
    """Where a recommendation stands once it is taken over."""
    state: State | None = None
    for step, _ in steps_of(each):
        state = state_after(state, step)
    assert state is not None  # noqa: S101 - taking over is a step
    return state


def _addressees(count: int) -> str:
    return "one addressee" if count == 1 else f"{count} addressees"
