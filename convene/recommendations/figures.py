"""What can be looked at as a whole: how many are open, answered, silent, overdue, implemented, and how soon.

Every figure is a count of rows that the reader may see, and leads to them by the same cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from statistics import median
from typing import Any

from sqlalchemy import BindParameter, case, func, literal, select

from convene.bodies.models import Body
from convene.db import db
from convene.recommendations.models import Addressee, Recommendation
from convene.recommendations.naming import NONE_NAMED, country_key, names_in
from convene.recommendations.queries import cut_to, marked
from convene.recommendations.terms import CLOSED, DRAFTED, Listing, Mark, State

# Any answer counts as one that supports: here it matters alone that there is one.
MARKS = (Mark.NOT_SENT, Mark.AWAITED, Mark.SILENT, Mark.SUPPORTED)
GROUPS = ("addressee", "country", "theme", "kind", "year")


@dataclass(slots=True)
class Count:
    """The figures of one group; `days` are those from sending to the first answer."""

    name: str
    asked: int = 0
    answered: int = 0
    awaited: int = 0
    silent: int = 0
    overdue: int = 0
    implemented: int = 0
    open: int = 0
    days: list[int] = field(default_factory=list)

    @property
    def rate(self) -> int | None:
        """Answers of a hundred that were asked for; None where none was."""
        return round(100 * self.answered / self.asked) if self.asked else None

    @property
    def median_days(self) -> int | None:
        """The median time to answer in days."""
        return round(median(self.days)) if self.days else None


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a body as a whole and by group; and for each addressee and year, rate and median time."""

    whole: Count
    groups: tuple[Count, ...]
    years: tuple[int, ...]
    by_year: dict[tuple[str, int], Count]


def figures_of(body: Body, by: str, cut: Listing | None = None, *, on: date) -> Figures:
    """The figures on a day, of what a list is cut to; two statements, however many recommendations there are.

    Cut to an addressee, only what that addressee was asked and answered is counted.
    """
    cut = cut or Listing()
    whole = Count(body.short_name)
    open_states = [s for s in State if s not in CLOSED | DRAFTED]
    is_open = Recommendation.state.in_(sorted(open_states))
    is_implemented = Recommendation.state == State.IMPLEMENTED
    counted = select(func.count().filter(is_open), func.count().filter(is_implemented)).select_from(Recommendation)
    adopted = cut_to(counted.where(Recommendation.state.not_in(sorted(DRAFTED))), body, cut, on=on)
    whole.open, whole.implemented = db.session.execute(adopted).one()
    groups: dict[str, Count] = {}
    by_year: dict[tuple[str, int], Count] = {}
    for row in _rows(body, by, cut, on=on):
        names = _names(by, row)
        year = row.adopted_on.year if row.adopted_on else None
        # A country is one however it is written; the names of addressees are kept apart by the list too.
        into = [groups.setdefault(country_key(n) if by == "country" else n, Count(n)) for n in names]
        if year is not None and by == "addressee":
            into.append(by_year.setdefault((row.name, year), Count(row.name)))
        for each in (whole, *into):
            _add(each, row, is_whole=each is whole)
    years = tuple(sorted({year for _, year in by_year}, reverse=True))
    ordered = sorted(groups.values(), key=lambda c: (-c.silent, -c.asked, c.name))
    return Figures(whole, tuple(ordered), years, by_year)


@dataclass(frozen=True, slots=True)
class _Row:
    """So many addressees of which all this is the same; what does not matter for the grouping is left empty."""

    name: str
    countries: str
    themes: tuple[object, ...]
    kind: str
    adopted_on: date | None
    state: State
    mark: Mark
    is_overdue: bool
    days: int | None
    count: int


def _rows(body: Body, by: str, cut: Listing, *, on: date) -> Iterable[_Row]:
    """The addressees, those that are alike counted by the database."""
    shown = {
        "name": Addressee.name if by == "addressee" else literal(""),
        "countries": Recommendation.countries if by == "country" else literal(""),
        "themes": Recommendation.themes if by == "theme" else literal(None),
        "kind": Recommendation.kind if by == "kind" else literal(""),
        "adopted": Recommendation.adopted_on if by in ("addressee", "year") else literal(None),
    }
    columns = [
        *(column.label(name) for name, column in shown.items()),
        Recommendation.state.label("state"),
        # One number for what stands there: the database sorts by it, and four answers of yes or no took a third longer.
        case(
            (Addressee.answer.is_not(None), MARKS.index(Mark.SUPPORTED)),
            (marked(Mark.SILENT, on=on), MARKS.index(Mark.SILENT)),
            (marked(Mark.AWAITED, on=on), MARKS.index(Mark.AWAITED)),
            else_=MARKS.index(Mark.NOT_SENT),
        ).label("mark"),
        case((Addressee.next_on < on, 1), else_=0).label("late"),
        Addressee.sent_on.label("sent"),
        Addressee.answered_on.label("replied"),
    ]
    found = (
        select(*columns, func.count(Addressee.id))
        .join(Recommendation, Recommendation.id == Addressee.recommendation_id)
        .where(Recommendation.state.not_in(sorted(DRAFTED)))
        .group_by(*(column for column in columns if not isinstance(column.element, BindParameter)))
    )
    if cut.addressee:
        found = found.where(Addressee.name == cut.addressee)
    found = cut_to(found, body, replace(cut, addressee=""), on=on)
    row: Any
    for row in db.session.execute(found):
        name, countries, themes, kind, adopted, state, mark, late, sent, replied, count = row
        days = (replied - sent).days if sent and replied and replied >= sent else None
        is_overdue = bool(late) and state not in CLOSED
        yield _Row(name, countries, themes or (), kind, adopted, state, MARKS[mark], is_overdue, days, count)


def _names(by: str, row: _Row) -> Sequence[str]:
    if by == "country":
        return names_in(row.countries) or [NONE_NAMED]
    if by == "theme":
        return [str(theme) for theme in row.themes] or [NONE_NAMED]
    if by == "year":
        return [str(row.adopted_on.year) if row.adopted_on else "not known"]
    return [row.kind if by == "kind" else row.name]


def _add(count: Count, row: _Row, *, is_whole: bool) -> None:
    is_answered = row.mark is Mark.SUPPORTED
    count.asked += row.count * (row.mark is not Mark.NOT_SENT)
    count.answered += row.count * is_answered
    count.silent += row.count * (row.mark is Mark.SILENT)
    count.awaited += row.count * (row.mark is Mark.AWAITED)
    count.overdue += row.count * row.is_overdue
    if not is_whole:
        count.implemented += row.count * (row.state is State.IMPLEMENTED)
        count.open += row.count * (row.state not in CLOSED)
    if row.days is not None:
        count.days += [row.days] * row.count
