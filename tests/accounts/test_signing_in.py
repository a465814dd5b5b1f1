"""Signing in by link and by password: once, in time, not too often, and without telling who is on record."""

from __future__ import annotations

import re

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from convene import clock
from convene.accounts.actions import count_try, new_sign_in_link
from convene.accounts.models import SignInLink, Visit
from convene.accounts.proofs import Purpose, token
from convene.db import db, work
from convene.mail.models import OutboxMessage
from convene.people.models import Person
from tests.browser import TESTS, Browser, anonymous, browser_of, character, person_id
from tests.build import count
from tests.fields import said_at, typed

PASSWORD = "four plain words here"
MINUTES = 60.0


def new_link(app: Flask, key: str) -> str:
    """The path of a fresh sign-in link."""
    person = person_id(app, key)
    with app.app_context(), work(TESTS):
        return f"/sign-in/link/{new_sign_in_link(person, at=clock.now())[1]}"


def set_password(app: Flask, key: str) -> Browser:
    """Give a character a password, as they would; gives the browser in which they did."""
    browser = browser_of(app, key)
    assert browser.post("/settings/password", {"password": PASSWORD}).status_code == 303
    return browser


def is_signed_in(browser: Browser) -> bool:
    return browser.get("/settings").status_code == 200


def without_token(response: TestResponse) -> str:
    """The page without the token that differs each time."""
    return re.sub(r'value="[^"]{60,}"', "", response.text)


def waiting(app: Flask) -> int:
    with app.app_context(), work(TESTS):
        return count(OutboxMessage, kind="sign-in")


def test_link_signs_in_once(app: Flask) -> None:
    link, first, second = new_link(app, "primary_nl"), anonymous(app), anonymous(app)
    assert "Sign in" in first.text(link)
    done = first.post(link)
    assert (done.status_code, done.location) == (303, "/")
    assert is_signed_in(first)
    again = second.post(link)
    assert again.status_code == 410
    assert "This link does not work any more" in again.text
    assert not is_signed_in(second)


def test_link_is_not_used_up_by_programs_that_open_it(app: Flask) -> None:
    link, browser = new_link(app, "primary_nl"), anonymous(app)
    for _ in range(3):
        assert anonymous(app).get(link).status_code == 200
        assert anonymous(app).client.head(link).status_code == 200
    assert browser.post(link).status_code == 303


@pytest.mark.parametrize("seconds, status", [(599, 303), (600, 410), (601, 410)])
def test_link_lasts_ten_minutes(app: Flask, at: time_machine.Traveller, seconds: float, status: int) -> None:
    link, browser = new_link(app, "primary_nl"), anonymous(app)
    at.shift(seconds)
    assert browser.post(link).status_code == status
    assert is_signed_in(browser) is (status == 303)


def test_link_that_is_not_genuine_opens_nothing(app: Flask) -> None:
    link = new_link(app, "primary_nl")
    with app.app_context(), work(TESTS):
        key = db.session.scalars(select(SignInLink.key)).one()
        feed, invitation = token(Purpose.FEED, key), token(Purpose.INVITATION, key)
    tampered = link[:-1] + ("A" if link[-1] != "A" else "B")
    for path in (tampered, f"/sign-in/link/{feed}", f"/sign-in/link/{invitation}", "/sign-in/link/x", f"{link}x"):
        browser = anonymous(app)
        assert browser.post(path).status_code == 410
        assert not is_signed_in(browser)
    assert anonymous(app).post(link).status_code == 303


def test_link_of_somebody_whose_account_is_closed_opens_nothing(app: Flask) -> None:
    link, browser = new_link(app, "primary_nl"), anonymous(app)
    with app.app_context(), work(TESTS):
        person = db.session.scalars(select(Person).where(Person.address == character("primary_nl").address)).one()
        person.disabled_at = clock.now()
    browser.post(link)
    assert not is_signed_in(browser)


def test_asking_for_a_link_tells_nothing_of_who_is_on_record(app: Flask) -> None:
    known, unknown = anonymous(app), anonymous(app)
    first = known.post("/sign-in", {"address": character("primary_nl").address})
    second = unknown.post("/sign-in", {"address": "nobody@tnap.example"})
    assert (first.status_code, first.location) == (second.status_code, second.location) == (303, "/sign-in/sent")
    assert dict(first.headers) == dict(second.headers)
    assert known.text("/sign-in/sent") == unknown.text("/sign-in/sent")
    assert waiting(app) == 1


def test_wrong_password_tells_nothing_of_who_is_on_record(app: Flask) -> None:
    set_password(app, "primary_nl")
    pages = [
        without_token(anonymous(app).post("/sign-in", {"address": address, "password": "a wrong password"})).replace(
            address, "…"
        )
        for address in (character("primary_nl").address, character("primary_dk").address, "nobody@tnap.example")
    ]
    assert pages[0] == pages[1] == pages[2]
    assert "Address and password do not belong together." in pages[0]


