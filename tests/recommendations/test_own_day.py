"""Home counts the silent by the day of each body, as its list does, also where UTC has another day."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from convene import clock
from convene.db import db, work
from convene.recommendations.due import News, news_in
from convene.recommendations.models import Answer, Recommendation
from tests.browser import TESTS, browser_of, words_of
from tests.build import body, one
from tests.recommendations import made
from tests.test_statements import statements

SILENT = re.compile(r"(One addressee is|\d+ addressees are) silent past the date")
A_MINUTE = timedelta(minutes=1)


def midnight_after(zone: str) -> datetime:
    """The end of the last day on which an answer is in time, in a body's zone."""
    day = made.to(one(Recommendation), "Denmark").due_on
    assert day is not None
    return clock.at_wall(day + timedelta(days=1), datetime.min.time(), zone).astimezone(UTC)


@pytest.mark.parametrize("zone", ["Europe/Zurich", "UTC", "America/New_York", "Pacific/Auckland", "Asia/Kathmandu"])
def test_home_and_list_turn_silent_at_the_same_midnight(app: Flask, zone: str) -> None:
    with app.app_context(), work(TESTS):
        body().zone = zone
        made.sent()
        path, midnight = f"/bodies/{body().key}/recommendations?mark=silent", midnight_after(zone)
    secretary = browser_of(app, "secretary")
    for moment, count in ((midnight - A_MINUTE, 0), (midnight, 3), (midnight + A_MINUTE, 3)):
        with time_machine.travel(moment, tick=False):
            said = SILENT.findall(words_of(secretary.get("/")))
            listed = words_of(secretary.get(path))
        assert said == ([f"{count} addressees are"] if count else []), (zone, moment)
        assert ("3 addressees are silent past the date" in listed) is bool(count), (zone, moment)


def news(at: datetime, since: datetime) -> dict[str, News]:
    """What is new in the board and in the Council, by the key of the body; a review that is due is not new."""
    found = news_in([body(), body("TAPRC")], at=at, since=since)
    return {each.body_key: each for each in found if each.silent or each.answers or each.evidence}


def test_two_bodies_go_each_by_their_own_day(context: Flask) -> None:
    with work(TESTS):
        body().zone, body("TAPRC").zone = "Pacific/Auckland", "America/New_York"
        made.sent()
        there = midnight_after("Pacific/Auckland")
        assert there.astimezone(UTC).hour != 0
        assert news(there - A_MINUTE, there) == {}
        assert {key: each.silent for key, each in news(there, there).items()} == {body().key: 3}
        # The same row in a body that lies elsewhere is not silent before the day is over there.
        for row in (found := one(Recommendation), *(made.to(found, name) for name in made.STATES)):
            row.body_id = body("TAPRC").id
        db.session.flush()
        assert news(there, there) == {}
        elsewhere = midnight_after("America/New_York")
        assert news(elsewhere - A_MINUTE, elsewhere) == {}
        assert {key: each.silent for key, each in news(elsewhere, elsewhere).items()} == {body("TAPRC").key: 3}


@pytest.mark.parametrize("days, count", [(-1, 0), (0, 1), (1, 1)])
def test_what_came_in_is_new_by_the_day_of_the_body(context: Flask, days: int, count: int) -> None:
    with work(TESTS):
        body().zone = "Pacific/Auckland"
        made.answered(made.sent(), "Denmark")
        filed = one(Answer)
        since = datetime(2027, 3, 1, 18, tzinfo=UTC)  # The second of March in Auckland.
        filed.filed_on = (since + timedelta(days=1 + days)).date()
        db.session.flush()
        found = news(clock.now(), since)
        assert sum(each.answers for each in found.values()) == count


def test_no_body_has_no_news(context: Flask) -> None:
    with work(TESTS):
        assert news_in([], at=clock.now(), since=clock.now()) == []


def test_as_many_statements_for_zones_as_for_one(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        made.sent()
    secretary = browser_of(app, "secretary")
    few = statements(app, secretary, "/")
    with app.app_context(), work(TESTS):
        body().zone = "Pacific/Auckland"
    assert statements(app, secretary, "/") == few
