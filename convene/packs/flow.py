"""Pieces of text and tables set down one after the other over pages; a heading goes with what stands under it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

_LINES = 40.0  # Points of a text that must stand under its heading.


@dataclass(frozen=True, slots=True)
class Frame:
    """A page and its margins, in points."""

    width: float
    height: float
    left: float
    top: float
    bottom: float

    @property
    def inner(self) -> float:
        """The width between the margins."""
        return self.width - 2 * self.left


def paginated(canvas: Any, pieces: Iterator[Any], frame: Frame) -> list[list[tuple[float, Any]]]:
    """Pages of pieces with their lower edge; a piece that does not fit is divided, a heading goes with what follows."""
    pages: list[list[tuple[float, Any]]] = [[]]
    y = frame.height - frame.top
    waiting = list(pieces)
    while waiting:
        piece = waiting.pop(0)
        before = piece.getSpaceBefore() if pages[-1] else 0.0
        room = y - before - frame.bottom
        _, height = piece.wrapOn(canvas, frame.inner, room)
        kept = _kept(canvas, piece, waiting, frame)
        if height + kept <= room:
            y -= before + height
            pages[-1].append((y, piece))
            continue
        parts = piece.splitOn(canvas, frame.inner, room) if not kept else []
        if len(parts) > 1:
            waiting[:0] = parts
            continue
        if pages[-1]:
            pages.append([])
            y = frame.height - frame.top
            waiting.insert(0, piece)
            continue
        # It neither fits on an empty page nor can be divided: it is drawn as it is.
        pages[-1].append((y - height, piece))
        y -= height
    return pages


def _kept(canvas: Any, piece: Any, waiting: Sequence[Any], frame: Frame) -> float:
    """Points that must be free below a heading: further headings, and the beginning of what stands under them."""
    kept = 0.0
    for following in waiting:
        if not getattr(piece, "keepWithNext", 0):
            break
        height = following.wrapOn(canvas, frame.inner, frame.height)[1]
        kept += following.getSpaceBefore() + min(height, _LINES)
        piece = following
    return kept


def heading(words: str, style: ParagraphStyle, *, above: float) -> Paragraph:
    """A heading that stays with what follows it."""
    found = Paragraph(words, style)
    found.keepWithNext, found.spaceBefore = 1, above
    return found
