"""Who may read a paper, and who has opened it: from the sightings, for its body's secretariat alone (settled 7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from convene.access import rules
from convene.access.models import Sighting
from convene.access.scope import as_system, placement_of
from convene.bodies.models import Party
from convene.bodies.terms import Standing
from convene.db import db
from convene.papers.models import Paper, PaperVersion
from convene.papers.queries import family_of, versions_of_all
from convene.papers.terms import LANGUAGES
from convene.people.models import Contact, Person, Term
from convene.readers import is_in_force, readers_of


@dataclass(frozen=True, slots=True)
class Opening:
    """One person who may read a paper: when they first opened it (UTC; None: not yet) and which versions of it.

    A version of a translation is told with its language: “1 in French”.
    """

    name: str
    party: str
    first_at: datetime | None
    versions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Openings:
    """Everybody who may read a paper today, whoever sent it left out; `former` opened it and may not any more."""

    lines: tuple[Opening, ...]
    former: tuple[Opening, ...]

    @property
    def opened(self) -> int:
        """How many of those who may read it have opened it."""
        return sum(line.first_at is not None for line in self.lines)


def openings_of(paper: Paper, *, at: datetime) -> Openings:
    """Who may read a paper, by the policy itself, and who opened it or a translation of it, in a fixed number of
    statements.

    To be asked for whoever keeps the body: its contacts and sightings are seen by nobody else.
    """
    family = {p.id: p for p in family_of(paper)}
    versions = versions_of_all(list(family.values()))
    labels = {v.key: _label(v, family[v.paper_id], paper) for v in versions}
    senders = {v.by_person_id for v in versions}
    people = _people(paper.body_id)
    readers = readers_of(people, at)
    place = placement_of(paper)
    seen = _seen(labels)
    may = {
        person
        for person, found in readers.items()
        if rules.sees_paper(found, place) and not rules.may_keep(found, paper.body_id) and person not in senders
    }
    now, before = [], []
    for person, (contact, terms) in people.items():
        running = [(t, p) for t, p in terms if is_in_force(t, at)] or terms
        party = next((p.name for _, p in running if p is not None), "")
        first_at, opened = seen.get(person, (None, ()))
        line = Opening(contact.name, party, first_at, opened)
        if person in may:
            now.append(line)
        elif first_at is not None and person not in senders and not rules.may_keep(readers[person], paper.body_id):
            before.append(line)
    return Openings(tuple(now), tuple(before))


def _is_no_member(party: Party | None) -> bool:
    return party is None or party.standing is not Standing.MEMBER


def _label(version: PaperVersion, written: Paper, paper: Paper) -> str:
    return str(version.number) if written.id == paper.id else f"{version.number} in {LANGUAGES[written.language]}"


Known = tuple[Contact, list[tuple[Term, Party | None]]]


def _people(body_id: int) -> dict[int, Known]:
    """Everybody with a term in a body, now or before, with their contact and terms, members first."""
    rows = db.session.execute(
        select(Term, Contact, Party)
        .join(Contact, Contact.id == Term.contact_id)
        .outerjoin(Party, Party.id == Term.party_id)
        .where(Term.body_id == body_id)
        .order_by(Party.standing.nulls_last(), Party.name, Term.role.desc(), Contact.name, Term.id)
    )
    found: dict[int, Known] = {}
    for term, contact, party in sorted(rows.all(), key=lambda row: _is_no_member(row[2])):
        found.setdefault(term.person_id, (contact, []))[1].append((term, party))
    return found


def _seen(labels: dict[str, str]) -> dict[int, tuple[datetime, tuple[str, ...]]]:
    """By person: when they first opened one of these versions (by key), and the labels of those that they opened."""
    with as_system("who opened a paper, for the secretariat of its body") as session:
        rows = session.execute(
            select(Person.id, Sighting.object_key, func.min(Sighting.seen_at))
            .join(Person, Person.key == Sighting.person_key)
            .where(Sighting.object_kind == "paper", Sighting.object_key.in_(labels))
            .group_by(Person.id, Sighting.object_key)
        ).all()
    by_person: dict[int, dict[str, datetime]] = {}
    for person, key, first_at in rows:
        by_person.setdefault(person, {})[key] = first_at
    return {
        person: (min(keys.values()), tuple(label for key, label in labels.items() if key in keys))
        for person, keys in by_person.items()
    }
