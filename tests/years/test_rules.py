"""Placing the meetings of a year: windows, days to avoid, holidays, clashes, rotation, and deadlines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convene.anchors.known import anchors_in
from convene.anchors.terms import AnchorKind
from convene.presets.terms import CycleLine, Milestone, Preset, Registration, Where
from convene.years.rules import Circumstances, YearPlan, plan_year, said_against
from convene.years.terms import Engagement, Host

THE_HAGUE = Host("Netherlands", "The Hague", "Europe/Amsterdam", "NL")
OTTAWA = Host("Canada", "Ottawa", "America/Toronto", "CA")
COUNCIL = Engagement("Council", date(2027, 9, 22), date(2027, 9, 22), is_own=False)
OWN = Engagement("Own", date(2027, 9, 23), date(2027, 9, 23), is_own=True)


def a_line(key: str = "autumn", **given: Any) -> CycleLine:
    """A board meeting of two days in the week of the general debate, unless said otherwise."""
    line = CycleLine(
        key=key, name=f"The {key} meeting", template="coordination-board", where=Where.ANCHOR, city="New York",
        zone="America/New_York", anchor=AnchorKind.DEBATE, window=(0, 4), avoid=(0,), months=(), lasts=2,
        opens=time(9, 30), every_years=1, phase=0, apart_from=(), firm=("A10: two regular meetings a year",), why="",
        is_optional=False, milestones=(),
    )  # fmt: skip
    return replace(line, **given)


def a_spring(**given: Any) -> CycleLine:
    """A meeting in the next host's capital in spring."""
    usual = {"where": Where.HOST, "anchor": None, "window": (0, 0), "avoid": (), "months": (3, 4, 5)}
    return a_line("spring", **(usual | given))


def a_preset(*cycle: CycleLine, **given: Any) -> Preset:
    """A board with these lines."""
    preset = Preset(
        key="S1", name="Board", short_name="Board", symbol="TNAP", zone="Europe/Zurich", about="", source="", parent="",
        succeeds="", tied_to=(), not_attributed=False, adopts=True, disclaimer="", registration=Registration.INVITED,
        members=(), individuals=False, observers=(), guests=(), guest_reason="", seat_roles=(), parts=(),
        rules=("A10", "A11"), words={}, cycle=cycle,
    )  # fmt: skip
    return replace(preset, **given)


def planned(
    *cycle: CycleLine,
    year: int = 2027,
    hosts: tuple[Host, ...] = (),
    engagements: tuple[Engagement, ...] = (),
    off: dict[tuple[str, date], str] | None = None,
    religious: dict[date, str] | None = None,
    members: tuple[str, ...] = (),
    preset: Preset | None = None,
) -> YearPlan:
    """The plan of these lines, with the days off that are given and no others."""
    days_off, faith = off or {}, religious or {}
    around = Circumstances(
        anchors=anchors_in(year),
        hosts=hosts,
        engagements=engagements,
        members=members,
        holidays=lambda country, day: days_off.get((country, day), ""),
        religious=lambda day: faith.get(day, ""),
    )
    return plan_year(preset or a_preset(*cycle), year, around)


def test_the_autumn_meeting_is_in_the_week_of_the_debate_and_not_on_its_opening_day() -> None:
    meeting = planned(a_line()).meetings[0]

    assert (meeting.starts_on, meeting.ends_on) == (date(2027, 9, 22), date(2027, 9, 23))
    assert (meeting.city, meeting.zone) == ("New York", "America/New_York")
    assert "is computed to begin on Tuesday 21 September 2027" in meeting.why
    assert meeting.is_provisional


def test_what_hangs_on_a_confirmed_date_is_not_provisional() -> None:
    meeting = planned(a_line(), year=2024).meetings[0]

    assert not meeting.is_provisional
    assert "begins on Tuesday 24 September 2024" in meeting.why


