"""Drafting a meeting at a given day and hour with its invitations prepared; and moving a draft to another date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from sqlalchemy import select

from convene import clock, journal
from convene.access.terms import Audience
from convene.agendas.actions import draft_from_template, follow_session
from convene.agendas.templates import MeetingTemplate, meeting_templates
from convene.bodies.models import Body
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.invitations.actions import Portions, prepare_invitation
from convene.invitations.queries import invitations_of
from convene.invitations.rules import standpoint_of
from convene.invitations.terms import InvitationState, Standpoint
from convene.meetings.actions import Place, refuse, span_meeting
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.queries import next_number, sessions_of
from convene.meetings.terms import MeetingState
from convene.people.queries import Holder
from convene.people.terms import TermRole
from convene.polls.models import Occasion
from convene.polls.rules import dates
from convene.polls.terms import When
from convene.presets.reading import presets

TITLE_MOST = 200


@dataclass(frozen=True, slots=True)
class Calling:
    """A meeting to be drafted: from which template, where, when; `subject` is told to seats only where `is_told`."""

    template: str
    place: Place
    when: When
    minutes: int
    subject: str = ""
    is_told: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Called:
    """What became of it: the draft, what is to be known of it, and by name those whose portion is still to be chosen.

    Whoever has no seat is admitted to open sessions; where there is none, the secretariat chooses their items (A4).
    """

    meeting: Meeting
    findings: tuple[Finding, ...]
    prepared: int
    unprepared: tuple[str, ...]


def at_hour(template: MeetingTemplate, opens: time | None, minutes: int) -> MeetingTemplate:
    """The template with its first session at that hour; the only session of a template takes the length as well.

    Raises Refused where a session would run past midnight.
    """
    if opens is None or not template.sessions:
        return template
    first = template.sessions[0]
    shift = _minutes(opens) - _minutes(first.opens)
    moved = []
    for sitting in template.sessions:
        begins = _minutes(sitting.opens) + shift if sitting.day == first.day else _minutes(sitting.opens)
        if not 0 <= begins < 24 * 60:
            text = "A session of this kind of meeting would then begin on another day; choose another hour."
            raise Refused((Finding("", Level.REFUSE, text, "opens"),))
        moved.append(replace(sitting, opens=time(begins // 60, begins % 60)))
    if len(moved) == 1:
        moved = [replace(moved[0], minutes=minutes)]
    return replace(template, sessions=tuple(moved))


def _minutes(hour: time) -> int:
    return hour.hour * 60 + hour.minute


def call_meeting(body: Body, calling: Calling, people: Sequence[Holder], *, by: str, at: datetime) -> Called:
    """Draft a meeting and prepare its invitations; nothing is sent. Raises Refused, also for an hour that is not."""
    when, zone = calling.when, calling.place.zone
    refuse(
        dates.option_findings([when], known=(), is_whole_days=when.opens is None, zone=zone, at=at, fields=["opens"])
    )
    _refuse_twice(body, calling)
    template = at_hour(meeting_templates()[calling.template], when.opens, calling.minutes)
    meeting = draft_from_template(
        body, template, place=calling.place, starts_on=when.on, is_provisional=False, by=by, at=at
    )
    keep_deadlines(meeting, at=at)
    if calling.subject:
        name_subject(meeting, calling.subject, is_told=calling.is_told)
    prepared, unprepared = prepare_people(meeting, people, reason=calling.reason, by=by, at=at)
    today = clock.local(at, zone).date()
    notice = dates.a10_notice_finding(when.on, today=today, notice_days=body.agenda_notice_days)
    if not is_under_a10(body):
        notice = replace(notice, rule="")
    return Called(meeting, (notice,), prepared, unprepared)


def is_under_a10(body: Body) -> bool:
    """Whether the paragraph on special meetings stands for a body; for others the notice is their own alone."""
    preset = presets().get(body.preset)
    return preset is None or "A10" in preset.rules


def _refuse_twice(body: Body, calling: Calling) -> None:
    """A form that was sent twice makes one draft. Raises Refused."""
    same = (
        select(Meeting.id)
        .join(MeetingSession, MeetingSession.meeting_id == Meeting.id)
        .where(
            Meeting.body_id == body.id,
            Meeting.state == MeetingState.DRAFT,
            Meeting.template == calling.template,
            Meeting.city == calling.place.city,
            MeetingSession.on == calling.when.on,
            MeetingSession.opens == calling.when.opens,
        )
    )
    if calling.when.opens is not None and db.session.scalars(same).first() is not None:
        text = "A draft of this kind stands at that hour already; you find it among the meetings."
        raise Refused((Finding("", Level.REFUSE, text, "on"),))


def name_subject(meeting: Meeting, subject: str, *, is_told: bool) -> None:
    """Keep what the meeting is called for; where seats are told, its title names it, which no letter carries."""
    db.session.add(Occasion(body_id=meeting.body_id, meeting_id=meeting.id, subject=subject, is_told=is_told))
    if is_told:
        meeting.title = f"{meeting.title}: {subject}"[:TITLE_MOST]


def keep_deadlines(meeting: Meeting, *, at: datetime) -> None:
    """At short notice the template's deadlines may have passed: those are set half-way to the start."""
    starts_at = min((s.starts_at for s in sessions_of(meeting.id)), default=meeting.ends_at)
    for name in ("answers_due_at", "papers_due_at", "proposals_due_at"):
        setattr(meeting, name, dates.answers_due(getattr(meeting, name), starts_at=starts_at, at=at))


