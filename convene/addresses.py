"""Correcting where a body writes to somebody: what that body gave goes to whoever holds the right address, at once.

The person behind the old address is left as they are, with whatever other bodies know of them; from this body nothing
is theirs any more: no visit, link, feed or password of theirs opens it. So a wrong address never keeps a right, and no
secretariat can take over an account that another body gave something to.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from convene import journal
from convene.access.models import Admission
from convene.access.scope import as_system, current_reader
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.invitations.models import CalendarEntry, Invitation, Nomination
from convene.mail.models import OutboxMessage
from convene.mail.smtp import address_problem
from convene.mail.states import OutboxState
from convene.papers.models import Paper, PaperVersion
from convene.people.models import Contact, Person, Term
from convene.reading.models import PaperShare


def correct_address(contact: Contact, *, address: str, by: str, at: datetime) -> None:
    """Correct an address. Raises Refused for one that cannot be written to, or that another contact of the body has."""
    address = address.strip().lower()
    if problem := address_problem(address):
        raise Refused((Finding("", Level.REFUSE, problem, field="address"),))
    if contact.person_id == current_reader().person:
        text = "You would lose your own access: a colleague of the secretariat corrects it, or whoever runs the server."
        raise Refused((Finding("", Level.REFUSE, text, field="address"),))
    if address == contact.address:
        return
    with as_system("correct an address") as session:
        old = session.get_one(Person, contact.person_id)
        new = session.scalars(select(Person).where(Person.address == address)).one_or_none()
        if new is None:
            new = Person(address=address, zone=old.zone)
            session.add(new)
            session.flush()  # Everything below points to its id.
        known = session.query(Contact).filter_by(body_id=contact.body_id, person_id=new.id).one_or_none()
        if known is not None and known.id != contact.id:
            text = f"{known.name} has this address already."
            raise Refused((Finding("", Level.REFUSE, text, field="address"),))
        _hand_over(session, contact.body_id, old.id, new.id)
        person_id = new.id
    contact.address, contact.person_id = address, person_id
    journal.record("contact.correct", by=by, at=at, body=contact.body_id, kind="contact", key=contact.key)
    db.session.flush()  # What follows reads the contact with its new person.
    db.session.expire_all()


def _hand_over(session: Session, body_id: int, old: int, new: int) -> None:
    """Everything that this body gave the one person is the other's; links to it are void."""
    for invitation in session.scalars(
        select(Invitation).where(Invitation.body_id == body_id, Invitation.person_id == old)
    ):
        invitation.person_id = new
        invitation.generation += 1
    for term in session.scalars(select(Term).where(Term.body_id == body_id, Term.person_id == old)):
        term.person_id = new
    for admission in session.scalars(select(Admission).where(Admission.body_id == body_id, Admission.person_id == old)):
        admission.person_id = new
    for share in session.scalars(select(PaperShare).where(PaperShare.body_id == body_id, PaperShare.person_id == old)):
        share.person_id = new
    for entry in session.scalars(
        select(CalendarEntry).where(CalendarEntry.body_id == body_id, CalendarEntry.person_id == old)
    ):
        entry.person_id = new
    for row in session.scalars(select(Nomination).where(Nomination.body_id == body_id, Nomination.by_person_id == old)):
        row.by_person_id = new
    for paper in session.scalars(select(Paper).where(Paper.body_id == body_id, Paper.by_person_id == old)):
        paper.by_person_id = new
    for version in session.scalars(
        select(PaperVersion).where(PaperVersion.body_id == body_id, PaperVersion.by_person_id == old)
    ):
        version.by_person_id = new
    waiting = select(OutboxMessage).where(
        OutboxMessage.body_id == body_id, OutboxMessage.person_id == old, OutboxMessage.state == OutboxState.QUEUED
    )
    for message in session.scalars(waiting):
        message.person_id = new
