"""Words of RFC 5545 and 5546 with their wire strings, and the one value that becomes a VEVENT. No behaviour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Partstat(StrEnum):
    """How a person has answered (RFC 5545, 3.2.12)."""

    NEEDS_ACTION = "NEEDS-ACTION"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    TENTATIVE = "TENTATIVE"
    DELEGATED = "DELEGATED"


class Role(StrEnum):
    """In what role a person is asked to take part (RFC 5545, 3.2.16)."""

    CHAIR = "CHAIR"
    REQ_PARTICIPANT = "REQ-PARTICIPANT"
    OPT_PARTICIPANT = "OPT-PARTICIPANT"
    NON_PARTICIPANT = "NON-PARTICIPANT"


class Method(StrEnum):
    """What a calendar message asks its reader to do (RFC 5546, 1.4)."""

    REQUEST = "REQUEST"
    REPLY = "REPLY"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


class Status(StrEnum):
    """How firm the event is (RFC 5545, 3.8.1.11)."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One meeting (or one item of it) as one person's calendar may show it, already cut to that person.

    `starts_at` and `ends_at` are the first and the last minute that the person may see, `dtstamp` and `created`
    instants of ours: all UTC and aware. `zone` is the host's IANA name. `days`, in the host's zone, are the days on
    which the person is awaited; they are not written, for the sessions stand in the description. Where
    `organizer_address` is empty a published event names no organizer; the attendee is written in REQUEST and CANCEL.
    """

    uid: str
    sequence: int
    dtstamp: datetime
    starts_at: datetime
    ends_at: datetime
    zone: str
    summary: str
    description: str
    location: str
    url: str
    organizer_name: str
    organizer_address: str
    attendee_name: str
    attendee_address: str
    partstat: Partstat
    role: Role
    status: Status
    days: tuple[date, ...] = ()
    created: datetime | None = None
