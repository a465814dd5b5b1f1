"""What is known of people beyond one round: where another round of the body has them, and when they cannot."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from convene.db import db
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.people.models import Contact
from convene.rounds.models import CheckInAnswer, CheckInPerson, RoundAbsence
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


def unable_in(sessions: Collection[int]) -> dict[int, list[tuple[str, datetime, datetime]]]:
    """By session those in its check-in who said that they cannot, in any round of the body, and when (UTC)."""
    if not sessions:
        return {}
    rows = db.session.execute(
        select(CheckInPerson.session_id, Contact.name, RoundAbsence.starts_at, RoundAbsence.ends_at)
        .join(
            RoundAbsence,
            (RoundAbsence.person_id == CheckInPerson.person_id) & (RoundAbsence.body_id == CheckInPerson.body_id),
        )
        .join(Contact, Contact.id == CheckInPerson.contact_id)
        .where(CheckInPerson.session_id.in_(sessions))
        .order_by(CheckInPerson.id, RoundAbsence.starts_at)
    )
    found: dict[int, list[tuple[str, datetime, datetime]]] = {}
    for session_id, name, starts_at, ends_at in rows:
        if session_id is not None:
            found.setdefault(session_id, []).append((name, starts_at, ends_at))
    return found
