"""Reads of the record. Notes are selected together with their item, so that nobody reads more than the agenda shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import aliased

from convene import clock
from convene.access import rules
from convene.access.gate import Missing
from convene.access.scope import current_reader, guard
from convene.access.terms import ReaderKind
from convene.agendas.models import AgendaItem
from convene.agendas.queries import one_item
from convene.db import db
from convene.meetings.models import Meeting
from convene.meetings.queries import meeting_by_id, one_meeting
from convene.meetings.terms import MeetingState
from convene.records.models import (
    Attendance,
    Correction,
    NoteConflict,
    NoteParagraph,
    NoteTaker,
    NoteVersion,
    OtherPresent,
    OutcomeText,
    QuorumRule,
    Record,
    RecordParagraph,
    Speaker,
)
from convene.records.rules import REMIND_MOST, SITS
from convene.records.terms import CorrectionFate, Marking, RecordState, TextKind

for _taken in (NoteTaker, NoteParagraph, NoteVersion, NoteConflict):
    guard(_taken, rules.sees_own, body=_taken.body_id, person=_taken.person_id)
for _kept in (Speaker, Attendance, OtherPresent, QuorumRule):
    guard(_kept, rules.sees_kept, body=_kept.body_id)
guard(Record, rules.sees_seated, body=Record.body_id, announced=Record.announced)
guard(
    RecordParagraph,
    rules.sees_recorded,
    body=RecordParagraph.body_id,
    meeting=RecordParagraph.meeting_id,
    session=RecordParagraph.session_id,
    item=RecordParagraph.item_id,
    announced=RecordParagraph.announced,
    narrowed=RecordParagraph.narrowed,
    withheld=RecordParagraph.withheld,
    for_admitted=RecordParagraph.for_admitted,
)
guard(
    Correction, rules.sees_party_kept, body=Correction.body_id, party=Correction.party_id, person=Correction.person_id
)
# Seats read a text once it is circulated; the admitted of a meeting where it is open to them.
guard(
    OutcomeText,
    rules.sees_meeting,
    body=OutcomeText.body_id,
    announced=OutcomeText.announced,
    meeting=OutcomeText.open_to_id,
)

_STANDING: ColumnElement[bool] = NoteParagraph.is_removed.is_(False)


def noted_meeting(key: str) -> Meeting:
    """The meeting, for its secretariat and its rapporteur, signed in. Raises Missing for everybody else."""
    meeting = one_meeting(key)
    _refuse_others(meeting.id, meeting.body_id)
    return meeting


def noted_item(key: str) -> AgendaItem:
    """An item of which the reader takes notes. Raises Missing for everybody else."""
    item = one_item(key)
    _refuse_others(item.meeting_id, item.body_id)
    return item


def _refuse_others(meeting_id: int, body_id: int) -> None:
    reader = current_reader()
    if rules.may_keep(reader, body_id):
        return
    wanted = select(NoteTaker.id).where(NoteTaker.meeting_id == meeting_id, NoteTaker.person_id == reader.person)
    if reader.kind is not ReaderKind.PERSON or db.session.scalars(wanted).first() is None:
        raise Missing


def beside_meeting() -> tuple[ColumnElement[Any], ...]:
    """For a statement over meetings: whether any of the record is this reader's, and whether they take the notes.

    With key and title of the last text made from it that was circulated.
    """
    person = current_reader().person
    last = (
        select(func.max(OutcomeText.id))
        .where(OutcomeText.meeting_id == Meeting.id, OutcomeText.announced.is_(True))
        .correlate(Meeting)
        .scalar_subquery()
    )
    return (
        select(RecordParagraph.id).where(RecordParagraph.meeting_id == Meeting.id).exists(),
        select(NoteTaker.id).where(NoteTaker.meeting_id == Meeting.id, NoteTaker.person_id == person).exists(),
        select(OutcomeText.key).where(OutcomeText.id == last).scalar_subquery(),
        select(OutcomeText.title).where(OutcomeText.id == last).scalar_subquery(),
    )


def note_taker(meeting_id: int) -> NoteTaker | None:
    """The rapporteur of a meeting, where one is named and this reader may know."""
    return db.session.scalars(select(NoteTaker).where(NoteTaker.meeting_id == meeting_id)).one_or_none()


def takes_notes(person_id: int, meeting_id: int) -> bool:
    """Whether somebody is the rapporteur of a meeting now."""
    taker = note_taker(meeting_id)
    return taker is not None and taker.person_id == person_id


def taken_by_me(at: datetime) -> list[Meeting]:
    """The meetings whose notes the reader takes beside a secretariat, until the record is circulated; one statement.

    No longer than a record is reminded of; none by an invitation's link, which does not open the notes.
    """
    reader = current_reader()
    if reader.kind is not ReaderKind.PERSON:
        return []
    # Who has no seat reads paragraphs of a record and not the record itself.
    is_out = (Record, RecordParagraph)
    wanted = (
        select(Meeting)
        .join(NoteTaker, NoteTaker.meeting_id == Meeting.id)
        .where(
            NoteTaker.person_id == reader.person,
            Meeting.state != MeetingState.CANCELLED,
            Meeting.ends_at > at - REMIND_MOST,
            *(~select(row.id).where(row.meeting_id == Meeting.id).exists() for row in is_out),
        )
        .order_by(Meeting.starts_on, Meeting.id)
    )
    return list(db.session.scalars(wanted))


def paragraphs_of_item(item_key: str, *, with_removed: bool = False) -> list[NoteParagraph]:
    """The paragraphs of an item in their order."""
    wanted = select(NoteParagraph).where(NoteParagraph.item_key == item_key)
    if not with_removed:
        wanted = wanted.where(_STANDING)
    return list(db.session.scalars(wanted.order_by(NoteParagraph.position, NoteParagraph.id)))


def paragraphs_of_meeting(meeting_id: int) -> list[NoteParagraph]:
    """The paragraphs of the items that are on the agenda and that this reader sees, none removed."""
    wanted = (
        select(NoteParagraph)
        .join(AgendaItem, AgendaItem.key == NoteParagraph.item_key)
        .where(NoteParagraph.meeting_id == meeting_id, AgendaItem.meeting_id == meeting_id, _STANDING)
        .order_by(NoteParagraph.position, NoteParagraph.id)
    )
    return list(db.session.scalars(wanted))


def has_unattributed(meeting_id: int) -> bool:
    """Whether anything was noted of a meeting, removed or not, that names nobody."""
    wanted = select(NoteParagraph.id).where(
        NoteParagraph.meeting_id == meeting_id,
        NoteParagraph.marking.in_([marking for marking in Marking if marking.names_nobody]),
    )
    return db.session.scalar(select(wanted.exists())) is True


def open_conflicts(meeting_id: int) -> list[NoteConflict]:
    """Where two wrote the same and nobody has chosen yet."""
    wanted = select(NoteConflict).where(NoteConflict.meeting_id == meeting_id, NoteConflict.settled_at.is_(None))
    return list(db.session.scalars(wanted.order_by(NoteConflict.id)))


def conflicts_of(paragraph_ids: Sequence[int]) -> list[NoteConflict]:
    """Whatever somebody wrote beside these paragraphs, chosen or not, the newest first."""
    wanted = select(NoteConflict).where(NoteConflict.paragraph_id.in_(paragraph_ids))
    return list(db.session.scalars(wanted.order_by(NoteConflict.at.desc(), NoteConflict.id.desc())))


def versions_of(paragraph_ids: Sequence[int]) -> list[NoteVersion]:
    """Every version of these paragraphs, the newest first."""
    wanted = select(NoteVersion).where(NoteVersion.paragraph_id.in_(paragraph_ids))
    return list(db.session.scalars(wanted.order_by(NoteVersion.at.desc(), NoteVersion.id.desc())))


def last_kept(item_key: str) -> datetime | None:
    """When something was kept last of an item's notes."""
    wanted = (
        select(func.max(NoteVersion.at))
        .join(NoteParagraph, NoteParagraph.id == NoteVersion.paragraph_id)
        .where(NoteParagraph.item_key == item_key)
    )
    return db.session.scalar(wanted)


