"""Opened or not opened, by each who may read a paper: for its secretariat alone, from the sightings (settled 7)."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask

from convene import clock
from convene.agendas.terms import Subject
from convene.bodies.models import Party
from convene.db import work
from convene.papers.models import Paper, PaperVersion
from convene.people.actions import end_term, give_term, take_on_record
from convene.people.terms import TermRole
from tests.browser import TESTS, Browser, browser_of, by_link, words_of
from tests.build import BY, board_meeting, body, item_of, one, term_of
from tests.conftest import NOW
from tests.reading.shared import keys, new_version, shared, translation
from tests.test_statements import statements


def board(browser: Browser, paper: str) -> dict[str, str]:
    """The table by name: what it says of each."""
    page = browser.get(f"/papers/{paper}/opened")
    assert page.status_code == 200
    rows = re.findall(r"<tr>\s*(<th scope=\"row\">.*?)</tr>", page.text, re.DOTALL)
    found = {}
    for row in map(html.unescape, rows):
        name, rest = re.split(r"<span|</th>", row, maxsplit=1)
        found[re.sub("<[^>]+>", "", name).strip()] = " ".join(re.sub(r"<[^>]*>", " ", "<" + rest).split())
    return found


def test_each_who_may_read_it_stands_in_the_table_and_nobody_else(app: Flask, secretary: Browser) -> None:
    found = shared(app)
    states = ("United States", "Canada", "United Kingdom", "Germany", "Australia", "Netherlands", "Denmark")
    seats = {f"Primary representative of {s}" for s in states} | {f"Alternate of {s}" for s in states}

    names = set(board(secretary, found["paper"]))

    others = {"Desk officer of Netherlands", "Official of the Joint Office"}
    assert names == (seats | others) - {"Primary representative of Netherlands"}  # Who sent it.


def test_what_was_opened_is_told_with_its_hour_and_versions(
    app: Flask, secretary: Browser, at: time_machine.Traveller
) -> None:
    found = shared(app)
    browser_of(app, "primary_dk").get(f"/versions/{found['version']}/file")
    at.move_to(NOW + timedelta(days=1))
    later = new_version(app, found["paper"])
    for path in (f"/versions/{found['version']}/file", f"/versions/{later}/file"):
        browser_of(app, "primary_dk").get(path)
    browser_of(app, "desk_nl").get(f"/versions/{later}/file")
    browser_of(app, "alternate_us").get(f"/meetings/{found['meeting']}/papers.zip")
    browser_of(app, "primary_us").get(f"/papers/{found['paper']}")

    lines = board(secretary, found["paper"])

    assert "Tuesday 1 June 2027, 12:00 Zurich" in lines["Primary representative of Denmark"]
    assert "versions 1, 2" in lines["Primary representative of Denmark"]
    for name in ("Desk officer of Netherlands", "Alternate of United States"):
        assert "Wednesday 2 June 2027, 12:00 Zurich" in lines[name]
        assert "version 2" in lines[name]
    assert lines["Primary representative of United States"].endswith("Not opened")
    assert sum("Not opened" in line for line in lines.values()) == len(lines) - 3
    assert f"Opened by 3 of {len(lines)}" in secretary.text(f"/papers/{found['paper']}")


def test_the_file_of_an_open_paper_counts_too_and_by_a_link_as_well(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        meeting = board_meeting()
        paper = one(Paper, item_id=item_of(meeting, Subject.INPUT_OF_GUESTS).id)
        version = one(PaperVersion, paper_id=paper.id)
        paper.for_admitted = version.for_admitted = True
        key, file, opened = paper.key, f"/versions/{version.key}/file", meeting.id
    assert by_link(app, "ngo_guest", opened).get(file).status_code == 200

    lines = board(secretary, key)

    assert "version 1" in lines["Representative of Early Warning Watch"]
    assert "Representative of Documentation Centre" not in lines  # Who sent it.
    assert lines["Representative of Survivors' Union"].endswith("Not opened")


def test_whoever_opened_it_and_may_not_any_more_stands_apart(app: Flask, secretary: Browser) -> None:
    found = keys(app)
    browser_of(app, "primary_dk").get(f"/versions/{found['version']}/file")
    before = len(board(secretary, found["paper"]))
    with app.app_context(), work(TESTS):
        end_term(term_of("primary_dk"), body=body(), ends_on=date(2027, 5, 31), by=BY, at=clock.now())

    page = words_of(secretary.get(f"/papers/{found['paper']}/opened"))

    assert f"Opened by 0 of {before - 1}" in page
    assert page.index("may not read it any more") < page.index("Primary representative of Denmark")


def test_whoever_read_a_translation_has_opened_the_paper(app: Flask, secretary: Browser) -> None:
    found = keys(app)
    french, version = translation(app, found["paper"])
    browser_of(app, "primary_dk").get(f"/versions/{version}/file")
    browser_of(app, "primary_dk").get(f"/versions/{found['version']}/file")

    name = "Primary representative of Denmark"
    assert "versions 1, 1 in French" in board(secretary, found["paper"])[name]
    assert "versions 1 in English, 1" in board(secretary, french)[name]


@pytest.mark.parametrize("key", ["primary_nl", "primary_dk", "speaker_on_link", "desk_nl"])
def test_readers_see_nothing_of_it(app: Flask, key: str) -> None:
    found, browser = shared(app), browser_of(app, key)
    browser_of(app, "primary_us").get(f"/versions/{found['version']}/file")

    assert "pened by" not in browser.text(f"/papers/{found['paper']}")
    assert browser.get(f"/papers/{found['paper']}/opened").status_code == 404


def test_ten_times_the_readers_take_as_many_statements(app: Flask, secretary: Browser) -> None:
    found = shared(app)
    paths = [f"/papers/{found['paper']}/opened", f"/papers/{found['paper']}"]
    before = [statements(app, secretary, path) for path in paths]
    with app.app_context(), work(TESTS):
        for number in range(60):
            contact = take_on_record(
                body(), name=f"Adviser {number}", address=f"a{number}@mfa.example", by=BY, at=clock.now()
            )
            party = one(Party, id=term_of("desk_nl").party_id)
            give_term(
                contact, body=body(), party=party, role=TermRole.ALTERNATE, starts_on=date(2027, 1, 1), by=BY,
                at=clock.now(),
            )  # fmt: skip

    assert [statements(app, secretary, path) for path in paths] == before
    assert len(board(secretary, found["paper"])) > 70
