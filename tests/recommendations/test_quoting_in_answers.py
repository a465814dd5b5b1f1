"""Whoever answers is told where they quote adopted text in other words, by what they themselves may read alone."""

from __future__ import annotations

import io
import re

import pypdf
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from convene import clock
from convene.db import db, work
from convene.recommendations import undoing
from convene.recommendations.models import Answer, Recommendation
from convene.recommendations.quoting import altered_findings, checked, unlooked
from tests.browser import TESTS, Browser, browser_of, words_of
from tests.build import BY, a_pdf, board_meeting, body, one
from tests.recommendations import made
from tests.test_statements import statements

OTHER = "Parties must close the crossing at the northern river to every convoy that carries heavy weapons."
RIGHT = "As the board said, “Parties must close the crossing at the northern river to every convoy”."
WRONG = RIGHT.replace("every", "any")
FILED = {"revision": "0", "source_kind": "official document", "position": "supported", "evidence": "A law."}
KEPT = {"then": "keep"}


def asked(app: Flask) -> str:
    """Where the Netherlands answers."""
    with app.app_context(), work(TESTS):
        return f"/addressees/{made.to(made.sent(), 'Netherlands').key}/answer"


def adopted(app: Flask, text: str = OTHER) -> str:
    """A text of the board's that every seat reads; its symbol."""
    with app.app_context(), work(TESTS):
        return made.adopted(text).symbol or ""


def again(page: TestResponse) -> dict[str, str]:
    """What the page holds that is sent again with what is typed."""
    (revision,) = re.findall(r'name="revision"[^>]*value="(\d+)"', page.text)
    shown = re.findall(r'name="shown" value="([^"]+)"', page.text)
    return {"revision": revision} | ({"shown": shown[0]} if shown else {})


def filed(app: Flask) -> list[str]:
    """What was filed, in words."""
    with app.app_context(), work(TESTS):
        return [row.text for row in db.session.query(Answer).filter_by(announced=True).order_by(Answer.number)]


@pytest.mark.parametrize("name", ["text", "action", "evidence"])
def test_a_draft_is_kept_and_its_altered_quotation_told_below_the_field(app: Flask, name: str) -> None:
    path, symbol, nl = asked(app), adopted(app), browser_of(app, "primary_nl")
    kept = nl.post(path, FILED | KEPT | {name: WRONG}, follow_redirects=True)
    shown = words_of(kept)
    assert "Kept as a draft. Adopted text is altered where you quote it; see below." in shown
    below = kept.text.split(f'id="{name}"')[1]
    for words in ("Altered.", f">{symbol}</a>", "“any” stands for “every”."):
        assert words in below
    assert below.index("Altered.") < below.index('name="next_on"')
    # Nobody else reads a word of it.
    assert "any convoy" not in browser_of(app, "primary_dk").get(path.removesuffix("/answer")).text


def test_filing_asks_once_to_look_and_loses_nothing(app: Flask) -> None:
    path, _, nl = asked(app), adopted(app), browser_of(app, "primary_nl")
    typed = FILED | {"text": WRONG, "action": "A bill is before parliament.", "then": "file", "next_on": "2027-12-01"}
    refused = nl.post(path, typed)
    assert refused.status_code == 422
    assert "File it as it stands: Adopted text is altered where you quote it" in words_of(refused)
    for kept in ("to any convoy", "A bill is before parliament.", "A law.", "2027-12-01"):
        assert kept in refused.text
    assert filed(app) == []
    assert nl.post(path, typed | again(refused) | {"as_it_stands": "y"}).status_code == 303
    assert filed(app) == [WRONG]


def test_a_tick_holds_for_what_was_shown(app: Flask) -> None:
    path, _, nl = asked(app), adopted(app), browser_of(app, "primary_nl")
    refused = nl.post(path, FILED | {"text": WRONG})
    other = {"text": WRONG.replace("must", "should"), "as_it_stands": "y"}
    assert nl.post(path, FILED | again(refused) | other).status_code == 422
    assert filed(app) == []
    # The adopted words need no tick.
    assert nl.post(path, FILED | again(refused) | {"text": RIGHT}).status_code == 303
    assert filed(app) == [RIGHT]


def test_a_right_quotation_is_filed_at_once(app: Flask) -> None:
    path, _, nl = asked(app), adopted(app), browser_of(app, "primary_nl")
    kept = nl.post(path, FILED | KEPT | {"text": RIGHT}, follow_redirects=True)
    assert "As adopted." in kept.text
    assert "ltered" not in words_of(kept)
    assert 'name="as_it_stands"' not in kept.text
    assert nl.post(path, FILED | again(kept) | {"text": RIGHT}).status_code == 303
    assert filed(app) == [RIGHT]


def told(nl: Browser, path: str) -> str:
    """All that keeping a draft with the altered quotation shows."""
    return words_of(nl.post(path, FILED | KEPT | {"text": WRONG}, follow_redirects=True))


def _proposed() -> None:
    made.proposed(OTHER)


def _drafted_again() -> None:
    undoing.make_draft_again(made.adopted(OTHER), body(), "In error.", by=BY, at=clock.now())


def _of_another_body() -> None:
    made.adopted(OTHER).body_id = body("TAPRC").id


