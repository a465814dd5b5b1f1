"""Visits: ended at sign-out for real, listed to the person, ended by a new password; settings and feed address."""

from __future__ import annotations

import re

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from convene.accounts.models import Visit
from convene.db import db, work
from convene.people.models import Person
from tests.browser import TESTS, Browser, anonymous, browser_of, by_link, character, person_id
from tests.build import board_meeting
from tests.fields import said_at

PASSWORD = "four plain words here"
HOURS = 3600.0


def is_signed_in(browser: Browser) -> bool:
    return browser.get("/settings").status_code == 200


def cookie_of(browser: Browser) -> str:
    found = browser.client.get_cookie("visit")
    assert found is not None
    return found.value


def board_id(app: Flask) -> int:
    with app.app_context(), work(TESTS):
        return board_meeting().id


def running_visits(app: Flask, key: str) -> int:
    person = person_id(app, key)
    with app.app_context(), work(TESTS):
        wanted = select(Visit).where(Visit.person_id == person, Visit.ended_at.is_(None))
        return len(db.session.scalars(wanted).all())


def test_sign_out_ends_the_visit_for_real(app: Flask) -> None:
    browser, other = browser_of(app, "primary_nl"), browser_of(app, "primary_nl")
    kept = cookie_of(browser)
    done = browser.post("/sign-out")
    assert (done.status_code, done.location) == (303, "/sign-in")
    assert done.headers["Clear-Site-Data"] == '"cache"'
    assert browser.client.get_cookie("visit") is None
    replayed = anonymous(app)
    replayed.client.set_cookie("visit", kept)
    assert not is_signed_in(replayed)
    assert is_signed_in(other)


def test_visit_by_sign_in_lasts_as_long_as_the_setting_says(app: Flask, at: time_machine.Traveller) -> None:
    browser_of(app, "primary_nl").post("/settings/password", {"password": PASSWORD})
    browser = anonymous(app)
    browser.post("/sign-in", {"address": character("primary_nl").address, "password": PASSWORD})
    at.shift(12 * HOURS - 1)
    assert is_signed_in(browser)
    at.shift(1)
    replayed = anonymous(app)
    replayed.client.set_cookie("visit", cookie_of(browser) if browser.client.get_cookie("visit") else "")
    assert not is_signed_in(replayed)


def test_visits_are_listed_to_their_person_alone_and_can_be_ended(app: Flask) -> None:
    here, there, other = browser_of(app, "primary_nl"), browser_of(app, "primary_nl"), browser_of(app, "primary_dk")
    page = here.get("/settings").text
    (end,) = re.findall(r'action="(/settings/visits/[\w-]+/end)"', page)
    assert page.count("This visit") == 1
    assert other.post(end).status_code == 404
    assert is_signed_in(there)
    assert here.post(end).status_code == 303
    assert not is_signed_in(there)
    assert is_signed_in(here)
    assert here.post(end).status_code == 404


def test_new_password_ends_every_other_visit_also_by_link(app: Flask) -> None:
    meeting = board_id(app)
    here, there, invited = (
        browser_of(app, "primary_nl"), browser_of(app, "primary_nl"), by_link(app, "primary_nl", meeting)
    )  # fmt: skip
    assert invited.get("/").status_code == 200
    assert here.post("/settings/password", {"password": PASSWORD}).status_code == 303
    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert invited.get("/").status_code == 302
    assert running_visits(app, "primary_nl") == 1


@pytest.mark.parametrize(
    "password, said",
    [
        ("", "Enter a password."),
        ("short", "Use at least 12 characters"),
        ("primary.nl is me, really", "That is easily guessed"),
        ("x" * 1025, "At most 1024 characters."),
    ],
)
def test_password_that_is_refused_changes_nothing(app: Flask, password: str, said: str) -> None:
    here, there = browser_of(app, "primary_nl"), browser_of(app, "primary_nl")
    done = here.post("/settings/password", {"password": password})
    assert done.status_code == 422
    assert [words[: len(said)] for words in said_at(done, "password")] == [said]
    assert is_signed_in(there)
    with app.app_context(), work(TESTS):
        wanted = select(Person.password_hash).where(Person.address == character("primary_nl").address)
        assert db.session.scalars(wanted).one() == ""


def test_zone_is_kept_and_a_wrong_one_is_refused_at_the_field(app: Flask) -> None:
    browser = browser_of(app, "primary_nl")
    assert browser.post("/settings/zone", {"zone": "Asia/Tokyo"}).status_code == 303
    assert "Tokyo time" in browser.text("/")
    refused = browser.post("/settings/zone", {"zone": "Asia/Nowhere"})
    assert refused.status_code == 422
    assert 'id="zone-error"' in refused.text
    assert "Tokyo time" in browser.text("/")


def test_link_visit_opens_no_account(app: Flask) -> None:
    browser = by_link(app, "primary_nl", board_id(app))
    for path in ("/settings", "/calendar", "/bodies"):
        assert browser.get(path).status_code == 404, path
    assert browser.post("/settings/password", {"password": PASSWORD}).status_code == 404


def feed_path(browser: Browser) -> str:
    found = re.search(r"http://localhost(/feed/[\w-]+\.ics)", browser.get("/calendar").text)
    assert found
    return found[1]


def test_renewed_feed_makes_the_old_address_void(app: Flask) -> None:
    browser = browser_of(app, "primary_nl")
    old = feed_path(browser)
    assert anonymous(app).get(old).status_code == 200
    assert browser.post("/calendar/renew").status_code == 303
    new = feed_path(browser)
    assert new != old
    assert anonymous(app).get(old).status_code == 404
    assert anonymous(app).get(new).status_code == 200
