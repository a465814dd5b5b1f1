"""The pages and the command that hold a body's year against its rules: what they say, lead to, and cost."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from markupsafe import escape

from convene import clock
from convene.access.terms import Audience
from convene.agendas.actions import draft_from_template
from convene.agendas.templates import meeting_templates
from convene.agendas.terms import Subject
from convene.bodies.actions import take_party
from convene.bodies.models import Party
from convene.bodies.terms import PartyKind, Standing
from convene.cli import main
from convene.db import db, work
from convene.meetings.actions import Place
from convene.membership.models import Application
from convene.membership.terms import Decision
from convene.presets.reading import presets
from convene.years.drafting import draft_body, draft_preset
from convene.years.standing.facts import Ruling, State
from convene.years.standing.gathering import standing_of
from convene.years.standing.held import RULES, UNCHECKED
from convene.years.standing.proposed import standing_of_preset
from tests.browser import TESTS, Browser, browser_of
from tests.build import BY, a_draft, an_item, board_meeting, body, item_of, one, sessions, term_of
from tests.test_statements import statements


def rulings(year: int = 2027, symbol: str = "TNAP") -> dict[str, Ruling]:
    """What the rules say of a body's year, by paragraph."""
    found = body(symbol)
    return {one.rule: one for one in standing_of(found, draft_body(found, year), at=clock.now()).rulings}


def path(app: Flask, year: int | str = 2027, symbol: str = "TNAP") -> str:
    with app.app_context(), work(TESTS):
        return f"/bodies/{body(symbol).key}/year/findings?of={year}"


def test_the_page_holds_every_paragraph_against_the_year(app: Flask, secretary: Browser) -> None:
    shown = secretary.get(path(app)).text

    assert re.findall(r'<div class="ruling__rule">(\w+)</div>', shown) == [f"A{n}" for n in range(1, 20)]
    assert "One regular meeting in 2027: 21 to 22 September in New York (convened, provisional)." in shown
    assert escape(UNCHECKED["A19"]) in shown
    for rule in RULES:
        assert (f'id="{rule}"' in shown) is rule.startswith("A")


def test_the_page_leads_to_the_rows_behind_each_fact(app: Flask, secretary: Browser) -> None:
    shown = secretary.get(path(app)).text

    with app.app_context(), work(TESTS):
        key, own = board_meeting().key, body().key
    for link in (f"/meetings/{key}", f"/bodies/{own}#people-title"):
        assert f'href="{link}"' in shown
    hrefs = set(re.findall(r'<p class="small"><a href="([^"#?]+)', shown))
    assert {secretary.get(each).status_code for each in hrefs} == {200}


@pytest.mark.parametrize("asked, year", [("2030", 2030), ("", 2027), ("soon", 2027), ("1", 2027), ("99999", 2027)])
def test_a_year_that_is_none_is_this_one(app: Flask, secretary: Browser, asked: str, year: int) -> None:
    assert f"<h1>The rules of {year}</h1>" in secretary.get(path(app, asked)).text


def test_a_deep_dive_taken_off_breaks_a5(context: Flask) -> None:
    with work(TESTS):
        assert rulings()["A5"].state is State.KEPT
        item = item_of(board_meeting(), Subject.DEEP_DIVE)
        item.subject = Subject.OTHER
        broken = rulings()["A5"]

    assert broken.state is State.BROKEN
    assert broken.text.startswith("No deep-dive on the agenda of ")


def test_a_third_day_does_not_open_another_session(context: Flask) -> None:
    with work(TESTS):
        assert rulings()["A11"].state is State.KEPT
        sessions(board_meeting())[0].audience = Audience.OPEN
        assert rulings()["A11"].state is State.BROKEN


def test_a_term_that_ended_is_a_vacancy_since_the_day_after(context: Flask) -> None:
    with work(TESTS):
        assert rulings()["A2"].state is State.KEPT
        term_of("primary_dk").ends_on = date(2027, 5, 20)
        found = rulings()["A2"]

    assert (found.state, found.text) == (State.BROKEN, "Denmark has no primary representative since 21 May 2027.")


def join(name: str, kind: PartyKind) -> None:
    """A party that becomes a member of the board."""
    take_party(body(), name=name, kind=kind, standing=Standing.MEMBER, by=BY, at=clock.now())


