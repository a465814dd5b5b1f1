"""People who are members in their own right (S7, S8, S11): a seat without a party, and all that goes with one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from convene import clock
from convene.agendas.terms import Subject
from convene.db import work
from convene.findings import Refused
from convene.people.actions import give_term, take_on_record
from convene.people.models import Term
from convene.people.terms import TermRole
from convene.presets.reading import presets
from convene.readers import readers_of
from tests.bodies.test_founding_page import found
from tests.browser import TESTS, Browser, browser_of
from tests.build import BY, board_meeting, body, count, item_of, one
from tests.conftest import NOW, let_go
from tests.presets.convened import Convened

WITH_SEATS = ("S7", "S8", "S11")


def test_nobody_sits_in_their_own_right_where_members_are_states(context: Flask) -> None:
    with work(TESTS):
        contact = take_on_record(body(), name="A", address="a@b.example", by=BY, at=clock.now())
        before = count(Term)
        with pytest.raises(Refused, match="In this body members are States or organisations"):
            give_term(
                contact, body=body(), party=None, role=TermRole.INDIVIDUAL, starts_on=date(2027, 6, 1), by=BY,
                at=clock.now(),
            )  # fmt: skip
        assert count(Term) == before


@pytest.mark.parametrize("key", WITH_SEATS)
def test_a_member_in_person_sees_and_answers_what_seats_do(tmp_path: Path, key: str) -> None:
    with time_machine.travel(NOW, tick=False):
        made = Convened(presets()[key], tmp_path / "instance")
        own = made.browser("own@member.example")
        assert "Member in person" in own.text(f"/bodies/{made.body}")
        page = own.text(f"/meetings/{made.meeting}")
        assert "You owe an answer" in own.text("/") or "Answer" in page
        # Nothing can be asked of a State of theirs: they come for none.
        for here in ("/", f"/bodies/{made.body}", f"/bodies/{made.body}/recommendations"):
            assert "asked of your State" not in own.text(here)
        made.answer(own, "in-person")
        for end in ("", "/agenda.pdf", "/meeting.ics", "/participants", "/proposals", "/proposals/new", "/stages"):
            assert own.get(f"/meetings/{made.meeting}{end}").status_code == 200, end
        proposed = own.post(
            f"/meetings/{made.meeting}/proposals/new",
            {
                "title": "A theme",
                "explanation": "It grows.",
                "kind": "discussion",
                "minutes": "20",
                "outcome": "A view",
                "countries": "",
            },
        )
        assert proposed.status_code == 303
        assert "A theme" in own.text(f"/meetings/{made.meeting}/proposals")
        # The secretariat may call on them for a paper and give them the chair, as it may of any seat.
        assert "Member in person" in made.secretary.text(f"/meetings/{made.meeting}/paper-calls/new")
        assert "In their own right: Member in person" in made.secretary.text(f"/meetings/{made.meeting}/edit")
        # What closes with the term: all of it.
        with made.app.app_context(), work(TESTS):
            term = one(Term, role=TermRole.INDIVIDUAL)
            assert term.party_id is None
            term.ends_on, term.ends_at = date(2027, 5, 31), clock.end_of_day(date(2027, 5, 31), "Europe/London")
        assert own.get(f"/meetings/{made.meeting}").status_code == 404
        let_go(made.app)


def test_who_acts_for_a_party_is_led_to_what_was_asked_of_it(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        key = body().key
    for here in ("/", f"/bodies/{key}", f"/bodies/{key}/recommendations"):
        assert "asked of your State" in browser_of(app, "primary_nl").text(here)


@pytest.mark.parametrize("key, is_of_people", [("S8", True), ("S11", False), ("S3", False)])
def test_an_empty_body_says_with_whom_to_begin(secretary: Browser, key: str, is_of_people: bool) -> None:
    words = secretary.text(found(secretary, key))
    assert ("Take on record those who take part; each comes in their own right." in words) is is_of_people
    assert ("Begin with the States and organisations that are members" in words) is not is_of_people


@pytest.mark.parametrize("preset, word", [("S1", "adopted"), ("S8", "issued")])
def test_a_draft_says_what_is_to_become_of_it(app: Flask, secretary: Browser, preset: str, word: str) -> None:
    with app.app_context(), work(TESTS):
        body().preset = preset
        path = f"/items/{item_of(board_meeting(), Subject.RECOMMENDATIONS).key}/recommendations/new"
    assert secretary.text(path).count("Text, as it is to be") == 1
    assert f"Text, as it is to be {word}" in secretary.text(path)


@pytest.mark.parametrize("preset, cites", [("S1", True), ("S8", False)])
def test_a_paragraph_of_the_board_is_cited_to_no_other_body(
    app: Flask, secretary: Browser, preset: str, cites: bool
) -> None:
    with app.app_context(), work(TESTS):
        body().preset = preset
        path = f"/bodies/{body().key}/special-meeting"
    assert ("(A10)" in secretary.text(path)) is cites


def test_the_page_groups_them_by_the_bodys_word(app: Flask, secretary: Browser) -> None:
    path = found(secretary, "S11")
    lines = "-; Member for the North; ; mp@parliament.example;\n"
    lines += "; Member for the South; ; mps@parliament.example; member of parliament"
    assert secretary.post(f"{path}/people/several", {"lines": lines, "starts_on": "2027-06-01"}).status_code == 303
    words = secretary.text(path)
    assert "Members of parliament, each in their own right" in words
    assert "The organisers wrote this from the discussion" in words
    with app.app_context(), work(TESTS):
        people = [t.person_id for t in (one(Term, role=TermRole.INDIVIDUAL, contact_id=c) for c in _contacts())]
        assert all(reader.seats for reader in readers_of(people, clock.now()).values())


def _contacts() -> list[int]:
    from convene.people.models import Contact

    return [one(Contact, address=f"{name}@parliament.example").id for name in ("mp", "mps")]
