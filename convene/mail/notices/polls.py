"""Letters about date polls: the personal link, a reminder, a fresh link, and that a date was found.

They carry body, place and times; never what is asked under which title, and never what anybody said (settled 6).
"""

from __future__ import annotations

from datetime import datetime

from convene import clock
from convene.mail.messages import Addressed
from convene.mail.notices.facts import Facts, Notice, moment_for
from convene.mail.terms import Fact, Letter, Link, Paragraph, Tone

LINK = (
    "The link is yours alone; please do not pass it on. It opens this one question, without a password, and nothing "
    "else. You can change your answer with it until the moment named above."
)


def _date_words(days: str, starts_at: str, ends_at: str, zone: str, own: str) -> str:
    """The day, the hours there, and those of the reader where their zone is another and known."""
    if not starts_at:
        return days
    begins, ends = datetime.fromisoformat(starts_at), datetime.fromisoformat(ends_at)
    words = f"{days}, {clock.span_words(begins, ends, zone)} {clock.place_of(zone)}"
    if not own or own == zone:
        return words
    return f"{words} ({clock.span_words(begins, ends, own, zone)} {clock.place_of(own)}, your time)"


def _facts(to: Addressed, facts: Facts) -> tuple[Fact, ...]:
    zone = facts["zone"]
    found = [Fact("Please answer by", moment_for(datetime.fromisoformat(facts["respond_by"]), zone, to.zone))]
    if to.is_at_risk:
        return tuple(found)
    found.append(Fact("Place", facts["place"]))
    if facts["minutes"]:
        found.append(Fact("How long", clock.minutes_words(facts["minutes"])))
    for number, (days, starts_at, ends_at) in enumerate(facts["dates"], start=1):
        found.append(Fact(f"Date {number}", _date_words(days, starts_at, ends_at, zone, to.zone)))
    return tuple(found)


def _letter(kind: str, to: Addressed, facts: Facts, link: str, *, subject: str, neutral: str, words: str) -> Letter:
    return Letter(
        kind=kind,
        subject=neutral if to.is_at_risk else f"{subject}: {to.body_name}",
        greeting=to.greeting,
        paragraphs=(Paragraph(f"{neutral}." if to.is_at_risk else words),),
        facts=_facts(to, facts),
        action=Link("Say when you can", link),
        further=(Paragraph(LINK, Tone.QUIET),),
        signature=to.signature,
    )


def poll(to: Addressed, facts: Facts, link: str, _zone: str) -> Letter:
    """A date is asked for; the link is the person's own (A10)."""
    words = f"A date is sought for a meeting of the {to.body_name}. Please say for each of these dates whether you can."
    return _letter("poll", to, facts, link, subject="A date is sought", neutral="A question about a date", words=words)


def poll_reminder(to: Addressed, facts: Facts, link: str, _zone: str) -> Letter:
    """Only to those who have not answered."""
    words = "We have not had your answer about the date yet. A word for each of these dates is enough."
    subject = "Your answer about the date, please"
    return _letter("poll-reminder", to, facts, link, subject=subject, neutral="A reminder about a date", words=words)


def poll_link(to: Addressed, facts: Facts, link: str, _zone: str) -> Letter:
    """A fresh link in place of one that was lost."""
    words = "Here is your new link; the earlier one opens nothing any more. An answer that you gave is kept."
    return _letter("poll-link", to, facts, link, subject="Your new link", neutral="Your new link", words=words)


def poll_closed(to: Addressed, _facts: Facts, link: str, _zone: str) -> Letter:
    """To those polled who are not invited, where the secretariat wishes it: no more is asked of them."""
    words = f"Thank you for your help in finding a date for the {to.body_name}. Nothing more is asked of you about it."
    return Letter(
        kind="poll-closed",
        subject="Thank you" if to.is_at_risk else f"About the date: {to.body_name}",
        greeting=to.greeting,
        paragraphs=(Paragraph("Thank you. Nothing more is asked of you." if to.is_at_risk else words),),
        action=Link("See what is asked of you", link),
        signature=to.signature,
    )


NOTICES: dict[str, Notice] = {
    "poll": poll,
    "poll-reminder": poll_reminder,
    "poll-link": poll_link,
    "poll-closed": poll_closed,
}
