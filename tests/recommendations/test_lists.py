"""Lists taken over and given out: the fate of each line, nothing mended, and the same columns out as in."""

from __future__ import annotations

import csv
import io
import json
import time
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from convene import clock
from convene.cli import main
from convene.db import db, work
from convene.findings import Refused
from convene.packs.tabular import as_csv, as_workbook
from convene.recommendations import columns, import_keeping, importing
from convene.recommendations.exporting import lines_of
from convene.recommendations.figures import figures_of
from convene.recommendations.gathered import Fate, Reading
from convene.recommendations.matrix import matrix_of
from convene.recommendations.models import Addressee, Answer, Recommendation
from convene.recommendations.queries import all_listed, listed, steps_of
from convene.recommendations.terms import AddresseeKind, Listing, Mark, Named, Position, State
from tests.browser import TESTS, Browser
from tests.build import BY, board_meeting, body, count, one
from tests.recommendations import made

HEAD = "symbol,adopted on,kind,text,addressee,response"
PUBLISHED = (
    "State under review,Cycle,Recommending State,Recommendation,Response,Theme\n"
    "Ostrin,3rd cycle,Denmark,Ratify the convention against torture,Supported,children and armed conflict\n"
    "Ostrin,3rd cycle,Canada,Abolish the death penalty for every crime,Noted,Right to life\n"
    "Velmar,3rd cycle,Canada,Abolish the death penalty for every crime,,Right to life\n"
)


def told(text: str) -> Reading:
    """What becomes of a CSV file for the board."""
    return importing.held_against(body(), columns.read(text.encode()), today=clock.now().date())


@pytest.mark.parametrize(
    "line, fate, said",
    [
        ("A/1,2019-06-01,policy,A text,Netherlands,supported", Fate.NEW, ""),
        ("A/1,2019-06-01,policy,A text,netherlands,Supported", Fate.NEW, ""),
        ("A/1,2019-06-01,,A text,Netherlands,", Fate.NEW, "not given, taken as: kind “policy”"),
        ("A/1,2019-06-01,policy,A text,Ostrin,", Fate.NEW, "no party of the body"),
        ("A/1,2019-06-01,policy,A text,,", Fate.NEW, "no addressee"),
        ("A/1,2019-06-01,ode,A text,Netherlands,", Fate.REFUSED, "kind: “ode” is not one of"),
        ("A/1,1.6.2019,policy,A text,Netherlands,", Fate.REFUSED, "write it as 2019-06-01"),
        ("A/1,2019-02-30,policy,A text,Netherlands,", Fate.REFUSED, "no day of the calendar"),
        ("A/1,1944-06-01,policy,A text,Netherlands,", Fate.REFUSED, "1944 is not between"),
        ("A/1,2019-06-01,policy,,Netherlands,", Fate.REFUSED, "it has no text"),
        ("A/1,2019-06-01,policy,A text,Netherlands,perhaps", Fate.REFUSED, "“perhaps” is not one of those"),
        ("A/1,2019-06-01,policy,A text 漢,Netherlands,", Fate.REFUSED, "cannot be printed: 漢"),
    ],
)
def test_the_fate_of_each_line_is_said_and_nothing_is_mended(context: Flask, line: str, fate: Fate, said: str) -> None:
    with work(TESTS):
        (found,) = told(f"{HEAD}\n{line}\n").told

        assert found.fate is fate
        assert said in "; ".join((found.why, *found.notes))
        assert count(Recommendation) == 0


def test_lines_of_one_symbol_are_one_recommendation(context: Flask) -> None:
    with work(TESTS):
        reading = told(
            f"{HEAD}\nA/1,2019-06-01,policy,A text,Netherlands,supported\nA/1,2019-06-01,policy,A text,Denmark,\n"
            "A/1,2019-06-01,policy,Another text,Canada,\nA/1,2019-06-01,policy,A text,Denmark,declined\n"
        )
        assert [t.fate for t in reading.told] == [Fate.NEW, Fate.FURTHER, Fate.REFUSED, Fate.REFUSED]
        assert import_keeping.take_over(body(), reading, by=BY, at=clock.now()) == 1
        found = one(Recommendation, symbol="A/1")
        assert (found.state, found.announced) == (State.ANSWERED, True)
        assert [str(s.step) for s in steps_of(found)] == ["taken over", "transmitted", "answered"]
        assert {a.name: a.answer for a in db.session.query(Addressee)} == {"Netherlands": "supported", "Denmark": None}
        # The second time everything is on record.
        again = told(f"{HEAD}\nA/1,2019-06-01,policy,A text,Netherlands,supported\n")
        assert [t.fate for t in again.told] == [Fate.KNOWN]
        assert import_keeping.take_over(body(), again, by=BY, at=clock.now()) == 0


