"""The record of a meeting, and what starts from it, as a PDF, exactly as cut to one reader.

Nothing but the view is printed or written into the file's properties: no hand, no hour of writing, no speaker.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas

from convene import clock
from convene.packs import sheet
from convene.packs.fonts import PRESS, STRONG, TEXT, TITLE, markup, printable, register_faces, visible
from convene.packs.sheet import WIDTH, Block, Mark, Running, row
from convene.records.terms import Corrigendum, OutcomeView, Present, RecordedItem, RecordedSession, RecordView, Topic

_NUMBER = 30.0
_MARK_ROOM = 150.0
SHORT = 4
_LONG = 200.0
CLOSED = ("Closed", sheet.RED, sheet.SOFT_RED)
OPEN = ("Open", sheet.GREEN, sheet.SOFT_GREEN)
UNATTRIBUTED = "Not attributed"
SEAL = "Worked out from every word of this text: a copy that bears the same seal is the same text."
# The same words for every reader: of a record nobody is told whether their copy leaves out what is not theirs.
SEAL_OF_RECORD = "Worked out from the plain text of this copy, which its page offers; sha256sum of that file gives it."


def _style(face: str, size: float, leading: float, colour: Any = sheet.INK, **more: Any) -> ParagraphStyle:
    return ParagraphStyle(face, fontName=face, fontSize=size, leading=leading, textColor=colour, **more)


_BODY_NAME = _style(STRONG, 11, 14, sheet.NAVY)
_KICKER = _style(TEXT, 11, 14, sheet.SOFT)
_TITLE = _style(TITLE, 20, 25)
_DAYS = _style(STRONG, 12, 16)
_SMALL = _style(TEXT, 9.5, 13, sheet.SOFT)
_REMARK = _style(TEXT, 10.5, 14.5)
_SESSION = _style(TITLE, 14, 18)
_DETAIL = _style(TEXT, 10, 13.5, sheet.SOFT)
_ITEM = _style(TITLE, 12, 15.5)
_TOPIC = _style(STRONG, 10.5, 14, sheet.NAVY)
_TEXT = _style(TEXT, 10.5, 15)
_SEAL = _style(TEXT, 8, 11, sheet.SOFT)


def record_pdf(view: RecordView) -> bytes:
    """The record as an A4 PDF; equal views give equal bytes. No text of any kind or length raises."""
    word, colour, _ = _classification(view)
    running = Running(
        foot_left=_line(view.body_short_name),
        foot_middle=_line(_when(view)),
        head=" · ".join(part for part in (_line(view.symbol), word) if part),
        head_colour=colour,
    )
    return _sheets(_blocks(view), running, title=f"{view.name}: {view.title}", author=view.body_name, about=view.name)


def outcome_pdf(view: OutcomeView) -> bytes:
    """A chair's summary, an aide-memoire or a communiqué as an A4 PDF."""
    when = clock.day_words(clock.local(view.circulated_at, view.zone).date()) if view.circulated_at else "Draft"
    kind = view.kind.capitalize()
    head = " · ".join(part for part in (_line(view.symbol), kind) if part)
    running = Running(_line(view.body_short_name), when, head, sheet.INK)
    return _sheets(_outcome(view, kind, when), running, title=view.title, author=view.body_name, about=kind)


def _sheets(blocks: Iterator[Block], running: Running, *, title: str, author: str, about: str) -> bytes:
    with PRESS:
        register_faces()
        out = BytesIO()
        canvas = Canvas(out, pagesize=A4, invariant=1, pageCompression=1, lang="en-GB", initialFontName=TEXT)
        canvas.setTitle(_property(title))
        canvas.setAuthor(_property(author))
        canvas.setSubject(_property(about))
        canvas.setCreator("convene")
        canvas.setViewerPreference("DisplayDocTitle", "true")
        sheet.draw(canvas, sheet.paginate(blocks), running)
        canvas.save()
        return out.getvalue()


def _property(text: str) -> str:
    return " ".join(visible(text).split())


def _line(text: str) -> str:
    return " ".join(printable(text).split())


def _classification(view: RecordView) -> tuple[str, Any, Any]:
    if view.is_guest:
        return "For the person invited", sheet.NAVY, sheet.SOFT_NAVY
    return OPEN if view.is_open else CLOSED


def _when(view: RecordView) -> str:
    """The day on which it went out, for whoever is told of it; never the hour."""
    return clock.day_words(clock.local(view.circulated_at, view.zone).date()) if view.circulated_at else ""


def _head(body_name: str, kicker: str, symbol: str, word: tuple[str, Any, Any] | None) -> Block:
    shown = sheet.fitted(_line(symbol), face=STRONG, size=10.5, width=_MARK_ROOM)
    marks = [Mark(shown, WIDTH, sheet.INK, is_right=True, face=STRONG, size=10.5)] if shown else []
    if word is not None:
        text, colour, ground = word
        drop = 20 if shown else 0
        marks.append(Mark(text, WIDTH, colour, is_right=True, face=STRONG, ground=ground, drop=drop))
    rows = (
        row(markup(body_name), _BODY_NAME, width=WIDTH - _MARK_ROOM - 12),
        row(markup(kicker), _KICKER, above=1, width=WIDTH - _MARK_ROOM - 12),
    )
    return Block(rows, marks=tuple(marks), below=15)


