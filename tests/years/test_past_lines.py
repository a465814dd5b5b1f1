"""Lines of past meetings that say otherwise than the record, or less than is needed: nothing is mended silently."""

from __future__ import annotations

import pytest
from flask import Flask

from convene import clock
from convene.agendas.models import AgendaItem
from convene.db import db, work
from convene.meetings.models import Meeting
from convene.meetings.queries import next_number
from convene.recommendations import columns, import_keeping, importing
from convene.recommendations.models import Recommendation
from convene.years import past, past_keeping
from convene.years.past import Fate
from tests.browser import TESTS
from tests.build import BY, body, count, one
from tests.counting import statements_seen
from tests.years.test_past import TODAY, line, told

FULL = {
    "symbol": "TNAP/2019/1",
    "title": "First regular meeting",
    "kind": "regular meeting",
    "starts_on": "2019-05-06",
    "ends_on": "2019-05-07",
    "city": "Ottawa",
    "zone": "America/Toronto",
    "item": "Deep-dive: Ostrin",
    "item_kind": "discussion",
    "subject": "deep-dive",
    "audience": "closed",
    "countries": "Ostrin",
    "theme": "conflict prevention",
    "outcome": "The board asked for figures",
    "progress": "concluded",
}


def lines(*cells: dict[str, str]) -> str:
    """A list of several lines."""
    first, *others = [line(**each) for each in cells]
    return first + "".join(each.split("\n")[1] + "\n" for each in others)


def keep(text: str) -> past.Reading:
    """Take a list over; gives what was read."""
    reading = told(text)
    past_keeping.take_over(body(), reading, by=BY, at=clock.now())
    return reading


def symbols() -> list[str]:
    """The symbols of the meetings of 2019, by number."""
    rows = db.session.query(Meeting).filter_by(year=2019).order_by(Meeting.number)
    return [row.symbol for row in rows]


def test_a_symbol_is_drawn_that_neither_file_nor_record_has(context: Flask) -> None:
    with work(TESTS):
        # The earliest of the file has no symbol; another line of it brings the one that would have been drawn.
        reading = keep(
            lines(
                {"title": "Later", "starts_on": "2019-09-02", "symbol": "tnap/2019/1"},
                {"title": "Earlier", "starts_on": "2019-02-04"},
            )
        )
        assert sorted(symbols()) == ["TNAP/2019/2", "tnap/2019/1"]
        assert "its symbol will be TNAP/2019/2" in reading.told[1].notes
        assert (reading.told[1].meeting, "its symbol" in str(reading.told[0].notes)) == ("TNAP/2019/2", False)
        keep(line(title="A symbol of another year", starts_on="2018-09-02", symbol="TNAP/2019/3"))
        keep(line(title="Last", starts_on="2019-11-04"))
        assert symbols() == ["tnap/2019/1", "TNAP/2019/2", "TNAP/2019/4"]
        assert next_number(body(), 2019) == 5


def test_a_meeting_that_is_planned_later_does_not_get_a_symbol_on_record(context: Flask) -> None:
    with work(TESTS):
        keep(line(title="Of another year", starts_on="2019-03-04", symbol=f"tnap/2030/{next_number(body(), 2030)}"))
        assert next_number(body(), 2030) == 2


def test_symbols_are_one_whatever_their_letters(context: Flask) -> None:
    with work(TESTS):
        reading = told(lines(FULL, FULL | {"symbol": "tnap/2019/1", "item": "Another"}))
        assert [t.fate for t in reading.told] == [Fate.NEW, Fate.FURTHER]
        keep(lines(FULL))
        (again,) = told(line(**FULL | {"symbol": "Tnap/2019/1"})).told
        assert again.fate is Fate.KNOWN
        rows = b"symbol,text\ntnap/2019/1/r.3,States should answer within a month what they are asked.\n"
        held = importing.held_against(body(), columns.read(rows), today=TODAY)
        import_keeping.take_over(body(), held, by=BY, at=clock.now())
        assert one(Recommendation, symbol="tnap/2019/1/r.3").meeting_id == one(Meeting, symbol="TNAP/2019/1").id


