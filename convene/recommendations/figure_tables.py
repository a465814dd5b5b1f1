"""The figures as tables to take away: those of the page, with its words. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from convene.packs.tabular import Cell, Section
from convene.presets.words import BodyWords, capital
from convene.recommendations.figures import ANSWERS, AWAITED, SILENT, TO_POST, UNHEARD, Count, Figures

OF_ALL = (
    "Asked", "Answered", "Awaited", "Silent", "Closed without an answer", "Reports overdue", "Implemented",
    "In support", "Followed up", "Answered, of a hundred not awaited", "Followed up, of a hundred in support",
    "Median time to answer in days",
)  # fmt: skip
# Where addressees stand, in the order of the page; “none by the date” is what is called silent elsewhere.
STANDING = {**{mark: mark.capitalize() for mark in ANSWERS}, SILENT: "None by the date", AWAITED: "Awaited"}
STANDING |= {UNHEARD: "Closed without an answer", TO_POST: "Letter to be posted"}


def sections_of(figures: Figures, by: str, called: BodyWords, disclaimer: str = "") -> tuple[Section, ...]:
    """The tables of a page of figures, the whole before the groups; last what the output of its body carries."""
    name = by.capitalize()
    shown = [group for group in figures.groups if group.gone_out]
    rows = [("All", figures.whole), *((group.name, group) for group in shown)]
    found = [
        Section("What came of it", (name, *OF_ALL), tuple((label, *_of_all(count)) for label, count in rows)),
        Section(
            "Where they stand",
            (name, "Asked", *STANDING.values()),
            tuple((label, count.asked, *(count.marks[mark] for mark in STANDING)) for label, count in rows),
        ),
    ]
    if figures.by_year:
        head = (name, f"{capital(called.adopted)} in", "Asked", "Answered", *OF_ALL[-5:])
        found.append(Section(f"By year of {called.adoption}", head, tuple(_by_year(figures, shown))))
    if disclaimer:
        found.append(Section("Disclaimer", (disclaimer,), ()))
    return tuple(found)


def _of_all(count: Count) -> tuple[Cell, ...]:
    return (
        count.asked, count.answered, count.awaited, count.silent, count.unheard, count.overdue, count.implemented,
        count.supporting, count.followed, count.rate, count.followed_rate, count.median_days,
    )  # fmt: skip


def _by_year(figures: Figures, shown: Iterable[Count]) -> Iterable[tuple[Cell, ...]]:
    for group in shown:
        for year in figures.years:
            count = figures.by_year.get((group.name, year))
            if count is not None and count.asked:
                yield group.name, year, count.asked, count.answered, *_of_all(count)[-5:]
