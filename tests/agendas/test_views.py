"""Pages of items: by form and by button, errors at their fields, and what an outsider is never told."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from convene.access.models import Admission
from convene.agendas.models import AgendaItem
from convene.agendas.queries import items_of_session
from convene.agendas.terms import Subject
from convene.bodies.models import Party
from convene.db import db, work
from convene.meetings.models import MeetingSession
from tests.browser import TESTS, Browser, browser_of
from tests.build import a_draft, board_meeting, body, count, item_of, one, sessions
from tests.fields import complaints, said_at, summary, ticked, typed

ITEM = {
    "title": "A further item", "kind": "decision", "subject": "other", "minutes": "20", "lead": "Chair",
    "outcome": "Two lines\nof it", "countries": "", "audience": "", "takes_papers": "y", "video_link": "",
}  # fmt: skip


@pytest.fixture
def drafted(app: Flask) -> list[str]:
    """The keys of the sessions of a fresh draft."""
    with app.app_context(), work(TESTS):
        return [s.key for s in sessions(a_draft())]


def items_in(app: Flask, session: str) -> list[tuple[str, str]]:
    """The items of a session: their first word and their key."""
    with app.app_context(), work(TESTS):
        found = db.session.scalars(select(MeetingSession).where(MeetingSession.key == session)).one()
        return [(i.title.split()[0], i.key) for i in items_of_session(found)]


def titles(app: Flask, session: str) -> list[str]:
    return [title for title, _ in items_in(app, session)]


def how_many(app: Flask) -> int:
    with app.app_context(), work(TESTS):
        return count(AgendaItem)


def board_item(app: Flask, subject: Subject) -> str:
    with app.app_context(), work(TESTS):
        return item_of(board_meeting(), subject).key


def test_item_added_by_form_comes_last(app: Flask, secretary: Browser, drafted: list[str]) -> None:
    done = secretary.post(f"/sessions/{drafted[0]}/items/new", ITEM)
    assert done.status_code == 303
    assert titles(app, drafted[0]) == ["Opening", "Deep-dive:", "Assets", "A"]
    assert "the items take 20 min longer than the session." in secretary.text(done.location)


@pytest.mark.parametrize(
    "wrong, field, said",
    [
        ({"title": ""}, "title", "Enter a title."),
        ({"title": "\t "}, "title", "Enter a title."),
        ({"title": "x" * 301}, "title", "At most 300 characters."),
        ({"title": "Item 国"}, "title", "These letters cannot be printed: 国"),
        ({"lead": "国 連"}, "lead", "These letters cannot be printed: 国 連"),
        ({"outcome": "\N{DOVE OF PEACE}"}, "outcome", "These letters cannot be printed: \N{DOVE OF PEACE}"),
        ({"countries": "中国"}, "countries", "These letters cannot be printed: 中 国"),
        ({"minutes": "0"}, "minutes", "An item takes from 1 to 600 minutes."),
        ({"minutes": "601"}, "minutes", "An item takes from 1 to 600 minutes."),
        ({"minutes": "ten"}, "minutes", "Enter a whole number."),
        ({"minutes": ""}, "minutes", "Enter how many minutes it takes."),
        ({"kind": "chat"}, "kind", "Not a valid choice."),
        ({"video_link": "ftp://x"}, "video_link", "Give the whole address, beginning with https://"),
    ],
)
def test_item_that_is_refused_says_so_at_the_field_and_keeps_what_was_typed(
    app: Flask, secretary: Browser, drafted: list[str], *, wrong: dict[str, str], field: str, said: str
) -> None:
    before = how_many(app)
    done = secretary.post(f"/sessions/{drafted[0]}/items/new", ITEM | {"audience": "open"} | wrong)
    assert done.status_code == 422
    assert complaints(done) == [field]
    assert said_at(done, field) == [said]
    assert said in summary(done)
    assert ticked(done, "audience") == ["open"]
    for name in ("title", "lead", "outcome"):
        assert typed(done, name) == wrong.get(name, ITEM[name]).strip()
    assert how_many(app) == before


def test_item_form_shows_the_item_and_keeps_its_change(app: Flask, secretary: Browser, drafted: list[str]) -> None:
    key = items_in(app, drafted[0])[1][1]
    shown = secretary.get(f"/items/{key}/edit")
    assert typed(shown, "title") == "Deep-dive: a situation with early warning signs"
    assert (typed(shown, "minutes"), typed(shown, "subject"), ticked(shown, "audience")) == ("120", "deep-dive", [""])
    done = secretary.post(f"/items/{key}/edit", ITEM | {"title": "Dive", "minutes": "90", "countries": "Nowhere"})
    assert done.status_code == 303
    again = secretary.get(f"/items/{key}/edit")
    assert (typed(again, "title"), typed(again, "minutes"), typed(again, "countries")) == ("Dive", "90", "Nowhere")


def test_item_shifted_by_button_stops_at_the_ends(app: Flask, secretary: Browser, drafted: list[str]) -> None:
    opening = items_in(app, drafted[0])[0][1]
    for to, expected in (
        ("up", ["Opening", "Deep-dive:", "Assets"]),
        ("down", ["Deep-dive:", "Opening", "Assets"]),
        ("down", ["Deep-dive:", "Assets", "Opening"]),
        ("down", ["Deep-dive:", "Assets", "Opening"]),
        ("up", ["Deep-dive:", "Opening", "Assets"]),
    ):
        done = secretary.post(f"/items/{opening}/shift", {"to": to})
        assert (done.status_code, done.location.rpartition("#")[2]) == (303, f"session-{drafted[0]}")
        assert titles(app, drafted[0]) == expected


def test_item_moved_by_form_to_another_session(app: Flask, secretary: Browser, drafted: list[str]) -> None:
    assets = items_in(app, drafted[0])[2][1]
    done = secretary.post(f"/items/{assets}/move", {"session": drafted[1], "place": "2"})
    assert done.status_code == 303
    assert titles(app, drafted[0]) == ["Opening", "Deep-dive:"]
    assert titles(app, drafted[1]) == ["Updates", "Assets", "Economic", "Accountability:", "Research"]


@pytest.mark.parametrize(
    "given, field, said",
    [
        ({"session": "none", "place": "1"}, "session", "Not a valid choice."),
        ({"place": ""}, "place", "Enter a place, counted from 1."),
        ({"place": "last"}, "place", "Enter a whole number."),
    ],
)
def test_item_moved_nowhere_is_refused_at_the_field(
    app: Flask, secretary: Browser, drafted: list[str], *, given: dict[str, str], field: str, said: str
) -> None:
    assets = items_in(app, drafted[0])[2][1]
    done = secretary.post(f"/items/{assets}/move", {"session": drafted[1]} | given)
    assert done.status_code == 422
    assert (complaints(done), said_at(done, field)) == ([field], [said])
    assert titles(app, drafted[0]) == ["Opening", "Deep-dive:", "Assets"]


def test_item_is_not_moved_into_another_meeting(app: Flask, secretary: Browser, drafted: list[str]) -> None:
    with app.app_context(), work(TESTS):
        elsewhere = sessions(board_meeting())[0].key
    assets = items_in(app, drafted[0])[2][1]
    done = secretary.post(f"/items/{assets}/move", {"session": elsewhere, "place": "1"})
    assert (done.status_code, said_at(done, "session")) == (422, ["Not a valid choice."])


def test_item_removed_ends_what_it_admitted_to(app: Flask, secretary: Browser) -> None:
    speaker = browser_of(app, "speaker_on_link")
    with app.app_context(), work(TESTS):
        dive = item_of(board_meeting(), Subject.DEEP_DIVE)
        dive_id, key, assets = dive.id, dive.key, item_of(board_meeting(), Subject.ASSETS).key
        admissions = count(Admission, item_id=dive_id)
    assert admissions == 1
    assert speaker.get(f"/items/{key}").status_code == 200
    assert secretary.post(f"/items/{assets}/remove").status_code == 303
    assert secretary.get(f"/items/{assets}").status_code == 404
    refused = secretary.post(f"/items/{key}/remove", headers={"Referer": f"http://localhost/items/{key}"})
    assert refused.location == f"/items/{key}"
    assert "Papers belong to this item; move it to another session instead." in secretary.text(refused.location)
    assert speaker.get(f"/items/{key}").status_code == 200


def test_narrowing_by_form_hides_the_item_from_other_members(app: Flask, secretary: Browser) -> None:
    key = board_item(app, Subject.ASSETS)
    with app.app_context(), work(TESTS):
        denmark = one(Party, body_id=body().id, name="Denmark").key
        stranger = one(Party, body_id=body("TAPRC").id, name="McGill University").key
    own, other = browser_of(app, "primary_dk"), browser_of(app, "primary_nl")
    assert (own.get(f"/items/{key}").status_code, other.get(f"/items/{key}").status_code) == (200, 200)
    refused = secretary.post(f"/items/{key}/narrow", {"members": [stranger]})
    assert (refused.status_code, complaints(refused)) == (422, ["members"])
    assert secretary.post(f"/items/{key}/narrow", {"members": [denmark]}).status_code == 303
    assert ticked(secretary.get(f"/items/{key}/narrow"), "members") == [denmark]
    assert own.get(f"/items/{key}").status_code == 200
    hidden, missing = other.get(f"/items/{key}"), other.get("/items/none")
    assert (hidden.status_code, hidden.data) == (404, missing.data)
    assert secretary.post(f"/items/{key}/narrow").status_code == 303
    assert other.get(f"/items/{key}").status_code == 200


@pytest.mark.parametrize("act", ["edit", "move", "narrow", "admit"])
@pytest.mark.parametrize("key", ["primary_nl", "ngo_guest", "secretary_council"])
def test_item_is_changed_by_its_own_secretariat_alone(app: Flask, key: str, act: str) -> None:
    item = board_item(app, Subject.INPUT_OF_GUESTS)
    browser = browser_of(app, key)
    assert browser.get(f"/items/{item}/{act}").status_code == 404
    assert browser.post(f"/items/{item}/{act}", ITEM).status_code == 404


def test_item_admits_somebody_with_a_reason_only(app: Flask, secretary: Browser) -> None:
    item = board_item(app, Subject.ASSETS)
    (key,) = re.findall(r'<option value="([^"]+)">Early Warning Watch', secretary.get(f"/items/{item}/admit").text)
    refused = secretary.post(f"/items/{item}/admit", {"person": key, "reason": " "})
    assert (refused.status_code, said_at(refused, "reason")) == (422, ["Say why they are admitted."])
    assert typed(refused, "person") == key
    browser = browser_of(app, "ngo_guest")
    assert browser.get(f"/items/{item}").status_code == 404
    assert secretary.post(f"/items/{item}/admit", {"person": key, "reason": "Documents it"}).status_code == 303
    assert browser.get(f"/items/{item}").status_code == 200