@pytest.mark.parametrize(
    "cells, said",
    [
        ({}, ""),
        ({"title": "first  regular meeting"}, ""),
        ({"ends_on": "", "kind": "", "zone": "", "city": "", "outcome": "", "theme": "", "audience": ""}, ""),
        ({"item": ""} | dict.fromkeys(("item_kind", "subject", "audience", "countries"), "")
         | dict.fromkeys(("theme", "outcome", "progress"), ""), ""),
        ({"symbol": ""}, ""),
        ({"title": "Second regular meeting"}, "but title is there “First regular meeting”"),
        ({"starts_on": "2019-05-05"}, "but starts on is there “2019-05-06”"),
        ({"ends_on": "2019-05-08"}, "but ends on is there “2019-05-07”"),
        ({"city": "Rome", "zone": "Europe/Rome"}, "city is there “Ottawa”; zone is there “America/Toronto”"),
        ({"symbol": "TNAP/2019/9"}, "on record as TNAP/2019/1: give that symbol, or leave the cell empty"),
        ({"item": "A new item"}, "is on record and stays as it is, without this item: it is not taken over"),
        ({"outcome": "Nothing"}, "this item of TNAP/2019/1 is on record and stays as it is, but outcome is there “The"),
        ({"audience": "open"}, "but audience is there “closed”"),
        ({"theme": "atrocity prevention"}, "but theme is there “conflict prevention”"),
    ],
)  # fmt: skip
def test_a_line_that_says_otherwise_than_the_record_is_refused(
    context: Flask, cells: dict[str, str], said: str
) -> None:
    with work(TESTS):
        keep(line(**FULL))
        items = count(AgendaItem)
        reading = keep(line(**FULL | cells))
        (only,) = reading.told
        assert only.fate is (Fate.REFUSED if said else Fate.KNOWN), only.why
        assert said in only.why
        assert (reading.coming, count(AgendaItem)) == ([], items)


def test_what_is_put_where_nothing_is_given_is_noted(context: Flask) -> None:
    with work(TESTS):
        reading = told(lines({"item": "One"}, {"item": "Two", "audience": "open"}))
        assert reading.told[0].notes == (
            "not given, taken as: ends on “2019-05-06”, zone “" + body().zone + "”, kind “regular meeting”, "
            "item kind “discussion”, subject “other”, audience “closed”, progress “concluded”",
            "its symbol will be TNAP/2019/1",
        )
        # What the meeting's first line was noted for is not said again on those that follow.
        assert reading.told[1].notes == (
            "not given, taken as: item kind “discussion”, subject “other”, progress “concluded”",
        )
        (full,) = told(line(**FULL)).told
        assert full.notes == ()


def test_two_lines_of_one_title_and_day_are_not_two_meetings(context: Flask) -> None:
    with work(TESTS):
        first = told(lines({"symbol": "TNAP/2019/1", "item": "One"}, {"item": "Two"})).told
        second = told(lines({"item": "One"}, {"symbol": "TNAP/2019/1", "item": "Two"})).told
    assert [each[0].fate for each in (first, second)] == [Fate.NEW, Fate.NEW]
    assert "line 2 is of the same title and day, and has a symbol: give it here as well" in first[1].why
    assert "line 2 is of the same title and day, and has no symbol: give it there as well" in second[1].why


def test_all_that_is_wrong_with_a_line_is_told_at_once(context: Flask) -> None:
    with work(TESTS):
        (only,) = told(line(kind="party", zone="Nowhere", starts_on="6 May", item="One", audience="secret")).told
    for said in ("kind: “party”", "zone: “Nowhere”", "starts on: “6 May”", "audience: “secret” is not one of “closed”"):
        assert said in only.why


def test_what_belongs_to_an_item_without_one_is_refused(context: Flask) -> None:
    with work(TESTS):
        (only,) = told(line(audience="open", countries="Ostrin")).told
    assert only.why == "item: audience, countries without an item"


def statements_of_taking_over(meetings: int) -> int:
    """How many statements it takes to read and take over a list of so many meetings with two items each."""
    cells = [
        {"title": f"Meeting {number}", "starts_on": f"2018-{1 + number % 12:02}-04", "item": item}
        | ({"symbol": f"OLD/{number}"} if number % 2 else {})
        for number in range(meetings)
        for item in ("One", "Two")
    ]
    with statements_seen() as seen:
        keep(lines(*cells))
    return len(seen)


def test_as_many_statements_for_many_meetings_as_for_few(context: Flask) -> None:
    with work(TESTS):
        few = statements_of_taking_over(2)
        db.session.rollback()
    with work(TESTS):
        assert statements_of_taking_over(60) <= few
