"""A list of past recommendations as it is gathered from its lines, and what follows from them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from convene import clock
from convene.agendas.terms import Theme
from convene.recommendations.columns import Line
from convene.recommendations.models import Addressee, Recommendation
from convene.recommendations.rules import state_after
from convene.recommendations.terms import AS_A_LIST_SAYS, DRAFTED, Named, Position, State, Step

# The states in which a recommendation may be taken over: those of a draft are not among them.
STATES = {str(state): state for state in State if state not in DRAFTED}

# Rows that are written in one transaction: for as long nobody else can write.
PART_MOST = 800
# Of these a line that is appended is so many: its addressee and its step; answers are not counted, here as there.
ROWS_APPENDED = 2
# How the step of taking over tells the themes of a list that are none of ours.
THEMES_THERE = "themes in the list: "
T = TypeVar("T")


class Fate(StrEnum):
    """What becomes of a line."""

    NEW = "a new recommendation"
    FURTHER = "a further addressee"
    KNOWN = "on record already"
    ADDRESSEE = "an addressee to append"
    ANSWER = "an answer to append"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Told:
    """A line with what becomes of it; `notes` say what is taken otherwise than it stands, `why` why it is refused.

    By the days in the list its addressee will stand as silent, or with a report that is overdue. `doubts` say what it
    brings that may give somebody away where nothing is attributed; they stand among the notes too.
    """

    number: int
    fate: Fate
    symbol: str
    addressee: str
    why: str = ""
    notes: tuple[str, ...] = ()
    is_silent: bool = False
    is_late: bool = False
    doubts: tuple[str, ...] = ()

    @property
    def is_doubtful(self) -> bool:
        """Whether what it brings may give somebody away."""
        return bool(self.doubts)


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

    Others may have the same words: one on record, by its symbol, and one that comes earlier in the file. `adopts` says
    whether its body adopts its recommendations, or issues them. `others` are themes of the list that are none of ours.
    """

    identity: tuple[str, ...]
    symbol: str
    text: str
    kind: str
    themes: tuple[Theme, ...]
    line: Line
    adopted_on: date | None
    closing: Step | None
    adopts: bool
    others: tuple[str, ...] = ()
    same_on_record: str = ""
    same_in_file: Coming | None = None
    replies: dict[str, Reply] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Further:
    """What one line adds to a recommendation on record; `to` is the addressee, where it is one already.

    `of` is the internal id of the recommendation and `said` all that the line says of it: by these it is read anew
    when it is appended.
    """

    of: int
    row: Recommendation
    said: Coming
    reply: Reply
    to: Addressee | None = None

    @property
    def fate(self) -> Fate:
        """What becomes of the line where appending is asked for."""
        return Fate.ADDRESSEE if self.to is None else Fate.ANSWER

    @property
    def symbol(self) -> str:
        """The symbol of what it is appended to."""
        return self.row.symbol or ""

    @property
    def is_sending(self) -> bool:
        """Whether the list is the first to say that it went out to this addressee."""
        return self.to is None or self.to.sent_on is None

    @property
    def steps(self) -> list[tuple[Step, str, str]]:
        """The steps that are appended to the history, each with its addressee and note."""
        name, position = self.reply.named.name, self.reply.position
        steps = [(Step.TRANSMIT, name, AS_A_LIST_SAYS)] if self.is_sending else []
        return steps + ([(Step.ANSWER, name, f"{position}, as a list says")] if position is not None else [])

    @property
    def states(self) -> list[State]:
        """Where the recommendation stands after each of the steps."""
        states: list[State] = []
        for step, _, _ in self.steps:
            states.append(state_after(states[-1] if states else self.row.state, step))
        return states

    def told(self) -> tuple[str, ...]:
        """Exactly what would be appended, in words."""
        days = self.reply.days
        name, lead = self.reply.named.name, f"would be appended to {self.symbol}"
        found = []
        if self.is_sending:
            sent = _on("sent on", days["sent on"]) or "sent on a day that is not given"
            due = _on("answer due on", days["due on"])
            as_new = (
                f"the addressee {name} ({self.reply.named.kind})" if self.to is None else f"to {name}, who is there"
            )
            found.append(f"{lead}: {as_new}, {', '.join(part for part in (sent, due) if part)}; step “transmitted”")
        if self.reply.position is not None:
            before = f" after “{self.to.answer}”, which stays in its history" if self.to and self.to.answer else ""
            day = _on("of", days["answered on"]) or "of the day on which it is appended"
            words = [c for c in ("answer", "action", "evidence") if self.reply.line.get(c)]
            more = f", with its {', '.join(words)}" if words else ""
            next_on = _on(", next report on", days["next report on"])
            found.append(f"{lead}: “{self.reply.position}” by {name}, {day}{before}{more}{next_on}; step “answered”")
        if self.states and self.states[-1] is not self.row.state:
            found.append(f"its state would go on from “{self.row.state}” to “{self.states[-1]}”")
        return tuple(found)


def _on(words: str, day: date | None) -> str:
    return f"{words} {clock.day_words(day, weekday=False)}" if day else ""


@dataclass(slots=True)
class Reading:
    """A file held against a body: the fate of each line, what would be taken over, who would be addressed newly.

    `until` is the newest row (its internal id) against which it was held: what came later was not seen.
    """

    told: list[Told]
    coming: list[Coming]
    further: list[Further] = field(default_factory=list)
    until: int = 0
    newcomers: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """How much would be taken over, or appended, where this is a part."""
        return len(self.coming) + len(self.further)

    def parts(self) -> Iterator[Reading]:
        """What would be taken over, in parts that are kept each by itself, so that others may write between them."""
        for part in divided(self.coming, lambda each: 1 + len(each.replies)):
            yield Reading([], part, until=self.until)

    def appending(self, lines: Container[int] | None = None) -> Iterator[Reading]:
        """What would be appended to what is on record, in such parts; of the lines with these numbers, or of all."""
        chosen = [each for each in self.further if lines is None or each.reply.line.number in lines]
        for part in divided(chosen, lambda _: ROWS_APPENDED):
            yield Reading([], [], part, self.until)

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

    def doubtful(self, *, is_appending: bool) -> int:
        """How many lines that would be taken over, or appended too, may give somebody away."""
        taken = (Fate.NEW, Fate.FURTHER, *((Fate.ADDRESSEE, Fate.ANSWER) if is_appending else ()))
        return sum(each.is_doubtful and each.fate in taken for each in self.told)

    def doubts(self) -> dict[str, list[int]]:
        """What may give somebody away in lines that would be taken over or appended: each once, with its lines."""
        found: dict[str, list[int]] = {}
        for each in self.told:
            if each.fate is not Fate.REFUSED:
                for words in each.doubts:
                    found.setdefault(words, []).append(each.number)
        return found

    @property
    def doubts_mark(self) -> str:
        """By what it is seen that somebody has read these doubts, of these lines; empty where there are none."""
        said = repr(sorted(self.doubts().items()))
        return hashlib.sha256(said.encode()).hexdigest()[:32] if self.doubts() else ""

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
    steps = [(Step.TAKE_OVER, f"{THEMES_THERE}{'; '.join(each.others)}" if each.others else "")]
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
        state = state_after(state, step, adopts=each.adopts)
    assert state is not None  # noqa: S101 - taking over is a step
    return state


def _addressees(count: int) -> str:
    return "one addressee" if count == 1 else f"{count} addressees"
