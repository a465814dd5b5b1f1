"""The pages of a round through the client: what each shows, refuses and leads to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.db import db, work
from convene.meetings.models import Meeting
from convene.rounds.models import CheckIn, CheckInAnswer, RoundRoom
from convene.sending import send_due
from tests.browser import TESTS, Browser, _with_visit, browser_of, words_of
from tests.build import invitation_of, one
from tests.packs.read import words
from tests.rounds import made


@pytest.fixture
def sent(app: Flask) -> Iterator[Flask]:
    """A sent round of two parties and two members."""
    with app.app_context():
        with work(TESTS):
            made.a_sent_round()
        send_due()
    yield app


def key_of_round(app: Flask) -> str:
    with app.app_context(), work(TESTS):
        found: Meeting = one(Meeting, template="check-ins")
        return found.key


def as_person(app: Flask, name: str, *, by_link: bool = False) -> Browser:
    """A browser in which somebody of the round is signed in, or came by the link of their invitation."""
    with app.app_context(), work(TESTS):
        person = made.person_of(name)
        from convene.invitations.models import Invitation

        meeting: Meeting = one(Meeting, template="check-ins")
        wanted = select(Invitation.id).where(Invitation.person_id == person, Invitation.meeting_id == meeting.id)
        invitation = db.session.scalars(wanted).one() if by_link else None
    return _with_visit(app, person, invitation)


def test_every_page_of_the_secretariat_opens(sent: Flask) -> None:
    browser, key = browser_of(sent, "secretary_council"), key_of_round(sent)
    for path in ("grid", "grid?by=room", "grid?by=person", "setup", "pairs", ""):
        assert "Check-in" in browser.text(f"/meetings/{key}/check-ins/{path}".rstrip("/")) or path in ("setup", "pairs")
    with sent.app_context(), work(TESTS):
        rows = [c.key for c in db.session.scalars(select(CheckIn))]
        lines = [c.key for c in db.session.scalars(select(CheckInAnswer))]
    for row in rows:
        for end in ("place", "people", "needs"):
            assert browser.get(f"/check-ins/{row}/{end}").status_code == 200
    for line in lines:
        assert browser.get(f"/check-in-answers/{line}").status_code == 200
        assert browser.get(f"/check-in-answers/{line}/card.pdf").mimetype == "application/pdf"
    for end in ("check-ins/cards.pdf", "check-ins/rooms.pdf", "needs", "agenda.pdf", "meeting.ics"):
        assert browser.get(f"/meetings/{key}/{end}").status_code == 200
    assert browser.get(f"/meetings/{key}").status_code == 200
