"""Sending: to a real server on loopback or into files, by one sender, the audience checked at the last moment."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
import time_machine
from flask import Flask, current_app
from sqlalchemy import select

from convene import clock, sending
from convene.access.terms import Audience
from convene.agendas.actions import follow_session
from convene.db import db, work
from convene.ical.terms import Partstat
from convene.invitations import actions
from convene.invitations.models import CalendarEntry
from convene.invitations.telling import retell
from convene.invitations.terms import InvitationState
from convene.mail.models import Lease, OutboxMessage
from convene.mail.states import OutboxState
from convene.meetings.actions import Plan, change_session
from convene.meetings.models import Meeting, MeetingSession
from convene.people.models import Contact, Person, Term
from convene.sending import DUTY, LEASE, RETRY_MINUTES, SENDER, send_due
from tests.browser import TESTS, browser_of, character, words_of
from tests.build import BY, board_meeting, body, count, invitation_of, one, open_session, sessions
from tests.conftest import let_go, make_app
from tests.smtp_sink import SmtpSink

GUEST = "ngo_guest"
MINUTES = 60.0


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    with SmtpSink() as server:
        yield server


@pytest.fixture
def wired(instance: Path, at: time_machine.Traveller, sink: SmtpSink) -> Iterator[Flask]:
    """The application before a real mail server, with its context."""
    made = make_app(instance, smtp_url=sink.url)
    with made.app_context():
        yield made
    let_go(made)


def address(key: str) -> str:
    return character(key).address


def letters_to(sink: SmtpSink, key: str) -> list[EmailMessage]:
    """What the server took for one character."""
    return [r.message for r in sink.received if r.recipients == (address(key),)]


def messages_to(key: str) -> list[tuple[str, str]]:
    """Kind and state of all messages to a character about the board's meeting."""
    with work(TESTS):
        invitation = invitation_of(key, board_meeting())
        wanted = select(OutboxMessage).where(OutboxMessage.invitation_id == invitation.id).order_by(OutboxMessage.id)
        return [(m.kind, str(m.state)) for m in db.session.scalars(wanted)]


def move_session(session: MeetingSession, meeting: Meeting, hours: int = 1) -> None:
    """Let a session open so much later, as the form does."""
    opens = session.opens.replace(hour=session.opens.hour + hours)
    plan = Plan(session.title, session.guest_title, session.on, opens, session.minutes, session.audience, session.room)
    change_session(meeting, session, plan, by=BY, at=clock.now())
    follow_session(session)


def withdraw(key: str) -> None:
    with work(TESTS):
        meeting = board_meeting()
        actions.withdraw(invitation_of(key, meeting), meeting, by=BY, at=clock.now())


def test_without_a_mail_server_letters_become_files(context: Flask, instance: Path) -> None:
    with work(TESTS):
        due = count(OutboxMessage, state=OutboxState.QUEUED)
    assert send_due() == due
    files = sorted((instance / "outbox").glob("*.eml"))
    assert len(files) == due
    read = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]
    assert address("primary_nl") in {m["To"].addresses[0].addr_spec for m in read}
    assert send_due() == 0
    assert len(list((instance / "outbox").iterdir())) == due


def test_mail_page_says_where_letters_go(app: Flask) -> None:
    secretary, guest = browser_of(app, "secretary"), browser_of(app, "primary_nl")
    assert "mail is written to files" in secretary.text("/")
    assert "mail is written to files" not in guest.text("/")


def test_each_letter_goes_to_its_one_recipient(wired: Flask, sink: SmtpSink) -> None:
    with work(TESTS):
        due = count(OutboxMessage, state=OutboxState.QUEUED)
    assert send_due() == due == len(sink.received)
    assert all(len(r.recipients) == 1 for r in sink.received)
    assert len({r.message["Message-ID"] for r in sink.received}) == due
    letter, _ = letters_to(sink, "primary_nl")  # The second is about the national preparation.
    assert letter["To"].addresses[0].addr_spec == address("primary_nl")
    assert letter["Cc"] is None
    assert letter["Subject"].startswith("Invitation: Coordination Board of the Transatlantic Network, New York, ")
    (calendar,) = [p for p in letter.walk() if p.get_content_type() == "text/calendar"]
    assert calendar.get_param("method") == "REQUEST"
    assert send_due() == 0


