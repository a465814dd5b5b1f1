"""The two pages on which lists are taken over: what they tell before a file is chosen, and after it was looked at."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from convene import clock
from convene.agendas.terms import ItemKind, Progress, Subject, Theme
from convene.cli import main
from convene.db import work
from convene.meetings.terms import MeetingKind
from convene.recommendations import columns
from convene.recommendations.history import disclaimer_of, kinds_of
from convene.recommendations.terms import AddresseeKind, Position, State
from convene.years import past, past_keeping
from tests.browser import TESTS, Browser, words_of
from tests.build import BY, body
from tests.years.test_past import LIST, line, told

MEETINGS, RECOMMENDATIONS = "/bodies/{key}/meetings/import", "/bodies/{key}/recommendations/import"
GOOD = {MEETINGS: line(symbol="TNAP/2019/1", item="One"), RECOMMENDATIONS: "symbol,text\nA/1,A text of a list\n"}
BAD = {MEETINGS: line(kind="party", zone="Nowhere"), RECOMMENDATIONS: "symbol,text,kind,state\nA/1,A text,ode,lost\n"}


@pytest.fixture
def key(app: Flask) -> str:
    """The key of the board."""
    with app.app_context(), work(TESTS):
        return body().key


def look(secretary: Browser, key: str, path: str, text: str) -> TestResponse:
    """A file looked at."""
    return secretary.post(path.format(key=key), {"file": (io.BytesIO(text.encode()), "list.csv"), "then": "look"})


@pytest.mark.parametrize("path", [MEETINGS, RECOMMENDATIONS])
def test_a_good_file_is_no_matter_that_needs_attention(secretary: Browser, key: str, path: str) -> None:
    looked = look(secretary, key, path, GOOD[path])
    words = words_of(looked)
    assert looked.status_code == 422
    assert "No line is refused: see below what becomes of each, then take it over." in words
    assert "This needs your attention" not in words
    assert 'class="errors"' not in looked.text
    assert "(optional)" not in words


@pytest.mark.parametrize("path", [MEETINGS, RECOMMENDATIONS])
def test_a_file_with_nothing_to_take_over_says_so(secretary: Browser, key: str, path: str) -> None:
    looked = look(secretary, key, path, BAD[path])
    words = words_of(looked)
    assert "There is nothing to take over in the file: see below why." in words
    assert "kind: “" in words
    assert "Take over one" not in words
    for said in ("zone: “Nowhere”",) if path == MEETINGS else ("state: “lost”",):
        assert said in words


@pytest.mark.parametrize("path", [MEETINGS, RECOMMENDATIONS])
def test_the_file_that_waits_is_named_also_when_it_is_looked_at_again(secretary: Browser, key: str, path: str) -> None:
    looked = look(secretary, key, path, GOOD[path])
    assert "list.csv waits here for an hour" in words_of(looked)
    held = re.search(r'name="held" value="([^"]+)"', looked.text)
    assert held is not None
    again = secretary.post(path.format(key=key), {"held": held[1], "held_name": "list.csv", "then": "look"})
    assert "list.csv waits here for an hour" in words_of(again)
    assert "waits here" not in words_of(secretary.get(path.format(key=key)))


def test_new_addressees_stand_at_the_top(secretary: Browser, key: str) -> None:
    text = "text,addressee\nOne,Ostrin\nTwo,Velmar\nThree,Denmark\nFour,Untied States\n"
    words = words_of(look(secretary, key, RECOMMENDATIONS, text))
    assert "2 new addressees, who are no party of the body: Ostrin, Velmar." in words
    assert words.index("2 new addressees") < words.index("What becomes of each line")
    assert "did you mean United States?" in words


@pytest.mark.parametrize("path", [MEETINGS, RECOMMENDATIONS])
def test_without_a_file_it_is_asked_for_at_its_field(secretary: Browser, key: str, path: str) -> None:
    page = secretary.post(path.format(key=key), {"then": "look"})
    assert page.status_code == 422
    assert "Choose the file." in words_of(page)


def test_the_pages_tell_the_words_that_are_known(app: Flask, secretary: Browser, key: str) -> None:
    with app.app_context(), work(TESTS):
        kinds = kinds_of(body())
    meetings, recommendations = (words_of(secretary.get(path.format(key=key))) for path in (MEETINGS, RECOMMENDATIONS))
    for word in (*MeetingKind, *ItemKind, *Subject, *Progress, *Theme, *past.COLUMNS):
        assert str(word) in meetings
    for word in (
        *kinds,
        *Position,
        *Theme,
        *columns.COLUMNS,
        *(k for k in AddresseeKind if k is not AddresseeKind.PARTY),
    ):
        assert str(word) in recommendations
    for word in (State.FOLLOW_UP, State.IMPLEMENTED, State.LAPSED, State.SUPERSEDED):
        assert str(word) in recommendations
    for words in (meetings, recommendations):
        assert "with a comma between them" in words
        assert "with a semicolon between them" in words


@pytest.mark.parametrize(
    "path, names", [(MEETINGS, past.COLUMNS), (RECOMMENDATIONS, columns.COLUMNS)], ids=["meetings", "recommendations"]
)
def test_an_empty_file_to_fill_in_is_given_out(secretary: Browser, key: str, path: str, names: tuple[str, ...]) -> None:
    sample = path.format(key=key) + ".csv"
    assert f'href="{sample}"' in secretary.get(path.format(key=key)).text
    given = secretary.get(sample)
    assert given.data.decode("utf-8-sig").strip().split(",") == list(names)
    table = past.TABLE if path == MEETINGS else columns.OF_RECOMMENDATIONS
    assert columns.read(given.data, table) == []


def test_the_meetings_of_a_body_that_does_not_adopt_go_out_with_its_disclaimer(
    app: Flask, secretary: Browser, key: str, tmp_path: Path
) -> None:
    with app.app_context(), work(TESTS):
        body().preset = "S11"
        disclaimer = disclaimer_of(body())
        past_keeping.take_over(body(), told(LIST), by=BY, at=clock.now())
    table = secretary.get(f"/bodies/{key}/meetings.csv").data
    book = secretary.get(f"/bodies/{key}/meetings.xlsx").data
    file = tmp_path / "out.csv"
    runner = CliRunner(env={"CONVENE_INSTANCE": str(app.config["CONVENE"].instance)})
    assert runner.invoke(main, ["export-meetings", "--body", "TNAP", "--out", str(file)]).exit_code == 0
    (_, *rows) = csv.reader(io.StringIO(table.decode("utf-8-sig")))
    assert rows
    assert all(row[-1] == disclaimer for row in rows)
    assert file.read_bytes() == table
    (sheet,) = load_workbook(io.BytesIO(book))
    assert [list(row)[-1] for row in sheet.iter_rows(min_row=2, values_only=True)] == [disclaimer] * len(rows)
