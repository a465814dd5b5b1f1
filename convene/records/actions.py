"""Writes of the record: circulating for correction, corrections, adopting or issuing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from convene import journal
from convene.agendas.rules import is_same
from convene.bodies.models import Party
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.meetings.actions import letter_findings, refuse
from convene.meetings.models import Meeting
from convene.people.models import Contact
from convene.records import attending, notes, rules, self_naming, telling
from convene.records.deciding import not_over
from convene.records.freezing import Going, disclaimer_of, freeze, keep_seals, numbered_items, page_mark
from convene.records.giveaways import GiveAway, give_aways, names_to_look_for
from convene.records.models import Correction, NoteParagraph, Record, RecordParagraph
from convene.records.queries import (
    latest_record,
    newest_revision,
    next_begins,
    noted_now,
    open_conflicts,
    paragraphs_of_meeting,
    recorded,
    versions_of,
    waiting_corrections,
)
from convene.records.reading import noted_then, seals_of, text_of
from convene.records.rules import text_mark
from convene.records.terms import CorrectionFate, Marking, RecordState, Said


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A paragraph that attributes nothing, and what in it may give a speaker away; `own` names its own for certain."""

    item_key: str
    label: str
    item_title: str
    text: str
    found: tuple[GiveAway, ...]
    own: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """How a record is to be circulated; `all_the_same` although something in it may give a speaker away.

    `seen` is the mark of the page on which it was read; `altered` are the places in which it quotes adopted text
    otherwise than it was adopted, and `as_quoted` says that they were read.
    """

    due_at: datetime | None
    note: str = ""
    with_guests: bool = False
    all_the_same: bool = False
    seen: str | None = None
    altered: int = 0
    as_quoted: bool = False


def body_names(body_id: int) -> list[str]:
    """What the checker looks for: the names of a body's parties and people."""
    parties = db.session.scalars(select(Party.name).where(Party.body_id == body_id))
    people = db.session.scalars(select(Contact.name).where(Contact.body_id == body_id))
    return names_to_look_for(parties, people)


def doubtful(meeting: Meeting, paragraphs: Sequence[NoteParagraph]) -> list[Doubtful]:
    """The paragraphs that attribute nothing and may give a speaker away, in the agenda's order."""
    by_body = meeting.body.not_attributed
    free = [p for p in paragraphs if rules.is_unattributed(p.marking, by_body=by_body)]
    if not free:
        return []
    names = body_names(meeting.body_id)
    items = {item.key: (place, label, item.title) for place, (label, item) in enumerate(numbered_items(meeting))}
    elsewhere = (len(items), "", "")
    own = self_naming.of_paragraphs(meeting, free)
    found = []
    for paragraph in sorted(free, key=lambda p: items.get(p.item_key, elsewhere)[0]):
        # A topic is printed above the paragraph, and leads to a speaker as well as its text does.
        text = f"{paragraph.heading}: {paragraph.text}" if paragraph.heading else paragraph.text
        marks, named = give_aways(text, names, city=meeting.city), own.get(paragraph.id, ())
        if marks or named:
            _, label, title = items.get(paragraph.item_key, elsewhere)
            found.append(Doubtful(paragraph.item_key, label, title, text, tuple(marks), named))
    return found


def _refuse_unread(meeting: Meeting, paragraphs: Sequence[NoteParagraph], note: str, *, all_the_same: bool) -> None:
    # Whoever ticks has read what may lead to somebody; of what names its own speaker there is no doubt.
    in_words = self_naming.note_findings(meeting, paragraphs, note)
    refuse(self_naming.findings(meeting, paragraphs) + [replace(each, field="note") for each in in_words])
    if all_the_same:
        return
    found = doubtful(meeting, paragraphs)
    by_body = meeting.body.not_attributed
    is_read = bool(note) and (by_body or any(rules.is_unattributed(p.marking, by_body=by_body) for p in paragraphs))
    in_note = give_aways(note, body_names(meeting.body_id), city=meeting.city) if is_read else []
    if found or in_note:
        count = sum(len(d.found) for d in found) + len(in_note)
        places = "one place" if count == 1 else f"{count} places"
        text = f"In {places} the text may give a speaker away. Mend them, or tick this box where they give nobody away."
        raise Refused((Finding("", Level.REFUSE, text, "all_the_same"),))


def _refuse_stale(meeting: Meeting, seen: str | None) -> None:
    if seen is not None and seen != page_mark(meeting):
        text = "Something was changed since you opened this page. Read the record as it stands now, and press again."
        raise Refused((Finding("", Level.REFUSE, text),))


def _refuse_unchosen(meeting: Meeting) -> None:
    if count := len(open_conflicts(meeting.id)):
        places = "one place" if count == 1 else f"{count} places"
        raise Refused((Finding("", Level.REFUSE, f"In {places} two of you wrote the same paragraph. Choose first."),))