@pytest.mark.parametrize("queued_kind", ["invitation", "reminder"])
def test_letter_to_somebody_withdrawn_meanwhile_is_dropped(wired: Flask, sink: SmtpSink, queued_kind: str) -> None:
    if queued_kind == "reminder":
        send_due()
        with work(TESTS):
            actions.remind(board_meeting(), by=BY, at=clock.now())
    with work(TESTS):
        # The state alone: nothing of what withdrawing drops by itself.
        invitation_of(GUEST, board_meeting()).state = InvitationState.WITHDRAWN
    before = len(letters_to(sink, GUEST))
    send_due()
    assert len(letters_to(sink, GUEST)) == before
    assert messages_to(GUEST)[-1] == (queued_kind, "dropped")


def test_letter_to_somebody_whose_term_ended_meanwhile_is_dropped(wired: Flask, sink: SmtpSink) -> None:
    with work(TESTS):
        invitation = invitation_of(GUEST, board_meeting())
        for term in db.session.scalars(select(Term).filter_by(person_id=invitation.person_id)):
            term.ends_at = clock.now()
    send_due()
    assert letters_to(sink, GUEST) == []
    assert messages_to(GUEST) == [("invitation", "dropped")]


def test_reminder_to_somebody_who_answered_meanwhile_is_dropped(wired: Flask, sink: SmtpSink) -> None:
    with work(TESTS):
        actions.remind(board_meeting(), by=BY, at=clock.now())
        invitation_of(GUEST, board_meeting()).partstat = Partstat.ACCEPTED
    send_due()
    assert messages_to(GUEST) == [("invitation", "sent"), ("reminder", "dropped")]


def test_letter_to_a_closed_account_is_dropped(wired: Flask, sink: SmtpSink) -> None:
    with work(TESTS):
        one(Person, address=address(GUEST)).disabled_at = clock.now()
    send_due()
    assert letters_to(sink, GUEST) == []


def test_refused_letter_has_failed_and_is_shown_with_what_the_server_said(
    instance: Path, at: time_machine.Traveller, sink: SmtpSink
) -> None:
    app = make_app(instance, smtp_url=sink.url)
    sink.answer(address(GUEST), "550 5.1.1 No such person here")
    with app.app_context():
        send_due()
        assert messages_to(GUEST) == [("invitation", "failed")]
        with work(TESTS):
            key, board = body().key, board_meeting().key
    secretary = browser_of(app, "secretary")
    assert "550 5.1.1 No such person here" in secretary.text(f"/meetings/{board}/board")
    assert "550 5.1.1 No such person here" in secretary.text(f"/bodies/{key}/mail")
    assert "could not be delivered" in secretary.text("/").lower()
    assert browser_of(app, "primary_nl").get(f"/bodies/{key}/mail").status_code == 404
    let_go(app)


def test_corrected_address_gets_the_invitation(instance: Path, at: time_machine.Traveller, sink: SmtpSink) -> None:
    app = make_app(instance, smtp_url=sink.url)
    sink.answer(address(GUEST), "550 5.1.1 No such person here")
    with app.app_context():
        send_due()
        with work(TESTS):
            key = invitation_of(GUEST, board_meeting()).key
    done = browser_of(app, "secretary").post(f"/invitations/{key}/address", {"address": "right@watch.example"})
    assert done.status_code == 303
    with app.app_context():
        assert send_due() == 1
    (letter,) = [r for r in sink.received if r.recipients == ("right@watch.example",)]
    assert "Early Warning Watch" in str(letter.message["To"])
    let_go(app)


def test_letter_put_off_is_tried_again_later_with_the_same_message_id(
    wired: Flask, sink: SmtpSink, at: time_machine.Traveller
) -> None:
    sink.answer(address(GUEST), "451 4.7.1 Come back later", times=2)
    send_due()
    with work(TESTS):
        kept = db.session.scalars(
            select(OutboxMessage).where(OutboxMessage.invitation_id == invitation_of(GUEST, board_meeting()).id)
        ).one()
        assert (kept.state, kept.tries, kept.trouble) == (OutboxState.QUEUED, 1, "451 4.7.1 Come back later")
        assert kept.next_try_at == clock.now() + timedelta(minutes=RETRY_MINUTES[0])
        message_id = kept.message_id
    at.shift(RETRY_MINUTES[0] * MINUTES - 1)
    assert send_due() == 0
    at.shift(1)
    assert send_due() == 0
    at.shift(RETRY_MINUTES[1] * MINUTES)
    assert send_due() == 1
    (letter,) = letters_to(sink, GUEST)
    assert letter["Message-ID"] == f"<{message_id}@localhost>"


