"""Writes of milestones: ticked as done, moved by hand, and the days that a body sets for a line of its cycle."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select

from convene import journal
from convene.bodies.models import Body
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.presets.terms import CycleLine
from convene.years.models import Milestone, MilestoneDays


def tick(milestone: Milestone, *, is_done: bool, today: date, by: str, at: datetime) -> None:
    """Mark a milestone as done today, or as still to be done."""
    if is_done is (milestone.done_on is not None):
        return
    milestone.done_on = today if is_done else None
    _note("milestone.tick", milestone, {"step": milestone.step, "done": milestone.done_on}, by=by, at=at)


def put_on(milestone: Milestone, day: date, *, by: str, at: datetime) -> None:
    """Move a milestone by hand: it stays there until it is moved again. Raises Refused once it is done."""
    if milestone.done_on is not None:
        raise Refused((Finding("", Level.REFUSE, "It is ticked as done: take the tick away first.", "due_on"),))
    if day == milestone.due_on:
        return
    change = {"step": milestone.step, "before": milestone.due_on, "after": day}
    milestone.due_on, milestone.is_by_hand = day, True
    _note("milestone.move", milestone, change, by=by, at=at)


def _note(act: str, milestone: Milestone, change: Mapping[str, object], *, by: str, at: datetime) -> None:
    journal.record(act, by=by, at=at, body=milestone.body_id, kind="milestone", key=milestone.key, change=change)


def set_days(body: Body, line: CycleLine, days: Mapping[str, int | None], *, by: str, at: datetime) -> int:
    """Set how many days before each step of a line is due; None goes back to the file's. Gives how many changed.

    Meetings on record keep their days: what is set holds for what is planned from now on.
    """
    wanted = select(MilestoneDays).where(MilestoneDays.body_id == body.id, MilestoneDays.line == line.key)
    known = {row.step: row for row in db.session.scalars(wanted)}
    usual = {one.key for one in line.milestones}
    change: dict[str, object] = {}
    for step, count in days.items():
        row = known.get(step)
        before = row.days_before if row else None
        if step not in usual or before == count:
            continue
        change[step] = {"before": before, "after": count}
        if row is None:
            db.session.add(MilestoneDays(body_id=body.id, line=line.key, step=step, days_before=count))
        elif count is None:
            db.session.delete(row)
        else:
            row.days_before = count
    if change:
        db.session.flush()  # The plan is drawn anew from what stands now.
        journal.record(
            "milestone.days", by=by, at=at, body=body.id, kind="body", key=body.key,
            change={"line": line.key, "days": change},
        )  # fmt: skip
    return len(change)
