"""How much the notes of one item take: as many paragraphs as a page can show."""

from __future__ import annotations

import pytest
from flask import Flask

from convene.db import new_key, work
from convene.findings import Refused
from convene.records.models import NoteParagraph, NoteVersion
from convene.records.terms import PARAGRAPHS_MOST
from tests.browser import TESTS, Browser, words_of
from tests.build import count
from tests.records.made import a_sitting, changed, item, new, noted


def test_more_paragraphs_than_a_page_can_show_are_refused(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        one = item(a_sitting())
        rows = noted(one, *(new(f"Paragraph {number}.") for number in range(PARAGRAPHS_MOST)))
        with pytest.raises(Refused, match="at most 300 paragraphs"):
            noted(one, new("One more."))
        assert count(NoteParagraph) == count(NoteVersion) == PARAGRAPHS_MOST
        # What stands may be changed, and where one is removed another may begin.
        noted(one, changed(rows[1], "Otherwise."), changed(rows[0], "", is_removed=True))
        assert [p.text for p in noted(one, new("One more."))][1::299] == ["Otherwise.", "One more."]


def test_a_refused_page_says_why(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        key = item(a_sitting()).key
    fields = {f"text-new-{new_key()}": f"Paragraph {number}." for number in range(PARAGRAPHS_MOST + 1)}
    sent = secretary.post(f"/items/{key}/notes", fields)
    assert (sent.status_code, "Write on in one of them" in words_of(sent)) == (422, True)
    with app.app_context(), work(TESTS):
        assert count(NoteParagraph) == 0
