"""Instants and wall clocks: hours that are skipped or pass twice, the end of a day, and times in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
import time_machine

from convene import clock

NEW_YORK, LONDON, ZURICH = "America/New_York", "Europe/London", "Europe/Zurich"


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]  # A row of numbers stands for an instant.


def test_now_is_utc_to_the_second() -> None:
    with time_machine.travel(datetime(2027, 6, 1, 10, 0, 0, 999_999, tzinfo=UTC), tick=False):
        assert clock.now() == utc(2027, 6, 1, 10, 0, 0)


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../etc/passwd", "Europe/Nowhere", "europe", "UTC\n"])
def test_zone_of_an_unknown_name_is_refused_in_words(name: str) -> None:
    with pytest.raises(ValueError) as caught:
        clock.zone(name)
    assert str(caught.value) == f"“{name}” is not a time zone; use a name such as Europe/Berlin"


def test_zone_names_are_sorted_and_each_is_known() -> None:
    names = clock.zone_names()
    assert list(names[:-1]) == sorted(names[:-1])
    assert names[-1] == "UTC"
    assert {NEW_YORK, LONDON, "Australia/Sydney", "Asia/Kathmandu"} <= set(names)
    assert all(clock.zone(name).key == name for name in names)


@pytest.mark.parametrize("old", ["Australia/ACT", "Asia/Calcutta", "Asia/Dacca", "America/Godthab", "Europe/Kiev"])
def test_names_of_old_are_known_and_not_offered(old: str) -> None:
    assert clock.zone(old).key == old
    assert clock.is_of_a_place(old)
    assert old not in clock.zone_names()


@pytest.mark.parametrize("name", ["Etc/GMT+3", "GMT", "EST5EDT", "Europe/Atlantis", "Asia/", ""])
def test_other_names_are_no_places(name: str) -> None:
    assert not clock.is_of_a_place(name)


@pytest.mark.parametrize(
    "day, wall, zone, instant",
    [
        (date(2027, 1, 15), time(9, 30), NEW_YORK, utc(2027, 1, 15, 14, 30)),
        (date(2027, 7, 15), time(9, 30), NEW_YORK, utc(2027, 7, 15, 13, 30)),
        (date(2027, 7, 15), time(9, 30), "Asia/Kathmandu", utc(2027, 7, 15, 3, 45)),
        (date(2027, 3, 28), time(2, 30), ZURICH, utc(2027, 3, 28, 1, 30)),
        (date(2027, 10, 31), time(2, 30), ZURICH, utc(2027, 10, 31, 0, 30)),
    ],
    ids=["winter", "summer", "quarter of an hour", "skipped", "twice"],
)
def test_at_wall_gives_the_instant(day: date, wall: time, zone: str, instant: datetime) -> None:
    assert clock.at_wall(day, wall, zone) == instant


@pytest.mark.parametrize(
    "day, wall, zone, exists",
    [
        (date(2027, 3, 28), time(1, 59), ZURICH, True),
        (date(2027, 3, 28), time(2, 0), ZURICH, False),
        (date(2027, 3, 28), time(2, 59), ZURICH, False),
        (date(2027, 3, 28), time(3, 0), ZURICH, True),
        (date(2027, 10, 31), time(1, 59), ZURICH, True),
        (date(2027, 10, 31), time(2, 0), ZURICH, False),
        (date(2027, 10, 31), time(2, 59), ZURICH, False),
        (date(2027, 10, 31), time(3, 0), ZURICH, True),
        (date(2027, 3, 14), time(2, 30), NEW_YORK, False),
        (date(2027, 3, 14), time(2, 30), "America/Phoenix", True),
        (date(2027, 4, 4), time(1, 59), "Australia/Lord_Howe", False),
        (date(2027, 4, 4), time(2, 0), "Australia/Lord_Howe", True),
        (date(2027, 3, 28), time(2, 30), "UTC", True),
    ],
)
def test_wall_exists_on_each_side_of_a_change(day: date, wall: time, zone: str, exists: bool) -> None:
    assert clock.wall_exists(day, wall, zone) is exists


@pytest.mark.parametrize(
    "day, zone, instant",
    [
        (date(2027, 6, 30), ZURICH, utc(2027, 6, 30, 22, 0)),
        (date(2027, 12, 31), ZURICH, utc(2027, 12, 31, 23, 0)),
        (date(2027, 3, 27), ZURICH, utc(2027, 3, 27, 23, 0)),
        (date(2027, 3, 28), ZURICH, utc(2027, 3, 28, 22, 0)),
        (date(2027, 6, 30), NEW_YORK, utc(2027, 7, 1, 4, 0)),
    ],
)
def test_end_of_day_is_the_next_midnight_of_the_zone(day: date, zone: str, instant: datetime) -> None:
    assert clock.end_of_day(day, zone) == instant


@pytest.mark.parametrize(
    "zone, place", [(NEW_YORK, "New York"), ("America/Argentina/Buenos_Aires", "Buenos Aires"), ("UTC", "UTC")]
)
def test_place_of_a_zone(zone: str, place: str) -> None:
    assert clock.place_of(zone) == place


@pytest.mark.parametrize(
    "days, words",
    [
        ((), ""),
        ((date(2027, 9, 20),), "Monday 20 September 2027"),
        ((date(2027, 9, 20), date(2027, 9, 21)), "Monday 20 and Tuesday 21 September 2027"),
        ((date(2027, 9, 30), date(2027, 10, 1)), "Thursday 30 September and Friday 1 October 2027"),
        ((date(2027, 12, 31), date(2028, 1, 1)), "Friday 31 December 2027 and Saturday 1 January 2028"),
        (
            (date(2027, 9, 20), date(2027, 9, 21), date(2027, 9, 22)),
            "Monday 20, Tuesday 21 and Wednesday 22 September 2027",
        ),
    ],
)
def test_days_words_name_month_and_year_once(days: tuple[date, ...], words: str) -> None:
    assert clock.days_words(days) == words


@pytest.mark.parametrize(
    "zone, words",
    [
        (NEW_YORK, "20:00–23:30"),
        (LONDON, "01:00–04:30 (+1 day)"),
        ("Pacific/Honolulu", "14:00–17:30"),
        ("Pacific/Kiritimati", "14:00–17:30 (+1 day)"),
    ],
)
def test_span_words_tell_another_day(zone: str, words: str) -> None:
    start, end = utc(2027, 9, 21, 0, 0), utc(2027, 9, 21, 3, 30)
    assert clock.span_words(start, end, zone, NEW_YORK) == words


def test_span_words_tell_a_day_earlier() -> None:
    start, end = utc(2027, 9, 21, 0, 0), utc(2027, 9, 21, 1, 0)
    assert clock.span_words(start, end, NEW_YORK, LONDON) == "20:00–21:00 (-1 day)"


def test_moment_words_name_day_hour_and_place() -> None:
    assert clock.moment_words(utc(2027, 9, 13, 22, 0), NEW_YORK) == "Monday 13 September 2027, 18:00 New York"
    assert clock.moment_words(utc(2027, 9, 13, 22, 0), ZURICH) == "Tuesday 14 September 2027, 00:00 Zurich"


@pytest.mark.parametrize(
    "minutes, words", [(0, "0 min"), (59, "59 min"), (60, "1 h"), (61, "1 h 1 min"), (120, "2 h"), (210, "3 h 30 min")]
)
def test_minutes_words_on_each_side_of_the_hour(minutes: int, words: str) -> None:
    assert clock.minutes_words(minutes) == words
