"""How many SQL statements a circulated agenda takes: at most twelve, as many for ten times the items and stages."""

from __future__ import annotations

import shutil
from pathlib import Path

from flask import Flask

from convene.agendas.terms import Subject
from convene.db import work
from convene.meetings.models import Meeting
from convene.stages.terms import Stage
from tests.browser import TESTS, browser_of
from tests.build import board_meeting, item_of, one
from tests.conftest import let_go, make_app
from tests.stages.shared import circulated
from tests.test_statements import MOST, grown, statements

READERS = ("secretary", "primary_nl")


def pages_of(app: Flask, items: int, *, stages: int) -> list[str]:
    """The pages of the benchmark's meeting, its agenda circulated so many times in every stage."""
    key = grown(app, items)
    last = ""
    for number in range(stages):
        with app.app_context(), work(TESTS):
            item_of(one(Meeting, key=key), Subject.DEEP_DIVE).title = f"Deep-dive {number}"
        last = circulated(app, key, Stage.ANNOTATED if number >= stages // 2 else Stage.PROVISIONAL)
    shown = [f"/stages/{last}{rest}" for rest in ("", "/agenda.pdf", "/changes", "/changes.pdf")]
    return [f"/meetings/{key}/stages", f"/meetings/{key}", *shown]


def counts(app: Flask, paths: list[str]) -> dict[tuple[str, int], int]:
    return {
        (who, n): statements(app, browser, path)
        for who in READERS
        for browser in [browser_of(app, who)]
        for n, path in enumerate(paths)
    }


def test_a_circulated_agenda_takes_at_most_twelve_statements(app: Flask) -> None:
    found = counts(app, pages_of(app, 24, stages=2))

    assert {page: count for page, count in found.items() if count > MOST} == {}


def test_ten_times_the_items_and_more_stages_take_as_many(app: Flask, tmp_path: Path, seeded: Path) -> None:
    larger = make_app(Path(shutil.copytree(seeded, tmp_path / "larger")))
    few = counts(app, pages_of(app, 24, stages=2))
    many = counts(larger, pages_of(larger, 240, stages=6))
    let_go(larger)

    assert many == few


def guest_pages(app: Flask, *, stages: int) -> dict[tuple[str, int], int]:
    """What the pages of a guest's own programme take; their part changes with every circulation."""
    key = last = ""
    for number in range(stages):
        with app.app_context(), work(TESTS):
            meeting = board_meeting()
            key = meeting.key
            item_of(meeting, Subject.INPUT_OF_GUESTS).title = f"Input {number}"
        last = circulated(app, key)
    paths = [f"/meetings/{key}/stages", f"/meetings/{key}"]
    paths += [f"/stages/{last}{rest}" for rest in ("", "/agenda.pdf", "/changes", "/changes.pdf")]
    browser = browser_of(app, "ngo_guest")
    return {("ngo_guest", n): statements(app, browser, path) for n, path in enumerate(paths)}


def test_a_guest_s_pages_take_as_many_however_often_their_part_changed(
    app: Flask, tmp_path: Path, seeded: Path
) -> None:
    other = make_app(Path(shutil.copytree(seeded, tmp_path / "other")))
    few, many = guest_pages(app, stages=2), guest_pages(other, stages=6)
    let_go(other)

    assert many == few
    assert max(few.values()) <= MOST
