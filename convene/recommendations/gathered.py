"""A list of past recommendations as it is gathered from its lines, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from convene.agendas.terms import Theme
from convene.recommendations.columns import Line
from convene.recommendations.rules import state_after
from convene.recommendations.terms import DRAFTED, Named, Position, State, Step

# The states in which a recommendation may be taken over: those of a draft are not among them.
STATES = {str(state): state for state in State if state not in DRAFTED}


class Fate(StrEnum):
    """What becomes of a line."""

    NEW = "a new recommendation"
    FURTHER = "a further addressee"
    KNOWN = "on record already"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Told:
    """A line with what becomes of it; `notes` say what is taken otherwise than it stands, `why` why it is refused.

    By the days in the list its addressee will stand as silent, or with a report that is overdue.
    """

    number: int
    fate: Fate
    symbol: str
    addressee: str
    why: str = ""
    notes: tuple[str, ...] = ()
    is_silent: bool = False
    is_late: bool = False


@dataclass(slots=True)
class Reply:
    """What a line says of one addressee."""

    named: Named
    line: Line
    days: dict[str, date | None]
    position: Position | None


@dataclass(slots=True)
class Coming:
    """A recommendation as it is gathered from its lines; its symbol is drawn at the end where none is given.

    Others may have the same words: one on record, by its symbol, and one that comes earlier in the file.
    """

    identity: tuple[str, ...]
    symbol: str
    text: str
    kind: str
    themes: tuple[Theme, ...]
    line: Line
    adopted_on: date | None
    closing: Step | None
    same_on_record: str = ""
    same_in_file: Coming | None = None
    replies: dict[str, Reply] = field(default_factory=dict)


@dataclass(slots=True)
class Reading:
    """A file held against a body: the fate of each line, what would be taken over, who would be addressed newly."""

    told: list[Told]
    coming: list[Coming]
    newcomers: tuple[str, ...] = ()

    def count(self, fate: str) -> int:
        """How many lines share a fate."""
        return sum(each.fate == fate for each in self.told)

    @property
    def silent(self) -> int:
        """How many addressees would stand as silent."""
        return sum(each.is_silent for each in self.told)

    @property
    def late(self) -> int:
        """How many addressees would stand with a report that is overdue."""
        return sum(each.is_late for each in self.told)

    @property
    def recommendations(self) -> int:
        """How many recommendations would be taken over."""
        return len(self.coming)


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
