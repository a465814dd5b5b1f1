"""The columns in which recommendations are taken over and given out, and the reading of a CSV or XLSX file into lines.

Besides our own names those are known in which human-rights recommendation lists are published: country, cycle,
recommending State, text, response, theme.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import repeat

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
SHEET_ROWS_MOST = 1_048_576  # Of a sheet, by its format.
_RECKONED, _ROW = (re.compile(rb"<(?:[A-Za-z_][\w.-]{0,30}:)?" + tag + rb"[ >/]") for tag in (b"f", b"row"))
# What a damaged, locked or unusual workbook raises, in the library and below it; a parser's error is a SyntaxError.
UNREADABLE = (
    InvalidFileException, zipfile.BadZipFile, zlib.error, SyntaxError, RuntimeError, EOFError, KeyError, ValueError,
    IndexError, TypeError, AttributeError, OSError,
)  # fmt: skip
# How a file of Office before 2007 begins, and one that is locked.
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
# A row of a file, and where in it formulas stand: with a value, and without.
Row = tuple[list[str], tuple[tuple[int, ...], tuple[int, ...]]]
NO_FORMULAS: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())
# What our own tables put before a cell that a spreadsheet would calculate.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file, by our names of the columns; `number` counts as the file does, its head being line 1.

    `freed` are the columns whose cell stands without the apostrophe that hid a formula, `like` those whose cell begins
    like a formula and is text. Of a workbook, `reckoned` hold the value that a formula had last, `unreckoned` none.
    `unknown` are columns that we do not know, with something in the cell.
    """

    number: int
    cells: dict[str, str]
    freed: tuple[str, ...] = ()
    like: tuple[str, ...] = ()
    reckoned: tuple[str, ...] = ()
    unreckoned: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

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
    rows = _workbook(content) if is_workbook else ((row, NO_FORMULAS) for row in _delimited(content))
    head: list[str] | None = None
    found, passed = [], {"", *table.passed}
    for number, (row, formulas) in enumerate(rows, start=1):
        if number > ROWS_MOST:
            raise _refused(f"The file has more than {ROWS_MOST} lines; divide it.")
        if head is None:
            head = [_column(cell, table) for cell in row]
            if table.must not in head:
                raise _refused(f"The first line must name the columns, “{table.must}” among them. {_named(row)}")
            if twice := [c for c in dict.fromkeys(head) if c in table.columns and head.count(c) > 1]:
                alike = _named([cell for cell, c in zip(row, head, strict=True) if c == twice[0]], "")
                raise _refused(f"Several columns mean “{twice[0]}”: {alike} Leave all but one of them out.")
            continue
        given = {column: cell for column, cell in zip(head, row, strict=False) if column not in passed}
        cells = {column: cell.strip() for column, cell in given.items()}
        freed = () if is_workbook else tuple(column for column, cell in cells.items() if _hides_formula(cell))
        cells |= {column: cells[column][1:].strip() for column in freed}
        like = tuple(column for column, cell in given.items() if column in table.columns and _is_like_formula(cell))
        reckoned, unreckoned = (tuple(head[n] for n in places if head[n] in table.columns) for places in formulas)
        if any(cells.values()) or unreckoned:
            unknown = tuple(column for column, cell in cells.items() if cell and column not in table.columns)
            found.append(Line(number, cells, freed, like, reckoned, unreckoned, unknown))
    if head is None:
        raise _refused("The file is empty.")
    return found


def _named(cells: Iterable[str], lead: str = "It names: ") -> str:
    """The first names that stand in the head of a file, as they are written."""
    given = [f"“{' '.join(cell.split())[:40]}”" for cell in cells if cell.strip()]
    return f"{lead}{', '.join(given[:12])}{' and more' if len(given) > 12 else ''}." if given else "It names none."


def _column(cell: str, table: Table) -> str:
    words = " ".join(cell.replace("_", " ").split()).casefold()
    known = {column.casefold(): column for column in table.columns}
    return known.get(words) or table.aliases.get(words, words)


def _hides_formula(cell: str) -> bool:
    """Whether a cell has the apostrophe that our own CSV files put before a formula; a workbook needs none."""
    return cell.startswith("'") and cell.lstrip("'").lstrip().startswith(_FORMULA)


def _is_like_formula(cell: str) -> bool:
    """Whether a spreadsheet would take the text for a formula, were it given to one as it stands."""
    return cell.startswith("\t") or cell.lstrip().startswith(_FORMULA)


def _delimited(content: bytes) -> Iterator[list[str]]:
    if content.startswith(OLD_OFFICE):
        raise _refused("This is a workbook of an old kind (XLS), or locked by a password. Save it as XLSX without one.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = content.count(b"\n", 0, wrong.start) + 1
        raise _refused(
            f"The file is not in UTF-8: line {line} holds a letter of another encoding. Save it as “CSV UTF-8”, or "
            "send the workbook itself."
        ) from None
    if "\0" in text:
        raise _refused("This is no table. Send a CSV file or an XLSX workbook.")
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    except csv.Error as wrong:
        raise _refused("The file cannot be read as a table: a cell is too long, or a quotation mark lacks.") from wrong


def _workbook(content: bytes) -> Iterator[Row]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > UNPACKED_MOST:
                raise _refused("The workbook is too large when it is unpacked.")
            if not any(name.startswith("xl/") for name in packed.namelist()):
                raise _refused("This is no XLSX workbook. Save it as XLSX (not as ODS or a ZIP file), or as CSV UTF-8.")
            may_reckon = _may_reckon(packed)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(values_only=True, max_col=COLUMNS_MOST)
        formulas = _formulas(content) if may_reckon else repeat(())
        for row, places in zip(rows, formulas, strict=False):
            # What went wrong when it was reckoned is told as “#REF!” and the like.
            lost = tuple(n for n in places if row[n] is None or str(row[n]).startswith("#"))
            yield [_cell(value) for value in row], (tuple(n for n in places if n not in lost), lost)
        book.close()
    except Refused:
        raise
    except UNREADABLE as wrong:
        raise _refused("The workbook cannot be read. Save it anew as XLSX, or as CSV UTF-8.") from wrong


def _may_reckon(packed: zipfile.ZipFile) -> bool:
    """Whether a sheet may have formulas: most have none, and need not be read twice.

    Raises Refused for more rows than a sheet can have, empty ones too: each takes its time to be read.
    """
    found = False
    for name in packed.namelist():
        rows, before = 0, b""
        if not name.startswith("xl/worksheets/"):
            continue
        with packed.open(name) as part:
            while piece := part.read(1024 * 1024):
                found = found or _RECKONED.search(before + piece) is not None
                before, rows = piece[-40:], rows + len(_ROW.findall(piece))
                if rows > SHEET_ROWS_MOST:
                    raise _refused("The workbook has more rows than a sheet can have. Delete the empty ones.")
    return found


def _formulas(content: bytes) -> Iterator[tuple[int, ...]]:
    """In which places of each row of a workbook formulas stand."""
    book = load_workbook(io.BytesIO(content), read_only=True)
    for row in book.worksheets[0].iter_rows(max_col=COLUMNS_MOST):
        yield tuple(n for n, cell in enumerate(row) if cell.data_type == "f")
    book.close()


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
