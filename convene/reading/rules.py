"""Rules of reading: whom a member may share a paper with, and how long private notes are kept. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from convene import clock
from convene.findings import Finding, Level
from convene.people.terms import TermRole

NOT_ITS_OWN = "This address belongs to somebody whom the secretariat knows in another role; ask the secretariat."
NOBODY_CHOSEN = "Choose a desk officer, or name a new one."


@dataclass(frozen=True, slots=True)
class Role:
    """In what role a person is known to a body, and for which party (internal id; None for none)."""

    role: TermRole
    party: int | None


def officer_findings(known: Iterable[Role] | None, party: int) -> list[Finding]:
    """A desk officer is of the member that shares (B5): nobody whom the body knows otherwise, now or before.

    `known` is what the body knows of them, None for nothing. The words say neither whom it knows nor in which role.
    """
    if known is None:
        return []
    roles = list(known)
    if roles and all(r == Role(TermRole.DESK_OFFICER, party) for r in roles):
        return []
    return [Finding("", Level.REFUSE, NOT_ITS_OWN, "address")]


def kept_until(day: date, *, days: int, zone: str) -> datetime:
    """When private notes are erased: 24:00 of so many days after `day`, the session's, in the body's zone (UTC)."""
    return clock.end_of_day(day + timedelta(days=days), zone)
