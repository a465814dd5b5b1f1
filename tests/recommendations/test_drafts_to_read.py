"""Drafts that are put before the members stand on their first page and on “asked of me” until nothing is to be read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from convene import clock
from convene.db import work
from convene.meetings.terms import MeetingState
from convene.people.models import Contact
from convene.recommendations import actions, circulating
from convene.recommendations.models import Recommendation
from tests.browser import TESTS, browser_of
from tests.build import BY, board_meeting, body, one, term_of
from tests.recommendations import made
from tests.test_statements import statements

HOME, ASKED = "/", "/asked-of-me"


def put_before(*texts: str) -> str:
    """Put drafts before the members of the board's meeting, in ten days; gives the page to read them on."""
    meeting = board_meeting()
    meeting.starts_on = meeting.ends_on = clock.now().date() + timedelta(days=10)
    meeting.ends_at = clock.end_of_day(meeting.ends_on, meeting.zone)
    drafts = [made.proposed(text) for text in texts]
    circulating.put_before(drafts, meeting, by=BY, at=clock.now())
    return f"/meetings/{meeting.key}/recommendations"


def names(app: Flask, who: str, page: str, path: str) -> bool:
    """Whether a page leads to the drafts."""
    return f'href="{path}"' in browser_of(app, who).get(page).text


def test_a_seat_finds_them_with_the_days_of_the_meeting(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        made.proposed("A draft that nobody was shown.")
        path, contact = put_before(made.TEXT), one(Contact, id=term_of("primary_nl").contact_id).key
        day = board_meeting().starts_on
    member = browser_of(app, "primary_nl")
    home, asked = (member.text(page) for page in (HOME, ASKED))
    assert names(app, "primary_nl", HOME, path)
    assert names(app, "primary_nl", ASKED, path)
    assert f"One draft recommendation is for you to read before {day.day} {day:%B %Y}." in home
    assert "Read one draft recommendation before the meeting" in asked
    assert "nothing more is owed" not in home
    assert "Read one draft" in browser_of(app, "secretary").text(f"/contacts/{contact}/asked")
    for other in ("secretary", "ngo_guest", "ngo_documentation", "secretary_s4"):
        assert "to read before" not in browser_of(app, other).text(HOME)
        assert "Read one draft" not in browser_of(app, other).text(ASKED)


@pytest.mark.parametrize("act", ["adopted", "withdrawn", "taken back"])
def test_what_is_no_draft_before_the_members_any_more_is_gone(app: Flask, act: str) -> None:
    with app.app_context(), work(TESTS):
        path = put_before(made.TEXT)
        found = one(Recommendation, text=made.TEXT)
        if act == "adopted":
            actions.adopt([found], board_meeting(), by=BY, at=clock.now())
        elif act == "withdrawn":
            actions.withdraw(found, body(), by=BY, at=clock.now())
        else:
            circulating.take_back(found, body(), by=BY, at=clock.now())
    for page in (HOME, ASKED):
        assert not names(app, "primary_nl", page, path)


@pytest.mark.parametrize(
    "state, over_in, is_shown",
    [
        (MeetingState.CONVENED, timedelta(hours=1), True),
        (MeetingState.IN_SESSION, timedelta(hours=1), True),
        (MeetingState.IN_SESSION, timedelta(hours=-1), False),
        (MeetingState.CONCLUDED, timedelta(hours=1), False),
    ],
)
def test_they_are_to_be_read_until_the_meeting_is_over(
    app: Flask, state: MeetingState, over_in: timedelta, is_shown: bool
) -> None:
    with app.app_context(), work(TESTS):
        path, meeting = put_before(made.TEXT), board_meeting()
        meeting.state, meeting.ends_at = state, clock.now() + over_in
    for page in (HOME, ASKED):
        assert names(app, "primary_nl", page, path) is is_shown


def test_pages_take_as_many_statements_for_many_drafts(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        put_before(made.TEXT)
    member = browser_of(app, "primary_nl")
    first = [statements(app, member, page) for page in (HOME, ASKED)]
    with app.app_context(), work(TESTS):
        put_before("Member States should keep an archive.", "Member States should train their staff.")
    assert [statements(app, member, page) for page in (HOME, ASKED)] == first
    assert "3 draft recommendations are for you to read" in member.text(HOME)


@pytest.mark.parametrize("then", ["keep", "look"])
def test_a_theme_that_is_none_is_told_at_its_field(app: Flask, then: str) -> None:
    with app.app_context(), work(TESTS):
        put_before(made.TEXT)
        path = f"/recommendations/{one(Recommendation, text=made.TEXT).key}/edit"
    given = {"text": made.TEXT + " Now.", "kind": "sanctions", "themes": "zzz", "others": "", "then": then}
    answer = browser_of(app, "secretary").post(path, given)
    assert (answer.status_code, "Now." in answer.text) == (422 if then == "keep" else 200, True)
    assert then == "look" or "is not a valid choice" in answer.text
