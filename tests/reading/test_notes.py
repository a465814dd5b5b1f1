"""Private notes on a paper: read by whoever wrote them, kept to a date that is told, erased when it comes."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.agendas.terms import Subject
from convene.bodies.models import Body
from convene.db import db, work
from convene.journal import JournalEntry
from convene.meetings.models import MeetingSession
from convene.papers.actions import withdraw
from convene.papers.models import Paper, PaperVersion
from convene.planning import plan
from convene.reading.models import PaperNote
from tests.browser import TESTS, browser_of, by_link
from tests.build import BY, board_meeting, body, count, item_of, one
from tests.conftest import NOW
from tests.fields import complaints, typed
from tests.reading.shared import keys, shared

WORDS = "Ask about the figures on page two."


def note(app: Flask, key: str, text: str = WORDS) -> int:
    """Keep a note on the brief; gives the status."""
    return browser_of(app, key).post(f"/papers/{keys(app)['paper']}/note", {"text": text}).status_code


def shown(app: Flask, key: str) -> str:
    """What stands in the field of one's own notes."""
    return typed(browser_of(app, key).get(f"/papers/{keys(app)['paper']}"), "text")


def erased_on(app: Flask, key: str) -> str:
    """Until when the page says that notes are kept."""
    page = browser_of(app, key).text(f"/papers/{keys(app)['paper']}")
    found = re.search(r"erased at the end of (\w+ \d+ \w+ \d{4})\.", page)
    return found[1] if found else ""


def notes() -> int:
    """How many notes there are."""
    with work(TESTS):
        return count(PaperNote)


def sitting() -> MeetingSession:
    """The session of the brief."""
    found: MeetingSession = one(MeetingSession, id=item_of(board_meeting(), Subject.DEEP_DIVE).session_id)
    return found


def test_a_note_is_read_by_its_writer_and_by_nobody_else(app: Flask) -> None:
    assert note(app, "primary_nl") == 303

    assert shown(app, "primary_nl") == WORDS
    for key in ("alternate_nl", "primary_dk", "secretary", "secretary_second", "speaker_on_link"):
        assert shown(app, key) == "", key
        assert WORDS not in browser_of(app, key).text(f"/papers/{keys(app)['paper']}")


def test_each_keeps_their_own_and_the_later_text_takes_the_place_of_the_earlier(app: Flask) -> None:
    for key in ("primary_nl", "secretary", "speaker_on_link"):
        assert (note(app, key, f"Of {key}"), note(app, key, f"Of {key}, again")) == (303, 303)

    assert [shown(app, key) for key in ("primary_nl", "secretary", "speaker_on_link")] == [
        "Of primary_nl, again", "Of secretary, again", "Of speaker_on_link, again",
    ]  # fmt: skip
    with app.app_context():
        assert notes() == 3


@pytest.mark.parametrize("text", ["", "  \n "])
def test_deleting_the_text_erases_the_note(app: Flask, text: str) -> None:
    note(app, "primary_nl")

    assert note(app, "primary_nl", text) == 303
    with app.app_context():
        assert notes() == 0


def test_a_note_that_is_too_long_is_kept_on_the_form(app: Flask) -> None:
    path = f"/papers/{keys(app)['paper']}/note"
    sent = browser_of(app, "primary_nl").post(path, {"text": "a" * 10_001})

    assert (sent.status_code, complaints(sent), typed(sent, "text")) == (422, ["text"], "a" * 10_001)
    with app.app_context():
        assert notes() == 0


