"""Placing the meetings of a year; pure functions of plain values. What its rules say of it: see `standing`.

Days are chosen by weight: whatever is forbidden (outside the window, on a day to avoid, on days of a line to keep apart
from, on days of the same body) is never taken; whatever is only unwelcome (holidays, other anchors, other bodies that
share members, weekends) weighs, and what remains of it is named beside the date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from convene import clock
from convene.anchors.terms import Anchor, Confidence
from convene.presets.terms import CycleLine, Milestone, Preset, Where
from convene.years.terms import DueDay, Engagement, Held, Host, PlannedMeeting, Unplanned

FRIDAY, SATURDAY = 4, 5
# What a free day costs compared with another: a holiday at the place weighs more than one of a single member.
AT_PLACE, AT_MEMBER, RELIGIOUS, OTHER_ANCHOR, SHARED = 40, 4, 30, 20, 6
Holidays = Callable[[str, date], str]
Religious = Callable[[date], str]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a year is planned around: anchors of it, hosts in the order of rotation, days taken, days off.

    `holidays(country, day)` names a public holiday or is empty; `religious(day)` a religious day; `members` are the
    countries of the members.
    """

    anchors: Sequence[Anchor]
    hosts: Sequence[Host]
    engagements: Sequence[Engagement]
    members: Sequence[str]
    holidays: Holidays
    religious: Religious


@dataclass(frozen=True, slots=True)
class YearPlan:
    """A body's year as a draft, in order of time, with what is on record already."""

    preset: str
    year: int
    meetings: tuple[PlannedMeeting, ...]
    unplanned: tuple[Unplanned, ...]
    held: tuple[Held, ...] = ()
    anchors: tuple[Anchor, ...] = ()


@dataclass(frozen=True, slots=True)
class _Choice:
    weight: int
    starts_on: date
    flags: tuple[str, ...]


def is_due(line: CycleLine, year: int) -> bool:
    """Whether a line falls in that year."""
    return year % line.every_years == line.phase


def not_due(line: CycleLine, year: int) -> Unplanned:
    """A line that does not fall in that year, with the next in which it does."""
    following = next(each for each in range(year + 1, year + line.every_years + 1) if is_due(line, each))
    return Unplanned(line, f"next in {following}.", is_due=False)


def plan_year(preset: Preset, year: int, around: Circumstances, already: Sequence[Held] = ()) -> YearPlan:
    """The draft of a year; `already` is what stands on record of it."""
    meetings: list[PlannedMeeting] = []
    unplanned: list[Unplanned] = []
    taken = list(around.engagements)
    hosts = list(around.hosts)
    for line in sorted((one for one in preset.cycle if is_due(one, year)), key=_order):
        host = hosts.pop(0) if line.where is Where.HOST and hosts else None
        found = _Search(preset, line, year, host, around, taken).result()
        if isinstance(found, Unplanned):
            unplanned.append(found)
            continue
        meetings.append(found)
        key = f"{preset.key}.{line.key}"
        taken.append(Engagement(line.name, found.starts_on, found.ends_on, is_own=True, key=key))
    meetings.sort(key=lambda one: (one.starts_on, one.line.key))
    unplanned += [not_due(one, year) for one in preset.cycle if not is_due(one, year)]
    return YearPlan(preset.key, year, tuple(meetings), tuple(unplanned), tuple(already), tuple(around.anchors))


def _order(line: CycleLine) -> tuple[int, int, str]:
    """Lines with the least room first: those on an anchor, then by the length of what they ask for."""
    return (0 if line.anchor else 1, -line.lasts, line.key)


