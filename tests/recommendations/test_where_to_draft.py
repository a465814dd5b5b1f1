"""The list of a body's recommendations says where one is drafted, and can be cut to the drafts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from convene import clock
from convene.db import db, work
from convene.meetings.queries import meetings_of, nearest_meeting
from convene.meetings.terms import MeetingState
from convene.recommendations import circulating
from tests.browser import TESTS, Browser, browser_of
from tests.build import BY, board_meeting, body
from tests.recommendations import made


def test_the_meeting_that_is_on_comes_before_the_next_and_the_last(context: Flask) -> None:
    a_day = timedelta(days=1)
    with work(TESTS):
        meeting = board_meeting()
        assert nearest_meeting(body(), meeting.starts_on) == meeting
        assert nearest_meeting(body(), meeting.ends_on) == meeting
        last = nearest_meeting(body(), meeting.ends_on + 4000 * a_day)
        assert last is not None
        assert last.starts_on >= meeting.starts_on
        for each in meetings_of(body()):
            each.state = MeetingState.CANCELLED
        db.session.flush()
        assert nearest_meeting(body(), meeting.ends_on) is None


def test_the_list_says_where_one_is_drafted(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        path = f"/bodies/{body().key}/recommendations"
        meeting = nearest_meeting(body(), clock.local(clock.now(), body().zone).date())
        assert meeting is not None
        key, title = meeting.key, meeting.title

    page = secretary.get(path).text
    assert f'href="/meetings/{key}/recommendations#draft-one">Draft a recommendation</a>' in page
    assert f"{title}, its recommendations and drafts" in secretary.text(path)
    assert 'id="draft-one"' in secretary.get(f"/meetings/{key}/recommendations").text
    assert "draft-one" not in browser_of(app, "primary_nl").get(path).text


@pytest.mark.parametrize("is_before", [False, True])
def test_the_list_can_be_cut_to_drafts_and_members_read_those_put_before_them(
    app: Flask, secretary: Browser, is_before: bool
) -> None:
    with app.app_context(), work(TESTS):
        made.adopted("States should tell one another what their missions report.")
        draft = made.proposed()
        if is_before:
            circulating.put_before([draft], board_meeting(), by=BY, at=clock.now())
        path = f"/bodies/{body().key}/recommendations"

    member = browser_of(app, "primary_nl")
    for browser, sees in ((secretary, True), (member, is_before)):
        assert '<option value="proposed">Draft</option>' in browser.get(path).text
        words = browser.text(f"{path}?state=proposed")
        assert ("suspend the sale of fuel" in words) is sees
        assert "what their missions report" not in words
