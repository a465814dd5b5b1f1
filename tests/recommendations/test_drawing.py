"""The drawing of a lineage: whatever is tied to what, no line runs behind a box and no two boxes touch."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from convene.recommendations.drawing import BOX_HEIGHT, BOX_WIDTH, drawn
from convene.recommendations.terms import Knot, Lineage, LinkKind, Tie

# So wide is “strengthened by” as it is drawn.
WIDE = 100
# Two of a chain, and an earlier one that is merged into the last of them, past all between.
MERGED = [(1, 0), (2, 1), (3, 2), (3, 0)]


def _lineage(count: int, pairs: list[tuple[int, int]]) -> Lineage:
    knots = tuple(Knot(str(n), f"R.{n}", date(2010 + n, 1, 1), "adopted", "") for n in range(count))
    return Lineage(knots, tuple(Tie(str(later), str(earlier), LinkKind.MERGES) for later, earlier in pairs), "")


def _points(path: str) -> Iterator[tuple[float, float]]:
    """Points along a path of moves, bends and straight lines down."""
    x = y = 0.0
    for letter, numbers in re.findall(r"([MCV])([^MCV]+)", path):
        given_ = [float(n) for n in numbers.split()]
        if letter == "M":
            x, y = given_
        elif letter == "V":
            yield from ((x, y + (given_[0] - y) * step / 20) for step in range(21))
            y = given_[0]
        else:
            x1, y1, x2, y2, x3, y3 = given_
            for t in (step / 20 for step in range(21)):
                a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
                yield a * x + b * x1 + c * x2 + d * x3, a * y + b * y1 + c * y2 + d * y3
            x, y = x3, y3


ties = st.lists(st.tuples(st.integers(1, 8), st.integers(0, 7)).filter(lambda p: p[0] > p[1]), max_size=14, unique=True)


@given(pairs=ties)
@example(pairs=MERGED)
def test_no_line_runs_behind_a_box(pairs: list[tuple[int, int]]) -> None:
    drawing = drawn(_lineage(9, pairs))
    corners = [(box.x, box.y) for box in drawing.boxes]
    for line in drawing.lines:
        for x, y in _points(line.path):
            assert 0 <= x <= drawing.width
            assert not any(left < x < left + BOX_WIDTH and top < y < top + BOX_HEIGHT for left, top in corners)


@given(pairs=ties)
@example(pairs=MERGED)
def test_no_two_boxes_touch_and_all_are_in_the_drawing(pairs: list[tuple[int, int]]) -> None:
    drawing = drawn(_lineage(9, pairs))
    corners = sorted((box.y, box.x) for box in drawing.boxes)
    for (y1, x1), (y2, x2) in pairwise(corners):
        assert y1 != y2 or x2 >= x1 + BOX_WIDTH
    assert all(x >= 0 and x + BOX_WIDTH <= drawing.width for _, x in corners)
    assert all(y >= 0 and y + BOX_HEIGHT <= drawing.height for y, _ in corners)


@given(pairs=ties)
@example(pairs=MERGED)
def test_the_words_of_ties_that_end_in_one_place_stand_apart(pairs: list[tuple[int, int]]) -> None:
    drawing = drawn(_lineage(9, pairs))
    of: dict[str, list[tuple[int, int]]] = {}
    for line in drawing.lines:
        of.setdefault(" ".join(line.path.split()[-2:]), []).append((line.x, line.y))
    for words in of.values():
        for (x1, y1), (x2, y2) in pairwise(sorted(words)):
            assert abs(y1 - y2) >= 16 or x2 - x1 >= WIDE


@given(pairs=ties)
@example(pairs=MERGED)
def test_words_are_read_down_and_do_not_run_out_of_the_drawing(pairs: list[tuple[int, int]]) -> None:
    for kind, words in (("merges", "merged into"), ("strengthens", "strengthened by")):
        lineage = _lineage(9, pairs)
        drawing = drawn(replace(lineage, ties=tuple(replace(tie, kind=LinkKind(kind)) for tie in lineage.ties)))
        for line in drawing.lines:
            assert line.word == words
            assert line.x >= 0
            assert line.x + WIDE <= drawing.width


def test_a_tie_that_skips_rows_bends_once_for_each_of_them() -> None:
    drawing = drawn(_lineage(4, MERGED))
    assert [line.path.count("C") for line in drawing.lines] == [1, 1, 1, 3]
