"""Reads of anchor dates and offices: a body's own entries over what all bodies share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select

from convene.access import rules
from convene.access.gate import Missing
from convene.access.scope import current_reader, guard
from convene.anchors.known import shared_anchor, was_left_out, with_entries
from convene.anchors.models import AnchorDate, Office
from convene.anchors.terms import Anchor, AnchorKind, Entry, Occurrence, event_of
from convene.bodies.models import Body
from convene.db import db

guard(AnchorDate, rules.sees_kept, body=AnchorDate.body_id)
guard(Office, rules.sees_kept, body=Office.body_id)


def as_entry(row: AnchorDate) -> Entry:
    """A row as a plain value."""
    return Entry(row.event, row.year, row.starts_on, row.ends_on, row.city, row.zone, row.confidence, row.source)


def entries_of(body_id: int, year: int) -> dict[str, Entry]:
    """What a body entered for a year, by event, in one statement."""
    wanted = select(AnchorDate).where(AnchorDate.body_id == body_id, AnchorDate.year == year)
    return {row.event: as_entry(row) for row in db.session.scalars(wanted.order_by(AnchorDate.id))}


def entries_over(body_id: int, years: Sequence[int]) -> dict[int, dict[str, Entry]]:
    """What a body entered for several years, by year and event, in one statement."""
    wanted = select(AnchorDate).where(AnchorDate.body_id == body_id, AnchorDate.year.in_(years))
    found: dict[int, dict[str, Entry]] = {}
    for row in db.session.scalars(wanted.order_by(AnchorDate.id)):
        found.setdefault(row.year, {})[row.event] = as_entry(row)
    return found


def own_entry(body: Body, event: str, year: int) -> AnchorDate | None:
    """A body's own entry for one occurrence, where it has one."""
    wanted = select(AnchorDate).where(AnchorDate.body_id == body.id, AnchorDate.event == event, AnchorDate.year == year)
    return db.session.scalars(wanted).one_or_none()


def event_as_known(body: Body, name: str) -> str:
    """The event as it is written already, by all bodies or by this one in any year; else the name as it is given."""
    wanted = select(AnchorDate.event).where(AnchorDate.body_id == body.id).order_by(AnchorDate.id)
    known = [*map(str, AnchorKind), *db.session.scalars(wanted)]
    alike = [one for one in known if one.casefold() == name.casefold()]
    # One that was kept in letters of its own before can still be corrected and taken back.
    return event_of(name if name in alike else next(iter(alike), name))


def anchors_of(body: Body, year: int) -> list[Anchor]:
    """The anchor events of a year as this body has them, in order of time: one statement.

    Its own entries override the known file and the rules, which all bodies share. Raises as `known.anchors_in`.
    """
    return with_entries(year, entries_of(body.id, year))


def anchor_on(body_id: int, event: str, year: int) -> Anchor | None:
    """The occurrence of one event as a body has it; None where it does not take place, or nobody knows its days."""
    return next((a for a in with_entries(year, entries_of(body_id, year)) if a.kind == event), None)


def occurrences_of(body: Body, year: int) -> list[Occurrence]:
    """Every event of a year, also those that do not take place or of which no day is known: dated ones first."""
    entries = entries_of(body.id, year)
    found = [Occurrence(e.event, e.anchor(), is_own=True, source=e.source) for e in entries.values()]
    for kind in AnchorKind:
        if kind not in entries:
            anchor = shared_anchor(kind, year)
            left_out = "It did not take place." if anchor is None and was_left_out(kind, year) else ""
            found.append(Occurrence(kind, anchor, is_own=False, source=anchor.source if anchor else left_out))
    last = date(year, 12, 31)
    return sorted(found, key=lambda o: (o.anchor is None, o.anchor.starts_on if o.anchor else last, o.event))


def offices_in(body: Body, year: int) -> list[Office]:
    """The offices that somebody holds on a day of that year, in order of their first day."""
    wanted = select(Office).where(
        Office.body_id == body.id,
        Office.starts_on <= date(year, 12, 31),
        or_(Office.ends_on.is_(None), Office.ends_on >= date(year, 1, 1)),
    )
    return list(db.session.scalars(wanted.order_by(Office.starts_on, Office.id)))


def kept_office(key: str) -> Office:
    """The office, where the reader serves the secretariat of its body. Raises Missing otherwise."""
    found = db.session.scalars(select(Office).where(Office.key == key)).one_or_none()
    if found is None or not rules.may_keep(current_reader(), found.body_id):
        raise Missing
    return found