def test_a_state_that_joined_waits_for_its_decision_and_an_organisation_may_not(context: Flask) -> None:
    with work(TESTS):
        join("Norway", PartyKind.STATE)
        assert (rulings()["A3"].state, "Norway" in rulings()["A3"].text) == (State.OPEN, True)
        party = one(Party, name="Norway")
        asked = {"name": "Norway", "kind": PartyKind.STATE, "standing": Standing.MEMBER, "opened_on": date(2027, 1, 4)}
        application = Application(body_id=party.body_id, party_id=party.id, decision=Decision.ADMITTED, **asked)
        db.session.add(application)
        assert rulings()["A3"].state is State.KEPT
        application.decision = Decision.DECLINED
        assert rulings()["A3"].state is State.BROKEN
        application.decision = None
        join("Watch", PartyKind.NGO)
        assert rulings()["A3"].state is State.BROKEN


def test_guests_of_the_demonstration_are_admitted_to_portions(context: Flask) -> None:
    with work(TESTS):
        found = rulings()

    assert found["A4"].state is State.KEPT
    assert found["A13"].state in (State.OPEN, State.AT_RISK)
    assert found["A12"].state in (State.OPEN, State.AT_RISK)


def test_the_council_is_held_against_its_own_paragraphs(context: Flask) -> None:
    with work(TESTS):
        found = rulings(symbol="TAPRC")

    assert list(found) == [f"B{n}" for n in range(1, 8)]
    assert found["B2"].state in (State.KEPT, State.AT_RISK)
    assert found["B4"].state is State.OPEN


def test_a_special_meeting_from_its_template_is_a_deep_dive(context: Flask) -> None:
    with work(TESTS):
        template = meeting_templates()["special-meeting"]
        place = Place("Geneva", "Europe/Zurich")
        draft_from_template(
            body(), template, place=place, starts_on=date(2027, 7, 6), is_provisional=False, by=BY, at=clock.now()
        )
        assert rulings()["A5"].state is State.KEPT


@pytest.mark.parametrize("key", ["S1", "S2"])
def test_the_plan_of_2027_breaks_no_rule(key: str) -> None:
    held = standing_of_preset(presets()[key], draft_preset(presets()[key], 2027))

    assert [one for one in held.rulings if one.state in (State.BROKEN, State.AT_RISK)] == []
    assert {one.state for one in held.rulings} == {State.KEPT, State.OPEN}


def test_the_command_says_the_same_as_the_page(app: Flask, secretary: Browser) -> None:
    instance: Path = app.config["CONVENE"].instance
    environment = {"CONVENE_INSTANCE": str(instance)}

    told = json.loads(CliRunner().invoke(main, ["findings", "TNAP", "2027", "--json"], env=environment).output)
    text = CliRunner().invoke(main, ["findings", "TNAP", "2027"], env=environment).output
    shown = secretary.get(path(app)).text

    assert [one["rule"] for one in told] == [f"A{n}" for n in range(1, 20)]
    assert {tuple(one) for one in told} == {("rule", "state", "text")}
    assert {one["state"] for one in told} <= {*map(str, State), "not checked"}
    assert text.splitlines() == [f"{one['state']:<19}{one['rule']:<7}{one['text']}" for one in told]
    for each in told:
        assert escape(each["text"]) in shown


def test_as_many_statements_for_more_meetings_items_and_parties(app: Flask, secretary: Browser) -> None:
    pages = (path(app), path(app).replace("/year/findings", "/years"), path(app).replace("/findings", ""))
    few = [statements(app, secretary, each) for each in pages]
    with app.app_context(), work(TESTS):
        for day in (3, 10, 17):
            draft = a_draft(starts_on=date(2027, 11, day))
            draft.year = 2027
        for n in range(8):
            join(f"State {n}", PartyKind.STATE)
        for n in range(20):
            an_item(sessions(board_meeting())[0], f"Item {n}")

    many = [statements(app, secretary, each) for each in pages]

    assert many == few
    assert max(few) <= 28


def test_another_secretariat_and_a_seat_learn_nothing(app: Flask) -> None:
    for who in ("primary_nl", "secretary_s4", "council_member"):
        assert browser_of(app, who).get(path(app)).status_code == 404
