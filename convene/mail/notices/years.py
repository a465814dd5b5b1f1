"""Letters that follow from a changed year: a deadline that moved with its meeting."""

from __future__ import annotations

from datetime import datetime

from convene.mail.messages import Addressed
from convene.mail.notices.facts import Facts, Notice, moment_for
from convene.mail.terms import Fact, Letter, Link, Paragraph


def paper_moved(to: Addressed, facts: Facts, link: str, zone: str) -> Letter:
    """The meeting moved, and with it the day by which a paper is due (B5); never which paper, nor for which item."""
    owed = tuple(
        Fact(
            "Due by" if to.is_at_risk else f"Your {kind} is due by",
            moment_for(datetime.fromisoformat(due), zone, to.zone),
        )
        for kind, due in facts["owed"]
    )
    words = "The meeting has other days, and so has your paper; the deadline below takes the place of the former."
    return Letter(
        kind="paper-moved",
        subject="A date has changed" if to.is_at_risk else f"Your paper has another deadline: {to.body_name}",
        greeting=to.greeting,
        paragraphs=(Paragraph("A date has changed, as follows." if to.is_at_risk else words),),
        facts=owed,
        action=Link("Sign in", link),
        signature=to.signature,
    )


NOTICES: dict[str, Notice] = {"paper-moved": paper_moved}
