"""Tables given out and read again: the same bytes each time, no cell a formula, and every letter where it was."""

from __future__ import annotations

import io
import time
import zipfile

import pytest
from openpyxl import load_workbook

from convene.packs.tabular import as_csv, as_workbook
from convene.recommendations import columns
from convene.recommendations.cells import Checked

TEXTS = (
    "=1+1", "'=1+1", "''=1+1", "+1", "'+1", "-5 per cent", "'-5 per cent", "@SUM(1)", "'@SUM(1)", "#N/A", "'quoted'",
    "'tis", "It is =", "1", "007", "2019-06-01", "TRUE", "<b>&amp;", 'say "so"', "Two\nlines", "a  b",
    "é ū 漢 \U0001f54a",
    "_x0041_", "\N{FULLWIDTH EQUALS SIGN}1", "'\N{FULLWIDTH EQUALS SIGN}1", "' =1",
)  # fmt: skip


@pytest.mark.parametrize("make", [as_csv, as_workbook])
@pytest.mark.parametrize("text", TEXTS)
def test_every_text_comes_in_as_it_went_out(text: str, make: object) -> None:
    content: bytes = make(("symbol", "text"), [("A/1", text)])  # type: ignore[operator]  # Either of two functions.
    (line,) = columns.read(content)
    assert (line.get("symbol"), line.get("text")) == ("A/1", text)


@pytest.mark.parametrize("text", TEXTS)
def test_no_cell_of_a_workbook_is_calculated(text: str) -> None:
    cell = load_workbook(io.BytesIO(as_workbook(("text",), [(text,)]))).worksheets[0]["A2"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_empty_cells_keep_their_place() -> None:
    content = as_workbook(("a", "b", "c"), [("", "2", ""), ("", "", ""), ("1", "", "3")])
    rows = list(load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))
    assert rows == [("a", "b", "c"), (None, "2", None), (None, None, None), ("1", None, "3")]


def test_letters_that_no_workbook_may_hold_are_left_out() -> None:
    content = as_workbook(("text",), [("a\x00b\x0bc\rd\ufffee",)], name="A & <B>")
    book = load_workbook(io.BytesIO(content))
    assert (book.worksheets[0]["A2"].value, book.sheetnames) == ("abcde", ["A & <B>"])


def test_a_workbook_can_be_read_as_it_opens() -> None:
    rows = [("A/1", "States should act. " * 40, "2019-06-01"), ("A/2", "Short\nand " + "long " * 9, "")]
    sheet = load_workbook(io.BytesIO(as_workbook(("symbol", "text", "adopted on"), rows))).worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert [sheet.column_dimensions[letter].width for letter in "ABC"] == [12, 60, 12]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {(cell.alignment.wrap_text, cell.alignment.vertical) for cell in cells} == {(True, "top")}
    assert {cell.row for cell in cells if cell.font.bold} == {1}
    lines = load_workbook(io.BytesIO(as_workbook(("a",), [rows[1][1:2]]))).worksheets[0]
    assert lines.column_dimensions["A"].width == len("and " + "long " * 9) + 2


def test_equal_tables_are_equal_bytes_whenever_they_are_made() -> None:
    rows = [("A/1", "=1"), ("A/2", "")]
    first = as_workbook(("symbol", "text"), rows)
    time.sleep(2.1)  # A packed file counts the moment in steps of two seconds, a document in seconds.
    assert as_workbook(("symbol", "text"), rows) == first
    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        assert {part.date_time for part in packed.infolist()} == {(2000, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("cell, notes", [("'=1", 1), ("=1", 0), ("'tis", 0)])
def test_an_apostrophe_that_is_taken_off_is_noted(cell: str, notes: int) -> None:
    (line,) = columns.read(f"symbol,text\nA/1,{cell}\n".encode())
    assert len(Checked(line).told()) == notes
