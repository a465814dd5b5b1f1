"""Letters to whoever registered. Anybody can have typed the address: nothing else that was typed stands in them."""

from __future__ import annotations

from datetime import date, datetime

from convene import clock
from convene.mail.messages import Addressed
from convene.mail.notices.facts import Facts, moment_for
from convene.mail.terms import Fact, Letter, Link, Paragraph, Tone


def _of(to: Addressed, facts: Facts) -> str:
    days = clock.days_words(tuple(date.fromisoformat(day) for day in facts["days"]))
    where = ", ".join(word for word in (facts["city"], days) if word)
    return f"the meeting of the {to.body_name}" + (f" ({where})" if where else "")


def confirm(to: Addressed, facts: Facts, link: str, zone: str) -> Letter:
    """Whoever holds the address confirms it, and thereby what was given with it."""
    if to.is_at_risk:
        subject, words = "Please confirm your address", "Please confirm that this address is yours."
    else:
        subject = f"Please confirm your registration: {to.body_name}"
        words = f"This address was given in a registration for {_of(to, facts)}. Please confirm it with the link below."
    # The host's city would say where the meeting is.
    shown_in = "UTC" if to.is_at_risk else zone
    by = Fact("Please confirm by", moment_for(datetime.fromisoformat(facts["until"]), shown_in, ""))
    stranger = (
        "If this was not you, nothing needs to be done: what was given is erased. The link lets you do so at once."
    )
    return Letter(
        kind="registration-confirm",
        subject=subject,
        greeting=to.greeting,
        paragraphs=(Paragraph(words),),
        facts=(by,),
        action=Link("Confirm this address", link),
        further=(Paragraph(stranger, Tone.QUIET),),
        signature=to.signature,
    )


def known(to: Addressed, facts: Facts, _link: str, _zone: str) -> Letter:
    """Somebody registered again with an address that is confirmed: what was given first stands."""
    if to.is_at_risk:
        subject, words = "We have your message", "We have had your message already; you hear from us."
    else:
        subject = f"You are registered: {to.body_name}"
        words = (
            f"This address is registered for {_of(to, facts)} already. If something has changed, please write to us; "
            "the secretariat answers by mail."
        )
    return Letter(
        kind="registration-known",
        subject=subject,
        greeting=to.greeting,
        paragraphs=(Paragraph(words),),
        signature=to.signature,
    )


def declined(to: Addressed, facts: Facts, _link: str, _zone: str) -> Letter:
    """No place can be offered; a reason stands here and nowhere else."""
    if to.is_at_risk:
        subject, words = "About your request", "Thank you for your request. To our regret we cannot meet it this time."
    else:
        subject = f"Your registration: {to.body_name}"
        words = f"Thank you for registering for {_of(to, facts)}. To our regret we cannot offer you a place this time."
    reason = str(facts.get("reason", ""))
    more = (Paragraph(reason),) if reason and not to.is_at_risk else ()
    return Letter(
        kind="registration-declined",
        subject=subject,
        greeting=to.greeting,
        paragraphs=(Paragraph(words), *more),
        signature=to.signature,
    )


def listed(to: Addressed, facts: Facts, _link: str, _zone: str) -> Letter:
    """On the waiting list."""
    if to.is_at_risk:
        subject, words = "About your request", "Thank you for your request. It is noted; we write again."
    else:
        subject = f"You are on the waiting list: {to.body_name}"
        words = (
            f"Thank you for registering for {_of(to, facts)}. You are on the waiting list; we write as soon as we can."
        )
    return Letter(
        kind="registration-listed",
        subject=subject,
        greeting=to.greeting,
        paragraphs=(Paragraph(words),),
        signature=to.signature,
    )


def approved(to: Addressed, facts: Facts, _link: str, _zone: str) -> Letter:
    """Approved before the meeting is convened: the invitation comes later, and until then they need not wonder."""
    if to.is_at_risk:
        subject, words = "About your request", "Thank you for your request. Your place is kept; we write again."
    else:
        subject = f"Your place is kept: {to.body_name}"
        words = (
            f"Thank you for registering for {_of(to, facts)}. Your place is kept; the invitation with all that you "
            "need follows."
        )
    return Letter(
        kind="registration-approved",
        subject=subject,
        greeting=to.greeting,
        paragraphs=(Paragraph(words),),
        signature=to.signature,
    )


def cancelled(to: Addressed, facts: Facts, _link: str, _zone: str) -> Letter:
    """The meeting does not take place, and nobody is left waiting for a decision."""
    if to.is_at_risk:
        subject = "About your request"
        words = "Thank you for your request. To our regret nothing comes of it this time; nothing more is asked of you."
    else:
        subject = f"Cancelled: {to.body_name}"
        words = (
            f"Thank you for registering for {_of(to, facts)}. To our regret it is cancelled; your "
            "registration ends with it, and nothing more is asked of you."
        )
    return Letter(
        kind="registration-cancelled",
        subject=subject,
        greeting=to.greeting,
        paragraphs=(Paragraph(words),),
        signature=to.signature,
    )


NOTICES = {
    "registration-confirm": confirm,
    "registration-known": known,
    "registration-approved": approved,
    "registration-cancelled": cancelled,
    "registration-declined": declined,
    "registration-listed": listed,
}
