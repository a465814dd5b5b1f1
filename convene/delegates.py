"""To whom a seat's holder may delegate: other holders of the same party's seat."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from convene.access.scope import as_system
from convene.invitations.models import Invitation
from convene.people.models import Contact, Term
from convene.people.terms import TermRole
from convene.readers import is_in_force


def alternates_of(invitation: Invitation, *, at: datetime) -> list[tuple[Term, str]]:
    """Those of the same party who hold its seat today, by name; by link too, where the list of people is not shown."""
    with as_system("alternates of one's own party") as session:
        rows = session.execute(
            select(Term, Contact.name)
            .join(Contact, Contact.id == Term.contact_id)
            .where(
                Term.party_id == invitation.party_id,
                Term.person_id != invitation.person_id,
                Term.role.in_((TermRole.ALTERNATE, TermRole.PRIMARY_REPRESENTATIVE)),
            )
            .order_by(Contact.name)
        ).all()
        session.expunge_all()
        return [(term, name) for term, name in rows if is_in_force(term, at)]
