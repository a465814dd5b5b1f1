"""The mark-up of an agenda as a PDF, exactly as cut to one reader: added words underlined, deleted ones struck out.

Both are told by line as well as by colour, so that a print in black and white says the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas

from convene import clock
from convene.agendas.terms import AgendaView
from convene.packs import sheet
from convene.packs.fonts import PRESS, STRONG, TEXT, TITLE, markup, printable, register_faces, visible
from convene.packs.sheet import WIDTH, Block, Mark, Row, Running, row
from convene.stages import terms
from convene.stages.terms import FieldMarkup, ItemMarkup, Markup, Run, SessionMarkup

_NUMBER, _WORD = 46.0, 64.0
WORDS = {terms.Mark.ADDED: "Added", terms.Mark.DELETED: "Deleted", terms.Mark.CHANGED: "Changed", terms.Mark.SAME: ""}
COLOURS = {terms.Mark.ADDED: sheet.GREEN, terms.Mark.DELETED: sheet.RED, terms.Mark.CHANGED: sheet.AMBER}


def _style(face: str, size: float, leading: float, colour: Any = sheet.INK, **more: Any) -> ParagraphStyle:
    return ParagraphStyle(face, fontName=face, fontSize=size, leading=leading, textColor=colour, **more)


_BODY_NAME = _style(STRONG, 11, 14, sheet.NAVY)
_KICKER = _style(TEXT, 11, 14, sheet.SOFT)
_TITLE = _style(TITLE, 18, 23)
_SMALL = _style(TEXT, 9.5, 13, sheet.SOFT)
_TEXT = _style(TEXT, 10, 13.5)
_SESSION = _style(TITLE, 14, 18)
_ITEM = _style(TITLE, 11, 14)
_QUIET = _style(TEXT, 10.5, 14, sheet.SOFT)


def markup_pdf(view: AgendaView, changes: Markup | None, *, before: str, printed_at: datetime) -> bytes:
    """The mark-up as an A4 PDF; equal input gives equal bytes. `printed_at` (UTC) stands in the foot, in host time.

    `view` gives the head alone; `before` is the symbol of what is compared with, empty for whoever is shown none.
    Without `changes` it is said that nothing earlier was circulated. No text of any kind or length raises.
    """
    with PRESS:
        register_faces()
        out = BytesIO()
        canvas = Canvas(out, pagesize=A4, invariant=1, pageCompression=1, lang="en-GB", initialFontName=TEXT)
        canvas.setTitle(_property(f"Changes: {view.title}"))
        canvas.setAuthor(_property(view.body_name))
        canvas.setSubject("Agenda with its changes")
        canvas.setCreator("convene")
        canvas.setViewerPreference("DisplayDocTitle", "true")
        running = Running(
            foot_left=_line(view.body_short_name),
            foot_middle=f"as of {clock.moment_words(printed_at, view.zone)}",
            head=" · ".join(part for part in (_line(_symbol(view)), "changes") if part),
            head_colour=sheet.INK,
        )
        sheet.draw(canvas, sheet.paginate(_blocks(view, changes, before)), running)
        canvas.save()
        return out.getvalue()


def _property(text: str) -> str:
    return " ".join(visible(text).split())


def _line(text: str) -> str:
    return " ".join(printable(text).split())


def _symbol(view: AgendaView) -> str:
    """Symbols count the meetings, so a guest never sees one, whatever the projection holds (settled 4)."""
    return "" if view.is_guest else view.symbol


def _blocks(view: AgendaView, changes: Markup | None, before: str) -> Iterator[Block]:
    symbol = sheet.fitted(_line(_symbol(view)), face=STRONG, size=10.5, width=150.0)
    marks = (Mark(symbol, WIDTH, sheet.INK, is_right=True, face=STRONG, size=10.5),) if symbol else ()
    kicker = f"{markup(view.stage) or 'Programme'}, with its changes"
    head = (row(markup(view.body_name), _BODY_NAME, width=WIDTH - 162), row(kicker, _KICKER, above=1))
    yield Block(head, marks=marks, below=12)
    rows = [row(markup(view.title, face=TITLE), _TITLE)]
    against = f" against {markup(before)}" if before and not view.is_guest else ""
    key = f"What changed{against}: <u>added words are underlined</u>, <strike>deleted words are struck out</strike>."
    rows.append(row(key if changes else "Nothing earlier was circulated.", _SMALL, above=5))
    yield Block(tuple(rows), above=12, rule=sheet.NAVY, rule_width=1.4)
    if changes is None:
        return
    if not changes.changes:
        yield Block((row("Nothing changed.", _TEXT),), before=18)
    if changes.fields:
        yield Block(tuple(_field_rows(changes.fields, left=0.0)), before=12, above=6, rule=sheet.LINE)
    for session in changes.sessions:
        yield from _session(session)


def _session(session: SessionMarkup) -> Iterator[Block]:
    rows = [row(_runs(session.title, face=TITLE) or "Session", _SESSION, width=WIDTH - _WORD)]
    rows += _field_rows(session.fields, left=0.0)
    yield Block(
        tuple(rows),
        marks=_words(session.mark),
        before=20,
        above=8,
        below=7,
        rule=sheet.NAVY,
        rule_width=0.9,
        stays_with_next=bool(session.items),
        bookmark=_property("".join(run.text for run in session.title)),
    )
    for item in session.items:
        yield _item(item)


def _item(item: ItemMarkup) -> Block:
    is_quiet = item.mark is terms.Mark.SAME and not item.moved
    width = WIDTH - _NUMBER - _WORD
    face = TEXT if is_quiet else TITLE
    rows = [row(_runs(item.title, face=face), _QUIET if is_quiet else _ITEM, left=_NUMBER, width=width)]
    if item.moved:
        rows.append(row(markup(f"{item.moved[0].upper()}{item.moved[1:]}"), _SMALL, left=_NUMBER, width=width, above=2))
    rows += _field_rows(item.fields, left=_NUMBER)
    moved = Mark("Moved", WIDTH, sheet.AMBER, is_right=True, face=STRONG, size=9)
    marks = _words(item.mark) or ((moved,) if item.moved else ())
    number = Mark(item.label, 0.0, sheet.SOFT if is_quiet else sheet.NAVY, face=face, size=10.5 if is_quiet else 11.0)
    return Block(tuple(rows), marks=(number, *marks), above=5, below=6, rule=sheet.LINE)


def _words(mark: terms.Mark) -> tuple[Mark, ...]:
    word = WORDS[mark]
    return (Mark(word, WIDTH, COLOURS[mark], is_right=True, face=STRONG, size=9),) if word else ()


def _field_rows(fields: Iterable[FieldMarkup], *, left: float) -> list[Row]:
    width = WIDTH - left - (_WORD if left else 0.0)
    shown = ((f.label, _runs(f.runs)) for f in fields)
    return [
        row(f'<font color="#566172">{markup(label)}:</font> {words}', _TEXT, left=left, width=width, above=2)
        for label, words in shown
    ]


def _runs(runs: Sequence[Run], *, face: str = TEXT) -> str:
    """The runs as paragraph markup. A blank that ends a run is kept outside its line."""
    parts: list[str] = []
    before = terms.Mark.SAME
    for run in runs:
        if run.mark is terms.Mark.DELETED and not run.text.strip():
            continue  # A blank that falls away, such as before a comma, is no word.
        words = markup(run.text, face=face)
        # What takes the place of a word is kept apart from it where no blank stood between them.
        is_joined = run.mark is terms.Mark.ADDED and before is terms.Mark.DELETED and not parts[-1].endswith(" ")
        before = run.mark
        lead = " " if run.text[:1].isspace() or is_joined else ""
        tail = " " if run.text[-1:].isspace() else ""
        if run.mark is terms.Mark.ADDED:
            words = f'<font color="#1d5c3f"><u>{words}</u></font>'
        elif run.mark is terms.Mark.DELETED:
            words = f'<font color="#7a1f2b"><strike>{words}</strike></font>'
        parts.append(f"{lead}{words}{tail}")
    return "".join(parts)
