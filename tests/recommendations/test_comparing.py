"""Any two recommendations are compared: found by symbol or words, among those that the reader may read."""

from __future__ import annotations

import pytest
from flask import Flask

from convene import clock
from convene.db import db, work
from convene.recommendations import actions
from tests.browser import TESTS, browser_of
from tests.build import BY, body
from tests.recommendations import made

OTHER = "The board asks the university to train sixty observers of elections."
DRAFT = "The board asks for a draft that nobody has read yet, on observers."


def _two(app: Flask) -> tuple[str, str, str]:
    """Two that no tie joins, and a draft of the secretariat; gives the keys of the two, and the second one's symbol."""
    with app.app_context(), work(TESTS):
        first, second = made.adopted(), made.adopted(OTHER)
        made.proposed(DRAFT)
        return first.key, second.key, second.symbol or ""


@pytest.mark.parametrize("who", ["secretary", "primary_nl"])
def test_two_that_no_tie_joins_are_compared_by_symbol(app: Flask, who: str) -> None:
    first, second, symbol = _two(app)
    reader = browser_of(app, who)
    for page in (f"/recommendations/{first}", f"/recommendations/{first}/lineage"):
        assert f'action="/recommendations/{first}/against"' in reader.get(page).text
    led = reader.get(f"/recommendations/{first}/against", query_string={"words": f" {symbol.lower()} "})
    # The later one stands against the earlier one, from whichever of them one came.
    assert (led.status_code, led.location) == (303, f"/recommendations/{second}/against/{first}")
    compared = reader.get(led.location).text
    assert ("sixty" in compared, "<ins>" in compared, "<del>" in compared) == (True, True, True)


@pytest.mark.parametrize("who, is_read", [("secretary", True), ("primary_nl", False)])
def test_a_search_offers_what_the_reader_may_read(app: Flask, who: str, *, is_read: bool) -> None:
    first, second, _ = _two(app)
    reader = browser_of(app, who)
    every = reader.text(f"/recommendations/{first}/against")
    assert ("train sixty observers" in every, "nobody has read yet" in every) == (True, is_read)
    some = reader.get(f"/recommendations/{first}/against?words=observers", follow_redirects=True)
    assert ("nobody has read yet" in some.text) is is_read
    assert f"/recommendations/{second}" in some.text
    assert "None has these words." in reader.text(f"/recommendations/{first}/against?words=zqnothingq")


def test_no_other_body_is_searched_and_nobody_else_asks(app: Flask) -> None:
    first, second, symbol = _two(app)
    with app.app_context(), work(TESTS):
        other = made.one_by_key(second)
        other.body_id, other.meeting_id, other.item_id = body("TAPRC").id, None, None
        db.session.flush()
    path = f"/recommendations/{first}/against?words={symbol}"
    assert "None has these words." in browser_of(app, "primary_nl").text(path)
    for who in ("ngo_guest", "secretary_s4"):
        assert browser_of(app, who).get(path).status_code == 404


def test_a_guest_compares_what_is_released(app: Flask) -> None:
    first, second, _ = _two(app)
    with app.app_context(), work(TESTS):
        for key in (first, second):
            actions.release(made.one_by_key(key), body(), "", by=BY, at=clock.now())
        path = f"/bodies/{body().key}/released"
    guest = browser_of(app, "ngo_guest")
    assert "<ins>" not in guest.get(path).text
    page = guest.get(path, query_string={"first": "TNAP/OPEN/R.1", "second": "TNAP/OPEN/R.2"}).text
    assert ("TNAP/OPEN/R.2 against TNAP/OPEN/R.1" in page, "sixty" in page, "<ins>" in page) == (True, True, True)
    forged = guest.get(path, query_string={"first": "TNAP/OPEN/R.1", "second": "TNAP/2027/1/R.2"})
    assert (forged.status_code, "<ins>" in forged.text) == (200, False)
