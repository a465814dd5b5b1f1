"""What a recipient will see, before it is sent: letter, page and calendar entry, made as the sender makes them."""

from __future__ import annotations

from datetime import datetime

from flask import render_template

from convene.access.terms import ReaderKind
from convene.agendas.queries import items_of_meeting
from convene.bodies.queries import body_by_id
from convene.findings import Finding
from convene.invitations.models import Invitation
from convene.invitations.queries import admissions_of, counted, invitations_of
from convene.invitations.terms import InvitationState
from convene.invitations.timing import late_findings, over_findings
from convene.letters import Case, letter_about
from convene.mail.compose import text_of
from convene.meetings.models import Meeting
from convene.meetings.queries import sessions_of
from convene.pages import closed_of, meeting_findings, note_sessions
from convene.people.queries import contacts_by_id
from convene.polls.queries import zones_of
from convene.programme import cut, holds, itinerary, material
from convene.readers import preview_reader

SHOWN_LINK = "(a link of their own is put here when the letter is sent)"


def findings(meeting: Meeting) -> list[Finding]:
    """The rules held against the meeting that is about to be convened."""
    sessions, body = sessions_of(meeting.id), body_by_id(meeting.body_id)
    in_closed = counted(meeting, closed_of(sessions)).in_closed
    return meeting_findings(meeting, sessions, items_of_meeting(meeting.id), body, in_closed=in_closed)


def sending_findings(meeting: Meeting, *, at: datetime) -> list[Finding]:
    """What stands at the button: by when the letters ask where a deadline has passed, and whose hours are over."""
    prepared = [i for i in invitations_of(meeting) if i.state is InvitationState.PREPARED]
    if not prepared:
        return []
    sessions = sessions_of(meeting.id)
    over = over_findings(prepared, admissions_of(meeting), (sessions, items_of_meeting(meeting.id)), at=at)
    return over or late_findings(meeting, sessions, at=at)


def preview_page(invitation: Invitation, meeting: Meeting, *, at: datetime) -> str:
    """The page that shows one person's letter and what their own page will hold."""
    contact = contacts_by_id([invitation.contact_id])[invitation.contact_id]
    body = body_by_id(invitation.body_id)
    # Their own hours only where this body may know them; the letter itself carries them to everybody.
    zone = zones_of(body.id, [invitation.person_id], at=at).get(invitation.person_id, "")
    mine = [a for a in admissions_of(meeting) if a.invitation_id == invitation.id]
    reader = preview_reader(invitation, mine, at)
    rows = material(meeting)
    view = cut(rows, reader, zone=zone, as_announced=True)
    note_sessions(meeting, view)
    shown = itinerary(view, is_at_risk=contact.is_at_risk)
    case = Case(body, meeting, invitation, contact, zone)
    letter = letter_about("invitation", case, shown, None, SHOWN_LINK, holds=holds(rows, view), at=at)
    return render_template(
        "invitations/preview.html",
        invitation=invitation,
        contact=contact,
        meeting=meeting,
        view=view,
        letter=letter,
        letter_text=text_of(letter),
        is_whole=reader.kind is ReaderKind.PERSON,
        times=shown,
    )
