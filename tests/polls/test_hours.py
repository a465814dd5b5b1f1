"""Fair hours as the secretariat sees them, over meetings on record; and the drawing of a day."""

from __future__ import annotations

import re
from datetime import date, time

import pytest
from flask import Flask

from convene import clock
from convene.db import work
from convene.invitations.actions import cancel_meeting, convene
from convene.meetings.actions import Place
from convene.meetings.models import Meeting
from convene.polls.drafting import Calling, call_meeting
from convene.polls.hours import fair_hours
from convene.polls.terms import When
from convene.years.drafting import capitals
from tests.browser import TESTS, Browser, browser_of
from tests.build import BY, body
from tests.fields import said_at
from tests.test_statements import statements

ON = date(2027, 9, 14)


def by_video(on: date, opens: time, *, city: str = "by video", is_convened: bool = True) -> Meeting:
    """A working group of the board, ninety minutes long. Needs an open transaction."""
    calling = Calling("working-group", Place(city, "Europe/Zurich"), When(on, opens), 90)
    meeting = call_meeting(body(), calling, [], by=BY, at=clock.now()).meeting
    if is_convened:
        convene(meeting, covering_note="", telephone_name="", telephone="", by=BY, at=clock.now())
    return meeting


def nights(year: int = 2027) -> dict[str, tuple[int, int]]:
    found = fair_hours(body(), year, on=ON, minutes=90, capitals=capitals(), at=clock.now())
    return {b.seat.place: (b.minutes, b.nights) for b in found.burdens if b.minutes}


def test_ledger_counts_what_was_convened_by_video_in_that_year(context: Flask) -> None:
    with work(TESTS):
        assert nights() == {}
        by_video(date(2027, 6, 15), time(15, 0))
        assert nights() == {"Canberra": (90, 1)}
        by_video(date(2027, 6, 16), time(15, 0), is_convened=False)
        by_video(date(2027, 6, 17), time(15, 0), city="Geneva")
        by_video(date(2028, 1, 18), time(15, 0))
        cancel_meeting(by_video(date(2027, 6, 18), time(15, 0)), by=BY, at=clock.now())
        assert nights() == {"Canberra": (90, 1)}
        assert nights(2028) == {"Canberra": (90, 1)}


def test_page_proposes_hours_with_their_reasons_and_leads_on(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        for day in (15, 22):
            by_video(date(2027, 6, day), time(15, 0))
        path = f"/bodies/{body().key}/fair-hours"
    response = secretary.get(f"{path}?on={ON}&minutes=60")
    page = secretary.text(f"{path}?on={ON}&minutes=60")
    assert "Canberra has had two nights this year, so this one falls to" in page
    assert response.text.count('<svg class="hours"') == 3
    assert "Australia Canberra 2 3 h" in page
    lead = re.findall(r'href="([^"]*special-meeting[^"]*)"', response.text)[0].replace("&amp;", "&")
    form = secretary.get(lead)
    assert f'value="{ON}"' in form.text
    every = re.findall(r'href="([^"]*polls/new[^"]*)"', response.text)[0].replace("&amp;", "&")
    assert secretary.get(every).text.count(f'value="{ON}"') == 3


@pytest.mark.parametrize(
    "query, field, words",
    [
        ("on=&minutes=60", "on", "Enter a day"),
        ("on=soon&minutes=60", "on", "Enter a day"),
        ("on=2027-09-14&minutes=4", "minutes", "five minutes"),
        ("on=2027-09-14&minutes=x", "minutes", "whole number"),
    ],
)
def test_what_cannot_be_reckoned_is_said_at_its_field(
    app: Flask, secretary: Browser, query: str, field: str, words: str
) -> None:
    with app.app_context(), work(TESTS):
        path = f"/bodies/{body().key}/fair-hours"
    response = secretary.get(f"{path}?{query}")

    assert response.status_code == 422
    assert words in said_at(response, field)[0]


def test_council_page_knows_its_own_members_alone(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        path = f"/bodies/{body('TAPRC').key}/fair-hours"
    page = browser_of(app, "secretary_council").text(f"{path}?on={ON}&minutes=60")

    assert "University of Oxford" in page or "London" in page
    assert "Canberra" not in page


def test_page_takes_as_many_statements_for_many_meetings(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        path = f"/bodies/{body().key}/fair-hours"
        by_video(date(2027, 6, 15), time(15, 0))
    first = statements(app, secretary, path)
    with app.app_context(), work(TESTS):
        for day in range(16, 22):
            by_video(date(2027, 6, day), time(15, 0))
    assert statements(app, secretary, path) == first
