"""Pages of meetings: drafting by form, errors at their fields with what was typed, sessions moved, states by button."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from convene.access.terms import Audience
from convene.agendas.offering import GENERAL
from convene.agendas.templates import meeting_templates
from convene.agendas.terms import Subject
from convene.db import db, work
from convene.mail.models import OutboxMessage
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.terms import MeetingState
from convene.sending import send_due
from tests.browser import TESTS, Browser, browser_of, words_of
from tests.build import a_draft, board_meeting, body, count, item_of, open_session, sessions
from tests.fields import complaints, said_at, summary, ticked, typed

DRAFT = {
    "template": "coordination-board", "city": "Ottawa", "zone": "America/Toronto", "starts_on": "2027-11-09",
    "venue": "Conference centre",
}  # fmt: skip
SESSION = {
    "title": "Evening", "audience": "closed", "guest_title": "", "on": "2027-11-09", "opens": "19:00", "minutes": "60",
    "room": "Room 3", "getting_in": "", "video_link": "", "places_civil_society": "", "places_intergovernmental": "",
    "places_other": "",
}  # fmt: skip


def body_key(app: Flask, symbol: str = "TNAP") -> str:
    with app.app_context(), work(TESTS):
        return body(symbol).key


def drafted(app: Flask) -> tuple[str, list[str]]:
    """Key of a fresh draft, and the keys of its sessions."""
    with app.app_context(), work(TESTS):
        meeting = a_draft()
        return meeting.key, [s.key for s in sessions(meeting)]


def state_of(app: Flask, key: str) -> MeetingState:
    with app.app_context(), work(TESTS):
        return db.session.scalars(select(Meeting.state).where(Meeting.key == key)).one()


def queued(app: Flask) -> int:
    with app.app_context(), work(TESTS):
        return count(OutboxMessage)


def how_many(app: Flask, model: type[Meeting | MeetingSession]) -> int:
    with app.app_context(), work(TESTS):
        return count(model)


def test_draft_by_form_leads_on_to_inviting_and_tells_nobody(app: Flask, secretary: Browser) -> None:
    before = queued(app)
    done = secretary.post(f"/bodies/{body_key(app)}/meetings/new", DRAFT)
    assert done.status_code == 303
    key = done.location.split("/")[2]
    assert done.location == f"/meetings/{key}/invite"
    assert state_of(app, key) is MeetingState.DRAFT
    assert queued(app) == before
    assert browser_of(app, "primary_nl").get(f"/meetings/{key}").status_code == 404


def test_draft_form_offers_the_template_of_the_body(app: Flask, secretary: Browser) -> None:
    page = secretary.get(f"/bodies/{body_key(app)}/meetings/new")
    assert typed(page, "template") == "coordination-board"
    other = browser_of(app, "secretary_council").get(f"/bodies/{body_key(app, 'TAPRC')}/meetings/new")
    assert typed(other, "template") == "briefing"


@pytest.mark.parametrize(
    "preset, planned, called",
    [
        ("S1", ["coordination-board"], []),
        ("S2", ["check-ins", "council-meeting", "unga-briefing", "check-ins-day", "briefing"], []),
        ("S3", ["governments-meeting"], []),
        ("S7", ["thematic-meeting", "crisis-meeting"], ["crisis-meeting"]),
        ("S10", ["joint-letter"], ["joint-letter"]),
    ],
)
def test_a_body_is_offered_its_own_kinds_of_meeting_first_and_those_of_no_other(
    app: Flask, secretary: Browser, preset: str, planned: list[str], called: list[str]
) -> None:
    with app.app_context(), work(TESTS):
        body().preset = preset
    general = ["special-meeting", "working-group"]
    for page, own in (("meetings/new", planned), ("special-meeting", called), ("special-meeting?video", planned)):
        text = secretary.get(f"/bodies/{body_key(app)}/{page}").text
        (field,) = re.findall(r'<select[^>]*name="template".*?</select>', text, re.DOTALL)
        assert re.findall(r'value="([^"]+)"', field) == [*own, *general]


@pytest.mark.parametrize("page", ["meetings/new", "special-meeting"])
def test_a_kind_of_meeting_of_another_body_is_refused(app: Flask, secretary: Browser, page: str) -> None:
    before = how_many(app, Meeting)

    refused = secretary.post(f"/bodies/{body_key(app)}/{page}", DRAFT | {"template": "crisis-meeting"})

    assert refused.status_code == 422
    assert "template" in complaints(refused)
    assert how_many(app, Meeting) == before


@pytest.mark.parametrize("key", GENERAL)
def test_what_every_body_can_call_is_closed(key: str) -> None:
    assert {session.audience for session in meeting_templates()[key].sessions} == {Audience.CLOSED}


@pytest.mark.parametrize(
    "wrong, field, said",
    [
        ({"city": ""}, "city", "Enter the host city."),
        ({"city": "  "}, "city", "Enter the host city."),
        ({"city": "x" * 121}, "city", "At most 120 characters."),
        ({"city": "北京"}, "city", "These letters cannot be printed: 北 京"),
        ({"venue": "\N{DOVE OF PEACE} Hall"}, "venue", "These letters cannot be printed: \N{DOVE OF PEACE}"),
        ({"zone": ""}, "zone", "Choose the time zone of the host city."),
        ({"zone": "Europe/Nowhere"}, "zone", "Not a valid choice."),
        ({"starts_on": ""}, "starts_on", "Enter a day, as in 2027-09-20."),
        ({"starts_on": "9 November"}, "starts_on", "Enter a day, as in 2027-09-20."),
        ({"starts_on": "2027-02-30"}, "starts_on", "Enter a day, as in 2027-09-20."),
        ({"template": "none"}, "template", "Not a valid choice."),
    ],
)
def test_draft_that_is_refused_says_so_at_the_field_and_keeps_the_rest(
    app: Flask, secretary: Browser, wrong: dict[str, str], field: str, said: str
) -> None:
    before = how_many(app, Meeting), queued(app)
    done = secretary.post(f"/bodies/{body_key(app)}/meetings/new", DRAFT | wrong)
    assert done.status_code == 422
    assert complaints(done) == [field]
    assert said_at(done, field) == [said]
    assert said in summary(done)
    for name in ("city", "venue", "starts_on", "zone", "template"):
        if name != field:
            assert typed(done, name) == DRAFT[name]
    assert (how_many(app, Meeting), queued(app)) == before


@pytest.mark.parametrize(
    "wrong, field, said",
    [
        ({"title": ""}, "title", "Enter a title."),
        ({"title": "Soirée 夜"}, "title", "These letters cannot be printed: 夜"),
        ({"room": "Room 夜"}, "room", "These letters cannot be printed: 夜"),
        ({"opens": "half past six"}, "opens", "Enter an hour, as in 09:30."),
        ({"opens": "14:30"}, "opens", "Another session of this meeting takes place at that time."),
        ({"on": "2027-11-31"}, "on", "Enter a day, as in 2027-09-20."),
        ({"minutes": "4"}, "minutes", "A session lasts from five minutes to twelve hours."),
        ({"minutes": "an hour"}, "minutes", "Enter a whole number."),
        ({"video_link": "http://video.example/x"}, "video_link", "Give the whole address, beginning with https://"),
        ({"video_link": "javascript:alert(1)"}, "video_link", "Give the whole address, beginning with https://"),
        ({"places_other": "-1"}, "places_other", "From 0 to 10,000."),
        ({"places_other": "10001"}, "places_other", "From 0 to 10,000."),
        ({"audience": "public"}, "audience", "Not a valid choice."),
    ],
)
def test_session_that_is_refused_says_so_at_the_field(
    app: Flask, secretary: Browser, wrong: dict[str, str], field: str, said: str
) -> None:
    key, _ = drafted(app)
    before = how_many(app, MeetingSession)
    done = secretary.post(f"/meetings/{key}/sessions/new", SESSION | wrong)
    assert done.status_code == 422
    assert complaints(done) == [field]
    assert said_at(done, field) == [said]
    if field != "audience":
        assert ticked(done, "audience") == ["closed"]
    for name in {"title", "opens", "minutes", "room"} - {field}:
        assert typed(done, name) == SESSION[name]
    assert how_many(app, MeetingSession) == before


@pytest.mark.parametrize("opens, status", [("01:30", 422), ("03:00", 303)])
def test_session_in_an_hour_that_passes_twice_is_refused_at_the_field(
    app: Flask, secretary: Browser, opens: str, status: int
) -> None:
    with app.app_context(), work(TESTS):
        key = a_draft(starts_on=date(2027, 11, 6)).key
    given = SESSION | {"on": "2027-11-07", "opens": opens, "minutes": "60"}
    done = secretary.post(f"/meetings/{key}/sessions/new", given)
    assert done.status_code == status
    said = ["The clocks change in Ottawa at that hour; choose another."] if status == 422 else []
    assert said_at(done, "opens") == said


def test_session_moved_by_form_moves_its_items_and_tells_those_concerned(app: Flask, secretary: Browser) -> None:
    with app.app_context():
        send_due()
    with app.app_context(), work(TESTS):
        meeting = board_meeting()
        session = sessions(meeting)[0]
        key, dive = session.key, item_of(meeting, Subject.DEEP_DIVE).key
    shown = secretary.get(f"/sessions/{key}/edit")
    form = {name: typed(shown, name) for name in SESSION if name != "audience"} | {"audience": "closed"}
    assert (form["opens"], form["minutes"], form["room"]) == ("09:30", "210", "Room 8")
    done = secretary.post(f"/sessions/{key}/edit", form | {"opens": "10:30", "room": "Room 9"})
    assert done.status_code == 303
    assert "8 people are told by mail." in secretary.text(done.location)
    assert "10:45" in browser_of(app, "primary_nl").text(f"/items/{dive}")


def test_session_form_that_is_refused_leaves_the_session_as_it_was(app: Flask, secretary: Browser) -> None:
    _, (first, *_) = drafted(app)
    before = queued(app)
    shown = secretary.get(f"/sessions/{first}/edit")
    form = {name: typed(shown, name) for name in SESSION if name != "audience"} | {"audience": "open"}
    done = secretary.post(f"/sessions/{first}/edit", form | {"opens": "14:00"})
    assert done.status_code == 422
    assert said_at(done, "opens") == ["Another session of this meeting takes place at that time."]
    assert ticked(done, "audience") == ["open"]
    assert typed(secretary.get(f"/sessions/{first}/edit"), "opens") == "09:30"
    assert ticked(secretary.get(f"/sessions/{first}/edit"), "audience") == ["closed"]
    assert queued(app) == before


def test_session_with_items_is_not_removed(app: Flask, secretary: Browser) -> None:
    _, (first, *_) = drafted(app)
    before = how_many(app, MeetingSession)
    came_from = {"Referer": f"http://localhost/sessions/{first}/edit"}
    done = secretary.post(f"/sessions/{first}/remove", headers=came_from)
    assert (done.status_code, done.location) == (303, f"/sessions/{first}/edit")
    assert "Move or remove the items of this session first." in secretary.text(done.location)
    assert how_many(app, MeetingSession) == before


@pytest.mark.parametrize("referrer", ["", "https://evil.example/x", "http://localhost.evil.example/x"])
def test_refused_button_leads_home_when_it_came_from_elsewhere(app: Flask, secretary: Browser, referrer: str) -> None:
    _, (first, *_) = drafted(app)
    done = secretary.post(f"/sessions/{first}/remove", headers={"Referer": referrer} if referrer else {})
    assert (done.status_code, done.location) == (303, "/")


@pytest.mark.parametrize(
    "wrong, field, said",
    [
        ({"city": ""}, "city", "Enter the host city."),
        ({"notice": "夜"}, "notice", "These letters cannot be printed: 夜"),
        ({"zone": "Mars/Base"}, "zone", "Not a valid choice."),
        ({"answers_due": "soon"}, "answers_due", "Enter a day and an hour."),
        ({"answers_due": "2027-11-09T09:30"}, "answers_due", "Answers must be due before the meeting starts."),
        ({"papers_due": "2027-12-01T09:30"}, "papers_due", "Papers must be due before the meeting starts."),
        ({"telephone": "1" * 61}, "telephone", "At most 60 characters."),
    ],
)
def test_meeting_form_that_is_refused_says_so_at_the_field(
    app: Flask, secretary: Browser, wrong: dict[str, str], field: str, said: str
) -> None:
    key, _ = drafted(app)
    names = "city zone venue address getting_in notice telephone_name telephone chair".split()
    names += ["answers_due", "papers_due", "proposals_due"]
    shown = secretary.get(f"/meetings/{key}/edit")
    form = {name: typed(shown, name) for name in names} | {"venue": "Elsewhere"}
    assert form["answers_due"] == "2027-10-19T18:00"
    done = secretary.post(f"/meetings/{key}/edit", form | wrong)
    assert done.status_code == 422
    assert complaints(done) == [field]
    assert said_at(done, field) == [said]
    assert typed(done, "venue") == "Elsewhere"
    assert typed(secretary.get(f"/meetings/{key}/edit"), "venue") == ""


def test_deadline_is_read_in_the_zone_chosen_in_the_same_form(app: Flask, secretary: Browser) -> None:
    key, _ = drafted(app)
    names = "city zone venue address getting_in notice telephone_name telephone chair".split()
    names += ["answers_due", "papers_due", "proposals_due"]
    shown = secretary.get(f"/meetings/{key}/edit")
    form = {name: typed(shown, name) for name in names}
    done = secretary.post(f"/meetings/{key}/edit", form | {"city": "Tokyo", "zone": "Asia/Tokyo"})
    assert done.status_code == 303
    with app.app_context(), work(TESTS):
        due = db.session.scalars(select(Meeting.answers_due_at).where(Meeting.key == key)).one()
    assert due == datetime(2027, 10, 19, 9, 0, tzinfo=UTC)


def test_findings_cite_their_paragraph_and_refuse_nothing(app: Flask, secretary: Browser) -> None:
    key, (_, _, third, _) = drafted(app)
    kept = secretary.text(f"/meetings/{key}")
    assert "Only the second morning is open." in kept
    shown = secretary.get(f"/sessions/{third}/edit")
    form = {name: typed(shown, name) for name in SESSION if name != "audience"}
    assert secretary.post(f"/sessions/{third}/edit", form | {"audience": "closed"}).status_code == 303
    broken = secretary.text(f"/meetings/{key}")
    assert "The second morning is not open to invited organisations." in broken
    assert "A11" in broken
    assert secretary.get(f"/meetings/{key}/send").status_code == 200


def test_overrun_is_shown_and_nothing_is_shortened(app: Flask, secretary: Browser) -> None:
    key, (first, *_) = drafted(app)
    shown = secretary.get(f"/sessions/{first}/edit")
    form = {name: typed(shown, name) for name in SESSION if name != "audience"} | {"audience": "closed"}
    secretary.post(f"/sessions/{first}/edit", form | {"minutes": "200"})
    assert "First day, morning: the items take 10 min longer than the session." in secretary.text(f"/meetings/{key}")


@pytest.mark.parametrize(
    "wish, state", [("in session", MeetingState.IN_SESSION), ("convened", MeetingState.CONVENED), ("nonsense", None)]
)
def test_state_is_moved_by_hand(app: Flask, secretary: Browser, wish: str, state: MeetingState | None) -> None:
    with app.app_context(), work(TESTS):
        key = board_meeting().key
    assert secretary.post(f"/meetings/{key}/state", {"state": wish}).status_code == 303
    assert state_of(app, key) is (state or MeetingState.CONVENED)


def test_state_that_does_not_follow_is_refused_in_words(app: Flask, secretary: Browser) -> None:
    key, _ = drafted(app)
    done = secretary.post(f"/meetings/{key}/state", {"state": "concluded"}, follow_redirects=True)
    assert "A meeting that is draft cannot become concluded." in words_of(done)
    assert state_of(app, key) is MeetingState.DRAFT


def test_state_is_suggested_on_the_day(app: Flask, secretary: Browser, at: time_machine.Traveller) -> None:
    with app.app_context(), work(TESTS):
        meeting = board_meeting()
        key, starts_at = meeting.key, sessions(meeting)[0].starts_at
    suggestion = "the first session has begun"
    assert suggestion not in secretary.text(f"/meetings/{key}").lower()
    at.move_to(starts_at)
    assert suggestion in secretary.text(f"/meetings/{key}").lower()
    assert state_of(app, key) is MeetingState.CONVENED


def test_another_secretariat_keeps_nothing_here(app: Flask) -> None:
    key, (first, *_) = drafted(app)
    other = browser_of(app, "secretary_council")
    for path in (f"/meetings/{key}", f"/meetings/{key}/edit", f"/sessions/{first}/edit", f"/meetings/{key}/send"):
        assert other.get(path).status_code == 404, path
    for path, data in ((f"/meetings/{key}/state", {"state": "cancelled"}), (f"/sessions/{first}/remove", {})):
        assert other.post(path, data).status_code == 404, path
    assert other.post(f"/bodies/{body_key(app)}/meetings/new", DRAFT).status_code == 404
    assert state_of(app, key) is MeetingState.DRAFT


def test_places_are_kept_by_form_and_shown_to_no_guest(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        meeting = board_meeting()
        key, session = meeting.key, open_session(meeting).key
    shown = secretary.get(f"/sessions/{session}/edit")
    form = {name: typed(shown, name) for name in SESSION if name != "audience"} | {"audience": "open"}
    assert secretary.post(f"/sessions/{session}/edit", form | {"places_civil_society": "7919"}).status_code == 303
    assert typed(secretary.get(f"/sessions/{session}/edit"), "places_civil_society") == "7919"
    assert "7919" not in browser_of(app, "ngo_guest").get(f"/meetings/{key}").text
