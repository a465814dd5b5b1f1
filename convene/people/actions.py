"""Writes of people: taking them on record, giving and ending terms, correcting an address."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import select

from convene import clock, journal
from convene.bodies.models import Body, Party
from convene.bodies.terms import Standing
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.mail.smtp import address_problem
from convene.people.models import Contact, Person, Term
from convene.people.queries import person_by_address
from convene.people.terms import PARTY_SEATS, TermRole


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
    if wrong := _seat_problem(body, party, role, starts_on, ends_on):
        raise Refused((Finding("", Level.REFUSE, wrong, field="role"),))
    same = select(Term).where(
        Term.body_id == body.id,
        Term.person_id == contact.person_id,
        Term.party_id == (party.id if party else None),
        Term.role == role,
    )
    if any(_overlap(t, starts_on, ends_on) for t in db.session.scalars(same)):
        whose = f" of {party.name}" if party else ""
        text = f"{contact.name} has this address and is {role}{whose} already."
        raise Refused((Finding("", Level.REFUSE, text, field="address"),))
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


def _seat_problem(body: Body, party: Party | None, role: TermRole, starts_on: date, ends_on: date | None) -> str:
    """Why this role cannot be held there; "" where it can. A seat is a member's, or an individual member's own."""
    if role is TermRole.INDIVIDUAL:
        if not body.has_individuals:
            return "In this body members are States or organisations: choose another role."
        return "An individual member acts for nobody else: leave the State or organisation open." if party else ""
    if role not in PARTY_SEATS:
        return ""
    serves = party is not None and party.standing is Standing.SECRETARIAT and role is TermRole.STEERING_MEMBER
    # Whoever keeps the secretariat may sit in the steering group beside members (S4).
    if party is None or not (serves or party.standing is Standing.MEMBER):
        return "A seat belongs to a member: choose the member for which they hold it, or another role."
    if party.joined_on is not None and starts_on < party.joined_on:
        return f"{party.name} is a member from {clock.day_words(party.joined_on, weekday=False)} on."
    if party.left_on is not None and (ends_on is None or ends_on > party.left_on):
        return f"{party.name} is a member until {clock.day_words(party.left_on, weekday=False)} alone."
    return ""


def _overlap(term: Term, starts_on: date, ends_on: date | None) -> bool:
    return (term.ends_on is None or term.ends_on >= starts_on) and (ends_on is None or term.starts_on <= ends_on)


def end_term(term: Term, *, body: Body, ends_on: date, by: str, at: datetime) -> None:
    """End a term at 24:00 of a day in the body's zone. Raises Refused when that lies before its start."""
    if ends_on < term.starts_on:
        raise Refused((Finding("", Level.REFUSE, "The term ends before it starts.", field="ends_on"),))
    if term.role is TermRole.SECRETARIAT:
        others = select(Term).where(
            Term.body_id == body.id, Term.role == TermRole.SECRETARIAT, Term.person_id != term.person_id
        )
        if not any(t.ends_on is None or t.ends_on > ends_on for t in db.session.scalars(others)):
            text = "They are the only secretary; take another on record first."
            raise Refused((Finding("", Level.REFUSE, text, field="ends_on"),))
    before = term.ends_on
    term.ends_on = ends_on
    term.ends_at = clock.end_of_day(ends_on, body.zone)
    term.is_settled = False
    journal.record(
        "term.end", by=by, at=at, body=body.id, kind="term", key=term.key, change={"before": before, "after": ends_on}
    )