@pytest.mark.parametrize("closed", [_proposed, _drafted_again, _of_another_body])
def test_nothing_is_told_of_what_the_reader_may_not_open(app: Flask, closed: object) -> None:
    path, nl = asked(app), browser_of(app, "primary_nl")
    with app.app_context(), work(TESTS):
        assert callable(closed)
        closed()
        hidden = one(Recommendation, text=OTHER).key
    assert nl.get(f"/recommendations/{hidden}").status_code == 404
    shown = told(nl, path)
    assert "Kept as a draft." in shown
    for words in ("ltered", "adopted.", "heavy weapons", "stands for"):
        assert words not in shown
    assert nl.post(path, FILED | {"revision": "1", "text": WRONG}).status_code == 303
    assert filed(app) == [WRONG]


def test_the_secretariat_is_asked_where_it_records_an_answer(app: Flask, secretary: Browser) -> None:
    path, _ = asked(app), adopted(app)
    typed = FILED | {"text": WRONG, "reliability": "not judged"}
    refused = secretary.post(path, typed)
    assert (refused.status_code, "“any” stands for “every”" in refused.text) == (422, True)
    assert secretary.post(path, typed | again(refused) | {"as_it_stands": "y"}).status_code == 303
    assert filed(app) == [WRONG]


def test_it_takes_one_statement_however_much_is_quoted(app: Flask) -> None:
    path, _, nl = asked(app), adopted(app), browser_of(app, "primary_nl")
    told(nl, path)
    once = statements(app, nl, path)
    nl.post(path, FILED | KEPT | {"revision": "1", "text": WRONG * 4, "action": WRONG, "evidence": WRONG})
    assert statements(app, nl, path) == once


ADOPTED = [("k", "TNAP/2027/1/R.1", made.TEXT)]
DIFFERENT = [
    ("suspend the sale of arms to the armed groups", (("fuel", "arms"),)),
    ("should never suspend the sale of fuel to the armed groups", (("", "never"),)),
    ("All States should suspend the sale of fuel to the groups", (("Member", "All"), ("armed", ""))),
    ("should suspend the sales of fuel to the armed groups … in the annex within thirty days", (("sale", "sales"),)),
    ("should suspend the sale, of fuel to the armed groups", (("", ","),)),
    ("named in the annex within forty-five days.", (("thirty", "forty-five"),)),
]


@pytest.mark.parametrize("words, differs", DIFFERENT)
def test_the_words_that_differ_are_named(words: str, differs: tuple[tuple[str, str], ...]) -> None:
    (found,) = checked(f"It said: “{words}”", ADOPTED)
    assert (found.is_exact, found.differs) == (False, differs)


def test_what_stands_as_adopted_differs_nowhere_and_is_asked_about_never() -> None:
    found = checked(f"“{made.TEXT}” and “{made.TEXT.replace('fuel', 'arms')}”", ADOPTED)
    assert [each.differs for each in found] == [(), (("fuel", "arms"),)]
    assert unlooked(found, []) == [found[1]]
    assert unlooked(found, [f" {found[1].words}\n"]) == []
    assert (altered_findings(0), len(altered_findings(1))) == ([], 1)


def on_paper(page: TestResponse) -> str:
    """The words of a PDF."""
    read = pypdf.PdfReader(io.BytesIO(page.data)).pages
    return " ".join(" ".join(each.extract_text() for each in read).split())


@pytest.mark.parametrize("words, is_altered", [(WRONG, True), (RIGHT, False)])
def test_the_matrix_of_the_secretariat_has_the_remark_on_page_and_paper(
    app: Flask, secretary: Browser, words: str, is_altered: bool
) -> None:
    asked(app)
    with app.app_context(), work(TESTS):
        symbol = made.adopted(OTHER).symbol
        found, path = one(Recommendation, text=made.TEXT), f"/meetings/{board_meeting().key}/recommendations"
        made.answered(found, "Netherlands", action=words)
        made.noted(found, "Denmark", words)
        page = f"/recommendations/{found.key}"
    (with_, without), nl = words.split("“"), browser_of(app, "primary_nl")
    for shown in (secretary.text(page), secretary.text(path), on_paper(secretary.get(f"{path}.pdf"))):
        assert shown.count(f"is not quite what {symbol} says") == 2 * is_altered
        assert (with_.strip() in shown, without[:20] in shown) == (True, True)
    # What the members read and print is as it was.
    for shown in (nl.text(page), nl.text(path), on_paper(nl.get(f"{path}.pdf"))):
        assert "is not quite what" not in shown
        assert "ltered" not in shown


def test_a_file_waits_while_somebody_is_asked_to_look(app: Flask) -> None:
    path, _, nl = asked(app), adopted(app), browser_of(app, "primary_nl")
    refused = nl.post(path, FILED | {"text": WRONG, "file": (io.BytesIO(a_pdf("A law")), "law.pdf")})
    assert (refused.status_code, "Waiting: law.pdf." in refused.text) == (422, True)
    (held,) = re.findall(r'name="held"[^>]*value="([^"]+)"', refused.text)
    sent = FILED | again(refused) | {"text": WRONG, "as_it_stands": "y", "held": held}
    assert nl.post(path, sent).status_code == 303
    with app.app_context(), work(TESTS):
        assert one(Answer).file_name == "law.pdf"