def test_letter_put_off_keeps_its_words_and_what_changed_meanwhile_follows(
    wired: Flask, sink: SmtpSink, at: time_machine.Traveller
) -> None:
    sink.answer(address(GUEST), "451 4.7.1 Come back later", times=1)
    send_due()
    with work(TESTS):
        meeting = board_meeting()
        move_session(open_session(meeting), meeting)
        retell(meeting, at=clock.now())
    at.shift(RETRY_MINUTES[0] * MINUTES)
    send_due()
    first, second = letters_to(sink, GUEST)
    assert (first["Subject"].split(":")[0], second["Subject"].split(":")[0]) == ("Invitation", "Changed")
    assert "09:30–12:30 New York" in first.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "10:30–13:30 New York" in second.get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_letter_put_off_until_it_expires_has_failed(wired: Flask, sink: SmtpSink, at: time_machine.Traveller) -> None:
    sink.answer(address(GUEST), "451 4.7.1 Come back later")
    with work(TESTS):
        one(OutboxMessage, invitation_id=invitation_of(GUEST, board_meeting()).id).expires_at = clock.now() + LEASE
    send_due()
    assert messages_to(GUEST) == [("invitation", "failed")]


def test_letter_put_off_is_not_sent_to_somebody_whose_term_ended_meanwhile(
    wired: Flask, sink: SmtpSink, at: time_machine.Traveller
) -> None:
    sink.answer(address(GUEST), "451 4.7.1 Come back later", times=1)
    send_due()
    with work(TESTS):
        person = invitation_of(GUEST, board_meeting()).person_id
        for term in db.session.scalars(select(Term).filter_by(person_id=person)):
            term.ends_at = clock.now()
    at.shift(RETRY_MINUTES[0] * MINUTES)
    send_due()
    assert letters_to(sink, GUEST) == []
    assert messages_to(GUEST) == [("invitation", "dropped")]


def test_server_that_is_gone_keeps_every_letter_waiting(wired: Flask, sink: SmtpSink) -> None:
    with work(TESTS):
        due = count(OutboxMessage, state=OutboxState.QUEUED)
    sink.hang_up_after_data = 1
    send_due()
    with work(TESTS):
        waiting = count(OutboxMessage, state=OutboxState.QUEUED)
        assert waiting + len(sink.received) == due
        assert len(sink.unanswered) == 1


def in_flight(key: str) -> None:
    """Leave the invitation of a character as a sender leaves it that dies after handing it over."""
    with work(SENDER):
        wanted = one(OutboxMessage, invitation_id=invitation_of(key, board_meeting()).id)
        wanted.next_try_at = clock.now() - timedelta(days=1)
        db.session.flush()
        flight = sending._claim(db.session(), current_app.config["CONVENE"], clock.now())
        assert flight is not None
        assert flight.message == wanted.id


def test_letter_in_flight_when_its_sender_died_goes_out_first_and_unchanged(wired: Flask, sink: SmtpSink) -> None:
    in_flight(GUEST)
    with work(TESTS):
        rendered = one(OutboxMessage, invitation_id=invitation_of(GUEST, board_meeting()).id).rendered
    send_due()
    assert sink.received[0].recipients == (address(GUEST),)
    assert sink.received[0].content.rstrip() == rendered.rstrip()
    with work(TESTS):
        assert one(OutboxMessage, invitation_id=invitation_of(GUEST, board_meeting()).id).repeats == 1


def test_change_between_rendering_and_sending_is_told_afterwards(wired: Flask, sink: SmtpSink) -> None:
    in_flight(GUEST)
    with work(TESTS):
        meeting = board_meeting()
        move_session(open_session(meeting), meeting)
        assert retell(meeting, at=clock.now()) == 0
    send_due()
    assert [m["Subject"].split(":")[0] for m in letters_to(sink, GUEST)] == ["Invitation", "Changed"]


