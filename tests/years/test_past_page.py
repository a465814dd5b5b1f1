"""The page, print and calendar of a meeting that was taken over: no hour is invented, nothing is asked of anybody."""

from __future__ import annotations

import pytest
from flask import Flask

from convene import clock
from convene.agendas.models import AgendaItem
from convene.db import db, work
from convene.findings import Refused
from convene.meetings.actions import move_to
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.years import past_keeping
from tests.browser import TESTS, Browser, browser_of, words_of
from tests.build import BY, body, one
from tests.packs.read import words as printed
from tests.years.test_past import LIST, told

SYMBOL = "TNAP/2019/1"


@pytest.fixture
def keys(app: Flask) -> tuple[str, str]:
    """The keys of a meeting that was taken over, and of one of its items."""
    with app.app_context(), work(TESTS):
        past_keeping.take_over(body(), told(LIST), by=BY, at=clock.now())
        meeting: Meeting = one(Meeting, symbol=SYMBOL)
        item = db.session.query(AgendaItem).filter_by(meeting_id=meeting.id, title="Deep-dive: Ostrin").one()
        return meeting.key, item.key


@pytest.mark.parametrize("who", ["secretary", "primary_nl"])
def test_the_page_shows_its_days_and_no_hour(app: Flask, keys: tuple[str, str], who: str) -> None:
    page = browser_of(app, who).get(f"/meetings/{keys[0]}")
    words = words_of(page)
    assert "Taken over from a list on" in words
    assert "its hours and who was invited are not on record" in words
    assert "Monday 6 and Tuesday 7 May 2019" in words
    assert "Deep-dive: Ostrin" in words
    for invented in (
        "09:00", "14:00", "minutes", "h 40", "Due", "An entry for your calendar", "Mark as in session again",
        "Circulate", "See the answers", "Nobody is invited yet", "Statement", "list of participants",
        "What your delegation proposed", "run of show", "Change place, deadlines",
    ):  # fmt: skip
        assert invented not in words, invented


@pytest.mark.parametrize("who", ["secretary", "primary_nl"])
def test_the_item_says_what_came_of_it_and_no_hour(app: Flask, keys: tuple[str, str], who: str) -> None:
    words = words_of(browser_of(app, who).get(f"/items/{keys[1]}"))
    assert "Monday 6 and Tuesday 7 May 2019; the hours are not on record" in words
    assert "Outcome The board asked for monthly figures" in words
    for invented in ("09:00", "How long", "Outcome sought", "Arrange the agenda", "Admit somebody"):
        assert invented not in words, invented


@pytest.mark.parametrize("entries", ["", "?entries=items"])
def test_no_calendar_holds_it(app: Flask, secretary: Browser, keys: tuple[str, str], entries: str) -> None:
    answer = secretary.get(f"/meetings/{keys[0]}/meeting.ics{entries}")
    assert answer.status_code == 200
    assert "BEGIN:VEVENT" not in answer.text
    assert "BEGIN:VCALENDAR" in answer.text


def test_the_print_shows_no_hour(app: Flask, secretary: Browser, keys: tuple[str, str]) -> None:
    words = printed(secretary.get(f"/meetings/{keys[0]}/agenda.pdf").data)
    assert "Taken over from a list: its hours are not on record." in words
    assert "Outcome: The board asked for monthly figures" in words
    assert "Times are those of" not in words
    assert "09:00" not in words
    assert "min" not in words.replace("administration", "").split()


def test_it_is_not_opened_again(context: Flask) -> None:
    with work(TESTS):
        past_keeping.take_over(body(), told(LIST), by=BY, at=clock.now())
        meeting: Meeting = one(Meeting, symbol=SYMBOL)
        with pytest.raises(Refused, match="its hours are not on record, and it is not opened again"):
            move_to(meeting, MeetingState.IN_SESSION, by=BY, at=clock.now())
        assert meeting.state is MeetingState.CONCLUDED


def test_its_days_are_not_reckoned_anew(app: Flask, secretary: Browser, keys: tuple[str, str]) -> None:
    due = dict.fromkeys(("answers_due", "papers_due", "proposals_due"), "2019-04-01T12:00")
    said = {"city": "Rome", "zone": "Europe/Rome", "chair": ""} | due
    answer = secretary.post(f"/meetings/{keys[0]}/edit", said)
    assert answer.status_code == 422
    assert "It was taken over from a list: what it says of itself stays as the list has it." in words_of(answer)
    with app.app_context(), work(TESTS):
        meeting: Meeting = one(Meeting, symbol=SYMBOL)
        assert (meeting.city, str(meeting.starts_on), str(meeting.ends_on)) == ("Ottawa", "2019-05-06", "2019-05-07")
