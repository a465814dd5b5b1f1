"""REQUEST, CANCEL and PUBLISH read back property by property, and times beside a change of the clocks."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
import vobject

from convene.ical.event import cancel, publish, request, vevent
from convene.ical.terms import Method, Partstat, Role, Status
from tests.ical.board import BOARD, event_in, line_of, property_names, unfolded

Instants = dict[str, tuple[datetime, datetime]]

AS_MEMBER = "ROLE=REQ-PARTICIPANT;RSVP=TRUE:mailto:primary+ci@state.example"


def test_request_carries_every_property_once() -> None:
    written = unfolded(request(BOARD))

    assert written[:5] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//convene//convene//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:REQUEST",
    ]
    assert written[-1] == "END:VCALENDAR"
    assert sorted(written[written.index("BEGIN:VEVENT") : -1]) == [
        f'ATTENDEE;CN="{BOARD.attendee_name}";CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;{AS_MEMBER}',
        "BEGIN:VEVENT",
        "CLASS:PRIVATE",
        "CREATED:20260104T090000Z",
        r"DESCRIPTION:Saturday\, 09:30–13:00: first session\nSunday\, 10:00–16:00: second\n\nBy post\; or C:\\Norway.",
        "DTEND;TZID=America/New_York:20260315T160000",
        "DTSTAMP:20260105T080000Z",
        "DTSTART;TZID=America/New_York:20260314T093000",
        "END:VEVENT",
        r"LOCATION:Room 4\, Permanent Mission\; 2nd floor",
        'ORGANIZER;CN="Secretariat: Coordination Board":mailto:secretariat@board.example',
        "SEQUENCE:2",
        "STATUS:CONFIRMED",
        r"SUMMARY:Coordination Board\, New York\; second regular meeting",
        "TRANSP:OPAQUE",
        "UID:7d0c4ce9@board.example",
        "URL:https://convene.example/meetings/7d0c?from=mail&to=page",
    ]


def test_request_is_read_back_by_icalendar() -> None:
    event = event_in(request(BOARD))

    texts = {name: str(event[name.upper()]) for name in ("uid", "summary", "description", "location", "url")}
    assert texts == {name: getattr(BOARD, name) for name in texts}
    assert event.decoded("SEQUENCE") == 2
    assert event.decoded("DTSTAMP") == BOARD.dtstamp
    assert event.decoded("CREATED") == BOARD.created
    assert event["ORGANIZER"].params["CN"] == BOARD.organizer_name
    assert str(event["ORGANIZER"]) == "mailto:secretariat@board.example"
    assert dict(event["ATTENDEE"].params) == {
        "CN": BOARD.attendee_name,
        "CUTYPE": "INDIVIDUAL",
        "PARTSTAT": "NEEDS-ACTION",
        "ROLE": "REQ-PARTICIPANT",
        "RSVP": "TRUE",
    }


def test_request_is_read_back_by_vobject() -> None:
    calendar: Any = vobject.readOne(io.StringIO(request(BOARD).decode(), newline=""))

    assert calendar.method.value == "REQUEST"
    event = calendar.vevent
    texts = {name: getattr(event, name).value for name in ("uid", "summary", "description", "location", "url")}
    assert texts == {name: getattr(BOARD, name) for name in texts}
    assert event.dtstart.value.astimezone(UTC) == BOARD.starts_at
    assert event.dtend.value.astimezone(UTC) == BOARD.ends_at
    assert (event.sequence.value, event.status.value, event.transp.value) == ("2", "CONFIRMED", "OPAQUE")
    assert event.attendee.value == "mailto:primary+ci@state.example"
    assert event.attendee.params["CN"] == [BOARD.attendee_name]
    assert len(event.attendee_list) == 1


@pytest.mark.parametrize(
    "partstat, asks",
    [
        (Partstat.NEEDS_ACTION, True),
        (Partstat.TENTATIVE, True),
        (Partstat.ACCEPTED, False),
        (Partstat.DECLINED, False),
        (Partstat.DELEGATED, False),
    ],
)
def test_request_asks_for_an_answer_only_where_one_is_owed(partstat: Partstat, asks: bool) -> None:
    attendee = line_of(request(replace(BOARD, partstat=partstat)), "ATTENDEE")

    assert f";PARTSTAT={partstat.value};" in attendee
    assert ("RSVP" in attendee) == asks


@pytest.mark.parametrize("role", list(Role))
def test_role_is_written_as_the_wire_string(role: Role) -> None:
    attendee = event_in(request(replace(BOARD, role=role)))["ATTENDEE"]

    assert attendee.params["ROLE"] == role.value


def test_cancel_is_the_same_event_called_off() -> None:
    asked, called_off = unfolded(request(BOARD)), unfolded(cancel(replace(BOARD, sequence=3)))

    assert set(asked) ^ set(called_off) == {
        "METHOD:REQUEST",
        "METHOD:CANCEL",
        "SEQUENCE:2",
        "SEQUENCE:3",
        "STATUS:CONFIRMED",
        "STATUS:CANCELLED",
        line_of(request(BOARD), "ATTENDEE"),
        line_of(request(BOARD), "ATTENDEE").replace(";RSVP=TRUE", ""),
    }


def test_publish_has_no_attendee_and_says_how_often_to_come_back() -> None:
    written = unfolded(publish(BOARD, name="Board, 2026"))

    assert written[4:9] == [
        "METHOD:PUBLISH",
        "NAME:Board\\, 2026",
        "X-WR-CALNAME:Board\\, 2026",
        "REFRESH-INTERVAL;VALUE=DURATION:PT4H",
        "X-PUBLISHED-TTL:PT4H",
    ]
    names = property_names(publish(BOARD, name="Board, 2026"))
    assert (names.count("ATTENDEE"), names.count("ORGANIZER")) == (0, 1)
    assert b"primary+ci@state.example" not in publish(BOARD, name="Board")


def test_publish_without_an_organizer_names_none() -> None:
    assert "ORGANIZER" not in property_names(publish(replace(BOARD, organizer_address=""), name="Board"))


def test_empty_texts_leave_their_property_out() -> None:
    bare = replace(BOARD, description="", location="", url="", created=None, attendee_name="")

    left_out = {"DESCRIPTION", "LOCATION", "URL", "CREATED"}
    assert set(property_names(request(BOARD))) - set(property_names(request(bare))) == left_out
    assert line_of(request(bare), "ATTENDEE").startswith("ATTENDEE;CN=primary+ci@state.example;")


def test_a_meeting_of_several_days_is_one_event_from_the_first_to_the_last_minute() -> None:
    names = property_names(vevent(BOARD, method=Method.REQUEST))

    assert (names.count("BEGIN"), names.count("DTSTART"), names.count("DTEND")) == (1, 1, 1)
    assert names == sorted(set(names), key=names.index)
    assert {"RRULE", "RDATE"} & set(names) == set()


def test_times_in_utc_end_in_z_and_need_no_timezone() -> None:
    written = request(replace(BOARD, zone="Etc/UTC"))

    assert line_of(written, "DTSTART") == "DTSTART:20260314T133000Z"
    assert line_of(written, "DTEND") == "DTEND:20260315T200000Z"
    assert b"VTIMEZONE" not in written


@pytest.mark.parametrize(
    "starts_at, ends_at",
    [
        ("2026-11-01T05:30:00", "2026-11-01T18:00:00"),  # 01:30 New York, the first time
        ("2026-11-01T06:30:00", "2026-11-01T18:00:00"),  # 01:30 New York, the second time
        ("2026-10-31T13:00:00", "2026-11-01T06:59:59"),  # ends in the hour that occurs twice
    ],
)
def test_times_in_an_hour_that_occurs_twice_are_written_in_utc(
    starts_at: str, ends_at: str, instants_in: Callable[[bytes], Instants]
) -> None:
    starts, ends = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (starts_at, ends_at))

    written = request(replace(BOARD, starts_at=starts, ends_at=ends))

    assert line_of(written, "DTSTART") == f"DTSTART:{starts:%Y%m%dT%H%M%SZ}"
    assert b"VTIMEZONE" not in written
    assert instants_in(written) == {BOARD.uid: (starts, ends)}


@pytest.mark.parametrize(
    "starts_at, wall",
    [
        ("2026-03-08T06:59:59", "20260308T015959"),  # the last second before 02:00–03:00 is skipped
        ("2026-03-08T07:00:00", "20260308T030000"),
        ("2026-11-01T04:59:59", "20261101T005959"),  # the last second before 01:00–02:00 occurs twice
        ("2026-11-01T07:00:00", "20261101T020000"),
    ],
)
def test_times_beside_a_change_of_the_clocks_are_read_as_meant(
    starts_at: str, wall: str, instants_in: Callable[[bytes], Instants], readers: dict[str, Callable[[bytes], Instants]]
) -> None:
    starts = datetime.fromisoformat(starts_at).replace(tzinfo=UTC)

    written = request(replace(BOARD, starts_at=starts, ends_at=starts + timedelta(days=2)))

    assert line_of(written, "DTSTART") == f"DTSTART;TZID=America/New_York:{wall}"
    for read in (instants_in, *readers.values()):
        assert read(written) == {BOARD.uid: (starts, starts + timedelta(days=2))}


def test_an_instant_given_in_another_zone_is_the_same_instant() -> None:
    tokyo = timezone(timedelta(hours=9))
    moved = replace(BOARD, starts_at=BOARD.starts_at.astimezone(tokyo), dtstamp=BOARD.dtstamp.astimezone(tokyo))

    assert request(moved) == request(BOARD)


NAIVE = datetime(2026, 3, 14, 13, 30)  # noqa: DTZ001  # What must be refused.


@pytest.mark.parametrize(
    "wrong, says",
    [
        ({"starts_at": NAIVE}, "an event's times are instants and name their offset"),
        ({"ends_at": NAIVE}, "an event's times are instants and name their offset"),
        ({"dtstamp": NAIVE}, "an event's times are instants and name their offset"),
        ({"created": NAIVE}, "an event's times are instants and name their offset"),
        ({"ends_at": BOARD.starts_at}, "an event ends after it starts"),
        ({"status": Status.CANCELLED}, "what is cancelled cannot be requested; send a cancellation"),
        ({"summary": "\x00 "}, "an event has a summary"),
        ({"attendee_address": ""}, "“” is not a mail address"),
        ({"organizer_address": "\r\n"}, "“” is not a mail address"),
        ({"zone": "Atlantis"}, "“Atlantis” is not a time zone; use a name such as Europe/Berlin"),
    ],
)
def test_request_refuses_what_no_calendar_should_be_given(wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError) as refused:
        request(replace(BOARD, **wrong))

    assert str(refused.value) == says


def test_a_reply_is_not_ours_to_write() -> None:
    with pytest.raises(ValueError) as refused:
        vevent(BOARD, method=Method.REPLY)

    assert str(refused.value) == "a reply is the attendee's to write"
