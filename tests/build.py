"""Plain builders with defaults: what a test needs of the seeded world, and small things to add to it."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import select

from convene import clock
from convene.access.terms import Audience
from convene.agendas.actions import Wording, add_item, draft_from_template
from convene.agendas.models import AgendaItem
from convene.agendas.templates import meeting_templates
from convene.agendas.terms import ItemKind, Subject
from convene.bodies.models import Body
from convene.db import Base, db
from convene.demo.cast import CAST
from convene.invitations.models import Invitation
from convene.meetings.actions import Place
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.terms import MeetingState
from convene.people.models import Person, Term

BY = "tests"


def one(model: type[Any], **equal: object) -> Any:
    """The one row with these values. Needs a session with a reader who sees it."""
    return db.session.scalars(select(model).filter_by(**equal)).one()


def body(symbol: str = "TNAP") -> Body:
    """A body of the seeded world."""
    found: Body = one(Body, symbol=symbol)
    return found


def board_meeting() -> Meeting:
    """The convened board meeting of the seeded world."""
    found: Meeting = one(Meeting, body_id=body().id, state=MeetingState.CONVENED, template="coordination-board")
    return found


def sessions(meeting: Meeting) -> list[MeetingSession]:
    """Its sessions in order of time."""
    wanted = select(MeetingSession).where(MeetingSession.meeting_id == meeting.id).order_by(MeetingSession.starts_at)
    return list(db.session.scalars(wanted))


def open_session(meeting: Meeting) -> MeetingSession:
    """Its open session."""
    return next(s for s in sessions(meeting) if s.audience is Audience.OPEN)


def item_of(meeting: Meeting, subject: Subject) -> AgendaItem:
    """Its item of that subject."""
    found: AgendaItem = one(AgendaItem, meeting_id=meeting.id, subject=subject)
    return found


def term_of(key: str) -> Term:
    """The term that a character of the standing cast holds in their own body."""
    who = next(c for c in CAST if c.key == key)
    person = one(Person, address=who.address)
    found: Term = one(Term, person_id=person.id, body_id=body(who.body).id)
    return found


def invitation_of(key: str, meeting: Meeting) -> Invitation:
    """A character's invitation to a meeting."""
    found: Invitation = one(Invitation, meeting_id=meeting.id, person_id=term_of(key).person_id)
    return found


def a_draft(
    symbol: str = "TNAP", starts_on: date = date(2027, 11, 9), city: str = "Ottawa", zone: str = "America/Toronto"
) -> Meeting:
    """A draft board meeting from the template."""
    return draft_from_template(
        body(symbol),
        meeting_templates()["coordination-board"],
        place=Place(city, zone),
        starts_on=starts_on,
        is_provisional=False,
        by=BY,
        at=clock.now(),
    )


def an_item(session: MeetingSession, title: str = "An item", minutes: int = 20, **more: Any) -> AgendaItem:
    """An item at the end of a session."""
    wording = Wording(title=title, kind=ItemKind.DISCUSSION, subject=Subject.OTHER, minutes=minutes, **more)
    return add_item(session, wording, by=BY, at=clock.now())


def a_pdf(*lines: str, pages: int = 1, author: str = "") -> bytes:
    """A small PDF with these lines on every page."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    canvas.setAuthor(author)
    for _ in range(pages):
        for number, line in enumerate(lines or ("A paper",)):
            canvas.drawString(72, 780 - 20 * number, line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def count(model: type[Base], **equal: object) -> int:
    """How many rows have these values."""
    return len(db.session.scalars(select(model).filter_by(**equal)).all())
