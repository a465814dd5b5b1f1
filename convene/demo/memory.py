"""What the demonstration's board remembers: a meeting that is over, countries under watch, a proposal that waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from convene.access.terms import Audience
from convene.agendas.actions import Wording, add_item, change_item, draft_from_template, wording_of
from convene.agendas.queries import items_of_meeting
from convene.agendas.templates import meeting_templates
from convene.agendas.terms import ItemKind, Progress, Subject, Theme
from convene.bodies.models import Body
from convene.incoming.actions import Proposal, Proposer, propose, watch
from convene.incoming.terms import RiskStatus
from convene.invitations.actions import convene
from convene.meetings.actions import Place, move_to
from convene.meetings.models import Meeting
from convene.meetings.queries import sessions_of
from convene.meetings.terms import MeetingState
from convene.people.models import Term

BY = "demonstration"
# Left unfinished, so that they come in for the next meeting; minutes.
UNFINISHED = (
    ("Early warning from the border districts", ItemKind.DISCUSSION, 30, "Marenda", (Theme.CONFLICT_PREVENTION,)),
    ("Safe passage for relief convoys", ItemKind.DECISION, 25, "Sultara, Marenda", (Theme.PEACE_OPERATIONS,)),
    ("A shared list of forensic experts", ItemKind.DECISION, 15, "", ()),
    ("Incitement on social networks: what was asked of companies", ItemKind.DISCUSSION, 25, "",
     (Theme.NEW_TECHNOLOGIES,)),
    ("Protection of places of worship", ItemKind.DISCUSSION, 20, "Sultara", (Theme.MINORITIES,)),
    ("Lessons from the mediation of last year", ItemKind.INFORMATION, 20, "Ostrin", ()),
)  # fmt: skip
# Names of no place on earth; days since the watch began.
WATCHED = (
    ("Marenda", RiskStatus.AMBER, 300, "Two monitors left in the border districts."),
    ("Sultara", RiskStatus.RED, 200, "Relief is let through on some days only."),
    ("Ostrin", RiskStatus.GREEN, 500, "Calm since the agreement; elections next year."),
)


def seed_memory(body: Body, *, at: datetime) -> None:
    """A concluded meeting some months ago with what it left unfinished, and countries under watch."""
    _past_meeting(body, at)
    for country, risk, days, note in WATCHED:
        row = watch(body, country, risk=risk, note=note, by=BY, at=at)
        row.since = at.date() - timedelta(days=days)


def seed_proposal(coming: Meeting, proposer: Term, *, at: datetime) -> None:
    """A member's proposal for the coming meeting that waits for the secretariat."""
    proposal = Proposal(
        title="Safety of those who document attacks",
        explanation="Two of those who report to us were threatened last month; the board can say who takes them in.",
        kind=ItemKind.DECISION,
        minutes=30,
        countries="Sultara",
        themes=(Theme.PEACE_OPERATIONS,),
        outcome="A contact in each capital",
    )
    person = Proposer(proposer.person_id, proposer.party_id)
    propose(coming, proposal, proposer=person, follows=None, by=BY, at=at)


def _held_on(at: datetime) -> date:
    """The last 17 November at least a month ago, or the Monday after it where two days would meet a weekend."""
    found = date(at.year, 11, 17)
    if found > at.date() - timedelta(days=30):
        found = date(at.year - 1, 11, 17)
    return found if found.weekday() < 4 else found + timedelta(days=7 - found.weekday())


def _past_meeting(body: Body, at: datetime) -> None:
    meeting = draft_from_template(
        body,
        meeting_templates()["coordination-board"],
        place=Place("Copenhagen", "Europe/Copenhagen", "Ministry of Foreign Affairs", "Asiatisk Plads 2"),
        starts_on=_held_on(at),
        is_provisional=False,
        by=BY,
        at=at,
    )
    last = [s for s in sessions_of(meeting.id) if s.audience is Audience.CLOSED][-1]
    left = [
        add_item(
            last,
            Wording(title, kind, Subject.OTHER, minutes, lead="Members in turn", countries=countries, themes=themes),
            by=BY,
            at=at,
        ).id
        for title, kind, minutes, countries, themes in UNFINISHED
    ]
    items = items_of_meeting(meeting.id)
    dive = next(i for i in items if i.subject is Subject.DEEP_DIVE)
    first = next(s for s in sessions_of(meeting.id) if s.id == dive.session_id)
    change_item(dive, first, replace(wording_of(dive), title="Deep-dive: Ostrin", countries="Ostrin"), by=BY, at=at)
    convene(meeting, covering_note="", telephone_name="", telephone="", by=BY, at=at)
    for state in (MeetingState.IN_SESSION, MeetingState.CONCLUDED):
        move_to(meeting, state, by=BY, at=at)
    for item in items:
        # When it ended in the room, not when the demonstration tells of it.
        item.progress, item.closed_at = Progress.CONCLUDED, item.ends_at
        if item.id in left:
            item.progress = Progress.UNFINISHED
