"""The rules on the board's meetings (A5 to A13): a row on each side of each boundary."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from convene.agendas.terms import Subject
from convene.meetings.terms import MeetingKind
from convene.people.terms import AssetClass
from convene.presets.terms import Where
from convene.years.standing import board
from convene.years.standing.facts import Delegation, Prepared, Stage, State, YearMeeting
from tests.years.facts import CLOSED, OPEN, SEPTEMBER, TODAY, a_meeting, a_year, sittings

APRIL = date(2027, 4, 6)
KEPT, AT_RISK, BROKEN, UNDECIDED = State.KEPT, State.AT_RISK, State.BROKEN, State.OPEN
SPRING = a_meeting(APRIL, stage=Stage.HELD, key="spring", city="Ottawa")
LATER = date(2028, 1, 1)


def on_agenda(*subjects: Subject, **given: Any) -> YearMeeting:
    return a_meeting(subjects=subjects, **given)


@pytest.mark.parametrize(
    "meetings, state",
    [
        ((), UNDECIDED),
        ((on_agenda(Subject.DEEP_DIVE),), KEPT),
        ((on_agenda(Subject.DEEP_DIVE, Subject.DEEP_DIVE),), AT_RISK),
        ((on_agenda(Subject.PROCEDURE),), BROKEN),
        ((on_agenda(),), UNDECIDED),
        ((on_agenda(stage=Stage.HELD),), BROKEN),
        ((on_agenda(Subject.DEEP_DIVE), on_agenda(Subject.PROCEDURE, kind=MeetingKind.SPECIAL)), BROKEN),
        ((on_agenda(Subject.DEEP_DIVE), on_agenda(Subject.PROCEDURE, kind=MeetingKind.WORKING_GROUP)), KEPT),
        ((on_agenda(Subject.DEEP_DIVE), on_agenda(Subject.PROCEDURE, stage=Stage.MISSED)), KEPT),
    ],
)
def test_a5_asks_each_meeting_of_the_board_for_one_deep_dive(meetings: tuple[YearMeeting, ...], state: State) -> None:
    assert board.a5_deep_dive(a_year(*meetings)).state is state


RULES = [
    (board.a6_situation_updates, Subject.SITUATION_UPDATE),
    (board.a7_economic_actors, Subject.ECONOMIC_ACTORS),
    (board.a8_accountability, Subject.ACCOUNTABILITY),
    (board.a9_research, Subject.RESEARCH),
]


@pytest.mark.parametrize("rule, subject", RULES)
@pytest.mark.parametrize(
    "given, today, state",
    [
        ({"stage": Stage.CONVENED}, TODAY, KEPT),
        ({"stage": Stage.PROPOSED, "near_days": 112}, TODAY, KEPT),
        ({"stage": Stage.PROPOSED, "near_days": 113}, TODAY, AT_RISK),
        ({"stage": Stage.HELD}, LATER, KEPT),
        ({"stage": Stage.MISSED}, TODAY, UNDECIDED),
    ],
)
def test_a6_to_a9_are_kept_by_one_item_in_the_year(
    rule: Any, subject: Subject, given: dict[str, Any], today: date, state: State
) -> None:
    assert rule(a_year(on_agenda(subject, **given), today=today)).state is state


@pytest.mark.parametrize("rule, subject", RULES)
@pytest.mark.parametrize("today, state", [(date(2027, 12, 31), UNDECIDED), (LATER, BROKEN)])
def test_a6_to_a9_lack_once_the_year_is_over(rule: Any, subject: Subject, today: date, state: State) -> None:
    ruling = rule(a_year(on_agenda(Subject.DEEP_DIVE, stage=Stage.HELD), today=today))

    assert ruling.state is state
    assert ruling.rule in f"{rule.__name__.split('_')[0].upper()}"


@pytest.mark.parametrize(
    "meetings, state",
    [
        ((), BROKEN),
        ((SPRING,), BROKEN),
        ((SPRING, a_meeting()), KEPT),
        ((SPRING, a_meeting(), a_meeting(date(2027, 11, 9))), KEPT),
        ((SPRING, a_meeting(kind=MeetingKind.SPECIAL)), BROKEN),
        ((SPRING, a_meeting(stage=Stage.MISSED)), BROKEN),
        ((SPRING, a_meeting(stage=Stage.DRAFT, near_days=112)), KEPT),
        ((SPRING, a_meeting(stage=Stage.DRAFT, near_days=113)), AT_RISK),
        ((SPRING, a_meeting(stage=Stage.PROPOSED, near_days=113)), AT_RISK),
        ((SPRING, a_meeting(is_provisional=True, near_days=112)), KEPT),
        ((SPRING, a_meeting(is_provisional=True, near_days=113)), AT_RISK),
        ((SPRING, a_meeting(stage=Stage.DRAFT), a_meeting(date(2027, 11, 9))), KEPT),
        ((SPRING, a_meeting(city=Where.VIDEO)), AT_RISK),
    ],
)
def test_a10_asks_for_two_regular_meetings_in_person(meetings: tuple[YearMeeting, ...], state: State) -> None:
    assert board.a10_regular_meetings(a_year(*meetings)).state is state


def test_a10_says_which_meetings_count_and_leads_to_them() -> None:
    ruling = board.a10_regular_meetings(a_year(SPRING, a_meeting(is_provisional=True, near_days=10)))

    assert ruling.text == (
        "Two regular meetings in 2027: 6 to 7 April in Ottawa (held); "
        "22 to 23 September in New York (convened, provisional)."
    )
    assert [row.key for row in ruling.rows] == ["spring", "autumn"]


@pytest.mark.parametrize("meetings, state", [((), UNDECIDED), ((SPRING,), BROKEN)])
def test_a_year_behind_of_which_nothing_tells_is_not_called_broken(
    meetings: tuple[YearMeeting, ...], state: State
) -> None:
    assert board.a10_regular_meetings(a_year(*meetings, today=LATER)).state is state


@pytest.mark.parametrize(
    "given, state",
    [
        ({}, KEPT),
        ({"sittings": sittings(SEPTEMBER, CLOSED, CLOSED)}, BROKEN),
        ({"sittings": sittings(SEPTEMBER, CLOSED, CLOSED, CLOSED, CLOSED)}, BROKEN),
        ({"sittings": sittings(SEPTEMBER, OPEN, CLOSED, OPEN, CLOSED)}, BROKEN),
        ({"sittings": sittings(SEPTEMBER, CLOSED, CLOSED, OPEN, OPEN)}, BROKEN),
        ({"sittings": sittings(SEPTEMBER, CLOSED, CLOSED, OPEN)}, KEPT),
        ({"sittings": ()}, UNDECIDED),
        ({"sittings": (), "ends_on": SEPTEMBER}, BROKEN),
        ({"kind": MeetingKind.SPECIAL, "sittings": sittings(SEPTEMBER, CLOSED)}, UNDECIDED),
    ],
)
def test_a11_asks_for_two_days_with_the_second_morning_open(given: dict[str, Any], state: State) -> None:
    assert board.a11_two_days_second_morning_open(a_year(a_meeting(**given))).state is state


PEACE, AID = AssetClass.PEACEKEEPING, AssetClass.HUMANITARIAN


@pytest.mark.parametrize(
    "named, has, given, state",
    [
        ({PEACE}, set(), {}, KEPT),
        (set(), set(), {}, AT_RISK),
        (set(), set(), {"near_days": 112}, UNDECIDED),
        ({PEACE}, {PEACE, AID}, {}, AT_RISK),
        ({PEACE, AID}, {PEACE, AID}, {}, KEPT),
        ({PEACE}, {PEACE, AID}, {"stage": Stage.HELD, "near_days": 0}, AT_RISK),
    ],
)
def test_a12_encourages_officials_for_what_a_state_deploys(
    named: set[AssetClass], has: set[AssetClass], given: dict[str, Any], state: State
) -> None:
    delegation = Delegation("Denmark", frozenset(named), frozenset(has))

    usual = {"near_days": 113} | given
    assert board.a12_delegations(a_year(a_meeting(delegations=(delegation,), **usual))).state is state
    assert board.a12_delegations(a_year(a_meeting())).state is UNDECIDED


@pytest.mark.parametrize(
    "prepared, given, state",
    [
        (None, {"near_days": 112}, UNDECIDED),
        (None, {"near_days": 113}, AT_RISK),
        (None, {"stage": Stage.PROPOSED, "key": ""}, UNDECIDED),
        (None, {"stage": Stage.HELD}, AT_RISK),
        (Prepared(is_sent=False, due_on=SEPTEMBER, owing=()), {"stage": Stage.HELD}, AT_RISK),
        (Prepared(is_sent=True, due_on=SEPTEMBER, owing=()), {}, KEPT),
        (Prepared(is_sent=True, due_on=TODAY, owing=("Denmark",)), {}, UNDECIDED),
        (Prepared(is_sent=True, due_on=TODAY - timedelta(days=1), owing=("Denmark",)), {}, AT_RISK),
        (Prepared(is_sent=True, due_on=SEPTEMBER, owing=("Denmark",)), {"stage": Stage.HELD}, AT_RISK),
    ],
)
def test_a13_asks_the_capitals_and_is_never_broken_by_our_form_of_it(
    prepared: Prepared | None, given: dict[str, Any], state: State
) -> None:
    assert board.a13_national_preparation(a_year(a_meeting(prepared=prepared, **given))).state is state
