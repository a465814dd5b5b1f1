"""Letters that are about no invitation: one function per kind, in the table below.

Each is given whom it is to, the facts of its outbox row (plain words and ISO instants, never a title, country or
paper; settled 6), the address to follow, and the host's zone. For somebody at risk subject and words are neutral.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from convene import clock
from convene.mail.messages import Addressed
from convene.mail.terms import Fact, Letter, Link, Paragraph, Tone

Facts = Mapping[str, Any]
NOTICES: dict[str, Callable[[Addressed, Facts, str, str], Letter]] = {}


def paper_shared(to: Addressed, facts: Facts, link: str, _zone: str) -> Letter:
    """A member shared a paper with its desk officer (B5): by whom, never which; it stands on their first page."""
    if to.is_at_risk:
        subject, opening = "For you to read", "There is something for you to read."
    else:
        subject = f"A paper for you to read: {to.body_name}"
        opening = f"A paper has been shared with you by {facts.get('member', '')}."
    further = (
        "Sign in with the address to which this letter came; a link is sent to you, and no password is needed. "
        "What you read is for your own use; please do not pass it on."
    )
    return Letter(
        kind="paper-shared",
        subject=subject,
        greeting=to.greeting,
        paragraphs=(Paragraph(opening),),
        action=Link("Sign in and read it", link),
        further=(Paragraph(further),),
        signature=to.signature,
    )


NOTICES["paper-shared"] = paper_shared


def proposal_decided(to: Addressed, _facts: Facts, link: str, _zone: str) -> Letter:
    """A proposal for the agenda was decided on; neither its title nor the decision is told by mail."""
    if to.is_at_risk:
        subject, opening = "There is something for you to read", "There is something for you to read; please sign in."
    else:
        subject = f"Your proposal to the {to.body_name}"
        opening = "The secretariat has decided on your proposal; sign in to read it."
    return Letter(
        kind="proposal-decided",
        subject=subject,
        greeting=to.greeting,
        paragraphs=(Paragraph(opening),),
        action=Link("Read the decision", link),
        signature=to.signature,
    )


NOTICES["proposal-decided"] = proposal_decided


def _moment(moment: datetime, zone: str, own: str) -> str:
    """The host's day and hour, and those of the reader where their zone is another and known."""
    words = clock.moment_words(moment, zone)
    return words if not own or own == zone else f"{words} ({clock.moment_words(moment, own)}, your time)"


def _owed(to: Addressed, facts: Facts, zone: str) -> tuple[Fact, ...]:
    """Each deadline that holds for the reader, with the kind of paper; for somebody at risk the deadline alone."""
    return tuple(
        Fact(
            "Due by" if to.is_at_risk else f"Your {kind} is due by", _moment(datetime.fromisoformat(due), zone, to.zone)
        )
        for kind, due in facts["owed"]
    )


def _paper_letter(
    kind: str, to: Addressed, facts: Facts, link: str, *, zone: str, subject: str, neutral: str, words: tuple[str, str]
) -> Letter:
    """A letter about papers that are owed; `words` are those for everybody else, and those for somebody at risk."""
    said, said_at_risk = words
    further = (
        "Sign in with the address to which this letter came. What is asked, and for which part of the meeting, stands "
        "on your first page."
    )
    return Letter(
        kind=kind,
        subject=neutral if to.is_at_risk else f"{subject}: {to.body_name}",
        greeting=to.greeting,
        paragraphs=(Paragraph(said_at_risk if to.is_at_risk else said),),
        facts=_owed(to, facts, zone) if "owed" in facts else (),
        action=Link("Sign in", link),
        further=(Paragraph(further, Tone.QUIET),) if "owed" in facts else (),
        signature=to.signature,
    )


def paper_call(to: Addressed, facts: Facts, link: str, zone: str) -> Letter:
    """A paper is asked of the reader (B5): its kind and by when, never for which item."""
    what = "a paper" if len(facts["owed"]) == 1 else f"{len(facts['owed'])} papers"
    words = (f"The secretariat asks you for {what} for the coming meeting.", "Something is asked of you.")
    subject, neutral = "A paper is asked of you", "Something is asked of you"
    return _paper_letter("paper-call", to, facts, link, zone=zone, subject=subject, neutral=neutral, words=words)


def paper_reminder(to: Addressed, facts: Facts, link: str, zone: str) -> Letter:
    """Only to those who owe a paper."""
    said = "We have not had your paper yet." if len(facts["owed"]) == 1 else "We have not had all of your papers yet."
    words = (f"{said} If you need more time, please write to us or call.", "Something is still awaited from you.")
    subject, neutral = "Your paper, please", "A reminder"
    return _paper_letter("paper-reminder", to, facts, link, zone=zone, subject=subject, neutral=neutral, words=words)


