"""The pages of recommendations speak of a body and of those who sit on it in that body's own words."""

from __future__ import annotations

import pytest
from flask import Flask

from convene import clock
from convene.db import work
from convene.presets.words import words_of
from convene.recommendations import feeding
from tests.browser import TESTS, Browser
from tests.build import BY, body
from tests.recommendations import made


@pytest.mark.parametrize(
    "preset, briefly, those",
    [
        ("S1", "board", "members"),
        ("S2", "Council", "Council members"),
        ("S5", "platform", "partners"),
        ("S8", "forum", "participants"),
        ("S11", "group", "members"),
        ("none", "body", "members"),
    ],
)
def test_how_a_body_and_those_on_it_are_called_in_passing(preset: str, briefly: str, those: str) -> None:
    words = words_of(preset)
    assert (words.briefly, words.those) == (briefly, those)


@pytest.mark.parametrize("preset", ["S1", "S8", "S11"])
def test_no_page_of_another_body_speaks_of_a_board(app: Flask, secretary: Browser, preset: str) -> None:
    with app.app_context(), work(TESTS):
        body().preset = preset
        kind = {"S1": "policy", "S8": "options", "S11": "oversight"}[preset]
        found = made.sent(said=made.wording(kind=kind))
        addressee, page = f"/addressees/{made.to(found, 'Denmark').key}", f"/recommendations/{found.key}"
        point = feeding.tie_point(found, body(), made.guest("ngo_guest"), "A point.", by=BY, at=clock.now())
        of = f"/points/{point.key}"
        words = words_of(preset)
    agrees = f"the {words.briefly} agrees"
    assert f"recorded that {agrees}" in secretary.text(page)
    assert f"Record that {agrees}" in secretary.text(f"{of}/agreement")
    assert f"recorded that {agrees}" in secretary.text(f"{of}/tell")
    assert f"if {agrees}" in secretary.text(f"{page}/points")
    who = f"he {words.those} of the {words.briefly}"
    assert f"T{who}, with its file" in secretary.text(f"{addressee}/evidence")
    assert f"t{who} see it, with its file" in secretary.text(f"{addressee}/answer")
    given = {"position": "noted", "text": "We took note.", "revision": "0", "then": "file"}
    assert secretary.post(f"{addressee}/answer", given).status_code == 303
    assert f"is filed. T{who} see it." in secretary.text(page)
    if preset != "S1":
        shown = [secretary.text(p) for p in (page, f"{of}/agreement", f"{of}/tell", f"{addressee}/evidence")]
        # “Secretary of the board” is how the cast has somebody's own title.
        assert [text for text in shown if "the board" in text.replace("Secretary of the board", "")] == []
