"""Inviting when days are near: until when the letters ask, and whose hours are over already (A10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from convene import clock, journal
from convene.access.models import Admission
from convene.agendas.models import AgendaItem
from convene.findings import Finding, Level
from convene.invitations.models import Invitation
from convene.invitations.rules import late_words, over_words
from convene.invitations.terms import InvitationState, Standpoint
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.rules import is_over, latest_due
from convene.people.queries import contacts_by_id

ASKED = {"answers_due_at": "Answers", "papers_due_at": "Papers"}


def later_deadlines(meeting: Meeting, sessions: Sequence[MeetingSession], *, at: datetime) -> dict[str, datetime]:
    """Deadlines of a meeting that have passed, each with the latest sensible one that a letter of now can name."""
    spans = [(s.starts_at, s.ends_at) for s in sessions]
    dues: dict[str, datetime] = {name: getattr(meeting, name) for name in ASKED}
    later = {name: latest_due(due, spans=spans, zone=meeting.zone, at=at) for name, due in dues.items()}
    return {name: due for name, due in later.items() if due != dues[name]}


def give_time(meeting: Meeting, sessions: Sequence[MeetingSession], *, by: str, at: datetime) -> None:
    """Set what has passed to what the letters are about to say, so that pages and letters say the same."""
    later = later_deadlines(meeting, sessions, at=at)
    for name, due in later.items():
        setattr(meeting, name, due)
    if later:
        change = {name: due.isoformat() for name, due in later.items()}
        journal.record(
            "meeting.more-time", by=by, at=at, body=meeting.body_id, kind="meeting", key=meeting.key, change=change
        )


def late_findings(meeting: Meeting, sessions: Sequence[MeetingSession], *, at: datetime) -> list[Finding]:
    """What the letters will say in place of a deadline that has passed, for whoever is about to send them."""
    return [
        Finding(
            "",
            Level.WARN,
            late_words(
                ASKED[name],
                clock.moment_words(getattr(meeting, name), meeting.zone),
                clock.moment_words(due, meeting.zone),
                is_draft=not meeting.announced,
            ),
        )
        for name, due in later_deadlines(meeting, sessions, at=at).items()
    ]


def over_findings(
    invitations: Sequence[Invitation],
    admissions: Sequence[Admission],
    parts: tuple[Sequence[MeetingSession], Sequence[AgendaItem]],
    *,
    at: datetime,
) -> list[Finding]:
    """A refusal that names those whose letter would not leave any more, since all their hours are over."""
    prepared = [i for i in invitations if i.state is InvitationState.PREPARED]
    late = [i for i in prepared if is_over(_spans(i, admissions, parts), at=at)]
    if not late:
        return []
    contacts = contacts_by_id(i.contact_id for i in late)
    names = [contacts[i.contact_id].name for i in late]
    return [Finding("", Level.REFUSE, over_words(names, is_all=len(late) == len(prepared)))]


def _spans(
    invitation: Invitation,
    admissions: Sequence[Admission],
    parts: tuple[Sequence[MeetingSession], Sequence[AgendaItem]],
) -> list[tuple[datetime, datetime]]:
    """The hours to which somebody is invited: all sessions for a seat, else the sessions and items admitted to."""
    sessions, items = parts
    if invitation.standpoint is Standpoint.SEAT:
        return [(s.starts_at, s.ends_at) for s in sessions]
    mine = [a for a in admissions if a.invitation_id == invitation.id]
    whole, single = {a.session_id for a in mine}, {a.item_id for a in mine}
    spans = [(s.starts_at, s.ends_at) for s in sessions if s.id in whole]
    return spans + [(i.starts_at, i.ends_at) for i in items if i.id in single]
