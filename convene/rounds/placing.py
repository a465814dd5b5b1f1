"""Where a check-in is put, and all that follows from it: who is admitted, told, and owes an answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from convene import clock, journal
from convene.access.models import Admission
from convene.access.scope import as_system
from convene.access.terms import Audience
from convene.agendas.terms import CHECK_IN
from convene.bodies.models import Party
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.invitations.actions import Portions, admit, prepare_invitation, withdraw
from convene.invitations.models import Invitation
from convene.invitations.telling import retell
from convene.invitations.terms import InvitationState, Standpoint
from convene.meetings.actions import Plan, add_session, change_session, refuse, refuse_if_over, remove_session
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.queries import sessions_of
from convene.people.models import Term
from convene.rounds import rules
from convene.rounds.actions import Comer, let_in
from convene.rounds.elsewhere import elsewhere
from convene.rounds.models import CheckIn, CheckInAnswer, CheckInPerson, NeedHeard, RoundAbsence, RoundDay
from convene.rounds.queries import Book, Pair, book_of, pair_of
from convene.rounds.terms import REASON, Booking, CheckInState, Reply, Side, Slot


def place(check_in: CheckIn, meeting: Meeting, slot: Slot, *, by: str, at: datetime) -> int:
    """Put a check-in at a time and in a room, or move it; gives how many people are told. Raises Refused.

    Whoever is in it is admitted to its session; who was invited before is told at once, and only of what is theirs.
    """
    refuse_if_over(meeting)
    book = book_of(meeting)
    pair = pair_of(book, check_in)
    _refuse_place(pair, meeting, slot, book)
    plan = Plan(
        title=f"{CHECK_IN}: {pair.party}"[:200], guest_title=CHECK_IN, on=slot.on, opens=slot.opens,
        minutes=slot.minutes, audience=Audience.CLOSED, room=slot.room, is_check_in=True,
    )  # fmt: skip
    before = (pair.session.starts_at, pair.session.ends_at) if pair.session else None
    if pair.session is None:
        session = add_session(meeting, plan, by=by, at=at)
        check_in.session_id, check_in.state = session.id, CheckInState.PLACED
    else:
        session = pair.session
        change_session(meeting, session, plan, by=by, at=at)
    db.session.flush()  # What follows is read back.
    follow(check_in, session, is_moved=before != (session.starts_at, session.ends_at))
    _invite(check_in, meeting, session, by=by, at=at)
    change = {"on": slot.on, "opens": slot.opens, "minutes": slot.minutes}
    journal.record(
        "check-in.place", by=by, at=at, body=meeting.body_id, kind="check-in", key=check_in.key, change=change
    )
    return retell(meeting, at=at)


def _record(act: str, check_in: CheckIn, *, by: str, at: datetime, change: dict[str, object] | None = None) -> None:
    journal.record(act, by=by, at=at, body=check_in.body_id, kind="check-in", key=check_in.key, change=change)


def _refuse_place(pair: Pair, meeting: Meeting, slot: Slot, book: Book) -> None:
    people = frozenset(p.row.person_id for p in pair.people)
    refuse(rules.b3_people_findings([p.row.person_id for p in pair.officials], [p.row.person_id for p in pair.council]))
    refuse(rules.hours_findings(slot, book.settings.days))
    if not clock.wall_exists(slot.on, slot.opens, meeting.zone):
        text = f"The clocks change in {meeting.city} at that hour; choose another."
        raise Refused((Finding("", Level.REFUSE, text, "opens"),))
    starts_at = clock.at_wall(slot.on, slot.opens, meeting.zone)
    wanted = Booking(starts_at, starts_at + timedelta(minutes=slot.minutes), slot.room, people)
    found = rules.room_findings(wanted, book.settings.rooms, meeting.zone)
    found += rules.common_findings(wanted, book.common, meeting.zone)
    found += rules.booking_findings(wanted, book.others(pair.row), book.names, meeting.zone)
    found += _others_findings(wanted, book, meeting, book.names)
    refuse(found)


def _others_findings(wanted: Booking, book: Book, meeting: Meeting, names: Mapping[int, str]) -> list[Finding]:
    """What people said of their time, in this round or another of the body, and their check-ins in another."""
    other = elsewhere(meeting, wanted.people)
    found = rules.elsewhere_findings(wanted, other.bookings, names, meeting.zone)
    return found + rules.absence_findings(wanted, [*book.away, *other.away], names, meeting.zone)


def follow(check_in: CheckIn, session: MeetingSession | None, *, is_moved: bool) -> None:
    """Let who is in a check-in, and what they are told of it, follow its session.

    An answer was given to a time: where that changes it is awaited anew.
    """
    check_in.announced = session is not None and session.announced
    for person in db.session.scalars(select(CheckInPerson).where(CheckInPerson.check_in_id == check_in.id)):
        person.session_id, person.announced = check_in.session_id, check_in.announced
    for need in db.session.scalars(select(NeedHeard).where(NeedHeard.check_in_id == check_in.id)):
        need.session_id = check_in.session_id
    for line in db.session.scalars(select(CheckInAnswer).where(CheckInAnswer.check_in_id == check_in.id)):
        line.starts_at, line.ends_at = (session.starts_at, session.ends_at) if session else (None, None)
        line.room = session.room if session else ""
        if is_moved:
            line.reply = Reply.AWAITED


def _invite(check_in: CheckIn, meeting: Meeting, session: MeetingSession, *, by: str, at: datetime) -> None:
    """Whoever is in a check-in is invited to the round, with the reason (B3), and admitted to its session."""
    rows = db.session.execute(
        select(CheckInPerson, Term, Party)
        .join(Term, Term.id == CheckInPerson.term_id)
        .outerjoin(Party, Party.id == Term.party_id)
        .where(CheckInPerson.check_in_id == check_in.id)
        .order_by(CheckInPerson.id)
    ).all()
    known = {i.person_id: i for i in db.session.scalars(select(Invitation).where(Invitation.meeting_id == meeting.id))}
    # The Council's side comes to the Council's own sessions of the round as well, by the one invitation.
    own = tuple(sessions_of(meeting.id))
    for person, term, party in rows:
        invitation = known.get(person.person_id)
        wanted = (session, *own) if person.side is Side.COUNCIL else (session,)
        if invitation is None or invitation.state is InvitationState.WITHDRAWN:
            prepare_invitation(meeting, term, party=party, portions=Portions(wanted, reason=REASON), by=by, at=at)
        elif missing := _not_admitted(invitation, wanted):
            admit(invitation, Portions(missing, reason=REASON), by=by, at=at)
        settle(meeting, person.person_id)


def _not_admitted(invitation: Invitation, sessions: Sequence[MeetingSession]) -> tuple[MeetingSession, ...]:
    """Those of these sessions to which an invitation does not admit yet."""
    known = set(db.session.scalars(select(Admission.session_id).where(Admission.invitation_id == invitation.id)))
    return tuple(s for s in sessions if s.id not in known)


def settle(meeting: Meeting, person_id: int) -> None:
    """Let the answer to the whole invitation follow those to single check-ins, so that who owes one is reminded."""
    db.session.flush()  # The answers are read back.
    invitation = db.session.scalars(
        select(Invitation).where(Invitation.meeting_id == meeting.id, Invitation.person_id == person_id)
    ).one_or_none()
    if invitation is None:
        return
    lines = db.session.scalars(
        select(CheckInAnswer).where(
            CheckInAnswer.meeting_id == meeting.id,
            CheckInAnswer.person_id == person_id,
            CheckInAnswer.starts_at.is_not(None),
        )
    )
    invitation.partstat = rules.overall([line.reply for line in lines])


def call_off(check_in: CheckIn, meeting: Meeting, *, by: str, at: datetime) -> int:
    """Call a check-in off: its session is gone; gives how many people are told. Raises Refused."""
    refuse_if_over(meeting)
    if db.session.scalars(select(NeedHeard.id).where(NeedHeard.check_in_id == check_in.id)).first() is not None:
        raise Refused((Finding("", Level.REFUSE, "Needs were noted in this check-in: it took place."),))
    session = db.session.get(MeetingSession, check_in.session_id) if check_in.session_id is not None else None
    check_in.state, check_in.session_id = CheckInState.CALLED_OFF, None
    db.session.flush()  # The session is let go before it is removed.
    follow(check_in, None, is_moved=True)
    people = list(db.session.scalars(select(CheckInPerson.person_id).where(CheckInPerson.check_in_id == check_in.id)))
    if session is not None:
        for admission in db.session.scalars(select(Admission).where(Admission.session_id == session.id)):
            db.session.delete(admission)
        remove_session(meeting, session, by=by, at=at)
    _record("check-in.call-off", check_in, by=by, at=at)
    return _let_go(meeting, people, by=by, at=at)


def _end_own_sessions(meeting: Meeting, people: Collection[int]) -> None:
    """Whoever is in no check-in any more is not awaited at the Council's own sessions, to which those admitted them."""
    placed = select(CheckInPerson.person_id).where(
        CheckInPerson.meeting_id == meeting.id, CheckInPerson.session_id.is_not(None)
    )
    gone = set(people) - set(db.session.scalars(placed))
    rows = select(Admission).where(
        Admission.meeting_id == meeting.id, Admission.person_id.in_(sorted(gone)), Admission.reason == REASON
    )
    for admission in db.session.scalars(rows):
        db.session.delete(admission)
    db.session.flush()  # What is left to them is read back.


