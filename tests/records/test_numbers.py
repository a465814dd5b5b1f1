"""The numbers of a record's items are those of the agenda, as each reader sees it; items without notes stand in it."""

from __future__ import annotations

import io
import re
from html import unescape

import pypdf
import pytest
from docx import Document
from flask import Flask
from sqlalchemy import select

from convene import clock, programme
from convene.agendas.actions import narrow_item, remove_item
from convene.agendas.models import AgendaItem
from convene.agendas.terms import Progress, Subject
from convene.bodies.models import Party
from convene.db import db, work
from convene.meetings.models import Meeting, MeetingSession
from convene.placing import place_meeting
from convene.records.models import RecordParagraph
from convene.records.rules import numbered, unnoted_words
from convene.records.terms import Marking
from tests.browser import TESTS, Browser, browser_of, reader_of_key
from tests.build import BY, body, count, one
from tests.records.made import a_sitting, item, new, noted, sent

ITEM = re.compile(r'<h3 class="record__item"><span class="num">([^<]*)</span>&ensp;([^<]*)</h3>')


@pytest.mark.parametrize(
    "items, labels",
    [
        ([], []),
        ([("a", None), ("b", None)], ["1", "2"]),
        ([("a", None), ("b", "a"), ("c", "a"), ("d", None)], ["1", "1 (a)", "1 (b)", "2"]),
        ([("b", "a"), ("c", "a")], ["1", "2"]),  # Their item is not seen: they are items.
        ([("a", None), ("b", "a"), ("c", "x"), ("d", None), ("e", "d")], ["1", "1 (a)", "2", "3", "3 (a)"]),
    ],
)
def test_items_are_counted_as_on_the_agenda(items: list[tuple[str, str | None]], labels: list[str]) -> None:
    assert numbered(items) == labels


@pytest.mark.parametrize(
    "progress, words",
    [
        (Progress.OPEN, "No notes were taken."),
        (Progress.CONCLUDED, "No notes were taken. The item was concluded."),
        (Progress.UNFINISHED, "No notes were taken. The item was not finished."),
    ],
)
def test_what_is_said_of_an_item_without_notes(progress: Progress, words: str) -> None:
    assert unnoted_words(progress) == words


def _agenda(app: Flask, key: str, who: str) -> dict[str, str]:
    """The agenda's items as a reader sees them: number by title."""
    with app.app_context(), work(reader_of_key(who)):
        meeting = db.session.scalars(select(Meeting).where(Meeting.key == key)).one()
        view = programme.programme(meeting, zone=meeting.zone)
        return {i.title: i.label for s in view.sessions for i in s.items}


def _record(app: Flask, key: str, who: str, query: str = "") -> dict[str, str]:
    page = browser_of(app, who).get(f"/meetings/{key}/record{query}").get_data(as_text=True)
    return {unescape(title): label for label, title in ITEM.findall(page)}


@pytest.fixture
def sat(app: Flask) -> str:
    """A sitting whose deep-dive and input of guests were noted, and nothing else; its key."""
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        noted(item(meeting), new("Said among members."))
        noted(item(meeting, Subject.INPUT_OF_GUESTS), new("Said to guests.", Marking.OPEN))
        item(meeting, Subject.ACCOUNTABILITY).progress = Progress.CONCLUDED
        sent(meeting, with_guests=True)
        return meeting.key


def test_members_read_every_item_under_its_number_on_the_agenda(app: Flask, sat: str) -> None:
    found = _record(app, sat, "primary_us")

    assert found == _agenda(app, sat, "primary_us")
    assert len(found) > 2
    page = browser_of(app, "primary_us").text(f"/meetings/{sat}/record")
    assert page.count("No notes were taken.") == len(found) - 2
    assert "No notes were taken. The item was concluded." in page


