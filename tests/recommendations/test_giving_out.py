"""What goes out of the recommendations beside the columns that come in: told to readers, and never in the way."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner
from flask import Flask
from openpyxl import load_workbook

from convene import clock
from convene.cli import main
from convene.db import work
from convene.demo.history import seed_history
from convene.packs.tabular import MEASURED, as_workbook
from convene.recommendations import answering, columns, importing
from convene.recommendations.exporting import lines_of
from convene.recommendations.gathered import Fate
from convene.recommendations.models import Answer
from convene.recommendations.queries import all_listed
from convene.recommendations.terms import LinkKind, Listing
from tests.browser import TESTS, Browser, browser_of
from tests.build import BY, board_meeting, body, one
from tests.conftest import NOW
from tests.recommendations import made
from tests.test_statements import statements


def given_out() -> dict[tuple[str, str], dict[str, str]]:
    """The lines of the board by symbol and addressee, as of today."""
    on = clock.local(clock.now(), body().zone).date()
    lines = [
        dict(zip(columns.GIVEN_OUT, line, strict=True))
        for line in lines_of(all_listed(body(), Listing(), on=on), body(), on=on)
    ]
    return {(line["symbol"], line["addressee"]): line for line in lines}


@pytest.fixture
def two(app: Flask) -> tuple[str, str]:
    """One recommendation that was answered and verified, and one that strengthens it; their symbols."""
    with app.app_context(), work(TESTS):
        first, second = (
            made.sent(),
            made.sent("Members should report on this within sixty days, and on no other matter."),
        )
        made.tied(second, first, LinkKind.STRENGTHENS)
        filed = made.answered(first, "Netherlands", next_on=(clock.now() + timedelta(days=60)).date())
        answering.verify(filed, first, body(), "The embassy in Oslo", by=BY, at=clock.now())
        return first.symbol or "", second.symbol or ""


def test_a_reader_is_told_more_than_comes_in(app: Flask, two: tuple[str, str]) -> None:
    first, second = two
    today = clock.local(clock.now(), "Europe/Zurich").date()
    with app.app_context(), work(TESTS):
        told, meeting = given_out(), board_meeting().symbol
    answered, awaited = (
        [told[of][column] for column in columns.TOLD] for of in ((first, "Netherlands"), (second, "Denmark"))
    )
    in_days = [str(today + timedelta(days=days)) for days in (0, 30, 60)]
    said = ["official document", "probable"]
    assert answered == [meeting, "", in_days[1], "supported", "", in_days[2], *said, in_days[0], "", ""]
    assert awaited == [meeting, f"strengthens {first}", in_days[1], "awaited", "", in_days[1], "", "", "", "", ""]


def test_silence_stands_with_its_age(app: Flask, two: tuple[str, str]) -> None:
    with time_machine.travel(NOW + timedelta(days=42), tick=False), app.app_context(), work(TESTS):
        told = given_out()
    late = told[two[1], "Denmark"]
    assert (late["stands"], late["days silent"]) == ("silent", "12")
    assert {line["days silent"] for key, line in told.items() if key[1] == "Netherlands"} == {"", "12"}


def test_nobody_is_told_who_verified_it(app: Flask, secretary: Browser, two: tuple[str, str]) -> None:
    with app.app_context(), work(TESTS):
        path = f"/bodies/{body().key}/recommendations.csv"
        assert one(Answer, announced=True).verified_by == "The embassy in Oslo"
    for who in ("secretary", "primary_nl", "primary_dk"):
        page = browser_of(app, who).get(path)
        assert "strengthens" in page.text
        assert "The embassy in Oslo" not in page.text
    assert statements(app, secretary, path) <= 14


def test_what_only_a_draft_does_with_an_earlier_one_is_not_told_to_seats(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        first = made.sent()
        made.tied(made.proposed("A draft that says more of the same, and sooner than before."), first)
        path = f"/bodies/{body().key}/recommendations.csv"
    for who in ("secretary", "primary_nl"):
        lines = list(csv.DictReader(io.StringIO(browser_of(app, who).get(path).data.decode("utf-8-sig"))))
        assert len(lines) == 3
        assert {line["earlier ones"] for line in lines} == {""}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_our_own_table_is_on_record_line_by_line(app: Flask, tmp_path: Path, kind: str) -> None:
    file = tmp_path / f"out.{kind}"
    with app.app_context():
        seed_history(at=clock.now())
        with work(TESTS):
            made.proposed("A draft that is given out to nobody.")
    runner = CliRunner(env={"CONVENE_INSTANCE": str(app.config["CONVENE"].instance)})
    given = runner.invoke(main, ["export-recommendations", "--body", "TNAP", "--out", str(file)])
    assert given.exit_code == 0, given.output
    lines = columns.read(file.read_bytes())
    assert f"{len({line.get('symbol') for line in lines})} recommendations are written" in given.output
    with app.app_context(), work(TESTS):
        reading = importing.held_against(body(), lines, today=clock.local(clock.now(), body().zone).date())
    assert len(reading.told) > 30
    assert {(each.fate, each.why) for each in reading.told} == {(Fate.KNOWN, "")}
    assert reading.recommendations == 0


def test_in_parts_the_lines_are_the_same(app: Flask) -> None:
    with app.app_context():
        seed_history(at=clock.now())
        with work(TESTS):
            on = clock.local(clock.now(), body().zone).date()
            ids = all_listed(body(), Listing(), on=on)
            whole = list(lines_of(ids, body(), on=on))
            assert len(ids) > 5
            for at_once in (1, 2, len(ids) - 1, len(ids), len(ids) + 1):
                assert list(lines_of(ids, body(), on=on, at_once=at_once)) == whole


def test_the_answer_filed_last_is_told_and_no_draft(context: Flask) -> None:
    with work(TESTS):
        found = made.sent()
        made.answered(found, "Denmark", action="The first thing.")
        made.answered(found, "Denmark", action="The second thing.")
        made.answered(found, "Denmark", action="Not said yet.", filing=False)
        told = given_out()
    assert told[found_symbol(told), "Denmark"]["action"] == "The second thing."


def found_symbol(told: dict[tuple[str, str], dict[str, str]]) -> str:
    """The symbol of the only recommendation."""
    (symbol,) = {symbol for symbol, _ in told}
    return symbol


@pytest.mark.parametrize("size", [MEASURED - 2, MEASURED - 1, MEASURED, MEASURED + 500])
def test_a_long_workbook_has_every_line_and_is_measured_by_the_first(size: int) -> None:
    rows = [(f"{n}", "x" * (20 if n < MEASURED - 1 else 40)) for n in range(size)]
    sheet = load_workbook(io.BytesIO(as_workbook(("Number", "Text"), rows))).worksheets[0]
    assert list(sheet.iter_rows(values_only=True)) == [("Number", "Text"), *rows]
    assert sheet.column_dimensions["B"].width == 22


def test_every_letter_of_a_cell_is_in_the_workbook_as_text(app: Flask) -> None:
    rows = [(" b ", "=1+1", "#N/A"), ("", "one\nother", '<&>"'), ("-1", "1", "'q")]
    sheet = load_workbook(io.BytesIO(as_workbook(("H", "I", "J"), rows))).worksheets[0]
    read = [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert read == [[(text or None, "s" if text else "n") for text in row] for row in rows]
    assert [cell.font.b for cell in sheet["A"]] == [True, False, False, False]
