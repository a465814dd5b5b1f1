"""Adopted text that a paper quotes otherwise than it was adopted: it goes out once that was ticked."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from convene import clock
from convene.db import work
from convene.meetings.models import Meeting
from convene.records import rules, texts
from convene.records.models import OutcomeText, Record
from convene.records.terms import TextKind
from tests.browser import TESTS, Browser
from tests.build import BY, count, one
from tests.recommendations import made
from tests.records.made import a_sitting, changed, item, new, noted, sent
from tests.test_quotations import ALTERED, EXACT

TICK = "I have read where adopted text is quoted otherwise than it was adopted"
PAPERS = ("circulation", "adoption", *(kind for kind in TextKind if kind is not TextKind.CORRIGENDUM))


def written(app: Flask, paper: str, words: str) -> str:
    """A paper that says these words and is about to go out; the address of its page."""
    with app.app_context(), work(TESTS):
        made.adopted()
        meeting = a_sitting()
        noted(item(meeting), new(words))
        if paper in tuple(TextKind):
            text = texts.start_from(meeting, TextKind(paper), "What was agreed", [], by=BY, at=clock.now())
            text.text = words
            return f"/texts/{text.key}"
        if paper == "adoption":
            sent(meeting)
            a_sitting(starts_on=date(2027, 7, 11))
        return f"/meetings/{meeting.key}/record/{paper}"


def pressed(secretary: Browser, path: str, **given: str) -> tuple[int, str]:
    """What the button of that page answers, with what the page itself would send."""
    page = secretary.get(path).text
    wanted = re.findall(r'name="(was|due)"[^>]*value="([^"]+)"', page)
    meetings = re.findall(r'<option value="([\w-]{22})"', page)
    fields = dict(wanted) | {
        "whom": "members",
        "early": "y",
        "unentered": "y",
        "meeting": meetings[0] if meetings else "",
    }
    done = secretary.post(f"{path}/circulate" if "/texts/" in path else path, fields | given)
    return done.status_code, done.text


def is_ticked(page: str, name: str = "as_quoted") -> bool:
    return bool(re.search(rf'<input[^>]*(checked[^>]*name="{name}"|name="{name}"[^>]*checked)', page))


def gone_out(app: Flask) -> int:
    with app.app_context(), work(TESTS):
        return count(Record) + count(OutcomeText, announced=True)


@pytest.mark.parametrize(
    "altered, ticked, field", [(0, False, None), (1, False, "as_quoted"), (2, False, "as_quoted"), (2, True, None)]
)
def test_altered_quotations_are_read_first(altered: int, ticked: bool, field: str | None) -> None:
    assert [f.field for f in rules.quoting_findings(altered, as_quoted=ticked)] == ([field] if field else [])


@pytest.mark.parametrize("paper", PAPERS)
def test_a_paper_that_quotes_otherwise_goes_out_once_that_was_ticked(
    app: Flask, secretary: Browser, paper: str
) -> None:
    path = written(app, paper, ALTERED)
    before = gone_out(app)

    assert TICK in secretary.text(path)
    status, page = pressed(secretary, path)
    assert (status, gone_out(app)) == (422, before)
    assert "In one place adopted text is quoted otherwise than it was adopted." in page
    assert pressed(secretary, path, as_quoted="y")[0] == 303
    assert gone_out(app) == before + 1


@pytest.mark.parametrize("paper", PAPERS)
def test_a_right_quotation_asks_for_no_tick(app: Flask, secretary: Browser, paper: str) -> None:
    path = written(app, paper, EXACT)
    shown = secretary.text(path)

    assert "As adopted." in shown
    assert TICK not in shown
    assert pressed(secretary, path)[0] == 303


def other_notes(meeting: str) -> None:
    its: Meeting = one(Meeting, key=meeting)
    noted(item(its), changed(noted(item(its))[0], f"{ALTERED} Nobody objected."))


@pytest.mark.parametrize("change, stays", [(lambda _: None, True), (other_notes, False)])
def test_what_was_ticked_of_a_record_stays_until_the_words_change(
    app: Flask, secretary: Browser, change: Callable[[str], None], stays: bool
) -> None:
    path = written(app, "circulation", ALTERED)
    fields = dict(re.findall(r'name="(was|due)"[^>]*value="([^"]+)"', secretary.get(path).text))
    with app.app_context(), work(TESTS):
        change(path.split("/")[2])

    page = secretary.post(path, fields | {"due": "2020-01-01T10:00", "as_quoted": "y"})
    assert page.status_code == 422
    assert is_ticked(page.text) is stays


@pytest.mark.parametrize("words, stays", [(ALTERED, True), (f"{ALTERED} Nobody objected.", False)])
def test_what_was_ticked_of_a_text_stays_until_the_words_change(
    app: Flask, secretary: Browser, words: str, stays: bool
) -> None:
    path = written(app, TextKind.COMMUNIQUE, ALTERED)
    was = re.findall(r'name="was" value="([^"]+)"', secretary.get(path).text)[0]
    with app.app_context(), work(TESTS):
        text = one(OutcomeText, key=path.split("/")[2])
        if words != text.text:
            texts.write(text, text.title, words, opened=text.revision, by=BY, at=clock.now())

    page = secretary.post(f"{path}/circulate", {"was": was, "whom": "", "as_quoted": "y"})
    assert page.status_code == 422
    assert is_ticked(page.text) is stays