def _blocks(view: RecordView) -> Iterator[Block]:
    yield _head(view.body_name, view.name, view.symbol, _classification(view))
    rows = [row(markup(view.title, face=TITLE), _TITLE)]
    place = ", ".join(part for part in (clock.days_words(view.days), view.place) if part)
    rows.append(row(markup(place), _DAYS, above=6))
    if view.state_words:
        rows.append(row(markup(view.state_words), _SMALL, above=4))
    yield Block(tuple(rows), above=16, rule=sheet.NAVY, rule_width=1.4)
    yield from _remarks(view)
    if view.sessions:
        yield Block((row(markup(view.numbering), _DETAIL),), before=11)
    if not view.sessions:
        yield Block((row("No paragraph of this record is open.", _TEXT),), before=20)
    said = (block for session in view.sessions for block in _session(view, session))
    yield from _sealed(said, view.digest, SEAL_OF_RECORD)
    for each in view.corrigenda:
        yield from _corrigendum(each)


def _corrigendum(each: Corrigendum) -> Iterator[Block]:
    """What corrects the record, below its seal: no sealed word is changed by it."""
    head = row(markup(each.name), _SESSION), row(markup(each.title), _TOPIC, above=4)
    when = row(f"By the secretariat, {clock.day_words(each.on)}", _DETAIL, above=2)
    corrects = [row(markup(f"Corrects {line}"), _DETAIL, above=2) for line in each.corrects]
    yield Block((*head, when, *corrects), before=20, above=4, below=2, stays_with_next=True)
    for part in each.text.split("\n\n"):
        if part.strip():
            yield Block((row(markup(part), _TEXT),), before=4, above=2, below=3, splits=True)


def _sealed(said: Iterable[Block], digest: str, of_what: str) -> Iterator[Block]:
    """What is said, and its seal below, which never stands alone on a page: the end of what is said goes with it."""
    blocks = list(said)
    if blocks and digest:
        last = blocks[-1]
        blocks[-1] = replace(last, stays_with_next=True, splits=last.splits and last.height > _LONG)
    yield from blocks
    if digest:
        words = (f"Seal (SHA-256): {digest}", of_what)
        yield Block(tuple(row(each, _SEAL) for each in words), before=26, above=8, rule=sheet.LINE)


def _remarks(view: RecordView) -> Iterator[Block]:
    remarks = [(view.disclaimer, sheet.NAVY), (view.note, sheet.AMBER)]
    if view.not_attributed:
        said = "Not attributed: neither who said something nor whom they represent is told in this record."
        remarks.insert(0, (said, sheet.NAVY))
    for words, colour in remarks:
        if words.strip():
            remark = row(markup(words), _REMARK, left=11, width=WIDTH - 11)
            yield Block((remark,), before=11, above=2.5, below=4.5, bar=colour)


def _session(view: RecordView, session: RecordedSession) -> Iterator[Block]:
    rows = [row(markup(session.title, face=TITLE), _SESSION), row(clock.day_words(session.on), _DETAIL, above=2)]
    rows += [row(words, _DETAIL, above=2) for words in _present(session.present)]
    yield Block(
        tuple(rows),
        before=22,
        above=9,
        below=4,
        rule=sheet.NAVY,
        rule_width=0.9,
        stays_with_next=bool(session.items),
        bookmark=_property(session.title),
    )
    for item in session.items:
        yield from _item(view, item)


def _present(present: Present | None) -> list[str]:
    if present is None:
        return []
    found = []
    if present.members:
        found.append(f"Members present: {markup(', '.join(present.members))}.")
    if present.others:
        found.append(f"Also present: {markup(', '.join(present.others))}.")
    return found + ([markup(present.quorum)] if present.quorum else [])


def _item(view: RecordView, item: RecordedItem) -> Iterator[Block]:
    title = row(markup(item.title, face=TITLE), _ITEM, left=_NUMBER, width=WIDTH - _NUMBER)
    mark = Mark(item.label, 0, sheet.NAVY, face=TITLE, size=12 if len(item.label) < SHORT else 10.5)
    yield Block((title,), marks=(mark,), before=10, above=6, below=3, stays_with_next=True)
    if item.unnoted:
        yield Block((row(markup(item.unnoted), _DETAIL, left=_NUMBER, width=WIDTH - _NUMBER),), above=1, below=5)
    for topic in item.topics:
        yield from _topic(view, topic)


def _topic(view: RecordView, topic: Topic) -> Iterator[Block]:
    heading = topic.heading
    if topic.is_unattributed and not view.not_attributed:
        heading = f"{heading} ({UNATTRIBUTED.lower()})" if heading else UNATTRIBUTED
    if heading:
        words = row(markup(heading), _TOPIC, left=_NUMBER, width=WIDTH - _NUMBER)
        yield Block((words,), before=5, above=2, below=1, stays_with_next=True)
    for line in topic.lines:
        words = row(markup(line.text), _TEXT, left=_NUMBER, width=WIDTH - _NUMBER)
        number = Mark(f"{line.number}.", 0, sheet.SOFT, size=10)
        yield Block((words,), marks=(number,), above=3, below=5, splits=True)


def _outcome(view: OutcomeView, kind: str, when: str) -> Iterator[Block]:
    yield _head(view.body_name, kind, view.symbol, OPEN if view.is_open else CLOSED)
    rows = [row(markup(view.title, face=TITLE), _TITLE)]
    if view.meeting:
        rows.append(row(markup(view.meeting), _DAYS, above=6))
    rows.append(row(f"Circulated on {when}" if view.circulated_at else when, _SMALL, above=4))
    yield Block(tuple(rows), above=16, below=6, rule=sheet.NAVY, rule_width=1.4)
    if view.disclaimer:
        remark = row(markup(view.disclaimer), _REMARK, left=11, width=WIDTH - 11)
        yield Block((remark,), before=8, above=2.5, below=4.5, bar=sheet.NAVY)
    said = (
        Block((row(markup(part), _TEXT),), before=6, above=2, below=3, splits=True)
        for part in view.text.split("\n\n")
        if part.strip()
    )
    yield from _sealed(said, view.digest, SEAL)
