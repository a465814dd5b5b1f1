"""Writes of agendas: items added, changed, moved, removed, narrowed; times computed anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from convene import journal
from convene.access.models import Narrowing
from convene.access.terms import Audience
from convene.agendas import rules
from convene.agendas.models import AgendaItem
from convene.agendas.queries import items_of_session
from convene.agendas.templates import MeetingTemplate
from convene.agendas.terms import ItemKind, Subject
from convene.bodies.models import Body
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.meetings.actions import Place, Plan, add_session, draft_meeting, letter_findings, refuse
from convene.meetings.models import Meeting, MeetingSession


@dataclass(frozen=True, slots=True)
class Wording:
    """What an item says; minutes. An empty `audience` follows the session."""

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
            add_item(
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


def _checked(wording: Wording) -> None:
    texts = {"title": wording.title, "lead": wording.lead, "outcome": wording.outcome, "countries": wording.countries}
    refuse(rules.minutes_findings(wording.minutes) + letter_findings(texts))


def _say(item: AgendaItem, wording: Wording, session: MeetingSession) -> None:
    for name in ("title", "kind", "subject", "minutes", "lead", "outcome", "countries", "takes_papers", "video_link"):
        setattr(item, name, getattr(wording, name))
    item.own_audience = wording.audience
    item.audience = wording.audience or session.audience


def add_item(session: MeetingSession, wording: Wording, *, by: str, at: datetime) -> AgendaItem:
    """Add an item at the end of a session. Raises Refused for minutes out of bounds or unprintable letters."""
    _checked(wording)
    last = max((i.position for i in items_of_session(session)), default=0)
    item = AgendaItem(
        body_id=session.body_id,
        meeting_id=session.meeting_id,
        session_id=session.id,
        announced=session.announced,
        position=last + 1,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
    )
    _say(item, wording, session)
    db.session.add(item)
    db.session.flush()  # The journal names the item by its key.
    retime(session)
    journal.record("item.add", by=by, at=at, body=item.body_id, kind="item", key=item.key, change={"title": item.title})
    return item


def change_item(item: AgendaItem, session: MeetingSession, wording: Wording, *, by: str, at: datetime) -> None:
    """Change what an item says. Raises Refused as `add_item`; the caller places its papers anew."""
    _checked(wording)
    before = {"title": item.title, "minutes": item.minutes, "audience": item.audience}
    _say(item, wording, session)
    retime(session)
    journal.record(
        "item.change",
        by=by,
        at=at,
        body=item.body_id,
        kind="item",
        key=item.key,
        change={"before": before, "after": {"title": item.title, "minutes": item.minutes, "audience": item.audience}},
    )


def move_item(
    item: AgendaItem, *, origin: MeetingSession, target: MeetingSession, place: int, by: str, at: datetime
) -> bool:
    """Put an item at a place (from 1) of a session of the same meeting; places beyond the ends mean the ends.

    A closed item stays closed where it comes into an open session, and True is given back, so that this is said: its
    text and papers must not open by being moved.
    """
    stays_closed = item.own_audience is None and item.audience is Audience.CLOSED and target.audience is Audience.OPEN
    if stays_closed:
        item.own_audience = Audience.CLOSED
    staying = [i for i in items_of_session(target) if i.id != item.id]
    staying.insert(max(0, min(place - 1, len(staying))), item)
    item.session_id = target.id
    item.audience = item.own_audience or target.audience
    for position, other in enumerate(staying, start=1):
        other.position = position
    db.session.flush()  # The order is read back.
    retime(target)
    if target.id != origin.id:
        retime(origin)
    journal.record(
        "item.move",
        by=by,
        at=at,
        body=item.body_id,
        kind="item",
        key=item.key,
        change={"session": target.key, "place": place},
    )
    return stays_closed


def remove_item(item: AgendaItem, session: MeetingSession, *, by: str, at: datetime) -> None:
    """Remove an item to which no paper belongs; the caller has made sure, and withdraws admissions to it."""
    for row in db.session.query(Narrowing).filter_by(item_id=item.id):
        db.session.delete(row)
    db.session.delete(item)
    db.session.flush()  # The order is read back.
    retime(session)
    journal.record(
        "item.remove", by=by, at=at, body=session.body_id, kind="item", key=item.key, change={"title": item.title}
    )


def narrow_item(item: AgendaItem, party_ids: list[int], *, by: str, at: datetime) -> None:
    """Narrow an item to some members; an empty list opens it to every seat again (settled 3)."""
    known = {n.party_id: n for n in db.session.query(Narrowing).filter_by(item_id=item.id)}
    for party_id, row in known.items():
        if party_id not in party_ids:
            db.session.delete(row)
    for party_id in party_ids:
        if party_id not in known:
            db.session.add(Narrowing(body_id=item.body_id, item_id=item.id, party_id=party_id))
    item.narrowed = bool(party_ids)
    journal.record(
        "item.narrow", by=by, at=at, body=item.body_id, kind="item", key=item.key, change={"members": len(party_ids)}
    )


def follow_session(session: MeetingSession) -> None:
    """Let items follow a session whose audience changed, but those with a choice of their own; compute times anew."""
    for item in items_of_session(session):
        item.audience = item.own_audience or session.audience
    retime(session)


def retime(session: MeetingSession) -> None:
    """Compute where and when each item of a session is, and whether it is closed within an open session."""
    items = items_of_session(session)
    for item, starts_at in zip(items, rules.starts_of(session.starts_at, [i.minutes for i in items]), strict=True):
        item.starts_at = starts_at
        item.ends_at = starts_at + timedelta(minutes=item.minutes)
        item.room = session.room
        item.announced = session.announced
        item.withheld = session.audience is Audience.OPEN and item.audience is Audience.CLOSED


def refuse_unless_empty(session: MeetingSession) -> None:
    """Raises Refused where a session still has items; they are moved or removed first."""
    if items_of_session(session):
        raise Refused((Finding("", Level.REFUSE, "Move or remove the items of this session first."),))
