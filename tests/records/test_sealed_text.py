"""The seal of a copy is worked out anew from what its reader downloads, and tells nothing of what they do not read."""

from __future__ import annotations

import hashlib
import io
import re
from datetime import date, timedelta

import pypdf
import pytest
import time_machine
from docx import Document
from flask import Flask

from convene import clock
from convene.agendas.actions import narrow_item
from convene.agendas.terms import Subject
from convene.bodies.models import Party
from convene.db import work
from convene.meetings.models import Meeting
from convene.placing import place_meeting
from convene.records import actions, attending
from convene.records.freezing import kept_seals
from convene.records.models import Record
from convene.records.reading import seals_of
from convene.records.terms import Marking, RecordState
from tests.browser import TESTS, Browser, browser_of, words_of
from tests.build import BY, one, sessions
from tests.records.made import a_sitting, item, lines_of, new, noted, sent

SEAL = re.compile(r"Seal \(SHA-256\): ([0-9a-f]{64})")
CLOSED, OPEN, LATER = "Closed words of the deep-dive.", "Open words\nto the guests.", "Open words, later closed."


def final(closed: str = CLOSED) -> Meeting:
    """A record that was adopted: closed words, open words, and open words of another item. Needs a transaction."""
    meeting, later = a_sitting(), a_sitting(starts_on=date(2027, 7, 20))
    noted(item(meeting), new(closed), new(LATER, Marking.OPEN))
    noted(item(meeting, Subject.INPUT_OF_GUESTS), new(OPEN, Marking.OPEN, "Guests"))
    sent(meeting)
    actions.adopt(meeting, later, "A word.", is_early=True, unentered=True, by=BY, at=clock.now())
    return meeting


@pytest.fixture
def sat(app: Flask) -> str:
    """The key of such a meeting."""
    with app.app_context(), work(TESTS):
        return final().key


def sealed(reader: Browser, key: str, query: str = "") -> tuple[bytes, str]:
    """What a reader downloads as the sealed text, and the seal on page, PDF and DOCX, which is one."""
    base = f"/meetings/{key}/record"
    pdf = pypdf.PdfReader(io.BytesIO(reader.get(f"{base}.pdf{query}").data))
    docx = Document(io.BytesIO(reader.get(f"{base}.docx{query}").data))
    texts = (
        words_of(reader.get(f"{base}{query}")),
        " ".join(page.extract_text() for page in pdf.pages),
        " ".join(p.text for p in docx.paragraphs),
    )
    (seal,) = {found[1] for text in texts if (found := SEAL.search(" ".join(text.split())))}
    return reader.get(f"{base}.txt{query}").data, seal


@pytest.mark.parametrize(
    "who, query, is_closed",
    [
        ("secretary", "", True),
        ("primary_nl", "", True),
        ("secretary", "?rendering=open", False),
        ("primary_nl", "?rendering=open", False),
        ("ngo_guest", "", False),
        ("primary_nl", "?circulation=0", True),
    ],
)
def test_whoever_reads_it_works_its_seal_out_anew(
    app: Flask, sat: str, *, who: str, query: str, is_closed: bool
) -> None:
    text, seal = sealed(browser_of(app, who), sat, query)

    assert hashlib.sha256(text).hexdigest() == seal
    assert (CLOSED.encode() in text) is is_closed
    assert OPEN.encode() in text
    with app.app_context(), work(TESTS):
        symbol, kept = one(Meeting, key=sat).symbol, kept_seals(one(Record, state=RecordState.ADOPTED))
        assert (symbol.encode() in text) is is_closed
    if who != "ngo_guest" and "circulation" not in query:
        assert kept["closed" if is_closed else "open"] == seal


def test_the_page_says_how_and_leads_to_the_file(secretary: Browser, sat: str) -> None:
    page = secretary.get(f"/meetings/{sat}/record")
    assert f'href="/meetings/{sat}/record.txt"' in page.text
    assert "sha256sum" in page.text
    assert "is the same as when the record went out" in words_of(page)
    answer = secretary.get(f"/meetings/{sat}/record.txt")
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert "adopted.txt" in answer.headers["Content-Disposition"]


