"""Days that were past already when a list brought them: told before, silent everywhere, reminded of when asked for."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask

from convene import clock
from convene.db import db, work
from convene.findings import Refused
from convene.mail.models import OutboxMessage
from convene.planning import plan
from convene.recommendations import columns, import_keeping, importing, queries, rules, telling
from convene.recommendations.appending import append_all
from convene.recommendations.gathered import Fate, Reading
from convene.recommendations.letters import way_of
from convene.recommendations.models import Recommendation
from convene.recommendations.reviewing import reviews_due
from convene.recommendations.terms import Way
from tests.browser import TESTS, Browser, browser_of
from tests.build import BY, board_meeting, body, one
from tests.recommendations import made

OLD = {"symbol": "A/1", "adopted on": "2019-06-01", "kind": "policy", "text": "Report on fuel", "sent on": "2019-06-02"}


def told(*lines: dict[str, str]) -> Reading:
    """What becomes of these lines."""
    given = [columns.Line(number, OLD | line) for number, line in enumerate(lines, start=2)]
    return importing.held_against(body(), given, today=clock.local(clock.now(), body().zone).date())


def keep(*lines: dict[str, str]) -> Recommendation:
    """Take them over; gives the first that came of it."""
    reading = told(*lines)
    import_keeping.take_over(body(), reading, by=BY, at=clock.now())
    found: Recommendation = one(Recommendation, symbol=reading.coming[0].symbol)
    return found


def reminders() -> int:
    """How many reminders are queued or gone."""
    return db.session.query(OutboxMessage).filter_by(kind=telling.REMINDER).count()


@pytest.mark.parametrize(
    "due, came, is_asked_for, wanted",
    [
        (date(2026, 5, 1), None, False, False),
        (date(2026, 5, 1), date(2026, 5, 1), False, False),
        (date(2026, 5, 1), date(2026, 5, 2), False, True),
        (date(2026, 5, 1), date(2026, 5, 2), True, False),
    ],
)
def test_who_is_left_alone(due: date, came: date | None, is_asked_for: bool, wanted: bool) -> None:
    assert rules.is_left_alone(due, taken_over_on=came, is_asked_for=is_asked_for) is wanted


@pytest.mark.parametrize(
    "cells, silent, late",
    [
        ({"due on": "2019-09-01"}, 1, 0),
        ({"due on": "2019-09-01", "state": "in follow-up"}, 1, 0),
        ({"due on": "2019-09-01", "state": "lapsed"}, 0, 0),
        ({"due on": "2019-09-01", "sent on": ""}, 0, 0),
        ({"due on": "2099-09-01"}, 0, 0),
        ({"due on": "2019-09-01", "response": "noted"}, 0, 0),
        ({"due on": "2019-09-01", "response": "noted", "next report on": "2020-01-01"}, 0, 1),
    ],
)
def test_the_dry_run_tells_who_would_be_silent_as_the_record_shows_it(
    context: Flask, cells: dict[str, str], silent: int, late: int
) -> None:
    with work(TESTS):
        reading = told({"addressee": "Netherlands"} | cells)
        assert (reading.silent, reading.late) == (silent, late)
        notes = " ".join(reading.told[0].notes)
        assert ("Netherlands will stand as silent: “due on”, 2019-09-01, is past" in notes) is bool(silent)
        assert ("Netherlands will stand with an overdue report" in notes) is bool(late)


def test_the_page_says_it_before_anything_is_taken_over(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        path = f"/bodies/{body().key}/recommendations/import"
    head = "text,addressee,sent on,due on,response,next report on"
    lines = ("Report,Netherlands,2019-06-02,2019-09-01,,", "Report,Denmark,2019-06-02,2019-09-01,noted,2020-01-01")
    page = secretary.post(
        path, {"file": (io.BytesIO("\n".join((head, *lines)).encode()), "a.csv"), "then": "look"}
    ).text
    words = " ".join(page.split())
    assert "one addressee will stand as silent, and one with an overdue report" in words
    assert "No mail reminds them of days that are past already" in words


def test_nobody_is_reminded_of_days_that_were_past_until_it_is_asked_for(context: Flask) -> None:
    with work(TESTS):
        old = keep({"addressee": "Netherlands", "due on": "2019-09-01"})
        keep({"symbol": "A/2", "text": "Another", "addressee": "Denmark", "response": "noted", "due on": "2019-09-01",
              "next report on": "2020-01-01"})  # fmt: skip
        now = telling.reminding(body(), at=clock.now())
        assert (now.names, now.people, now.left_alone) == ((), 0, 2)
        assert telling.remind(body(), by=BY, at=clock.now()) == 0
        assert telling.remind_by_plan(clock.now()) == 0
        assert telling.chased(old, body()).left_alone == ("Netherlands",)
        # It comes before a meeting all the same.
        assert old.key in [key for each in reviews_due(board_meeting(), on=clock.now().date()) for key in each.keys]

        telling.ask_for_reminders(old, body(), by=BY, at=clock.now())
        now = telling.reminding(body(), at=clock.now())
        assert (now.names, now.left_alone) == (("Netherlands",), 1)
        assert [str(s.step) for s in queries.steps_of(old)][-1] == "reminders asked for"
        assert telling.chased(old, body()).left_alone == ()
        assert telling.remind(body(), by=BY, at=clock.now()) == reminders() > 0
        facts = {json.loads(m.facts)["count"] for m in db.session.query(OutboxMessage).filter_by(kind=telling.REMINDER)}
        assert facts == {1}
        with pytest.raises(Refused, match="Nobody is left out"):
            telling.ask_for_reminders(old, body(), by=BY, at=clock.now())


def test_an_addressee_that_a_list_appends_is_left_alone_as_well(context: Flask) -> None:
    with work(TESTS):
        found = made.sent(days=5, said=made.wording(to=("Netherlands",)))
        today = clock.local(clock.now(), body().zone).date()
        found.adopted_on = today - timedelta(days=30)
        late = {"addressee": "Denmark", "sent on": str(today - timedelta(days=9)), "due on": str(today - timedelta(2))}
        given = {"symbol": found.symbol or "", "text": found.text, "adopted on": "", "kind": ""}
        reading = told(given | late)
        assert (reading.silent, reading.told[0].fate) == (1, Fate.ADDRESSEE)
        append_all(body(), reading.further, by=BY, at=clock.now())
        assert telling.chased(found, body()).left_alone == ("Denmark",)
        assert telling.reminding(body(), at=clock.now()).names == ("Netherlands",)
        assert way_of(made.to(found, "Denmark"), found, []) is Way.LISTED


def test_the_plan_leaves_alone_a_day_that_was_just_past(context: Flask, at: time_machine.Traveller) -> None:
    with work(TESTS):
        today = clock.local(clock.now(), body().zone).date()
        sent = str(today - timedelta(days=40))
        keep(
            {"addressee": "Netherlands", "sent on": sent, "due on": str(today - timedelta(days=1))},
            {"symbol": "A/2", "text": "Another", "addressee": "Denmark", "sent on": sent,
             "due on": str(today + timedelta(days=3))},
        )  # fmt: skip
    at.shift(timedelta(days=1))
    plan(at=clock.now())
    with work(TESTS):
        whom = {m.person_id for m in db.session.query(OutboxMessage).filter_by(kind=telling.REMINDER)}
        denmark = made.to(one(Recommendation, symbol="A/2"), "Denmark").party_id
        assert whom == set(telling.seats_of(body().id, clock.now())[denmark or 0])


def test_the_secretariat_asks_for_them_on_the_page_of_the_recommendation(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        old = keep({"addressee": "Netherlands", "due on": "2019-09-01"})
        page, index = f"/recommendations/{old.key}", f"/bodies/{body().key}/recommendations"
        plain = f"/recommendations/{made.sent().key}"
    assert "Include it in reminders" not in secretary.text(plain)
    assert "nobody is reminded of it unless you ask" in secretary.text(index)
    assert "Include it in reminders" not in browser_of(app, "primary_nl").text(page)
    assert "Include it in reminders" in secretary.text(page)
    assert secretary.post(f"{page}/remind").status_code == 303
    words = secretary.text(page)
    assert "Reminders asked for" in words
    assert "Include it in reminders" not in words
    assert "nobody is reminded of it" not in secretary.text(index)


def test_a_state_owes_by_such_a_day_no_more_than_it_is_reminded_of(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        of = body().key
        old = keep({"addressee": "Netherlands", "due on": "2019-09-01"}).key
        promised = {"symbol": "A/2", "text": "Another", "addressee": "Netherlands", "response": "noted"}
        keep(promised | {"due on": "2019-09-01", "next report on": "2020-01-01"})
        made.sent(days=5, said=made.wording("What is asked from here, of one State alone.", ("Netherlands",)))
    state, asked = browser_of(app, "primary_nl"), f"/bodies/{of}/recommendations/asked"
    shown = state.text(asked)
    assert "You owe one answer or report." in shown
    assert "2 more are from earlier lists: their days were past before they came on record here" in shown
    assert shown.count("it does not count as owed, and no mail reminds you of it") == 2
    # What is owed stands first, and the others can be answered all the same.
    assert shown.index("of one State alone") < shown.index("Report on fuel")
    assert state.get(asked).text.count("/answer") == 3
    home = state.text("/")
    assert "one answer on a recommendation" in home
    assert not [word for word in ("A/1", "A/2", "report on a recommendation") if word in home]
    assert not [word for word in ("A/1", "A/2") if word in state.text("/asked-of-me")]

    assert secretary.post(f"/recommendations/{old}/remind").status_code == 303
    shown = state.text(asked)
    assert "You owe 2 answers or reports. One more is from an earlier list: its day was past" in shown
    assert "2 answers on recommendations" in state.text("/")
    assert "A/1" in state.text("/asked-of-me")


def test_one_that_owes_nothing_else_is_told_so(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        keep({"addressee": "Netherlands", "due on": "2019-09-01"})
        path = f"/bodies/{body().key}/recommendations/asked"
    shown = browser_of(app, "primary_nl").text(path)
    assert "You owe nothing at present. One that was asked of you is from an earlier list" in shown