@dataclass(frozen=True, slots=True)
class _Search:
    """One line of a year that looks for its days."""

    preset: Preset
    line: CycleLine
    year: int
    host: Host | None
    around: Circumstances
    taken: Sequence[Engagement]

    @property
    def anchor(self) -> Anchor | None:
        """The occurrence on which the line hangs."""
        return next((a for a in self.around.anchors if a.kind == self.line.anchor), None)

    def place(self) -> tuple[str, str, str]:
        """City, zone and country."""
        line, anchor = self.line, self.anchor
        if line.where is Where.HOST:
            host = self.host
            return (host.city, host.zone, host.country) if host else ("Host to be named", line.zone, "")
        if line.where is Where.ANCHOR and anchor:
            return anchor.place, anchor.zone, COUNTRY_OF.get(anchor.zone, "")
        return line.city, line.zone, COUNTRY_OF.get(line.zone, "")

    def result(self) -> PlannedMeeting | Unplanned:
        """The meeting on its best days, or why there are none."""
        line, anchor = self.line, self.anchor
        if line.anchor and anchor is None:
            return Unplanned(line, f"{line.anchor} {self.year} is not known: enter its days first.")
        choices = self.choices()
        if not choices:
            return Unplanned(line, "No days are left within its window; widen it, or move what takes them.")
        best = min(choices, key=lambda one: (one.weight, one.starts_on))
        last = best.starts_on + timedelta(days=line.lasts - 1)
        city, zone, country = self.place()
        holidays = self.around.holidays
        return PlannedMeeting(
            line=line,
            city=city,
            zone=zone,
            host=self.host.party if self.host else "",
            starts_on=best.starts_on,
            ends_on=last,
            opens=line.opens,
            anchor=anchor,
            why=_why(line, anchor, self.host),
            flags=best.flags,
            milestones=tuple(
                due_day(one, best.starts_on, last, country=country, holidays=holidays) for one in line.milestones
            ),
        )

    def choices(self) -> list[_Choice]:
        """Every first day that is allowed, with what speaks against it."""
        found = []
        for first in self.first_days():
            days = [first + timedelta(days=n) for n in range(self.line.lasts)]
            if not any(self.is_forbidden(day) for day in days):
                flags, weight = self.unwelcome(days)
                found.append(_Choice(weight + _middle(self.line, first), first, flags))
        return found

    def first_days(self) -> Iterable[date]:
        """Every first day within the window or the months."""
        line = self.line
        if self.anchor is not None:
            for offset in range(line.window[0], line.window[1] - line.lasts + 2):
                yield self.anchor.starts_on + timedelta(days=offset)
            return
        day = date(self.year, 1, 1)
        while day.year == self.year:
            if day.month in line.months and (day + timedelta(days=line.lasts - 1)).month in line.months:
                yield day
            day += timedelta(days=1)

    def is_forbidden(self, day: date) -> bool:
        """Whether the day may not be taken at all."""
        anchor, line = self.anchor, self.line
        if anchor is not None and (day - anchor.starts_on).days in line.avoid:
            return True
        if day.weekday() >= SATURDAY and not _is_held_at_weekends(anchor, day):
            return True
        apart = {name if "." in name else f"{self.preset.key}.{name}" for name in line.apart_from}
        return any(one.starts_on <= day <= one.ends_on and (one.is_own or one.key in apart) for one in self.taken)

    def unwelcome(self, days: Sequence[date]) -> tuple[tuple[str, ...], int]:
        """What speaks against these days, in words, and how much it weighs."""
        said = [*_of_days(days, self.place()[2], self.around), *self.clashes(days[0], days[-1])]
        fringe = sum(day.weekday() in (0, 4) for day in days) if self.anchor is None else 0
        return tuple(words for words, _ in said), fringe + sum(weighs for _, weighs in said)

    def clashes(self, first: date, last: date) -> Iterable[tuple[str, int]]:
        """Other anchors and other bodies' meetings at the same time, with their weights."""
        yield from _of_anchors(first, last, self.line.anchor or "", self.around)
        yield from _of_engagements(first, last, [one for one in self.taken if not one.is_own])


