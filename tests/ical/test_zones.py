"""Every zone of the pinned tzdata, written as VTIMEZONE and read by programs that do not know our generator."""

from __future__ import annotations

import io
import zoneinfo
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from dateutil import tz as dateutil_tz

from convene import clock
from convene.ical import zones

Span = tuple[datetime, datetime]
Instants = dict[str, Span]

WHOLE: Span = (datetime(2026, 2, 1, tzinfo=UTC), datetime(2028, 12, 31, 23, tzinfo=UTC))
YEARS: tuple[Span, ...] = (
    (WHOLE[0], datetime(2026, 12, 31, 23, tzinfo=UTC)),
    (datetime(2027, 1, 1, tzinfo=UTC), datetime(2027, 12, 31, 23, tzinfo=UTC)),
    (datetime(2028, 1, 1, tzinfo=UTC), WHOLE[1]),
)
WINDOWS = pytest.mark.parametrize("first, last", [WHOLE, *YEARS], ids=["feed", "2026", "2027", "2028"])
CAPITALS = (
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/Johannesburg",
    "America/Edmonton",
    "America/Havana",
    "America/New_York",
    "America/Nuuk",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/St_Johns",
    "America/Vancouver",
    "Antarctica/Troll",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Jerusalem",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Europe/Chisinau",
    "Europe/Dublin",
    "Europe/Lisbon",
    "Europe/London",
    "Europe/Paris",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Easter",
    "Pacific/Kiritimati",
)


@cache
def every_zone() -> tuple[str, ...]:
    """All that the pinned tzdata knows and that is not UTC by another name."""
    known = zoneinfo.available_timezones() | set(clock.zone_names())
    return tuple(sorted(name for name in known if not zones.is_utc(name)))


@cache
def probes(zone: str, first: datetime, last: datetime) -> tuple[datetime, ...]:
    """Instants in UTC: one a fortnight, and each half hour (and the second before it) round a change of the clocks."""
    tz = clock.zone(zone)
    days = [first + timedelta(days=n) for n in range((last - first).days)]
    found = set(days[::14])
    for day in days:
        if day.astimezone(tz).utcoffset() != (day + timedelta(days=1)).astimezone(tz).utcoffset():
            edges = [day + timedelta(minutes=30 * n) for n in range(49)]
            offsets = [edge.astimezone(tz).utcoffset() for edge in edges]
            change = next(edge for edge, offset in zip(edges, offsets, strict=True) if offset != offsets[0])
            near = [change + timedelta(minutes=30 * n) for n in range(-6, 7)]
            found |= {*near, *(edge - timedelta(seconds=1) for edge in near)}
    return tuple(sorted(instant for instant in found if first <= instant <= last))


def is_plain(instant: datetime, zone: str) -> bool:
    """False in an hour that the clocks pass twice: there a wall clock alone cannot say which is meant."""
    local = clock.local(instant, zone)
    return local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset()


def plain_probes(names: Iterable[str], first: datetime, last: datetime, *, step: int) -> list[tuple[str, datetime]]:
    """Some of the probes, each with its zone, that a wall clock tells apart, as it does thirty days later."""
    found = [(zone, at) for zone in names for at in probes(zone, first, last)[::step]]
    return [(zone, at) for zone, at in found if is_plain(at, zone) and is_plain(at + timedelta(days=30), zone)]


@cache
def _read_by_dateutil(nameless: str) -> Callable[[datetime], timedelta]:
    reader = dateutil_tz.tzical(io.StringIO(nameless)).get()
    return cache(reader.utcoffset)


def offset_by_dateutil(lines: bytes, zone: str, wall: datetime) -> timedelta:
    """The offset that dateutil finds in a VTIMEZONE for a wall clock; zones of one content are read once."""
    return _read_by_dateutil(lines.decode().replace(f"TZID:{zone}", "TZID:Elsewhere"))(wall)


def calendar_of(instants: Iterable[tuple[str, datetime]], *, first: datetime, last: datetime) -> bytes:
    """A calendar with an hour's event at each (zone, instant), all zones renamed so that no reader knows them."""
    events, timezones = [], {}
    for count, (zone, instant) in enumerate(instants):
        timezones[zone] = zones.vtimezone_lines(zone, first=first, last=last).replace(b"TZID:", b"TZID:X-")
        starts, ends = (
            f";TZID=X-{zone}:{clock.local(at, zone):%Y%m%dT%H%M%S}" for at in (instant, instant + timedelta(days=30))
        )
        events.append(
            f"BEGIN:VEVENT\r\nUID:{count}\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:x\r\n"
            f"DTSTART{starts}\r\nDTEND{ends}\r\nEND:VEVENT\r\n"
        )
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n"
    return head.encode() + b"".join(timezones.values()) + "".join(events).encode() + b"END:VCALENDAR\r\n"


