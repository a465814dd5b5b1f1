"""The agenda of one meeting as a PDF, exactly as cut to one reader. Decides nothing about who may see what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas

from convene import clock
from convene.access.terms import Audience
from convene.agendas.terms import AgendaView, ItemView, PaperLine, Precedent, SessionView
from convene.packs import sheet
from convene.packs.fonts import PRESS, STRONG, TEXT, TITLE, markup, printable, register_faces, visible
from convene.packs.sheet import WIDTH, Block, Mark, Row, Running, row
from convene.recommendations.terms import Reviewed

_MARK_ROOM = 130.0
_TIME, _NUMBER, _MINUTES = 44.0, 26.0, 74.0
# A sub-item stands further in, and “12 (aa)” needs more room than “12”.
_SUB, _BRACKETS = 34.0, 12.0


def _style(face: str, size: float, leading: float, colour: Any = sheet.INK, **more: Any) -> ParagraphStyle:
    return ParagraphStyle(face, fontName=face, fontSize=size, leading=leading, textColor=colour, **more)


_BODY_NAME = _style(STRONG, 11, 14, sheet.NAVY)
_KICKER = _style(TEXT, 11, 14, sheet.SOFT)
_TITLES = ((90, _style(TITLE, 24, 29)), (240, _style(TITLE, 16, 20)))
_LONG_TITLE = _style(TITLE, 12, 15.5)
_DAYS = _style(STRONG, 12, 16)
_PLACE = _style(TEXT, 12, 16)
_SMALL = _style(TEXT, 9.5, 13, sheet.SOFT)
_REMARK = _style(TEXT, 10.5, 14)
_PROVISIONAL = _style(STRONG, 10.5, 14, sheet.AMBER)
_CANCELLED = _style(STRONG, 10.5, 14, sheet.RED)
_NOTICE = _style(STRONG, 10.5, 14)
_SESSION = _style(TITLE, 15, 19)
_WHEN = _style(STRONG, 10.5, 14.5)
_DETAIL = _style(TEXT, 10, 13.5, sheet.SOFT)
_SECTION = _style(STRONG, 11, 14.5, sheet.NAVY)
_ITEM = _style(TITLE, 11, 14)
_META = _style(TEXT, 9.5, 12.5, sheet.SOFT)
_OUTCOME = _style(TEXT, 9.5, 12.5)
_PAPER = _style(TEXT, 9.5, 12.5, leftIndent=7, firstLineIndent=-7)
_HEADING = _style(TITLE, 13, 17)
_TEXT = _style(TEXT, 10.5, 14.5)

_WORDS = {
    Audience.CLOSED: ("Closed", sheet.RED, sheet.SOFT_RED),
    Audience.OPEN: ("Open", sheet.GREEN, sheet.SOFT_GREEN),
}
_FOR_GUESTS = ("For the person invited", sheet.NAVY, sheet.SOFT_NAVY)
_NO_HOURS = "Taken over from a list: its hours are not on record."
_NOT_ATTRIBUTED = (
    "Not for attribution: what is said may be used, but neither who said it nor whom they represent may be made known."
)


def agenda_pdf(
    view: AgendaView,
    *,
    printed_at: datetime,
    is_working: bool = False,
    reviews: Mapping[str, Sequence[Reviewed]] | None = None,
) -> bytes:
    """The agenda as an A4 PDF; equal input gives equal bytes. `printed_at` (UTC) stands in the foot, in host time.
    `is_working` says that another text of it was circulated.

    Nothing but `view`, and what is reviewed on an item by the item's key, is printed or written into the file's
    properties. Raises ValueError for a zone unknown to the pinned tzdata; no text of any kind or length raises.
    """
    with PRESS:
        register_faces()
        out = BytesIO()
        canvas = Canvas(out, pagesize=A4, invariant=1, pageCompression=1, lang="en-GB", initialFontName=TEXT)
        canvas.setTitle(_property(view.title))
        canvas.setAuthor(_property(view.body_name))
        canvas.setSubject("Agenda")
        canvas.setCreator("convene")
        canvas.setViewerPreference("DisplayDocTitle", "true")
        sheet.draw(
            canvas, sheet.paginate(_blocks(view, reviews or {}, is_working=is_working)), _running(view, printed_at)
        )
        canvas.save()
        return out.getvalue()


def _property(text: str) -> str:
    """A text for the file's properties and bookmarks, which viewers show in their own faces and on one line."""
    return " ".join(visible(text).split())


