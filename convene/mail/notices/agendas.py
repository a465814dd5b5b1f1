"""Letters about agendas: a proposal was decided on, an agenda was circulated."""

from __future__ import annotations

from datetime import date

from convene import clock
from convene.mail.messages import Addressed
from convene.mail.notices.facts import Facts, Notice
from convene.mail.terms import Letter, Link, Paragraph


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
        action=Link("Sign in" if to.is_at_risk else "Read the decision", link),
        signature=to.signature,
    )


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


NOTICES: dict[str, Notice] = {"proposal-decided": proposal_decided, "agenda": agenda}
