"""Where nothing is attributed, a recommendation gives no speaker away before somebody has read what might."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from convene import clock
from convene.agendas.terms import Subject
from convene.db import work
from convene.findings import Refused
from convene.recommendations import actions
from convene.recommendations.attributing import doubts_in, doubts_of
from convene.recommendations.history import disclaimer_of
from convene.recommendations.models import Recommendation, RecommendationRelease
from convene.recommendations.terms import State
from convene.records.terms import Marking
from tests.browser import TESTS, Browser, browser_of, words_of
from tests.build import BY, board_meeting, body, count, item_of, one
from tests.recommendations import made
from tests.records.made import a_sitting, new, noted

GIVES_AWAY = "As the representative of Canada proposed, a bill on mass graves is to be tabled."
HARMLESS = "Member States and the Netherlands should table a bill on mass graves, and Ostrin should open its archives."
TOLD = "may give a speaker away"


@pytest.fixture
def silent(app: Flask) -> str:
    """The board as a body that attributes and adopts nothing, and a draft of it that gives somebody away; its key."""
    with app.app_context(), work(TESTS):
        body().not_attributed, body().preset = True, "S11"
        return made.proposed(GIVES_AWAY, said=made.wording(GIVES_AWAY, kind="oversight")).key


@pytest.mark.parametrize("text, is_told", [(GIVES_AWAY, True), (HARMLESS, False)])
@pytest.mark.parametrize("by_body, by_item", [(True, False), (False, True), (False, False)])
def test_what_is_looked_for_where(context: Flask, text: str, is_told: bool, *, by_body: bool, by_item: bool) -> None:
    with work(TESTS):
        body().not_attributed = by_body
        meeting = a_sitting()
        item = item_of(meeting, Subject.RECOMMENDATIONS)
        other = item_of(meeting, Subject.DEEP_DIVE)
        noted(item if by_item else other, new("It was said.", Marking.NOT_ATTRIBUTED))
        found = made.proposed(text, meeting=meeting)
        assert bool(doubts_of([found], body())) is (is_told and (by_body or by_item))
        assert bool(doubts_in(text, found, body())) is (is_told and (by_body or by_item))


def test_nothing_is_issued_before_it_was_read(app: Flask, secretary: Browser, silent: str) -> None:
    with app.app_context(), work(TESTS):
        path = f"/meetings/{board_meeting().key}/recommendations/adopt"
    assert f"What {TOLD}" in secretary.text(f"/recommendations/{silent}")
    page = secretary.get(f"{path}?chosen={silent}")
    assert "representative of Canada" in "".join(re.findall(r'finding--warn"><b>“([^”]+)”', page.text))
    assert "Issued on" in words_of(page)
    shown = dict(re.findall(r'name="((?:seen|symbol)-[^"]+)" value="([^"]*)"', page.text))
    refused = secretary.post(path, {"chosen": silent, **shown})
    assert (refused.status_code, f"the words {TOLD}. Mend" in words_of(refused)) == (422, True)
    with app.app_context(), work(TESTS):
        assert one(Recommendation).state is State.PROPOSED
    assert secretary.post(path, {"chosen": silent, "all_the_same": "y", **shown}).status_code == 303
    with app.app_context(), work(TESTS):
        assert one(Recommendation).state is State.ISSUED


def test_what_is_released_is_read_before_and_bears_the_disclaimer(app: Flask, secretary: Browser, silent: str) -> None:
    with app.app_context(), work(TESTS):
        actions.adopt([one(Recommendation)], board_meeting(), all_the_same=True, by=BY, at=clock.now())
        released, disclaimer = f"/bodies/{body().key}/released", disclaimer_of(body())
    path = f"/recommendations/{silent}/release"
    assert f"What {TOLD}" in secretary.text(path)
    refused = secretary.post(path, {"text": GIVES_AWAY})
    assert (refused.status_code, f"the words {TOLD}. Mend" in words_of(refused)) == (422, True)
    other = secretary.post(path, {"text": HARMLESS})
    assert "These are not the words that were issued." in words_of(other)
    assert TOLD not in words_of(other)
    with app.app_context(), work(TESTS):
        assert count(RecommendationRelease) == 0
    cut = f"… {GIVES_AWAY.split(', ')[1]}"
    assert secretary.post(path, {"text": cut}).status_code == 303
    shown = browser_of(app, "ngo_guest").text(released)
    assert disclaimer
    assert disclaimer in shown
    assert "in the words that were issued, with “…” where some were left out" in shown
    assert "that were adopted" not in shown


def test_where_a_body_adopts_no_disclaimer_is_borne(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        actions.release(made.adopted(GIVES_AWAY), body(), "", by=BY, at=clock.now())
        path, silent = f"/bodies/{body().key}/released", disclaimer_of(body())
    assert silent == ""
    assert "in the words that were adopted" in browser_of(app, "ngo_guest").text(path)


def test_one_place_or_several_are_told_of(context: Flask) -> None:
    with work(TESTS):
        body().not_attributed = True
        found = made.proposed(f"{GIVES_AWAY} The Canadian delegate said that she agreed.")
        with pytest.raises(Refused, match=r"In \d places the words"):
            actions.adopt([found], board_meeting(), by=BY, at=clock.now())
        assert found.symbol is None


def test_the_name_of_the_body_itself_gives_nobody_away(context: Flask) -> None:
    with work(TESTS):
        council = body("TAPRC")
        council.not_attributed = True
        row = Recommendation(body_id=council.id, item_id=None, countries="")
        assert doubts_in("What the Council puts on record.", row, council) == []
        assert [mark.words for mark in doubts_in("What Oslo puts on record.", row, council)] != []
