"""Journal and sightings as a secretary reads them: names in place of keys, days and hours in words."""

from __future__ import annotations

import html
import re
from datetime import time

import pytest
from flask import Flask
from markupsafe import escape
from sqlalchemy import event, select

from convene import clock, registers
from convene.access.gate import Missing
from convene.access.terms import Audience
from convene.agendas.actions import narrow_item
from convene.agendas.terms import Subject
from convene.db import db, work
from convene.journal import JournalEntry
from convene.meetings.actions import Plan, change_session
from convene.papers.models import Paper, PaperVersion
from convene.people.models import Person
from tests.browser import TESTS, Browser, browser_of, reader_of_key
from tests.build import BY, a_draft, an_item, board_meeting, body, item_of, one, sessions, term_of

KEY = "k" * 22
MORNING = "First day, morning"


def lines(text: str) -> list[str]:
    """The rows of a register as one line of words each, without the head."""
    rows = re.findall(r"<tr>(.*?)</tr>", text, re.DOTALL)[1:]
    return [" ".join(html.unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in rows]


def register(app: Flask, browser: Browser, name: str) -> str:
    """The page of the board's register of that name."""
    with app.app_context(), work(TESTS):
        key = body().key
    return browser.get(f"/bodies/{key}/{name}").text


@pytest.mark.parametrize(
    "change, words",
    [
        ({}, ""),
        ({"on": "2027-09-21", "opens": "09:30:00", "minutes": 180, "audience": "closed"},
         "21 September 2027, 09:30, 180 min, closed"),
        ({"before": {"minutes": 180, "opens": "09:30:00", "on": "2027-09-21"},
          "after": {"minutes": 150, "opens": "10:00:00", "on": "2027-09-21"}},
         "hour: was 09:30, now 10:00, length: was 180 min, now 150 min"),
        ({"before": {"zone": "Europe/Zurich"}, "after": {"zone": "America/New_York"}},
         "time zone: was Zurich, now New York"),
        ({"before": {"title": "a_b"}, "after": {"title": "b_c"}}, "title: was a_b, now b_c"),
        ({"before": "NEEDS-ACTION", "after": "ACCEPTED", "attendance": "in person"},
         "was no answer, now accepted, in person"),
        ({"before": None, "after": "2027-05-31"}, "was none, now 31 May 2027"),
        ({"session": KEY, "place": 2}, f"session “{MORNING}”, place 2"),
        ({"to": KEY}, f"to {MORNING}"),
        ({"session": "x" * 22, "place": 2}, "place 2"),
        ({"digest": "f" * 64, "late": True}, "after the date"),
        ({"digest": "f" * 64, "late": False}, ""),
        ({"to_admitted": False}, "kept from those admitted"),
        ({"civil society": 10, "other": None}, "civil society: 10, other: no limit"),
        ({"as": "guest", "reason": "their_own, work"}, "as guest, reason: their_own, work"),
        ({"title": "k" * 22}, f"“{KEY}”"),
    ],
)  # fmt: skip
def test_change_is_told_in_words(change: dict[str, object], words: str) -> None:
    assert registers.change_words(change, {KEY: MORNING}) == words


def test_journal_names_what_was_changed_and_by_whom(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_draft()
        first = sessions(meeting)[0]
        plan = Plan(
            title=first.title, guest_title="", on=first.on, opens=time(10), minutes=150, audience=Audience.CLOSED,
            room="", getting_in="", video_link="",
        )  # fmt: skip
        who = one(Person, id=term_of("secretary").person_id).key
        change_session(meeting, first, plan, by=who, at=clock.now())
        title, key = meeting.title, meeting.key

    text = register(app, secretary, "journal")

    assert lines(text)[0].endswith(
        f"Secretary of the board Changed a session {MORNING} {title} hour: was 09:30, now 10:00, "
        "length: was 210 min, now 150 min"
    )
    assert f'<a href="/meetings/{key}">{MORNING}</a>' in text


def test_journal_shows_no_key_and_no_fingerprint(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        rows = list(db.session.scalars(select(JournalEntry).where(JournalEntry.body_id == body().id)))
        keys = {row.object_key for row in rows}
    shown = " ".join(lines(register(app, secretary, "journal")))
    assert "from the template coordination-board" in shown
    assert [key for key in keys if key in shown or key[:6] in shown.split()] == []
    assert re.findall(r"[0-9a-f]{20}|[{}_]", shown) == []


def test_sightings_name_and_link_what_was_opened(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        meeting = board_meeting()
        item = item_of(meeting, Subject.DEEP_DIVE)
        paper = one(Paper, item_id=item.id)
        version = one(PaperVersion, paper_id=paper.id)
        paths = (f"/meetings/{meeting.key}", f"/items/{item.key}", f"/versions/{version.key}/file")
        links = {
            f'<a href="{paths[0]}">{escape(meeting.title)}: {MORNING}</a>',
            f'<a href="{paths[1]}">{escape(item.title)}</a>',
            f'<a href="/papers/{paper.key}">{escape(paper.title)}, version 1</a>',
        }
    reading = browser_of(app, "primary_nl")
    for path in paths:
        reading.get(path).close()

    text = register(app, secretary, "sightings")

    assert {link for link in links if link not in text} == set()
    assert all("Primary representative of Netherlands" in line for line in lines(text))


def test_withdrawn_paper_is_named_without_a_page(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        paper = one(Paper, item_id=item_of(board_meeting(), Subject.DEEP_DIVE).id)
        version, title, key = one(PaperVersion, paper_id=paper.id).key, paper.title, paper.key
    browser_of(app, "primary_nl").get(f"/versions/{version}/file").close()
    with app.app_context(), work(TESTS):
        one(Paper, key=key).withdrawn_at = clock.now()

    text = register(app, secretary, "sightings")

    assert f"{escape(title)}, version 1" in text
    assert key not in text


@pytest.mark.parametrize("key", ["primary_nl", "secretary_council", "ngo_guest"])
def test_registers_are_read_for_the_bodys_own_secretariat_alone(context: Flask, key: str) -> None:
    with work(TESTS):
        board = body()
        db.session.expunge(board)
    with work(reader_of_key(key)):
        for ask in (registers.journal_of, registers.sightings_of):
            with pytest.raises(Missing):
                ask(board)


def test_names_of_another_body_are_not_put_to_a_line(context: Flask) -> None:
    with work(TESTS):
        item = item_of(board_meeting(), Subject.DEEP_DIVE)
        foreign = body("TAPRC")
        db.session.add(
            JournalEntry(body_id=foreign.id, at=clock.now(), by=BY, act="item.change", object_kind="item",
                         object_key=item.key, digest="")
        )  # fmt: skip
        db.session.flush()
        db.session.expunge(foreign)
    with work(reader_of_key("secretary_council")), context.test_request_context():
        assert registers.journal_of(foreign)[0].thing is None


def test_registers_take_as_many_statements_however_long_they_are(app: Flask, secretary: Browser) -> None:
    def statements(name: str) -> int:
        seen: list[str] = []
        with app.app_context():
            engine, key = db.engine, board
        event.listen(engine, "before_cursor_execute", note := lambda *given: seen.append(given[2]))
        assert secretary.get(f"/bodies/{key}/{name}").status_code == 200
        event.remove(engine, "before_cursor_execute", note)
        return sum(not s.startswith("BEGIN") for s in seen)

    with app.app_context(), work(TESTS):
        board = body().key
        meeting = board_meeting().key
    before = {name: statements(name) for name in ("journal", "sightings")}
    browser_of(app, "primary_nl").get(f"/meetings/{meeting}")
    with app.app_context(), work(TESTS):
        draft = a_draft()
        for number in range(20):
            item = an_item(sessions(draft)[0], title=f"Item {number}", minutes=1)
            narrow_item(item, [], by=BY, at=clock.now())

    assert {name: statements(name) for name in ("journal", "sightings")} == before
    assert max(before.values()) <= 20
