"""How many SQL statements a page takes: at most twelve, and as many for ten times the items, people and papers."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.agendas.actions import narrow_item
from convene.agendas.models import AgendaItem
from convene.db import db, work
from convene.demo.peer import grow
from convene.meetings.models import Meeting
from convene.people.models import Term
from tests.browser import TESTS, Browser, browser_of
from tests.build import one, term_of
from tests.conftest import let_go, make_app
from tests.counting import statements_seen

MOST = 12
MEETING = "/meetings/{key}"
PAGES = (MEETING, f"{MEETING}/agenda.pdf", f"{MEETING}/meeting.ics", f"{MEETING}/meeting.ics?entries=items")


def statements(app: Flask, browser: Browser, path: str) -> int:
    """How many statements a page takes when it is opened for the second time; BEGIN is none."""
    assert browser.get(path).status_code == 200
    with statements_seen() as seen:
        assert browser.get(path).status_code == 200
    return len(seen)


def grown(app: Flask, items: int) -> str:
    """The benchmark's meeting with so many items, one of them narrowed; gives its key."""
    with app.app_context():
        key = grow(app.config["CONVENE"], at=clock.now(), items=items, meetings=0)
        with work(TESTS):
            meeting: Meeting = one(Meeting, key=key)
            term: Term = term_of("primary_nl")
            item = db.session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)).first()
            assert item is not None
            assert term.party_id is not None
            narrow_item(item, [term.party_id], by="tests", at=clock.now())
    return key


@pytest.mark.parametrize("who", ["secretary", "primary_nl"])
def test_a_meeting_takes_at_most_twelve_statements(app: Flask, who: str) -> None:
    key = grown(app, 24)
    browser = browser_of(app, who)

    counts = {page: statements(app, browser, page.format(key=key)) for page in PAGES}

    assert {page: count for page, count in counts.items() if count > MOST} == {}


def test_ten_times_the_items_take_as_many_statements(app: Flask, tmp_path: Path, seeded: Path) -> None:
    larger = make_app(Path(shutil.copytree(seeded, tmp_path / "larger")))
    few: dict[tuple[str, str], int] = {}
    many: dict[tuple[str, str], int] = {}
    for world, items, counts in ((app, 24, few), (larger, 240, many)):
        key = grown(world, items)
        for who in ("secretary", "primary_nl"):
            browser = browser_of(world, who)
            counts.update({(who, page): statements(world, browser, page.format(key=key)) for page in PAGES})
    let_go(larger)

    assert many == few
