"""Applies the lines that were chosen of a knock-on, and no others; whom they concern is told, and nobody else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select

from convene import clock, journal
from convene.agendas.actions import follow_session
from convene.assets.actions import Plan, keep_preparation
from convene.assets.queries import preparation_of
from convene.bodies.models import Body
from convene.bodies.queries import members_of
from convene.calls.models import PaperCall
from convene.calls.queries import calls_of
from convene.calls.telling import able, items_of, tell
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.invitations.telling import retell
from convene.meetings.actions import refuse
from convene.meetings.models import Meeting
from convene.meetings.moving import move_sessions
from convene.meetings.queries import all_sessions_of, sessions_of
from convene.meetings.rules import deadline_findings
from convene.placing import place_meeting
from convene.rounds.placing import move_days
from convene.years.knockon import Goal, Line, LineKind, chosen_goal, lines_of, parted
from convene.years.knockon_reading import Affected
from convene.years.models import Milestone

WHAT = {"answers_due_at": "Answers", "papers_due_at": "Papers", "proposals_due_at": "Proposals"}


@dataclass(frozen=True, slots=True)
class Applied:
    """What applying came to: lines applied and left, and how many letters are on their way."""

    applied: int
    left: int
    letters: int


def apply_lines(body: Body, affected: Iterable[Affected], chosen: Collection[str], *, by: str, at: datetime) -> Applied:
    """Apply the chosen lines, by their keys. Raises Refused where what would be left does not fit what is applied."""
    meetings = list(affected)
    _refuse_parted(meetings, chosen, at=at)
    hosts = {party.name: party.id for party in members_of(body)}
    applied = left = letters = 0
    for one in meetings:
        goal = chosen_goal(one.standing, one.goal, chosen)
        # Without the place, what only followed from it is no line any more.
        lines = [line for line in lines_of(one.standing, goal, at=at) if line.key in chosen]
        others = [line for line in one.lines if line.key not in {found.key for found in lines}]
        applied, left = applied + len(lines), left + len(others)
        if lines:
            letters += _Applying(one, goal, {line.key: line for line in lines}, hosts, by, at).whole()
            change = {"applied": [line.name for line in lines], "left": [line.name for line in others]}
            journal.record(
                "year.knock-on", by=by, at=at, body=body.id, kind="meeting", key=one.meeting.key, change=change
            )
    return Applied(applied, left, letters)


def _refuse_parted(meetings: Sequence[Affected], chosen: Collection[str], *, at: datetime) -> None:
    """Raises Refused for each meeting of which people would go on holding old days or an old place."""
    said = {one.standing.title: parted(one.standing, one.goal, chosen, at=at) for one in meetings}
    several = len(meetings) > 1
    refuse([Finding("", Level.REFUSE, f"{title}: {text}" if several else text) for title, text in said.items() if text])


@dataclass(frozen=True, slots=True)
class _Applying:
    """The chosen lines of one meeting."""

    one: Affected
    goal: Goal
    lines: Mapping[str, Line]
    hosts: Mapping[str, int]
    by: str
    at: datetime

    @property
    def meeting(self) -> Meeting:
        """Which meeting."""
        return self.one.meeting

    def of(self, kind: LineKind) -> dict[str, Line]:
        """The chosen lines of a kind, by what stands behind the kind in their keys."""
        return {key.partition(":")[2]: line for key, line in self.lines.items() if line.kind is kind}

    def whole(self) -> int:
        """All of them, in the order in which they rest on each other; gives how many letters are queued."""
        if self.of(LineKind.PLACE):
            self.place()
        self.days()
        if self.of(LineKind.SURE):
            self.meeting.is_provisional = self.goal.is_provisional
        self.deadlines()
        self.steps()
        letters = self.calls() + self.preparation()
        if self.of(LineKind.PEOPLE):
            letters += retell(self.meeting, at=self.at)
        return letters

    def place(self) -> None:
        """Host, city and zone; the sessions keep their hours on the wall clock there."""
        meeting, goal = self.meeting, self.goal
        meeting.title = meeting.title.replace(meeting.city, goal.city)
        meeting.city, meeting.zone = goal.city, goal.zone
        meeting.host_id = self.hosts.get(goal.host, meeting.host_id)
        for session in all_sessions_of(meeting.id):
            session.starts_at = clock.at_wall(session.on, session.opens, goal.zone)
            session.ends_at = session.starts_at + timedelta(minutes=session.minutes)

    def days(self) -> None:
        """The days of the meeting and of its sessions, with the times of their items."""
        meeting, chosen = self.meeting, self.of(LineKind.DAYS)
        sessions = {key: line.day for key, line in self.of(LineKind.SESSION).items() if line.day}
        if not (chosen or sessions or self.of(LineKind.PLACE)):
            return
        starts_on = self.goal.starts_on if chosen else meeting.starts_on
        if not chosen and sessions:
            text = "Sessions move with the days of their meeting: apply those as well, or leave the sessions."
            raise Refused((Finding("", Level.REFUSE, text),))
        db.session.flush()  # Sessions are read back in the zone that holds now.
        shift = starts_on - meeting.starts_on
        move_sessions(meeting, sessions, starts_on, by=self.by, at=self.at)
        move_days(meeting, shift)
        for session in sessions_of(meeting.id):
            follow_session(session)
        place_meeting(meeting.id)

    def deadlines(self) -> None:
        """Deadlines of the meeting; each must lie before it, also one that was left."""
        meeting = self.meeting
        for key, line in self.of(LineKind.DEADLINE).items():
            setattr(meeting, key.partition("@")[0], line.moment)
        if self.of(LineKind.DAYS) or self.of(LineKind.DEADLINE):
            starts_at = min((s.starts_at for s in sessions_of(meeting.id)), default=meeting.ends_at)
            found: list[Finding] = []
            for name, what in WHAT.items():
                due_at = getattr(meeting, name)
                found += deadline_findings(due_at, starts_at=starts_at, at=self.at, field="", what=what)
            refuse([f for f in found if f.level is Level.REFUSE])

    def steps(self) -> None:
        """Milestones."""
        chosen = {key.rpartition("@")[0]: line.day for key, line in self.of(LineKind.MILESTONE).items()}
        if chosen:
            wanted = select(Milestone).where(Milestone.meeting_id == self.meeting.id, Milestone.step.in_(chosen))
            for row in db.session.scalars(wanted):
                row.due_on = chosen[row.step] or row.due_on

    def calls(self) -> int:
        """Deadlines of calls for papers; whoever was told of one is told of the new one."""
        chosen = self.of(LineKind.CALL)
        if not chosen:
            return 0
        moved: list[PaperCall] = []
        for call in calls_of(self.meeting):
            line = chosen.get(call.key)
            if line is None or line.moment is None:
                continue
            if call.extended_to is not None:
                call.extended_to = line.moment
            else:
                call.due_at = line.moment
            moved.append(call)
        items = items_of(moved)
        for call in moved:
            if (call.extended_to or call.due_at) >= items[call.item_id].starts_at:
                text = f"A paper for “{items[call.item_id].title}” would be due once its item has begun."
                raise Refused((Finding("B5", Level.REFUSE, text),))
        told = [call for call in moved if call.announced]
        for call in told:
            call.called_at = self.at  # Reminders that would have fallen due before that are over.
        return tell("paper-moved", told, able(told, items, at=self.at)[0], due=self.at.isoformat(), at=self.at)

    def preparation(self) -> int:
        """The preparatory day and the deadline of the statements; whoever was told is told again."""
        day = next(iter(self.of(LineKind.PREPARATION).values()), None)
        due = next(iter(self.of(LineKind.STATEMENTS).values()), None)
        found = preparation_of(self.meeting) if day or due else None
        if found is None:
            return 0
        plan = Plan(found.questions, found.prepare_on, found.due_at)
        if day and day.day:
            plan = replace(plan, prepare_on=day.day)
        if due and due.moment:
            plan = replace(plan, due_at=due.moment)
        return keep_preparation(self.meeting, plan, by=self.by, at=self.at)[1]
