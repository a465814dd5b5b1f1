"""Adopting: what is ticked is read once more with symbol, day and quorum, and is dated by a day of the meeting."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from convene import clock
from convene.db import work
from convene.findings import Refused
from convene.recommendations import actions
from convene.recommendations.models import Recommendation
from convene.recommendations.rules import adoption_days
from convene.recommendations.terms import LinkKind, State
from tests.browser import TESTS, Browser, words_of
from tests.build import BY, board_meeting, one
from tests.recommendations import made

FIRST, SECOND, LAST = date(2027, 6, 1), date(2027, 6, 2), date(2027, 6, 3)


@pytest.mark.parametrize(
    "today, days",
    [
        (date(2027, 5, 31), (date(2027, 5, 31),)),
        (FIRST, (FIRST,)),
        (SECOND, (SECOND, FIRST)),
        (LAST, (LAST, SECOND, FIRST)),
        (date(2027, 6, 4), (LAST, SECOND, FIRST)),
    ],
)
def test_it_is_adopted_on_a_day_of_the_meeting_that_has_begun(today: date, days: tuple[date, ...]) -> None:
    assert adoption_days(FIRST, LAST, today=today) == days


def test_the_day_is_chosen_among_those_of_the_meeting(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        found, meeting = made.proposed(), board_meeting()
        today = clock.local(clock.now(), meeting.zone).date()
        meeting.starts_on = date(today.year - 1, 1, 1)
        meeting.ends_on = date(today.year - 1, 1, 3)
        with pytest.raises(Refused, match="Choose a day of the meeting"):
            actions.adopt([found], meeting, on=today, by=BY, at=clock.now())
        assert (found.state, found.symbol) == (State.PROPOSED, None)
        actions.adopt([found], meeting, on=meeting.starts_on, by=BY, at=clock.now())
        assert found.adopted_on == meeting.starts_on


def _shown(page: TestResponse) -> dict[str, str]:
    """What the form of the page sends, as it stands."""
    return dict(re.findall(r'name="((?:seen|symbol)-[^"]+)" value="([^"]*)"', page.text))


def test_another_symbol_than_the_one_on_the_page_is_not_drawn(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        mine, other = made.proposed().key, made.proposed("Another text.").key
        path, symbol = f"/meetings/{board_meeting().key}/recommendations/adopt", board_meeting().symbol
    page = secretary.get(f"{path}?chosen={mine}")
    assert _shown(page)[f"symbol-{mine}"] == f"{symbol}/R.1"
    with app.app_context(), work(TESTS):
        actions.adopt([one(Recommendation, key=other)], board_meeting(), by=BY, at=clock.now())
    refused = secretary.post(path, {"chosen": mine, **_shown(page)})
    assert refused.status_code == 422
    assert f"{symbol}/R.1 was taken meanwhile" in words_of(refused)
    with app.app_context(), work(TESTS):
        assert one(Recommendation, key=mine).state is State.PROPOSED
    assert _shown(refused)[f"symbol-{mine}"] == f"{symbol}/R.2"
    assert secretary.post(path, {"chosen": mine, **_shown(refused)}).status_code == 303
    with app.app_context(), work(TESTS):
        assert one(Recommendation, key=mine).symbol == f"{symbol}/R.2"


def test_the_page_says_what_is_closed_with_it(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        former, other = made.sent(), made.sent("The board asks the university to train forty observers of elections.")
        draft = made.proposed("Member States should suspend all sales of fuel to the armed groups.")
        made.tied(draft, former, LinkKind.SUPERSEDES)
        made.tied(draft, other, LinkKind.REITERATES)
        path, key = f"/meetings/{board_meeting().key}/recommendations/adopt", draft.key
        symbols = former.symbol, other.symbol
    page = secretary.get(f"{path}?chosen={key}")
    said = words_of(page)
    assert f"With it, {symbols[0]} is closed as superseded" in said
    assert f"With it, {symbols[1]}" not in said
    assert secretary.post(path, {"chosen": key, **_shown(page)}).status_code == 303
    with app.app_context(), work(TESTS):
        assert one(Recommendation, symbol=symbols[0]).state is State.SUPERSEDED


@pytest.mark.parametrize("kind", [LinkKind.SUPERSEDES, LinkKind.REITERATES])
@pytest.mark.parametrize("days, is_taken", [(-1, False), (0, True), (1, True)])
def test_nothing_is_adopted_before_what_it_takes_up(context: Flask, kind: LinkKind, days: int, is_taken: bool) -> None:
    with work(TESTS):
        former, draft, meeting = made.adopted(), made.proposed("Another text."), board_meeting()
        made.tied(draft, former, kind)
        assert former.adopted_on is not None
        day = former.adopted_on + timedelta(days=days)
        meeting.starts_on, meeting.ends_on = day - timedelta(days=1), day
        later = clock.now() + timedelta(days=3)
        if is_taken:
            actions.adopt([draft], meeting, on=day, by=BY, at=later)
            return
        with pytest.raises(Refused, match=r"R.1, which came after that day"):
            actions.adopt([draft], meeting, on=day, by=BY, at=later)
        assert (draft.state, former.state) == (State.PROPOSED, State.ADOPTED)
        assert (draft.symbol, draft.adopted_on) == (None, None)


def test_the_page_shows_symbol_text_and_quorum_before_anything_is_adopted(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        found = made.proposed()
        key, text, meeting = found.key, found.text, board_meeting()
        path, symbol = f"/meetings/{meeting.key}/recommendations/adopt", meeting.symbol
    assert "Tick what the meeting has adopted first." in words_of(secretary.get(path))
    page = secretary.get(f"{path}?chosen={key}")
    said = words_of(page)
    addressed = "Addressed to Netherlands, United States, Denmark"
    for words in (f"{symbol}/R.1", text, addressed, "Who was there is not entered. Enter it", "Adopt it"):
        assert words in said
    with app.app_context(), work(TESTS):
        assert one(Recommendation).state is State.PROPOSED
    # What does not say which symbol stood on the page was not read there.
    unread = secretary.post(path, {"chosen": key, f"seen-{key}": "1"})
    assert (unread.status_code, "The symbols were not shown to you." in words_of(unread)) == (422, True)
    assert secretary.post(path, {"chosen": key, **_shown(unread)}).status_code == 303
    with app.app_context(), work(TESTS):
        assert one(Recommendation).symbol == f"{symbol}/R.1"
