"""What the tests of what comes in need of the seeded world, in short."""

from __future__ import annotations

from typing import Any

from convene import clock
from convene.agendas.terms import ItemKind, Theme
from convene.incoming import actions
from convene.incoming.actions import Decision, Proposal, Proposer
from convene.incoming.models import IncomingEntry
from convene.incoming.sources import Known, candidates
from convene.incoming.terms import Candidate, Fate, Source
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from tests.build import BY, body, one, term_of

LEFT = (
    "Early warning from the border districts",
    "Safe passage for relief convoys",
    "A shared list of forensic experts",
    "Incitement on social networks: what was asked of companies",
    "Protection of places of worship",
    "Lessons from the mediation of last year",
)


def past_meeting() -> Meeting:
    """The concluded meeting of the board."""
    found: Meeting = one(Meeting, body_id=body().id, state=MeetingState.CONCLUDED)
    return found


def waiting(meeting: Meeting, source: Source | None = None) -> list[Candidate]:
    """What waits for a meeting, from all sources or one."""
    return [c for c in candidates(Known(meeting, clock.now())) if source is None or c.source is source]


def titles(meeting: Meeting, source: Source) -> list[str]:
    """The titles of what waits from one source, in order."""
    return [c.title for c in waiting(meeting, source)]


def the(meeting: Meeting, title: str) -> Candidate:
    """What waits under a title."""
    return next(c for c in waiting(meeting) if c.title == title)


def decided(meeting: Meeting, fate: Fate, *chosen: Candidate, reason: str = "", **more: Any) -> list[IncomingEntry]:
    """Decide on something."""
    return actions.decide(meeting, chosen, Decision(fate, reason, **more), by=BY, at=clock.now())


def proposal(title: str = "A question of ours", **more: Any) -> Proposal:
    """A proposal."""
    given: dict[str, Any] = {
        "explanation": "It cannot wait.",
        "kind": ItemKind.DECISION,
        "minutes": 25,
        "countries": "Marenda",
        "themes": (Theme.CHILDREN,),
        "outcome": "A decision",
    }
    return Proposal(title=title, **(given | more))


def handed_in(
    meeting: Meeting, by: str = "primary_nl", *, follows: IncomingEntry | None = None, **more: Any
) -> IncomingEntry:
    """A proposal by somebody."""
    term = term_of(by)
    proposer = Proposer(term.person_id, term.party_id)
    return actions.propose(meeting, proposal(**more), proposer=proposer, follows=follows, by=BY, at=clock.now())
