"""Whom a record concerns: every seat, and those admitted whose own part is not what they were told of last.

Mail carries where to read and until when, never a word of a record (settled 6).
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased

from convene.access import rules as access_rules
from convene.access.scope import as_system, placement_of
from convene.access.terms import Placement, Reader
from convene.db import db
from convene.invitations.models import Invitation
from convene.invitations.queries import invitations_of
from convene.invitations.terms import InvitationState, Standpoint
from convene.mail.models import OutboxMessage
from convene.mail.outbox import Envelope, enqueue
from convene.mail.states import OutboxState
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.people.models import Term
from convene.people.queries import secretariat_of
from convene.people.terms import SEAT_ROLES, TermRole
from convene.presets.reading import presets
from convene.readers import readers_of
from convene.records import rules
from convene.records.models import Correction, NoteTaker, OutcomeText, Record, RecordParagraph
from convene.records.queries import latest_record, recorded
from convene.records.terms import FINAL, TextKind

KIND = "record"
Rows = TypeVar("Rows", bound=Select[*tuple[Any, ...]])
RAPPORTEUR = "rapporteur"


def _in_force(body_id: int, roles: Iterable[TermRole], at: datetime) -> list[int]:
    """Who holds a term of these roles in a body at that instant."""
    wanted = select(Term.person_id).where(
        Term.body_id == body_id,
        Term.role.in_(list(roles)),
        Term.starts_at <= at,
        or_(Term.ends_at.is_(None), Term.ends_at > at),
    )
    return sorted(set(db.session.scalars(wanted)))


def tell(meeting: Meeting, record: Record, paragraphs: Sequence[RecordParagraph], *, at: datetime) -> int:
    """Queue a letter to every seat, and to the admitted whose part changed; gives how many."""
    facts: dict[str, object] = {
        "path": f"/meetings/{meeting.key}/record",
        "state": str(record.state),
        "due": record.due_at.isoformat() if record.due_at and record.state not in FINAL else "",
        "city": meeting.city,
        "days": sorted({meeting.starts_on.isoformat(), meeting.ends_on.isoformat()}),
        "is_guest": False,
        "part": record.key,
        "again": record.revision > 0,
    }
    seats = _in_force(meeting.body_id, SEAT_ROLES, at)
    told = sum(enqueue(_envelope(KIND, record.key, person, meeting), at=at, facts=facts) for person in seats)
    for invitation, part in _parts(meeting, paragraphs, at=at):
        if invitation.person_id not in seats:
            own = {"path": facts["path"], "is_guest": True, "part": part}
            envelope = _envelope(KIND, record.key, invitation.person_id, meeting, invitation.id)
            told += enqueue(envelope, at=at, facts=own)
    return told


def _envelope(kind: str, about: str, person: int, meeting: Meeting, invitation: int | None = None) -> Envelope:
    return Envelope(
        kind, about=about, person_id=person, body_id=meeting.body_id, meeting_id=meeting.id, invitation_id=invitation
    )


def _admitted(meeting: Meeting) -> list[Invitation]:
    """The invitations of those who come without a seat."""
    return [
        i for i in invitations_of(meeting) if i.state is InvitationState.SENT and i.standpoint is not Standpoint.SEAT
    ]


def _parts(meeting: Meeting, paragraphs: Sequence[RecordParagraph], *, at: datetime) -> list[tuple[Invitation, str]]:
    """The admitted who see something of a record that they were not told of, with a stand-in for what they see."""
    sent = _admitted(meeting)
    readers = readers_of([i.person_id for i in sent], at)
    known = _told(meeting)
    found = []
    for invitation in sent:
        reader = readers[invitation.person_id]
        seen = [p.content for p in paragraphs if access_rules.sees_recorded(reader, placement_of(p))]
        if not seen:
            continue
        part = hashlib.sha256("\x1f".join(seen).encode()).hexdigest()
        if known.get(invitation.person_id) != part:
            found.append((invitation, part))
    return found


def would_read(meeting: Meeting, paragraphs: Sequence[RecordParagraph], *, at: datetime) -> Counter[Standpoint]:
    """How many of the admitted read something of these paragraphs, by that as which they are invited."""
    placements = {placement_of(p) for p in paragraphs}
    return Counter(
        invitation.standpoint
        for invitation, reader in _without_seat(meeting, at)
        if any(access_rules.sees_recorded(reader, placement) for placement in placements)
    )


def _without_seat(meeting: Meeting, at: datetime) -> list[tuple[Invitation, Reader]]:
    """The admitted who hold no seat, each as a reader."""
    sent = _admitted(meeting)
    readers = readers_of([i.person_id for i in sent], at)
    return [(i, readers[i.person_id]) for i in sent if meeting.body_id not in readers[i.person_id].seats]


def _told(meeting: Meeting) -> dict[int, str]:
    """What each person was told of last of a meeting's record."""
    wanted = select(OutboxMessage.person_id, OutboxMessage.facts).where(
        OutboxMessage.kind == KIND, OutboxMessage.meeting_id == meeting.id, OutboxMessage.state != OutboxState.DROPPED
    )
    rows = db.session.execute(wanted.order_by(OutboxMessage.id))
    return {person: str(json.loads(facts)["part"]) for person, facts in rows if person is not None}


