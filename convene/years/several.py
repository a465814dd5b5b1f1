"""Years to look at: one year as its marks, and seven one under another; gathered in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from convene import clock
from convene.anchors.known import FIRST_YEAR, LAST_YEAR
from convene.anchors.models import Office
from convene.anchors.queries import offices_in
from convene.bodies.models import Body
from convene.db import db
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.people.terms import TermRole
from convene.presets.reading import presets
from convene.presets.terms import Preset
from convene.years.drafting import draft_years
from convene.years.rules import YearPlan
from convene.years.standing.facts import Member
from convene.years.standing.members import unseated
from convene.years.standing.on_record import members_of
from convene.years.timeline import Dot, Mark, Timeline, by_line, drawn_year, event, office, on_record, proposed, vacant

AROUND = 3
DUE = (
    ("proposals_due_at", "Proposals for the agenda"),
    ("answers_due_at", "Answers to the invitation"),
    ("papers_due_at", "Papers"),
)


def timeline_of(body: Body, plan: YearPlan, *, at: datetime) -> Timeline:
    """One year of a body that the present reader serves: events, meetings, what is due, vacant seats."""
    marks = [event(one) for one in plan.anchors]
    marks += _meetings(plan, _of_years(body, [plan.year]))
    marks += [vacant(*one) for one in vacancies(presets()[body.preset], members_of(body).facts, plan.year)]
    marks += [_office(one, plan.year) for one in offices_in(body, plan.year)]
    return drawn_year(plan.year, marks, clock.local(at, body.zone).date())


def _office(one: Office, year: int) -> Mark:
    last = one.ends_on or date(year, 12, 31)
    return office(
        f"{one.name}: {one.holder}", one.starts_on, last, "held" if one.ends_on else "held until further notice"
    )


def _of_years(body: Body, years: Sequence[int]) -> list[Meeting]:
    wanted = (
        select(Meeting)
        .where(Meeting.body_id == body.id, Meeting.year.in_(years), Meeting.state != MeetingState.CANCELLED)
        .order_by(Meeting.starts_on, Meeting.id)
    )
    return list(db.session.scalars(wanted))


def _meetings(plan: YearPlan, meetings: Sequence[Meeting], since: date | None = None) -> list[Mark]:
    """What is on record of a year, with its deadlines, and what is proposed beside it from a day on."""
    lines = {one.key: one.line for one in plan.held}
    due = {one.key: one.due for one in plan.held}
    marks = []
    for one in meetings:
        line = lines.get(one.key)
        dots = [Dot(step.on, step.name) for step in due.get(one.key, ())]
        # A meeting that is not of the cycle has no milestones, but deadlines of its own.
        if not dots and one.taken_over_on is None:
            dots = [Dot(clock.local(getattr(one, name), one.zone).date(), words) for name, words in DUE]
        marks.append(on_record(line.name if line else one.title, one, line.key if line else "", dots))
    return [*marks, *(proposed(one) for one in plan.meetings if since is None or one.ends_on >= since)]


def vacancies(preset: Preset, members: Sequence[Member], year: int) -> list[tuple[str, date, date]]:
    """Members' seats without a holder in a year; of a steering group, those of its own members alone."""
    roles = [TermRole(role) for role in preset.seat_roles if role in set(TermRole)]
    if not roles:
        return []
    seat = roles[0]
    if seat is TermRole.STEERING_MEMBER:
        steering = [m for m in members if m.name in preset.steering or any(s.role is seat for s in m.seats)]
        return unseated(steering, [seat], year)
    return unseated(members, [seat], year)


@dataclass(frozen=True, slots=True)
class YearBeside:
    """One of several years: whether it lies behind, and its meetings by the lines of the cycle."""

    timeline: Timeline
    rows: tuple[tuple[str, tuple[Mark, ...]], ...]
    is_over: bool

    @property
    def year(self) -> int:
        """The year."""
        return self.timeline.year


@dataclass(frozen=True, slots=True)
class LineAcross:
    """One line of the cycle through the years: the meetings of each."""

    key: str
    name: str
    years: tuple[tuple[int, tuple[Mark, ...]], ...]


def years_around(year: int) -> list[int]:
    """Three years back and ahead, as far as anchor events are known or computed."""
    return [one for one in range(year - AROUND, year + AROUND + 1) if FIRST_YEAR <= one <= LAST_YEAR]


def several_years(body: Body, year: int, *, at: datetime) -> tuple[list[YearBeside], list[LineAcross]]:
    """The years around one: those behind from the record alone, those ahead as they are planned."""
    preset, years = presets()[body.preset], years_around(year)
    today = clock.local(at, body.zone).date()
    meetings = _of_years(body, years)
    found = []
    for plan in draft_years(body, years):
        own = [one for one in meetings if one.year == plan.year]
        timeline = drawn_year(plan.year, _meetings(plan, own, since=today), today)
        found.append(YearBeside(timeline, by_line(preset.cycle, timeline), plan.year < today.year))
    names = list(dict.fromkeys(name for each in found for name, _ in each.rows))
    keys = {line.name: line.key for line in preset.cycle}
    across = [
        LineAcross(keys.get(name, "other"), name, tuple((each.year, dict(each.rows).get(name, ())) for each in found))
        for name in names
    ]
    return _alike(found, names), across


def _alike(found: Sequence[YearBeside], names: Sequence[str]) -> list[YearBeside]:
    """The same rows in every year, so that one looks down a column."""
    return [
        YearBeside(one.timeline, tuple((name, dict(one.rows).get(name, ())) for name in names), one.is_over)
        for one in found
    ]
