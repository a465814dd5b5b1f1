"""Adopting: what is ticked is read once more with symbol, day and quorum, and is dated by a day of the meeting."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from convene import clock
from convene.db import work
from convene.findings import Refused
from convene.recommendations import actions
from convene.recommendations.models import Recommendation
from convene.recommendations.rules import adoption_days
from convene.recommendations.terms import State
from tests.browser import TESTS, Browser, words_of
from tests.build import BY, board_meeting, one
from tests.recommendations import made

FIRST, SECOND, LAST = date(2027, 6, 1), date(2027, 6, 2), date(2027, 6, 3)


@pytest.mark.parametrize(
    "today, days",
    [
        (date(2027, 5, 31), (date(2027, 5, 31),)),
        (FIRST, (FIRST,)),
        (SECOND, (SECOND, FIRST)),
        (LAST, (LAST, SECOND, FIRST)),
        (date(2027, 6, 4), (LAST, SECOND, FIRST)),
    ],
)
def test_it_is_adopted_on_a_day_of_the_meeting_that_has_begun(today: date, days: tuple[date, ...]) -> None:
    assert adoption_days(FIRST, LAST, today=today) == days


def test_the_day_is_chosen_among_those_of_the_meeting(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        found, meeting = made.proposed(), board_meeting()
        today = clock.local(clock.now(), meeting.zone).date()
        meeting.starts_on = date(today.year - 1, 1, 1)
        meeting.ends_on = date(today.year - 1, 1, 3)
        with pytest.raises(Refused, match="Choose a day of the meeting"):
            actions.adopt([found], meeting, on=today, by=BY, at=clock.now())
        assert (found.state, found.symbol) == (State.PROPOSED, None)
        actions.adopt([found], meeting, on=meeting.starts_on, by=BY, at=clock.now())
        assert found.adopted_on == meeting.starts_on


def test_the_page_shows_symbol_text_and_quorum_before_anything_is_adopted(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        found = made.proposed()
        key, text, meeting = found.key, found.text, board_meeting()
        path, symbol = f"/meetings/{meeting.key}/recommendations/adopt", meeting.symbol
    assert "Tick what the meeting has adopted first." in words_of(secretary.get(path))
    page = secretary.get(f"{path}?chosen={key}")
    said = words_of(page)
    for words in (f"{symbol}/R.1", text, "Who was there is not entered", "Adopt it for good"):
        assert words in said
    with app.app_context(), work(TESTS):
        assert one(Recommendation).state is State.PROPOSED
    assert secretary.post(path, {"chosen": key, f"seen-{key}": "1"}).status_code == 303
    with app.app_context(), work(TESTS):
        assert one(Recommendation).symbol == f"{symbol}/R.1"
