"""Two worlds that differ in check-ins of others: whoever is in none of those receives the same in both."""

from __future__ import annotations

import re
import shutil
from datetime import time
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.accounts.proofs import Purpose, token
from convene.db import db, work
from convene.invitations.models import Invitation
from convene.meetings.models import Meeting
from convene.people.models import Person
from convene.rounds import needs as noted
from convene.rounds import placing
from convene.rounds.answering import Said, Span, absent, answer
from convene.rounds.terms import Reply
from convene.sending import send_due
from tests.access.crawl import letters
from tests.browser import TESTS, visiting
from tests.build import BY, one
from tests.conftest import NOW, let_go, make_app
from tests.rounds import made

KEY = re.compile(r"[\w-]{22}(?![\w-])")
SIGNED = re.compile(r"[\w-]{20,90}\.[\w-]{6}\.[\w-]{27}")
PROOF = re.compile(r"[\w-]{22}\.?[\w-]{30,80}")
DRAWN = (
    (re.compile(r"=_[0-9a-f]{40}|Message-ID: .*|Date: .*"), ""),
    (SIGNED, "signed"),
    (PROOF, "proof"),
    (re.compile(r"[\w-]{32}@"), "uid@"),
    (KEY, "key"),
)


def masked(text: str) -> str:
    """A text without what is drawn anew each time."""
    for pattern, word in DRAWN:
        text = pattern.sub(word, text)
    return text


def a_world(folder: Path, hidden: set[str]) -> Flask:
    """France meets Adler at ten; what is hidden comes before, between and after."""
    app = make_app(folder)
    with app.app_context():
        with work(TESTS):
            made.people(3, 3)
            meeting = made.a_round(3)
            made.pair_up(meeting)
            if "before" in hidden:
                made.put(meeting, "Italy", "Brandt", on=made.FRIDAY, hour="14:00", room=2)
            made.put(meeting, "France", "Adler")
            if "same hour" in hidden:
                made.put(meeting, "Denmark", "Costa", hour="10:00", room=3)
            made.send(meeting)
        send_due()
        with work(TESTS):
            meeting = one(Meeting, template="check-ins")
            if "after" in hidden:
                made.put(meeting, "Denmark", "Brandt", on=made.SUNDAY, hour="11:30", room=2)
                made.send(meeting)
            if "moved" in hidden:
                row = made.put(meeting, "Italy", "Costa", hour="12:00", room=2)
                placing.place(row, meeting, made.slot(hour="13:00", room=3), by=BY, at=clock.now())
            if "answers" in hidden:
                span = Span(made.SATURDAY, time(9), time(12))
                absent(meeting, made.person_of("Official of Denmark"), span, [span.on], by=BY, at=clock.now())
                line = made.line_of(made.check_in(meeting, "France"), "Member Adler")
                answer(line, meeting, Said(Reply.DECLINED, "Hidden words"), by=BY, at=clock.now())
            if "needs" in hidden:
                row = made.check_in(meeting, "France")
                noted.note(row, noted.Need("Hidden", (), "", 1), starts_at=NOW, by=BY, at=clock.now())
        send_due()
    return app


def received(app: Flask) -> dict[str, object]:
    """All that the official of France gets: pages signed in and by link, card, calendar, feed, letters."""
    with app.app_context(), work(TESTS):
        meeting, person = one(Meeting, template="check-ins"), one(Person, id=made.person_of("Official of France"))
        key, address = meeting.key, person.address
        invitation = db.session.scalars(
            select(Invitation.id).where(Invitation.person_id == person.id, Invitation.meeting_id == meeting.id)
        ).one()
        feed = f"/feed/{token(Purpose.FEED, person.key, person.feed_generation)}.ics"
        person_id = person.id
    found: dict[str, object] = {}
    ends = ("", "/check-ins", "/check-ins/card.pdf", "/check-ins/grid", "/agenda.pdf", "/meeting.ics", "/needs",
            "/meeting.ics?entries=items", "/participants", "/board", "/stages")  # fmt: skip
    browsers = {"signed in": visiting(app, person_id), "by link": visiting(app, person_id, invitation)}
    for how, browser in browsers.items():
        for path in ("/", feed, *(f"/meetings/{key}{end}" for end in ends)):
            answered = browser.get(path)
            body = answered.data if answered.mimetype == "application/pdf" else masked(answered.text)
            found[f"{how} {path.replace(key, 'key').replace(feed, 'feed')}"] = (answered.status_code, body)
    found["letters"] = sorted(masked(letter.text) for letter in letters(app) if letter.to == address)
    return found


@pytest.mark.parametrize(
    "hidden",
    [
        {"before"},
        {"same hour", "after"},
        {"moved"},
        {"answers", "needs"},
        {"before", "same hour", "moved", "answers", "needs"},
    ],
)
def test_an_official_cannot_tell_whether_other_check_ins_exist(seeded: Path, tmp_path: Path, hidden: set[str]) -> None:
    with time_machine.travel(NOW, tick=False):
        worlds = []
        for name, secret in (("bare", set[str]()), ("full", hidden)):
            app = a_world(Path(shutil.copytree(seeded, tmp_path / name)), secret)
            worlds.append(received(app))
            let_go(app)
        bare, full = worlds

    assert [name for name in bare if bare[name] != full[name]] == []
    assert len(bare["letters"]) == 1  # type: ignore[arg-type]  # A list.
