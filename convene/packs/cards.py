"""Cards of a day of check-ins: A5 sheets that read on a phone as well, one after the other in one file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A5
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from convene import clock
from convene.packs import sheet
from convene.packs.fonts import PRESS, STRONG, TEXT, TITLE, markup, printable, register_faces
from convene.rounds.terms import Card, CardLine

_LEFT, _TOP, _FOOT = 36.0, 34.0, 40.0
_PAGE_WIDTH, _PAGE_HEIGHT = float(A5[0]), float(A5[1])
_WIDTH = _PAGE_WIDTH - 2 * _LEFT
_HOUR = 92.0


def _style(face: str, size: float, leading: float, colour: Any = sheet.INK) -> ParagraphStyle:
    return ParagraphStyle(face, fontName=face, fontSize=size, leading=leading, textColor=colour, splitLongWords=1)


_KICKER = _style(TEXT, 10.5, 13.5, sheet.SOFT)
_TITLE = _style(TITLE, 18, 22)
_PLACE = _style(TEXT, 11, 14.5)
_DAY = _style(STRONG, 12.5, 16, sheet.NAVY)
_TIME = _style(STRONG, 12, 15.5)
_WHOM = _style(TEXT, 12, 15.5)
_SMALL = _style(TEXT, 9.5, 12.5, sheet.SOFT)


class _Pages:
    """Draws from the top downwards and turns the page when it is full, with the head of the card said again."""

    def __init__(self, canvas: Canvas, printed_at: datetime) -> None:
        self.canvas, self.printed_at = canvas, printed_at
        self.y = _PAGE_HEIGHT - _TOP
        self.card: Card | None = None

    def take_up(self, card: Card) -> None:
        """A new card on a new page."""
        if self.card is not None:
            self.canvas.showPage()
        self.card = card
        self._head(card, is_first=True)

    def _head(self, card: Card, *, is_first: bool) -> None:
        self.y = _PAGE_HEIGHT - _TOP
        self._foot(card)
        self.draw([(markup(card.kicker), _KICKER, 0.0)])
        if card.title.strip():
            self.draw([(markup(card.title, face=TITLE), _TITLE, 0.0)], above=1)
        if is_first and card.place:
            self.draw([(markup(card.place), _PLACE, 0.0)], above=3)
        self._rule(sheet.NAVY, 1.2, above=7)

    def _foot(self, card: Card) -> None:
        words = [f"as of {clock.moment_words(self.printed_at, card.zone)}"]
        if card.telephone:
            words.insert(0, " ".join(printable(card.telephone).split()))
        self.canvas.setFillColor(sheet.SOFT)
        self.canvas.setFont(TEXT, 9)
        for number, text in enumerate(reversed(words)):
            shown = sheet.fitted(text, face=TEXT, size=9, width=_WIDTH)
            self.canvas.drawString(_LEFT, 20 + 12 * number, shown)

    def _rule(self, colour: Any, width: float, *, above: float) -> None:
        self.y -= above
        self.canvas.setStrokeColor(colour)
        self.canvas.setLineWidth(width)
        self.canvas.line(_LEFT, self.y, _LEFT + _WIDTH, self.y)

    def draw(self, columns: Sequence[tuple[str, ParagraphStyle, float]], *, above: float = 0.0) -> None:
        """Paragraphs side by side, each at its left edge."""
        placed = []
        for n, (text, style, left) in enumerate(columns):
            right = columns[n + 1][2] if n + 1 < len(columns) else _WIDTH
            paragraph = Paragraph(text, style)
            _, height = paragraph.wrap(right - left - (6 if right < _WIDTH else 0), _PAGE_HEIGHT)
            placed.append((paragraph, left, height))
        height = max(h for _, _, h in placed)
        if self.y - above - height < _FOOT + 8 and self.card is not None:
            self.canvas.showPage()
            self._head(self.card, is_first=False)
            above = 8
        self.y -= above
        for paragraph, left, own in placed:
            paragraph.drawOn(self.canvas, _LEFT + left, self.y - own)
        self.y -= height


def cards_pdf(cards: Sequence[Card], *, title: str, printed_at: datetime) -> bytes:
    """The cards as one A5 PDF, each on pages of its own; equal input gives equal bytes. `printed_at` is UTC.

    `title` stands in the file's properties: for somebody at risk it must be neutral. Without a card one page says so.
    """
    with PRESS:
        register_faces()
        out = BytesIO()
        canvas = Canvas(out, pagesize=A5, invariant=1, pageCompression=1, lang="en-GB", initialFontName=TEXT)
        canvas.setTitle(" ".join(printable(title).split()))
        canvas.setAuthor("")
        canvas.setSubject("")
        canvas.setCreator("convene")
        canvas.setViewerPreference("DisplayDocTitle", "true")
        pages = _Pages(canvas, printed_at)
        for card in cards or (Card("", "Nothing is placed yet", "", "UTC", "", "", ()),):
            pages.take_up(card)
            _lines(pages, card)
        canvas.save()
        return out.getvalue()


def _lines(pages: _Pages, card: Card) -> None:
    day: date | None = None
    for line in card.lines:
        if line.on != day:
            day = line.on
            pages.draw([(clock.day_words(day), _DAY, 0.0)], above=13)
        # Where nobody is named the room stands in their place.
        first = line.whom or line.room
        pages.draw([(_when(line, card), _TIME, 0.0), (markup(first) or "&nbsp;", _WHOM, _HOUR)], above=7)
        small = [markup(line.room)] if line.room and line.whom else []
        small += [_yours(line, card)] if card.own_zone not in ("", card.zone) else []
        small += [markup(line.note)] if line.note else []
        if small:
            pages.draw([(" · ".join(small), _SMALL, _HOUR)], above=1)
    if card.note:
        pages.draw([(markup(card.note), _SMALL, 0.0)], above=14)
    if card.lines:
        pages.draw(
            [(f"Times are those of {markup(clock.place_of(card.zone))}.", _SMALL, 0.0)], above=4 if card.note else 14
        )
    else:
        pages.draw([("No check-in has a time yet.", _WHOM, 0.0)], above=14)


def _when(line: CardLine, card: Card) -> str:
    return clock.span_words(line.starts_at, line.ends_at, card.zone)


def _yours(line: CardLine, card: Card) -> str:
    span = clock.span_words(line.starts_at, line.ends_at, card.own_zone, card.zone)
    return f"{span} {markup(clock.place_of(card.own_zone))}"
