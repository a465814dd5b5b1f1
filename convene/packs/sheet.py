"""A4 sheets: blocks of text that do not break, laid out first and drawn once, so that “page x of y” costs nothing.

What the blocks say is not known here.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Paragraph

from convene.packs.fonts import STRONG, TEXT

INK, SOFT, LINE = HexColor("#1b2430"), HexColor("#566172"), HexColor("#d9dee5")
NAVY, RED, GREEN, AMBER = HexColor("#17365d"), HexColor("#7a1f2b"), HexColor("#1d5c3f"), HexColor("#8a5a00")
SOFT_RED, SOFT_GREEN, SOFT_NAVY = HexColor("#f8ecee"), HexColor("#e7f3ec"), HexColor("#e8eef6")

# Points throughout: reportlab's own unit.
LEFT, TOP, FOOT = 64.0, 64.0, 44.0
PAGE_WIDTH, PAGE_HEIGHT = float(A4[0]), float(A4[1])
WIDTH = PAGE_WIDTH - 2 * LEFT
BOTTOM = 76.0
FULL = PAGE_HEIGHT - TOP - BOTTOM
_START_OF_LONG = 120.0


class Row(NamedTuple):
    """One wrapped paragraph of a block, `left` of the block's edge, `above` it so much room."""

    paragraph: Any
    left: float
    width: float
    height: float
    above: float
    link: str


