"""Who was there: one form for each session from the answers to the invitations; the quorum as the body defines it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from convene import journal
from convene.bodies.models import Party
from convene.bodies.terms import Standing
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.ical.terms import Partstat
from convene.invitations.queries import invited
from convene.invitations.terms import InvitationState, Standpoint
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.queries import sessions_of
from convene.people.models import Contact
from convene.records import rules
from convene.records.models import Attendance, QuorumRule
from convene.records.queries import attendances_of, quorum_of_body, quorum_rule
from convene.records.terms import Quorum


@dataclass(frozen=True, slots=True)
class Guest:
    """One person who may have been there: their contact's key, name with party, and whether they are ticked."""

    key: str
    person_id: int
    party_id: int | None
    words: str
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """The form of one session: who can be ticked; how its quorum stands, once it was entered."""

    session: MeetingSession
    people: tuple[Guest, ...]
    is_entered: bool
    quorum: Finding | None


def sheet(meeting: Meeting, session: MeetingSession) -> Sheet:
    """Whom the invitations name, ticked as entered, or before that as they answered."""
    rows = {a.person_id: a for a in attendances_of(meeting.id) if a.session_key == session.key}
    people = []
    for line in invited(meeting):
        invitation = line.invitation
        if invitation.state is not InvitationState.SENT:
            continue
        comes = invitation.partstat is Partstat.ACCEPTED and invitation.standpoint is Standpoint.SEAT
        row = rows.get(invitation.person_id)
        whom = line.party.name if line.party else "in a personal capacity"
        people.append(
            Guest(
                line.contact.key,
                invitation.person_id,
                invitation.party_id,
                f"{whom}: {line.contact.name}",
                row.is_present if row else (comes and not rows),
            )
        )
    return Sheet(session, tuple(people), bool(rows), _quorum(meeting, rows.values()) if rows else None)


def enter(meeting: Meeting, session: MeetingSession, present: Iterable[str], *, by: str, at: datetime) -> int:
    """Keep who was there; gives how many were. Whoever is not ticked was absent."""
    ticked = set(present)
    people = sheet(meeting, session).people
    rows = {a.person_id: a for a in attendances_of(meeting.id) if a.session_key == session.key}
    for guest in people:
        row = rows.get(guest.person_id)
        if row is None:
            row = Attendance(
                body_id=meeting.body_id,
                meeting_id=meeting.id,
                session_key=session.key,
                person_id=guest.person_id,
                party_id=guest.party_id,
            )
            db.session.add(row)
        row.is_present = guest.key in ticked
    count = sum(g.key in ticked for g in people)
    change = {"present": count}
    journal.record(
        "attendance.enter", by=by, at=at, body=meeting.body_id, kind="session", key=session.key, change=change
    )
    return count


def _members(meeting: Meeting) -> dict[int, Party]:
    wanted = select(Party).where(Party.body_id == meeting.body_id, Party.standing == Standing.MEMBER)
    return {
        p.id: p
        for p in db.session.scalars(wanted.order_by(Party.name))
        if p.left_on is None or p.left_on > meeting.starts_on
    }


def _quorum(meeting: Meeting, rows: Iterable[Attendance]) -> Finding | None:
    """The quorum of one session; none is told where no party is a member (a body of individuals)."""
    members = _members(meeting)
    if not members:
        return None
    there = {a.party_id for a in rows if a.is_present and a.party_id in members}
    return rules.quorum_finding(len(there), len(members), quorum_of_body(meeting.body_id))


def told(meeting: Meeting) -> dict[str, object]:
    """Who was there, by the session's key, in words as the closed record prints them: members, others, the quorum.

    Somebody at personal risk is counted and never named.
    """
    rows = attendances_of(meeting.id)
    members = _members(meeting)
    known = select(Contact).where(
        Contact.body_id == meeting.body_id, Contact.person_id.in_({a.person_id for a in rows})
    )
    people = {c.person_id: c for c in db.session.scalars(known)}
    parties = {p.id: p.name for p in db.session.scalars(select(Party).where(Party.body_id == meeting.body_id))}
    found: dict[str, object] = {}
    for session in sessions_of(meeting.id):
        here = [a for a in rows if a.session_key == session.key]
        if not here:
            continue
        there = [a for a in here if a.is_present]
        quorum = _quorum(meeting, here)
        others = {
            _other(people.get(a.person_id), parties.get(a.party_id or 0, ""))
            for a in there
            if a.party_id not in members
        }
        found[session.key] = {
            "members": sorted({members[a.party_id].name for a in there if a.party_id in members}),
            "others": sorted(others),
            "quorum": quorum.text if quorum else "",
        }
    return found


def _other(contact: Contact | None, party: str) -> str:
    if party:
        return party
    return contact.name if contact and not contact.is_at_risk else "somebody in a personal capacity"


def set_quorum(body_id: int, body_key: str, quorum: Quorum, *, is_complete: bool, by: str, at: datetime) -> None:
    """Set a body's own quorum. Raises Refused where its number or share is missing."""
    if not is_complete:
        raise Refused((Finding("", Level.REFUSE, "Enter how many.", "number"),))
    row = quorum_rule(body_id)
    if row is None:
        row = QuorumRule(body_id=body_id)
        db.session.add(row)
    row.number, row.percent = quorum.number, quorum.percent
    change = {"number": quorum.number, "in a hundred": quorum.percent}
    journal.record("quorum.set", by=by, at=at, body=body_id, kind="body", key=body_key, change=change)