@WINDOWS
def test_every_zone_is_read_as_written_by_dateutil(first: datetime, last: datetime) -> None:
    wrong, asked = [], 0
    for zone in every_zone():
        lines = zones.vtimezone_lines(zone, first=first, last=last)
        for instant in probes(zone, first, last):
            if is_plain(instant, zone):
                asked += 1
                local = clock.local(instant, zone)
                read = offset_by_dateutil(lines, zone, local.replace(tzinfo=None))
                if read != local.utcoffset():
                    wrong.append((zone, instant.isoformat(), read))

    assert wrong == []
    assert asked > 15_000


@pytest.mark.parametrize("zone", CAPITALS)
@pytest.mark.parametrize("reader", ["vobject", "icalendar"])
def test_a_zone_is_read_as_written(reader: str, zone: str, readers: dict[str, Callable[[bytes], Instants]]) -> None:
    first, last = YEARS[0]
    asked = plain_probes([zone], first, last, step=6)

    read = readers[reader](calendar_of(asked, first=first, last=last))

    assert read == {str(n): (at, at + timedelta(days=30)) for n, (_, at) in enumerate(asked)}
    assert len(asked) >= 4


def test_every_zone_is_read_as_written_by_a_compiled_reader(instants_in: Callable[[bytes], Instants]) -> None:
    for first, last in YEARS:
        asked = plain_probes(every_zone(), first, last, step=7)

        read = instants_in(calendar_of(asked, first=first, last=last))

        wrong = [
            (asked[n], read[str(n)]) for n, (_, at) in enumerate(asked) if read[str(n)] != (at, at + timedelta(days=30))
        ]
        assert wrong == []
        assert len(asked) > 2_000


def lines_of(zone: str, *, year: int = 2026, until: int = 0) -> list[str]:
    """The content lines of a zone's VTIMEZONE for an event in that year, or in the years up to `until`."""
    first, last = datetime(year, 3, 14, tzinfo=UTC), datetime(until or year, 3, 15, tzinfo=UTC)
    return zones.vtimezone_lines(zone, first=first, last=last).decode().split("\r\n")


def test_new_york_has_one_rule_each_way_dated_before_the_jump() -> None:
    assert lines_of("America/New_York") == [
        "BEGIN:VTIMEZONE",
        "TZID:America/New_York",
        "BEGIN:DAYLIGHT",
        "DTSTART:19700308T020000",
        "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3",
        "TZNAME:EDT",
        "TZOFFSETFROM:-0500",
        "TZOFFSETTO:-0400",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:19701101T020000",
        "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11",
        "TZNAME:EST",
        "TZOFFSETFROM:-0400",
        "TZOFFSETTO:-0500",
        "END:STANDARD",
        "END:VTIMEZONE",
        "",
    ]


@pytest.mark.parametrize(
    "zone, daylight, standard",
    [
        (
            "Europe/Berlin",
            ["DTSTART:19700329T020000", "BYDAY=-1SU;BYMONTH=3"],
            ["DTSTART:19701025T030000", "BYDAY=-1SU;BYMONTH=10"],
        ),
        (
            "Europe/Dublin",
            ["DTSTART:19700329T010000", "BYDAY=-1SU;BYMONTH=3"],
            ["DTSTART:19701025T020000", "BYDAY=-1SU;BYMONTH=10"],
        ),
        (
            "Pacific/Auckland",
            ["DTSTART:19700927T020000", "BYDAY=-1SU;BYMONTH=9"],
            ["DTSTART:19700405T030000", "BYDAY=1SU;BYMONTH=4"],
        ),
        (
            "Australia/Lord_Howe",
            ["DTSTART:19701004T020000", "BYDAY=1SU;BYMONTH=10"],
            ["DTSTART:19700405T020000", "BYDAY=1SU;BYMONTH=4"],
        ),
    ],
)
def test_a_rule_stands_where_it_is_the_whole_truth(zone: str, daylight: list[str], standard: list[str]) -> None:
    written = lines_of(zone)

    for kind, (start, rule) in (("DAYLIGHT", daylight), ("STANDARD", standard)):
        begins = written.index(f"BEGIN:{kind}")
        assert written[begins + 1 : begins + 3] == [start, f"RRULE:FREQ=YEARLY;{rule}"]
        assert written.count(f"BEGIN:{kind}") == 1