def _let_go(meeting: Meeting, people: Collection[int], *, by: str, at: datetime) -> int:
    """Bring everybody up to date; whoever has nothing left and was not told yet is not invited any more."""
    _end_own_sessions(meeting, people)
    told = retell(meeting, at=at)
    for person in people:
        settle(meeting, person)
        invitation = db.session.scalars(
            select(Invitation).where(Invitation.meeting_id == meeting.id, Invitation.person_id == person)
        ).one_or_none()
        if invitation is None or invitation.state is not InvitationState.PREPARED:
            continue
        left = select(Admission.id).where(Admission.invitation_id == invitation.id)
        if invitation.standpoint is not Standpoint.SEAT and db.session.scalars(left).first() is None:
            withdraw(invitation, meeting, by=by, at=at)
    return told


def want_again(check_in: CheckIn, meeting: Meeting, *, by: str, at: datetime) -> None:
    """A check-in that was called off is to be placed after all. Raises Refused for any other."""
    refuse_if_over(meeting)
    if check_in.state is not CheckInState.CALLED_OFF:
        raise Refused((Finding("", Level.REFUSE, "This check-in was not called off."),))
    check_in.state = CheckInState.WANTED
    _record("check-in.want", check_in, by=by, at=at)


def change_people(
    check_in: CheckIn, meeting: Meeting, comers: Sequence[Comer], names: dict[int, str], *, by: str, at: datetime
) -> int:
    """Choose anew who is in a check-in; gives how many people are told. Raises Refused, also where a time that is set
    does not suit somebody who is new. `names` are by person, for words.
    """
    refuse_if_over(meeting)
    sides = {side: [c.term.person_id for c in comers if c.side is side] for side in Side}
    refuse(rules.b3_people_findings(sides[Side.PARTY], sides[Side.COUNCIL]))
    book = book_of(meeting)
    pair = pair_of(book, check_in)
    now = {p.row.person_id: p.row for p in pair.people}
    new = [c for c in comers if c.term.person_id not in now]
    gone = set(now) - {c.term.person_id for c in comers}
    if pair.session is not None and new:
        _refuse_new(pair, meeting, book, [c.term.person_id for c in new], names)
    for person in gone:
        _take_out(check_in, now[person])
    for comer in new:
        let_in(check_in, comer)
    db.session.flush()  # The new ones follow the session.
    change = {"new": len(new), "gone": len(gone)}
    journal.record(
        "check-in.people", by=by, at=at, body=meeting.body_id, kind="check-in", key=check_in.key, change=change
    )
    if pair.session is None:
        return 0
    follow(check_in, pair.session, is_moved=False)
    _invite(check_in, meeting, pair.session, by=by, at=at)
    return _let_go(meeting, sorted(gone), by=by, at=at)


