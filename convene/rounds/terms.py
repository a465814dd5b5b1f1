"""Words and frozen values of rounds of check-ins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

REASON = "Bilateral check-in on needs and priorities (B3)"
PRIORITIES = {1: "first", 2: "second", 3: "third"}


class CheckInState(StrEnum):
    """A check-in is wanted, has a time and a room, or is called off."""

    WANTED = "wanted"
    PLACED = "placed"
    CALLED_OFF = "called off"


class Side(StrEnum):
    """For whom somebody is in a check-in."""

    PARTY = "party"
    COUNCIL = "Council"


class Reply(StrEnum):
    """What somebody says of one check-in."""

    AWAITED = "awaited"
    ACCEPTED = "accepted"
    OTHER_TIME = "cannot at that time"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a check-in is put: the host's day and wall clock, how long, in which room."""

    on: date
    opens: time
    minutes: int
    room: str


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of one day between which check-ins are held, on the host's wall clock."""

    on: date
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Room:
    """A room, and from when to when the round has it (UTC); None where it is not limited."""

    name: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """How long a check-in lasts, on which days and hours, in which rooms."""

    slot_minutes: int
    days: tuple[Hours, ...]
    rooms: tuple[Room, ...]


@dataclass(frozen=True, slots=True)
class Booking:
    """A time that is taken (UTC): in which room, by whom (internal ids of persons); `label` says by what."""

    starts_at: datetime
    ends_at: datetime
    room: str
    people: frozenset[int]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Away:
    """When somebody cannot (UTC)."""

    person_id: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class CardLine:
    """One check-in on a printed card; `whom` is empty where nobody may be named."""

    on: date
    starts_at: datetime
    ends_at: datetime
    room: str
    whom: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One person's or one room's printed card; `title` is neutral for somebody at risk. `zone` is the host's."""

    kicker: str
    title: str
    place: str
    zone: str
    own_zone: str
    telephone: str
    lines: tuple[CardLine, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class NeedsTraced:
    """Of the needs heard in a body's year (B4): how many, how many an item takes up, and of how many parties."""

    heard: int
    traced: int
    parties: int