def test_withdrawal_between_rendering_and_sending_is_told_afterwards(wired: Flask, sink: SmtpSink) -> None:
    in_flight(GUEST)
    withdraw(GUEST)
    send_due()
    assert [m["Subject"].split(":")[0] for m in letters_to(sink, GUEST)] == ["Invitation", "Cancelled"]
    assert messages_to(GUEST)[-1] == ("cancellation", "sent")


def test_what_was_told_is_kept_once_sent(wired: Flask) -> None:
    with work(TESTS):
        person = invitation_of(GUEST, board_meeting()).person_id
        assert one(CalendarEntry, person_id=person).told == ""
    send_due()
    with work(TESTS):
        entry = one(CalendarEntry, person_id=person)
        assert entry.told == entry.itinerary != ""


def lease(holder: str, seconds: int) -> None:
    """Let somebody hold the sender's duty for so long."""
    at = clock.now()
    with work(TESTS):
        db.session.add(Lease(duty=DUTY, holder=holder, until=at + timedelta(seconds=seconds), beat_at=at))


def dead_process() -> int:
    """The number of a process of this machine that has ended."""
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


def test_second_sender_waits_while_the_first_holds_the_lease(wired: Flask, sink: SmtpSink) -> None:
    lease("another machine:1", 180)
    assert send_due() == 0
    assert sink.received == []


def test_lease_of_a_living_process_of_this_machine_is_respected(wired: Flask, sink: SmtpSink) -> None:
    lease(f"{socket.gethostname()[:40]}:1", 180)
    assert send_due() == 0
    assert sink.received == []


def test_lease_of_a_process_that_ended_is_taken_over_at_once(wired: Flask, sink: SmtpSink) -> None:
    lease(f"{socket.gethostname()[:40]}:{dead_process()}", 180)
    assert send_due() == len(sink.received) > 0


@pytest.mark.parametrize("seconds, taken", [(1, False), (0, True), (-1, True)])
def test_lease_of_another_machine_is_taken_over_when_it_ran_out(wired: Flask, seconds: int, taken: bool) -> None:
    lease("another machine:1", seconds)
    assert (send_due() > 0) is taken
    with work(TESTS):
        assert (one(Lease, duty=DUTY).holder == sending.me()) is taken


def test_letter_that_cannot_be_written_fails_alone(wired: Flask, sink: SmtpSink) -> None:
    with work(TESTS):
        contact = db.session.get_one(Contact, invitation_of(GUEST, board_meeting()).contact_id)
        contact.address = "no address at all"
        due = count(OutboxMessage, state=OutboxState.QUEUED)
    assert send_due() == due - 1
    assert messages_to(GUEST) == [("invitation", "failed")]


def test_closed_session_never_reaches_a_guest_by_mail(wired: Flask, sink: SmtpSink) -> None:
    with work(TESTS):
        titles = [s.title for s in sessions(board_meeting()) if s.audience is Audience.CLOSED]
        symbol = board_meeting().symbol
    send_due()
    for key in (GUEST, "ngo_at_risk", "observer_fr", "speaker_on_link"):
        (letter,) = letters_to(sink, key)
        words = letter.as_string() + "".join(
            str(p.get_content()) for p in letter.walk() if p.get_content_maintype() == "text"
        )
        assert [t for t in (*titles, symbol) if t in words] == []


def test_sign_in_link_is_sent_while_it_works(wired: Flask, sink: SmtpSink, at: time_machine.Traveller) -> None:
    browser = browser_of(wired, "primary_nl")
    for _ in range(2):
        browser.post("/sign-in", {"address": address("primary_dk")})
    send_due()
    letters = [m for m in letters_to(sink, "primary_dk") if m["Subject"] == "Your sign-in link"]
    assert len(letters) == 2
    words = letters[0].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    path = words.split("http://localhost")[1].split()[0]
    assert "Sign in" in words_of(browser.get(path))
    browser.post("/sign-in", {"address": address("primary_dk")})
    at.shift(10 * MINUTES)
    before = len(sink.received)
    send_due()
    assert len(sink.received) == before
