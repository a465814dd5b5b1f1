"""Answers that come in are gathered: one mail to each of the secretariat, after a wait, that says how many they are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from convene import clock
from convene.db import db, work
from convene.mail.messages import Addressed
from convene.mail.models import OutboxMessage
from convene.mail.notices import NOTICES
from convene.mail.outbox import Envelope, Gathered, gather
from convene.mail.states import OutboxState
from convene.recommendations.models import Recommendation
from convene.sending import RETRY_MINUTES, send_due
from tests.browser import TESTS, character
from tests.build import count, one
from tests.conftest import let_go, make_app
from tests.recommendations import made
from tests.smtp_sink import SmtpSink

KIND = "answer-received"
WAIT = timedelta(minutes=10)
STAFF = ("secretary", "secretary_second")
TEXTS = tuple(f"Text number {number} of those that one State answers in one afternoon." for number in range(8))


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    with SmtpSink() as server:
        yield server


@pytest.fixture
def wired(instance: Path, at: time_machine.Traveller, sink: SmtpSink) -> Iterator[Flask]:
    """The application before a real mail server, with its context and the usual wait."""
    made_app = make_app(instance, smtp_url=sink.url, gather_minutes="10")
    with made_app.app_context():
        yield made_app
    let_go(made_app)


def told(sink: SmtpSink) -> list[EmailMessage]:
    """The mails that tell of answers, as they arrived."""
    return [r.message for r in sink.received if "come in" in str(r.message["Subject"])]


def plain(mail: EmailMessage) -> str:
    """Its words, on one line."""
    part = mail.get_body(("plain",))
    assert part is not None
    return " ".join(part.get_content().split())


def answer(text: str, name: str = "Netherlands") -> None:
    """A State answers the recommendation with that text."""
    with work(TESTS):
        made.answered(one(Recommendation, text=text), name)


def sent(*texts: str) -> list[tuple[str, str]]:
    """Recommendations that have gone out, and their letters with them; key and symbol of each."""
    with work(TESTS):
        found = [(row.key, row.symbol or "") for row in map(made.sent, texts)]
    send_due()
    return found


def test_eight_answers_in_an_afternoon_are_one_mail_to_each(
    wired: Flask, sink: SmtpSink, at: time_machine.Traveller
) -> None:
    found = sent(*TEXTS)
    for text in TEXTS:
        answer(text)
        send_due()
        at.shift(timedelta(minutes=1))
    assert told(sink) == []
    at.shift(timedelta(minutes=2))
    send_due()
    mails = told(sink)
    assert len(mails) == len(STAFF)
    for mail in mails:
        assert str(mail["Subject"]).startswith("8 answers have come in")
        assert not any(symbol in plain(mail) for _, symbol in found)
        assert ("Netherlands" in plain(mail), "mark=answered" in plain(mail)) == (False, True)
    at.shift(WAIT * 3)
    send_due()
    assert len(told(sink)) == len(STAFF)


def test_one_answer_goes_alone_after_the_wait_and_the_next_begins_anew(
    wired: Flask, sink: SmtpSink, at: time_machine.Traveller
) -> None:
    found = sent(*TEXTS[:2])
    answer(TEXTS[0])
    at.shift(WAIT - timedelta(seconds=1))
    send_due()
    assert told(sink) == []
    at.shift(timedelta(seconds=1))
    send_due()
    assert len(told(sink)) == len(STAFF)
    answer(TEXTS[1], "Denmark")
    at.shift(WAIT)
    send_due()
    mails = told(sink)
    assert len(mails) == 2 * len(STAFF)
    for mail, (key, symbol) in ((mails[0], found[0]), (mails[-1], found[1])):
        assert (symbol in plain(mail), f"/recommendations/{key}" in plain(mail)) == (False, True)


def test_two_answers_to_the_same_lead_to_it(wired: Flask, sink: SmtpSink, at: time_machine.Traveller) -> None:
    ((key, _),) = sent(TEXTS[0])
    answer(TEXTS[0])
    answer(TEXTS[0], "Denmark")
    at.shift(WAIT)
    send_due()
    for mail in told(sink):
        assert "2 answers or reports on what the body has asked for" in plain(mail)
        assert f"/recommendations/{key}" in plain(mail)


def test_what_the_server_put_off_keeps_its_words_and_what_follows_is_told_too(
    wired: Flask, sink: SmtpSink, at: time_machine.Traveller
) -> None:
    found = sent(*TEXTS[:2])
    put_off = character("secretary").address
    sink.answer(put_off, "451 4.7.1 Come back later", times=1)
    answer(TEXTS[0])
    at.shift(WAIT)
    send_due()
    answer(TEXTS[1])
    with work(TESTS):
        assert count(OutboxMessage, kind=KIND, state=OutboxState.QUEUED) == 1 + len(STAFF)
    at.shift(max(WAIT, timedelta(minutes=RETRY_MINUTES[0])))
    send_due()
    theirs = [m for m in told(sink) if put_off in str(m["To"])]
    assert sorted(key for m in theirs for key, _ in found if key in plain(m)) == sorted(key for key, _ in found)
    assert len(theirs) == 2


def test_another_person_body_meeting_or_kind_is_another_message(context: Flask) -> None:
    with work(TESTS):
        envelopes = (
            Envelope(KIND, about="a", person_id=1, body_id=1),
            Envelope(KIND, about="b", person_id=2, body_id=1),
            Envelope(KIND, about="c", person_id=1, body_id=2),
            Envelope(KIND, about="d", person_id=1, body_id=1, meeting_id=1),
            Envelope("evidence-received", about="e", person_id=1, body_id=1),
        )
        told_of = Gathered("/recommendations/x", "/bodies/b")
        assert [gather(each, told_of, at=clock.now(), wait=WAIT) for each in envelopes] == [True] * 5
        assert [gather(each, told_of, at=clock.now(), wait=WAIT) for each in envelopes] == [False] * 5
        rows = list(db.session.query(OutboxMessage).filter_by(person_id=1, kind=KIND))
        assert {row.next_try_at for row in rows} == {clock.now() + WAIT}


@pytest.mark.parametrize(
    "facts, subject, begins",
    [
        ({}, "An answer has come in", "An answer or report on what"),
        ({"count": 1}, "An answer has come in", "An answer or report on what"),
        ({"count": 2}, "2 answers have come in", "2 answers or reports on what"),
    ],
)
def test_the_letter_says_how_many(facts: dict[str, int], subject: str, begins: str) -> None:
    to = Addressed("Name", "", "Coordination Board", False, "", "")
    letter = NOTICES[KIND](to, facts, "https://convene.example/", "Europe/Zurich")
    (said,) = letter.paragraphs
    assert (letter.subject, said.text.startswith(begins)) == (f"{subject}: Coordination Board", True)
