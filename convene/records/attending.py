"""Who was there: one form for each session from the answers to the invitations; the quorum as the body defines it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from convene import journal
from convene.agendas.queries import items_of_session
from convene.bodies.models import Party
from convene.bodies.terms import Standing
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.ical.terms import Partstat
from convene.invitations.queries import admissions_of, invited
from convene.invitations.terms import InvitationState, Standpoint
from convene.meetings.actions import letter_findings, refuse
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.queries import sessions_of
from convene.people.models import Contact
from convene.people.queries import holders
from convene.people.terms import SEAT_ROLES
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
    """The form of one session: who can be ticked, who else came; how its quorum stands, or would with who comes.

    `people` are invited to it; `besides` hold a seat and are not, such as alternates. `others` has a line for each:
    “Jan de Vries, Netherlands”, or a name alone.
    """

    session: MeetingSession
    people: tuple[Guest, ...]
    besides: tuple[Guest, ...]
    is_entered: bool
    quorum: Finding | None
    others: str = ""


def sheet(meeting: Meeting, session: MeetingSession) -> Sheet:
    """Whom the invitations name for this session, ticked as entered, or before that as they answered."""
    rows = {a.person_id: a for a in attendances_of(meeting.id) if a.session_key == session.key}
    admitted = _admitted(meeting, session)
    people = []
    for line in invited(meeting):
        invitation = line.invitation
        if invitation.state is not InvitationState.SENT:
            continue
        comes = invitation.partstat is Partstat.ACCEPTED and invitation.standpoint is Standpoint.SEAT
        row = rows.get(invitation.person_id)
        is_invited = invitation.standpoint is Standpoint.SEAT or invitation.id in admitted
        if row is None and not is_invited:
            continue
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
    wanted = quorum_of_body(meeting.body_id)
    members = _members(meeting)
    quorum = _quorum(members, wanted, rows.values(), others) if is_entered else _expected(members, wanted, people)
    besides = _besides(meeting, session, {p.person_id for p in people}, rows)
    return Sheet(session, tuple(people), besides, is_entered, quorum, "\n".join(lines))


def _admitted(meeting: Meeting, session: MeetingSession) -> set[int]:
    """The invitations (internal ids) by which somebody without a seat is admitted to a session, or to an item of it."""
    items = {i.id for i in items_of_session(session)}
    return {
        a.invitation_id
        for a in admissions_of(meeting)
        if a.in_force and (a.session_id == session.id or a.item_id in items)
    }


def _besides(
    meeting: Meeting, session: MeetingSession, invited_too: Collection[int], rows: Mapping[int, Attendance]
) -> tuple[Guest, ...]:
    """Whoever holds a seat on the day and is not invited, such as an alternate: they may have come all the same."""
    found: dict[int, Guest] = {}
    for holder in holders(meeting.body, session.starts_at):
        person = holder.term.person_id
        if not holder.is_current or holder.term.role not in SEAT_ROLES or person in invited_too:
            continue
        whom = holder.party.name if holder.party else "in a personal capacity"
        words = f"{whom}: {holder.contact.name} ({holder.term.role})"
        row = rows.get(person)
        found.setdefault(
            person, Guest(holder.contact.key, person, holder.term.party_id, words, row is not None and row.is_present)
        )
    return tuple(found.values())


def _expected(members: Mapping[int, Party], wanted: Quorum, people: Iterable[Guest]) -> Finding | None:
    """How the quorum would stand with those who accepted; none where no party is a member."""
    coming = {p.party_id for p in people if p.is_ticked and p.party_id in members}
    if not members:
        return None
    return rules.expected_finding(len(coming), len(members), wanted)


def names(meeting: Meeting, session: MeetingSession) -> tuple[str, ...]:
    """Who may have spoken in a session, “Netherlands: Jan de Vries”: those who were there, or else those invited."""
    found = sheet(meeting, session)
    people = [p for p in (*found.people, *found.besides) if p.is_ticked] if found.is_entered else found.people
    return (*(p.words for p in people), *found.others.splitlines())


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
    shown = sheet(meeting, session)
    people = [*shown.people, *shown.besides]
    besides = {g.person_id for g in shown.besides}
    rows = {a.person_id: a for a in attendances_of(meeting.id) if a.session_key == session.key}
    for guest in people:
        row = rows.get(guest.person_id)
        if row is None and guest.person_id in besides and guest.key not in ticked:
            continue  # Nobody expected them, so they are not absent.
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


def results(meeting: Meeting) -> dict[str, Finding]:
    """How each session stands of which it was entered who was there, by its key: its quorum, else how many came."""
    rows, others = attendances_of(meeting.id), others_present_at(meeting.id)
    members, wanted = _members(meeting), quorum_of_body(meeting.body_id)
    found = {}
    for key in {a.session_key for a in rows} | {o.session_key for o in others}:
        here, came = [a for a in rows if a.session_key == key], [o for o in others if o.session_key == key]
        count = sum(a.is_present for a in here) + len(came)
        words = "One person was there." if count == 1 else f"{count} people were there."
        found[key] = _quorum(members, wanted, here, came) or Finding("", Level.KEPT, words)
    return found


def _quorum(
    members: Mapping[int, Party], quorum: Quorum, rows: Iterable[Attendance], others: Iterable[OtherPresent]
) -> Finding | None:
    """The quorum of one session; none is told where no party is a member (a body of individuals)."""
    if not members:
        return None
    there = {a.party_id for a in rows if a.is_present and a.party_id in members}
    there |= {o.party_id for o in others if o.party_id in members}
    return rules.quorum_finding(len(there), len(members), quorum)


def quorums(meeting: Meeting) -> list[tuple[MeetingSession, Finding | None]]:
    """Each session with how its quorum stood; None where nobody has entered who was there."""
    rows, besides = attendances_of(meeting.id), others_present_at(meeting.id)
    members, wanted = _members(meeting), quorum_of_body(meeting.body_id)
    found = []
    for session in sessions_of(meeting.id):
        here = [a for a in rows if a.session_key == session.key]
        came = [o for o in besides if o.session_key == session.key]
        found.append((session, _quorum(members, wanted, here, came) if here or came else None))
    return found


def told(meeting: Meeting) -> dict[str, object]:
    """Who was there, by the session's key, in words as the closed record prints them: members, others, the quorum.

    Somebody at personal risk is counted and never named, also where their name was typed.
    """
    rows = attendances_of(meeting.id)
    members, wanted = _members(meeting), quorum_of_body(meeting.body_id)
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
        quorum = _quorum(members, wanted, here, came)
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
