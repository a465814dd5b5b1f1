"""VTIMEZONE out of the pinned tzdata. The library's own generator is not used: two of five readers misread it.

A yearly rule is written wherever it is the whole truth, since Outlook wants rules; otherwise each change by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import chain
from typing import NamedTuple
from zoneinfo import ZoneInfo

import icalendar
from icalendar.prop import vDatetime, vRecur, vText, vUTCOffset

from convene import clock

_UTC_NAMES = frozenset(
    region + word
    for region in ("", "Etc/")
    for word in ("UTC", "UCT", "Universal", "Zulu", "GMT", "GMT0", "GMT+0", "GMT-0", "Greenwich")
)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LAST = -1
_LONG_AGO = datetime(1970, 1, 1)  # noqa: DTZ001  # A wall clock, which DTSTART in a VTIMEZONE is.
_NONE = timedelta(0)


class _Reading(NamedTuple):
    """What the clocks of a zone say at an instant; `dst` is negative where winter time counts as the exception."""

    offset: timedelta
    name: str
    dst: timedelta


@dataclass(frozen=True, slots=True)
class _Change:
    """When `wall` is reached on the clocks that read `before`, they go on as `to` (RFC 5545, 3.6.5).

    With a `rule` (month, and its nth or last weekday) this comes back every year.
    """

    wall: datetime
    before: _Reading
    to: _Reading
    rule: tuple[int, str] | None = None


def is_utc(zone: str) -> bool:
    """Whether times in this zone are written with a Z, without a VTIMEZONE."""
    return zone in _UTC_NAMES


def vtimezone(zone: str, *, first: datetime, last: datetime) -> icalendar.Timezone:
    """The VTIMEZONE of an IANA zone, right from a year before `first` to two years after `last` (instants).

    Raises ValueError for a name that the pinned tzdata does not know, and for UTC, which needs none.
    """
    if is_utc(zone):
        raise ValueError("times in UTC need no VTIMEZONE")
    return _component(zone, first.year - 1, last.year + 2)


def vtimezone_lines(zone: str, *, first: datetime, last: datetime) -> bytes:
    """The same as content lines, kept by zone and years, since feeds ask often; empty for UTC.

    Raises ValueError for a name that the pinned tzdata does not know.
    """
    return b"" if is_utc(zone) else _lines(zone, first.year - 1, last.year + 2)


@cache
def _lines(zone: str, first_year: int, last_year: int) -> bytes:
    return bytes(_component(zone, first_year, last_year).to_ical())


def _component(zone: str, first_year: int, last_year: int) -> icalendar.Timezone:
    opening, changes = _history(zone, first_year, last_year)
    daylight = _daylight([opening.to, *(change.to for change in changes)])
    component = icalendar.Timezone()
    component["TZID"] = vText(zone)
    for change in _yearly(changes, years=last_year - first_year + 1) or (opening, *changes):
        component.add_component(_observance(change, is_daylight=change.to in daylight))
    return component


def _observance(change: _Change, *, is_daylight: bool) -> icalendar.TimezoneStandard | icalendar.TimezoneDaylight:
    part = icalendar.TimezoneDaylight() if is_daylight else icalendar.TimezoneStandard()
    part["DTSTART"] = vDatetime(change.wall)
    part["TZOFFSETFROM"] = vUTCOffset(change.before.offset)
    part["TZOFFSETTO"] = vUTCOffset(change.to.offset)
    part["TZNAME"] = vText(change.to.name)
    if change.rule:
        month, day = change.rule
        part["RRULE"] = vRecur({"FREQ": "YEARLY", "BYMONTH": month, "BYDAY": day})
    return part


def _history(zone: str, first_year: int, last_year: int) -> tuple[_Change, tuple[_Change, ...]]:
    """What holds when those years begin, dated long ago, and every change of hour or name in them, in order.

    The first is written where there are no rules: without it a reader would have to guess before the first change.
    """
    opening = _read(clock.zone(zone), datetime(first_year, 1, 1, tzinfo=UTC))
    changes = chain.from_iterable(_changes_in(zone, year) for year in range(first_year, last_year + 1))
    return _Change(_LONG_AGO, opening, opening), tuple(changes)


@cache
def _changes_in(zone: str, year: int) -> tuple[_Change, ...]:
    """The changes of one year, found day by day: zoneinfo does not list them."""
    tz = clock.zone(zone)
    day, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    reading = _read(tz, day)
    found: list[_Change] = []
    while day < end:
        following = day + timedelta(days=1)
        then = _read(tz, following)
        if then[:2] != reading[:2]:
            wall = _instant_of_change(tz, day, following) + reading.offset
            found.append(_Change(wall.replace(tzinfo=None), reading, then))
        day, reading = following, then
    return tuple(found)


def _read(zone: ZoneInfo, instant: datetime) -> _Reading:
    local = instant.astimezone(zone)
    return _Reading(local.utcoffset() or _NONE, local.tzname() or "", local.dst() or _NONE)


def _instant_of_change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The second, between two instants that the clocks read differently, from which the later reading holds."""
    old = _read(zone, before)[:2]
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) // 2).replace(microsecond=0)
        if _read(zone, middle)[:2] == old:
            before = middle
        else:
            after = middle
    return after


def _daylight(readings: Sequence[_Reading]) -> frozenset[_Reading]:
    """The readings to call DAYLIGHT.

    Where winter time counts as the exception in tzdata (Dublin, Rabat), the later hour is called so all the same,
    since readers take DAYLIGHT for the greater offset.
    """
    lowest = min(reading.offset for reading in readings)
    inverted = any(reading.dst < _NONE for reading in readings)
    return frozenset(r for r in readings if r.dst > _NONE or (inverted and r.offset > lowest))


def _yearly(changes: Sequence[_Change], *, years: int) -> tuple[_Change, ...]:
    """The two changes of every year as rules, if these are all that happens in those years; otherwise nothing.

    They are dated in 1970, as Google does: a zone at UTC+0 in winter whose rules began later passes for UTC in vobject.
    """
    if len(changes) != 2 * years:
        return ()
    both = (_rule(changes[::2]), _rule(changes[1::2]))
    return tuple(sorted((change for change in both if change), key=lambda change: change.wall)) if all(both) else ()


def _rule(changes: Sequence[_Change]) -> _Change | None:
    """The one rule behind a change that came in each of some years, or None where there is no such rule."""
    first = changes[0]
    walls = [change.wall for change in changes]
    kinds = {(c.before, c.to, c.wall.time(), c.wall.weekday(), c.wall.month) for c in changes}
    ordinals = set.intersection(*(_ordinals(wall) for wall in walls))
    if len(kinds) != 1 or not ordinals:
        return None
    # Where “the fourth” and “the last” both fit these years, the last is what lawmakers write.
    ordinal = _LAST if _LAST in ordinals else min(ordinals)
    weekday, month = first.wall.weekday(), first.wall.month
    first_of_month = _LONG_AGO.replace(month=month)
    days = [first_of_month + timedelta(days=n) for n in range(35)]
    fitting = [day for day in days if day.weekday() == weekday and day.month == month and ordinal in _ordinals(day)]
    wall = datetime.combine(fitting[0], first.wall.time())
    return _Change(wall, first.before, first.to, rule=(month, f"{ordinal}{_WEEKDAYS[weekday]}"))


def _ordinals(day: date) -> set[int]:
    """The ways to count that day's weekday in its month: the first to fourth, and the last."""
    is_last = (day + timedelta(days=7)).month != day.month
    counted = (day.day - 1) // 7 + 1
    return ({_LAST} if is_last else set()) | ({counted} if counted <= 4 else set())