def _line(text: str) -> str:
    """A text that is drawn on one line, without markup."""
    return " ".join(printable(text).split())


def _running(view: AgendaView, printed_at: datetime) -> Running:
    word, colour, _ = _classification(view)
    return Running(
        foot_left=_line(view.body_short_name),
        foot_middle=f"as of {clock.moment_words(printed_at, view.zone)}",
        head=" · ".join(part for part in (_line(_symbol(view, view.symbol)), word) if part),
        head_colour=colour,
    )


def _symbol(view: AgendaView, symbol: str) -> str:
    """Symbols count the meetings, so a guest never sees one, whatever the projection holds (settled 4)."""
    return "" if view.is_guest else symbol


def _classification(view: AgendaView) -> tuple[str, Any, Any]:
    """The word for the whole sheet, its colour and its ground: the strictest of what is on it, single items included.

    An agenda without sessions is neither yet.
    """
    if view.is_guest:
        return _FOR_GUESTS
    if not view.sessions:
        return "", sheet.INK, None
    audiences = {s.audience for s in view.sessions} | {i.audience for s in view.sessions for i in s.items}
    return _WORDS[Audience.CLOSED if Audience.CLOSED in audiences else Audience.OPEN]


_Reviews = Mapping[str, Sequence[Reviewed]]


def _blocks(view: AgendaView, reviews: _Reviews, *, is_working: bool) -> Iterator[Block]:
    yield from _cover(view, is_working=is_working)
    yield from _remarks(view)
    if not view.sessions:
        yield Block((row("No session has been put on this agenda yet.", _TEXT),), before=22)
    for session in view.sessions:
        yield from _session(view, session, reviews)
    yield from _way_there(view)


def _cover(view: AgendaView, *, is_working: bool) -> Iterator[Block]:
    word, colour, ground = _classification(view)
    symbol = sheet.fitted(_line(_symbol(view, view.symbol)), face=STRONG, size=10.5, width=_MARK_ROOM)
    marks = [Mark(symbol, WIDTH, sheet.INK, is_right=True, face=STRONG, size=10.5)] if symbol else []
    if word:
        marks.append(Mark(word, WIDTH, colour, is_right=True, face=STRONG, ground=ground, drop=20 if symbol else 0))
    present = "Working text of the agenda" if is_working else "Agenda"
    kicker = markup(view.stage) or {"draft": "Draft agenda"}.get(view.state, present)
    head = [row(markup(view.body_name), _BODY_NAME, width=WIDTH - _MARK_ROOM - 12), row(kicker, _KICKER, above=1)]
    yield Block(tuple(head), marks=tuple(marks), below=15)
    rows = [row(markup(view.title, face=TITLE), _title_style(view.title))]
    place = " · ".join(markup(part) for part in (view.city, view.venue) if part.strip())
    days = clock.days_words(view.days)
    rows += [row(days, _DAYS, above=7)] if days else []
    rows += [row(place, _PLACE)] if place else []
    words = _NO_HOURS if view.held_on else _zone_words(view)
    rows += [row(words, _SMALL, above=3)] if view.sessions else []
    yield Block(tuple(rows), above=16, rule=sheet.NAVY, rule_width=1.4)


def _title_style(title: str) -> ParagraphStyle:
    return next((style for most, style in _TITLES if len(title) <= most), _LONG_TITLE)


def _zone_words(view: AgendaView) -> str:
    here = markup(clock.place_of(view.zone))
    if not _has_own_zone(view):
        return f"Times are those of {here}."
    return f"Times are those of {here}; those of {markup(clock.place_of(view.reader_zone))} stand beside each session."


def _has_own_zone(view: AgendaView) -> bool:
    return view.reader_zone not in ("", view.zone)


