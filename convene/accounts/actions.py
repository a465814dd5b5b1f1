"""Writes of accounts: counting tries, links, passwords, visits."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select

from convene import journal
from convene.access.scope import as_system
from convene.access.terms import system
from convene.accounts import rules
from convene.accounts.models import Attempts, SignInLink, Visit
from convene.accounts.proofs import Purpose, fingerprint, new_visit_token, token
from convene.accounts.queries import Credentials
from convene.db import apart
from convene.findings import Finding, Level, Refused
from convene.mail.outbox import Envelope, enqueue
from convene.people.models import Person

_hasher = PasswordHasher()  # The library's defaults pass ASVS appendix C.
_DUMMY = _hasher.hash("a password that nobody has")  # So that an unknown address costs as much as a known one.


def count_try(subject: str, *, at: datetime, limit: int) -> bool:
    """Count one try of a subject in the present window, in a transaction of its own; False when it is one too many."""
    opaque = hashlib.sha256(subject.strip().lower().encode()).hexdigest()
    window = datetime.fromtimestamp(
        at.timestamp() // rules.WINDOW.total_seconds() * rules.WINDOW.total_seconds(), tz=at.tzinfo
    )
    with apart(system("count tries")) as session:
        row = session.scalars(select(Attempts).filter_by(subject=opaque, window_starts_at=window)).one_or_none()
        if row is None:
            row = Attempts(subject=opaque, window_starts_at=window, count=0)
            session.add(row)
        row.count += 1
        return not rules.is_too_often(row.count, limit)


def is_password_right(found: Credentials | None, password: str) -> bool:
    """Verify a password, at the same cost whether or not the address is known. Call it before the transaction."""
    try:
        return _hasher.verify(found.password_hash if found and found.password_hash else _DUMMY, password[:1024]) and (
            found is not None and bool(found.password_hash)
        )
    except (VerificationError, InvalidHashError):
        return False


def hash_password(password: str) -> str:
    """Argon2id; costly, so call it before the transaction."""
    return _hasher.hash(password)


def start_visit(
    person_id: int, *, at: datetime, lasts: timedelta, browser: str, invitation_id: int | None = None
) -> str:
    """A new visit; gives the token for the browser's cookie, of which only a fingerprint is kept."""
    text = new_visit_token()
    with as_system("start a visit") as session:
        session.add(
            Visit(
                token_hash=fingerprint(text),
                person_id=person_id,
                invitation_id=invitation_id,
                started_at=at,
                expires_at=at + lasts,
                browser=browser[:120],
            )
        )
    return text


def use_link(link_id: int, *, at: datetime) -> None:
    """Mark a sign-in link as used, once and for all. Raises Refused when another request was quicker."""
    with as_system("use a link") as session:
        link = session.get_one(SignInLink, link_id)
        if link.used_at is not None:
            raise Refused((Finding("", Level.REFUSE, "This link was used already; ask for a new one."),))
        link.used_at = at


def new_sign_in_link(person_id: int, *, at: datetime) -> tuple[str, str]:
    """A link for ten minutes: (key of the row, token for the address)."""
    with as_system("make a link") as session:
        link = SignInLink(person_id=person_id, expires_at=at + rules.LINK_LASTS)
        session.add(link)
        session.flush()  # The token is made over the row's key.
        return link.key, token(Purpose.SIGN_IN, link.key)


def ask_for_link(found: Credentials | None, *, at: datetime) -> None:
    """Queue a sign-in link to a known address. For an unknown one as much is written: time tells nothing."""
    if found is None:
        with as_system("take as long as for a known address") as session:
            for _ in range(2):
                session.add(Attempts(subject=new_visit_token(), window_starts_at=at, count=0))
        return
    key, _text = new_sign_in_link(found.person_id, at=at)
    enqueue(
        Envelope("sign-in", about=key, person_id=found.person_id),
        at=at,
        facts={"link": key},
        expires_at=at + rules.LINK_LASTS,
    )


def end_visit(visit: Visit, *, at: datetime) -> None:
    """End one visit; its next request is refused."""
    visit.ended_at = at


def end_visits_of(person_id: int, *, at: datetime, but: int | None = None, invitation_id: int | None = None) -> None:
    """End the visits of a person: all but one, or those by one invitation's link."""
    with as_system("end visits") as session:
        wanted = select(Visit).where(Visit.person_id == person_id, Visit.ended_at.is_(None))
        if invitation_id is not None:
            wanted = wanted.where(Visit.invitation_id == invitation_id)
        for visit in session.scalars(wanted):
            if visit.id != but:
                visit.ended_at = at


def set_password(person: Person, *, password_hash: str, visit_id: int, at: datetime) -> None:
    """Set a password and end every other visit of the person."""
    person.password_hash = password_hash
    end_visits_of(person.id, at=at, but=visit_id)
    journal.record("password.set", by=person.key, at=at, body=None, kind="person", key=person.key)


def set_zone(person: Person, *, zone: str) -> None:
    """State one's own time zone (settled 22)."""
    person.zone = zone


def renew_feed(person: Person) -> None:
    """Make the calendar feed's old address void at once."""
    person.feed_generation += 1
