"""Years drawn as SVG, without script or style of their own: names in a gutter, bars by month, words beside each bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from textwrap import wrap

from markupsafe import Markup

from convene import clock
from convene.years.timeline import Lane, Look, Mark, Timeline, day_after

WIDTH, GUTTER = 1000, 268
HEAD, LINE, BAR, DOTS, HEADING = 28, 18, 14, 14, 28
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
LEAST = 8  # A day would be a hair: whatever is short is drawn at least so wide.
LETTERS, LETTER = 32, 7.1  # How many letters the gutter holds on a line, and how wide one is at most beside a bar.


@dataclass(slots=True)
class _Sheet:
    """What has been drawn so far, and how far down."""

    year: int
    y: float = HEAD
    parts: list[Markup] = field(default_factory=list)

    def add(self, shape: str, *given: object) -> None:
        self.parts.append(Markup(shape).format(*given))  # noqa: S704 - shapes are written below, values are escaped

    def x(self, day: date) -> float:
        """Where a day begins."""
        days = (date(self.year + 1, 1, 1) - date(self.year, 1, 1)).days
        return round(GUTTER + (day - date(self.year, 1, 1)).days / days * (WIDTH - GUTTER), 1)

    def name(self, words: str, look: str = "year__name") -> int:
        """The name of a row in the gutter, on as many lines as it needs; gives their number."""
        lines = wrap(words, LETTERS, break_long_words=True) or [""]
        for number, line in enumerate(lines):
            self.add('<text class="{}" x="6" y="{}">{}</text>', look, self.y + LINE * number + 13, line)
        return len(lines)

    def bar(self, one: Mark) -> None:
        """A bar in the pattern of its look."""
        x = self.x(one.first)
        width = max(LEAST, round(self.x(day_after(one.last)) - x, 1))
        x = min(x, WIDTH - width)
        rect = '<rect class="year__bar year__bar--{}" x="{}" y="{}" width="{}" height="{}" rx="2"{}/>'
        pattern = Markup(' fill="url(#hatch-{}-{})"').format(one.look, self.year) if one.look in HATCHED else ""
        self.add(rect, one.look, x, self.y + 2, width, BAR, pattern)

    def beside(self, one: Mark, words: str) -> None:
        """The words of a bar: after it, else before it, or on it where it fills the year."""
        x, end = self.x(one.first), max(self.x(day_after(one.last)), self.x(one.first) + LEAST)
        room = len(words) * LETTER + 6
        if end + room <= WIDTH:
            at, anchor = end + 6, "start"
        elif x - room >= GUTTER:
            at, anchor = min(x, WIDTH - LEAST) - 6, "end"
        else:
            at, anchor = GUTTER + 8, "start"
        self.add('<text class="year__words" x="{}" y="{}" text-anchor="{}">{}</text>', at, self.y + 13.5, anchor, words)


HATCHED = (Look.ANNOUNCED, Look.DRAFT, Look.VACANT)


def said(mark: Mark) -> str:
    """A mark in words: the same in the drawing's title and in the table."""
    days = span(mark)
    where = f", {mark.place}" if mark.place else ""
    return f"{mark.name}{where}: {days}; {mark.sure}"


def span(mark: Mark) -> str:
    """“22 to 23 September”, “All year”."""
    if mark.is_whole_year:
        return "All year"
    first = clock.day_words(mark.first, weekday=False, year=False)
    if mark.first == mark.last:
        return first
    last = clock.day_words(mark.last, weekday=False, year=False)
    return f"{mark.first.day} to {last}" if mark.first.month == mark.last.month else f"{first} to {last}"


def _short(mark: Mark) -> str:
    if mark.lane in (Lane.VACANCY, Lane.OFFICE):
        return span(mark)
    months = (mark.first.month, mark.last.month)
    first, last = mark.first, mark.last
    if first == last:
        days = f"{first.day} {MONTHS[first.month - 1]}"
    elif months[0] == months[1]:
        days = f"{first.day}–{last.day} {MONTHS[first.month - 1]}"
    else:
        days = f"{first.day} {MONTHS[first.month - 1]} – {last.day} {MONTHS[last.month - 1]}"
    where = f", {mark.place}" if mark.lane is Lane.MEETING and mark.place else ""
    return f"{days}{where}, {sure(mark)}"


def sure(mark: Mark) -> str:
    """How sure a mark is, in the few words that stand beside its bar."""
    return mark.sure.split(":")[0] if mark.lane is Lane.EVENT else mark.sure.removesuffix(", if wanted")


