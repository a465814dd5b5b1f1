"""Vacant seats: the days on which nobody represents a member (A2)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from convene import clock
from convene.db import work
from convene.membership.queries import vacancies_of
from convene.membership.rules import a2_gaps, a2_role
from convene.membership.terms import Held
from convene.people.actions import end_term
from convene.people.terms import TermRole
from tests.browser import TESTS
from tests.build import BY, body, term_of

FIRST, LAST = date(2027, 6, 1), date(2027, 8, 30)
ALWAYS = Held(None, None)


def on(day: int, month: int = 6) -> date:
    return date(2027, month, day)


@pytest.mark.parametrize(
    "held, belongs, gaps",
    [
        ([], ALWAYS, [(None, None)]),
        ([], Held(on(5), None), [(on(5), None)]),
        ([], Held(on(31, 8), None), []),
        ([], Held(on(30, 8), None), [(on(30, 8), None)]),
        ([], Held(None, on(31, 5)), []),
        ([], Held(None, on(1)), [(None, on(1))]),
        ([(on(1, 1), None)], ALWAYS, []),
        ([(on(1), None)], ALWAYS, []),
        ([(on(2), None)], ALWAYS, [(None, on(1))]),
        ([(on(1, 1), on(29, 8))], ALWAYS, [(on(30, 8), None)]),
        ([(on(1, 1), on(30, 8))], ALWAYS, []),
        ([(on(1, 1), on(9)), (on(10), None)], ALWAYS, []),
        ([(on(1, 1), on(9)), (on(11), None)], ALWAYS, [(on(10), on(10))]),
        ([(on(1, 1), on(9)), (on(1, 1), on(20, 7)), (on(21, 7), None)], ALWAYS, []),
        ([(on(1, 1), on(9))], Held(on(1, 1), on(9)), []),
        ([(on(1, 1), on(9))], Held(on(1, 1), on(10)), [(on(10), on(10))]),
    ],
)
def test_a_seat_is_vacant_between_terms(
    held: list[tuple[date, date | None]], belongs: Held, gaps: list[tuple[date | None, date | None]]
) -> None:
    found = a2_gaps([Held(*days) for days in held], first=FIRST, last=LAST, belongs=belongs)
    assert [(gap.starts_on, gap.ends_on) for gap in found] == gaps


@pytest.mark.parametrize(
    "roles, role",
    [
        (("primary representative", "alternate"), TermRole.PRIMARY_REPRESENTATIVE),
        (("primary representative", "alternate", "steering group member"), TermRole.PRIMARY_REPRESENTATIVE),
        (("steering group member",), TermRole.STEERING_MEMBER),
        ((), None),
    ],
)
def test_the_seat_of_a_member_is_held_in_one_role(roles: tuple[str, ...], role: TermRole | None) -> None:
    assert a2_role(roles) is role


def test_nobody_follows_a_term_that_ends(context: Flask) -> None:
    with work(TESTS):
        today = clock.local(clock.now(), body().zone).date()
        assert vacancies_of(body(), today, today + timedelta(days=90)) == []
        end_term(term_of("primary_nl"), body=body(), ends_on=today + timedelta(days=30), by=BY, at=clock.now())
        (found,) = vacancies_of(body(), today, today + timedelta(days=90))
        assert (found.party, found.role) == ("Netherlands", TermRole.PRIMARY_REPRESENTATIVE)
        assert (found.starts_on, found.ends_on) == (today + timedelta(days=31), None)
        assert vacancies_of(body(), today, today + timedelta(days=30)) == []


def test_a_steering_group_is_missed_where_it_sat(context: Flask) -> None:
    with work(TESTS):
        today = clock.local(clock.now(), body("TAPRC").zone).date()
        assert vacancies_of(body("TAPRC"), today, today) == []
        end_term(term_of("steering_oxford"), body=body("TAPRC"), ends_on=today, by=BY, at=clock.now())
        (found,) = vacancies_of(body("TAPRC"), today, today + timedelta(days=1))
        assert (found.party, found.role) == ("University of Oxford", TermRole.STEERING_MEMBER)
