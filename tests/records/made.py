"""Plain builders of notes and records in the seeded world."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from convene import clock
from convene.agendas.models import AgendaItem
from convene.agendas.terms import Subject
from convene.bodies.models import Party
from convene.db import db, new_key
from convene.invitations.actions import Portions, convene, prepare_invitation
from convene.meetings.actions import move_to
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.placing import place_meeting
from convene.records import notes
from convene.records.actions import Wish, circulate
from convene.records.models import NoteParagraph, Record, RecordParagraph
from convene.records.terms import Marking, Said, Written
from tests.build import BY, a_draft, item_of, one, open_session, term_of

REASON = "Significant contribution (A11)"


def a_sitting(
    symbol: str = "TNAP", starts_on: date = date(2027, 5, 25), invited: Sequence[str] = ("primary_nl", "primary_us")
) -> Meeting:
    """A meeting that was convened and is in session; for the board, guests come to its open session and one item."""
    meeting = a_draft(symbol, starts_on, "Bern", "Europe/Zurich")
    for key in invited:
        _invite(meeting, key, Portions())
    if symbol == "TNAP":
        _invite(meeting, "ngo_guest", Portions(sessions=(open_session(meeting),), reason=REASON))
        dive = item_of(meeting, Subject.DEEP_DIVE)
        _invite(meeting, "speaker_on_link", Portions(items=(dive,), reason="Speaks (A10)"))
    # In good time: nobody is invited to hours that are over.
    in_time = min(clock.now(), clock.at_wall(starts_on - timedelta(days=30), time(9), meeting.zone))
    convene(meeting, covering_note="", telephone_name="", telephone="", by=BY, at=in_time)
    place_meeting(meeting.id)
    move_to(meeting, MeetingState.IN_SESSION, by=BY, at=clock.now())
    db.session.flush()
    return meeting


def _invite(meeting: Meeting, key: str, portions: Portions) -> None:
    term = term_of(key)
    party = db.session.get(Party, term.party_id) if term.party_id else None
    prepare_invitation(meeting, term, party=party, portions=portions, by=BY, at=clock.now())


def new(text: str, marking: Marking = Marking.CLOSED, heading: str = "") -> Written:
    """A paragraph begun on somebody's page."""
    return Written("", new_key(), 0, Said(text, marking, heading))


def changed(paragraph: NoteParagraph, text: str, *, opened: int | None = None, **more: Any) -> Written:
    """A paragraph as somebody changed it who opened it at that revision, or just now."""
    said = Said(text, more.get("marking", paragraph.marking), more.get("heading", paragraph.heading))
    return Written(paragraph.key, "", opened if opened is not None else paragraph.revision, said)


def noted(item: AgendaItem, *written: Written, by: str = BY, speaker: str = "") -> list[NoteParagraph]:
    """Keep these paragraphs; gives all of the item's, in order."""
    meeting: Meeting = one(Meeting, id=item.meeting_id)
    notes.take_down(item, meeting, written, by=by, at=clock.now())
    db.session.flush()
    if speaker:
        notes.note_speakers(item, {f"new-{w.origin}": ("", speaker) for w in written})
    wanted = select(NoteParagraph).where(NoteParagraph.item_key == item.key).order_by(NoteParagraph.position)
    return list(db.session.scalars(wanted))


def sent(meeting: Meeting, *, with_guests: bool = False, due_at: datetime | None = None) -> Record:
    """Circulate the record for three weeks, whatever the checker finds."""
    wish = Wish(due_at or clock.now() + timedelta(days=21), with_guests=with_guests, all_the_same=True)
    return circulate(meeting, wish, by=BY, at=clock.now())[0]


def lines_of(record: Record) -> list[RecordParagraph]:
    """Every paragraph of a record in its order; items without notes have none."""
    return [p for p in rows_of(record) if p.source_id is not None]


def rows_of(record: Record) -> list[RecordParagraph]:
    """Everything that is sealed of a record, in its order: its paragraphs, and its items without notes."""
    wanted = select(RecordParagraph).where(RecordParagraph.record_id == record.id).order_by(RecordParagraph.id)
    return list(db.session.scalars(wanted))


def item(meeting: Meeting, subject: Subject = Subject.DEEP_DIVE) -> AgendaItem:
    """An item of a meeting, by its subject; the deep-dive is closed, the input of guests open."""
    return item_of(meeting, subject)
