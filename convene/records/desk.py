"""What the pages of the record show: notes with what others wrote meanwhile, findings, corrections, what may follow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from convene import clock
from convene.access import rules as access_rules
from convene.access.scope import current_reader
from convene.agendas.models import AgendaItem
from convene.db import new_key
from convene.findings import Finding
from convene.invitations.terms import Standpoint
from convene.journal import digest_of
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.queries import meeting_by_id, session_by_id, sessions_of
from convene.people.models import Contact
from convene.people.queries import hands, holders
from convene.people.terms import SEAT_ROLES
from convene.records import attending, rules
from convene.records.actions import Doubtful, doubtful
from convene.records.freezing import disclaimer_of, in_order, labelled, page_mark, released
from convene.records.models import NoteConflict, NoteParagraph, NoteVersion, OutcomeText, Record
from convene.records.notes import said
from convene.records.queries import (
    conflicts_of,
    last_kept,
    latest_record,
    note_taker,
    open_conflicts,
    paragraphs_of_item,
    paragraphs_of_meeting,
    recorded,
    speakers_of,
    texts_of,
    versions_of,
    waiting_corrections,
)
from convene.records.reading import noted_then, otherwise
from convene.records.telling import text_readers, would_read
from convene.records.terms import FINAL, Marking, Written

USUAL_DAYS, USUAL_HOUR = 21, time(18)
SOMEBODY = "Somebody"


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item on the list of notes: its number, how many paragraphs it has, and where a choice is to be made."""

    label: str
    item: AgendaItem
    count: int
    conflicts: int


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One session on the list of notes; `attendance` once it was entered who was there."""

    session: MeetingSession
    items: tuple[ItemLine, ...]
    attendance: Finding | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How the record of a meeting stands: what went out last, and whether it is final."""

    record: Record | None
    is_final: bool
    adopts: bool


def standing(meeting: Meeting) -> Standing:
    """How the record of a meeting stands."""
    last = latest_record(meeting.id)
    adopts, _ = disclaimer_of(meeting.body.preset)
    return Standing(last, last is not None and last.state in FINAL, adopts)


def notes_index(meeting: Meeting) -> list[SessionLine]:
    """The agenda with what was written on each item: a fixed number of statements."""
    paragraphs = paragraphs_of_meeting(meeting.id)
    counts = Counter(p.item_key for p in paragraphs)
    where = {p.id: p.item_key for p in paragraphs}
    clashes = Counter(where[c.paragraph_id] for c in open_conflicts(meeting.id) if c.paragraph_id in where)
    entered = attending.results(meeting)
    found = []
    sittings = sessions_of(meeting.id)
    items = labelled(in_order(meeting, sittings))
    for session in sittings:
        here = [(label, i) for label, i in items if i.session_id == session.id]
        lines = tuple(ItemLine(label, i, counts[i.key], clashes[i.key]) for label, i in here)
        found.append(SessionLine(session, lines, entered.get(session.key)))
    return found


def may_be_rapporteur(meeting: Meeting, at: datetime) -> dict[str, tuple[Contact, str]]:
    """Who may take the notes beside the secretariat: people of the body today, by contact's key with their name.

    They hold a seat: whoever is admitted to a part of the meeting is not to read the notes of all of it.
    """
    found: dict[str, tuple[Contact, str]] = {}
    for holder in holders(meeting.body, at):
        if holder.is_current and holder.term.role in SEAT_ROLES:
            whom = f"{holder.party.name}: " if holder.party else ""
            found.setdefault(holder.contact.key, (holder.contact, f"{whom}{holder.contact.name}"))
    return found


def rapporteur_key(meeting: Meeting, people: Mapping[str, tuple[Contact, str]]) -> str:
    """The contact's key of the present rapporteur; empty for nobody."""
    taker = note_taker(meeting.id)
    return next((k for k, (c, _) in people.items() if taker and c.person_id == taker.person_id), "")


