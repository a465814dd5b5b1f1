"""The run of show as a PDF: the agenda with its hours and the chair's private notes, marked so on every page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas

from convene import clock
from convene.agendas.terms import AgendaView, ItemView, SessionView
from convene.packs import sheet
from convene.packs.fonts import PRESS, STRONG, TEXT, TITLE, markup, printable, register_faces, visible
from convene.packs.sheet import WIDTH, Block, Mark, Running, row

MARKING = "For the chair only"
_HOUR, _NUMBER, _MINUTES = 50.0, 36.0, 74.0


def _style(face: str, size: float, leading: float, colour: Any = sheet.INK, **more: Any) -> ParagraphStyle:
    return ParagraphStyle(face, fontName=face, fontSize=size, leading=leading, textColor=colour, **more)


_KICKER = _style(TEXT, 11, 14, sheet.SOFT)
_HEAD = _style(TITLE, 18, 23)
_SESSION = _style(TITLE, 14, 18)
_WHEN = _style(STRONG, 10.5, 14.5)
_SECTION = _style(STRONG, 11, 15, sheet.NAVY)
_ITEM = _style(TITLE, 11.5, 15)
_META = _style(TEXT, 9.5, 12.5, sheet.SOFT)
_NOTE = _style(TEXT, 12, 17)
_EMPTY = _style(TEXT, 10.5, 14.5)


def run_of_show_pdf(view: AgendaView, notes: Mapping[str, str], *, printed_at: datetime) -> bytes:
    """The run of show as an A4 PDF; equal input gives equal bytes. `notes` are by item's key, `printed_at` is UTC.

    Raises ValueError for a zone unknown to the pinned tzdata; no text of any kind or length raises.
    """
    with PRESS:
        register_faces()
        out = BytesIO()
        canvas = Canvas(out, pagesize=A4, invariant=1, pageCompression=1, lang="en-GB", initialFontName=TEXT)
        canvas.setTitle(" ".join(visible(f"Run of show: {view.title}").split()))
        canvas.setAuthor(" ".join(visible(view.body_name).split()))
        canvas.setSubject(MARKING)
        canvas.setCreator("convene")
        canvas.setViewerPreference("DisplayDocTitle", "true")
        running = Running(
            foot_left=" ".join(printable(view.body_short_name).split()),
            foot_middle=f"as of {clock.moment_words(printed_at, view.zone)}",
            head=MARKING,
            head_colour=sheet.RED,
        )
        sheet.draw(canvas, sheet.paginate(_blocks(view, notes)), running)
        canvas.save()
        return out.getvalue()


def _blocks(view: AgendaView, notes: Mapping[str, str]) -> Iterator[Block]:
    marking = Mark(MARKING, WIDTH, sheet.RED, is_right=True, face=STRONG, size=10.5, ground=sheet.SOFT_RED)
    rows = [row("Run of show", _KICKER, width=WIDTH - 140), row(markup(view.title, face=TITLE), _HEAD, above=2)]
    rows.append(row(f"Times are those of {markup(clock.place_of(view.zone))}.", _META, above=3))
    yield Block(tuple(rows), marks=(marking,), below=10, rule_below=sheet.NAVY)
    if not view.sessions:
        yield Block((row("No session has been put on this agenda yet.", _EMPTY),), before=22)
    for session in view.sessions:
        yield from _session(view, session, notes)


def _session(view: AgendaView, session: SessionView, notes: Mapping[str, str]) -> Iterator[Block]:
    when = f"{clock.day_words(session.on)} · {clock.span_words(session.starts_at, session.ends_at, view.zone)}"
    room = f" · {session.room}" if session.room.strip() else ""
    rows = [row(markup(session.title, face=TITLE), _SESSION)]
    rows += [] if view.held_on else [row(markup(when + room), _WHEN, above=2)]
    yield Block(tuple(rows), before=20, above=8, below=8, rule=sheet.NAVY, stays_with_next=bool(session.items))
    for section, item in session.headed:
        if section:
            yield Block((row(markup(section), _SECTION),), above=8, below=3, stays_with_next=True)
        yield _item(view, item, notes.get(item.key, ""))


def _item(view: AgendaView, item: ItemView, note: str) -> Block:
    left = _HOUR + _NUMBER + (14.0 if item.sub else 0.0)
    width = WIDTH - left - _MINUTES
    parts = [f"For {item.kind.value}"]
    parts += [f"Lead: {markup(item.lead)}"] if item.lead.strip() else []
    parts += [f"Only: {', '.join(markup(name) for name in item.narrowed_to)}"] if item.narrowed_to else []
    rows = [
        row(markup(item.title, face=TITLE), _ITEM, left=left, width=width),
        row(" · ".join(parts), _META, left=left, width=width, above=1.5),
    ]
    if note.strip():
        rows.append(row(markup(note), _NOTE, left=left, width=WIDTH - left, above=5))
    marks = [
        Mark(item.label, left - _NUMBER, sheet.NAVY, face=TITLE, size=11),
        Mark(clock.minutes_words(item.minutes), WIDTH, sheet.SOFT, is_right=True),
    ]
    if item.starts_at is not None:
        marks.append(Mark(clock.hour_words(item.starts_at, view.zone), 0, face=STRONG, colour=sheet.INK, size=11))
    return Block(tuple(rows), marks=tuple(marks), above=8, below=9, rule=sheet.LINE)
