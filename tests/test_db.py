"""Transactions: one writer at a time, one commit, nothing kept of what was refused or killed (settled 24)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import time_machine
from flask import Flask, abort, redirect
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, StatementError
from werkzeug.wrappers import Response

from convene.access.gate import needs
from convene.access.models import Sighting
from convene.access.terms import Action, system
from convene.accounts.models import Attempts
from convene.bodies.models import Body, Party
from convene.db import Base, NotWriting, UtcDateTime, apart, db, work
from convene.findings import Finding, Level, Refused
from convene.people.models import Contact, Person
from tests.browser import TESTS, anonymous, browser_of
from tests.build import board_meeting, body, count
from tests.conftest import NOW, let_go, make_app
from tests.racing import change_and_wait, count_up
from tests.running import ENGINES, World, application, start, wait_until

pytest_plugins = ("tests.worlds",)

TIMES = 60


def _a_row(subject: str = "a row of the test") -> Attempts:
    return Attempts(subject=subject, window_starts_at=NOW, count=1)


def _work_that_fails(row: Base) -> None:
    with work(TESTS) as session:
        session.add(row)
        session.flush()
        raise ZeroDivisionError


def _write(row: Base) -> None:
    with work(TESTS) as session:
        session.add(row)


def test_work_within_work_is_refused_and_the_first_goes_on(context: Flask) -> None:
    with work(TESTS) as session:
        session.add(_a_row("before"))
        with pytest.raises(RuntimeError) as refused, work(TESTS):
            pass
        session.add(_a_row("after"))

    assert str(refused.value) == "work() does not nest"
    with work(TESTS):
        assert (count(Attempts, subject="before"), count(Attempts, subject="after")) == (1, 1)


def test_work_that_fails_keeps_nothing(context: Flask) -> None:
    with pytest.raises(ZeroDivisionError):
        _work_that_fails(_a_row())

    with work(TESTS):
        assert count(Attempts, subject="a row of the test") == 0


def test_a_change_without_work_is_refused(context: Flask) -> None:
    db.session.info["reader"] = TESTS
    body().short_name = "Another name"

    with pytest.raises(NotWriting):
        db.session.flush()


def test_a_transaction_apart_stays_when_the_one_beside_it_fails(context: Flask) -> None:
    with apart(system("tests")) as session:
        session.add(_a_row("kept"))
    with pytest.raises(ZeroDivisionError):
        _work_that_fails(_a_row("lost"))

    with work(TESTS):
        assert (count(Attempts, subject="kept"), count(Attempts, subject="lost")) == (1, 0)


@ENGINES
def test_a_naive_datetime_is_refused(world: World) -> None:
    naive = Attempts(subject="naive", window_starts_at=datetime(2027, 6, 1, 10), count=1)  # noqa: DTZ001 - the point
    with application(world), pytest.raises(StatementError) as refused:
        _write(naive)

    assert str(refused.value.orig) == "a naive datetime was given where an instant is needed"


@ENGINES
def test_an_instant_comes_back_as_utc_whatever_its_zone_was(world: World) -> None:
    in_kathmandu = datetime(2027, 6, 1, 15, 45, tzinfo=timezone(timedelta(hours=5, minutes=45)))
    with application(world):
        with work(TESTS) as session:
            session.add(Attempts(subject="zoned", window_starts_at=in_kathmandu, count=1))
        with work(TESTS) as session:
            found = session.scalars(select(Attempts.window_starts_at).where(Attempts.subject == "zoned")).one()

    assert (found, found.utcoffset()) == (NOW, timedelta(0))


def test_instants_are_all_of_the_type_that_refuses_naive_ones() -> None:
    naive = [
        f"{table.name}.{column.name}"
        for table in db.metadata.tables.values()
        for column in table.columns
        if "datetime" in type(column.type).__name__.lower() and not isinstance(column.type, UtcDateTime)
    ]

    assert naive == []


@ENGINES
def test_a_row_without_its_parent_is_refused(world: World) -> None:
    orphan = Contact(body_id=987_654, person_id=987_654, name="Nobody", address="nobody@body.example")
    with application(world), pytest.raises(IntegrityError):
        _write(orphan)


@ENGINES
def test_a_parent_with_rows_below_it_is_not_deleted(world: World) -> None:
    def delete() -> None:
        with work(TESTS) as session:
            session.delete(body())

    with application(world):
        with pytest.raises(IntegrityError):
            delete()
        with work(TESTS):
            assert count(Body, symbol="TNAP") == 1


# What a request keeps.


@pytest.fixture
def ways_out(instance: Path, at: time_machine.Traveller) -> Iterator[Flask]:
    """An application with an address for each way in which a request can end after it has changed something."""
    app = make_app(instance)
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def refused() -> Response:
        raise Refused((Finding("", Level.REFUSE, "This is refused."),))

    def broken() -> Response:
        raise ZeroDivisionError

    ways: dict[str, Callable[[], Response]] = {
        "ok": lambda: Response("done"),
        "led-on": lambda: redirect("/", code=303),
        "unprocessable": lambda: Response("again", status=422),
        "said-500": lambda: Response("sorry", status=500),
        "aborted": lambda: abort(409),
        "refused": refused,
        "broken": broken,
    }
    for name, end in ways.items():
        app.add_url_rule(f"/ways-out/{name}", f"ways_out_{name}", _changing(name, end), methods=["GET", "POST"])
    yield app
    let_go(app)


def _changing(name: str, end: Callable[[], Response]) -> Callable[[], Response]:
    @needs(Action.PUBLIC)
    def view() -> Response:
        db.session.add(_a_row(name))
        db.session.flush()
        return end()

    return view


@pytest.mark.parametrize(
    "way, status, kept",
    [
        ("ok", 200, 1),
        ("led-on", 303, 1),
        ("unprocessable", 422, 0),
        ("said-500", 500, 0),
        ("aborted", 409, 0),
        ("refused", 303, 0),
        ("broken", 500, 0),
    ],
)
def test_only_what_ends_well_is_kept(ways_out: Flask, way: str, status: int, kept: int) -> None:
    answered = anonymous(ways_out).post(f"/ways-out/{way}")

    assert answered.status_code == status
    with ways_out.app_context(), work(TESTS):
        assert count(Attempts, subject=way) == kept


def test_a_get_that_changes_something_fails_and_keeps_nothing(ways_out: Flask) -> None:
    answered = anonymous(ways_out).get("/ways-out/ok")

    assert answered.status_code == 500
    with ways_out.app_context(), work(TESTS):
        assert count(Attempts, subject="ok") == 0


def test_a_refused_form_keeps_nothing_and_the_next_request_works(app: Flask) -> None:
    secretary = browser_of(app, "secretary")
    with app.app_context(), work(TESTS):
        key, before = body().key, count(Party)

    refused = secretary.post(f"/bodies/{key}/parties/new", {"name": "", "kind": "NGO"})
    again = secretary.get(f"/bodies/{key}")

    assert (refused.status_code, again.status_code) == (422, 200)
    with app.app_context(), work(TESTS):
        assert count(Party) == before


def test_a_page_of_what_is_closed_writes_its_sighting_and_nothing_else(app: Flask) -> None:
    reader = browser_of(app, "primary_nl")
    with app.app_context(), work(TESTS):
        key = board_meeting().key
    before = _everything(app)

    read = [reader.get(path).status_code for path in ("/", f"/meetings/{key}", f"/meetings/{key}/agenda.pdf")]

    after = _everything(app)
    assert read == [200, 200, 200]
    assert {name for name in after if after[name] != before[name]} == {Sighting.__tablename__}


def _everything(app: Flask) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with app.app_context(), db.engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(table.c.id))]
            for table in db.metadata.sorted_tables
        }


# Processes that write at the same time, and one that is killed.


@ENGINES
def test_no_update_is_lost_when_two_processes_count_up(world: World) -> None:
    address = "primary.nl@tnap.example"
    racers = [start(count_up, world, address, TIMES) for _ in range(2)]
    for racer in racers:
        racer.join(60)

    assert [racer.exitcode for racer in racers] == [0, 0]
    with application(world), work(TESTS) as session:
        found = session.scalars(select(Person.feed_generation).where(Person.address == address)).one()
    assert found == 2 * TIMES


@ENGINES
def test_a_process_killed_in_the_middle_keeps_nothing_and_blocks_nobody(world: World, tmp_path: Path) -> None:
    changed = tmp_path / "changed"
    process = start(change_and_wait, world, "killed", changed)
    wait_until(changed.exists)
    process.kill()
    process.join(10)

    with application(world):
        with work(TESTS) as session:
            session.add(_a_row("afterwards"))
        with work(TESTS):
            assert (count(Attempts, subject="killed"), count(Attempts, subject="afterwards")) == (0, 1)


@ENGINES
def test_a_page_is_read_while_another_process_writes(world: World, tmp_path: Path) -> None:
    changed = tmp_path / "changed"
    process = start(change_and_wait, world, "unfinished", changed)
    try:
        wait_until(changed.exists)
        with application(world) as app:
            found = app.test_client().get("/sign-in", base_url="http://127.0.0.1").status_code
    finally:
        process.kill()
        process.join(10)

    assert found == 200
