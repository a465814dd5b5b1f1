"""Moving a meeting with its sessions: together, within its year, to hours that exist, never into each other."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from convene import clock
from convene.agendas.actions import follow_session
from convene.db import work
from convene.findings import Refused
from convene.journal import JournalEntry
from convene.meetings.actions import move_to
from convene.meetings.moving import move_meeting_days, move_sessions
from convene.meetings.terms import MeetingState
from tests.browser import TESTS
from tests.build import BY, a_draft, board_meeting, count, sessions


@pytest.mark.parametrize("day", [date(2027, 11, 8), date(2027, 11, 30), date(2027, 7, 1), date(2027, 1, 4)])
def test_a_meeting_moves_with_all_its_sessions(app: Flask, day: date) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_draft()
        walls = [(s.opens, (s.on - meeting.starts_on).days) for s in sessions(meeting)]

        move_meeting_days(meeting, day, by=BY, at=clock.now())

        assert (meeting.starts_on, meeting.ends_on) == (day, day + timedelta(days=1))
        assert meeting.ends_at == max(s.ends_at for s in sessions(meeting))
        assert [(s.opens, (s.on - day).days) for s in sessions(meeting)] == walls
        assert all(clock.local(s.starts_at, meeting.zone).time() == s.opens for s in sessions(meeting))
        assert count(JournalEntry, act="meeting.days") == 1
        for session in sessions(meeting):
            follow_session(session)


def test_the_same_day_changes_nothing_and_leaves_no_line_in_the_journal(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_draft()

        assert move_sessions(meeting, {}, meeting.starts_on, by=BY, at=clock.now()) == []
        assert count(JournalEntry, act="meeting.days") == 0


@pytest.mark.parametrize(
    "state, said",
    [
        (MeetingState.IN_SESSION, "in session"),
        (MeetingState.CONCLUDED, "concluded"),
        (MeetingState.CANCELLED, "cancelled"),
    ],
)
def test_what_sits_or_is_over_does_not_move(app: Flask, state: MeetingState, said: str) -> None:
    with app.app_context(), work(TESTS):
        meeting = board_meeting()
        steps = {
            MeetingState.IN_SESSION: [MeetingState.IN_SESSION],
            MeetingState.CONCLUDED: [MeetingState.IN_SESSION, MeetingState.CONCLUDED],
            MeetingState.CANCELLED: [MeetingState.CANCELLED],
        }
        for step in steps[state]:
            move_to(meeting, step, by=BY, at=clock.now())
        before = [(s.on, s.starts_at) for s in sessions(meeting)]

        with pytest.raises(Refused, match=said):
            move_meeting_days(meeting, date(2027, 10, 5), by=BY, at=clock.now())

        assert [(s.on, s.starts_at) for s in sessions(meeting)] == before


@pytest.mark.parametrize(
    "days, starts_on, said",
    [
        ({0: 7, 1: 7}, 0, "move together"),
        ({0: 1, 1: 1}, 1, "Another session of this meeting takes place"),
        ({2: 14, 3: 14}, 0, "outside the meeting's 14 days"),
        ({}, 400, "Its symbol is of 2027"),
    ],
)
def test_sessions_that_would_not_fit_are_refused_and_nothing_moves(
    app: Flask, days: dict[int, int], starts_on: int, said: str
) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_draft()
        all_of_it = sessions(meeting)
        before = [s.on for s in all_of_it]
        wanted = {all_of_it[n].key: all_of_it[n].on + timedelta(days=shift) for n, shift in days.items()}

        with pytest.raises(Refused, match=said):
            move_sessions(meeting, wanted, meeting.starts_on + timedelta(days=starts_on), by=BY, at=clock.now())

        assert [s.on for s in sessions(meeting)] == before


def test_an_hour_that_the_clocks_skip_is_refused(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_draft(starts_on=date(2027, 3, 9), city="New York", zone="America/New_York")
        first = sessions(meeting)[0]
        first.opens = first.opens.replace(hour=2)

        with pytest.raises(Refused, match="The clocks change in New York on Sunday 14 March 2027"):
            move_meeting_days(meeting, date(2027, 3, 14), by=BY, at=clock.now())
