"""What follows from a change, line by line: plain values before and after, as a table."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from convene.years.knockon import (
    Deadline,
    Goal,
    Line,
    Sitting,
    Standing,
    Step,
    Unable,
    as_it_is,
    chosen_goal,
    fingerprint,
    lines_of,
    parted,
)

AT = datetime(2027, 6, 1, 10, 0, tzinfo=UTC)
NEW_YORK = "America/New_York"
MORNING = Sitting("am", "Morning", date(2027, 9, 22), time(9, 30))
SECOND = Sitting("pm", "Second day", date(2027, 9, 23), time(14, 0))


def instant(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+00:00")


ANSWERS = Deadline("answers", "Answers are due", instant("2027-09-01T22:00"))  # 18:00 in New York.
PAPERS = Deadline("papers", "Papers are due", instant("2027-07-14T22:00"), step="paper-deadline")
CALL = Deadline("call", "Brief asked of Canada", instant("2027-07-14T22:00"), told=2, step="paper-deadline")
STEPS = (
    Step("paper-deadline", "Papers due", date(2027, 7, 14)),
    Step("pack-out", "Pack sent", date(2027, 8, 11)),
    Step("visa", "Visa letters", date(2027, 8, 2), is_by_hand=True),
)


def a_standing(**given: Any) -> Standing:
    """A convened meeting of two days in New York, with all that can hang on it."""
    found = Standing(
        key="m", title="Meeting", city="New York", zone=NEW_YORK, host="", starts_on=date(2027, 9, 22),
        ends_on=date(2027, 9, 23), is_provisional=True, is_announced=True, sittings=(MORNING, SECOND),
        deadlines=(ANSWERS, PAPERS), calls=(CALL,), prepare_on=date(2027, 9, 8),
        statements=replace(PAPERS, key="m", name="Statements are due", told=6, step=""), steps=STEPS, invited=3,
        answered=1, told=("Envoy of Canada", "Envoy of Germany"),
    )  # fmt: skip
    return replace(found, **given)


def a_goal(**given: Any) -> Goal:
    """Six days later, with the milestones that the plan has then."""
    steps = {"paper-deadline": date(2027, 7, 20), "pack-out": date(2027, 8, 17), "visa": date(2027, 8, 9)}
    found = Goal(date(2027, 9, 28), "New York", NEW_YORK, "", is_provisional=True, steps=steps)
    return replace(found, **given)


def by_key(standing: Standing, goal: Goal, at: datetime = AT) -> dict[str, Line]:
    return {line.key: line for line in lines_of(standing, goal, at=at)}


EVERY_LINE = {
    "days:m": ("Wednesday 22 and Thursday 23 September 2027", "Tuesday 28 and Wednesday 29 September 2027", 0),
    "session:am": ("Wednesday 22 September 2027, 09:30", "Tuesday 28 September 2027, 09:30", 0),
    "session:pm": ("Thursday 23 September 2027, 14:00", "Wednesday 29 September 2027, 14:00", 0),
    "deadline:answers": (
        "Wednesday 1 September 2027, 18:00 New York", "Tuesday 7 September 2027, 18:00 New York", 0,
    ),
    "deadline:papers": ("Wednesday 14 July 2027, 18:00 New York", "Tuesday 20 July 2027, 18:00 New York", 0),
    "call:call": ("Wednesday 14 July 2027, 18:00 New York", "Tuesday 20 July 2027, 18:00 New York", 2),
    "preparation:m": ("Wednesday 8 September 2027", "Tuesday 14 September 2027", 6),
    "statements:m": ("Wednesday 14 July 2027, 18:00 New York", "Tuesday 20 July 2027, 18:00 New York", 6),
    "milestone:paper-deadline@m": ("Wednesday 14 July 2027", "Tuesday 20 July 2027", 0),
    "milestone:pack-out@m": ("Wednesday 11 August 2027", "Tuesday 17 August 2027", 0),
    "milestone:visa@m": ("Monday 2 August 2027", "Sunday 8 August 2027", 0),
    "people:m": (
        "3 people hold an invitation and a calendar entry; 1 answered.",
        "Their entries are brought up to date; answers that were given stand.", 2,
    ),
}  # fmt: skip


def test_a_moved_meeting_has_a_line_for_each_thing_that_moves_and_no_other() -> None:
    lines = by_key(a_standing(), a_goal())

    assert {key: (line.before, line.after, line.needs_mail) for key, line in lines.items()} == EVERY_LINE
    assert {key for key, line in lines.items() if not line.is_ticked} == {"milestone:visa@m"}
    assert lines["people:m"].names == ("Envoy of Canada", "Envoy of Germany")


def test_what_stays_as_it_is_has_no_line() -> None:
    standing = a_standing()

    assert lines_of(standing, as_it_is(standing), at=AT) == ()


@pytest.mark.parametrize(
    "given, goal, kinds",
    [
        # The same days confirmed: nothing but how sure they are, and whoever was told that they were provisional.
        ({}, {"is_provisional": False}, ["sure", "people"]),
        ({"is_announced": False}, {"is_provisional": False}, ["sure"]),
        ({"is_provisional": False}, {"is_provisional": True}, ["sure"]),
        # Another city of the same clock moves no deadline; another clock moves each of them.
        ({}, {"city": "Albany"}, ["place", "people"]),
        (
            {"is_announced": False},
            {"host": "Canada", "city": "Ottawa", "zone": "Europe/Berlin"},
            ["place", "deadline", "deadline", "call", "statements"],
        ),
        ({"untold": 1}, {}, ["people"]),
        ({"untold": 1, "invited": 0}, {}, []),
    ],
)
def test_only_what_differs_is_a_line(given: dict[str, Any], goal: dict[str, Any], kinds: list[str]) -> None:
    standing = a_standing(**given)

    found = lines_of(standing, replace(as_it_is(standing), **goal), at=AT)

    assert [str(line.kind) for line in found] == kinds


@pytest.mark.parametrize(
    "at, is_announced, is_ticked, note",
    [
        ("2027-07-14T21:59", True, True, ""),
        ("2027-07-14T22:00", True, False, "This deadline has passed already; applied, it would open again."),
        ("2027-07-14T22:00", False, True, ""),
        ("2027-07-20T21:59", False, True, ""),
        ("2027-07-20T22:00", False, False, "The new deadline has passed already."),
    ],
)
def test_a_deadline_that_has_passed_is_not_opened_again_without_a_word(
    at: str, is_announced: bool, is_ticked: bool, note: str
) -> None:
    line = by_key(a_standing(is_announced=is_announced), a_goal(), instant(at))["deadline:papers"]

    assert (line.is_ticked, line.note) == (is_ticked, note)


@pytest.mark.parametrize(
    "papers_at, after",
    [
        ("2027-07-14T22:00", "2027-07-21T22:00"),  # On the day of its milestone, it follows that.
        ("2027-07-15T22:00", "2027-07-21T22:00"),  # Set to another day by hand, it moves with the meeting.
    ],
)
def test_a_deadline_follows_its_milestone_where_it_stood_on_its_day(papers_at: str, after: str) -> None:
    standing = a_standing(deadlines=(replace(PAPERS, at=instant(papers_at)),))
    goal = a_goal(steps={"paper-deadline": date(2027, 7, 21)})

    assert by_key(standing, goal)["deadline:papers"].moment == instant(after)


@pytest.mark.parametrize(
    "starts_on, zone, after",
    [
        # Before the clocks of New York and Berlin change, between the two changes, and after both.
        (date(2027, 3, 10), NEW_YORK, "2027-03-03T23:00"),
        (date(2027, 3, 24), NEW_YORK, "2027-03-17T22:00"),
        (date(2027, 3, 24), "Europe/Berlin", "2027-03-17T17:00"),
        (date(2027, 4, 7), "Europe/Berlin", "2027-03-31T16:00"),
        (date(2027, 11, 10), "Europe/Berlin", "2027-11-03T17:00"),
        (date(2027, 11, 10), NEW_YORK, "2027-11-03T22:00"),
        (date(2027, 11, 24), NEW_YORK, "2027-11-17T23:00"),
        (date(2027, 4, 14), "Australia/Sydney", "2027-04-07T08:00"),
        (date(2027, 3, 31), "Australia/Sydney", "2027-03-24T07:00"),
    ],
)
def test_a_deadline_keeps_its_hour_on_the_wall_through_changes_of_clock(starts_on: date, zone: str, after: str) -> None:
    due = Deadline("answers", "Answers are due", instant("2027-09-15T22:00"))
    standing = a_standing(deadlines=(due,), calls=(), steps=(), prepare_on=None, is_announced=False)

    line = by_key(standing, a_goal(starts_on=starts_on, zone=zone, steps={}))["deadline:answers"]

    assert line.moment == instant(after)


def test_a_place_that_is_left_keeps_the_deadlines_on_the_present_clocks() -> None:
    standing, goal = a_standing(is_announced=False), a_goal(city="Berlin", zone="Europe/Berlin", host="Germany")

    kept = chosen_goal(standing, goal, {"days:m"})

    assert (kept.city, kept.zone, kept.host, kept.starts_on) == ("New York", NEW_YORK, "", goal.starts_on)
    assert chosen_goal(standing, goal, {"place:m"}) is goal
    assert "place:m" not in by_key(standing, kept)


def test_the_line_of_days_says_what_speaks_against_them() -> None:
    against = ("Saturday 2 October 2027: a weekend", "Saturday 2 October 2027: Rosh Hashanah")

    lines = by_key(a_standing(), a_goal(against=against))

    assert lines["days:m"].note == "; ".join(against) + "."
    assert lines["days:m"].is_ticked
    assert by_key(a_standing(), a_goal())["days:m"].note == ""


BERLIN = {"city": "Berlin", "zone": "Europe/Berlin", "starts_on": date(2027, 9, 22)}
OLD_DAYS = (
    "3 people hold the old days: tick “Invitations and calendar entries” as well, so that they are told, "
    "or leave the days as they are."
)
ALONE = ("they are told", "this person is told")


@pytest.mark.parametrize(
    "given, goal, chosen, said",
    [
        ({}, {}, {"days:m", "session:am", "session:pm"}, OLD_DAYS),
        ({}, {}, {"session:am"}, OLD_DAYS),
        ({}, {}, {"days:m", "session:am", "session:pm", "people:m"}, ""),
        ({}, {}, {"deadline:answers", "call:call", "milestone:pack-out@m", "preparation:m", "statements:m"}, ""),
        ({}, {}, set(), ""),
        ({"invited": 1}, {}, {"days:m"}, OLD_DAYS.replace("3 people hold", "One person holds").replace(*ALONE)),
        ({"invited": 0}, {}, {"days:m"}, ""),
        ({"is_announced": False}, {}, {"days:m"}, ""),
        ({}, BERLIN, {"place:m"}, OLD_DAYS.replace("days", "place").replace("as they are", "as it is")),
        ({}, BERLIN, {"place:m", "people:m"}, ""),
        ({}, {"starts_on": date(2027, 9, 22), "is_provisional": False}, {"sure:m"}, ""),
    ],
)  # fmt: skip
def test_days_and_place_are_not_parted_from_those_who_hold_the_old_ones(
    given: dict[str, Any], goal: dict[str, Any], chosen: set[str], said: str
) -> None:
    assert parted(a_standing(**given), a_goal(**goal), chosen, at=AT) == said


def test_other_lines_have_another_fingerprint() -> None:
    lines = lines_of(a_standing(), a_goal(), at=AT)

    assert fingerprint(lines) == fingerprint(lines_of(a_standing(), a_goal(), at=AT))
    assert len({fingerprint(lines), fingerprint(lines[1:]), fingerprint([])}) == 3


@pytest.mark.parametrize(
    "starts, ends, clashes",
    [
        ("2027-09-28T13:00", "2027-09-28T13:30", False),  # Until the session begins, at 09:30 in New York.
        ("2027-09-28T13:00", "2027-09-28T13:31", True),
        ("2027-09-28T13:59", "2027-09-28T15:00", True),
        ("2027-09-28T14:00", "2027-09-28T15:00", False),
        ("2027-09-22T13:30", "2027-09-22T14:00", False),  # The hour from which it moves away.
    ],
)
def test_a_session_that_moves_to_where_somebody_cannot_says_so(starts: str, ends: str, clashes: bool) -> None:
    unable = (Unable("Member Adler", instant(starts), instant(ends)),) * 2
    standing = a_standing(sittings=(replace(MORNING, minutes=30, unable=unable),))

    note = by_key(standing, a_goal())["session:am"].note
    assert note == ("Clashes with what Member Adler said: they cannot then." if clashes else "")
