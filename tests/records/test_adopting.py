"""Pages on which a record is adopted, and corrections are decided on."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from convene.agendas.terms import Subject
from convene.db import work
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.records.models import Correction
from convene.records.queries import later_meetings
from convene.records.terms import Marking
from tests.browser import TESTS, Browser, browser_of, words_of
from tests.build import body, one
from tests.records.made import a_sitting, item, new, noted, sent


@pytest.fixture
def sat(app: Flask) -> dict[str, str]:
    """A sitting with a closed and an open paragraph, circulated; the keys of its meeting and items."""
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        closed, opened = item(meeting), item(meeting, Subject.INPUT_OF_GUESTS)
        noted(closed, new("The closed words of the deep-dive."))
        noted(opened, new("The open words to the guests.", Marking.OPEN))
        sent(meeting)
        return {"meeting": meeting.key, "closed": closed.key, "open": opened.key}


def test_where_no_later_meeting_sits_it_is_told_and_where_to_go(
    app: Flask, secretary: Browser, sat: dict[str, str]
) -> None:
    path = f"/meetings/{sat['meeting']}/record/adoption"
    with app.app_context(), work(TESTS):
        new_one = f"/bodies/{body().key}/meetings/new"
        later = later_meetings(one(Meeting, key=sat["meeting"]))
        key, title = later[0].key, later[0].title
        assert {m.state for m in later} == {MeetingState.CONVENED}
    page = secretary.get(path)

    assert "sits yet, or is over: only such a meeting can adopt the record." in words_of(page)
    assert title in words_of(page)
    assert f'href="/meetings/{key}"' in page.text
    assert new_one not in page.text
    assert "Choose the meeting" not in page.text
    assert secretary.post(path, {"early": "y"}).status_code == 422
    with app.app_context(), work(TESTS):
        for meeting in later_meetings(one(Meeting, key=sat["meeting"])):
            meeting.state = MeetingState.CANCELLED
    assert new_one in secretary.get(path).text


def test_the_page_of_adoption_tells_of_corrections(app: Flask, secretary: Browser, sat: dict[str, str]) -> None:
    base = f"/meetings/{sat['meeting']}/record"
    assert "No correction was proposed." in secretary.text(f"{base}/adoption")
    nl = browser_of(app, "primary_nl")
    path = re.findall(r"/record-paragraphs/[\w-]+/correction", nl.get(base).get_data(as_text=True))[0]
    nl.post(path, {"proposed": "The corrected words."})
    page = secretary.text(f"{base}/adoption")
    assert "0 accepted, 0 declined, 1 waiting." in page
    assert "Decide on it first" in page
    with app.app_context(), work(TESTS):
        key = one(Correction).key
    secretary.post(f"/corrections/{key}", {"fate": "accepted", "text": "The corrected words."})
    page = secretary.text(f"{base}/adoption")

    assert "1 accepted, 0 declined, 0 waiting." in page
    assert "Now: The corrected words." in page
