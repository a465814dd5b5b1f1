"""A record as one reader may see it, in one of its two renderings: the one projection for page, PDF and DOCX.

The rows are cut by the row filter; numbers are given while the view is built, over what this reader sees (settled 5).
Of whoever has no seat nothing is told of the record but their own part: no symbol, title or day of circulation.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import select

from convene import clock
from convene.access import rules as access_rules
from convene.access import sightings
from convene.access.gate import Missing
from convene.access.scope import as_system, current_reader
from convene.agendas.queries import items_of_meeting
from convene.findings import Finding
from convene.meetings.models import Meeting
from convene.meetings.queries import sessions_of
from convene.records import rules
from convene.records.freezing import is_intact, kept_seals
from convene.records.models import OutcomeText, Record, RecordParagraph
from convene.records.plain_text import seal_of
from convene.records.queries import correction_fates_of, newest_revision, recorded, records_of, texts_of
from convene.records.terms import (
    FINAL,
    Circulation,
    CorrectionFate,
    Corrigendum,
    Line,
    Marking,
    Numbering,
    Present,
    RecordedItem,
    RecordedSession,
    RecordState,
    RecordView,
    Said,
    Sealed,
    TextKind,
    Topic,
)

FIRST_WORDS = 60


@dataclass(frozen=True, slots=True)
class _Row:
    """A paragraph with its frozen words."""

    row: RecordParagraph
    words: dict[str, Any]


def is_seated(meeting: Meeting) -> bool:
    """Whether the present reader is told of the record as a whole."""
    reader = current_reader()
    return meeting.body_id in reader.seats or access_rules.may_keep(reader, meeting.body_id)


def opened(meeting: Meeting, *, is_open: bool, at: datetime, revision: int | None = None) -> RecordView:
    """The record of a meeting as it went out last, for the present reader. Raises Missing where none of it is theirs.

    With a `revision`, as it went out then: for seats and the secretariat alone. That a seat opens what is closed is
    noted (settled 7).
    """
    if not is_seated(meeting):
        return _for_the_admitted(meeting)
    every = records_of(meeting.id)
    head = next((r for r in reversed(every) if revision in (None, r.revision)), None)
    if head is None:
        raise Missing
    if not is_open:
        sightings.note(meeting.body_id, "record", head.key)
    paragraphs = recorded(meeting.id, head.id)
    view = view_of(meeting, head, paragraphs, is_open=is_open, at=at if head is every[-1] else None)
    return replace(
        view,
        digest=seal_of(view),
        circulations=tuple(Circulation(r.revision, r.symbol, r.circulated_at, r.state) for r in every),
        changes=() if is_open else _changes(every, head, paragraphs),
        corrigenda=_corrigenda(meeting, paragraphs, is_open=is_open)
        if head is every[-1] and head.state in FINAL
        else (),
    )


def _corrigenda(
    meeting: Meeting, paragraphs: Iterable[RecordParagraph], *, is_open: bool, is_guest: bool = False
) -> tuple[Corrigendum, ...]:
    """What was circulated to correct a final record, below the rendering that is shown.

    That a seat opens it below the closed one is noted as for the record (settled 7).
    """
    rows = [r for r in _read(paragraphs) if not is_open or is_guest or _is_open(r)]
    known = _numbers_of(rows, Numbering.of(is_open=is_open, is_guest=is_guest))
    if is_open:
        return tuple(_for_the_open(meeting, known))
    found = []
    for text in texts_of(meeting.id):
        if text.kind is TextKind.CORRIGENDUM and text.circulated_at is not None:
            sightings.note(meeting.body_id, "text", text.key)
            on = clock.local(text.circulated_at, meeting.zone).date()
            corrects = tuple(known[key] for key in text.concerns.split() if key in known)
            found.append(Corrigendum(text.key, text.symbol, text.title, text.text, on, corrects))
    return tuple(found)


def _for_the_open(meeting: Meeting, known: Mapping[str, str]) -> Iterable[Corrigendum]:
    """The corrigenda of an open rendering: those of which every paragraph stands in it, without symbol and address.

    Whoever reads less than a corrigendum corrects reads nothing of it. Their rows are the seats' alone, so a named
    system reader looks; `known` was read under the reader's own filter.
    """
    with as_system("show a corrigendum to whoever reads all that it corrects in the open record") as session:
        wanted = select(OutcomeText).where(
            OutcomeText.meeting_id == meeting.id,
            OutcomeText.kind == TextKind.CORRIGENDUM,
            OutcomeText.announced.is_(True),
            OutcomeText.for_admitted.is_(True),
        )
        for text in session.scalars(wanted.order_by(OutcomeText.id)).all():
            concerns = text.concerns.split()
            if text.circulated_at is not None and concerns and all(key in known for key in concerns):
                on = clock.local(text.circulated_at, meeting.zone).date()
                yield Corrigendum("", "", text.title, text.text, on, tuple(known[key] for key in concerns))


def _numbers_of(rows: Iterable[_Row], numbering: Numbering) -> dict[str, str]:
    """The paragraphs of a rendering by key, each as it is cited: its number there, and its first words."""
    numbers = _Numbers({}, numbering=numbering)
    lines = ((r.row.key, numbers.line(r)) for r in rows if not r.words.get("unnoted"))
    return {key: f"paragraph {line.number}, “{shortened(line.text)}”" for key, line in lines}


def shortened(text: str) -> str:
    """The first words of a paragraph, by which it is known whatever its number is."""
    words = " ".join(text.split())
    return words if len(words) <= FIRST_WORDS else f"{words[:FIRST_WORDS].rsplit(' ', 1)[0]} …"


@dataclass(frozen=True, slots=True)
class Numbered:
    """A recorded paragraph as the secretariat cites it: in the closed record and, where it is open, in the open one."""

    key: str
    source_id: int
    closed: str
    open: str
    text: str


def numbered_paragraphs(meeting: Meeting) -> list[Numbered]:
    """The paragraphs of the record as it went out last, in its order, with their numbers in both renderings."""
    head = next(reversed(records_of(meeting.id)), None)
    rows = [r for r in _read(recorded(meeting.id, head.id)) if r.row.source_id is not None] if head else []
    closed, opened = _Numbers({}), _Numbers({}, numbering=Numbering.OPEN)
    return [
        Numbered(
            r.row.key,
            r.row.source_id or 0,
            closed.line(r).number,
            opened.line(r).number if _is_open(r) else "",
            r.words["text"],
        )
        for r in rows
    ]


def _changes(
    every: Sequence[Record], head: Record, paragraphs: Iterable[RecordParagraph]
) -> tuple[tuple[str, str], ...]:
    """What the next circulation says otherwise, or the last one than that before it, as far as the reader sees both."""
    place = every.index(head)
    other = every[place + 1] if head is not every[-1] else every[place - 1] if place else None
    if other is None:
        return ()
    was, now = noted_then(paragraphs), noted_then(recorded(other.meeting_id, other.id))
    return otherwise(now, was) if head is every[-1] else otherwise(was, now)


def _for_the_admitted(meeting: Meeting) -> RecordView:
    paragraphs = recorded(meeting.id, None)
    rows = _read(paragraphs)
    if not rows:
        raise Missing
    state = RecordState(rows[0].words["state"])
    view = RecordView(
        meeting_key=meeting.key,
        body_name=meeting.body.name,
        body_short_name=meeting.body.short_name,
        title=meeting.body.name,
        symbol="",
        city=meeting.city,
        zone=meeting.zone,
        state=state,
        state_words=_by_members(rows[0].words, meeting.zone) if state is RecordState.CIRCULATED else "",
        circulated_at=None,
        due_at=None,
        disclaimer=rows[0].words["disclaimer"],
        digest="",
        is_open=True,
        is_guest=True,
        not_attributed=rows[0].words["by_body"],
        note="",
        sessions=_sessions(
            rows, _Numbers(_agenda_labels(meeting), numbering=Numbering.PART), whole=current_reader().sessions
        ),
        corrigenda=_corrigenda(meeting, paragraphs, is_open=True, is_guest=True) if state in FINAL else (),
    )
    return replace(view, digest=seal_of(view))


def _by_members(words: Mapping[str, Any], zone: str) -> str:
    """That others correct it, for whoever only reads; one that went out before the day was kept with it names none."""
    due = str(words.get("due", ""))
    until = f" until {clock.moment_words(datetime.fromisoformat(due), zone)}" if due else ""
    return f"For correction by the members{until}"


def view_of(
    meeting: Meeting, head: Record, paragraphs: Iterable[RecordParagraph], *, is_open: bool, at: datetime | None
) -> RecordView:
    """A record for a seat or the secretariat; `is_open` gives the rendering of what is open alone.

    Without `at` it is one that went out again since: no correction of it is taken.
    """
    about = json.loads(head.content)
    every = _read(paragraphs)
    rows = [r for r in every if not is_open or _is_open(r)]
    is_circulated = head.state is RecordState.CIRCULATED and head.due_at is not None
    is_taken = is_circulated and at is not None and head.due_at is not None and at <= head.due_at
    may_correct = is_taken and meeting.body_id in current_reader().seats and not is_open
    # What is open alone may be shown to others: it counts only itself, so that no gap tells of what is closed.
    labels = _labels(rows if is_open else every)
    fates = correction_fates_of(head.id) if is_circulated and at is not None and not is_open else {}
    numbering = Numbering.of(is_open=is_open, is_guest=False)
    numbers = _Numbers(labels, fates, may_correct=may_correct, numbering=numbering)
    return RecordView(
        meeting_key=meeting.key,
        body_name=about["body"],
        body_short_name=about["short"],
        title=about["title"],
        symbol="" if is_open else head.symbol,
        city=about["city"],
        zone=about["zone"],
        state=head.state,
        state_words=_state_words(head, about, is_taken=is_taken),
        circulated_at=head.circulated_at,
        due_at=head.due_at if head.state is RecordState.CIRCULATED else None,
        is_taken=is_taken,
        revision=head.revision,
        disclaimer=about["disclaimer"],
        digest="",
        is_open=is_open,
        is_guest=False,
        not_attributed=about["not_attributed"],
        note="" if is_open else head.note,
        sessions=_sessions(rows, numbers, whole=None, attendance={} if is_open else about["attendance"]),
    )


def _state_words(head: Record, about: dict[str, Any], *, is_taken: bool) -> str:
    if head.state is RecordState.ADOPTED:
        return f"Adopted at the {about['adopted_at']}" if about["adopted_at"] else "Adopted"
    if head.state is RecordState.ISSUED:
        return "Issued by the secretariat; not adopted"
    until = clock.moment_words(head.due_at, about["zone"]) if head.due_at else ""
    if until and not is_taken:
        return f"Circulated; corrections were taken until {until}"
    return f"Circulated for correction until {until}" if until else "Circulated for correction"


def _is_open(each: _Row) -> bool:
    return Marking(each.words["marking"]).is_open and not each.row.narrowed and not each.row.withheld


def is_open(paragraph: RecordParagraph) -> bool:
    """Whether a paragraph stands in the open rendering."""
    return _is_open(_Row(paragraph, json.loads(paragraph.content)))


def seals_of(meeting: Meeting, head: Record) -> dict[str, str]:
    """What the two renderings of a record are sealed with now. For whoever sees the whole of it."""
    rows = recorded(meeting.id, head.id)
    return {
        name: seal_of(view_of(meeting, head, rows, is_open=is_open, at=None))
        for name, is_open in (("closed", False), ("open", True))
    }


def is_sealed(meeting: Meeting, view: RecordView) -> Sealed | None:
    """Whether a rendering still says what was sealed as it went out. For whoever sees the whole of the record."""
    head = next((r for r in records_of(meeting.id) if r.revision == view.revision), None)
    if head is None:
        return None
    if not is_intact(head, recorded(meeting.id, head.id)):
        return Sealed.CHANGED
    kept = kept_seals(head).get("open" if view.is_open else "closed", view.digest)
    # All that was frozen is as it was: what is missing was closed or narrowed since.
    return Sealed.SAME if kept == view.digest else Sealed.LESS


def closed_to_corrections(record: Record, *, at: datetime) -> list[Finding]:
    """Why no correction is taken any more; empty while they are."""
    if found := rules.superseded_findings(record.revision, newest_revision(record.meeting_id)):
        return found
    return rules.correction_findings(record.state, due_at=record.due_at, at=at, text="", proposed="another")


def text_of(paragraph: RecordParagraph) -> str:
    """What a paragraph said when it went out."""
    return str(json.loads(paragraph.content)["text"])


def item_of(paragraph: RecordParagraph) -> str:
    """The title of the item to which a paragraph belongs, as it went out."""
    return str(json.loads(paragraph.content)["title"])


def noted_then(paragraphs: Iterable[RecordParagraph]) -> dict[int, Said]:
    """What was recorded of the notes, by their paragraph; an item without notes has none."""
    found = {}
    for paragraph in paragraphs:
        if paragraph.source_id is not None:
            words = json.loads(paragraph.content)
            found[paragraph.source_id] = Said(words["text"], Marking(words["marking"]), words["heading"])
    return found


def otherwise(was: Mapping[int, Said], now: Mapping[int, Said]) -> tuple[tuple[str, str], ...]:
    """What is said otherwise, before and now, empty for what was not there; with topic and mark where those changed."""
    found = []
    for key in [*was, *(k for k in now if k not in was)]:
        before, after = was.get(key), now.get(key)
        if before == after:
            continue
        is_marked = before and after and (before.marking, before.heading) != (after.marking, after.heading)
        found.append((_in_words(before, is_marked=bool(is_marked)), _in_words(after, is_marked=bool(is_marked))))
    return tuple(found)


def _in_words(said: Said | None, *, is_marked: bool) -> str:
    if said is None:
        return ""
    topic = f"{said.heading}: " if said.heading else ""
    return f"{topic}{said.text} ({said.marking})" if is_marked else said.text


def _read(paragraphs: Iterable[RecordParagraph]) -> list[_Row]:
    return [_Row(p, json.loads(p.content)) for p in paragraphs]


def _labels(rows: Iterable[_Row]) -> dict[str, str]:
    """The numbers of these items, counted over themselves: an item that the reader does not see is no gap."""
    below = {str(r.words["item"]): str(r.words.get("parent", "")) or None for r in rows}
    return dict(zip(below, rules.numbered(below.items()), strict=True))


def _agenda_labels(meeting: Meeting) -> dict[str, str]:
    """The numbers that the agenda's items have for the present reader, who may see no more of it than some."""
    begin = {s.id: s.starts_at for s in sessions_of(meeting.id)}
    items = items_of_meeting(meeting.id)
    for item in items:
        begin.setdefault(item.session_id, item.starts_at)
    found = sorted(items, key=lambda i: (begin[i.session_id], i.session_id))
    return dict(zip((i.key for i in found), rules.numbered((i.id, i.parent_id) for i in found), strict=True))


