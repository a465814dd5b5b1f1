"""What each person is told of a meeting: their calendar entry, kept up to date, and the mail that a change calls for.

One place decides whom a change concerns: the itinerary of each person is cut anew from the meeting's rows, and only
where it differs is the entry rewritten, its SEQUENCE raised, and a message queued (settled 18).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from flask import current_app
from sqlalchemy import select

from convene import clock
from convene.db import db, new_key
from convene.ical.event import vevent
from convene.ical.terms import CalendarEvent, Method, Role, Status
from convene.invitations.models import CalendarEntry, Invitation
from convene.invitations.queries import entries_of, invitations_of
from convene.invitations.rules import must_tell
from convene.invitations.terms import InvitationState, Itinerary, Stretch
from convene.mail.outbox import Envelope, enqueue
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.people.models import Contact
from convene.people.queries import contacts_by_id
from convene.programme import Material, cut, itinerary, material
from convene.readers import readers_of

PROVISIONAL = "The date is provisional and may still change."


def as_text(value: Itinerary) -> str:
    """An itinerary as JSON; that the date is provisional stands there only where it is."""
    fields = {name: found for name, found in asdict(value).items() if name != "is_provisional" or found}
    return json.dumps(fields, default=lambda moment: moment.isoformat(), ensure_ascii=False)


def from_text(text: str) -> Itinerary | None:
    """The itinerary that was kept as JSON; None for nothing."""
    if not text:
        return None
    raw = json.loads(text)
    stretches = tuple(
        Stretch(
            date.fromisoformat(s["on"]),
            datetime.fromisoformat(s["starts_at"]),
            datetime.fromisoformat(s["ends_at"]),
            s["title"],
            s["room"],
        )
        for s in raw["stretches"]
    )
    return Itinerary(raw["body_name"], raw["place"], raw["zone"], stretches, raw.get("is_provisional", False))


def envelope(kind: str, invitation: Invitation) -> Envelope:
    """The envelope of a message about one invitation."""
    return Envelope(
        kind,
        about=invitation.key,
        person_id=invitation.person_id,
        body_id=invitation.body_id,
        meeting_id=invitation.meeting_id,
        invitation_id=invitation.id,
    )


def calendar_event(
    entry: CalendarEntry, shown: Itinerary, *, invitation: Invitation, contact: Contact, organizer: str
) -> CalendarEvent:
    """The entry as a value for the calendar outlet: no item, no country, no paper (settled 6)."""
    lines = [
        f"{clock.day_words(s.on)}, {clock.span_words(s.starts_at, s.ends_at, shown.zone)} {clock.place_of(shown.zone)}"
        f": {s.title}" + (f" ({s.room})" if s.room else "")
        for s in shown.stretches
    ]
    if shown.is_provisional:
        lines.append(PROVISIONAL)
    firm = Status.TENTATIVE if shown.is_provisional else Status.CONFIRMED
    return CalendarEvent(
        uid=entry.uid,
        sequence=entry.sequence,
        dtstamp=entry.dtstamp,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        zone=entry.zone,
        summary=f"{shown.body_name}: meeting" if shown.body_name else "Appointment",
        description="\n".join(lines),
        location=shown.place,
        url="",
        organizer_name="Secretariat",
        organizer_address=organizer,
        attendee_name="" if contact.is_at_risk else contact.name,
        attendee_address=contact.address,
        partstat=invitation.partstat,
        role=Role.REQ_PARTICIPANT,
        status=Status.CANCELLED if entry.is_cancelled else firm,
    )


def _write(entry: CalendarEntry, shown: Itinerary, *, invitation: Invitation, contact: Contact, at: datetime) -> None:
    entry.itinerary = as_text(shown)
    entry.starts_at = min(s.starts_at for s in shown.stretches)
    entry.ends_at = max(s.ends_at for s in shown.stretches)
    entry.zone = shown.zone
    entry.dtstamp = at
    event = calendar_event(entry, shown, invitation=invitation, contact=contact, organizer="")
    entry.block = vevent(event, method=Method.PUBLISH)


def _told_anew(
    entry: CalendarEntry, invitation: Invitation, shown: Itinerary | None, *, contact: Contact, at: datetime
) -> str:
    """Bring one entry up to date; gives the kind of message that this calls for, or nothing."""
    told = from_text(entry.told)
    if shown is None:
        if entry.is_cancelled:
            return ""
        entry.is_cancelled, entry.sequence, entry.dtstamp = True, entry.sequence + 1, at
        return "cancellation" if told else ""
    if as_text(shown) == entry.itinerary and not entry.is_cancelled:
        return ""
    if told or entry.is_cancelled:
        # Whoever was told of the cancellation must take what comes after it for newer.
        entry.sequence += 1
    entry.is_cancelled = False
    _write(entry, shown, invitation=invitation, contact=contact, at=at)
    return "update" if told and must_tell(told, shown) else ""


def begin_again(
    entry: CalendarEntry, invitation: Invitation, shown: Itinerary, *, contact: Contact, at: datetime
) -> None:
    """An entry that was taken back stands again, under the same UID and a later SEQUENCE."""
    _told_anew(entry, invitation, shown, contact=contact, at=at)


def entry_for(
    invitation: Invitation, contact: Contact, shown: Itinerary, *, at: datetime, part: int = 0
) -> CalendarEntry:
    """A first entry for one person, meeting and run of days: its UID holds for ever."""
    host = current_app.config["CONVENE"].host.split(":", 1)[0]
    entry = CalendarEntry(
        body_id=invitation.body_id,
        person_id=invitation.person_id,
        meeting_id=invitation.meeting_id,
        part=part,
        uid=f"{new_key()}@{host}",
        sequence=0,
        told="",
        is_cancelled=False,
    )
    _write(entry, shown, invitation=invitation, contact=contact, at=at)
    db.session.add(entry)
    return entry


def shown_to(
    rows: Material, people: Sequence[int], at: datetime, *, at_risk: set[int]
) -> dict[int, tuple[Itinerary, ...]]:
    """What each of these persons may be told of a meeting, by runs of days; nothing where nothing is left to them."""
    readers = readers_of(people, at)
    found: dict[int, tuple[Itinerary, ...]] = {}
    for person in people:
        view = cut(rows, readers[person], zone="")
        alive = view.sessions and rows.meeting.state is not MeetingState.CANCELLED
        found[person] = itinerary(view, is_at_risk=person in at_risk).parts() if alive else ()
    return found


def invite_to_part(invitation: Invitation, part: int, *, at: datetime, expires_at: datetime) -> bool:
    """Queue the invitation's mail for one run of days."""
    due = f"{invitation.generation}.{part}"
    return enqueue(envelope("invitation", invitation), at=at, due=due, facts={"part": part}, expires_at=expires_at)


