"""Placing, moving and calling off: who is admitted and told, what is refused, and that nothing changes then."""

from __future__ import annotations

import json
from datetime import date, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from convene import clock
from convene.access.models import Admission
from convene.db import db, work
from convene.findings import Refused
from convene.invitations.models import CalendarEntry, Invitation
from convene.invitations.terms import InvitationState
from convene.journal import JournalEntry
from convene.mail.models import OutboxMessage
from convene.mail.states import OutboxState
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.moving import move_meeting_days
from convene.meetings.queries import sessions_of
from convene.meetings.terms import MeetingState
from convene.rounds import placing
from convene.rounds.actions import Comer, set_hours
from convene.rounds.answering import Said, Span, absent, answer
from convene.rounds.models import CheckIn, CheckInAnswer, CheckInPerson, RoundDay
from convene.rounds.terms import REASON, CheckInState, Hours, Reply, Side
from convene.sending import send_due
from tests.browser import TESTS
from tests.build import BY, count, one
from tests.rounds import made

FIRST = "France with Member Adler, 10:00–10:30."
TAKEN = f"Room 1 is taken then: {FIRST}"
ADLER = f"Member Adler is in another check-in then: {FIRST}"
FRANCE = f"Official of France is in another check-in then: {FIRST}"


def counted() -> tuple[int, ...]:
    """How much there is of what placing writes."""
    models = (MeetingSession, Admission, Invitation, OutboxMessage, CheckIn, CheckInPerson, CheckInAnswer, JournalEntry)
    return tuple(db.session.scalar(select(func.count()).select_from(m)) or 0 for m in models)


def refused(meeting: Meeting, row: CheckIn, **where: object) -> list[tuple[str, str]]:
    """What refuses a place: (field, words); asserts that nothing changed."""
    db.session.flush()
    before = counted()
    with pytest.raises(Refused) as caught:
        placing.place(row, meeting, made.slot(**where), by=BY, at=clock.now())  # type: ignore[arg-type]
    assert counted() == before
    return [(f.field, f.text) for f in caught.value.findings]


def told(meeting: Meeting) -> list[tuple[str, int]]:
    """Whom the waiting mails of a meeting go to, and their kind."""
    rows = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.meeting_id == meeting.id, OutboxMessage.state == OutboxState.QUEUED)
    )
    return sorted((m.kind, m.person_id or 0) for m in rows)


@pytest.fixture
def drafted(app: Flask) -> Flask:
    """Two parties, two members, two rooms, all pairs wanted, France with Adler placed at ten."""
    with app.app_context(), work(TESTS):
        made.people()
        meeting = made.a_round()
        made.pair_up(meeting)
        made.put(meeting, "France")
    return app


def the_round() -> Meeting:
    found: Meeting = one(Meeting, template="check-ins")
    return found


def test_a_placed_check_in_is_a_closed_session_of_those_in_it(drafted: Flask) -> None:
    with drafted.app_context(), work(TESTS):
        meeting, row = the_round(), made.check_in(the_round(), "France")
        session = one(MeetingSession, id=row.session_id)
        assert (session.is_check_in, str(session.audience), session.room) == (True, "closed", "Room 1")
        assert (session.title, session.guest_title, session.announced) == ("Check-in: France", "Check-in", False)
        assert clock.hour_words(session.starts_at, meeting.zone) == "10:00"
        invited = {i.person_id: i for i in db.session.scalars(select(Invitation).filter_by(meeting_id=meeting.id))}
        assert set(invited) == {made.person_of("Official of France"), made.person_of("Member Adler")}
        assert {i.state for i in invited.values()} == {InvitationState.PREPARED}
        admissions = db.session.scalars(select(Admission).filter_by(session_id=session.id)).all()
        assert {a.person_id for a in admissions} == set(invited)
        assert {(a.reason, a.in_force) for a in admissions} == {
            ("Bilateral check-in on needs and priorities (B3)", False)
        }
        assert told(meeting) == []


def test_the_same_hour_in_another_room_is_no_clash(drafted: Flask) -> None:
    with drafted.app_context(), work(TESTS):
        made.put(the_round(), "Italy", "Brandt", hour="10:00", room=2)

        assert count(MeetingSession, meeting_id=the_round().id, is_check_in=True) == 2


