"""In whose name a reader uploads, and whose papers they may replace."""

from __future__ import annotations

from convene.access.rules import may_keep
from convene.access.scope import current_reader
from convene.agendas.models import AgendaItem
from convene.bodies.queries import party_names
from convene.invitations.queries import my_invitation
from convene.meetings.models import Meeting
from convene.papers.actions import Sender
from convene.papers.models import Paper
from convene.people.queries import my_contact_name, my_party


def sender_for(item: AgendaItem, meeting: Meeting) -> Sender:
    """The secretariat, a member's seat or delegation, or a guest, whose paper is kept from other guests at first."""
    reader = current_reader()
    person = reader.person or 0
    if may_keep(reader, item.body_id):
        return Sender(person, None, "Secretariat", for_admitted=True)
    invitation = my_invitation(meeting)
    party = invitation.party_id if invitation else my_party(item.body_id)
    name = party_names([party]).get(party or 0, "")
    seated = item.body_id in reader.seats
    return Sender(person, party, name or my_contact_name(item.body_id) or "In a personal capacity", for_admitted=seated)


def may_replace(paper: Paper) -> bool:
    """The secretariat, whoever uploaded it for a party they still act for, and others of that party."""
    reader = current_reader()
    if may_keep(reader, paper.body_id):
        return True
    if paper.party_id is not None:
        return paper.party_id in reader.parties
    return paper.by_person_id == reader.person
