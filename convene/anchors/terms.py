"""Words of anchor events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class AnchorKind(StrEnum):
    """Events on which meetings of the year are hung."""

    ASSEMBLY = "UNGA opening"
    DEBATE = "UNGA general debate"
    MUNICH = "Munich Security Conference"
    PARIS = "Paris Peace Forum"


class Confidence(StrEnum):
    """How far a date may be relied on, least first; a computed date is never stated as a fact."""

    COMPUTED = "computed"
    ANNOUNCED = "announced"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Anchor:
    """One occurrence of an event; first and last day are those of `zone` (IANA), `source` says who says so."""

    kind: AnchorKind
    name: str
    starts_on: date
    ends_on: date
    place: str
    zone: str
    confidence: Confidence
    source: str
