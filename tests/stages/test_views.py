"""Pages of stages: circulating under the notice rule, reading, mark-up, adoption, and what guests are never told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from time_machine import Traveller

from convene import clock
from convene.access.models import Sighting
from convene.agendas.terms import Subject
from convene.db import db, work
from convene.journal import JournalEntry
from convene.mail.models import OutboxMessage
from convene.meetings.actions import move_to
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.stages.models import AgendaStage
from convene.stages.terms import Stage
from tests.browser import TESTS, Browser, browser_of
from tests.build import BY, a_draft, an_item, board_meeting, count, item_of, one, open_session
from tests.packs import read
from tests.stages.shared import circulated

LATE = datetime(2027, 9, 1, 10, tzinfo=UTC)  # Twenty days before the board's meeting.


@pytest.fixture
def meeting(app: Flask) -> str:
    """The key of the convened board meeting."""
    with app.app_context(), work(TESTS):
        return board_meeting().key


def stages(app: Flask) -> list[tuple[str, str, bool, int]]:
    """What was circulated: stage, symbol, whether with notice, and the days asked for."""
    with app.app_context(), work(TESTS):
        rows = db.session.query(AgendaStage).order_by(AgendaStage.revision)
        return [(str(s.stage), s.symbol, s.notice_kept, s.notice_days) for s in rows]


def change(app: Flask, subject: Subject = Subject.DEEP_DIVE, title: str = "Another country") -> None:
    with app.app_context(), work(TESTS):
        item_of(board_meeting(), subject).title = title


def test_an_agenda_is_circulated_and_read(app: Flask, secretary: Browser, meeting: str) -> None:
    page = secretary.text(f"/meetings/{meeting}/stages/new")
    assert "What will be circulated" in page
    assert "13 people : each whose own part is new" in page.replace("people:", "people :")

    done = secretary.post(f"/meetings/{meeting}/stages/new", {"stage": "provisional", "note": "For comments"})

    assert done.status_code == 303
    assert stages(app) == [("provisional", "TNAP/2027/1/1", True, 21)]
    assert "TNAP/2027/1/1 is circulated. 13 people are told by mail." in secretary.text(done.location)
    member = browser_of(app, "primary_dk").text(done.location)
    assert "Provisional agenda" in member
    assert "For comments" in member
    assert "11 Next meetings and close" in member
    assert "Provisional agenda TNAP/2027/1/1 , circulated on Tuesday 1 June 2027" in browser_of(app, "primary_dk").text(
        f"/meetings/{meeting}"
    )


def test_every_circulation_is_in_the_journal_with_its_digest(app: Flask, secretary: Browser, meeting: str) -> None:
    secretary.post(f"/meetings/{meeting}/stages/new", {"stage": "provisional"})

    with app.app_context(), work(TESTS):
        entry = one(JournalEntry, act="stage.circulate")
        stage = one(AgendaStage, key=entry.object_key)
        assert stage.digest in entry.change
        assert '"told": 13' in entry.change


@pytest.mark.parametrize(
    "given, complaint",
    [
        ({}, "Choose the stage."),
        ({"stage": "adopted"}, "Not a valid choice."),
        ({"stage": "provisional", "note": "x" * 2001}, "At most 2000 characters."),
    ],
)
def test_what_cannot_be_circulated_is_refused_and_kept(
    app: Flask, secretary: Browser, meeting: str, given: dict[str, str], complaint: str
) -> None:
    refused = secretary.post(f"/meetings/{meeting}/stages/new", {"note": "Typed"} | given)

    assert refused.status_code == 422
    assert complaint in refused.text
    assert given.get("note", "Typed") in refused.text
    assert stages(app) == []


def test_short_notice_is_refused_until_it_is_meant_and_then_shown(app: Flask, meeting: str, at: Traveller) -> None:
    at.move_to(LATE)
    browser = browser_of(app, "secretary")
    wish = {"stage": "provisional", "note": "Late"}

    refused = browser.post(f"/meetings/{meeting}/stages/new", wish)

    assert refused.status_code == 422
    assert "asks for 21 days before the meeting; 20 days remain." in refused.text
    assert stages(app) == []
    done = browser.post(f"/meetings/{meeting}/stages/new", wish | {"all_the_same": "y"})
    assert stages(app) == [("provisional", "TNAP/2027/1/1", False, 21)]
    member = browser_of(app, "primary_dk")
    assert "21 days asked for, less given" in member.text(done.location)
    assert "Less than 21 days’ notice" in member.text(f"/meetings/{meeting}/stages")


def test_the_notice_is_counted_by_the_host_s_day(app: Flask, meeting: str, at: Traveller) -> None:
    # Four in the morning of 1 September in Zurich is still 31 August in New York.
    at.move_to(datetime(2027, 9, 1, 2, tzinfo=UTC))

    browser_of(app, "secretary").post(f"/meetings/{meeting}/stages/new", {"stage": "provisional"})

    assert stages(app) == [("provisional", "TNAP/2027/1/1", True, 21)]


def test_nothing_new_is_not_circulated_again_but_another_stage_is(app: Flask, secretary: Browser, meeting: str) -> None:
    circulated(app, meeting)
    again = secretary.post(f"/meetings/{meeting}/stages/new", {"stage": "provisional"})
    assert again.status_code == 422
    assert "Nothing was changed since TNAP/2027/1/1 was circulated." in again.text

    secretary.post(f"/meetings/{meeting}/stages/new", {"stage": "annotated"})

    assert [s[:2] for s in stages(app)] == [("provisional", "TNAP/2027/1/1"), ("annotated", "TNAP/2027/1/1/Rev.1")]


def test_a_draft_and_a_cancelled_meeting_have_no_agenda_to_circulate(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        key = a_draft().key

    assert "The meeting is a draft" in secretary.text(f"/meetings/{key}/stages/new")
    refused = secretary.post(f"/meetings/{key}/stages/new", {"stage": "provisional"})
    assert refused.status_code == 422
    assert stages(app) == []


def test_a_revision_shows_its_mark_up_on_page_and_pdf(app: Flask, secretary: Browser, meeting: str) -> None:
    first = circulated(app, meeting)
    change(app, title="Deep-dive: a country with early warning signs")
    assert "What changed since TNAP/2027/1/1" in secretary.text(f"/meetings/{meeting}/stages/new")
    stage = circulated(app, meeting)

    page = browser_of(app, "primary_dk").get(f"/stages/{stage}/changes").text
    assert '<del><span class="visually-hidden">deleted: </span>situation</del> ' in page
    assert '<ins><span class="visually-hidden">added: </span>country</ins> ' in page
    assert f'href="/stages/{first}"' in page
    printed = browser_of(app, "primary_dk").get(f"/stages/{stage}/changes.pdf").data
    assert "Deep-dive: a situation country with early warning signs" in read.words(printed)
    assert "What changed against TNAP/2027/1/1: added words are underlined" in read.words(printed)
    assert "TNAP/2027/1/1/Rev.1" in read.words(printed)


def test_the_first_circulation_has_nothing_to_be_compared_with(app: Flask, secretary: Browser, meeting: str) -> None:
    stage = circulated(app, meeting)

    assert "Nothing earlier was circulated to compare it with." in secretary.text(f"/stages/{stage}/changes")
    assert "Nothing earlier was circulated." in read.words(secretary.get(f"/stages/{stage}/changes.pdf").data)


def test_the_printed_agenda_is_the_same_bytes_later(
    app: Flask, secretary: Browser, meeting: str, at: Traveller
) -> None:
    stage = circulated(app, meeting, Stage.ANNOTATED)
    before = secretary.get(f"/stages/{stage}/agenda.pdf").data
    change(app)
    at.shift(86400)

    assert browser_of(app, "secretary").get(f"/stages/{stage}/agenda.pdf").data == before
    words = read.words(before)
    assert "Annotated agenda" in words
    assert "TNAP/2027/1/1" in words
    assert "as of Tuesday 1 June 2027, 06:00 New York" in words


def adopted_by(browser: Browser, meeting: str, **given: str) -> int:
    return browser.post(f"/meetings/{meeting}/stages/adoption", given).status_code


def sit(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        move_to(board_meeting(), MeetingState.IN_SESSION, by=BY, at=clock.now())


def test_an_agenda_is_adopted_as_circulated_in_the_meeting_alone(app: Flask, secretary: Browser, meeting: str) -> None:
    assert adopted_by(secretary, meeting, manner="as circulated") == 422
    circulated(app, meeting)
    assert "An agenda is adopted in the meeting" in secretary.text(f"/meetings/{meeting}/stages/adoption")
    assert adopted_by(secretary, meeting, manner="as circulated") == 422
    sit(app)
    assert adopted_by(secretary, meeting, manner="as amended", note="?") == 422
    assert [s[0] for s in stages(app)] == ["provisional"]

    assert adopted_by(secretary, meeting, manner="as circulated") == 303

    assert stages(app)[-1] == ("adopted", "TNAP/2027/1/1/Rev.1", True, 0)
    assert "Adopted as circulated." in secretary.text(f"/meetings/{meeting}/stages")
    assert adopted_by(secretary, meeting, manner="as circulated") == 422
    assert secretary.post(f"/meetings/{meeting}/stages/new", {"stage": "annotated"}).status_code == 422
    assert len(stages(app)) == 2


def test_an_agenda_is_adopted_as_amended_with_what_was_amended(app: Flask, secretary: Browser, meeting: str) -> None:
    circulated(app, meeting)
    with app.app_context(), work(TESTS):
        found = board_meeting()
        move_to(found, MeetingState.IN_SESSION, by=BY, at=clock.now())
        an_item(open_session(found), "Any other business")
    assert adopted_by(secretary, meeting, manner="as circulated") == 422
    without = secretary.post(f"/meetings/{meeting}/stages/adoption", {"manner": "as amended"})
    assert "Say in a sentence what was amended." in without.text

    done = secretary.post(
        f"/meetings/{meeting}/stages/adoption", {"manner": "as amended", "note": "At the wish of Denmark."}
    )

    assert done.status_code == 303
    page = secretary.text(done.location)
    assert "Adopted as amended. At the wish of Denmark." in page
    assert "added: Any other business" in page


def told(app: Flask) -> list[str]:
    """To whom a message about the agenda is queued, oldest first."""
    with app.app_context(), work(TESTS):
        rows = db.session.query(OutboxMessage).filter_by(kind="agenda").order_by(OutboxMessage.id)
        return [m.subject_key for m in rows]


def test_a_guest_hears_only_of_what_changed_for_them(app: Flask, secretary: Browser, meeting: str) -> None:
    circulated(app, meeting)
    assert len(told(app)) == 13
    change(app, Subject.ECONOMIC_ACTORS)
    circulated(app, meeting)
    assert len(told(app)) == 13 + 7  # The seats alone.
    change(app)
    circulated(app, meeting)
    assert len(told(app)) == 13 + 7 + 8  # The seats, and whoever speaks to that item.
    change(app, Subject.INPUT_OF_GUESTS)
    circulated(app, meeting)
    assert len(told(app)) == 13 + 7 + 8 + 12  # The seats, and the guests of the open session.


def test_a_guest_finds_their_own_part_and_no_trace_of_another(app: Flask, secretary: Browser, meeting: str) -> None:
    guest = browser_of(app, "ngo_guest")
    assert "as it was sent" not in guest.text(f"/meetings/{meeting}")
    circulated(app, meeting, note="A note to seats")
    change(app, Subject.ECONOMIC_ACTORS)
    hidden = circulated(app, meeting)

    assert "Your programme as it was sent" in guest.text(f"/meetings/{meeting}")
    page = guest.get(f"/meetings/{meeting}/stages").text
    assert page.count("/agenda.pdf") == 1
    assert "/changes" not in page
    for word in ("TNAP", "Rev", "provisional", "A note to seats", "notice"):
        assert word not in page
    assert [guest.get(f"/stages/{hidden}{rest}").status_code for rest in ("", "/agenda.pdf", "/changes")] == [404] * 3


def test_reading_a_stage_is_noted(app: Flask, secretary: Browser, meeting: str) -> None:
    stage = circulated(app, meeting)
    with app.app_context(), work(TESTS):
        before = count(Sighting)

    browser_of(app, "primary_dk").get(f"/stages/{stage}/agenda.pdf")
    browser_of(app, "speaker_on_link").get(f"/stages/{stage}")

    with app.app_context(), work(TESTS):
        kinds = [s.object_kind for s in db.session.query(Sighting).order_by(Sighting.id)][before:]
    assert kinds == ["session"] * 3 + ["item"]


def test_a_meeting_that_is_cancelled_says_so_beside_what_was_circulated(app: Flask, meeting: str) -> None:
    stage = circulated(app, meeting)
    with app.app_context(), work(TESTS):
        one(Meeting, key=meeting).state = MeetingState.CANCELLED

    assert "This meeting is cancelled." in browser_of(app, "primary_dk").text(f"/stages/{stage}")
    assert "This is cancelled." in browser_of(app, "ngo_guest").text(f"/stages/{stage}")
