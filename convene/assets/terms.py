"""Words of assets (A13): whether a State has what may be deployed, and when it would be there."""

from __future__ import annotations

from enum import StrEnum


class Existence(StrEnum):
    """Whether a State has assets of a class; a State that has not said is not one that has none."""

    NOT_SAID = "not said"
    YES = "has them"
    NO = "has none"


class Availability(StrEnum):
    """How soon they could be deployed."""

    NOT_SAID = "not said"
    AT_ONCE = "at once"
    THIRTY_DAYS = "within 30 days"
    NINETY_DAYS = "within 90 days"
    LATER = "later"
    COMMITTED = "committed elsewhere"
