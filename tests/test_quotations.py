"""Adopted text that is quoted anywhere: as adopted or altered, told to whoever writes it, and to nobody else."""

from __future__ import annotations

from flask import Flask

from convene import clock
from convene.agendas.terms import Subject
from convene.db import work
from convene.records import texts
from convene.records.terms import TextKind
from tests.browser import TESTS, Browser, browser_of
from tests.build import BY, board_meeting, body, item_of
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


def _body(app: Flask) -> str:
    with app.app_context(), work(TESTS):
        return f"/bodies/{body().key}"
