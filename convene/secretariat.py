"""What waits for a secretariat: for the meetings that it prepares, and for records that are not final.

Its first page and “what is asked of me” are both made from this, and from nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from convene.meetings.terms import MeetingState


class Wait(StrEnum):
    """What waits; each leads to a page of its own."""

    PROPOSALS = "proposals"
    REGISTRATIONS = "registrations"
    FINISHING = "finishing"
    INVITING = "inviting"
    ANSWERS = "answers"
    NOMINATIONS = "nominations"
    PLACES = "places"
    # Of a record.
    RECORD = "record"
    DECISION = "decision"
    ADOPTION = "adoption"
    # Nothing to be done yet: a remark, and no page behind it.
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits, in words: `lead` leads to where it is done, and `rest` goes straight on from there.

    What can only be done later has no page: it is a remark.

    `is_mine` says that the next step is the secretariat's own. `due_at` (UTC) is when it is due or ends, if at all.
    """

    what: Wait
    lead: str
    rest: str
    is_mine: bool
    due_at: datetime | None = None

    @property
    def words(self) -> str:
        """The whole sentence."""
        return self.lead + self.rest


@dataclass(frozen=True, slots=True)
class Kept:
    """A meeting that the reader's secretariat prepares, with what is open about it."""

    key: str
    title: str
    body_name: str
    on: tuple[date, ...]
    state: str
    invited: int
    owing: int
    awaiting_places: int
    nominations: int
    answers_due_at: datetime
    zone: str
    proposals: int
    is_chair: bool
    registrations: int = 0

    @property
    def waits(self) -> tuple[Waiting, ...]:
        """What waits for it, in the order in which it is told."""
        found = [
            *_some(Wait.PROPOSALS, self.proposals, "One proposal", "proposals", " by members {} for your decision"),
            *_some(
                Wait.REGISTRATIONS, self.registrations, "One registration", "registrations", " {} for your decision"
            ),
        ]
        if self.state == MeetingState.DRAFT:
            return (*found, Waiting(Wait.FINISHING, "Finish the agenda, then invite", "", is_mine=False))
        if not self.invited:
            return (*found, Waiting(Wait.INVITING, "Invite the first", "", is_mine=False))
        if self.owing:
            some = "One" if self.owing == 1 else str(self.owing)
            is_or_are = "is" if self.owing == 1 else "are"
            lead = f"{some} of {self.invited} answers to the invitations {is_or_are} missing"
            found.append(Waiting(Wait.ANSWERS, lead, "", is_mine=False, due_at=self.answers_due_at))
        found += _some(
            Wait.NOMINATIONS,
            self.nominations,
            "One delegate is named",
            "delegates are named",
            " and {} for you to confirm",
        )
        found += _some(
            Wait.PLACES, self.awaiting_places, "One guest waits for a place", "guests wait for a place",
            " in a session that is full",
        )  # fmt: skip
        return tuple(found)


@dataclass(frozen=True, slots=True)
class OpenRecord:
    """A meeting whose record is not final; until `due_at` corrections are taken, and so many wait for a decision.

    `sits` is the title of a later meeting that is in session and can adopt it now, since nothing waits any more;
    `is_next_near` says that the next one has begun or is near.
    """

    key: str
    title: str
    body_name: str
    on: tuple[date, ...]
    is_circulated: bool
    due_at: datetime | None
    is_taken: bool
    waiting: int
    zone: str
    adopts: bool
    sits: str = ""
    is_next_near: bool = False

    @property
    def is_mine_to_do(self) -> bool:
        """Whether the next step is the secretariat's: to circulate it, to decide on corrections, to have it adopted."""
        return self.wait.is_mine

    @property
    def wait(self) -> Waiting:
        """What waits for it."""
        due = self.due_at if self.is_taken else None
        if not self.is_circulated:
            return Waiting(Wait.RECORD, "Circulate the record", "", is_mine=True)
        if self.waiting:
            lead = "Decide on " + _count(self.waiting, "one correction", "corrections")
            return Waiting(Wait.DECISION, lead, " to the record", is_mine=True, due_at=due)
        if self.sits:
            return Waiting(Wait.ADOPTION, "Have the record adopted now", f": the {self.sits} sits", is_mine=True)
        if self.is_taken:
            return Waiting(
                Wait.RECORD, "The record is circulated", ", and takes corrections", is_mine=False, due_at=due
            )
        over = ": the time for corrections is over"
        if self.adopts and not self.is_next_near:
            return Waiting(Wait.LATER, "The record is for the next meeting to adopt", over, is_mine=False)
        if self.adopts:
            return Waiting(Wait.ADOPTION, "The record can be adopted by the next meeting", over, is_mine=False)
        return Waiting(Wait.ADOPTION, "Issue the record", over, is_mine=True)


def _count(number: int, one: str, many: str) -> str:
    return one if number == 1 else f"{number} {many}"


def _waits(number: int) -> str:
    return "waits" if number == 1 else "wait"


def _some(what: Wait, number: int, one: str, many: str, rest: str) -> list[Waiting]:
    """What waits for the secretariat's own decision, where there is any."""
    return [Waiting(what, _count(number, one, many), rest.format(_waits(number)), is_mine=True)] if number else []
