"""Each rule of a round, with a row on each side of each boundary."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from convene import clock
from convene.access.rules import sees_heard
from convene.access.terms import Audience, Placement, Reader, ReaderKind
from convene.ical.terms import Partstat
from convene.meetings.rules import Sitting, session_findings
from convene.rounds import rules
from convene.rounds.terms import Away, Booking, Hours, Reply, Room, Settings, Slot

DAY = date(2028, 2, 19)
ZONE = "Europe/Berlin"


def at(hour: str) -> datetime:
    """That hour of the day in Munich, as an instant."""
    return clock.at_wall(DAY, time.fromisoformat(hour), ZONE)


def booking(first: str, last: str, room: str = "A", people: tuple[int, ...] = (1, 2)) -> Booking:
    return Booking(at(first), at(last), room, frozenset(people), "France")


@pytest.mark.parametrize(
    "first, last, is_clash",
    [("09:30", "10:00", False), ("09:31", "10:01", True), ("10:29", "10:59", True), ("10:30", "11:00", False)],
)
def test_spans_that_touch_do_not_overlap(first: str, last: str, is_clash: bool) -> None:
    assert rules.overlaps(booking(first, last), booking("10:00", "10:30")) is is_clash
    assert rules.overlaps(booking("10:00", "10:30"), booking(first, last)) is is_clash


@pytest.mark.parametrize(
    "opens, minutes, said",
    [
        ("09:00", 30, ""),
        ("08:59", 30, "opens"),
        ("18:00", 30, ""),
        ("18:01", 30, "opens"),
        ("18:00", 31, "opens"),
        ("23:50", 30, "opens"),
    ],
)
def test_a_check_in_lies_between_the_hours_of_its_day(opens: str, minutes: int, said: str) -> None:
    hours = [Hours(DAY, time(9), time(18, 30))]
    found = rules.hours_findings(Slot(DAY, time.fromisoformat(opens), minutes, "A"), hours)

    assert [f.field for f in found] == ([said] if said else [])


def test_a_day_of_no_hours_is_refused() -> None:
    found = rules.hours_findings(Slot(DAY, time(9), 30, "A"), [Hours(DAY + timedelta(days=1), time(9), time(18))])

    assert [f.field for f in found] == ["on"]


@pytest.mark.parametrize(
    "first, last, is_free",
    [("10:00", "10:30", True), ("09:59", "10:29", False), ("11:30", "12:00", True), ("11:31", "12:01", False)],
)
def test_a_room_is_had_from_when_to_when(first: str, last: str, is_free: bool) -> None:
    found = rules.room_findings(booking(first, last), [Room("A", at("10:00"), at("12:00"))], ZONE)

    assert (found == []) is is_free


@pytest.mark.parametrize(
    "room, people, fields",
    [
        ("A", (7, 8), ["room"]),
        ("B", (7, 8), []),
        ("B", (2, 8), ["opens"]),
        ("A", (2, 8), ["room", "opens"]),
        ("B", (1, 2), ["opens", "opens"]),
    ],
)
def test_neither_room_nor_person_is_booked_twice(room: str, people: tuple[int, ...], fields: list[str]) -> None:
    wanted = booking("10:15", "10:45", room, people)
    found = rules.booking_findings(wanted, [booking("10:00", "10:30")], {1: "Ms One"}, ZONE)

    assert [f.field for f in found] == fields
    assert "Ms One" in " ".join(f.text for f in found) or 1 not in people


@pytest.mark.parametrize(
    "person, first, last, refuses",
    [
        (1, "10:00", "11:00", True),
        (3, "10:00", "11:00", False),
        (1, "10:30", "11:00", False),
        (1, "09:00", "10:00", False),
    ],
)
def test_an_absence_refuses_those_whose_it_is(person: int, first: str, last: str, refuses: bool) -> None:
    away = [Away(person, at(first), at(last))]
    found = rules.absence_findings(booking("10:00", "10:30"), away, {1: "Ms One"}, ZONE)

    assert [f.text for f in found] == ([f"Ms One cannot from {first} to {last}."] if refuses else [])


@pytest.mark.parametrize(
    "party, council, fields",
    [((1,), (2,), []), ((), (2,), ["officials"]), ((1,), (), ["council"]), ((1, 2), (2,), ["council"])],
)
def test_b3_a_check_in_has_two_sides(party: tuple[int, ...], council: tuple[int, ...], fields: list[str]) -> None:
    assert [f.field for f in rules.b3_people_findings(party, council)] == fields


@pytest.mark.parametrize(
    "days, refuses",
    [
        ([], True),
        ([(0, 9, 18)], False),
        ([(0, 9, 9)], True),
        ([(0, 9, 18), (0, 10, 12)], True),
        ([(0, 9, 18), (1, 9, 18)], False),
    ],
)
def test_days_of_a_round(days: list[tuple[int, int, int]], refuses: bool) -> None:
    hours = [Hours(DAY + timedelta(days=n), time(first), time(last)) for n, first, last in days]

    assert bool(rules.day_findings(hours, DAY, 14)) is refuses


@pytest.mark.parametrize("after, refuses", [(-1, True), (0, False), (13, False), (14, True), (-2900, True)])
def test_days_of_a_round_are_days_of_its_meeting(after: int, refuses: bool) -> None:
    found = rules.day_findings([Hours(DAY + timedelta(days=after), time(9), time(10))], DAY, 14)

    assert [f.field for f in found] == (["days"] if refuses else [])


def test_the_hours_at_which_a_check_in_may_begin() -> None:
    assert rules.starts_of(Hours(DAY, time(9), time(10, 40)), 30) == [time(9), time(9, 30), time(10)]


@pytest.mark.parametrize(
    "replies, partstat",
    [
        ([], Partstat.NEEDS_ACTION),
        ([Reply.ACCEPTED, Reply.AWAITED], Partstat.NEEDS_ACTION),
        ([Reply.ACCEPTED, Reply.DECLINED], Partstat.ACCEPTED),
        ([Reply.OTHER_TIME, Reply.DECLINED], Partstat.TENTATIVE),
        ([Reply.DECLINED, Reply.DECLINED], Partstat.DECLINED),
    ],
)
def test_what_single_answers_come_to(replies: list[Reply], partstat: Partstat) -> None:
    assert rules.overall(replies) is partstat


def test_the_first_free_place_suits_everybody() -> None:
    settings = Settings(30, (Hours(DAY, time(9), time(11)),), (Room("A"), Room("B")))
    taken = [booking("09:00", "09:30", "A", (1,)), booking("09:30", "10:00", "A", (5,))]
    away = [Away(2, at("10:00"), at("10:30"))]

    found = rules.first_free(frozenset({1, 2}), settings, taken, away, zone=ZONE)
    assert found == Slot(DAY, time(9, 30), 30, "B")
    later = rules.first_free(frozenset({1, 2}), settings, taken, away, zone=ZONE, after=at("09:31"))
    assert later == Slot(DAY, time(10, 30), 30, "A")
    assert rules.first_free(frozenset({1, 2}), settings, taken, away, zone=ZONE, after=at("10:31")) is None


@pytest.mark.parametrize("one, other, refuses", [(True, True, False), (True, False, True), (False, False, True)])
def test_only_check_ins_share_an_hour(one: bool, other: bool, refuses: bool) -> None:
    sitting = Sitting(DAY, time(10), 30, Audience.CLOSED, one)
    present = Sitting(DAY, time(10), 30, Audience.CLOSED, other)
    found = session_findings(sitting, others=[present], starts_on=DAY, days_most=14)

    assert bool(found) is refuses


@pytest.mark.parametrize(
    "reader, sees",
    [
        ({"staff": {1}}, True),
        ({"staff": {2}}, False),
        ({"seats": {1}}, True),
        ({"seats": {1}, "parties": {7}}, False),
        ({"sessions": {5}, "parties": {8}}, True),
        ({"sessions": {5}, "parties": {7}}, False),
        ({"sessions": {6}, "parties": {8}}, False),
    ],
)
def test_b3_what_was_heard_is_not_the_party_s_to_read(reader: dict[str, set[int]], sees: bool) -> None:
    given = {name: frozenset(ids) for name, ids in reader.items()}
    place = Placement(body=1, session=5, party=7)

    assert sees_heard(Reader(ReaderKind.PERSON, **given), place) is sees  # type: ignore[arg-type]  # Sets of ids alone.


def test_instants_are_utc() -> None:
    assert at("10:00") == datetime(2028, 2, 19, 9, tzinfo=UTC)