def test_lists_are_read_as_they_are_published(context: Flask) -> None:
    with work(TESTS):
        reading = told(PUBLISHED)
        assert [t.fate for t in reading.told] == [Fate.NEW, Fate.NEW, Fate.FURTHER]
        assert "the theme “Right to life” is not one of ours: it stands in the history alone" in reading.told[1].notes
        import_keeping.take_over(body(), reading, by=BY, at=clock.now())
        rows = [one(Recommendation, id=each) for each in all_listed(body(), Listing(), on=clock.now().date())]
        assert [(r.symbol, r.recommending, r.cycle) for r in rows] == [
            ("TNAP/LIST/R.1", "Denmark", "3rd cycle"),
            ("TNAP/LIST/R.2", "Canada", "3rd cycle"),
        ]
        assert [t.fate for t in told(PUBLISHED).told] == [Fate.KNOWN] * 3


def test_what_came_as_published_goes_as_published(app: Flask, secretary: Browser, tmp_path: Path) -> None:
    with app.app_context(), work(TESTS):
        import_keeping.take_over(body(), told(PUBLISHED), by=BY, at=clock.now())
        path = f"/bodies/{body().key}/recommendations"
        assert next(s.note for s in steps_of(one(Recommendation, recommending="Canada"))) == (
            "themes in the list: Right to life"
        )
    wanted = list(csv.reader(io.StringIO(PUBLISHED)))
    wanted[0] = ["Country", "Cycle", "Recommending State", "Recommendation", "Response", "Theme"]
    shown = secretary.get(f"{path}.csv?columns=published")
    assert list(csv.reader(io.StringIO(shown.data.decode("utf-8-sig")))) == wanted
    file = tmp_path / "out.csv"
    runner = CliRunner(env={"CONVENE_INSTANCE": str(app.config["CONVENE"].instance)})
    given = runner.invoke(main, ["export-recommendations", "--body", "TNAP", "--as-published", "--out", str(file)])
    assert (given.exit_code, file.read_bytes()) == (0, shown.data), given.output
    assert "columns=published" in secretary.get(path).text
    assert secretary.get(f"{path}.xlsx?columns=published").data[:2] == b"PK"
    with app.app_context(), work(TESTS):
        again = importing.held_against(body(), columns.read(shown.data), today=clock.now().date())
        assert [t.fate for t in again.told] == [Fate.KNOWN] * 3


@pytest.mark.parametrize(
    "content, said",
    [
        (b"", "empty"),
        (b"symbol,kind\nA/1,policy\n", "must name the columns"),
        (
            b"text,recommendation\nA,B\n",
            "Several columns mean “text”: “text”, “recommendation”. Leave all but one of them out.",
        ),
        ("text\nDéjà vu\n".encode("latin-1"), "not in UTF-8"),
        (b"PK\x03\x04 no workbook", "cannot be read"),
        (b"text\n\0\n", "no table"),
    ],
)
def test_what_is_no_list_is_refused_in_words(content: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said):
        columns.read(content)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_any_usual_mark_divides_the_columns(mark: str) -> None:
    (line,) = columns.read(f"symbol{mark}text\nA/1{mark}A text\n".encode("utf-8-sig"))

    assert (line.number, line.get("symbol"), line.get("text")) == (2, "A/1", "A text")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_goes_out_comes_in_again_and_no_cell_is_calculated(context: Flask, kind: str) -> None:
    with work(TESTS):
        found = made.sent("=1+1 is what Member States should not write.")
        made.answered(found, "Netherlands", Position.IN_PART, action="-5 per cent, and more")
        on = clock.now().date()
        rows = list(lines_of(all_listed(body(), Listing(), on=on), body(), on=on))
        write = as_csv if kind == "csv" else as_workbook
        content = write(columns.GIVEN_OUT, rows)
        if kind == "csv":
            cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]
            assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
        lines = columns.read(content)

        taken = [row[: len(columns.COLUMNS)] for row in rows]
        assert [tuple(line.get(c) for c in columns.COLUMNS) for line in lines] == taken
        assert {line.get(c) for c in columns.TOLD for line in lines} == {""}
        assert lines[0].get("text") == "=1+1 is what Member States should not write."


