"""Visits by an invitation's link, and replacing a link that was lost (settled 20)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from convene.access.scope import as_system
from convene.accounts.actions import start_visit
from convene.accounts.proofs import Purpose, is_proof, key_in
from convene.invitations.actions import replace_link
from convene.invitations.models import Invitation
from convene.invitations.queries import end_for
from convene.invitations.telling import envelope
from convene.invitations.terms import InvitationState
from convene.mail.outbox import enqueue
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState

AT_MOST = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Opened:
    """A visit by link: the token for the browser, how long it lasts, and where it leads."""

    token: str
    lasts: timedelta
    meeting_key: str


def open_visit(invitation: Invitation, *, at: datetime, browser: str) -> Opened | None:
    """A visit with the rights of this one invitation; None once its part is over. A link lives as long as that."""
    with as_system("open an invitation's link") as session:
        meeting = session.get_one(Meeting, invitation.meeting_id)
        key, ends_at = meeting.key, end_for(invitation, meeting, session)
    if ends_at <= at:
        return None
    lasts = min(AT_MOST, ends_at - at)
    text = start_visit(invitation.person_id, at=at, lasts=lasts, browser=browser, invitation_id=invitation.id)
    return Opened(text, lasts, key)


def renew_for(text: str, *, at: datetime) -> None:
    """Send a fresh link to the address on file, where the lost link was a genuine one, even if it is void by now.

    Whoever holds an old link thus gets nothing but a mail to the right person: only the present link replaces itself,
    an older one has the present one sent again.
    """
    key = key_in(text)
    with as_system("replace a lost link") as session:
        found = session.query(Invitation).filter_by(key=key).one_or_none() if key else None
        if found is None or found.state is not InvitationState.SENT:
            return
        if not any(is_proof(text, Purpose.INVITATION, key, g) for g in range(found.generation + 1)):
            return
        meeting = session.get_one(Meeting, found.meeting_id)
        if end_for(found, meeting, session) <= at or meeting.state is MeetingState.CANCELLED:
            return
        if is_proof(text, Purpose.INVITATION, key, found.generation):
            replace_link(found, meeting, at=at)
        else:
            hour = at.replace(minute=0, second=0).isoformat()
            enqueue(envelope("new-link", found), at=at, due=hour, expires_at=meeting.ends_at)
