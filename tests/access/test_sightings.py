"""Sightings: who opened what is closed, once per visit, object and hour; without the line nothing is shown."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from convene.access.models import Sighting
from convene.access.terms import Audience
from convene.agendas.models import AgendaItem
from convene.agendas.terms import Subject
from convene.db import db, work
from convene.journal import digest_of
from convene.papers.models import Paper, PaperVersion
from tests.access.standing import BOARD, EVERYBODY
from tests.access.world import World, database_file
from tests.browser import TESTS, anonymous, browser_of, by_link
from tests.build import board_meeting, body, item_of, one, sessions
from tests.conftest import NOW

Line = tuple[str, str]


def lines(app: Flask) -> list[Line]:
    """Kind and key of every sighting, in the order in which they were written."""
    with app.app_context(), work(TESTS):
        return [(s.object_kind, s.object_key) for s in db.session.scalars(select(Sighting).order_by(Sighting.id))]


def keys(app: Flask) -> dict[str, str]:
    """Keys of the board meeting and what hangs on it."""
    with app.app_context(), work(TESTS):
        meeting = board_meeting()
        dive, opened = item_of(meeting, Subject.DEEP_DIVE), item_of(meeting, Subject.INPUT_OF_GUESTS)
        paper = one(Paper, item_id=dive.id)
        return {
            "meeting": meeting.key,
            "closed item": dive.key,
            "open item": opened.key,
            "paper": paper.key,
            "version": one(PaperVersion, paper_id=paper.id).key,
            "guest version": one(PaperVersion, item_id=opened.id).key,
        }


def closed_sessions(app: Flask) -> set[Line]:
    """The closed sessions of the board meeting, as sightings name them."""
    with app.app_context(), work(TESTS):
        return {("session", s.key) for s in sessions(board_meeting()) if s.audience is Audience.CLOSED}


def test_the_text_of_closed_sessions_is_noted_on_the_page_and_in_the_pdf(app: Flask) -> None:
    meeting = keys(app)["meeting"]
    for browser, path in (
        (browser_of(app, "primary_nl"), f"/meetings/{meeting}"),
        (browser_of(app, "primary_dk"), f"/meetings/{meeting}/agenda.pdf"),
    ):
        before = lines(app)
        assert browser.get(path).status_code == 200
        assert set(lines(app)[len(before) :]) == closed_sessions(app)


def test_one_line_for_each_visit_object_and_hour(app: Flask, at: time_machine.Traveller) -> None:
    found, first, second = keys(app), browser_of(app, "primary_nl"), browser_of(app, "primary_nl")
    path, line = f"/versions/{found['version']}/file", ("paper", found["version"])

    first.get(path)
    at.move_to(NOW + timedelta(minutes=59))
    first.get(path)
    assert lines(app) == [line]
    at.move_to(NOW + timedelta(minutes=60))
    first.get(path)
    assert lines(app) == [line] * 2
    second.get(path)
    assert lines(app) == [line] * 3


def test_two_programs_write_one_line(app: Flask) -> None:
    found, browser = keys(app), browser_of(app, "primary_nl")
    path = f"/versions/{found['version']}/file"
    browser.get(path)

    with app.app_context(), work(TESTS):
        seen = db.session.scalars(select(Sighting)).one()
        remembered = (seen.visit_key, seen.object_key)
    forget(remembered)
    browser.get(path)

    assert lines(app) == [("paper", found["version"])]


def forget(remembered: tuple[str, str]) -> None:
    """As in another process: nothing is remembered of what was written, only the table knows."""
    from convene.access import sightings

    sightings._recent.pop(remembered)


@pytest.mark.parametrize(
    "reader, path, line",
    [
        ("primary_nl", "/items/{closed item}", ("item", "closed item")),
        ("primary_nl", "/versions/{version}/file", ("paper", "version")),
        ("primary_nl", "/versions/{version}/original", ("paper", "version")),
        ("primary_dk", "/versions/{guest version}/file", ("paper", "guest version")),
        ("speaker_on_link", "/meetings/{meeting}", ("item", "closed item")),
        ("speaker_on_link", "/meetings/{meeting}/agenda.pdf", ("item", "closed item")),
        ("speaker_on_link", "/meetings/{meeting}/papers.zip", ("paper", "version")),
        ("secretary", "/items/{closed item}", ("item", "closed item")),
    ],
)
def test_whoever_opens_what_is_closed_is_noted(app: Flask, reader: str, path: str, line: Line) -> None:
    found = keys(app)

    assert browser_of(app, reader).get(path.format_map(found)).status_code == 200

    assert lines(app) == [(line[0], found[line[1]])]


def test_an_item_closed_within_an_open_session_is_noted(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        item: AgendaItem = item_of(board_meeting(), Subject.INPUT_OF_GUESTS)
        item.audience, item.withheld = Audience.CLOSED, True
        key = item.key

    browser_of(app, "primary_nl").get(f"/meetings/{keys(app)['meeting']}")

    assert ("item", key) in lines(app)


@pytest.mark.parametrize(
    "reader, path",
    [
        ("primary_nl", "/"),
        ("primary_nl", "/meetings/{meeting}/meeting.ics"),
        ("primary_nl", "/meetings/{meeting}/meeting.ics?entries=items"),
        ("primary_nl", "/meetings/{meeting}/participants"),
        ("primary_nl", "/items/{open item}"),
        ("ngo_documentation", "/meetings/{meeting}"),
        ("ngo_documentation", "/meetings/{meeting}/agenda.pdf"),
        ("secretary", "/meetings/{meeting}/board"),
    ],
)
def test_lists_and_what_is_open_are_not_noted(app: Flask, reader: str, path: str) -> None:
    assert browser_of(app, reader).get(path.format_map(keys(app))).status_code == 200

    assert lines(app) == []


def test_nothing_is_noted_of_what_is_not_shown(app: Flask) -> None:
    found = keys(app)
    for reader in ("ngo_guest", "desk_nl", "secretary_council"):
        browser_of(app, reader).get(f"/items/{found['closed item']}")
        browser_of(app, reader).get(f"/papers/{found['paper']}")
    anonymous(app).get(f"/meetings/{found['meeting']}")

    assert lines(app) == []


def test_a_link_opens_nothing_closed_and_is_not_noted(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        meeting = board_meeting().id

    assert by_link(app, "primary_nl", meeting).get(f"/meetings/{keys(app)['meeting']}").status_code == 200

    assert lines(app) == []


def test_the_chain_is_whole(app: Flask, at: time_machine.Traveller) -> None:
    found = keys(app)
    for minutes, reader in ((0, "primary_nl"), (70, "secretary"), (140, "speaker_on_link"), (141, "primary_nl")):
        at.move_to(NOW + timedelta(minutes=minutes))
        browser_of(app, reader).get(f"/meetings/{found['meeting']}")
        browser_of(app, reader).get(f"/versions/{found['version']}/file")

    with app.app_context(), work(TESTS):
        rows = [
            ((s.body_id, s.visit_key, s.person_key, s.object_kind, s.object_key, s.hour.isoformat()), s.digest)
            for s in db.session.scalars(select(Sighting).order_by(Sighting.id))
        ]
    assert len(rows) > 8
    link = ""
    for parts, digest in rows:
        link = digest_of(link, *parts)
        assert digest == link


def test_the_chain_names_people_by_opaque_key_alone(app: Flask) -> None:
    browser_of(app, "primary_nl").get(f"/meetings/{keys(app)['meeting']}")

    with app.app_context(), work(TESTS):
        row = db.session.scalars(select(Sighting)).first()
        assert row is not None
        texts = [str(getattr(row, column.key)) for column in Sighting.__table__.columns]
    assert [t for t in texts if "Netherlands" in t or "@" in t] == []


UNWRITABLE = {
    "the table is gone": "ALTER TABLE sightings RENAME TO elsewhere",
    "writing fails": "CREATE TRIGGER no_more BEFORE INSERT ON sightings BEGIN SELECT RAISE(ABORT, 'disk'); END",
}
CLOSED_PATHS = (
    "/meetings/{meeting}",
    "/meetings/{meeting}/agenda.pdf",
    "/meetings/{meeting}/papers.zip",
    "/items/{closed item}",
    "/versions/{version}/file",
    "/versions/{version}/original",
)


@contextmanager
def broken(app: Flask, how: str) -> Iterator[None]:
    """The table of sightings cannot be written, for real."""
    with sqlite3.connect(database_file(app)) as connection:
        connection.execute(how)
    connection.close()
    yield


@pytest.mark.parametrize("how", UNWRITABLE)
@pytest.mark.parametrize("path", CLOSED_PATHS)
def test_if_writing_fails_nothing_is_shown(app: Flask, how: str, path: str) -> None:
    found, browser = keys(app), browser_of(app, "primary_nl")
    with broken(app, UNWRITABLE[how]):
        response = browser.get(path.format_map(found))

        assert response.status_code == 500
        assert "Content-Disposition" not in response.headers
        for word in (b"Deep-dive", b"Room 8", b"warning signs", b"%PDF", b"PK\x03\x04", b"video.example"):
            assert word not in response.data


@pytest.mark.parametrize("how", UNWRITABLE)
def test_if_writing_fails_what_is_open_is_still_shown(app: Flask, how: str) -> None:
    found, browser = keys(app), browser_of(app, "ngo_documentation")
    with broken(app, UNWRITABLE[how]):
        assert browser.get(f"/meetings/{found['meeting']}").status_code == 200


def test_sightings_are_read_by_that_secretariat_alone(world: World) -> None:
    app = world.app
    world.browsers["primary_nl"].get(f"/items/{world.keys['item closed']}")
    with app.app_context(), work(TESTS):
        key = body().key

    status = {reader: b.get(f"/bodies/{key}/sightings").status_code for reader, b in world.browsers.items()}

    assert {reader for reader, code in status.items() if code == 200} == BOARD
    assert {reader for reader, code in status.items() if code == 302} == {"stranger"}
    assert set(status) == EVERYBODY
    page = world.browsers["secretary"].text(f"/bodies/{key}/sightings")
    assert "Primary representative of Netherlands" in page


def test_the_sightings_of_another_body_are_not_among_them(world: World) -> None:
    world.browsers["steering_oxford"].get(f"/versions/{world.keys['version other']}/file")
    world.browsers["primary_nl"].get(f"/items/{world.keys['item closed']}")

    page = world.browsers["secretary_council"].text(f"/bodies/{world.keys['body council']}/sightings")

    assert "Primary representative of Netherlands" not in page
