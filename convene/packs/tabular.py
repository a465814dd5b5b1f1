"""Tables for a spreadsheet, as CSV or XLSX: no cell is read as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

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
# What a spreadsheet takes for the beginning of a formula, in wide letters too; a blank before it hides it from few.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(text: str) -> str:
    """The text of a cell, with an apostrophe before what a spreadsheet would calculate.

    One that begins with apostrophes and then like a formula gets one more, so that reading takes off just that one.
    """
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
    book = Workbook(write_only=True)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([_cell(sheet, cell) if isinstance(cell, str) else cell for cell in row])
    out = io.BytesIO()
    book.save(out)
    return timeless(out.getvalue())


def _cell(sheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell | str | None:
    """A cell that is text; letters that no such file may hold are left out. “=” and “#” have to be told so."""
    plain = text if text.isprintable() else _UNWRITABLE.sub("", text)
    if not plain.startswith(("=", "#")):
        return plain or None
    cell = WriteOnlyCell(sheet, value=plain)
    cell.data_type = "s"
    return cell


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