def invite(invitation: Invitation, meeting: Meeting, *, at: datetime) -> None:
    """Queue the invitation's mail, one for each run of days that its entries stand for."""
    wanted = select(CalendarEntry.part).where(
        CalendarEntry.meeting_id == meeting.id,
        CalendarEntry.person_id == invitation.person_id,
        CalendarEntry.is_cancelled.is_(False),
    )
    parts = list(db.session.scalars(wanted.order_by(CalendarEntry.part)))
    for part in parts or [0]:
        invite_to_part(invitation, part, at=at, expires_at=meeting.ends_at)


def retell(meeting: Meeting, *, at: datetime) -> int:
    """Bring every sent invitation's calendar entries up to date and queue what must be told; gives how many people are.

    Call it at the end of every change of a meeting, its sessions, items, admissions or terms: its cost does not grow
    in statements with the number of people.
    """
    db.session.flush()  # The readers are built from rows as they stand now.
    # A withdrawn invitation whose cancellation is still to be told has an entry that is not cancelled yet.
    invitations = [i for i in invitations_of(meeting) if i.state is not InvitationState.PREPARED]
    contacts = contacts_by_id(i.contact_id for i in invitations)
    entries = entries_of(meeting)
    at_risk = {i.person_id for i in invitations if contacts[i.contact_id].is_at_risk}
    shown = shown_to(material(meeting), [i.person_id for i in invitations], at, at_risk=at_risk)
    people = 0
    for invitation in invitations:
        now = shown[invitation.person_id] if invitation.state is InvitationState.SENT else ()
        known = entries.get(invitation.person_id, ())
        contact = contacts[invitation.contact_id]
        # Whoever comes on days far apart has an entry, and so a letter, for each run of them.
        people += _retell_one(invitation, known, now, contact=contact, at=at, expires_at=meeting.ends_at) > 0
    return people


def _retell_one(
    invitation: Invitation, known: Sequence[CalendarEntry], now: Sequence[Itinerary], *, contact: Contact,
    at: datetime, expires_at: datetime,
) -> int:  # fmt: skip
    queued = 0
    by_part = {entry.part: entry for entry in known}
    was_told = any(entry.told for entry in known)
    for part in range(max(len(now), max(by_part, default=-1) + 1)):
        shown = now[part] if part < len(now) else None
        entry = by_part.get(part)
        if entry is not None:
            kind = _told_anew(entry, invitation, shown, contact=contact, at=at)
            if kind:
                facts = {"part": part}
                queued += enqueue(envelope(kind, invitation), at=at, due=f"{part}.{entry.sequence}", facts=facts)
        elif shown is not None:
            entry_for(invitation, contact, shown, at=at, part=part)
            if was_told:
                queued += invite_to_part(invitation, part, at=at, expires_at=expires_at)
    return queued
