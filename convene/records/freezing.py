"""Freezes a record as it goes out: head and paragraphs, each paragraph a row that is filtered by itself.

Who spoke is not read here. What is not attributed is laid down in an order that follows from its words alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from convene.access.terms import Audience
from convene.agendas.models import AgendaItem
from convene.agendas.queries import items_of_meeting
from convene.db import db
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.queries import sessions_of
from convene.presets.reading import presets
from convene.records import attending, rules
from convene.records.models import NoteParagraph, Record, RecordParagraph
from convene.records.notes import said
from convene.records.queries import corrections_of, latest_record, paragraphs_of_meeting, recorded
from convene.records.terms import FINAL, Marking, RecordState


@dataclass(frozen=True, slots=True)
class Going:
    """How a record goes out."""

    state: RecordState
    note: str = ""
    due_at: datetime | None = None
    with_guests: bool = False
    adopted_at_id: int | None = None
    adopted_at: str = ""


def as_text(content: dict[str, object]) -> str:
    """Content as JSON in one order: equal content gives equal text."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def disclaimer_of(preset: str) -> tuple[bool, str]:
    """Whether a body adopts its record, and the disclaimer that stands on it where it does not (S8, S11)."""
    found = presets().get(preset)
    return (found.adopts, found.disclaimer) if found else (True, "")


def arranged(paragraphs: Iterable[NoteParagraph], *, by_body: bool) -> list[NoteParagraph]:
    """The paragraphs of one item as printed: what is attributed in its order, then what is not, in no one's."""
    rows = list(paragraphs)
    free = [p for p in rows if rules.is_unattributed(p.marking, by_body=by_body)]
    return [p for p in rows if p not in free] + rules.in_no_ones_order(free, said)


def freeze(meeting: Meeting, going: Going, *, last: Record | None, by: str, at: datetime) -> Record:
    """Keep the record as it is at this moment (UTC). Needs a reader who sees the whole meeting; the rules were asked.

    What went out before is no longer for the admitted: of an earlier wording nothing stays with them. What is final
    and says what the `last` one said keeps its symbol: members had that one for correction, and no other.
    """
    revision = last.revision + 1 if last else 0
    head = Record(
        body_id=meeting.body_id,
        meeting_id=meeting.id,
        state=going.state,
        revision=revision,
        symbol=rules.symbol_of(meeting.symbol, revision),
        circulated_at=at,
        due_at=going.due_at,
        by=by,
        note=going.note,
        adopted_at_id=going.adopted_at_id,
        with_guests=going.with_guests,
        content=as_text(_head(meeting, going)),
        digest="",
    )
    db.session.add(head)
    db.session.flush()  # Its paragraphs name it.
    for earlier in db.session.scalars(select(RecordParagraph).where(RecordParagraph.meeting_id == meeting.id)):
        earlier.for_admitted = False
    rows = _paragraphs(meeting, head, is_released=going.with_guests or going.state in FINAL)
    db.session.add_all(rows)
    db.session.flush()  # Their ids follow the printed order.
    if last is not None and going.state in FINAL and _says(head, rows) == _says(last, recorded(meeting.id, last.id)):
        head.symbol = last.symbol
    head.digest = digest_of(head, rows)
    return head


# What tells only how it went out; the seals follow from it.
_HOW = ("adopted_at", "state", "due", "seals")


def _says(head: Record, paragraphs: Iterable[RecordParagraph]) -> list[dict[str, object]]:
    """What a record says, without what tells only how it went out: its stage, until when, and where it was adopted."""
    contents = [json.loads(content) for content in (head.content, *(p.content for p in paragraphs))]
    return [{name: said for name, said in c.items() if name not in _HOW} for c in contents]


def _head(meeting: Meeting, going: Going) -> dict[str, object]:
    body = meeting.body
    adopts, disclaimer = disclaimer_of(body.preset)
    return {
        "body": body.name,
        "short": body.short_name,
        "title": meeting.title,
        "city": meeting.city,
        "zone": meeting.zone,
        "not_attributed": body.not_attributed,
        "disclaimer": "" if adopts else disclaimer,
        "adopted_at": going.adopted_at,
        # Who was there is the secretariat's alone where nothing is attributed.
        "attendance": {} if body.not_attributed else attending.told(meeting),
    }


def _paragraphs(meeting: Meeting, head: Record, *, is_released: bool) -> list[RecordParagraph]:
    sessions = sessions_of(meeting.id)
    items = in_order(meeting, sessions)
    keys = {item.id: item.key for item in items}
    notes: dict[str, list[NoteParagraph]] = {}
    for paragraph in paragraphs_of_meeting(meeting.id):
        notes.setdefault(paragraph.item_key, []).append(paragraph)
    _, disclaimer = disclaimer_of(meeting.body.preset)
    by_body = meeting.body.not_attributed
    due = head.due_at.isoformat() if head.due_at else ""
    shared = {"state": str(head.state), "due": due, "disclaimer": disclaimer, "by_body": by_body}
    found = []
    for place, session in enumerate(sessions):
        for item in (i for i in items if i.session_id == session.id):
            content = shared | {"session": _session(session), "place": place, "item": item.key, "title": item.title}
            content["parent"] = keys.get(item.parent_id or 0, "")
            rows = arranged(notes.get(item.key, ()), by_body=by_body)
            for each in rows:
                words = content | _words(each, by_body=by_body)
                found.append(_row(head, session, item, each, words, is_released=is_released))
            if not rows:
                found.append(_row(head, session, item, None, content | _no_words(item), is_released=False))
    return found


