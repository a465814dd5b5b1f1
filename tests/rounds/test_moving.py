"""Moving a round as a whole: what people said of their time is held against it before anything is applied."""

from __future__ import annotations

from datetime import time, timedelta

from flask import Flask

from convene import clock
from convene.db import work
from convene.rounds.answering import Span, absent
from convene.years.knockon_reading import of_move
from tests.browser import TESTS
from tests.build import BY
from tests.rounds import made


def test_a_move_onto_an_hour_that_somebody_cannot_is_noted_beforehand(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        meeting = made.a_sent_round()
        person = made.person_of("Official of France")
        span = Span(made.SUNDAY, time(9), time(11))
        absent(meeting, person, span, [span.on], by=BY, at=clock.now())

        lines = of_move(meeting, meeting.starts_on + timedelta(days=1), at=clock.now()).lines
        notes = {line.name: line.note for line in lines if line.key.startswith("session:")}
        assert notes == {
            "Session “The Council before the round”": "",
            "Session “The Council after the round”": "",
            "Session “Check-in: France”": "Clashes with what Official of France said: they cannot then.",
            "Session “Check-in: Italy”": "",
        }