def _of_days(days: Sequence[date], country: str, around: Circumstances) -> Iterable[tuple[str, int]]:
    """Public holidays at the place and of members, and religious days, with their weights."""
    for day in days:
        if name := around.holidays(country, day) if country else "":
            yield f"{clock.day_words(day)}: {name}, a public holiday at the place", AT_PLACE
        if name := around.religious(day):
            yield f"{clock.day_words(day)}: {name}", RELIGIOUS
        if away := [c for c in around.members if c != country and around.holidays(c, day)]:
            yield f"{clock.day_words(day)}: a public holiday in {', '.join(away)}", AT_MEMBER * len(away)


def _of_anchors(first: date, last: date, own: str, around: Circumstances) -> Iterable[tuple[str, int]]:
    for other in around.anchors:
        if other.kind != own and other.starts_on <= last and first <= other.ends_on:
            yield f"At the same time: {other.name} ({other.confidence})", OTHER_ANCHOR


def _of_engagements(first: date, last: date, taken: Iterable[Engagement]) -> Iterable[tuple[str, int]]:
    for one in taken:
        if one.starts_on <= last and first <= one.ends_on:
            shared = f", which shares {one.shared_members} members" if one.shared_members else ""
            yield f"At the same time: {one.name}{shared}", SHARED * max(1, one.shared_members)


def said_against(first: date, last: date, country: str, anchor: str, around: Circumstances) -> tuple[str, ...]:
    """What speaks against days that somebody chose, whatever it weighs; `anchor` is what the meeting hangs on."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    hangs_on = next((a for a in around.anchors if a.kind == anchor), None)
    weekends = [
        f"{clock.day_words(day)}: a weekend"
        for day in days
        if day.weekday() >= SATURDAY and not _is_held_at_weekends(hangs_on, day)
    ]
    found = [*_of_days(days, country, around), *_of_anchors(first, last, anchor, around)]
    found += _of_engagements(first, last, around.engagements)
    return (*weekends, *(words for words, _ in found))


def _is_held_at_weekends(anchor: Anchor | None, day: date) -> bool:
    """A conference that itself is held over a weekend is met at the weekend; nobody else is."""
    return anchor is not None and anchor.starts_on.weekday() >= FRIDAY and day <= anchor.ends_on


# Where anchors and fixed places are, for their public holidays.
COUNTRY_OF = {
    "America/New_York": "US",
    "Europe/Berlin": "DE",
    "Europe/Paris": "FR",
    "Europe/Zurich": "CH",
    "Europe/London": "GB",
    "Europe/Brussels": "BE",
}


def _middle(line: CycleLine, first: date) -> int:
    """Without an anchor the middle of the months allowed is preferred, a point for each week away from it."""
    if line.anchor or not line.months:
        return 0
    middle = date(first.year, line.months[len(line.months) // 2], 15)
    return abs((first - middle).days) // 7


def _why(line: CycleLine, anchor: Anchor | None, host: Host | None) -> str:
    parts = [line.why.rstrip(".")] if line.why else []
    if anchor is not None:
        days = clock.days_words((anchor.starts_on,))
        said = "is computed to begin" if anchor.confidence is Confidence.COMPUTED else "begins"
        parts.append(f"{anchor.kind} {said} on {days}")
    if line.where is Where.HOST:
        parts.append(f"{host.party} is next in the rotation" if host else "the next host is not named yet")
    return "; ".join(parts) + "." if parts else ""


def due_day(one: Milestone, first: date, last: date, *, country: str, holidays: Holidays) -> DueDay:
    """When a milestone is due: so many days before the first day, or after the last; on the working day before."""
    counted = (
        first - timedelta(days=one.days_before) if one.days_before >= 0 else last - timedelta(days=one.days_before)
    )
    on, reasons = counted, []
    while reason := _day_off(on, country, holidays):
        reasons.append(reason)
        on -= timedelta(days=1)
    moved = f"moved from {clock.day_words(counted)}: {reasons[0]}" if reasons else ""
    return DueDay(one.key, one.name, on, moved, one.is_default)


def _day_off(day: date, country: str, holidays: Holidays) -> str:
    if day.weekday() >= SATURDAY:
        return "a weekend"
    return holidays(country, day) if country else ""
