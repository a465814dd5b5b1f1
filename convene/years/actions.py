"""Writes of a planned year: its meetings become drafts, of which nobody outside the secretariat is told."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from convene import clock, journal
from convene.agendas.actions import draft_from_template
from convene.agendas.templates import meeting_templates
from convene.bodies.models import Body
from convene.bodies.queries import members_of
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.meetings.actions import Place
from convene.meetings.models import Meeting
from convene.years.models import Milestone
from convene.years.rules import YearPlan
from convene.years.terms import PlannedMeeting

# Which milestone of a cycle sets which deadline of the meeting; the hour stays that of the template.
DEADLINES = {"paper-deadline": "papers_due_at", "supplementary-items": "proposals_due_at"}


def _set_deadlines(meeting: Meeting, planned: PlannedMeeting) -> None:
    """The deadlines that the plan shows hold for the meeting, in place of the template's."""
    for due in planned.milestones:
        if due.key in DEADLINES:
            name = DEADLINES[due.key]
            hour = clock.local(getattr(meeting, name), meeting.zone).time()
            setattr(meeting, name, clock.at_wall(due.on, hour, meeting.zone))


def _hang(meeting: Meeting, planned: PlannedMeeting, hosts: Mapping[str, int]) -> None:
    """The meeting knows from now on what it hangs on, and its milestones are on record."""
    meeting.line, meeting.host_id = planned.line.key, hosts.get(planned.host)
    meeting.anchor = str(planned.line.anchor) if planned.line.anchor else ""
    for due in planned.milestones:
        db.session.add(
            Milestone(
                body_id=meeting.body_id, meeting_id=meeting.id, step=due.key, name=due.name, due_on=due.on,
                is_by_hand=False,
            )
        )  # fmt: skip


def apply_plan(body: Body, plan: YearPlan, chosen: Collection[str], *, by: str, at: datetime) -> list[Meeting]:
    """Draft the chosen lines of a plan. Raises Refused where none is chosen, or one is not proposed any more."""
    proposed = {one.line.key: one for one in plan.meetings}
    if not chosen:
        raise Refused((Finding("", Level.REFUSE, "Tick the meetings that are to be drafted.", "lines"),))
    if set(chosen) - set(proposed):
        text = "The plan has changed since you opened the page. Look at it again, then draft the meetings."
        raise Refused((Finding("", Level.REFUSE, text, "lines"),))
    hosts = {party.name: party.id for party in members_of(body)}
    drafted = []
    for one in plan.meetings:
        if one.line.key not in chosen:
            continue
        meeting = draft_from_template(
            body,
            meeting_templates()[one.line.template],
            place=Place(one.city, one.zone),
            starts_on=one.starts_on,
            is_provisional=one.is_provisional,
            by=by,
            at=at,
        )
        _set_deadlines(meeting, one)
        _hang(meeting, one, hosts)
        anchor = one.anchor.name if one.anchor else ""
        change = {
            "line": one.line.key,
            "anchor": anchor,
            "confidence": one.confidence or "",
            "why": one.why,
            "host": one.host,
        }
        journal.record("year.apply", by=by, at=at, body=body.id, kind="meeting", key=meeting.key, change=change)
        drafted.append(meeting)
    return drafted
