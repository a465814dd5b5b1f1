"""The calendar that a person subscribes to, and a meeting to download: each cut to its reader, with stable identity."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import icalendar
import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.accounts.proofs import Purpose, token
from convene.agendas.queries import items_of_meeting
from convene.db import db, work
from convene.invitations.actions import cancel_meeting, withdraw
from convene.invitations.models import CalendarEntry
from convene.invitations.telling import retell
from convene.people.models import Contact, Person
from tests.browser import TESTS, anonymous, browser_of, by_link, character
from tests.build import BY, board_meeting, body, invitation_of, one, open_session, sessions, term_of


def feed_path(app: Flask, key: str) -> str:
    with app.app_context(), work(TESTS):
        person = one(Person, address=character(key).address)
        return f"/feed/{token(Purpose.FEED, person.key, person.feed_generation)}.ics"


def events_in(content: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def feed(app: Flask, key: str) -> list[Any]:
    """The events of a character's feed, as another program reads them."""
    response = anonymous(app).get(feed_path(app, key))
    assert (response.status_code, response.mimetype) == (200, "text/calendar")
    assert icalendar.Calendar.from_ical(response.data)["METHOD"] == "PUBLISH"
    return events_in(response.data)


def board_path(app: Flask, rest: str) -> str:
    with app.app_context(), work(TESTS):
        return f"/meetings/{board_meeting().key}/{rest}"


def summaries(events: Iterable[Any]) -> list[str]:
    return [str(e["SUMMARY"]) for e in events]


def test_feed_holds_the_meetings_that_await_the_person_over_all_bodies(app: Flask) -> None:
    assert summaries(feed(app, "primary_nl")) == ["Coordination Board of the Transatlantic Network: meeting"]
    assert summaries(feed(app, "secretary_s4")) == ["Transatlantic Atrocity Prevention Research Council: meeting"]
    assert feed(app, "alternate_nl") == []


