"""Drafting on its page: what another changed meanwhile, what it reads like, whom it addresses."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from convene.agendas.terms import Subject
from convene.db import db, work
from convene.recommendations.models import Addressee, Recommendation
from convene.recommendations.terms import State
from tests.browser import TESTS, Browser, browser_of, words_of
from tests.build import board_meeting, body, count, item_of, one
from tests.counting import statements_seen
from tests.recommendations import made

MINE = {"text": f"{made.TEXT} At once.", "kind": "sanctions", "others": "Example Ltd (company)"}


@pytest.fixture
def secretary(app: Flask) -> Browser:
    return browser_of(app, "secretary")


def _edited(app: Flask) -> str:
    """A draft at its second revision; gives where it is reworded."""
    with app.app_context(), work(TESTS):
        found = made.proposed()
        found.text, found.revision = made.TEXT.replace("thirty", "ten"), 2
        return f"/recommendations/{found.key}/edit"


def _revision(page: str) -> str:
    found: str = re.findall(r'name="revision"[^>]* value="([^"]*)"', page)[0]
    return found


@pytest.mark.parametrize("stale", ["1", "", "0", "9", "none"])
def test_whoever_comes_second_compares_and_sends_again(app: Flask, secretary: Browser, stale: str) -> None:
    path = _edited(app)
    refused = secretary.post(path, MINE | {"revision": stale})
    said = words_of(refused)
    assert (refused.status_code, "Yours is kept here; compare, and send again." in said) == (422, True)
    assert ("It now says what follows" in said, "Denmark" in said) == (True, True)
    assert re.search(r"<del>.*ten", refused.text)
    assert re.search(r"<ins>.*thirty", refused.text)
    with app.app_context(), work(TESTS):
        assert one(Recommendation).revision == 2

    assert _revision(refused.text) == "2"
    assert secretary.post(path, MINE | {"revision": _revision(refused.text)}).status_code == 303
    with app.app_context(), work(TESTS):
        assert one(Recommendation).text == MINE["text"]


def test_what_is_refused_for_something_else_shows_what_another_wrote(app: Flask, secretary: Browser) -> None:
    path = _edited(app)
    assert "It now says what follows" not in words_of(secretary.post(path, MINE | {"revision": "2", "text": ""}))
    refused = secretary.post(path, MINE | {"revision": "1", "others": "Example Ltd"})
    assert "Say in brackets what it is" in refused.text
    assert "It now says what follows" in words_of(refused)
    assert secretary.post(path, MINE | {"revision": _revision(refused.text)}).status_code == 303


def _new(app: Flask) -> str:
    """Where a draft is begun, with one that is adopted and one that is a draft already."""
    with app.app_context(), work(TESTS):
        made.adopted()
        made.proposed(made.TEXT.replace("thirty", "sixty"))
        return f"/items/{item_of(board_meeting(), Subject.RECOMMENDATIONS).key}/recommendations/new"


def sent_statements(app: Flask, browser: Browser, path: str, data: dict[str, str]) -> int:
    """How many statements it takes to send that form for the second time."""
    assert browser.post(path, data).status_code == 200
    with statements_seen() as seen:
        assert browser.post(path, data).status_code == 200
    return len(seen)


TYPED = f"As adopted: “{made.TEXT.replace('armed', 'rebel')}”"


def test_what_it_reads_like_is_told_while_it_is_typed_and_nothing_is_kept(app: Flask, secretary: Browser) -> None:
    path = _new(app)
    typed = {"text": made.TEXT.replace("thirty", "ninety"), "then": "look"}
    page = secretary.post(path, typed)
    assert (page.status_code, page.text.count("of 100 alike")) == (200, 2)
    assert ('data-count="2"' in page.text, 'name="earlier"' in page.text) == (True, True)
    assert "There is a problem" not in page.text
    altered = secretary.post(path, typed | {"text": TYPED})
    assert ("Altered." in altered.text, 'data-altered="1"' in altered.text) == (True, True)
    assert (
        "of 100 alike"
        not in secretary.post(path, typed | {"text": "Another matter altogether, said in few words."}).text
    )
    with app.app_context(), work(TESTS):
        assert count(Recommendation) == 2


def test_a_draft_that_is_reworded_is_not_like_itself(app: Flask, secretary: Browser) -> None:
    _new(app)
    with app.app_context(), work(TESTS):
        path = f"/recommendations/{one(Recommendation, state=State.PROPOSED).key}/edit"
    page = secretary.get(path).text
    assert (page.count("of 100 alike"), 'name="earlier"' in page) == (1, False)
    looked_at = secretary.post(path, {"revision": "1", "text": TYPED, "then": "look"})
    assert (looked_at.status_code, "Altered." in looked_at.text) == (200, True)
    with app.app_context(), work(TESTS):
        assert one(Recommendation, state=State.PROPOSED).revision == 1


def test_nobody_else_asks_and_no_other_body_is_searched(app: Flask, secretary: Browser) -> None:
    path = _new(app)
    with app.app_context(), work(TESTS):
        other = made.adopted("The council planted zqcouncilq, that all its members should keep to the end of the year.")
        other.body_id, other.meeting_id, other.item_id = body("TAPRC").id, None, None
        reword = f"/recommendations/{one(Recommendation, state=State.PROPOSED).key}/edit"
    quoting = "“The council planted a word, that all its members should keep to the end of the year.”"
    for where in (path, reword):
        for text in (quoting, quoting.strip("“”")):
            assert "zqcouncilq" not in secretary.post(where, {"revision": "1", "text": text, "then": "look"}).text
        for who in ("primary_nl", "ngo_guest", "secretary_s4"):
            refused = browser_of(app, who).post(where, {"text": made.TEXT, "then": "look"})
            assert (refused.status_code, "of 100 alike" in refused.text) == (404, False)


def test_looking_takes_as_many_statements_however_many_are_on_record(app: Flask, secretary: Browser) -> None:
    path = _new(app)
    counts = []
    for more in (0, 12):
        with app.app_context(), work(TESTS):
            for number in range(more):
                made.proposed(made.TEXT.replace("thirty", f"{number + 3}"))
        counts.append(sent_statements(app, secretary, path, {"text": TYPED, "then": "look"}))
    assert counts[0] == counts[1] <= 13


@pytest.mark.parametrize(
    "line, name, kind",
    [
        ("Example Ltd (company)", "Example Ltd", "company"),
        ("Example Ltd(Company)", "Example Ltd", "company"),
        ("Example (Holdings) Ltd (company);", "Example (Holdings) Ltd", "company"),
        ("Example Forum ( international  organization ).", "Example Forum", "international organisation"),
        ("Netherland (other)", "Netherland", "other"),
    ],
)
def test_a_kind_that_is_typed_is_kept(app: Flask, secretary: Browser, line: str, name: str, kind: str) -> None:
    path = _new(app)
    fresh = {"text": "Another matter altogether, said in few words.", "kind": "sanctions", "others": line}
    # The page that comes back with a question has the line as it was typed.
    assert line in secretary.post(path, fresh | {"countries": "Sudann"}).text
    assert secretary.post(path, fresh).status_code == 303
    with app.app_context(), work(TESTS):
        assert [(to.name, str(to.kind)) for to in db.session.query(Addressee).filter_by(name=name)] == [(name, kind)]


@pytest.mark.parametrize("line", ["NETHERLANDS (company)", "the Netherlands (other)"])
def test_a_kind_that_a_party_is_not_is_asked_about_and_not_dropped(app: Flask, secretary: Browser, line: str) -> None:
    path = _new(app)
    fresh = {"text": "Another matter altogether, said in few words.", "kind": "sanctions", "others": line}
    asked = secretary.post(path, fresh)
    assert (asked.status_code, f"“{line}”: Netherlands is a party of the body." in asked.text) == (422, True)
    assert f"{line}</textarea>" in asked.text
    with app.app_context(), work(TESTS):
        assert count(Recommendation) == 2


def test_a_tick_holds_for_the_names_that_were_shown_and_for_that_draft(app: Flask, secretary: Browser) -> None:
    path = _new(app)
    fresh = {
        "text": "Another matter altogether, said in few words.",
        "kind": "sanctions",
        "others": "The Elders (other)",
    }
    assert secretary.post(path, fresh | {"countries": "Sudann", "meant": "Sudann"}).status_code == 303
    with app.app_context(), work(TESTS):
        edit = f"/recommendations/{one(Recommendation, text=fresh['text']).key}/edit"
    # The draft itself may say it again; what is typed after the tick is asked about, and so is the slip elsewhere.
    assert secretary.post(edit, fresh | {"countries": "Sudann", "revision": "1"}).status_code == 303
    later = secretary.post(edit, fresh | {"countries": "Sudann, Nigeri", "meant": "Sudann", "revision": "2"})
    assert (later.status_code, "“Nigeri” is the name of no country" in later.text) == (422, True)
    assert "“Sudann” is the name" not in later.text
    elsewhere = secretary.post(path, fresh | {"text": "A third matter in words of its own.", "countries": "Sudann"})
    assert (elsewhere.status_code, "“Sudann” is the name of no country" in elsewhere.text) == (422, True)
