"""Reads of milestones, and of the days that a body set for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from convene import clock
from convene.access import rules
from convene.access.gate import Missing
from convene.access.scope import current_reader, guard
from convene.bodies.models import Body
from convene.db import db
from convene.meetings.models import Meeting
from convene.years.models import Milestone, MilestoneDays

guard(Milestone, rules.sees_kept, body=Milestone.body_id)
guard(MilestoneDays, rules.sees_kept, body=MilestoneDays.body_id)


def milestones_of(meeting: Meeting) -> list[Milestone]:
    """What is to be done around a meeting, in order of its days."""
    wanted = select(Milestone).where(Milestone.meeting_id == meeting.id)
    return list(db.session.scalars(wanted.order_by(Milestone.due_on, Milestone.id)))


def milestones_by_meeting(meeting_ids: Sequence[int]) -> dict[int, list[Milestone]]:
    """What is to be done around several meetings, by their internal id, in one statement."""
    wanted = select(Milestone).where(Milestone.meeting_id.in_(sorted(meeting_ids)))
    found: dict[int, list[Milestone]] = {}
    for one in db.session.scalars(wanted.order_by(Milestone.due_on, Milestone.id)):
        found.setdefault(one.meeting_id, []).append(one)
    return found


def open_milestones(meeting_ids: Sequence[int]) -> dict[int, list[Milestone]]:
    """What is still to be done, by meeting, in one statement."""
    found = milestones_by_meeting(meeting_ids)
    return {key: [one for one in steps if one.done_on is None] for key, steps in found.items()}


@dataclass(frozen=True, slots=True)
class Ahead:
    """How the milestones of a meeting stand: how many there are, how many are done, and what is due next."""

    count: int
    done: int
    following: tuple[Milestone, ...]
    today: date


def ahead_of(meeting: Meeting, *, at: datetime, most: int = 3) -> Ahead:
    """What is due next for a meeting, seen from today there, as far as this reader may know: one statement."""
    every = milestones_of(meeting)
    waiting = [one for one in every if one.done_on is None]
    today = clock.local(at, meeting.zone).date()
    return Ahead(len(every), len(every) - len(waiting), tuple(waiting[:most]), today)


def kept_milestone(key: str) -> Milestone:
    """The milestone, where the reader serves the secretariat of its body. Raises Missing otherwise."""
    found = db.session.scalars(select(Milestone).where(Milestone.key == key)).one_or_none()
    if found is None or not rules.may_keep(current_reader(), found.body_id):
        raise Missing
    return found


def days_set(body: Body) -> dict[tuple[str, str], int]:
    """The days that a body set, by line of the cycle and step."""
    wanted = select(MilestoneDays).where(MilestoneDays.body_id == body.id).order_by(MilestoneDays.id)
    return {(row.line, row.step): row.days_before for row in db.session.scalars(wanted)}
