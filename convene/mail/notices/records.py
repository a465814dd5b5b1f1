"""Letters about the record: it can be read, a correction was decided on, it is awaited; a text made from it."""

from __future__ import annotations

from datetime import date, datetime

from convene import clock
from convene.mail.messages import Addressed
from convene.mail.notices.facts import Facts, Notice, moment_for
from convene.mail.terms import Fact, Letter, Link, Paragraph

NEUTRAL = ("There is something for you to read", "There is something for you to read; please sign in.")


def record(to: Addressed, facts: Facts, link: str, zone: str) -> Letter:
    """A record went out: where to read it and until when it may be corrected, never a word of it (settled 6)."""
    due = datetime.fromisoformat(facts["due"]) if facts.get("due") else None
    if to.is_at_risk:
        subject, words = NEUTRAL
    elif facts["is_guest"]:
        subject = f"A record for you to read: {to.body_name}"
        words = "The record of your part of the meeting is available. Please sign in to read it."
    else:
        days = clock.days_words(tuple(date.fromisoformat(day) for day in facts["days"]))
        of = f"the {to.body_name}, {facts['city']}, {days}"
        news = f"is {facts['state']}"
        if due:
            news = "is available for correction"
            news = "has been corrected, and is available for correction again" if facts.get("again") else news
        subject = f"The summary record {news}: {to.body_name}, {facts['city']}, {days}"
        words = f"The summary record of the meeting of {of}, {news}. Please sign in to read it."
    facts_shown = (Fact("Corrections until", moment_for(due, zone, to.zone)),) if due and not to.is_at_risk else ()
    return Letter(
        kind="record",
        subject=subject,
        greeting=to.greeting,
        paragraphs=(Paragraph(words),),
        facts=facts_shown,
        action=Link("Sign in and read it", link),
        signature=to.signature,
    )


def _short(kind: str, to: Addressed, link: str, *, subject: str, words: str, label: str) -> Letter:
    neutral_subject, neutral = NEUTRAL
    return Letter(
        kind=kind,
        subject=neutral_subject if to.is_at_risk else f"{subject}: {to.body_name}",
        greeting=to.greeting,
        paragraphs=(Paragraph(neutral if to.is_at_risk else words),),
        action=Link("Sign in" if to.is_at_risk else label, link),
        signature=to.signature,
    )


def correction_decided(to: Addressed, _facts: Facts, link: str, _zone: str) -> Letter:
    """A correction was decided on; neither its words nor the decision is told by mail."""
    words = "The secretariat has decided on the correction that you proposed; sign in to read it."
    return _short(
        "record-correction", to, link, subject="Your correction to the record", words=words, label="Read the decision"
    )


def correction_received(to: Addressed, _facts: Facts, link: str, _zone: str) -> Letter:
    """To the secretariat: a correction came in; whose it is and what it says stands on the page."""
    words = "A correction to the record of a meeting was proposed, and waits for your decision."
    return _short(
        "correction-received", to, link, subject="A correction has come in", words=words, label="Read and decide"
    )


def rapporteur(to: Addressed, _facts: Facts, link: str, _zone: str) -> Letter:
    """To whom the secretariat asked to take notes; of which meeting stands on the page."""
    words = "You were asked to take the notes of a meeting beside the secretariat. Please sign in to see which."
    return _short("rapporteur", to, link, subject="You are asked to take notes", words=words, label="Sign in and see")


def reminder(to: Addressed, facts: Facts, link: str, _zone: str) -> Letter:
    """The secretariat is reminded of a record that is not out, or was circulated for correction and is not final."""
    words = "The record of a meeting that is over has not been circulated yet."
    if facts.get("is_circulated"):
        words = "The record of a meeting is not final yet, and the time for corrections is over."
    return _short("record-reminder", to, link, subject="A record is awaited", words=words, label="Go to the record")


def outcome_text(to: Addressed, facts: Facts, link: str, _zone: str) -> Letter:
    """A chair's summary, an aide-memoire, a communiqué or a corrigendum can be read."""
    words = "The secretariat has put a text before the members. Please sign in to read it."
    if facts.get("is_corrigendum"):
        words = "The record of your part of the meeting has a corrigendum. Please sign in to read it below the record."
    elif facts.get("is_guest"):
        words = "A text of the meeting to which you were invited is open to you. Please sign in to read it."
    return _short("outcome-text", to, link, subject="A text for you to read", words=words, label="Sign in and read it")


NOTICES: dict[str, Notice] = {
    "record": record,
    "record-correction": correction_decided,
    "rapporteur": rapporteur,
    "record-reminder": reminder,
    "correction-received": correction_received,
    "outcome-text": outcome_text,
}
