"""Rules of a round: where a check-in may be put, and what somebody's answers come to. Pure functions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from convene import clock
from convene.findings import Finding, Level
from convene.ical.terms import Partstat
from convene.rounds.terms import Away, Booking, Hours, Reply, Room, Settings, Slot

SOMEBODY = "Somebody"


def overlaps(one: Booking | Away, other: Booking | Away) -> bool:
    """Whether two spans of time share a moment; one that ends when the other begins does not."""
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def hours_findings(slot: Slot, days: Iterable[Hours]) -> list[Finding]:
    """A check-in lies on a day of the round, between its hours."""
    day = next((d for d in days if d.on == slot.on), None)
    if day is None:
        return [Finding("", Level.REFUSE, "The round has no hours on that day.", "on")]
    ends = datetime.combine(slot.on, slot.opens) + timedelta(minutes=slot.minutes)
    if slot.opens < day.opens or ends > datetime.combine(day.on, day.closes):
        text = f"Check-ins are held from {day.opens:%H:%M} to {day.closes:%H:%M} on that day."
        return [Finding("", Level.REFUSE, text, "opens")]
    return []


def room_findings(wanted: Booking, rooms: Iterable[Room], zone: str) -> list[Finding]:
    """The round has the room at that time."""
    room = next((r for r in rooms if r.name == wanted.room), None)
    if room is None:
        return [Finding("", Level.REFUSE, "Choose one of the rooms of the round.", "room")]
    if room.starts_at is not None and wanted.starts_at < room.starts_at:
        text = f"{room.name} is free from {clock.moment_words(room.starts_at, zone)}."
        return [Finding("", Level.REFUSE, text, "room")]
    if room.ends_at is not None and wanted.ends_at > room.ends_at:
        text = f"{room.name} is free until {clock.moment_words(room.ends_at, zone)}."
        return [Finding("", Level.REFUSE, text, "room")]
    return []


def booking_findings(wanted: Booking, others: Iterable[Booking], names: Mapping[int, str], zone: str) -> list[Finding]:
    """Nobody and no room is in two check-ins at once."""
    found = []
    for other in others:
        if not overlaps(wanted, other):
            continue
        when = clock.span_words(other.starts_at, other.ends_at, zone)
        if other.room == wanted.room:
            found.append(Finding("", Level.REFUSE, f"{wanted.room} is taken then: {other.label}, {when}.", "room"))
        for person in sorted(wanted.people & other.people):
            text = f"{names.get(person, SOMEBODY)} is in another check-in then: {other.label}, {when}."
            found.append(Finding("", Level.REFUSE, text, "opens"))
    return found


def elsewhere_findings(
    wanted: Booking, others: Iterable[Booking], names: Mapping[int, str], zone: str
) -> list[Finding]:
    """Nobody is in a check-in of another round of the body at that time."""
    return [
        Finding(
            "",
            Level.REFUSE,
            f"{names.get(person, SOMEBODY)} is in a check-in of another round then: {other.label}, "
            f"{clock.span_words(other.starts_at, other.ends_at, zone)}.",
            "opens",
        )
        for other in others
        if overlaps(wanted, other)
        for person in sorted(wanted.people & other.people)
    ]


def common_findings(wanted: Booking, common: Iterable[Booking], zone: str) -> list[Finding]:
    """Nobody is placed while the Council itself meets."""
    return [
        Finding(
            "",
            Level.REFUSE,
            f"“{c.label}” takes place then: {clock.span_words(c.starts_at, c.ends_at, zone)}.",
            "opens",
        )
        for c in common
        if overlaps(wanted, c)
    ]


def absence_findings(wanted: Booking, away: Iterable[Away], names: Mapping[int, str], zone: str) -> list[Finding]:
    """Nobody is put where they said that they cannot come."""
    return [
        Finding(
            "",
            Level.REFUSE,
            f"{names.get(a.person_id, SOMEBODY)} cannot from {clock.hour_words(a.starts_at, zone)} "
            f"to {clock.hour_words(a.ends_at, zone)}.",
            "opens",
        )
        for a in sorted(away, key=lambda a: (a.starts_at, a.person_id))
        if a.person_id in wanted.people and overlaps(wanted, a)
    ]


def b3_people_findings(party: Collection[int], council: Collection[int]) -> list[Finding]:
    """B3: a check-in is between a party's officials and members of the Council, each one at least."""
    found = []
    if not party:
        found.append(Finding("B3", Level.REFUSE, "Choose who comes for the party.", "officials"))
    if not council:
        found.append(Finding("B3", Level.REFUSE, "Choose who comes for the Council.", "council"))
    if set(party) & set(council):
        found.append(Finding("B3", Level.REFUSE, "Nobody comes for both sides.", "council"))
    return found


