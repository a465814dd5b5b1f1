"""Correcting an address: what the body gave goes to the right person, and nothing stays with the wrong one."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.accounts.actions import new_sign_in_link
from convene.accounts.proofs import Purpose, token
from convene.addresses import correct_address
from convene.db import db, work
from convene.findings import Refused
from convene.invitations.models import CalendarEntry, Invitation
from convene.people.models import Contact, Person
from convene.readers import readers_of
from tests.browser import TESTS, Browser, anonymous, browser_of, character, person_id
from tests.build import BY, board_meeting, body, invitation_of, one, term_of

RIGHT = "right.primary@mfa.example"


def corrected(app: Flask, key: str = "primary_dk", symbol: str = "TNAP", address: str = RIGHT) -> int:
    """Correct the address of a character in a body; gives the person who holds it now."""
    with app.app_context(), work(TESTS):
        old = one(Person, address=character(key).address)
        contact: Contact = one(Contact, body_id=body(symbol).id, person_id=old.id)
        correct_address(contact, address=address, by=BY, at=clock.now())
        return contact.person_id


def meeting_path(app: Flask) -> str:
    """The path of the board's meeting."""
    with app.app_context(), work(TESTS):
        return f"/meetings/{board_meeting().key}"


def test_old_visit_link_and_feed_open_nothing_any_more(app: Flask) -> None:
    path = meeting_path(app)
    stranger = browser_of(app, "primary_dk")
    assert stranger.get(path).status_code == 200
    with app.app_context(), work(TESTS):
        link = invitation_of("primary_dk", board_meeting())
        old_link = f"/i/{token(Purpose.INVITATION, link.key, link.generation)}"
        person = one(Person, address=character("primary_dk").address)
        _, sign_in = new_sign_in_link(person.id, at=clock.now())
        feed = f"/feed/{token(Purpose.FEED, person.key, person.feed_generation)}.ics"

    corrected(app)

    assert stranger.get(path).status_code == 404
    assert anonymous(app).get(old_link).status_code == 404
    assert b"BEGIN:VEVENT" not in anonymous(app).get(feed).data
    again = anonymous(app)
    assert again.post(f"/sign-in/link/{sign_in}").status_code == 303
    assert again.get(path).status_code == 404


def test_right_person_has_what_the_wrong_one_had(app: Flask) -> None:
    before = person_id(app, "primary_dk")

    now = corrected(app)

    assert now != before
    with app.app_context(), work(TESTS):
        readers = readers_of([before, now], clock.now())
        tnap = body().id
        meeting = board_meeting().id
        assert (tnap in readers[before].seats, tnap in readers[now].seats) == (False, True)
        assert readers[before].bodies == frozenset()
        assert one(Person, id=now).address == RIGHT
        assert one(Invitation, meeting_id=meeting, person_id=now).generation == 1
        assert one(CalendarEntry, meeting_id=meeting, person_id=now).is_cancelled is False


def test_a_password_of_the_wrong_person_opens_nothing(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        one(Person, address=character("primary_dk").address).password_hash = "theirs"

    now = corrected(app)

    with app.app_context(), work(TESTS):
        assert one(Person, id=now).password_hash == ""


def test_what_another_body_gave_stays_where_it_was(app: Flask) -> None:
    before = person_id(app, "secretary_s4")

    now = corrected(app, "secretary_s4", "TAPRC", "guest@centre.example")

    with app.app_context(), work(TESTS):
        readers = readers_of([before, now], clock.now())
        assert readers[before].staff == {body("R2PFP").id}
        assert readers[before].meetings == frozenset()
        assert readers[now].bodies == {body("TAPRC").id}


def test_an_address_that_another_contact_has_is_refused(app: Flask) -> None:
    with pytest.raises(Refused, match="has this address already"):
        corrected(app, address=character("primary_nl").address)

    with app.app_context(), work(TESTS):
        assert term_of("primary_dk").person_id == one(Person, address=character("primary_dk").address).id


def test_a_secretary_does_not_shut_herself_out(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        person = one(Person, address=character("secretary").address)
        contact = db.session.scalars(select(Contact).where(Contact.person_id == person.id)).one().key

    response = secretary.post(f"/contacts/{contact}/address", {"address": RIGHT})

    assert response.status_code == 422
    assert "You would lose your own access" in response.get_data(as_text=True)


def test_the_invitation_goes_out_again_with_a_link_that_opens(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        key = invitation_of("primary_dk", board_meeting()).key

    assert secretary.post(f"/invitations/{key}/address", {"address": RIGHT}).status_code == 303

    with app.app_context(), work(TESTS):
        fresh: Invitation = one(Invitation, key=key)
        path = f"/i/{token(Purpose.INVITATION, fresh.key, fresh.generation)}"
    assert anonymous(app).get(path).status_code == 200
