"""The year drawn: well formed, the same as its table, nothing told by colour alone, no words over others."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from convene.anchors.known import anchors_in
from convene.db import work
from convene.presets.reading import presets
from convene.years.drafting import draft_preset
from convene.years.drawing import GUTTER, LETTER, WIDTH, drawn, drawn_small, said, span, sure
from convene.years.timeline import Dot, Lane, Look, Mark, Timeline, by_line, drawn_year, event, office, proposed, vacant
from tests.browser import TESTS, Browser
from tests.build import body, term_of

SVG = "{http://www.w3.org/2000/svg}"
DAYS = st.dates(date(2026, 6, 1), date(2028, 6, 1))


def parsed(svg: str) -> ET.Element:
    """The drawing as a document of its own."""
    return ET.fromstring(str(svg).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))  # noqa: S314 - our own


def rows(svg: str) -> list[str]:
    """The titles of the rows of a drawing, from the top."""
    found = [g.find(f"{SVG}title") for g in parsed(svg).iter(f"{SVG}g") if g.get("class") == "year__row"]
    return [title.text or "" for title in found if title is not None]


def a_mark(first: date, last: date, name: str = "A meeting", **given: object) -> Mark:
    usual = {"lane": Lane.MEETING, "look": Look.PROPOSED, "sure": "proposed", "place": "New York"} | given
    return Mark(name=name, first=first, last=last, **usual)  # type: ignore[arg-type]


def year_of(key: str, year: int = 2027) -> Timeline:
    marks = [event(one) for one in anchors_in(year)]
    marks += [proposed(one) for one in draft_preset(presets()[key], year).meetings]
    marks += [
        vacant("Denmark", date(2027, 3, 1), date(2027, 3, 31)),
        vacant("Canada", date(2026, 1, 1), date(2028, 1, 1)),
    ]
    marks.append(office("Denmark, Security Council", date(2027, 1, 1), date(2027, 1, 31), "announced"))
    return drawn_year(year, marks, date(2027, 6, 1))


@pytest.mark.parametrize("key", presets())
def test_every_mark_is_drawn_once_and_in_the_order_of_the_table(key: str) -> None:
    timeline = year_of(key)

    svg = drawn(timeline)

    assert rows(svg) == [said(one) for one in timeline.marks]
    assert svg.count('<path class="year__due"') == timeline.due
    assert parsed(svg).get("role") == "img"


def test_the_drawing_has_a_name_and_a_description() -> None:
    root = parsed(drawn(year_of("S1")))
    ids = {each.get("id"): each.text for each in root.iter() if each.get("id")}

    assert ids[root.get("aria-labelledby")] == "The year 2027"
    assert (ids[root.get("aria-describedby")] or "").startswith("3 events, 2 meetings, ")


def test_nothing_is_told_by_colour_alone() -> None:
    timeline = year_of("S1")
    svg = drawn(timeline)

    for one in timeline.marks:
        if one.lane in (Lane.EVENT, Lane.MEETING):
            assert f", {sure(one)}</text>" in svg
    assert 'fill="url(#hatch-vacant-2027)"' in svg
    assert '<pattern id="hatch-vacant-2027"' in svg
    assert "All year</text>" in svg


def test_letters_are_escaped() -> None:
    svg = drawn(drawn_year(2027, [a_mark(date(2027, 1, 1), date(2027, 1, 1), "<b>&\"'")]))

    assert rows(svg) == ["<b>&\"', New York: 1 January; proposed"]


@given(st.lists(st.tuples(DAYS, st.integers(0, 400), st.text("abc ", max_size=90)), max_size=8), DAYS)
def test_any_year_stays_on_its_sheet(found: list[tuple[date, int, str]], today: date) -> None:
    marks = [
        a_mark(first, date.fromordinal(first.toordinal() + length), name, dots=(Dot(first, "Due"),))
        for first, length, name in found
    ]
    timeline = drawn_year(2027, marks, today)

    root = parsed(drawn(timeline))

    height = float((root.get("viewBox") or "").split()[3])
    for rect in root.iter(f"{SVG}rect"):
        if (rect.get("class") or "").startswith("year__bar"):
            assert GUTTER <= float(rect.get("x") or 0) <= WIDTH - float(rect.get("width") or 0)
    texts = [t for t in root.iter(f"{SVG}text") if t.get("class") == "year__words"]
    for text in texts:
        x, words = float(text.get("x") or 0), len(text.text or "") * LETTER
        first, last = (x, x + words) if text.get("text-anchor") == "start" else (x - words, x)
        assert first >= GUTTER - 1
        assert last <= WIDTH + 1
    heights = [float(t.get("y") or 0) for t in root.iter(f"{SVG}text")]
    assert max(heights) < height
    levels = [float(t.get("y") or 0) for t in texts]
    assert all(b - a >= 14 for a, b in pairwise(levels))


def test_what_lies_outside_the_year_is_cut_or_left_out() -> None:
    dots = (Dot(date(2026, 12, 1), "Early"), Dot(date(2027, 1, 1), "Due"))
    marks = [
        a_mark(date(2026, 12, 30), date(2027, 1, 2), dots=dots),
        a_mark(date(2026, 1, 1), date(2026, 12, 31)),
        a_mark(date(2028, 1, 1), date(2028, 1, 1)),
    ]

    timeline = drawn_year(2027, marks, date(2028, 1, 1))

    assert [(one.first, one.last) for one in timeline.marks] == [(date(2027, 1, 1), date(2027, 1, 2))]
    assert timeline.due == 1
    assert timeline.today is None


@pytest.mark.parametrize(
    "first, last, words",
    [
        (date(2027, 1, 1), date(2027, 12, 31), "All year"),
        (date(2027, 1, 1), date(2027, 1, 1), "1 January"),
        (date(2027, 1, 1), date(2027, 1, 2), "1 to 2 January"),
        (date(2027, 1, 31), date(2027, 2, 1), "31 January to 1 February"),
    ],
)
def test_days_are_said_in_words(first: date, last: date, words: str) -> None:
    assert span(a_mark(first, last)) == words


def test_a_small_drawing_has_the_same_meetings_by_line() -> None:
    timeline = year_of("S2")
    lines = by_line(presets()["S2"].cycle, timeline)

    svg = drawn_small(timeline, lines)

    assert sorted(rows(svg)) == sorted(said(one) for one in timeline.of(Lane.MEETING))
    assert [name for name, _ in lines] == [line.name for line in presets()["S2"].cycle]


def test_the_page_draws_what_its_table_says(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        term_of("primary_dk").ends_on = date(2027, 3, 14)
        key = body().key

    shown = secretary.get(f"/bodies/{key}/year?of=2027").text

    svg = shown[shown.index("<svg class=") : shown.index("</svg>") + 6]
    table = shown[shown.index('<table class="board">') : shown.index("</table>")]
    cells = re.findall(r'<td data-label="When" class="num">([^<]+)</td>\s*<td data-label="How sure">([^<]+)<', table)
    assert [f"{when}; {sure}".lower() for when, sure in cells] == [
        title.rsplit(": ", 1)[1].lower() if "computed" not in title else title.split(": ", 1)[1].lower()
        for title in rows(svg)
    ]
    assert "Denmark: 15 March to 31 December; nobody holds the seat" in rows(svg)
    assert "style=" not in svg
    assert "<script" not in svg