@pytest.mark.parametrize(
    "pair, where, said",
    [
        (("Italy", "Brandt"), {"hour": "10:00"}, ("room", TAKEN)),
        (("Italy", "Brandt"), {"hour": "10:29"}, ("room", TAKEN)),
        (("Italy", "Brandt"), {"hour": "09:31"}, ("room", TAKEN)),
        (("Italy", "Adler"), {"hour": "10:15", "room": 2}, ("opens", ADLER)),
        (("France", "Brandt"), {"hour": "10:00", "room": 2}, ("opens", FRANCE)),
        (("Italy", "Brandt"), {"hour": "08:59"}, ("opens", "Check-ins are held from 09:00 to 18:30 on that day.")),
        (("Italy", "Brandt"), {"hour": "18:01"}, ("opens", "Check-ins are held from 09:00 to 18:30 on that day.")),
        (("Italy", "Brandt"), {"on": date(2028, 2, 21)}, ("on", "The round has no hours on that day.")),
        (("Italy", "Brandt"), {"room": 3}, ("room", "Choose one of the rooms of the round.")),
    ],
)  # fmt: skip
def test_a_double_booking_or_a_time_outside_is_refused(
    drafted: Flask, pair: tuple[str, str], where: dict[str, object], said: tuple[str, str]
) -> None:
    with drafted.app_context(), work(TESTS):
        found = refused(the_round(), made.check_in(the_round(), *pair), **where)

        assert found == [said]


@pytest.mark.parametrize("hour", ["10:30", "09:30", "09:00", "18:00"])
def test_what_only_touches_is_no_double_booking(drafted: Flask, hour: str) -> None:
    with drafted.app_context(), work(TESTS):
        made.put(the_round(), "Italy", "Adler", hour=hour)


def test_nobody_is_placed_while_the_council_itself_meets(drafted: Flask) -> None:
    with drafted.app_context(), work(TESTS):
        meeting = the_round()

        set_hours(meeting, 30, (Hours(made.FRIDAY, time(13), time(18)),), by=BY, at=clock.now())
        row = made.check_in(meeting, "Italy")
        found = refused(meeting, row, on=made.FRIDAY, hour="13:30")
        assert found == [("opens", "“The Council before the round” takes place then: 13:15–13:45.")]
        placing.place(row, meeting, made.slot(made.FRIDAY, "13:45"), by=BY, at=clock.now())


def test_a_time_that_somebody_cannot_is_refused_by_name(drafted: Flask) -> None:
    with drafted.app_context(), work(TESTS):
        meeting, person = the_round(), made.person_of("Official of Italy")
        absent(meeting, person, Span(made.SATURDAY, time(9), time(11)), [made.SATURDAY], by=BY, at=clock.now())
        row = made.check_in(meeting, "Italy", "Brandt")
        found = refused(meeting, row, hour="10:45", room=2)
        assert found == [("opens", "Official of Italy cannot from 09:00 to 11:00.")]
        placing.place(row, meeting, made.slot(hour="11:00", room=2), by=BY, at=clock.now())


def test_sending_tells_each_of_their_own_and_of_nothing_else(drafted: Flask) -> None:
    with drafted.app_context():
        with work(TESTS):
            made.put(the_round(), "Italy", "Brandt", hour="12:00", room=2)
            assert made.send(the_round()) == 4
        send_due()
        with work(TESTS):
            meeting = the_round()
            entries = {
                e.person_id: e for e in db.session.scalars(select(CalendarEntry).filter_by(meeting_id=meeting.id))
            }
            own = entries[made.person_of("Official of France")]
            assert clock.hour_words(own.starts_at, meeting.zone) == "10:00"
            assert clock.hour_words(own.ends_at, meeting.zone) == "10:30"
            assert "Italy" not in own.itinerary
            assert "France" not in own.itinerary
            assert one(CheckIn, id=made.check_in(meeting, "France").id).announced


