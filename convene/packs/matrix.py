"""The matrix of assets as a PDF, A4 across: States by classes, then caveats and answers in full. Decides nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, Spacer, Table

from convene import clock
from convene.assets.terms import Availability, Cell, ClassSummary, Existence, Filing, MatrixView, StateRow
from convene.findings import Finding, Level
from convene.packs import sheet
from convene.packs.flow import Frame, heading, paginated
from convene.packs.fonts import PRESS, STRONG, TEXT, TITLE, markup, printable, register_faces, visible

# Points throughout: reportlab's own unit.
PAGE_WIDTH, PAGE_HEIGHT = (float(n) for n in landscape(A4))
LEFT, TOP, BOTTOM, FOOT = 42.0, 46.0, 54.0, 30.0
WIDTH = PAGE_WIDTH - 2 * LEFT
FRAME = Frame(PAGE_WIDTH, PAGE_HEIGHT, left=LEFT, top=TOP, bottom=BOTTOM)
_NAMES = 98.0
_SHADES = {Availability.AT_ONCE: sheet.SOFT_GREEN, Availability.COMMITTED: HexColor("#fdf3dd")}
_LEVELS = {
    Level.KEPT: ("kept", sheet.GREEN),
    Level.NOTE: ("note", sheet.NAVY),
    Level.WARN: ("at risk", sheet.AMBER),
    Level.BROKEN: ("broken", sheet.RED),
}


def _style(face: str, size: float, leading: float, colour: Any = sheet.INK, **more: Any) -> ParagraphStyle:
    # A word longer than its column is broken: a matrix has narrow ones.
    return ParagraphStyle(
        face, fontName=face, fontSize=size, leading=leading, textColor=colour, splitLongWords=1, **more
    )


_BODY_NAME = _style(STRONG, 10.5, 13, sheet.NAVY)
_TITLE = _style(TITLE, 19, 23)
_LONG_TITLE = _style(TITLE, 12, 15)
_SMALL = _style(TEXT, 9, 12, sheet.SOFT)
_FINDING = _style(TEXT, 9.5, 12.5, spaceBefore=2)
_HEAD = _style(STRONG, 8.5, 10.5, sheet.NAVY)
_STATE = _style(STRONG, 9, 11)
_WORDS = _style(TEXT, 8.5, 10.5)
_HEADING = _style(TITLE, 13, 17)
_SUBHEADING = _style(STRONG, 10, 13)
_TEXT = _style(TEXT, 9.5, 12.5, spaceBefore=2)


def matrix_pdf(view: MatrixView, findings: Sequence[Finding], *, printed_at: datetime) -> bytes:
    """The matrix as an A4 PDF across; equal input gives equal bytes. `printed_at` (UTC) stands in the foot, host time.

    Nothing but its arguments is printed or written into the file's properties. No text of any kind or length raises.
    """
    with PRESS:
        register_faces()
        out = BytesIO()
        canvas = Canvas(
            out, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1, pageCompression=1, lang="en-GB", initialFontName=TEXT
        )
        canvas.setTitle(_property(f"Assets: {view.title}"))
        canvas.setAuthor(_property(view.body_name))
        canvas.setSubject("Matrix of assets")
        canvas.setCreator("convene")
        canvas.setViewerPreference("DisplayDocTitle", "true")
        pages = paginated(canvas, _flow(view, findings), FRAME)
        for number, page in enumerate(pages, start=1):
            for y, piece in page:
                piece.drawOn(canvas, LEFT, y)
            _running(canvas, view, printed_at, number=number, total=len(pages))
            canvas.showPage()
        canvas.save()
        return out.getvalue()


def _property(text: str) -> str:
    return " ".join(visible(text).split())


def _line(text: str) -> str:
    return " ".join(printable(text).split())


def _flow(view: MatrixView, findings: Sequence[Finding]) -> Iterator[Any]:
    yield Paragraph(markup(view.body_name), _BODY_NAME)
    title = f"Assets that may be deployed: {markup(view.title, face=TITLE)}"
    yield Paragraph(title, _TITLE if len(title) < 150 else _LONG_TITLE)
    yield Paragraph(_about(view), _SMALL)
    yield Spacer(1, 6)
    for finding in findings:
        word, colour = _LEVELS.get(finding.level, ("note", sheet.NAVY))
        mark = f'<font name="{STRONG}" color="#{colour.hexval()[2:]}">{finding.rule} {word}.</font>'
        yield Paragraph(f"{mark} {markup(finding.text)}", _FINDING)
    yield Spacer(1, 8)
    yield _table(view)
    yield from _caveats(view)
    yield from _answers(view)


def _about(view: MatrixView) -> str:
    due = f"Statements due {clock.moment_words(view.due_at, view.zone)}. " if view.due_at else ""
    return markup(
        due + "What each State has stated itself, with its age. A State that has not said is not one that has none."
    )


def _table(view: MatrixView) -> Table:
    width = (WIDTH - _NAMES) / max(1, len(view.classes))
    head = [
        Paragraph("State", _HEAD),
        *(Paragraph(markup(str(c.asset_class).capitalize()), _HEAD) for c in view.classes),
    ]
    rows = [[_state(row), *([_words(row, cell)] for cell in row.cells)] for row in view.rows]
    foot = [Paragraph("All", _STATE), *(_sum(c, len(view.rows)) for c in view.classes)]
    shades = [
        ("BACKGROUND", (column, line), (column, line), shade)
        for line, row in enumerate(view.rows, start=1)
        for column, cell in enumerate(row.cells, start=1)
        if (shade := _shade(cell)) is not None
    ]
    style = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, 0), 1.0, sheet.NAVY),
        ("LINEBELOW", (0, 1), (-1, -2), 0.4, sheet.LINE),
        ("LINEABOVE", (0, -1), (-1, -1), 0.8, sheet.NAVY),
        ("LEFTPADDING", (0, 0), (-1, -1), 5),
        ("RIGHTPADDING", (0, 0), (-1, -1), 5),
        ("TOPPADDING", (0, 0), (-1, -1), 4),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
        *shades,
    ]
    return Table(
        [head, *rows, foot], colWidths=[_NAMES, *(width for _ in view.classes)], repeatRows=1, style=style, splitInRow=1
    )


def _shade(cell: Cell) -> Any:
    if cell.said.existence is not Existence.YES:
        return None
    return _SHADES.get(cell.said.availability, sheet.SOFT_NAVY)


def _state(row: StateRow) -> list[Any]:
    found = [Paragraph(markup(row.name), _STATE)]
    words = {Filing.NONE: "No statement", Filing.EARLIER: f"Not restated; {row.age} old"}.get(row.filing, "")
    marks = [words, row.late, "older than a year" if row.is_old else ""]
    return found + [Paragraph(markup(each), _style(TEXT, 8, 10, sheet.AMBER)) for each in marks if each]


def _words(row: StateRow, cell: Cell) -> Paragraph:
    said = cell.said
    if row.filing is Filing.NONE:
        return Paragraph(_soft("No statement"), _WORDS)
    if said.existence is Existence.NOT_SAID:
        return Paragraph(_soft("Not said"), _WORDS)
    parts = [f'<font name="{STRONG}">{str(said.existence).capitalize()}</font>']
    if said.existence is Existence.YES and said.availability is not Availability.NOT_SAID:
        parts[0] += f", {said.availability}"
    if said.capacity.strip():
        parts.append(markup(said.capacity))
    age = f"unchanged for {cell.age}" if cell.is_taken_over else f"{cell.age} old"
    parts.append(_soft(f"{age}; see the caveats" if said.caveats.strip() else age))
    return Paragraph("<br/>".join(parts), _WORDS)


def _soft(words: str) -> str:
    return f'<font color="#566172">{words}</font>'


def _sum(summary: ClassSummary, members: int) -> Paragraph:
    if summary.is_gap:
        return Paragraph(f'<font name="{STRONG}" color="#8a5a00">A gap: nobody says to have them</font>', _WORDS)
    words = [f"{len(summary.have)} of {members} have them", f"{len(summary.at_once) or 'none'} at once"]
    if summary.not_restated:
        words.append(f"{len(summary.not_restated)} not restated")
    return Paragraph("<br/>".join(words), _WORDS)


def _caveats(view: MatrixView) -> Iterator[Any]:
    rows = [row for row in view.rows if any(c.said.caveats.strip() for c in row.cells)]
    if rows:
        yield heading("Caveats", _HEADING, above=16)
    for row in rows:
        yield heading(markup(row.name), _SUBHEADING, above=8)
        for cell in row.cells:
            if cell.said.caveats.strip():
                name = markup(str(cell.asset_class).capitalize())
                yield Paragraph(f'<font color="#566172">{name}:</font> {markup(cell.said.caveats)}', _TEXT)


def _answers(view: MatrixView) -> Iterator[Any]:
    rows = [row for row in view.rows if row.answers.strip()]
    if rows:
        yield heading("Answers to the questions", _HEADING, above=16)
    for row in rows:
        yield heading(markup(row.name), _SUBHEADING, above=8)
        if row.prepared_on:
            yield Paragraph(_soft(f"Prepared on {clock.day_words(row.prepared_on)}"), _TEXT)
        yield Paragraph(markup(row.answers), _TEXT)


def _running(canvas: Any, view: MatrixView, printed_at: datetime, *, number: int, total: int) -> None:
    """The class and the symbol at the top right, and the foot with page x of y."""
    canvas.setFillColor(sheet.RED)
    canvas.setFont(STRONG, 9.5)
    head = " · ".join(part for part in (_line(view.symbol), "Closed") if part)
    canvas.drawRightString(LEFT + WIDTH, PAGE_HEIGHT - 32, sheet.fitted(head, face=STRONG, size=9.5, width=WIDTH))
    canvas.setStrokeColor(sheet.LINE)
    canvas.setLineWidth(0.5)
    canvas.line(LEFT, FOOT + 12, LEFT + WIDTH, FOOT + 12)
    canvas.setFillColor(sheet.SOFT)
    canvas.setFont(TEXT, 8.5)
    canvas.drawString(LEFT, FOOT, sheet.fitted(_line(view.body_short_name), face=TEXT, size=8.5, width=WIDTH * 0.3))
    canvas.drawCentredString(PAGE_WIDTH / 2, FOOT, f"as of {clock.moment_words(printed_at, view.zone)}")
    canvas.drawRightString(LEFT + WIDTH, FOOT, f"page {number} of {total}")