def released(meeting: Meeting) -> list[RecordParagraph]:
    """What the admitted could read of a record if it went out now: kept nowhere, for its readers to be told of."""
    head = Record(body_id=meeting.body_id, meeting_id=meeting.id, state=RecordState.CIRCULATED)
    found = [p for p in _paragraphs(meeting, head, is_released=True) if p.for_admitted]
    for paragraph in found:
        paragraph.announced = True  # A default comes only to what is kept.
    return found


def _session(session: MeetingSession) -> dict[str, object]:
    return {
        "key": session.key,
        "title": session.title,
        "guest_title": session.guest_title,
        "audience": str(session.audience),
        "on": session.on.isoformat(),
    }


def _words(paragraph: NoteParagraph, *, by_body: bool) -> dict[str, object]:
    return {
        "text": paragraph.text,
        "heading": paragraph.heading,
        "marking": str(paragraph.marking),
        "unattributed": rules.is_unattributed(paragraph.marking, by_body=by_body),
    }


def _no_words(item: AgendaItem) -> dict[str, object]:
    """Of an item without notes: no text, and what is said in its place."""
    unnoted = rules.unnoted_words(item.progress)
    return {"text": "", "heading": "", "marking": str(Marking.CLOSED), "unattributed": False, "unnoted": unnoted}


def _row(
    head: Record,
    session: MeetingSession,
    item: AgendaItem,
    paragraph: NoteParagraph | None,
    content: Mapping[str, Any],
    *,
    is_released: bool,
) -> RecordParagraph:
    return RecordParagraph(
        record_id=head.id,
        source_id=paragraph.id if paragraph else None,
        body_id=head.body_id,
        meeting_id=head.meeting_id,
        session_id=session.id,
        item_id=item.id,
        narrowed=item.narrowed,
        withheld=item.withheld or (session.audience is Audience.OPEN and item.audience is Audience.CLOSED),
        for_admitted=is_released and paragraph is not None and paragraph.marking.is_open,
        content=as_text(dict(content)),
    )


def in_order(meeting: Meeting, sessions: Iterable[MeetingSession]) -> list[AgendaItem]:
    """The items that the reader sees of a meeting, in the order of its sessions and of the agenda."""
    by_session: dict[int, list[AgendaItem]] = {}
    for item in items_of_meeting(meeting.id):
        by_session.setdefault(item.session_id, []).append(item)
    return [item for session in sessions for item in by_session.get(session.id, ())]


def labelled(items: Sequence[AgendaItem]) -> list[tuple[str, AgendaItem]]:
    """The items of an agenda, in order, with their numbers."""
    return list(zip(rules.numbered((item.id, item.parent_id) for item in items), items, strict=True))


def numbered_items(meeting: Meeting) -> list[tuple[str, AgendaItem]]:
    """The items that the reader sees of a meeting, with their numbers, in the order of the record."""
    return labelled(in_order(meeting, sessions_of(meeting.id)))


def page_mark(meeting: Meeting) -> str:
    """A mark of all that would go out now: whoever presses a button has read it as it stands, or is asked to.

    It is another one once a paragraph was written, marked, moved or removed, who was there was entered, a correction
    was proposed or decided on, or the record went out.
    """
    last = latest_record(meeting.id)
    head = _head(meeting, Going(RecordState.CIRCULATED))
    paragraphs = [(p.key, p.revision, p.position) for p in paragraphs_of_meeting(meeting.id)]
    items = [item.key for _, item in numbered_items(meeting)]
    corrections = sorted((c.key, str(c.fate), c.proposed) for c, _ in corrections_of(meeting.id))
    return rules.text_mark(repr((last.revision if last else None, as_text(head), paragraphs, items, corrections)))


def digest_of(head: Record, paragraphs: Iterable[RecordParagraph]) -> str:
    """The SHA-256 over everything frozen, in the order in which it is printed; what places a row is no part of it."""
    opening = (head.symbol, str(head.state), head.circulated_at.isoformat(), head.note, head.content)
    return hashlib.sha256("\x1f".join([*opening, *(p.content for p in paragraphs)]).encode()).hexdigest()


def keep_seals(head: Record, paragraphs: Iterable[RecordParagraph], seals: Mapping[str, str]) -> None:
    """Keep what the plain text of each rendering is sealed with, under the seal of everything frozen."""
    head.content = as_text(json.loads(head.content) | {"seals": dict(seals)})
    head.digest = digest_of(head, paragraphs)


def kept_seals(head: Record) -> dict[str, str]:
    """The seals of both renderings as they went out; none of what went out before they were kept."""
    return dict(json.loads(head.content).get("seals", {}))


def is_intact(head: Record, paragraphs: Iterable[RecordParagraph]) -> bool:
    """Whether a record still is what was sealed. Needs all of its paragraphs, in the order of their ids."""
    return digest_of(head, paragraphs) == head.digest
