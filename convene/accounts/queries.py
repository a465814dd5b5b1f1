"""Reads of visits and links; each person sees their own only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from convene.access import rules
from convene.access.scope import as_system, current_reader, guard, unrestricted
from convene.accounts.models import Attempts, SignInLink, Visit
from convene.accounts.proofs import Purpose, is_proof, key_in
from convene.db import db
from convene.people.models import Person

guard(Visit, rules.sees_self, body=Visit.id, person=Visit.person_id)
guard(SignInLink, rules.sees_self, body=SignInLink.id, person=SignInLink.person_id)
unrestricted(Attempts, "counts of tries by opaque subject; says nothing about anybody")


@dataclass(frozen=True, slots=True)
class Credentials:
    """What signing in needs to know of an address; the hash is empty where no password is set."""

    person_id: int
    person_key: str
    password_hash: str


def credentials(address: str) -> Credentials | None:
    """The person who signs in with that address; None where there is none."""
    with as_system("sign in") as session:
        person = session.scalars(
            select(Person).where(Person.address == address.strip().lower(), Person.disabled_at.is_(None))
        ).one_or_none()
        return Credentials(person.id, person.key, person.password_hash) if person else None


def person_of_link(text: str, at: datetime) -> tuple[int, int] | None:
    """(person, link) of a sign-in link that is genuine, unused and not older than ten minutes; else None."""
    key = key_in(text)
    if not key or not is_proof(text, Purpose.SIGN_IN, key):
        return None
    with as_system("sign in by link") as session:
        link = session.scalars(select(SignInLink).where(SignInLink.key == key)).one_or_none()
        if link is None or link.used_at is not None or link.expires_at <= at:
            return None
        return link.person_id, link.id


def my_visits(at: datetime) -> list[Visit]:
    """The reader's visits that still run, newest first."""
    person = current_reader().person
    return list(
        db.session.scalars(
            select(Visit)
            .where(Visit.person_id == person, Visit.ended_at.is_(None), Visit.expires_at > at)
            .order_by(Visit.started_at.desc(), Visit.id.desc())
        )
    )


def my_visit(visit_id: int) -> Visit:
    """One of the reader's own visits, by internal id."""
    return db.session.get_one(Visit, visit_id)


def my_credentials(person_id: int) -> Credentials:
    """One's own credentials, to check the present password before it is replaced."""
    with as_system("check one's own password") as session:
        person = session.get_one(Person, person_id)
        return Credentials(person.id, person.key, person.password_hash)
