"""One VEVENT, and the calendars that carry it: REQUEST and CANCEL for one person, PUBLISH for feeds and files."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import icalendar
from icalendar.parser import Contentline, Parameters
from icalendar.prop import vCalAddress, vDatetime, vInt, vUri

from convene import clock
from convene.ical import text, zones
from convene.ical.terms import CalendarEvent, Method, Partstat, Status

PRODID = "-//convene//convene//EN"

_END = b"END:VCALENDAR\r\n"
_AWAITED = (Partstat.NEEDS_ACTION, Partstat.TENTATIVE)


def request(event: CalendarEvent) -> bytes:
    """The invitation, or its update, to `event`'s attendee (RFC 5546, 3.2.2). Raises ValueError as `vevent` does."""
    return _for_one_person(event, method=Method.REQUEST)


def cancel(event: CalendarEvent) -> bytes:
    """The same event called off for its attendee, whatever its `status` says (RFC 5546, 3.2.5).

    `event.sequence` must already be the new one. Raises ValueError as `vevent` does.
    """
    return _for_one_person(event, method=Method.CANCEL)


def publish(event: CalendarEvent, *, name: str) -> bytes:
    """A calendar to read, with this one event and without its attendee. Raises ValueError as `vevent` does."""
    block = vevent(event, method=Method.PUBLISH)
    return join([(block, event.zone)], name=name, first=event.starts_at, last=event.ends_at)


def join(blocks: Iterable[tuple[bytes, str]], *, name: str, first: datetime, last: datetime) -> bytes:
    """A feed made of VEVENT blocks rendered earlier, each with its zone; `first` and `last` are instants round them.

    Nothing is parsed or rendered again. Raises ValueError for a zone that the pinned tzdata does not know.
    """
    kept = list(blocks)
    named = dict.fromkeys(zone for _, zone in kept)
    timezones = [zones.vtimezone_lines(zone, first=first, last=last) for zone in named]
    return b"".join([_head(Method.PUBLISH), _feed_lines(name), *timezones, *(block for block, _ in kept), _END])


def vevent(event: CalendarEvent, *, method: Method) -> bytes:
    """One VEVENT as content lines: CRLF at each end, none longer than 75 octets.

    Times are in the host's zone; in UTC where that zone is UTC, or where either time falls in an hour that its clocks
    pass twice. Raises ValueError for a method other than REQUEST, CANCEL and PUBLISH, a naive or backward time, an
    unknown zone, an empty summary, a missing address, or a request for what is cancelled.
    """
    _check(event, method=method)
    component = icalendar.Event()
    component["UID"] = text.Text(text.one_line(event.uid))
    component["SEQUENCE"] = vInt(event.sequence)
    component["DTSTAMP"] = _utc(event.dtstamp)
    if event.created:
        component["CREATED"] = _utc(event.created)
    component["DTSTART"], component["DTEND"] = _times(event)
    component["SUMMARY"] = text.Text(text.one_line(event.summary))
    for property_name, value in (
        ("DESCRIPTION", text.many_lines(event.description)),
        ("LOCATION", text.one_line(event.location)),
    ):
        if value:
            component[property_name] = text.Text(value)
    if link := text.uri(event.url):
        component["URL"] = vUri(link)
    component["STATUS"] = text.Text(Status.CANCELLED if method is Method.CANCEL else event.status)
    component["CLASS"] = text.Text("PRIVATE")
    component["TRANSP"] = text.Text("OPAQUE")
    if method is not Method.PUBLISH or event.organizer_address:
        component["ORGANIZER"] = _person(event.organizer_name, event.organizer_address)
    if method is not Method.PUBLISH:
        component["ATTENDEE"] = _attendee(event, method=method)
    return bytes(component.to_ical())


def _for_one_person(event: CalendarEvent, *, method: Method) -> bytes:
    """A whole message; a VTIMEZONE stands in it only where a time refers to it."""
    block = vevent(event, method=method)
    timezone = b"" if _in_utc(event) else zones.vtimezone_lines(event.zone, first=event.starts_at, last=event.ends_at)
    return b"".join([_head(method), timezone, block, _END])


def _check(event: CalendarEvent, *, method: Method) -> None:
    if method is Method.REPLY:
        raise ValueError("a reply is the attendee's to write")
    instants = (event.dtstamp, event.starts_at, event.ends_at, event.created or event.dtstamp)
    if any(instant.utcoffset() is None for instant in instants):
        raise ValueError("an event's times are instants and name their offset")
    if event.ends_at <= event.starts_at:
        raise ValueError("an event ends after it starts")
    if not text.one_line(event.summary).strip():
        raise ValueError("an event has a summary")
    if method is Method.REQUEST and event.status is Status.CANCELLED:
        raise ValueError("what is cancelled cannot be requested; send a cancellation")


def _in_utc(event: CalendarEvent) -> bool:
    """Whether the times are written in UTC.

    A wall-clock time that occurs twice means the first by RFC 5545, and readers differ over it; UTC has no such hour.
    """
    return zones.is_utc(event.zone) or any(_is_twice(at, event.zone) for at in (event.starts_at, event.ends_at))


def _is_twice(instant: datetime, zone: str) -> bool:
    local = clock.local(instant, zone)
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def _times(event: CalendarEvent) -> tuple[vDatetime, vDatetime]:
    if _in_utc(event):
        return _utc(event.starts_at), _utc(event.ends_at)
    return _wall(event.starts_at, event.zone), _wall(event.ends_at, event.zone)


def _wall(instant: datetime, zone: str) -> vDatetime:
    written = vDatetime(clock.local(instant, zone).replace(tzinfo=None))
    # The library drops a TZID that is handed over together with a time that names no zone.
    written.params["TZID"] = zone
    return written


def _utc(instant: datetime) -> vDatetime:
    return vDatetime(instant.astimezone(UTC))


def _person(name: str, address: str, **parameters: str) -> vCalAddress:
    """A CAL-ADDRESS with CN, which is the address itself where no name is known."""
    person = vCalAddress(text.mailto(address))
    person.params = Parameters({"CN": text.name(name) or text.name(address), **parameters})
    return person


def _attendee(event: CalendarEvent, *, method: Method) -> vCalAddress:
    asked = {"RSVP": "TRUE"} if method is Method.REQUEST and event.partstat in _AWAITED else {}
    return _person(
        event.attendee_name,
        event.attendee_address,
        CUTYPE="INDIVIDUAL",
        ROLE=event.role,
        PARTSTAT=event.partstat,
        **asked,
    )


def _head(method: Method) -> bytes:
    lines = ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODID}", "CALSCALE:GREGORIAN", f"METHOD:{method}")
    return "".join(f"{line}\r\n" for line in lines).encode()


def _feed_lines(name: str) -> bytes:
    """The calendar's name, old way and new (RFC 7986, 5.1), and how often to come back for it."""
    shown = text.Text(text.one_line(name))
    named = [Contentline.from_parts(word, Parameters(), shown).to_ical() for word in ("NAME", "X-WR-CALNAME")]
    return b"\r\n".join([*named, b"REFRESH-INTERVAL;VALUE=DURATION:PT4H", b"X-PUBLISHED-TTL:PT4H", b""])
