"""Words of assets (A13): what a State says of each class of deployment, and the matrix that the board is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from convene.people.terms import AssetClass


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


class Filing(StrEnum):
    """What stands behind a State's row: a statement for this meeting, one for an earlier meeting, or none."""

    FILED = "filed"
    EARLIER = "not restated"
    NONE = "no statement"


@dataclass(frozen=True, slots=True)
class Said:
    """What a State says of one class."""

    existence: Existence = Existence.NOT_SAID
    capacity: str = ""
    availability: Availability = Availability.NOT_SAID
    caveats: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """A statement as it is given: the day of the capital's preparatory step, answers to the questions, the classes."""

    prepared_on: date | None
    answers: str
    lines: Mapping[AssetClass, Said]


@dataclass(frozen=True, slots=True)
class Stated:
    """One filed statement of a State, whichever meeting it was for; `stated_at` (UTC) is when it was last confirmed."""

    stated_at: datetime
    lines: Mapping[AssetClass, Said]
    answers: str = ""
    prepared_on: date | None = None
    late_minutes: int = 0
    is_for_this: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    """One State and class: what is said, since when (UTC) it has been said so, and its age in words."""

    asset_class: AssetClass
    said: Said
    since: datetime | None = None
    age: str = ""
    is_taken_over: bool = False

    @property
    def age_words(self) -> str:
        """“3 months old”, or “Unchanged for 3 months” where it was restated; empty where nothing is said."""
        if not self.age:
            return ""
        return f"Unchanged for {self.age}" if self.is_taken_over else f"{self.age.capitalize()} old"


@dataclass(frozen=True, slots=True)
class StateRow:
    """One State in the matrix; `late` says in words by how much the statement came after the deadline."""

    name: str
    filing: Filing
    cells: tuple[Cell, ...]
    stated_at: datetime | None = None
    age: str = ""
    is_old: bool = False
    late: str = ""
    answers: str = ""
    prepared_on: date | None = None

    @property
    def one_age(self) -> str:
        """The age in words of everything that the State says, where it is the same throughout; else empty."""
        ages = {cell.age_words for cell in self.cells if cell.age}
        return ages.pop() if len(ages) == 1 else ""


@dataclass(frozen=True, slots=True)
class ClassSummary:
    """Which States say what of one class, by name; `not_restated` are those among them with an earlier statement."""

    asset_class: AssetClass
    at_once: tuple[str, ...]
    in_time: tuple[str, ...]
    committed: tuple[str, ...]
    none: tuple[str, ...]
    unsaid: tuple[str, ...]
    not_restated: tuple[str, ...]

    @property
    def have(self) -> tuple[str, ...]:
        """Those who say that they have assets of the class."""
        return self.at_once + self.in_time + self.committed

    @property
    def is_gap(self) -> bool:
        """Nobody says to have any."""
        return not self.have


@dataclass(frozen=True, slots=True)
class MatrixView:
    """What page, PDF and table of the matrix are made from; instants are UTC, `zone` is the host's."""

    body_name: str
    body_short_name: str
    title: str
    symbol: str
    zone: str
    due_at: datetime | None
    questions: str
    rows: tuple[StateRow, ...]
    classes: tuple[ClassSummary, ...]


def field_of(asset_class: AssetClass, name: str) -> str:
    """The form's field for one word of one class."""
    return f"{asset_class.name.lower()}_{name}"