def _remarks(view: AgendaView) -> Iterator[Block]:
    if view.notice.strip():
        yield Block(
            (row(markup(view.notice), _NOTICE),), before=14, above=6, below=8, rule=sheet.INK, rule_below=sheet.INK
        )
    remarks: list[tuple[str, ParagraphStyle, Any]] = []
    if view.state == "cancelled":
        remarks.append(("Cancelled: this meeting does not take place.", _CANCELLED, sheet.RED))
    if view.is_provisional:
        remarks.append(("Provisional: date to be confirmed", _PROVISIONAL, sheet.AMBER))
    if view.not_attributed:
        remarks.append((_NOT_ATTRIBUTED, _REMARK, sheet.NAVY))
    for words, style, colour in remarks:
        yield Block((row(words, style, left=11, width=WIDTH - 11),), before=11, above=2.5, below=4.5, bar=colour)


def _session(view: AgendaView, session: SessionView, reviews: _Reviews) -> Iterator[Block]:
    word, colour, ground = _WORDS[session.audience]
    title = session.title if session.title.strip() else clock.day_words(session.on)
    rows = [row(markup(title, face=TITLE), _SESSION, width=WIDTH - 80)]
    rows += [] if view.held_on else [row(_when(view, session), _WHEN, above=2)]
    rows += _details(room=session.room, getting_in=session.getting_in, video_link=session.video_link)
    yield Block(
        tuple(rows),
        marks=(Mark(word.upper(), WIDTH, colour, is_right=True, face=STRONG, size=9, ground=ground),),
        before=24,
        above=9,
        below=9,
        rule=sheet.NAVY,
        rule_width=0.9,
        stays_with_next=bool(session.items),
        bookmark=_property(title),
    )
    has_times = any(item.starts_at is not None for item in session.items)
    for section, item in session.headed:
        if section:
            heading = (row(markup(section), _SECTION),)
            yield Block(heading, before=4, above=8, below=4, rule=sheet.LINE, stays_with_next=True)
        yield _item(view, session, item, has_times=has_times)
        left = (_TIME if has_times else 0.0) + _NUMBER
        shown = reviews.get(item.key, ())
        yield from (_reviewed(each, left=left) for each in shown)
        if disclaimer := next((each.disclaimer for each in shown if each.disclaimer), ""):
            yield Block((row(markup(disclaimer), _META, left=left, width=WIDTH - left - _MINUTES),), below=8)


def _when(view: AgendaView, session: SessionView) -> str:
    """Day and span in the host's zone, and the same span where the reader is."""
    here = f"{clock.span_words(session.starts_at, session.ends_at, view.zone)} {clock.place_of(view.zone)}"
    words = [clock.day_words(session.on), here]
    if _has_own_zone(view):
        own = clock.span_words(session.starts_at, session.ends_at, view.reader_zone, view.zone)
        words.append(f"{own} {clock.place_of(view.reader_zone)}")
    return " · ".join(markup(part) for part in words)


def _details(*, room: str, getting_in: str, video_link: str) -> list[Row]:
    rows = [
        row(f"{label}: {markup(words)}", _DETAIL, above=2)
        for label, words in (("Room", room), ("How to get in", getting_in))
        if words.strip()
    ]
    return rows + ([_video(video_link, _DETAIL)] if video_link.strip() else [])


def _video(link: str, style: ParagraphStyle, *, left: float = 0.0, width: float = WIDTH) -> Row:
    shown = f'By video: <font color="#17365d">{markup(link)}</font>'
    return row(shown, style, left=left, width=width, above=2, link=link)


def _item(view: AgendaView, session: SessionView, item: ItemView, *, has_times: bool) -> Block:
    left = (_TIME if has_times else 0.0) + _NUMBER + (_SUB if item.sub else 0.0)
    width = WIDTH - left - _MINUTES
    rows = [row(markup(item.title, face=TITLE), _ITEM, left=left, width=width)]
    rows.append(row(_meta(view, session, item), _META, left=left, width=width, above=1.5))
    if item.outcome.strip():
        label = "Outcome" if view.held_on else "Outcome sought"
        words = f'<font color="#566172">{label}:</font> {markup(item.outcome)}'
        rows.append(row(words, _OUTCOME, left=left, width=width, above=2))
    rows += _annotations(item, left=left, width=width) if view.stage else []
    rows += [row(_paper(paper), _PAPER, left=left, width=width, above=2) for paper in item.papers]
    if item.video_link.strip() and item.video_link != session.video_link:
        rows.append(_video(item.video_link, _META, left=left, width=width))
    marks = [Mark(item.label, left - (_SUB + _BRACKETS if item.sub else _NUMBER), sheet.NAVY, face=TITLE, size=11)]
    if not view.held_on:
        marks.append(Mark(clock.minutes_words(item.minutes), WIDTH, sheet.SOFT, is_right=True))
    if item.starts_at is not None:
        marks.append(Mark(clock.hour_words(item.starts_at, view.zone), 0, sheet.SOFT, size=10.5))
    return Block(tuple(rows), marks=tuple(marks), above=7, below=8, rule=sheet.LINE)