def test_feed_spans_what_the_person_may_see(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        meeting = board_meeting()
        whole = (sessions(meeting)[0].starts_at, meeting.ends_at)
        opened = (open_session(meeting).starts_at, open_session(meeting).ends_at)
    for key, span in (("primary_nl", whole), ("ngo_guest", opened)):
        (event,) = feed(app, key)
        assert (event["DTSTART"].dt, event["DTEND"].dt) == span


@pytest.mark.parametrize("key", ["primary_nl", "ngo_guest", "speaker_on_link"])
def test_feed_names_no_item_no_country_and_no_symbol(app: Flask, key: str) -> None:
    with app.app_context(), work(TESTS):
        items = items_of_meeting(board_meeting().id)
        said = open_session(board_meeting()).guest_title
        words = {w for i in items for w in (i.title, i.countries, i.outcome) if w and w not in said}
        words |= {board_meeting().symbol}
    content = anonymous(app).get(feed_path(app, key)).data.replace(b"\r\n ", b"").decode()
    assert [w for w in words if w in content] == []


def test_feed_of_a_guest_at_risk_names_no_body(app: Flask) -> None:
    (event,) = feed(app, "ngo_at_risk")
    assert str(event["SUMMARY"]) == "Appointment"
    assert "Board" not in event.to_ical().decode()


@pytest.mark.parametrize("act", ["withdraw", "cancel"])
def test_feed_lets_go_of_what_is_cancelled_and_its_etag_changes(app: Flask, act: str) -> None:
    path = feed_path(app, "ngo_guest")
    before = anonymous(app).get(path).headers["ETag"]
    with app.app_context(), work(TESTS):
        meeting = board_meeting()
        if act == "withdraw":
            withdraw(invitation_of("ngo_guest", meeting), meeting, by=BY, at=clock.now())
        else:
            cancel_meeting(meeting, by=BY, at=clock.now())
    assert feed(app, "ngo_guest") == []
    assert anonymous(app).get(path).headers["ETag"] != before


def test_feed_and_its_etag_change_with_the_persons_own_part_alone(app: Flask, at: time_machine.Traveller) -> None:
    paths = {key: feed_path(app, key) for key in ("primary_nl", "ngo_guest")}
    before = {key: anonymous(app).get(path) for key, path in paths.items()}
    at.shift(60.0)
    with app.app_context(), work(TESTS):
        meeting = board_meeting()
        sessions(meeting)[3].room = "Another room"
        retell(meeting, at=clock.now())
    after = {key: anonymous(app).get(path) for key, path in paths.items()}
    assert after["ngo_guest"].headers["ETag"] == before["ngo_guest"].headers["ETag"]
    assert after["ngo_guest"].data == before["ngo_guest"].data
    assert after["primary_nl"].headers["ETag"] != before["primary_nl"].headers["ETag"]
    assert b"Another room" in after["primary_nl"].data.replace(b"\r\n ", b"")


def test_feed_address_that_is_not_genuine_opens_nothing(app: Flask) -> None:
    path = feed_path(app, "primary_nl")
    with app.app_context(), work(TESTS):
        person = one(Person, address=character("primary_nl").address)
        other = token(Purpose.SIGN_IN, person.key)
    missing = anonymous(app).get("/feed/none.ics")
    middle = len(path) // 2
    changed = "A" if path[middle] != "A" else "B"
    for wrong in (path[:middle] + changed + path[middle + 1 :], f"/feed/{other}.ics", path.replace(".ics", "x.ics")):
        found = anonymous(app).get(wrong)
        assert (found.status_code, found.data) == (404, missing.data)


def test_feed_of_a_closed_account_is_gone(app: Flask) -> None:
    path = feed_path(app, "primary_nl")
    with app.app_context(), work(TESTS):
        one(Person, address=character("primary_nl").address).disabled_at = clock.now()
    assert anonymous(app).get(path).status_code == 404


def test_download_is_the_readers_own_entry(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        wanted = select(CalendarEntry.uid).join(Person, Person.id == CalendarEntry.person_id)
        uid = db.session.scalars(wanted.where(Person.address == character("ngo_guest").address)).one()
    (event,) = events_in(browser_of(app, "ngo_guest").get(board_path(app, "meeting.ics")).data)
    assert str(event["UID"]) == uid


def test_download_by_somebody_without_an_invitation_has_an_identity_that_stays(app: Flask) -> None:
    path = board_path(app, "meeting.ics")
    uids = [
        str(events_in(browser_of(app, k).get(path).data)[0]["UID"])
        for k in ("alternate_nl", "alternate_nl", "secretary")
    ]
    assert uids[0] == uids[1] != uids[2]


def test_download_by_item_has_an_entry_each_and_names_none_of_them(app: Flask) -> None:
    path = board_path(app, "meeting.ics?entries=items")
    with app.app_context(), work(TESTS):
        titles = [i.title for i in items_of_meeting(board_meeting().id)]
    events = events_in(browser_of(app, "primary_nl").get(path).data)
    assert summaries(events) == [f"Coordination Board: item {n}" for n in range(1, len(titles) + 1)]
    assert len({str(e["UID"]) for e in events}) == len(titles)
    again = events_in(browser_of(app, "primary_nl").get(path).data)
    assert [e["UID"] for e in again] == [e["UID"] for e in events]


def test_download_by_item_gives_a_guest_the_span_of_their_session_alone(app: Flask) -> None:
    events = events_in(browser_of(app, "ngo_guest").get(board_path(app, "meeting.ics?entries=items")).data)
    with app.app_context(), work(TESTS):
        session = open_session(board_meeting())
        assert [(e["DTSTART"].dt, e["DTEND"].dt) for e in events] == [(session.starts_at, session.ends_at)]


def test_download_by_link_says_what_the_mail_said_also_by_item(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        meeting_id = board_meeting().id
    path, linked = board_path(app, "meeting.ics"), by_link(app, "primary_nl", meeting_id)
    own, signed_in = linked.get(path), browser_of(app, "primary_nl").get(path)
    assert (own.status_code, own.data) == (200, signed_in.data)
    assert linked.get(f"{path}?entries=items").data == own.data


@pytest.mark.parametrize("kept_quiet, told", [(True, False), (False, True)])
def test_the_page_of_the_calendar_says_what_it_really_shows(app: Flask, *, kept_quiet: bool, told: bool) -> None:
    with app.app_context(), work(TESTS):
        one(Contact, id=term_of("ngo_guest").contact_id).is_at_risk = kept_quiet
        retell(board_meeting(), at=clock.now())
    guest = browser_of(app, "ngo_guest")
    page, entry = guest.text("/calendar"), anonymous(app).get(feed_path(app, "ngo_guest")).text

    assert ("The word “Appointment”, the place, and your hours." in page, "SUMMARY:Appointment" in entry) == (
        kept_quiet,
        kept_quiet,
    )
    shown = "the body, the place, your hours, and the names of your sessions" in page
    assert (shown, "Coordination Board" in entry) == (told, told)


def test_whoever_is_at_risk_for_one_body_alone_reads_both(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        contact: Contact = one(Contact, id=term_of("ngo_guest").contact_id)
        contact.is_at_risk = True
        other = Contact(body_id=body("TAPRC").id, person_id=contact.person_id, name="Guest", address="g@ngo.example")
        db.session.add(other)
    page = browser_of(app, "ngo_guest").text("/calendar")
    assert "Of a body that keeps your name from others: the word “Appointment”" in page
    assert "For each other meeting that awaits you: the body, the place" in page