def test_it_stays_the_same_whenever_it_is_asked_for(app: Flask, sat: str, at: time_machine.Traveller) -> None:
    reader = browser_of(app, "primary_nl")
    before = [reader.get(f"/meetings/{sat}/record.txt?circulation={n}").data for n in (0, 1)]
    at.move_to(clock.now() + timedelta(days=30))  # Corrections to the first are taken no more.
    reader = browser_of(app, "primary_nl")
    assert [reader.get(f"/meetings/{sat}/record.txt?circulation={n}").data for n in (0, 1)] == before


def test_the_open_seal_tells_nothing_of_what_is_closed(app: Flask) -> None:
    """Two records that differ in their closed words alone bear one open seal, and two closed ones."""
    with app.app_context(), work(TESTS):
        record = one(Record, meeting_id=final().id, state=RecordState.ADOPTED)
        first = kept_seals(record)
        other = lines_of(record)[0]
        other.content = other.content.replace(CLOSED, "Other closed words, and more of them.")

        second = seals_of(one(Meeting, id=record.meeting_id), record)
    assert first["open"] == second["open"]
    assert first["closed"] != second["closed"]


def test_a_narrowed_copy_bears_a_seal_of_its_own(app: Flask, secretary: Browser, sat: str) -> None:
    nl = browser_of(app, "primary_nl")
    whole = sealed(nl, sat)
    with app.app_context(), work(TESTS):
        meeting = one(Meeting, key=sat)
        narrow_item(item(meeting), [one(Party, name="Denmark").id], by=BY, at=clock.now())
        place_meeting(meeting.id)
    text, seal = sealed(nl, sat)
    assert hashlib.sha256(text).hexdigest() == seal
    assert CLOSED.encode() not in text
    assert seal != whole[1]
    assert sealed(secretary, sat) == whole
    opened = words_of(secretary.get(f"/meetings/{sat}/record?rendering=open"))
    assert "what was closed or narrowed since is not read here any more" in opened


def test_what_was_changed_by_other_means_is_told(app: Flask, secretary: Browser, sat: str) -> None:
    with app.app_context(), work(TESTS):
        row = lines_of(one(Record, state=RecordState.ADOPTED))[0]
        row.content = row.content.replace(CLOSED, "Changed words.")
    for query in ("", "?rendering=open"):
        assert "was changed by other means" in words_of(secretary.get(f"/meetings/{sat}/record{query}"))


def test_a_record_is_not_final_before_what_it_records_is_over(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        meeting, later = a_sitting(starts_on=date(2027, 6, 10)), a_sitting(starts_on=date(2027, 7, 20))
        noted(item(meeting), new("Said before it was."))
        sent(meeting)
        path, key = f"/meetings/{meeting.key}/record/adoption", later.key
    page = secretary.get(path)
    assert "is not over yet" in words_of(page)
    was = re.findall(r'name="was" value="([^"]*)"', page.text)[0]
    refused = secretary.post(path, {"meeting": key, "early": "y", "unentered": "y", "was": was})
    assert (refused.status_code, "is not over yet" in refused.text) == (422, True)


def test_that_it_was_not_entered_who_was_there_is_ticked(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        meeting, later = a_sitting(), a_sitting(starts_on=date(2027, 7, 20))
        noted(item(meeting), new("Said."))
        title = sessions(meeting)[0].title
        for session in sessions(meeting)[1:]:
            attending.enter(meeting, session, [], "Ann Lee", by=BY, at=clock.now())
        sent(meeting)
        path, key = f"/meetings/{meeting.key}/record/adoption", later.key
    given = {"meeting": key, "early": "y", "was": ""}
    page = words_of(secretary.get(path))
    assert f"It was not entered who was there: {title}" in page
    refused = secretary.post(path, given)
    assert (refused.status_code, f"who was there: {title}. Enter it" in refused.text) == (422, True)
    was = re.findall(r'name="was" value="([^"]*)"', refused.text)[0]
    assert secretary.post(path, given | {"unentered": "y", "was": was}).status_code == 303
