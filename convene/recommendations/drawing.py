"""Where the boxes and lines of a drawing stand: a lineage from first made to last, and bars beside a table. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from convene.recommendations.repeating import DONE
from convene.recommendations.terms import Knot, Lineage, LinkKind, Tie

# Units of the drawing; the page scales it to its width.
BOX_WIDTH, BOX_HEIGHT = 216, 76
BETWEEN, BELOW, EDGE = 22, 54, 8
# A lane has room for the longest words of a tie beside its line, “strengthened by”.
LANE = 208
# Words stand this far right of their line, reach so far above and below their baseline, and from one level of words
# to the next it is a `LEVEL`. No letter of theirs is wider on the average than `LETTER`, whichever of the faces of
# the page the reader has.
ASIDE, ABOVE, UNDER, LEVEL, LETTER = 8, 12, 4, 20, 6.6
# Where so many lines run together, their words stand so near to their other ends, where one tells whose each is.
SEVERAL, NEAR = 4, 12


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

    @property
    def room(self) -> tuple[float, float, float, float]:
        """What its words take up: left, top, right and bottom."""
        left, right = _span(self.x, self.word)
        return left, self.y - ABOVE, right, self.y + UNDER


@dataclass(frozen=True, slots=True)
class Drawing:
    """A lineage as it is drawn, earliest at the top."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def _span(x: int, word: str) -> tuple[float, float]:
    """From where to where words reach, with the air that they have to both sides."""
    return x - 3, x + len(word) * LETTER + 3


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
    words = _placed(lineage.ties, ways, rank, len(rows))
    tops = [EDGE]
    for gap in words[1:]:
        tops.append(tops[-1] + BOX_HEIGHT + gap.height)
    at = {id(place): tops[number] for number, row in enumerate(rows) for place in row}
    lines = tuple(_line(way, at, tie, words[rank[tie.later]]) for way, tie in zip(ways, lineage.ties, strict=True))
    found = tuple(Box(knot, boxes[knot.key].x, at[id(boxes[knot.key])]) for knot in lineage.knots)
    return Drawing(width, tops[-1] + BOX_HEIGHT + EDGE, found, lines)


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


@dataclass(frozen=True, slots=True)
class _Gap:
    """Between two rows: how high, and where the words of the ties in it begin, from the foot of the upper row."""

    height: int
    words: Mapping[Tie, tuple[int, int]]


def _placed(ties: Sequence[Tie], ways: Sequence[Sequence[_Place]], rank: Mapping[str, int], count: int) -> list[_Gap]:
    """The gap above each row, with the words of the ties that skip none: the others have theirs in a lane."""
    bends: list[dict[Tie, tuple[int, int]]] = [{} for _ in range(count)]
    for tie, way in zip(ties, ways, strict=True):
        if len(way) == 2:
            bends[rank[tie.later]][tie] = way[0].middle, way[1].middle
    return [_gap(each) for each in bends]


def _gap(bends: Mapping[Tie, tuple[int, int]]) -> _Gap:
    """As many levels as keep the words of its ties apart, one where that is enough."""
    levels, first = 1, _first_level(bends.values())
    while (words := _apart(bends, levels, first)) is None:
        levels += 1
    return _Gap(BELOW + (levels - 1) * LEVEL, words)


def _first_level(bends: Collection[tuple[int, int]]) -> int:
    """How far down the first level stands: near the other end where several lines run together at one.

    Else in the middle: there the lines are furthest from each other's ends.
    """
    apart, together = (max(Counter(bend[end] for bend in bends).values(), default=0) for end in (0, 1))
    if max(together, apart) < SEVERAL or together == apart:
        return BELOW // 2
    return NEAR if together > apart else BELOW - NEAR


def _apart(bends: Mapping[Tie, tuple[int, int]], levels: int, first: int) -> dict[Tie, tuple[int, int]] | None:
    """Where the words stand on so many levels, each beside its own line; None where these are too few."""
    height = BELOW + (levels - 1) * LEVEL
    wanted = {NEAR: 0, BELOW - NEAR: 2 * (levels - 1)}.get(first, levels - 1)
    best = sorted(range(levels), key=lambda level: (abs(2 * level - wanted), level))
    taken: list[list[tuple[float, float]]] = [[] for _ in range(levels)]
    found: dict[Tie, tuple[int, int]] = {}
    for tie, (start, end) in sorted(bends.items(), key=lambda item: sum(item[1])):
        for level in best:
            y = first + level * LEVEL
            x = _beside(start, end, y / height)
            left, right = _span(x, DONE[tie.kind])
            if all(right <= other_left or other_right <= left for other_left, other_right in taken[level]):
                taken[level].append((left, right))
                found[tie] = x, y + 4
                break
        else:
            return None
    return found


def _beside(start: int, end: int, down: float) -> int:
    """Just right of the bend from `start` to `end`, at a part of the way `down` from row to row."""
    low, high = 0.0, 1.0
    for _ in range(20):  # The bend goes steadily down, so that it is halved until it is found.
        t = (low + high) / 2
        is_above = 1.5 * t * (1 - t) + t**3 < down
        low, high = (t, high) if is_above else (low, t)
    t = round(high, 4)
    return int(start + (end - start) * (3 * t**2 - 2 * t**3)) + ASIDE


def _line(way: Sequence[_Place], at: Mapping[int, int], tie: Tie, gap: _Gap) -> Line:
    """From the foot of the earlier box through its lanes to the head of the later.

    Its word stands in the last lane, or where there is none in the bend.
    """
    parts = [f"M{way[0].middle} {at[id(way[0])] + BOX_HEIGHT}"]
    for before, after in pairwise(way):
        x1, y1, x2, y2 = before.middle, at[id(before)] + BOX_HEIGHT, after.middle, at[id(after)]
        bend = (y2 - y1) // 2
        parts.append(f"C{x1} {y1 + bend} {x2} {y2 - bend} {x2} {y2}")
        if after.knot is None:
            parts.append(f"V{y2 + BOX_HEIGHT}")
    last = way[-2]
    if last.knot is None:
        x, y = last.middle + ASIDE, at[id(last)] + BOX_HEIGHT // 2 + 4
    else:
        x, y = gap.words[tie]
        y += at[id(last)] + BOX_HEIGHT
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
