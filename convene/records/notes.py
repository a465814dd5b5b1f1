"""Writes of the notes: what several note-takers write of one item at once is brought together, and nothing is lost.

Every version of a paragraph is kept. Where two wrote the same paragraph, what stands stays and the other's words are
kept beside it until somebody chooses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from convene import journal
from convene.access import rules as access_rules
from convene.access.scope import current_reader
from convene.agendas.models import AgendaItem
from convene.agendas.rules import is_same
from convene.db import db, new_key
from convene.findings import Finding, Level, Refused
from convene.meetings.actions import letter_findings, refuse
from convene.meetings.models import Meeting
from convene.records import rules
from convene.records.merging import is_written_on, merged
from convene.records.models import NoteConflict, NoteParagraph, NoteTaker, NoteVersion, Speaker
from convene.records.queries import latest_record, note_taker, paragraphs_of_item, speakers_of, versions_of
from convene.records.telling import drop_rapporteur, tell_rapporteur
from convene.records.terms import HEADING_MOST, PARAGRAPH_MOST, Choice, Said, Written


@dataclass(frozen=True, slots=True)
class Kept:
    """How many paragraphs were changed, and in how many of them two wrote at once."""

    changed: int
    conflicts: int


def said(paragraph: NoteParagraph | NoteVersion) -> Said:
    """What a paragraph says, or said at a revision."""
    return Said(paragraph.text, paragraph.marking, paragraph.heading, paragraph.is_removed)


def refuse_unless_noted(meeting: Meeting) -> None:
    """Raise Refused where the meeting does not sit yet, or its record is final."""
    last = latest_record(meeting.id)
    refuse(rules.notes_findings(meeting.state, last.state if last else None))


def wording_findings(written: Iterable[Written]) -> list[Finding]:
    """What keeps a paragraph from being kept, at its field: too long, or letters that cannot be printed."""
    found: list[Finding] = []
    for one in written:
        mark = one.key or f"new-{one.origin}"
        texts = {f"text-{mark}": one.said.text, f"heading-{mark}": one.said.heading}
        found += letter_findings(texts)
        for (name, text), most in zip(texts.items(), (PARAGRAPH_MOST, HEADING_MOST), strict=True):
            if len(text) > most:
                found.append(Finding("", Level.REFUSE, f"At most {most} characters.", name))
    return found


def take_down(item: AgendaItem, meeting: Meeting, written: Sequence[Written], *, by: str, at: datetime) -> Kept:
    """Keep what a note-taker wrote of an item, brought together with what others wrote meanwhile. Raises Refused."""
    refuse_unless_noted(meeting)
    refuse(wording_findings(written))
    present = paragraphs_of_item(item.key, with_removed=True)
    by_mark = {p.key: p for p in present} | {f"new-{p.origin}": p for p in present}
    known = [(by_mark.get(w.key or f"new-{w.origin}"), w) for w in written]
    fresh = [w for p, w in known if p is None and _begins(w)]
    refuse(rules.paragraphs_findings(sum(not p.is_removed for p in present), len(fresh)))
    bases = _bases([(p, w) for p, w in known if p is not None and w.opened < p.revision])
    conflicts, changed = 0, _begin(item, meeting, fresh, len(present), by=by, at=at)
    for paragraph, one in known:
        if paragraph is None:
            continue
        is_newest = one.opened == paragraph.revision
        base = said(paragraph) if is_newest else bases.get((paragraph.id, one.opened), Said())
        outcome = merged(base, one.said, said(paragraph))
        changed += _say(paragraph, outcome.said, by=by, at=at)
        if outcome.both_wrote and one.said.text:
            conflicts += _keep_beside(paragraph, one.said, by=by, at=at)
    if changed or conflicts:
        counts = {"paragraphs": changed, "written at once": conflicts}
        journal.record("notes.take", by=by, at=at, body=item.body_id, kind="item", key=item.key, change=counts)
    return Kept(changed, conflicts)


def _bases(stale: Sequence[tuple[NoteParagraph, Written]]) -> dict[tuple[int, int], Said]:
    """What the note-takers began from, where the paragraph went on since."""
    if not stale:
        return {}
    wanted = select(NoteVersion).where(
        NoteVersion.paragraph_id.in_({p.id for p, _ in stale}), NoteVersion.revision.in_({w.opened for _, w in stale})
    )
    return {(v.paragraph_id, v.revision): said(v) for v in db.session.scalars(wanted)}


def _begins(one: Written) -> bool:
    """Whether it is a new paragraph; an empty one is none, nor is what was sent under a key that is not this item's."""
    return not one.key and bool(one.said.text) and not one.said.is_removed