@pytest.mark.parametrize(
    "given, lasts, starts_on",
    [
        ({"off": {("US", date(2027, 9, 22)): "A holiday"}}, 1, date(2027, 9, 23)),
        ({"religious": {date(2027, 9, 23): "A fast"}}, 2, date(2027, 9, 27)),
        ({"off": {("CA", date(2027, 9, 22)): "A holiday"}, "members": ("CA",)}, 1, date(2027, 9, 23)),
        ({"engagements": (COUNCIL,)}, 1, date(2027, 9, 23)),
        ({"engagements": (OWN,)}, 2, date(2027, 9, 27)),
    ],
)
def test_days_that_are_not_free_are_left_where_others_are(given: dict[str, Any], lasts: int, starts_on: date) -> None:
    meeting = planned(a_line(window=(0, 10), lasts=lasts), **given).meetings[0]

    assert (meeting.starts_on, meeting.flags) == (starts_on, ())


def test_what_cannot_be_avoided_is_named_and_never_hidden() -> None:
    off = {("US", date(2027, 9, day)): "Founders’ Day" for day in range(22, 26)}

    meeting = planned(a_line(), off=off, religious={date(2027, 9, 22): "A fast"}).meetings[0]

    assert meeting.flags == (
        "Thursday 23 September 2027: Founders’ Day, a public holiday at the place",
        "Friday 24 September 2027: Founders’ Day, a public holiday at the place",
    )


def test_lines_of_one_body_never_share_a_day_nor_those_kept_apart() -> None:
    other = Engagement("Board", date(2027, 9, 22), date(2027, 9, 23), is_own=False, key="S9.autumn")
    briefing = a_line("briefing", lasts=1, window=(-1, 6), avoid=(), apart_from=("S9.autumn",))

    plan = planned(a_line(), briefing, engagements=(other,))

    days = {m.line.key: m.starts_on for m in plan.meetings}
    assert days == {"autumn": date(2027, 9, 22), "briefing": date(2027, 9, 20)}


def test_hosts_take_turns_and_the_plan_says_so() -> None:
    meeting = planned(a_spring(), hosts=(THE_HAGUE, OTTAWA)).meetings[0]

    assert (meeting.city, meeting.zone, meeting.host) == ("The Hague", "Europe/Amsterdam", "Netherlands")
    assert "Netherlands is next in the rotation" in meeting.why
    assert meeting.starts_on.month == 4
    assert meeting.starts_on.weekday() < 4


def test_without_a_host_the_place_is_to_be_named() -> None:
    meeting = planned(a_spring()).meetings[0]

    assert meeting.city == "Host to be named"
    assert "the next host is not named yet" in meeting.why


def test_a_line_whose_anchor_is_not_known_is_not_planned_and_says_why() -> None:
    plan = planned(a_line(anchor=AnchorKind.PARIS))

    assert plan.meetings == ()
    assert plan.unplanned[0].why == "Paris Peace Forum 2027 is not known: enter its days first."


@pytest.mark.parametrize("year, count", [(2026, 0), (2027, 1), (2028, 0), (2029, 1)])
def test_a_line_of_every_second_year_falls_in_its_years(year: int, count: int) -> None:
    assert len(planned(a_line(every_years=2, phase=1), year=year).meetings) == count


def test_munich_is_met_at_its_weekend() -> None:
    line = a_line(anchor=AnchorKind.MUNICH, window=(1, 2), avoid=())

    meeting = planned(line).meetings[0]

    assert (meeting.starts_on, meeting.ends_on, meeting.zone) == (date(2027, 2, 13), date(2027, 2, 14), "Europe/Berlin")


@pytest.mark.parametrize(
    "days_before, off, on, moved",
    [
        (20, {}, date(2027, 9, 2), ""),
        (4, {}, date(2027, 9, 17), "moved from Saturday 18 September 2027: a weekend"),
        (
            16,
            {("US", date(2027, 9, 6)): "Labor Day"},
            date(2027, 9, 3),
            "moved from Monday 6 September 2027: Labor Day",
        ),
        (-14, {}, date(2027, 10, 7), ""),
    ],
)
def test_a_milestone_is_due_on_the_working_day_before(
    days_before: int, off: dict[tuple[str, date], str], on: date, moved: str
) -> None:
    line = a_line(milestones=(Milestone("papers", "Papers due", days_before),))

    due = planned(line, off=off).meetings[0].milestones[0]

    assert (due.on, due.moved) == (on, moved)


