"""Whom a change concerns: UID and SEQUENCE of each person's entry, updates with the old struck out, hidden changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import icalendar
import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.access.terms import Audience
from convene.accounts.proofs import Purpose, token
from convene.agendas.actions import follow_session
from convene.agendas.arranging import move_item
from convene.agendas.terms import Subject
from convene.db import db, work
from convene.feeds import calendar_of, feed_of
from convene.invitations.actions import cancel_meeting, remind
from convene.invitations.models import CalendarEntry
from convene.invitations.queries import invitations_of
from convene.invitations.telling import retell
from convene.mail.models import OutboxMessage
from convene.mail.states import OutboxState
from convene.meetings.actions import Place, Plan, change_meeting, change_session
from convene.meetings.models import Meeting, MeetingSession
from convene.people.models import Person
from convene.sending import send_due
from tests.browser import TESTS, character
from tests.build import BY, an_item, board_meeting, invitation_of, item_of, one, open_session, sessions

SEATS = {f"primary_{short}" for short in ("us", "ca", "gb", "de", "au", "nl", "dk")}
OPEN_GUESTS = {"ngo_documentation", "ngo_guest", "ngo_survivors", "ngo_at_risk", "observer_fr"}
EVERYBODY = SEATS | OPEN_GUESTS | {"speaker_on_link"}


@pytest.fixture
def told(context: Flask, at: time_machine.Traveller) -> Flask:
    """The world after every invitation went out, an hour later."""
    send_due()
    at.shift(3600.0)
    return context


def changed(session: MeetingSession, **more: object) -> Plan:
    """What a session is set to, but for `more`."""
    names = ("title", "guest_title", "on", "opens", "minutes", "audience", "room", "getting_in", "video_link")
    return replace(Plan(**{name: getattr(session, name) for name in names}), **more)  # type: ignore[arg-type]


def set_session(meeting: Meeting, session: MeetingSession, **more: object) -> int:
    """Change a session as its form does; gives how many are told."""
    change_session(meeting, session, changed(session, **more), by=BY, at=clock.now())
    follow_session(session)
    return retell(meeting, at=clock.now())


def later(session: MeetingSession) -> object:
    return session.opens.replace(minute=session.opens.minute + 15)


def waiting(meeting: Meeting) -> dict[str, str]:
    """Kind of what is queued for this meeting, by character."""
    wanted = (
        select(OutboxMessage.kind, Person.address)
        .join(Person, Person.id == OutboxMessage.person_id)
        .where(OutboxMessage.meeting_id == meeting.id, OutboxMessage.state == OutboxState.QUEUED)
    )
    keys = {character(key).address: key for key in EVERYBODY}
    return {keys[address]: kind for kind, address in db.session.execute(wanted)}


def entry(key: str) -> CalendarEntry:
    found = one(CalendarEntry, meeting_id=board_meeting().id, person_id=invitation_of(key, board_meeting()).person_id)
    assert isinstance(found, CalendarEntry)
    return found


def fingerprint(key: str) -> tuple[object, ...]:
    """All that shows outside of one person's entry and feed."""
    with work(TESTS):
        kept = entry(key)
        person = db.session.get_one(Person, kept.person_id)
        shown = (kept.uid, kept.sequence, kept.dtstamp, kept.block, kept.told)
        text = token(Purpose.FEED, person.key, person.feed_generation)
        feed = feed_of(text, clock.now())
        assert feed is not None
        return (*shown, feed.etag, calendar_of(feed))


def letters(instance: Path, key: str) -> list[EmailMessage]:
    """The files of letters to one character, oldest first."""
    files = sorted((instance / "outbox").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    read = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]
    return [m for m in read if m["To"].addresses[0].addr_spec == character(key).address]


def event_of(letter: EmailMessage) -> Any:
    (part,) = [p for p in letter.walk() if p.get_content_type() == "text/calendar"]
    (event,) = icalendar.Calendar.from_ical(part.get_content()).walk("VEVENT")
    return event