def circulate(meeting: Meeting, wish: Wish, *, by: str, at: datetime) -> tuple[Record, int]:
    """Circulate the record for correction; gives it, and how many are told. Raises Refused.

    It may be circulated again after corrections; it then bears the next symbol, and is read in place of the former.
    """
    last = latest_record(meeting.id)
    paragraphs = paragraphs_of_meeting(meeting.id)
    refuse(rules.circulation_findings(meeting.state, last.state if last else None, len(paragraphs)))
    refuse(
        rules.due_findings(wish.due_at, at=at, next_at=next_begins(meeting, at)) + letter_findings({"note": wish.note})
    )
    _refuse_unchosen(meeting)
    _refuse_stale(meeting, wish.seen)
    _refuse_unread(meeting, paragraphs, wish.note, all_the_same=wish.all_the_same)
    refuse(rules.quoting_findings(wish.altered, as_quoted=wish.as_quoted))
    going = Going(RecordState.CIRCULATED, wish.note, wish.due_at, with_guests=wish.with_guests)
    return _sent(meeting, going, last, by=by, at=at)


def adopt(
    meeting: Meeting,
    later: Meeting | None,
    note: str = "",
    *,
    all_the_same: bool = False,
    is_early: bool = False,
    unentered: bool = False,
    seen: str | None = None,
    altered: int = 0,
    as_quoted: bool = False,
    by: str,
    at: datetime,
) -> tuple[Record, int]:
    """Adopt the record at a later meeting, or issue it where the body does not adopt; gives it and how many are told.

    `is_early` closes corrections before their time, `unentered` leaves open who was there; `seen`, `altered` and
    `as_quoted` are as in a Wish. Raises Refused where corrections wait or are still taken, nothing was circulated, the
    meeting is not over, or the later one does not sit yet.
    """
    last = latest_record(meeting.id)
    adopts, _ = disclaimer_of(meeting.body.preset)
    waiting, due_at = waiting_corrections(meeting.id), last.due_at if last else None
    state = last.state if last else None
    refuse(rules.adoption_findings(state, adopts=adopts, waiting=waiting, due_at=due_at, at=at, is_early=is_early))
    refuse(not_over(meeting, at))
    refuse(rules.unentered_findings([s.title for s in attending.unentered(meeting)], as_it_is=unentered))
    if adopts and later is None:
        raise Refused((Finding("", Level.REFUSE, "Choose the meeting that adopts it.", "meeting"),))
    if adopts and later is not None and later.state not in rules.SITS:
        text = "That meeting does not sit yet. Record the adoption once it does."
        raise Refused((Finding("", Level.REFUSE, text, "meeting"),))
    refuse(rules.adopter_findings(later.ends_at, last.circulated_at) if adopts and later and last else [])
    refuse(letter_findings({"note": note}))
    _refuse_unchosen(meeting)
    _refuse_stale(meeting, seen)
    _refuse_unread(meeting, paragraphs_of_meeting(meeting.id), note, all_the_same=all_the_same)
    refuse(rules.quoting_findings(altered, as_quoted=as_quoted))
    refuse(attending.uncirculated_findings(meeting, last) if last else [])
    if last is not None and (differs := uncirculated(meeting, last)):
        raise Refused((Finding("", Level.REFUSE, f"{differs} Circulate it again first."),))
    going = (
        Going(RecordState.ADOPTED, note, adopted_at_id=later.id, adopted_at=_named(later))
        if adopts and later is not None
        else Going(RecordState.ISSUED, note)
    )
    return _sent(meeting, going, last, by=by, at=at)


def uncirculated(meeting: Meeting, last: Record) -> str:
    """How many paragraphs of the notes are not as everybody had them for correction, in words; empty for none.

    They are new, gone or changed by hand: the record goes out again before it is final.
    """
    then = noted_then(recorded(meeting.id, last.id))
    then |= {key: replace(then[key], text=text) for key, text in _as_corrected(last).items() if key in then}
    before = {key: _as_marked(said) for key, said in then.items()}
    now = {p.id: _as_marked(notes.said(p)) for p in paragraphs_of_meeting(meeting.id)}
    count = sum(before.get(key) != now.get(key) for key in before.keys() | now.keys())
    if not count:
        return ""
    places = "One paragraph differs" if count == 1 else f"{count} paragraphs differ"
    return f"{places} from the record as it went out, and by no accepted correction."


def _as_marked(said: Said) -> tuple[str, str, Marking]:
    """What members agree to when they adopt a paragraph: its words, its topic, and who may read whose name."""
    return text_mark(said.text), said.heading, said.marking


def _as_corrected(last: Record) -> dict[int, str]:
    """What the paragraphs say of which a correction was accepted since the record went out, as it was decided."""
    wanted = (
        select(RecordParagraph.source_id, Correction.decided_at)
        .join(Correction, Correction.paragraph_id == RecordParagraph.id)
        .where(RecordParagraph.record_id == last.id, Correction.fate == CorrectionFate.ACCEPTED)
        .order_by(Correction.decided_at)
    )
    decided = {key: at for key, at in db.session.execute(wanted) if key is not None and at is not None}
    found: dict[int, str] = {}
    for version in versions_of(list(decided)) if decided else ():
        if version.at <= decided[version.paragraph_id]:
            found.setdefault(version.paragraph_id, version.text)
    return found


