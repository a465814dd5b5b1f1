"""Writes of a planned year: its meetings become drafts, of which nobody outside the secretariat is told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from convene import clock, journal
from convene.agendas.actions import draft_from_template
from convene.agendas.templates import meeting_templates
from convene.bodies.models import Body
from convene.bodies.queries import members_of
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.meetings.actions import Place, numbered
from convene.meetings.models import Meeting
from convene.meetings.queries import next_of_template
from convene.meetings.terms import MeetingKind
from convene.presets.reading import presets
from convene.presets.terms import CycleLine, Where
from convene.years.daysoff import public_holiday
from convene.years.models import Milestone
from convene.years.rules import COUNTRY_OF, YearPlan, due_day
from convene.years.terms import DueDay, PlannedMeeting

# Which milestone of a cycle sets which deadline of the meeting; the hour stays that of the template.
DEADLINES = {"paper-deadline": "papers_due_at", "supplementary-items": "proposals_due_at"}


def _set_deadlines(meeting: Meeting, planned: PlannedMeeting) -> None:
    """The deadlines that the plan shows hold for the meeting, in place of the template's."""
    for due in planned.milestones:
        if due.key in DEADLINES:
            name = DEADLINES[due.key]
            hour = clock.local(getattr(meeting, name), meeting.zone).time()
            setattr(meeting, name, clock.at_wall(due.on, hour, meeting.zone))


def _title(meeting: Meeting, planned: PlannedMeeting, cycle: Sequence[CycleLine]) -> str:
    """A meeting is called as its line is, with its place; where all are of one kind and move, by its number."""
    line = planned.line
    if line.is_numbered:
        count = next_of_template(meeting.body, line.template) - 1
        return f"{numbered(line.name[0].lower() + line.name[1:], count)}, {meeting.city}"
    moves = line.where in (Where.HOST, Where.ANCHOR) and len({one.template for one in cycle}) == 1
    if moves and meeting.kind is MeetingKind.REGULAR:
        return meeting.title
    return line.name if line.where is Where.VIDEO or meeting.city in line.name else f"{line.name}, {meeting.city}"


def _hang(meeting: Meeting, line: CycleLine, due: Iterable[DueDay], host_id: int | None) -> None:
    """The meeting knows from now on what it hangs on, and its milestones are on record."""
    meeting.line, meeting.host_id = line.key, host_id
    meeting.anchor = str(line.anchor) if line.anchor else ""
    for one in due:
        row = {"body_id": meeting.body_id, "meeting_id": meeting.id, "step": one.key, "name": one.name}
        db.session.add(Milestone(due_on=one.on, is_by_hand=False, **row))
    db.session.flush()  # They are read back.


def hang_on(meeting: Meeting, line: CycleLine, *, host_id: int | None) -> None:
    """Let a meeting that was drafted by hand fulfil a line of its body's cycle, with the milestones of that line."""
    country = COUNTRY_OF.get(meeting.zone, "")
    days = [
        due_day(one, meeting.starts_on, meeting.ends_on, country=country, holidays=public_holiday)
        for one in line.milestones
    ]
    _hang(meeting, line, days, host_id)


def apply_plan(body: Body, plan: YearPlan, chosen: Collection[str], *, by: str, at: datetime) -> list[Meeting]:
    """Draft the chosen lines of a plan. Raises Refused where none is chosen, or one is not proposed any more."""
    proposed = {one.line.key: one for one in plan.meetings}
    if not chosen:
        raise Refused((Finding("", Level.REFUSE, "Tick the meetings that are to be drafted.", "lines"),))
    if set(chosen) - set(proposed):
        text = "The plan has changed since you opened the page. Look at it again, then draft the meetings."
        raise Refused((Finding("", Level.REFUSE, text, "lines"),))
    cycle = presets()[body.preset].cycle
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
        meeting.title = _title(meeting, one, cycle)
        _set_deadlines(meeting, one)
        _hang(meeting, one.line, one.milestones, hosts.get(one.host))
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
