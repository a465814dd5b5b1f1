"""Long lists that add to what is on record: appended in parts, taken up after a stop, others writing between."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from convene import clock, lists
from convene.cli import main
from convene.db import apart, work
from convene.recommendations import actions, answering, columns, import_keeping, importing, waiting
from convene.recommendations.appending import append_all
from convene.recommendations.gathered import PART_MOST, ROWS_APPENDED, Fate, Reading
from convene.recommendations.models import Addressee, Answer, Recommendation
from convene.recommendations.terms import Given, Position, Step
from tests.browser import TESTS, Browser, words_of
from tests.build import BY, body, count, one
from tests.recommendations import made

PAGE = "/bodies/{key}/recommendations/import"
NAMES = ("Netherlands", "Denmark", "Canada", "Germany")
SIZE = 160
LINES = SIZE * len(NAMES)
PER_PART = -(-PART_MOST // ROWS_APPENDED)
HEAD = "symbol,text,addressee,sent on,response,answered on"


def of_years(size: int, answer: str = "noted,2019-08-01", *, more: str = "") -> str:
    """A list of so many with four addressees each, all with that answer; and lines besides."""
    lines = [f"B/{n},Text number {n},{name},2019-06-02,{answer}" for n in range(size) for name in NAMES]
    return "\n".join([HEAD, *lines, *([more] if more else [])])


def held(text: str) -> Reading:
    """A list held against the board today."""
    return importing.held_against(body(), columns.read(text.encode()), today=clock.now().date())


def on_record(app: Flask, text: str) -> str:
    """Take a list over; gives the body's key."""
    with app.app_context(), work(TESTS):
        import_keeping.take_over(body(), held(text), by=BY, at=clock.now())
        return body().key


def ordered(app: Flask, secretary: Browser, key: str, text: str) -> waiting.Order:
    """A long list that was looked at and ordered to be appended."""
    looked = secretary.post(PAGE.format(key=key), {"file": (io.BytesIO(text.encode()), "list.csv"), "then": "look"})
    token = looked.text.split('name="held" value="')[1].split('"')[0]
    for _ in range(2):  # A form that is sent twice orders it once.
        sent = secretary.post(PAGE.format(key=key), {"held": token, "then": "append"})
        assert (sent.status_code, sent.location) == (303, PAGE.format(key=key))
    (order,) = waiting.orders(app.config["CONVENE"].papers)
    return order


def answers(app: Flask) -> int:
    """How many answers are on record."""
    with app.app_context(), work(TESTS):
        return count(Answer)


def told(secretary: Browser, key: str) -> str:
    """What the page says of how far it is."""
    return words_of(secretary.get(PAGE.format(key=key)))