def tell_rapporteur(person_id: int, meeting: Meeting, *, at: datetime) -> int:
    """Tell somebody that they were asked to take the notes of a meeting, once for each naming.

    Of a draft nobody is told before it is convened: the plan does that.
    """
    if not meeting.announced:
        return 0
    facts = {"path": f"/meetings/{meeting.key}/notes"}
    with as_system("count how often somebody was asked to take notes") as session:
        before = session.scalar(_to_rapporteur(select(func.count()), person_id, meeting))
    envelope = _envelope(RAPPORTEUR, meeting.key, person_id, meeting)
    return int(enqueue(envelope, at=at, due=str(before or ""), facts=facts))


def tell_rapporteurs(at: datetime) -> int:
    """Tell those who were named while their meeting was a draft, once it is convened; once each, may run twice."""
    told = select(OutboxMessage.id).where(
        OutboxMessage.kind == RAPPORTEUR,
        OutboxMessage.meeting_id == NoteTaker.meeting_id,
        OutboxMessage.person_id == NoteTaker.person_id,
    )
    wanted = (
        select(NoteTaker.person_id, Meeting)
        .join(Meeting, Meeting.id == NoteTaker.meeting_id)
        .where(Meeting.state.in_((MeetingState.CONVENED, MeetingState.IN_SESSION)), ~told.exists())
    )
    return sum(tell_rapporteur(person, meeting, at=at) for person, meeting in db.session.execute(wanted).all())


def drop_rapporteur(person_id: int, meeting: Meeting) -> None:
    """What waits for whoever takes the notes no more is dropped: named again, they are told of that naming alone."""
    with as_system("drop what waits for whoever takes notes no more") as session:
        waiting = _to_rapporteur(select(OutboxMessage), person_id, meeting)
        for message in session.scalars(waiting.where(OutboxMessage.state == OutboxState.QUEUED)):
            message.state = OutboxState.DROPPED


def _to_rapporteur(wanted: Rows, person_id: int, meeting: Meeting) -> Rows:
    """The messages by which somebody was asked to take the notes of a meeting."""
    return wanted.where(
        OutboxMessage.kind == RAPPORTEUR, OutboxMessage.meeting_id == meeting.id, OutboxMessage.person_id == person_id
    )


def tell_decision(correction: Correction, meeting: Meeting, *, at: datetime) -> int:
    """Tell whoever proposed a correction that it was decided on; what was decided stands on their page alone."""
    envelope = _envelope("record-correction", correction.key, correction.person_id, meeting)
    return int(enqueue(envelope, at=at, facts={"path": f"/meetings/{meeting.key}/record/corrections"}))


def tell_proposal(correction: Correction, meeting: Meeting, *, at: datetime) -> int:
    """Tell the secretariat that a correction came in: neither whose it is nor what it says; once for each."""
    facts = {"path": f"/meetings/{meeting.key}/record/corrections"}
    return sum(
        enqueue(_envelope("correction-received", correction.key, person, meeting), at=at, facts=facts)
        for person in secretariat_of(meeting.body_id, at)
    )


@dataclass(frozen=True, slots=True)
class TextReaders:
    """Who reads a text once it is circulated: every seat (people, by internal id), and the admitted it is open to.

    `of_text` is where the text then hangs; `recorded` where the paragraphs do that a corrigendum may correct, by key.
    """

    seats: tuple[int, ...]
    admitted: tuple[tuple[Invitation, Reader], ...]
    of_text: Placement
    recorded: Mapping[str, Placement] | None

    def guests(self, concerns: Collection[str] = ()) -> list[Invitation]:
        """Those of the admitted who read it where it is open: a corrigendum whoever reads all that it `concerns`."""
        return [invitation for invitation, reader in self.admitted if self._reads(reader, concerns)]

    def _reads(self, reader: Reader, concerns: Collection[str]) -> bool:
        if self.recorded is None:
            return access_rules.sees_meeting(reader, self.of_text)
        found = [self.recorded.get(key) for key in concerns]
        return bool(found) and all(at is not None and access_rules.sees_recorded(reader, at) for at in found)