def paper_extension(to: Addressed, facts: Facts, link: str, zone: str) -> Letter:
    """A later deadline was granted; its reason stands on the reader's page, since it may name what is closed."""
    words = (
        "You have more time for your paper; the deadline below takes the place of the former.",
        "You have more time.",
    )
    subject, neutral = "More time for your paper", "You have more time"
    return _paper_letter("paper-extension", to, facts, link, zone=zone, subject=subject, neutral=neutral, words=words)


def paper_withdrawal(to: Addressed, facts: Facts, link: str, zone: str) -> Letter:
    """A paper that was asked for is no longer needed."""
    words = (
        "A paper that the secretariat asked of you is no longer needed. What is still asked stands on your first page.",
        "Something that was asked of you is no longer needed.",
    )
    subject, neutral = "A paper is no longer needed", "No longer needed"
    return _paper_letter("paper-withdrawal", to, facts, link, zone=zone, subject=subject, neutral=neutral, words=words)


NOTICES |= {
    "paper-call": paper_call,
    "paper-reminder": paper_reminder,
    "paper-extension": paper_extension,
    "paper-withdrawal": paper_withdrawal,
}


def _statement_facts(to: Addressed, facts: Facts, zone: str) -> tuple[Fact, ...]:
    due = Fact(
        "Due by" if to.is_at_risk else "Your statement is due by",
        _moment(datetime.fromisoformat(facts["due_at"]), zone, to.zone),
    )
    if to.is_at_risk:
        return (due,)
    return Fact("Preparatory date", clock.day_words(date.fromisoformat(facts["prepare_on"]))), due


def preparation(to: Addressed, facts: Facts, link: str, zone: str) -> Letter:
    """The secretariat sent its questions for national preparation, or a date has changed (A13)."""
    if facts["is_changed"]:
        subject, words = (
            "Changed dates of preparation",
            "The dates for your capital's preparation have changed, as follows.",
        )
    else:
        subject = "Questions for your capital"
        words = "The secretariat has sent its questions for the national preparation of the coming meeting."
    further = (
        "Sign in with the address to which this letter came: you find the questions there, and the form for your "
        "statement, which holds what you stated before."
    )
    return Letter(
        kind="preparation",
        subject="Something is asked of you" if to.is_at_risk else f"{subject}: {to.body_name}",
        greeting=to.greeting,
        paragraphs=(Paragraph("Something is asked of you." if to.is_at_risk else words),),
        facts=_statement_facts(to, facts, zone),
        action=Link("Sign in", link),
        further=() if to.is_at_risk else (Paragraph(further),),
        signature=to.signature,
    )


def assets_reminder(to: Addressed, facts: Facts, link: str, zone: str) -> Letter:
    """Only to the seats of those who owe a statement (A13)."""
    words = "We have not had your statement for the coming meeting yet. A line for each question is enough."
    return Letter(
        kind="assets-reminder",
        subject="A reminder" if to.is_at_risk else f"Your statement, please: {to.body_name}",
        greeting=to.greeting,
        paragraphs=(Paragraph("Something is still awaited from you." if to.is_at_risk else words),),
        facts=_statement_facts(to, facts, zone),
        action=Link("Sign in", link),
        signature=to.signature,
    )


NOTICES |= {"preparation": preparation, "assets-reminder": assets_reminder}


def agenda(to: Addressed, facts: Facts, link: str, _zone: str) -> Letter:
    """An agenda was circulated, or a guest's own part of it changed; which items it has is read after signing in."""
    days = clock.days_words(tuple(date.fromisoformat(day) for day in facts["days"]))
    news = "is available" if facts["is_first"] else "has been revised"
    what = "Your programme" if facts["is_guest"] else "The agenda"
    of = f"the {to.body_name}, {facts['city']}, {days}"
    words = f"{what} for the meeting of {of}, {news}. Please sign in to read it."
    at_risk = "Your programme is available." if facts["is_first"] else "Your programme has been revised."
    return Letter(
        kind="agenda",
        subject=at_risk.rstrip(".") if to.is_at_risk else f"{what} {news}: {to.body_name}, {facts['city']}, {days}",
        greeting=to.greeting,
        paragraphs=(Paragraph(f"{at_risk} Please sign in to read it." if to.is_at_risk else words),),
        action=Link("Sign in and read it", link),
        signature=to.signature,
    )


NOTICES["agenda"] = agenda
