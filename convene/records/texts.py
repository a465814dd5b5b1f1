"""Writes of what starts from a record: a chair's summary, an aide-memoire, a communiqué, a corrigendum."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from convene import clock, journal
from convene.agendas.models import AgendaItem
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.meetings.actions import letter_findings, refuse
from convene.meetings.models import Meeting
from convene.records import rules, self_naming
from convene.records.actions import body_names
from convene.records.freezing import arranged, disclaimer_of, numbered_items
from convene.records.giveaways import GiveAway, give_aways
from convene.records.merging import sentences
from convene.records.models import NoteParagraph, OutcomeText
from convene.records.queries import circulated_texts, has_unattributed, latest_record, paragraphs_of_meeting
from convene.records.self_naming import OwnName
from convene.records.telling import tell_text
from convene.records.terms import OutcomeView, TextKind


@dataclass(frozen=True, slots=True)
class Offered:
    """A paragraph that a text may start from, and the item that it belongs to, with its number."""

    label: str
    item: AgendaItem
    paragraph: NoteParagraph


def offered(meeting: Meeting) -> list[Offered]:
    """The paragraphs that a text may start from, as the record prints them: what is not attributed in no one's order.

    Every seat reads such a text, so nothing comes from an item that is narrowed to some of them (settled 3).
    """
    by_item: dict[str, list[NoteParagraph]] = {}
    for paragraph in paragraphs_of_meeting(meeting.id):
        by_item.setdefault(paragraph.item_key, []).append(paragraph)
    by_body = meeting.body.not_attributed
    return [
        Offered(label, item, paragraph)
        for label, item in numbered_items(meeting)
        if not item.narrowed
        for paragraph in arranged(by_item.get(item.key, ()), by_body=by_body)
    ]


def from_closed(text: OutcomeText, meeting: Meeting) -> list[str]:
    """The sentences of a communiqué, not circulated yet, that a closed paragraph says nearly alike, and no open one."""
    if text.announced or text.kind is not TextKind.COMMUNIQUE:
        return []
    shut = {item.key for _, item in numbered_items(meeting) if item.narrowed or item.withheld}
    closed: list[str] = []
    told: list[str] = []
    for paragraph in paragraphs_of_meeting(meeting.id):
        is_told = paragraph.marking.is_open and paragraph.item_key not in shut
        (told if is_told else closed).extend(sentences(paragraph.text))
    suspected = rules.taken_over(sentences(text.text), closed)
    harmless = set(rules.taken_over(suspected, told))
    return [sentence for sentence in suspected if sentence not in harmless]


def is_unattributed(meeting: Meeting) -> bool:
    """Whether anything that a text may start from names nobody: then nobody may be named by the text either.

    So it is where the body attributes nothing, and where what names nobody was noted, although it was removed since.
    """
    return meeting.body.not_attributed or has_unattributed(meeting.id)


def corrigendum_findings(meeting: Meeting, kind: TextKind) -> list[Finding]:
    """What keeps a meeting's record from having a corrigendum."""
    last = latest_record(meeting.id)
    return rules.corrigendum_findings(kind, last.state if last else None)


def start_from(
    meeting: Meeting, kind: TextKind, title: str, chosen: Iterable[str], *, by: str, at: datetime
) -> OutcomeText:
    """A text that starts from these paragraphs of the notes; only the secretariat sees it as yet. Raises Refused."""
    refuse(corrigendum_findings(meeting, kind) + letter_findings({"title": title}))
    keys = set(chosen)
    paragraphs = [each.paragraph for each in offered(meeting) if each.paragraph.key in keys]
    refuse([replace(found, field="paragraphs") for found in self_naming.findings(meeting, paragraphs)])
    text = "\n\n".join(paragraph.text for paragraph in paragraphs)
    found = OutcomeText(body_id=meeting.body_id, meeting_id=meeting.id, kind=kind, title=title, text=text)
    db.session.add(found)
    db.session.flush()  # Its key is the address of its page.
    _note("text.begin", found, {"as": kind}, by=by, at=at)
    return found


def write(text: OutcomeText, title: str, words: str, *, opened: int, by: str, at: datetime) -> None:
    """Keep what a text says. Raises Refused where it was circulated, or changed by another since it was opened."""
    if text.announced:
        raise Refused((Finding("", Level.REFUSE, "It is circulated, and stays as it is."),))
    words = "\n".join(words.splitlines())
    if opened != text.revision and (title, words) != (text.title, text.text):
        message = f"Somebody else changed it meanwhile. It now says: “{text.text}”. Keep yours by keeping it once more."
        raise Refused((Finding("", Level.REFUSE, message, "text"),))
    refuse(letter_findings({"title": title, "text": words}))
    text.title, text.text, text.revision = title, words, text.revision + 1
    _note("text.write", text, {}, by=by, at=at)


