"""Forgetting who spoke: on request at once; by itself only what is not attributed, thirty days after it is final."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from convene import clock
from convene.db import work
from convene.meetings.models import Meeting
from convene.planning import plan
from convene.records.models import NoteParagraph, Record, Speaker
from convene.records.terms import Marking, RecordState
from tests.browser import TESTS, Browser, browser_of
from tests.build import count, one
from tests.records.made import a_sitting, item, new, noted, sent

DAY = timedelta(days=1)


@pytest.fixture
def spoken(app: Flask) -> str:
    """A meeting with one paragraph of each marking, each with its speaker, circulated; gives its key."""
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        for number, marking in enumerate(Marking):
            noted(item(meeting), new(f"Words {number}.", marking), speaker=f"Speaker {number}")
        sent(meeting)
        return meeting.key


def test_the_secretariat_forgets_who_spoke_and_what_was_said_stays(app: Flask, secretary: Browser, spoken: str) -> None:
    path = f"/meetings/{spoken}/notes"
    assert "Noted of 4 paragraphs" in secretary.text(path)
    assert browser_of(app, "primary_nl").post(f"{path}/forget").status_code == 404
    assert secretary.post(f"{path}/forget").status_code == 303
    with app.app_context(), work(TESTS):
        assert (count(Speaker), count(NoteParagraph)) == (0, 4)
    assert "Forget who spoke" not in secretary.text(path)
    assert "Nothing was noted" in secretary.text(secretary.post(f"{path}/forget").location)


@pytest.mark.parametrize(
    "case",
    [
        (RecordState.ADOPTED, 30, False, ["Speaker 0", "Speaker 1"]),
        (RecordState.ADOPTED, 29, False, ["Speaker 0", "Speaker 1", "Speaker 2", "Speaker 3"]),
        (RecordState.ISSUED, 30, True, []),
        (RecordState.CIRCULATED, 400, True, ["Speaker 0", "Speaker 1", "Speaker 2", "Speaker 3"]),
    ],
)
def test_what_is_not_attributed_is_forgotten_by_itself(
    app: Flask, at: time_machine.Traveller, spoken: str, case: tuple[RecordState, int, bool, list[str]]
) -> None:
    state, days, not_attributed, left = case
    with app.app_context():
        with work(TESTS):
            one(Record).state = state
            one(Meeting, key=spoken).body.not_attributed = not_attributed
        at.move_to(clock.now() + days * DAY)
        for _ in range(2):
            plan(at=clock.now())
        with work(TESTS) as session:
            assert sorted(row.said_by for row in session.query(Speaker)) == left
