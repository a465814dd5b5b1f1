"""Words and frozen values of open registration."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from convene.bodies.terms import PartyKind

PLACES_MOST = 100_000
KEPT_DAYS = 90  # Ours: how long after the meeting, or after it was declined, a registration is kept.


class RegistrantState(StrEnum):
    """What the secretariat made of a registration."""

    WAITING = "waiting"
    APPROVED = "approved"
    LISTED = "on the waiting list"
    DECLINED = "declined"


class Opening(StrEnum):
    """How a registration stands at an instant: before it, while it is taken, after it, and once it is of no use."""

    AHEAD = "ahead"
    OPEN = "open"
    CLOSED = "closed"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Terms:
    """What the secretariat sets: from when until when (UTC), how many places, what registrants are told."""

    opens_at: datetime
    closes_at: datetime
    places: int | None
    words: str
    kept_days: int = KEPT_DAYS


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody says of themselves; `kind` is None for whoever comes for no organisation."""

    name: str
    function: str
    organisation: str
    kind: PartyKind | None
    country: str
    address: str
    why: str
    access_needs: str
    is_at_risk: bool


@dataclass(frozen=True, slots=True)
class Face:
    """All that the public is shown of a meeting: whose it is, where and when, and the secretariat's words."""

    key: str
    opening: Opening
    body_name: str
    city: str
    zone: str
    days: tuple[date, ...]
    is_provisional: bool
    closes_at: datetime
    words: str
    kinds: tuple[PartyKind, ...]
    has_individuals: bool
    kept_days: int


@dataclass(frozen=True, slots=True)
class Confirming:
    """What the holder of a confirmation link is shown: for which meeting, and what was given with their address."""

    body_name: str
    city: str
    days: tuple[date, ...]
    is_at_risk: bool
    given: Given | None