def doubts(text: OutcomeText, meeting: Meeting) -> list[GiveAway]:
    """What in a text that is not circulated may give a speaker away; nothing where it may name whom it likes."""
    if text.announced or not is_unattributed(meeting):
        return []
    return give_aways(f"{text.title}\n{text.text}", body_names(text.body_id), city=meeting.city)


def own_names(text: OutcomeText, meeting: Meeting) -> list[OwnName]:
    """The paragraphs of a text that is not circulated which name who said what they say; nothing lets them pass."""
    return [] if text.announced else self_naming.of_text(meeting, text.text)


@dataclass(frozen=True, slots=True)
class Leaving:
    """How a text is to go out: also to the admitted, although it may give a speaker away, as it was at a revision.

    `may_be_told` says that the members agreed to tell the admitted what comes from closed paragraphs; `altered` are the
    places in which it quotes adopted text otherwise than it was adopted, and `as_quoted` says that they were read.
    """

    is_open: bool = False
    all_the_same: bool = False
    may_be_told: bool = False
    opened: int | None = None
    altered: int = 0
    as_quoted: bool = False


def circulate(text: OutcomeText, meeting: Meeting, leaving: Leaving, *, by: str, at: datetime) -> int:
    """Put a text before the seats, sealed as it is, and before the admitted where it is open; gives how many are told.

    Raises Refused.
    """
    if text.announced:
        raise Refused((Finding("", Level.REFUSE, "It is circulated already."),))
    if not text.text.strip():
        raise Refused((Finding("", Level.REFUSE, "There is nothing to circulate yet."),))
    if leaving.opened not in (None, text.revision):
        words = "Somebody changed it since you opened this page. Read it as it stands now, and circulate it then."
        raise Refused((Finding("", Level.REFUSE, words),))
    refuse([found.finding for found in own_names(text, meeting)])
    refuse(
        rules.text_findings(
            text.kind,
            is_open=leaving.is_open,
            may_give_away=len(doubts(text, meeting)),
            all_the_same=leaving.all_the_same,
            closed=len(from_closed(text, meeting)),
            may_be_told=leaving.may_be_told,
        )
        + corrigendum_findings(meeting, text.kind)
        + rules.quoting_findings(leaving.altered, as_quoted=leaving.as_quoted)
    )
    number, record = circulated_texts(meeting.id, text.kind) + 1, latest_record(meeting.id)
    text.symbol = rules.text_symbol(meeting.symbol, text.kind, number, record_symbol=record.symbol if record else "")
    text.announced, text.circulated_at = True, at
    text.open_to_id = meeting.id if leaving.is_open else None
    text.digest = hashlib.sha256(f"{text.title}\x1f{text.text}".encode()).hexdigest()
    db.session.flush()  # Who may read it is asked of the row.
    _note("text.circulate", text, {"digest": text.digest, "symbol": text.symbol, "open": leaving.is_open}, by=by, at=at)
    return tell_text(text, meeting, at=at)


def _note(act: str, text: OutcomeText, change: dict[str, object], *, by: str, at: datetime) -> None:
    journal.record(act, by=by, at=at, body=text.body_id, kind="text", key=text.key, change=change)


def printed(text: OutcomeText, meeting: Meeting, *, is_guest: bool) -> OutcomeView:
    """A text as it is printed, for a seat or the secretariat, or for whoever has no seat."""
    adopts, disclaimer = disclaimer_of(meeting.body.preset)
    where = f", {meeting.city}" if meeting.city and meeting.city not in meeting.title else ""
    days = clock.days_words(tuple(sorted({meeting.starts_on, meeting.ends_on})))
    return OutcomeView(
        body_name=meeting.body.name,
        body_short_name=meeting.body.short_name,
        kind=text.kind,
        title=text.title,
        meeting="" if is_guest else f"{meeting.title}{where}, {days}",
        symbol="" if is_guest else text.symbol or meeting.symbol,
        text=text.text,
        disclaimer="" if adopts else disclaimer,
        zone=meeting.zone,
        circulated_at=text.circulated_at,
        is_open=text.open_to_id is not None,
        is_guest=is_guest,
        digest=text.digest,
    )
