"""A joint letter that waits for an answer stands in what is asked of somebody, until it is answered or too late."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from convene import clock
from convene.bodies.models import Body
from convene.db import work
from convene.joint_letters import queries, signing
from convene.people.models import Contact
from tests.browser import TESTS, browser_of
from tests.build import BY, one
from tests.joint_letters import made
from tests.joint_letters.test_views import reader_for
from tests.test_statements import statements

WORDS = "Say whether Peace Direct signs a joint letter"


def contact_key(app: Flask) -> str:
    with app.app_context(), work(TESTS):
        return str(one(Contact, person_id=made.person_of("Peace Direct")).key)


@pytest.mark.parametrize("answer", ["none", "signed", "declined", "late"])
def test_a_letter_is_asked_until_it_is_answered_or_too_late(
    app: Flask, at: time_machine.Traveller, answer: str
) -> None:
    with app.app_context(), work(TESTS):
        made.opened()
        ask = made.ask_of("Peace Direct")
        if answer == "signed":
            made.sign("Peace Direct")
        elif answer == "declined":
            signing.decline(ask, queries.shown_to(ask, at=clock.now()), by=BY, at=clock.now())
        path = f"/sign-on/{ask.key}"
    key = contact_key(app)
    if answer == "late":
        at.shift(timedelta(days=10))
    page = reader_for(app, "Peace Direct").get("/asked-of-me").text

    assert (WORDS in page, path in page) == ((True, True) if answer == "none" else (False, False))
    assert (WORDS in browser_of(app, "secretary").text(f"/contacts/{key}/asked")) is (answer == "none")


def test_letters_count_towards_too_much_and_another_organisation_s_are_not_shown(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        body = made.founded()
        for _ in range(4):
            made.opened("Peace Direct", letter=made.drafted(body))
        made.opened("Burma Campaign", letter=made.drafted(body))
    key, reader = contact_key(app), reader_for(app, "Peace Direct")

    for page in (reader.text("/asked-of-me"), browser_of(app, "secretary").text(f"/contacts/{key}/asked")):
        assert "4 things are due in this week" in page
        assert page.count("signs a joint letter") == 4


def test_the_secretariats_page_takes_as_many_statements_for_many_letters(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        made.opened()
    path, secretary = f"/contacts/{contact_key(app)}/asked", browser_of(app, "secretary")
    first = statements(app, secretary, path)
    with app.app_context(), work(TESTS):
        body = one(Body, symbol=made.SYMBOL)
        for _ in range(3):
            made.opened(letter=made.drafted(body))

    assert statements(app, secretary, path) == first
