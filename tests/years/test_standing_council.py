"""The rules on the Council's year (B2 to B7): a row on each side of each boundary."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from convene.meetings.terms import MeetingKind
from convene.years.standing import council
from convene.years.standing.facts import Brief, Needs, Neighbour, Stage, State, Strand, YearMeeting
from tests.years.facts import TODAY, a_meeting, a_year

KEPT, AT_RISK, BROKEN, UNDECIDED = State.KEPT, State.AT_RISK, State.BROKEN, State.OPEN
DEBATE = date(2027, 9, 21)
LATER = date(2028, 1, 1)


def a_briefing(starts_on: date = DEBATE, **given: Any) -> YearMeeting:
    usual = {"kind": MeetingKind.BRIEFING, "template": "unga-briefing", "near_days": 60, "key": "briefing"}
    return a_meeting(starts_on, 1, **(usual | given))


def check_ins(starts_on: date = date(2027, 2, 12), **given: Any) -> YearMeeting:
    usual = {"kind": MeetingKind.GATHERING, "template": "check-ins", "stage": Stage.HELD, "city": "Munich"}
    return a_meeting(starts_on, 3, **(usual | given))


def board(first: date, last: date) -> tuple[Neighbour, ...]:
    return (Neighbour("Coordination Board", first, last),)


@pytest.mark.parametrize(
    "meetings, given, state",
    [
        ((), {}, BROKEN),
        ((a_meeting(),), {}, BROKEN),
        ((a_briefing(),), {}, KEPT),
        ((a_briefing(stage=Stage.MISSED),), {}, BROKEN),
        ((a_briefing(DEBATE - timedelta(days=14)),), {}, KEPT),
        ((a_briefing(DEBATE - timedelta(days=15)),), {}, AT_RISK),
        ((a_briefing(DEBATE + timedelta(days=14)),), {}, KEPT),
        ((a_briefing(DEBATE + timedelta(days=15)),), {}, AT_RISK),
        ((a_briefing(DEBATE + timedelta(days=15)),), {"debate": None}, KEPT),
        ((a_briefing(stage=Stage.DRAFT, near_days=111),), {}, KEPT),
        ((a_briefing(stage=Stage.DRAFT, near_days=112),), {}, AT_RISK),
        ((a_briefing(),), {"neighbours": board(DEBATE - timedelta(days=2), DEBATE - timedelta(days=1))}, KEPT),
        ((a_briefing(),), {"neighbours": board(DEBATE - timedelta(days=1), DEBATE)}, AT_RISK),
        ((a_briefing(),), {"neighbours": board(DEBATE + timedelta(days=1), DEBATE + timedelta(days=2))}, KEPT),
    ],
)
def test_b2_one_briefing_is_firm_and_its_season_suggested(
    meetings: tuple[YearMeeting, ...], given: dict[str, Any], state: State
) -> None:
    assert council.b2_briefing(a_year(*meetings, **given)).state is state


@pytest.mark.parametrize(
    "meetings, state",
    [
        ((), BROKEN),
        ((a_briefing(),), BROKEN),
        ((check_ins(),), KEPT),
        ((check_ins(date(2027, 11, 10), template="check-ins-day", stage=Stage.PROPOSED),), KEPT),
        ((check_ins(TODAY, stage=Stage.PROPOSED),), AT_RISK),
        ((check_ins(stage=Stage.MISSED),), BROKEN),
    ],
)
def test_b3_one_more_contact_is_firm_wherever_it_is(meetings: tuple[YearMeeting, ...], state: State) -> None:
    assert council.b3_bilateral_contact(a_year(*meetings)).state is state


HELD = a_briefing(stage=Stage.HELD)


@pytest.mark.parametrize(
    "needs, meeting, state",
    [
        (None, HELD, UNDECIDED),
        (Needs(0, 0), HELD, UNDECIDED),
        (Needs(2, 2), HELD, KEPT),
        (Needs(2, 2), a_briefing(), KEPT),
        (Needs(2, 1), HELD, AT_RISK),
        (Needs(2, 0), HELD, BROKEN),
        (Needs(2, 0), a_briefing(), UNDECIDED),
        (Needs(2, 1), a_briefing(), UNDECIDED),
    ],
)
def test_b4_traces_needs_once_there_are_any(needs: Needs | None, meeting: YearMeeting, state: State) -> None:
    assert council.b4_needs_traced(a_year(meeting, needs=needs)).state is state


BRIEF = Brief("Warning signs", pages=3, minutes=5, is_late=False, is_ahead=True)


@pytest.mark.parametrize(
    "given, state",
    [
        ({}, KEPT),
        ({"pages": 4}, BROKEN),
        ({"pages": None}, AT_RISK),
        ({"minutes": 6}, AT_RISK),
        ({"minutes": None}, KEPT),
        ({"is_late": True}, AT_RISK),
        ({"is_ahead": False}, BROKEN),
    ],
)
def test_b5_limits_briefs_and_wants_them_ahead(given: dict[str, Any], state: State) -> None:
    assert council.b5_briefs(a_year(a_briefing(briefs=(BRIEF, replace(BRIEF, **given))))).state is state


@pytest.mark.parametrize("stage, state", [(Stage.CONVENED, UNDECIDED), (Stage.HELD, BROKEN)])
def test_b5_a_briefing_without_a_brief(stage: Stage, state: State) -> None:
    assert council.b5_briefs(a_year(a_briefing(stage=stage))).state is state


@pytest.mark.parametrize(
    "meetings, today, state",
    [
        ((), TODAY, UNDECIDED),
        ((HELD,), LATER, AT_RISK),
        ((a_meeting(template="council-meeting"),), TODAY, KEPT),
        ((a_meeting(template="council-meeting", stage=Stage.DRAFT),), TODAY, AT_RISK),
    ],
)
def test_b6_wants_meetings_of_its_own_without_a_number(
    meetings: tuple[YearMeeting, ...], today: date, state: State
) -> None:
    assert council.b6_own_meetings(a_year(*meetings, today=today)).state is state


@pytest.mark.parametrize(
    "strands, given, state",
    [
        (set(Strand), {}, KEPT),
        ({Strand.THEMATIC, Strand.MICRO}, {"near_days": 111}, UNDECIDED),
        ({Strand.THEMATIC, Strand.MICRO}, {"near_days": 112}, AT_RISK),
        (set(), {"stage": Stage.HELD}, AT_RISK),
    ],
)
def test_b7_runs_in_three_strands(strands: set[Strand], given: dict[str, Any], state: State) -> None:
    meeting = a_briefing(strands=frozenset(strands), **given)

    assert council.b7_three_strands(a_year(meeting)).state is state
    assert council.b7_three_strands(a_year()).state is UNDECIDED