class Mark(NamedTuple):
    """A few words beside the first line of a block; with a `ground` they stand on a small coloured field.

    `at` is the left edge, or the right edge when `is_right`; `drop` is added to the first line's base line.
    """

    text: str
    at: float
    colour: Any
    is_right: bool = False
    face: str = TEXT
    size: float = 10.0
    ground: Any = None
    drop: float = 0.0


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that stay on one page, unless they are longer than a page or `splits` is set."""

    rows: tuple[Row, ...]
    marks: tuple[Mark, ...] = ()
    before: float = 0.0
    above: float = 0.0
    below: float = 0.0
    rule: Any = None
    rule_width: float = 0.5
    rule_across: float = WIDTH
    rule_below: Any = None
    bar: Any = None
    stays_with_next: bool = False
    splits: bool = False
    bookmark: str = ""

    @property
    def height(self) -> float:
        """Points from the rule above to the end of the room below, without the room `before`."""
        return self.above + sum(r.above + r.height for r in self.rows) + self.below

    @property
    def opening(self) -> float:
        """Points that must be free on a page for the block to begin there."""
        return min(self.height, _START_OF_LONG) if self.splits or self.height > FULL else self.height


class Placed(NamedTuple):
    """A block and the height on the page, from its bottom edge, at which it begins."""

    y: float
    block: Block


@dataclass(frozen=True, slots=True)
class Running:
    """What stands on every page: at the foot left and middle; at the head, from the second page on, at the right."""

    foot_left: str
    foot_middle: str
    head: str
    head_colour: Any


def row(markup: str, style: Any, *, left: float = 0.0, width: float = WIDTH, above: float = 0.0, link: str = "") -> Row:
    """A row of escaped markup. `link` makes the row clickable where it is a plain https address."""
    return _wrapped(Paragraph(markup, style), left=left, width=width, above=above, link=link)


def _wrapped(paragraph: Any, *, left: float, width: float, above: float, link: str) -> Row:
    _, height = paragraph.wrap(width, FULL)
    return Row(paragraph, left, width, height, above, link)


def fitted(text: str, *, face: str, size: float, width: float) -> str:
    """The text, cut with “…” where it is wider than `width` points."""
    if width_of(text, face=face, size=size) <= width:
        return text
    kept = text[: int(width)]
    while kept and width_of(kept + "…", face=face, size=size) > width:
        kept = kept[:-1]
    return kept + "…"


def width_of(text: str, *, face: str, size: float) -> float:
    """Points that the text takes on one line."""
    return float(stringWidth(text, face, size))


def paginate(blocks: Iterable[Block]) -> list[list[Placed]]:
    """Pages of placed blocks, at least one page. A block moves on whole; only one longer than a page is divided."""
    pages: list[list[Placed]] = [[]]
    y = PAGE_HEIGHT - TOP
    waiting = deque(blocks)
    while waiting:
        block = waiting.popleft()
        is_fresh = not pages[-1]
        start = y if is_fresh else y - block.before
        room = start - BOTTOM
        if not is_fresh and _needed(block, waiting) > room:
            waiting.appendleft(block)
            pages.append([])
            y = PAGE_HEIGHT - TOP
            continue
        if block.height > room:
            block, rest = divided(block, room)
            waiting.extendleft(r for r in (rest,) if r is not None)
        pages[-1].append(Placed(start, block))
        y = start - block.height
    return pages


def _needed(block: Block, waiting: deque[Block]) -> float:
    """Points the block needs in order to begin; headings ask for the beginning of what follows them as well."""
    if not block.stays_with_next or not waiting:
        return block.opening
    if block.height + waiting[0].before + waiting[0].opening > FULL:
        # Both do not fit on one page, so what follows begins under its heading and goes on overleaf.
        waiting[0] = replace(waiting[0], splits=True)
    needed, above = block.opening, block
    for following in waiting:
        if not above.stays_with_next:
            break
        needed, above = needed + following.before + following.opening, following
    return min(needed, FULL)


def divided(block: Block, room: float) -> tuple[Block, Block | None]:
    """What fits into `room` points, and the rest, if any; where not even a line fits, the block as it is."""
    room -= block.above
    for index, each in enumerate(block.rows):
        if each.above + each.height <= room:
            room -= each.above + each.height
            continue
        first, second = _divided_row(each, room - each.above)
        head = block.rows[:index] + first
        if not head:
            return block, None
        tail = second + block.rows[index + 1 :]
        return (
            replace(block, rows=head, below=0.0, rule_below=None, stays_with_next=False),
            replace(block, rows=tail, marks=(), above=0.0, rule=None, bookmark=""),
        )
    return replace(block, below=0.0), None


def _divided_row(each: Row, room: float) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    parts = each.paragraph.split(each.width, room)
    if len(parts) != 2:
        # Paragraph.split forgets its lines when it refuses, and they are needed for drawing.
        return (), (_wrapped(each.paragraph, left=each.left, width=each.width, above=0.0, link=each.link),)
    first, second = (_wrapped(part, left=each.left, width=each.width, above=0.0, link=each.link) for part in parts)
    return (first._replace(above=each.above),), (second,)


def draw(canvas: Any, pages: list[list[Placed]], running: Running) -> None:
    """Draw every page once, with its head and foot. The canvas is left before its `save`."""
    key = 0
    for number, page in enumerate(pages, start=1):
        for placed in page:
            if placed.block.bookmark:
                key += 1
                canvas.bookmarkPage(f"s{key}", fit="XYZ", top=placed.y + 8)
                canvas.addOutlineEntry(placed.block.bookmark, f"s{key}", level=0)
            _draw_block(canvas, placed)
        _draw_running(canvas, running, number=number, total=len(pages))
        canvas.showPage()


def _draw_block(canvas: Any, placed: Placed) -> None:
    y, block = placed
    bottom = y - block.height
    if block.rule is not None:
        _draw_rule(canvas, y, colour=block.rule, width=block.rule_width, across=block.rule_across)
    if block.rule_below is not None:
        _draw_rule(canvas, bottom, colour=block.rule_below, width=0.5)
    if block.bar is not None:
        canvas.setFillColor(block.bar)
        canvas.rect(LEFT, bottom, 2.5, y - bottom, stroke=0, fill=1)
    y -= block.above
    if block.marks and block.rows:
        # A Paragraph sets its first base line one font size below its top.
        base = y - block.rows[0].above - block.rows[0].paragraph.style.fontSize
        for mark in block.marks:
            _draw_mark(canvas, mark, base - mark.drop)
    for each in block.rows:
        y -= each.above + each.height
        each.paragraph.drawOn(canvas, LEFT + each.left, y)
        if each.link.startswith("https://") and each.link.isascii() and each.link.isprintable():
            right = LEFT + each.left + each.width
            canvas.linkURL(each.link, (LEFT + each.left, y, right, y + each.height), relative=0)


def _draw_rule(canvas: Any, y: float, *, colour: Any, width: float, across: float = WIDTH) -> None:
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(width)
    canvas.line(LEFT, y, LEFT + across, y)


def _draw_mark(canvas: Any, mark: Mark, base: float) -> None:
    x = LEFT + mark.at
    width = width_of(mark.text, face=mark.face, size=mark.size)
    if mark.ground is not None:
        inset = 5.5
        x = x - inset if mark.is_right else x + inset
        edge = x - width if mark.is_right else x
        canvas.setFillColor(mark.ground)
        canvas.roundRect(edge - inset, base - 0.36 * mark.size, width + 2 * inset, 1.5 * mark.size, 2, stroke=0, fill=1)
    canvas.setFillColor(mark.colour)
    canvas.setFont(mark.face, mark.size)
    canvas.drawString(x - width if mark.is_right else x, base, mark.text)


def _draw_running(canvas: Any, running: Running, *, number: int, total: int) -> None:
    _draw_rule(canvas, FOOT + 12, colour=LINE, width=0.5)
    canvas.setFillColor(SOFT)
    canvas.setFont(TEXT, 8.5)
    canvas.drawString(LEFT, FOOT, fitted(running.foot_left, face=TEXT, size=8.5, width=WIDTH * 0.3))
    canvas.drawCentredString(PAGE_WIDTH / 2, FOOT, running.foot_middle)
    canvas.drawRightString(LEFT + WIDTH, FOOT, f"page {number} of {total}")
    if number > 1 and running.head:
        canvas.setFillColor(running.head_colour)
        canvas.setFont(STRONG, 8.5)
        head = fitted(running.head, face=STRONG, size=8.5, width=WIDTH)
        canvas.drawRightString(LEFT + WIDTH, PAGE_HEIGHT - 42, head)
