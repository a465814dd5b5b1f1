"""The page of one recommendation: what stands first for whom, its steps in time, and what it says in words."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from convene import clock
from convene.db import work
from convene.recommendations import answering
from convene.recommendations.models import Recommendation
from convene.recommendations.queries import steps_of
from convene.recommendations.terms import Given, Position
from tests.browser import TESTS, browser_of
from tests.build import BY, body, one
from tests.recommendations import made


def test_steps_stand_in_order_of_time_whenever_they_were_recorded(context: Flask) -> None:
    with work(TESTS):
        found = made.sent()
        now = clock.now()
        for name, days in (("Denmark", 9), ("Netherlands", 3)):
            row, said = made.to(found, name), Given(Position.SUPPORTED, "We agree.")
            at = now + timedelta(days=days)
            answering.answer(row, found, body(), said, is_filing=True, revision=0, by=BY, at=at)

        steps = steps_of(found)
        assert [s.addressee for s in steps if s.step == "answered"] == ["Netherlands", "Denmark"]
        assert [s.step for s in steps[:2]] == ["proposed", "adopted"]
        # What happened at one moment stands as it was recorded.
        assert [s.number for s in steps[:5]] == [1, 2, 3, 4, 5]


def test_each_step_is_told_where_and_when_for_the_reader(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        path = f"/recommendations/{made.sent().key}"
        step, zone = steps_of(one(Recommendation))[0], body().zone
        here, there = (clock.hour_words(step.at, each) for each in (zone, "America/New_York"))
    shown = browser_of(app, "primary_us").text(path).split("Its steps")[1]

    assert f"{here} {clock.place_of(zone)} · {there} yours" in " ".join(shown.split())
