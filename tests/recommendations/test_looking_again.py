"""A day on which the secretariat looks again at an addressee of whom something was noted; no State is told of it."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask

from convene import clock
from convene.db import db, work
from convene.findings import Refused
from convene.mail.models import OutboxMessage
from convene.planning import plan
from convene.recommendations import actions, columns, queries, rules
from convene.recommendations.matrix import cells_of
from convene.recommendations.models import NotedEvidence, Recommendation
from convene.recommendations.queries import steps_of
from convene.recommendations.terms import LOOK_AGAIN, Cell, Listing, Position, Step
from tests.browser import TESTS, Browser, browser_of
from tests.build import BY, board_meeting, body, count, one
from tests.conftest import NOW
from tests.recommendations import made

DAY = date(2027, 6, 1)
A_DAY = timedelta(days=1)


def today() -> date:
    """The body's day."""
    return clock.local(clock.now(), body().zone).date()


def cell(found: Recommendation, *, on: date) -> Cell:
    """What stands with Denmark on a day."""
    return {to.name: each for to, each in cells_of([found], on=on)[found.id]}["Denmark"]


def table_of(browser: Browser, path: str) -> list[dict[str, str]]:
    """The lines of a table that is taken away."""
    return list(csv.DictReader(io.StringIO(browser.get(path).text.lstrip("\ufeff"))))


def marked(*, on: date) -> int:
    """How many addressees are to be looked at again on a day, as lists say."""
    return queries.listed(body(), Listing(mark=LOOK_AGAIN), on=on).marked


@pytest.mark.parametrize(
    "look_on, closed, due",
    [
        (None, False, False),
        (DAY + A_DAY, False, False),
        (DAY, False, True),
        (DAY - A_DAY, False, True),
        (DAY, True, False),
    ],
)
def test_from_the_day_on_it_is_due(look_on: date | None, closed: bool, due: bool) -> None:
    assert rules.is_look_due(look_on=look_on, on=DAY, is_closed=closed) is due


def test_the_last_that_was_noted_says_when(context: Flask) -> None:
    with work(TESTS):
        found, day = made.sent(), today() + 40 * A_DAY
        made.noted(found, "Denmark", look_on=day)
        assert (cell(found, on=day - A_DAY).is_look_due, marked(on=day - A_DAY)) == (False, 0)
        assert (cell(found, on=day).look_on, cell(found, on=day).is_look_due, marked(on=day)) == (day, True, 1)
        assert "To be looked at again on" in steps_of(found)[-1].note

        made.noted(found, "Denmark", "A bill is drafted.", look_on=day + 30 * A_DAY)
        assert (cell(found, on=day).is_look_due, marked(on=day)) == (False, 0)
        assert marked(on=day + 30 * A_DAY) == 1
        made.noted(found, "Netherlands", look_on=day)
        assert marked(on=day + 30 * A_DAY) == 2
        made.noted(found, "Denmark", "The law is in force.")
        assert (cell(found, on=day + 90 * A_DAY).look_on, marked(on=day + 90 * A_DAY)) == (None, 1)


def test_what_is_closed_needs_no_look_and_an_answer_leaves_the_day(context: Flask) -> None:
    with work(TESTS):
        found, day = made.sent(), today() + 40 * A_DAY
        made.noted(found, "Denmark", look_on=day)
        made.answered(found, "Denmark", Position.NOTED)
        assert (cell(found, on=day).is_look_due, marked(on=day)) == (True, 1)
        actions.follow(found, body(), actions.FollowUp(Step.LAPSE, "A letter."), by=BY, at=clock.now())
        assert (cell(found, on=day).look_on, marked(on=day)) == (None, 0)


def test_the_day_lies_ahead_and_the_same_may_be_noted_for_another_day(context: Flask) -> None:
    with work(TESTS):
        found = made.sent()
        steps = len(steps_of(found))
        with pytest.raises(Refused, match="after today"):
            made.noted(found, "Denmark", look_on=today())
        assert (count(NotedEvidence), len(steps_of(found))) == (0, steps)
        made.noted(found, "Denmark", look_on=today() + A_DAY)
        with pytest.raises(Refused, match="noted of them already"):
            made.noted(found, "Denmark", look_on=today() + A_DAY)
        made.noted(found, "Denmark", look_on=today() + 2 * A_DAY)
        assert count(NotedEvidence) == 2


def test_the_secretariat_is_told_on_its_pages_and_no_state_by_mail(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        found = made.sent(days=200)
        here, day = f"/recommendations/{found.key}", today() + 20 * A_DAY
        path, meeting = f"/addressees/{made.to(found, 'Denmark').key}/evidence", board_meeting().key
        of = body().key
    secretary = browser_of(app, "secretary")
    said = {"action": "Nothing yet.", "evidence": "A report", "source_kind": "press", "reliability": "probable"}
    past = secretary.post(path, said | {"look_on": "2020-01-01"})
    assert (past.status_code, "Enter a day after today" in past.text) == (422, True)
    assert secretary.post(path, said | {"look_on": day.isoformat()}).status_code == 303
    assert "To be looked at again on" in secretary.text(here)
    assert "to be looked at again" not in secretary.text("/")
    with time_machine.travel(NOW + 21 * A_DAY, tick=False):
        secretary, member, state = (browser_of(app, who) for who in ("secretary", "primary_ca", "primary_dk"))
        assert "One addressee is to be looked at again" in secretary.text("/")
        assert "Look again at one addressee" in secretary.text("/asked-of-me")
        assert "One addressee is to be looked at again" in secretary.text(
            f"/bodies/{of}/recommendations?mark=to+be+looked+at+again"
        )
        for browser in (member, state):
            assert "looked at again" not in browser.text("/")
        with app.app_context():
            plan(at=clock.now())
            with work(TESTS):
                assert not db.session.query(OutboxMessage).filter_by(kind="recommendation-reminder").count()
        rows = table_of(secretary, f"/meetings/{meeting}/recommendations.csv")
        assert {r["Addressee"]: r["Look again on"] for r in rows}["Denmark"] == day.isoformat()
        lines = table_of(secretary, f"/bodies/{of}/recommendations.csv")
        assert [line["look again on"] for line in lines if line["addressee"] == "Denmark"] == [day.isoformat()]
        assert columns.TOLD[-1] == "look again on"
    with app.app_context(), work(TESTS):
        assert one(NotedEvidence).look_on == day