def test_irregular_changes_are_written_one_by_one_without_rule_or_rdate() -> None:
    written = lines_of("Asia/Gaza")

    assert [line for line in written if line.startswith("DTSTART")] == [
        "DTSTART:19700101T000000",
        "DTSTART:20250412T020000",
        "DTSTART:20251025T020000",
        "DTSTART:20260328T020000",
        "DTSTART:20261024T020000",
        "DTSTART:20270327T020000",
        "DTSTART:20271030T020000",
        "DTSTART:20280325T020000",
        "DTSTART:20281028T020000",
    ]
    assert [line for line in written if line.startswith(("RRULE", "RDATE"))] == []


def test_no_zone_ever_mixes_a_rule_with_a_change_of_its_own() -> None:
    for zone in every_zone():
        kinds = [line.split(":")[0] for line in lines_of(zone)]
        parts = kinds.count("BEGIN") - 1
        assert (parts, kinds.count("RRULE"), kinds.count("RDATE")) in {(2, 2, 0), (parts, 0, 0)}, zone
        assert parts == kinds.count("DTSTART") == kinds.count("TZOFFSETFROM") == kinds.count("TZOFFSETTO"), zone


def test_a_zone_that_gives_up_summer_time_ends_in_standard_time() -> None:
    written = lines_of("America/Vancouver")

    assert written[-8:] == [
        "BEGIN:STANDARD",
        "DTSTART:20261101T020000",
        "TZNAME:MST",
        "TZOFFSETFROM:-0700",
        "TZOFFSETTO:-0700",
        "END:STANDARD",
        "END:VTIMEZONE",
        "",
    ]


@pytest.mark.parametrize(
    "zone, before, after",
    [("America/New_York", 2001, 2009), ("Europe/Berlin", 1993, 1997)],  # from April to March; from September to October
)
def test_a_rule_that_changes_within_the_years_asked_for_is_not_written(zone: str, before: int, after: int) -> None:
    rules = {year: sum(line.startswith("RRULE") for line in lines_of(zone, year=year)) for year in (before, after)}

    assert rules == {before: 2, after: 2}
    assert [line for line in lines_of(zone, year=before, until=after) if line.startswith("RRULE")] == []


@pytest.mark.parametrize(
    "zone, offset", [("Asia/Kolkata", "+0530"), ("Africa/Abidjan", "+0000"), ("Etc/GMT+3", "-0300")]
)
def test_a_zone_without_changes_is_one_standard(zone: str, offset: str) -> None:
    written = lines_of(zone)

    assert [line for line in written if line.startswith("BEGIN")] == ["BEGIN:VTIMEZONE", "BEGIN:STANDARD"]
    assert written[3] == "DTSTART:19700101T000000"
    assert written[5:7] == [f"TZOFFSETFROM:{offset}", f"TZOFFSETTO:{offset}"]


@pytest.mark.parametrize("zone", ["UTC", "Etc/UTC", "Etc/GMT", "GMT", "Zulu"])
def test_utc_has_no_vtimezone(zone: str) -> None:
    first, last = WHOLE

    assert zones.is_utc(zone)
    assert zones.vtimezone_lines(zone, first=first, last=last) == b""
    with pytest.raises(ValueError) as refused:
        zones.vtimezone(zone, first=first, last=last)
    assert str(refused.value) == "times in UTC need no VTIMEZONE"


def test_an_unknown_zone_is_refused_by_name() -> None:
    with pytest.raises(ValueError) as refused:
        zones.vtimezone_lines("Europe/Atlantis", first=WHOLE[0], last=WHOLE[1])

    assert str(refused.value).startswith("“Europe/Atlantis” is not a time zone")


def test_a_component_and_its_lines_are_the_same_and_changing_one_leaves_the_next_alone() -> None:
    first, last = YEARS[1]
    component = zones.vtimezone("Europe/Berlin", first=first, last=last)
    before = component.to_ical()

    component.subcomponents.clear()

    assert zones.vtimezone_lines("Europe/Berlin", first=first, last=last) == before
    assert zones.vtimezone("Europe/Berlin", first=first, last=last).to_ical() == before


def test_lines_are_rendered_once_for_all_instants_of_the_same_years() -> None:
    (first, last), later = YEARS[1], timedelta(days=40)

    once = zones.vtimezone_lines("Europe/Berlin", first=first, last=last)

    assert zones.vtimezone_lines("Europe/Berlin", first=first + later, last=last - later) is once
