"""Recommendations on paper: the letter to one addressee, A4; the matrix of addressees, A4 across; and its table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, Spacer, Table

from convene import clock
from convene.packs import sheet
from convene.packs.flow import Frame, heading, paginated
from convene.packs.fonts import PRESS, STRONG, TEXT, TITLE, markup, printable, register_faces, visible
from convene.packs.sheet import Block, Running, row
from convene.packs.sheet import Mark as Beside
from convene.packs.tabular import as_csv
from convene.recommendations.rules import cell_words, with_article
from convene.recommendations.terms import Cell, LetterView, Mark, MatrixView, Quotation

PAGE_WIDTH, PAGE_HEIGHT = (float(n) for n in landscape(A4))
ACROSS = Frame(PAGE_WIDTH, PAGE_HEIGHT, left=42.0, top=46.0, bottom=54.0)
_FOOT, _SYMBOLS = 30.0, 150.0
_DAY = re.compile(r"(\d{1,2}) ([A-Z][a-z]+ \d{4})")
_SIGNED = 210.0  # The line for a signature.
# So many addressees stand beside each other; more go on in a further table.
COLUMNS_MOST = 8
NOT_SENT = "Draft, not sent"
NONE_ALTERED: Mapping[tuple[str, str], Sequence[Quotation]] = {}
_SHADES = {
    Mark.SUPPORTED: sheet.SOFT_GREEN,
    Mark.IN_PART: sheet.SOFT_NAVY,
    Mark.SILENT: sheet.SOFT_RED,
    Mark.AWAITED: HexColor("#fdf3dd"),
    Mark.TO_POST: HexColor("#fdf3dd"),
}


def _style(face: str, size: float, leading: float, colour: Any = sheet.INK, **more: Any) -> ParagraphStyle:
    return ParagraphStyle(
        face, fontName=face, fontSize=size, leading=leading, textColor=colour, splitLongWords=1, **more
    )


_BODY_NAME = _style(STRONG, 10.5, 13, sheet.NAVY)
_TITLE = _style(TITLE, 19, 23)
_SMALL = _style(TEXT, 9, 12, sheet.SOFT)
_HEAD = _style(STRONG, 8.5, 10.5, sheet.NAVY)
_CELL = _style(TEXT, 8.5, 10.5)
_SYMBOL = _style(STRONG, 8.5, 10.5)
_DRAFT = _style(STRONG, 8.5, 10.5, sheet.AMBER)
_SAID = _style(TEXT, 9, 12, leftIndent=10)
_REMARK = _style(TEXT, 9, 12, sheet.AMBER, leftIndent=10)
_LETTER = _style(TEXT, 11, 15.5)
_ADOPTED = _style(TITLE, 11.5, 16.5)
_LETTERHEAD = _style(TITLE, 14, 18, sheet.NAVY)
_REACH = _style(TEXT, 10, 13.5)
_LETTER_TITLE = _style(TITLE, 16, 20)


def letter_pdf(views: Sequence[LetterView]) -> bytes:
    """Letters that transmit one recommendation to one addressee each, one after the other; equal input, equal bytes."""
    with PRESS:
        register_faces()
        out = BytesIO()
        canvas = Canvas(out, pagesize=A4, invariant=1, pageCompression=1, lang="en-GB", initialFontName=TEXT)
        of = f"{views[0].symbol}: letter to {views[0].addressee}" if len(views) == 1 else f"{len(views)} letters"
        canvas.setTitle(_property(of))
        canvas.setAuthor(_property(views[0].body_name))
        canvas.setSubject("Letter of transmittal")
        canvas.setCreator("convene")
        canvas.setViewerPreference("DisplayDocTitle", "true")
        for view in views:
            head, foot = (_line(view.reference), f"as of {view.as_of}") if view.sent_on else (NOT_SENT, NOT_SENT)
            running = Running(_line(view.body_short_name), foot, head, sheet.RED)
            sheet.draw(canvas, sheet.paginate(_letter(view)), running)
        canvas.save()
        return out.getvalue()


def _letter(view: LetterView) -> Iterator[Block]:
    marks = () if view.sent_on else (Beside(NOT_SENT, sheet.WIDTH, sheet.AMBER, is_right=True, face=STRONG, size=10.5),)
    call = ", ".join(part for part in (view.telephone_name, view.telephone) if part)
    reach = " · ".join(words for words in (call, view.reply_address) if words)
    head = [row(markup(view.body_name, face=TITLE), _LETTERHEAD, width=sheet.WIDTH - 120)]
    head += [row(markup(reach), _REACH, above=3)] if reach else []
    yield Block(tuple(head), marks=marks, below=8, rule_below=sheet.NAVY)
    dated = [row(f"Reference: {markup(view.reference)}", _LETTER)]
    if view.sent_on:
        dated.append(row(clock.day_words(view.sent_on, weekday=False), _LETTER))
    yield Block(tuple(dated), before=14)
    to = [view.recipient] if view.recipient else []
    to += [] if view.addressee in view.recipient else [view.addressee]
    yield Block(tuple(row(markup(words), _LETTER) for words in to), before=20)
    title = row(f"{view.noun.capitalize()} {markup(view.symbol, face=TITLE)}", _LETTER_TITLE)
    yield Block((title,), before=22, stays_with_next=True)
    if view.salutation:
        yield Block((row(markup(view.salutation), _LETTER),), before=14, stays_with_next=True)
    yield Block((row(markup(_with_whole_days(transmitted(view))), _LETTER),), before=10)
    yield Block(
        (row(markup(view.text), _ADOPTED, left=16, width=sheet.WIDTH - 16),), before=12, bar=sheet.NAVY, splits=True
    )
    for words in asked(view):
        yield Block((row(markup(_with_whole_days(words)), _LETTER),), before=12)
    if view.disclaimer:
        yield Block((row(markup(view.disclaimer), _SMALL),), before=14)
    if view.closing:
        yield Block((row(markup(view.closing), _LETTER),), before=14, stays_with_next=True)
    yield _signature(view)


def _signature(view: LetterView) -> Block:
    """Room for a signature and a line below it, with name and title; else the secretariat alone."""
    if not view.signed.name:
        return Block((row(markup(f"The secretariat, {view.body_name}"), _LETTER),), before=26)
    rows = [
        row(markup(view.signed.name), _style(STRONG, 11, 15)),
        row(markup(view.signed.title), _LETTER),
        row(markup(view.body_name), _LETTER),
    ]
    return Block(tuple(rows), before=52, above=6, rule=sheet.INK, rule_across=_SIGNED)


def _with_whole_days(words: str) -> str:
    """No line ends between a day and its month."""
    return _DAY.sub("\\1\N{NO-BREAK SPACE}\\2", words)


def transmitted(view: LetterView) -> str:
    """The sentence that transmits it: what it is, to whom, when and where it was adopted, and under which item."""
    whose = f"secretariat of the {view.body_name}"
    opening = (
        f"On behalf of the {whose}, I have the honour to transmit to {with_article(view.addressee)}"
        if view.signed.name
        else f"The {whose} has the honour to transmit"
    )
    day = f" on {clock.day_words(view.adopted_on, weekday=False)}" if view.adopted_on else ""
    place = f" by the {view.meeting}" if view.meeting else ""
    under = f", under the item “{view.item}”" if view.item else ""
    return f"{opening} the following {view.noun} ({view.kind}), {view.verb}{day}{place}{under}."


def asked(view: LetterView) -> Iterator[str]:
    """By when an answer is asked for, and how it is given."""
    if view.due_on:
        yield (
            f"An answer is asked for by {clock.day_words(view.due_on)}: whether the {view.noun} is supported, "
            "supported in part, noted or declined, what has been done, and what shows it."
        )
    by_mail = f", or by mail to {view.reply_address}" if view.reply_address else ""
    if view.has_seat:
        yield (
            f"The representatives answer on the pages of the {view.body_short_name} after signing in. "
            f"An answer may also be given by letter to the secretariat{by_mail}, quoting the reference above."
        )
    else:
        yield f"The answer may be given by letter to the secretariat{by_mail}, quoting the reference above."


def _property(text: str) -> str:
    return " ".join(visible(text).split())


def _line(text: str) -> str:
    return " ".join(printable(text).split())


def matrix_pdf(
    view: MatrixView, altered: Mapping[tuple[str, str], Sequence[Quotation]] = NONE_ALTERED, *, printed_at: datetime
) -> bytes:
    """The matrix of addressees as an A4 PDF across; equal input gives equal bytes.

    `altered` are quotations of adopted text that are not quite what it says, by recommendation's key and addressee.
    """
    with PRESS:
        register_faces()
        out = BytesIO()
        canvas = Canvas(
            out,
            pagesize=(ACROSS.width, ACROSS.height),
            invariant=1,
            pageCompression=1,
            lang="en-GB",
            initialFontName=TEXT,
        )
        canvas.setTitle(_property(f"{view.called['nouns'].capitalize()}: {view.title}"))
        canvas.setAuthor(_property(view.body_name))
        canvas.setSubject(f"{view.called['nouns'].capitalize()} and their addressees")
        canvas.setCreator("convene")
        canvas.setViewerPreference("DisplayDocTitle", "true")
        pages = paginated(canvas, _flow(view, altered), ACROSS)
        for number, page in enumerate(pages, start=1):
            for y, piece in page:
                piece.drawOn(canvas, ACROSS.left, y)
            _running(canvas, view, printed_at, number=number, total=len(pages))
            canvas.showPage()
        canvas.save()
        return out.getvalue()


def _flow(view: MatrixView, altered: Mapping[tuple[str, str], Sequence[Quotation]]) -> Iterator[Any]:
    yield Paragraph(markup(view.body_name), _BODY_NAME)
    yield Paragraph(
        f"{view.called['nouns'].capitalize()} and their addressees: {markup(view.title[:200], face=TITLE)}", _TITLE
    )
    yield Paragraph(
        markup(
            f"As of {clock.day_words(view.on, weekday=False)}. "
            "Whoever was asked and has not answered by the date is silent."
        ),
        _SMALL,
    )
    if view.disclaimer:
        yield Paragraph(markup(view.disclaimer), _SMALL)
    yield Spacer(1, 8)
    if not view.rows:
        yield Paragraph(f"No {view.called['noun']} has been {view.called['done']} yet.", _CELL)
    if view.drafts:
        yield heading(
            f"Drafts before the {view.called['those']}: not {view.called['done']}", _style(TITLE, 13, 17), above=10
        )
    for number, draft in enumerate(view.drafts, start=1):
        yield heading(markup(f"Draft {number}, {draft.kind}: not {view.called['done']}"), _DRAFT, above=8)
        yield Paragraph(markup(draft.text), _style(TEXT, 9.5, 12.5, spaceBefore=2))
        if draft.addressees:
            yield Paragraph(markup(f"Addressed to {', '.join(draft.addressees)}."), _SAID)
    if view.drafts:
        yield Spacer(1, 14)
    across = columns_across(len(view.addressees))
    for start in range(0, len(view.addressees) if view.rows else 0, across):
        yield _table(view, view.addressees[start : start + across], across=across)
        yield Spacer(1, 14)
    if view.rows:
        yield heading("The texts", _style(TITLE, 13, 17), above=10)
    for each in view.rows:
        yield heading(markup(f"{each.symbol}, {each.kind}, {each.state_words}"), _SYMBOL, above=8)
        yield Paragraph(markup(each.text), _style(TEXT, 9.5, 12.5, spaceBefore=2))
        for name, cell in each.cells.items():
            if words := _more(cell):
                yield Paragraph(f'<font color="#566172">{markup(name)}:</font> {markup(words)}', _SAID)
            for found in altered.get((each.key, name), ()):
                said = f"Altered: “{found.words}” is not quite what {found.symbol} says: “{found.adopted}”"
                yield Paragraph(markup(said), _REMARK)


def columns_across(addressees: int) -> int:
    """How many addressees stand beside each other, so that the parts of a wide matrix are of about one width."""
    parts = max(1, -(-addressees // COLUMNS_MOST))
    return max(1, -(-addressees // parts))


def _more(cell: Cell) -> str:
    """What was answered in words: answer, action, evidence with its source, and who verified it."""
    action = f"Action: {cell.action}" if cell.action else ""
    source = f" ({cell.source})" if cell.source else ""
    evidence = f"Evidence{source}: {cell.evidence}" if cell.evidence else ""
    if cell.source and not cell.evidence:
        evidence = f"Source and reliability: {cell.source}"
    verified = f"Verified by {cell.verified_by}." if cell.verified_by else ""
    own = (cell.text, action, evidence, f"File: {cell.file_name}." if cell.file_name else "", verified)
    return " ".join(part for part in (*own, *(f"Noted from others: {each.words}" for each in cell.noted)) if part)


def _table(view: MatrixView, names: tuple[str, ...], *, across: int) -> Table:
    width = (ACROSS.inner - _SYMBOLS) / across
    head = [Paragraph(view.called["noun"].capitalize(), _HEAD), *(Paragraph(markup(name), _HEAD) for name in names)]
    rows = [
        [
            Paragraph(f"{markup(each.symbol)}<br/>{_soft(each.state_words)}", _SYMBOL),
            *(Paragraph(_words(each.cells.get(name)), _CELL) for name in names),
        ]
        for each in view.rows
    ]
    shades = [
        ("BACKGROUND", (column, line), (column, line), _SHADES[cell.mark])
        for line, each in enumerate(view.rows, start=1)
        for column, name in enumerate(names, start=1)
        if (cell := each.cells.get(name)) is not None and cell.mark in _SHADES
    ]
    style = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, 0), 1.0, sheet.NAVY),
        ("LINEBELOW", (0, 1), (-1, -1), 0.4, sheet.LINE),
        ("LEFTPADDING", (0, 0), (-1, -1), 5),
        ("RIGHTPADDING", (0, 0), (-1, -1), 5),
        ("TOPPADDING", (0, 0), (-1, -1), 4),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
        *shades,
    ]
    widths = [_SYMBOLS, *(width for _ in names)]
    return Table([head, *rows], colWidths=widths, repeatRows=1, style=style, splitInRow=1, hAlign="LEFT")


def _words(cell: Cell | None) -> str:
    if cell is None:
        return _soft("–")
    parts = [f'<font name="{STRONG}">{markup(cell.words)}</font>']
    if cell.mark is Mark.AWAITED:
        day = f"by {clock.day_words(cell.due_on, weekday=False)}" if cell.due_on else "no day was set"
        parts.append(_soft(day))
    if cell.is_report_late and cell.next_on:
        parts.append(_soft(f"report overdue since {clock.day_words(cell.next_on, weekday=False)}"))
    if cell.is_verified:
        parts.append(_soft("verified"))
    if cell.look_on:
        parts.append(_soft(f"look again on {clock.day_words(cell.look_on, weekday=False)}"))
    return "<br/>".join(parts)


def _soft(words: str) -> str:
    return f'<font name="{TEXT}" color="#566172">{markup(words)}</font>'


def _running(canvas: Any, view: MatrixView, printed_at: datetime, *, number: int, total: int) -> None:
    canvas.setFillColor(sheet.RED)
    canvas.setFont(STRONG, 9.5)
    head = " · ".join(part for part in (_line(view.symbol), "Closed") if part)
    right = ACROSS.left + ACROSS.inner
    canvas.drawRightString(right, ACROSS.height - 32, sheet.fitted(head, face=STRONG, size=9.5, width=ACROSS.inner))
    canvas.setStrokeColor(sheet.LINE)
    canvas.setLineWidth(0.5)
    canvas.line(ACROSS.left, _FOOT + 12, right, _FOOT + 12)
    canvas.setFillColor(sheet.SOFT)
    canvas.setFont(TEXT, 8.5)
    name = sheet.fitted(_line(view.body_short_name), face=TEXT, size=8.5, width=ACROSS.inner * 0.3)
    canvas.drawString(ACROSS.left, _FOOT, name)
    canvas.drawCentredString(ACROSS.width / 2, _FOOT, f"as of {clock.moment_words(printed_at, view.zone)}")
    canvas.drawRightString(right, _FOOT, f"page {number} of {total}")


def matrix_csv(view: MatrixView) -> bytes:
    """The matrix as a table, a line for each recommendation and addressee; days as 2027-06-01."""
    head = ("Symbol", "Kind", "State", "Text", "Addressee", "Answer", "Since", "Age", "Due on", "Next report on",
            "In words", "Action", "Evidence", "Source", "Verified by",
            "Noted from others", "Disclaimer", "Look again on")  # fmt: skip
    return as_csv(head, _lines(view))


def _lines(view: MatrixView) -> Iterable[tuple[str, ...]]:
    for each in view.rows:
        for name, cell in each.cells.items():
            days = [d.isoformat() if d else "" for d in (cell.since, cell.due_on, cell.next_on)]
            yield (
                each.symbol,
                each.kind,
                each.state,
                each.text,
                name,
                cell_words(cell, with_dates=False),
                days[0],
                cell.age,
                days[1],
                days[2],
                cell.text,
                cell.action,
                cell.evidence,
                cell.source,
                cell.verified_by,
                "\n".join(each.words for each in cell.noted),
                view.disclaimer,
                cell.look_on.isoformat() if cell.look_on else "",
            )