def test_a_formula_in_a_workbook_is_text(context: Flask) -> None:
    from openpyxl import load_workbook

    content = as_workbook(("text",), [("=HYPERLINK(1)",)])
    cell = load_workbook(io.BytesIO(content)).worksheets[0]["A2"]

    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")


def many(recommendations: int, addressees: int = 8) -> str:
    """A list of that many, each to so many by name."""
    names = [*("Netherlands", "Denmark", "Canada", "Germany", "Australia", "United States", "United Kingdom"), "Ostrin"]
    lines = [HEAD + ",sent on,due on,answered on"]
    for n in range(recommendations):
        for place, name in enumerate(names[:addressees]):
            answer = ("supported,2019-06-02,2019-09-01,2019-08-01", ",2019-06-02,2019-09-01,")[(n + place) % 2]
            lines.append(f"B/{n},2019-06-01,policy,Text number {n} of the list of the board,{name},{answer}")
    return "\n".join(lines)


def test_a_thousand_addressees_are_taken_over_and_counted(context: Flask) -> None:
    with work(TESTS):
        began = time.perf_counter()
        reading = told(many(125))
        import_keeping.take_over(body(), reading, by=BY, at=clock.now())
        assert time.perf_counter() - began < 60
        assert (count(Addressee), count(Answer)) == (1000, 500)
        on = clock.now().date()
        page = listed(body(), Listing(mark=str(Mark.SILENT), addressee="Denmark"), on=on)
        figures = figures_of(body(), "addressee", on=on)
        denmark = next(g for g in figures.groups if g.name == "Denmark")

        assert (page.total, len(page.rows), page.last) == (denmark.silent, 50, 2)
        assert (figures.whole.asked, figures.whole.silent, figures.whole.rate) == (1000, 500, 50)
        assert denmark.median_days == 60
        assert listed(body(), Listing(words="number 124"), on=on).total == 1
        assert listed(body(), Listing(words="50%_"), on=on).total == 0


