"""What every response carries, whatever its kind; which hosts are answered; which forms are believed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from convene.accounts.proofs import Purpose, token
from convene.db import db, work
from convene.people.models import Person
from tests.browser import TESTS, anonymous, browser_of, character
from tests.build import board_meeting, invitation_of
from tests.conftest import let_go, make_app

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
CLOSED = {"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"}


def feed_path(app: Flask, key: str) -> str:
    with app.app_context(), work(TESTS):
        person = db.session.scalars(select(Person).where(Person.address == character(key).address)).one()
        return f"/feed/{token(Purpose.FEED, person.key, person.feed_generation)}.ics"


def board_path(app: Flask, rest: str = "") -> str:
    with app.app_context(), work(TESTS):
        return f"/meetings/{board_meeting().key}{rest}"


def too_large(app: Flask) -> TestResponse:
    app.config["MAX_CONTENT_LENGTH"] = 10_000
    return anonymous(app).post("/sign-in", {"address": "a" * 20_000})


KINDS: dict[str, tuple[int, Callable[[Flask], TestResponse]]] = {
    "page": (200, lambda app: browser_of(app, "secretary").get("/")),
    "sign-in page": (200, lambda app: anonymous(app).get("/sign-in")),
    "sent on": (302, lambda app: anonymous(app).get("/")),
    "kept": (303, lambda app: browser_of(app, "primary_nl").post("/settings/zone", {"zone": "Asia/Tokyo"})),
    "no token": (400, lambda app: anonymous(app).client.post("/sign-in", data={"address": "a@b.example"})),
    "other host": (400, lambda app: anonymous(app).get("/sign-in", base_url="http://evil.example")),
    "missing": (404, lambda app: browser_of(app, "secretary").get("/meetings/none")),
    "no such address": (404, lambda app: anonymous(app).get("/none")),
    "void link": (404, lambda app: anonymous(app).get("/i/none")),
    "other method": (405, lambda app: browser_of(app, "secretary").post("/")),
    "used link": (410, lambda app: anonymous(app).post("/sign-in/link/none")),
    "too large": (413, too_large),
    "refused form": (422, lambda app: anonymous(app).post("/sign-in", {"address": ""})),
    "stylesheet": (200, lambda app: anonymous(app).get("/static/convene.css")),
    "no such file": (404, lambda app: anonymous(app).get("/static/none.css")),
    "face": (200, lambda app: anonymous(app).get("/fonts/SourceSansPro-Regular.ttf")),
    "library": (200, lambda app: anonymous(app).get("/bootstrap/static/css/bootstrap.min.css")),
    "PDF": (200, lambda app: browser_of(app, "primary_nl").get(board_path(app, "/agenda.pdf"))),
    "calendar": (200, lambda app: browser_of(app, "primary_nl").get(board_path(app, "/meeting.ics"))),
    "papers": (200, lambda app: browser_of(app, "primary_nl").get(board_path(app, "/papers.zip"))),
    "feed": (200, lambda app: anonymous(app).get(feed_path(app, "primary_nl"))),
    "void feed": (404, lambda app: anonymous(app).get("/feed/none.ics")),
    "probe": (200, lambda app: anonymous(app).get("/healthz")),
}
KEPT_BY_BROWSERS = {"stylesheet", "face", "library"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_response_carries_the_headers(app: Flask, kind: str) -> None:
    status, ask = KINDS[kind]
    response = ask(app)
    response.close()
    assert response.status_code == status
    assert {name: response.headers.get(name) for name in ALWAYS} == ALWAYS
    assert response.headers["Permissions-Policy"] == "camera=(), microphone=(), geolocation=()"
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "*" not in policy
    assert "http" not in policy
    parts = {part.strip() for part in policy.split(";")}
    assert parts >= CLOSED or parts == {"default-src 'none'", "sandbox"}
    expected = {"feed": "private, no-cache"} | dict.fromkeys(KEPT_BY_BROWSERS, "public, max-age=3600")
    assert response.headers["Cache-Control"] == expected.get(kind, "no-store")
    assert ("ETag" in response.headers) is (kind == "feed" or kind in KEPT_BY_BROWSERS)
    assert "Strict-Transport-Security" not in response.headers


@pytest.mark.parametrize("kind", ["PDF", "calendar", "papers"])
def test_file_is_saved_and_never_shown_in_a_page(app: Flask, kind: str) -> None:
    response = KINDS[kind][1](app)
    assert response.headers["Content-Disposition"].startswith('attachment; filename="')
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_feed_is_asked_again_each_time_and_answered_briefly_while_nothing_changed(app: Flask) -> None:
    path = feed_path(app, "primary_nl")
    first = anonymous(app).get(path)
    again = anonymous(app).get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == "private, no-cache"
    other = anonymous(app).get(path, headers={"If-None-Match": '"something else"'})
    assert (other.status_code, other.data) == (200, first.data)


@pytest.mark.parametrize("path", ["/", "/sign-in", "/static/convene.css", "/healthz", "/none"])
@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "evil.example:80"])
def test_other_host_is_not_answered(app: Flask, host: str, path: str) -> None:
    response = anonymous(app).get(path, base_url=f"http://{host}")
    assert response.status_code == 400
    assert "evil" not in response.text


def test_own_host_is_answered_on_another_port(app: Flask) -> None:
    assert anonymous(app).get("/sign-in", base_url="http://localhost:8123").status_code == 200


def test_forwarded_host_is_not_believed(app: Flask) -> None:
    sent_on = anonymous(app).get("/", headers={"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"})
    assert sent_on.location == "/sign-in"


@pytest.mark.parametrize(
    "site, status",
    [("same-origin", 303), ("none", 303), ("same-site", 400), ("cross-site", 400), ("anything", 400), (None, 303)],
)
def test_form_from_another_site_is_refused(app: Flask, site: str | None, status: int) -> None:
    browser = browser_of(app, "primary_nl")
    headers = {"Sec-Fetch-Site": site} if site else {}
    assert browser.post("/settings/zone", {"zone": "Asia/Tokyo"}, headers=headers).status_code == status
    assert ("Tokyo time" in browser.text("/")) is (status == 303)


def test_page_asked_for_from_another_site_is_shown(app: Flask) -> None:
    assert anonymous(app).get("/sign-in", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


@pytest.mark.parametrize("given", [{}, {"csrf_token": ""}, {"csrf_token": "made up"}, "another's"])
def test_form_without_its_token_is_refused(app: Flask, given: dict[str, str] | str) -> None:
    browser = browser_of(app, "primary_nl")
    if isinstance(given, str):
        stranger = anonymous(app)
        with stranger.client.session_transaction() as stored:
            stored["csrf_token"] = "f" * 32
        data = {"csrf_token": stranger.token + "x"}
    else:
        data = given
    done = browser.client.post("/settings/zone", data={**data, "zone": "Asia/Tokyo"})
    assert done.status_code == 400
    assert "We could not read that" in done.text
    assert "Tokyo time" not in browser.text("/")


def test_every_button_needs_its_token(app: Flask) -> None:
    browser = browser_of(app, "secretary")
    with app.app_context(), work(TESTS):
        invitation = invitation_of("ngo_guest", board_meeting()).key
    for path in (
        f"/invitations/{invitation}/withdraw",
        board_path(app, "/state"),
        board_path(app, "/remind"),
        "/sign-out",
    ):
        assert browser.client.post(path, data={"state": "cancelled"}).status_code == 400, path
    assert browser.get("/settings").status_code == 200


def test_https_binds_cookies_to_the_host_and_asks_for_https_for_ever(instance: Path) -> None:
    app = make_app(instance, base_url="https://board.example")
    response = app.test_client().get("/sign-in", base_url="https://board.example")
    let_go(app)
    assert response.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    (cookie,) = response.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-forms=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
