"""Calendars to subscribe to and to download: from the entries kept per person, and an entry per item when asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from flask import current_app
from sqlalchemy import func, select

from convene import clock
from convene.access.scope import as_system
from convene.accounts.proofs import Purpose, is_proof, key_in, token
from convene.agendas.terms import AgendaView, ItemView, SessionView
from convene.db import db
from convene.ical.event import join, vevent
from convene.ical.terms import CalendarEvent, Method, Partstat, Role, Status
from convene.invitations.models import CalendarEntry
from convene.people.models import Person
from convene.readers import readers_of

FEED_NAME = "Meetings"


@dataclass(frozen=True, slots=True)
class Feed:
    """One person's feed, of the bodies where they hold something now; the ETag changes only with their own entries."""

    person_id: int
    bodies: frozenset[int]
    etag: str


def feed_of(text: str, at: datetime) -> Feed | None:
    """The feed that an address opens; None unless it is genuine and of the present generation.

    A term that has ended takes its body's entries out of the feed at the next request.
    """
    key = key_in(text)
    if not key:
        return None
    with as_system("calendar feed") as session:
        row = session.execute(
            select(Person.id, Person.feed_generation).where(Person.key == key, Person.disabled_at.is_(None))
        ).one_or_none()
        if row is None or not is_proof(text, Purpose.FEED, key, row.feed_generation):
            return None
        bodies = readers_of([row.id], at)[row.id].bodies
        state = session.execute(
            select(
                func.count(CalendarEntry.id),
                func.max(CalendarEntry.uid),  # Never the integer key, which other people's entries move on.
                func.max(CalendarEntry.dtstamp),
                func.sum(CalendarEntry.sequence),
            ).where(CalendarEntry.person_id == row.id, CalendarEntry.body_id.in_(sorted(bodies)))
        ).one()
    return Feed(row.id, bodies, hashlib.sha256(f"{key}:{tuple(state)}".encode()).hexdigest()[:32])


def calendar_of(feed: Feed) -> bytes:
    """The feed's calendar, joined from the kept entries."""
    with as_system("calendar feed") as session:
        rows = session.execute(
            select(CalendarEntry.block, CalendarEntry.zone, CalendarEntry.starts_at, CalendarEntry.ends_at)
            .where(
                CalendarEntry.person_id == feed.person_id,
                CalendarEntry.body_id.in_(sorted(feed.bodies)),
                CalendarEntry.is_cancelled.is_(False),
            )
            .order_by(CalendarEntry.starts_at, CalendarEntry.id)
        ).all()
    return _joined([(r.block, r.zone) for r in rows], [r.starts_at for r in rows] + [r.ends_at for r in rows])


def _joined(blocks: list[tuple[bytes, str]], moments: list[datetime]) -> bytes:
    beginning = datetime(2026, 1, 1, tzinfo=UTC)  # A fixed span for an empty calendar, which needs no zone.
    first, last = min(moments, default=beginning), max(moments, default=beginning)
    return join(blocks, name=FEED_NAME, first=first, last=last)


def meeting_calendar(view: AgendaView, entries: Sequence[CalendarEntry], *, per_item: bool, at: datetime) -> bytes:
    """A meeting to download: the reader's own entries as kept, or an entry per item (METHOD:PUBLISH; settled 18).

    Whoever has no seat gets their own entries only: they say what the mail said, neutrally for somebody at risk.
    """
    if entries and (view.is_guest or not per_item):
        standing = [e for e in entries if not e.is_cancelled]
        moments = [moment for e in standing for moment in (e.starts_at, e.ends_at)]
        return _joined([(e.block, e.zone) for e in standing], moments)
    if not view.sessions or view.held_on:
        return _joined([], [])
    events = [replace(e, dtstamp=at) for e in (_item_events(view) if per_item else [_meeting_event(view)])]
    blocks = [(vevent(event, method=Method.PUBLISH), event.zone) for event in events]
    return _joined(blocks, [view.starts_at, view.ends_at])


def _place(view: AgendaView, room: str = "") -> str:
    return ", ".join(part for part in (room, view.venue, view.address, view.city) if part)


def _uid(view: AgendaView, what: str) -> str:
    """Stable for one thing and one reader, and without meaning to anybody else."""
    host = current_app.config["CONVENE"].host.split(":", 1)[0]
    whose = db.session.info["reader"].person
    return f"{token(Purpose.FEED, f'{view.meeting_key}:{what}:{whose}')[-32:]}@{host}"


def _event(
    view: AgendaView, *, what: str, starts_at: datetime, ends_at: datetime, summary: str, words: str, room: str
) -> CalendarEvent:
    firm = Status.TENTATIVE if view.is_provisional else Status.CONFIRMED
    return CalendarEvent(
        uid=_uid(view, what),
        sequence=0,
        dtstamp=starts_at,
        starts_at=starts_at,
        ends_at=ends_at,
        zone=view.zone,
        summary=summary,
        description=words,
        location=_place(view, room),
        url="",
        organizer_name="",
        organizer_address="",
        attendee_name="",
        attendee_address="",
        partstat=Partstat.NEEDS_ACTION,
        role=Role.REQ_PARTICIPANT,
        status=Status.CANCELLED if view.state == "cancelled" else firm,
    )


def _meeting_event(view: AgendaView) -> CalendarEvent:
    words = "\n".join(
        f"{clock.day_words(s.on)}, {clock.span_words(s.starts_at, s.ends_at, view.zone)} "
        f"{clock.place_of(view.zone)}: {s.told_title}"
        for s in view.sessions
    )
    return _event(
        view,
        what="meeting",
        starts_at=view.starts_at,
        ends_at=view.ends_at,
        summary=f"{view.body_name}: meeting",
        words=words,
        room="",
    )


def _item_events(view: AgendaView) -> list[CalendarEvent]:
    """An entry per item with a start of its own, else per session; items are numbered, never named (settled 6)."""
    events = []
    for session in view.sessions:
        timed = [item for item in session.items if item.starts_at is not None]
        if not timed:
            events.append(
                _event(
                    view,
                    what=session.key if session.is_check_in else f"{session.on}:{session.title}",
                    starts_at=session.starts_at,
                    ends_at=session.ends_at,
                    summary=f"{view.body_short_name}: {session.told_title}",
                    words="",
                    room=session.room,
                )
            )
        events += [_item_event(view, session, item) for item in timed]
    return events


def _item_event(view: AgendaView, session: SessionView, item: ItemView) -> CalendarEvent:
    assert item.starts_at is not None and item.ends_at is not None  # noqa: S101, PT018 - the caller took timed items only
    return _event(
        view,
        what=item.key,
        starts_at=item.starts_at,
        ends_at=item.ends_at,
        summary=f"{view.body_short_name}: item {item.number}",
        words=session.title,
        room=item.room or session.room,
    )
