"""Reads of persons, contacts and terms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from convene.access import rules
from convene.access.gate import Missing
from convene.access.scope import as_system, current_reader, guard
from convene.bodies.models import Body, Party
from convene.db import db
from convene.people.models import Contact, Person, Term
from convene.people.terms import TermRole

guard(Person, rules.sees_self, body=Person.id, person=Person.id)
guard(Contact, rules.sees_body_wide, body=Contact.body_id, person=Contact.person_id)
guard(Term, rules.sees_body_wide, body=Term.body_id, party=Term.party_id, person=Term.person_id)


@dataclass(frozen=True, slots=True)
class Holder:
    """One line of a body's people: a term with the contact who holds it."""

    term: Term
    contact: Contact
    party: Party | None
    is_current: bool


def holders(body: Body, at: datetime) -> list[Holder]:
    """Everybody who holds or held a term in a body, members first; `at` decides who is current.

    Whom a member lets read its papers is its own affair: its desk officers are told to itself and the secretariat (B5).
    """
    reader = current_reader()
    wanted = (
        select(Term, Contact, Party)
        .join(Contact, Contact.id == Term.contact_id)
        .outerjoin(Party, Party.id == Term.party_id)
        .where(Term.body_id == body.id)
        .order_by(Party.standing.nulls_last(), Party.name, Term.role.desc(), Contact.name, Term.starts_at)
    )
    if not rules.may_keep(reader, body.id):
        wanted = wanted.where(or_(Term.role != TermRole.DESK_OFFICER, Term.party_id.in_(reader.parties)))
    rows = db.session.execute(wanted).all()
    return [Holder(t, c, p, t.starts_at <= at and (t.ends_at is None or at < t.ends_at)) for t, c, p in rows]


def one_term(key: str) -> Term:
    """The term with that key. Raises Missing."""
    found = db.session.scalars(select(Term).where(Term.key == key)).one_or_none()
    if found is None:
        raise Missing
    return found


def one_contact(key: str) -> Contact:
    """The contact with that key. Raises Missing."""
    found = db.session.scalars(select(Contact).where(Contact.key == key)).one_or_none()
    if found is None:
        raise Missing
    return found


def contacts_by_id(ids: Iterable[int]) -> dict[int, Contact]:
    """Contacts by internal id, in one statement."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    return {c.id: c for c in db.session.scalars(select(Contact).where(Contact.id.in_(wanted)))}


def contact_of(body_id: int, person_id: int | None) -> Contact | None:
    """A person as a body knows them; None for nobody, or nobody it knows."""
    if person_id is None:
        return None
    wanted = select(Contact).where(Contact.body_id == body_id, Contact.person_id == person_id).order_by(Contact.id)
    return db.session.scalars(wanted).first()


def person_by_address(address: str) -> int | None:
    """The person who signs in with that address, whoever asks: needed to invite somebody another body knows too."""
    with as_system("find a person by address") as session:
        return session.scalars(select(Person.id).where(Person.address == address.strip().lower())).one_or_none()


def me(person_id: int) -> Person:
    """The reader's own person. Raises Missing where the reader is somebody else."""
    found = db.session.scalars(select(Person).where(Person.id == person_id)).one_or_none()
    if found is None:
        raise Missing
    return found


def my_risks() -> tuple[bool, ...]:
    """Whether the reader is noted as being at risk, once for each body that has them on record; one statement."""
    wanted = select(Contact.is_at_risk).where(Contact.person_id == current_reader().person)
    return tuple(db.session.scalars(wanted.order_by(Contact.id)))


def my_party(body_id: int) -> int | None:
    """The party for which the reader acts in a body today, where there is one."""
    reader = current_reader()
    wanted = select(Party.id).where(Party.body_id == body_id, Party.id.in_(reader.parties)).order_by(Party.id).limit(1)
    return db.session.scalars(wanted).first()


def my_contact_name(body_id: int) -> str:
    """The reader's own name as that body knows it."""
    wanted = select(Contact.name).where(Contact.body_id == body_id, Contact.person_id == current_reader().person)
    return db.session.scalars(wanted).first() or ""


def secretariat_of(body_id: int, at: datetime) -> list[int]:
    """Who serves a body's secretariat, but for the reader themselves: to be told, by whoever has something for it."""
    wanted = select(Term.person_id).where(
        Term.body_id == body_id,
        Term.role == TermRole.SECRETARIAT,
        Term.starts_at <= at,
        or_(Term.ends_at.is_(None), Term.ends_at > at),
    )
    with as_system("tell a secretariat what came in") as session:
        people = set(session.scalars(wanted))
    return sorted(people - {current_reader().person})


def names_by_key(body_id: int, keys: Iterable[str]) -> dict[str, str]:
    """Names, by the journal's opaque keys, of people whom a body knows. Raises Missing for others than its staff."""
    if not rules.may_keep(current_reader(), body_id):
        raise Missing
    return hands(body_id, keys)


def hands(body_id: int, keys: Iterable[str]) -> dict[str, str]:
    """By whose hand, by opaque key: for whoever may see the row that names them; the caller has made sure."""
    wanted = sorted(set(keys) - {""})
    with as_system("put names to the hands that a row tells of") as session:
        rows = session.execute(
            select(Person.key, Contact.name)
            .join(Contact, Contact.person_id == Person.id)
            .where(Contact.body_id == body_id, Person.key.in_(wanted))
        )
        return dict(rows.all())
