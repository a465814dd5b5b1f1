"""What other rounds of the same body say of people: where they are then, and when they cannot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from convene.db import db
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.rounds.models import CheckInAnswer, RoundAbsence
from convene.rounds.terms import Away, Booking


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What other rounds of the same body say of some people: their check-ins there, and when they cannot."""

    bookings: tuple[Booking, ...]
    away: tuple[Away, ...]

    def taken(self) -> list[Away]:
        """All of it as times at which they cannot."""
        held = [Away(person, b.starts_at, b.ends_at) for b in self.bookings for person in sorted(b.people)]
        return [*held, *self.away]


def elsewhere(meeting: Meeting, people: Iterable[int]) -> Elsewhere:
    """The other rounds of the body of this one, as they concern these people: two statements, and no other body's."""
    wanted = sorted(people)
    lines = db.session.execute(
        select(CheckInAnswer, Meeting.title)
        .join(Meeting, Meeting.id == CheckInAnswer.meeting_id)
        .where(
            CheckInAnswer.body_id == meeting.body_id,
            CheckInAnswer.meeting_id != meeting.id,
            CheckInAnswer.person_id.in_(wanted),
            CheckInAnswer.starts_at.is_not(None),
            Meeting.state != MeetingState.CANCELLED,
        )
        .order_by(CheckInAnswer.starts_at, CheckInAnswer.id)
    ).all()
    absences = db.session.scalars(
        select(RoundAbsence).where(
            RoundAbsence.body_id == meeting.body_id,
            RoundAbsence.meeting_id != meeting.id,
            RoundAbsence.person_id.in_(wanted),
        )
    )
    return Elsewhere(
        tuple(
            Booking(x.starts_at, x.ends_at, "", frozenset({x.person_id}), title)
            for x, title in lines
            if x.starts_at is not None and x.ends_at is not None
        ),
        tuple(Away(a.person_id, a.starts_at, a.ends_at) for a in absences),
    )
