"""Rules of calls for papers: which deadline holds, how a call stands, how late something is. Pure functions."""

from __future__ import annotations

from datetime import datetime, timedelta

from convene.calls.terms import CallState
from convene.findings import Finding, Level
from convene.papers.terms import Deadline, PaperKind

DUE_SOON = timedelta(days=3)
AN_HOUR, A_DAY = 60, 24 * 60


def deadline_of(due_at: datetime, extended_to: datetime | None, grace_hours: int) -> Deadline:
    """The deadline that holds (UTC): the extended one where an extension was granted."""
    return Deadline(extended_to or due_at, grace_hours)


def state_of(
    deadline: Deadline,
    *,
    at: datetime,
    is_told: bool,
    is_extended: bool = False,
    is_withdrawn: bool = False,
    came_late: bool | None = None,
) -> CallState:
    """How a call stands at that instant. `came_late` is None as long as no paper is in."""
    if is_withdrawn:
        return CallState.WITHDRAWN
    if came_late is not None:
        return CallState.IN_LATE if came_late else CallState.IN
    if not is_told:
        return CallState.NOT_SENT
    if deadline.is_late(at):
        return CallState.OVERDUE
    if at > deadline.at:
        return CallState.IN_GRACE
    if deadline.at - at <= DUE_SOON:
        return CallState.DUE_SOON
    return CallState.EXTENDED if is_extended else CallState.WAITING


def answers(called: PaperKind, sent: PaperKind) -> bool:
    """Whether a paper of one kind answers a call for another: a call for “a paper” is answered by any."""
    return called in (sent, PaperKind.PAPER)


def lateness_words(minutes: int) -> str:
    """“2 hours late”, “3 days late”; nothing for what came in time. Only whole hours and days are told."""
    if minutes <= 0:
        return ""
    if minutes < AN_HOUR:
        return f"{_counted(minutes, 'minute')} late"
    if minutes < A_DAY:
        return f"{_counted(minutes // AN_HOUR, 'hour')} late"
    return f"{_counted(minutes // A_DAY, 'day')} late"


def b5_due_findings(
    due_at: datetime, *, item_starts_at: datetime, at: datetime, field: str = "due", after: datetime | None = None
) -> list[Finding]:
    """B5: a paper is delivered ahead of its item; an extension (`after` what held until now) is a later date.

    Refuses a deadline that has passed, and one at or after the start of the item.
    """
    if due_at >= item_starts_at:
        return [Finding("B5", Level.REFUSE, "A paper must be due before its item begins.", field)]
    if after is not None and due_at <= after:
        return [Finding("", Level.REFUSE, "The new deadline must be later than the present one.", field)]
    if due_at <= at:
        return [Finding("", Level.REFUSE, "That time has passed already.", field)]
    return []


def _counted(number: int, one: str) -> str:
    return f"{number} {one if number == 1 else one + 's'}"
