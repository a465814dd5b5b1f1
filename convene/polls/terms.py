"""Words and frozen values of date polls and fair hours."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from convene.people.terms import SEAT_ROLES, TermRole

OPTIONS_MOST = 12
DAYS_MOST = 14
MINUTES_LEAST, MINUTES_MOST = 5, 12 * 60
# A local day on which an official can be asked to sit: what lies outside is named, and counted by the minute.
DAY_OPENS, DAY_CLOSES = time(7), time(21)


class Choice(StrEnum):
    """What somebody says to one option."""

    YES = "yes"
    IF_NEED_BE = "if need be"
    NO = "no"


class PollState(StrEnum):
    """Prepared: nobody has been asked. Open until the respond-by moment, or until it is closed by hand."""

    PREPARED = "prepared"
    OPEN = "open"
    CLOSED = "closed"


class Whom(StrEnum):
    """Who is asked, or invited."""

    SEATS = "seats"
    PARTIES = "parties"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class When:
    """One option: a day, and the hour on the wall clock of the poll's zone; without an hour it is for whole days."""

    on: date
    opens: time | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: `minutes` for one sitting, `days` for whole days (2 and more); place and zone are the host's.

    `respond_by` is an instant (UTC); `remind_days` are the days before it on which reminders go out.
    """

    title: str
    template: str
    minutes: int
    days: int
    city: str
    zone: str
    respond_by: datetime
    remind_days: tuple[int, ...] = (3, 1)
    venue: str = ""

    @property
    def is_whole_days(self) -> bool:
        """Whole days carry no hour, and therefore no zone."""
        return self.days > 1


@dataclass(frozen=True, slots=True)
class Option:
    """One option as pages show it: instants (UTC) where it has an hour, and the days it covers."""

    key: str
    on: date
    last: date
    opens: time | None
    starts_at: datetime | None
    ends_at: datetime | None

    @property
    def days(self) -> tuple[date, ...]:
        """Its first day and, where it has more than one, its last."""
        return (self.on,) if self.on == self.last else (self.on, self.last)


@dataclass(frozen=True, slots=True)
class Asked:
    """A poll as one person who is asked sees it: never what anybody else said."""

    ballot: str
    body_name: str
    title: str
    place: str
    zone: str
    minutes: int
    is_whole_days: bool
    respond_by: datetime
    options: tuple[Option, ...]
    choices: dict[str, Choice]
    remark: str
    answered_at: datetime | None
    own_zone: str
    state: PollState


@dataclass(frozen=True, slots=True)
class Voter:
    """One person who is asked, with what they said to which option (by its key).

    `who` is their party, or they themselves; `place` their capital, `zone` its zone or theirs, `country` its country.
    """

    name: str
    who: str
    role: TermRole
    is_member: bool
    place: str = ""
    zone: str = ""
    country: str = ""
    choices: dict[str, Choice] = field(default_factory=dict)
    remark: str = ""
    has_answered: bool = False

    @property
    def is_seat(self) -> bool:
        """Whether they hold a member's seat."""
        return self.role in SEAT_ROLES


@dataclass(frozen=True, slots=True)
class Busy:
    """A meeting on record of the same body."""

    title: str
    state: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class LocalHour:
    """When an option would begin and end on the clocks of one place; `outside` are the minutes outside 07:00–21:00."""

    place: str
    zone: str
    starts: str
    outside: int


@dataclass(frozen=True, slots=True)
class Score:
    """One option held against everything that speaks for or against it; the same counts stand in `reasons` in words."""

    option: Option
    yes: tuple[str, ...]
    if_need_be: tuple[str, ...]
    no: tuple[str, ...]
    silent: tuple[str, ...]
    members: int
    members_yes: int
    members_if_need_be: int
    is_quorate: bool
    primary: int
    alternates: int
    others: int
    hours: tuple[LocalHour, ...]
    holidays: tuple[str, ...]
    clashes: tuple[str, ...]
    reasons: tuple[str, ...]

    @property
    def unsocial(self) -> tuple[LocalHour, ...]:
        """The places for which a part of it lies outside 07:00–21:00."""
        return tuple(h for h in self.hours if h.outside)


@dataclass(frozen=True, slots=True)
class Seat:
    """A member of a body that meets by video: its name, its capital, the zone of it."""

    name: str
    place: str
    zone: str


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting by video on record: what it is called, its start (UTC) and its length."""

    title: str
    starts_at: datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class Burden:
    """What the year has laid on one member so far: minutes outside 07:00–21:00, in how many meetings."""

    seat: Seat
    minutes: int
    nights: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """An hour proposed for the next meeting by video; `added` are the minutes outside that it lays on whom."""

    on: date
    opens: time
    starts_at: datetime
    added: tuple[tuple[Seat, int], ...]
    most: int
    total: int
    why: str