def speakers_of(paragraph_ids: Iterable[int]) -> dict[int, Speaker]:
    """Who said what, for the secretariat; by paragraph."""
    wanted = select(Speaker).where(Speaker.paragraph_id.in_(sorted(paragraph_ids)))
    return {s.paragraph_id: s for s in db.session.scalars(wanted)}


def quorum_rules(body_id: int) -> list[QuorumRule]:
    """A body's own quorums, for its secretariat: the last to hold first."""
    wanted = select(QuorumRule).where(QuorumRule.body_id == body_id).order_by(QuorumRule.from_on.desc())
    return list(db.session.scalars(wanted))


def attendances_of(meeting_id: int) -> list[Attendance]:
    """Who was noted as present or absent, for the secretariat."""
    return list(
        db.session.scalars(select(Attendance).where(Attendance.meeting_id == meeting_id).order_by(Attendance.id))
    )


def others_present_at(meeting_id: int) -> list[OtherPresent]:
    """Those who came to a meeting's sessions without an invitation."""
    wanted = select(OtherPresent).where(OtherPresent.meeting_id == meeting_id).order_by(OtherPresent.id)
    return list(db.session.scalars(wanted))


def latest_record(meeting_id: int) -> Record | None:
    """The record as it went out last, for seats and the secretariat."""
    wanted = select(Record).where(Record.meeting_id == meeting_id).order_by(Record.revision.desc()).limit(1)
    return db.session.scalars(wanted).first()


