"""Where the boxes and lines of a drawing stand: a lineage from first made to last, and bars beside a table. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from convene.recommendations.terms import Knot, Lineage, LinkKind, Tie

# Units of the drawing; the page scales it to its width.
BOX_WIDTH, BOX_HEIGHT = 216, 76
BETWEEN, BELOW, EDGE = 22, 54, 8


@dataclass(frozen=True, slots=True)
class Box:
    """One recommendation at its place."""

    knot: Knot
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Line:
    """One tie: from the foot of the earlier box to the head of the later, with its word beside the middle."""

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


def drawn(lineage: Lineage) -> Drawing:
    """The drawing of a lineage; equal input gives an equal drawing."""
    rank = ranks(lineage.knots, lineage.ties)
    rows: dict[int, list[Knot]] = {}
    for knot in lineage.knots:
        rows.setdefault(rank[knot.key], []).append(knot)
    widest = max((len(row) for row in rows.values()), default=1)
    width = 2 * EDGE + widest * BOX_WIDTH + (widest - 1) * BETWEEN
    boxes: dict[str, Box] = {}
    for number, row in rows.items():
        left = (width - len(row) * BOX_WIDTH - (len(row) - 1) * BETWEEN) // 2
        for place, knot in enumerate(row):
            boxes[knot.key] = Box(knot, left + place * (BOX_WIDTH + BETWEEN), EDGE + number * (BOX_HEIGHT + BELOW))
    lines = tuple(_line(boxes[tie.earlier], boxes[tie.later], tie) for tie in lineage.ties)
    height = 2 * EDGE + len(rows) * BOX_HEIGHT + max(0, len(rows) - 1) * BELOW
    return Drawing(width, height, tuple(boxes.values()), lines)


def _line(earlier: Box, later: Box, tie: Tie) -> Line:
    x1, y1 = earlier.x + BOX_WIDTH // 2, earlier.y + BOX_HEIGHT
    x2, y2 = later.x + BOX_WIDTH // 2, later.y
    bend = (y2 - y1) // 2
    path = f"M{x1} {y1} C{x1} {y1 + bend} {x2} {y2 - bend} {x2} {y2}"
    return Line(path, str(tie.kind), (x1 + x2) // 2 + 8, (y1 + y2) // 2 + 4, tie.kind)


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
