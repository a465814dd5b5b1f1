"""Moving a meeting as a whole: its sessions to other days, earlier ones too, within the year of its symbol."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from convene import clock, journal
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.meetings import rules
from convene.meetings.actions import DAYS_MOST, refuse, refuse_if_over, span_meeting
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.queries import all_sessions_of, sessions_of
from convene.meetings.terms import MeetingState


def refuse_unless_movable(meeting: Meeting, starts_on: date) -> None:
    """Raises Refused for a meeting that sits, is over or cancelled, and for a day outside the year of its symbol."""
    refuse_if_over(meeting)
    if meeting.state is MeetingState.IN_SESSION:
        raise Refused((Finding("", Level.REFUSE, "The meeting is in session: move the sessions that are left."),))
    if starts_on.year != meeting.year:
        text = f"Its symbol is of {meeting.year}: choose a day of that year, or cancel it and plan another."
        raise Refused((Finding("", Level.REFUSE, text, "starts_on"),))


def move_meeting_days(meeting: Meeting, starts_on: date, *, by: str, at: datetime) -> None:
    """Move a meeting with all its sessions so that it begins on that day. Raises Refused; the caller retimes and tells.

    Deadlines stay: what becomes of them is the secretariat's choice.
    """
    shift = starts_on - meeting.starts_on
    move_sessions(meeting, {s.key: s.on + shift for s in sessions_of(meeting.id)}, starts_on, by=by, at=at)


def move_sessions(
    meeting: Meeting, days: Mapping[str, date], starts_on: date, *, by: str, at: datetime
) -> list[MeetingSession]:
    """Put these sessions, by key, on these days; the meeting's own days follow and begin on `starts_on`.

    Gives the sessions that moved. Raises Refused where sessions would overlap, lie too far apart, fall into an hour
    that does not exist, or where the meeting would not begin on that day.
    """
    refuse_unless_movable(meeting, starts_on)
    sessions = sessions_of(meeting.id)
    before = meeting.starts_on
    moved = [s for s in sessions if days.get(s.key, s.on) != s.on]
    _check(meeting, sessions, days, starts_on)
    for session in moved:
        session.on = days[session.key]
        session.starts_at = clock.at_wall(session.on, session.opens, meeting.zone)
        session.ends_at = session.starts_at + timedelta(minutes=session.minutes)
    if not sessions:
        meeting.ends_on += starts_on - meeting.starts_on
        meeting.starts_on = starts_on
        meeting.ends_at = clock.end_of_day(meeting.ends_on, meeting.zone)
    _let_check_ins_follow(meeting, starts_on - before)
    db.session.flush()  # The span of the meeting is read back.
    span_meeting(meeting)
    if not moved and before == meeting.starts_on:
        return moved
    change = {"before": before, "after": starts_on, "sessions": {s.key: s.on for s in moved}}
    journal.record("meeting.days", by=by, at=at, body=meeting.body_id, kind="meeting", key=meeting.key, change=change)
    return moved


def _let_check_ins_follow(meeting: Meeting, shift: timedelta) -> None:
    """The check-ins of a round keep their places among its days."""
    for session in all_sessions_of(meeting.id) if shift else ():
        if session.is_check_in:
            session.on += shift
            session.starts_at = clock.at_wall(session.on, session.opens, meeting.zone)
            session.ends_at = session.starts_at + timedelta(minutes=session.minutes)


def _check(meeting: Meeting, sessions: list[MeetingSession], days: Mapping[str, date], starts_on: date) -> None:
    after = {s.key: days.get(s.key, s.on) for s in sessions}
    found: list[Finding] = []
    if after and min(after.values()) != starts_on:
        text = "The meeting and its sessions move together: its first day is that of its first session."
        found.append(Finding("", Level.REFUSE, text))
    sittings = {s.key: rules.Sitting(after[s.key], s.opens, s.minutes, s.audience) for s in sessions}
    for session in sessions:
        others = [sitting for key, sitting in sittings.items() if key != session.key]
        first = min(after.values())
        found += rules.session_findings(sittings[session.key], others=others, starts_on=first, days_most=DAYS_MOST)
        if not clock.wall_exists(after[session.key], session.opens, meeting.zone):
            day = clock.day_words(after[session.key])
            text = f"The clocks change in {meeting.city} on {day} at the hour of “{session.title}”; choose another day."
            found.append(Finding("", Level.REFUSE, text))
    refuse([Finding(f.rule, f.level, f.text, "starts_on") for f in dict.fromkeys(found)])
