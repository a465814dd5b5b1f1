"""The page that sends the letters: by recommendation, in whole words, with a day proposed for the answers."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from convene import clock
from convene.db import db, work
from convene.meetings.queries import meetings_of
from convene.meetings.terms import MeetingState
from convene.recommendations.letters import usually_due
from tests.browser import TESTS, Browser, words_of
from tests.build import board_meeting, body
from tests.recommendations import made

LONG = " ".join(["Member States should tell one another within two days what their missions report of attacks"] * 4)


def test_the_letters_stand_by_recommendation_and_no_word_is_cut(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        first, second = made.adopted(), made.adopted(LONG)
        page = f"/meetings/{board_meeting().key}/recommendations/letters"
        symbols = first.symbol, second.symbol

    shown = secretary.get(page)
    words = words_of(shown)
    for symbol in symbols:
        assert f"{symbol} 3 letters" in words
    label = words.split(f"{symbols[1]}: ", 1)[1].split(" …", 1)[0]
    assert len(label) > 100
    assert LONG.startswith(f"{label} ")


def test_a_day_is_proposed_as_with_the_last_letters_or_that_of_the_next_meeting(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        today = clock.local(clock.now(), body().zone).date()
        board_meeting().starts_on = today + timedelta(days=20)
        for each in meetings_of(body()):
            each.state = MeetingState.CANCELLED if each != board_meeting() else each.state
        db.session.flush()
        assert usually_due(body(), at=clock.now()) == (
            today + timedelta(days=20), f"the first day of the {board_meeting().title}"
        )  # fmt: skip
        made.sent(days=42)
        assert usually_due(body(), at=clock.now()) == (today + timedelta(days=42), "42 days, as for your last letters")
        found = made.adopted(LONG)
        key, page = found.key, f"/meetings/{board_meeting().key}/recommendations/letters"

    shown = secretary.get(page)
    assert f'value="{(today + timedelta(days=42)).isoformat()}"' in shown.text
    assert "Proposed: 42 days, as for your last letters. Change it as you need." in words_of(shown)
    other = (today + timedelta(days=7)).isoformat()
    again = secretary.post(page, {"letters": key, "due_on": other, "signatory": "", "title": "Secretary"})
    assert again.status_code == 422
    assert f'value="{other}"' in again.text


def test_no_day_is_proposed_where_nothing_says_one(context: Flask) -> None:
    with work(TESTS):
        for each in meetings_of(body()):
            each.state = MeetingState.CANCELLED
        db.session.flush()
        assert usually_due(body(), at=clock.now()) == (None, "")
