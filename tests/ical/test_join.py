"""Feeds: kept VEVENT blocks put together again, byte for byte, with each zone once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from convene.ical.event import join, publish, vevent
from convene.ical.terms import CalendarEvent, Method
from tests.ical.board import BOARD, property_names, unfolded

Instants = dict[str, tuple[datetime, datetime]]

ZONES = ("America/New_York", "Europe/Berlin", "UTC", "Africa/Casablanca", "Asia/Kathmandu")


def kept(count: int) -> list[tuple[CalendarEvent, bytes]]:
    """So many meetings, nine days apart, in zones that take turns, as they lie rendered in a database."""
    events = [
        replace(
            BOARD,
            uid=f"{n}@board.example",
            zone=ZONES[n % len(ZONES)],
            starts_at=BOARD.starts_at + timedelta(days=9 * n),
            ends_at=BOARD.starts_at + timedelta(days=9 * n, hours=7),
        )
        for n in range(count)
    ]
    return [(event, vevent(event, method=Method.PUBLISH)) for event in events]


def feed(meetings: list[tuple[CalendarEvent, bytes]]) -> bytes:
    blocks = [(block, event.zone) for event, block in meetings]
    return join(blocks, name="My meetings", first=meetings[0][0].starts_at, last=meetings[-1][0].ends_at)


def test_blocks_are_taken_over_byte_for_byte_in_order() -> None:
    meetings = kept(12)

    written = feed(meetings)

    assert written.endswith(b"".join(block for _, block in meetings) + b"END:VCALENDAR\r\n")


def test_each_zone_is_written_once_and_utc_never() -> None:
    written = unfolded(feed(kept(12)))

    assert sorted(line for line in written if line.startswith("TZID:")) == [
        "TZID:Africa/Casablanca",
        "TZID:America/New_York",
        "TZID:Asia/Kathmandu",
        "TZID:Europe/Berlin",
    ]


def test_one_block_gives_what_publish_gives() -> None:
    block = vevent(BOARD, method=Method.PUBLISH)

    joined = join([(block, BOARD.zone)], name="Board", first=BOARD.starts_at, last=BOARD.ends_at)

    assert joined == publish(BOARD, name="Board")


def test_a_line_break_in_the_name_of_a_feed_becomes_a_space() -> None:
    assert publish(BOARD, name="My\r\nmeetings") == publish(BOARD, name="My meetings")


def test_a_feed_without_meetings_is_an_empty_calendar() -> None:
    written = join([], name="My meetings", first=BOARD.starts_at, last=BOARD.ends_at)

    assert [name for name in property_names(written) if name in {"BEGIN", "END"}] == ["BEGIN", "END"]


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(ValueError) as refused:
        join([(b"", "Atlantis")], name="x", first=BOARD.starts_at, last=BOARD.ends_at)

    assert str(refused.value).startswith("“Atlantis” is not a time zone")


def test_a_feed_over_years_is_read_as_meant(
    instants_in: Callable[[bytes], Instants], readers: dict[str, Callable[[bytes], Instants]]
) -> None:
    meetings = kept(120)

    written = feed(meetings)

    meant = {event.uid: (event.starts_at, event.ends_at) for event, _ in meetings}
    for read in (instants_in, *readers.values()):
        assert read(written) == meant


def test_a_feed_meets_the_restrictions_of_publish(complaints_of: Callable[[bytes], list[str]]) -> None:
    assert complaints_of(feed(kept(40))) == []


def test_a_block_is_neither_read_nor_rendered_again() -> None:
    written = join([(b"whatever was kept", "UTC")] * 2, name="x", first=BOARD.starts_at, last=BOARD.ends_at)

    assert written.endswith(b"PT4H\r\nwhatever was keptwhatever was keptEND:VCALENDAR\r\n")
