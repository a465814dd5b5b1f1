"""What the secretariat is shown before it decides: until when corrections are taken, what was proposed, who adopts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import select

from convene import clock
from convene.agendas.rules import is_same
from convene.bodies.models import Party
from convene.db import db
from convene.findings import Finding
from convene.meetings.models import Meeting
from convene.meetings.queries import sessions_of
from convene.meetings.terms import MeetingState
from convene.people.models import Contact
from convene.people.queries import hands
from convene.records import rules
from convene.records.freezing import disclaimer_of
from convene.records.models import Correction, NoteParagraph, Record, RecordParagraph
from convene.records.queries import corrections_of, later_meetings, latest_record, next_begins, records_of
from convene.records.reading import item_of, text_of
from convene.records.terms import CorrectionFate

USUAL_DAYS, USUAL_HOUR = 21, time(18)
SOMEBODY = "Somebody"
TO_COME = (MeetingState.DRAFT, MeetingState.CONVENED)


def usual_due(meeting: Meeting, at: datetime) -> datetime:
    """Until when corrections are usually taken: three weeks from now, at six in the evening of the host's day.

    It is earlier where the next meeting is.
    """
    day = clock.local(at, meeting.zone).date() + timedelta(days=USUAL_DAYS)
    usual = clock.at_wall(day, USUAL_HOUR, meeting.zone)
    return rules.usual_due(usual, at=at, next_at=next_begins(meeting, at))


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """One correction in the log: by whom, to which words of which item, and what became of it.

    `went_out` is the record that went out first once it was accepted; none before that.
    """

    correction: Correction
    item: str
    present: str
    who: str
    decided_by: str
    went_out: Record | None


def correction_lines(meeting: Meeting) -> list[CorrectionLine]:
    """The log of corrections, as far as this reader may see it: their own party's, or all for the secretariat."""
    rows = corrections_of(meeting.id)
    parties = {p.id: p.name for p in db.session.scalars(select(Party).where(Party.body_id == meeting.body_id))}
    people = {
        c.person_id: c.name
        for c in db.session.scalars(
            select(Contact).where(
                Contact.body_id == meeting.body_id, Contact.person_id.in_({c.person_id for c, _ in rows})
            )
        )
    }
    names = hands(meeting.body_id, (c.decided_by for c, _ in rows)) if rows else {}
    records = records_of(meeting.id) if rows else []
    found = []
    for correction, paragraph in rows:
        who = people.get(correction.person_id, SOMEBODY)
        party = parties.get(correction.party_id or 0, "")
        words = f"{party}: {who}" if party else who
        found.append(
            CorrectionLine(
                correction,
                item_of(paragraph),
                text_of(paragraph),
                words,
                names.get(correction.decided_by, ""),
                _went_out(correction, paragraph, records),
            )
        )
    return found


def _went_out(correction: Correction, paragraph: RecordParagraph, records: Sequence[Record]) -> Record | None:
    """The first of the records, given in their order, that went out once a correction to an earlier was accepted."""
    at = correction.decided_at
    if correction.fate is not CorrectionFate.ACCEPTED or at is None:
        return None
    later = (record for record in records if record.id > paragraph.record_id)
    return next((record for record in later if record.circulated_at >= at), None)


def noted_since(paragraph: RecordParagraph, now: NoteParagraph) -> str | None:
    """What the notes say of a recorded paragraph now, where that is not what went out; empty where it was removed."""
    noted = "" if now.is_removed else now.text
    return None if is_same(noted, text_of(paragraph)) else noted


@dataclass(frozen=True, slots=True)
class Adopters:
    """The later meetings that may adopt a record, since they sit, or ended after it went out; and the next to come."""

    sitting: tuple[Meeting, ...]
    ahead: Meeting | None


def not_over(meeting: Meeting, at: datetime) -> list[Finding]:
    """That what a record tells of is not over, so that it cannot be final yet; none once it is."""
    adopts, _ = disclaimer_of(meeting.body.preset)
    begins = max((s.starts_at for s in sessions_of(meeting.id)), default=meeting.ends_at)
    return rules.held_findings(meeting.state, begins=begins, ends=meeting.ends_at, at=at, adopts=adopts)


def adopters(meeting: Meeting) -> Adopters:
    """Where the record of a meeting may be adopted now, and where it may be next."""
    later = later_meetings(meeting)
    last = latest_record(meeting.id)
    sitting = tuple(m for m in later if m.state in rules.SITS and not (last and m.ends_at <= last.circulated_at))
    return Adopters(sitting, next((m for m in later if m.state in TO_COME), None))
