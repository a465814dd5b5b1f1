"""The secretariat's registers: journal and sightings with names put to the opaque keys."""

from __future__ import annotations

from sqlalchemy import select

from convene.access.models import Sighting
from convene.access.scope import as_system
from convene.db import db
from convene.journal import JournalEntry
from convene.people.models import Contact, Person

MOST = 300


def journal_of(body_id: int) -> list[JournalEntry]:
    """The latest changes in a body, newest first."""
    wanted = select(JournalEntry).where(JournalEntry.body_id == body_id).order_by(JournalEntry.id.desc()).limit(MOST)
    return list(db.session.scalars(wanted))


def sightings_of(body_id: int) -> list[Sighting]:
    """The latest sightings in a body, newest first."""
    wanted = select(Sighting).where(Sighting.body_id == body_id).order_by(Sighting.id.desc()).limit(MOST)
    return list(db.session.scalars(wanted))


def names(body_id: int) -> dict[str, str]:
    """Names by opaque key, of the people whom this body knows."""
    with as_system("put names to the body's own register") as session:
        rows = session.execute(
            select(Person.key, Contact.name)
            .join(Contact, Contact.person_id == Person.id)
            .where(Contact.body_id == body_id)
        )
        return dict(rows.all())
