"""Each session and deadline of three planned years, against the time zone database read by itself.

The hours agreed are those of the wall clock where the meeting is: New York, Munich, Canberra, Ottawa. The weeks in
which American and European clocks differ by an hour more or less are tried one by one.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from convene import clock
from convene.agendas.templates import meeting_templates
from convene.bodies.models import Body
from convene.db import work
from convene.meetings.models import Meeting
from convene.years.drafting import cycle_of, members_in_order
from convene.years.hosting import order_hosts
from convene.years.knockon_applying import apply_lines
from convene.years.knockon_reading import of_move
from tests.browser import TESTS
from tests.build import BY, sessions
from tests.years.made import founded, planned

YEARS = (2028, 2029, 2030)
ZONES = {
    "New York": "America/New_York", "Munich": "Europe/Berlin", "Canberra": "Australia/Sydney",
    "Ottawa": "America/Toronto", "Berlin": "Europe/Berlin",
}  # fmt: skip


def utc(day: date, wall: time, zone: str) -> datetime:
    """The instant of an hour on the wall, by the standard library alone."""
    return datetime.combine(day, wall, ZoneInfo(zone)).astimezone(UTC)


def faults(meeting: Meeting, owner: Body) -> list[str]:
    """Whatever of a meeting is not at the hour of its template on the wall clock there."""
    template = meeting_templates()[meeting.template]
    zone = ZONES.get(meeting.city, owner.zone)
    found = [] if meeting.zone == zone else [f"{meeting.city} is in {zone}, not {meeting.zone}"]
    for sitting, session in zip(template.sessions, sessions(meeting), strict=True):
        day = meeting.starts_on + timedelta(days=sitting.day - 1)
        starts_at = utc(day, sitting.opens, zone)
        if (session.starts_at, session.ends_at) != (starts_at, starts_at + timedelta(minutes=sitting.minutes)):
            found.append(f"{meeting.symbol}: {session.title} {session.starts_at}, not {starts_at}")
    steps = {one.key: one for line in cycle_of(owner) if line.key == meeting.line for one in line.milestones}
    for name, step in (("papers_due_at", "paper-deadline"), ("proposals_due_at", "supplementary-items")):
        due_at: datetime = getattr(meeting, name)
        if due_at.astimezone(ZoneInfo(zone)).time() != template.due_at:
            found.append(f"{meeting.symbol}: {name} at {due_at}")
        if step in steps and due_at > utc(
            meeting.starts_on - timedelta(days=steps[step].days_before), template.due_at, zone
        ):
            found.append(f"{meeting.symbol}: {name} later than planned")
    answers = utc(meeting.starts_on - timedelta(days=template.answers_due_days), template.due_at, zone)
    return found if meeting.answers_due_at == answers else [*found, f"{meeting.symbol}: answers"]


@pytest.mark.parametrize("year", YEARS)
def test_every_meeting_of_a_planned_year_keeps_its_hours_on_the_wall_there(app: Flask, year: int) -> None:
    with app.app_context(), work(TESTS):
        board, council = founded("S1"), founded("S2")
        meetings = planned(board, year, "spring", "autumn") | planned(
            council, year, "munich", "research-agenda", "briefing", "review"
        )
        places = {m.city for m in meetings.values()}

        assert places >= {"New York", "Munich", "Canberra"}
        assert [f for m in meetings.values() for f in faults(m, board if m.body_id == board.id else council)] == []


def test_hosts_in_turn_take_the_hours_of_their_own_capitals(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        board = founded("S1")
        order = {"Canada": 1, "Australia": 2, "Germany": 3}
        order_hosts(board, [replace(m, position=order[m.name]) for m in members_in_order(board)], by=BY, at=clock.now())
        springs = [planned(board, year, "spring")["spring"] for year in YEARS]

        assert [m.city for m in springs] == ["Ottawa", "Canberra", "Berlin"]
        assert [f for m in springs for f in faults(m, board)] == []


# First days before, between and after the changes of clock of 2028: America 12 March and 5 November, Europe 26 March
# and 29 October, Australia 2 April and 1 October.
WEEKS = [
    "2028-03-06", "2028-03-14", "2028-03-21", "2028-03-28", "2028-04-04", "2028-09-26", "2028-10-03", "2028-10-31",
    "2028-11-07",
]  # fmt: skip


@pytest.mark.parametrize("day", WEEKS)
@pytest.mark.parametrize("host", ["Canada", "Australia", "Germany", ""])
def test_moved_through_the_changes_of_clock_it_keeps_its_hours(app: Flask, day: str, host: str) -> None:
    with app.app_context(), work(TESTS):
        board = founded("S1")
        if host:
            order = [replace(m, position=1 if m.name == host else None) for m in members_in_order(board)]
            order_hosts(board, order, by=BY, at=clock.now())
        line = "spring" if host else "autumn"
        meeting = planned(board, 2028, line)[line]
        shift = date.fromisoformat(day) - meeting.starts_on
        before = [(s.on, s.opens) for s in sessions(meeting)]
        answers = meeting.answers_due_at.astimezone(ZoneInfo(meeting.zone))

        found = of_move(meeting, date.fromisoformat(day), at=clock.now())
        apply_lines(board, found.affected, {one.key for one in found.lines}, by=BY, at=clock.now())

        zone = {"Canada": "America/Toronto", "Australia": "Australia/Sydney", "Germany": "Europe/Berlin"}.get(
            host, "America/New_York"
        )
        assert [s.starts_at for s in sessions(meeting)] == [utc(on + shift, opens, zone) for on, opens in before]
        assert meeting.answers_due_at == utc(answers.date() + shift, answers.time(), zone)
