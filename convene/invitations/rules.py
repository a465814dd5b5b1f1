"""Rules of invitations and answers; pure functions of plain values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from convene.bodies.terms import PartyKind, Standing
from convene.findings import Finding, Level
from convene.ical.terms import Partstat
from convene.invitations.terms import Itinerary, Standpoint
from convene.meetings.terms import GuestKind, MeetingState
from convene.people.terms import SEAT_ROLES, TermRole

NEEDS_REASON = frozenset({Standpoint.GUEST, Standpoint.OFFICIAL, Standpoint.OBSERVER})
CIVIL_SOCIETY = frozenset({PartyKind.NGO, PartyKind.CSO, PartyKind.SURVIVORS})
INTERGOVERNMENTAL = frozenset({PartyKind.IGO, PartyKind.UNION})


def standpoint_of(role: TermRole, standing: Standing | None) -> Standpoint:
    """As what somebody is invited, from the term they hold and what their party is to the body (settled 2)."""
    if role in SEAT_ROLES:
        return Standpoint.SEAT
    if role is TermRole.COUNCIL_MEMBER:
        return Standpoint.COUNCIL
    if role is TermRole.DELEGATE:
        return Standpoint.DELEGATE
    if role is TermRole.OBSERVER or standing is Standing.OBSERVER:
        return Standpoint.OBSERVER
    if role is TermRole.CONTACT:
        return Standpoint.GUEST
    return Standpoint.OFFICIAL


def guest_kind(kind: PartyKind | None) -> GuestKind:
    """For which places a guest counts (settled 9)."""
    if kind in CIVIL_SOCIETY:
        return GuestKind.CIVIL_SOCIETY
    return GuestKind.INTERGOVERNMENTAL if kind in INTERGOVERNMENTAL else GuestKind.OTHER


def a4_reason_findings(standpoint: Standpoint, reason: str, *, has_admission: bool) -> list[Finding]:
    """A4: those without a seat are invited to relevant portions, each for a stated reason."""
    if standpoint is Standpoint.SEAT:
        return []
    found = []
    if standpoint in NEEDS_REASON and not reason.strip():
        found.append(Finding("A4", Level.REFUSE, "Say why they are invited.", "reason"))
    if not has_admission:
        found.append(
            Finding("A4", Level.REFUSE, "Choose the session or the item to which they are admitted.", "portions")
        )
    return found


def a11_closed_to_guests(admitted: int) -> list[Finding]:
    """A11: closed sessions are the members'; somebody admitted to one as a whole is shown, since it may be meant."""
    if not admitted:
        return []
    who = "One person without a seat is" if admitted == 1 else f"{admitted} people without a seat are"
    return [Finding("A11", Level.WARN, f"{who} admitted to a closed session as a whole.")]


def may_answer(state: MeetingState, *, ends_at: datetime, at: datetime) -> bool:
    """Answers are taken until the meeting is over or cancelled; after the deadline too, since it chases, not bars."""
    return state in (MeetingState.CONVENED, MeetingState.IN_SESSION) and at < ends_at


def owes_answer(partstat: Partstat) -> bool:
    """Whoever has not answered owes; a tentative answer is one, to be firmed up by hand."""
    return partstat is Partstat.NEEDS_ACTION


def late_words(what: str, was: str, until: str, *, is_draft: bool) -> str:
    """What the letters say in place of a deadline that has passed: “Answers were due by …”."""
    more = "" if is_draft else " That holds for everybody who still owes them."
    return f"{what} were due by {was}, which is over: the letters ask for them by {until}.{more}"


NAMED_MOST = 3


def over_words(names: Sequence[str], *, is_all: bool) -> str:
    """Why no letter leaves to those whose hours are over, and what to do."""
    if is_all:
        return (
            "The hours are over already, so that no letter would leave. Change the days or hours of the sessions first."
        )
    shown = ", ".join(names[:NAMED_MOST])
    rest = len(names) - NAMED_MOST
    shown += f" and {rest} more" if rest > 0 else ""
    return (
        f"The hours to which {shown} would be invited are over already. Take back what is prepared for them, or change "
        "the hours first; nothing is sent until then."
    )


def reminders_due(due_at: datetime, days: tuple[int, ...], *, sent_at: datetime, at: datetime) -> datetime | None:
    """The latest reminder that has fallen due by now; none for an invitation sent after it, none past the deadline.

    A reminder missed while the program was off is sent late, as one, and never twice (security.md R3).
    """
    fallen = [due_at - timedelta(days=d) for d in days]
    fallen = [moment for moment in fallen if sent_at < moment <= at]
    return max(fallen) if fallen and at < due_at else None


def must_tell(told: Itinerary | None, now: Itinerary | None) -> bool:
    """Whether somebody must hear of a change: time or place changed for that person (settled 18), or is sure now."""
    if told is None or now is None:
        return told is not now
    is_sure_now = told.is_provisional and not now.is_provisional
    return is_sure_now or told.when_and_where() != now.when_and_where()
