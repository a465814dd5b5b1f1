"""Applications for membership as they come in for an agenda: those put before the board for that meeting (A3, B1)."""

from __future__ import annotations

from convene import clock
from convene.agendas.terms import ItemKind, Subject
from convene.incoming.terms import Candidate, Source
from convene.meetings.models import Meeting
from convene.membership.queries import undecided_for

MINUTES = 30


def applications_to(meeting: Meeting) -> list[Candidate]:
    """What is put before that meeting and not decided yet, the oldest first."""
    return [
        Candidate(
            source=Source.APPLICATION,
            origin=one.key,
            title=f"Application of {one.name}",
            provenance=f"Its dossier is before the board; received on {clock.day_words(one.opened_on, weekday=False)}",
            kind=ItemKind.DECISION,
            subject=Subject.OTHER,
            minutes=MINUTES,
            outcome="A decision on what it asks for",
            lead="Secretariat",
            weight=-place,
        )
        for place, one in enumerate(undecided_for(meeting.id))
    ]
