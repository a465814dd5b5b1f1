"""The anchor events of a year: what `agendas/anchors/known.toml` knows, and for the rest what the rules compute."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from convene.anchors import rules
from convene.anchors.terms import Anchor, AnchorKind, Confidence, Entry
from convene.config import data_folder

FILE = Path("anchors") / "known.toml"
PLACES = {
    AnchorKind.ASSEMBLY: ("New York", "America/New_York"),
    AnchorKind.DEBATE: ("New York", "America/New_York"),
    AnchorKind.MUNICH: ("Munich", "Europe/Berlin"),
    AnchorKind.PARIS: ("Paris", "Europe/Paris"),
}
# First and last day by rule, and what the rule is. The Forum follows none: it is entered when it is announced.
COMPUTED: dict[AnchorKind, tuple[Callable[[int], date], Callable[[date], date], str]] = {
    AnchorKind.ASSEMBLY: (
        rules.assembly_opens,
        lambda opens: opens,
        "computed: Tuesday of the second week of September (until 2022 of the third, A/RES/57/301)",
    ),
    AnchorKind.DEBATE: (rules.debate_opens, rules.debate_ends, "computed: Tuesday after the third week of September"),
    AnchorKind.MUNICH: (
        rules.munich_opens,
        lambda opens: opens + timedelta(days=2),
        "computed: Friday before the third Monday of February, as in recent years; no rule binds it",
    ),
}
# The general debate as it is now, with the session's opening apart from it, is older than the rule of 2003; the
# conference's known dates begin in 2015. Further back or ahead than this a rule says nothing worth reading.
FIRST_YEAR, LAST_YEAR = 2004, 2100


class KnownError(Exception):
    """The file of known dates is wrong; the text says which entry, and what was expected."""


def read(path: Path) -> dict[tuple[AnchorKind, int], Anchor | None]:
    """Known occurrences by event and year; None where it did not take place. Raises KnownError."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        raise KnownError(f"{path.name}: {broken}") from broken
    if set(table) != {"known"} or not isinstance(table["known"], list):
        raise KnownError(f"{path.name}: only [[known]] entries are expected")
    found: dict[tuple[AnchorKind, int], Anchor | None] = {}
    for number, entry in enumerate(table["known"], start=1):
        where = f"{path.name}, entry {number}"
        kind, year, anchor = _entry(entry, where)
        if (kind, year) in found:
            raise KnownError(f"{where}: {kind} {year} stands there already")
        found[kind, year] = anchor
    return found


def _entry(entry: dict[str, Any], where: str) -> tuple[AnchorKind, int, Anchor | None]:
    if unknown := sorted(set(entry) - {"event", "year", "starts", "ends", "confidence", "source"}):
        raise KnownError(f"{where}: “{unknown[0]}” is not known; known are event year starts ends confidence source")
    try:
        kind = AnchorKind(entry.get("event", ""))
    except ValueError as wrong:
        raise KnownError(f"{where}: “event” must be one of {', '.join(AnchorKind)}") from wrong
    if entry.get("confidence") not in (Confidence.ANNOUNCED, Confidence.CONFIRMED):
        raise KnownError(f"{where}: “confidence” must be announced or confirmed")
    year, source = entry.get("year"), entry.get("source")
    if type(year) is not int or not isinstance(source, str) or not source:
        raise KnownError(f"{where}: a “year” and a “source” are expected")
    first, last = entry.get("starts"), entry.get("ends")
    if first is None and last is None:
        return kind, year, None
    if type(first) is not date or type(last) is not date or first.year != year or last < first:
        raise KnownError(f"{where}: “starts” and “ends” must be days of {year} in order, such as {year}-09-22")
    return kind, year, _anchor(kind, first, last, Confidence(entry["confidence"]), source)


def _anchor(kind: AnchorKind, first: date, last: date, confidence: Confidence, source: str) -> Anchor:
    place, zone = PLACES[kind]
    return Anchor(kind, f"{kind} {first.year}", first, last, place, zone, confidence, source)


@cache
def _known() -> dict[tuple[AnchorKind, int], Anchor | None]:
    return read(data_folder("agendas") / FILE)


def anchors_in(year: int) -> list[Anchor]:
    """The anchor events of a year in order of time. Raises KnownError, and ValueError for a year out of reach."""
    return with_entries(year, {})


def with_entries(year: int, entries: Mapping[str, Entry]) -> list[Anchor]:
    """The anchor events of a year in order of time, a body's own entries (by event) in place of what all share.

    Raises as `anchors_in`.
    """
    shared = {kind: found for kind in AnchorKind if (found := shared_anchor(kind, year)) and kind not in entries}
    own = [anchor for entry in entries.values() if (anchor := entry.anchor())]
    return sorted([*shared.values(), *own], key=lambda anchor: (anchor.starts_on, anchor.kind))


def shared_anchor(kind: AnchorKind, year: int) -> Anchor | None:
    """What the known file, else the rule says of one event; None where it does not take place or nobody knows.

    Raises as `anchors_in`.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"anchor events are known or computed from {FIRST_YEAR} to {LAST_YEAR}")
    known = _known()
    if (kind, year) in known:
        return known[kind, year]
    if kind not in COMPUTED:
        return None
    opens, ends, words = COMPUTED[kind]
    first = opens(year)
    return _anchor(kind, first, ends(first), Confidence.COMPUTED, words)


def was_left_out(kind: AnchorKind, year: int) -> bool:
    """Whether the known file says that the event did not take place in that year. Raises KnownError."""
    return _known().get((kind, year), ...) is None
