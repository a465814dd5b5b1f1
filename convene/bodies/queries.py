"""Reads of bodies and parties."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import or_, select

from convene.access import rules
from convene.access.gate import Missing
from convene.access.models import Admission, Narrowing, Sighting
from convene.access.scope import current_reader, guard
from convene.bodies.models import Body, Party
from convene.bodies.terms import Standing
from convene.db import db
from convene.journal import JournalEntry

guard(Body, rules.sees_body, body=Body.id)
guard(Party, rules.sees_body_wide, body=Party.body_id, party=Party.id)
guard(Admission, rules.sees_own, body=Admission.body_id, person=Admission.person_id)
guard(Narrowing, rules.sees_narrowing, body=Narrowing.body_id, item=Narrowing.item_id)
guard(Sighting, rules.sees_kept, body=Sighting.body_id)
guard(JournalEntry, rules.sees_kept, body=JournalEntry.body_id)


def shared_bodies() -> list[Body]:
    """The bodies in which this reader holds a seat or serves the secretariat, by name."""
    reader = current_reader()
    wanted = select(Body).where(Body.id.in_(reader.staff | reader.seats)).order_by(Body.name, Body.id)
    return list(db.session.scalars(wanted))


def one_body(key: str) -> Body:
    """The body with that key. Raises Missing where there is none for this reader."""
    found = db.session.scalars(select(Body).where(Body.key == key)).one_or_none()
    if found is None:
        raise Missing
    return found


def shared_body(key: str) -> Body:
    """The body, where the reader holds a seat or serves its secretariat. Raises Missing otherwise.

    Whoever is only admitted to a part of a meeting is told of that part alone: the list of a body's meetings gives
    titles, symbols and days (settled 4).
    """
    found = one_body(key)
    if found.id not in current_reader().staff | current_reader().seats:
        raise Missing
    return found


@dataclass(frozen=True, slots=True)
class Relatives:
    """The bodies that belong to one, as far as the reader may know of them."""

    parent: Body | None
    succeeds: Body | None
    parts: tuple[Body, ...]
    successors: tuple[Body, ...]


def relatives_of(body: Body) -> Relatives:
    """Parent, predecessor, parts and successors of a body, by name: one statement."""
    wanted = select(Body).where(
        or_(
            Body.id.in_([i for i in (body.parent_id, body.succeeds_id) if i is not None]),
            Body.parent_id == body.id,
            Body.succeeds_id == body.id,
        )
    )
    found = list(db.session.scalars(wanted.order_by(Body.name, Body.id)))
    return Relatives(
        parent=next((b for b in found if b.id == body.parent_id), None),
        succeeds=next((b for b in found if b.id == body.succeeds_id), None),
        parts=tuple(b for b in found if b.parent_id == body.id),
        successors=tuple(b for b in found if b.succeeds_id == body.id),
    )


def kept_body(key: str) -> Body:
    """The body with that key where the reader serves its secretariat. Raises Missing otherwise."""
    found = one_body(key)
    if not rules.may_keep(current_reader(), found.id):
        raise Missing
    return found


def parties_of(body: Body) -> list[Party]:
    """The parties of a body that this reader may see, by standing and name."""
    return list(db.session.scalars(select(Party).where(Party.body_id == body.id).order_by(Party.standing, Party.name)))


def party_names(ids: Iterable[int | None]) -> dict[int, str]:
    """Names of parties by internal id."""
    wanted = sorted({i for i in ids if i is not None})
    if not wanted:
        return {}
    return dict(db.session.execute(select(Party.id, Party.name).where(Party.id.in_(wanted))).all())


def body_by_id(body_id: int) -> Body:
    """The body by its internal id. Raises Missing."""
    found = db.session.get(Body, body_id)
    if found is None:
        raise Missing
    return found


def members_of(body: Body) -> list[Party]:
    """The members of a body, by name."""
    wanted = select(Party).where(Party.body_id == body.id, Party.standing == Standing.MEMBER).order_by(Party.name)
    return list(db.session.scalars(wanted))
