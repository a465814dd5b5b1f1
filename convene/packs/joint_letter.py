"""A joint letter on paper: letterhead, addressee, text, and who signs by organisation; a copy for each addressee."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas

from convene import clock
from convene.joint_letters.terms import Printed, Recipient, Signer
from convene.packs import sheet
from convene.packs.fonts import PRESS, STRONG, TEXT, TITLE, markup, printable, register_faces, visible
from convene.packs.sheet import WIDTH, Block, Mark, Running, row

DRAFT = "Draft"
_BULLET = re.compile(r"[-–•*]\s+")
_INDENT = 18.0


def _style(face: str, size: float, leading: float, colour: Any = sheet.INK, **more: Any) -> ParagraphStyle:
    return ParagraphStyle(face, fontName=face, fontSize=size, leading=leading, textColor=colour, **more)


_BODY = _style(TITLE, 13, 17, sheet.NAVY)
_HEAD = _style(TEXT, 9.5, 13, sheet.SOFT)
_PLAIN = _style(TEXT, 11, 15.5)
_TITLE = _style(TITLE, 13, 18)
_ORGANISATION = _style(STRONG, 11, 15)


def joint_letter_pdf(letter: Printed, to: Recipient | None) -> bytes:
    """One copy as an A4 PDF; equal input gives equal bytes. Without `to` it is the letter with no addressee named."""
    with PRESS:
        register_faces()
        out = BytesIO()
        canvas = Canvas(out, pagesize=A4, invariant=1, pageCompression=1, lang="en-GB", initialFontName=TEXT)
        canvas.setTitle(" ".join(visible(letter.title).split()))
        canvas.setAuthor(" ".join(visible(letter.letterhead[0]).split()))
        canvas.setCreator("convene")
        canvas.setViewerPreference("DisplayDocTitle", "true")
        running = Running(
            foot_left=" ".join(printable(letter.letterhead[0]).split()),
            foot_middle=clock.day_words(letter.dated_on, weekday=False),
            head=DRAFT if letter.is_draft else "",
            head_colour=sheet.AMBER,
        )
        sheet.draw(canvas, sheet.paginate(_blocks(letter, to)), running)
        canvas.save()
        return out.getvalue()


def _blocks(letter: Printed, to: Recipient | None) -> Iterator[Block]:
    name, *reach = letter.letterhead
    rows = [row(markup(name, face=TITLE), _BODY, width=WIDTH - 80)]
    rows += [row(markup(" · ".join(reach)), _HEAD, above=2)] if reach else []
    ways = [way for way in letter.sent_by if to is None or _goes_by(way, to)]
    rows += [row(markup(f"Sent by {' and by '.join(ways)}"), _HEAD)] if ways else []
    marks = (Mark(DRAFT, WIDTH, sheet.AMBER, is_right=True, face=STRONG, size=10.5),) if letter.is_draft else ()
    yield Block(tuple(rows), marks=marks, below=8, rule_below=sheet.NAVY)
    yield Block((row(clock.day_words(letter.dated_on, weekday=False), _PLAIN),), before=16)
    if to is not None:
        lines = [words for words in (to.name, to.office, *to.post_address.splitlines()) if words.strip()]
        yield Block(tuple(row(markup(words), _PLAIN) for words in lines), before=14)
    yield Block((row(markup(letter.title, face=TITLE), _TITLE),), before=18, below=4, stays_with_next=True)
    yield Block((row(markup(to.salutation if to else "Dear reader,"), _PLAIN),), before=8, stays_with_next=True)
    for words in letter.text.splitlines():
        if words.strip():
            yield _paragraph(words.strip())
    yield Block((row("Sincerely,", _PLAIN),), before=16, below=2, stays_with_next=bool(letter.signers))
    for signer in letter.signers:
        yield _signer(signer)


def _goes_by(way: str, to: Recipient) -> bool:
    return {"e-mail": to.by_mail, "post": bool(to.post_address.strip())}.get(way, True)


def _paragraph(words: str) -> Block:
    if (found := _BULLET.match(words)) is None:
        return Block((row(markup(words), _PLAIN),), before=9, splits=True)
    text = row(markup(words[found.end() :]), _PLAIN, left=_INDENT, width=WIDTH - _INDENT)
    return Block((text,), marks=(Mark("•", 6, sheet.INK, size=11),), before=4)


def _signer(signer: Signer) -> Block:
    people = [", ".join(w for w in (p.name, p.function) if w.strip()) for p in signer.people]
    rows = [row(markup(signer.organisation), _ORGANISATION), *(row(markup(words), _PLAIN) for words in people)]
    return Block(tuple(rows), before=9)