def newest_revision(meeting_id: int) -> int:
    """The revision of the record as it went out last."""
    return db.session.scalar(select(func.max(Record.revision)).where(Record.meeting_id == meeting_id)) or 0


def records_of(meeting_id: int) -> list[Record]:
    """Every record of a meeting as it went out, the first one first; one statement."""
    return list(db.session.scalars(select(Record).where(Record.meeting_id == meeting_id).order_by(Record.revision)))


def recorded(meeting_id: int, record_id: int | None) -> list[RecordParagraph]:
    """The paragraphs of a record that this reader may see, in their order; without one, those of the last they see."""
    wanted = select(RecordParagraph).where(RecordParagraph.meeting_id == meeting_id)
    if record_id is None:
        newest = select(func.max(RecordParagraph.record_id)).where(RecordParagraph.meeting_id == meeting_id)
        wanted = wanted.where(RecordParagraph.record_id == newest.scalar_subquery())
    else:
        wanted = wanted.where(RecordParagraph.record_id == record_id)
    return list(db.session.scalars(wanted.order_by(RecordParagraph.id)))


def seated_paragraph(key: str) -> tuple[RecordParagraph, Record, Meeting]:
    """A paragraph that a seat may correct, with its record and meeting. Raises Missing for whoever holds none."""
    wanted = (
        select(RecordParagraph, Record, Meeting)
        .join(Record, Record.id == RecordParagraph.record_id)
        .join(Meeting, Meeting.id == RecordParagraph.meeting_id)
        .where(RecordParagraph.key == key)
    )
    found = db.session.execute(wanted).one_or_none()
    # Of an item without notes there is nothing to correct.
    if found is None or found[0].source_id is None or found[2].body_id not in current_reader().seats:
        raise Missing
    return found[0], found[1], found[2]


def kept_correction(key: str) -> tuple[Correction, RecordParagraph, Meeting]:
    """A correction, where the reader serves the secretariat of its body. Raises Missing otherwise."""
    wanted = (
        select(Correction, RecordParagraph, Meeting)
        .join(RecordParagraph, RecordParagraph.id == Correction.paragraph_id)
        .join(Meeting, Meeting.id == Correction.meeting_id)
        .where(Correction.key == key)
    )
    found = db.session.execute(wanted).one_or_none()
    if found is None or not rules.may_keep(current_reader(), found[0].body_id):
        raise Missing
    return found[0], found[1], found[2]


def noted_now(paragraph: RecordParagraph) -> NoteParagraph:
    """The paragraph of the notes from which a recorded one came, as it is now, removed or not."""
    return db.session.get_one(NoteParagraph, paragraph.source_id)


def corrections_of(meeting_id: int) -> list[tuple[Correction, RecordParagraph]]:
    """The corrections that this reader may see, first to last, with the paragraph each is about."""
    wanted = (
        select(Correction, RecordParagraph)
        .join(RecordParagraph, RecordParagraph.id == Correction.paragraph_id)
        .where(Correction.meeting_id == meeting_id)
        .order_by(Correction.proposed_at, Correction.id)
    )
    return [(row[0], row[1]) for row in db.session.execute(wanted)]


def waiting_corrections(meeting_id: int) -> int:
    """How many corrections wait for the secretariat."""
    wanted = select(func.count(Correction.id)).where(
        Correction.meeting_id == meeting_id, Correction.fate == CorrectionFate.WAITING
    )
    return db.session.scalar(wanted) or 0


def correction_fates(meeting_id: int) -> dict[CorrectionFate, int]:
    """How many corrections wait, were accepted, were declined; one statement."""
    wanted = (
        select(Correction.fate, func.count(Correction.id))
        .where(Correction.meeting_id == meeting_id)
        .group_by(Correction.fate)
    )
    return {row[0]: row[1] for row in db.session.execute(wanted)}


def correction_fates_of(record_id: int) -> dict[int, CorrectionFate]:
    """By recorded paragraph (internal id), what became of the corrections to it that this reader may know of.

    Of several one that was accepted counts, then one that waits; what was declined changes nothing.
    """
    wanted = (
        select(Correction.paragraph_id, Correction.fate)
        .join(RecordParagraph, RecordParagraph.id == Correction.paragraph_id)
        .where(RecordParagraph.record_id == record_id, Correction.fate != CorrectionFate.DECLINED)
        .order_by(Correction.fate.desc())
    )
    return {row[0]: row[1] for row in db.session.execute(wanted)}


