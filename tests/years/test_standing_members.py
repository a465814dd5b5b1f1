"""The rules on members, seats and guests (A1 to A4, B1, S3.3, S4.2): a row on each side of each boundary."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from convene.bodies.terms import PartyKind
from convene.people.terms import TermRole
from convene.years.standing import members
from convene.years.standing.facts import Guest, Member, State
from tests.years.facts import SEVEN, TODAY, a_meeting, a_member, a_seat, a_year

KEPT, AT_RISK, BROKEN, UNDECIDED = State.KEPT, State.AT_RISK, State.BROKEN, State.OPEN
ALL = tuple(a_member(name) for name in SEVEN)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    "parties, state",
    [
        ((), UNDECIDED),
        (ALL, KEPT),
        (ALL[1:], AT_RISK),
        (ALL[:1], AT_RISK),
        ((a_member("France"),), BROKEN),
        ((*ALL[1:], a_member(SEVEN[0], left_on=TODAY)), KEPT),
        ((*ALL[1:], a_member(SEVEN[0], left_on=TODAY - DAY)), AT_RISK),
        ((*ALL[1:], a_member(SEVEN[0], joined_on=TODAY)), KEPT),
        ((*ALL[1:], a_member(SEVEN[0], joined_on=TODAY + DAY)), AT_RISK),
    ],
)
def test_a1_builds_on_the_first_seven(parties: tuple[Member, ...], state: State) -> None:
    assert members.a1_first_members(a_year(members=parties)).state is state


@pytest.mark.parametrize(
    "seats, state",
    [
        ((a_seat(),), KEPT),
        ((a_seat(TODAY),), KEPT),
        ((a_seat(TODAY + DAY),), BROKEN),
        ((a_seat(last=TODAY - DAY),), BROKEN),
        ((a_seat(last=TODAY),), AT_RISK),
        ((a_seat(last=date(2027, 12, 30)),), AT_RISK),
        ((a_seat(last=date(2027, 12, 31)),), KEPT),
        ((a_seat(last=TODAY), a_seat(TODAY + DAY)), KEPT),
        ((a_seat(last=TODAY), a_seat(TODAY)), BROKEN),
        ((a_seat(role=TermRole.ALTERNATE),), BROKEN),
    ],
)
def test_a2_asks_for_one_primary_representative(seats: tuple[Any, ...], state: State) -> None:
    year = a_year(members=(a_member("Denmark", *seats), a_member("Canada")))

    assert members.a2_primary_representative(year).state is state
    assert members.s4_2_one_official(year).state is state


def test_a2_says_since_when_a_seat_is_vacant() -> None:
    vacant = a_member("Denmark", a_seat(last=date(2027, 3, 14)))

    assert members.a2_primary_representative(a_year(members=(vacant,))).text == (
        "Denmark has no primary representative since 15 March 2027."
    )


@pytest.mark.parametrize("year, state", [(2026, KEPT), (2027, BROKEN), (2028, AT_RISK)])
def test_a_vacancy_ahead_may_still_be_mended(year: int, state: State) -> None:
    ended = a_member("Denmark", a_seat(date(2025, 1, 1), last=date(2026, 12, 31)))

    assert members.a2_primary_representative(a_year(year=year, members=(ended,))).state is state


def test_no_member_leaves_nothing_to_decide() -> None:
    for rule in (members.a2_primary_representative, members.a3_membership, members.b1_steering_group):
        assert rule(a_year()).state is UNDECIDED


@pytest.mark.parametrize(
    "joined, state",
    [
        ({}, KEPT),
        ({"kind": PartyKind.UNION}, KEPT),
        ({"kind": PartyKind.NGO}, BROKEN),
        ({"kind": PartyKind.MISSION}, BROKEN),
        ({"name": "France"}, UNDECIDED),
        ({"name": "France", "is_admitted": True}, KEPT),
        ({"name": "France", "is_admitted": False}, BROKEN),
    ],
)
def test_a3_takes_states_and_unions_by_the_criteria(joined: dict[str, Any], state: State) -> None:
    assert members.a3_membership(a_year(members=(a_member(**joined),))).state is state


def guest(whole: int, closed: int, kind: PartyKind = PartyKind.NGO, name: str = "Early Warning Watch") -> Guest:
    return Guest(name, kind, whole, closed, sessions=4)


@pytest.mark.parametrize(
    "guests, state",
    [
        ((), UNDECIDED),
        ((guest(0, 0),), KEPT),
        ((guest(1, 0),), KEPT),
        ((guest(2, 1),), AT_RISK),
        ((guest(3, 2),), AT_RISK),
        ((guest(4, 3),), BROKEN),
        ((guest(1, 0), guest(4, 3)), BROKEN),
    ],
)
def test_a4_invites_to_portions_only(guests: tuple[Guest, ...], state: State) -> None:
    assert members.a4_relevant_portions(a_year(a_meeting(guests=guests, invited=bool(guests)))).state is state


@pytest.mark.parametrize(
    "today, invited, state",
    [(date(2027, 12, 31), True, UNDECIDED), (date(2028, 1, 1), True, AT_RISK), (date(2028, 1, 1), False, UNDECIDED)],
)
def test_a4_a_year_without_a_guest(today: date, invited: bool, state: State) -> None:
    assert members.a4_relevant_portions(a_year(a_meeting(invited=invited), today=today)).state is state


STEERS = a_seat(role=TermRole.STEERING_MEMBER)


@pytest.mark.parametrize(
    "parties, state",
    [
        ((a_member("Oxford", STEERS), a_member("McGill", STEERS)), KEPT),
        ((a_member("Oxford", STEERS), a_member("McGill")), AT_RISK),
        ((a_member("Oxford", STEERS), a_member("Oslo")), KEPT),
        ((a_member("Oxford"), a_member("McGill")), BROKEN),
    ],
)
def test_b1_a_steering_group_leads(parties: tuple[Member, ...], state: State) -> None:
    assert members.b1_steering_group(a_year(members=parties, steering=("Oxford", "McGill"))).state is state


@pytest.mark.parametrize(
    "meetings, state",
    [
        ((a_meeting(invited=True),), KEPT),
        ((a_meeting(guests=(guest(1, 1),)),), AT_RISK),
        ((a_meeting(guests=(guest(1, 1),)), a_meeting(guests=(guest(1, 1),))), BROKEN),
        ((a_meeting(guests=(guest(1, 1),)), a_meeting(guests=(guest(1, 1, name="Another"),))), AT_RISK),
        ((a_meeting(guests=(guest(1, 1, PartyKind.STATE),)), a_meeting(guests=(guest(1, 1, PartyKind.STATE),))), KEPT),
    ],
)
def test_s3_3_no_organisation_attends_regularly(meetings: tuple[Any, ...], state: State) -> None:
    assert members.s3_3_governments_only(a_year(*meetings, members=(a_member(),))).state is state


def test_s3_3_members_are_governments() -> None:
    assert members.s3_3_governments_only(a_year(members=(a_member(kind=PartyKind.NGO),))).state is BROKEN
    assert members.s3_3_governments_only(a_year()).state is UNDECIDED


@pytest.mark.parametrize(
    "seats, gaps",
    [
        ((a_seat(),), []),
        ((a_seat(date(2027, 1, 2)),), [(date(2027, 1, 1), date(2027, 1, 1))]),
        ((a_seat(last=date(2027, 12, 30)),), [(date(2027, 12, 31), date(2027, 12, 31))]),
        ((a_seat(last=TODAY), a_seat(date(2027, 7, 1))), [(date(2027, 6, 2), date(2027, 6, 30))]),
        ((a_seat(date(2028, 1, 1)),), [(date(2027, 1, 1), date(2027, 12, 31))]),
        ((a_seat(last=date(2026, 6, 1)),), [(date(2027, 1, 1), date(2027, 12, 31))]),
        ((a_seat(), a_seat(date(2027, 2, 1), date(2027, 3, 1))), []),
    ],
)
def test_a_vacancy_runs_from_the_day_after_to_the_day_before(seats: tuple[Any, ...], gaps: list[Any]) -> None:
    found = members.unseated([a_member("Denmark", *seats)], [TermRole.PRIMARY_REPRESENTATIVE], 2027)

    assert found == [("Denmark", *gap) for gap in gaps]


def test_a_vacancy_begins_with_the_membership_and_ends_with_it() -> None:
    late = a_member("France", a_seat(date(2027, 9, 1)), joined_on=date(2027, 8, 1))
    gone = a_member("Italy", a_seat(last=date(2027, 2, 1)), left_on=date(2027, 3, 1))

    assert members.unseated([late, gone], [TermRole.PRIMARY_REPRESENTATIVE], 2027) == [
        ("France", date(2027, 8, 1), date(2027, 8, 31)),
        ("Italy", date(2027, 2, 2), date(2027, 3, 1)),
    ]