def test_every_person_invited_has_one_entry_of_their_own(told: Flask) -> None:
    with work(TESTS):
        kept = [entry(key) for key in sorted(EVERYBODY)]
        assert len({e.uid for e in kept}) == len(EVERYBODY)
        assert {(e.sequence, e.part, e.is_cancelled) for e in kept} == {(0, 0, False)}
        assert len(invitations_of(board_meeting())) == len(EVERYBODY)


CLOSED_MORNING = SEATS | {"speaker_on_link"}


@pytest.mark.parametrize("number, concerned", [(0, CLOSED_MORNING), (1, SEATS), (2, SEATS | OPEN_GUESTS), (3, SEATS)])
def test_moving_a_session_tells_those_concerned_and_nobody_else(told: Flask, number: int, concerned: set[str]) -> None:
    with work(TESTS):
        meeting = board_meeting()
        session = sessions(meeting)[number]
        assert set_session(meeting, session, opens=later(session)) == len(concerned)
        assert waiting(meeting) == dict.fromkeys(concerned, "update")
        assert {key: entry(key).sequence for key in EVERYBODY} == {key: int(key in concerned) for key in EVERYBODY}


@pytest.mark.parametrize("change", ["title", "audience", "minutes", "room", "item", "getting_in"])
@pytest.mark.parametrize("key", ["ngo_guest", "ngo_at_risk", "observer_fr"])
def test_change_of_a_hidden_session_shows_nowhere_to_a_guest(told: Flask, key: str, change: str) -> None:
    before = fingerprint(key)
    with work(TESTS):
        meeting = board_meeting()
        session = sessions(meeting)[3]
        more: dict[str, object] = {
            "title": {"title": "Another title"},
            "audience": {"minutes": 200, "video_link": "https://video.example/new"},
            "minutes": {"minutes": 120},
            "room": {"room": "Another room"},
            "item": {},
            "getting_in": {"getting_in": "By the back door"},
        }[change]  # type: ignore[assignment]
        if change == "item":
            an_item(session, "Hidden item")
        set_session(meeting, session, **more)
        assert key not in waiting(meeting)
    assert fingerprint(key) == before


def test_new_item_before_the_speakers_own_moves_only_the_speaker(told: Flask) -> None:
    with work(TESTS):
        meeting = board_meeting()
        first = sessions(meeting)[0]
        item = item_of(meeting, Subject.DEEP_DIVE)
        move_item(item, origin=first, target=first, place=1, by=BY, at=clock.now())
        assert retell(meeting, at=clock.now()) == 1
        assert waiting(meeting) == {"speaker_on_link": "update"}


def test_title_alone_rewrites_the_entry_and_writes_nobody(told: Flask) -> None:
    before = fingerprint("primary_nl")
    with work(TESTS):
        meeting = board_meeting()
        assert set_session(meeting, sessions(meeting)[0], title="Another title") == 0
        assert waiting(meeting) == {}
        kept = entry("primary_nl")
        assert (kept.uid, kept.sequence) == (before[0], 1)
        assert b"Another title" in kept.block.replace(b"\r\n ", b"")


def test_nothing_changed_tells_nobody_and_touches_no_entry(told: Flask) -> None:
    before = {key: fingerprint(key) for key in ("primary_nl", "ngo_guest", "speaker_on_link")}
    with work(TESTS):
        assert retell(board_meeting(), at=clock.now()) == 0
    assert {key: fingerprint(key) for key in before} == before


def test_update_strikes_out_the_old_and_replaces_the_entry(told: Flask, instance: Path) -> None:
    with work(TESTS):
        meeting = board_meeting()
        session = open_session(meeting)
        set_session(meeting, session, opens=later(session), room="Room 12")
    send_due()
    first, second = letters(instance, "ngo_guest")
    old, new = event_of(first), event_of(second)
    assert (old["UID"], int(old["SEQUENCE"])) == (new["UID"], 0)
    assert (int(new["SEQUENCE"]), second["Subject"].split(":")[0]) == (1, "Changed")
    assert new["DTSTART"].dt - old["DTSTART"].dt == timedelta(minutes=15)
    assert new["DTSTAMP"].dt > old["DTSTAMP"].dt
    html = second.get_body(("html",)).get_content()  # type: ignore[union-attr]
    struck = [part.split("</s>")[0] for part in html.replace("</del>", "</s>").replace("<del", "<s").split("<s")[1:]]
    assert any("09:30–12:30" in words for words in struck), struck
    assert any("Room 3" in words for words in struck)
    assert "09:45–12:45" in html
    assert "Room 12" in html


