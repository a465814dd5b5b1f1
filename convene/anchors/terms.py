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


def event_of(name: str) -> str:
    """The word of AnchorKind of that name, or the name of an event of the secretariat's own."""
    try:
        return AnchorKind(name)
    except ValueError:
        return name


class Confidence(StrEnum):
    """How far a date may be relied on, least first; a computed date is never stated as a fact."""

    COMPUTED = "computed"
    ANNOUNCED = "announced"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Anchor:
    """One occurrence of an event; first and last day are those of `zone` (IANA), `source` says who says so.

    `kind` is a word of AnchorKind or the name of an event that a secretariat added.
    """

    kind: str
    name: str
    starts_on: date
    ends_on: date
    place: str
    zone: str
    confidence: Confidence
    source: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What a body's secretariat holds of one occurrence; without days it does not take place in that year."""

    event: str
    year: int
    starts_on: date | None
    ends_on: date | None
    city: str
    zone: str
    confidence: Confidence
    source: str

    def anchor(self) -> Anchor | None:
        """The occurrence; None where it does not take place."""
        if self.starts_on is None or self.ends_on is None:
            return None
        name = f"{self.event} {self.year}"
        return Anchor(
            event_of(self.event), name, self.starts_on, self.ends_on, self.city, self.zone, self.confidence, self.source
        )


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One line of a body's list of a year: an event, with its occurrence where it takes place.

    `is_own` says that the body entered it; `source` is who says so, or why there is no day.
    """

    event: str
    anchor: Anchor | None
    is_own: bool
    source: str

    @property
    def is_unknown(self) -> bool:
        """Neither known nor computed nor entered: its days are still to be entered."""
        return self.anchor is None and not self.is_own and not self.source


@dataclass(frozen=True, slots=True)
class Held:
    """An office as it is entered: what, who holds it, from when until when, and who says so."""

    name: str
    holder: str
    starts_on: date
    ends_on: date | None
    source: str
