"""Plain builders of calls for papers in the seeded world."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from convene import clock
from convene.agendas.models import AgendaItem
from convene.agendas.terms import Subject
from convene.bodies.models import Party
from convene.calls.actions import prepare
from convene.calls.models import PaperCall
from convene.calls.queries import calls_of
from convene.calls.telling import Sent, send
from convene.calls.terms import Asking, Debtor
from convene.db import db
from convene.mail.models import OutboxMessage
from convene.meetings.models import Meeting
from convene.papers.terms import PaperKind
from convene.people.models import Contact
from tests.build import BY, board_meeting, body, item_of, one, term_of


def party(name: str) -> Debtor:
    """A party of the board."""
    found: Party = one(Party, body_id=body().id, name=name)
    return Debtor(found.id, None, found.key, found.name)


def person(key: str) -> Debtor:
    """A member of the cast, in their own name."""
    term = term_of(key)
    contact: Contact = one(Contact, id=term.contact_id)
    return Debtor(None, term.person_id, contact.key, contact.name)


def council() -> Meeting:
    """The Council's briefing."""
    found: Meeting = one(Meeting, body_id=body("TAPRC").id)
    return found


def a_call(
    *debtors: Debtor,
    item: AgendaItem | None = None,
    kind: PaperKind = PaperKind.BRIEF,
    due_at: datetime | None = None,
    grace_hours: int = 24,
    wish: str = "",
) -> list[PaperCall]:
    """Prepared calls, for the board's item on assets unless another is given. Needs an open transaction."""
    wanted = item or item_of(board_meeting(), Subject.ASSETS)
    meeting: Meeting = one(Meeting, id=wanted.meeting_id)
    asking = Asking(kind, wish, due_at or meeting.papers_due_at, grace_hours)
    known = calls_of(meeting)
    found = prepare(meeting, wanted, debtors, asking, known=known, by=BY, at=clock.now())
    db.session.flush()  # Keys and ids are read by the tests.
    return found


def sent(*debtors: Debtor, **given: Any) -> list[PaperCall]:
    """Calls that were sent."""
    found = a_call(*debtors, **given)
    send_all(one(Meeting, id=found[0].meeting_id))
    return found


def send_all(meeting: Meeting) -> Sent:
    """Send what waits."""
    return send(meeting, by=BY, at=clock.now())


def queued(kind: str) -> dict[int, list[OutboxMessage]]:
    """Messages of a kind by person."""
    found: dict[int, list[OutboxMessage]] = {}
    for message in db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind)):
        found.setdefault(message.person_id or 0, []).append(message)
    return found


def people(*keys: str) -> set[int]:
    """Internal ids of members of the cast."""
    return {term_of(key).person_id for key in keys}


def later(days: float) -> datetime:
    """So many days after the board's deadline for papers."""
    return board_meeting().papers_due_at + timedelta(days=days)
