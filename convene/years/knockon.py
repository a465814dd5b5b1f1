"""What follows when a date, a meeting or the order of hosts changes: line by line, before and after; pure functions.

A meeting is given as it stands and as it is meant to be; each line is one thing that would become different, to be
applied or left. Days are the host's, deadlines keep their hour on the host's wall clock.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from convene import clock

SATURDAY = 5
PASSED = "This deadline has passed already; applied, it would open again."
TOO_LATE = "The new deadline has passed already."
PEOPLE = "Invitations and calendar entries"
LEFT = "Left, their calendars go on saying what they were told, until the next change of the meeting is told."
TOGETHER = "New days and a new place are applied only together with this line, so that nobody goes on holding the old."


class LineKind(StrEnum):
    """What a line is about, in the order in which lines are shown."""

    PLACE = "place"
    DAYS = "days"
    SURE = "sure"
    SESSION = "session"
    DEADLINE = "deadline"
    CALL = "call"
    PREPARATION = "preparation"
    STATEMENTS = "statements"
    MILESTONE = "milestone"
    PEOPLE = "people"


# What nobody outside may be left to find out: when and where they are expected.
MOVING = frozenset({LineKind.PLACE, LineKind.DAYS, LineKind.SESSION})


@dataclass(frozen=True, slots=True)
class Unable:
    """Somebody of a session who said that they cannot, and when (UTC)."""

    name: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Sitting:
    """A session: the day it is on and its hour on the wall clock, by its key; `unable` are of those awaited there."""

    key: str
    title: str
    on: date
    opens: time
    minutes: int = 0
    unable: tuple[Unable, ...] = ()


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline (UTC); `told` are people who had a letter of its own about it, `step` is the milestone it follows."""

    key: str
    name: str
    at: datetime
    told: int = 0
    step: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone that is not done yet; one moved by hand is not moved without a word."""

    key: str
    name: str
    on: date
    is_by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """A meeting as it stands. `invited` hold an invitation, of them `answered`; `told` are those whom a mail reached.

    `untold` have a calendar entry that is not true any more. `is_announced`: members see it. `prepare_on` is the day of
    the preparatory step in the capitals.
    """

    key: str
    title: str
    city: str
    zone: str
    host: str
    starts_on: date
    ends_on: date
    is_provisional: bool
    is_announced: bool = False
    sittings: tuple[Sitting, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    calls: tuple[Deadline, ...] = ()
    prepare_on: date | None = None
    statements: Deadline | None = None
    steps: tuple[Step, ...] = ()
    invited: int = 0
    answered: int = 0
    told: tuple[str, ...] = ()
    untold: int = 0


@dataclass(frozen=True, slots=True)
class Goal:
    """What a meeting is to become; `steps` are the days of its milestones as the plan would have them, by key.

    `against` is what speaks against its new days, in words.
    """

    starts_on: date
    city: str
    zone: str
    host: str
    is_provisional: bool
    steps: Mapping[str, date] = field(default_factory=dict)
    against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that changes. `needs_mail` counts those who were told already and get an update; `note` says beware.

    `names` says who. `is_ticked` is whether it is offered ticked; `day` or `moment` (UTC) is what it would become.
    """

    key: str
    kind: LineKind
    name: str
    before: str
    after: str
    note: str = ""
    needs_mail: int = 0
    is_ticked: bool = True
    day: date | None = None
    moment: datetime | None = None
    names: tuple[str, ...] = ()


def as_it_is(standing: Standing) -> Goal:
    """A goal that changes nothing."""
    return Goal(standing.starts_on, standing.city, standing.zone, standing.host, standing.is_provisional)


def lines_of(standing: Standing, goal: Goal, *, at: datetime) -> tuple[Line, ...]:
    """Every line that is different between how a meeting stands and what it is to become, in a fixed order."""
    return (
        *_of_place(standing, goal),
        *_of_days(standing, goal),
        *_of_sureness(standing, goal),
        *_of_deadlines(standing, goal, at),
        *_of_preparation(standing, goal, at),
        *_of_steps(standing, goal),
        *_of_people(standing, goal),
    )


