"""Words of invitations. PARTSTAT and its values are those of RFC 5545."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
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
    """What mail and calendar may carry for one person: body, place, times, names of sessions; no items (settled 6).

    `is_provisional` says that the date may still change.
    """

    body_name: str
    place: str
    zone: str
    stretches: tuple[Stretch, ...]
    is_provisional: bool = False

    def parts(self) -> tuple[Itinerary, ...]:
        """An itinerary for each run of days that follow one another; each is told and kept by itself (settled 18)."""
        runs: list[list[Stretch]] = []
        for stretch in sorted(self.stretches, key=lambda s: s.starts_at):
            if runs and (stretch.on - runs[-1][-1].on).days <= 1:
                runs[-1].append(stretch)
            else:
                runs.append([stretch])
        return tuple(replace(self, stretches=tuple(run)) for run in runs)

    def when_and_where(self) -> tuple[object, ...]:
        """What must be told again by mail when it changes."""
        return (self.place, self.zone, tuple((s.starts_at, s.ends_at, s.room) for s in self.stretches))


def whole(parts: Sequence[Itinerary]) -> Itinerary:
    """The parts of an itinerary put together again. Raises IndexError for none."""
    return replace(parts[0], stretches=tuple(s for part in parts for s in part.stretches))
