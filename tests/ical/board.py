"""One meeting as a calendar event, and ways to look at what was written that ask no parser of ours."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import icalendar

from convene.ical.terms import CalendarEvent, Partstat, Role, Status

BOARD = CalendarEvent(
    uid="7d0c4ce9@board.example",
    sequence=2,
    dtstamp=datetime(2026, 1, 5, 8, 0, tzinfo=UTC),
    starts_at=datetime(2026, 3, 14, 13, 30, tzinfo=UTC),
    ends_at=datetime(2026, 3, 15, 20, 0, tzinfo=UTC),
    zone="America/New_York",
    summary="Coordination Board, New York; second regular meeting",
    description="Saturday, 09:30–13:00: first session\nSunday, 10:00–16:00: second\n\nBy post; or C:\\Norway.",
    location="Room 4, Permanent Mission; 2nd floor",
    url="https://convene.example/meetings/7d0c?from=mail&to=page",
    organizer_name="Secretariat: Coordination Board",
    organizer_address="secretariat@board.example",
    attendee_name="Representative of Côte d’Ivoire, primary",
    attendee_address="primary+ci@state.example",
    partstat=Partstat.NEEDS_ACTION,
    role=Role.REQ_PARTICIPANT,
    status=Status.CONFIRMED,
    created=datetime(2026, 1, 4, 9, 0, tzinfo=UTC),
)


def with_text(field: str, text: str) -> CalendarEvent:
    """The meeting with another text in one of its fields."""
    changed: dict[str, Any] = {field: text}
    return replace(BOARD, **changed)


def unfolded(calendar: bytes) -> list[str]:
    """The content lines, by RFC 5545 3.1 alone: no parser is asked."""
    return calendar.decode().replace("\r\n ", "").split("\r\n")[:-1]


def property_names(calendar: bytes) -> list[str]:
    return [re.split("[:;]", line, maxsplit=1)[0] for line in unfolded(calendar)]


def event_in(calendar: bytes) -> icalendar.Component:
    read = icalendar.Calendar.from_ical(calendar)
    (event,) = read.walk("VEVENT")
    assert event.errors == []
    return event


def line_of(calendar: bytes, name: str) -> str:
    """The one line of that name in the one VEVENT."""
    (event,) = re.findall("BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", calendar.decode(), re.DOTALL)
    (line,) = [line for line in unfolded(event.encode()) if re.match(f"{name}[:;]", line)]
    return line
