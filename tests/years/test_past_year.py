"""A year with meetings taken over from a list: they are counted, and nothing is due, owed or ruled of them."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from convene import clock
from convene.db import work
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingKind
from convene.recommendations import columns
from convene.years import past, past_keeping
from convene.years.drafting import draft_years
from convene.years.several import several_years, timeline_of
from convene.years.standing.facts import Ruling, State
from convene.years.standing.gathering import standing_of
from convene.years.tasks import tasks_by_meeting
from convene.years.timeline import Lane
from tests.browser import TESTS, Browser, words_of
from tests.build import BY, body, one
from tests.years.test_past import line, told
from tests.years.test_past_lines import lines

YEAR = 2018
FIRST, SECOND = date(YEAR, 3, 4), date(YEAR, 10, 7)


def take_over(preset_symbol: str = "TNAP", **cells: str) -> None:
    """Two past meetings of 2018, of one day each, with what a list may leave out."""
    days = (FIRST, SECOND)
    text = lines(*({"title": f"Meeting {day}", "starts_on": f"{day}", "item": "Exchange"} | cells for day in days))
    reading = past.held_against(body(preset_symbol), columns.read(text.encode(), past.TABLE), today=date(2027, 6, 1))
    past_keeping.take_over(body(preset_symbol), reading, by=BY, at=clock.now())


def rulings(preset_symbol: str = "TNAP") -> dict[str, Ruling]:
    """What the rules say of the year."""
    (plan,) = draft_years(body(preset_symbol), [YEAR])
    return {each.rule: each for each in standing_of(body(preset_symbol), plan, at=clock.now()).rulings}


def test_nothing_is_due_for_what_was_taken_over(context: Flask) -> None:
    with work(TESTS):
        (plan,) = draft_years(body(), [YEAR])
        before = timeline_of(body(), plan, at=clock.now()).due
        take_over()
        (plan,) = draft_years(body(), [YEAR])
        after = timeline_of(body(), plan, at=clock.now())
        marks = [mark for mark in after.of(Lane.MEETING) if mark.first in (FIRST, SECOND)]
        assert ([mark.sure for mark in marks], [mark.dots for mark in marks]) == (["concluded"] * 2, [()] * 2)
        assert after.due <= before
        beside, _ = several_years(body(), YEAR, at=clock.now())
        assert [year.timeline.due for year in beside if year.year == YEAR] == [0]
        assert tasks_by_meeting([one(Meeting, starts_on=FIRST).id]) == {}


def test_they_are_counted_and_nothing_else_is_held_against_them(context: Flask) -> None:
    with work(TESTS):
        take_over(kind=str(MeetingKind.REGULAR))
        found = rulings()
    assert found["A10"].state is State.KEPT
    for rule in ("A5", "A6", "A7", "A8", "A9", "A11", "A13"):
        assert found[rule].state is State.OPEN, found[rule]
        assert found[rule].text.startswith("Taken over from a list, which does not tell: 4 March"), found[rule]
        assert {row.words.split(",")[0] for row in found[rule].rows} == {f"Meeting {FIRST}", f"Meeting {SECOND}"}


def test_what_the_list_does_tell_keeps_a_rule(context: Flask) -> None:
    with work(TESTS):
        take_over(subject="deep-dive")
        assert rulings()["A5"].state is State.KEPT


def test_a_meeting_that_was_followed_is_ruled_on_beside_one_that_was_not(context: Flask) -> None:
    with work(TESTS):
        take_over()
        one(Meeting, starts_on=SECOND).taken_over_on = None
        found = rulings()
    assert found["A5"].state is State.BROKEN
    assert "7 October" in found["A5"].text
    assert "4 March" not in found["A5"].text + found["A11"].text + found["A13"].text


def test_the_councils_briefings_are_not_held_against_briefs_that_nobody_kept(context: Flask) -> None:
    with work(TESTS):
        take_over("TAPRC", kind=str(MeetingKind.BRIEFING))
        found = rulings("TAPRC")
    assert found["B2"].state is not State.BROKEN
    assert (found["B5"].state, found["B7"].state) == (State.OPEN, State.OPEN)


@pytest.mark.parametrize("path", ["/bodies/{key}/year?of=2018", "/bodies/{key}/years?of=2018"])
def test_the_pages_show_no_deadline_of_them(app: Flask, secretary: Browser, path: str) -> None:
    with app.app_context(), work(TESTS):
        key = body().key
        past_keeping.take_over(
            body(), told(line(title="Meeting in March", starts_on="2018-03-04")), by=BY, at=clock.now()
        )
    page = secretary.get(path.format(key=key))
    assert page.status_code == 200
    assert "Meeting in March" in page.text
    assert "Answers to the invitation" not in words_of(page)
