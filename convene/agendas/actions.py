"""Writes of agendas: items added, changed, removed, narrowed, closed; order and times kept right. Order: arranging."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import inspect, select

from convene import journal
from convene.access.models import Admission, Narrowing
from convene.access.terms import Audience
from convene.agendas import edits, rules
from convene.agendas.models import AgendaEdit, AgendaItem, ChairNote
from convene.agendas.queries import items_of_session
from convene.agendas.templates import MeetingTemplate
from convene.agendas.terms import Act, ItemKind, Progress, Subject, Theme
from convene.bodies.models import Body
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.meetings.actions import Place, Plan, add_session, draft_meeting, letter_findings, refuse
from convene.meetings.models import Meeting, MeetingSession


@dataclass(frozen=True, slots=True)
class Wording:
    """What an item says; minutes. An empty `audience` follows the session; what is None stays as it is."""

    title: str
    kind: ItemKind
    subject: Subject
    minutes: int
    lead: str = ""
    outcome: str = ""
    countries: str = ""
    audience: Audience | None = None
    takes_papers: bool = True
    video_link: str = ""
    section: str | None = None
    themes: tuple[Theme, ...] | None = None
    annotation: str | None = None


# What the journal tells of a change; the rest is in the book of changes, which the body's own secretariat reads.
TOLD = frozenset({"title", "minutes", "audience"})
# Where an item stands is told by keys, since what it stands beside may come and go.
OF_ITS_PLACE = frozenset({"session_id", "position", "parent_id"})


def draft_from_template(
    body: Body, template: MeetingTemplate, *, place: Place, starts_on: date, is_provisional: bool, by: str, at: datetime
) -> Meeting:
    """A draft meeting with the sessions and items of a template (A5, A10, A11). Raises Refused for a skipped hour."""
    meeting = draft_meeting(
        body,
        kind=template.kind,
        template=template.key,
        place=place,
        starts_on=starts_on,
        days=max((s.day for s in template.sessions), default=1),
        due=(template.answers_due_days, template.papers_due_days, template.due_at),
        remind_days=template.remind_days,
        is_provisional=is_provisional,
        by=by,
        at=at,
    )
    for sitting in template.sessions:
        plan = Plan(
            title=sitting.title,
            guest_title=sitting.guest_title,
            on=starts_on + timedelta(days=sitting.day - 1),
            opens=sitting.opens,
            minutes=sitting.minutes,
            audience=sitting.audience,
        )
        session = add_session(meeting, plan, by=by, at=at)
        for item in sitting.items:
            _new_item(
                session,
                Wording(
                    title=item.title,
                    kind=item.kind,
                    subject=item.subject,
                    minutes=item.minutes,
                    lead=item.lead,
                    outcome=item.outcome,
                    takes_papers=item.takes_papers,
                ),
                by=by,
                at=at,
            )
    return meeting


def wording_of(item: AgendaItem) -> Wording:
    """What an item says, to be changed in part with `dataclasses.replace`."""
    return Wording(**{f.name: getattr(item, f.name) for f in fields(Wording)} | {"audience": item.own_audience})


def spoken(wording: Wording) -> dict[str, Any]:
    """A wording in the values of `edits.said`, without what stays as it is."""
    found = {name: getattr(wording, name) for name in edits.SAID}
    found |= {"kind": str(wording.kind), "subject": str(wording.subject), "audience": str(wording.audience or "")}
    if wording.themes is not None:
        found["themes"] = [str(t) for t in Theme if t in wording.themes]
    return {name: value for name, value in found.items() if value is not None}


def _checked(said: Mapping[str, Any]) -> None:
    names = ("section", "title", "lead", "outcome", "countries", "annotation")
    texts = {name: said[name] for name in names if name in said}
    refuse(rules.minutes_findings(said["minutes"]) + letter_findings(texts))


def _new_item(session: MeetingSession, wording: Wording, *, by: str, at: datetime) -> AgendaItem:
    said = spoken(wording)
    _checked(said)
    last = max((i.position for i in items_of_session(session)), default=0)
    item = AgendaItem(
        body_id=session.body_id,
        meeting_id=session.meeting_id,
        session_id=session.id,
        announced=session.announced,
        position=last + 1,
        revision=1,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
    )
    edits.say(item, said, follows=session.audience)
    db.session.add(item)
    db.session.flush()  # The journal names the item by its key.
    retime(session)
    journal.record("item.add", by=by, at=at, body=item.body_id, kind="item", key=item.key, change={"title": item.title})
    return item


def add_item(
    session: MeetingSession, wording: Wording, *, by: str, at: datetime, parent: AgendaItem | None = None
) -> AgendaItem:
    """Add an item at the end of a session, or as the last sub-item of `parent`.

    A sub-item is as closed as its item, and for the same members. Raises Refused for minutes out of bounds, for
    letters that cannot be printed, and for a sub-item of a sub-item.
    """
    if parent is not None:
        refuse_sub_of_sub(parent)
        wording = replace(wording, audience=wording.audience or parent.own_audience, section=parent.section)
    item = _new_item(session, wording, by=by, at=at)
    if parent is not None:
        item.parent_id = parent.id
        members = db.session.scalars(select(Narrowing.party_id).where(Narrowing.item_id == parent.id)).all()
        _set_members(item, list(members))
        db.session.flush()  # The order is read back.
        retime(session)
    edits.write(item, Act.ADD, before={}, after={"title": item.title}, by=by, at=at)
    return item


def refuse_sub_of_sub(parent: AgendaItem) -> None:
    """Raises Refused where an item is a sub-item itself and can therefore have none."""
    if parent.parent_id is not None:
        text = f"“{parent.title}” is a sub-item itself; a sub-item has no sub-items."
        raise Refused((Finding("", Level.REFUSE, text),))


def change_item(
    item: AgendaItem, session: MeetingSession, wording: Wording, *, by: str, at: datetime
) -> AgendaEdit | None:
    """Change what an item says; gives the line of the book, none where nothing differs.

    Raises Refused as `add_item`; the caller places its papers anew.
    """
    return say_of(item, session, spoken(wording), by=by, at=at)


def say_of(
    item: AgendaItem, session: MeetingSession, said: Mapping[str, Any], *, by: str, at: datetime,
    undoes: AgendaEdit | None = None,
) -> AgendaEdit | None:  # fmt: skip
    """Let an item say what is given, all of it or some fields. Raises Refused as `add_item`."""
    before = edits.said(item)
    after = before | dict(said)
    if item.parent_id is not None:
        after["section"] = before["section"]  # A sub-item stands under the heading of its item.
    _checked(after)
    names = edits.changed(before, after)
    if not names:
        return None
    edits.say(item, {name: after[name] for name in names}, follows=session.audience)
    retime(session)
    sides = {"before": {n: before[n] for n in names}, "after": {n: after[n] for n in names}}
    telling = {side: {n: v for n, v in values.items() if n in TOLD} for side, values in sides.items()}
    journal.record("item.change", by=by, at=at, body=item.body_id, kind="item", key=item.key, change=telling)
    return edits.write(item, Act.CHANGE, **sides, by=by, at=at, undoes=undoes)


def remove_item(
    item: AgendaItem, session: MeetingSession, *, by: str, at: datetime, undoes: AgendaEdit | None = None
) -> AgendaEdit:
    """Remove an item to which no paper belongs; the caller has made sure. Its sub-items become items.

    Its narrowing, the admissions to it and the chair's note end, and are kept in the book so that they can come back.
    """
    snapshot = whole(item, session)
    for sub in subs_of(item):
        sub.parent_id = None
    for model in (Narrowing, Admission, ChairNote):
        for row in db.session.scalars(select(model).where(model.item_id == item.id)):
            db.session.delete(row)
    edit = edits.write(item, Act.REMOVE, before=snapshot, after={}, by=by, at=at, undoes=undoes)
    db.session.delete(item)
    db.session.flush()  # The order is read back.
    retime(session)
    journal.record(
        "item.remove", by=by, at=at, body=session.body_id, kind="item", key=item.key, change={"title": item.title}
    )
    return edit


def narrow_item(
    item: AgendaItem, party_ids: list[int], *, by: str, at: datetime, undoes: AgendaEdit | None = None
) -> AgendaEdit | None:
    """Narrow an item to some members; an empty list opens it to every seat again (settled 3).

    Its sub-items go with it; a sub-item by itself is never for more members than its item.
    """
    was_narrowed = item.narrowed
    before, after = _set_members(item, party_ids)
    for sub in subs_of(item):
        narrow_item(sub, party_ids, by=by, at=at)
    keep_within(item)
    after = sorted(members_of(item)) if item.parent_id is not None else after
    journal.record(
        "item.narrow", by=by, at=at, body=item.body_id, kind="item", key=item.key, change={"members": len(party_ids)}
    )
    if (before, was_narrowed) == (after, item.narrowed):
        return None
    sides = {
        "before": {"members": before, "narrowed": was_narrowed},
        "after": {"members": after, "narrowed": item.narrowed},
    }
    return edits.write(item, Act.NARROW, **sides, by=by, at=at, undoes=undoes)


def members_of(item: AgendaItem) -> list[int]:
    """The members to whom an item is narrowed."""
    return list(db.session.scalars(select(Narrowing.party_id).where(Narrowing.item_id == item.id)))


def keep_within(item: AgendaItem) -> None:
    """A sub-item of a narrowed item is for no other members than those of its item."""
    parent = db.session.get(AgendaItem, item.parent_id) if item.parent_id is not None else None
    if parent is None or not parent.narrowed:
        return
    db.session.flush()  # The members are read back.
    theirs = members_of(parent)
    _set_members(item, [p for p in members_of(item) if p in theirs] or theirs)


def _set_members(item: AgendaItem, party_ids: list[int]) -> tuple[list[int], list[int]]:
    """Give an item to these members alone; gives those it was for, and those it is for now."""
    known = {n.party_id: n for n in db.session.scalars(select(Narrowing).where(Narrowing.item_id == item.id))}
    for party_id, row in known.items():
        if party_id not in party_ids:
            db.session.delete(row)
    for party_id in party_ids:
        if party_id not in known:
            db.session.add(Narrowing(body_id=item.body_id, item_id=item.id, party_id=party_id))
    item.narrowed = bool(party_ids)
    return sorted(known), sorted(set(party_ids))


def close_item(
    item: AgendaItem, progress: Progress, *, by: str, at: datetime, undoes: AgendaEdit | None = None
) -> AgendaEdit | None:
    """Say what became of an item in the room; what is reopened was not closed at any time."""
    before = {"progress": str(item.progress), "closed_at": item.closed_at and item.closed_at.isoformat()}
    if progress is item.progress:
        return None
    item.progress = progress
    item.closed_at = None if progress is Progress.OPEN else item.closed_at or at
    after = {"progress": str(item.progress), "closed_at": item.closed_at and item.closed_at.isoformat()}
    journal.record(
        "item.close", by=by, at=at, body=item.body_id, kind="item", key=item.key, change={"progress": progress}
    )
    return edits.write(item, Act.CLOSE, before=before, after=after, by=by, at=at, undoes=undoes)


def subs_of(item: AgendaItem) -> list[AgendaItem]:
    """The sub-items of an item, in order."""
    wanted = select(AgendaItem).where(AgendaItem.parent_id == item.id).order_by(AgendaItem.position, AgendaItem.id)
    return list(db.session.scalars(wanted))


def whole(item: AgendaItem, session: MeetingSession) -> dict[str, Any]:
    """Everything about an item, so that it can be put back as it was."""
    rows = db.session.scalars
    columns = {c.key: getattr(item, c.key) for c in inspect(AgendaItem).column_attrs if c.key not in OF_ITS_PLACE}
    instants = {n: v.isoformat() for n, v in columns.items() if isinstance(v, datetime)}
    note = rows(select(ChairNote.text).where(ChairNote.item_id == item.id)).one_or_none()
    admissions = [
        {n: getattr(a, n) for n in ("key", "person_id", "party_id", "invitation_id", "reason", "in_force")}
        for a in rows(select(Admission).where(Admission.item_id == item.id).order_by(Admission.id))
    ]
    return {
        "title": item.title,
        "item": columns | instants | edits.said(item) | {"was": str(item.audience)},
        "place": place_of(item, session),
        "subs": [sub.key for sub in subs_of(item)],
        "members": sorted(rows(select(Narrowing.party_id).where(Narrowing.item_id == item.id))),
        "note": note or "",
        "admissions": admissions,
    }


def place_of(item: AgendaItem, session: MeetingSession) -> dict[str, str]:
    """Where an item stands, in keys: its session, the item it belongs to, and the one it follows there."""
    others = items_of_session(session)
    parent = next((i for i in others if i.id == item.parent_id), None)
    before = [i for i in others if i.position < item.position and i.parent_id == item.parent_id]
    return {"session": session.key, "parent": parent.key if parent else "", "after": before[-1].key if before else ""}


def follow_session(session: MeetingSession) -> None:
    """Let items follow a session whose audience changed, but those with a choice of their own; compute times anew."""
    for item in items_of_session(session):
        item.audience = item.own_audience or session.audience
    retime(session)


def retime(session: MeetingSession) -> None:
    """Keep the order of a session legal, and compute where and when each item is, and whether it is withheld.

    Positions run from 1; a sub-item directly follows its item and stands under its heading.
    """
    items = {i.id: i for i in items_of_session(session)}
    order = rules.legal_order([(i.id, i.parent_id) for i in items.values()])
    starts = rules.starts_of(session.starts_at, [items[key].minutes for key, _ in order])
    for position, ((key, parent), starts_at) in enumerate(zip(order, starts, strict=True), start=1):
        item = items[key]
        item.position, item.parent_id = position, parent
        item.audience = item.own_audience or session.audience
        if parent is not None:
            item.section = items[parent].section
            # What belongs to a closed item is not more open than it.
            if items[parent].audience is Audience.CLOSED:
                item.audience = Audience.CLOSED
        item.starts_at = starts_at
        item.ends_at = starts_at + timedelta(minutes=item.minutes)
        item.room = session.room
        item.announced = session.announced
        item.withheld = session.audience is Audience.OPEN and item.audience is Audience.CLOSED


def refuse_unless_empty(session: MeetingSession) -> None:
    """Raises Refused where a session still has items; they are moved or removed first."""
    if items_of_session(session):
        raise Refused((Finding("", Level.REFUSE, "Move or remove the items of this session first."),))