def test_change_before_the_invitation_left_needs_no_update(context: Flask, instance: Path) -> None:
    with work(TESTS):
        meeting = board_meeting()
        session = open_session(meeting)
        assert set_session(meeting, session, opens=later(session)) == 0
    send_due()
    (only,) = letters(instance, "ngo_guest")
    assert only["Subject"].startswith("Invitation")
    assert f"{event_of(only)['DTSTART'].dt:%H:%M}" == "09:45"
    assert int(event_of(only)["SEQUENCE"]) == 0


def test_two_changes_at_once_make_one_letter_and_back_again_none(told: Flask, instance: Path) -> None:
    with work(TESTS):
        meeting = board_meeting()
        session = open_session(meeting)
        first = session.opens
        set_session(meeting, session, opens=later(session))
        set_session(meeting, session, opens=first)
    send_due()
    assert len(letters(instance, "ngo_guest")) == 1


def test_new_place_tells_everybody(told: Flask) -> None:
    with work(TESTS):
        meeting = board_meeting()
        change_meeting(
            meeting, place=Place("New York", meeting.zone, "Another hall"), notice=meeting.notice, is_provisional=False,
            answers_due_at=meeting.answers_due_at, papers_due_at=meeting.papers_due_at, telephone_name="",
            telephone="", by=BY, at=clock.now(),
        )  # fmt: skip
        assert retell(meeting, at=clock.now()) == len(EVERYBODY)
        assert waiting(meeting) == dict.fromkeys(EVERYBODY, "update")


def test_session_closed_to_a_guest_is_taken_back_from_an_open_admission_only_by_withdrawing(told: Flask) -> None:
    with work(TESTS):
        meeting = board_meeting()
        session = open_session(meeting)
        assert set_session(meeting, session, audience=Audience.CLOSED) == 0
        assert entry("ngo_guest").is_cancelled is False


NEUTRAL = {"Your appointment", "Your appointment has changed", "Your appointment is cancelled", "A reminder"}
WORDS = ("Coordination", "Board", "Transatlantic", "TNAP", "Network", "Field Monitors", "Collective", "atrocit")


def test_guest_at_risk_gets_nothing_that_names_the_body(told: Flask, instance: Path) -> None:
    with work(TESTS):
        meeting = board_meeting()
        remind(meeting, by=BY, at=clock.now())
        session = open_session(meeting)
        set_session(meeting, session, opens=later(session))
    send_due()
    with work(TESTS):
        cancel_meeting(board_meeting(), by=BY, at=clock.now())
    send_due()
    found = letters(instance, "ngo_at_risk")
    assert {m["Subject"] for m in found} == NEUTRAL
    other = letters(instance, "ngo_guest")
    assert len(other) == len(found) == 4
    for letter in found:
        texts = [str(p.get_content()) for p in letter.walk() if p.get_content_maintype() == "text"]
        headers = [f"{name}: {value}" for name, value in letter.items() if name != "To"]
        everything = "\n".join([*headers, *texts]).replace("\r\n ", "").lower()
        everything = everything.replace(character("ngo_at_risk").address, "")
        assert [word for word in WORDS if word.lower() in everything] == [], letter["Subject"]
    assert any("Coordination Board" in m["Subject"] for m in other)


def test_cancellation_takes_back_the_same_entry(told: Flask, instance: Path) -> None:
    with work(TESTS):
        cancel_meeting(board_meeting(), by=BY, at=clock.now())
    send_due()
    first, _, last = letters(instance, "primary_nl")  # The second is about the national preparation.
    old, new = event_of(first), event_of(last)
    assert (new["UID"], int(new["SEQUENCE"]), new["STATUS"]) == (old["UID"], 1, "CANCELLED")
    (part,) = [p for p in last.walk() if p.get_content_type() == "text/calendar"]
    assert part.get_param("method") == "CANCEL"
    send_due()
    assert len(letters(instance, "primary_nl")) == 3
