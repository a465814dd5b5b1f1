"""Founding a body on a page: who may, what it begins with, parts of bodies; the first steps of a new secretary."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from convene.bodies.actions import change_body
from convene.bodies.models import Body, Party
from convene.bodies.terms import Standing
from convene.clock import now
from convene.db import db, work
from convene.people.models import Contact, Term
from convene.people.terms import TermRole
from convene.presets.parties import proposed_by
from convene.presets.reading import presets
from tests.browser import TESTS, Browser, browser_of
from tests.build import BY, body, count, one
from tests.fields import complaints, said_at, ticked, typed

GIVEN = {
    "name": "Alliance of the North", "short_name": "Alliance", "symbol": "NORTH", "zone": "Europe/Oslo", "part": "",
    "parent": "", "succeeds": "",
}  # fmt: skip


def found(browser: Browser, key: str, **given: object) -> str:
    """Found a body; gives where its page stands."""
    done = browser.post(f"/bodies/found/{key}", GIVEN | given)
    assert done.status_code == 303, complaints(done)
    return str(done.location)


def test_every_preset_is_offered_with_what_it_is(secretary: Browser) -> None:
    words = secretary.text("/bodies/found")
    assert [p.key for p in presets().values() if p.name not in words or p.about not in words] == []
    assert "Found a body" in secretary.text("/bodies")
    assert "Found a body" not in browser_of(secretary.app, "primary_nl").text("/bodies")


@pytest.mark.parametrize("key", presets())
def test_a_body_is_founded_from_every_preset(app: Flask, secretary: Browser, key: str) -> None:
    form = secretary.get(f"/bodies/found/{key}")
    preset = presets()[key]
    names = [p.party.name for p in proposed_by(preset)]
    assert (typed(form, "name"), typed(form, "symbol"), ticked(form, "parties")) == (preset.name, preset.symbol, names)
    words = secretary.text(found(secretary, key, parties=names))
    assert "Alliance of the North is founded, and you are its secretary." in words
    with app.app_context(), work(TESTS):
        made = one(Body, symbol="NORTH")
        assert (made.preset, made.zone) == (key, "Europe/Oslo")
        assert made.has_individuals is (key in {"S7", "S8", "S11"})
        parties = {p.name: p for p in db.session.scalars(select(Party).where(Party.body_id == made.id))}
        assert set(parties) == set(names)
        assert {p.standing for p in parties.values() if p.name in preset.founders} <= {Standing.MEMBER}
        assert {p.country for p in parties.values() if p.name == "Denmark"} <= {"DK"}
        term = one(Term, body_id=made.id)
        assert term.role is TermRole.SECRETARIAT
        assert one(Contact, body_id=made.id).address == "secretary@tnap.example"


def test_the_box_decides_whether_it_is_attributed(app: Flask, secretary: Browser) -> None:
    assert (
        "checked"
        in secretary.get("/bodies/found/S8").text.split('name="not_attributed"')[0][-200:]
        + (secretary.get("/bodies/found/S8").text.split('name="not_attributed"')[1][:80])
    )
    found(secretary, "S8", not_attributed="y")
    with app.app_context(), work(TESTS):
        assert one(Body, symbol="NORTH").not_attributed is True


@pytest.mark.parametrize(
    "wrong, field, said",
    [
        ({"name": ""}, "name", "Enter the name."),
        ({"symbol": "TNAP"}, "symbol", "Another body has the symbol TNAP."),
        # Whether or not its secretariat may know of that body: a symbol is of one body alone.
        ({"symbol": "TAPRC"}, "symbol", "Another body has the symbol TAPRC."),
        ({"symbol": "A/B"}, "symbol", "“A/B” cannot be a symbol: up to twenty letters and digits, such as TNAP."),
        ({"zone": ""}, "zone", "Choose the time zone."),
        ({"name": "漢"}, "name", "These letters cannot be printed: 漢"),
        ({"short_name": "N" * 61}, "short_name", "At most 60 characters."),
        ({"parent": "AAAAAAAAAAAAAAAAAAAAAA"}, "parent", "Not a valid choice."),
    ],
)
def test_a_body_that_is_refused_is_not_founded(
    app: Flask, secretary: Browser, wrong: dict[str, str], field: str, said: str
) -> None:
    with app.app_context(), work(TESTS):
        before = (count(Body), count(Term))
    done = secretary.post("/bodies/found/S1", GIVEN | wrong)
    assert (done.status_code, complaints(done), said_at(done, field)) == (422, [field], [said])
    with app.app_context(), work(TESTS):
        assert (count(Body), count(Term)) == before


def test_whoever_keeps_no_body_founds_none(app: Flask) -> None:
    for key in ("primary_nl", "ngo_guest", "council_member"):
        assert browser_of(app, key).post("/bodies/found/S1", GIVEN).status_code == 404
    with app.app_context(), work(TESTS):
        assert count(Body, symbol="NORTH") == 0


def test_a_part_takes_its_name_from_those_that_are_usual(app: Flask, secretary: Browser) -> None:
    platform = found(secretary, "S5", symbol="TENT")
    assert "Found a part of it , such as: Steering Group; Working groups" in secretary.text(platform)
    key = platform.rsplit("/", 1)[1]
    path = f"/bodies/found/S5?parent={key}"
    assert typed(secretary.get(path), "parent") == key
    # Refused, it is still said of whom it is to be a part, and nothing that was typed is lost.
    refused = secretary.post(path, GIVEN | {"name": "", "symbol": "REG", "parent": key})
    assert (refused.status_code, typed(refused, "symbol"), typed(refused, "parent")) == (422, "REG", key)
    given = GIVEN | {"name": "", "short_name": "", "part": "Regional initiatives", "symbol": "REG", "parent": key}
    done = secretary.post(path, given)
    assert done.status_code == 303
    assert "Part of the Alliance of the North" in secretary.text(done.location)
    assert "Its part: Regional initiatives" in secretary.text(platform)
    with app.app_context(), work(TESTS):
        assert one(Body, symbol="REG").parent_id == one(Body, symbol="TENT").id


def test_other_secretariats_learn_nothing_of_a_new_body(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        board = body().key
    path = found(secretary, "S2", parent=board)
    for key in ("secretary_council", "secretary_s4", "primary_nl"):
        browser = browser_of(app, key)
        assert browser.get(path).status_code == 404
        assert "Alliance of the North" not in browser.text("/bodies")
    assert "Alliance of the North" not in browser_of(app, "primary_nl").text(f"/bodies/{board}")


def test_first_steps_lead_on_and_are_gone_when_done(app: Flask, secretary: Browser) -> None:
    path = found(secretary, "S4")
    words = secretary.text(path)
    assert "What to do first Take its participating States on record Say who represents them" in words
    assert "Alliance of the North: what to do first" in secretary.text("/")
    key = path.rsplit("/", 1)[1]
    secretary.post(f"{path}/parties/new", {"name": "Ghana", "kind": "State", "standing": "member", "zone": ""})
    lines = "Ghana; Director for Africa; ; focal@gh.example; Focal point"
    assert secretary.post(f"{path}/people/several", {"lines": lines, "starts_on": "2027-06-01"}).status_code == 303
    page = secretary.get(path).text
    assert page.count('class="is-done"') == 2
    assert "Take its participating States on record (done) Say who represents them (done)" in secretary.text(path)
    assert "Alliance of the North: what to do first" not in secretary.text("/")
    assert "Focal point" in page
    with app.app_context(), work(TESTS):
        change_body(one(Body, key=key), telephone_name="Duty", telephone="+47 1", reply_address="", by=BY, at=now())
    assert secretary.get(path).text.count('class="is-done"') == 3
    year = secretary.get(f"{path}/year?of=2028").text
    assert secretary.post(f"{path}/year?of=2028", {"lines": ["europe"]}).status_code == 303, year
    assert "What to do first" not in secretary.text(path)
    assert "what to do first" not in secretary.text("/")


def test_steps_are_done_whatever_its_organisations_are_to_it(app: Flask, secretary: Browser) -> None:
    path = found(secretary, "S4")
    for name, standing in (("Ghana", "guest"), ("Togo", "cooperating")):
        given = {"name": name, "kind": "State", "standing": standing, "zone": ""}
        assert secretary.post(f"{path}/parties/new", given).status_code == 303
    lines = "Ghana; Director; ; director@gh.example; contact\nTogo; Head; ; head@tg.example; contact"
    assert secretary.post(f"{path}/people/several", {"lines": lines, "starts_on": "2027-06-01"}).status_code == 303
    assert secretary.get(path).text.count('class="is-done"') == 2
