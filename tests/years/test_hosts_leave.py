"""Who leaves hosts no more."""

from __future__ import annotations

from datetime import date

import pytest

from convene.years.drafting import turn_of
from convene.years.terms import Member


def member(number: int, name: str, left_on: date | None = None) -> Member:
    return Member(number, f"key {number}", name, "", "UTC", number, None, left_on)


@pytest.mark.parametrize(
    "left_on, hosts",
    [
        (None, ["Andorra", "Bhutan"]),
        (date(2029, 1, 1), ["Andorra", "Bhutan"]),
        (date(2028, 12, 31), ["Bhutan"]),
        (date(2027, 5, 1), ["Bhutan"]),
    ],
)
def test_a_member_hosts_in_no_year_of_which_it_does_not_see_the_end(left_on: date | None, hosts: list[str]) -> None:
    turn = turn_of([member(1, "Andorra", left_on), member(2, "Bhutan")], [], 2028)

    assert [one.party for one in turn] == hosts
