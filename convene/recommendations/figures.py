"""What can be looked at as a whole: how many are open, answered, silent, overdue, implemented, and how soon.

Every figure is a count of rows that the reader may see, and leads to them by the same cut. The database makes one
whole number of all that matters of an addressee and strings those of a group together: grouped by every answer's
days, five thousand recommendations come to as many groups as there are answers.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from statistics import median
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, Select, String, case, cast, func, literal, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from convene.bodies.models import Body
from convene.db import db
from convene.recommendations.kept import while_unchanged
from convene.recommendations.marking import IS_TIMED, SUPPORT
from convene.recommendations.models import Addressee, Recommendation
from convene.recommendations.naming import country_key, names_in
from convene.recommendations.queries import cut_to
from convene.recommendations.terms import CLOSED, DRAFTED, NOT_KNOWN, UNNAMED, Listing, Mark, Position, State

# Plain words, by which counts are kept: there are many, and terms are slow to look up.
MARKS = tuple(str(mark) for mark in Mark)
ANSWERS = tuple(str(position) for position in Position)
IN_SUPPORT = frozenset(str(position) for position in SUPPORT)
NOT_SENT, TO_POST, AWAITED, SILENT, UNHEARD = (
    str(mark) for mark in (Mark.NOT_SENT, Mark.TO_POST, Mark.AWAITED, Mark.SILENT, Mark.NO_ANSWER)
)
# So many years stand beside each other; all stand among the groups by addressee and year.
YEARS_MOST = 6
# More than the days between any two that a list may name, and the year before the first that it may name: numbers
# made of these stay below two to the power of thirty, up to which they are sorted in half the time.
DAYS_MOST, NO_YEAR = 100_000, 1944
# What stands in the number of an addressee for what was done.
ACTED, IMPLEMENTED = 1, 2


@dataclass(slots=True)
class Count:
    """The figures of one group; `cut` is what leads to its rows, `median_days` the median time to answer in days.

    `days`, those from sending to the first answer, are gathered while it is counted, and `timed` says how many these
    were. `followed` are those in support
    of whom an action is on record, or the recommendation is implemented.
    For an addressee, implemented is only what it answered to itself.
    """

    name: str
    cut: Mapping[str, str] = field(default_factory=dict)
    marks: dict[str, int] = field(default_factory=lambda: dict.fromkeys(MARKS, 0))
    overdue: int = 0
    followed: int = 0
    implemented: int = 0
    open: int = 0
    days: list[int] = field(default_factory=list)
    median_days: int | None = None
    timed: int = 0

    @property
    def answered(self) -> int:
        """How many have answered, whatever it was."""
        return sum(self.marks[mark] for mark in ANSWERS)

    @property
    def awaited(self) -> int:
        """How many have not answered, and need not have."""
        return self.marks[AWAITED]

    @property
    def silent(self) -> int:
        """How many have not answered by the date."""
        return self.marks[SILENT]

    @property
    def unheard(self) -> int:
        """How many were asked, and had not answered when the recommendation was closed."""
        return self.marks[UNHEARD]

    @property
    def to_post(self) -> int:
        """To how many the letter is still to be posted: they are not asked yet."""
        return self.marks[TO_POST]

    @property
    def gone_out(self) -> int:
        """To how many a letter was sent, or is to be posted."""
        return self.asked + self.to_post

    @property
    def asked(self) -> int:
        """How many were asked at all."""
        return self.answered + self.awaited + self.silent + self.unheard

    @property
    def rate(self) -> int | None:
        """Of a hundred that have answered or need not be awaited any more, how many have; None where there are none.

        What was asked yesterday would otherwise stand with nothing.
        """
        told = self.asked - self.awaited
        return round(100 * self.answered / told) if told else None

    @property
    def supporting(self) -> int:
        """How many support it, in part or in full."""
        return sum(self.marks[mark] for mark in IN_SUPPORT)

    @property
    def followed_rate(self) -> int | None:
        """Of a hundred that support it, in part or in full, how many followed it up; None where none does.

        Whoever takes note or declines has promised nothing, and whoever is silent stands in the share that answered.
        """
        return round(100 * self.followed / self.supporting) if self.supporting else None

    def close(self) -> None:
        """Take the median of the days when all are there: each is looked at once, and none is kept."""
        self.median_days = round(median(self.days)) if self.days else None
        self.timed = len(self.days)
        self.days.clear()


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a body as a whole and by group; and for each addressee and year of the last, rate and time."""

    whole: Count
    groups: tuple[Count, ...]
    years: tuple[int, ...]
    by_year: dict[tuple[str, int], Count]


class _DaysBetween(FunctionElement[int]):
    """Whole days from the second day to the first, on either engine."""

    inherit_cache = True
    type = Integer()