def _row(sheet: _Sheet, one: Mark) -> None:
    """One mark with its name, its bar, its words, and below it what is due for it."""
    sheet.add('<g class="year__row"><title>{}</title>', said(one))
    lines = sheet.name(one.name)
    sheet.bar(one)
    sheet.beside(one, _short(one))
    height = LINE
    if one.dots:
        y = sheet.y + LINE + DOTS / 2
        first, last = sheet.x(min(one.dots[0].on, one.first)), sheet.x(max(one.dots[-1].on, one.last))
        sheet.add('<line class="year__run" x1="{}" y1="{}" x2="{}" y2="{}"/>', first, y, last, y)
        for dot in one.dots:
            x = sheet.x(dot.on)
            due = f"{dot.words}: {clock.day_words(dot.on)}"
            diamond = '<path class="year__due" d="M{} {}l4 4l-4 4l-4 -4z"><title>{}</title></path>'
            sheet.add(diamond, x, y - 4, due)
        height += DOTS
    sheet.add("</g>")
    sheet.y += max(height, LINE * lines) + 6


def _frame(sheet: _Sheet, today: date | None) -> Markup:
    """Months behind everything, and today's line."""
    back = _Sheet(sheet.year)
    bottom = sheet.y
    for number, name in enumerate(MONTHS, start=1):
        x = back.x(date(sheet.year, number, 1))
        back.add('<line class="year__month" x1="{}" y1="0" x2="{}" y2="{}"/>', x, x, bottom)
        back.add('<text class="year__soft" x="{}" y="18">{}</text>', x + 5, name)
    if today is not None:
        x = back.x(today)
        back.add('<line class="year__today" x1="{}" y1="{}" x2="{}" y2="{}"/>', x, HEAD - 4, x, bottom)
        back.add('<path class="year__now" d="M{} {}l5 -7h-10z"><title>Today</title></path>', x, HEAD - 1)
    return Markup("").join(back.parts)


def _defs(year: int) -> Markup:
    """The hatchings, so that nothing is told by colour alone; each drawing names its own."""
    found = Markup("")
    for look, turn in zip(HATCHED, (45, 45, -45), strict=True):
        found += Markup(
            '<pattern id="hatch-{}-{}" width="6" height="6" patternUnits="userSpaceOnUse" '
            'patternTransform="rotate({})"><rect class="year__hatch year__hatch--{}" width="6" height="6"/>'
            '<line class="year__stroke year__stroke--{}" x1="1.5" y1="0" x2="1.5" y2="6"/></pattern>'
        ).format(look, year, turn, look, look)
    return Markup("<defs>{}</defs>").format(found)


def _svg(sheet: _Sheet, title: str, words: str, today: date | None) -> Markup:
    """The sheet as one picture with a name and a description."""
    mark = f"{sheet.year}"
    head = Markup(
        '<svg class="year" viewBox="0 0 {} {}" role="img" aria-labelledby="year-{}-title" '
        'aria-describedby="year-{}-words"><title id="year-{}-title">{}</title><desc id="year-{}-words">{}</desc>'
    ).format(WIDTH, round(sheet.y + 6), mark, mark, mark, title, mark, words)
    return head + _defs(sheet.year) + _frame(sheet, today) + Markup("").join(sheet.parts) + Markup("</svg>")


def drawn(timeline: Timeline) -> Markup:
    """A year by lanes: events, meetings with what is due for each, vacant seats, offices held."""
    sheet = _Sheet(timeline.year)
    for lane in timeline.lanes:
        sheet.add('<text class="year__lane" x="6" y="{}">{}</text>', sheet.y + 17, lane)
        sheet.y += HEADING
        for one in timeline.of(lane):
            _row(sheet, one)
    if not timeline.marks:
        sheet.add('<text class="year__name" x="6" y="{}">Nothing is planned or on record.</text>', sheet.y + 13)
        sheet.y += LINE
    return _svg(sheet, f"The year {timeline.year}", counted(timeline), timeline.today)


def counted(timeline: Timeline) -> str:
    """“4 events, 5 meetings, 38 days on which something is due, 1 vacant seat”."""
    words = {
        "event": len(timeline.of(Lane.EVENT)),
        "meeting": len(timeline.of(Lane.MEETING)),
        "thing due": timeline.due,
        "vacant seat": len(timeline.of(Lane.VACANCY)),
        "office held": len(timeline.of(Lane.OFFICE)),
    }
    many = {"thing due": "things due", "office held": "offices held"}
    said_parts = [f"{count} {one if count == 1 else many.get(one, f'{one}s')}" for one, count in words.items() if count]
    return f"{', '.join(said_parts)}. The same stands in the table below." if said_parts else "Nothing yet."


def drawn_small(timeline: Timeline, rows: Sequence[tuple[str, tuple[Mark, ...]]]) -> Markup:
    """A year in few lines, the same in every year, so that several under one another can be compared."""
    sheet = _Sheet(timeline.year)
    for name, marks in rows:
        before = sheet.y
        lines = sheet.name(name)
        for number, one in enumerate(marks):
            sheet.add('<g class="year__row"><title>{}</title>', said(one))
            sheet.bar(one)
            sheet.beside(one, _short(one))
            sheet.add("</g>")
            sheet.y += LINE + 2 if number + 1 < len(marks) else 0
        sheet.y = max(sheet.y + LINE, before + LINE * lines) + 4
    return _svg(sheet, f"The meetings of {timeline.year}", counted(timeline), timeline.today)