def _named(meeting: Meeting) -> str:
    return f"{meeting.title[:1].lower()}{meeting.title[1:]} ({meeting.symbol})"


def _sent(meeting: Meeting, going: Going, last: Record | None, *, by: str, at: datetime) -> tuple[Record, int]:
    record = freeze(meeting, going, last=last, by=by, at=at)
    keep_seals(record, recorded(meeting.id, record.id), seals_of(meeting, record))
    told = telling.tell(meeting, record, recorded(meeting.id, record.id), at=at)
    acts = {RecordState.CIRCULATED: "circulate", RecordState.ADOPTED: "adopt", RecordState.ISSUED: "issue"}
    change = {"symbol": record.symbol, "digest": record.digest, "told": told}
    journal.record(
        f"record.{acts[going.state]}", by=by, at=at, body=meeting.body_id, kind="record", key=record.key, change=change
    )
    return record, told


def propose_correction(
    paragraph: RecordParagraph,
    record: Record,
    text: str,
    proposed: str,
    remark: str,
    *,
    party_id: int | None,
    person_id: int,
    by: str,
    at: datetime,
) -> Correction:
    """A seat proposes another wording for a paragraph. Raises Refused after the date, or where nothing differs."""
    proposed = "\n".join(proposed.splitlines())
    refuse(rules.superseded_findings(record.revision, newest_revision(record.meeting_id)))
    refuse(rules.correction_findings(record.state, due_at=record.due_at, at=at, text=text, proposed=proposed))
    refuse(letter_findings({"proposed": proposed, "remark": remark}))
    same = select(Correction).where(
        Correction.paragraph_id == paragraph.id,
        Correction.person_id == person_id,
        Correction.fate == CorrectionFate.WAITING,
    )
    # Whoever thinks better of it before it is decided on has one proposal, not two.
    found = db.session.scalars(same).first()
    if found is None:
        found = Correction(
            body_id=paragraph.body_id,
            meeting_id=paragraph.meeting_id,
            paragraph_id=paragraph.id,
            party_id=party_id,
            person_id=person_id,
        )
        db.session.add(found)
    found.proposed, found.remark, found.proposed_at = proposed, remark, at
    db.session.flush()  # The journal needs its key.
    journal.record("correction.propose", by=by, at=at, body=paragraph.body_id, kind="correction", key=found.key)
    telling.tell_proposal(found, db.session.get_one(Meeting, paragraph.meeting_id), at=at)
    return found


def decide(
    correction: Correction,
    paragraph: RecordParagraph,
    meeting: Meeting,
    fate: CorrectionFate,
    *,
    text: str,
    reason: str,
    instead_of: int | None = None,
    by: str,
    at: datetime,
) -> int:
    """Accept a correction, so that the paragraph says `text` from now on, or decline it for a reason; gives the told.

    `instead_of` is the revision of the notes that was read and in whose place it stands, where they were changed since
    the record went out. The wording of a record that is final never changes: Refused then, and where it was decided
    on, or a reason lacks.
    """
    if correction.fate is not CorrectionFate.WAITING:
        raise Refused((Finding("", Level.REFUSE, f"This correction is {correction.fate} already."),))
    notes.refuse_unless_noted(meeting)
    if fate is CorrectionFate.DECLINED and not reason:
        raise Refused((Finding("", Level.REFUSE, "Give the reason; whoever proposed it reads it.", "reason"),))
    if fate is CorrectionFate.ACCEPTED and not text:
        raise Refused((Finding("", Level.REFUSE, "Write what the paragraph says from now on.", "text"),))
    refuse(letter_findings({"text": text, "reason": reason}))
    present = noted_now(paragraph)
    speakers = self_naming.Speakers(meeting, [present])
    if named := speakers.named(present, reason):
        wrong = self_naming.OwnName(named, reason, "answer").finding
        raise Refused((replace(wrong, field="reason"),))
    if fate is CorrectionFate.ACCEPTED:
        text = "\n".join(text.splitlines())
        if named := speakers.named(present, text):
            wrong = self_naming.OwnName(named, text).finding
            raise Refused((replace(wrong, field="text"),))
        is_read = instead_of is not None and instead_of == present.revision
        noted = "" if present.is_removed else present.text
        refuse(rules.decision_findings(text_of(paragraph), noted, text, instead=is_read))
        notes.correct(present.id, text, by=by, at=at)
        correction.accepted_as = "" if is_same(text, correction.proposed) else text
    correction.fate, correction.reason = fate, reason
    correction.decided_at, correction.decided_by = at, by
    journal.record(
        "correction.decide",
        by=by,
        at=at,
        body=meeting.body_id,
        kind="correction",
        key=correction.key,
        change={"fate": fate},
    )
    return telling.tell_decision(correction, meeting, at=at)
