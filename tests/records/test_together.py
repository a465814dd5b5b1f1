"""What an open page of notes is answered when it asks whether a colleague changed them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from convene.access.models import Sighting
from convene.agendas.models import AgendaItem
from convene.db import work
from convene.meetings.models import Meeting
from convene.records import notes
from convene.records.models import NoteParagraph
from convene.records.queries import paragraphs_of_item
from convene.records.terms import Marking
from tests.browser import TESTS, Browser, browser_of
from tests.build import count, one
from tests.counting import statements_seen
from tests.records.made import a_sitting, changed, item, new, noted


@pytest.fixture
def path(app: Flask) -> str:
    """The notes of an item with two paragraphs."""
    with app.app_context(), work(TESTS):
        found = item(a_sitting())
        noted(found, new("First words."), new("Second words."))
        return f"/items/{found.key}/notes"


def mark_of(browser: Browser, path: str) -> str:
    """The mark that a page asks by."""
    return browser.get(path).get_data(as_text=True).partition('data-mark="')[2].partition('"')[0]


def asked(browser: Browser, path: str, mark: str) -> int:
    """The status of what is answered to a page of this mark."""
    answer = browser.client.get(path, headers={"If-None-Match": f'"{mark}"'})
    assert answer.status_code != 304 or answer.data == b""
    return answer.status_code


def test_unchanged_notes_are_answered_shortly_and_are_no_sighting(app: Flask, path: str) -> None:
    secretary = browser_of(app, "secretary")
    mark = mark_of(secretary, path)
    with app.app_context(), work(TESTS):
        before = count(Sighting)

    assert len(mark) == 32
    assert asked(secretary, path, mark) == 304
    assert asked(secretary, path, "") == 200
    with app.app_context(), work(TESTS):
        assert count(Sighting) == before


def _moved(found: AgendaItem, meeting: Meeting, rows: list[NoteParagraph]) -> None:
    notes.move(found, meeting, rows[1].key, -1)


def _named(found: AgendaItem, _meeting: Meeting, rows: list[NoteParagraph]) -> None:
    notes.note_speakers(found, {rows[0].key: ("", "Denmark")})


CHANGES: dict[str, Callable[[AgendaItem, Meeting, list[NoteParagraph]], object]] = {
    "a new paragraph": lambda found, _, __: noted(found, new("Third words.")),
    "other words": lambda found, _, rows: noted(found, changed(rows[0], "Other words.")),
    "another marking": lambda found, _, rows: noted(found, changed(rows[0], "First words.", marking=Marking.OPEN)),
    "removed": lambda found, _, rows: noted(found, changed(rows[0], "First words.", is_removed=True)),
    "moved": _moved,
    "who spoke": _named,
    "two wrote the same": lambda found, _, rows: noted(found, changed(rows[0], "Mine.", opened=0)),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_a_colleague_changes_is_shown_to_the_page_that_asks(app: Flask, path: str, change: str) -> None:
    secretary = browser_of(app, "secretary")
    mark = mark_of(secretary, path)
    with app.app_context(), work(TESTS):
        found: AgendaItem = one(AgendaItem, key=path.split("/")[2])
        CHANGES[change](found, one(Meeting, id=found.meeting_id), paragraphs_of_item(found.key))

    assert asked(secretary, path, mark) == 200
    assert asked(secretary, path, mark_of(secretary, path)) == 304


def test_asking_takes_as_many_statements_for_ten_times_the_paragraphs(app: Flask, path: str) -> None:
    secretary = browser_of(app, "secretary")
    few = statements(app, secretary, path)
    with app.app_context(), work(TESTS):
        found: AgendaItem = one(AgendaItem, key=path.split("/")[2])
        noted(found, *(new(f"Words {n}.") for n in range(20)))

    assert statements(app, secretary, path) == few <= 12


def statements(app: Flask, browser: Browser, path: str) -> int:
    """How many statements it takes to answer that nothing changed."""
    mark = mark_of(browser, path)
    with statements_seen() as seen:
        assert asked(browser, path, mark) == 304
    return len(seen)
