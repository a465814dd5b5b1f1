"""Who is asked to take notes is told so, from then on until the record is out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from convene import clock
from convene.db import db, work
from convene.mail.models import OutboxMessage
from convene.meetings.terms import MeetingState
from convene.records.notes import name_rapporteur
from tests.access.crawl import letters
from tests.browser import TESTS, browser_of
from tests.build import BY, board_meeting, term_of
from tests.records import made as recorded
from tests.test_owing import ASKED, HOME, html


def test_a_rapporteur_is_told_from_being_chosen_until_the_record_is_circulated(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        key, person = board_meeting().key, term_of("primary_dk").person_id
    reader, other = browser_of(app, "primary_dk"), browser_of(app, "primary_nl")
    link = f'href="/meetings/{key}/notes"'
    assert link not in html(reader, HOME) + html(reader, ASKED)
    with app.app_context(), work(TESTS):
        name_rapporteur(board_meeting(), person, by=BY, at=clock.now())
        assert [m.person_id for m in db.session.query(OutboxMessage).filter_by(kind="rapporteur")] == [person]
        board_meeting().starts_on = board_meeting().ends_on = clock.now().date()
    for page in (HOME, ASKED):
        assert link in html(reader, page)
        assert link not in html(other, page)
    assert "You take the notes of the " in html(reader, HOME)
    assert reader.get(f"/meetings/{key}/notes").status_code == 200
    with app.app_context(), work(TESTS):
        meeting = board_meeting()
        meeting.state = MeetingState.IN_SESSION
        recorded.noted(recorded.item(meeting), recorded.new("The board heard of the ports."))
        recorded.sent(meeting)
    assert link not in html(reader, HOME) + html(reader, ASKED)


@pytest.mark.parametrize(
    "after, is_told", [(timedelta(weeks=26) - timedelta(minutes=1), True), (timedelta(weeks=26), False)]
)
def test_a_rapporteur_is_not_told_for_ever(app: Flask, after: timedelta, is_told: bool) -> None:
    with app.app_context(), work(TESTS):
        meeting = board_meeting()
        name_rapporteur(meeting, term_of("primary_dk").person_id, by=BY, at=clock.now())
        meeting.state, meeting.ends_at = MeetingState.CONCLUDED, clock.now() - after
    assert ("You take the notes" in html(browser_of(app, "primary_dk"), HOME)) is is_told


@pytest.mark.parametrize("is_announced, stays, mails", [(True, True, 1), (True, False, 0), (False, True, 0)])
def test_a_rapporteur_gets_one_letter_that_names_no_meeting(
    app: Flask, is_announced: bool, stays: bool, mails: int
) -> None:
    with app.app_context(), work(TESTS):
        meeting = board_meeting()
        title, meeting.announced = meeting.title, is_announced
        for person in (term_of("primary_dk").person_id, None, term_of("primary_dk").person_id):
            name_rapporteur(meeting, person, by=BY, at=clock.now())
        if not stays:
            name_rapporteur(meeting, None, by=BY, at=clock.now())
    told = [m for m in letters(app) if "take the notes" in m.text]
    assert len(told) == mails
    assert all(title not in m.text for m in told)