def day_findings(hours: Sequence[Hours], starts_on: date, days_most: int) -> list[Finding]:
    """A round has days, each once, that close after they open, and they are days of its meeting."""
    if not hours:
        return [Finding("", Level.REFUSE, "Enter one day at least, with its hours.", "days")]
    if len({h.on for h in hours}) < len(hours):
        return [Finding("", Level.REFUSE, "Enter each day once.", "days")]
    if any(h.closes <= h.opens for h in hours):
        return [Finding("", Level.REFUSE, "A day closes after it opens.", "days")]
    if any(not starts_on <= h.on < starts_on + timedelta(days=days_most) for h in hours):
        first, last = (clock.day_words(starts_on + timedelta(days=n)) for n in (0, days_most - 1))
        return [Finding("", Level.REFUSE, f"Choose days of the meeting: from {first} to {last}.", "days")]
    return []


def starts_of(hours: Hours, minutes: int) -> list[time]:
    """The hours at which a check-in may begin on a day, one after the other."""
    found, moment = [], datetime.combine(hours.on, hours.opens)
    while moment + timedelta(minutes=minutes) <= datetime.combine(hours.on, hours.closes):
        found.append(moment.time())
        moment += timedelta(minutes=minutes)
    return found


def first_free(
    people: frozenset[int], settings: Settings, others: Sequence[Booking], away: Sequence[Away], *,
    zone: str, blocked: Sequence[Booking] = (), after: datetime | None = None,
) -> Slot | None:  # fmt: skip
    """The first time and room that are free for all of these people; None where there is none.

    `blocked` are times at which no check-in is held at all; `after` (UTC) leaves out what lies before.
    """
    for hours in sorted(settings.days, key=lambda h: h.on):
        for opens in starts_of(hours, settings.slot_minutes):
            if not clock.wall_exists(hours.on, opens, zone):
                continue
            starts_at = clock.at_wall(hours.on, opens, zone)
            ends_at = starts_at + timedelta(minutes=settings.slot_minutes)
            whole = Booking(starts_at, ends_at, "", people)
            if (after is not None and starts_at < after) or any(overlaps(whole, b) for b in blocked):
                continue
            if absence_findings(whole, away, {}, zone) or booking_findings(whole, others, {}, zone):
                continue
            for room in settings.rooms:
                wanted = Booking(starts_at, ends_at, room.name, people)
                if not booking_findings(wanted, others, {}, zone) and not room_findings(wanted, settings.rooms, zone):
                    return Slot(hours.on, opens, settings.slot_minutes, room.name)
    return None


def clashes(bookings: Sequence[Booking]) -> list[tuple[Booking, Booking]]:
    """Every pair of bookings that share a room or a person at one moment: none, ever."""
    return [
        (one, other)
        for number, one in enumerate(bookings)
        for other in bookings[number + 1 :]
        if overlaps(one, other) and (one.room == other.room or one.people & other.people)
    ]


def overall(replies: Collection[Reply]) -> Partstat:
    """What answers to single check-ins come to for the whole invitation: one that is awaited leaves it owed."""
    if not replies or Reply.AWAITED in replies:
        return Partstat.NEEDS_ACTION
    if Reply.ACCEPTED in replies:
        return Partstat.ACCEPTED
    return Partstat.TENTATIVE if Reply.OTHER_TIME in replies else Partstat.DECLINED


def span_findings(opens: time, closes: time) -> list[Finding]:
    """A time at which somebody cannot: it ends after it begins."""
    return [] if closes > opens else [Finding("", Level.REFUSE, f"Enter an hour after {opens:%H:%M}.", "until")]
