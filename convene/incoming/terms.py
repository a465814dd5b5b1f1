"""Words of what comes in for an agenda."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from convene.agendas.terms import ItemKind, Subject, Theme


class Source(StrEnum):
    """Where something comes from that may become an item; the order is that in which they are shown."""

    UNFINISHED = "unfinished business"
    PROPOSAL = "proposal by a member"
    DEEP_DIVE = "rotation of the deep-dive"  # A5
    REVIEW = "recommendation due for review"  # A18
    WATCH = "country under watch"  # A6
    STANDING = "standing item"  # A6-A9, A13-A17
    APPLICATION = "application for membership"  # A3, B1


class Fate(StrEnum):
    """What the secretariat made of it."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    MERGED = "merged"
    DEFERRED = "deferred"
    DECLINED = "declined"


class RiskStatus(StrEnum):
    """The risk in a country under watch (A6): amber is heightened and has not yet peaked."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that may become an item, with where it comes from in words; minutes.

    `origin` tells it from every other of its source and stays the same from meeting to meeting. `weight` orders those
    of one source, heaviest first. `item_key` is the earlier item that it continues, if any. `deferral` says from which
    meeting it was deferred and why, where it was. `handed_in` is the proposal's own key.
    `reviewed` are the keys of the recommendations that are to be reviewed; `shown` stands in place of the title where
    the secretariat alone reads it.
    """

    source: Source
    origin: str
    title: str
    provenance: str
    kind: ItemKind
    subject: Subject
    minutes: int
    countries: str = ""
    themes: tuple[Theme, ...] = ()
    outcome: str = ""
    explanation: str = ""
    thread: str = ""
    item_key: str = ""
    weight: int = 0
    lead: str = ""
    deferral: str = ""
    handed_in: str = ""
    reviewed: tuple[str, ...] = ()
    shown: str = ""

    @property
    def story(self) -> str:
        """All that is said of where it comes from."""
        return "; ".join(words for words in (self.provenance, self.deferral) if words)


@dataclass(frozen=True, slots=True)
class Watching:
    """A country under watch with what is known of it (A5, A6); the symbols are those of meetings, "" for never."""

    key: str
    country: str
    risk: RiskStatus
    since: date
    discussed_on: date | None = None
    discussed_at: str = ""
    dived_on: date | None = None
    dived_at: str = ""


@dataclass(frozen=True, slots=True)
class Room:
    """A session as a place for one more item: how many minutes it lasts and how many are planned."""

    key: str
    minutes: int
    planned: int
    is_closed: bool
