"""Frozen values: what is known of a body's year, and what a rule says of it. No behaviour beyond themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from convene.agendas.terms import Subject
from convene.bodies.terms import PartyKind
from convene.meetings.rules import Sitting
from convene.meetings.terms import MeetingKind, MeetingState
from convene.people.terms import AssetClass, TermRole
from convene.presets.terms import Where

# A meeting's time is near once its invitations are due by the cycle; where the cycle does not say, so many days before.
NEAR_DAYS = 30


class State(StrEnum):
    """What a rule says of a year; MEANS says the same in words, for the page and the command."""

    BROKEN = "broken"
    AT_RISK = "at risk"
    OPEN = "not yet decidable"
    KEPT = "kept"


MEANS = {
    State.KEPT: "What is on record or planned keeps the paragraph.",
    State.AT_RISK: (
        "The paragraph is kept in part, or only by what may still fall away: a meeting that is not convened, or whose "
        "date is provisional, although its invitations are due; something asked for that is owed; or it departs from "
        "what the papers suggest without fixing it."
    ),
    State.BROKEN: (
        "The papers fix something, and the year as it is planned or on record is otherwise. A default of ours is never "
        "called broken; while the year lasts, most can still be mended."
    ),
    State.OPEN: "Nothing on record speaks either way yet.",
}


class Stage(StrEnum):
    """How far a meeting has come; a meeting that was never convened and whose days are over keeps no rule."""

    PROPOSED = "proposed"
    DRAFT = "draft"
    CONVENED = "convened"
    HELD = "held"
    MISSED = "never convened"


def stage_of(state: MeetingState | None, ends_on: date, today: date) -> Stage:
    """The stage of a meeting on record (None: only proposed) on a day; what was convened and is over was held."""
    if state is MeetingState.CONCLUDED:
        return Stage.HELD
    if state in (MeetingState.CONVENED, MeetingState.IN_SESSION):
        return Stage.HELD if ends_on < today else Stage.CONVENED
    if ends_on < today:
        return Stage.MISSED
    return Stage.DRAFT if state is MeetingState.DRAFT else Stage.PROPOSED


class Strand(StrEnum):
    """The strands of the Council's research (B7)."""

    THEMATIC = "thematic"
    MICRO = "micro"
    MACRO = "macro"


@dataclass(frozen=True, slots=True)
class Guest:
    """A party invited without a seat: to how many sessions as a whole, how many of those are closed, of how many."""

    name: str
    kind: PartyKind | None
    whole: int
    closed: int
    sessions: int


@dataclass(frozen=True, slots=True)
class Delegation:
    """Whom a member brings to a meeting: the classes for which somebody is named, and those it says it has (A12)."""

    member: str
    named: frozenset[AssetClass]
    has: frozenset[AssetClass]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was asked of the capitals (A13): whether the questions went out, by when, and who has not filed."""

    is_sent: bool
    due_on: date
    owing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief as it was first written (B5); `minutes` to speak and `pages` are None where they are not known."""

    title: str
    pages: int | None
    minutes: int | None
    is_late: bool
    is_ahead: bool


@dataclass(frozen=True, slots=True)
class YearMeeting:
    """A meeting of the year, proposed or on record; days are the host's. `key` is empty while it is only proposed.

    `near_days`: how many days before the first day its invitations are due. `is_hosted` says that a member's capital
    is meant, `city` may then be still to be named. `invited` says that invitations are on record at all. One that was
    taken over from a list is counted; of its hours, papers and preparation nothing is on record, and nothing is ruled.
    """

    name: str
    kind: MeetingKind
    template: str
    stage: Stage
    starts_on: date
    ends_on: date
    city: str
    key: str = ""
    near_days: int = NEAR_DAYS
    is_provisional: bool = False
    is_hosted: bool = False
    notice: str = ""
    sittings: tuple[Sitting, ...] = ()
    subjects: tuple[Subject, ...] = ()
    strands: frozenset[Strand] = frozenset()
    invited: bool = False
    guests: tuple[Guest, ...] = ()
    delegations: tuple[Delegation, ...] = ()
    prepared: Prepared | None = None
    briefs: tuple[Brief, ...] = ()
    is_taken_over: bool = False

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return (self.ends_on - self.starts_on).days + 1

    @property
    def is_by_video(self) -> bool:
        """Whether it has no place."""
        return self.city == Where.VIDEO

    def is_near(self, today: date) -> bool:
        """Whether its invitations are due."""
        return self.starts_on - today <= timedelta(days=self.near_days)

    def is_shaky(self, today: date) -> bool:
        """Whether it may still fall away although its time is near: not convened, or on a provisional date."""
        if self.stage is Stage.HELD or not self.is_near(today):
            return False
        return self.stage is not Stage.CONVENED or self.is_provisional