def _refuse_new(pair: Pair, meeting: Meeting, book: Book, people: Sequence[int], names: dict[int, str]) -> None:
    present = pair.booking()
    wanted = Booking(present.starts_at, present.ends_at, "", frozenset(people))
    known = book.names | names
    found = rules.booking_findings(wanted, book.others(pair.row), known, meeting.zone)
    found += _others_findings(wanted, book, meeting, known)
    refuse([Finding(f.rule, f.level, f.text) for f in found])


def _take_out(check_in: CheckIn, person: CheckInPerson) -> None:
    for model in (CheckInAnswer, RoundAbsence):
        rows = select(model).where(model.check_in_id == check_in.id, model.person_id == person.person_id)
        for row in db.session.scalars(rows):
            db.session.delete(row)
    if check_in.session_id is not None:
        wanted = select(Admission).where(
            Admission.session_id == check_in.session_id, Admission.person_id == person.person_id
        )
        for admission in db.session.scalars(wanted):
            db.session.delete(admission)
    db.session.delete(person)


def place_round(meeting_id: int) -> None:
    """What is kept of check-ins follows their sessions: called after every change of a meeting, whoever makes it."""
    with as_system("let check-ins follow their sessions") as session:
        rows = session.execute(
            select(CheckIn, MeetingSession)
            .join(MeetingSession, MeetingSession.id == CheckIn.session_id)
            .where(CheckIn.meeting_id == meeting_id)
        ).all()
        if not rows:
            return
        times = {check_in.id: sitting for check_in, sitting in rows}
        for check_in, sitting in rows:
            check_in.announced = sitting.announced
        for person in session.scalars(select(CheckInPerson).where(CheckInPerson.check_in_id.in_(times))):
            person.announced = times[person.check_in_id].announced
        for line in session.scalars(select(CheckInAnswer).where(CheckInAnswer.check_in_id.in_(times))):
            sitting = times[line.check_in_id]
            if line.starts_at != sitting.starts_at:
                line.reply = Reply.AWAITED
            line.starts_at, line.ends_at, line.room = sitting.starts_at, sitting.ends_at, sitting.room


def move_days(meeting: Meeting, shift: timedelta) -> None:
    """The days that were set for a round move with the meeting; when somebody cannot is of the days they named."""
    rows = db.session.scalars(select(RoundDay).where(RoundDay.meeting_id == meeting.id).order_by(RoundDay.on)).all()
    # From the far end, so that no two days are ever the same.
    for day in reversed(rows) if shift > timedelta(0) else rows:
        day.on += shift
        db.session.flush()
