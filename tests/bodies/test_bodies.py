"""Bodies and parties: founding, taking on record, what letters say of them, and whose pages they are."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.bodies.actions import change_body, found_body, take_party
from convene.bodies.models import Body, Party
from convene.bodies.queries import members_of, parties_of, party_names
from convene.bodies.terms import PartyKind, Standing
from convene.db import db, work
from convene.findings import Refused
from tests.browser import TESTS, Browser, browser_of, reader_of_key
from tests.build import BY, board_meeting, body, count
from tests.fields import complaints, said_at, ticked, typed

PARTY = {"name": "Norway", "kind": "State", "standing": "member", "zone": "Europe/Oslo"}


def key_of(app: Flask, symbol: str = "TNAP") -> str:
    with app.app_context(), work(TESTS):
        return body(symbol).key


@pytest.mark.parametrize("symbol", ["TNAP", "tnap", "Tnap"])
def test_body_with_a_symbol_in_use_is_not_founded(context: Flask, symbol: str) -> None:
    with work(TESTS):
        before = count(Body)
        with pytest.raises(Refused, match=f"Another body has the symbol {symbol}"):
            found_body(name="B", short_name="B", symbol=symbol, preset="S1", zone="UTC", by=BY, at=clock.now())
        assert count(Body) == before


def test_body_succeeds_another_and_has_a_parent(context: Flask) -> None:
    with work(TESTS):
        board = body()
        new = found_body(
            name="Group", short_name="Group", symbol="WG", preset="S1", zone="UTC", parent=board, succeeds=board, by=BY,
            at=clock.now(),
        )  # fmt: skip
        assert (new.parent_id, new.succeeds_id) == (board.id, board.id)


@pytest.mark.parametrize("kind", PartyKind)
def test_party_of_every_kind_is_taken_once(context: Flask, kind: PartyKind) -> None:
    given = {"name": "A party", "kind": kind, "standing": Standing.GUEST, "by": BY, "at": clock.now()}
    with work(TESTS):
        assert take_party(body(), **given).kind is kind  # type: ignore[arg-type]
        with pytest.raises(Refused) as caught:
            take_party(body(), **given)  # type: ignore[arg-type]
        assert [(f.field, f.text) for f in caught.value.findings] == [("name", "A party is on record already.")]
        assert take_party(body("TAPRC"), **given).body_id == body("TAPRC").id  # type: ignore[arg-type]


def test_reply_address_that_cannot_be_written_to_is_refused_and_none_is_allowed(context: Flask) -> None:
    given = {"telephone_name": "Duty", "telephone": "1", "by": BY, "at": clock.now()}
    with work(TESTS):
        with pytest.raises(Refused) as caught:
            change_body(body(), reply_address="nobody", **given)  # type: ignore[arg-type]
        assert [f.field for f in caught.value.findings] == ["reply_address"]
        assert body().reply_address == "secretariat@tnap.example"
        change_body(body(), reply_address="", **given)  # type: ignore[arg-type]
        assert (body().reply_address, body().telephone_name) == ("", "Duty")


@pytest.mark.parametrize(
    "key, symbols",
    [
        ("secretary", ["TNAP"]),
        ("primary_nl", ["TNAP"]),
        ("ngo_guest", ["TNAP"]),
        ("secretary_council", ["TAPRC"]),
        ("secretary_s4", ["R2PFP", "TAPRC"]),
    ],
)
def test_bodies_are_those_the_reader_may_know_of(context: Flask, key: str, symbols: list[str]) -> None:
    with work(reader_of_key(key)):
        assert sorted(db.session.scalars(select(Body.symbol))) == symbols


@pytest.mark.parametrize(
    "key, seen", [("secretary", 13), ("primary_nl", 13), ("ngo_guest", 1), ("secretary_council", 0)]
)
def test_parties_are_seen_by_seats_and_each_by_its_own(context: Flask, key: str, seen: int) -> None:
    with work(TESTS):
        board = body()
        names = party_names([p.id for p in parties_of(board)])
        assert len(names) == 13
        assert [p.name for p in members_of(board)] == sorted(p.name for p in members_of(board))
        board_id = board.id
    with work(reader_of_key(key)):
        assert len(db.session.scalars(select(Party).where(Party.body_id == board_id)).all()) == seen
        assert len(party_names(names)) == seen


def test_party_is_taken_by_form(app: Flask, secretary: Browser) -> None:
    done = secretary.post(f"/bodies/{key_of(app)}/parties/new", PARTY)
    assert done.status_code == 303
    assert "Norway is on record." in secretary.text(done.location)


@pytest.mark.parametrize(
    "wrong, field, said",
    [
        ({"name": ""}, "name", "Enter the name."),
        ({"name": "Denmark"}, "name", "Denmark is on record already."),
        ({"kind": "empire"}, "kind", "Not a valid choice."),
        ({"standing": "friend"}, "standing", "Not a valid choice."),
        ({"zone": "Europe/Nowhere"}, "zone", "Not a valid choice."),
    ],
)
def test_party_that_is_refused_is_said_at_the_field(
    app: Flask, secretary: Browser, wrong: dict[str, str], field: str, said: str
) -> None:
    with app.app_context(), work(TESTS):
        before = count(Party)
    done = secretary.post(f"/bodies/{key_of(app)}/parties/new", PARTY | wrong)
    assert (done.status_code, complaints(done), said_at(done, field)) == (422, [field], [said])
    assert typed(done, "name") == (PARTY | wrong)["name"]
    with app.app_context(), work(TESTS):
        assert count(Party) == before


def test_body_form_that_is_refused_keeps_what_was_typed_and_changes_nothing(app: Flask, secretary: Browser) -> None:
    path = f"/bodies/{key_of(app)}/edit"
    done = secretary.post(path, {"telephone_name": "Night desk", "telephone": "7", "reply_address": "nobody"})
    assert (done.status_code, complaints(done)) == (422, ["reply_address"])
    assert (typed(done, "telephone_name"), typed(done, "reply_address")) == ("Night desk", "nobody")
    assert typed(secretary.get(path), "telephone_name") == "Duty officer"


@pytest.mark.parametrize("page", ["", "/edit", "/parties/new", "/people/new", "/mail", "/journal", "/sightings"])
@pytest.mark.parametrize("key, opened", [("secretary", "all"), ("primary_nl", "first"), ("secretary_council", "none"),
                                         ("ngo_guest", "none")])  # fmt: skip
def test_pages_of_a_body_are_for_its_secretariat_and_the_first_for_seats(
    app: Flask, page: str, key: str, opened: str
) -> None:
    expected = 200 if opened == "all" or (opened == "first" and not page) else 404
    assert browser_of(app, key).get(f"/bodies/{key_of(app)}{page}").status_code == expected


def test_the_rules_of_the_year_are_judged_on_their_own_page_alone(app: Flask, secretary: Browser) -> None:
    board = f"/bodies/{key_of(app)}"
    shown = secretary.get(board).text

    assert "A10" not in secretary.text(board)
    assert f'<a href="{board}/year/findings">Rules of the year</a>' in shown
    assert "A10" in secretary.text(f"{board}/year/findings")
    assert "Rules of the year" not in browser_of(app, "primary_nl").text(board)


def test_home_and_the_page_of_a_body_lead_to_its_year(app: Flask, secretary: Browser) -> None:
    year = f'<a href="/bodies/{key_of(app)}/year">'

    assert f"{year}its year</a>" in secretary.get("/").text
    assert f"{year}The plan</a>" in secretary.get(f"/bodies/{key_of(app)}").text
    assert secretary.get(f"/bodies/{key_of(app)}").text.count("<h3") <= 6


def test_journal_and_sightings_name_who_did_what(app: Flask, secretary: Browser) -> None:
    secretary.post(f"/bodies/{key_of(app)}/parties/new", PARTY)
    with app.app_context(), work(TESTS):
        meeting = board_meeting().key
    browser_of(app, "primary_nl").get(f"/meetings/{meeting}")
    assert "Secretary of the board" in secretary.text(f"/bodies/{key_of(app)}/journal")
    assert "Primary representative of Netherlands" in secretary.text(f"/bodies/{key_of(app)}/sightings")


PREPARES = {
    "proposals_due_days": "40",
    "agenda_notice_days": "14",
    "brief_pages_most": "2",
    "brief_minutes_most": "4",
    "on_breach": "warn",
    "grace_hours": "0",
    "notes_kept_days": "30",
}


def test_how_a_body_prepares_is_changed_by_form_and_journalled(app: Flask, secretary: Browser) -> None:
    path = f"/bodies/{key_of(app)}/edit"
    assert (typed(secretary.get(path), "brief_pages_most"), ticked(secretary.get(path), "on_breach")) == (
        "3",
        ["refuse"],
    )
    done = secretary.post(path, PREPARES)
    assert done.status_code == 303
    page = secretary.get(path)
    assert {name: typed(page, name) for name in PREPARES if name != "on_breach"} | {"on_breach": "warn"} == PREPARES
    assert (ticked(page, "on_breach"), ticked(page, "brief_wants_asks")) == (["warn"], [])
    journal = secretary.text(f"/bodies/{key_of(app)}/journal")
    assert "brief pages most: was 3, now 2" in journal
    assert "brief refuses: was yes, now no" in journal


@pytest.mark.parametrize(
    "field, value, said",
    [
        ("proposals_due_days", "-1", "Enter a number from 0 to 365."),
        ("agenda_notice_days", "366", "Enter a number from 0 to 365."),
        ("brief_pages_most", "0", "Enter a number from 1 to 50."),
        ("brief_pages_most", "three", "Enter a whole number."),
        ("brief_minutes_most", "121", "Enter a number from 1 to 120."),
        ("grace_hours", "", "Enter a whole number."),
        ("grace_hours", "337", "Enter a number from 0 to 336."),
        ("notes_kept_days", "0", "Enter a number from 1 to 3,650."),
        ("on_breach", "shrug", "Not a valid choice."),
    ],
)
def test_bounds_of_how_a_body_prepares_are_told_at_the_field(
    app: Flask, secretary: Browser, field: str, value: str, said: str
) -> None:
    path = f"/bodies/{key_of(app)}/edit"
    done = secretary.post(path, PREPARES | {field: value, "telephone_name": "Night desk"})
    assert (done.status_code, complaints(done)) == (422, [field])
    assert said in said_at(done, field)
    assert typed(done, "telephone_name") == "Night desk"
    with app.app_context(), work(TESTS):
        assert (body().brief_pages_most, body().brief_refuses) == (3, True)
