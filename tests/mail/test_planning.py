"""What falls due by itself: reminders to those who owe, once; the end of terms at 24:00; what is not kept."""

from __future__ import annotations

from collections import Counter
from datetime import date, time, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.accounts.actions import count_try, new_sign_in_link
from convene.accounts.models import Attempts, SignInLink, Visit
from convene.agendas.terms import Subject
from convene.db import db, work
from convene.ical.terms import Partstat
from convene.invitations.queries import invitations_of
from convene.mail.models import Lease, OutboxMessage
from convene.mail.states import OutboxState
from convene.meetings.actions import move_to
from convene.meetings.terms import MeetingState
from convene.people.actions import end_term
from convene.planning import plan
from convene.sending import send_due
from tests.browser import TESTS, browser_of, by_link, person_id
from tests.build import BY, board_meeting, body, count, invitation_of, item_of, one, term_of

DAY = timedelta(days=1)


def reminders() -> Counter[int]:
    """How many reminders about the board's meeting are queued, sent or dropped, by person."""
    with work(TESTS):
        wanted = select(OutboxMessage.person_id).where(
            OutboxMessage.kind == "reminder", OutboxMessage.meeting_id == board_meeting().id
        )
        return Counter(db.session.scalars(wanted))


def test_reminders_fall_due_on_their_days_once_and_to_those_who_owe(context: Flask, at: time_machine.Traveller) -> None:
    with work(TESTS):
        due = board_meeting().answers_due_at
        owing = {i.person_id for i in invitations_of(board_meeting()) if i.partstat is Partstat.NEEDS_ACTION}
    for moment, times in (
        (due - 7 * DAY - timedelta(seconds=1), 0),
        (due - 7 * DAY, 1),
        (due - 6 * DAY, 1),
        (due - 2 * DAY, 2),
        (due - 2 * DAY, 2),
        (due - timedelta(seconds=1), 2),
        (due, 2),
        (due + DAY, 2),
    ):
        at.move_to(moment)
        plan(at=clock.now())
        assert reminders() == (Counter(dict.fromkeys(owing, times)) if times else Counter()), moment


def test_reminder_missed_while_the_program_was_off_comes_late_and_as_one(
    context: Flask, at: time_machine.Traveller
) -> None:
    with work(TESTS):
        due = board_meeting().answers_due_at
    at.move_to(due - DAY)
    plan(at=clock.now())
    assert set(reminders().values()) == {1}


def test_meeting_that_is_cancelled_reminds_nobody(context: Flask, at: time_machine.Traveller) -> None:
    with work(TESTS):
        due = board_meeting().answers_due_at
        move_to(board_meeting(), MeetingState.CANCELLED, by=BY, at=clock.now())
    at.move_to(due - DAY)
    plan(at=clock.now())
    with work(TESTS):
        assert count(OutboxMessage, kind="reminder", body_id=body().id) == 0


LAST_DAY = date(2027, 6, 30)
END = clock.end_of_day(LAST_DAY, "Europe/Zurich")


def end(key: str) -> None:
    with work(TESTS):
        end_term(term_of(key), body=body(), ends_on=LAST_DAY, by=BY, at=clock.now())


def cancellations(key: str) -> int:
    with work(TESTS):
        found = invitation_of(key, board_meeting())
        return count(OutboxMessage, invitation_id=found.id, kind="cancellation")


@pytest.mark.parametrize("key", ["primary_dk", "ngo_guest", "speaker_on_link"])
def test_term_ends_at_midnight_of_the_body_and_not_a_minute_before(
    context: Flask, at: time_machine.Traveller, key: str
) -> None:
    send_due()
    end(key)
    with work(TESTS):
        meeting_id, meeting = board_meeting().id, board_meeting().key
        item = item_of(board_meeting(), Subject.DEEP_DIVE if key == "speaker_on_link" else Subject.INPUT_OF_GUESTS).key
    signed_in, linked = browser_of(context, key), by_link(context, key, meeting_id)
    at.move_to(END - timedelta(minutes=1))
    plan(at=clock.now())
    assert cancellations(key) == 0
    assert signed_in.get(f"/items/{item}").status_code == 200
    assert linked.get(f"/meetings/{meeting}").status_code == 200
    at.move_to(END)
    assert signed_in.get(f"/meetings/{meeting}").status_code == 404
    assert signed_in.get(f"/items/{item}").status_code == 404
    assert linked.get(f"/meetings/{meeting}").status_code == 302
    assert cancellations(key) == 0
    plan(at=clock.now())
    plan(at=clock.now())
    assert cancellations(key) == 1
    send_due()
    with work(TESTS):
        sent = one(OutboxMessage, kind="cancellation", person_id=invitation_of(key, board_meeting()).person_id)
        assert sent.state is OutboxState.SENT


def test_midnight_is_that_of_the_body_and_not_of_the_meeting() -> None:
    assert clock.at_wall(date(2027, 7, 1), time(0), "Europe/Zurich") == END
    assert clock.end_of_day(LAST_DAY, "America/New_York") - END == timedelta(hours=6)


def test_term_that_ends_before_the_invitation_left_cancels_nothing(context: Flask, at: time_machine.Traveller) -> None:
    end("ngo_guest")
    at.move_to(END)
    plan(at=clock.now())
    assert cancellations("ngo_guest") == 0


def test_end_of_one_term_leaves_others_alone(context: Flask, at: time_machine.Traveller) -> None:
    send_due()
    end("primary_dk")
    at.move_to(END)
    plan(at=clock.now())
    with work(TESTS):
        assert count(OutboxMessage, kind="cancellation") == 1
        assert term_of("primary_dk").is_settled is True
        assert term_of("primary_nl").is_settled is False


def test_planner_waits_while_another_holds_its_duty(context: Flask, at: time_machine.Traveller) -> None:
    with work(TESTS):
        due = board_meeting().answers_due_at
    at.move_to(due - DAY)
    with work(TESTS):
        later = clock.now() + timedelta(minutes=3)
        db.session.add(Lease(duty="plan", holder="another machine:1", until=later, beat_at=clock.now()))
    assert plan(at=clock.now()) == 0
    assert reminders() == Counter()


@pytest.mark.parametrize("days, kept", [(2, 1), (3, 0)])
def test_counters_links_and_visits_are_forgotten_after_two_days(
    context: Flask, at: time_machine.Traveller, days: int, kept: int
) -> None:
    person = person_id(context, "primary_dk")
    count_try("somebody", at=clock.now(), limit=5)
    with work(TESTS):
        new_sign_in_link(person, at=clock.now())
        db.session.add(Visit(token_hash="x", person_id=person, started_at=clock.now(), expires_at=clock.now()))
    at.shift(days * 24 * 3600.0 - 60)
    plan(at=clock.now())
    with work(TESTS):
        found = (count(Attempts), count(SignInLink), count(Visit, token_hash="x"))
    assert found == (kept, kept, kept)