def _reviewed(each: Reviewed, *, left: float) -> Block:
    """A recommendation under review, below its item: symbol, exact text, how it stands and the chain so far."""
    width = WIDTH - left - _MINUTES
    figures = f"{each.figures[:1].upper()}{each.figures[1:]}." if each.figures else ""
    told = " ".join(part for part in (each.chain, figures) if part)
    head = f'<font name="{STRONG}">{markup(each.symbol)}</font> · {markup(each.state)}'
    rows = [row(head, _META, left=left, width=width), row(markup(each.text), _OUTCOME, left=left, width=width, above=2)]
    rows += [row(markup(told), _META, left=left, width=width, above=2)] if told else []
    return Block(tuple(rows), above=2, below=8)


def _meta(view: AgendaView, session: SessionView, item: ItemView) -> str:
    """What the meeting does with the item, who leads it, and for whom it is where that differs from its session."""
    parts = [f"For {item.kind.value}"]
    if item.audience is not session.audience:
        word, colour, _ = _WORDS[item.audience]
        parts.append(f'<font name="{STRONG}" color="#{colour.hexval()[2:]}">{word}</font>')
    if item.narrowed_to:
        names = ", ".join(markup(name) for name in item.narrowed_to)
        parts.append(f'<font name="{STRONG}" color="#7a1f2b">Only: {names}</font>')
    labelled = (
        ("Lead", item.lead),
        ("Countries", item.countries),
        ("Themes", ", ".join(item.themes)),
        ("Room", item.room if item.room != session.room else ""),
    )
    parts += [f"{label}:\N{NO-BREAK SPACE}{markup(words)}" for label, words in labelled if words.strip()]
    symbol = _symbol(view, item.symbol)
    return " · ".join(parts + ([markup(symbol)] if symbol.strip() else []))


def _annotations(item: ItemView, *, left: float, width: float) -> list[Row]:
    """What an annotated agenda adds to an item: what is asked, and what earlier meetings made of it."""
    rows = [row(markup(item.annotation), _OUTCOME, left=left, width=width, above=3)] if item.annotation.strip() else []
    if item.history:
        rows.append(row('<font color="#566172">Earlier:</font>', _OUTCOME, left=left, width=width, above=3))
    return rows + [row(_precedent(line), _PAPER, left=left, width=width, above=1) for line in item.history]


def _precedent(line: Precedent) -> str:
    about = [markup(line.meeting), clock.day_words(line.on, weekday=False), markup(line.symbol), markup(line.ended)]
    papers = f"; papers: {', '.join(markup(title) for title in line.papers)}" if line.papers else ""
    soft = " · ".join(part for part in about if part)
    return f'– {markup(line.title)} <font color="#566172">· {soft}{papers}</font>'


def _paper(paper: PaperLine) -> str:
    pages = {None: "", 1: "1 page"}.get(paper.pages, f"{paper.pages} pages")
    also = f"also in {', '.join(other.language for other in paper.translations)}" if paper.translations else ""
    about = " · ".join(part for part in (markup(paper.from_whom), pages, f"version {paper.version}", also) if part)
    return f'– {markup(paper.title)} <font color="#566172">· {about}</font>'


def _way_there(view: AgendaView) -> Iterator[Block]:
    where = [
        row(markup(words), _TEXT, above=3) for words in (view.venue, view.address, view.getting_in) if words.strip()
    ]
    if where:
        heading = row("How to get there", _HEADING)
        yield Block((heading, *where), before=26, above=9, rule=sheet.NAVY, rule_width=0.9)
    asked = ", ".join(markup(words) for words in (view.telephone_name, view.telephone) if words.strip())
    if asked:
        yield Block((row(f"Questions: {asked}", _TEXT),), before=12)