def test_it_is_appended_in_parts_and_taken_up_after_a_stop(app: Flask, secretary: Browser) -> None:
    key = on_record(app, of_years(SIZE, ","))
    order = ordered(app, secretary, key, of_years(SIZE))
    assert (order.of, order.lines, answers(app)) == (0, LINES, 0)
    assert f"0 of its {LINES} lines are appended to what is on record; the rest follows" in told(secretary, key)
    folder = app.config["CONVENE"].papers
    with app.app_context():
        parts = lists.in_parts(folder, order)
        first = next(parts)
        with apart(TESTS):  # The writer's place is free between two parts.
            pass
        parts.close()  # type: ignore[attr-defined]  # A stop in the middle.
    assert (first.appended, first.done, answers(app)) == (PER_PART, 0, PER_PART)
    assert f"{PER_PART} of its {LINES} lines are appended" in told(secretary, key)
    with app.app_context():
        assert lists.take_waiting(folder, pause=lambda: None) == -(-LINES // PER_PART) - 1
        assert lists.take_waiting(folder, pause=lambda: None) == 0  # Nothing is left to do.
    assert answers(app) == LINES
    assert f"{LINES} of its {LINES} lines are appended to what is on record." in told(secretary, key)
    with app.app_context(), work(TESTS):
        assert {t.fate for t in held(of_years(SIZE)).told} == {Fate.KNOWN}


def test_a_stop_between_a_part_and_the_note_of_it_loses_and_doubles_nothing(app: Flask, secretary: Browser) -> None:
    key = on_record(app, of_years(SIZE, ","))
    order = ordered(app, secretary, key, of_years(SIZE))
    folder = app.config["CONVENE"].papers
    with app.app_context():
        next(lists.in_parts(folder, order))
        waiting.keep(folder, order)  # As if the part had not been noted.
        lists.take_waiting(folder, pause=lambda: None)
    (ended,) = waiting.orders(folder)
    assert (ended.appended, ended.dropped, ended.has_ended, answers(app)) == (LINES, 0, True, LINES)


def test_what_is_new_is_taken_over_first_and_then_the_rest_is_appended(app: Flask, secretary: Browser) -> None:
    key = on_record(app, of_years(SIZE, ","))
    order = ordered(app, secretary, key, of_years(SIZE + 200))
    assert (order.of, order.lines) == (200, LINES)
    with app.app_context():
        lists.take_waiting(app.config["CONVENE"].papers, pause=lambda: None)
    said = f"200 of its 200 recommendations are taken over, and {LINES} of its {LINES} lines are appended"
    assert said in told(secretary, key)
    assert answers(app) == LINES + 200 * len(NAMES)


def test_what_was_ordered_without_the_lines_that_add_says_so_when_these_are_asked_for(
    app: Flask, secretary: Browser
) -> None:
    key = on_record(app, of_years(1, ","))
    page, text = PAGE.format(key=key), of_years(4 * SIZE)
    looked = secretary.post(page, {"file": (io.BytesIO(text.encode()), "list.csv"), "then": "look"})
    token = looked.text.split('name="held" value="')[1].split('"')[0]
    assert secretary.post(page, {"held": token, "then": "take"}).status_code == 303
    again = secretary.post(page, {"held": token, "then": "append"})
    assert (again.status_code, "is being taken over already, without the lines" in again.text) == (422, True)
    (order,) = waiting.orders(app.config["CONVENE"].papers)
    assert (order.of, order.lines) == (4 * SIZE - 1, 0)


def test_a_line_that_was_refused_is_not_appended_once_the_line_before_it_is(app: Flask, secretary: Browser) -> None:
    key = on_record(app, of_years(SIZE, ","))
    text = of_years(SIZE, more="B/0,Text number 0,Netherlands,2019-06-02,declined,2019-08-02")
    order = ordered(app, secretary, key, text)
    assert order.lines == LINES
    folder = app.config["CONVENE"].papers
    with app.app_context():
        next(lists.in_parts(folder, order))  # The line before it is appended, and it would follow now.
        with work(TESTS):
            assert held(text).told[-1].fate is Fate.ANSWER
        lists.take_waiting(folder, pause=lambda: None)
    with app.app_context(), work(TESTS):
        row = made.to(one(Recommendation, symbol="B/0"), "Netherlands")
        assert (str(row.answer), count(Answer, addressee_id=row.id), count(Answer)) == ("noted", 1, LINES)


def test_who_answers_while_it_is_appended_is_passed_over(app: Flask, secretary: Browser) -> None:
    key = on_record(app, of_years(SIZE, ","))
    order = ordered(app, secretary, key, of_years(SIZE))
    folder = app.config["CONVENE"].papers
    with app.app_context():
        parts = lists.in_parts(folder, order)
        next(parts)
        with work(TESTS):
            last = one(Recommendation, symbol=f"B/{SIZE - 1}")
            to = made.to(last, "Germany")
            said = Given(Position.SUPPORTED, "We do.")
            answering.answer(to, last, body(), said, is_filing=True, revision=0, by=BY, at=clock.now())
            closed = one(Recommendation, symbol=f"B/{SIZE - 2}")
            actions.follow(closed, body(), actions.FollowUp(Step.LAPSE, "It is over."), by=BY, at=clock.now())
        assert len(list(parts)) == -(-LINES // PER_PART) - 1
    (ended,) = waiting.orders(folder)
    lost = 1 + len(NAMES)
    assert (ended.appended, ended.dropped, ended.has_ended) == (LINES - lost, lost, True)
    assert f"{lost} were on record by then and passed over" in told(secretary, key)
    with app.app_context(), work(TESTS):
        rows = [made.to(one(Recommendation, symbol=f"B/{SIZE - n}"), "Germany") for n in (1, 2, 3)]
        assert [str(row.answer) for row in rows] == ["supported", "None", "noted"]
        assert [count(Answer, addressee_id=row.id) for row in rows] == [1, 0, 1]


@pytest.mark.parametrize("name", ["Netherlands", "Atlantis"])
def test_the_same_list_appended_twice_at_once_adds_once(context: Flask, name: str) -> None:
    text = f"{HEAD}\nB/0,Text number 0,{name},2019-06-02,noted,2019-08-01"
    with work(TESTS):
        import_keeping.take_over(body(), held(of_years(1, ",")), by=BY, at=clock.now())
        first, second = held(text), held(text)
        assert append_all(body(), first.further, by=BY, at=clock.now()) == 1
        assert append_all(body(), second.further, by=BY, at=clock.now()) == 0
        assert (count(Answer), count(Addressee, name=name)) == (1, 1)


def run(app: Flask, file: Path, *options: str) -> list[str]:
    """What the command says, line by line."""
    runner = CliRunner(env={"CONVENE_INSTANCE": str(app.config["CONVENE"].instance)})
    said = runner.invoke(main, ["import-recommendations", str(file), "--body", "TNAP", *options])
    assert said.exception is None or isinstance(said.exception, SystemExit), said.output
    return said.output.splitlines()


def test_the_command_appends_in_parts_and_may_be_run_again(app: Flask, tmp_path: Path) -> None:
    on_record(app, of_years(SIZE, ","))
    file = tmp_path / "list.csv"
    file.write_text(of_years(SIZE), encoding="utf-8")
    dry = run(app, file, "--append", "--dry-run")
    assert f"{LINES} lines would be appended to what is on record" in dry
    assert answers(app) == 0
    wet = run(app, file, "--append")
    told = [words for words in wet if words.endswith(f"of {LINES} lines are appended")]
    assert told[:2] == [f"{min(n * PER_PART, LINES)} of {LINES} lines are appended" for n in (1, 2)]
    assert f"{LINES} lines are appended to what is on record" in wet
    again = run(app, file, "--append")
    assert "0 recommendations are taken over; no line is refused" in again
    assert answers(app) == LINES


def test_the_command_appends_no_line_that_it_refused(app: Flask, tmp_path: Path) -> None:
    """A second answer of a new recommendation is refused; it stays so once the first is taken over."""
    file = tmp_path / "list.csv"
    later = "B/0,Text number 0,Netherlands,2019-06-02,declined,2019-08-02"
    file.write_text(of_years(1, more=later), encoding="utf-8")
    said = run(app, file, "--append")
    assert said[-1] == "1 recommendation is taken over; 1 of 5 lines is refused"
    assert answers(app) == len(NAMES)


@pytest.mark.parametrize(
    "numbers, words",
    [([], ""), ([2], "2"), ([2, 3, 4], "2-4"), ([9, 2, 3, 7], "2-3, 7, 9"), (range(2, 40_002), "2-40001")],
)
def test_the_lines_of_an_order_are_kept_in_few_words(numbers: list[int], words: str) -> None:
    assert waiting.in_words(numbers) == words
    assert waiting.numbers_in(words) == set(numbers)


def test_an_order_from_before_appends_nothing(tmp_path: Path) -> None:
    order = waiting.Order("p" * 22, "t" * 22, "recommendations", "b", clock.now().isoformat(), 5)
    assert (order.lines, order.which) == (0, "")
    assert waiting.numbers_in(order.which) == set()