class _YearOf(FunctionElement[int]):
    """The year of a day, as a number that has room for more to its right."""

    inherit_cache = True
    type = BigInteger()


@compiles(_DaysBetween)
def _by_subtraction(element: _DaysBetween, compiler: SQLCompiler, **named: Any) -> str:
    later, earlier = (compiler.process(clause, **named) for clause in element.clauses)
    return f"({later} - {earlier})"


@compiles(_DaysBetween, "sqlite")
def _by_julian_days(element: _DaysBetween, compiler: SQLCompiler, **named: Any) -> str:
    later, earlier = (compiler.process(clause, **named) for clause in element.clauses)
    return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"


@compiles(_YearOf)
def _by_extraction(element: _YearOf, compiler: SQLCompiler, **named: Any) -> str:
    return f"CAST(EXTRACT(year FROM {compiler.process(element.clauses, **named)}) AS BIGINT)"


@compiles(_YearOf, "sqlite")
def _by_letters(element: _YearOf, compiler: SQLCompiler, **named: Any) -> str:
    return f"CAST(substr({compiler.process(element.clauses, **named)}, 1, 4) AS INTEGER)"


# By what is grouped: the column, and what of it a list is cut to. A year stands in the number of each addressee.
_COLUMNS: dict[str, ColumnElement[Any]] = {
    "addressee": Addressee.name.expression,
    "addressee and year": Addressee.name.expression,
    "country": Recommendation.countries.expression,
    "theme": Recommendation.themes.expression,
    "kind": Recommendation.kind.expression,
}
GROUPS = (*_COLUMNS, "year")
_OF_ADDRESSEES = ("addressee", "addressee and year")


def figures_of(body: Body, by: str, cut: Listing | None = None, *, on: date) -> Figures:
    """The figures on a day, of what a list is cut to; two statements, however many recommendations there are.

    Cut to an addressee, only what that addressee was asked and answered is counted. Open and implemented are
    recommendations, all else is addressees.
    """
    asked = cut or Listing()
    return while_unchanged(body, ("figures", by, asked, on), lambda: _counted(body, by, asked, on=on))


def _counted(body: Body, by: str, cut: Listing, *, on: date) -> Figures:
    whole = Count(body.short_name)
    groups: dict[tuple[str, ...], Count] = {}
    by_year: dict[tuple[str, int], Count] = {}
    for value, state, adopted_on, count in _recommendations(body, by, cut, on=on):
        into = [whole] if by in _OF_ADDRESSEES else [whole, *_into(groups, by, value, _year(adopted_on))]
        for each in into:
            each.open += count * (state not in CLOSED)
            each.implemented += count * (state is State.IMPLEMENTED)
    for value, text in db.session.execute(_addressees(body, by, cut, on=on)):
        of_year: dict[int, list[Count]] = {}
        for cell in _cells(text):
            if cell.year not in of_year:
                of_year[cell.year] = [whole, *_into(groups, by, value, cell.year)]
                if by == "addressee" and cell.year:
                    of_year[cell.year].append(by_year.setdefault((value, cell.year), Count(value)))
            for each in of_year[cell.year]:
                each.marks[cell.mark] += cell.count
                each.overdue += cell.count * cell.is_overdue
                each.followed += cell.count * cell.is_followed
                each.days += cell.days
            if by in _OF_ADDRESSEES:
                of_year[cell.year][1].implemented += cell.count * cell.is_implemented
    for each in (whole, *groups.values(), *by_year.values()):
        each.close()
    years = tuple(sorted({year for _, year in by_year}, reverse=True)[:YEARS_MOST])
    return Figures(whole, tuple(sorted(groups.values(), key=_order(by))), years, by_year)


def _order(by: str) -> Callable[[Count], tuple[Any, ...]]:
    """The silent first; years from the last on, and those of an addressee together."""
    if by in ("year", "addressee and year"):
        return lambda c: (c.cut.get("addressee", ""), -int(c.cut["year"]) if c.cut["year"].isdecimal() else 0)
    return lambda c: (-c.silent, -c.asked, c.name)


def _recommendations(body: Body, by: str, cut: Listing, *, on: date) -> Iterable[tuple[Any, State, date | None, int]]:
    """How many recommendations are alike in what is grouped by, in their state and, by year, in their day."""
    columns: list[ColumnElement[Any]] = [Recommendation.state.expression]
    columns += [_COLUMNS[by]] if by in _COLUMNS and by not in _OF_ADDRESSEES else []
    columns += [Recommendation.adopted_on.expression] if by == "year" else []
    wanted = select(*columns, func.count()).select_from(Recommendation)
    wanted = wanted.where(Recommendation.state.not_in(sorted(DRAFTED))).group_by(*columns)
    for state, *value, count in db.session.execute(cut_to(wanted, body, cut, on=on)):
        of = value[0] if value else None
        yield of, state, of if by == "year" else None, count


