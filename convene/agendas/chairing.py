"""Who takes the chair of a meeting, and the private notes on its items: for the chair and the secretariat alone."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from convene import journal
from convene.access import rules
from convene.access.gate import Missing
from convene.access.scope import current_reader
from convene.agendas.models import AgendaItem, ChairNote
from convene.agendas.queries import items_of_meeting
from convene.agendas.terms import AgendaView
from convene.db import db
from convene.journal import JournalEntry
from convene.meetings.actions import letter_findings
from convene.meetings.models import Meeting
from convene.meetings.queries import one_meeting
from convene.people.queries import names_by_key

MOST = 5000


def kept_for_chair(key: str) -> Meeting:
    """The meeting, for whoever takes its chair from a seat of the body, and its secretariat. Raises Missing."""
    meeting, reader = one_meeting(key), current_reader()
    is_chair = meeting.chair_id is not None and meeting.chair_id == reader.person and meeting.body_id in reader.seats
    if not is_chair and not rules.may_keep(reader, meeting.body_id):
        raise Missing
    return meeting


def set_chair(meeting: Meeting, person_id: int | None, *, by: str, at: datetime) -> None:
    """Name who takes the chair, or nobody yet; the private notes go over to them, and leave whoever had them."""
    if meeting.chair_id == person_id:
        return
    meeting.chair_id = person_id
    for note in db.session.scalars(select(ChairNote).where(ChairNote.meeting_id == meeting.id)):
        note.person_id = person_id
    journal.record("meeting.chair", by=by, at=at, body=meeting.body_id, kind="meeting", key=meeting.key)


def notes_of(meeting: Meeting) -> dict[str, str]:
    """The notes by the key of their item, as far as this reader may see both."""
    rows = db.session.execute(
        select(AgendaItem.key, ChairNote.text)
        .join(ChairNote, ChairNote.item_id == AgendaItem.id)
        .where(AgendaItem.meeting_id == meeting.id)
    )
    return dict(rows.all())


def mark_of(text: str) -> str:
    """A short mark of a text, by which it is seen whether somebody changed it since a page was opened."""
    return hashlib.sha256(plain(text).encode()).hexdigest()[:16]


def plain(text: str) -> str:
    """A note without blanks around it, its lines ended as everywhere else."""
    return "\n".join(text.strip().splitlines())


def write_notes(
    meeting: Meeting, view: AgendaView, given: Mapping[str, str], *, by: str, at: datetime
) -> tuple[int, dict[str, str]]:
    """Keep the notes typed on one page; gives how many changed, and by item's key what keeps one from being kept.

    `given` holds, by “note-” and “was-” before an item's key, the text and the mark of what stood there before. Only
    items that the reader sees are written to.
    """
    seen = {i.key for s in view.sessions for i in s.items}
    items = {i.key: i for i in items_of_meeting(meeting.id) if i.key in seen and f"note-{i.key}" in given}
    rows = {n.item_id: n for n in db.session.scalars(select(ChairNote).where(ChairNote.meeting_id == meeting.id))}
    wrong: dict[str, str] = {}
    kept = 0
    for key, item in items.items():
        row = rows.get(item.id)
        now, was, text = row.text if row else "", given.get(f"was-{key}", ""), plain(given[f"note-{key}"])
        if text == now or was == mark_of(text):
            continue
        if reason := _why_not(item, text, now, was):
            wrong[key] = reason
            continue
        _write(meeting, item, row, text)
        journal.record("note.write", by=by, at=at, body=meeting.body_id, kind="item", key=item.key)
        kept += 1
    return kept, wrong


def _why_not(item: AgendaItem, text: str, now: str, was: str) -> str:
    if was != mark_of(now):
        name = _last_hand(item)
        return f"{name} wrote here meanwhile: “{now}”. Keep yours by keeping the notes once more, or take theirs over."
    if len(text) > MOST:
        return f"At most {MOST} characters."
    return next((f.text for f in letter_findings({"note": text})), "")


def _last_hand(item: AgendaItem) -> str:
    """Who wrote the note last, for the secretariat, which reads the journal; for a chair “Somebody”."""
    if not rules.may_keep(current_reader(), item.body_id):
        return "Somebody"
    wanted = select(JournalEntry.by).where(JournalEntry.act == "note.write", JournalEntry.object_key == item.key)
    hands = db.session.scalars(wanted.order_by(JournalEntry.id.desc()).limit(1)).all()
    return next(iter(names_by_key(item.body_id, hands).values()), "Somebody")


def _write(meeting: Meeting, item: AgendaItem, row: ChairNote | None, text: str) -> None:
    if row is None:
        row = ChairNote(body_id=item.body_id, meeting_id=meeting.id, item_id=item.id, person_id=meeting.chair_id)
        db.session.add(row)
    row.text = text
    if not text:
        db.session.delete(row)