def test_moving_after_sending_tells_only_those_concerned_and_asks_them_anew(drafted: Flask) -> None:
    with drafted.app_context():
        with work(TESTS):
            made.put(the_round(), "Italy", "Brandt", hour="12:00", room=2)
            made.send(the_round())
        send_due()
        with work(TESTS):
            line = made.line_of(made.check_in(the_round(), "France"), "Official of France")
            answer(line, the_round(), Said(Reply.ACCEPTED), by=BY, at=clock.now())
            count_told = placing.place(
                made.check_in(the_round(), "France"), the_round(), made.slot(hour="15:00"), by=BY, at=clock.now()
            )
            assert count_told == 2
            concerned = {made.person_of("Official of France"), made.person_of("Member Adler")}
            assert told(the_round()) == sorted(("update", p) for p in concerned)
            assert line.reply is Reply.AWAITED
            assert clock.hour_words(line.starts_at or clock.now(), "Europe/Berlin") == "15:00"


def test_another_room_alone_keeps_the_answers(drafted: Flask) -> None:
    with drafted.app_context(), work(TESTS):
        made.send(the_round())
        row = made.check_in(the_round(), "France")
        line = made.line_of(row, "Official of France")
        answer(line, the_round(), Said(Reply.ACCEPTED), by=BY, at=clock.now())
        placing.place(row, the_round(), made.slot(room=2), by=BY, at=clock.now())

        assert (line.reply, line.room) == (Reply.ACCEPTED, "Room 2")


def test_calling_off_takes_back_session_admission_and_calendar(drafted: Flask) -> None:
    with drafted.app_context():
        with work(TESTS):
            made.send(the_round())
        send_due()
        with work(TESTS):
            row = made.check_in(the_round(), "France")
            assert placing.call_off(row, the_round(), by=BY, at=clock.now()) == 2
            assert (row.state, row.session_id, row.announced) == (CheckInState.CALLED_OFF, None, False)
            assert count(MeetingSession, meeting_id=the_round().id, is_check_in=True) == 0
            assert {kind for kind, _ in told(the_round())} == {"cancellation"}
            placing.want_again(row, the_round(), by=BY, at=clock.now())
            placing.place(row, the_round(), made.slot(hour="16:00"), by=BY, at=clock.now())
            entry = one(CalendarEntry, meeting_id=the_round().id, person_id=made.person_of("Member Adler"))
            assert not entry.is_cancelled


def test_calling_off_a_draft_prepares_nobody(drafted: Flask) -> None:
    with drafted.app_context(), work(TESTS):
        placing.call_off(made.check_in(the_round(), "France"), the_round(), by=BY, at=clock.now())

        states = db.session.scalars(select(Invitation.state).where(Invitation.meeting_id == the_round().id)).all()
        assert set(states) == {InvitationState.WITHDRAWN}
        assert told(the_round()) == []


def test_changing_who_comes_tells_whoever_is_gone_and_prepares_whoever_is_new(drafted: Flask) -> None:
    with drafted.app_context():
        with work(TESTS):
            made.send(the_round())
        send_due()
        with work(TESTS):
            row = made.check_in(the_round(), "France")
            comers = [
                Comer(made.terms_of("Official of France"), Side.PARTY),
                Comer(made.terms_of("Member Brandt"), Side.COUNCIL),
            ]
            placing.change_people(row, the_round(), comers, {}, by=BY, at=clock.now())
            assert told(the_round()) == [("cancellation", made.person_of("Member Adler"))]
            new = one(Invitation, meeting_id=the_round().id, person_id=made.person_of("Member Brandt"))
            assert new.state is InvitationState.PREPARED


def test_a_check_in_without_one_of_its_sides_is_refused(drafted: Flask) -> None:
    with drafted.app_context(), work(TESTS):
        row = made.check_in(the_round(), "France")
        before = counted()
        with pytest.raises(Refused) as caught:
            placing.change_people(
                row, the_round(), [Comer(made.terms_of("Member Adler"), Side.COUNCIL)], {}, by=BY, at=clock.now()
            )
        assert [(f.rule, f.field) for f in caught.value.findings] == [("B3", "officials")]
        assert counted() == before


