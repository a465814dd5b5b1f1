"""Milestones as they stand: what happened is done by itself, and what is a deadline of the meeting follows that one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select

from convene import clock
from convene.assets.models import Preparation
from convene.calls.models import PaperCall
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.invitations.models import Invitation
from convene.meetings.models import Meeting
from convene.records.models import Record
from convene.stages.models import AgendaStage
from convene.stages.terms import Stage
from convene.years.models import Milestone

PREPARED = "asset-statements"
# Which milestones are deadlines of the meeting, so that one thing is not due on two days.
FOLLOWED = {"paper-deadline": "papers_due_at", "supplementary-items": "proposals_due_at"}

HAPPENED = ("invitations", "call-for-papers", "provisional-agenda", "record-circulated", PREPARED)


@dataclass(frozen=True, slots=True)
class Task:
    """A milestone as it stands; `is_ticked` says that it was ticked by hand, and not done by what happened.

    `follows` names the page on which its day is set, where that is a deadline of its own: “meeting” or “assets”.
    """

    key: str
    step: str
    name: str
    due_on: date
    is_by_hand: bool
    done_on: date | None
    is_ticked: bool
    follows: str = ""


@dataclass(frozen=True, slots=True)
class Ahead:
    """How the milestones of a meeting stand: how many there are, how many are done, and what is due next."""

    count: int
    done: int
    following: tuple[Task, ...]
    today: date


def tasks_by_meeting(meeting_ids: Sequence[int]) -> dict[int, list[Task]]:
    """What is to be done around several meetings, by internal id, in order of its days; one statement."""
    found: dict[int, list[Task]] = {}
    for row, meeting, *moments in db.session.execute(_known().where(Meeting.id.in_(sorted(meeting_ids)))):
        happened = dict(zip(HAPPENED, moments, strict=True))
        due_at = {step: getattr(meeting, name) for step, name in FOLLOWED.items()} | {PREPARED: happened.pop(PREPARED)}
        follows, done_at = due_at.get(row.step), happened.get(row.step)
        task = Task(
            key=row.key,
            step=row.step,
            name=row.name,
            due_on=clock.local(follows, meeting.zone).date() if follows else row.due_on,
            is_by_hand=row.is_by_hand and not follows,
            done_on=row.done_on or (clock.local(done_at, meeting.zone).date() if done_at else None),
            is_ticked=row.done_on is not None,
            follows=("assets" if row.step == PREPARED else "meeting") if follows else "",
        )
        found.setdefault(meeting.id, []).append(task)
    return {key: sorted(tasks, key=lambda one: one.due_on) for key, tasks in found.items()}


def refuse_to_follow(meeting: Meeting, step: str) -> None:
    """Raise Refused for a milestone whose day is set elsewhere, as a deadline of its own."""
    if any(one.step == step and one.follows and not one.is_ticked for one in tasks_of(meeting)):
        text = "This is a deadline of the meeting: change it there, and the milestone follows."
        raise Refused((Finding("", Level.REFUSE, text, "due_on"),))


def _known() -> Select[*tuple[Any, ...]]:
    """Milestones with their meetings, and the moments at which something first happened, in the order of HAPPENED."""
    circulated = (Stage.PROVISIONAL, Stage.ANNOTATED, Stage.ADOPTED)
    first = {
        "invitations": select(func.min(Invitation.sent_at)).where(Invitation.meeting_id == Meeting.id),
        "call-for-papers": select(func.min(PaperCall.called_at)).where(PaperCall.meeting_id == Meeting.id),
        "provisional-agenda": select(func.min(AgendaStage.circulated_at)).where(
            AgendaStage.meeting_id == Meeting.id, AgendaStage.stage.in_(circulated)
        ),
        "record-circulated": select(func.min(Record.circulated_at)).where(Record.meeting_id == Meeting.id),
        PREPARED: select(func.min(Preparation.due_at)).where(Preparation.meeting_id == Meeting.id),
    }
    wanted = select(Milestone, Meeting, *(first[name].scalar_subquery() for name in HAPPENED))
    return wanted.join(Meeting, Meeting.id == Milestone.meeting_id).order_by(Milestone.due_on, Milestone.id)


def tasks_of(meeting: Meeting) -> list[Task]:
    """What is to be done around a meeting, in order of its days."""
    return tasks_by_meeting([meeting.id]).get(meeting.id, [])


def movable_tasks(meeting_ids: Sequence[int]) -> dict[int, list[Task]]:
    """What moves with its meeting: all that is not ticked, so that what happened keeps its distance on record."""
    return {key: [one for one in tasks if not one.is_ticked] for key, tasks in tasks_by_meeting(meeting_ids).items()}


def ahead_of(meeting: Meeting, *, at: datetime, most: int = 3) -> Ahead:
    """What is due next for a meeting, seen from today there, as far as this reader may know."""
    every = tasks_of(meeting)
    waiting = [one for one in every if one.done_on is None]
    today = clock.local(at, meeting.zone).date()
    return Ahead(len(every), len(every) - len(waiting), tuple(waiting[:most]), today)
