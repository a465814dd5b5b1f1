"""Rules on meetings and their sessions, each from its paragraph; pure functions of plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from convene import clock
from convene.access.terms import Audience
from convene.findings import Finding, Level
from convene.meetings.terms import NEXT_STATES, MeetingKind, MeetingState

NOON = time(12, 0)
EVENING = time(18, 0)
A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)
REGULAR_A_YEAR = 2


@dataclass(frozen=True, slots=True)
class Sitting:
    """What the rules need to know of a session; `on` and `opens` in the host's zone."""

    on: date
    opens: time
    minutes: int
    audience: Audience
    is_check_in: bool = False


def a10_two_regular_meetings(kinds: Sequence[MeetingKind], year: int) -> Finding:
    """A10: at least two regular meetings a year. Counts those planned or held in that year, none cancelled."""
    count = sum(kind is MeetingKind.REGULAR for kind in kinds)
    if count >= REGULAR_A_YEAR:
        return Finding("A10", Level.KEPT, f"{count} regular meetings in {year}.")
    planned = {0: "No regular meeting is planned", 1: "One regular meeting is planned"}[count]
    return Finding("A10", Level.WARN, f"{planned} in {year}; two at least are asked for.")


def a11_two_days(sittings: Sequence[Sitting]) -> Finding:
    """A11: a regular meeting lasts at least two days."""
    days = len({s.on for s in sittings})
    if days >= 2:
        return Finding("A11", Level.KEPT, f"{_number(days).capitalize()} days.")
    return Finding(
        "A11", Level.BROKEN, "A regular meeting lasts at least two days." if days else "No session is set yet."
    )


def a11_second_morning_open(sittings: Sequence[Sitting]) -> Finding:
    """A11: every session is closed except the second morning, which is open."""
    days = sorted({s.on for s in sittings})
    second = days[1] if len(days) > 1 else None
    mornings = [s for s in sittings if s.on == second and s.opens < NOON]
    stray = [s for s in sittings if s.audience is Audience.OPEN and s not in mornings]
    if stray:
        return Finding("A11", Level.BROKEN, "A session other than the second morning is open.")
    if not mornings or all(s.audience is Audience.CLOSED for s in mornings):
        return Finding("A11", Level.BROKEN, "The second morning is not open to invited organisations.")
    return Finding("A11", Level.KEPT, "Only the second morning is open.")


def session_findings(sitting: Sitting, *, others: Sequence[Sitting], starts_on: date, days_most: int) -> list[Finding]:
    """What keeps a session from being set: no length, a day outside the meeting, an overlap with another session.

    Check-ins may be held at the same hour as other check-ins: the round's own rules keep their rooms and people apart.
    """
    found = []
    if not 5 <= sitting.minutes <= 12 * 60:
        found.append(Finding("", Level.REFUSE, "A session lasts from five minutes to twelve hours.", "minutes"))
    if not starts_on <= sitting.on < starts_on + timedelta(days=days_most):
        found.append(Finding("", Level.REFUSE, f"The day lies outside the meeting's {days_most} days.", "on"))
    if any(_overlap(sitting, other) for other in others if not (sitting.is_check_in and other.is_check_in)):
        found.append(Finding("", Level.REFUSE, "Another session of this meeting takes place at that time.", "opens"))
    return found


def deadline_findings(due_at: datetime, *, starts_at: datetime, at: datetime, field: str, what: str) -> list[Finding]:
    """A deadline lies before the meeting (refused otherwise) and not in the past (a warning: the secretariat may)."""
    if due_at >= starts_at:
        return [Finding("", Level.REFUSE, f"{what} must be due before the meeting starts.", field)]
    if due_at <= at:
        return [Finding("", Level.WARN, f"{what} are due at a time that has passed.", field)]
    return []


def latest_due(due_at: datetime, *, spans: Sequence[tuple[datetime, datetime]], zone: str, at: datetime) -> datetime:
    """Until when something can still be asked by a letter of today: never a time that has passed.

    A deadline that is over gives way to the evening before the next session, failing that to an hour before it, to its
    beginning, and while the last one sits to its end (ours). `spans` are begin and end of the sessions.
    """
    if due_at > at:
        return due_at
    ahead = min((start for start, _ in spans if start > at), default=None)
    if ahead is None:
        running = [end for _, end in spans if end > at]
        return max(running) if running else due_at
    eve = clock.at_wall(clock.local(ahead, zone).date() - A_DAY, EVENING, zone)
    return next(moment for moment in (eve, ahead - AN_HOUR, ahead) if moment > at)


def is_over(spans: Sequence[tuple[datetime, datetime]], *, at: datetime) -> bool:
    """Whether the hours of all these sessions have passed; of none at all nothing has."""
    return bool(spans) and max(end for _, end in spans) <= at


def may_become(state: MeetingState, following: MeetingState) -> bool:
    """Whether a meeting may go from one state to another."""
    return following in NEXT_STATES[state]


def suggested_state(
    state: MeetingState, *, starts_at: datetime, ends_at: datetime, at: datetime
) -> MeetingState | None:
    """What the day suggests: in session once it began, concluded once it is over; moved by hand only."""
    if state is MeetingState.CONVENED and starts_at <= at:
        return MeetingState.IN_SESSION
    if state is MeetingState.IN_SESSION and ends_at <= at:
        return MeetingState.CONCLUDED
    return None


def _overlap(one: Sitting, other: Sitting) -> bool:
    first, second = datetime.combine(one.on, one.opens), datetime.combine(other.on, other.opens)
    return first < second + timedelta(minutes=other.minutes) and second < first + timedelta(minutes=one.minutes)


def _number(count: int) -> str:
    return {1: "one", 2: "two", 3: "three", 4: "four", 5: "five"}.get(count, str(count))
