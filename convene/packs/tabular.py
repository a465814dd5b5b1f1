"""Tables for a spreadsheet, as CSV or XLSX: no cell is read as a formula."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from convene import clock
from convene.assets.terms import Filing, MatrixView
from convene.packs.timeless import NO_MOMENT

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FORMATS = "http://schemas.openxmlformats.org"
_MAIN = f'xmlns="{_FORMATS}/spreadsheetml/2006/main"'
_REL = f'xmlns:r="{_FORMATS}/officeDocument/2006/relationships"'
_OFFICE = f"{_FORMATS}/officeDocument/2006/relationships"
_SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PACKAGE = f'xmlns="{_FORMATS}/package/2006/relationships"'
# The parts of a workbook that are the same in each.
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_FORMATS}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEETS}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEETS}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_SHEETS}.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships {_PACKAGE}><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>"
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships {_PACKAGE}><Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'<styleSheet {_MAIN}><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ),
}
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


def as_workbook(head: Sequence[str], rows: Iterable[Sequence[str]], name: str = "Recommendations") -> bytes:
    """A table as an XLSX workbook. Every cell is text: none is calculated, whatever it begins with.

    It is written part by part: a library makes an object of each cell, which takes ten times as long, and puts the
    moment into the file, so that equal tables would not give equal bytes.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, content in _PARTS.items():
            packed.writestr(zipfile.ZipInfo(path, NO_MOMENT), _XML + content, zipfile.ZIP_DEFLATED)
        sheets = f'<sheets><sheet name={quoteattr(name)} sheetId="1" r:id="rId1"/></sheets>'
        book = f"<workbook {_MAIN} {_REL}>{sheets}</workbook>"
        packed.writestr(zipfile.ZipInfo("xl/workbook.xml", NO_MOMENT), _XML + book, zipfile.ZIP_DEFLATED)
        lines = "".join("<row>" + "".join(map(_cell, row)) + "</row>" for row in (head, *rows))
        sheet = f"<worksheet {_MAIN}><sheetData>{lines}</sheetData></worksheet>"
        packed.writestr(zipfile.ZipInfo("xl/worksheets/sheet1.xml", NO_MOMENT), _XML + sheet, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _cell(text: str) -> str:
    """A cell that says it is text; letters that no such file may hold are left out."""
    if not text:
        return "<c/>"
    plain = text if text.isprintable() else _UNWRITABLE.sub("", text)
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(plain)}</t></is></c>'


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