def text_readers(text: OutcomeText, meeting: Meeting, *, at: datetime) -> TextReaders:
    """Who would read a text, or reads it since it was circulated."""
    head = latest_record(meeting.id) if text.kind is TextKind.CORRIGENDUM else None
    return TextReaders(
        seats=tuple(_in_force(meeting.body_id, SEAT_ROLES, at)),
        admitted=tuple(_without_seat(meeting, at)),
        of_text=replace(placement_of(text), announced=True, meeting=meeting.id),
        recorded={p.key: placement_of(p) for p in recorded(meeting.id, head.id)} if head is not None else None,
    )


def tell_text(text: OutcomeText, meeting: Meeting, *, at: datetime) -> int:
    """Tell every seat that a text can be read, and the admitted where it is open to them; gives how many.

    A corrigendum is no text of its own to the admitted: they are led to the open record, which shows it.
    """
    readers, due = text_readers(text, meeting, at=at), str(text.revision)
    facts: dict[str, object] = {"path": f"/texts/{text.key}", "is_guest": False}
    told = sum(
        enqueue(_envelope("outcome-text", text.key, person, meeting), at=at, due=due, facts=facts)
        for person in readers.seats
    )
    own = facts | {"is_guest": True}
    if text.kind is TextKind.CORRIGENDUM:
        own |= {"path": f"/meetings/{meeting.key}/record", "is_corrigendum": True}
    is_open = text.open_to_id is not None or text.for_admitted
    for invitation in readers.guests(text.concerns.split()) if is_open else []:
        envelope = _envelope("outcome-text", text.key, invitation.person_id, meeting, invitation.id)
        told += enqueue(envelope, at=at, due=due, facts=own)
    return told


def remind_of_records(at: datetime) -> int:
    """Remind a secretariat of each record that is not final: 3 and 7 days after the meeting, then weekly; once each.

    Circulated for correction it is not out yet: the same days are counted again once corrections are over or, where the
    body adopts its records, once its next meeting is.
    """
    out = select(Record.id).where(Record.meeting_id == Meeting.id).exists()
    wanted = select(Meeting).where(
        Meeting.state.in_((MeetingState.IN_SESSION, MeetingState.CONCLUDED)),
        Meeting.ends_at <= at - rules.REMIND_FIRST[0],
        Meeting.ends_at >= at - rules.REMIND_MOST,
        Meeting.taken_over_on.is_(None),
        ~out,
    )
    told = 0
    for meeting in db.session.scalars(wanted).all():
        told += _remind(meeting, meeting.ends_at, "circulation", at=at)
    return told + sum(_remind(meeting, since, "adoption", at=at) for meeting, since in _not_final(at))


def _remind(meeting: Meeting, since: datetime, page: str, *, at: datetime) -> int:
    due = rules.reminder_due(since, at=at)
    if due is None:
        return 0
    facts = {"path": f"/meetings/{meeting.key}/record/{page}", "is_circulated": page == "adoption"}
    return sum(
        enqueue(_envelope("record-reminder", meeting.key, person, meeting), at=at, due=due.isoformat(), facts=facts)
        for person in secretariat_of(meeting.body_id, at)
    )


def _not_final(at: datetime) -> list[tuple[Meeting, datetime]]:
    """The meetings whose record is circulated and neither adopted nor issued, and since when it could be."""
    later = aliased(Record)
    newer = select(later.id).where(later.meeting_id == Record.meeting_id, later.revision > Record.revision).exists()
    wanted = (
        select(Meeting, Record.due_at)
        .join(Record, Record.meeting_id == Meeting.id)
        .where(Record.state.not_in(sorted(FINAL)), Record.due_at <= at - rules.REMIND_FIRST[0], ~newer)
    )
    found = []
    for meeting, due_at in db.session.execute(wanted).all():
        preset = presets().get(meeting.body.preset)
        adopts = preset is None or preset.adopts
        since = _next_over(meeting, due_at, at) if adopts and due_at is not None else due_at
        found += [(meeting, since)] if since is not None else []
    return found


def _next_over(meeting: Meeting, after: datetime, at: datetime) -> datetime | None:
    """When the first meeting that could have adopted a record was over, if one was."""
    return db.session.scalar(
        select(func.min(Meeting.ends_at)).where(
            Meeting.body_id == meeting.body_id,
            Meeting.announced,
            Meeting.state != MeetingState.CANCELLED,
            Meeting.ends_at > max(after, meeting.ends_at),
            Meeting.ends_at <= at,
        )
    )
