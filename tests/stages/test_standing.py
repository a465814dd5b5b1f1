"""What tells the working text of an agenda from the one that was circulated, and where a circulation is told of."""

from __future__ import annotations

import pytest
from flask import Flask

from convene import clock
from convene.agendas.terms import Subject
from convene.db import db, work
from convene.meetings.actions import move_to
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.stages.terms import Stage
from tests.browser import TESTS, Browser, browser_of, person_id
from tests.build import BY, an_item, board_meeting, body, item_of, one, open_session
from tests.packs import read
from tests.stages.shared import circulated
from tests.test_statements import statements

STANDS = "This is the agenda as it stands today."
# The home page gathers what fifteen features owe; flat, whatever there is.
# One more each than before: the records to which a seat may propose corrections, and the drafts that it is to read.
HOME_MOST = 17
WORKING = "Working text of the agenda"


@pytest.fixture
def meeting(app: Flask) -> str:
    """The key of the convened board meeting."""
    with app.app_context(), work(TESTS):
        return board_meeting().key


def printed(browser: Browser, meeting: str) -> str:
    return read.words(browser.get(f"/meetings/{meeting}/agenda.pdf").data)


def test_the_working_agenda_says_what_was_circulated_last(app: Flask, secretary: Browser, meeting: str) -> None:
    member = browser_of(app, "primary_dk")
    assert STANDS not in member.text(f"/meetings/{meeting}")
    assert WORKING not in printed(member, meeting)

    stage = circulated(app, meeting)

    for browser in (member, secretary):
        page = browser.get(f"/meetings/{meeting}").text
        assert STANDS in page
        assert f'href="/stages/{stage}">TNAP/2027/1/1</a>' in page
        assert WORKING in printed(browser, meeting)
    assert "What was circulated last is the provisional agenda TNAP/2027/1/1" in member.text(f"/meetings/{meeting}")
    assert WORKING not in read.words(member.get(f"/stages/{stage}/agenda.pdf").data)


def test_a_guest_is_not_told_that_an_agenda_was_circulated(app: Flask, meeting: str) -> None:
    circulated(app, meeting)
    guest = browser_of(app, "ngo_guest")

    assert STANDS not in guest.text(f"/meetings/{meeting}")
    assert WORKING not in printed(guest, meeting)
    assert "was circulated on" not in guest.text("/")


def test_sessions_over_their_time_are_told_before_circulating(app: Flask, secretary: Browser, meeting: str) -> None:
    page = f"/meetings/{meeting}/stages/new"
    assert "longer than the session" not in secretary.text(page)

    with app.app_context(), work(TESTS):
        item_of(board_meeting(), Subject.DEEP_DIVE).minutes += 101

    words = secretary.text(page)
    assert "min longer than the session." in words
    assert words.index("longer than the session") < words.index("Circulate TNAP/2027/1/1")
    assert secretary.post(page, {"stage": "provisional"}).status_code == 303


def test_the_home_page_tells_seats_of_a_circulation(app: Flask, meeting: str) -> None:
    member = browser_of(app, "primary_dk")
    before = statements(app, member, "/")
    assert "was circulated on" not in member.text("/")

    circulated(app, meeting)
    stage = circulated(app, meeting, Stage.ANNOTATED)

    page = member.get("/").text
    assert f'<a href="/stages/{stage}">An annotated agenda</a> was circulated on ' in page
    assert page.count("was circulated on") == 1
    assert statements(app, member, "/") == before <= HOME_MOST


def test_the_chair_finds_the_run_of_show_on_the_home_page(app: Flask, secretary: Browser, meeting: str) -> None:
    link = f'href="/meetings/{meeting}/run-of-show"'
    chair = browser_of(app, "primary_dk")
    before = statements(app, chair, "/")
    assert link not in chair.get("/").text

    person = person_id(app, "primary_dk")
    with app.app_context(), work(TESTS):
        one(Meeting, key=meeting).chair_id = person

    assert link in chair.get("/").text
    assert statements(app, chair, "/") == before
    assert chair.get(f"/meetings/{meeting}/run-of-show").status_code == 200
    for other in (secretary, browser_of(app, "primary_nl"), browser_of(app, "ngo_guest")):
        assert link not in other.get("/").text


def test_adoption_is_offered_on_the_meeting_s_page_until_it_is_done(
    app: Flask, secretary: Browser, meeting: str
) -> None:
    circulated(app, meeting)
    page, adopt = f"/meetings/{meeting}", f"/meetings/{meeting}/stages/adoption"
    assert f'href="{adopt}"' not in secretary.get(page).text

    with app.app_context(), work(TESTS):
        move_to(one(Meeting, key=meeting), MeetingState.IN_SESSION, by=BY, at=clock.now())
    assert f'href="{adopt}"' in secretary.get(page).text

    assert secretary.post(adopt, {"manner": "as circulated"}).status_code == 303
    assert f'href="{adopt}"' not in secretary.get(page).text
    assert "What was adopted is the agenda TNAP/2027/1/1/Rev.1" in browser_of(app, "primary_dk").text(page)


def test_what_a_member_is_asked_for_stands_before_the_agenda(app: Flask, meeting: str) -> None:
    for who in ("primary_dk", "primary_nl"):
        page = browser_of(app, who).get(f"/meetings/{meeting}").text
        assert page.count("Propose an item for the agenda") == 1
        assert page.index("Propose an item for the agenda") < page.index('<ol class="items">')
        assert page.count('id="papers"') == 1
        assert 'href="#papers"' in page


def test_the_secretariat_calls_for_papers_from_the_item_s_page(app: Flask, secretary: Browser, meeting: str) -> None:
    with app.app_context(), work(TESTS):
        item = item_of(board_meeting(), Subject.DEEP_DIVE)
        item.takes_papers = True
        key, title = item.key, item.title
    call = f"/meetings/{meeting}/paper-calls/new?item={key}"

    assert f'href="{call}"' in secretary.get(f"/items/{key}").text
    chosen = secretary.get(call).text.split(f'<option selected value="{key}">')[1].split("</option>")[0]
    assert title in chosen
    assert "paper-calls" not in browser_of(app, "primary_dk").get(f"/items/{key}").text


def test_how_a_body_prepares_has_an_entry_for_the_secretariat_alone(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        key = body().key

    assert "How this body prepares" in secretary.text(f"/bodies/{key}")
    assert "How this body prepares" not in browser_of(app, "primary_dk").text(f"/bodies/{key}")


def test_the_mark_up_keeps_the_number_of_a_sub_item_together(app: Flask, meeting: str) -> None:
    circulated(app, meeting)
    with app.app_context(), work(TESTS):
        session = open_session(board_meeting())
        head, sub = an_item(session, "A head"), an_item(session, "A part of it")
        db.session.flush()
        sub.parent_id = head.id
    stage = circulated(app, meeting)

    page = browser_of(app, "primary_dk").get(f"/stages/{stage}/changes").text

    rows = [row for row in page.split("<li ") if "A part of it" in row]
    assert [row.split('"')[1].split()[:3] for row in rows] == [["item", "item--untimed", "item--sub"]]
    assert page.count("item--sub") == 1
