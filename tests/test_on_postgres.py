"""The whole program on PostgreSQL, by real web processes and a real worker; and the same words as on SQLite."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.db import db, work
from convene.demo.cast import CAST
from convene.demo.history import seed_history
from convene.demo.seed import seed
from convene.ical.terms import Partstat
from convene.invitations.terms import Attendance
from convene.mail.models import OutboxMessage
from convene.mail.states import OutboxState
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.migrations import steps
from convene.recommendations.figures import GROUPS
from convene.recommendations.models import Recommendation
from tests.browser import TESTS, Browser, browser_of, words_of
from tests.build import board_meeting, body, invitation_of, one
from tests.conftest import NOW, let_go, make_app
from tests.packs.read import words
from tests.running import Caller, Reply, World, application, mail_server, run_worker, signed_in, start, wait_until, web

pytest_plugins = ("tests.worlds",)
pytestmark = pytest.mark.postgres

ADMITTED = ("secretary", "primary_nl", "ngo_guest", "speaker_on_link", "observer_fr")
RECORDED = "Your answer is recorded"
KEPT_OUT = ("secretary_s4", "secretary_council", "council_member", "focal_point_gh", "desk_nl")


@pytest.fixture
def on_both(app: Flask, empty_database: str, tmp_path: Path) -> Iterator[tuple[Flask, Flask]]:
    """The demonstration network as it stood at the fixed instant, on SQLite and on PostgreSQL."""
    other = make_app(tmp_path / "other", database_url=empty_database)
    with time_machine.travel(NOW, tick=False):
        with other.app_context():
            steps.migrate()
            seed(other.config["CONVENE"], at=NOW)
        yield app, other
    let_go(other)


def _paths(app: Flask) -> list[str]:
    """The pages of the board and of its meeting that a reader may ask for, in the same order on each engine."""
    with app.app_context(), work(TESTS):
        meeting, of = board_meeting().key, body().key
    pages = ("", "/board", "/participants", "/invite", "/send", "/edit")
    return ["/", f"/bodies/{of}", f"/bodies/{of}/mail", *(f"/meetings/{meeting}{page}" for page in pages)]


def test_everybody_reads_the_same_on_both_engines(on_both: tuple[Flask, Flask]) -> None:
    keys = [character.key for character in CAST]
    first, second = ({key: _read(browser_of(app, key), _paths(app)) for key in keys} for app in on_both)

    differing = {
        key: [pair for pair in zip(first[key], second[key], strict=True) if pair[0] != pair[1]] for key in keys
    }
    assert {key: pairs for key, pairs in differing.items() if pairs} == {}
    assert {pages[0][0] for pages in first.values()} == {200}
    assert {status for pages in first.values() for status, _ in pages} == {200, 404}


def test_the_record_and_the_recommendations_read_the_same_on_both_engines(on_both: tuple[Flask, Flask]) -> None:
    keys = ("secretary", "primary_nl", "observer_fr", "ngo_guest", "secretary_s4")
    with time_machine.travel(NOW, tick=False):
        for app in on_both:
            with app.app_context():
                seed_history(at=NOW)
        first, second = ({key: _read(browser_of(app, key), _of_the_past(app)) for key in keys} for app in on_both)

    for key in keys:
        for path, one_page, other_page in zip(_of_the_past(on_both[0]), first[key], second[key], strict=True):
            assert one_page == other_page, (key, path)
    assert {status for status, _ in first["secretary"]} == {200}
    assert {status for status, _ in first["ngo_guest"]} == {404}


def _of_the_past(app: Flask) -> list[str]:
    """Pages and tables of the record and of the recommendations, in the same order on each engine."""
    with app.app_context(), work(TESTS):
        of, past = body().key, one(Meeting, state=MeetingState.CONCLUDED, body_id=body().id).key
        rows = sorted((row.symbol or "", row.key) for row in db.session.scalars(select(Recommendation)))
    lists = ("", "?mark=silent", "?state=answered", ".csv", *(f"/figures?by={by}" for by in GROUPS), "/figures.csv")
    chosen = [key for symbol, key in rows if symbol][:3]
    return [
        *(f"/bodies/{of}/recommendations{page}" for page in lists),
        *(f"/meetings/{past}/{page}" for page in ("record", "recommendations", "recommendations.csv")),
        *(f"/recommendations/{key}{page}" for key in chosen for page in ("", "/lineage")),
    ]


def _read(browser: Browser, paths: list[str]) -> list[tuple[int, str]]:
    return [(page.status_code, _plain(words_of(page))) for page in map(browser.get, paths)]


def _plain(words: str) -> str:
    """The words of a page without what is random in them, the keys that a digest seals too."""
    return re.sub(r"https?://\S+|\b[0-9a-f]{64}\b", "", words)


def test_pages_calendars_and_papers_are_served_by_several_processes(on_postgres: World) -> None:
    with application(on_postgres), work(TESTS):
        meeting = board_meeting().key
    paths = ["/", f"/meetings/{meeting}", f"/meetings/{meeting}/agenda.pdf", f"/meetings/{meeting}/meeting.ics"]
    with web(on_postgres, workers=3) as server, ThreadPoolExecutor(8) as crowd:
        admitted = [signed_in(on_postgres, server.port, key) for key in ADMITTED]
        kept_out = [signed_in(on_postgres, server.port, key) for key in KEPT_OUT]
        seen = Counter(crowd.map(lambda ask: ask[0].get(ask[1]).status, [(b, p) for b in admitted for p in paths] * 4))
        missed = Counter(
            crowd.map(lambda ask: ask[0].get(ask[1]).status, [(b, p) for b in kept_out for p in paths[1:]])
        )
        pdf, ics = admitted[1].get(paths[2]), admitted[1].get(paths[3])
        feed = _feed(admitted[1])
        bundle = admitted[1].get(f"/meetings/{meeting}/papers.zip")

    assert seen == {200: len(ADMITTED) * len(paths) * 4}
    assert missed == {404: len(KEPT_OUT) * 3}
    assert "Warning signs in the border districts" in words(pdf.content)
    assert ics.text.count("BEGIN:VEVENT") == 1
    assert feed.text.count("BEGIN:VEVENT") >= 1
    assert bundle.content.startswith(b"PK")


def _feed(browser: Caller) -> Reply:
    """The feed, by the address that the page of one's calendar names."""
    found = re.search(r"/feed/[\w-]+\.ics", browser.get("/calendar").text)
    assert found
    return Caller(browser.port).get(found[0])


