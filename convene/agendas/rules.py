"""Rules on agendas: the deep-dive, time, order, and how two changes come together. Pure functions of plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from convene import clock
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
    return Finding(
        "", Level.WARN, f"{session_title}: the items take {clock.minutes_words(over)} longer than the session."
    )


def minutes_findings(minutes: int) -> list[Finding]:
    """An item takes from one minute to ten hours."""
    if 1 <= minutes <= 600:
        return []
    return [Finding("", Level.REFUSE, "An item takes from 1 to 600 minutes.", "minutes")]


def legal_order(rows: Sequence[tuple[int, int | None]]) -> list[tuple[int, int | None]]:
    """The order of a session in which each sub-item follows its item: pairs of (item, the item it belongs to).

    A sub-item whose item is not among the rows, or is a sub-item itself, becomes an item where it stands.
    """
    heads = {key for key, parent in rows if parent is None}
    kept = [(key, parent if parent in heads else None) for key, parent in rows]
    below: dict[int, list[int]] = {}
    for key, parent in kept:
        if parent is not None:
            below.setdefault(parent, []).append(key)
    found: list[tuple[int, int | None]] = []
    for key, parent in kept:
        if parent is None:
            found.append((key, None))
            found += [(each, key) for each in below.get(key, ())]
    return found


def section_between(own: str, before: str | None, after: str | None) -> str:
    """The section of an item put between two others: its own where it borders on it, else that of the item before."""
    if own in (before, after):
        return own
    return next((section for section in (before, after) if section is not None), own)


Said = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Merged:
    """Two changes of one thing brought together: what it says now, what the other changed, where both disagree."""

    said: dict[str, object]
    theirs: tuple[str, ...]
    conflicts: tuple[str, ...]


def is_same(one: object, other: object) -> bool:
    """Whether two values are the same to a reader: how a browser ends its lines makes no difference."""
    if isinstance(one, str) and isinstance(other, str):
        return "\n".join(one.splitlines()) == "\n".join(other.splitlines())
    return one == other


def merge(base: Said, mine: Said, theirs: Said) -> Merged:
    """Bring together what I made of `base` and what another made of it meanwhile, field by field.

    What only one changed is taken over; where both changed a field to different values, mine stands and the field is
    a conflict, so that nothing is saved before somebody chose.
    """
    said, taken, conflicts = dict(mine), [], []
    for name, was in base.items():
        if is_same(theirs[name], was) or is_same(theirs[name], mine[name]):
            continue
        if is_same(mine[name], was):
            said[name] = theirs[name]
            taken.append(name)
        else:
            conflicts.append(name)
    return Merged(said, tuple(taken), tuple(conflicts))
