"""Words of invitations. PARTSTAT and its values are those of RFC 5545."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Standpoint(StrEnum):
    """As what a person is invited; decides what the mail says and whether a guest's care is taken."""

    SEAT = "seat"
    DELEGATE = "delegate"
    OBSERVER = "observer"
    COUNCIL = "Council member"
    OFFICIAL = "official"
    GUEST = "guest"


class Attendance(StrEnum):
    """How somebody will take part."""

    IN_PERSON = "in person"
    BY_VIDEO = "by video"


class InvitationState(StrEnum):
    """Prepared while the meeting is a draft or until the secretariat sends it."""

    PREPARED = "prepared"
    SENT = "sent"
    WITHDRAWN = "withdrawn"


class NominationState(StrEnum):
    """A delegate named by a representative counts once the secretariat confirms (settled 2)."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of time that a person is told of: the day in the host's zone, the instants (UTC), name and room."""

    on: date
    starts_at: datetime
    ends_at: datetime
    title: str
    room: str


@dataclass(frozen=True, slots=True)
class Itinerary:
    """What mail and calendar may carry for one person: body, place, times, names of sessions; no items (settled 6)."""

    body_name: str
    place: str
    zone: str
    stretches: tuple[Stretch, ...]

    def when_and_where(self) -> tuple[object, ...]:
        """What must be told again by mail when it changes."""
        return (self.place, self.zone, tuple((s.starts_at, s.ends_at, s.room) for s in self.stretches))
