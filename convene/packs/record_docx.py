"""The record of a meeting, and what starts from it, as a DOCX, exactly as cut to one reader.

The file is written anew so that equal views give equal bytes: no date of its making, no author but the body.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from convene import clock
from convene.packs.fonts import visible
from convene.packs.record import SEAL, SEAL_OF_RECORD, UNATTRIBUTED
from convene.packs.timeless import timeless
from convene.records.terms import OutcomeView, RecordedItem, RecordedSession, RecordView

# A day on which nothing happened: properties and entries of the file all bear it.
NO_DAY = datetime(2000, 1, 1, tzinfo=UTC)
NAVY, SOFT = RGBColor(0x17, 0x36, 0x5D), RGBColor(0x56, 0x61, 0x72)
FACE = "Source Sans Pro"


def record_docx(view: RecordView) -> bytes:
    """The record as a DOCX; equal views give equal bytes."""
    word = "For the person invited" if view.is_guest else "Open" if view.is_open else "Closed"
    document = _begun(view.body_name, view.name, view.title, corner=(view.symbol, word))
    place = ", ".join(part for part in (clock.days_words(view.days), view.place) if part)
    _said(document, place, is_strong=True)
    for words in (view.state_words, view.disclaimer, view.note):
        _said(document, words, colour=SOFT)
    if view.not_attributed:
        _said(document, "Not attributed: neither who said something nor whom they represent is told here.", colour=SOFT)
    if not view.sessions:
        _said(document, "No paragraph of this record is open.")
    if view.sessions:
        _said(document, view.numbering, colour=SOFT)
    for session in view.sessions:
        _session(document, view, session)
    if view.digest:
        _said(document, f"Seal (SHA-256): {view.digest}. {SEAL_OF_RECORD}", colour=SOFT, size=8)
    for each in view.corrigenda:
        _heading(document, each.name, 1)
        _heading(document, each.title, 2)
        _said(document, f"By the secretariat, {clock.day_words(each.on)}", colour=SOFT)
        for line in each.corrects:
            _said(document, f"Corrects {line}", colour=SOFT)
        for part in each.text.split("\n\n"):
            _said(document, part)
    return _saved(document)


def outcome_docx(view: OutcomeView) -> bytes:
    """A chair's summary, an aide-memoire or a communiqué as a DOCX."""
    kind = view.kind.capitalize()
    document = _begun(view.body_name, kind, view.title, corner=(view.symbol, "Open" if view.is_open else "Closed"))
    _said(document, view.meeting, is_strong=True)
    when = clock.day_words(clock.local(view.circulated_at, view.zone).date()) if view.circulated_at else ""
    _said(document, f"Circulated on {when}" if when else "Draft", colour=SOFT)
    _said(document, view.disclaimer, colour=SOFT)
    for part in view.text.split("\n\n"):
        _said(document, part)
    if view.digest:
        _said(document, f"Seal (SHA-256): {view.digest}. {SEAL}", colour=SOFT, size=8)
    return _saved(document)


def _begun(body_name: str, kind: str, title: str, *, corner: tuple[str, str]) -> Any:
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = FACE, Pt(11)
    properties = document.core_properties
    properties.title, properties.subject = _plain(f"{kind}: {title}"), _plain(kind)
    properties.author = properties.last_modified_by = _plain(body_name)
    properties.comments = properties.keywords = properties.category = ""
    properties.created = properties.modified = properties.last_printed = NO_DAY
    properties.revision = 1
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    head = section.header.paragraphs[0]
    head.text = " · ".join(_plain(part) for part in corner if part)
    head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _pages(section.footer.paragraphs[0])
    _said(document, body_name, is_strong=True, colour=NAVY)
    _said(document, kind, colour=SOFT)
    _heading(document, title, 0)
    return document


def _pages(paragraph: Any) -> None:
    """“page x of y”, which the reader's program counts."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for words, field in (("page ", "PAGE"), (" of ", "NUMPAGES")):
        paragraph.add_run(words)
        run = paragraph.add_run()
        for kind in ("begin", "separate", "end"):
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
            if kind == "separate":
                text = OxmlElement("w:instrText")
                text.text = field
                run.element.append(text)
            run.element.append(part)


def _heading(document: Any, words: str, level: int) -> None:
    paragraph = document.add_heading(_plain(words), level)
    for run in paragraph.runs:
        run.font.name, run.font.color.rgb = FACE, NAVY


def _said(
    document: Any, words: str, *, is_strong: bool = False, colour: Any = None, size: float = 11, number: str = ""
) -> None:
    if not words.strip():
        return
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(6)
    if number:
        paragraph.add_run(f"{number} ").font.color.rgb = SOFT
    run = paragraph.add_run(visible(words))
    run.bold, run.font.size = is_strong, Pt(size)
    if colour is not None:
        run.font.color.rgb = colour


def _plain(text: str) -> str:
    return " ".join(visible(text).split())


def _session(document: Any, view: RecordView, session: RecordedSession) -> None:
    _heading(document, session.title, 1)
    _said(document, clock.day_words(session.on), colour=SOFT)
    if session.present is not None:
        there = session.present
        for label, names in (("Members present", there.members), ("Also present", there.others)):
            if names:
                _said(document, f"{label}: {', '.join(names)}.", colour=SOFT)
        _said(document, there.quorum, colour=SOFT)
    for item in session.items:
        _item(document, view, item)


def _item(document: Any, view: RecordView, item: RecordedItem) -> None:
    _heading(document, f"{item.label}  {item.title}", 2)
    _said(document, item.unnoted, colour=SOFT)
    for topic in item.topics:
        heading = topic.heading
        if topic.is_unattributed and not view.not_attributed:
            heading = f"{heading} ({UNATTRIBUTED.lower()})" if heading else UNATTRIBUTED
        if heading:
            _heading(document, heading, 3)
        for line in topic.lines:
            _said(document, line.text, number=f"{line.number}.")


def _saved(document: Any) -> bytes:
    """The file with its entries in one order and under one day."""
    made = BytesIO()
    document.save(made)
    return timeless(made.getvalue())
