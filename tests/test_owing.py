"""What home and “what is asked of me” say of the record and the recommendations: to a seat, to a guest, and no more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from convene import clock
from convene.db import work
from convene.people.models import Contact
from convene.recommendations.terms import Reliability, SourceKind
from tests.browser import TESTS, browser_of
from tests.build import body, one, term_of
from tests.recommendations import made
from tests.records.made import a_sitting, item, new, noted
from tests.records.made import sent as circulated

PAGES = ("/", "/asked-of-me")


@pytest.mark.parametrize("page", PAGES)
def test_a_record_is_open_to_corrections_until_its_date(app: Flask, page: str) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        noted(item(meeting), new("One paragraph."))
        circulated(meeting, due_at=clock.now() + timedelta(days=20))
        path = f"/meetings/{meeting.key}/record"
    shown = {key: browser_of(app, key).get(page).text for key in ("primary_nl", "ngo_guest", "focal_point_gh")}

    assert {key: path in words for key, words in shown.items()} == {
        "primary_nl": True, "ngo_guest": False, "focal_point_gh": False
    }  # fmt: skip
    assert "Nothing is asked of you" not in shown["primary_nl"]
    assert "orrections" in shown["primary_nl"]


@pytest.mark.parametrize("page", PAGES)
def test_a_state_is_told_what_it_owes_on_recommendations_and_by_when(app: Flask, page: str) -> None:
    with app.app_context(), work(TESTS):
        made.sent()
        path = f"/bodies/{body().key}/recommendations/asked"
    shown, other = browser_of(app, "primary_nl").get(page).text, browser_of(app, "ngo_guest").get(page).text

    assert path in shown
    assert "nothing more is owed" not in shown
    assert path not in other


def test_a_guest_owes_evidence_until_it_is_handed_in(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        key = made.asked(made.sent()).key
    guest = browser_of(app, "ngo_guest")
    before = {page: guest.text(page) for page in PAGES}
    assert all(f"/evidence/{key}" in guest.get(page).text for page in PAGES)
    assert "You owe an answer" in before["/"]
    words = {"text": "What we saw.", "source_kind": SourceKind.NOT_SAID, "reliability": Reliability.NOT_JUDGED}
    assert guest.post(f"/evidence/{key}", words).status_code == 303
    after = {page: guest.text(page) for page in PAGES}

    assert "You have handed something in" in after["/"]
    assert "Tell the secretariat what you know" in before["/asked-of-me"]
    assert "Tell the secretariat what you know" not in after["/asked-of-me"]


def test_the_secretariat_reads_what_is_asked_of_one_of_its_people(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        found = made.sent()
        made.asked(found)
        contacts = {key: one(Contact, id=term_of(key).contact_id).key for key in ("primary_nl", "ngo_guest")}
    shown = {key: browser_of(app, "secretary").text(f"/contacts/{of}/asked") for key, of in contacts.items()}

    assert "Answer or report on a recommendation" in shown["primary_nl"]
    assert "Tell the secretariat what they know" in shown["ngo_guest"]
    assert "Tell the secretariat what they know" not in shown["primary_nl"]
    assert browser_of(app, "secretary_s4").get(f"/contacts/{contacts['primary_nl']}/asked").status_code == 404