def test_the_command_says_each_fate_and_keeps_nothing_when_dry(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(PUBLISHED + "Velmar,3rd cycle,Canada,A text,perhaps,\n", encoding="utf-8")
    environment = {"CONVENE_INSTANCE": str(app.config["CONVENE"].instance)}
    runner = CliRunner(env=environment)

    dry = runner.invoke(main, ["import-recommendations", str(file), "--body", "S1", "--dry-run", "--json"])
    assert dry.exit_code == 1, dry.output
    said = json.loads(dry.output)
    assert (said["kept"], said["recommendations"], said["refused"], said["lines"]["refused"]) == (False, 2, 1, 1)
    assert said["new addressees"] == ["Ostrin", "Velmar"]
    with app.app_context(), work(TESTS):
        assert count(Recommendation) == 0
    kept = runner.invoke(main, ["import-recommendations", str(file), "--body", "TNAP"])
    assert "line 5: refused (response: “perhaps” is not one of those we know; write “supported”, “" in kept.output
    assert "2 new addressees: Ostrin, Velmar" in kept.output
    assert kept.output.splitlines()[-1] == "2 recommendations are taken over; 1 of 4 lines is refused"
    assert kept.exit_code == 1
    file.write_text(PUBLISHED, encoding="utf-8")
    known = runner.invoke(main, ["import-recommendations", str(file), "--body", "TNAP", "--dry-run"])
    assert known.output.splitlines()[-1] == "0 recommendations would be taken over; no line is refused"
    assert known.exit_code == 0
    out = runner.invoke(main, ["export-recommendations", "--body", "TNAP"])
    assert "Abolish the death penalty for every crime" in out.output
    wrong = runner.invoke(main, ["import-recommendations", str(file), "--body", "NOBODY"])
    assert wrong.exit_code != 0


@pytest.mark.parametrize(
    "arguments, status, said",
    [
        (["import-recommendations", "{folder}", "--body", "TNAP"], 2, "is a directory"),
        (["import-recommendations", "{folder}/none.csv", "--body", "TNAP"], 2, "does not exist"),
        (["import-recommendations", "{folder}/empty.csv", "--body", "TNAP", "--json"], 1, "The file is empty"),
        (["export-recommendations", "--body", "TNAP", "--out", "{folder}/none/a.csv"], 1, "cannot be written: No such"),
        (["export-meetings", "--body", "TNAP", "--out", "{folder}/none/a.xlsx"], 1, "cannot be written: No such"),
        (["export-recommendations", "--body", "TNAP", "--out", "{folder}/a.ods"], 1, "end the name in .csv or .xlsx"),
    ],
)
def test_a_command_that_cannot_read_or_write_says_why_and_with_which_status(
    app: Flask, tmp_path: Path, arguments: list[str], status: int, said: str
) -> None:
    (tmp_path / "empty.csv").touch()
    runner = CliRunner(env={"CONVENE_INSTANCE": str(app.config["CONVENE"].instance)})
    done = runner.invoke(main, [each.format(folder=tmp_path) for each in arguments])
    assert (done.exit_code, len(done.stderr.splitlines())) == (status, 1), done.output
    assert said in done.stderr


def test_parties_stand_before_others_in_the_matrix(context: Flask) -> None:
    with work(TESTS):
        company = Named(AddresseeKind.COMPANY, "An operator")
        found = made.sent(said=made.wording(to=("Netherlands", "Denmark"), others=(company,)))
        view = matrix_of(body(), [found], title="", symbol="", on=clock.now().date())
    assert view.addressees == ("Denmark", "Netherlands", "An operator")


def test_a_number_of_the_list_is_not_given_twice(context: Flask) -> None:
    with work(TESTS):
        reading = told("symbol,text\nTNAP/LIST/R.1,One text of a list\n,Another text of it\n")
        import_keeping.take_over(body(), reading, by=BY, at=clock.now())
        symbols = sorted(row.symbol or "" for row in db.session.query(Recommendation))
    assert symbols == ["TNAP/LIST/R.1", "TNAP/LIST/R.2"]


def test_a_symbol_that_a_list_brought_is_not_drawn_again(context: Flask) -> None:
    with work(TESTS):
        symbol = f"{board_meeting().symbol}/R.1"
        import_keeping.take_over(body(), told(f"symbol,text\n{symbol},A text of a list\n"), by=BY, at=clock.now())
        assert [t.fate for t in told(f"symbol,text\n{symbol.lower()},A text of a list\n").told] == [Fate.KNOWN]
        (other,) = told(f"symbol,text\n{symbol},Another text\n").told
        assert (other.fate, "on record with another text" in other.why) == (Fate.REFUSED, True)
        assert (made.adopted().symbol or "").endswith("/R.2")


@pytest.mark.parametrize(
    "cells, said",
    [
        ("2150-01-01,,,", "adopted on: 2150-01-01 is still to come"),
        ("2020-01-02,2020-01-01,,", "sent on: 2020-01-01 lies before"),
        ("2020-01-01,2020-01-05,2020-01-04,", "due on: 2020-01-04 lies before"),
        ("2020-01-01,2020-01-05,2020-02-05,2020-01-04", "answered on: 2020-01-04 lies before"),
        ("2020-01-01,2020-01-01,2020-01-01,2020-01-01", ""),
        ("2020-01-01,2020-01-05,2099-01-01,2020-01-06", ""),
    ],
)
def test_days_that_cannot_be_are_refused(context: Flask, cells: str, said: str) -> None:
    head = "text,addressee,response,adopted on,sent on,due on,answered on"
    with work(TESTS):
        (only,) = told(f"{head}\nA text,Denmark,supported,{cells}\n").told
    assert said in only.why
    assert (only.fate is Fate.REFUSED) is bool(said)


def test_a_quotation_mark_that_lacks_is_told() -> None:
    with pytest.raises(Refused, match="a quotation mark lacks"):
        columns.read(b'text,addressee\n"never closed,Netherlands\nanother,Denmark\n')


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_a_damaged_workbook_is_told(part: str) -> None:
    whole = io.BytesIO(as_workbook(("text", "addressee"), [("A text", "Denmark")]))
    damaged = io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(damaged, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name)[:40] if name == part else old.read(name))
    with pytest.raises(Refused, match="cannot be read"):
        columns.read(damaged.getvalue())
