"""Writes of a round by the secretariat: its days, hours and rooms, and who is to meet whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from convene import journal
from convene.bodies.models import Party
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.meetings.actions import DAYS_MOST, letter_findings, refuse, refuse_if_over
from convene.meetings.models import Meeting
from convene.people.models import Term
from convene.rounds import rules
from convene.rounds.models import CheckIn, CheckInAnswer, CheckInPerson, Round, RoundAbsence, RoundDay, RoundRoom
from convene.rounds.queries import Book, Pair
from convene.rounds.terms import CheckInState, Hours, Reply, Room, Side


@dataclass(frozen=True, slots=True)
class Comer:
    """Somebody who is to be in a check-in: by which term, for which side."""

    term: Term
    side: Side


def set_hours(meeting: Meeting, slot_minutes: int, days: tuple[Hours, ...], *, by: str, at: datetime) -> None:
    """Set how long a check-in lasts and on which days and hours; those placed stay where they are. Raises Refused."""
    refuse_if_over(meeting)
    refuse(rules.day_findings(days, meeting.starts_on, DAYS_MOST))
    row = db.session.scalars(select(Round).where(Round.meeting_id == meeting.id)).one_or_none()
    if row is None:
        row = Round(body_id=meeting.body_id, meeting_id=meeting.id)
        db.session.add(row)
    row.slot_minutes = slot_minutes
    for old in db.session.scalars(select(RoundDay).where(RoundDay.meeting_id == meeting.id)):
        db.session.delete(old)
    db.session.flush()  # A day may be set anew at once.
    where = {"body_id": meeting.body_id, "meeting_id": meeting.id}
    db.session.add_all([RoundDay(**where, on=d.on, opens=d.opens, closes=d.closes) for d in days])
    change = {"minutes": slot_minutes, "days": [d.on.isoformat() for d in days]}
    journal.record("round.hours", by=by, at=at, body=meeting.body_id, kind="meeting", key=meeting.key, change=change)


def add_room(meeting: Meeting, room: Room, known: Iterable[RoundRoom], *, by: str, at: datetime) -> RoundRoom:
    """Add a room to a round. Raises Refused for a name that is there, and hours that end before they begin."""
    refuse_if_over(meeting)
    found = letter_findings({"name": room.name})
    if room.name in {r.name for r in known}:
        found.append(Finding("", Level.REFUSE, "The round has a room of that name.", "name"))
    if room.starts_at is not None and room.ends_at is not None and room.ends_at <= room.starts_at:
        found.append(Finding("", Level.REFUSE, "The room is free until a time after that.", "ends"))
    refuse(found)
    row = RoundRoom(
        body_id=meeting.body_id, meeting_id=meeting.id, name=room.name, starts_at=room.starts_at, ends_at=room.ends_at
    )
    db.session.add(row)
    db.session.flush()  # The journal names it by its key.
    journal.record("round.room", by=by, at=at, body=meeting.body_id, kind="room", key=row.key)
    return row


def remove_room(meeting: Meeting, room: RoundRoom, book: Book, *, by: str, at: datetime) -> None:
    """Take a room out of a round. Raises Refused while a check-in is placed there."""
    refuse_if_over(meeting)
    if any(p.booking().room == room.name for p in book.placed):
        raise Refused((Finding("", Level.REFUSE, f"Check-ins are placed in {room.name}; move them first."),))
    db.session.delete(room)
    journal.record("round.room-gone", by=by, at=at, body=meeting.body_id, kind="room", key=room.key)


def want_pairs(
    meeting: Meeting,
    wishes: Mapping[tuple[Party, Term], int | None],
    officials: Mapping[int, tuple[Term, ...]],
    pairs: Sequence[Pair],
    *,
    by: str,
    at: datetime,
) -> int:
    """Say who is to meet whom, and how much it matters; gives how many check-ins are new. Raises Refused.

    A wish is of a party with one member of the Council; None takes it back where no time is set yet. `officials` are
    those who come for each party.
    """
    refuse_if_over(meeting)
    known = {(p.row.party_id, p.council[0].row.person_id): p for p in pairs if len(p.council) == 1}
    known = {k: p for k, p in known.items() if p.row.state is not CheckInState.CALLED_OFF}
    new = 0
    for (party, member), priority in wishes.items():
        pair = known.get((party.id, member.person_id))
        if pair is None and priority is not None:
            comers = [Comer(term, Side.PARTY) for term in officials.get(party.id, ())]
            comers = [c for c in comers if c.term.person_id != member.person_id]
            row = CheckIn(body_id=meeting.body_id, meeting_id=meeting.id, party_id=party.id, priority=priority)
            db.session.add(row)
            db.session.flush()  # Its people and the journal need its id and key.
            for comer in (*comers, Comer(member, Side.COUNCIL)):
                let_in(row, comer)
            journal.record("check-in.want", by=by, at=at, body=meeting.body_id, kind="check-in", key=row.key)
            new += 1
        elif pair is not None and priority is None:
            _forget(pair, by=by, at=at)
        elif pair is not None and priority is not None:
            pair.row.priority = priority
    return new


def let_in(row: CheckIn, comer: Comer) -> None:
    """Somebody is to be in a check-in; the caller lets their times follow."""
    where = {"body_id": row.body_id, "meeting_id": row.meeting_id, "check_in_id": row.id}
    term = comer.term
    db.session.add(
        CheckInPerson(
            **where, session_id=row.session_id, announced=row.announced, side=comer.side, term_id=term.id,
            person_id=term.person_id, contact_id=term.contact_id, party_id=term.party_id,
        )
    )  # fmt: skip
    db.session.add(CheckInAnswer(**where, person_id=term.person_id, room="", reply=Reply.AWAITED, remark=""))


def _forget(pair: Pair, *, by: str, at: datetime) -> None:
    """A check-in that was wanted and has no time leaves nothing behind."""
    if pair.session is not None:
        text = f"The check-in of {pair.label} has a time; call it off on the grid first."
        raise Refused((Finding("", Level.REFUSE, text),))
    _empty(pair.row)
    db.session.delete(pair.row)
    journal.record("check-in.drop", by=by, at=at, body=pair.row.body_id, kind="check-in", key=pair.row.key)


def _empty(row: CheckIn) -> None:
    for model in (CheckInPerson, CheckInAnswer, RoundAbsence):
        for each in db.session.scalars(select(model).where(model.check_in_id == row.id)):
            db.session.delete(each)
    db.session.flush()  # What points to the check-in goes before it.
