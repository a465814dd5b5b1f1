"""The run of show: the chair and the secretariat write it, nobody else gets it, and it goes over with the chair."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.agendas.chairing import mark_of, set_chair
from convene.agendas.models import ChairNote
from convene.agendas.terms import Subject
from convene.bodies.models import Party
from convene.db import db, work
from convene.journal import JournalEntry
from convene.people.models import Contact
from tests.access.crawl import words_in
from tests.browser import TESTS, Browser, browser_of
from tests.build import BY, board_meeting, body, count, item_of, one, term_of
from tests.fields import typed

SECRET = "Call on Denmark before Germany"


@pytest.fixture
def chaired(app: Flask) -> tuple[str, str]:
    """The board meeting with the Netherlands in the chair: its key, and that of one item."""
    with app.app_context(), work(TESTS):
        meeting = board_meeting()
        set_chair(meeting, term_of("primary_nl").person_id, by=BY, at=clock.now())
        return meeting.key, item_of(meeting, Subject.ASSETS).key


def note(item: str, text: str, was: str = "") -> dict[str, str]:
    return {f"note-{item}": text, f"was-{item}": mark_of(was)}


def notes(app: Flask) -> list[tuple[str, int | None]]:
    with app.app_context(), work(TESTS):
        return [(n.text, n.person_id) for n in db.session.scalars(select(ChairNote))]


def test_chair_and_secretariat_write_the_notes_and_print_them(
    app: Flask, secretary: Browser, chaired: tuple[str, str]
) -> None:
    meeting, item = chaired
    chair, path = browser_of(app, "primary_nl"), f"/meetings/{chaired[0]}/run-of-show"
    assert secretary.post(path, note(item, SECRET)).status_code == 303
    assert typed(chair.get(path), f"note-{item}").strip() == SECRET
    assert chair.post(path, note(item, f"{SECRET}.", SECRET)).status_code == 303
    assert typed(secretary.get(path), f"note-{item}").strip() == f"{SECRET}."
    printed = words_in(chair.get(f"{path}.pdf").data, "application/pdf")
    assert "".join(SECRET.split()) in printed
    assert "Forthechaironly" in printed
    assert "Your run of show, as the chair" in chair.text(f"/meetings/{meeting}")


@pytest.mark.parametrize("key", ["alternate_nl", "primary_de", "ngo_guest", "speaker_on_link", "secretary_council"])
def test_nobody_else_gets_the_run_of_show(app: Flask, chaired: tuple[str, str], key: str) -> None:
    browser, path = browser_of(app, key), f"/meetings/{chaired[0]}/run-of-show"
    missing = browser.get("/meetings/none/run-of-show")
    assert [browser.get(p).status_code for p in (path, f"{path}.pdf")] == [404, 404]
    assert browser.get(path).data == missing.data
    assert browser.post(path, note(chaired[1], "x")).status_code == 404
    assert notes(app) == []
    if key == "primary_de":
        assert "run of show" not in browser.text(f"/meetings/{chaired[0]}")


def test_note_that_both_wrote_is_shown_beside_the_other_and_nothing_is_lost(
    app: Flask, secretary: Browser, chaired: tuple[str, str]
) -> None:
    _, item = chaired
    path = f"/meetings/{chaired[0]}/run-of-show"
    secretary.post(path, note(item, "Theirs"))
    refused = secretary.post(path, note(item, "Mine"))
    assert refused.status_code == 422
    assert "Secretary of the board wrote here meanwhile: “Theirs”" in refused.text
    other = browser_of(app, "primary_nl").post(path, note(item, "The chair’s"))
    assert "Somebody wrote here meanwhile: “Theirs”" in other.text
    assert typed(refused, f"note-{item}").strip() == "Mine"
    assert [text for text, _ in notes(app)] == ["Theirs"]
    assert secretary.post(path, note(item, "Mine", "Theirs")).status_code == 303
    assert secretary.post(path, note(item, "Mine", "Mine")).status_code == 303
    assert [text for text, _ in notes(app)] == ["Mine"]
    assert secretary.post(path, note(item, "", "Mine")).status_code == 303
    assert notes(app) == []


@pytest.mark.parametrize(
    "text, said", [("x" * 5001, "At most 5000 characters."), ("国", "These letters cannot be printed: 国")]
)
def test_note_that_cannot_be_kept_comes_back(
    secretary: Browser, chaired: tuple[str, str], text: str, said: str
) -> None:
    refused = secretary.post(f"/meetings/{chaired[0]}/run-of-show", note(chaired[1], text))
    assert refused.status_code == 422
    assert said in refused.text
    assert typed(refused, f"note-{chaired[1]}").strip() == text


def test_notes_go_over_with_the_chair(app: Flask, secretary: Browser, chaired: tuple[str, str]) -> None:
    meeting, item = chaired
    path = f"/meetings/{meeting}/run-of-show"
    secretary.post(path, note(item, SECRET))
    page = secretary.get(f"/meetings/{meeting}/edit")
    names = "city zone venue address getting_in notice answers_due papers_due proposals_due telephone_name telephone"
    form = {name: typed(page, name) for name in names.split()}
    with app.app_context(), work(TESTS):
        key = one(Contact, id=term_of("alternate_dk").contact_id).key
        person = term_of("alternate_dk").person_id
        chair = one(Contact, id=term_of("primary_nl").contact_id).key
    assert typed(page, "chair") == chair
    assert secretary.post(f"/meetings/{meeting}/edit", form | {"chair": key}).status_code == 303
    assert notes(app) == [(SECRET, person)]
    assert browser_of(app, "primary_nl").get(path).status_code == 404
    assert typed(browser_of(app, "alternate_dk").get(path), f"note-{item}").strip() == SECRET
    assert secretary.post(f"/meetings/{meeting}/edit", form | {"chair": "somebody"}).status_code == 422
    assert secretary.post(f"/meetings/{meeting}/edit", form | {"chair": ""}).status_code == 303
    assert notes(app) == [(SECRET, None)]
    with app.app_context(), work(TESTS):
        assert count(JournalEntry, act="meeting.chair") == 3


def test_run_of_show_says_when_a_session_ends_and_leads_to_naming_a_chair(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        meeting = board_meeting()
        key, item = meeting.key, item_of(meeting, Subject.ASSETS).key
    page = secretary.get(f"/meetings/{key}/run-of-show").text
    assert f'Nobody is named to take the chair yet: <a href="/meetings/{key}/edit">' in page
    assert "The session ends at 13:00 New York." in page
    assert "session__over" not in page
    form = edited_minutes(secretary, key, item, "90")
    assert secretary.post(f"/meetings/{key}/agenda/arrange", form | {"put": "keep"}).status_code == 303
    text = secretary.text(f"/meetings/{key}/run-of-show")
    assert "15 min over: the items end at 13:15" in text


def edited_minutes(browser: Browser, meeting: str, item: str, minutes: str) -> dict[str, str]:
    """The builder as it stands, with other minutes typed for one item."""
    was = typed(browser.get(f"/meetings/{meeting}/agenda"), f"minutes-{item}")
    return {f"minutes-{item}": minutes, f"was-{item}": was}


def test_chair_reads_no_note_on_an_item_that_is_narrowed_to_others(
    app: Flask, secretary: Browser, chaired: tuple[str, str]
) -> None:
    meeting, item = chaired
    secretary.post(f"/meetings/{meeting}/run-of-show", note(item, SECRET))
    with app.app_context(), work(TESTS):
        denmark = one(Party, body_id=body().id, name="Denmark").key
    assert secretary.post(f"/items/{item}/narrow", {"members": [denmark]}).status_code == 303
    chair = browser_of(app, "primary_nl")
    assert SECRET not in chair.text(f"/meetings/{meeting}/run-of-show")
    printed = words_in(chair.get(f"/meetings/{meeting}/run-of-show.pdf").data, "application/pdf")
    assert "".join(SECRET.split()) not in printed
    chair.post(f"/meetings/{meeting}/run-of-show", note(item, "Overwritten", SECRET))
    assert [text for text, _ in notes(app)] == [SECRET]
