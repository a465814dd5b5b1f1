"""Days that do not follow one another: a calendar entry and a mail for each run of days (settled 18)."""

from __future__ import annotations

from datetime import time, timedelta

from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.access.terms import Audience
from convene.db import db, work
from convene.invitations.actions import Portions, convene, prepare_invitation, withdraw
from convene.invitations.models import CalendarEntry, Invitation
from convene.invitations.telling import retell
from convene.mail.models import OutboxMessage
from convene.mail.states import OutboxState
from convene.meetings.actions import Plan, add_session, change_session
from convene.meetings.models import Meeting, MeetingSession
from convene.sending import send_due
from tests.browser import TESTS
from tests.build import BY, a_draft, one, term_of


def an_open_session(meeting: Meeting, day: int, title: str) -> MeetingSession:
    """An open session at an hour at which nothing else takes place."""
    plan = Plan(title, title, meeting.starts_on + timedelta(days=day), time(19, 0), 60, Audience.OPEN)
    return add_session(meeting, plan, by=BY, at=clock.now())


def invited_to_days(days: tuple[int, ...]) -> str:
    """A convened meeting to whose open sessions on these days the guest is invited; gives the meeting's key."""
    with work(TESTS):
        meeting = a_draft()
        sessions = tuple(an_open_session(meeting, day, f"Session {day}") for day in days)
        portions = Portions(sessions=sessions, reason="Speaks")
        prepare_invitation(meeting, term_of("ngo_guest"), party=None, portions=portions, by=BY, at=clock.now())
        convene(meeting, covering_note="", telephone_name="", telephone="", by=BY, at=clock.now())
        return meeting.key


def entries(meeting: Meeting) -> list[CalendarEntry]:
    """The guest's entries in order of their parts."""
    wanted = select(CalendarEntry).where(CalendarEntry.meeting_id == meeting.id).order_by(CalendarEntry.part)
    return list(db.session.scalars(wanted))


def mails(meeting: Meeting, kind: str) -> list[OutboxMessage]:
    """The guest's messages of a kind."""
    wanted = select(OutboxMessage).where(OutboxMessage.meeting_id == meeting.id, OutboxMessage.kind == kind)
    return list(db.session.scalars(wanted.order_by(OutboxMessage.id)))


def test_days_that_follow_one_another_are_one_entry(context: Flask) -> None:
    key = invited_to_days((0, 1))

    with work(TESTS):
        meeting: Meeting = one(Meeting, key=key)
        assert [e.part for e in entries(meeting)] == [0]
        assert len(mails(meeting, "invitation")) == 1


def test_days_apart_are_an_entry_and_a_mail_each(context: Flask) -> None:
    key = invited_to_days((0, 3))
    send_due()

    with work(TESTS):
        meeting: Meeting = one(Meeting, key=key)
        found = entries(meeting)
        assert [e.part for e in found] == [0, 1]
        assert len({e.uid for e in found}) == 2
        assert [(e.ends_at - e.starts_at) for e in found] == [timedelta(hours=1)] * 2
        assert [m.state for m in mails(meeting, "invitation")] == [OutboxState.SENT] * 2
        assert "Session 3" not in found[0].told
        assert "Session 3" in found[1].told


def test_moving_one_run_of_days_tells_of_that_one_only(context: Flask) -> None:
    key = invited_to_days((0, 3))
    send_due()

    with work(TESTS):
        meeting: Meeting = one(Meeting, key=key)
        session: MeetingSession = one(MeetingSession, meeting_id=meeting.id, title="Session 3")
        plan = Plan("Session 3", "Session 3", session.on, time(20, 30), 60, Audience.OPEN)
        change_session(meeting, session, plan, by=BY, at=clock.now())
        assert retell(meeting, at=clock.now()) == 1
        assert [e.sequence for e in entries(meeting)] == [0, 1]
    send_due()
    with work(TESTS):
        assert [m.state for m in mails(one(Meeting, key=key), "update")] == [OutboxState.SENT]


def test_days_brought_together_take_the_second_entry_back(context: Flask) -> None:
    key = invited_to_days((0, 3))
    send_due()

    with work(TESTS):
        meeting: Meeting = one(Meeting, key=key)
        session: MeetingSession = one(MeetingSession, meeting_id=meeting.id, title="Session 3")
        nearer = meeting.starts_on + timedelta(days=1)
        change_session(
            meeting,
            session,
            Plan("Session 3", "Session 3", nearer, time(19, 0), 60, Audience.OPEN),
            by=BY,
            at=clock.now(),
        )
        assert retell(meeting, at=clock.now()) == 1, "one person, by two letters"
        assert [e.is_cancelled for e in entries(meeting)] == [False, True]
        assert len(mails(meeting, "update")) == len(mails(meeting, "cancellation")) == 1


def test_withdrawing_takes_every_entry_back(context: Flask) -> None:
    key = invited_to_days((0, 3))
    send_due()

    with work(TESTS):
        meeting: Meeting = one(Meeting, key=key)
        withdraw(one(Invitation, meeting_id=meeting.id), meeting, by=BY, at=clock.now())
    send_due()
    with work(TESTS):
        meeting = one(Meeting, key=key)
        assert [e.is_cancelled for e in entries(meeting)] == [True, True]
        assert [m.state for m in mails(meeting, "cancellation")] == [OutboxState.SENT] * 2