def test_too_many_links_are_refused_until_the_next_quarter_of_an_hour(app: Flask, at: time_machine.Traveller) -> None:
    given = {"address": character("primary_nl").address}
    statuses = [anonymous(app).post("/sign-in", given).status_code for _ in range(6)]
    assert statuses == [303] * 5 + [429]
    assert waiting(app) == 5
    other = {"address": character("primary_dk").address}
    assert anonymous(app).post("/sign-in", other).status_code == 303
    at.shift(15 * MINUTES)
    assert anonymous(app).post("/sign-in", {"address": " Primary.NL@tnap.example "}).status_code == 303
    assert waiting(app) == 7


def test_too_many_passwords_refuse_the_right_one_too(app: Flask, at: time_machine.Traveller) -> None:
    set_password(app, "primary_nl")
    address = character("primary_nl").address
    statuses = [
        anonymous(app).post("/sign-in", {"address": address, "password": f"wrong {n}"}).status_code for n in range(10)
    ]
    right = anonymous(app).post("/sign-in", {"address": address, "password": PASSWORD})
    assert statuses == [422] * 10
    assert right.status_code == 429
    assert "Please wait a quarter of an hour" in right.text
    at.shift(15 * MINUTES)
    assert anonymous(app).post("/sign-in", {"address": address, "password": PASSWORD}).status_code == 303


def test_refused_tries_are_counted_although_nothing_else_is_kept(context: Flask) -> None:
    at = clock.now()
    assert [count_try("somebody", at=at, limit=2) for _ in range(3)] == [True, True, False]
    assert count_try("SOMEBODY ", at=at, limit=2) is False
    assert count_try("somebody else", at=at, limit=2) is True


def test_password_signs_in_and_address_may_be_written_in_capitals(app: Flask) -> None:
    set_password(app, "primary_nl")
    browser = anonymous(app)
    done = browser.post("/sign-in", {"address": " PRIMARY.NL@TNAP.example", "password": PASSWORD})
    assert (done.status_code, done.location) == (303, "/")
    assert is_signed_in(browser)


def test_password_is_kept_as_argon2id(app: Flask) -> None:
    set_password(app, "primary_nl")
    with app.app_context(), work(TESTS):
        wanted = select(Person.password_hash).where(Person.address == character("primary_nl").address)
        kept = db.session.scalars(wanted).one()
    assert kept.startswith("$argon2id$")


def test_person_without_a_password_cannot_sign_in_with_one(app: Flask) -> None:
    browser = anonymous(app)
    done = browser.post("/sign-in", {"address": character("primary_nl").address, "password": PASSWORD})
    assert done.status_code == 422
    assert not is_signed_in(browser)


@pytest.mark.parametrize("address, said", [("", "Enter your e-mail address."), ("a" * 255, "At most 254 characters.")])
def test_sign_in_without_a_usable_address_says_so_at_the_field(app: Flask, address: str, said: str) -> None:
    done = anonymous(app).post("/sign-in", {"address": address})
    assert done.status_code == 422
    assert said_at(done, "address") == [said]
    assert typed(done, "address") == address
    assert waiting(app) == 0


@pytest.mark.parametrize(
    "following, leads_to",
    [
        ("/settings", "/settings"),
        ("/meetings/abc?entries=items", "/meetings/abc?entries=items"),
        ("", "/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("settings", "/"),
    ],
)
def test_sign_in_leads_nowhere_but_into_this_installation(app: Flask, following: str, leads_to: str) -> None:
    set_password(app, "primary_nl")
    given = {"address": character("primary_nl").address, "password": PASSWORD}
    done = anonymous(app).post("/sign-in", given, query_string={"next": following})
    assert (done.status_code, done.location) == (303, leads_to)
    signed_in = browser_of(app, "primary_nl").get("/sign-in", query_string={"next": following})
    assert (signed_in.status_code, signed_in.location) == (302, leads_to)


def test_page_asked_for_before_signing_in_comes_after_it(app: Flask) -> None:
    sent_on = anonymous(app).get("/settings?x=1")
    assert (sent_on.status_code, sent_on.location) == (302, "/sign-in?next=/settings?x%3D1")
    page = anonymous(app).get(sent_on.location).text
    assert 'action="/sign-in?next=/settings?x%3D1"' in page


@pytest.mark.parametrize("path", ["/settings", "/meetings/there-is-none", "/bodies"])
def test_whoever_is_not_signed_in_is_asked_to_whatever_they_ask_for(app: Flask, path: str) -> None:
    assert anonymous(app).get(path).location == f"/sign-in?next={path}"


def test_visit_token_is_not_stored(app: Flask) -> None:
    link, browser = new_link(app, "primary_nl"), anonymous(app)
    browser.post(link)
    cookie = browser.client.get_cookie("visit")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site, cookie.path) == (True, "Lax", "/")
    with app.app_context(), work(TESTS):
        assert count(Visit, token_hash=cookie.value) == 0
