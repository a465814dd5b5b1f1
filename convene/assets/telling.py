"""Who is told of national preparation, and reminded of a statement that is owed: holders of members' seats alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from convene import journal
from convene.access.scope import as_system
from convene.assets.models import AssetStatement, Preparation
from convene.assets.rules import may_state
from convene.bodies.models import Party
from convene.bodies.terms import Standing
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.invitations.rules import reminders_due
from convene.mail.models import OutboxMessage
from convene.mail.outbox import Envelope, enqueue
from convene.mail.states import OutboxState
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.people.models import Term
from convene.people.terms import SEAT_ROLES

TOLD, REMINDER = "preparation", "assets-reminder"
AN_HOUR = timedelta(hours=1)


def seated(body_id: int, at: datetime) -> list[Term]:
    """The terms by which somebody holds a member's seat at that moment, by member."""
    wanted = (
        select(Term)
        .join(Party, Party.id == Term.party_id)
        .where(
            Term.body_id == body_id,
            Party.standing == Standing.MEMBER,
            Term.role.in_(SEAT_ROLES),
            Term.starts_at <= at,
            or_(Term.ends_at.is_(None), Term.ends_at > at),
        )
        .order_by(Party.name, Term.id)
    )
    return list(db.session.scalars(wanted))


def _owing(meeting: Meeting, at: datetime) -> list[int]:
    """Who holds the seat of a member that has not filed for this meeting; persons by internal id."""
    wanted = select(AssetStatement.party_id).where(
        AssetStatement.meeting_id == meeting.id, AssetStatement.announced.is_(True)
    )
    filed = set(db.session.scalars(wanted))
    return [term.person_id for term in seated(meeting.body_id, at) if term.party_id not in filed]


def _envelope(kind: str, preparation: Preparation, person: int) -> Envelope:
    return Envelope(
        kind, about=preparation.key, person_id=person, body_id=preparation.body_id, meeting_id=preparation.meeting_id
    )


def _facts(preparation: Preparation, meeting: Meeting) -> dict[str, object]:
    """What the letters say: two days and an address, no title and no country (settled 6)."""
    return {
        "path": f"/meetings/{meeting.key}/assets/statement",
        "due_at": preparation.due_at.isoformat(),
        "prepare_on": preparation.prepare_on.isoformat(),
    }


def tell(preparation: Preparation, meeting: Meeting, *, at: datetime, is_changed: bool = False) -> int:
    """Tell every holder of a member's seat of the questions, or that a date changed; gives how many messages."""
    facts = _facts(preparation, meeting) | {"is_changed": is_changed}
    people = dict.fromkeys(term.person_id for term in seated(meeting.body_id, at))
    due = f"{'changed' if is_changed else 'sent'} {at.isoformat()}"
    return sum(
        enqueue(_envelope(TOLD, preparation, p), at=at, due=due, facts=facts, expires_at=meeting.ends_at)
        for p in people
    )


def _remind(
    preparation: Preparation, meeting: Meeting, people: Iterable[int], *, at: datetime, due: datetime, until: datetime
) -> int:
    facts = _facts(preparation, meeting)
    return sum(
        enqueue(_envelope(REMINDER, preparation, p), at=at, due=due.isoformat(), facts=facts, expires_at=until)
        for p in dict.fromkeys(people)
    )


def remind(preparation: Preparation | None, meeting: Meeting, *, by: str, at: datetime) -> int:
    """Remind those who owe a statement, and only those; gives how many. One click within an hour reminds once.

    Raises Refused where nothing was asked, or nothing is taken any more.
    """
    if preparation is None or not preparation.announced or not may_state(meeting.state):
        raise Refused((Finding("", Level.REFUSE, "No statement is asked for at present."),))
    recent = select(OutboxMessage.person_id).where(
        OutboxMessage.kind == REMINDER, OutboxMessage.meeting_id == meeting.id, OutboxMessage.queued_at > at - AN_HOUR
    )
    lately = set(db.session.scalars(recent))
    people = [person for person in _owing(meeting, at) if person not in lately]
    count = _remind(preparation, meeting, people, at=at, due=at, until=meeting.ends_at)
    journal.record(
        "preparation.remind",
        by=by,
        at=at,
        body=meeting.body_id,
        kind="preparation",
        key=preparation.key,
        change={"reminded": count},
    )
    return count


def remind_by_plan(at: datetime) -> int:
    """Remind those who owe on the days before the deadline that their meeting sets; may run at any time, and twice."""
    wanted = (
        select(Preparation, Meeting)
        .join(Meeting, Meeting.id == Preparation.meeting_id)
        .where(Preparation.announced.is_(True), Preparation.due_at > at, Meeting.state == MeetingState.CONVENED)
    )
    queued = 0
    for preparation, meeting in db.session.execute(wanted).all():
        days = tuple(int(d) for d in meeting.remind_days.split(",") if d.strip())
        sent_at = preparation.sent_at or at
        due = reminders_due(preparation.due_at, days, sent_at=sent_at, at=at)
        if due is not None:
            people = _owing(meeting, at)
            queued += _remind(preparation, meeting, people, at=at, due=due, until=preparation.due_at)
    return queued


def drop_reminders(meeting: Meeting, party_id: int) -> None:
    """What waits for the holders of a seat is dropped once their State has filed."""
    with as_system("drop reminders of what was filed") as session:
        holders = select(Term.person_id).where(Term.party_id == party_id)
        waiting = select(OutboxMessage).where(
            OutboxMessage.kind == REMINDER,
            OutboxMessage.meeting_id == meeting.id,
            OutboxMessage.person_id.in_(holders),
            OutboxMessage.state == OutboxState.QUEUED,
        )
        for message in session.scalars(waiting):
            message.state = OutboxState.DROPPED
