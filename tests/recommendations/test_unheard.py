"""What nothing was heard of is looked for once, and anew after each change that decides on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from convene import clock, journal
from convene.agendas.actions import remove_item
from convene.agendas.models import AgendaItem
from convene.db import db, looking, work
from convene.incoming.terms import Fate, Source
from convene.meetings.models import Meeting, MeetingSession
from convene.recommendations import actions, columns, import_keeping, importing, kept
from convene.recommendations.models import Recommendation
from convene.recommendations.reviewing import MOST, ONE_BY_ONE, UNHEARD_FOR, Review, reviews_due
from convene.recommendations.terms import Position, Step
from tests.browser import TESTS, browser_of
from tests.build import BY, a_draft, body, one
from tests.incoming.made import decided, waiting
from tests.recommendations import made
from tests.test_statements import statements

OLD = date(2020, 5, 20)


def listed(prefix: str, lines: int) -> None:
    """So many with a symbol of their own."""
    rows = "".join(f"{prefix}{n},{OLD},policy,Text {prefix} of number {n},Netherlands\n" for n in range(lines))
    content = f"symbol,adopted on,kind,text,addressee\n{rows}"
    reading = importing.held_against(body(), columns.read(content.encode()), today=clock.now().date())
    assert import_keeping.take_over(body(), reading, by=BY, at=clock.now()) == lines


@pytest.fixture
def later(context: Flask) -> str:
    """A meeting for which as many wait as come one by one, and one of them in a list; its key."""
    with work(TESTS):
        listed("OLD/", ONE_BY_ONE + 1)
        return a_draft().key


def meeting_of(key: str) -> Meeting:
    """The meeting."""
    found: Meeting = one(Meeting, key=key)
    return found


def due(key: str) -> list[Review]:
    """What is to be reviewed, as somebody who only looks reads it."""
    with looking(TESTS):
        return reviews_due(meeting_of(key), on=clock.now().date())


def the(number: int) -> Recommendation:
    """One of the list."""
    found: Recommendation = one(Recommendation, symbol=f"OLD/{number}")
    return found


def followed(number: int, step: Step) -> None:
    """What became of one of them."""
    actions.follow(the(number), body(), actions.FollowUp(step, "As they wrote."), by=BY, at=clock.now())


def answered(number: int) -> None:
    """A letter goes out, and the Netherlands answers today."""
    found = the(number)
    made.to(found, "Netherlands").sent_on = OLD
    found.state = type(found.state).TRANSMITTED
    made.answered(found, "Netherlands", Position.NOTED)


def put_on_an_agenda(key: str) -> None:
    """One of those that come one by one is put on the agenda."""
    decided(meeting_of(key), Fate.ACCEPTED, waiting(meeting_of(key), Source.REVIEW)[0])


def removed(key: str) -> None:
    """The item on which it was to be reviewed is taken off the agenda again."""
    item = db.session.query(AgendaItem).filter_by(meeting_id=meeting_of(key).id).order_by(AgendaItem.id.desc()).first()
    assert item is not None
    remove_item(item, one(MeetingSession, id=item.session_id), by=BY, at=clock.now())


def moved(key: str) -> None:
    """The meeting comes to lie within a year of everything."""
    meeting = meeting_of(key)
    meeting.starts_on = meeting.ends_on = OLD + timedelta(days=UNHEARD_FOR.days - 1)


ACTS: tuple[tuple[str, Callable[[str], None], int], ...] = (
    ("one answers", lambda _: answered(0), 5),
    ("one lapses", lambda _: followed(1, Step.LAPSE), 4),
    ("a list comes", lambda _: listed("NEW/", 1), 5),
    ("one is put on an agenda", put_on_an_agenda, 4),
    ("its item is removed", removed, 5),
    ("the meeting is moved", moved, 0),
)


def test_each_act_is_in_what_is_due_next(later: str) -> None:
    assert [len(each.keys) for each in due(later)] == [ONE_BY_ONE + 1]
    for name, act, count in ACTS:
        with work(TESTS):
            act(later)
        told = due(later)
        kept._kept.clear()
        assert told == due(later), name
        assert sum(len(each.keys) for each in told) == count, name


def test_it_is_asked_again_only_after_a_change(later: str) -> None:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    def asked() -> int:
        seen.clear()
        due(later)
        return sum("recommendation_reviews" in each for each in seen)

    event.listen(db.engine, "before_cursor_execute", note)
    counts = [asked(), asked()]
    with work(TESTS):
        journal.record("test.touch", by=BY, at=clock.now(), body=body().id, kind="body", key=body().key)
    counts.append(asked())
    event.remove(db.engine, "before_cursor_execute", note)
    assert counts == [1, 0, 1]


def test_as_many_statements_for_many_as_for_few(app: Flask) -> None:
    counts: list[int] = []
    for lines in (1, ONE_BY_ONE, ONE_BY_ONE + 1, MOST + 5):
        with app.app_context(), work(TESTS):
            for row in db.session.query(Recommendation):
                row.adopted_on = clock.now().date()  # Those of before are new, and do not wait.
            listed(f"X{lines}/", lines)
            path = f"/meetings/{a_draft().key}/incoming"
        counts.append(statements(app, browser_of(app, "secretary"), path))
    assert len(set(counts)) == 1, counts


@pytest.mark.parametrize(
    "days, span", [((), " of 2020"), ((date(2019, 5, 20),), " of 2019 to 2020"), ((None,), " of 2020 or without a day")]
)
def test_a_list_of_them_says_of_which_years_and_whether_some_have_no_day(
    later: str, days: tuple[date | None, ...], span: str
) -> None:
    with work(TESTS):
        for number, day in enumerate(days):
            the(number).adopted_on = day
        listed("MORE/", 3)
    (review,) = due(later)
    assert len(review.keys) == ONE_BY_ONE + 4
    assert review.title == f"Review of {ONE_BY_ONE + 4} recommendations{span} that are open"
    assert f"{ONE_BY_ONE + 4} open recommendations{span}, taken over" in review.history
