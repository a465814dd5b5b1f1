"""Sightings: who opened what is closed; a line per visit, object and hour, in a transaction of its own (settled 7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import g
from sqlalchemy import select

from convene.access.models import Sighting
from convene.access.terms import system
from convene.db import apart
from convene.journal import digest_of


@dataclass(frozen=True, slots=True)
class Seen:
    """A closed object whose text, PDF or file is being opened."""

    body: int
    kind: str
    key: str


def note(body: int, kind: str, key: str) -> None:
    """Remember, for the end of this request, that a closed object is shown. Lists do not count."""
    g.setdefault("convene_seen", set()).add(Seen(body, kind, key))


def noted() -> frozenset[Seen]:
    """What this request shows of what is closed."""
    return frozenset(g.get("convene_seen", ()))


def write(seen: Iterable[Seen], *, visit_key: str, person_key: str, at: datetime) -> None:
    """Write the lines that are not there yet for this hour. Raises what the database raises: then nothing is shown."""
    objects = {s.key: s for s in seen}
    if not objects:
        return
    hour = at.replace(minute=0, second=0, microsecond=0)
    recent = _recent
    if all(recent.get((visit_key, key)) == hour for key in objects):
        return
    with apart(system("sightings")) as session:
        known = session.scalars(
            select(Sighting.object_key).where(
                Sighting.visit_key == visit_key, Sighting.hour == hour, Sighting.object_key.in_(objects)
            )
        ).all()
        fresh = [s for key, s in sorted(objects.items()) if key not in known]
        if fresh:
            link = session.scalars(select(Sighting.digest).order_by(Sighting.id.desc()).limit(1)).first() or ""
            for s in fresh:
                link = digest_of(link, s.body, visit_key, person_key, s.kind, s.key, hour.isoformat())
                session.add(
                    Sighting(
                        body_id=s.body,
                        visit_key=visit_key,
                        person_key=person_key,
                        object_kind=s.kind,
                        object_key=s.key,
                        hour=hour,
                        seen_at=at,
                        digest=link,
                    )
                )
    if len(recent) > _MOST:
        recent.clear()
    recent.update({(visit_key, key): hour for key in objects})


# Lines that this process has written or found this hour: the table stays the truth, the next page asks it less often.
_MOST = 20_000
_recent: dict[tuple[str, str], datetime] = {}
