"""What the secretariat's board of registrations shows, and the words in which a decision is told back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from convene import clock
from convene.bodies.models import Party
from convene.bodies.queries import body_by_id
from convene.findings import Finding, Level, Refused
from convene.meetings.models import Meeting, MeetingSession
from convene.registration import rules
from convene.registration.deciding import (
    For,
    Outcome,
    approve,
    approve_each,
    decline,
    each,
    put_on_list,
    refuse_if_over,
    send_approved,
)
from convene.registration.models import OpenRegistration, Registrant
from convene.registration.queries import Line, lines_of, opening_of, parties_named, taken, tally, unconfirmed
from convene.registration.terms import Opening, RegistrantState

APPROVE, LIST, DECLINE = "approve", "list", "decline"
LABELS = {
    RegistrantState.WAITING: ("Waiting for your decision", "due"),
    RegistrantState.APPROVED: ("Approved", "kept"),
    RegistrantState.LISTED: ("On the waiting list", "navy"),
    RegistrantState.DECLINED: ("Declined", "wait"),
}


@dataclass(frozen=True, slots=True)
class Board:
    """All registrations of a meeting: by state, how many stand how, what is still to be confirmed, and the places."""

    opening: Opening
    groups: tuple[tuple[str, tuple[Line, ...]], ...]
    tally: tuple[tuple[str, int, str], ...]
    unconfirmed: int
    taken: int
    left: int | None


def board_of(registration: OpenRegistration, meeting: Meeting, *, at: datetime) -> Board:
    """The board: a fixed number of statements."""
    lines = lines_of(registration)
    opening = opening_of(registration, meeting, at=at)
    labels = LABELS | ({RegistrantState.WAITING: ("Not decided", "wait")} if opening is Opening.OVER else {})
    counts = tally(lines)
    given = taken(registration)
    by_state = ((label, tuple(x for x in lines if x.registrant.state is s)) for s, (label, _) in labels.items())
    return Board(
        opening=opening,
        groups=tuple((label, found) for label, found in by_state if found),
        tally=tuple((label, counts[state], tone) for state, (label, tone) in labels.items()),
        unconfirmed=unconfirmed(registration),
        taken=given,
        left=rules.places_left(registration.places, given),
    )


def session_words(session: MeetingSession) -> str:
    """A session by its title and day."""
    return f"{session.title}, {clock.day_words(session.on)}"


def party_of(found: Registrant) -> Party | None:
    """The party on record that bears the name of somebody's organisation."""
    return parties_named(found.body_id, [found.organisation]).get(found.organisation.casefold())


def choices_for(found: Registrant, party: Party | None) -> list[tuple[str, str]]:
    """The ways in which one registration can be decided, each with what follows."""
    approving = []
    if party is not None:
        words = f"Approve: they come for {party.name}, which is on record as {party.standing}, and see what is its own"
        approving.append((For.KNOWN.value, words))
    elif found.organisation:
        approving.append((For.NEW.value, f"Approve: {found.organisation} is taken on record as a guest"))
    approving.append((For.NONE.value, "Approve in a personal capacity"))
    others = [(LIST, "Put on the waiting list"), (DECLINE, "Decline, with thanks")]
    if found.state is RegistrantState.LISTED:
        others = others[1:]
    if found.state is RegistrantState.DECLINED:
        others = others[:1]
    return [*approving, *others]


def decide_one(
    decision: str,
    found: Registrant,
    meeting: Meeting,
    registration: OpenRegistration,
    *,
    reason: str,
    by: str,
    at: datetime,
) -> str:
    """Decide on one registration; gives what to say. Raises Refused."""
    if decision == LIST:
        put_on_list(found, by=by, at=at)
        return f"{found.name} is on the waiting list, and is told."
    if decision == DECLINE:
        decline(found, reason=reason, by=by, at=at)
        return f"{found.name} is declined, and is told with thanks."
    body = body_by_id(meeting.body_id)
    invitation = approve(found, meeting, body, registration, whom=For(decision), by=by, at=at)
    if send_approved(meeting, [invitation], by=by, at=at):
        return f"{found.name} is approved; the invitation is on its way."
    return f"{found.name} is approved, and is told; the invitation goes out once the meeting is convened."


def decide(
    act: str, people: Sequence[Registrant], meeting: Meeting, registration: OpenRegistration, *, by: str, at: datetime
) -> Outcome:
    """Decide the same on several. Raises Refused for nobody, an act that there is not, and once the meeting is over."""
    refuse_if_over(meeting, at=at)
    if act not in (APPROVE, LIST, DECLINE):
        raise Refused((Finding("", Level.REFUSE, "Choose what you decide: that is none of the decisions."),))
    if not people:
        raise Refused((Finding("", Level.REFUSE, "Tick whom you decide on."),))
    if act == APPROVE:
        return approve_each(people, meeting, body_by_id(meeting.body_id), registration, by=by, at=at)
    acts: dict[str, Callable[[Registrant], None]] = {
        LIST: lambda found: put_on_list(found, by=by, at=at),
        DECLINE: lambda found: decline(found, reason="", by=by, at=at),
    }
    return each(people, acts[act])


def outcome_words(act: str, outcome: Outcome) -> str:
    """How many were decided, in a sentence."""
    many = "Nobody is" if not outcome.done else "One person is" if outcome.done == 1 else f"{outcome.done} people are"
    said = {APPROVE: "approved", LIST: "put on the waiting list, and told", DECLINE: "declined, and told with thanks"}
    return f"{many} {said[act]}."
