"""The drawing of a lineage: whatever is tied to what, no line runs behind a box and no two boxes touch."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations, pairwise, product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from reportlab.pdfbase.pdfmetrics import getFont, stringWidth

from convene.packs import fonts
from convene.recommendations.drawing import ASIDE, BELOW, BOX_HEIGHT, BOX_WIDTH, LEVEL, drawn
from convene.recommendations.repeating import DONE
from convene.recommendations.terms import Knot, Lineage, LinkKind, Tie

Room = tuple[float, float, float, float]

# Two of a chain, and an earlier one that is merged into the last of them, past all between.
MERGED = [(1, 0), (2, 1), (3, 2), (3, 0)]
# Each of three leads to each of three others: at the middle of the gap their lines cross.
CROSSED = [(later, earlier) for later in (3, 4, 5) for earlier in (0, 1, 2)]


def _lineage(count: int, pairs: list[tuple[int, int]]) -> Lineage:
    knots = tuple(Knot(str(n), f"R.{n}", date(2010 + n, 1, 1), "adopted", "") for n in range(count))
    return Lineage(knots, tuple(Tie(str(later), str(earlier), LinkKind.MERGES) for later, earlier in pairs), "")


def _of_kind(whole: Lineage, kind: LinkKind) -> Lineage:
    return replace(whole, ties=tuple(replace(tie, kind=kind) for tie in whole.ties))


@st.composite
def dense(draw: st.DrawFn) -> Lineage:
    """Up to thirty recommendations and sixty ties of any kind."""
    count = draw(st.integers(2, 30))
    numbers = st.integers(0, count - 1)
    pairs = draw(st.lists(st.tuples(numbers, numbers).filter(lambda p: p[0] > p[1]), max_size=60, unique=True))
    whole = _lineage(count, pairs)
    return replace(whole, ties=tuple(replace(tie, kind=draw(st.sampled_from(LinkKind))) for tie in whole.ties))


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


def _meet(one: Room, other: Room) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@settings(max_examples=300)
@given(whole=dense())
@example(whole=_of_kind(_lineage(9, MERGED), LinkKind.STRENGTHENS))
@example(whole=_of_kind(_lineage(6, CROSSED), LinkKind.STRENGTHENS))
def test_no_words_lie_over_other_words_or_a_box_or_run_out_of_the_drawing(whole: Lineage) -> None:
    drawing = drawn(whole)
    rooms = [line.room for line in drawing.lines]
    boxes: list[Room] = [(box.x, box.y, box.x + BOX_WIDTH, box.y + BOX_HEIGHT) for box in drawing.boxes]
    assert len(rooms) == len(whole.ties)
    assert not [pair for pair in combinations(rooms, 2) if _meet(*pair)]
    assert not [pair for pair in product(rooms, boxes) if _meet(*pair)]
    assert all(room[0] >= 0 and room[1] >= 0 for room in rooms)
    assert all(room[2] <= drawing.width and room[3] <= drawing.height for room in rooms)
    assert drawn(whole) == drawing


@given(whole=dense())
@example(whole=_of_kind(_lineage(6, CROSSED), LinkKind.STRENGTHENS))
def test_words_stand_beside_their_own_line(whole: Lineage) -> None:
    for line in drawn(whole).lines:
        near = [x for x, y in _points(line.path) if abs(y - (line.y - 4)) <= LEVEL]
        assert min(near) <= line.x - ASIDE + 1
        assert line.x - ASIDE - 1 <= max(near)


@pytest.mark.parametrize("kind", LinkKind)
def test_words_have_the_room_that_they_take_up_in_the_face_of_the_page(kind: LinkKind) -> None:
    fonts.register_faces()
    line = drawn(_of_kind(_lineage(2, [(1, 0)]), kind)).lines[0]
    face = getFont(fonts.TEXT).face
    left, top, right, bottom = line.room
    assert (line.word, left < line.x) == (DONE[kind], True)
    assert line.x + stringWidth(line.word, fonts.TEXT, 12) < right
    # No letter of theirs reaches higher than an ascender, or lower than a descender.
    assert face.capHeight * 12 / 1000 < line.y - top
    assert -face.descent * 12 / 1000 <= bottom - line.y


def test_a_drawing_with_room_for_its_words_has_one_level_of_them() -> None:
    for pairs in (MERGED, [(n, n - 1) for n in range(1, 9)], [(1, 0), (2, 0), (3, 0), (4, 1), (4, 2), (4, 3)]):
        tops = sorted({box.y for box in drawn(_of_kind(_lineage(9, pairs), LinkKind.STRENGTHENS)).boxes})
        assert {lower - upper for upper, lower in pairwise(tops)} == {BOX_HEIGHT + BELOW}


def test_a_tie_that_skips_rows_bends_once_for_each_of_them() -> None:
    drawing = drawn(_lineage(4, MERGED))
    assert [line.path.count("C") for line in drawing.lines] == [1, 1, 1, 3]


@pytest.mark.parametrize("is_later", [True, False])
def test_words_of_lines_that_run_together_stand_at_their_other_ends(is_later: bool) -> None:
    pairs = [(8, each) for each in range(8)] if is_later else [(each, 0) for each in range(1, 9)]
    whole = _of_kind(_lineage(9, pairs), LinkKind.STRENGTHENS)
    drawing = drawn(whole)
    boxes = {box.knot.key: box for box in drawing.boxes}
    for tie, line in zip(whole.ties, drawing.lines, strict=True):
        box = boxes[tie.earlier if is_later else tie.later]
        assert box.x <= line.x <= box.x + BOX_WIDTH