@dataclass(frozen=True, slots=True)
class Clash:
    """What somebody wrote at the same time as another, and who, for a choice; `is_own` to whoever wrote it."""

    key: str
    text: str
    heading: str
    who: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph on the page of notes, as it was typed or as it stands."""

    mark: str
    origin: str
    revision: int
    text: str
    marking: Marking
    heading: str
    speaker: str
    spoke: str
    clashes: tuple[Clash, ...] = ()


@dataclass(frozen=True, slots=True)
class NotesPage:
    """The page of notes of one item: its number, its session, when something was kept last, who was there."""

    blocks: tuple[Block, ...]
    blank: Block
    headings: tuple[str, ...]
    with_speakers: bool
    label: str
    session: MeetingSession
    kept: str
    present: tuple[str, ...]

    @property
    def has_unattributed(self) -> bool:
        """Whether a paragraph here is marked as naming nobody."""
        return any(b.marking.names_nobody for b in self.blocks)


def notes_page(
    item: AgendaItem,
    meeting: Meeting,
    *,
    by: str,
    at: datetime,
    typed: Sequence[Written] = (),
    speakers: Mapping[str, tuple[str, str]] = {},
) -> NotesPage:
    """The notes of an item, shown to `by`; `typed` are those of a page that was not kept, so that nothing is lost."""
    rows = paragraphs_of_item(item.key)
    keeps = access_rules.may_keep(current_reader(), item.body_id)
    said_by = {k: s.said_by for k, s in speakers_of(p.id for p in rows).items()} if keeps else {}
    beside = [c for c in open_conflicts(meeting.id) if c.paragraph_id in {p.id for p in rows}]
    clashes = _clashes(item.body_id, beside, by)
    again = {w.key or f"new-{w.origin}": w for w in typed}
    blocks = [_block(p, said_by.get(p.id, ""), clashes.get(p.id, ()), again, speakers) for p in rows]
    known = {b.mark for b in blocks} | {f"new-{b.origin}" for b in blocks}
    fresh = next((w for m, w in again.items() if m not in known and w.origin), None)
    origin = fresh.origin if fresh else new_key()
    mark = f"new-{origin}"
    spoken = speakers.get(mark, ("", ""))[1]
    last = rows[-1] if rows else None
    marking = fresh.said.marking if fresh else next_marking(rows, meeting)
    heading = fresh.said.heading if fresh else last.heading if last else ""
    blank = Block(mark, origin, 0, fresh.said.text if fresh else "", marking, heading, spoken, "")
    headings = tuple(dict.fromkeys(p.heading for p in rows if p.heading))
    session = session_by_id(item.session_id)
    present = attending.names(meeting, session) if keeps else ()
    return NotesPage(
        tuple(blocks), blank, headings, keeps, _label(item, meeting), session, kept_words(item, meeting, at=at), present
    )


def notes_mark(item: AgendaItem, meeting: Meeting) -> str:
    """By which an open page of notes asks whether anybody changed them since: of what it shows of the item's notes."""
    rows = paragraphs_of_item(item.key)
    ids = {p.id for p in rows}
    keeps = access_rules.may_keep(current_reader(), item.body_id)
    spoken = [(k, s.said_by) for k, s in sorted(speakers_of(ids).items())] if keeps else []
    beside = [c.key for c in open_conflicts(meeting.id) if c.paragraph_id in ids]
    return digest_of("", [(p.key, p.revision) for p in rows], beside, spoken, standing(meeting).is_final)[:32]


def _label(item: AgendaItem, meeting: Meeting) -> str:
    return next((label for label, i in labelled(in_order(meeting, sessions_of(meeting.id))) if i.id == item.id), "")


def kept_words(item: AgendaItem, meeting: Meeting, *, at: datetime) -> str:
    """That the notes of an item are kept, with the host's hour at which they were kept last; empty for none.

    With the day, where that is not today.
    """
    last = last_kept(item.key)
    if last is None:
        return ""
    day, today = (clock.local(moment, meeting.zone).date() for moment in (last, at))
    on = "" if day == today else f"{clock.day_words(day, weekday=False)}, "
    return f"Everything is kept ({on}{clock.hour_words(last, meeting.zone)})."


def next_marking(rows: Sequence[NoteParagraph], meeting: Meeting) -> Marking:
    """What the next paragraph is marked as before anybody chose: as the last one is.

    The first one is closed, or not attributed where the body says so.
    """
    if rows:
        return rows[-1].marking
    return Marking.NOT_ATTRIBUTED if meeting.body.not_attributed else Marking.CLOSED


def _block(
    paragraph: NoteParagraph,
    said_by: str,
    clashes: tuple[Clash, ...],
    again: Mapping[str, Written],
    speakers: Mapping[str, tuple[str, str]],
) -> Block:
    marks = (paragraph.key, f"new-{paragraph.origin}")
    typed = next((again[m] for m in marks if m in again), None)
    spoken = next((speakers[m] for m in marks if m in speakers), (said_by, said_by))
    if typed is None:
        return Block(
            paragraph.key, paragraph.origin, paragraph.revision, paragraph.text, paragraph.marking, paragraph.heading,
            said_by, said_by, clashes,
        )  # fmt: skip
    said = typed.said
    return Block(
        paragraph.key, paragraph.origin, typed.opened, said.text, said.marking, said.heading, spoken[1], spoken[0],
        clashes,
    )  # fmt: skip