def _begin(
    item: AgendaItem, meeting: Meeting, fresh: Sequence[Written], position: int, *, by: str, at: datetime
) -> int:
    """New paragraphs at the end; gives how many."""
    if not fresh:
        return 0
    taker = note_taker(meeting.id)
    rows = [
        NoteParagraph(
            body_id=item.body_id,
            meeting_id=meeting.id,
            item_key=item.key,
            origin=one.origin,
            person_id=taker.person_id if taker else None,
            position=place,
            revision=0,
            text="",
            marking=one.said.marking,
            is_removed=False,
        )
        for place, one in enumerate(fresh, start=position)
    ]
    db.session.add_all(rows)
    db.session.flush()  # Their versions name them.
    return sum(_say(row, one.said, by=by, at=at) for row, one in zip(rows, fresh, strict=True))


def _say(paragraph: NoteParagraph, now: Said, *, by: str, at: datetime) -> int:
    """Let a paragraph say something, as its next version; 0 where it says that already."""
    was = said(paragraph)
    if paragraph.revision and was == now:
        return 0
    paragraph.text, paragraph.marking, paragraph.heading, paragraph.is_removed = (
        now.text,
        now.marking,
        now.heading,
        now.is_removed,
    )
    paragraph.revision += 1
    db.session.add(
        NoteVersion(
            body_id=paragraph.body_id,
            meeting_id=paragraph.meeting_id,
            paragraph_id=paragraph.id,
            person_id=paragraph.person_id,
            revision=paragraph.revision,
            text=now.text,
            marking=now.marking,
            heading=now.heading,
            is_removed=now.is_removed,
            by=by,
            at=at,
        )
    )
    return 1


def _keep_beside(paragraph: NoteParagraph, mine: Said, *, by: str, at: datetime) -> int:
    """Keep what a note-taker wrote where another had written; of one who writes on, the last words are shown.

    Whoever writes something else instead has both kept: nothing is settled but by being in what follows, or by choice.
    """
    wanted = select(NoteConflict).where(NoteConflict.paragraph_id == paragraph.id, NoteConflict.settled_at.is_(None))
    for earlier in db.session.scalars(wanted):
        if is_same(earlier.text, mine.text) and earlier.heading == mine.heading:
            return 0
        if earlier.by == by and is_written_on(earlier.text, mine.text):
            earlier.settled_at, earlier.settled_by, earlier.choice = at, by, Choice.WRITTEN_ON
    db.session.add(
        NoteConflict(
            body_id=paragraph.body_id,
            meeting_id=paragraph.meeting_id,
            paragraph_id=paragraph.id,
            person_id=paragraph.person_id,
            text=mine.text,
            marking=mine.marking,
            heading=mine.heading,
            by=by,
            at=at,
        )
    )
    db.session.flush()  # The next save of the same page asks for it.
    return 1


def refuse_stale_choice(item: AgendaItem, conflict_key: str, choice: Choice, written: Sequence[Written]) -> None:
    """Raises Refused where a text would take the place of one that was written on since the page was opened."""
    if choice is not Choice.MINE:
        return
    wanted = select(NoteConflict).where(NoteConflict.key == conflict_key, NoteConflict.settled_at.is_(None))
    conflict = db.session.scalars(wanted).one_or_none()
    opened = {w.key: w.opened for w in written}
    for paragraph in paragraphs_of_item(item.key, with_removed=True):
        is_it = conflict is not None and paragraph.id == conflict.paragraph_id
        if is_it and opened.get(paragraph.key) != paragraph.revision:
            text = "Somebody wrote on while you had the page open. Read what stands there now, and choose again."
            raise Refused((Finding("", Level.REFUSE, text),))


def settle(item: AgendaItem, meeting: Meeting, conflict_key: str, choice: Choice, *, by: str, at: datetime) -> None:
    """Choose where two wrote the same: theirs stays, mine takes its place, or both stand one after the other.

    What was chosen already, or is not there, stays as it is. Raises Refused where the record is final.
    """
    refuse_unless_noted(meeting)
    wanted = select(NoteConflict).where(NoteConflict.key == conflict_key, NoteConflict.settled_at.is_(None))
    conflict = db.session.scalars(wanted).one_or_none()
    present = paragraphs_of_item(item.key, with_removed=True)
    paragraph = next((p for p in present if conflict is not None and p.id == conflict.paragraph_id), None)
    if conflict is None or paragraph is None:
        return
    # Whoever chooses between two texts has not chosen to tell more people, or whose they are.
    marking = rules.stricter(conflict.marking, paragraph.marking)
    other = Said(conflict.text, marking, conflict.heading)
    if choice is Choice.MINE:
        _say(paragraph, other, by=by, at=at)
    elif choice is Choice.BOTH:
        _begin(item, meeting, [Written("", new_key(), 0, other)], len(present), by=by, at=at)
        _put_after(item, paragraph)
    conflict.settled_at, conflict.settled_by, conflict.choice = at, by, choice
    journal.record(
        "notes.choose", by=by, at=at, body=item.body_id, kind="item", key=item.key, change={"chosen": choice}
    )


