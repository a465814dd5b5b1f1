"""What the demonstration has on record of its last meeting, and what the secretariat's home page makes of it."""

from __future__ import annotations

import pytest
from flask import Flask

from convene import clock
from convene.db import db, work
from convene.demo.history import seed_history
from convene.recommendations import figures
from convene.recommendations.lineage import lineage_of
from convene.recommendations.models import Recommendation
from convene.recommendations.terms import State
from convene.records.models import Record
from tests.browser import TESTS, Browser, browser_of
from tests.build import body, count
from tests.test_statements import statements


@pytest.fixture
def seeded_history(app: Flask) -> Flask:
    """The demonstration with its history."""
    with app.app_context():
        seed_history(at=clock.now())
    return app


def test_the_demonstration_shows_every_state_of_an_answer(seeded_history: Flask) -> None:
    with seeded_history.app_context(), work(TESTS):
        whole = figures.figures_of(body(), "addressee", on=clock.now().date()).whole
        assert count(Record) == 2
        assert (whole.asked, whole.answered, whole.awaited, whole.silent) == (37, 29, 5, 3)
        states = {row.state for row in db.session.query(Recommendation)}
        assert states == {
            State.PROPOSED, State.TRANSMITTED, State.ANSWERED, State.FOLLOW_UP, State.IMPLEMENTED
        }  # fmt: skip
        last = db.session.query(Recommendation).filter_by(symbol="TNAP/2026/1/R.1").one()
        year = last.adopted_on.year - 4 if last.adopted_on else 0
        said = f"Third repetition since {year}, reiterated once, strengthened twice; it strengthens "
        assert lineage_of(last).sentence.startswith(said)


def test_the_home_page_says_what_is_open_from_meetings_before(
    app: Flask, secretary: Browser, seeded_history: Flask
) -> None:
    shown = secretary.text("/")
    assert "What is open from meetings before" in shown
    assert "The record of the First regular meeting, Copenhagen" in shown
    assert "3 addressees are silent past the date" in shown
    for other in ("primary_nl", "ngo_documentation", "secretary_s4"):
        assert "What is open from meetings before" not in browser_of(app, other).text("/")
    assert statements(app, secretary, "/") <= 17
