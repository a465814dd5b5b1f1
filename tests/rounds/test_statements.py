"""How many SQL statements a page of a round takes: as many for forty check-ins as for four."""

from __future__ import annotations

import shutil
from pathlib import Path

from flask import Flask

from convene.db import work
from tests.browser import TESTS, Browser, browser_of, visiting
from tests.conftest import let_go, make_app
from tests.counting import statements_seen
from tests.rounds import made

MOST = 16


def statements(app: Flask, browser: Browser, path: str) -> int:
    """How many statements a page takes when it is opened for the second time; BEGIN is none."""
    assert browser.get(path).status_code == 200, path
    with statements_seen() as seen:
        assert browser.get(path).status_code == 200
    return len(seen)


def counted(app: Flask, key: str) -> dict[tuple[str, str], int]:
    """The statements of each page of a round, for the secretariat, a member and a seat."""
    with app.app_context(), work(TESTS):
        person = made.person_of("Member Adler")
    readers = {
        "secretary": browser_of(app, "secretary_council"),
        "seat": browser_of(app, "steering_oxford"),
        "member": visiting(app, person),
    }
    pages = {
        "secretary": ("/check-ins/grid", "/check-ins/grid?by=room", "/check-ins/grid?by=person", "/check-ins/pairs",
                      "/check-ins", "/needs", "/check-ins/cards.pdf", "/check-ins/rooms.pdf", ""),
        "seat": ("/check-ins", ""),
        "member": ("/check-ins", "/check-ins/card.pdf", ""),
    }  # fmt: skip
    return {
        (who, page): statements(app, readers[who], f"/meetings/{key}{page}")
        for who, those in pages.items()
        for page in those
    }


def test_forty_check_ins_take_as_many_statements_as_four(app: Flask, tmp_path: Path, seeded: Path) -> None:
    larger = make_app(Path(shutil.copytree(seeded, tmp_path / "larger")))
    few, many = counted(app, made.with_check_ins(app, 4)), counted(larger, made.with_check_ins(larger, 40))
    let_go(larger)

    assert many == few
    assert {page: count for page, count in few.items() if count > MOST} == {}
