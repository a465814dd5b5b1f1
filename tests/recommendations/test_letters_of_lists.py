"""What a list tells of was never sent from here: no letter is shown of it, and steps and table say the same."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from convene import clock
from convene.db import db, work
from convene.recommendations import columns, import_keeping, importing, queries, telling
from convene.recommendations.letters import waiting, way_of
from convene.recommendations.models import Addressee, Recommendation
from convene.recommendations.terms import Way
from tests.browser import TESTS, Browser, browser_of
from tests.build import BY, board_meeting, body, one
from tests.recommendations import made


def taken_over(*lines: dict[str, str]) -> Recommendation:
    """The one recommendation of these lines, taken over as one of the board's meeting."""
    symbol = f"{board_meeting().symbol}/R.71"
    given = [columns.Line(n, {"symbol": symbol, "text": "Report on fuel", **line}) for n, line in enumerate(lines, 2)]
    reading = importing.held_against(body(), given, today=clock.now().date())
    assert not [told.why for told in reading.told if told.why]
    import_keeping.take_over(body(), reading, by=BY, at=clock.now())
    found: Recommendation = one(Recommendation, symbol=symbol)
    return found


@pytest.mark.parametrize(
    "cells, way, step",
    [
        ({}, Way.WAITS, ""),
        ({"sent on": "2020-01-02", "due on": "2020-03-01"}, Way.LISTED, "to one addressee, as the list says"),
        ({"response": "noted"}, Way.LISTED, "to one addressee, as the list says"),
        ({"state": "in follow-up"}, Way.LISTED, "as the list says"),
        ({"state": "implemented"}, Way.LISTED, "as the list says"),
        ({"state": "lapsed"}, Way.NEVER, ""),
    ],
)
def test_steps_and_table_say_the_same_of_how_it_went(
    app: Flask, secretary: Browser, cells: dict[str, str], way: Way, step: str
) -> None:
    with app.app_context(), work(TESTS):
        found = taken_over({"addressee": "Netherlands"} | cells)
        row = made.to(found, "Netherlands")
        assert way_of(row, found, [row]) is way
        assert bool(waiting(found, [row])) is (way is Way.WAITS)
        notes = [each.note for each in queries.steps_of(found) if each.step == "transmitted"]
        assert notes == ([step] if step else [])
        letter, page = f"/addressees/{row.key}/letter.pdf", f"/recommendations/{found.key}"
        letters = f"/meetings/{board_meeting().key}/recommendations/letters"
    is_waiting = way is Way.WAITS
    assert secretary.get(letter).status_code == (200 if is_waiting else 404)
    assert browser_of(app, "primary_nl").get(letter).status_code == 404
    assert (letter in secretary.get(page).text) is is_waiting
    assert (letter in secretary.get(letters).text) is is_waiting
    said = re.search(r'data-label="Letter">(.*?)</td>', secretary.get(page).text)
    assert said is not None
    assert ("as the list says" in said[1]) is (way is Way.LISTED)
    assert ("Not sent" in said[1]) is (way is not Way.LISTED)
    assert ("Not sent" in secretary.text(page)) is (way is not Way.LISTED)


def test_its_addressee_is_offered_no_letter_either(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        old = taken_over({"addressee": "Netherlands", "sent on": "2020-01-02"})
        of_list, own = made.to(old, "Netherlands").key, made.to(made.sent(), "Netherlands").key
        key = body().key
    seat = browser_of(app, "primary_nl")
    page = seat.get(f"/bodies/{key}/recommendations/asked").text
    assert f"/addressees/{own}/letter.pdf" in page
    assert f"/addressees/{of_list}/letter.pdf" not in page
    assert "letter.pdf" in seat.get(f"/addressees/{own}/answer").text
    assert "letter.pdf" not in seat.get(f"/addressees/{of_list}/answer").text


def test_letters_go_out_to_those_alone_of_whom_the_list_says_nothing(context: Flask) -> None:
    with work(TESTS):
        found = taken_over({"addressee": "Netherlands", "response": "noted"}, {"addressee": "Denmark"})
        due = clock.local(clock.now(), body().zone).date().replace(month=12, day=31)
        assert [each.addressee.name for each in telling.going([found], body(), clock.now())] == ["Denmark"]
        letters, _ = telling.send([found], body(), telling.Sending(due, {}), by=BY, at=clock.now())
        assert letters == 1
        rows = db.session.query(Addressee).filter_by(recommendation_id=found.id)
        assert {row.name: bool(row.letter) for row in rows} == {"Netherlands": False, "Denmark": True}
