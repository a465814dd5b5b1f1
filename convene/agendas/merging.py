"""Two who change one item at once: what only one of them changed is kept by itself, and where both did, they choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from convene.agendas import edits, rules
from convene.agendas.models import AgendaItem


@dataclass(frozen=True, slots=True)
class Theirs:
    """What somebody else made of one field meanwhile: its value, by whose key, when (UTC)."""

    field: str
    value: Any
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the item would say; what of it is somebody else's; and where a choice must be made before it is saved."""

    said: dict[str, Any]
    kept: tuple[Theirs, ...]
    conflicts: tuple[Theirs, ...]


def bring_together(
    item: AgendaItem, mine: Mapping[str, Any], *, opened: int, give_way: tuple[str, ...] = ()
) -> Outcome:
    """Merge what I made of an item, opened at that revision, with what it says now.

    In the fields of `give_way` the other's value is taken.
    """
    now, base = edits.said(item), edits.said_at(item, opened)
    wanted = base | dict(mine) | {name: base[name] for name in give_way if name in base}
    merged = rules.merge(base, wanted, now)
    return Outcome(
        merged.said,
        tuple(_theirs(item, name, now, opened) for name in merged.theirs),
        tuple(_theirs(item, name, now, opened) for name in merged.conflicts),
    )


def _theirs(item: AgendaItem, name: str, now: Mapping[str, Any], opened: int) -> Theirs:
    found = edits.who_changed(item, name, opened)
    return Theirs(name, now[name], found.by if found else "", found.at if found else None)
