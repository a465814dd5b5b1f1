"""The secretariat is told by mail what came in, and a State that an answer stands in its name; never what it says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.db import db, work
from convene.findings import Refused
from convene.mail.messages import Addressed
from convene.mail.models import OutboxMessage
from convene.mail.notices import NOTICES
from convene.people.models import Person
from convene.people.terms import TermRole
from convene.recommendations import answering, shadow, telling
from convene.recommendations.models import Addressee, Answer, Recommendation, ShadowAsking
from convene.recommendations.terms import Given, Kind, Position
from tests.access.crawl import letters
from tests.browser import TESTS, Browser, browser_of
from tests.build import BY, body, count, one, term_of
from tests.recommendations import made
from tests.records.made import a_sitting, item, lines_of, new, noted, sent

STAFF = ["secretary", "secretary.second"]
SAID = "Unheard-of words of an answer."
KINDS = ("correction-received", "answer-received", "answer-recorded", "evidence-received")


def told(kind: str) -> list[str]:
    """To whom messages of that kind are queued, by the first part of their address."""
    people = [m.person_id for m in db.session.query(OutboxMessage).filter_by(kind=kind)]
    return sorted(p.address.split("@")[0] for p in db.session.query(Person).filter(Person.id.in_(people)))


def test_a_correction_is_told_to_the_secretariat_once(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        noted(item(meeting), new("The board heard of the ports."))
        line = lines_of(sent(meeting))[0].key
        key = meeting.key
    member = browser_of(app, "primary_nl")
    page = f"/record-paragraphs/{line}/correction"
    present = member.text(page)
    assert "The board heard of the ports." in present
    assert member.post(page, {"proposed": "The board heard of the ports.", "remark": ""}).status_code == 422
    with app.app_context(), work(TESTS):
        assert count(OutboxMessage, kind="correction-received") == 0
    for words in ("Unheard-of words of three ports.", "Unheard-of words of four ports."):
        assert member.post(page, {"proposed": words, "remark": "Unheard-of remark."}).status_code == 303
    with app.app_context(), work(TESTS):
        assert told("correction-received") == STAFF
    mail, _ = [m for m in letters(app) if "correction has come in" in m.text]
    assert f"/meetings/{key}/record/corrections" in mail.text
    for closed in ("Unheard-of", "Netherlands", "ports"):
        assert closed not in mail.text


def file(app: Flask, who: str, addressee: str, text: str = SAID) -> Browser:
    """Answer on the page, as that person."""
    browser = browser_of(app, who)
    form = {"position": "supported", "text": text, "source_kind": "not said", "reliability": "not judged"}
    response = browser.post(f"/addressees/{addressee}/answer", form | {"revision": "0", "then": "file"})
    assert response.status_code == 303
    return browser


def test_an_answer_is_told_to_the_secretariat_and_to_nobody_else(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        found = made.sent()
        key, addressee, symbol = found.key, made.to(found, "Netherlands").key, str(found.symbol)
        made.answered(found, "Netherlands", None, filing=False)
        assert told("answer-received") == []
        db.session.delete(one(Answer, addressee_id=made.to(found, "Netherlands").id))
    file(app, "primary_nl", addressee)
    with app.app_context(), work(TESTS):
        assert (told("answer-received"), told("answer-recorded")) == (STAFF, [])
    mail, _ = [m for m in letters(app) if "An answer has come in" in m.text]
    assert f"/recommendations/{key}" in mail.text
    for closed in ("Unheard-of", "Netherlands", symbol, made.TEXT[:30]):
        assert closed not in mail.text


def test_a_state_is_told_that_an_answer_was_recorded_in_its_name(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        found = made.sent()
        addressee, symbol = made.to(found, "Netherlands").key, str(found.symbol)
    secretary = file(app, "secretary", addressee)
    shown = secretary.text(f"/recommendations/{found_key(app, symbol)}")
    assert "The answer of Netherlands is filed." in shown
    with app.app_context(), work(TESTS):
        seats = told("answer-recorded")
        assert told("answer-received") == []
        assert seats
        assert all("nl" in name for name in seats)
    mails = [m for m in letters(app) if "in the name of your State" in m.text]
    assert len(mails) == len(seats)
    assert all(f"/addressees/{addressee}/answer" in m.text and "Unheard-of" not in m.text for m in mails)
    assert all(symbol not in m.text for m in mails)


def found_key(app: Flask, symbol: str) -> str:
    """The key of the recommendation of that symbol."""
    with app.app_context(), work(TESTS):
        return str(next(r.key for r in made.of_board() if r.symbol == symbol))


def test_evidence_is_told_without_its_giver(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        found = made.sent()
        asking, key = made.asked(found, "ngo_documentation").key, found.key
    guest = browser_of(app, "ngo_documentation")
    form = {"text": "Unheard-of ships.", "source_kind": "witness"}
    assert guest.post(f"/evidence/{asking}", form).status_code == 303
    with app.app_context(), work(TESTS):
        assert told("evidence-received") == STAFF
    mail, _ = [m for m in letters(app) if "was handed in" in m.text]
    assert f"/recommendations/{key}" in mail.text
    assert "Unheard-of" not in mail.text

    with app.app_context(), work(TESTS):
        shadow.end(one(ShadowAsking, key=asking), by=BY, at=clock.now())
    assert guest.post(f"/evidence/{asking}", form).status_code == 404
    with app.app_context(), work(TESTS):
        assert count(OutboxMessage, kind="evidence-received") == len(STAFF)


def test_a_refused_answer_tells_nobody(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        found = made.adopted()
        to, given = made.to(found, "Netherlands"), Given(Position.NOTED)
        with pytest.raises(Refused):
            answering.answer(to, found, body(), given, is_filing=True, revision=0, by=BY, at=clock.now())
        assert [kind for kind in KINDS if count(OutboxMessage, kind=kind)] == []


def test_somebody_at_risk_is_told_in_neutral_words() -> None:
    to = Addressed("Name", "", "Coordination Board", True, "", "")
    for kind in KINDS:
        letter = NOTICES[kind](to, {"count": 2}, "https://convene.example/", "Europe/Zurich")
        words = f"{letter.subject} {letter.paragraphs}".lower()
        assert [w for w in ("board", "answer", "correction", "record", "state", "evidence") if w in words] == []


def test_reminding_is_offered_while_somebody_owes_and_says_whom(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        key = body().key
    page = f"/bodies/{key}/recommendations"
    assert "Remind those who owe" not in secretary.text(page)
    with app.app_context(), work(TESTS):
        found = made.sent(days=8)
        symbol, people = found.symbol, telling.reminding(body(), at=clock.now()).people
    assert people == 0  # Their day is more than a week away.
    assert "mails go to" not in secretary.text(page)
    with app.app_context(), work(TESTS):
        for row in db.session.scalars(select(Addressee)):
            row.due_on = clock.now().date() + timedelta(days=7)
        people = telling.reminding(body(), at=clock.now()).people
    shown = secretary.text(page)
    assert f"{people} mails go to the seats of Denmark, Netherlands and United States: of them" in shown
    assert "mails go to" not in browser_of(app, "primary_nl").text(page)
    with app.app_context(), work(TESTS):
        again = one(Recommendation, symbol=symbol)
        for name in made.STATES[:2]:
            made.answered(again, name)
    assert "to the seats of Denmark: of them" in secretary.text(page)
    assert secretary.post(f"{page}/remind", {}).status_code == 303
    assert "Remind those who owe" not in secretary.text(page)  # They were reminded within the hour.


def test_words_keep_their_capitals(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        found = made.sent(said=made.wording(kind=str(Kind.SUMMIT_ITEM)))
        key, of = body().key, found.key
    for page in (f"/bodies/{key}/recommendations", f"/recommendations/{of}"):
        assert "Item for the G7 or G20" in secretary.text(page)


def test_who_serves_the_secretariat_no_more_is_told_nothing_that_waited(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        made.answered(made.sent(), "Denmark")
        term = term_of("secretary_second")
        # They hold a seat from now on.
        term.role, term.party_id = TermRole.OBSERVER, term_of("primary_dk").party_id
        assert told("answer-received") == STAFF
    assert [m.to for m in letters(app) if "An answer has come in" in m.text] == ["secretary@tnap.example"]
