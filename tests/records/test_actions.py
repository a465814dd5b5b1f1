"""Writes of the record: what goes out, to whom it is told, what is refused, and that nothing changes then."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.agendas.actions import narrow_item
from convene.agendas.models import AgendaItem
from convene.agendas.terms import Subject
from convene.bodies.models import Party
from convene.db import db, work
from convene.findings import Refused
from convene.journal import JournalEntry
from convene.mail.messages import Addressed
from convene.mail.models import OutboxMessage
from convene.mail.notices.records import NOTICES
from convene.meetings.actions import move_to
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.placing import place_meeting
from convene.planning import plan
from convene.records import actions, notes
from convene.records.freezing import is_intact
from convene.records.models import NoteConflict, NoteParagraph, Record, RecordParagraph
from convene.records.notes import said as said_of
from convene.records.reading import text_of
from convene.records.terms import CorrectionFate, Marking, RecordState, Said, Written
from tests.access.crawl import letters
from tests.browser import TESTS, Browser, browser_of
from tests.build import BY, body, count, one, term_of
from tests.records.made import a_sitting, changed, item, lines_of, new, noted, rows_of, sent
from tests.test_statements import statements

GIVES_AWAY = "The representative of Denmark asked for more time."


def refused(act: Callable[[], object]) -> None:
    """The act is refused: nothing is kept, journalled or queued."""
    before = (count(Record), count(JournalEntry), count(OutboxMessage))
    with pytest.raises(Refused):
        act()
    assert (count(Record), count(JournalEntry), count(OutboxMessage)) == before


@pytest.mark.parametrize("marking", [Marking.NOT_ATTRIBUTED, Marking.OPEN_NOT_ATTRIBUTED])
def test_what_gives_a_speaker_away_is_told_and_never_mended(app: Flask, marking: Marking) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        noted(item(meeting), new(GIVES_AWAY, marking))
        wish = actions.Wish(clock.now() + timedelta(days=7))

        refused(lambda: actions.circulate(meeting, wish, by=BY, at=clock.now()))
        record, _ = actions.circulate(meeting, actions.Wish(wish.due_at, all_the_same=True), by=BY, at=clock.now())

        assert [text_of(p) for p in lines_of(record)] == [GIVES_AWAY]


@pytest.mark.parametrize(
    "heading, note", [("The representative of Denmark said", ""), ("", "Denmark's delegate asked for this.")]
)
def test_a_topic_and_the_word_on_top_are_read_too(app: Flask, heading: str, note: str) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        meeting.body.not_attributed = bool(note)
        noted(item(meeting), new("It was said that convoys were stopped.", Marking.NOT_ATTRIBUTED, heading))
        wish = actions.Wish(clock.now() + timedelta(days=7), note)

        refused(lambda: actions.circulate(meeting, wish, by=BY, at=clock.now()))


def test_what_may_be_attributed_is_not_asked_about(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        noted(item(meeting), new(GIVES_AWAY))
        wish = actions.Wish(clock.now() + timedelta(days=7))

        assert actions.circulate(meeting, wish, by=BY, at=clock.now())[0].symbol.endswith("/SR")


def test_nothing_goes_out_before_a_choice_is_made(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        refused(lambda: sent(meeting))  # Nothing is written yet.
        (row,) = noted(item(meeting), new("One."))
        noted(item(meeting), changed(row, "By Anna.", opened=1), by="anna")
        noted(item(meeting), changed(row, "By Ben.", opened=1), by="ben")

        assert count(NoteConflict) == 1
        refused(lambda: sent(meeting))


def told(kind: str = "record") -> set[int]:
    return {m.person_id or 0 for m in db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind))}


def test_seats_are_told_and_guests_when_their_part_changes(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        guest = term_of("ngo_guest").person_id
        noted(item(meeting), new("Closed."))
        sent(meeting, with_guests=True)
        seats = told()
        assert {term_of("primary_nl").person_id, term_of("alternate_nl").person_id} <= seats
        assert guest not in seats
        noted(item(meeting, Subject.INPUT_OF_GUESTS), new("Open.", Marking.OPEN))
        sent(meeting, with_guests=True)
        assert guest in told()
        before = count(OutboxMessage, kind="record", person_id=guest)
        noted(item(meeting), new("Closed again."))
        sent(meeting, with_guests=True)

        assert count(OutboxMessage, kind="record", person_id=guest) == before
        facts = [m.facts for m in db.session.scalars(select(OutboxMessage).where(OutboxMessage.person_id == guest))]
        assert all("symbol" not in json.loads(f) and "city" not in json.loads(f) for f in facts if "part" in f)


def test_a_letter_holds_no_word_of_the_record(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        noted(item(meeting), new("Unheard-of words.", heading="Unheard-of topic"))
        sent(meeting)
    mails = [m for m in letters(app) if "summary record" in m.text]
    assert len(mails) > 5
    assert [m for m in mails if "Unheard-of" in m.text or "deep-dive" in m.text.lower()] == []


@pytest.mark.parametrize("kind", sorted(NOTICES))
def test_somebody_at_risk_is_written_to_in_neutral_words(kind: str) -> None:
    to = Addressed("Name", "", "Coordination Board", True, "", "")
    facts = {"is_guest": True, "state": "adopted", "due": "", "city": "Bern", "days": ["2027-05-25"]}
    letter = NOTICES[kind](to, facts, "https://convene.example/", "Europe/Zurich")
    words = f"{letter.subject} {letter.paragraphs}"

    assert "Board" not in words
    assert "record" not in words.lower()
    assert "Bern" not in words


def test_the_adopted_text_is_sealed(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        meeting, later = a_sitting(), a_sitting(starts_on=date(2027, 6, 10))
        noted(item(meeting), new("One."), new("Two."))
        refused(lambda: actions.adopt(meeting, later, by=BY, at=clock.now()))  # Nothing was circulated.
        sent(meeting)
        refused(lambda: actions.adopt(meeting, None, is_early=True, unentered=True, by=BY, at=clock.now()))
        later.state = MeetingState.CONVENED
        refused(lambda: actions.adopt(meeting, later, is_early=True, unentered=True, by=BY, at=clock.now()))
        later.state = MeetingState.IN_SESSION
        refused(lambda: actions.adopt(meeting, later, by=BY, at=clock.now()))  # Corrections are still taken.
        record, _ = actions.adopt(meeting, later, is_early=True, unentered=True, by=BY, at=clock.now())

        assert record.state is RecordState.ADOPTED
        assert is_intact(record, rows_of(record))
        refused(lambda: actions.adopt(meeting, later, by=BY, at=clock.now()))
        refused(lambda: noted(item(meeting), new("Too late.")))
        lines_of(record)[0].content = lines_of(record)[0].content.replace("One.", "Won.")
        assert not is_intact(record, rows_of(record))


def test_a_body_that_does_not_adopt_issues_with_its_disclaimer(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        body("TAPRC").preset = "S11"
        meeting = a_sitting("TAPRC", invited=("steering_oxford",))
        key = meeting.key
        noted(item(meeting), new("It was said."))
        sent(meeting)
        record, _ = actions.adopt(meeting, None, is_early=True, unentered=True, by=BY, at=clock.now())
        assert record.state is RecordState.ISSUED
    page = browser_of(app, "steering_oxford").text(f"/meetings/{key}/record")
    assert "not adopted" in page
    assert "Not attributed:" in page


def test_a_correction_waits_before_adoption(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        meeting, later = a_sitting(), a_sitting(starts_on=date(2027, 6, 10))
        noted(item(meeting), new("One."))
        record = sent(meeting)
        line, term = lines_of(record)[0], term_of("primary_nl")
        actions.propose_correction(
            line, record, "One.", "Won.", "", party_id=term.party_id, person_id=term.person_id, by=BY, at=clock.now()
        )
        refused(lambda: actions.adopt(meeting, later, is_early=True, unentered=True, by=BY, at=clock.now()))


def test_what_was_closed_or_narrowed_since_is_not_read_any_more(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        key = meeting.key
        noted(item(meeting), new("To be narrowed."))
        noted(item(meeting, Subject.INPUT_OF_GUESTS), new("Open.", Marking.OPEN))
        sent(meeting, with_guests=True)
        us = one(Party, body_id=meeting.body_id, name="United States").id
        narrow_item(item(meeting), [us], by=BY, at=clock.now())
        item(meeting, Subject.INPUT_OF_GUESTS).withheld = True
        place_meeting(meeting.id)
    assert "To be narrowed." not in browser_of(app, "primary_nl").text(f"/meetings/{key}/record")
    assert "To be narrowed." in browser_of(app, "primary_us").text(f"/meetings/{key}/record")
    assert browser_of(app, "ngo_guest").get(f"/meetings/{key}/record").status_code == 404


def test_of_an_earlier_wording_nothing_stays_with_the_admitted(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        key = meeting.key
        (row,) = noted(item(meeting, Subject.INPUT_OF_GUESTS), new("Open.", Marking.OPEN))
        sent(meeting, with_guests=True)
        noted(item(meeting, Subject.INPUT_OF_GUESTS), changed(row, "Open.", marking=Marking.CLOSED))
        sent(meeting, with_guests=True)
        assert count(RecordParagraph, for_admitted=True) == 0
    assert browser_of(app, "ngo_guest").get(f"/meetings/{key}/record").status_code == 404


def test_the_secretariat_is_reminded_until_the_record_is_out(app: Flask, at: time_machine.Traveller) -> None:
    with app.app_context():
        with work(TESTS):
            meeting = a_sitting(starts_on=date(2027, 6, 1))
            move_to(meeting, MeetingState.CONCLUDED, by=BY, at=clock.now())
            key, ends_at = meeting.key, meeting.ends_at
        counts = []
        for days in (2.9, 3.1, 3.2, 7.1, 14.1, 21.1):
            at.move_to(ends_at + timedelta(days=days))
            plan(at=clock.now())
            with work(TESTS):
                mine = select(OutboxMessage).where(OutboxMessage.kind == "record-reminder")
                counts.append(sum(key in m.facts for m in db.session.scalars(mine)))
        with work(TESTS):
            noted(item(one(Meeting, key=key)), new("One."))
            sent(one(Meeting, key=key))
        at.move_to(ends_at + timedelta(days=28.1))
        plan(at=clock.now())
        with work(TESTS):
            mine = select(OutboxMessage).where(OutboxMessage.kind == "record-reminder")
            counts.append(sum(key in m.facts for m in db.session.scalars(mine)))

    assert counts == [0, 2, 2, 4, 6, 8, 8]  # Two serve that secretariat.


@pytest.mark.parametrize("preset, expected", [("S8", [0, 0, 2, 2, 4, 6]), ("S1", [0, 0, 0, 0, 0, 2])])
def test_the_secretariat_is_reminded_until_the_record_is_final(
    app: Flask, at: time_machine.Traveller, preset: str, expected: list[int]
) -> None:
    with app.app_context():
        with work(TESTS):
            body().preset = preset
            for other in db.session.scalars(select(Meeting).where(Meeting.body_id == body().id)):
                other.state = MeetingState.CANCELLED
            meeting, following = a_sitting(starts_on=date(2027, 6, 1)), a_sitting(starts_on=date(2027, 7, 20))
            move_to(meeting, MeetingState.CONCLUDED, by=BY, at=meeting.ends_at)
            noted(item(meeting), new("One."))
            key, ends_at, next_ends_at = meeting.key, meeting.ends_at, following.ends_at
        at.move_to(ends_at + timedelta(days=1))
        with work(TESTS):
            over = sent(one(Meeting, key=key)).due_at
            assert over is not None
        counts = []
        for moment in (
            over,
            over + timedelta(days=2.9),
            over + timedelta(days=3.1),
            over + timedelta(days=6.9),
            over + timedelta(days=7.1),
            max(next_ends_at + timedelta(days=3.1), over + timedelta(days=14.1)),
        ):
            at.move_to(moment)
            plan(at=clock.now())
            with work(TESTS):
                mine = db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "record-reminder"))
                counts.append(sum("/adoption" in m.facts and key in m.facts for m in mine))
        assert counts == expected  # Two serve that secretariat.
        with work(TESTS):
            one(Record).state = RecordState.ISSUED
        at.move_to(clock.now() + timedelta(days=21))
        plan(at=clock.now())
        with work(TESTS):
            mine = db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "record-reminder"))
            assert sum("/adoption" in m.facts and key in m.facts for m in mine) == expected[-1]


def test_statements_do_not_grow_with_the_paragraphs(app: Flask, secretary: Browser) -> None:
    nl = browser_of(app, "primary_nl")
    counts: list[dict[str, int]] = []
    key = dive = ""
    for paragraphs in (1, 12):
        with app.app_context(), work(TESTS):
            meeting = one(Meeting, key=key) if key else a_sitting()
            key, dive = meeting.key, item(meeting).key
            noted(item(meeting), *(new(f"Point {n}.", heading=f"Topic {n}") for n in range(paragraphs)))
            noted(item(meeting, Subject.INPUT_OF_GUESTS), new("Open.", Marking.OPEN))
            sent(meeting, with_guests=True)
            sent(meeting, with_guests=True)  # What it says otherwise than before is asked for once.
        base = f"/meetings/{key}"
        paths = (f"{base}/notes", f"/items/{dive}/notes", f"{base}/record/circulation", f"{base}/record")
        counts.append({path: statements(app, secretary, path) for path in paths})
        seat = (f"{base}/record", f"{base}/record.pdf", base)
        counts[-1] |= {f"nl {path}": statements(app, nl, path) for path in seat}

    assert counts[0] == counts[1]
    assert max(n for path, n in counts[1].items() if path.startswith("nl")) <= 12


def test_a_rapporteur_who_is_replaced_reads_the_notes_no_more(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        key = item(meeting).key
        noted(item(meeting), new("One."))
        notes.name_rapporteur(meeting, term_of("primary_nl").person_id, by=BY, at=clock.now())
    nl = browser_of(app, "primary_nl")
    assert "One." in nl.get(f"/items/{key}/notes").get_data(as_text=True)
    with app.app_context(), work(TESTS):
        meeting = one(Meeting, city="Bern", state=MeetingState.IN_SESSION)
        notes.name_rapporteur(meeting, term_of("primary_us").person_id, by=BY, at=clock.now())
    assert nl.get(f"/items/{key}/notes").status_code == 404
    assert "One." in browser_of(app, "primary_us").get(f"/items/{key}/notes").get_data(as_text=True)


def test_a_rapporteur_reads_nothing_that_was_written_over_or_removed_before_they_came(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        target = item(meeting)
        first, gone = noted(target, new("The representative of Norway said so."), new("Removed before."))
        noted(target, changed(first, "It was said."), Written(gone.key, "", 1, Said("", is_removed=True)))
        notes.name_rapporteur(meeting, term_of("primary_nl").person_id, by=BY, at=clock.now())
        key, item_key = gone.key, target.key
    path = f"/items/{item_key}/notes"
    nl = browser_of(app, "primary_nl")
    versions = nl.get(f"{path}/versions").get_data(as_text=True)
    assert "It was said." in versions
    assert "Norway" not in versions
    assert "Removed before." not in versions
    with app.app_context(), work(TESTS):
        meeting, target = one(Meeting, city="Bern", state=MeetingState.IN_SESSION), one(AgendaItem, key=item_key)
        # What goes on from the text that they found comes together with theirs.
        noted(target, changed(one(NoteParagraph, revision=2, is_removed=False), "It was said. It was noted."))
        notes.bring_back(target, meeting, key, by=BY, at=clock.now())
    versions = nl.get(f"{path}/versions").get_data(as_text=True)
    assert "It was said. It was noted." in versions
    assert "Removed before." in versions
    assert "Norway" not in versions


def test_a_correction_goes_to_the_record_as_it_went_out_last(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        noted(item(meeting), new("One paragraph."))
        first = sent(meeting)
        line = lines_of(first)[0]
        sent(meeting)
        seat = term_of("primary_nl")
        with pytest.raises(Refused, match="went out again since then"):
            actions.propose_correction(
                line, first, text_of(line), "Another wording.", "",
                party_id=seat.party_id, person_id=seat.person_id, by=BY, at=clock.now(),
            )  # fmt: skip


def test_nothing_is_adopted_that_nobody_had_for_correction(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        meeting, later = a_sitting(), a_sitting(starts_on=date(2027, 7, 20))
        (row,) = noted(item(meeting), new("One paragraph."))
        record = sent(meeting)
        seat, line = term_of("primary_nl"), lines_of(record)[0]
        correction = actions.propose_correction(
            line, record, text_of(line), "One paragraph, corrected.", "",
            party_id=seat.party_id, person_id=seat.person_id, by=BY, at=clock.now(),
        )  # fmt: skip
        accepted, said = CorrectionFate.ACCEPTED, "One paragraph, corrected."
        actions.decide(correction, line, meeting, accepted, text=said, reason="", by=BY, at=clock.now())
        noted(item(meeting), new("What nobody has read."))
        with pytest.raises(Refused, match="One paragraph differs"):
            actions.adopt(meeting, later, is_early=True, unentered=True, by=BY, at=clock.now())
        added = noted(item(meeting))[-1]
        noted(item(meeting), Written(added.key, "", added.revision, replace(said_of(added), is_removed=True)))
        assert (
            actions.adopt(meeting, later, is_early=True, unentered=True, by=BY, at=clock.now())[0].state
            is RecordState.ADOPTED
        )
        assert row.text == said
