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
from convene.meetings.actions import letter_findings, refuse
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.queries import sessions_of
from convene.people.models import Contact
from convene.records import rules
from convene.records.models import Attendance, OtherPresent, QuorumRule
from convene.records.queries import attendances_of, others_present_at, quorum_of_body, quorum_rule
from convene.records.terms import Quorum

NAME_MOST = 200


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
    """The form of one session: who can be ticked, who else came; how its quorum stands, once it was entered.

    `others` has a line for each: “Jan de Vries, Netherlands”, or a name alone.
    """

    session: MeetingSession
    people: tuple[Guest, ...]
    is_entered: bool
    quorum: Finding | None
    others: str = ""


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
    others = [o for o in others_present_at(meeting.id) if o.session_key == session.key]
    parties = _parties(meeting)
    lines = [f"{o.name}, {parties[o.party_id].name}" if o.party_id in parties else o.name for o in others]
    is_entered = bool(rows or others)
    quorum = _quorum(meeting, rows.values(), others) if is_entered else None
    return Sheet(session, tuple(people), is_entered, quorum, "\n".join(lines))


def enter(
    meeting: Meeting, session: MeetingSession, present: Iterable[str], others: str = "", *, by: str, at: datetime
) -> int:
    """Keep who was there; gives how many were. Whoever is not ticked was absent.

    `others` came without an invitation, a line for each: a name, and after the last comma the party for which they
    came. Whoever comes for a member stands for it in the quorum; no account is made. Raises Refused for a party that
    is none of the body's.
    """
    coming = _others(meeting, session, others)
    for before in others_present_at(meeting.id):
        if before.session_key == session.key:
            db.session.delete(before)
    db.session.add_all(coming)
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
    count = sum(g.key in ticked for g in people) + len(coming)
    change = {"present": count, "without an invitation": len(coming)} if coming else {"present": count}
    journal.record(
        "attendance.enter", by=by, at=at, body=meeting.body_id, kind="session", key=session.key, change=change
    )
    return count


def _parties(meeting: Meeting) -> dict[int | None, Party]:
    rows = db.session.scalars(select(Party).where(Party.body_id == meeting.body_id).order_by(Party.name))
    return {p.id: p for p in rows}


def _others(meeting: Meeting, session: MeetingSession, lines: str) -> list[OtherPresent]:
    """Those of the lines, to be kept, each once. Raises Refused at the field, with all that is wrong at once."""
    parties = {p.name.casefold(): p for p in _parties(meeting).values()}
    found, wrong = [], list(letter_findings({"others": lines}))
    told_already: set[tuple[str, str]] = set()
    for line in filter(None, map(str.strip, lines.splitlines())):
        name, of = rules.name_and_party(line, parties)
        party = parties.get(of.casefold())
        if (name.casefold(), of.casefold()) in told_already:
            continue
        told_already.add((name.casefold(), of.casefold()))
        if not name or len(name) > NAME_MOST:
            text = f"“{line[:60]}”: write the name, at most {NAME_MOST} letters, then a comma and the party."
            wrong.append(Finding("", Level.REFUSE, text, "others"))
        elif of and party is None:
            text = f"“{of[:60]}” is no party of this body. Name one as it stands there, or leave it out."
            wrong.append(Finding("", Level.REFUSE, text, "others"))
        where = {"body_id": meeting.body_id, "meeting_id": meeting.id, "session_key": session.key}
        found.append(OtherPresent(**where, party_id=party.id if party else None, name=name[:NAME_MOST]))
    refuse(wrong)
    return found


def _members(meeting: Meeting) -> dict[int, Party]:
    wanted = select(Party).where(Party.body_id == meeting.body_id, Party.standing == Standing.MEMBER)
    return {
        p.id: p
        for p in db.session.scalars(wanted.order_by(Party.name))
        if p.left_on is None or p.left_on > meeting.starts_on
    }


def _quorum(meeting: Meeting, rows: Iterable[Attendance], others: Iterable[OtherPresent]) -> Finding | None:
    """The quorum of one session; none is told where no party is a member (a body of individuals)."""
    members = _members(meeting)
    if not members:
        return None
    there = {a.party_id for a in rows if a.is_present and a.party_id in members}
    there |= {o.party_id for o in others if o.party_id in members}
    return rules.quorum_finding(len(there), len(members), quorum_of_body(meeting.body_id))


def quorums(meeting: Meeting) -> list[tuple[MeetingSession, Finding | None]]:
    """Each session with how its quorum stood; None where nobody has entered who was there."""
    rows, besides = attendances_of(meeting.id), others_present_at(meeting.id)
    found = []
    for session in sessions_of(meeting.id):
        here = [a for a in rows if a.session_key == session.key]
        came = [o for o in besides if o.session_key == session.key]
        found.append((session, _quorum(meeting, here, came) if here or came else None))
    return found


def told(meeting: Meeting) -> dict[str, object]:
    """Who was there, by the session's key, in words as the closed record prints them: members, others, the quorum.

    Somebody at personal risk is counted and never named, also where their name was typed.
    """
    rows = attendances_of(meeting.id)
    members = _members(meeting)
    known = select(Contact).where(
        Contact.body_id == meeting.body_id, Contact.person_id.in_({a.person_id for a in rows})
    )
    people = {c.person_id: c for c in db.session.scalars(known)}
    parties = _parties(meeting)
    besides = others_present_at(meeting.id)
    at_risk = _names_at_risk(meeting)
    found: dict[str, object] = {}
    for session in sessions_of(meeting.id):
        here = [a for a in rows if a.session_key == session.key]
        came = [o for o in besides if o.session_key == session.key]
        if not here and not came:
            continue
        there = [a for a in here if a.is_present]
        quorum = _quorum(meeting, here, came)
        others = {
            _other(people.get(a.person_id), parties[a.party_id].name if a.party_id in parties else "")
            for a in there
            if a.party_id not in members
        }
        others |= {
            "a guest" if o.name.casefold() in at_risk else parties[o.party_id].name if o.party_id in parties else o.name
            for o in came
            if o.party_id not in members
        }
        seated = [a.party_id for a in there] + [o.party_id for o in came]
        found[session.key] = {
            "members": sorted({members[party].name for party in seated if party in members}),
            "others": sorted(others),
            "quorum": quorum.text if quorum else "",
        }
    return found


def _names_at_risk(meeting: Meeting) -> set[str]:
    wanted = select(Contact.name).where(Contact.body_id == meeting.body_id, Contact.is_at_risk)
    return {name.casefold() for name in db.session.scalars(wanted)}


def _other(contact: Contact | None, party: str) -> str:
    if contact is not None and contact.is_at_risk:
        return "a guest"
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