def test_the_files_bear_the_same_numbers(app: Flask, sat: str) -> None:
    reader = browser_of(app, "primary_us")
    pdf = pypdf.PdfReader(io.BytesIO(reader.get(f"/meetings/{sat}/record.pdf").get_data()))
    printed = "\n".join(page.extract_text() for page in pdf.pages)
    docx = Document(io.BytesIO(reader.get(f"/meetings/{sat}/record.docx").get_data()))
    heads = [p.text for p in docx.paragraphs if p.style is not None and p.style.name == "Heading 2"]
    agenda = _agenda(app, sat, "primary_us")

    assert heads == [f"{label} {' '.join(title.split())}" for title, label in agenda.items()]
    assert printed.count("No notes were taken.") == len(agenda) - 2


def test_a_narrowed_item_leaves_no_gap_to_whoever_does_not_see_it(app: Flask, sat: str) -> None:
    before = _record(app, sat, "primary_nl")
    with app.app_context(), work(TESTS):
        meeting = one(Meeting, key=sat)
        unnoted, noted_too = item(meeting, Subject.SITUATION_UPDATE), item(meeting)
        us = db.session.scalars(select(Party).where(Party.name == "United States", Party.body_id == body().id)).one().id
        titles = {unnoted.title, noted_too.title}
        for each in (unnoted, noted_too):
            narrow_item(each, [us], by=BY, at=clock.now())
        db.session.flush()
        place_meeting(meeting.id)
    found = _record(app, sat, "primary_nl")

    assert titles <= set(before)
    assert not titles & set(found)
    assert found == _agenda(app, sat, "primary_nl")
    assert [int(label) for label in found.values() if label.isdigit()] == list(range(1, len(set(found)) + 1))
    assert titles <= set(_record(app, sat, "primary_us"))


def test_guests_read_the_numbers_of_their_own_agenda_and_no_item_of_theirs_without_words(app: Flask, sat: str) -> None:
    with app.app_context(), work(TESTS):
        title = item(one(Meeting, key=sat), Subject.INPUT_OF_GUESTS).title
    agenda = _agenda(app, sat, "ngo_guest")

    assert len(agenda) > 1
    assert _record(app, sat, "ngo_guest") == {title: agenda[title]}
    # The open rendering may be shown to anybody: it counts itself alone.
    assert _record(app, sat, "primary_us", "?rendering=open") == {title: "1"}
    assert "No notes" not in browser_of(app, "ngo_guest").text(f"/meetings/{sat}/record")
    assert "No notes" not in browser_of(app, "primary_us").text(f"/meetings/{sat}/record?rendering=open")


def test_the_numbers_stay_when_the_agenda_loses_an_item(app: Flask, sat: str) -> None:
    before = _record(app, sat, "primary_us")
    with app.app_context(), work(TESTS):
        first = db.session.scalars(
            select(AgendaItem).join(MeetingSession, MeetingSession.id == AgendaItem.session_id)
            .where(AgendaItem.meeting_id == one(Meeting, key=sat).id)
            .order_by(MeetingSession.starts_at, AgendaItem.position)
        ).first()  # fmt: skip
        assert first is not None
        remove_item(first, db.session.get_one(MeetingSession, first.session_id), by=BY, at=clock.now())
        place_meeting(one(Meeting, key=sat).id)

    assert _record(app, sat, "primary_us") == before


def test_the_secretariat_is_told_of_items_without_notes_before_it_goes_out(secretary: Browser, sat: str) -> None:
    page = secretary.text(f"/meetings/{sat}/record/circulation")

    assert "they stand in the record with “No notes were taken”" in page


def test_of_an_item_without_notes_nothing_is_corrected(app: Flask, sat: str) -> None:
    with app.app_context(), work(TESTS):
        assert count(RecordParagraph, source_id=None) > 0
        key = db.session.scalars(select(RecordParagraph.key).where(RecordParagraph.source_id.is_(None))).first()

    assert browser_of(app, "primary_us").get(f"/record-paragraphs/{key}/correction").status_code == 404
