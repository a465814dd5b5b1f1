"""What a year's drawing shows, as frozen values: the same for the drawing and for the table beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from convene.anchors.terms import Anchor, Confidence
from convene.meetings.terms import MeetingState
from convene.presets.terms import CycleLine
from convene.years.terms import PlannedMeeting


class Lane(StrEnum):
    """What belongs together in a drawing, from the top."""

    EVENT = "Events"
    MEETING = "Meetings"
    VACANCY = "Vacant seats"
    OFFICE = "Offices held"


class Look(StrEnum):
    """How a mark is drawn; each is another pattern, and its words stand beside it, so that no colour is needed."""

    COMPUTED = "computed"
    ANNOUNCED = "announced"
    CONFIRMED = "confirmed"
    PROPOSED = "proposed"
    DRAFT = "draft"
    CONVENED = "convened"
    VACANT = "vacant"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Dot:
    """A day on which something is due for a meeting."""

    on: date
    words: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One line of the drawing and of its table: from when to when, how sure it is in words, what is due for it.

    `key` is that of the meeting on record, else empty; `line` that of the line of the cycle it belongs to, if any.
    """

    lane: Lane
    name: str
    first: date
    last: date
    look: Look
    sure: str
    dots: tuple[Dot, ...] = ()
    key: str = ""
    line: str = ""
    place: str = ""

    @property
    def is_whole_year(self) -> bool:
        """Whether it fills the year from end to end."""
        return (self.first.month, self.first.day) == (1, 1) and (self.last.month, self.last.day) == (12, 31)


@dataclass(frozen=True, slots=True)
class Timeline:
    """A year as it is drawn; `today` where it lies in the year."""

    year: int
    marks: tuple[Mark, ...]
    today: date | None = None

    def of(self, lane: Lane) -> tuple[Mark, ...]:
        """The marks of one lane."""
        return tuple(one for one in self.marks if one.lane is lane)

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """The lanes that hold anything."""
        return tuple(each for each in Lane if self.of(each))

    @property
    def due(self) -> int:
        """How many things are due in the year."""
        return sum(len(one.dots) for one in self.marks)


SURE = {
    Confidence.COMPUTED: "provisional: computed by rule",
    Confidence.ANNOUNCED: "announced, not confirmed",
    Confidence.CONFIRMED: "confirmed",
}


def event(anchor: Anchor) -> Mark:
    """An anchor event."""
    look = Look(anchor.confidence.value)
    return Mark(
        Lane.EVENT,
        str(anchor.kind),
        anchor.starts_on,
        anchor.ends_on,
        look,
        SURE[anchor.confidence],
        place=anchor.place,
    )


class OnRecord(Protocol):
    """What is drawn of a meeting on record."""

    @property
    def key(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date: ...
    @property
    def city(self) -> str: ...
    @property
    def is_provisional(self) -> bool: ...


def on_record(name: str, one: OnRecord, line: str = "", dots: Iterable[Dot] = ()) -> Mark:
    """A meeting on record, of a line of the cycle or of none: what is not convened is drawn as a draft."""
    look = Look.DRAFT if one.state == MeetingState.DRAFT else Look.CONVENED
    loose = one.is_provisional and one.state in (MeetingState.DRAFT, MeetingState.CONVENED)
    sure = f"{one.state}, provisional" if loose else str(one.state)
    return Mark(Lane.MEETING, name, one.starts_on, one.ends_on, look, sure, tuple(dots), one.key, line, one.city)


def proposed(one: PlannedMeeting) -> Mark:
    """A meeting that the cycle proposes, with what would be due for it."""
    sure = "proposed, provisional" if one.anchor is not None and one.is_provisional else "proposed"
    sure = f"{sure}, if wanted" if one.line.is_optional else sure
    dots = tuple(Dot(due.on, due.name) for due in one.milestones)
    return Mark(
        Lane.MEETING, one.line.name, one.starts_on, one.ends_on, Look.PROPOSED, sure, dots, "", one.line.key, one.city
    )


def vacant(member: str, first: date, last: date) -> Mark:
    """A member's seat without a holder."""
    return Mark(Lane.VACANCY, member, first, last, Look.VACANT, "nobody holds the seat")


def office(name: str, first: date, last: date, sure: str) -> Mark:
    """An office that somebody holds for a while, an opportunity to see beside the year."""
    return Mark(Lane.OFFICE, name, first, last, Look.OFFICE, sure)


def drawn_year(year: int, marks: Iterable[Mark], today: date | None = None) -> Timeline:
    """The marks of a year, cut to it, in order of lane and time; what lies outside is not drawn."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    order = list(Lane)
    found = [
        replace(
            one,
            first=max(one.first, first),
            last=min(one.last, last),
            dots=tuple(sorted((d for d in one.dots if d.on.year == year), key=lambda dot: (dot.on, dot.words))),
        )
        for one in marks
        if one.first <= last and first <= one.last
    ]
    found.sort(key=lambda one: (order.index(one.lane), one.first, one.last, one.name))
    return Timeline(year, tuple(found), today if today is not None and today.year == year else None)


def by_line(lines: Sequence[CycleLine], timeline: Timeline) -> tuple[tuple[str, tuple[Mark, ...]], ...]:
    """The meetings of a year by the lines of the cycle, in the order of the cycle, then those of no line."""
    meetings = timeline.of(Lane.MEETING)
    known = {line.key for line in lines}
    rows = [(line.name, tuple(one for one in meetings if one.line == line.key)) for line in lines]
    others = tuple(one for one in meetings if one.line not in known)
    return (*rows, *((("Other meetings", others),) if others else ()))


def day_after(day: date) -> date:
    """The day on which a bar that lasts to the end of `day` ends."""
    return day + timedelta(days=1)
