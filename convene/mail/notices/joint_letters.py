"""Letters about joint letters (S10): to those who are asked to sign, and the mail that carries an addressee's copy."""

from __future__ import annotations

from datetime import datetime

from convene.mail.messages import Addressed
from convene.mail.notices.facts import Facts, Notice, moment_for
from convene.mail.terms import Fact, Letter, Link, Paragraph, Tone

_HOW = "Sign in with the address to which this letter came; a link is sent to you, and no password is needed."


def _about(
    kind: str, to: Addressed, facts: Facts, link: str, *, zone: str, subject: str, neutral: str, words: tuple[str, str]
) -> Letter:
    said, said_at_risk = words
    due = moment_for(datetime.fromisoformat(facts["until"]), zone, to.zone) if "until" in facts else ""
    return Letter(
        kind=kind,
        subject=neutral if to.is_at_risk else f"{subject}: {to.body_name}",
        greeting=to.greeting,
        paragraphs=(Paragraph(said_at_risk if to.is_at_risk else said),),
        facts=(Fact("Please answer by", due),) if due else (),
        action=Link("Sign in and read it", link),
        further=(Paragraph(_HOW, Tone.QUIET),),
        signature=to.signature,
    )


def ask(to: Addressed, facts: Facts, link: str, zone: str) -> Letter:
    """An organisation is asked to sign; what the letter says is read after signing in."""
    said = (
        "A joint letter has been drafted, and your organisation is asked whether it signs. Its text is there to read; "
        "you name who signs for you, or say that you do not."
    )
    words = (said, "Something is asked of you.")
    subject, neutral = "A letter waits for your organisation's answer", "Something is asked of you"
    return _about("letter-ask", to, facts, link, zone=zone, subject=subject, neutral=neutral, words=words)


def changed(to: Addressed, facts: Facts, link: str, zone: str) -> Letter:
    """The text has changed: whoever signed is asked anew."""
    said = (
        "The text of the joint letter has changed. What was signed before does not count for the new text: please "
        "read what is different, and answer again."
    )
    words = (said, "Something that was asked of you has changed; please look at it again.")
    subject, neutral = "The joint letter has changed", "Please look at it again"
    return _about("letter-changed", to, facts, link, zone=zone, subject=subject, neutral=neutral, words=words)


def exception(to: Addressed, facts: Facts, link: str, zone: str) -> Letter:
    """One organisation has more time."""
    words = ("Your organisation has more time to answer about the joint letter.", "You have more time.")
    subject, neutral = "More time for the joint letter", "You have more time"
    return _about("letter-exception", to, facts, link, zone=zone, subject=subject, neutral=neutral, words=words)


def reminder(to: Addressed, facts: Facts, link: str, zone: str) -> Letter:
    """Only to those who have not answered."""
    words = (
        "We have not had your organisation's answer about the joint letter yet; a no is an answer too.",
        "Something is still awaited from you.",
    )
    subject, neutral = "Your answer about the joint letter, please", "A reminder"
    return _about("letter-reminder", to, facts, link, zone=zone, subject=subject, neutral=neutral, words=words)


def sent(to: Addressed, facts: Facts, link: str, zone: str) -> Letter:
    """The letter that the organisation signed was sent."""
    said = (
        "The joint letter that your organisation signed has been sent. Its page keeps the letter as it went out, and "
        "what its addressees answer."
    )
    words = (said, "What you took part in has been done; there is something for you to read.")
    subject, neutral = "The joint letter was sent", "For you to read"
    return _about("letter-sent", to, facts, link, zone=zone, subject=subject, neutral=neutral, words=words)


def copy(to: Addressed, title: str, salutation: str, organisations: int, reply_address: str) -> Letter:
    """The mail that carries a copy to one addressee, who is no user; the letter itself is attached."""
    what = "a letter" if organisations == 1 else f"a letter of {organisations} organisations"
    return Letter(
        kind="letter-copy",
        subject=title,
        greeting=salutation,
        paragraphs=(Paragraph(f"Please find attached {what}, sent to you by the {to.body_name}."),),
        further=(Paragraph(f"Your answer goes to {reply_address}.", Tone.QUIET),) if reply_address else (),
        signature=to.signature,
    )


NOTICES: dict[str, Notice] = {
    "letter-ask": ask,
    "letter-changed": changed,
    "letter-exception": exception,
    "letter-reminder": reminder,
    "letter-sent": sent,
}
