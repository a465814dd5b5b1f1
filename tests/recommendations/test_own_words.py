"""The pages of recommendations speak of a body and of those who sit on it in that body's own words."""

from __future__ import annotations

import html
import io
import re

import pypdf
import pytest
from flask import Flask

from convene import clock
from convene.agendas.models import AgendaItem
from convene.agendas.terms import Subject
from convene.db import db, work
from convene.meetings.models import Meeting
from convene.presets.words import words_of
from convene.recommendations import circulating, feeding
from convene.recommendations.history import disclaimer_of
from tests.browser import TESTS, Browser, browser_of
from tests.build import BY, board_meeting, body, item_of
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


FOREIGN = {
    "S8": r"\b(?:recommend\w*|adopt\w*|seats?|members?|boards?)\b",
    "S11": r"\b(?:recommend\w*|adopt\w*|seats?|boards?)\b",
}


def _typed() -> list[str]:
    """What users typed in the seeded world, and what the body itself is called: no word of the pages."""
    items = [row.title for row in db.session.query(AgendaItem)]
    meetings = [row.title for row in db.session.query(Meeting)]
    people = ["Deputy secretary of the board", "Secretary of the board"]
    own = [body().name, body().short_name, disclaimer_of(body()), made.TEXT, "Member States"]
    return sorted((text for text in (*items, *meetings, *people, *own) if text), key=len, reverse=True)


def _main(browser: Browser, path: str) -> str:
    """The words of a page between its head and its foot, or of what is printed."""
    response = browser.get(path)
    assert response.status_code == 200, (path, response.status_code)
    if path.endswith(".pdf"):
        sheets = pypdf.PdfReader(io.BytesIO(response.data)).pages
        return " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())
    main = response.get_data(as_text=True).partition("<main")[2].partition("</main>")[0]
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", main).split()))


def _foreign(text: str, typed: list[str], preset: str) -> list[str]:
    """The words of other bodies in a text, each with what stands around it."""
    rest = text
    for each in typed:
        rest = rest.replace(each, "")
    return [rest[max(0, m.start() - 60) : m.end() + 40] for m in re.finditer(FOREIGN[preset], rest, re.IGNORECASE)]


@pytest.mark.parametrize("preset", ["S8", "S11"])
def test_no_page_says_what_is_a_word_of_other_bodies(app: Flask, secretary: Browser, preset: str) -> None:
    with app.app_context(), work(TESTS):
        body().preset = preset
        kind = {"S8": "options", "S11": "oversight"}[preset]
        found = made.sent(said=made.wording(kind=kind))
        waits = made.adopted("Other words, which wait for their letters.", said=made.wording(kind=kind))
        draft = made.proposed("A draft of quite other words.", said=made.wording(kind=kind))
        circulating.put_before([draft], board_meeting(), by=BY, at=clock.now())
        alone = made.proposed("A second draft.", said=made.wording(kind=kind))
        made.noted(found, "Denmark")
        filed = made.answered(found, "Netherlands")
        made.asked(found)
        point = feeding.tie_point(found, body(), made.guest("ngo_guest"), "A point.", by=BY, at=clock.now())
        one, list_, meeting = (
            f"/recommendations/{found.key}",
            f"/bodies/{body().key}/recommendations",
            f"/meetings/{board_meeting().key}",
        )
        of_draft, addressee = f"/recommendations/{draft.key}", f"/addressees/{made.to(found, 'Denmark').key}"
        denmark = f"/addressees/{made.to(found, 'Denmark').key}"
        item = f"/items/{item_of(board_meeting(), Subject.RECOMMENDATIONS).key}"
        both = [
            list_, f"{list_}?words=nowhere", f"{list_}/figures", f"{meeting}/recommendations", one, of_draft,
            f"{one}/lineage", f"{one}/against", f"{one}/against/{waits.key}",
            f"{meeting}/recommendations.pdf",
        ]  # fmt: skip
        kept = [
            f"/bodies/{body().key}/quotations", f"{denmark}/answer",
            f"{meeting}/recommendations/adopt?chosen={draft.key}",
            f"{meeting}/recommendations/put-before?chosen={alone.key}", f"{meeting}/recommendations/put-before",
            f"{meeting}/recommendations/letters", f"{meeting}/recommendations/posted",
            f"{item}/recommendations/new", f"{of_draft}/edit", f"{one}/follow-up", f"{one}/release", f"{one}/tie",
            f"{one}/guests", f"{one}/points", f"{addressee}/evidence", f"/points/{point.key}/agreement",
            f"/points/{point.key}/tell", f"/answers/{filed.key}/verify", f"/answers/{filed.key}/reliability",
            f"/recommendations/{alone.key}", f"/recommendations/{waits.key}/draft-again", f"{meeting}/notes",
            f"{item}/notes",
        ]  # fmt: skip
        typed = _typed()
    mine = [f"{list_}/asked"]
    said = [(path, _main(secretary, path)) for path in (*both, *kept)]
    said += [(path, _main(browser_of(app, "primary_nl"), path)) for path in (*both, *mine)]
    foreign = [(path, found) for path, text in said for found in _foreign(text, typed, preset)]
    assert foreign == [], "\n".join(map(str, foreign))
