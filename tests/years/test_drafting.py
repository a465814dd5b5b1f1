"""A body's year: what is on record, what is proposed beside it, the page, and the commands."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from convene import clock
from convene.access.terms import system
from convene.cli import main
from convene.db import db, work
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingKind, MeetingState
from convene.presets.reading import presets
from convene.years.drafting import draft_body, draft_preset
from convene.years.standing.facts import State
from convene.years.standing.proposed import standing_of_preset
from tests.browser import TESTS, browser_of
from tests.build import body, count, one

BOARD = ["spring", "autumn"]


def page(app: Flask, year: int | str = 2029, who: str = "secretary") -> str:
    with app.app_context(), work(TESTS):
        key = body().key
    return browser_of(app, who).get(f"/bodies/{key}/year?of={year}").text


@pytest.mark.parametrize("key", presets())
@pytest.mark.parametrize("year", range(2027, 2037))
def test_every_preset_plans_every_year_and_breaks_no_rule(key: str, year: int) -> None:
    plan = draft_preset(presets()[key], year)

    assert [r for r in standing_of_preset(presets()[key], plan).rulings if r.state is State.BROKEN] == []
    assert all(m.starts_on.year == year and m.why for m in plan.meetings)
    days = [(m.starts_on, m.ends_on) for m in plan.meetings]
    assert all(first[1] < second[0] for first, second in pairwise(days))


def test_board_and_briefing_never_share_a_day() -> None:
    for year in range(2027, 2047):
        board = next(m for m in draft_preset(presets()["S1"], year).meetings if m.line.key == "autumn")
        briefing = next(m for m in draft_preset(presets()["S2"], year).meetings if m.line.key == "briefing")
        assert not board.starts_on <= briefing.starts_on <= board.ends_on
        assert abs((briefing.starts_on - board.starts_on).days) <= 7


def test_members_host_in_turn_and_what_is_on_record_stands(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        coming = draft_body(body(), 2027)
        later = draft_body(body(), 2029)

    assert "TNAP/2027/1" in {h.symbol for h in coming.held}
    assert [m.line.key for m in later.meetings] == BOARD
    spring = later.meetings[0]
    assert spring.host
    assert spring.city != "Host to be named"
    assert f"{spring.host} is next in the rotation" in spring.why


def test_a_briefing_of_another_template_counts_and_none_is_proposed_beside_it(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        council = body("TAPRC")
        plans = {year: draft_body(council, year) for year in (2027, 2028)}

    (held,) = plans[2027].held
    assert (held.line.key, held.line.template) == ("briefing", "unga-briefing")
    assert "briefing" not in [m.line.key for m in plans[2027].meetings]
    assert "briefing" in [m.line.key for m in plans[2028].meetings]


def test_a_gathering_of_another_template_leaves_the_plan_as_it_is(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        briefing: Meeting = one(Meeting, body_id=body("TAPRC").id)
        briefing.kind = MeetingKind.GATHERING
        db.session.flush()
        plan = draft_body(body("TAPRC"), 2027)

    assert plan.held == ()
    assert "briefing" in [m.line.key for m in plan.meetings]


def test_a_line_that_is_not_due_is_named_with_the_next_year_in_which_it_is(tmp_path: Path) -> None:
    run(tmp_path, "migrate")

    assert "not planned: Global meeting: next in 2028." in run(tmp_path, "plan", "S5", "2027")
    assert "Global meeting: next in" not in run(tmp_path, "plan", "S5", "2028")


def test_the_page_draws_the_year_and_says_what_is_only_computed(app: Flask) -> None:
    shown = page(app)

    assert '<svg class="year"' in shown
    assert "Provisional: computed" in shown
    assert "computed: " not in shown
    assert "UNGA general debate" in shown
    assert "is next in the rotation" in shown


@pytest.mark.parametrize("asked", ["", "soon", "1", "99999", "-2027", "２０２９"])
def test_a_year_that_is_none_is_the_next_one(app: Flask, asked: str) -> None:
    assert "<h1>The year 2028</h1>" in page(app, asked)


def test_what_is_ticked_becomes_a_draft_and_nobody_is_told(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        key, before = body().key, count(Meeting, body_id=body().id)
    secretary = browser_of(app, "secretary")

    answer = secretary.post(f"/bodies/{key}/year?of=2029", {"lines": BOARD})
    again = secretary.get(f"/bodies/{key}/year?of=2029").text

    assert answer.status_code == 303
    assert "2 meetings are drafts now; nobody outside the secretariat is told." in again
    assert "TNAP/2029/1" in again
    assert "Draft the ticked meetings" not in again
    assert "Everything that the cycle proposes for 2029 is on record." in again
    assert f'<a href="/bodies/{key}/year?of=2030">Plan 2030</a>' in again
    with app.app_context(), work(TESTS):
        made: Meeting = one(Meeting, symbol="TNAP/2029/2")
        assert count(Meeting, body_id=body().id) == before + 2
        assert (made.state, made.announced, made.is_provisional) == (MeetingState.DRAFT, False, True)
        assert (made.city, made.zone) == ("New York", "America/New_York")
        assert clock.moment_words(made.papers_due_at, made.zone) == "Wednesday 18 July 2029, 18:00 New York"


CHANGED = "The plan has changed since you opened the page."


@pytest.mark.parametrize("lines, said", [([], "Tick the meetings that are to be drafted."), (["summer"], CHANGED)])
def test_a_form_that_drafts_nothing_says_why(app: Flask, lines: list[str], said: str) -> None:
    with app.app_context(), work(TESTS):
        key = body().key

    answer = browser_of(app, "secretary").post(f"/bodies/{key}/year?of=2029", {"lines": lines})

    assert answer.status_code == 422
    assert said in answer.text


def run(instance: Path, *arguments: str) -> str:
    done = CliRunner().invoke(main, [*arguments], env={"CONVENE_INSTANCE": str(instance)})
    assert done.exit_code == 0, done.output
    return done.output


def test_the_command_plans_a_preset_on_a_fresh_instance(tmp_path: Path) -> None:
    run(tmp_path, "migrate")

    told = json.loads(run(tmp_path, "plan", "s1", "2027", "--json"))
    found = json.loads(run(tmp_path, "findings", "S2", "2027", "--json"))

    assert [m["line"] for m in told["meetings"]] == BOARD
    assert told["meetings"][1]["confidence"] == "computed"
    assert {f["rule"]: f["state"] for f in found} == {
        "B1": "not yet decidable", "B2": "kept", "B3": "kept", "B4": "not yet decidable", "B5": "not yet decidable",
        "B6": "kept", "B7": "kept", "B8": "not checked", "B9": "not checked", "B10": "not checked",
    }  # fmt: skip
    assert all(f["text"] for f in found)


def test_the_command_says_what_it_knows(tmp_path: Path) -> None:
    run(tmp_path, "migrate")

    wrong = CliRunner().invoke(main, ["plan", "TNAP", "2027"], env={"CONVENE_INSTANCE": str(tmp_path)})

    assert wrong.exit_code == 1
    assert "neither the symbol of a body nor a preset: S1" in wrong.output


def test_the_command_drafts_once(app: Flask) -> None:
    instance = app.config["CONVENE"].instance

    first = run(instance, "plan", "TNAP", "2029", "--apply")
    second = run(instance, "plan", "TNAP", "2029", "--apply")

    assert first == second
    assert "TNAP/2029/1, draft" in first
    assert "New York (provisional): TNAP/2029/2, draft\n    [UNGA general debate 2029, computed]\n" in first
    assert "    [hangs on no event]\n" in first
    assert first.count("  Papers due\n") == first.count("  Invitations\n") == 2
    with app.app_context(), work(system("tests")):
        assert count(Meeting, body_id=body().id, year=2029) == 2
