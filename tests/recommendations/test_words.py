"""What pages say: how many have answered, and what an addressee is asked about its own answer."""

from __future__ import annotations

import pytest
from flask import Flask

from convene.db import work
from convene.recommendations.models import Answer
from convene.recommendations.terms import Reliability
from tests.browser import TESTS, Browser, browser_of, words_of
from tests.build import board_meeting, body, one
from tests.recommendations import made


@pytest.mark.parametrize("answering, said", [(1, "1 of 3 answered"), (2, "2 of 3 answered"), (3, "Answered")])
def test_one_answer_of_three_is_not_called_answered(app: Flask, secretary: Browser, answering: int, said: str) -> None:
    with app.app_context(), work(TESTS):
        found = made.sent()
        for name in made.STATES[:answering]:
            made.answered(found, name)
        meeting, of = board_meeting().key, body().key
        paths = (f"/recommendations/{found.key}", f"/meetings/{meeting}/recommendations")
    for path in (*paths, f"/bodies/{of}/recommendations"):
        marks = secretary.get(path).text
        assert f"</span>{said}</span>" in marks, path


def test_an_addressee_is_not_asked_how_far_its_own_word_can_be_relied_on(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        found = made.sent()
        path, meeting = f"/addressees/{made.to(found, 'Netherlands').key}/answer", board_meeting().title
    nl = browser_of(app, "primary_nl")
    own, kept = words_of(nl.get(path)), words_of(secretary.get(path))
    for words in ("How far it can be relied on", "The addressee itself"):
        assert (words in own, words in kept) == (False, True)
    for words in (meeting, "Ostrin", "Sanctions"):
        assert words in own
    given = {"revision": "0", "position": "noted", "source_kind": "press", "reliability": "verified", "then": "file"}
    assert nl.post(path, given | {"source_kind": "the addressee itself"}).status_code == 422
    assert nl.post(path, given).status_code == 303
    with app.app_context(), work(TESTS):
        assert one(Answer).reliability is Reliability.NOT_JUDGED