def texts_of(meeting_id: int) -> list[OutcomeText]:
    """What was made from a record, as far as this reader may see it."""
    return list(
        db.session.scalars(select(OutcomeText).where(OutcomeText.meeting_id == meeting_id).order_by(OutcomeText.id))
    )


def circulated_texts(meeting_id: int, kind: TextKind) -> int:
    """How many texts of a kind were circulated of a meeting."""
    wanted = select(func.count(OutcomeText.id)).where(
        OutcomeText.meeting_id == meeting_id, OutcomeText.kind == kind, OutcomeText.announced.is_(True)
    )
    return db.session.scalar(wanted) or 0


def one_text(key: str) -> tuple[OutcomeText, Meeting]:
    """A text with its meeting. Raises Missing where there is none for this reader."""
    found = db.session.scalars(select(OutcomeText).where(OutcomeText.key == key)).one_or_none()
    if found is None:
        raise Missing
    return found, meeting_by_id(found.meeting_id)


def kept_text(key: str) -> tuple[OutcomeText, Meeting]:
    """A text, where the reader serves the secretariat of its body. Raises Missing otherwise."""
    found, meeting = one_text(key)
    if not rules.may_keep(current_reader(), found.body_id):
        raise Missing
    return found, meeting


def later_meetings(meeting: Meeting) -> list[Meeting]:
    """The body's meetings that begin after one is over, drafts too, soonest first."""
    wanted = select(Meeting).where(
        Meeting.body_id == meeting.body_id, Meeting.id != meeting.id, Meeting.starts_on >= meeting.ends_on
    )
    return list(db.session.scalars(wanted.order_by(Meeting.starts_on, Meeting.id)))


def _newest_of(meeting: type[Meeting]) -> ScalarSelect[int]:
    """The revision of a meeting's record that went out last, inside a statement over meetings."""
    sent = aliased(Record)
    return select(func.max(sent.revision)).where(sent.meeting_id == meeting.id).correlate(meeting).scalar_subquery()


def next_begins(meeting: Meeting, at: datetime) -> datetime | None:
    """When the day of the body's next meeting after one begins there, where it is convened and still to come."""
    ahead = (m for m in later_meetings(meeting) if m.state is MeetingState.CONVENED)
    begin = (clock.at_wall(m.starts_on, time(0), m.zone) for m in ahead)
    return next((moment for moment in begin if moment > at), None)


def _adopted_from() -> ScalarSelect[date]:
    """The first day of the next meeting that may adopt the record of a meeting, inside a statement over both.

    One that was over when the record went out cannot have adopted it.
    """
    later = aliased(Meeting)
    wanted = select(func.min(later.starts_on)).where(
        later.body_id == Meeting.body_id,
        later.id != Meeting.id,
        later.starts_on >= Meeting.ends_on,
        later.state != MeetingState.CANCELLED,
        later.ends_at > Record.circulated_at,
    )
    return wanted.correlate(Meeting, Record).scalar_subquery()


def not_out(bodies: Iterable[int], *, at: datetime) -> list[tuple[Meeting, Record | None, int, date | None]]:
    """The meetings of these bodies (internal ids) whose record is not final; with what was circulated last.

    Also how many corrections wait, and the first day of the meeting that may adopt it; one statement. Where nothing
    was circulated, only while it is reminded of.
    """
    newest = _newest_of(Meeting)
    waiting = select(func.count()).where(Correction.meeting_id == Meeting.id, Correction.fate == CorrectionFate.WAITING)
    rows = db.session.execute(
        select(Meeting, Record, waiting.correlate(Meeting).scalar_subquery(), _adopted_from())
        .outerjoin(Record, (Record.meeting_id == Meeting.id) & (Record.revision == newest))
        .where(
            Meeting.body_id.in_(list(bodies)),
            Meeting.state.in_(SITS),
            Meeting.taken_over_on.is_(None),
            (Record.state == RecordState.CIRCULATED)
            | (Record.id.is_(None) & Meeting.ends_at.between(at - REMIND_MOST, at)),
        )
        .order_by(Meeting.ends_at.desc(), Meeting.id.desc())
    )
    return [(meeting, record, count, first) for meeting, record, count, first in rows]


def taking_corrections(bodies: Iterable[int], *, at: datetime) -> list[tuple[Meeting, Record]]:
    """The circulated records of these bodies (internal ids) to which corrections are taken; one statement."""
    wanted = (
        select(Meeting, Record)
        .join(Record, Record.meeting_id == Meeting.id)
        .where(
            Record.body_id.in_(list(bodies)),
            Record.state == RecordState.CIRCULATED,
            Record.due_at >= at,
            Record.revision == _newest_of(Meeting),
        )
        .order_by(Record.due_at, Record.id)
    )
    return [(meeting, record) for meeting, record in db.session.execute(wanted)]