class _Numbers:
    """Counts paragraphs through the whole of what one reader sees; items have the numbers that are given."""

    def __init__(
        self,
        labels: Mapping[str, str],
        fates: Mapping[int, CorrectionFate] = {},
        *,
        may_correct: bool = False,
        numbering: Numbering = Numbering.CLOSED,
    ) -> None:
        self.labels, self.fates, self.may_correct, self.last = labels, fates, may_correct, 0
        self.numbering = numbering

    def line(self, each: _Row) -> Line:
        """The next paragraph."""
        self.last += 1
        words, row = each.words, each.row
        key = row.key if self.may_correct else ""
        number, fate = f"{self.numbering}{self.last}", self.fates.get(row.id)
        return Line(number, key, words["text"], Marking(words["marking"]), fate)


def _sessions(
    rows: Sequence[_Row], numbers: _Numbers, *, whole: frozenset[int] | None, attendance: Mapping[str, Any] = {}
) -> tuple[RecordedSession, ...]:
    """The sessions of which something is told; `whole` are those that somebody without a seat is admitted to."""
    found = []
    for key, group in groupby(rows, key=lambda r: str(r.words["session"]["key"])):
        here = list(group)
        about, is_whole = here[0].words["session"], whole is None or here[0].row.session_id in whole
        title = about["title"] if whole is None else about["guest_title"] or "Your session"
        there = attendance.get(key)
        found.append(
            RecordedSession(
                title=title if is_whole else "Your item",
                on=date.fromisoformat(about["on"]),
                items=tuple(_items(here, numbers)),
                present=Present(tuple(there["members"]), tuple(there["others"]), there["quorum"]) if there else None,
            )
        )
    return tuple(found)


def _items(rows: Sequence[_Row], numbers: _Numbers) -> Iterable[RecordedItem]:
    for key, group in groupby(rows, key=lambda r: str(r.words["item"])):
        here = list(group)
        label, title = numbers.labels.get(key, ""), str(here[0].words["title"])
        if unnoted := str(here[0].words.get("unnoted", "")):
            yield RecordedItem(label, title, (), unnoted)
            continue
        topics = tuple(
            Topic(heading, is_free, tuple(numbers.line(each) for each in lines))
            for (heading, is_free), lines in groupby(
                here, key=lambda r: (str(r.words["heading"]), bool(r.words["unattributed"]))
            )
        )
        yield RecordedItem(label, title, topics)
