"""What goes out is what was read: stale pages, topics and marks changed by hand, what nobody had for correction."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.agendas.terms import Subject
from convene.db import db, work
from convene.findings import Refused
from convene.mail.models import OutboxMessage
from convene.meetings.actions import move_to
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.records import actions, desk, notes, texts
from convene.records.merging import is_written_on
from convene.records.models import Correction, NoteConflict, NoteParagraph, OutcomeText, Record
from convene.records.queries import paragraphs_of_meeting
from convene.records.terms import Choice, Marking, RecordState, TextKind
from tests.browser import TESTS, Browser, browser_of
from tests.build import BY, count, one
from tests.records.made import a_sitting, changed, item, new, noted, sent

GIVES_AWAY = "The representative of Denmark asked for more time."


@pytest.fixture
def sat(app: Flask) -> str:
    """A sitting with a closed paragraph, and one that names nobody; the key of its meeting."""
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        noted(item(meeting), new("Convoys were stopped."), new("It was said.", Marking.NOT_ATTRIBUTED))
        return meeting.key


def meeting_of(key: str) -> Meeting:
    """The meeting."""
    found: Meeting = one(Meeting, key=key)
    return found


def rows(key: str) -> list[NoteParagraph]:
    """Its two paragraphs."""
    return paragraphs_of_meeting(meeting_of(key).id)


def item_title(app: Flask, key: str) -> str:
    """The title of the item of which the notes are."""
    with app.app_context(), work(TESTS):
        return item(meeting_of(key)).title


def written(key: str) -> None:
    noted(item(meeting_of(key)), new("Half a sentence that"))


def marked_open(key: str) -> None:
    noted(item(meeting_of(key)), changed(rows(key)[0], rows(key)[0].text, marking=Marking.OPEN))


def moved(key: str) -> None:
    notes.move(item(meeting_of(key)), meeting_of(key), rows(key)[0].key, 1)


def went_out(key: str) -> None:
    sent(meeting_of(key))


def looked(_key: str) -> None:
    """Nothing is changed by looking."""


@pytest.mark.parametrize(
    "meanwhile, status", [(looked, 303), (written, 422), (marked_open, 422), (moved, 422), (went_out, 422)]
)
def test_a_page_that_is_no_longer_so_circulates_nothing(
    app: Flask, secretary: Browser, sat: str, meanwhile: Callable[[str], None], status: int
) -> None:
    path = f"/meetings/{sat}/record/circulation"
    page = secretary.get(path).text
    was, due = (re.findall(rf'name="{name}"[^>]*value="([^"]+)"', page)[0] for name in ("was", "due"))
    with app.app_context(), work(TESTS):
        meanwhile(sat)
        before = count(Record), count(OutboxMessage)

    fields = {"was": was, "due": due, "all_the_same": "y"}
    assert secretary.post(path, fields).status_code == status
    with app.app_context(), work(TESTS):
        assert ((count(Record), count(OutboxMessage)) == before) is (status == 422)
    if status == 422:
        assert "Something was changed since you opened this page." in secretary.post(path, fields).get_data(
            as_text=True
        )
    else:
        assert secretary.post(path, fields).status_code == 422  # A second press sends nothing.


def test_a_page_that_is_no_longer_so_adopts_nothing(app: Flask, secretary: Browser, sat: str) -> None:
    with app.app_context(), work(TESTS):
        sent(meeting_of(sat))
        later = a_sitting(starts_on=date(2027, 7, 11)).key
    path = f"/meetings/{sat}/record/adoption"
    was = re.findall(r'name="was" value="([^"]+)"', secretary.get(path).text)[0]
    nl = browser_of(app, "primary_nl")
    correct = re.findall(r"/record-paragraphs/[\w-]+/correction", nl.get(f"/meetings/{sat}/record").text)[0]
    nl.post(correct, {"proposed": "Convoys were turned back."})
    with app.app_context(), work(TESTS):
        key = one(Correction).key
    secretary.post(f"/corrections/{key}", {"fate": "accepted", "text": "Something that nobody had."})
    fields = {"meeting": later, "early": "y", "unentered": "y", "all_the_same": "y"}

    assert secretary.post(path, fields | {"was": was}).status_code == 422
    now = re.findall(r'name="was" value="([^"]+)"', secretary.get(path).text)[0]
    assert secretary.post(path, fields | {"was": now}).status_code == 303


def test_a_correction_accepted_in_other_words_says_in_which(app: Flask, secretary: Browser, sat: str) -> None:
    with app.app_context(), work(TESTS):
        sent(meeting_of(sat))
    nl = browser_of(app, "primary_nl")
    for proposed, text in (("Turned back.", "Turned back."), ("Convoys came.", "Some convoys came.")):
        correct = re.findall(r"/record-paragraphs/[\w-]+/correction", nl.get(f"/meetings/{sat}/record").text)[0]
        nl.post(correct, {"proposed": proposed})
        assert item_title(app, sat) in nl.text(correct)
        with app.app_context(), work(TESTS):
            key, revision = one(Correction, proposed=proposed).key, max(p.revision for p in rows(sat))
        given = {"fate": "accepted", "text": text, "instead": "y", "was": str(revision)}
        assert secretary.post(f"/corrections/{key}", given).status_code == 303
    log = nl.text(f"/meetings/{sat}/record/corrections")

    assert log.count(item_title(app, sat)) == 2
    assert "Accepted in other words: Some convoys came." in log
    assert log.count("Accepted in other words") == 1
    assert "It stands in the record as soon as that goes out again." in log


@pytest.mark.parametrize(
    "heading, marking, passes",
    [("", Marking.CLOSED, True), ("Statement of Denmark", Marking.CLOSED, False), ("", Marking.OPEN, False)],
)
def test_a_topic_or_a_mark_that_nobody_had_is_not_adopted(
    app: Flask, heading: str, marking: Marking, passes: bool
) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        (row,) = noted(item(meeting), new("Convoys were stopped."))
        sent(meeting)
        later = a_sitting(starts_on=date(2027, 7, 11))
        noted(item(meeting), changed(row, row.text, heading=heading, marking=marking))

        def adopted() -> RecordState:
            return actions.adopt(meeting, later, is_early=True, unentered=True, by=BY, at=clock.now())[0].state

        if passes:
            assert adopted() is RecordState.ADOPTED
            return
        with pytest.raises(Refused, match="One paragraph differs"):
            adopted()
        sent(meeting)
        assert adopted() is RecordState.ADOPTED


def test_the_page_says_which_topic_or_mark_changed(app: Flask, secretary: Browser, sat: str) -> None:
    with app.app_context(), work(TESTS):
        sent(meeting_of(sat))
        marked_open(sat)
    shown = secretary.text(f"/meetings/{sat}/record/circulation")

    assert "Before: Convoys were stopped. (closed)" in shown
    assert "Now: Convoys were stopped. (open)" in shown


def test_a_word_on_top_is_read_where_any_paragraph_names_nobody(app: Flask, sat: str) -> None:
    with app.app_context(), work(TESTS):
        wish = actions.Wish(clock.now() + timedelta(days=7), GIVES_AWAY)
        with pytest.raises(Refused, match="may give a speaker away"):
            actions.circulate(meeting_of(sat), wish, by=BY, at=clock.now())
        for row in rows(sat):
            noted(item(meeting_of(sat)), changed(row, row.text, marking=Marking.CLOSED))
        assert actions.circulate(meeting_of(sat), wish, by=BY, at=clock.now())[0].note == GIVES_AWAY


@pytest.mark.parametrize("choice", [Choice.MINE, Choice.BOTH])
def test_choosing_a_text_tells_nobody_more(app: Flask, choice: Choice) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        (row,) = noted(item(meeting), new("Convoys were late.", Marking.OPEN))
        noted(item(meeting), changed(row, "It was said.", marking=Marking.NOT_ATTRIBUTED, opened=1), by="anna")
        noted(item(meeting), changed(row, "Somebody said.", marking=Marking.OPEN, opened=1), by="ben")
        notes.settle(item(meeting), meeting, one(NoteConflict).key, choice, by="anna", at=clock.now())
        found = {p.text: p.marking for p in paragraphs_of_meeting(meeting.id)}

    assert found["Somebody said."] is Marking.NOT_ATTRIBUTED


@pytest.mark.parametrize(
    "earlier, later, is_on",
    [
        ("The governor threatened the drivers.", "The governor threatened the drivers with arrest.", True),
        ("The governor threatened the drivers.", "The governor had threatened all drivers.", True),
        ("The governor threatened the drivers with arrest.", "Eleven lorries waited until night.", False),
        ("Arrest", "Night", False),
    ],
)
def test_writing_on_is_told_from_writing_something_else(earlier: str, later: str, is_on: bool) -> None:
    assert is_written_on(earlier, later) is is_on


def test_what_was_kept_beside_stays_to_be_chosen_when_its_writer_writes_something_else(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        (row,) = noted(item(meeting), new("Convoys were late."))
        noted(item(meeting), changed(row, "Eleven convoys were late.", opened=1), by="anna")
        noted(item(meeting), changed(row, "The governor threatened the drivers.", opened=1), by="ben")
        noted(item(meeting), changed(row, "Twelve lorries waited until noon.", opened=2), by="anna")
        noted(item(meeting), changed(row, "Eleven lorries waited until night.", opened=2), by="ben")

        assert count(NoteConflict, settled_at=None) == 2


@pytest.mark.parametrize("by_body", [True, False])
def test_a_text_without_notes_is_read_where_nothing_is_attributed(app: Flask, by_body: bool) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        meeting.body.not_attributed = by_body
        text = texts.start_from(meeting, TextKind.CHAIRS_SUMMARY, "Summary", [], by=BY, at=clock.now())
        text.text = GIVES_AWAY

        assert bool(texts.doubts(text, meeting)) is by_body


def test_a_removed_paragraph_that_named_nobody_still_binds_the_text(app: Flask, secretary: Browser, sat: str) -> None:
    with app.app_context(), work(TESTS):
        made = texts.start_from(meeting_of(sat), TextKind.CHAIRS_SUMMARY, "Summary", [], by=BY, at=clock.now())
        made.text, key = GIVES_AWAY, made.key
        for row in rows(sat):
            row.is_removed = True
    assert secretary.post(f"/texts/{key}/circulate", {"whom": "members"}).status_code == 422
    with app.app_context(), work(TESTS):
        assert not one(OutcomeText, key=key).announced


@pytest.mark.parametrize("with_guests", [True, False])
def test_whoever_read_it_reads_it_when_it_goes_out_again(
    app: Flask, secretary: Browser, sat: str, with_guests: bool
) -> None:
    with app.app_context(), work(TESTS):
        noted(item(meeting_of(sat), Subject.INPUT_OF_GUESTS), new("Said to the guests.", Marking.OPEN))
        sent(meeting_of(sat), with_guests=with_guests)
    page = secretary.get(f"/meetings/{sat}/record/circulation").text

    box = re.findall(r"<input[^>]*name=\"with_guests\"[^>]*>", page)[0]
    assert ("checked" in box) is with_guests
    assert ("is taken back until then" in page) is with_guests


def test_letters_say_when_it_goes_out_again(app: Flask, sat: str) -> None:
    with app.app_context(), work(TESTS):
        sent(meeting_of(sat))
        move_to(meeting_of(sat), MeetingState.CONCLUDED, by=BY, at=clock.now())
        first = count(OutboxMessage, kind="record")
        sent(meeting_of(sat))
        letters = [m.facts for m in one_kind("record")]
    assert ['"again": true' in facts for facts in letters] == [False] * first + [True] * (len(letters) - first)


def one_kind(kind: str) -> list[OutboxMessage]:
    """The letters of a kind, in the order in which they were queued."""
    return list(db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind).order_by(OutboxMessage.id)))


def test_notes_kept_on_another_day_say_on_which(app: Flask, sat: str) -> None:
    with app.app_context(), work(TESTS):
        found = item(meeting_of(sat)), meeting_of(sat)
        assert desk.kept_words(*found, at=clock.now()) == "Everything is kept (12:00)."
        assert desk.kept_words(*found, at=clock.now() + timedelta(days=1)) == "Everything is kept (1 June 2027, 12:00)."