def _of_place(standing: Standing, goal: Goal) -> Iterator[Line]:
    before, after = (_place_words(one.host, one.city, one.zone) for one in (standing, goal))
    if before != after:
        note = "Its sessions keep their hours on the wall clock there." if standing.zone != goal.zone else ""
        yield Line(f"{LineKind.PLACE}:{standing.key}", LineKind.PLACE, "Host and place", before, after, note)


def _place_words(host: str, city: str, zone: str) -> str:
    where = f"{city} ({clock.place_of(zone)} time)"
    return f"{host}: {where}" if host else where


def _shift(standing: Standing, goal: Goal) -> timedelta:
    return goal.starts_on - standing.starts_on


def _of_days(standing: Standing, goal: Goal) -> Iterator[Line]:
    shift = _shift(standing, goal)
    if not shift:
        return
    yield Line(
        f"{LineKind.DAYS}:{standing.key}", LineKind.DAYS, "Days of the meeting",
        span_words(standing.starts_on, standing.ends_on), span_words(goal.starts_on, standing.ends_on + shift),
        "; ".join(goal.against) + "." if goal.against else "", day=goal.starts_on,
    )  # fmt: skip
    for one in standing.sittings:
        words = [f"{clock.day_words(day)}, {one.opens:%H:%M}" for day in (one.on, one.on + shift)]
        key = f"{LineKind.SESSION}:{one.key}"
        yield Line(
            key,
            LineKind.SESSION,
            f"Session “{one.title}”",
            words[0],
            words[1],
            _clash(one, one.on + shift, goal.zone),
            day=one.on + shift,
        )


def _clash(one: Sitting, on: date, zone: str) -> str:
    """Who said that they cannot at the hour to which a session would move."""
    starts_at = clock.at_wall(on, one.opens, zone)
    ends_at = starts_at + timedelta(minutes=one.minutes)
    names = dict.fromkeys(u.name for u in one.unable if u.starts_at < ends_at and starts_at < u.ends_at)
    return f"Clashes with what {' and '.join(names)} said: they cannot then." if names else ""


def span_words(first: date, last: date) -> str:
    """“Wednesday 22 and Thursday 23 September 2027”; first and last day where there are more."""
    if first == last:
        return clock.day_words(first)
    words = clock.days_words((first, last))
    return words if (last - first).days == 1 else words.replace(" and ", " to ")


def _of_sureness(standing: Standing, goal: Goal) -> Iterator[Line]:
    if standing.is_provisional != goal.is_provisional:
        before, after = ("provisional" if one.is_provisional else "confirmed" for one in (standing, goal))
        yield Line(f"{LineKind.SURE}:{standing.key}", LineKind.SURE, "How sure its date is", before, after)


def _moved(one: Deadline, standing: Standing, goal: Goal) -> datetime:
    """The deadline as many days earlier or later as the meeting, or on the day of its milestone; the same hour."""
    wall = clock.local(one.at, standing.zone)
    day = wall.date() + _shift(standing, goal)
    follows = next((s for s in standing.steps if s.key == one.step and s.on == wall.date()), None)
    if follows is not None and not follows.is_by_hand:
        day = goal.steps.get(one.step, day)
    return clock.at_wall(day, wall.time(), goal.zone)


def _of_deadlines(standing: Standing, goal: Goal, at: datetime) -> Iterator[Line]:
    for kind, several in ((LineKind.DEADLINE, standing.deadlines), (LineKind.CALL, standing.calls)):
        for one in several:
            yield from _of_deadline(kind, one, standing, goal, at)


def _of_deadline(kind: LineKind, one: Deadline, standing: Standing, goal: Goal, at: datetime) -> Iterator[Line]:
    after = _moved(one, standing, goal)
    if after == one.at:
        return
    # What is past on a meeting that people know of is not opened again without a word.
    has_passed = one.at <= at and standing.is_announced
    note = PASSED if has_passed else TOO_LATE if after <= at else _weekend(clock.local(after, goal.zone).date())
    yield Line(
        f"{kind}:{one.key}", kind, one.name, clock.moment_words(one.at, standing.zone),
        clock.moment_words(after, goal.zone), note, needs_mail=one.told, is_ticked=not has_passed and after > at,
        moment=after,
    )  # fmt: skip


def _weekend(day: date) -> str:
    return f"The new day is a {day:%A}." if day.weekday() >= SATURDAY else ""