@dataclass(frozen=True, slots=True)
class Seat:
    """One term of somebody who holds a member's seat."""

    role: TermRole
    starts_on: date
    ends_on: date | None

    def runs_on(self, day: date) -> bool:
        """Whether the seat is held on that day; a term ends at 24:00 of its last day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True, slots=True)
class Member:
    """A member on record; `is_admitted` is None while no decision on an application of its own is on record (A3)."""

    name: str
    kind: PartyKind
    joined_on: date | None = None
    left_on: date | None = None
    seats: tuple[Seat, ...] = ()
    is_admitted: bool | None = None

    def stands_on(self, day: date) -> bool:
        """Whether it is a member on that day; where no day is on record, it always was."""
        return (self.joined_on is None or self.joined_on <= day) and (self.left_on is None or day <= self.left_on)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A meeting of a body that this one is to be apart from (B2)."""

    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Needs:
    """Needs heard in bilateral contacts, and how many of them a brief of the year answers (B4)."""

    heard: int
    answered: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A joint letter (S10): who signs most, whether it has a deadline, and the copies that went to its addressees."""

    title: str
    most_signatories: int
    has_deadline: bool
    is_sent: bool
    addressees: int
    copies: int


@dataclass(frozen=True, slots=True)
class YearFacts:
    """All that the rules know of a body's year. `today` is the day on which it is looked at.

    `is_on_record` is False for a preset that no body stands for. `meetings` are in order of time, none cancelled.
    `debate` is the first day of the general debate. `capitals` are those of the members; `had_global` says that a
    global meeting of the year before is on record, `awaits_global` that this year is due one. `needs`, `letters` and
    `is_open_to_register` are None where no such rows are kept.
    """

    year: int
    today: date
    is_on_record: bool
    meetings: tuple[YearMeeting, ...]
    members: tuple[Member, ...] = ()
    founders: tuple[str, ...] = ()
    steering: tuple[str, ...] = ()
    debate: date | None = None
    neighbours: tuple[Neighbour, ...] = ()
    capitals: frozenset[str] = frozenset()
    not_attributed: bool = False
    adopts: bool = True
    disclaimer: str = ""
    had_global: bool = False
    awaits_global: bool = False
    is_open_to_register: bool | None = None
    needs: Needs | None = None
    letters: tuple[Letter, ...] | None = None

    @property
    def day(self) -> date:
        """The day of the year on which its seats are looked at: today, or the nearest day of the year to it."""
        return min(max(self.today, date(self.year, 1, 1)), date(self.year, 12, 31))

    @property
    def is_over(self) -> bool:
        """Whether the year lies behind."""
        return self.today > date(self.year, 12, 31)

    @property
    def counted(self) -> tuple[YearMeeting, ...]:
        """The meetings that count: all but those that were never convened."""
        return tuple(one for one in self.meetings if one.stage is not Stage.MISSED)

    @property
    def is_unknown(self) -> bool:
        """Whether the year lies behind, and nothing on record tells of it."""
        return self.is_over and not any(one.key for one in self.counted)

    def of(self, *kinds: MeetingKind) -> tuple[YearMeeting, ...]:
        """The meetings of these kinds that count."""
        return tuple(one for one in self.counted if one.kind in kinds)

    def followed(self, *kinds: MeetingKind) -> tuple[YearMeeting, ...]:
        """The meetings of these kinds whose course is on record: all that count but those taken over from a list."""
        return tuple(one for one in self.of(*kinds) if not one.is_taken_over)

    def made_from(self, *templates: str) -> tuple[YearMeeting, ...]:
        """The meetings made from these templates that count."""
        return tuple(one for one in self.counted if one.template in templates)

    @property
    def standing_members(self) -> tuple[Member, ...]:
        """The members on the day on which the seats are looked at."""
        return tuple(one for one in self.members if one.stands_on(self.day))


class RowKind(StrEnum):
    """Which page shows the rows behind a ruling."""

    MEETING = "meeting"
    ANSWERS = "answers"
    MATRIX = "matrix"
    PARTIES = "parties"
    YEAR = "year"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Rows:
    """A link to the rows that show a fact; `key` is the meeting's, empty for the body's own pages."""

    kind: RowKind
    words: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What one paragraph's rule says of the year, the fact that says so, and the rows that show it."""

    rule: str
    state: State
    text: str
    rows: tuple[Rows, ...] = ()