@given(
    year=st.integers(2004, 2100),
    off=st.sets(st.integers(1, 28), max_size=28),
    hosts=st.permutations([THE_HAGUE, OTTAWA]),
    taken=st.sets(st.integers(1, 30), max_size=20),
)
def test_any_year_keeps_its_windows_and_says_what_it_cannot_plan(
    year: int, off: set[int], hosts: list[Host], taken: set[int]
) -> None:
    days_off = {(country, date(year, month, day)): "Off" for country in ("US", "NL") for month in (4, 9) for day in off}
    own = tuple(Engagement("Own", date(year, 9, day), date(year, 9, day), is_own=True) for day in taken)
    cycle = (a_line(), a_spring())

    plan = planned(*cycle, year=year, hosts=tuple(hosts), off=days_off, engagements=own)

    debate = next(a.starts_on for a in anchors_in(year) if a.kind is AnchorKind.DEBATE)
    for meeting in plan.meetings:
        assert (meeting.ends_on - meeting.starts_on).days == 1
        if meeting.line.key == "autumn":
            assert 1 <= (meeting.starts_on - debate).days <= 3
            assert not {meeting.starts_on, meeting.ends_on} & {one.starts_on for one in own}
        else:
            assert meeting.starts_on.month in (3, 4, 5)
    assert len(plan.meetings) + len(plan.unplanned) == 2


DEBATE_DAYS = "At the same time: UNGA general debate 2027 (computed)"


@pytest.mark.parametrize(
    "first, last, anchor, said",
    [
        # Friday, Saturday to Sunday, Monday.
        ("2027-10-15", "2027-10-15", "", []),
        (
            "2027-10-15", "2027-10-17", "",
            ["Saturday 16 October 2027: a weekend", "Sunday 17 October 2027: a weekend"],
        ),
        ("2027-10-18", "2027-10-18", "", []),
        # A conference that is held over a weekend is met then, but not on the weekend after it.
        ("2027-02-13", "2027-02-13", "Munich Security Conference", []),
        (
            "2027-02-13", "2027-02-13", "",
            ["Saturday 13 February 2027: a weekend", "At the same time: Munich Security Conference 2027 (computed)"],
        ),
        ("2027-02-20", "2027-02-20", "Munich Security Conference", ["Saturday 20 February 2027: a weekend"]),
        # The debate of 2027 ends on Monday 27 September.
        ("2027-09-27", "2027-09-27", "", [DEBATE_DAYS]),
        ("2027-09-27", "2027-09-27", "UNGA general debate", []),
        ("2027-09-28", "2027-09-28", "", []),
        # Holidays of the place, of faiths and of members; other meetings, of this body too.
        ("2027-11-02", "2027-11-02", "", ["Tuesday 2 November 2027: Day of the place, a public holiday at the place"]),
        ("2027-11-03", "2027-11-03", "", ["Wednesday 3 November 2027: Feast"]),
        ("2027-11-04", "2027-11-04", "", ["Thursday 4 November 2027: a public holiday in CA"]),
        ("2027-11-08", "2027-11-09", "", []),
        ("2027-11-09", "2027-11-10", "", ["At the same time: Council"]),
        ("2027-11-11", "2027-11-11", "", ["At the same time: Own"]),
        ("2027-11-12", "2027-11-12", "", []),
    ],
)  # fmt: skip
def test_what_speaks_against_days_that_somebody_chose_is_said(
    first: str, last: str, anchor: str, said: list[str]
) -> None:
    off = {("US", date(2027, 11, 2)): "Day of the place", ("CA", date(2027, 11, 4)): "Day of a member"}
    taken = (
        replace(COUNCIL, starts_on=date(2027, 11, 10), ends_on=date(2027, 11, 10)),
        replace(OWN, starts_on=date(2027, 11, 11), ends_on=date(2027, 11, 11)),
    )
    around = Circumstances(
        anchors=anchors_in(2027), hosts=(), engagements=taken, members=("US", "CA"),
        holidays=lambda country, day: off.get((country, day), ""),
        religious=lambda day: "Feast" if day == date(2027, 11, 3) else "",
    )  # fmt: skip

    found = said_against(date.fromisoformat(first), date.fromisoformat(last), "US", anchor, around)

    assert list(found) == said
