"""What was counted once is counted anew as soon as anything changed, for each who may see it, and for nobody else."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask

from convene import clock
from convene.db import abandon, begin_writing, db, looking, work
from convene.recommendations import (
    actions,
    appending,
    circulating,
    columns,
    import_keeping,
    importing,
    kept,
    queries,
    telling,
    undoing,
)
from convene.recommendations.figures import GROUPS, figures_of
from convene.recommendations.models import Recommendation
from convene.recommendations.terms import LinkKind, Listing, Mark, Position, Step
from tests.browser import TESTS, Browser, browser_of
from tests.build import BY, board_meeting, body, one
from tests.recommendations import made

LATER = 60
LIST = "symbol,adopted on,kind,text,addressee,sent on,due on,response\nB/1,2019-06-01,policy,An old text of theirs,"
FIRST, SECOND = f"{LIST}Netherlands,2019-06-02,2019-09-01,\n", f"{LIST}Netherlands,2019-06-02,2019-09-01,noted\n"


def known(text: str = made.TEXT) -> Recommendation:
    """The one with that text."""
    found: Recommendation = one(Recommendation, text=text)
    return found


def tell_of_new_words() -> None:
    """Another draft is put before the members, reworded, and told of."""
    found = made.proposed("What is said at first.")
    circulating.put_before([found], board_meeting(), by=BY, at=clock.now())
    actions.reword(found, body(), made.wording("What is said then."), revision=1, by=BY, at=clock.now())
    circulating.tell_anew(found, board_meeting(), by=BY, at=clock.now())


def follow(step: Step, *, text: str = made.TEXT) -> None:
    """A step of its follow-up."""
    actions.follow(known(text), body(), actions.FollowUp(step, "As they wrote."), by=BY, at=clock.now())


def take_over(content: str) -> None:
    """A list, and what it has for those that are on record."""
    reading = importing.held_against(body(), columns.read(content.encode()), today=clock.now().date())
    import_keeping.take_over(body(), reading, by=BY, at=clock.now())
    appending.append_all(body(), reading.further, by=BY, at=clock.now())


def reword() -> None:
    """Another country, and one addressee less."""
    said = made.wording(to=("Denmark", "Netherlands"))
    actions.reword(known(), body(), said, revision=1, by=BY, at=clock.now())


def send() -> None:
    """Its letters go out."""
    due = clock.now().date() + timedelta(days=30)
    telling.send([known()], body(), telling.Sending(due, {}), by=BY, at=clock.now())


def supersede() -> None:
    """A later text takes the place of the first."""
    later = made.proposed("What is said in its place.")
    made.tied(later, known(), LinkKind.SUPERSEDES)
    actions.adopt([later], board_meeting(), by=BY, at=clock.now())


ACTS: tuple[tuple[str, Callable[[], object]], ...] = (
    ("drafted", made.proposed),
    ("put before the members", lambda: circulating.put_before([known()], board_meeting(), by=BY, at=clock.now())),
    ("members told of new words", tell_of_new_words),
    ("taken back", lambda: circulating.take_back(known(), body(), by=BY, at=clock.now())),
    ("reworded", reword),
    ("adopted", lambda: actions.adopt([known()], board_meeting(), by=BY, at=clock.now())),
    ("a draft again", lambda: undoing.make_draft_again(known(), body(), "In error.", by=BY, at=clock.now())),
    ("adopted anew", lambda: actions.adopt([known()], board_meeting(), by=BY, at=clock.now())),
    ("another sent", lambda: made.sent("Another text that goes out.")),
    ("answered", lambda: made.answered(known("Another text that goes out."), "Denmark", Position.NOTED)),
    ("sent", send),
    ("implemented", lambda: follow(Step.IMPLEMENT)),
    ("opened again", lambda: undoing.reopen(known(), body(), "In error.", by=BY, at=clock.now())),
    ("superseded", supersede),
    ("a draft withdrawn", lambda: actions.withdraw(made.proposed("Not this."), body(), by=BY, at=clock.now())),
    ("a list taken over", lambda: take_over(FIRST)),
    ("a list appended", lambda: take_over(SECOND)),
)


def looked_at(on: date) -> dict[str, object]:
    """All that is kept: figures by everything, and counts and choices of lists."""
    figures = {by: figures_of(body(), by, on=on) for by in GROUPS}
    cuts = (Listing(), Listing(mark=Mark.SILENT), Listing(mark="asked", addressee="Denmark"))
    pages = [queries.listed(body(), cut, on=on) for cut in cuts]
    return {**figures, "pages": [(p.total, p.marked) for p in pages], "choices": queries.choices(body())}


def test_each_act_is_in_the_next_figures(context: Flask) -> None:
    on = clock.now().date() + timedelta(days=LATER)
    different = 0
    with looking(TESTS):
        before = looked_at(on)
    for name, act in ACTS:
        with work(TESTS):
            act()
        with looking(TESTS):
            told = looked_at(on)
            kept._kept.clear()
            assert told == looked_at(on), name
        different += told != before
        before = told
    # Rewording, putting before and taking back change no figure that everybody sees.
    assert different >= len(ACTS) - 4


def test_what_is_not_changed_is_not_counted_again(context: Flask) -> None:
    counted = []
    with work(TESTS):
        made.sent()
    for _ in range(3):
        with looking(TESTS):
            kept.while_unchanged(body(), ("a count",), lambda: counted.append(1))
    assert len(counted) == 1
    with work(TESTS):
        made.answered(known(), "Denmark")
    with looking(TESTS):
        kept.while_unchanged(body(), ("a count",), lambda: counted.append(1))
    assert len(counted) == 2


def test_nothing_is_kept_of_what_was_given_up(context: Flask) -> None:
    on = clock.now().date()
    begin_writing()
    db.session.info["reader"] = TESTS
    made.sent("A text that is given up.")
    assert figures_of(body(), "addressee", on=on).whole.asked == len(made.STATES)
    abandon()
    with looking(TESTS):
        assert figures_of(body(), "addressee", on=on).whole.asked == 0


@pytest.mark.parametrize("first", ["secretary", "seat"])
def test_a_seat_is_never_given_what_the_secretariat_counted(app: Flask, secretary: Browser, first: str) -> None:
    with app.app_context(), work(TESTS):
        made.adopted()
        made.proposed("A draft that names Erewhon.", said=made.wording("A draft that names Erewhon."))
        address = f"/bodies/{body().key}/recommendations"
    looks = {"secretary": secretary, "seat": browser_of(app, "primary_nl")}
    said = {name: looks[name].text(address) for name in sorted(looks, key=lambda name: name != first)}

    assert re.search(r"2 recommendations", said["secretary"])
    assert re.search(r"One recommendation\b", said["seat"])


def test_only_so_much_is_kept(context: Flask) -> None:
    with looking(TESTS):
        for number in range(kept.MOST + 10):
            kept.while_unchanged(body(), (number,), lambda: 1)
        assert max(map(len, kept._kept.values())) == kept.MOST
