"""Letters about national preparation and the statements on assets (A13)."""

from __future__ import annotations

from datetime import date, datetime

from convene import clock
from convene.mail.messages import Addressed
from convene.mail.notices.facts import Facts, Notice, moment_for
from convene.mail.terms import Fact, Letter, Link, Paragraph


def _statement_facts(to: Addressed, facts: Facts, zone: str) -> tuple[Fact, ...]:
    due = Fact(
        "Due by" if to.is_at_risk else "Your statement is due by",
        moment_for(datetime.fromisoformat(facts["due_at"]), zone, to.zone),
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


NOTICES: dict[str, Notice] = {"preparation": preparation, "assets-reminder": assets_reminder}
