"""The columns in which recommendations are taken over and given out, and the reading of a CSV or XLSX file into lines.

Besides our own names those are known in which human-rights recommendation lists are published: country, cycle,
recommending State, text, response, theme.
"""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from convene.findings import Finding, Level, Refused

COLUMNS = (
    "symbol",
    "adopted on",
    "kind",
    "text",
    "countries",
    "theme",
    "state",
    "addressee",
    "addressee kind",
    "sent on",
    "due on",
    "response",
    "answered on",
    "answer",
    "action",
    "evidence",
    "next report on",
    "cycle",
    "recommending State",
)
# What our own tables say beside them: for readers alone, and passed by when a list is taken over.
TOLD = (
    "meeting",
    "earlier ones",
    "reviewed from",
    "stands",
    "days silent",
    "awaited by",
    "evidence source",
    "evidence reliability",
    "verified on",
    "disclaimer",
    "look again on",
)
GIVEN_OUT = (*COLUMNS, *TOLD)
# Other names for the same columns, as lists from elsewhere have them; small letters, without marks.
ALIASES = {
    "recommendation": "text",
    "recommendation text": "text",
    "wording": "text",
    "number": "symbol",
    "paragraph": "symbol",
    "paragraph number": "symbol",
    "date": "adopted on",
    "adopted": "adopted on",
    "type": "kind",
    "type of recommendation": "kind",
    "country": "addressee",
    "state under review": "addressee",
    "country under review": "addressee",
    "sur": "addressee",
    "addressed to": "addressee",
    "themes": "theme",
    "topic": "theme",
    "issue": "theme",
    "issues": "theme",
    "position": "response",
    "government response": "response",
    "status": "state",
    "implementation": "state",
    "session": "cycle",
    "upr cycle": "cycle",
    "recommending country": "recommending State",
    "recommending state": "recommending State",
    "recommender": "recommending State",
    "recommended by": "recommending State",
    "transmitted on": "sent on",
    "next on": "next report on",
}
ROWS_MOST = 200_000
COLUMNS_MOST = 100
CELL_MOST = 10_000
UNPACKED_MOST = 400 * 1024 * 1024
# What a damaged, locked or unusual workbook raises, in the library and below it; a parser's error is a SyntaxError.
UNREADABLE = (
    InvalidFileException, zipfile.BadZipFile, zlib.error, SyntaxError, RuntimeError, EOFError, KeyError, ValueError,
    IndexError, TypeError, AttributeError, OSError,
)  # fmt: skip
# What our own tables put before a cell that a spreadsheet would calculate.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file, by our names of the columns; `number` counts as the file does, its head being line 1.

    `freed` are the columns whose cell stands without the apostrophe that hid a formula.
    """

    number: int
    cells: dict[str, str]
    freed: tuple[str, ...] = ()

    def get(self, column: str) -> str:
        """The text of a cell; empty where there is none."""
        return self.cells.get(column, "")


def _refused(text: str) -> Refused:
    return Refused((Finding("", Level.REFUSE, text, "file"),))


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of a kind of file, other names for them, the one that must be there, and those that are passed by."""

    columns: tuple[str, ...]
    aliases: Mapping[str, str]
    must: str
    passed: tuple[str, ...] = ()


OF_RECOMMENDATIONS = Table(COLUMNS, ALIASES, "text", TOLD)


def read(content: bytes, table: Table = OF_RECOMMENDATIONS) -> list[Line]:
    """The lines of a file. Raises Refused where it cannot be read as a table, or its head lacks what it must name."""
    is_workbook = content[:2] == b"PK"
    rows = _workbook(content) if is_workbook else _delimited(content)
    head: list[str] | None = None
    found, passed = [], {"", *table.passed}
    for number, row in enumerate(rows, start=1):
        if number > ROWS_MOST:
            raise _refused(f"The file has more than {ROWS_MOST} lines; divide it.")
        if head is None:
            head = [_column(cell, table) for cell in row]
            if table.must not in head:
                raise _refused(f"The first line must name the columns, “{table.must}” among them.")
            if twice := sorted({c for c in head if c in table.columns and head.count(c) > 1}):
                raise _refused(f"Two columns mean the same: {', '.join(twice)}. Leave one of them out.")
            continue
        cells = {column: cell.strip() for column, cell in zip(head, row, strict=False) if column not in passed}
        freed = () if is_workbook else tuple(column for column, cell in cells.items() if _hides_formula(cell))
        cells |= {column: cells[column][1:].strip() for column in freed}
        if any(cells.values()):
            found.append(Line(number, cells, freed))
    if head is None:
        raise _refused("The file is empty.")
    return found


def _column(cell: str, table: Table) -> str:
    words = " ".join(cell.replace("_", " ").split()).casefold()
    known = {column.casefold(): column for column in table.columns}
    return known.get(words) or table.aliases.get(words, words)


def _hides_formula(cell: str) -> bool:
    """Whether a cell has the apostrophe that our own CSV files put before a formula; a workbook needs none."""
    return cell.startswith("'") and cell.lstrip("'").lstrip().startswith(_FORMULA)


def _delimited(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refused("The file is not in UTF-8. Save it as “CSV UTF-8”, or send the workbook itself.") from None
    if "\0" in text:
        raise _refused("This is no table. Send a CSV file or an XLSX workbook.")
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    except csv.Error as wrong:
        raise _refused("The file cannot be read as a table: a cell is too long, or a quotation mark lacks.") from wrong


def _workbook(content: bytes) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > UNPACKED_MOST:
                raise _refused("The workbook is too large when it is unpacked.")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for row in book.worksheets[0].iter_rows(values_only=True, max_col=COLUMNS_MOST):
            yield [_cell(value) for value in row]
        book.close()
    except Refused:
        raise
    except UNREADABLE as wrong:
        raise _refused("The workbook cannot be read. Save it anew as XLSX, or as CSV UTF-8.") from wrong


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
