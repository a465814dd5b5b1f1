"""Places kept for guests: taken and freed in the writing transaction, so that no place is given twice (settled 9)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from convene.access.models import Admission
from convene.access.scope import as_system
from convene.bodies.models import Party
from convene.invitations.models import Invitation
from convene.invitations.rules import guest_kind
from convene.invitations.terms import Standpoint
from convene.meetings.models import Places


def _places(session: Session, invitation: Invitation) -> list[Places]:
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


def take(invitation: Invitation) -> bool:
    """Take a place in every limited session of this guest, or none; False where one is full. No count is told."""
    if invitation.holds_place:
        return True
    with as_system("take a place") as session:
        limits = _places(session, invitation)
        if any(p.taken >= p.places for p in limits):
            return False
        for p in limits:
            p.taken += 1
    invitation.holds_place = bool(limits)
    return True


def release(invitation: Invitation) -> None:
    """Free the place that this guest holds."""
    if not invitation.holds_place:
        return
    with as_system("free a place") as session:
        for p in _places(session, invitation):
            p.taken -= 1
    invitation.holds_place = False
