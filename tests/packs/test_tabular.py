"""Tables given out and read again: the same bytes each time, no cell a formula, and every letter where it was."""

from __future__ import annotations

import io
import re
import time
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from convene.findings import Refused
from convene.packs.tabular import as_csv, as_workbook
from convene.recommendations import columns
from convene.recommendations.cells import UNRECKONED, Checked

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


FREED, LIKE = "text: taken without the apostrophe before it", "text: begins like a formula; it is taken as text"


@pytest.mark.parametrize(
    "cell, text, notes",
    [
        ("'=1", "=1", (FREED,)),
        ("'tis", "'tis", ()),
        ("=1", "=1", (LIKE,)),
        (" =1", "=1", (LIKE,)),
        ("=HYPERLINK(1)", "=HYPERLINK(1)", (LIKE,)),
        ("+1", "+1", (LIKE,)),
        ("-5 per cent", "-5 per cent", (LIKE,)),
        ("@all", "@all", (LIKE,)),
        ("\t1", "1", (LIKE,)),
        ("It is = 1", "It is = 1", ()),
    ],
)
def test_what_begins_like_a_formula_is_noted_and_stays_text(cell: str, text: str, notes: tuple[str, ...]) -> None:
    (line,) = columns.read(f"symbol,text\nA/1,{cell}\n".encode())
    assert (line.get("text"), Checked(line).told()) == (text, notes)
    for make in (as_csv, as_workbook):
        (again,) = columns.read(make(("symbol", "text"), [("A/1", text)]))
        assert again.get("text") == text


def a_workbook(*cells: str, values: dict[str, str] | None = None) -> bytes:
    """A sheet whose second line has these cells, those with “=” as formulas; `values` are what they had last."""
    book = Workbook()
    for row in (("symbol", "text", "addressee"), cells):
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    if not values:
        return out.getvalue()
    anew = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(anew, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                for place, value in values.items():
                    kind = "e" if value.startswith("#") else "str"
                    cell = rb"<c r=\"%s\"[^>]*>(<f>.*?</f>)<v ?/?>(?:</v>)?</c>" % place.encode()
                    anew_cell = f'<c r="{place}" t="{kind}">'.encode() + rb"\1<v>" + value.encode() + b"</v></c>"
                    part, times = re.subn(cell, anew_cell, part)
                    assert times == 1
            new.writestr(name, part)
    return anew.getvalue()


@pytest.mark.parametrize(
    "cell, value, text, notes, wrong",
    [
        ("Do it", "", "Do it", (), []),
        ('=CONCAT("a","b")', "", "", (), [f"text: {UNRECKONED}"]),
        ('=CONCAT("a","b")', "ab", "ab", ("text: a formula; the value that it had last is taken",), []),
        ("=A9/0", "#DIV/0!", "#DIV/0!", (), [f"text: {UNRECKONED}"]),
    ],
)
def test_a_formula_of_a_workbook_is_told(
    cell: str, value: str, text: str, notes: tuple[str, ...], wrong: list[str]
) -> None:
    (line,) = columns.read(a_workbook("A/1", cell, "Denmark", values={"B2": value} if value else None))
    checked = Checked(line)
    assert (line.get("text"), checked.told(), checked.wrong) == (text, notes, wrong)
    assert line.get("addressee") == "Denmark"


def changed(content: bytes, *changes: tuple[bytes, bytes]) -> bytes:
    """A workbook with other words in its sheet."""
    anew = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(anew, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            for was, now in changes if name == "xl/worksheets/sheet1.xml" else ():
                assert re.search(was, part)
                part = re.sub(was, now, part)
            new.writestr(name, part)
    return anew.getvalue()


def test_a_formula_is_told_too_where_the_elements_bear_a_prefix() -> None:
    prefixed = (rb"<(/?)(\w)", rb"<\1x:\2"), (rb"x:worksheet xmlns=", rb"x:worksheet xmlns:x=")
    (line,) = columns.read(changed(a_workbook("A/1", '=CONCAT("a","b")', "Denmark"), *prefixed))
    checked = Checked(line)
    assert (checked.wrong, line.get("addressee")) == ([f"text: {UNRECKONED}"], "Denmark")


def test_a_workbook_of_more_rows_than_a_sheet_can_have_is_refused() -> None:
    many = b"<row/>" * (columns.SHEET_ROWS_MOST + 100) + b"</sheetData>"
    with pytest.raises(Refused, match="more rows than a sheet can have"):
        list(columns.read(changed(a_workbook("A/1", "Do it", "Denmark"), (rb"</sheetData>", many))))


def test_text_of_a_workbook_that_begins_like_a_formula_is_noted() -> None:
    (line,) = columns.read(as_workbook(("symbol", "text"), [("A/1", "=1+1")]))
    assert (line.get("text"), Checked(line).told()) == ("=1+1", (LIKE,))


@pytest.mark.parametrize("cell, notes", [("", ()), ("See 4", ("left out, as no such column is known: my remark",))])
def test_a_column_that_nobody_knows_is_told(cell: str, notes: tuple[str, ...]) -> None:
    (line,) = columns.read(f"symbol,text,My remark,days silent\nA/1,Do it,{cell},9\n".encode())
    assert Checked(line).told() == notes


def _zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in names:
            packed.writestr(name, "application/vnd.oasis.opendocument.spreadsheet")
    return out.getvalue()


@pytest.mark.parametrize(
    "content, said",
    [
        (b"", "The file is empty"),
        (b"\xef\xbb\xbf", "The file is empty"),
        (b"symbol,theme\nA/1,x\n", "must name the columns, “text” among them. It names: “symbol”, “theme”."),
        (b"text,Cycle,Session\nA,1,2\n", "Several columns mean “cycle”: “Cycle”, “Session”. Leave all but one"),
        ("text\nDo\nit in Séoul\n".encode("cp1252"), "not in UTF-8: line 3"),
        (_zipped("mimetype", "content.xml"), "no XLSX workbook. Save it as XLSX (not as ODS"),
        (columns.OLD_OFFICE + b"\x00" * 600, "of an old kind (XLS), or locked"),
        (b"PK\x03\x04 cut off", "cannot be read"),
        (b"text\n\x00\x01", "This is no table"),
    ],
)
def test_what_is_no_list_is_refused_in_plain_words(content: bytes, said: str) -> None:
    with pytest.raises(Refused) as refused:
        columns.read(content)
    assert said in str(refused.value)