def test_somebody_new_who_cannot_come_then_is_refused(drafted: Flask) -> None:
    with drafted.app_context(), work(TESTS):
        made.put(the_round(), "Italy", "Brandt", hour="10:00", room=2)
        row = made.check_in(the_round(), "France")
        comers = [
            Comer(made.terms_of("Official of France"), Side.PARTY),
            Comer(made.terms_of("Member Brandt"), Side.COUNCIL),
        ]
        with pytest.raises(Refused) as caught:
            placing.change_people(row, the_round(), comers, {}, by=BY, at=clock.now())
        assert "Member Brandt is in another check-in then" in caught.value.findings[0].text


def test_a_round_that_moves_as_a_whole_takes_its_check_ins_along(drafted: Flask) -> None:
    with drafted.app_context(), work(TESTS):
        meeting, week = the_round(), timedelta(days=7)
        set_hours(meeting, 30, (Hours(made.SATURDAY, time(9), time(18)),), by=BY, at=clock.now())
        made.send(meeting)
        line = made.line_of(made.check_in(meeting, "France"), "Official of France")
        answer(line, meeting, Said(Reply.ACCEPTED), by=BY, at=clock.now())
        move_meeting_days(meeting, made.FRIDAY + week, by=BY, at=clock.now())
        placing.move_days(meeting, week)
        db.session.flush()
        placing.place_round(meeting.id)
        session = one(MeetingSession, meeting_id=meeting.id, is_check_in=True)

        assert (session.on, meeting.starts_on) == (made.SATURDAY + week, made.FRIDAY + week)
        assert one(RoundDay, meeting_id=meeting.id).on == made.SATURDAY + week
        db.session.expire(line)
        assert (line.starts_at, line.reply) == (session.starts_at, Reply.AWAITED)


def test_the_council_s_side_is_admitted_to_its_own_sessions_and_the_party_s_is_not(drafted: Flask) -> None:
    with drafted.app_context(), work(TESTS):
        meeting = the_round()
        own = {s.id for s in sessions_of(meeting.id)}
        rows = db.session.scalars(select(Admission).where(Admission.session_id.in_(own))).all()
        assert len(own) == 2
        assert {a.session_id for a in rows} == own
        assert {(a.person_id, a.reason) for a in rows} == {(made.person_of("Member Adler"), REASON)}
        made.send(meeting)
        entry = one(CalendarEntry, meeting_id=meeting.id, person_id=made.person_of("Member Adler"))
        assert len(json.loads(entry.itinerary)["stretches"]) == 3
        placing.call_off(made.check_in(meeting, "France"), meeting, by=BY, at=clock.now())
        assert count(Admission, meeting_id=meeting.id) == 0


def another_round() -> Meeting:
    """Another round of the same body in the same city, on the same days."""
    other = made.a_round()
    made.pair_up(other)
    return other


def test_somebody_in_another_round_of_the_body_is_refused_at_that_time(drafted: Flask) -> None:
    with drafted.app_context(), work(TESTS):
        title = the_round().title
        other = another_round()
        said = f"is in a check-in of another round then: {title}, 10:00–10:30."
        found = refused(other, made.check_in(other, "Italy", "Adler"), hour="10:29")
        assert found == [("opens", f"Member Adler {said}")]
        found = refused(other, made.check_in(other, "France", "Adler"))
        assert found == [("opens", f"Official of France {said}"), ("opens", f"Member Adler {said}")]
        made.put(other, "Italy", "Brandt")  # Neither is in the other round then.
        made.put(other, "Italy", "Adler", hour="10:30")


def test_what_was_said_of_another_round_holds_and_a_cancelled_one_takes_up_nothing(drafted: Flask) -> None:
    with drafted.app_context(), work(TESTS):
        first, person = the_round(), made.person_of("Official of Italy")
        absent(first, person, Span(made.SATURDAY, time(14), time(15)), [made.SATURDAY], by=BY, at=clock.now())
        other = another_round()
        row = made.check_in(other, "Italy", "Brandt")
        assert refused(other, row, hour="14:30") == [("opens", "Official of Italy cannot from 14:00 to 15:00.")]
        placing.place(row, other, made.slot(hour="15:00"), by=BY, at=clock.now())
        first.state = MeetingState.CANCELLED
        db.session.flush()
        made.put(other, "France", "Adler")
