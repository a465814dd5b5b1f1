"""Words and frozen values of membership: applications, evidence, decisions, vacancies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from convene.people.terms import TermRole


@dataclass(frozen=True, slots=True)
class Held:
    """A stretch of days on which a seat is held; None for no first or no last day."""

    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A party whose seat nobody holds from one day to another; None where it was never held, or nobody follows."""

    party_id: int
    party_key: str
    party: str
    role: TermRole
    starts_on: date | None
    ends_on: date | None