def _put_after(item: AgendaItem, paragraph: NoteParagraph) -> None:
    """Let the last paragraph of an item stand right after another one."""
    rows = paragraphs_of_item(item.key)
    rows.insert(next((n for n, p in enumerate(rows) if p.id == paragraph.id), len(rows)) + 1, rows.pop())
    _number(rows)


def _number(rows: Iterable[NoteParagraph]) -> None:
    for position, paragraph in enumerate(rows):
        paragraph.position = position


def move(item: AgendaItem, meeting: Meeting, key: str, step: int) -> None:
    """Let a paragraph stand one place higher (-1) or lower (+1). Raises Refused where the record is final."""
    refuse_unless_noted(meeting)
    rows = {p.key: p for p in paragraphs_of_item(item.key)}
    _number(rows[each] for each in rules.in_order(list(rows), key, step))


def bring_back(item: AgendaItem, meeting: Meeting, key: str, *, by: str, at: datetime) -> None:
    """Bring a removed paragraph back as it was. Raises Refused where the record is final."""
    refuse_unless_noted(meeting)
    for paragraph in paragraphs_of_item(item.key, with_removed=True):
        if paragraph.key == key and paragraph.is_removed:
            last = next((v for v in versions_of([paragraph.id]) if v.text and not v.is_removed), None)
            if last is not None:
                taker = note_taker(meeting.id)
                paragraph.person_id = taker.person_id if taker else None
                _say(paragraph, said(last), by=by, at=at)


def correct(paragraph_id: int, text: str, *, by: str, at: datetime) -> None:
    """Let a paragraph of the notes say what a correction makes of it, also where it was removed from them."""
    paragraph = db.session.get_one(NoteParagraph, paragraph_id)
    _say(paragraph, replace(said(paragraph), text=text, is_removed=False), by=by, at=at)


def note_speakers(item: AgendaItem, given: Mapping[str, tuple[str, str]]) -> int:
    """Note who said which paragraph, for the secretariat alone; gives how many changed.

    `given` holds by a paragraph's mark what stood there when the page was opened, and what stands there now. Where
    two noted somebody at once, both are kept.
    """
    if not access_rules.may_keep(current_reader(), item.body_id):
        return 0
    paragraphs = paragraphs_of_item(item.key, with_removed=True)
    rows = speakers_of(p.id for p in paragraphs)
    changed = 0
    for paragraph in paragraphs:
        was, now = given.get(paragraph.key) or given.get(f"new-{paragraph.origin}") or ("", "")
        row = rows.get(paragraph.id)
        stands = row.said_by if row else ""
        if now in (was, stands):
            continue
        wanted = now if stands == was else " / ".join(filter(None, (stands, now)))[:300]
        changed += 1
        if row is None:
            where = {"body_id": item.body_id, "meeting_id": item.meeting_id, "paragraph_id": paragraph.id}
            db.session.add(Speaker(**where, said_by=wanted))
        else:
            row.said_by = wanted
    return changed


def name_rapporteur(meeting: Meeting, person_id: int | None, *, by: str, at: datetime) -> None:
    """Name who takes the notes beside the secretariat, or nobody; the notes go over to them, and leave the former.

    They are told by mail, once for each time that they are named; the former are not told any more. What a paragraph
    said before they came, and what was removed or chosen before, stays with the secretariat.
    """
    present = note_taker(meeting.id)
    if (present.person_id if present else None) == person_id:
        return
    if present is not None:
        drop_rapporteur(present.person_id, meeting)
    if present is not None and person_id is None:
        db.session.delete(present)
    elif present is not None and person_id is not None:
        present.person_id = person_id
    elif person_id is not None:
        db.session.add(NoteTaker(body_id=meeting.body_id, meeting_id=meeting.id, person_id=person_id))
    _hand_over(meeting, person_id)
    if person_id is not None:
        tell_rapporteur(person_id, meeting, at=at)
    journal.record("notes.rapporteur", by=by, at=at, body=meeting.body_id, kind="meeting", key=meeting.key)


def _hand_over(meeting: Meeting, person_id: int | None) -> None:
    paragraphs = db.session.scalars(select(NoteParagraph).where(NoteParagraph.meeting_id == meeting.id)).all()
    revisions = {p.id: p.revision for p in paragraphs if not p.is_removed}
    for paragraph in paragraphs:
        paragraph.person_id = None if paragraph.is_removed else person_id
    for version in db.session.scalars(select(NoteVersion).where(NoteVersion.meeting_id == meeting.id)):
        version.person_id = person_id if revisions.get(version.paragraph_id) == version.revision else None
    for conflict in db.session.scalars(select(NoteConflict).where(NoteConflict.meeting_id == meeting.id)):
        conflict.person_id = person_id if conflict.settled_at is None else None
