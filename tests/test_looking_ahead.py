"""What is quoted is held against what was adopted before whoever posts becomes the only writer: nobody waits for it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event

from convene.db import db, work
from convene.quotations import in_each, in_text, look_ahead
from convene.recommendations import undoing
from convene.recommendations.forms import SAID_MOST
from convene.recommendations.models import Recommendation
from convene.recommendations.terms import Quotation
from tests.browser import TESTS, Browser, browser_of
from tests.build import BY, body, one
from tests.conftest import NOW
from tests.recommendations import made
from tests.recommendations.test_quoting_in_answers import FILED, KEPT, OTHER, WRONG, adopted, again, asked
from tests.records.test_quoted import PAPERS, pressed, written
from tests.test_quotations import ALTERED

# How the texts are read that quotations are held against; who only sees whether they are the same reads none.
TEXTS = 'SELECT recommendations."key", recommendations.symbol, recommendations.text'


@contextmanager
def others_write(app: Flask) -> Iterator[list[bool]]:
    """Whether somebody else could write at each moment at which adopted texts are read to be compared."""
    found: list[bool] = []
    with app.app_context():
        engine = db.engine

    def try_to_write(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not " ".join(statement.split()).startswith(TEXTS):
            return
        other = sqlite3.connect(str(engine.url.database), timeout=0, isolation_level=None)
        try:
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")
            found.append(True)
        except sqlite3.OperationalError:
            found.append(False)
        finally:
            other.close()

    event.listen(engine, "before_cursor_execute", try_to_write)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", try_to_write)


@pytest.mark.parametrize(
    "sent, status",
    [({"text": WRONG}, 422), ({"text": WRONG} | KEPT, 303), ({"text": WRONG, "action": "x" * (SAID_MOST + 1)}, 422)],
)
def test_nobody_waits_while_an_answer_is_looked_through(app: Flask, sent: dict[str, str], status: int) -> None:
    path, _, nl = asked(app), adopted(app), browser_of(app, "primary_nl")
    with others_write(app) as found:
        page = nl.post(path, FILED | sent)
    assert (page.status_code, found) == (status, [True])
    if status == 422:
        assert "“any” stands for “every”" in page.text


def test_nobody_waits_while_the_secretariat_records_an_answer(app: Flask, secretary: Browser) -> None:
    path, _ = asked(app), adopted(app)
    typed = FILED | {"text": WRONG, "reliability": "not judged"}
    with others_write(app) as found:
        refused = secretary.post(path, typed)
        assert secretary.post(path, typed | again(refused) | {"as_it_stands": "y"}).status_code == 303
    assert (refused.status_code, found) == (422, [True, True])


@pytest.mark.parametrize("paper", PAPERS)
def test_nobody_waits_while_a_paper_is_looked_through(app: Flask, secretary: Browser, paper: str) -> None:
    path = written(app, paper, ALTERED)
    with others_write(app) as found:
        assert pressed(secretary, path)[0] == 422
        assert pressed(secretary, path, as_quoted="y")[0] == 303
    assert set(found) == {True}


def test_what_is_too_long_is_not_looked_through(app: Flask) -> None:
    path, _, nl = asked(app), adopted(app), browser_of(app, "primary_nl")
    with others_write(app) as found:
        refused = nl.post(path, FILED | {"text": WRONG * (SAID_MOST // len(WRONG) + 1)})
    assert (refused.status_code, found) == (422, [])
    assert f"At most {SAID_MOST} characters." in refused.text


def quoted(app: Flask) -> list[Quotation]:
    with work(TESTS):
        (found,) = in_each(body().id, [WRONG])
        assert in_text(body().id, WRONG) == found
        return found


def test_what_was_adopted_since_is_looked_through_too(app: Flask) -> None:
    with app.app_context():
        with work(TESTS):
            made.adopted()
        look_ahead(TESTS, lambda: (body().id, [WRONG, "Nothing is quoted."]))
        assert quoted(app) == []
        with work(TESTS):
            found = made.adopted(OTHER)
            symbol = found.symbol
        (altered,) = quoted(app)
        assert (altered.symbol, altered.is_exact) == (symbol, False)


def test_what_was_taken_back_since_is_told_of_no_more(app: Flask) -> None:
    with app.app_context():
        with work(TESTS):
            made.adopted(OTHER)
        look_ahead(TESTS, lambda: (body().id, [WRONG]))
        assert len(quoted(app)) == 1
        with work(TESTS):
            undoing.make_draft_again(one(Recommendation, text=OTHER), body(), "In error.", by=BY, at=NOW)
        assert quoted(app) == []
