"""Delegations: confirming who comes with a representative, and the list of participants by delegation (A12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from convene import clock, journal
from convene.bodies.models import Body, Party
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.ical.terms import Partstat
from convene.invitations.actions import Portions, prepare_invitation, put_in_force
from convene.invitations.models import Invitation, Nomination
from convene.invitations.queries import Invited, admissions_of
from convene.invitations.telling import invite, retell
from convene.invitations.terms import InvitationState, NominationState, Standpoint
from convene.meetings.models import Meeting
from convene.meetings.queries import sessions_of
from convene.people.actions import end_term, give_term, take_on_record
from convene.people.models import Contact, Term
from convene.people.terms import TermRole


@dataclass(frozen=True, slots=True)
class Participant:
    """One line of the list of participants: no address, no telephone; somebody at risk is not named."""

    name: str
    function: str
    is_head: bool
    attendance: str
    asset_class: str


@dataclass(frozen=True, slots=True)
class Delegation:
    """The participants of one party, its head first."""

    party: str
    standing: str
    participants: tuple[Participant, ...]


def confirm_nomination(nomination: Nomination, meeting: Meeting, body: Body, *, by: str, at: datetime) -> Invitation:
    """Confirm a delegate: taken on record, given a term to the meeting's last day, admitted to every session, invited.

    Raises Refused where they are invited already, or the nomination is no longer open.
    """
    if nomination.state is not NominationState.PROPOSED:
        raise Refused((Finding("", Level.REFUSE, "This nomination has been decided already."),))
    party = db.session.get_one(Party, nomination.party_id)
    contact = take_on_record(
        body,
        name=nomination.name,
        address=nomination.address,
        function=nomination.function,
        zone=party.zone,
        by=by,
        at=at,
    )
    term = _delegate_term(contact, body, party, meeting, by=by, at=at)
    portions = Portions(sessions=tuple(sessions_of(meeting.id)), reason=f"Delegation of {party.name}, confirmed")
    invitation = prepare_invitation(meeting, term, party=party, portions=portions, by=by, at=at)
    invitation.asset_class = nomination.asset_class
    nomination.state = NominationState.CONFIRMED
    if nomination.in_place_of_id is not None:
        origin = db.session.get_one(Invitation, nomination.in_place_of_id)
        origin.partstat, origin.delegated_to_id, origin.attendance = Partstat.DELEGATED, invitation.id, None
        origin.answered_at, origin.answered_by = at, by
        invitation.is_head, origin.is_head = origin.is_head, False
    if meeting.announced:
        put_in_force(invitation, [a for a in admissions_of(meeting) if a.invitation_id == invitation.id], at=at)
        retell(meeting, at=at)
        invite(invitation, meeting, at=at)
    journal.record("delegate.confirm", by=by, at=at, body=body.id, kind="nomination", key=nomination.key)
    return invitation


def _delegate_term(contact: Contact, body: Body, party: Party, meeting: Meeting, *, by: str, at: datetime) -> Term:
    """A delegate's term to the meeting's last day; one that runs already is made as long as that."""
    today = min(clock.local(at, body.zone).date(), meeting.ends_on)
    wanted = select(Term).where(
        Term.body_id == body.id,
        Term.person_id == contact.person_id,
        Term.party_id == party.id,
        Term.role == TermRole.DELEGATE,
        Term.ends_on >= today,
    )
    known = db.session.scalars(wanted.order_by(Term.ends_on.desc())).first()
    if known is None:
        return give_term(
            contact,
            body=body,
            party=party,
            role=TermRole.DELEGATE,
            starts_on=today,
            ends_on=meeting.ends_on,
            by=by,
            at=at,
        )
    if known.ends_on is not None and known.ends_on < meeting.ends_on:
        end_term(known, body=body, ends_on=meeting.ends_on, by=by, at=at)
    return known


def participants(lines: list[Invited]) -> list[Delegation]:
    """The list of participants, by delegation: those who accepted, in the order of the lines."""
    found: dict[str, tuple[str, list[Participant]]] = {}
    for line in lines:
        invitation = line.invitation
        if invitation.state is not InvitationState.SENT or invitation.partstat is not Partstat.ACCEPTED:
            continue
        party = line.party.name if line.party else "In a personal capacity"
        standing = str(line.party.standing) if line.party else ""
        hidden = line.contact.is_at_risk
        if hidden:
            party, standing = "Name withheld", "guest"
        found.setdefault(party, (standing, []))[1].append(
            Participant(
                name="Name withheld" if hidden else line.contact.name,
                function="" if hidden else line.contact.function,
                is_head=invitation.is_head and invitation.standpoint is Standpoint.SEAT,
                attendance=str(invitation.attendance or ""),
                asset_class=str(invitation.asset_class or ""),
            )
        )
    return [Delegation(party, standing, tuple(people)) for party, (standing, people) in found.items()]
