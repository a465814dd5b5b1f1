"""Places kept for guests: taken and freed in the writing transaction, so that no place is given twice (settled 9).

The places taken are counted from the answers each time: a limit may be set, lifted or set again after people answered.
"""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from convene.access.models import Admission
from convene.access.scope import as_system
from convene.bodies.models import Party
from convene.bodies.terms import PartyKind
from convene.ical.terms import Partstat
from convene.invitations.models import Invitation
from convene.invitations.rules import guest_kind
from convene.invitations.terms import Attendance, InvitationState, Standpoint
from convene.meetings.models import Places
from convene.meetings.terms import GuestKind


def _limits(session: Session, invitation: Invitation) -> list[Places]:
    """The limits that hold for this guest: of their kind, in the sessions they are admitted to."""
    if invitation.standpoint is Standpoint.SEAT:
        return []
    party = session.get(Party, invitation.party_id) if invitation.party_id else None
    admitted = session.scalars(
        select(Admission.session_id).where(Admission.invitation_id == invitation.id, Admission.session_id.is_not(None))
    ).all()
    kind = guest_kind(party.kind if party else None)
    wanted = select(Places).where(Places.session_id.in_(admitted), Places.guest_kind == kind).order_by(Places.id)
    return list(session.scalars(wanted))


def _coming(session: Session, limit: Places, *, but: Invitation) -> int:
    """How many guests of the kind come to the session in person, beside one."""
    kinds = [kind for kind in PartyKind if guest_kind(kind) is limit.guest_kind]
    of_kind = Party.kind.in_(kinds)
    counted = (
        select(func.count(Invitation.id.distinct()))
        .join(Admission, Admission.invitation_id == Invitation.id)
        .outerjoin(Party, Party.id == Invitation.party_id)
        .where(
            Admission.session_id == limit.session_id,
            Invitation.id != but.id,
            Invitation.state == InvitationState.SENT,
            Invitation.standpoint != Standpoint.SEAT,
            Invitation.partstat == Partstat.ACCEPTED,
            Invitation.attendance == Attendance.IN_PERSON,
            Invitation.awaits_place.is_(False),
            of_kind | Party.id.is_(None) if limit.guest_kind is GuestKind.OTHER else of_kind,
        )
    )
    return session.scalar(counted) or 0


def take(invitation: Invitation) -> bool:
    """Take a place in every limited session of this guest, or none; False where one is full. No count is told."""
    if invitation.holds_place:
        return True
    with as_system("take a place") as session:
        coming = [(limit, _coming(session, limit, but=invitation)) for limit in _limits(session, invitation)]
        has_room = all(count < limit.places for limit, count in coming)
        for limit, count in coming:
            # Whom the secretariat confirmed beyond the limit is in no place.
            limit.taken = min(count + has_room, limit.places)
    invitation.holds_place = has_room and bool(coming)
    return has_room


def release(invitation: Invitation) -> None:
    """Free the place that this guest holds."""
    with as_system("free a place") as session:
        for limit in _limits(session, invitation):
            limit.taken = min(_coming(session, limit, but=invitation), limit.places)
    invitation.holds_place = False
