"""A thousand generated discussions of a body that attributes nothing: no outlet leads from a text to who said it.

Beside them stand two hundred of a body that attributes, with paragraphs marked as not attributed, closed and open.
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
from convene.records.models import NoteParagraph, NoteVersion, Speaker
from convene.records.rules import text_mark
from convene.records.terms import Marking, Said, Written
from tests.access.crawl import answer_of
from tests.browser import TESTS, browser_of
from tests.build import BY, open_session, sessions
from tests.conftest import NOW, let_go, make_app
from tests.records.made import a_sitting, sent

DISCUSSIONS, OPEN_ONES = 1000, 200
TOPICS = ("Causes", "What worked", "")
PATHS = ("/record", "/record?rendering=open", "/record.pdf", "/record.docx", "/record.txt", "")
COUNCIL, BOARD = "meeting-of-discussions", "meeting-open-to-guests"
READERS = {
    "steering_oxford": (COUNCIL, (*PATHS, "/record/corrections")),
    "primary_nl": (BOARD, (*PATHS, "/record.pdf?rendering=open", "/record.docx?rendering=open", "/record/corrections")),
    "ngo_guest": (BOARD, PATHS),
}
FREE, OPEN_FREE = Marking.NOT_ATTRIBUTED, Marking.OPEN_NOT_ATTRIBUTED
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
        _named(meeting, COUNCIL, "session-of-talks")
        session = sessions(meeting)[0]
        for number in range(DISCUSSIONS):
            said = [
                Said(f"Point {place} of discussion {number} was made.", list(Marking)[place], topic)
                for place, topic in enumerate(TOPICS)
            ]
            _discussion(meeting, session, f"Discussion {number}", said, chance)
        assert sent(meeting, with_guests=True).symbol.endswith("/SR")
        _with_the_admitted(chance)
    return app


def _named(meeting: Meeting, key: str, stem: str) -> None:
    meeting.key = key
    for place, each in enumerate(sessions(meeting)):
        each.key = f"{stem}-{place:05d}"
    # Of these nothing is noted; they stand in the record all the same, and are sealed with it.
    wanted = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)
    for place, item in enumerate(db.session.scalars(wanted.order_by(AgendaItem.session_id, AgendaItem.position))):
        item.key = f"item-{stem[-8:]}-{place:05d}"


def _with_the_admitted(chance: random.Random) -> None:
    """The board's open session: what is attributed stands beside what is not, for its members and for its guests."""
    meeting = a_sitting(starts_on=date(2027, 5, 4))
    _named(meeting, BOARD, "session-of-board")
    for number in range(OPEN_ONES):
        said = [
            Said(f"Open point {place} of subject {number} was made.", OPEN_FREE, topic)
            for place, topic in enumerate(TOPICS)
        ]
        said.append(Said(f"Closed point of subject {number} was made.", FREE, TOPICS[0]))
        said.append(Said(f"The board took subject {number} up.", Marking.OPEN))
        _discussion(meeting, open_session(meeting), f"Subject {number}", said, chance)
    sent(meeting, with_guests=True)


def _discussion(meeting: Meeting, session: MeetingSession, title: str, said: list[Said], chance: random.Random) -> None:
    """One item: paragraphs whose words are the same in every world, said by somebody in some order at some time.

    Its rows are put in as the notes would: by two people, in the order of speaking, each with its version and speaker.
    """
    where = {"body_id": meeting.body_id, "meeting_id": meeting.id}
    item = AgendaItem(
        **where, session_id=session.id, announced=True, position=100 + int(title.split()[1]), title=title,
        kind="discussion", minutes=1, audience=session.audience, starts_at=session.starts_at, ends_at=session.ends_at,
    )  # fmt: skip
    item.key = title.lower().replace(" ", "-").rjust(22, "-")
    chance.shuffle(said)
    rows = [
        NoteParagraph(
            **where, item_key=item.key, origin=f"{item.key[-18:]}-{place}", position=place, text=each.text,
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
    """What seats and a guest receive in each of two worlds, by reader and path."""
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
        spoken = len(TOPICS) * DISCUSSIONS + (len(TOPICS) + 2) * OPEN_ONES
        assert db.session.scalar(select(func.count(Speaker.id))) == spoken
    found = {}
    for reader, (meeting, paths) in READERS.items():
        browser = browser_of(app, reader)
        for path in paths:
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
        assert f"Subject {OPEN_ONES - 1}" in world["ngo_guest /record"]


def test_what_is_open_and_not_attributed_is_read_by_the_admitted_and_names_nobody(worlds: list[dict[str, str]]) -> None:
    """A guest reads the open points alone, under a heading that says why nobody is named, in no one's order."""
    page, whole = worlds[0]["ngo_guest /record"], worlds[0]["primary_nl /record"]
    assert "Closed point" in whole
    assert "Closed point" not in page
    assert "Not attributed" in page
    for number in random.Random(4).sample(range(OPEN_ONES), 20):
        texts = [f"Open point {place} of subject {number} was made." for place in range(len(TOPICS))]
        assert sorted(texts, key=page.index) == sorted(texts, key=whole.index) == texts
        assert page.index(f"The board took subject {number} up.") < page.index(texts[0])


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
