"""Letters about papers: shared with a desk officer, asked for, owed, given more time."""

from __future__ import annotations

from datetime import datetime

from convene.mail.messages import Addressed
from convene.mail.notices.facts import Facts, Notice, moment_for
from convene.mail.terms import Fact, Letter, Link, Paragraph, Tone


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


def _owed(to: Addressed, facts: Facts, zone: str) -> tuple[Fact, ...]:
    """Each deadline that holds for the reader, with the kind of paper; for somebody at risk the deadline alone."""
    return tuple(
        Fact(
            "Due by" if to.is_at_risk else f"Your {kind} is due by",
            moment_for(datetime.fromisoformat(due), zone, to.zone),
        )
        for kind, due in facts["owed"]
    )


def _paper_letter(
    kind: str, to: Addressed, facts: Facts, link: str, *, zone: str, subject: str, neutral: str, words: tuple[str, str]
) -> Letter:
    """A letter about papers that are owed; `words` are those for everybody else, and those for somebody at risk."""
    said, said_at_risk = words
    what = "What is asked stands" if to.is_at_risk else "What is asked, and for which part of the meeting, stands"
    further = f"Sign in with the address to which this letter came. {what} on your first page."
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


NOTICES: dict[str, Notice] = {
    "paper-shared": paper_shared,
    "paper-call": paper_call,
    "paper-reminder": paper_reminder,
    "paper-extension": paper_extension,
    "paper-withdrawal": paper_withdrawal,
}