def _clashes(body_id: int, rows: Iterable[NoteConflict], by: str) -> dict[int, tuple[Clash, ...]]:
    given = list(rows)
    names = hands(body_id, (c.by for c in given)) if given else {}
    found: dict[int, tuple[Clash, ...]] = {}
    for row in given:
        clash = Clash(row.key, row.text, row.heading, names.get(row.by, SOMEBODY), row.by == by)
        found[row.paragraph_id] = (*found.get(row.paragraph_id, ()), clash)
    return found


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of a paragraph."""

    version: NoteVersion
    who: str


@dataclass(frozen=True, slots=True)
class History:
    """One paragraph with every version of it, the newest first, and what others wrote beside it, by whom."""

    paragraph: NoteParagraph
    versions: tuple[VersionLine, ...]
    beside: tuple[tuple[NoteConflict, str], ...] = ()


def history(item: AgendaItem) -> list[History]:
    """Every version of every paragraph of an item, removed ones too."""
    rows = paragraphs_of_item(item.key, with_removed=True)
    every = versions_of([p.id for p in rows])
    texts = conflicts_of([p.id for p in rows])
    names = hands(item.body_id, [*(v.by for v in every), *(c.by for c in texts)])
    beside: dict[int, list[tuple[NoteConflict, str]]] = {}
    for each in texts:
        beside.setdefault(each.paragraph_id, []).append((each, names.get(each.by, SOMEBODY)))
    by_paragraph: dict[int, list[VersionLine]] = {}
    for version in every:
        line = VersionLine(version, names.get(version.by, SOMEBODY))
        by_paragraph.setdefault(version.paragraph_id, []).append(line)
    return [History(p, tuple(by_paragraph.get(p.id, ())), tuple(beside.get(p.id, ()))) for p in rows]


@dataclass(frozen=True, slots=True)
class CirculationPage:
    """What the secretariat is shown before a record goes out."""

    standing: Standing
    refusals: tuple[Finding, ...]
    doubtful: tuple[Doubtful, ...]
    conflicts: int
    paragraphs: int
    open_paragraphs: int
    waiting: int
    symbol: str
    changes: tuple[tuple[str, str], ...]
    mark: str
    unentered: tuple[MeetingSession, ...]
    unnoted: tuple[tuple[str, AgendaItem], ...]


def circulation_page(meeting: Meeting) -> CirculationPage:
    """Findings, counts and what changed since the record went out last."""
    stands = standing(meeting)
    paragraphs = paragraphs_of_meeting(meeting.id)
    last = stands.record
    refusals = rules.circulation_findings(meeting.state, last.state if last else None, len(paragraphs))
    sessions = sessions_of(meeting.id)
    entered = attending.results(meeting)
    return CirculationPage(
        standing=stands,
        refusals=tuple(refusals),
        doubtful=tuple(doubtful(meeting, paragraphs)) if not stands.is_final else (),
        conflicts=len(open_conflicts(meeting.id)),
        paragraphs=len(paragraphs),
        open_paragraphs=sum(p.marking.is_open for p in paragraphs),
        waiting=waiting_corrections(meeting.id),
        symbol=rules.symbol_of(meeting.symbol, last.revision + 1 if last else 0),
        changes=_changes(meeting, last, paragraphs) if last is not None and not stands.is_final else (),
        mark=page_mark(meeting),
        unentered=tuple(s for s in sessions if s.key not in entered),
        unnoted=_unnoted(meeting, sessions, {p.item_key for p in paragraphs}),
    )


def admitted_words(meeting: Meeting, at: datetime) -> str:
    """Who of the admitted would read something of the record already now: “3 officials, 4 guests”; empty for nobody."""
    return _counted(would_read(meeting, released(meeting), at=at))


def _counted(found: Mapping[Standpoint, int]) -> str:
    return ", ".join(f"{found[each]} {each}{'s' if found[each] > 1 else ''}" for each in Standpoint if found.get(each))


@dataclass(frozen=True, slots=True)
class TextAudience:
    """Who would read a text, in words: how many seats; of the admitted who, where it is open to them.

    Of a corrigendum they are told by paragraph (its key), since they read what corrects what they read.
    """

    seats: int
    admitted: str
    by_paragraph: Mapping[str, str]


def text_audience(text: OutcomeText, meeting: Meeting, concerns: Collection[str], at: datetime) -> TextAudience:
    """Who would read a text that is not circulated yet; a corrigendum with these paragraphs ticked."""

    def words(keys: Collection[str]) -> str:
        return _counted(Counter(invitation.standpoint for invitation in readers.guests(keys)))

    readers = text_readers(text, meeting, at=at)
    return TextAudience(len(readers.seats), words(concerns), {key: words([key]) for key in readers.recorded or ()})


def _unnoted(
    meeting: Meeting, sessions: Iterable[MeetingSession], noted: Collection[str]
) -> tuple[tuple[str, AgendaItem], ...]:
    """The items of which nothing was noted, with their numbers."""
    return tuple((label, i) for label, i in labelled(in_order(meeting, sessions)) if i.key not in noted)


def _changes(meeting: Meeting, last: Record, paragraphs: Iterable[NoteParagraph]) -> tuple[tuple[str, str], ...]:
    """What the record said when it went out last and says now, where both differ; empty for what was not there."""
    return otherwise(noted_then(recorded(meeting.id, last.id)), {p.id: said(p) for p in paragraphs})


def outcome_texts(meeting: Meeting) -> list[OutcomeText]:
    """What was made from the record, as far as this reader may see it."""
    return texts_of(meeting.id)


def adopting(record: Record | None) -> Meeting | None:
    """The meeting at which a record was adopted."""
    return meeting_by_id(record.adopted_at_id) if record is not None and record.adopted_at_id is not None else None
