"""Tables for a spreadsheet, as CSV or XLSX: no cell is read as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Generator, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.functions import fromstring

from convene import clock
from convene.assets.terms import Filing, MatrixView
from convene.packs.timeless import timeless

Cell = str | int | None  # What is counted is a number in a workbook; None stands empty.


@dataclass(frozen=True, slots=True)
class Section:
    """One of several tables of a file, with its name."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
# Columns of a workbook are no narrower than a day, and no wider than a line that is read with ease.
WIDTH_LEAST, WIDTH_MOST = 12, 60
# A cell of a workbook holds no more.
CELL_MOST = 32_767
# By so many lines the width of columns is measured.
MEASURED = 2_000
# What a spreadsheet takes for the beginning of a formula, in wide letters too; a blank before it hides it from few.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(text: str) -> str:
    """The text of a cell, with an apostrophe before what a spreadsheet would calculate.

    One that begins with apostrophes and then like a formula gets one more, so that reading takes off just that one.
    """
    if not text or text[0].isalnum():
        return text  # So begin most of the cells of a long table.
    return f"'{text}" if text.lstrip("'").lstrip().startswith(_FORMULA) or text.startswith(_FORMULA) else text


def as_csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table in UTF-8, with the mark by which spreadsheets know it, and the line ends of RFC 4180."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([harmless(cell) for cell in row] for row in (head, *rows))
    return out.getvalue().encode("utf-8-sig")


def sections_as_csv(sections: Sequence[Section]) -> bytes:
    """Several tables one below the other, each after its name, with an empty line between them."""
    lines: list[Sequence[str]] = []
    for section in sections:
        lines += [()] if lines else []
        lines += [(section.name,), section.head]
        lines += [["" if cell is None else str(cell) for cell in row] for row in section.rows]
    return as_csv(lines[0], lines[1:])


def sections_as_workbook(sections: Sequence[Section]) -> bytes:
    """The same as a workbook, a sheet for each."""
    return _workbook((each.name, (each.head, *each.rows)) for each in sections)


def as_workbook(head: Sequence[str], rows: Iterable[Sequence[str]], name: str = "Recommendations") -> bytes:
    """A table as an XLSX workbook. Every cell is text: none is calculated, whatever it begins with."""
    return _workbook([(name, chain((head,), rows))])


def _workbook(sheets: Iterable[tuple[str, Iterable[Sequence[Cell]]]]) -> bytes:
    """Each sheet's head stays in sight.

    Columns are as wide as what stands in them up to a line of reading, and longer texts go on below. A long table is
    measured by its first lines, and its others are let go of as they are written.
    """
    book = Workbook(write_only=True)
    for name, rows in sheets:
        sheet = _Sheet(book, name)
        book._add_sheet(sheet)  # noqa: SLF001 - `create_sheet` makes only sheets of its own.
        sheet.freeze_panes = "A2"
        lines = map(_line, rows)
        # What goes before the lines in the file is said before the first of them is written.
        first = list(islice(lines, MEASURED))
        for place, width in enumerate(_widths(first), start=1):
            sheet.column_dimensions[get_column_letter(place)].width = width
        for line in chain(first, lines):
            sheet.append(line)
    out = io.BytesIO()
    # It is packed anew below: here it need not be packed tight.
    ExcelWriter(book, ZipFile(out, "w", ZIP_DEFLATED, compresslevel=1)).save()
    return timeless(out.getvalue())


class _Sheet(WriteOnlyWorksheet):
    """A sheet whose every cell is a number, or text that goes on below; the first row is its head.

    A row is made as one piece of text, to the byte as the library writes it cell by cell, which takes much longer.
    """

    def __init__(self, book: Workbook, name: str) -> None:
        super().__init__(book, name)
        named, plain = WriteOnlyCell(self), WriteOnlyCell(self)
        for cell in (named, plain):
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        named.font = Font(bold=True)
        self._styles = (named.style_id, plain.style_id)
        self._letters: list[str] = []

    def _write_rows(self) -> Generator[None, Sequence[Cell], None]:
        """Write the rows that are sent, in place of the library's own."""
        out = self._writer.xf.send(True)
        with out.element("sheetData"):
            index = 0
            with suppress(GeneratorExit):
                while True:
                    values = yield
                    index += 1
                    out.write(self._row(values, index))
        self._writer.xf.send(None)

    def _row(self, values: Sequence[Cell], index: int) -> Any:
        """One row. That a cell is text is told, of “=” and “#” above all."""
        self._letters += [get_column_letter(place) for place in range(len(self._letters) + 1, len(values) + 1)]
        style = self._styles[min(index, 2) - 1]
        cells = [
            f'<c r="{letter}{index}" s="{style}" {_content(value)}</c>'
            for letter, value in zip(self._letters, values, strict=False)
            if value is not None and value != ""
        ]
        return fromstring(f'<row r="{index}">{"".join(cells)}</row>')


def _content(value: str | int) -> str:
    """The kind of a cell, and what stands in it."""
    if not isinstance(value, str):
        return f't="n"><v>{value}</v>'
    kept = "" if value == value.strip() else ' xml:space="preserve"'
    return f't="inlineStr"><is><t{kept}>{escape(value[:CELL_MOST])}</t></is>'


def _line(row: Sequence[Cell]) -> tuple[Cell, ...]:
    """A line without the letters that no such file may hold; most have none, and are looked at as a whole."""
    with suppress(TypeError):  # Where something is counted.
        if "".join(row).isprintable():  # type: ignore[arg-type]
            return tuple(row)
    return tuple(_writable(cell) for cell in row)


def _writable(text: Cell) -> Cell:
    """The text without the letters that no such file may hold."""
    return text if not isinstance(text, str) or text.isprintable() else _UNWRITABLE.sub("", text)


def _widths(lines: Sequence[Sequence[Cell]]) -> list[int]:
    """How wide each column is, in letters: as its longest line, between two bounds."""
    longest = [0] * max(map(len, lines))
    for line in lines:
        for place, cell in enumerate(line):
            text = "" if cell is None else str(cell)
            # Only what may be longer than the longest so far is looked at closely.
            if longest[place] < WIDTH_MOST and len(text) > longest[place]:
                longest[place] = max(longest[place], *map(len, text.split("\n")))
    return [min(max(length + 2, WIDTH_LEAST), WIDTH_MOST) for length in longest]


def matrix_csv(view: MatrixView) -> bytes:
    """The matrix of assets, a line for each State and class; days are those of the host."""
    head = ("State", "Class", "Existence", "Availability", "Capacity", "Caveats", "Stated on", "Age", "Statement")
    return as_csv(head, _lines(view))


def _lines(view: MatrixView) -> Iterable[tuple[str, ...]]:
    for row in view.rows:
        for cell in row.cells:
            day = clock.local(cell.since, view.zone).date().isoformat() if cell.since else ""
            words = [str(row.filing), row.late, "older than a year" if row.is_old else ""]
            said = cell.said
            yield (
                row.name,
                str(cell.asset_class),
                "" if row.filing is Filing.NONE else str(said.existence),
                "" if cell.since is None else str(said.availability),
                said.capacity,
                said.caveats,
                day,
                cell.age,
                ", ".join(w for w in words if w),
            )
