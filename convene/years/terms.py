"""Words and frozen values of a planned year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from convene.anchors.terms import Anchor, Confidence
from convene.presets.terms import CycleLine


@dataclass(frozen=True, slots=True)
class Host:
    """Where a host would convene: the party, its capital with its zone, its country (ISO 3166, two letters)."""

    party: str
    city: str
    zone: str
    country: str


@dataclass(frozen=True, slots=True)
class Member:
    """A member as the order of hosts knows it: its place in it, and the year in which it is passed over once.

    `left_on` is its last day as a member, where one is set: it hosts in no year of which it does not see the end.
    """

    id: int
    key: str
    name: str
    country: str
    zone: str
    position: int | None
    passes_in: int | None
    left_on: date | None = None


@dataclass(frozen=True, slots=True)
class Engagement:
    """Days that are taken already: a meeting of this or another body, with how many members it shares.

    `key` names the line of the cycle that it fulfils, as “S1.autumn”, where it fulfils one.
    """

    name: str
    starts_on: date
    ends_on: date
    is_own: bool
    shared_members: int = 0
    key: str = ""


@dataclass(frozen=True, slots=True)
class DueDay:
    """One backward milestone; `moved` says why it is not on the day that was counted, or is empty.

    `is_default` says that the days are those of the file, which is ours (settled 16), and not set by the body.
    """

    key: str
    name: str
    on: date
    moved: str
    is_default: bool = True


@dataclass(frozen=True, slots=True)
class PlannedMeeting:
    """One meeting of the draft; days are the host's, `opens` its wall clock.

    `confidence` is that of its anchor, None where it hangs on none; `why` says in one sentence why these days;
    `flags` name what clashes with them and is never hidden.
    """

    line: CycleLine
    city: str
    zone: str
    host: str
    starts_on: date
    ends_on: date
    opens: time
    anchor: Anchor | None
    why: str
    flags: tuple[str, ...]
    milestones: tuple[DueDay, ...]

    @property
    def confidence(self) -> Confidence | None:
        """How sure the anchor is."""
        return self.anchor.confidence if self.anchor else None

    @property
    def is_provisional(self) -> bool:
        """Whether page, PDF and mail must say that the date may still change."""
        return self.confidence is not Confidence.CONFIRMED


@dataclass(frozen=True, slots=True)
class Unplanned:
    """A line of the cycle that is not planned, and why; `is_due` is False where it does not fall in that year."""

    line: CycleLine
    why: str
    is_due: bool = True


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting on record that fulfils a line of the cycle; days are the host's, `due` what is still to be done.

    `done` is what is done, each on the day on which it was; `anchor` names the kind of event on which it hangs.
    """

    line: CycleLine
    key: str
    title: str
    symbol: str
    state: str
    starts_on: date
    ends_on: date
    city: str
    due: tuple[DueDay, ...] = ()
    done: tuple[DueDay, ...] = ()
    anchor: str = ""
    is_provisional: bool = False
