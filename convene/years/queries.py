"""Reads of milestones, and of the days that a body set for them."""

from __future__ import annotations

from sqlalchemy import select

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
