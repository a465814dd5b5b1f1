"""Facts of a year for the tests of its rules, with defaults: a convened board meeting, a State, a year of the board."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from convene.access.terms import Audience
from convene.agendas.terms import Subject
from convene.bodies.terms import PartyKind
from convene.meetings.rules import Sitting
from convene.meetings.terms import MeetingKind
from convene.people.terms import TermRole
from convene.years.standing.facts import Member, Seat, Stage, YearFacts, YearMeeting

TODAY = date(2027, 6, 1)
SEPTEMBER = date(2027, 9, 22)
SEVEN = ("United States", "Canada", "United Kingdom", "Germany", "Australia", "Netherlands", "Denmark")
CLOSED, OPEN = Audience.CLOSED, Audience.OPEN


def sittings(first: date, *audiences: Audience) -> tuple[Sitting, ...]:
    """Sessions of three hours, a morning and an afternoon each day."""
    return tuple(
        Sitting(first + timedelta(days=n // 2), time(9, 30) if n % 2 == 0 else time(14, 30), 180, audience)
        for n, audience in enumerate(audiences)
    )


def a_meeting(starts_on: date = SEPTEMBER, lasts: int = 2, **given: Any) -> YearMeeting:
    """A regular meeting of the board of two days in New York, convened, as its template has it."""
    meeting = YearMeeting(
        name="Second regular meeting",
        kind=MeetingKind.REGULAR,
        template="coordination-board",
        stage=Stage.CONVENED,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=lasts - 1),
        city="New York",
        key="autumn",
        near_days=120,
        sittings=sittings(starts_on, CLOSED, CLOSED, OPEN, CLOSED),
        subjects=(Subject.PROCEDURE, Subject.DEEP_DIVE),
    )
    return replace(meeting, **given)


def a_seat(first: date = date(2026, 1, 1), last: date | None = None, role: Any = None) -> Seat:
    """A primary representative since 2026."""
    return Seat(role or TermRole.PRIMARY_REPRESENTATIVE, first, last)


def a_member(name: str = "Denmark", *seats: Seat, **given: Any) -> Member:
    """A State with one primary representative, unless other seats are given."""
    return replace(Member(name, PartyKind.STATE, seats=seats or (a_seat(),)), **given)


def a_year(*meetings: YearMeeting, **given: Any) -> YearFacts:
    """The board's year 2027, seen on 1 June."""
    facts = YearFacts(
        year=2027, today=TODAY, is_on_record=True, meetings=meetings, founders=SEVEN, debate=date(2027, 9, 21)
    )
    return replace(facts, **given)