def _of_preparation(standing: Standing, goal: Goal, at: datetime) -> Iterator[Line]:
    statements = standing.statements
    if standing.prepare_on is None or statements is None:
        return
    if shift := _shift(standing, goal):
        after, today = standing.prepare_on + shift, clock.local(at, standing.zone).date()
        has_passed = standing.prepare_on < today and standing.is_announced
        note = PASSED.replace("deadline", "day") if has_passed else _weekend(after)
        yield Line(
            f"{LineKind.PREPARATION}:{standing.key}", LineKind.PREPARATION, "Preparation in the capitals by",
            clock.day_words(standing.prepare_on), clock.day_words(after), note, needs_mail=statements.told,
            is_ticked=not has_passed and after >= today, day=after,
        )  # fmt: skip
    yield from _of_deadline(LineKind.STATEMENTS, statements, standing, goal, at)


def _of_steps(standing: Standing, goal: Goal) -> Iterator[Line]:
    shift = _shift(standing, goal)
    for one in standing.steps:
        after = goal.steps.get(one.key, one.on + shift) if not one.is_by_hand else one.on + shift
        if after == one.on:
            continue
        note = "It was put on this day by hand." if one.is_by_hand else _weekend(after)
        key, name = f"{LineKind.MILESTONE}:{one.key}@{standing.key}", f"Milestone: {one.name}"
        yield Line(
            key, LineKind.MILESTONE, name, clock.day_words(one.on), clock.day_words(after), note,
            is_ticked=not one.is_by_hand, day=after,
        )  # fmt: skip


def _is_moved(standing: Standing, goal: Goal) -> bool:
    return bool(_shift(standing, goal)) or (standing.city, standing.zone) != (goal.city, goal.zone)


def _holding(standing: Standing) -> str:
    return "One person holds" if standing.invited == 1 else f"{standing.invited} people hold"


def _of_people(standing: Standing, goal: Goal) -> Iterator[Line]:
    is_moved = _is_moved(standing, goal)
    is_sure_now = standing.is_provisional and not goal.is_provisional
    if not standing.is_announced or not standing.invited or not (is_moved or is_sure_now or standing.untold):
        return
    note = TOGETHER if is_moved else LEFT
    people = _holding(standing)
    yield Line(
        f"{LineKind.PEOPLE}:{standing.key}",
        LineKind.PEOPLE,
        PEOPLE,
        f"{people} an invitation and a calendar entry; {standing.answered or 'nobody has'} answered.",
        "Their entries are brought up to date; answers that were given stand.",
        note,
        needs_mail=len(standing.told),
        names=standing.told,
    )


def parted(standing: Standing, goal: Goal, chosen: Collection[str], *, at: datetime) -> str:
    """Why these lines cannot be chosen: days or place would change, and whoever holds the old ones would not be told.

    Empty where they can: what nobody outside knows of, and deadlines and milestones, may be applied alone.
    """
    lines = lines_of(standing, chosen_goal(standing, goal, chosen), at=at)
    people = next((line.key for line in lines if line.kind is LineKind.PEOPLE), None)
    moving = {line.kind for line in lines if line.key in chosen and line.kind in MOVING}
    if people is None or people in chosen or not moving:
        return ""
    what = "place" if moving == {LineKind.PLACE} else "days"
    they, are = ("it", "is") if what == "place" else ("they", "are")
    told = "so that they are told" if standing.invited > 1 else "so that this person is told"
    return f"{_holding(standing)} the old {what}: tick “{PEOPLE}” as well, {told}, or leave the {what} as {they} {are}."


def fingerprint(lines: Iterable[Line]) -> str:
    """What stands in these lines in short, so that nobody applies others than those that they were shown."""
    said = "\x1f".join(f"{one.key}\x1e{one.before}\x1e{one.after}" for one in lines)
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def chosen_goal(standing: Standing, goal: Goal, chosen: Collection[str]) -> Goal:
    """The goal without a place that is left as it is: deadlines then keep to the clocks of the present one."""
    if f"{LineKind.PLACE}:{standing.key}" in chosen:
        return goal
    return replace(goal, city=standing.city, zone=standing.zone, host=standing.host)
