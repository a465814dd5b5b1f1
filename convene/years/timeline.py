"""The year drawn: an SVG of anchors, meetings and deadlines by month. What it shows stands in the table beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from convene.anchors.terms import Anchor
from convene.years.rules import YearPlan

WIDTH, MONTH_ROW, ROW = 1000, 24, 22
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
LEAST = 7  # A day or two would be a hair: whatever is short is drawn at least so wide.


@dataclass(frozen=True, slots=True)
class _Bar:
    first: date
    last: date
    words: str
    look: str


def _x(day: date) -> float:
    days = (date(day.year + 1, 1, 1) - date(day.year, 1, 1)).days
    return round((day - date(day.year, 1, 1)).days / days * WIDTH, 1)


def _rows(bars: Iterable[_Bar]) -> list[list[_Bar]]:
    """Bars laid out so that no two of a row, with their words beside them, cover each other."""
    rows: list[tuple[float, list[_Bar]]] = []
    for bar in sorted(bars, key=lambda one: one.first):
        start, end = _span(bar)
        place = next((n for n, (free, _) in enumerate(rows) if free <= start), None)
        if place is None:
            rows.append((end, [bar]))
        else:
            rows[place] = (end, [*rows[place][1], bar])
    return [row for _, row in rows]


def _span(bar: _Bar) -> tuple[float, float]:
    width, words = _width(bar), len(bar.words) * 6.4 + 14
    return (
        (_x(bar.first) - words, _x(bar.first) + width + 6)
        if _is_late(bar)
        else (_x(bar.first), _x(bar.first) + width + words)
    )


def _width(bar: _Bar) -> float:
    return max(LEAST, _x(bar.last) - _x(bar.first))


def _is_late(bar: _Bar) -> bool:
    """Words of what lies late in the year stand before it, or they would leave the picture."""
    return _x(bar.first) + _width(bar) + len(bar.words) * 6.4 + 14 > WIDTH


def drawn(plan: YearPlan, anchors: Sequence[Anchor]) -> Markup:
    """The year as an SVG without script or style of its own; classes are in the style sheet."""
    bars = [_Bar(a.starts_on, a.ends_on, str(a.kind), f"anchor year__anchor--{a.confidence}") for a in anchors]
    rows = _rows(bars)
    held = [_Bar(h.starts_on, h.ends_on, f"{h.line.name}, {h.city}", "held") for h in plan.held]
    held += [_Bar(m.starts_on, m.ends_on, f"{m.line.name}, {m.city}", "planned") for m in plan.meetings]
    rows += _rows(held)
    days = [d.on for m in plan.meetings for d in m.milestones] + [d.on for h in plan.held for d in h.due]
    due = sorted({day for day in days if day.year == plan.year})
    height = MONTH_ROW + ROW * len(rows) + 18
    parts = [
        Markup('<line class="year__month" x1="{0}" y1="0" x2="{0}" y2="{1}"/>').format(
            _x(date(plan.year, n, 1)), height
        )
        for n in range(1, 13)
    ]
    parts += [
        Markup('<text class="year__name" x="{}" y="16">{}</text>').format(_x(date(plan.year, n, 1)) + 4, name)
        for n, name in enumerate(MONTHS, start=1)
    ]
    for number, row in enumerate(rows):
        y = MONTH_ROW + ROW * number
        for bar in row:
            x, width = _x(bar.first), _width(bar)
            parts.append(
                Markup('<rect class="year__{}" x="{}" y="{}" width="{}" height="14" rx="2"/>').format(
                    bar.look, x, y + 3, width
                )
            )
            at, anchor = (x - 5, "end") if _is_late(bar) else (x + width + 5, "start")
            parts.append(
                Markup('<text class="year__words" x="{}" y="{}" text-anchor="{}">{}</text>').format(
                    at, y + 14, anchor, bar.words
                )
            )
    base = height - 10
    parts += [Markup('<circle class="year__due" cx="{}" cy="{}" r="3"/>').format(_x(day), base) for day in due]
    counted = f"{len(anchors)} anchor events, {len(held)} meetings, {len(due)} days on which something is due"
    said = f"The year {plan.year}: {counted}."
    head = Markup('<svg class="year" viewBox="0 0 {} {}" role="img" aria-label="{}">').format(WIDTH, height, said)
    return head + Markup("").join(parts) + Markup("</svg>")
