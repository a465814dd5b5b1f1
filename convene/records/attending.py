"""Who was there: one form for each session from the answers to the invitations; the quorum as the body defines it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from convene import journal
from convene.agendas.models import AgendaItem
from convene.agendas.queries import items_of_session
from convene.bodies.models import Party
from convene.db import db
from convene.findings import Finding, Level
from convene.ical.terms import Partstat
from convene.invitations.queries import admissions_of, invited
from convene.invitations.terms import InvitationState, Standpoint
from convene.meetings.actions import letter_findings, refuse
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.queries import sessions_of
from convene.people.models import Contact, Term
from convene.people.queries import holders
from convene.people.terms import SEAT_ROLES
from convene.records import rules
from convene.records.models import Attendance, OtherPresent, Record
from convene.records.queries import attendances_of, others_present_at, paragraphs_of_meeting
from convene.records.quorate import Bench

NAME_MOST = 200
# Of fewer who were there, what nobody is named for can be told to somebody.
FEWEST = 3


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
    bench = Bench(meeting.body_id)
    parties = bench.parties
    lines = [f"{o.name}, {parties[o.party_id].name}" if o.party_id in parties else o.name for o in others]
    is_entered = bool(rows or others)
    if is_entered:
        quorum = bench.quorum(session.on, rows.values(), others)
    else:
        quorum = bench.expected(session.on, (p.party_id for p in people if p.is_ticked))
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
    is none of the body's, and before the session has begun.
    """
    refuse(rules.attendance_findings(session.starts_at, at))
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


def _others(meeting: Meeting, session: MeetingSession, lines: str) -> list[OtherPresent]:
    """Those of the lines, to be kept, each once. Raises Refused at the field, with all that is wrong at once."""
    rows = db.session.scalars(select(Party).where(Party.body_id == meeting.body_id))
    parties = {p.name.casefold(): p for p in rows}
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


def results(meeting: Meeting) -> dict[str, Finding]:
    """How each session stands of which it was entered who was there, by its key: its quorum, else how many came."""
    found = {}
    bench = Bench(meeting.body_id)
    for session, here, came in _entered(meeting):
        count = sum(a.is_present for a in here) + len(came)
        words = "One person was there." if count == 1 else f"{count} people were there."
        found[session.key] = bench.quorum(session.on, here, came) or Finding("", Level.NOTE, words)
    return found


def unentered(meeting: Meeting) -> list[MeetingSession]:
    """The sessions of which nobody has entered who was there, in their order."""
    entered = {session.key for session, _, _ in _entered(meeting)}
    return [session for session in sessions_of(meeting.id) if session.key not in entered]


def _entered(meeting: Meeting) -> Iterator[tuple[MeetingSession, list[Attendance], list[OtherPresent]]]:
    """The sessions of which it was entered who was there, in their order, with what was entered."""
    rows, others = attendances_of(meeting.id), others_present_at(meeting.id)
    for session in sessions_of(meeting.id):
        here = [a for a in rows if a.session_key == session.key]
        came = [o for o in others if o.session_key == session.key]
        if here or came:
            yield session, here, came


@dataclass(frozen=True, slots=True)
class Quorums:
    """How each session stands: its quorum, else how many came; None where nobody has entered who was there."""

    has_quorum: bool
    sessions: tuple[tuple[MeetingSession, Finding | None], ...]


def quorums(meeting: Meeting) -> Quorums:
    """How each session of a meeting stands, and whether there is a quorum to tell of."""
    found = results(meeting)
    sessions = tuple((session, found.get(session.key)) for session in sessions_of(meeting.id))
    return Quorums(Bench(meeting.body_id).has_quorum(meeting), sessions)


