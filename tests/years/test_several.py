"""Seven years one under another: those behind from the record, those ahead as planned, hosts in turn."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from convene import clock
from convene.anchors.models import AnchorDate, Office
from convene.anchors.terms import Confidence
from convene.db import db, work
from convene.invitations.actions import cancel_meeting
from convene.meetings.terms import MeetingState
from convene.people.terms import TermRole
from convene.presets.reading import presets
from convene.years.drafting import draft_body, draft_years
from convene.years.several import several_years, timeline_of, vacancies, years_around
from convene.years.timeline import Lane, Look
from tests.browser import TESTS, Browser
from tests.build import BY, a_draft, body
from tests.years.facts import a_member, a_seat

AROUND = list(range(2024, 2031))


@pytest.mark.parametrize(
    "year, years", [(2027, AROUND), (2004, [2004, 2005, 2006, 2007]), (2100, [2097, 2098, 2099, 2100])]
)
def test_three_years_back_and_ahead(year: int, years: list[int]) -> None:
    assert years_around(year) == years


def test_years_behind_tell_what_is_on_record_and_those_ahead_what_is_planned(context: Flask) -> None:
    with work(TESTS):
        past = a_draft(starts_on=date(2024, 11, 12), city="Copenhagen", zone="Europe/Copenhagen")
        past.year, past.state = 2024, MeetingState.CONCLUDED
        gone = a_draft(starts_on=date(2026, 11, 10))
        cancel_meeting(gone, by=BY, at=clock.now())
        beside, across = several_years(body(), 2027, at=clock.now())

    assert [one.year for one in beside] == AROUND
    assert [one.is_over for one in beside] == [True, True, True, False, False, False, False]
    told = {one.year: [(m.place, m.sure) for m in one.timeline.marks] for one in beside}
    assert told[2024] == [("Copenhagen", "concluded")]
    assert told[2025] == []
    assert told[2026] == [("Copenhagen", "concluded")]
    assert [sure for _, sure in told[2029]] == ["proposed", "proposed, provisional"]
    assert len({tuple(name for name, _ in one.rows) for one in beside}) == 1
    assert [[year for year, _ in line.years] for line in across] == [AROUND] * len(across)
    drawn = sorted((m.name, m.first) for one in beside for m in one.timeline.marks)
    listed = sorted((m.name, m.first) for line in across for _, marks in line.years for m in marks)
    assert listed == drawn


def test_what_was_not_drafted_in_time_is_no_plan_any_more(context: Flask) -> None:
    with work(TESTS):
        beside, _ = several_years(body("IAPWG"), 2027, at=clock.now())

    this_year = next(one for one in beside if one.year == 2027)
    assert [m.line for m in this_year.timeline.marks] == ["autumn"]


def test_hosts_take_turns_through_the_years(context: Flask) -> None:
    with work(TESTS):
        ahead = draft_years(body(), [2028, 2029, 2030])
        alone = [draft_body(body(), year) for year in (2028, 2029, 2030)]

    cities = [plan.meetings[0].city for plan in ahead]
    assert len(set(cities)) == 3
    assert cities == [plan.meetings[0].city for plan in alone]


def test_the_page_shows_seven_years_with_their_rules_and_meetings(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        key = body().key
        symbol_key = draft_body(body(), 2027).held[0].key

    shown = secretary.get(f"/bodies/{key}/years?of=2027").text

    for year in AROUND:
        assert f'href="/bodies/{key}/year?of={year}"' in shown
        assert f'href="/bodies/{key}/year/findings?of={year}"' in shown
    assert f'href="/meetings/{symbol_key}"' in shown
    for line in presets()["S1"].cycle:
        assert f'id="{line.key}"' in shown
    assert f'href="/bodies/{key}/years?of=2027"' in secretary.get(f"/bodies/{key}/year?of=2027").text


def test_the_year_draws_what_the_secretariat_entered(context: Flask) -> None:
    with work(TESTS):
        found = body()
        entered = {"body_id": found.id, "year": 2031, "city": "Berlin", "zone": "Europe/Berlin"}
        on = {"starts_on": date(2031, 6, 13), "ends_on": date(2031, 6, 15)}
        db.session.add(AnchorDate(event="G20 summit", confidence=Confidence.ANNOUNCED, **entered, **on))
        db.session.add(Office(body_id=found.id, name="Presidency", holder="Denmark", starts_on=date(2031, 3, 1)))
        db.session.flush()
        timeline = timeline_of(found, draft_body(found, 2031), at=clock.now())

    told = {one.name: (one.look, one.sure, one.first, one.last) for one in timeline.marks}
    assert told["G20 summit"] == (Look.ANNOUNCED, "announced, not confirmed", date(2031, 6, 13), date(2031, 6, 15))
    until = (date(2031, 3, 1), date(2031, 12, 31))
    assert told["Presidency: Denmark"] == (Look.OFFICE, "held until further notice", *until)
    assert [one.name for one in timeline.of(Lane.MEETING)] == [line.name for line in presets()["S1"].cycle]
    assert all(one.dots for one in timeline.of(Lane.MEETING))


def test_vacancies_are_those_of_the_seats_of_the_preset() -> None:
    steers = a_seat(role=TermRole.STEERING_MEMBER, last=date(2027, 6, 30))
    council = (a_member("McGill", steers), a_member("Oslo", a_seat(role=TermRole.COUNCIL_MEMBER)))
    board = (a_member("Denmark", a_seat(last=date(2027, 6, 30))),)
    rest = (date(2027, 7, 1), date(2027, 12, 31))

    assert vacancies(presets()["S2"], council, 2027) == [("McGill", *rest)]
    assert vacancies(presets()["S1"], board, 2027) == [("Denmark", *rest)]
    assert vacancies(presets()["S7"], (), 2027) == []
