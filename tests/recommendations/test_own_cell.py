"""From the matrix of a meeting a representative comes to the page on which they answer: their own State's alone."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from convene import clock
from convene.db import work
from convene.recommendations import actions
from convene.recommendations.models import Recommendation
from convene.recommendations.terms import Step
from tests.browser import TESTS, browser_of
from tests.build import BY, board_meeting, body, one
from tests.recommendations import made
from tests.test_statements import statements

ANSWERS = re.compile(r'href="/addressees/([^/"]+)/answer"')
WORDS = re.compile(r'href="/addressees/[^"]+/answer">(\w+)<span')


def matrix() -> str:
    """The page of the board's meeting."""
    return f"/meetings/{board_meeting().key}/recommendations"


@pytest.mark.parametrize(
    "who, name",
    [
        ("primary_nl", "Netherlands"),
        ("alternate_nl", "Netherlands"),
        ("primary_us", "United States"),
        ("primary_dk", "Denmark"),
        ("primary_gb", ""),  # Not addressed.
        ("secretary", ""),  # Answers for nobody.
    ],
)
def test_it_leads_to_the_own_page_alone(app: Flask, who: str, name: str) -> None:
    with app.app_context(), work(TESTS):
        found, path = made.sent(), matrix()
        keys = {row.name: row.key for row in (made.to(found, each) for each in made.STATES)}
    browser = browser_of(app, who)
    assert ANSWERS.findall(browser.get(path).text) == ([keys[name]] if name else [])
    for of, key in keys.items():
        may = of == name or who == "secretary"
        assert browser.get(f"/addressees/{key}/answer").status_code == (200 if may else 404), of


@pytest.mark.parametrize("who", ["ngo_guest", "ngo_at_risk", "desk_nl", "secretary_council"])
def test_whoever_has_no_seat_has_no_matrix(app: Flask, who: str) -> None:
    with app.app_context(), work(TESTS):
        made.sent()
        path = matrix()
    assert browser_of(app, who).get(path).status_code in (403, 404)


def test_what_it_says_and_when_it_is_there(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        made.adopted()
        path = matrix()
    browser = browser_of(app, "primary_nl")
    assert ANSWERS.findall(browser.get(path).text) == []  # No letter has gone out.
    with app.app_context(), work(TESTS):
        key = made.sent("Members should report on this within sixty days, and on no other matter.").key
    assert WORDS.findall(browser.get(path).text) == ["Answer"]
    with app.app_context(), work(TESTS):
        made.answered(one(Recommendation, key=key), "Netherlands")
    assert WORDS.findall(browser.get(path).text) == ["Report"]
    with app.app_context(), work(TESTS):
        found = one(Recommendation, key=key)
        actions.follow(found, body(), actions.FollowUp(Step.LAPSE, "It is over."), by=BY, at=clock.now())
    assert ANSWERS.findall(browser.get(path).text) == []


def test_as_many_statements_for_several_as_for_one(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        made.sent()
        path = matrix()
    browser = browser_of(app, "primary_nl")
    few = statements(app, browser, path)
    with app.app_context(), work(TESTS):
        for number in range(5):
            made.sent(f"Members should report on matter number {number} within sixty days.")
    assert len(ANSWERS.findall(browser.get(path).text)) == 6
    assert statements(app, browser, path) == few