def test_nothing_of_a_note_stands_in_the_journal(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        before = count(JournalEntry)
    note(app, "primary_nl")
    note(app, "primary_nl", "")

    with app.app_context(), work(TESTS):
        assert count(JournalEntry) == before


@pytest.mark.parametrize("key", ["ngo_guest", "desk_nl", "secretary_council"])
def test_whoever_does_not_read_the_paper_keeps_no_note(app: Flask, key: str) -> None:
    assert note(app, key) == 404


def test_a_link_keeps_no_note_on_what_it_opens(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        meeting, item = board_meeting(), item_of(board_meeting(), Subject.INPUT_OF_GUESTS)
        paper = one(Paper, item_id=item.id)
        paper.for_admitted = one(PaperVersion, paper_id=paper.id).for_admitted = True
        key, opened = paper.key, meeting.id
    browser = by_link(app, "ngo_guest", opened)

    page = browser.get(f"/papers/{key}")
    assert (page.status_code, "private notes" in page.text) == (200, False)
    assert browser.post(f"/papers/{key}/note", {"text": WORDS}).status_code == 404


def end_of(app: Flask) -> tuple[date, str]:
    """The day from which the seeded brief's notes are counted, and its body's zone."""
    with app.app_context(), work(TESTS):
        return sitting().on, body().zone


def test_notes_are_erased_at_the_date_that_is_told(app: Flask, at: time_machine.Traveller) -> None:
    note(app, "primary_nl")
    on, zone = end_of(app)
    last = on + timedelta(days=90)
    assert erased_on(app, "primary_nl") == clock.day_words(last)

    end = clock.end_of_day(last, zone)
    for moment, left in ((end - timedelta(seconds=1), 1), (end, 0)):
        at.move_to(moment)
        with app.app_context():
            plan(at=clock.now())
            assert notes() == left


def test_after_that_date_no_note_is_taken(app: Flask, at: time_machine.Traveller) -> None:
    on, zone = end_of(app)
    at.move_to(clock.end_of_day(on + timedelta(days=90), zone))

    assert erased_on(app, "primary_nl") == ""
    sent = browser_of(app, "primary_nl").post(f"/papers/{keys(app)['paper']}/note", {"text": WORDS})
    assert (sent.status_code, complaints(sent), typed(sent, "text")) == (422, ["text"], WORDS)


@pytest.mark.parametrize("days", [-220, 30])
def test_a_meeting_that_moves_takes_the_date_with_it(app: Flask, at: time_machine.Traveller, days: int) -> None:
    note(app, "primary_nl")
    on, zone = end_of(app)
    with app.app_context(), work(TESTS):
        sitting().on = on + timedelta(days=days)
    end = clock.end_of_day(on + timedelta(days=90 + days), zone)

    for moment, left in ((end - timedelta(hours=1), 1), (end, 0)) if days > 0 else ((NOW, 0),):
        at.move_to(moment)
        with app.app_context():
            plan(at=clock.now())
            assert notes() == left


def test_the_secretariat_sets_how_long_notes_are_kept(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        one(Body, symbol="TNAP").notes_kept_days = 10
    on, _ = end_of(app)

    assert erased_on(app, "primary_nl") == clock.day_words(on + timedelta(days=10))


def test_a_withdrawn_papers_notes_go_at_their_date(app: Flask, at: time_machine.Traveller) -> None:
    note(app, "primary_nl")
    on, zone = end_of(app)
    with app.app_context():
        with work(TESTS):
            withdraw(one(Paper, key=db.session.scalars(select(Paper.key)).first()), by=BY, at=clock.now())
        plan(at=clock.now())
        assert notes() == 1
        at.move_to(clock.end_of_day(on + timedelta(days=90), zone))
        plan(at=clock.now())
        assert notes() == 0


def test_a_desk_officers_notes_outlast_the_meeting_and_tell_no_day_of_it(
    app: Flask, at: time_machine.Traveller
) -> None:
    shared(app)
    assert note(app, "desk_nl") == 303
    path = f"/papers/{keys(app)['paper']}"
    on, zone = end_of(app)
    end = clock.end_of_day(on + timedelta(days=90), zone)
    for shown_page in (
        browser_of(app, "desk_nl").text(path),
        browser_of(app, "desk_nl").post(f"{path}/note", {"text": "a" * 10_001}).text,
    ):
        assert "They are erased some time after the paper has served its purpose." in shown_page
        assert clock.day_words(on + timedelta(days=90), weekday=False) not in shown_page
        assert "erased at the end of" not in shown_page

    for moment, left in ((end - timedelta(hours=1), 1), (end, 0)):
        at.move_to(moment)
        with app.app_context():
            plan(at=clock.now())
            assert notes() == left