def test_a_meeting_is_convened_mailed_and_answered(on_postgres: World, tmp_path: Path) -> None:
    folder = tmp_path / "arrived"
    with mail_server(folder) as smtp, web(on_postgres, workers=3) as server:
        worker = start(run_worker, on_postgres.environ(smtp_url=smtp, base_url=f"http://127.0.0.1:{server.port}"))
        try:
            meeting = _convened(on_postgres, signed_in(on_postgres, server.port, "secretary"))
            wait_until(lambda: _all_sent(on_postgres), every=0.3)
        finally:
            worker.kill()
            worker.join(10)
        letters = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in folder.glob("*.eml")]
        mine = [
            letter
            for letter in letters
            if letter["To"].addresses[0].addr_spec == "primary.dk@tnap.example" and _is_invitation(letter)
        ]
        read = [_answered_by_link(server.port, _link(letter)) for letter in mine]

    assert len({str(letter["Message-ID"]) for letter in letters}) == len(letters)
    assert [RECORDED in page for page in read] == [True, True], "invited to the seeded meeting and to this one"
    with application(on_postgres), work(TESTS):
        found = invitation_of("primary_dk", one(Meeting, key=meeting))
        assert (found.partstat, found.attendance) == (Partstat.ACCEPTED, Attendance.BY_VIDEO)


def _convened(world: World, secretary: Caller) -> str:
    """Convene a meeting by the three forms, with what they offer by themselves; gives its key."""
    with application(world), work(TESTS):
        new = f"/bodies/{body().key}/meetings/new"
    secretary.get(new)
    day = f"{clock.now() + timedelta(days=200):%Y-%m-%d}"
    place = {"city": "Ottawa", "zone": "America/Toronto", "venue": "Hall"}
    drafted = secretary.post(new, template="coordination-board", starts_on=day, **place)
    page = secretary.get(drafted.location)
    ticked = {name: _ticked(page, name) for name in ("seats", "others", "portions")}
    chosen = secretary.post(drafted.location, reason="Significant contribution (A11)", **ticked)
    secretary.get(chosen.location)
    sent = secretary.post(
        chosen.location, covering_note="", telephone_name="Duty officer", telephone="+41 22 555 01 00"
    )
    board = secretary.get(sent.location)
    assert [answer.status for answer in (drafted, chosen, sent, board)] == [303, 303, 303, 200]
    assert "7 invitations are queued." in board.text
    return sent.location.split("/")[2]


def _ticked(page: Reply, name: str) -> list[str]:
    """The values that are ticked at first."""
    tags = [tag for tag in re.findall(r"<input[^>]*>", page.text) if f'name="{name}"' in tag and " checked" in tag]
    return [value for tag in tags for value in re.findall(r'value="([^"]*)"', tag)]


def _all_sent(world: World) -> bool:
    with application(world), work(TESTS) as session:
        return set(session.scalars(select(OutboxMessage.state)).all()) == {OutboxState.SENT}


def _is_invitation(letter: EmailMessage) -> bool:
    return str(letter["Subject"]).startswith("Invitation: ")


def _link(letter: EmailMessage) -> str:
    """The path of the link in a letter."""
    text = letter.get_body(("plain",))
    assert isinstance(text, EmailMessage)
    found = re.search(r"/i/[\w-]+", text.get_content())
    assert found
    return found[0]


def _answered_by_link(port: int, link: str) -> str:
    """Follow the link, answer on the page that it leads to; gives what the page says then."""
    browser = Caller(port)
    browser.get(link)
    page = browser.get(browser.post(link).location)
    form = re.search(r'action="(/invitations/[\w-]+/answer)"', page.text)
    assert form
    return browser.get(browser.post(form[1], reply="by-video", remark="").location).text
