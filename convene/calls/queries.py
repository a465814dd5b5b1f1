"""Reads of calls for papers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select

from convene.access import rules
from convene.access.gate import Missing
from convene.access.scope import as_system, current_reader, guard
from convene.agendas.models import AgendaItem
from convene.bodies.models import Body
from convene.calls.models import PaperCall
from convene.calls.rules import answers, deadline_of, state_of
from convene.calls.terms import Owed
from convene.db import db
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.papers.terms import Deadline, PaperKind

guard(
    PaperCall,
    rules.sees_called,
    body=PaperCall.body_id,
    party=PaperCall.party_id,
    person=PaperCall.person_id,
    announced=PaperCall.announced,
)
RUNNING = (MeetingState.CONVENED, MeetingState.IN_SESSION)
# Told, neither withdrawn nor answered: what somebody still owes.
OPEN: tuple[ColumnElement[bool], ...] = (
    PaperCall.announced.is_(True),
    PaperCall.withdrawn_at.is_(None),
    PaperCall.paper_id.is_(None),
)


def holding(call: PaperCall) -> Deadline:
    """The deadline that holds for a call (UTC)."""
    return deadline_of(call.due_at, call.extended_to, call.grace_hours)


def calls_of(meeting: Meeting) -> list[PaperCall]:
    """The calls of a meeting that this reader may see."""
    return list(db.session.scalars(select(PaperCall).where(PaperCall.meeting_id == meeting.id).order_by(PaperCall.id)))


def kept_call(key: str) -> PaperCall:
    """The call, where the reader serves the secretariat of its body. Raises Missing otherwise."""
    found = db.session.scalars(select(PaperCall).where(PaperCall.key == key)).one_or_none()
    if found is None or not rules.may_keep(current_reader(), found.body_id):
        raise Missing
    return found


def open_calls_of(meeting: Meeting) -> list[PaperCall]:
    """What is still owed for a meeting, as far as this reader may see it."""
    return list(
        db.session.scalars(select(PaperCall).where(PaperCall.meeting_id == meeting.id, *OPEN).order_by(PaperCall.id))
    )


def calls_on(item_id: int, *, party_id: int | None, person_id: int) -> list[PaperCall]:
    """What is asked of one sender for an item, in order of the deadlines that hold; answered or not."""
    mine = _of(party_id=party_id, person_id=person_id)
    wanted = select(PaperCall).where(
        PaperCall.item_id == item_id, PaperCall.announced.is_(True), PaperCall.withdrawn_at.is_(None), mine
    )
    return sorted(db.session.scalars(wanted), key=lambda c: (holding(c).at, c.id))


def _of(*, party_id: int | None, person_id: int) -> ColumnElement[bool]:
    by_person = and_(PaperCall.party_id.is_(None), PaperCall.person_id == person_id)
    return or_(PaperCall.party_id == party_id, by_person) if party_id is not None else by_person


def first_open(calls: Iterable[PaperCall]) -> PaperCall | None:
    """The first of these calls that no paper has answered."""
    return next((c for c in calls if c.paper_id is None), None)


def answered_by(calls: Iterable[PaperCall], kind: PaperKind) -> PaperCall | None:
    """The call that a paper of that kind answers: one for that kind before one for any, an open one before others."""
    fitting = [c for c in calls if answers(c.kind, kind)]
    return min(fitting, key=lambda c: (c.paper_id is not None, c.kind is not kind), default=None)


def deadline_for(calls: Sequence[PaperCall], kind: PaperKind | None, meeting: Meeting) -> Deadline:
    """The deadline that holds for a sender of whom these calls are: of what they answer, else of what they owe first.

    Without a call it is the meeting's, and there is no grace.
    """
    fitting = answered_by(calls, kind) if kind is not None else None
    call = fitting or first_open(calls) or next(iter(calls), None)
    return holding(call) if call else Deadline(meeting.papers_due_at)


def owed_by_reader(*, at: datetime, meeting_id: int | None = None, item_id: int | None = None) -> list[Owed]:
    """What the reader is asked for and has not sent, soonest first, in one statement; `at` decides how it stands.

    Only for items that they may see, of meetings that are neither over nor cancelled. Somebody without a seat is told
    the body's name in place of the meeting's title (settled 4).
    """
    reader = current_reader()
    mine = or_(
        PaperCall.party_id.in_(reader.parties), and_(PaperCall.party_id.is_(None), PaperCall.person_id == reader.person)
    )
    wanted = (
        select(PaperCall, AgendaItem, Meeting, Body.name)
        .join(AgendaItem, AgendaItem.id == PaperCall.item_id)
        .join(Meeting, Meeting.id == PaperCall.meeting_id)
        .join(Body, Body.id == PaperCall.body_id)
        .where(*OPEN, mine, Meeting.state.in_(RUNNING), AgendaItem.ends_at > at)
    )
    if meeting_id is not None:
        wanted = wanted.where(PaperCall.meeting_id == meeting_id)
    if item_id is not None:
        wanted = wanted.where(PaperCall.item_id == item_id)
    found = [
        _owed(call, item, meeting.title if meeting.body_id in reader.seats else body, meeting.zone, at)
        for call, item, meeting, body in db.session.execute(wanted)
    ]
    return sorted(found, key=lambda o: (o.deadline.at, o.item_key, o.kind))


def _owed(call: PaperCall, item: AgendaItem, of: str, zone: str, at: datetime) -> Owed:
    deadline = holding(call)
    return Owed(
        item_key=item.key,
        item_title=item.title,
        of=of,
        zone=zone,
        kind=call.kind,
        wish=call.wish,
        deadline=deadline,
        state=state_of(deadline, at=at, is_told=True, is_extended=call.extended_to is not None),
        extension_reason=call.extension_reason,
    )


def still_owed(keys: Iterable[str]) -> list[PaperCall]:
    """Of these calls, those that are owed when a letter about them is sent, soonest first; whoever reads."""
    with as_system("say in a letter what is still owed") as session:
        found = list(session.scalars(select(PaperCall).where(PaperCall.key.in_(list(keys)), *OPEN)))
        session.expunge_all()
    return sorted(found, key=lambda c: (holding(c).at, c.id))
