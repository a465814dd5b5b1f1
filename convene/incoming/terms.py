"""Words of what comes in for an agenda."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from convene.agendas.terms import ItemKind, Subject, Theme


class Source(StrEnum):
    """Where something comes from that may become an item; the order is that in which they are shown."""

    UNFINISHED = "unfinished business"
    PROPOSAL = "proposal by a member"
    DEEP_DIVE = "rotation of the deep-dive"  # A5
    WATCH = "country under watch"  # A6
    STANDING = "standing item"  # A6-A9, A13-A17


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
    of one source, heaviest first. `item_key` is the earlier item that it continues, if any.
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
