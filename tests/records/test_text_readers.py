"""Who reads a text is said before it goes out, and they alone are told of it by mail: one selection for both."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.agendas.terms import Subject
from convene.db import db, work
from convene.invitations.models import Invitation
from convene.invitations.terms import InvitationState, Standpoint
from convene.mail.models import OutboxMessage
from convene.meetings.models import Meeting
from convene.records import actions, telling, texts
from convene.records.models import OutcomeText
from convene.records.reading import text_of
from convene.records.terms import Marking, TextKind
from tests.access.crawl import letters
from tests.browser import TESTS, Browser, browser_of, words_of
from tests.build import BY, count, one, term_of
from tests.records.made import a_sitting, item, lines_of, new, noted, sent

KIND = "outcome-text"
CLOSED, ON_LINK, TO_GUESTS = "Convoys went north.", "Open words of the deep-dive.", "Open words to the guests."


@pytest.fixture
def final(app: Flask) -> dict[str, str]:
    """A corrigendum begun to a final record; keys of it, of the meeting, and of the paragraphs by their words."""
    with app.app_context(), work(TESTS):
        meeting, later = a_sitting(), a_sitting(starts_on=date(2027, 7, 20))
        noted(item(meeting), new(CLOSED), new(ON_LINK, Marking.OPEN))
        noted(item(meeting, Subject.INPUT_OF_GUESTS), new(TO_GUESTS, Marking.OPEN))
        sent(meeting)
        record, _ = actions.adopt(meeting, later, is_early=True, unentered=True, by=BY, at=clock.now())
        text = texts.start_from(meeting, TextKind.CORRIGENDUM, "A slip", [], by=BY, at=clock.now())
        text.text = "For one read two."
        return {text_of(row): row.key for row in lines_of(record)} | {"text": text.key, "meeting": meeting.key}


def circulate(browser: Browser, key: str, **fields: object) -> tuple[int, str]:
    """Circulate the text as its page does."""
    was = re.findall(r'name="was" value="([^"]+)"', browser.get(f"/texts/{key}").text)[0]
    answer = browser.post(f"/texts/{key}/circulate", {"was": was} | fields)
    return answer.status_code, words_of(answer)


def told() -> dict[str, OutboxMessage]:
    """The mail on a text to those admitted, by who they are."""
    people = {term_of(who).person_id: who for who in ("ngo_guest", "speaker_on_link")}
    rows = db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == KIND)).all()
    return {people[row.person_id]: row for row in rows if row.person_id in people}


@pytest.mark.parametrize(
    "concerns, whom, readers",
    [
        ([TO_GUESTS], "admitted", ["ngo_guest"]),
        ([ON_LINK], "admitted", ["speaker_on_link"]),
        ([ON_LINK, TO_GUESTS], "admitted", []),  # Nobody reads both, and the open record shows it to none of them.
        ([TO_GUESTS], "members", []),
        ([CLOSED], "members", []),
    ],
)
def test_of_a_corrigendum_those_are_told_to_whom_the_open_record_shows_it(
    app: Flask, secretary: Browser, final: dict[str, str], *, concerns: list[str], whom: str, readers: list[str]
) -> None:
    keys = [final[words] for words in concerns]
    assert circulate(secretary, final["text"], whom=whom, concerns=keys)[0] == 303
    with app.app_context(), work(TESTS):
        mail = told()
        assert sorted(mail) == readers
        assert count(OutboxMessage, kind=KIND, person_id=term_of("primary_nl").person_id) == 1
        paths = {json.loads(row.facts)["path"] for row in mail.values()}
    assert paths <= {f"/meetings/{final['meeting']}/record"}
    for who in ("ngo_guest", "speaker_on_link"):
        page = browser_of(app, who).text(f"/meetings/{final['meeting']}/record")
        assert ("For one read two." in page) is (who in readers)


def test_the_letter_says_where_it_stands_and_nothing_of_it(
    app: Flask, secretary: Browser, final: dict[str, str]
) -> None:
    circulate(secretary, final["text"], whom="admitted", concerns=[final[TO_GUESTS]])
    with app.app_context(), work(TESTS):
        meeting = one(Meeting, key=final["meeting"])
        names = meeting.symbol, meeting.title, meeting.city
    (mail,) = [m for m in letters(app) if "corrigendum" in m.text]
    letter = f"{mail.headers}\n{mail.text}"
    assert "The record of your part of the meeting has a corrigendum." in letter
    assert f"/meetings/{final['meeting']}/record" in letter
    secret = ("For one read two.", "A slip", *names, final["text"], "member")
    assert not [words for words in secret if words in letter]


@pytest.mark.parametrize(
    "kind, is_withdrawn, said",
    [
        (TextKind.CHAIRS_SUMMARY, False, ", and by nobody else. Whoever"),
        (TextKind.AIDE_MEMOIRE, False, ", and by nobody else. Whoever"),
        (TextKind.COMMUNIQUE, False, ", and, if you choose so below, by those admitted: 1 official, 1 guest. Whoever"),
        (TextKind.COMMUNIQUE, True, ", and by nobody else: nobody is admitted to anything of the meeting. Whoever"),
    ],
)
def test_before_a_text_goes_out_its_page_says_who_reads_it(
    app: Flask, secretary: Browser, kind: TextKind, is_withdrawn: bool, said: str
) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        noted(item(meeting), new("One paragraph."))
        text = texts.start_from(meeting, kind, "A text", [], by=BY, at=clock.now())
        text.text, key = "All will help.", text.key
        here = select(Invitation).where(Invitation.meeting_id == meeting.id, Invitation.standpoint != Standpoint.SEAT)
        for invitation in db.session.scalars(here):
            invitation.state = InvitationState.WITHDRAWN if is_withdrawn else invitation.state
        db.session.flush()
        readers = telling.text_readers(text, meeting, at=clock.now())
        seats, guests = len(readers.seats), len(readers.guests())
    assert f"It is read by every seat, {seats} people{said}" in secretary.text(f"/texts/{key}")
    is_open = kind is TextKind.COMMUNIQUE
    assert circulate(secretary, key, whom="admitted" if is_open else "members")[0] == 303
    with app.app_context(), work(TESTS):
        assert one(OutcomeText, key=key).announced
        assert count(OutboxMessage, kind=KIND) == seats + (guests if is_open else 0)


def test_the_page_of_a_corrigendum_says_by_paragraph_and_by_ticks_who_reads_it(
    app: Flask, secretary: Browser, final: dict[str, str]
) -> None:
    page = secretary.text(f"/texts/{final['text']}")
    assert f"closed: {CLOSED} Paragraph" in page
    assert f"{ON_LINK} (read by 1 official)" in page
    assert f"{TO_GUESTS} (read by 1 guest)" in page
    assert "by whoever reads in the open record all that it corrects. Whoever" in page
    for ticked, readers in (([ON_LINK], "1 official"), ([ON_LINK, TO_GUESTS], "nobody")):
        keys = [final[words] for words in ticked]
        status, page = circulate(secretary, final["text"], whom="admitted", concerns=keys, was="another page")
        assert (status, f"all that it corrects: with what is ticked {readers}. Whoever" in page) == (422, True)
