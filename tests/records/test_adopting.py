"""Pages on which a record is adopted, and corrections are decided on."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date, timedelta

import pypdf
import pytest
from flask import Flask

from convene import clock
from convene.agendas.actions import narrow_item
from convene.agendas.models import AgendaItem
from convene.agendas.terms import Subject
from convene.bodies.models import Party
from convene.db import work
from convene.findings import Refused
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.terms import MeetingState
from convene.people.models import Contact
from convene.placing import place_meeting
from convene.records import actions, rules
from convene.records.models import Correction, NoteTaker, Record
from convene.records.notes import name_rapporteur, said, take_down
from convene.records.queries import later_meetings
from convene.records.terms import CorrectionFate, Marking, RecordState, Written
from tests.browser import TESTS, Browser, browser_of, words_of
from tests.build import BY, body, count, one, term_of
from tests.records.made import a_sitting, changed, item, new, noted, sent


@pytest.fixture
def sat(app: Flask) -> dict[str, str]:
    """A sitting with a closed and an open paragraph, circulated; the keys of its meeting and items."""
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        closed, opened = item(meeting), item(meeting, Subject.INPUT_OF_GUESTS)
        noted(closed, new("The closed words of the deep-dive."))
        noted(opened, new("The open words to the guests.", Marking.OPEN))
        sent(meeting)
        return {"meeting": meeting.key, "closed": closed.key, "open": opened.key}


def test_where_no_later_meeting_sits_it_is_told_and_where_to_go(
    app: Flask, secretary: Browser, sat: dict[str, str]
) -> None:
    path = f"/meetings/{sat['meeting']}/record/adoption"
    with app.app_context(), work(TESTS):
        new_one = f"/bodies/{body().key}/meetings/new"
        later = later_meetings(one(Meeting, key=sat["meeting"]))
        key, title = later[0].key, later[0].title
        assert {m.state for m in later} <= {MeetingState.CONVENED, MeetingState.DRAFT}
    page = secretary.get(path)

    assert "sits yet, or has sat since the record went out: only such a meeting can adopt it." in words_of(page)
    assert title in words_of(page)
    assert f'href="/meetings/{key}"' in page.text
    assert new_one not in page.text
    assert "Choose the meeting" not in page.text
    assert secretary.post(path, {"early": "y", "unentered": "y"}).status_code == 422
    with app.app_context(), work(TESTS):
        for meeting in later_meetings(one(Meeting, key=sat["meeting"])):
            meeting.state = MeetingState.CANCELLED
    assert new_one in secretary.get(path).text


def test_the_page_of_adoption_tells_of_corrections(app: Flask, secretary: Browser, sat: dict[str, str]) -> None:
    base = f"/meetings/{sat['meeting']}/record"
    assert "No correction was proposed." in secretary.text(f"{base}/adoption")
    nl = browser_of(app, "primary_nl")
    path = re.findall(r"/record-paragraphs/[\w-]+/correction", nl.get(base).get_data(as_text=True))[0]
    nl.post(path, {"proposed": "The corrected words."})
    page = secretary.text(f"{base}/adoption")
    assert "0 accepted, 0 declined, 1 waiting." in page
    assert "Decide on it first" in page
    with app.app_context(), work(TESTS):
        key = one(Correction).key
    secretary.post(f"/corrections/{key}", {"fate": "accepted", "text": "The corrected words."})
    page = secretary.text(f"{base}/adoption")

    assert "1 accepted, 0 declined, 0 waiting." in page
    assert "Now: The corrected words." in page


@pytest.fixture
def proposed(app: Flask, sat: dict[str, str]) -> dict[str, str]:
    """The same, with a correction of the Netherlands to the closed paragraph that waits; its key too."""
    base = f"/meetings/{sat['meeting']}/record"
    nl = browser_of(app, "primary_nl")
    path = re.findall(r"/record-paragraphs/[\w-]+/correction", nl.get(base).get_data(as_text=True))[0]
    nl.post(path, {"proposed": "The corrected words."})
    with app.app_context(), work(TESTS):
        return sat | {"correction": one(Correction).key}


ACCEPTED = "A correction was accepted: this paragraph is amended"


def test_beside_a_paragraph_stands_what_became_of_its_correction_for_whoever_may_know(
    app: Flask, secretary: Browser, proposed: dict[str, str]
) -> None:
    base = f"/meetings/{proposed['meeting']}/record"
    for who, waits in (("primary_nl", True), ("secretary", True), ("primary_us", False)):
        assert ("A correction waits for a decision." in browser_of(app, who).text(base)) is waits, who
    secretary.post(f"/corrections/{proposed['correction']}", {"fate": "accepted", "text": "The corrected words."})

    for who, told in (("primary_nl", True), ("secretary", True), ("primary_us", False)):
        assert (ACCEPTED in browser_of(app, who).text(base)) is told, who
        assert ACCEPTED not in browser_of(app, who).text(f"{base}?rendering=open")
    with app.app_context(), work(TESTS):
        sent(one(Meeting, key=proposed["meeting"]))
    assert ACCEPTED not in secretary.text(base)  # It is amended now.


def test_of_a_declined_correction_nothing_stands_beside_the_paragraph(
    secretary: Browser, proposed: dict[str, str]
) -> None:
    secretary.post(f"/corrections/{proposed['correction']}", {"fate": "declined", "reason": "No."})
    page = secretary.text(f"/meetings/{proposed['meeting']}/record")

    assert ACCEPTED not in page
    assert "A correction waits" not in page


def text_now(app: Flask, key: str) -> str:
    """What the first paragraph of an item says now."""
    with app.app_context(), work(TESTS):
        return noted(one(AgendaItem, key=key))[0].text


def test_an_accepted_correction_takes_the_place_of_nothing_that_was_not_read(
    app: Flask, secretary: Browser, proposed: dict[str, str]
) -> None:
    with app.app_context(), work(TESTS):
        found = one(AgendaItem, key=proposed["closed"])
        noted(found, changed(noted(found)[0], "The words that a note-taker wrote on."))
    path, given = f"/corrections/{proposed['correction']}", {"fate": "accepted", "text": "The corrected words."}
    page = secretary.get(path)
    assert "The words that a note-taker wrote on." in words_of(page)
    was = re.findall(r'name="was" value="([^"]+)"', page.text)[0]

    refused = secretary.post(path, given | {"was": was})
    assert (refused.status_code, "were changed since it went out" in refused.text) == (422, True)
    assert text_now(app, proposed["closed"]) == "The words that a note-taker wrote on."
    with app.app_context(), work(TESTS):
        found = one(AgendaItem, key=proposed["closed"])
        noted(found, changed(noted(found)[0], "And still on."))
    stale = secretary.post(path, given | {"was": was, "instead": "y"})  # What the notes say now was not read.
    assert (stale.status_code, "And still on." in words_of(stale)) == (422, True)
    assert "checked" not in re.findall(r'<input[^>]*name="instead"[^>]*>', stale.text)[0]
    with app.app_context(), work(TESTS):
        assert one(Correction).fate is CorrectionFate.WAITING
    now = re.findall(r'name="was" value="([^"]+)"', stale.text)[0]

    assert secretary.post(path, given | {"was": now, "instead": "y"}).status_code == 303
    assert text_now(app, proposed["closed"]) == "The corrected words."


def test_an_accepted_correction_brings_a_removed_paragraph_back_when_that_was_read(
    app: Flask, secretary: Browser, proposed: dict[str, str]
) -> None:
    with app.app_context(), work(TESTS):
        found = one(AgendaItem, key=proposed["closed"])
        row = noted(found)[0]
        noted(found, Written(row.key, "", row.revision, replace(said(row), is_removed=True)))
    path, given = f"/corrections/{proposed['correction']}", {"fate": "accepted", "text": "The corrected words."}
    page = secretary.get(path)
    assert "The paragraph was removed from the notes." in words_of(page)
    was = re.findall(r'name="was" value="([^"]+)"', page.text)[0]

    assert secretary.post(path, given | {"was": was}).status_code == 422
    assert secretary.post(path, given | {"was": was, "instead": "y"}).status_code == 303
    with app.app_context(), work(TESTS):
        assert not noted(one(AgendaItem, key=proposed["closed"]))[0].is_removed


@pytest.mark.parametrize(
    "noted_since, text, instead, refuses",
    [
        ("As sent.", "Corrected.", False, False),
        ("As sent.\r\n", "Corrected.", False, False),  # The end of a line alone.
        ("Corrected.", "Corrected.", False, False),  # They say it already.
        ("Written on.", "Corrected.", False, True),
        ("Written on.", "Corrected.", True, False),
        ("", "Corrected.", False, True),
    ],
)
def test_when_a_decision_must_be_read_again(noted_since: str, text: str, instead: bool, refuses: bool) -> None:
    assert bool(rules.decision_findings("As sent.", noted_since, text, instead=instead)) is refuses


def test_what_is_changed_by_hand_after_a_correction_is_not_adopted(
    app: Flask, secretary: Browser, proposed: dict[str, str]
) -> None:
    secretary.post(f"/corrections/{proposed['correction']}", {"fate": "accepted", "text": "The corrected words."})
    with app.app_context(), work(TESTS):
        a_sitting(starts_on=date(2027, 7, 20))
    at = clock.now() + timedelta(hours=1)
    with app.app_context(), work(TESTS):
        meeting, later = one(Meeting, key=proposed["meeting"]), one(Meeting, starts_on=date(2027, 7, 20))
        found = one(AgendaItem, key=proposed["closed"])
        take_down(found, meeting, [changed(noted(found)[0], "Slipped in.")], by=BY, at=at)
        with pytest.raises(Refused, match="One paragraph differs"):
            actions.adopt(meeting, later, is_early=True, unentered=True, by=BY, at=at)
        take_down(found, meeting, [changed(noted(found)[0], "The corrected words.")], by=BY, at=at)
        assert (
            actions.adopt(meeting, later, is_early=True, unentered=True, by=BY, at=at)[0].state is RecordState.ADOPTED
        )


@pytest.mark.parametrize("is_added", [False, True])
def test_that_it_must_go_out_again_is_told_before_anybody_adopts(
    app: Flask, secretary: Browser, sat: dict[str, str], is_added: bool
) -> None:
    with app.app_context(), work(TESTS):
        meeting = one(Meeting, key=sat["meeting"])
        sent(meeting)
        if is_added:
            noted(one(AgendaItem, key=sat["closed"]), new("What nobody has read."))
    base = f"/meetings/{sat['meeting']}/record"
    page = secretary.get(f"{base}/adoption").get_data(as_text=True)
    assert ("One paragraph differs from the record as it went out, and by no accepted correction." in page) is is_added
    assert (f'<a href="{base}/circulation">Circulate it again first</a>' in page) is is_added


def test_an_item_with_notes_stays_on_the_agenda(app: Flask, secretary: Browser, sat: dict[str, str]) -> None:
    assert secretary.post(f"/items/{sat['closed']}/remove", {}).status_code == 303

    assert "Notes were taken of this item; it stays on the agenda." in secretary.text(f"/meetings/{sat['meeting']}")
    assert text_now(app, sat["closed"]) == "The closed words of the deep-dive."
    with app.app_context(), work(TESTS):
        found = one(AgendaItem, key=sat["closed"])
        row = noted(found)[0]
        noted(found, Written(row.key, "", row.revision, replace(said(row), is_removed=True)))
    assert secretary.post(f"/items/{sat['closed']}/remove", {}).status_code == 303
    with app.app_context(), work(TESTS):
        assert count(AgendaItem, key=sat["closed"]) == 0


def test_the_page_of_notes_says_which_item_it_is_and_offers_who_was_there(
    app: Flask, secretary: Browser, sat: dict[str, str]
) -> None:
    with app.app_context(), work(TESTS):
        meeting, found = one(Meeting, key=sat["meeting"]), one(AgendaItem, key=sat["closed"])
        session = one(MeetingSession, id=found.session_id)
        title, attendance = session.title, f"/sessions/{session.key}/attendance"
        name = one(Contact, id=term_of("primary_nl").contact_id).name
        assert meeting.key
    path = f"/items/{sat['closed']}/notes"
    page = secretary.get(path)
    label = re.findall(r"<h1[^>]*>Notes on item ([^:<]+):", page.text)
    listed = secretary.get(f"/meetings/{sat['meeting']}/notes").text
    number = re.findall(rf'rows__lead">([^&]*)&ensp;<a href="{path}"', listed)
    offered = re.findall(r'<datalist id="present">(.*?)</datalist>', page.text, re.DOTALL)[0]

    assert label == number
    assert len(label) == 1
    assert title in words_of(page)
    assert "Closed" in words_of(page)
    assert f"Netherlands: {name}" in offered
    assert "United States" in offered
    key = re.findall(r'value="([\w-]{22})"[^>]*>\s*<label[^>]*>Netherlands', secretary.get(attendance).text)[0]
    secretary.post(attendance, {"present": [key], "others": "Ann Lee, Canada"})
    offered = re.findall(r'<datalist id="present">(.*?)</datalist>', secretary.get(path).text, re.DOTALL)[0]
    assert "Ann Lee, Canada" in offered
    assert f"Netherlands: {name}" in offered
    assert "United States" not in offered


def test_a_rapporteur_is_offered_nobody_who_was_there(app: Flask, sat: dict[str, str]) -> None:
    with app.app_context(), work(TESTS):
        name_rapporteur(one(Meeting, key=sat["meeting"]), term_of("primary_nl").person_id, by=BY, at=clock.now())
    page = browser_of(app, "primary_nl").get(f"/items/{sat['closed']}/notes")

    assert page.status_code == 200
    assert '<datalist id="present">' not in page.text


def test_why_paragraphs_stand_in_another_order_is_told_where_it_is_so(
    app: Flask, secretary: Browser, sat: dict[str, str]
) -> None:
    path = f"/items/{sat['closed']}/notes"
    assert "the order of speaking could tell who spoke" not in secretary.text(path)
    with app.app_context(), work(TESTS):
        noted(one(AgendaItem, key=sat["closed"]), new("It was said.", Marking.NOT_ATTRIBUTED))
    assert "the paragraphs that are not attributed stand by topic" in secretary.text(path)
    with app.app_context(), work(TESTS):
        body().not_attributed = True
    assert "In the record the paragraphs stand by topic" in secretary.text(path)


def test_corrections_end_before_the_next_meeting(app: Flask, secretary: Browser, sat: dict[str, str]) -> None:
    path = f"/meetings/{sat['meeting']}/record/circulation"
    with app.app_context(), work(TESTS):
        ahead = next(m for m in later_meetings(one(Meeting, key=sat["meeting"])) if m.state is MeetingState.CONVENED)
        on = ahead.starts_on
    late = {"due": f"{on.isoformat()}T09:00"}
    refused = secretary.post(path, late)
    assert (refused.status_code, "The next meeting has begun by then." in refused.text) == (422, True)
    assert secretary.post(path, {"due": "2020-01-01T09:00"}).status_code == 422
    in_time = {"due": f"{(on - timedelta(days=1)).isoformat()}T18:00"}
    unread = secretary.post(path, in_time)
    assert (unread.status_code, "Something was changed since you opened this page." in unread.text) == (422, True)
    was = re.findall(r'name="was" value="([^"]+)"', unread.text)[0]
    assert secretary.post(path, in_time | {"was": was}).status_code == 303


def test_a_meeting_that_was_over_before_the_record_went_out_does_not_adopt_it(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        meeting, later = a_sitting(starts_on=date(2027, 5, 10)), a_sitting(starts_on=date(2027, 5, 24))
        noted(item(meeting), new("One paragraph."))
        sent(meeting)
        assert later.ends_at < clock.now()
        with pytest.raises(Refused, match="was over before the record went out"):
            actions.adopt(meeting, later, is_early=True, unentered=True, by=BY, at=clock.now())
        path, chosen = f"/meetings/{meeting.key}/record/adoption", later.key
    assert chosen not in secretary.get(path).text
    assert secretary.post(path, {"meeting": chosen, "early": "y", "unentered": "y"}).status_code == 422
    with app.app_context(), work(TESTS):
        assert count(Record) == count(Record, state=RecordState.CIRCULATED) == 1


def test_whoever_cannot_open_the_notes_does_not_take_them(app: Flask, secretary: Browser, sat: dict[str, str]) -> None:
    with app.app_context(), work(TESTS):
        observer, alternate, guest = (
            one(Contact, id=term_of(key).contact_id).key for key in ("observer_fr", "alternate_nl", "ngo_guest")
        )
    notes = f"/meetings/{sat['meeting']}/notes"
    offered = secretary.get(notes).text
    assert [f'value="{key}"' in offered for key in (observer, alternate, guest)] == [False, True, False]
    secretary.post(f"{notes}/rapporteur", {"rapporteur": alternate})
    for wrong in (observer, "A" * 22):
        refused = secretary.post(f"{notes}/rapporteur", {"rapporteur": wrong})
        assert refused.status_code == 303
    with app.app_context(), work(TESTS):
        assert one(NoteTaker).person_id == term_of("alternate_nl").person_id
    assert browser_of(app, "alternate_nl").get(notes).status_code == 200
    secretary.post(f"{notes}/rapporteur", {"rapporteur": ""})
    with app.app_context(), work(TESTS):
        assert count(NoteTaker) == 0


SEAL = re.compile(r"Seal \(SHA-256\): ([0-9a-f]{64})")


def test_what_is_said_of_the_seal_is_the_same_whether_a_copy_leaves_anything_out(
    app: Flask, secretary: Browser, sat: dict[str, str]
) -> None:
    path, said = f"/meetings/{sat['meeting']}/record", "A copy that bears the same seal is the same text."
    assert said in words_of(secretary.get(path))
    assert "worked out anew" in words_of(secretary.get(path))
    nl = browser_of(app, "primary_nl")
    before = words_of(nl.get(path))
    assert "The closed words of the deep-dive." in before
    with app.app_context(), work(TESTS):
        narrow_item(one(AgendaItem, key=sat["closed"]), [one(Party, name="Denmark").id], by=BY, at=clock.now())
        place_meeting(one(Meeting, key=sat["meeting"]).id)
    after = words_of(nl.get(path))
    assert "The closed words of the deep-dive." not in after
    assert SEAL.search(before) != SEAL.search(after)  # Each is the seal of its own words.
    for words in (before, after):  # Nothing tells the one copy from the other.
        assert "worked out from every word of this copy" in words
        assert said in words
        assert "worked out anew" not in words.replace("works it out anew", "")
    printed = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(nl.get(f"{path}.pdf").data)).pages)
    assert "Worked out from the plain text of this copy" in " ".join(printed.split())


def test_the_log_of_corrections_says_that_their_time_is_over_and_what_is_left(app: Flask, sat: dict[str, str]) -> None:
    path = f"/meetings/{sat['meeting']}/record/corrections"
    seat = browser_of(app, "primary_nl")
    open_yet = seat.text(path)
    assert "Corrections are taken until" in open_yet
    assert "The time for corrections ended" not in open_yet
    with app.app_context(), work(TESTS):
        due = clock.now() - timedelta(hours=1)
        one(Record).due_at, zone = due, one(Meeting, key=sat["meeting"]).zone
        day, hour = clock.moment_words(due, zone).rsplit(", ", 1)[0], clock.hour_words(due, zone)
    over = seat.text(path)
    assert f"The time for corrections ended on {day}, {hour} {clock.place_of(zone)}" in " ".join(over.split())
    assert "write to the secretariat, or raise it at the meeting that adopts the record" in over
    assert "Corrections are taken until" not in over
    assert "You can decide on what was proposed" in browser_of(app, "secretary").text(path)


@pytest.mark.parametrize("is_again", [False, True])
def test_the_log_says_with_which_record_an_accepted_correction_went_out(
    app: Flask, secretary: Browser, proposed: dict[str, str], is_again: bool
) -> None:
    given = {"fate": "accepted", "text": "The corrected words."}
    assert secretary.post(f"/corrections/{proposed['correction']}", given).status_code == 303
    path, ahead = f"/meetings/{proposed['meeting']}/record", "It stands in the record as soon as that goes out again."
    for who in (secretary, browser_of(app, "primary_nl")):
        shown = who.text(f"{path}/corrections")
        assert (ahead in shown, "It went out with" in shown) == (True, False)
    with app.app_context(), work(TESTS):
        meeting: Meeting = one(Meeting, key=proposed["meeting"])
        symbol = sent(meeting).symbol
        if is_again:
            sent(meeting)
    assert symbol.endswith("Rev.1")
    for who in (secretary, browser_of(app, "primary_nl")):
        shown = who.text(f"{path}/corrections")
        assert (ahead in shown, f"It went out with {symbol}, circulated" in shown.replace(" ,", ",")) == (False, True)
        assert f"{path}?circulation=1" in who.get(f"{path}/corrections").text


def test_a_declined_correction_went_out_with_nothing(secretary: Browser, app: Flask, proposed: dict[str, str]) -> None:
    secretary.post(f"/corrections/{proposed['correction']}", {"fate": "declined", "reason": "No."})
    with app.app_context(), work(TESTS):
        sent(one(Meeting, key=proposed["meeting"]))
    assert "It went out with" not in secretary.text(f"/meetings/{proposed['meeting']}/record/corrections")
