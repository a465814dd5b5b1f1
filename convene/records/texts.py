"""Writes of what starts from a record: a chair's summary, an aide-memoire, a communiqué, a corrigendum."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
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
from convene.records.closed_words import rare_words_taken
from convene.records.freezing import arranged, disclaimer_of, numbered_items
from convene.records.giveaways import GiveAway, give_aways
from convene.records.models import NoteParagraph, OutcomeText
from convene.records.queries import circulated_texts, has_unattributed, latest_record, paragraphs_of_meeting
from convene.records.reading import Numbered, numbered_paragraphs
from convene.records.self_naming import OwnName
from convene.records.sentences import sentences
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
    """The sentences of a text, not circulated yet, that a closed paragraph says nearly alike, and no open one.

    Of a communiqué and a corrigendum, which others than the members may read; with what they quote of one.
    """
    if text.announced or text.kind not in (TextKind.COMMUNIQUE, TextKind.CORRIGENDUM):
        return []
    shut = {item.key for _, item in numbered_items(meeting) if item.narrowed or item.withheld}
    closed: list[str] = []
    told: list[str] = []
    for paragraph in paragraphs_of_meeting(meeting.id):
        is_told = paragraph.marking.is_open and paragraph.item_key not in shut
        (told if is_told else closed).extend(sentences(paragraph.text))
    suspected = rules.taken_over([*sentences(text.title), *sentences(text.text)], closed)
    harmless = set(rules.taken_over(suspected, told))
    found = [sentence for sentence in suspected if sentence not in harmless]
    told += [meeting.title, meeting.city, *(item.title for _, item in numbered_items(meeting) if item.key not in shut)]
    few = rare_words_taken([*sentences(text.title), *sentences(text.text)], closed, told)
    found += [sentence for sentence in few if sentence not in found]
    quoted = [words for words in rules.in_quotation_marks(text.text) if _is_within(words, closed)]
    return found + [q for q in quoted if not _is_within(q, told) and not any(q in sentence for sentence in found)]


def _is_within(words: str, said: Iterable[str]) -> bool:
    bare = " ".join(words.split()).casefold().rstrip(".")
    return any(bare in " ".join(sentence.split()).casefold() for sentence in said)


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
    in_title = self_naming.Speakers(meeting, paragraphs).in_title(title, "", {each.id for each in paragraphs})
    refuse([replace(own.finding, field="title") for own in in_title])
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


def own_names(text: OutcomeText, meeting: Meeting, concerns: Collection[str] = ()) -> list[OwnName]:
    """What in a text that is not circulated, or in its title, names who said what it says; nothing lets it pass.

    A corrigendum says what those paragraphs say that it cites, or `concerns` (keys of recorded ones).
    """
    if text.announced:
        return []
    about: set[int] = set()
    if text.kind is TextKind.CORRIGENDUM:
        cited = self_naming.cited(f"{text.title}\n{text.text}")
        about = {
            each.source_id
            for each in numbered_paragraphs(meeting)
            if each.key in concerns or {each.closed, each.open} & cited
        }
    return self_naming.of_text(meeting, text.text, about, title=text.title)


def correctable(text: OutcomeText, meeting: Meeting) -> list[Numbered]:
    """The paragraphs of a final record that a corrigendum, not circulated yet, may say to correct."""
    is_offered = text.kind is TextKind.CORRIGENDUM and not text.announced
    return numbered_paragraphs(meeting) if is_offered else []


def _corrects(text: OutcomeText, meeting: Meeting, leaving: Leaving) -> list[Finding]:
    """What keeps a corrigendum from those who read the open record."""
    if text.kind is not TextKind.CORRIGENDUM or not leaving.is_open:
        return []
    chosen = [each for each in correctable(text, meeting) if each.key in leaving.concerns]
    words, record = f"{text.title}\n{text.text}", latest_record(meeting.id)
    return rules.open_corrigendum_findings(
        concerns=len(chosen),
        closed=[each.closed for each in chosen if not each.open],
        cited=sorted(self_naming.cited(words)),
        symbols=[s for s in dict.fromkeys((record.symbol if record else "", meeting.symbol)) if s and s in words][:1],
    )


def page_mark(text: OutcomeText, meeting: Meeting) -> str:
    """By what is seen whether the page of a text says the same still: its words, and what is told of them there.

    A paragraph that a colleague closes meanwhile makes a sentence one that was not shown to be from a closed one.
    """
    told = [*from_closed(text, meeting), "", *(mark.words for mark in doubts(text, meeting))]
    return f"{text.revision}-{hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class Leaving:
    """How a text is to go out: also to the admitted, although it may give a speaker away, as its page stood (`opened`).

    `may_be_told` says that the members agreed to tell the admitted what comes from closed paragraphs; `altered` are the
    places in which it quotes adopted text otherwise than it was adopted, and `as_quoted` says that they were read.
    `concerns` are the keys of the recorded paragraphs that a corrigendum corrects.
    """

    is_open: bool = False
    all_the_same: bool = False
    may_be_told: bool = False
    opened: str | None = None
    altered: int = 0
    as_quoted: bool = False
    concerns: tuple[str, ...] = ()


def circulate(text: OutcomeText, meeting: Meeting, leaving: Leaving, *, by: str, at: datetime) -> int:
    """Put a text before the seats, sealed as it is, and before the admitted where it is open; gives how many are told.

    Raises Refused.
    """
    if text.announced:
        raise Refused((Finding("", Level.REFUSE, "It is circulated already."),))
    if not text.text.strip():
        raise Refused((Finding("", Level.REFUSE, "There is nothing to circulate yet."),))
    if leaving.opened not in (None, page_mark(text, meeting)):
        words = (
            "It, or the record, was changed since you opened this page. Read what stands now, and circulate it then."
        )
        raise Refused((Finding("", Level.REFUSE, words),))
    refuse([found.finding for found in own_names(text, meeting, leaving.concerns)])
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
        + _corrects(text, meeting, leaving)
        + rules.quoting_findings(leaving.altered, as_quoted=leaving.as_quoted)
    )
    number, record = circulated_texts(meeting.id, text.kind) + 1, latest_record(meeting.id)
    text.symbol = rules.text_symbol(meeting.symbol, text.kind, number, record_symbol=record.symbol if record else "")
    text.announced, text.circulated_at = True, at
    if text.kind is TextKind.CORRIGENDUM:
        # It is no text of its own to the admitted: the open record shows it to whoever reads what it corrects.
        known = {each.key for each in numbered_paragraphs(meeting)}
        text.concerns = " ".join(key for key in leaving.concerns if key in known)
        text.for_admitted = leaving.is_open
    else:
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
