"""Long lists: a look at one holds nobody up, and it is taken over part by part, with others writing in between."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from convene import clock, lists
from convene.bodies.models import Body
from convene.cli import main
from convene.db import apart, db, work
from convene.people.models import Person, Term
from convene.recommendations import columns, import_keeping, importing, waiting
from convene.recommendations.gathered import PART_MOST
from convene.recommendations.models import Addressee, Recommendation
from convene.years import past, past_keeping
from tests.browser import TESTS, Browser, browser_of, words_of
from tests.build import BY, body, count
from tests.recommendations.test_lists import many
from tests.years.test_past import line

PAGE = "/bodies/{key}/recommendations/import"
SIZE, EACH = 250, 8  # Recommendations, and addressees of each: some parts' worth.


@pytest.fixture
def key(app: Flask) -> str:
    """The key of the board."""
    with app.app_context(), work(TESTS):
        return body().key


def ordered(app: Flask, secretary: Browser, key: str) -> waiting.Order:
    """A long list that was looked at and ordered to be taken over."""
    secretary.post(PAGE.format(key=key), {"file": (io.BytesIO(many(SIZE).encode()), "list.csv"), "then": "look"})
    folder = app.config["CONVENE"].papers
    held = next(path.name.rpartition(".")[2] for path in (folder / "lists").iterdir())
    for _ in range(2):  # A form that is sent twice orders it once.
        sent = secretary.post(PAGE.format(key=key), {"held": held, "then": "take"})
        assert (sent.status_code, sent.location) == (303, PAGE.format(key=key))
    (order,) = waiting.orders(folder)
    return order


def kept(app: Flask) -> tuple[int, int]:
    """How many recommendations and addressees are on record."""
    with app.app_context(), work(TESTS):
        return count(Recommendation), count(Addressee)


@pytest.mark.parametrize("page", [PAGE, "/bodies/{key}/meetings/import"])
def test_who_only_looks_waits_for_nobody_and_holds_nobody_up(
    app: Flask, secretary: Browser, key: str, page: str
) -> None:
    text = many(2) if page == PAGE else line(symbol="TNAP/2019/1", item="One")
    with app.app_context(), apart(TESTS):  # Somebody writes all the while; whoever writes too would wait in vain.
        looked = secretary.post(page.format(key=key), {"file": (io.BytesIO(text.encode()), "list.csv"), "then": "look"})
        unread = secretary.post(page.format(key=key), {"file": (io.BytesIO(b"\0"), "list.csv"), "then": "take"})
    assert (looked.status_code, unread.status_code) == (422, 422)
    assert "No line is refused" in words_of(looked)
    assert "This is no table" in words_of(unread)


def test_a_dry_run_of_the_command_waits_for_nobody(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(many(2), encoding="utf-8")
    runner = CliRunner(env={"CONVENE_INSTANCE": str(app.config["CONVENE"].instance)})
    with app.app_context(), apart(TESTS):
        dry = runner.invoke(main, ["import-recommendations", str(file), "--body", "S1", "--dry-run"])
    assert (dry.exit_code, "2 recommendations would be taken over" in dry.output) == (0, True)


def test_a_long_list_is_taken_over_in_parts_with_others_writing_between(
    app: Flask, secretary: Browser, key: str
) -> None:
    order = ordered(app, secretary, key)
    assert kept(app) == (0, 0)
    assert f"0 of its {SIZE} recommendations are taken over; the rest follows by itself" in words_of(
        secretary.get(PAGE.format(key=key))
    )
    folder = app.config["CONVENE"].papers
    with app.app_context():
        parts = lists.in_parts(folder, order)
        first = next(parts)
        with apart(TESTS):  # The writer's place is free between two parts.
            pass
        assert 0 < first.done < SIZE
        parts.close()  # type: ignore[attr-defined]  # A stop in the middle.
    assert kept(app) == (first.done, first.done * EACH)
    assert first.done * (1 + EACH) < PART_MOST + 1 + EACH
    assert f"{first.done} of its {SIZE} recommendations are taken over;" in words_of(
        secretary.get(PAGE.format(key=key))
    )

    pauses: list[None] = []
    with app.app_context():
        count = lists.take_waiting(folder, pause=lambda: pauses.append(None))
        assert lists.take_waiting(folder, pause=lambda: None) == 0  # Nothing is left to do.
    assert count == len(pauses) > 1
    assert kept(app) == (SIZE, SIZE * EACH)
    assert f"{SIZE} of its {SIZE} recommendations are taken over." in words_of(secretary.get(PAGE.format(key=key)))
    assert waiting.take_back(folder, order.person, order.token) is None


def test_nobody_else_is_shown_an_order(app: Flask, secretary: Browser, key: str) -> None:
    ordered(app, secretary, key)
    colleague = browser_of(app, "secretary_second")
    assert "are taken over" not in words_of(colleague.get(PAGE.format(key=key)))


def test_who_serves_the_body_no_more_takes_nothing_over(app: Flask, secretary: Browser, key: str) -> None:
    order = ordered(app, secretary, key)
    with app.app_context(), work(TESTS):
        person = db.session.scalars(select(Person.id).where(Person.key == order.person)).one()
        for term in db.session.scalars(select(Term).where(Term.person_id == person)):
            term.ends_at = clock.now()
    with app.app_context():
        lists.take_waiting(app.config["CONVENE"].papers, pause=lambda: None)
    (ended,) = waiting.orders(app.config["CONVENE"].papers)
    assert (ended.has_ended, ended.done, ended.why) == (True, 0, lists.GONE)
    assert kept(app) == (0, 0)


def test_an_order_that_never_gets_on_is_given_up_and_says_so(app: Flask, secretary: Browser, key: str) -> None:
    folder = app.config["CONVENE"].papers
    waiting.keep(folder, replace(ordered(app, secretary, key), what="what nobody can read"))
    with app.app_context():
        for tries in range(1, lists.TRIES_MOST + 3):
            lists.take_waiting(folder, pause=lambda: None)
            (order,) = waiting.orders(folder)
            assert order.has_ended is (tries >= lists.TRIES_MOST)
            assert order.tries == min(tries, lists.TRIES_MOST)
    assert [order.why for order in waiting.orders(folder)] == [lists.FAILED]


def test_what_came_on_record_meanwhile_is_passed_over(context: Flask) -> None:
    text = "symbol,text\nA/1,One text of a list\n,Another text of it\n"
    with work(TESTS):
        lines = columns.read(text.encode())
        first, second = (importing.held_against(body(), lines, today=clock.now().date()) for _ in range(2))
        assert import_keeping.take_over(body(), first, by=BY, at=clock.now()) == 2
        assert import_keeping.take_over(body(), second, by=BY, at=clock.now()) == 0
        assert count(Recommendation) == 2


def test_a_meeting_that_came_on_record_meanwhile_is_passed_over(context: Flask) -> None:
    with work(TESTS):
        lines = columns.read(line(symbol="TNAP/2019/1", item="One").encode(), past.TABLE)
        first, second = (past.held_against(body(), lines, today=clock.now().date()) for _ in range(2))
        assert past_keeping.take_over(body(), first, by=BY, at=clock.now()) == 1
        assert past_keeping.take_over(body(), second, by=BY, at=clock.now()) == 0


def test_the_command_tells_how_far_it_is_and_may_be_run_again(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(many(SIZE), encoding="utf-8")
    runner = CliRunner(env={"CONVENE_INSTANCE": str(app.config["CONVENE"].instance)})
    run = runner.invoke(main, ["import-recommendations", str(file), "--body", "S1"])
    told = [words for words in run.output.splitlines() if words.endswith(f"of {SIZE} are taken over")]
    assert (run.exit_code, len(told) > 1, told[-1]) == (0, True, f"{SIZE} of {SIZE} are taken over")
    again = runner.invoke(main, ["import-recommendations", str(file), "--body", "S1"])
    assert "0 recommendations are taken over" in again.output
    assert kept(app) == (SIZE, SIZE * EACH)


def test_parts_hold_what_was_read_once_each(context: Flask) -> None:
    with work(TESTS):
        owner: Body = body()
        reading = importing.held_against(owner, columns.read(many(SIZE).encode()), today=clock.now().date())
    parts = list(reading.parts())
    assert [each.symbol for part in parts for each in part.coming] == [each.symbol for each in reading.coming]
