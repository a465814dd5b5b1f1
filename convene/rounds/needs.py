"""Needs heard in check-ins, in confidence (B3), and where an agenda takes them up (B4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from convene import journal
from convene.access.gate import Missing
from convene.access.rules import may_keep
from convene.access.scope import as_system, current_reader
from convene.agendas.models import AgendaItem
from convene.agendas.terms import Theme
from convene.bodies.models import Body, Party
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.meetings.actions import letter_findings, refuse
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.rounds.models import CheckIn, NeedHeard, NeedTrace
from convene.rounds.queries import one_check_in
from convene.rounds.terms import NeedsTraced

BEFORE = "The check-in has not begun; note what was said once it has."
MEANWHILE = "Somebody has changed this since you opened it. Their words stand below; yours are kept in the form."


@dataclass(frozen=True, slots=True)
class Need:
    """What a party said that it needs."""

    text: str
    themes: tuple[Theme, ...]
    country: str
    priority: int


@dataclass(frozen=True, slots=True)
class Heard:
    """A need with the party that named it and the items that take it up: (trace, item, its meeting)."""

    row: NeedHeard
    party: str
    traces: tuple[tuple[NeedTrace, AgendaItem, Meeting], ...] = ()


def check_in_for_needs(key: str) -> CheckIn:
    """The check-in whose note this reader may read and write: the Council's side, seats, the secretariat.

    Raises Missing for whoever is in it for the party, and for whoever is not in it at all (B3).
    """
    found = one_check_in(key)
    reader = current_reader()
    if not may_keep(reader, found.body_id) and found.party_id in reader.parties:
        raise Missing
    return found


def needs_of(check_in: CheckIn) -> list[NeedHeard]:
    """What was noted of a check-in, as far as this reader may read it, by priority."""
    wanted = select(NeedHeard).where(NeedHeard.check_in_id == check_in.id)
    return list(db.session.scalars(wanted.order_by(NeedHeard.priority, NeedHeard.id)))


def one_need(key: str) -> NeedHeard:
    """The need with that key. Raises Missing where there is none for this reader."""
    found = db.session.scalars(select(NeedHeard).where(NeedHeard.key == key)).one_or_none()
    if found is None:
        raise Missing
    return found


def check_in_of(row: NeedHeard) -> CheckIn:
    """The check-in in which a need was heard. Raises Missing."""
    found = db.session.get(CheckIn, row.check_in_id)
    if found is None:
        raise Missing
    return found


def kept_need(key: str) -> NeedHeard:
    """The need, where the reader serves the secretariat of its body. Raises Missing otherwise."""
    found = one_need(key)
    if not may_keep(current_reader(), found.body_id):
        raise Missing
    return found


def party_of(row: CheckIn | NeedHeard) -> str:
    """The party met, for somebody who sees the row."""
    with as_system("name the party met") as session:
        return session.scalars(select(Party.name).where(Party.id == row.party_id)).one()


def _checked(need: Need) -> None:
    refuse(letter_findings({"text": need.text, "country": need.country}))


def note(check_in: CheckIn, need: Need, *, starts_at: datetime | None, by: str, at: datetime) -> NeedHeard:
    """Note a need that was heard. Raises Refused before the check-in has begun (`starts_at`, UTC)."""
    if starts_at is None or at < starts_at:
        raise Refused((Finding("", Level.REFUSE, BEFORE),))
    _checked(need)
    row = NeedHeard(
        body_id=check_in.body_id, meeting_id=check_in.meeting_id, check_in_id=check_in.id,
        session_id=check_in.session_id, party_id=check_in.party_id, announced=True, text=need.text,
        themes=need.themes, country=need.country, priority=need.priority, by=by, at=at, revision=1,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()  # The journal names it by its key, and never by its words.
    journal.record("need.note", by=by, at=at, body=row.body_id, kind="need", key=row.key)
    return row


def change(row: NeedHeard, need: Need, *, revision: int, by: str, at: datetime) -> None:
    """Change what was noted. Raises Refused where somebody changed it since `revision`."""
    if row.revision != revision:
        raise Refused((Finding("", Level.REFUSE, MEANWHILE),))
    _checked(need)
    row.text, row.themes, row.country, row.priority = need.text, need.themes, need.country, need.priority
    row.by, row.at, row.revision = by, at, row.revision + 1
    journal.record("need.change", by=by, at=at, body=row.body_id, kind="need", key=row.key)


def drop(row: NeedHeard, *, by: str, at: datetime) -> None:
    """Take out what was noted by mistake; nothing of it is kept."""
    with as_system("take out a need with where it was taken up") as session:
        for trace in session.scalars(select(NeedTrace).where(NeedTrace.need_id == row.id)):
            session.delete(trace)
    db.session.delete(row)
    journal.record("need.drop", by=by, at=at, body=row.body_id, kind="need", key=row.key)


def trace(row: NeedHeard, item: AgendaItem, *, by: str, at: datetime) -> None:
    """Say that an item takes up a need (B4); once said is enough."""
    same = select(NeedTrace).where(NeedTrace.need_id == row.id, NeedTrace.item_key == item.key)
    if item.body_id != row.body_id:
        raise Missing
    if db.session.scalars(same).first() is not None:
        return
    db.session.add(NeedTrace(body_id=row.body_id, need_id=row.id, item_key=item.key, by=by, at=at))
    journal.record("need.trace", by=by, at=at, body=row.body_id, kind="need", key=row.key, change={"item": item.key})


def kept_trace(key: str) -> NeedTrace:
    """The trace with that key, for its body's secretariat. Raises Missing."""
    found = db.session.scalars(select(NeedTrace).where(NeedTrace.key == key)).one_or_none()
    if found is None:
        raise Missing
    return found


