"""The page of what was asked of a State: what is owed, by its day, then what is open; what is closed is folded."""

from __future__ import annotations

import re
from datetime import timedelta

from flask import Flask
from sqlalchemy import event

from convene import clock
from convene.db import db, work
from convene.recommendations import actions
from convene.recommendations.terms import Step
from tests.browser import TESTS, browser_of
from tests.build import BY, body
from tests.recommendations import made

TO = ("Netherlands",)


def asked(text: str, days: int) -> str:
    """One that is asked of the Netherlands by a day; gives its symbol."""
    return made.sent(text, days=days, said=made.wording(text, TO)).symbol or ""


def test_what_is_owed_stands_first_by_its_day_and_what_is_closed_is_folded(app: Flask) -> None:
    today = clock.local(clock.now(), "Europe/Zurich").date()
    with app.app_context(), work(TESTS):
        later, soon = asked("Asked for later.", 60), asked("Asked for soon.", 20)
        promised = made.sent("Promised.", days=30, said=made.wording("Promised.", TO))
        made.answered(promised, "Netherlands", next_on=today + timedelta(days=90))
        overdue = made.sent("Overdue.", days=90, said=made.wording("Overdue.", TO))
        made.answered(overdue, "Netherlands", next_on=today + timedelta(days=1))
        made.to(overdue, "Netherlands").next_on = today - timedelta(days=3)
        without = made.sent("No day.", days=30, said=made.wording("No day.", TO))
        made.to(without, "Netherlands").due_on = None
        closed = made.sent("Closed.", days=30, said=made.wording("Closed.", TO))
        actions.follow(closed, body(), actions.FollowUp(Step.LAPSE, "It lapsed."), by=BY, at=clock.now())
        order = [overdue.symbol, soon, later, without.symbol, promised.symbol, closed.symbol]
        path = f"/bodies/{body().key}/recommendations/asked"
    page = browser_of(app, "primary_nl").get(path).text
    main = page[page.index("<main") :]
    assert re.findall(r'<h3 class="card-title"[^>]*>([^<]+)</h3>', main) == order
    owed, rest = main.split("Open, with nothing owed at present")
    assert "What you owe" in owed
    assert (owed.count("card-title"), rest.split("<details")[0].count("card-title")) == (4, 1)
    assert "One that is closed</summary>" in rest


def test_as_many_statements_for_forty_as_for_one(app: Flask) -> None:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    def reads(count: int) -> int:
        """How many statements read what the page shows; each text that is opened is noted by one of its own."""
        seen.clear()
        event.listen(engine, "before_cursor_execute", note)
        page = reader.get(path).text
        event.remove(engine, "before_cursor_execute", note)
        assert page.count('class="card-title"') == count
        return sum(statement.startswith("SELECT") for statement in seen)

    with app.app_context(), work(TESTS):
        asked("The first.", 20)
        path, engine = f"/bodies/{body().key}/recommendations/asked", db.engine
    reader = browser_of(app, "primary_nl")
    few = reads(1)
    with app.app_context(), work(TESTS):
        for number in range(39):
            asked(f"Number {number}.", 20 + number)
    assert reads(40) == few > 5