def told(meeting: Meeting) -> dict[str, object]:
    """Who was there, by the session's key, in words as the closed record prints them: members, others, the quorum.

    Nobody at personal risk is named, nor whom they come for, also where that was typed: they are told of as a guest.
    Left out is a session of which something is not attributed, where so few were there that one could tell who spoke.
    """
    unattributed = _unattributed(meeting)
    bench, at_risk = Bench(meeting.body_id), _AtRisk(meeting.body_id)
    entered = list(_entered(meeting))
    known = select(Contact).where(
        Contact.body_id == meeting.body_id, Contact.person_id.in_({a.person_id for _, here, _ in entered for a in here})
    )
    people = {c.person_id: c for c in db.session.scalars(known)}
    found: dict[str, object] = {}
    for session, here, came in entered:
        members, there = bench.members(session.on), [a for a in here if a.is_present]
        quorum = bench.quorum(session.on, here, came)
        others = {
            _other(people.get(a.person_id), bench.parties[a.party_id].name if a.party_id in bench.parties else "")
            for a in there
            if a.party_id not in members
        }
        others |= {at_risk.told(o, bench.parties.get(o.party_id)) for o in came if o.party_id not in members}
        seated = [a.party_id for a in there] + [o.party_id for o in came]
        present = sorted({members[party].name for party in seated if party in members})
        if session.id in unattributed and 0 < len(present) + len(others) < FEWEST:
            continue
        found[session.key] = {"members": present, "others": sorted(others), "quorum": quorum.text if quorum else ""}
    return found


def _unattributed(meeting: Meeting) -> set[int]:
    """The sessions (internal ids) of which something was noted that names nobody; two statements."""
    items = {p.item_key for p in paragraphs_of_meeting(meeting.id) if p.marking.names_nobody}
    wanted = select(AgendaItem.session_id).where(AgendaItem.meeting_id == meeting.id, AgendaItem.key.in_(sorted(items)))
    return set(db.session.scalars(wanted))


class _AtRisk:
    """The people at personal risk whom a body knows, and the parties for which they come."""

    def __init__(self, body_id: int) -> None:
        wanted = (
            select(Contact.name, Party.id, Party.name)
            .outerjoin(Term, Term.contact_id == Contact.id)
            .outerjoin(Party, Party.id == Term.party_id)
            .where(Contact.body_id == body_id, Contact.is_at_risk)
        )
        rows = list(db.session.execute(wanted))
        self.parties = {party for _, party, _ in rows if party is not None}
        self.names = {name for name, _, _ in rows} | {name for _, _, name in rows if name}

    def told(self, other: OtherPresent, party: Party | None) -> str:
        """How somebody is told of who came without an invitation."""
        if (party and party.id in self.parties) or any(rules.may_name(other.name, name) for name in self.names):
            return "a guest"
        return party.name if party else other.name


def _other(contact: Contact | None, party: str) -> str:
    if contact is not None and contact.is_at_risk:
        return "a guest"
    if party:
        return party
    return contact.name if contact and not contact.is_at_risk else "somebody in a personal capacity"


def changes(meeting: Meeting, record: Record) -> list[str]:
    """The sessions (by title) of which the record would say otherwise now who was there than when it went out."""
    frozen = json.loads(record.content)
    before = frozen["attendance"]
    now = {} if frozen["not_attributed"] else told(meeting)
    return [s.title for s in sessions_of(meeting.id) if before.get(s.key) != now.get(s.key)]


def changed(meeting: Meeting, record: Record) -> str:
    """That who was there was changed since the record went out, and of which sessions, in words; empty for none."""
    if not (titles := changes(meeting, record)):
        return ""
    what = "Who was there, or the quorum," if Bench(meeting.body_id).has_quorum(meeting) else "Who was there"
    return f"{what} was changed after the record went out: {'; '.join(titles)}."


def uncirculated_findings(meeting: Meeting, record: Record) -> list[Finding]:
    """What nobody had for correction of who was there keeps a record from being adopted."""
    words = changed(meeting, record)
    return [Finding("", Level.REFUSE, f"{words} Circulate it again first.")] if words else []
