"""Adopted text that is quoted anywhere: as adopted or altered, told to whoever writes it, and to nobody else."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask import Flask

from convene import clock
from convene.agendas.models import AgendaItem
from convene.agendas.terms import Subject
from convene.db import db, work
from convene.records import texts
from convene.records.notes import name_rapporteur
from convene.records.terms import TextKind
from tests.browser import TESTS, Browser, browser_of, words_of
from tests.build import BY, board_meeting, body, item_of, open_session, term_of
from tests.joint_letters import made as letters
from tests.recommendations import made
from tests.records.made import a_sitting, new, noted
from tests.records.made import item as sat_item
from tests.test_statements import statements

EXACT = (
    "The board recalled that “Member States should suspend the sale of fuel to the armed groups named in the annex”."
)
ALTERED = "It was recalled that “Member States should suspend the sale of arms to the armed groups named in the annex”."


def quoting(app: Flask) -> dict[str, str]:
    """Adopted text, and four places that quote it; their addresses."""
    with app.app_context(), work(TESTS):
        adopted = made.adopted()
        meeting = a_sitting()
        noted(sat_item(meeting), new(EXACT), new(ALTERED))
        rows = [each.paragraph.key for each in texts.offered(meeting)]
        text = texts.start_from(meeting, TextKind.COMMUNIQUE, "Communiqué", rows, by=BY, at=clock.now())
        draft = made.proposed(ALTERED)
        noted_on, dive = sat_item(meeting), item_of(board_meeting(), Subject.DEEP_DIVE)
        dive.annotation = EXACT
        return {
            "notes": f"/items/{noted_on.key}/notes#text-{rows[1]}",
            "item": f"/items/{dive.key}",
            "adopted": f"/recommendations/{adopted.key}",
            "circulation": f"/meetings/{meeting.key}/record/circulation",
            "text": f"/texts/{text.key}",
            "draft": f"/recommendations/{draft.key}",
            "all": f"/bodies/{body().key}/quotations",
        }


def test_whoever_writes_is_told_whether_a_quotation_stands_as_adopted(app: Flask, secretary: Browser) -> None:
    paths = quoting(app)
    for name in ("circulation", "text"):
        shown = secretary.text(paths[name])
        assert "As adopted." in shown
        assert "Altered." in shown
    assert "Altered." in secretary.text(paths["draft"])
    assert "Adopted text that is quoted" not in secretary.text(paths["adopted"])


def test_every_place_that_quotes_is_listed_with_the_altered_ones_first(app: Flask, secretary: Browser) -> None:
    before = statements(app, secretary, f"{_body(app)}/quotations")
    paths = quoting(app)
    shown = secretary.text(paths["all"])
    assert "6 quotations, 3 of them altered." in shown
    assert shown.rindex("Altered.") < shown.index("As adopted.")
    for place in ("The notes on item 2, ", "Item 2, ", "Communiqué", "A draft recommendation"):
        assert place in shown
    page = secretary.get(paths["all"]).text
    assert paths["notes"] in page
    assert paths["item"] in page
    assert statements(app, secretary, paths["all"]) == before
    for other in ("primary_nl", "secretary_s4", "ngo_guest"):
        assert browser_of(app, other).get(paths["all"]).status_code == 404


SHORT = "On “the sale of arms to the armed groups named in the annex”"


def test_a_title_is_read_with_its_text(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        made.adopted()
        meeting = a_sitting()
        found = sat_item(meeting)
        noted(found, new("Nothing is quoted in these words.", heading=SHORT))
        text = texts.start_from(meeting, TextKind.COMMUNIQUE, SHORT, [], by=BY, at=clock.now())
        text.text = "Nothing is quoted here."
        letter = letters.drafted(body(), replace(letters.WORDING, title=SHORT))
        paths = [f"/items/{found.key}/notes", f"/meetings/{meeting.key}/record/circulation", f"/texts/{text.key}"]
        everything = f"/bodies/{body().key}/quotations"
        of_letter = f"/letters/{letter.key}"
    for path in (*paths, of_letter):
        shown = secretary.get(path).text
        assert shown.count("Altered.") == 1, path
        assert "“arms” stands for “fuel”" in shown, path
    for path in paths[1:]:
        assert 'name="as_quoted"' in secretary.get(path).text, path
    assert "3 quotations, 3 of them altered." in secretary.text(everything)


def _body(app: Flask) -> str:
    with app.app_context(), work(TESTS):
        return f"/bodies/{body().key}"


def _note(app: Flask, marks: str) -> str:
    """Adopted text, and notes on an item that quote it in these marks; the address of their page."""
    said = [text.replace("“", marks[0]).replace("”", marks[1]) for text in ("No words.", EXACT, ALTERED)]
    with app.app_context(), work(TESTS):
        made.adopted()
        found = sat_item(a_sitting())
        noted(found, *map(new, said))
        return f"/items/{found.key}/notes"


@pytest.mark.parametrize("marks", ["“”", "‘’", "‚‘", "‹›"])
def test_whoever_takes_notes_is_told_at_the_paragraph_that_quotes(app: Flask, secretary: Browser, marks: str) -> None:
    path = _note(app, marks)
    page = secretary.get(path)
    first, second, third, blank = re.findall(r'<div class="note__quoted">(.*?)</div>', page.text, re.DOTALL)
    assert (first, blank) == ("", "")
    assert "As adopted." in second
    assert "Altered." in third
    assert "is not quite what" in third
    assert "Adopted text is altered where it is quoted in paragraph 3." in words_of(page)


def test_what_is_kept_by_itself_tells_it_in_its_answer(app: Flask, secretary: Browser) -> None:
    path = _note(app, "“”")
    origin = re.findall(r'data-paragraph="new-([\w-]+)"', secretary.get(path).text)[0]
    typed = {f"was-new-{origin}": "0", f"text-new-{origin}": ALTERED, f"marking-new-{origin}": "closed"}
    answer = secretary.post(path, typed, follow_redirects=True)
    assert "quoted in paragraphs 3, 4." in words_of(answer)
    refused = secretary.post(path, typed | {f"text-new-{origin}": f"{ALTERED} \U0001f600"})
    assert refused.status_code == 422
    assert refused.text.count("Altered.") == 2


def test_notes_take_as_many_statements_however_many_paragraphs_quote(app: Flask, secretary: Browser) -> None:
    path = _note(app, "‘’")
    with app.app_context(), work(TESTS):
        several = sat_item(a_sitting())
        noted(several, *(new(text) for text in (EXACT, ALTERED) * 4))
        other = f"/items/{several.key}/notes"
    assert statements(app, secretary, other) == statements(app, secretary, path)


@pytest.mark.parametrize("key, is_told", [("primary_nl", True), ("ngo_guest", False)])
def test_a_rapporteur_is_told_of_adopted_text_that_they_may_read(app: Flask, key: str, *, is_told: bool) -> None:
    with app.app_context(), work(TESTS):
        made.adopted()
        meeting = a_sitting()
        found = db.session.query(AgendaItem).filter_by(session_id=open_session(meeting).id).order_by("id").first()
        assert found is not None
        noted(found, new(ALTERED))
        name_rapporteur(meeting, term_of(key).person_id, by=BY, at=clock.now())
        path = f"/items/{found.key}/notes"
    shown = browser_of(app, key).text(path)
    assert ("is not quite what" in shown, "Adopted text is altered" in shown) == (is_told, is_told)
