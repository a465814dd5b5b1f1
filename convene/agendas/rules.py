"""Rules on agendas: the deep-dive, and time. Pure functions of plain values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from convene.agendas.terms import Subject
from convene.findings import Finding, Level


def a5_one_deep_dive(subjects: Sequence[Subject]) -> Finding:
    """A5: each meeting of the board has a deep-dive into one country."""
    count = sum(subject is Subject.DEEP_DIVE for subject in subjects)
    if count == 1:
        return Finding("A5", Level.KEPT, "One deep-dive.")
    if count:
        return Finding("A5", Level.WARN, f"{count} deep-dives; one country is meant to be examined in depth.")
    return Finding("A5", Level.BROKEN, "No item is a deep-dive into one country.")


def starts_of(starts_at: datetime, minutes: Sequence[int]) -> list[datetime]:
    """When each item of a session starts, one after the other (UTC)."""
    found = []
    for length in minutes:
        found.append(starts_at)
        starts_at += timedelta(minutes=length)
    return found


def overrun(session_minutes: int, minutes: Sequence[int]) -> int:
    """By how many minutes the items exceed the session; 0 where they fit."""
    return max(0, sum(minutes) - session_minutes)


def slack(session_minutes: int, minutes: Sequence[int]) -> int:
    """How many minutes of the session are not planned; 0 where they are exceeded."""
    return max(0, session_minutes - sum(minutes))


def overrun_finding(session_title: str, session_minutes: int, minutes: Sequence[int]) -> Finding | None:
    """A remark where the items of a session take longer than it lasts; nothing is shortened."""
    over = overrun(session_minutes, minutes)
    if not over:
        return None
    return Finding("", Level.WARN, f"{session_title}: the items take {over} min longer than the session.")


def minutes_findings(minutes: int) -> list[Finding]:
    """An item takes from one minute to ten hours."""
    if 1 <= minutes <= 600:
        return []
    return [Finding("", Level.REFUSE, "An item takes from 1 to 600 minutes.", "minutes")]