def untrace(found: NeedTrace, *, by: str, at: datetime) -> NeedHeard:
    """Take back that an item takes up a need."""
    need = db.session.get_one(NeedHeard, found.need_id)
    db.session.delete(found)
    change_ = {"item": found.item_key}
    journal.record("need.untrace", by=by, at=at, body=need.body_id, kind="need", key=need.key, change=change_)
    return need


def _heard(*where: object) -> list[Heard]:
    rows = db.session.execute(
        select(NeedHeard, Party.name)
        .join(Party, Party.id == NeedHeard.party_id)
        .where(*where)  # type: ignore[arg-type]  # Conditions of the callers below.
        .order_by(NeedHeard.priority, Party.name, NeedHeard.id)
    ).all()
    traced: dict[int, list[tuple[NeedTrace, AgendaItem, Meeting]]] = {}
    found = db.session.execute(
        select(NeedTrace, AgendaItem, Meeting)
        .join(AgendaItem, AgendaItem.key == NeedTrace.item_key)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(NeedTrace.need_id.in_([row.id for row, _ in rows]))
        .order_by(Meeting.starts_on, AgendaItem.position, NeedTrace.id)
    )
    for each, item, meeting in found:
        traced.setdefault(each.need_id, []).append((each, item, meeting))
    return [Heard(row, party, tuple(traced.get(row.id, ()))) for row, party in rows]


def heard_in(meeting: Meeting) -> list[Heard]:
    """The needs heard in a round, for its seats and secretariat: two statements."""
    return _heard(NeedHeard.meeting_id == meeting.id)


def heard_of_year(body: Body, year: int) -> list[Heard]:
    """The needs heard by a body in a year."""
    meetings = select(Meeting.id).where(Meeting.body_id == body.id, Meeting.year == year)
    return _heard(NeedHeard.body_id == body.id, NeedHeard.meeting_id.in_(meetings))


def by_theme(needs: Iterable[Heard]) -> list[tuple[Theme | None, list[Heard]]]:
    """Needs under each theme that they name, in the order of the themes; those that name none at the end."""
    listed = list(needs)
    found: list[tuple[Theme | None, list[Heard]]] = [
        (theme, [h for h in listed if theme in h.row.themes]) for theme in Theme
    ]
    found.append((None, [h for h in listed if not h.row.themes]))
    return [(theme, those) for theme, those in found if those]


def needs_traced(body: Body, year: int) -> NeedsTraced:
    """B4: how many needs were heard in a body's year, and how many of them an item that exists takes up."""
    found = heard_of_year(body, year)
    parties = {h.row.party_id for h in found}
    return NeedsTraced(len(found), sum(bool(h.traces) for h in found), len(parties))


def asked_for(item_key: str) -> list[tuple[str, int, int]]:
    """By whom an item was asked for: (city of the round, how many parties, how many needs), for its secretariat."""
    rows = db.session.execute(
        select(Meeting.city, NeedHeard.party_id)
        .join(NeedHeard, NeedHeard.meeting_id == Meeting.id)
        .join(NeedTrace, NeedTrace.need_id == NeedHeard.id)
        .where(NeedTrace.item_key == item_key)
        .order_by(Meeting.starts_on, Meeting.id)
    ).all()
    cities: dict[str, list[int]] = {}
    for city, party in rows:
        cities.setdefault(city, []).append(party)
    return [(city, len(set(parties)), len(parties)) for city, parties in cities.items()]


def items_that_may_take_up(body: Body, year: int) -> list[tuple[AgendaItem, Meeting]]:
    """The items of a body's briefings and other meetings of a year, where a need may be taken up (B4)."""
    wanted = (
        select(AgendaItem, Meeting)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(Meeting.body_id == body.id, Meeting.year == year, Meeting.state != MeetingState.CANCELLED)
        .order_by(Meeting.starts_on, Meeting.id, AgendaItem.starts_at, AgendaItem.position)
    )
    return [(item, meeting) for item, meeting in db.session.execute(wanted)]
