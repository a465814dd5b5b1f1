"""Writes of open registration: opening it, registering, confirming an address, and erasing what is no longer needed.

Whoever registers is in no table of people: nothing on the public form can give a right, or touch anybody who has one.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from convene import clock, journal
from convene.access.gate import Missing
from convene.access.scope import as_system
from convene.access.terms import Audience
from convene.accounts.proofs import Purpose, is_proof, key_in
from convene.bodies.models import Body
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.mail.outbox import Envelope, enqueue, forget_outsider
from convene.mail.smtp import address_problem
from convene.meetings.actions import letter_findings, refuse, refuse_if_over
from convene.meetings.models import Meeting, MeetingSession
from convene.registration import rules
from convene.registration.models import OpenRegistration, Registrant, RegistrationSession
from convene.registration.queries import is_over, open_sessions, registration_of, to_erase
from convene.registration.terms import Given, Opening, Terms

CONFIRM = "registration-confirm"
KNOWN = "registration-known"


@dataclass(frozen=True, slots=True)
class Wish:
    """What the secretariat sets, and the sessions to which whoever is approved is admitted."""

    terms: Terms
    sessions: tuple[MeetingSession, ...]


def open_registration(meeting: Meeting, wish: Wish, *, by: str, at: datetime) -> OpenRegistration:
    """Set until when whoever wants may register, or change it. Raises Refused for closed sessions and odd dates."""
    refuse_if_over(meeting)
    found = rules.terms_findings(wish.terms, meeting_ends_at=meeting.ends_at)
    if not wish.sessions or any(s.audience is not Audience.OPEN for s in wish.sessions):
        text = "Choose the open session to which registrants are admitted; closed ones are the members' (A11)."
        found.append(Finding("", Level.REFUSE, text, "sessions"))
    refuse(found + letter_findings({"words": wish.terms.words}))
    known = registration_of(meeting)
    row = known or OpenRegistration(body_id=meeting.body_id, meeting_id=meeting.id)
    row.opens_at, row.closes_at = wish.terms.opens_at, wish.terms.closes_at
    row.places, row.words, row.kept_days = wish.terms.places, wish.terms.words, wish.terms.kept_days
    db.session.add(row)
    db.session.flush()  # The sessions and the journal need its id and key.
    _admit_to(row, {s.id for s in wish.sessions})
    change = {
        "from": clock.moment_words(row.opens_at, meeting.zone),
        "to": clock.moment_words(row.closes_at, meeting.zone),
        "places": row.places,
    }
    act = "registration.change" if known else "registration.open"
    journal.record(act, by=by, at=at, body=meeting.body_id, kind="meeting", key=meeting.key, change=change)
    return row


def _admit_to(row: OpenRegistration, wanted: Collection[int]) -> None:
    known = select(RegistrationSession).where(RegistrationSession.registration_id == row.id)
    rows = {r.session_id: r for r in db.session.scalars(known)}
    for session_id, gone in rows.items():
        if session_id not in wanted:
            db.session.delete(gone)
    for session_id in sorted(set(wanted) - rows.keys()):
        db.session.add(RegistrationSession(body_id=row.body_id, registration_id=row.id, session_id=session_id))


def close_now(registration: OpenRegistration, meeting: Meeting, *, by: str, at: datetime) -> None:
    """Take no further registrations. Raises Refused where none are taken at present."""
    if not registration.opens_at <= at < registration.closes_at:
        raise Refused((Finding("", Level.REFUSE, "Registration is not open at present."),))
    registration.closes_at = at
    journal.record("registration.close", by=by, at=at, body=meeting.body_id, kind="meeting", key=meeting.key)


def register(key: str, given: Given, *, opening: Opening, at: datetime) -> None:
    """Keep what somebody gave on the public form and ask their address to confirm it. Raises Refused, Missing.

    The same follows whether or not the address is known. An address that is confirmed keeps what was given with it and
    is told so; one that is not is asked again, about what was given last, and earlier links are void.
    """
    if opening is not Opening.OPEN:
        raise Refused((Finding("", Level.REFUSE, "Registration has closed."),))
    given = replace(given, address=given.address.strip().lower())
    found = letter_findings({"name": given.name, "function": given.function, "organisation": given.organisation})
    if problem := address_problem(given.address):
        found.append(Finding("", Level.REFUSE, problem, "address"))
    if given.kind is not None and not given.organisation:
        found.append(
            Finding("", Level.REFUSE, "Enter the name of the organisation for which you come.", "organisation")
        )
    if given.kind is None and given.organisation:
        found.append(Finding("", Level.REFUSE, "Say what kind of organisation it is.", "kind"))
    refuse(found)
    with as_system("register") as session:
        registration = session.scalars(select(OpenRegistration).where(OpenRegistration.key == key)).one_or_none()
        if registration is None:
            raise Missing
        wanted = select(Registrant).where(
            Registrant.registration_id == registration.id, Registrant.address == given.address
        )
        row = session.scalars(wanted).one_or_none()
        if row is None:
            row = Registrant(
                body_id=registration.body_id,
                meeting_id=registration.meeting_id,
                registration_id=registration.id,
                address=given.address,
                generation=0,
            )
            session.add(row)
        is_known = row.confirmed_at is not None
        if not is_known:
            _write(row, given, at=at)
        session.flush()  # The message names the row by its key.
        envelope = Envelope(
            KNOWN if is_known else CONFIRM,
            about=row.key,
            person_id=None,
            body_id=row.body_id,
            meeting_id=row.meeting_id,
            outsider=row.key,
        )
        due = at.date().isoformat() if is_known else str(row.generation)
    enqueue(envelope, at=at, due=due, expires_at=rules.confirm_by(at))


def _write(row: Registrant, given: Given, *, at: datetime) -> None:
    names = ("name", "function", "organisation", "kind", "country", "why", "access_needs", "is_at_risk")
    after = {name: getattr(given, name) for name in names}
    # The same form sent twice is one registration and one letter.
    if row.registered_at is None or {name: getattr(row, name) for name in names} != after:
        row.generation = row.generation + 1 if row.registered_at is not None else 0
        for name, value in after.items():
            setattr(row, name, value)
        row.registered_at = at


def confirm(text: str, *, at: datetime) -> bool:
    """Confirm the address of a registration; False for a link that is void. A second time changes nothing."""
    key = key_in(text)
    with as_system("confirm an address") as session:
        row = session.scalars(select(Registrant).where(Registrant.key == key)).one_or_none() if key else None
        if row is None or not is_proof(text, Purpose.REGISTRATION, key, row.generation):
            return False
        if row.confirmed_at is not None:
            return True
        if not rules.may_confirm(row.registered_at, at=at):
            return False
        if is_over(session.get_one(Meeting, row.meeting_id), at=at):
            return False
        row.confirmed_at, body_id = at, row.body_id
    journal.record("registration.confirm", by="registrant", at=at, body=body_id, kind="registrant", key=key)
    return True


def disown(text: str, *, at: datetime) -> bool:
    """The holder of an address never registered: what was given with it is erased. False for a link that is void."""
    key = key_in(text)
    with as_system("erase what somebody else gave") as session:
        row = session.scalars(select(Registrant).where(Registrant.key == key)).one_or_none() if key else None
        if row is None or row.confirmed_at is not None:
            return False
        if not is_proof(text, Purpose.REGISTRATION, key, row.generation):
            return False
        body_id = row.body_id
        session.delete(row)
    forget_outsider(key)
    journal.record("registration.disown", by="registrant", at=at, body=body_id, kind="registrant", key=key)
    return True


def erase_registrants(*, at: datetime) -> int:
    """Erase the registrations whose time has come, with the addresses in the outbox; gives how many."""
    gone = to_erase(at=at)
    for row in gone:
        forget_outsider(row.key)
        db.session.delete(row)
        journal.record("registration.erase", by="planner", at=at, body=row.body_id, kind="registrant", key=row.key)
    return len(gone)


def usual_wish(body: Body, meeting: Meeting, terms: Terms) -> Wish:
    """What is usual: every open session of the meeting."""
    return Wish(terms, tuple(open_sessions(meeting.id)) if body.id == meeting.body_id else ())
