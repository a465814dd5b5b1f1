"""Rules of open registration: a row on each side of each boundary."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from convene.findings import Level
from convene.registration import rules
from convene.registration.terms import Opening, Terms

AT = datetime(2027, 6, 1, 10, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    "at, opening",
    [
        (AT - SECOND, Opening.AHEAD),
        (AT, Opening.OPEN),
        (AT + 10 * DAY - SECOND, Opening.OPEN),
        (AT + 10 * DAY, Opening.CLOSED),
        (AT + 20 * DAY - SECOND, Opening.CLOSED),
        (AT + 20 * DAY, Opening.OVER),
    ],
)
def test_registration_is_taken_from_its_first_second_to_before_its_last(at: datetime, opening: Opening) -> None:
    found = rules.opening_at(AT, AT + 10 * DAY, meeting_ends_at=AT + 20 * DAY, at=at)

    assert found is opening


@pytest.mark.parametrize(
    "closes_at, refused", [(AT, True), (AT + SECOND, False), (AT + 20 * DAY, False), (AT + 20 * DAY + SECOND, True)]
)
def test_registration_ends_after_it_begins_and_before_the_meeting_is_over(closes_at: datetime, refused: bool) -> None:
    found = rules.terms_findings(Terms(AT, closes_at, None, ""), meeting_ends_at=AT + 20 * DAY)

    assert bool(found) is refused
    assert {f.field for f in found} <= {"closes"}


@pytest.mark.parametrize(
    "places, taken, left", [(None, 0, None), (None, 9, None), (3, 2, 1), (3, 3, 0), (3, 4, 0), (1, 0, 1)]
)
def test_places_that_are_left(places: int | None, taken: int, left: int | None) -> None:
    assert rules.places_left(places, taken) == left


@pytest.mark.parametrize("after, may", [(7 * DAY - SECOND, True), (7 * DAY, False)])
def test_an_address_is_confirmed_within_seven_days(after: timedelta, may: bool) -> None:
    assert rules.may_confirm(AT, at=AT + after) is may


@pytest.mark.parametrize(
    "confirmed, declined, from_",
    [
        (False, None, AT + 7 * DAY),
        (True, None, AT + 130 * DAY),
        (True, AT + DAY, AT + 31 * DAY),
        (True, AT + 120 * DAY, AT + 130 * DAY),
    ],
)
def test_what_was_given_is_erased(confirmed: bool, declined: datetime | None, from_: datetime) -> None:
    found = rules.erased_from(
        registered_at=AT,
        confirmed_at=AT if confirmed else None,
        declined_at=declined,
        meeting_ends_at=AT + 100 * DAY,
        kept_days=30,
    )

    assert found == from_


@pytest.mark.parametrize("is_open, levels", [(True, []), (False, [Level.WARN])])
def test_opening_what_is_by_invitation_is_remarked_and_not_refused(is_open: bool, levels: list[Level]) -> None:
    assert [f.level for f in rules.s5_by_invitation(is_open=is_open, body="Board")] == levels


@pytest.mark.parametrize(
    "milestones, days",
    [
        ({"registration-opens": 180, "registration-closes": 45}, (date(2027, 4, 22), date(2027, 9, 4))),
        ({}, (date(2027, 8, 20), date(2027, 10, 12))),
    ],
)
def test_the_usual_days_are_those_of_the_milestones(milestones: dict[str, int], days: tuple[date, date]) -> None:
    assert rules.default_days(milestones, starts_on=date(2027, 10, 19)) == days