def prepare_people(
    meeting: Meeting, people: Iterable[Holder], *, reason: str, by: str, at: datetime
) -> tuple[int, tuple[str, ...]]:
    """Prepare the invitations of these people; gives how many, and the names of those who must be admitted first."""
    opened = tuple(s for s in sessions_of(meeting.id) if s.audience is Audience.OPEN)
    known = {i.person_id for i in invitations_of(meeting) if i.state is not InvitationState.WITHDRAWN}
    prepared, left = 0, []
    for holder in people:
        if holder.term.person_id in known:
            continue
        standpoint = standpoint_of(holder.term.role, holder.party.standing if holder.party else None)
        is_seat = standpoint is Standpoint.SEAT
        if not is_seat and not (opened and reason):
            left.append(holder.contact.name)
            continue
        prepare_invitation(
            meeting,
            holder.term,
            party=holder.party,
            portions=Portions() if is_seat else Portions(sessions=opened, reason=reason),
            is_head=holder.term.role is TermRole.PRIMARY_REPRESENTATIVE,
            by=by,
            at=at,
        )
        prepared += 1
    return prepared, tuple(left)


def set_date(meeting: Meeting, when: When, *, by: str, at: datetime) -> None:
    """Move a draft to the date that was found; its sessions keep their order, and the first begins at the hour.

    Raises Refused for a meeting that is no draft any more, and for an hour that its clocks lack.
    """
    if meeting.state is not MeetingState.DRAFT:
        raise Refused((Finding("", Level.REFUSE, f"The meeting is {meeting.state}; change its date on its own page."),))
    sessions = sessions_of(meeting.id)
    before, delta = meeting.starts_on, when.on - meeting.starts_on
    shift = _minutes(when.opens) - _minutes(sessions[0].opens) if when.opens and sessions else 0
    for session in sessions:
        _move(session, meeting, delta, shift if session.on == before else 0)
    for name in ("answers_due_at", "papers_due_at", "proposals_due_at"):
        here = clock.local(getattr(meeting, name), meeting.zone)
        setattr(meeting, name, clock.at_wall(here.date() + delta, here.time(), meeting.zone))
    meeting.starts_on, meeting.ends_on = meeting.starts_on + delta, meeting.ends_on + delta
    if meeting.year != when.on.year:
        body = db.session.get_one(Body, meeting.body_id)
        meeting.year, meeting.number = when.on.year, next_number(body, when.on.year)
        meeting.symbol = f"{body.symbol}/{meeting.year}/{meeting.number}"
    db.session.flush()  # The span of the meeting is read back.
    span_meeting(meeting)
    for session in sessions:
        follow_session(session)
    keep_deadlines(meeting, at=at)
    change = {"before": before, "after": when.on}
    journal.record("meeting.date", by=by, at=at, body=meeting.body_id, kind="meeting", key=meeting.key, change=change)


def _move(session: MeetingSession, meeting: Meeting, delta: timedelta, shift: int) -> None:
    on, begins = session.on + delta, _minutes(session.opens) + shift
    if not 0 <= begins < 24 * 60:
        raise Refused((Finding("", Level.REFUSE, "A session would then begin on another day; set the date by hand."),))
    opens = time(begins // 60, begins % 60)
    if not clock.wall_exists(on, opens, meeting.zone):
        raise Refused((Finding("", Level.REFUSE, dates.hour_words(on, opens, meeting.zone)),))
    session.on, session.opens = on, opens
    session.starts_at = clock.at_wall(on, opens, meeting.zone)
    session.ends_at = session.starts_at + timedelta(minutes=session.minutes)
