"""Writes of people: taking them on record, giving and ending terms, correcting an address."""

from __future__ import annotations

from datetime import date, datetime, time

from convene import clock, journal
from convene.access.scope import as_system
from convene.bodies.models import Body, Party
from convene.bodies.terms import Standing
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.mail.smtp import address_problem
from convene.people.models import Contact, Person, Term
from convene.people.queries import person_by_address
from convene.people.terms import SEAT_ROLES, TermRole


def take_on_record(
    body: Body,
    *,
    name: str,
    address: str,
    by: str,
    at: datetime,
    function: str = "",
    telephone: str = "",
    zone: str = "",
    is_at_risk: bool = False,
) -> Contact:
    """A person as this body knows them; the person is found by address or made. Raises Refused for a bad address."""
    address = address.strip().lower()
    if problem := address_problem(address):
        raise Refused((Finding("", Level.REFUSE, problem, field="address"),))
    person_id = person_by_address(address)
    if person_id is None:
        person = Person(address=address, zone=zone)
        db.session.add(person)
        db.session.flush()  # The contact needs the person's id.
        person_id = person.id
    known = db.session.query(Contact).filter_by(body_id=body.id, person_id=person_id).one_or_none()
    if known is not None:
        return known
    contact = Contact(
        body_id=body.id,
        person_id=person_id,
        name=name,
        function=function,
        address=address,
        telephone=telephone,
        is_at_risk=is_at_risk,
    )
    db.session.add(contact)
    db.session.flush()  # The journal names the contact by its key.
    journal.record("contact.take", by=by, at=at, body=body.id, kind="contact", key=contact.key)
    return contact


def give_term(
    contact: Contact,
    *,
    body: Body,
    party: Party | None,
    role: TermRole,
    starts_on: date,
    by: str,
    at: datetime,
    ends_on: date | None = None,
) -> Term:
    """A dated term, to 24:00 of its last day in the body's zone. Raises Refused when it would end before it starts."""
    if role in SEAT_ROLES and (party is None or party.standing is not Standing.MEMBER):
        text = "A seat belongs to a member: choose the member for which they hold it, or another role."
        raise Refused((Finding("", Level.REFUSE, text, field="role"),))
    if ends_on is not None and ends_on < starts_on:
        raise Refused((Finding("", Level.REFUSE, "The term ends before it starts.", field="ends_on"),))
    term = Term(
        body_id=body.id,
        party_id=party.id if party else None,
        person_id=contact.person_id,
        contact_id=contact.id,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        starts_at=clock.at_wall(starts_on, time(0), body.zone),
        ends_at=clock.end_of_day(ends_on, body.zone) if ends_on else None,
    )
    db.session.add(term)
    db.session.flush()  # The journal names the term by its key.
    journal.record(
        "term.give",
        by=by,
        at=at,
        body=body.id,
        kind="term",
        key=term.key,
        change={"role": role, "party": party.key if party else "", "from": starts_on, "to": ends_on},
    )
    return term


def end_term(term: Term, *, body: Body, ends_on: date, by: str, at: datetime) -> None:
    """End a term at 24:00 of a day in the body's zone. Raises Refused when that lies before its start."""
    if ends_on < term.starts_on:
        raise Refused((Finding("", Level.REFUSE, "The term ends before it starts.", field="ends_on"),))
    before = term.ends_on
    term.ends_on = ends_on
    term.ends_at = clock.end_of_day(ends_on, body.zone)
    term.is_settled = False
    journal.record(
        "term.end", by=by, at=at, body=body.id, kind="term", key=term.key, change={"before": before, "after": ends_on}
    )


def correct_address(contact: Contact, *, address: str, by: str, at: datetime) -> None:
    """Correct where this body writes to somebody. Raises Refused for a bad address.

    The address by which the person signs in follows only while no other body knows them: a secretariat must not be
    able to take over an account that opens another body's papers.
    """
    address = address.strip().lower()
    if problem := address_problem(address):
        raise Refused((Finding("", Level.REFUSE, problem, field="address"),))
    with as_system("is the person known to one body only") as session:
        person = session.get_one(Person, contact.person_id)
        elsewhere = (
            session.query(Contact).filter(Contact.person_id == person.id, Contact.body_id != contact.body_id).count()
        )
        taken = session.query(Person).filter(Person.address == address, Person.id != person.id).count()
        if not elsewhere and not taken and not person.password_hash:
            person.address = address
    contact.address = address
    journal.record("contact.correct", by=by, at=at, body=contact.body_id, kind="contact", key=contact.key)
