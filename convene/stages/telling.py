"""Whom a circulation concerns: each person invited whose own part of it is not what they were sent last.

A guest whose part did not change hears nothing, so that no mail betrays a circulation to them (settled 4).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from convene.agendas.terms import AgendaView
from convene.db import db
from convene.invitations.models import Invitation
from convene.invitations.queries import invitations_of
from convene.invitations.terms import InvitationState
from convene.mail.models import OutboxMessage
from convene.mail.outbox import Envelope, enqueue
from convene.mail.states import OutboxState
from convene.meetings.models import Meeting
from convene.people.queries import contacts_by_id
from convene.programme import cut, material
from convene.readers import readers_of
from convene.stages.models import AgendaStage

KIND = "agenda"


@dataclass(frozen=True, slots=True)
class Due:
    """One person who is to be told: whether for the first time, and what their own part is."""

    invitation: Invitation
    view: AgendaView
    part: str
    is_first: bool


def part_of(view: AgendaView) -> str:
    """A short stand-in for one reader's part of an agenda: equal for equal parts, and for nothing else.

    Links to join by video are no part of what is circulated; of the rest, nothing is left out.
    """
    plain = replace(
        view,
        state="",
        reader_zone="",
        sessions=tuple(
            replace(s, video_link="", items=tuple(replace(i, video_link="") for i in s.items)) for s in view.sessions
        ),
    )
    return hashlib.sha256(repr(plain).encode()).hexdigest()


def due(meeting: Meeting, *, mark: str, at: datetime) -> list[Due]:
    """Who would be told if the agenda were circulated now: four statements and those of its rows, however many.

    `mark` is what tells this circulation from others to a seat, which hears of every one: its stage and symbol.
    """
    sent = [i for i in invitations_of(meeting) if i.state is InvitationState.SENT]
    rows = material(meeting).without_check_ins()
    readers = readers_of([i.person_id for i in sent], at)
    known = _told(meeting)
    found = []
    for invitation in sent:
        view = cut(rows, readers[invitation.person_id], zone="")
        if not view.sessions:
            continue
        part = part_of(view if view.is_guest else replace(view, stage=mark))
        if known.get(invitation.person_id) != part:
            found.append(Due(invitation, view, part, invitation.person_id not in known))
    return found


def _told(meeting: Meeting) -> dict[int, str]:
    """What each person was sent last of a meeting's agenda."""
    wanted = select(OutboxMessage.person_id, OutboxMessage.facts).where(
        OutboxMessage.kind == KIND, OutboxMessage.meeting_id == meeting.id, OutboxMessage.state != OutboxState.DROPPED
    )
    rows = db.session.execute(wanted.order_by(OutboxMessage.id))
    return {person: str(json.loads(facts)["part"]) for person, facts in rows if person is not None}


def tell(people: Sequence[Due], stage: AgendaStage, *, at: datetime) -> int:
    """Queue a message to each of these; gives how many. It holds no title, country or paper (settled 6)."""
    told = 0
    for one in people:
        envelope = Envelope(
            KIND,
            about=stage.key,
            person_id=one.invitation.person_id,
            body_id=stage.body_id,
            meeting_id=stage.meeting_id,
            # Where the invitation is withdrawn before the mail has left, it does not leave.
            invitation_id=one.invitation.id,
        )
        facts = {
            # A guest signs in to the page that shows their own part, and learns of no other.
            "path": "/" if one.view.is_guest else f"/stages/{stage.key}",
            "is_guest": one.view.is_guest,
            "is_first": one.is_first,
            "city": one.view.city,
            "days": [day.isoformat() for day in one.view.days],
            "part": one.part,
        }
        told += enqueue(envelope, at=at, facts=facts)
    return told


def names(people: Sequence[Due]) -> list[str]:
    """The names of those who would be told, in alphabetical order."""
    contacts = contacts_by_id(one.invitation.contact_id for one in people)
    return sorted(contacts[one.invitation.contact_id].name for one in people)
