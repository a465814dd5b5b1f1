"""What is closed awaits nothing: the rule and the SQL say the same, and lists, figures, home and mail follow them."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.db import db, work
from convene.mail.models import OutboxMessage
from convene.mail.states import OutboxState
from convene.recommendations import actions, lineage, rules, telling
from convene.recommendations.due import news_in
from convene.recommendations.figures import figures_of
from convene.recommendations.marking import marked
from convene.recommendations.matrix import cells_of
from convene.recommendations.models import Addressee, Recommendation
from convene.recommendations.queries import listed, marks_of
from convene.recommendations.terms import CLOSED, IN_ORDER, Listing, Mark, Position, State, Step
from tests.browser import TESTS, browser_of
from tests.build import BY, board_meeting, body
from tests.recommendations import made

A_DAY = timedelta(days=1)
NAMES = ("Netherlands", "Denmark", "Canada", "Germany", "Australia", "United States")


def _in_every_position() -> Recommendation:
    """One whose addressees are each in another position on the day: awaited, silent, without a day, answered."""
    found = made.sent(said=made.wording(to=NAMES))
    today = clock.now().date()
    said = [
        (today, today, None),
        (today - A_DAY, today - A_DAY, None),
        (today, None, None),
        (None, None, None),
        (today - A_DAY, today - A_DAY, Position.NOTED),
        (None, None, Position.SUPPORTED),
    ]
    for name, (sent, due, answer) in zip(NAMES, said, strict=True):
        row = made.to(found, name)
        row.sent_on, row.due_on, row.answer = sent, due, answer
        row.next_on = today - A_DAY if answer else None
    db.session.flush()
    return found


@pytest.mark.parametrize("state", [s for s in State if s not in (State.PROPOSED, State.WITHDRAWN)])
def test_the_rule_and_the_sql_say_the_same_of_every_addressee(context: Flask, state: State) -> None:
    with work(TESTS):
        found, on = _in_every_position(), clock.now().date()
        found.state = state
        db.session.flush()
        by_rule = {to.name: cell.mark for to, cell in cells_of([found], on=on)[found.id]}
        joined = select(Addressee.name).join(Recommendation, Recommendation.id == Addressee.recommendation_id)
        by_sql = {name: mark for mark in Mark for name in db.session.scalars(joined.where(marked(mark, on=on)))}
        counts = Counter(str(mark) for mark in by_rule.values())
        late = set(db.session.scalars(joined.where(marked("overdue", on=on))))
        figures = figures_of(body(), "addressee", on=on).whole

        assert by_sql == by_rule
        told = marks_of([found], on=on)[found.id]
        assert dict(told) == counts
        assert [mark for mark, _ in told] == [mark for mark in IN_ORDER if mark in counts]
        assert (figures.awaited, figures.silent, figures.unheard) == (
            counts[Mark.AWAITED], counts[Mark.SILENT], counts[Mark.NO_ANSWER],
        )  # fmt: skip
        assert {to.name for to, cell in cells_of([found], on=on)[found.id] if cell.is_report_late} == late
        is_closed = state in CLOSED
        assert (figures.unheard, figures.awaited + figures.silent) == ((3, 0) if is_closed else (0, 3))
        assert (figures.overdue, len(late)) == ((0, 0) if is_closed else (2, 2))


def test_implemented_counts_for_an_addressee_that_answered_alone(context: Flask) -> None:
    with work(TESTS):
        found = made.sent()
        made.answered(found, "Netherlands")
        actions.follow(found, body(), actions.FollowUp(Step.IMPLEMENT, "In force."), by=BY, at=clock.now())
        figures = figures_of(body(), "addressee", on=clock.now().date())

        assert figures.whole.implemented == 1
        assert {g.name: g.implemented for g in figures.groups} == {"Netherlands": 1, "Denmark": 0, "United States": 0}
        assert {g.name: g.unheard for g in figures.groups} == {"Netherlands": 0, "Denmark": 1, "United States": 1}


@pytest.mark.parametrize("step", sorted(rules.CLOSING))
def test_a_reminder_that_waits_is_dropped_where_nothing_else_is_owed(context: Flask, step: Step) -> None:
    with work(TESTS):
        found, other = made.sent(), made.sent("Another text, to one State alone.", said=made.wording(to=("Denmark",)))
        later = clock.now() + timedelta(days=31)
        telling.remind_by_plan(later)
        db.session.flush()
        waiting = db.session.query(OutboxMessage).filter_by(kind=telling.REMINDER)
        assert waiting.count() == 6
        wish = actions.FollowUp(step, "A letter.")
        if step is Step.SUPERSEDE:
            lineage.supersede(found, other.symbol or "", body(), wish, by=BY, at=later)
        else:
            actions.follow(found, body(), wish, by=BY, at=later)
        left = {m.person_id for m in waiting if m.state is OutboxState.QUEUED}

        assert left == set(telling.seats_of(body().id, later)[made.to(other, "Denmark").party_id or 0])
        assert sorted(telling.owing(body())) == [made.to(other, "Denmark").party_id]


def test_the_closed_one_is_found_as_not_answered_and_nowhere_as_awaited(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        found, on = made.sent(), clock.now().date() + 60 * A_DAY
        assert listed(body(), Listing(mark=str(Mark.SILENT)), on=on).total == 1
        assert [n.silent for n in news_in([body()], at=clock.now() + 60 * A_DAY, since=clock.now())] == [3]
        actions.follow(found, body(), actions.FollowUp(Step.LAPSE, "It is over."), by=BY, at=clock.now())
        totals = {mark: listed(body(), Listing(mark=str(mark)), on=on).total for mark in Mark}
        assert {mark for mark, total in totals.items() if total} == {Mark.NO_ANSWER}
        assert news_in([body()], at=clock.now() + 60 * A_DAY, since=clock.now()) == []
        paths = (f"/recommendations/{found.key}", f"/meetings/{board_meeting().key}/recommendations")
        listing = f"/bodies/{body().key}/recommendations"
    member = browser_of(app, "primary_us")
    for path in paths:
        page = member.text(path)
        assert page.count("Not answered") == 3
        assert "Awaited" not in page
    assert "3 not answered" in member.text(listing)
    assert "3 awaited" not in member.text(listing)
    assert "Had not answered when it was closed" not in member.text(f"{listing}?mark=silent")
    assert "3 addressees had not answered when it was closed" in member.text(f"{listing}?mark=not+answered")
