"""Who owes is reminded on, sparingly, until they answer, it is closed, or the secretariat stops it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask

from convene import clock
from convene.db import db, work
from convene.findings import Refused
from convene.mail.models import OutboxMessage
from convene.recommendations import actions, telling
from convene.recommendations.models import Recommendation
from convene.recommendations.queries import steps_of
from convene.recommendations.terms import Step
from tests.browser import TESTS, browser_of
from tests.build import BY, body, count, one
from tests.recommendations import made


@pytest.fixture
def owed(app: Flask) -> str:
    """The page of one that Denmark has not answered; the Netherlands has."""
    with app.app_context(), work(TESTS):
        found = made.sent(days=20, said=made.wording("Do it.", ("Netherlands", "Denmark")))
        made.answered(found, "Netherlands")
        return f"/recommendations/{found.key}"


def reminded_on(app: Flask, at: time_machine.Traveller, *, days: int) -> list[date]:
    """The days on which the plan reminds somebody during so many days from now, run twice on each."""
    found = []
    for _ in range(days):
        at.shift(timedelta(days=1))
        with app.app_context(), work(TESTS):
            if telling.remind_by_plan(clock.now()):
                found.append(clock.local(clock.now(), body().zone).date())
            assert telling.remind_by_plan(clock.now()) == 0
    return found


def whose() -> set[str]:
    """The parties to whose seats reminders went."""
    people = {message.person_id for message in db.session.query(OutboxMessage).filter_by(kind=telling.REMINDER)}
    seats = telling.seats_of(body().id, clock.now())
    return {name for name in ("Netherlands", "Denmark") if people & set(seats[made.to(owing(), name).party_id or 0])}


def owing() -> Recommendation:
    """The one that is owed."""
    found: Recommendation = one(Recommendation, text="Do it.")
    return found


def test_who_owes_is_reminded_every_month_by_one_mail_for_all(
    app: Flask, owed: str, at: time_machine.Traveller
) -> None:
    with app.app_context(), work(TESTS):
        due = made.to(owing(), "Denmark").due_on
        made.sent("Another.", days=26, said=made.wording("Another.", ("Denmark",)))
    assert due is not None
    on = reminded_on(app, at, days=190)
    late = [day for day in on if day > due + timedelta(days=40)]
    assert [day.day for day in late] == [1] * len(late)
    assert len(late) >= 4
    with app.app_context(), work(TESTS):
        assert whose() == {"Denmark"}
        assert count(OutboxMessage, kind=telling.REMINDER) == 2 * len(on)  # Two hold its seat.
        last = [step for step in steps_of(owing()) if step.step is Step.REMIND][-1]
        assert (last.note, clock.local(last.at, body().zone).date()) == ("Denmark", late[-1])


@pytest.mark.parametrize("ends", ["answers", "closed", "stopped"])
def test_it_ends_once_they_answer_or_it_is_closed_or_stopped(
    app: Flask, owed: str, at: time_machine.Traveller, ends: str
) -> None:
    at.shift(timedelta(days=80))
    assert len(reminded_on(app, at, days=31)) >= 1
    if ends == "stopped":
        assert browser_of(app, "secretary").post(f"{owed}/remind", {"then": "stop"}).status_code == 303
    with app.app_context(), work(TESTS):
        if ends == "answers":
            made.answered(owing(), "Denmark")
        if ends == "closed":
            actions.follow(owing(), body(), actions.FollowUp(Step.LAPSE, "It lapsed."), by=BY, at=clock.now())
    assert reminded_on(app, at, days=40) == []


def test_no_mail_of_the_plan_follows_one_by_hand(app: Flask, owed: str, at: time_machine.Traveller) -> None:
    at.shift(timedelta(days=80))
    while clock.local(clock.now(), "UTC").day != 1:
        at.shift(timedelta(days=1))
    with app.app_context(), work(TESTS):
        assert telling.remind(body(), by=BY, at=clock.now()) == 2
        at.shift(timedelta(minutes=5))
        assert telling.remind_by_plan(clock.now()) == 0
    # The next month's goes as ever.
    assert [day.day for day in reminded_on(app, at, days=35)] == [1]


def test_the_secretariat_stops_it_and_asks_for_it_again(app: Flask, owed: str, at: time_machine.Traveller) -> None:
    at.shift(timedelta(days=80))
    reminded_on(app, at, days=10)
    secretary, dane = browser_of(app, "secretary"), browser_of(app, "primary_dk")
    assert "Stop its reminders" in secretary.text(owed)
    assert "Reminded on" in secretary.text(owed)
    assert "Stop its reminders" not in dane.text(owed)
    assert dane.post(f"{owed}/remind", {"then": "stop"}).status_code in (403, 404)
    assert secretary.post(f"{owed}/remind", {"then": "stop"}).status_code == 303
    words = secretary.text(owed)
    assert ("Reminders stopped" in words, "Stop its reminders" in words) == (True, False)
    with app.app_context(), work(TESTS):
        assert telling.remind(body(), by=BY, at=clock.now()) == 0
        assert telling.chased(owing(), body()).stopped == ("Denmark",)
        with pytest.raises(Refused, match="Nobody is reminded"):
            telling.stop_reminders(owing(), body(), by=BY, at=clock.now())
    # They owe it all the same.
    assert "one answer on a recommendation" in dane.text("/")
    assert secretary.post(f"{owed}/remind").status_code == 303
    with app.app_context(), work(TESTS):
        assert telling.remind_by_plan(clock.now()) == 0
    assert [day.day for day in reminded_on(app, at, days=31)] == [1]
    assert "Stop its reminders" in secretary.text(owed)
