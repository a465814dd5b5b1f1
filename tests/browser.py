"""A browser without a screen: Flask's client, signed in as a character, with the token that every form carries."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select
from werkzeug.test import TestResponse

from convene import clock
from convene.access.terms import Reader, system
from convene.accounts.actions import start_visit
from convene.accounts.proofs import Purpose, token
from convene.db import db, work
from convene.demo.cast import CAST, Character
from convene.invitations.models import Invitation
from convene.people.models import Person
from convene.readers import readers_of
from convene.web.requests import cookie_name

TESTS = system("tests")
RAW_TOKEN = "0123456789abcdef" * 2


def character(key: str) -> Character:
    """The member of the standing cast of that key."""
    return next(c for c in CAST if c.key == key)


class Browser:
    """What one person's browser does; forms carry their token, redirects are not followed unless asked for."""

    def __init__(self, app: Flask, client: FlaskClient) -> None:
        self.app, self.client = app, client
        with client.session_transaction() as stored:
            stored["csrf_token"] = RAW_TOKEN
        self.token = str(URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token").dumps(RAW_TOKEN))

    def get(self, path: str, **more: Any) -> TestResponse:
        """Fetch a page."""
        return self.client.get(path, **more)

    def post(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        """Send a form with its token."""
        return self.client.post(path, data={"csrf_token": self.token, **(data or {})}, **more)

    def text(self, path: str, **more: Any) -> str:
        """The words of a page that must be there: its tags taken away, blanks run together."""
        response = self.get(path, **more)
        assert response.status_code == 200, (path, response.status_code)
        return words_of(response)


def words_of(response: TestResponse) -> str:
    """The words of a page, without tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.get_data(as_text=True)).split())


def anonymous(app: Flask) -> Browser:
    """A browser in which nobody is signed in."""
    return Browser(app, app.test_client())


def person_id(app: Flask, key: str) -> int:
    """The internal id of a character."""
    with app.app_context(), work(TESTS):
        return db.session.scalars(select(Person.id).where(Person.address == character(key).address)).one()


def visiting(app: Flask, person: int, invitation: int | None = None) -> Browser:
    """A browser in which that person is signed in, or came by the link of that invitation."""
    with app.app_context():
        with work(TESTS):
            text = start_visit(
                person, at=clock.now(), lasts=timedelta(days=400), browser="Test", invitation_id=invitation
            )
        with app.test_request_context():
            name = cookie_name()
    browser = anonymous(app)
    browser.client.set_cookie(name, text)
    return browser


def browser_of(app: Flask, key: str) -> Browser:
    """A browser in which a character is signed in."""
    return visiting(app, person_id(app, key))


def by_link(app: Flask, key: str, meeting_id: int) -> Browser:
    """A browser in which a character followed the link of their invitation."""
    with app.app_context(), work(TESTS):
        wanted = select(Invitation).join(Person, Person.id == Invitation.person_id)
        found = db.session.scalars(
            wanted.where(Person.address == character(key).address, Invitation.meeting_id == meeting_id)
        ).one()
        person, invitation = found.person_id, found.id
    return visiting(app, person, invitation)


def link_of(app: Flask, invitation: Invitation) -> str:
    """The path of an invitation's link, as its mail has it."""
    with app.app_context():
        return f"/i/{token(Purpose.INVITATION, invitation.key, invitation.generation)}"


def reader_of_key(key: str) -> Reader:
    """The reader that a character is at this moment, signed in. Needs a context and no open transaction."""
    with work(TESTS):
        person = db.session.scalars(select(Person.id).where(Person.address == character(key).address)).one()
        return readers_of([person], clock.now())[person]
