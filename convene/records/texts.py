"""Writes of what starts from a record: a chair's summary, an aide-memoire, a communiqué."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from convene import clock, journal
from convene.agendas.models import AgendaItem
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.meetings.actions import letter_findings, refuse
from convene.meetings.models import Meeting
from convene.records import rules
from convene.records.actions import body_names
from convene.records.freezing import arranged, disclaimer_of
from convene.records.giveaways import GiveAway, give_aways
from convene.records.models import NoteParagraph, OutcomeText
from convene.records.queries import circulated_texts, paragraphs_of_meeting
from convene.records.telling import tell_text
from convene.records.terms import OutcomeView, TextKind


def offered(meeting: Meeting) -> list[NoteParagraph]:
    """The paragraphs that a text may start from, as they would be printed: what is not attributed in no one's order.

    Every seat reads such a text, so nothing comes from an item that is narrowed to some of them (settled 3).
    """
    narrowed = set(
        db.session.scalars(
            select(AgendaItem.key).where(AgendaItem.meeting_id == meeting.id, AgendaItem.narrowed.is_(True))
        )
    )
    by_item: dict[str, list[NoteParagraph]] = {}
    for paragraph in paragraphs_of_meeting(meeting.id):
        if paragraph.item_key not in narrowed:
            by_item.setdefault(paragraph.item_key, []).append(paragraph)
    by_body = meeting.body.not_attributed
    return [p for rows in by_item.values() for p in arranged(rows, by_body=by_body)]


def is_unattributed(meeting: Meeting) -> bool:
    """Whether anything that a text may start from names nobody: then nobody may be named by the text either."""
    by_body = meeting.body.not_attributed
    return any(rules.is_unattributed(p.marking, by_body=by_body) for p in paragraphs_of_meeting(meeting.id))


def start_from(
    meeting: Meeting, kind: TextKind, title: str, chosen: Iterable[str], *, by: str, at: datetime
) -> OutcomeText:
    """A text that starts from these paragraphs of the notes; only the secretariat sees it as yet. Raises Refused."""
    refuse(letter_findings({"title": title}))
    keys = set(chosen)
    text = "\n\n".join(p.text for p in offered(meeting) if p.key in keys)
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
    return give_aways(f"{text.title}\n{text.text}", body_names(text.body_id))


@dataclass(frozen=True, slots=True)
class Leaving:
    """How a text is to go out: also to the admitted, although it may give a speaker away, as it was at a revision."""

    is_open: bool = False
    all_the_same: bool = False
    opened: int | None = None


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
    found = len(doubts(text, meeting))
    refuse(
        rules.text_findings(text.kind, is_open=leaving.is_open, may_give_away=found, all_the_same=leaving.all_the_same)
    )
    text.symbol = rules.text_symbol(meeting.symbol, text.kind, circulated_texts(meeting.id, text.kind) + 1)
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