def _addressees(body: Body, by: str, cut: Listing, *, on: date) -> Select[Any]:
    """The addressees of each group, every one as a whole number, by a comma between them.

    From the left: its year of adoption, its mark, whether a report is overdue, what was done (implemented, or else an
    action on record), and in the last five figures one more than the days to its answer; nothing where they are not
    known. There are so many `MARKS`, and three that may stand for what was done.
    """
    unanswered = case(
        (Addressee.sent_on.is_(None), MARKS.index(NOT_SENT)),
        (Recommendation.state.in_(sorted(CLOSED)), MARKS.index(UNHEARD)),
        (Addressee.is_to_post.is_(True), MARKS.index(TO_POST)),
        (Addressee.due_on < on, MARKS.index(SILENT)),
        else_=MARKS.index(AWAITED),
    )
    answers: dict[Any, int] = {each: MARKS.index(each) for each in ANSWERS}
    mark = case(answers, value=Addressee.answer, else_=unanswered)
    late = case(((Addressee.next_on < on) & Recommendation.state.not_in(sorted(CLOSED)), 1), else_=0)
    # What was implemented is an addressee's own if it answered.
    done = case(
        ((Recommendation.state == State.IMPLEMENTED) & Addressee.answer.is_not(None), IMPLEMENTED),
        (Addressee.has_acted.is_(True), ACTED),
        else_=0,
    )
    days = case((IS_TIMED, _DaysBetween(Addressee.first_answered_on, Addressee.sent_on) + 1), else_=0)
    year = func.coalesce(_YearOf(Recommendation.adopted_on) - NO_YEAR, 0)
    number = (((year * len(MARKS) + mark) * 2 + late) * 3 + done) * DAYS_MOST + days
    strung = func.aggregate_strings(cast(number, String), ",")
    of = _COLUMNS.get(by)
    found: Select[Any] = select(literal("") if of is None else of, strung)
    found = found.join_from(Addressee, Recommendation, Recommendation.id == Addressee.recommendation_id)
    # The body is named of both, so that either index can serve.
    found = found.where(Recommendation.state.not_in(sorted(DRAFTED)), Addressee.body_id == body.id)
    if cut.addressee:
        found = found.where(Addressee.name == cut.addressee)
    if of is not None:
        found = found.group_by(of)
    return cut_to(found, body, replace(cut, addressee=""), on=on)


@dataclass(frozen=True, slots=True)
class _Cell:
    """So many addressees that are alike but for the days that their answers took."""

    year: int
    mark: str
    is_overdue: bool
    is_followed: bool
    is_implemented: bool
    count: int
    days: list[int]


def _cells(text: str | None) -> Iterator[_Cell]:
    """What a group's numbers say, those alike together. Sorted, they are found without looking at each."""
    numbers = sorted(map(int, text.split(","))) if text else []
    start = 0
    while start < len(numbers):
        alike = numbers[start] // DAYS_MOST
        first = alike * DAYS_MOST + 1  # A day less than the first that is known.
        end = bisect_left(numbers, first - 1 + DAYS_MOST, start)
        known = bisect_left(numbers, first, start, end)
        rest, done = divmod(alike, 3)
        rest, is_overdue = divmod(rest, 2)
        year, mark = divmod(rest, len(MARKS))
        is_followed = done > 0 and MARKS[mark] in IN_SUPPORT
        days = [number - first for number in numbers[known:end]]
        yield _Cell(
            year + NO_YEAR if year else 0,
            MARKS[mark],
            bool(is_overdue),
            is_followed,
            done == IMPLEMENTED,
            end - start,
            days,
        )
        start = end


def _into(groups: dict[tuple[str, ...], Count], by: str, value: Any, year: int) -> list[Count]:
    """The groups in which something counts, made where they are not there yet."""
    found = []
    for cut in _cuts(by, value, year):
        # A country is one however it is written; the names of addressees are kept apart by the list too.
        name = tuple(map(country_key, cut.values()) if by == "country" else cut.values())
        if name not in groups:
            groups[name] = Count(", ".join(cut.values()), cut)
        found.append(groups[name])
    return found


def _cuts(by: str, value: Any, year: int) -> Sequence[dict[str, str]]:
    """What a list is cut to for each group that a value of the grouping column stands for."""
    of_year = str(year) if year else NOT_KNOWN
    if by == "country":
        return [{"country": name} for name in names_in(value) or (UNNAMED,)]
    if by == "theme":
        return [{"theme": str(theme)} for theme in value or (UNNAMED,)]
    if by == "year":
        return [{"year": of_year}]
    if by == "addressee and year":
        return [{"addressee": value, "year": of_year}]
    return [{by: value}]


def _year(day: date | None) -> int:
    return day.year if day else 0
