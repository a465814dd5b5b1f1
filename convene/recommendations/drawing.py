"""Where the boxes and lines of a drawing stand: a lineage from first made to last, and bars beside a table. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from convene.recommendations.repeating import DONE
from convene.recommendations.terms import Knot, Lineage, LinkKind, Tie

# Units of the drawing; the page scales it to its width.
BOX_WIDTH, BOX_HEIGHT = 216, 76
BETWEEN, BELOW, EDGE = 22, 54, 8
# A lane has room for the longest words of a tie beside its line, “strengthened by”.
LANE = 208


@dataclass(frozen=True, slots=True)
class Box:
    """One recommendation at its place."""

    knot: Knot
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Line:
    """One tie: from the foot of the earlier box to the head of the later, its words beside the middle."""

    path: str
    word: str
    x: int
    y: int
    kind: LinkKind


@dataclass(frozen=True, slots=True)
class Drawing:
    """A lineage as it is drawn, earliest at the top."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def ranks(knots: Sequence[Knot], ties: Sequence[Tie]) -> dict[str, int]:
    """How far down each stands: below all that it follows from. The ties never lead in a circle."""
    found = {knot.key: 0 for knot in knots}
    for _ in knots:
        changed = False
        for tie in ties:
            if found[tie.later] <= found[tie.earlier]:
                found[tie.later], changed = found[tie.earlier] + 1, True
        if not changed:
            break
    return found


@dataclass(slots=True)
class _Place:
    """What stands in a row: a box, or a lane that a tie from further up passes through; `x` is its left edge."""

    knot: Knot | None
    x: int = 0

    @property
    def width(self) -> int:
        """How wide it is."""
        return LANE if self.knot is None else BOX_WIDTH

    @property
    def middle(self) -> int:
        """Where its lines come in and go out."""
        return self.x + self.width // 2


def drawn(lineage: Lineage) -> Drawing:
    """The drawing of a lineage; equal input gives an equal drawing.

    A tie that skips rows has a lane of its own in each of them, so that no line runs behind a box.
    """
    rank = ranks(lineage.knots, lineage.ties)
    rows: list[list[_Place]] = [[] for _ in range(max(rank.values(), default=0) + 1)]
    boxes = {knot.key: _Place(knot) for knot in lineage.knots}
    for knot in lineage.knots:
        rows[rank[knot.key]].append(boxes[knot.key])
    ways: list[list[_Place]] = []
    for tie in lineage.ties:
        lanes = [_Place(None) for _ in range(rank[tie.earlier] + 1, rank[tie.later])]
        for number, lane in enumerate(lanes, start=rank[tie.earlier] + 1):
            rows[number].append(lane)
        ways.append([boxes[tie.earlier], *lanes, boxes[tie.later]])
    width = max(map(_width, rows)) + 2 * EDGE
    for number, row in enumerate(rows):
        _set_row(row, number, ways, width)
    at = {id(place): EDGE + number * (BOX_HEIGHT + BELOW) for number, row in enumerate(rows) for place in row}
    lines = tuple(_line(way, at, tie) for way, tie in zip(ways, lineage.ties, strict=True))
    height = 2 * EDGE + len(rows) * BOX_HEIGHT + (len(rows) - 1) * BELOW
    found = tuple(Box(knot, boxes[knot.key].x, at[id(boxes[knot.key])]) for knot in lineage.knots)
    return Drawing(width, height, found, lines)


def _width(row: Sequence[_Place]) -> int:
    return sum(place.width for place in row) + (len(row) - 1) * BETWEEN


def _set_row(row: list[_Place], number: int, ways: Sequence[Sequence[_Place]], width: int) -> None:
    """Put a row in order, each below the middle of what leads to it, and set it in the middle of the drawing."""
    above: dict[int, list[int]] = {id(place): [] for place in row}
    for way in ways:
        for before, after in pairwise(way):
            if id(after) in above:
                above[id(after)].append(before.middle)
    if number:
        row.sort(key=lambda place: sum(above[id(place)]) / len(above[id(place)]) if above[id(place)] else width)
    left = (width - _width(row)) // 2
    for place in row:
        place.x = left
        left += place.width + BETWEEN


def _line(way: Sequence[_Place], at: Mapping[int, int], tie: Tie) -> Line:
    """From the foot of the earlier box through its lanes to the head of the later.

    Its word stands in the last lane, or where there is none in the bend: so the words of a merger stand apart.
    """
    parts = [f"M{way[0].middle} {at[id(way[0])] + BOX_HEIGHT}"]
    for before, after in pairwise(way):
        x1, y1, x2, y2 = before.middle, at[id(before)] + BOX_HEIGHT, after.middle, at[id(after)]
        bend = (y2 - y1) // 2
        parts.append(f"C{x1} {y1 + bend} {x2} {y2 - bend} {x2} {y2}")
        if after.knot is None:
            parts.append(f"V{y2 + BOX_HEIGHT}")
    last, end = way[-2], way[-1]
    x, y = (last.middle + end.middle) // 2 + 8, at[id(end)] - BELOW // 2 + 4
    if last.knot is None:
        x, y = last.middle + 8, at[id(last)] + BOX_HEIGHT // 2 + 4
    return Line(" ".join(parts), DONE[tie.kind], x, y, tie.kind)


@dataclass(frozen=True, slots=True)
class Bar:
    """One part of a bar: its word, how many, and how wide it is of a thousand."""

    word: str
    count: int
    x: int
    width: int


def bars(parts: Mapping[str, int]) -> tuple[Bar, ...]:
    """The parts of one bar that is a thousand wide; what is none has no width."""
    total = sum(parts.values())
    found, x = [], 0
    for word, count in parts.items():
        width = round(1000 * count / total) if total else 0
        found.append(Bar(word, count, x, width))
        x += width
    return tuple(found)
