"""A thousand generated discussions of a body that attributes nothing: no outlet leads from a text to who said it.

Two worlds hold the same words. Who said them, in which order, when, and by which note-taker they were written down is
drawn anew in each. Whoever is not of the secretariat receives the same octets in both, by every outlet.
"""

from __future__ import annotations

import random
import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from convene import clock
from convene.agendas.models import AgendaItem
from convene.db import db, work
from convene.meetings.models import Meeting, MeetingSession
from convene.records import notes
from convene.records.models import NoteParagraph, NoteVersion, RecordParagraph, Speaker
from convene.records.rules import text_mark
from convene.records.terms import Marking, Said, Written
from tests.access.crawl import answer_of
from tests.browser import TESTS, browser_of
from tests.build import BY, sessions
from tests.conftest import NOW, let_go, make_app
from tests.records.made import a_sitting, sent

DISCUSSIONS = 1000
TOPICS = ("Causes", "What worked", "")
PATHS = ("/record", "/record?rendering=open", "/record.pdf", "/record.docx", "/record/corrections", "")
# Keys are drawn at random in both worlds, and lead nowhere but to their own object.
KEYS = re.compile(r"(?<=/)[\w-]{22}(?=[/\"?])")
TOKEN = re.compile(r"[\w-]{30,80}\.[\w-]{6}\.[\w-]{27}")  # What Flask signs: the forms' tokens.


def speaker(number: int) -> str:
    """A name that is in no other text."""
    return f"zqspeaker{number:05d}q"


def built(folder: Path, seed: int) -> Flask:
    """A world with the discussions, their speakers and the order of speaking drawn by that seed."""
    chance = random.Random(seed)
    app = make_app(folder)
    with app.app_context(), work(TESTS):
        meeting = a_sitting("TAPRC", date(2027, 5, 25), invited=("steering_oxford",))
        # Named alike in both worlds, so that the digest tells nothing that differs.
        meeting.key = "meeting-of-discussions"
        for place, each in enumerate(sessions(meeting)):
            each.key = f"session-of-talks-{place:05d}"
        session = sessions(meeting)[0]
        for number in range(DISCUSSIONS):
            _discussion(meeting, session, number, chance)
        with_guests = sent(meeting, with_guests=True)
        assert with_guests.symbol.endswith("/SR")
    return app


def _discussion(meeting: Meeting, session: MeetingSession, number: int, chance: random.Random) -> None:
    """One item: paragraphs whose words are the same in every world, said by somebody in some order at some time.

    Its rows are put in as the notes would: by two people, in the order of speaking, each with its version and speaker.
    """
    where = {"body_id": meeting.body_id, "meeting_id": meeting.id}
    item = AgendaItem(
        **where, session_id=session.id, announced=True, position=100 + number, title=f"Discussion {number}",
        kind="discussion", minutes=1, audience=session.audience, starts_at=session.starts_at, ends_at=session.ends_at,
    )  # fmt: skip
    item.key = f"discussion-{number:011d}"
    said = [
        Said(f"Point {place} of discussion {number} was made.", list(Marking)[place], TOPICS[place])
        for place in range(len(TOPICS))
    ]
    chance.shuffle(said)
    rows = [
        NoteParagraph(
            **where, item_key=item.key, origin=f"{number:010d}-{place}", position=place, text=each.text,
            marking=each.marking, heading=each.heading,
        )
        for place, each in enumerate(said)
    ]  # fmt: skip
    db.session.add_all([item, *rows])
    db.session.flush()
    at = clock.now() + timedelta(minutes=chance.randint(1, 30))
    for row in rows:
        at += timedelta(minutes=chance.randint(1, 30))
        about = {"paragraph_id": row.id, "revision": 1, "by": chance.choice(("anna", "ben")), "at": at}
        said_so = {"text": row.text, "marking": row.marking, "heading": row.heading, "is_removed": False}
        db.session.add(NoteVersion(**where, **about, **said_so))
        db.session.add(Speaker(**where, paragraph_id=row.id, said_by=speaker(chance.randint(0, 99_999))))


@pytest.fixture(scope="module")
def worlds(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    """What a seat and a guest receive in each of two worlds, by reader and path."""
    found = []
    for seed in (1, 2):
        folder = Path(shutil.copytree(seeded, tmp_path_factory.mktemp(f"world-{seed}") / "instance"))
        with time_machine.travel(NOW, tick=False):
            app = built(folder, seed)
            found.append(received(app))
            let_go(app)
    return found


def received(app: Flask) -> dict[str, str]:
    """All octets and all text of every outlet of the record, and what may differ in any case masked."""
    with app.app_context(), work(TESTS):
        latest = select(func.max(RecordParagraph.meeting_id)).scalar_subquery()
        meeting = db.session.scalars(select(Meeting.key).where(Meeting.id == latest)).one()
        assert db.session.scalar(select(func.count(Speaker.id))) == len(TOPICS) * DISCUSSIONS
    found = {}
    for reader in ("steering_oxford",):
        browser = browser_of(app, reader)
        for path in PATHS:
            response = browser.get(f"/meetings/{meeting}{path}")
            assert response.status_code == 200, path
            answer = answer_of(path, response)
            found[f"{reader} {path}"] = KEYS.sub("key", TOKEN.sub("token", answer.text))
    return found


def test_whoever_said_it_and_whenever_everybody_receives_the_same(worlds: list[dict[str, str]]) -> None:
    first, second = worlds

    assert set(first) == set(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_no_outlet_holds_a_speaker(worlds: list[dict[str, str]]) -> None:
    for world in worlds:
        assert {name for name, text in world.items() if "zqspeaker" in text} == set()
        assert f"Discussion {DISCUSSIONS - 1}" in world["steering_oxford /record"]


def test_the_order_is_that_of_topics_and_of_a_hash_of_the_words(worlds: list[dict[str, str]]) -> None:
    """It can be worked out from the page alone, so it holds nothing that the page does not."""
    page = worlds[0]["steering_oxford /record"]
    for number in random.Random(3).sample(range(DISCUSSIONS), 50):
        places = [
            (topic == "", topic.casefold(), f"Point {n} of discussion {number} was made.")
            for n, topic in enumerate(TOPICS)
        ]
        wanted = [text for _, _, text in sorted(places, key=lambda p: (p[0], p[1], text_mark(p[2])))]
        assert sorted(wanted, key=page.index) == wanted


def test_the_secretariat_still_knows_who_spoke(seeded: Path, tmp_path: Path) -> None:
    with time_machine.travel(NOW, tick=False):
        app = make_app(Path(shutil.copytree(seeded, tmp_path / "instance")))
        with app.app_context(), work(TESTS):
            meeting = a_sitting("TAPRC", date(2027, 5, 25), invited=("steering_oxford",))
            item = db.session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)).first()
            assert item is not None
            written = Written("", "A" * 22, 0, Said("It was said."))
            notes.take_down(item, meeting, [written], by=BY, at=clock.now())
            db.session.flush()
            notes.note_speakers(item, {f"new-{written.origin}": ("", speaker(7))})
            key = item.key
            assert db.session.scalar(select(func.count(NoteParagraph.id))) == 1
        assert speaker(7) in browser_of(app, "secretary_council").get(f"/items/{key}/notes").get_data(as_text=True)
        assert browser_of(app, "steering_oxford").get(f"/items/{key}/notes").status_code == 404
        let_go(app)
