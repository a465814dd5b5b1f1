"""Inviting is admitting: prepared in silence, sent once each, withdrawn at once, sent again to a corrected address."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.access.models import Admission
from convene.agendas.terms import Subject
from convene.bodies.models import Party
from convene.db import db, work
from convene.findings import Refused
from convene.ical.terms import Partstat
from convene.invitations import actions
from convene.invitations.actions import Portions
from convene.invitations.models import CalendarEntry, Invitation
from convene.invitations.queries import invitations_of
from convene.invitations.terms import InvitationState, Standpoint
from convene.mail.models import OutboxMessage
from convene.mail.states import OutboxState
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.people.models import Contact
from convene.sending import send_due
from tests.browser import TESTS, anonymous, browser_of, by_link, link_of, reader_of_key
from tests.build import BY, a_draft, board_meeting, count, invitation_of, item_of, one, open_session, term_of

REASON = "Documents the situation on the ground (A4)"


def prepare(meeting: Meeting, key: str, portions: Portions | None = None) -> Invitation:
    term = term_of(key)
    party = db.session.get(Party, term.party_id) if term.party_id else None
    return actions.prepare_invitation(
        meeting, term, party=party, portions=portions or Portions(), by=BY, at=clock.now()
    )


def convene(meeting: Meeting) -> int:
    return actions.convene(meeting, covering_note="", telephone_name="", telephone="", by=BY, at=clock.now())


def waiting(invitation_id: int) -> list[str]:
    """The kinds of what is queued to one person about one invitation."""
    wanted = select(OutboxMessage.kind).where(
        OutboxMessage.invitation_id == invitation_id, OutboxMessage.state == OutboxState.QUEUED
    )
    return sorted(db.session.scalars(wanted))


@pytest.mark.parametrize(
    "key, portions, fields",
    [
        ("primary_dk", Portions(), []),
        ("alternate_dk", Portions(), []),
        ("ngo_guest", Portions(), ["reason", "portions"]),
        ("ngo_guest", Portions(reason=REASON), ["portions"]),
        ("observer_fr", Portions(reason="   "), ["reason", "portions"]),
        ("speaker_on_link", Portions(reason="国"), ["portions"]),
    ],
)
def test_prepare_asks_for_reason_and_portion(context: Flask, key: str, portions: Portions, fields: list[str]) -> None:
    with work(TESTS):
        meeting = a_draft()
        if fields:
            with pytest.raises(Refused) as caught:
                prepare(meeting, key, portions)
            assert [f.field for f in caught.value.findings] == fields
            assert count(Invitation, meeting_id=meeting.id) == 0
        else:
            assert prepare(meeting, key, portions).standpoint is Standpoint.SEAT


def test_prepare_with_a_reason_that_cannot_be_printed_is_refused(context: Flask) -> None:
    with work(TESTS):
        meeting = a_draft()
        with pytest.raises(Refused) as caught:
            prepare(meeting, "ngo_guest", Portions(sessions=(open_session(meeting),), reason="国"))
        assert [(f.field, f.text) for f in caught.value.findings] == [("reason", "These letters cannot be printed: 国")]


def test_prepare_sends_nothing_and_grants_nothing(context: Flask) -> None:
    with work(TESTS):
        before = count(OutboxMessage)
        meeting = a_draft()
        opened = open_session(meeting)
        invitation = prepare(meeting, "ngo_guest", Portions(sessions=(opened,), reason=REASON))
        meeting_id, session_id = meeting.id, opened.id
        assert (invitation.state, invitation.announced) == (InvitationState.PREPARED, False)
        assert [(a.session_id, a.reason, a.in_force) for a in db.session.scalars(
            select(Admission).where(Admission.invitation_id == invitation.id)
        )] == [(session_id, REASON, False)]  # fmt: skip
        assert count(OutboxMessage) == before
        assert count(CalendarEntry, meeting_id=meeting_id) == 0
    reader = reader_of_key("ngo_guest")
    assert session_id not in reader.sessions
    assert meeting_id not in reader.meetings


def test_prepare_twice_is_refused(context: Flask) -> None:
    with work(TESTS):
        meeting = a_draft()
        prepare(meeting, "primary_dk")
        with pytest.raises(Refused) as caught:
            prepare(meeting, "primary_dk")
        assert str(caught.value) == "They are invited already."


def test_convene_queues_exactly_one_mail_each_and_grants_what_was_prepared(context: Flask) -> None:
    with work(TESTS):
        meeting = a_draft()
        opened = open_session(meeting)
        keys = ["primary_dk", "primary_nl", "ngo_guest"]
        prepare(meeting, "primary_dk")
        prepare(meeting, "primary_nl")
        prepare(meeting, "ngo_guest", Portions(sessions=(opened,), reason=REASON))
        assert convene(meeting) == 3
        meeting_id, session_id = meeting.id, opened.id
        people = [term_of(key).person_id for key in keys]
        sent = db.session.scalars(select(OutboxMessage).where(OutboxMessage.meeting_id == meeting_id)).all()
        assert Counter((m.kind, m.person_id) for m in sent) == Counter(("invitation", p) for p in people)
        assert (meeting.state, meeting.announced) == (MeetingState.CONVENED, True)
        assert {i.state for i in invitations_of(meeting)} == {InvitationState.SENT}
        assert convene(meeting) == 0
        assert len(db.session.scalars(select(OutboxMessage).where(OutboxMessage.meeting_id == meeting_id)).all()) == 3
    assert reader_of_key("ngo_guest").sessions >= {session_id}


def test_convene_again_invites_those_who_came_later_and_nobody_else(context: Flask) -> None:
    with work(TESTS):
        meeting = board_meeting()
        before = count(OutboxMessage, meeting_id=meeting.id)
        later = prepare(meeting, "alternate_dk")
        assert convene(meeting) == 1
        assert count(OutboxMessage, meeting_id=meeting.id) == before + 1
        assert waiting(later.id) == ["invitation"]


@pytest.mark.parametrize("told", [False, True])
def test_withdraw_ends_everything_at_once_and_cancels_where_told(context: Flask, told: bool) -> None:
    if told:
        send_due()
    with work(TESTS):
        meeting = board_meeting()
        invitation = invitation_of("ngo_guest", meeting)
        meeting_id, session_id, invitation_id = meeting.id, open_session(meeting).id, invitation.id
        link = link_of(context, invitation)
    visit = by_link(context, "ngo_guest", meeting_id)
    assert visit.get("/").status_code == 200
    assert anonymous(context).get(link).status_code == 200
    with work(TESTS):
        meeting = board_meeting()
        actions.withdraw(invitation_of("ngo_guest", meeting), meeting, by=BY, at=clock.now())
    with work(TESTS):
        assert waiting(invitation_id) == (["cancellation"] if told else [])
    assert session_id not in reader_of_key("ngo_guest").sessions
    assert visit.get("/").status_code == 302
    assert anonymous(context).get(link).status_code == 404
    assert anonymous(context).post(link).status_code == 404


def test_withdrawn_person_can_be_invited_anew_to_less_than_before(context: Flask) -> None:
    with work(TESTS):
        meeting = board_meeting()
        invitation = invitation_of("ngo_documentation", meeting)
        opened, dive = open_session(meeting), item_of(meeting, Subject.INPUT_OF_GUESTS)
        session_id, item_id, uid = opened.id, dive.id, one(CalendarEntry, person_id=invitation.person_id).uid
        actions.withdraw(invitation, meeting, by=BY, at=clock.now())
        again = prepare(meeting, "ngo_documentation", Portions(items=(dive,), reason=REASON))
        assert (again.id, again.partstat) == (invitation.id, Partstat.NEEDS_ACTION)
        convene(meeting)
        assert one(CalendarEntry, person_id=invitation.person_id).uid == uid
        assert waiting(invitation.id) == ["invitation"]
    reader = reader_of_key("ngo_documentation")
    assert item_id in reader.items
    assert session_id not in reader.sessions


def test_send_again_makes_the_old_link_and_its_visits_void(context: Flask) -> None:
    with work(TESTS):
        meeting = board_meeting()
        invitation = invitation_of("ngo_guest", meeting)
        meeting_id, invitation_id, old = meeting.id, invitation.id, link_of(context, invitation)
    visit = by_link(context, "ngo_guest", meeting_id)
    with work(TESTS):
        meeting = board_meeting()
        invitation = invitation_of("ngo_guest", meeting)
        actions.send_again(invitation, meeting, by=BY, at=clock.now())
        assert waiting(invitation_id) == ["invitation"]
        assert count(OutboxMessage, invitation_id=invitation_id, state=OutboxState.DROPPED) == 1
        new = link_of(context, invitation)
    assert visit.get("/").status_code == 302
    assert anonymous(context).get(old).status_code == 404
    assert anonymous(context).get(new).status_code == 200


def test_send_again_of_what_was_never_sent_is_refused(context: Flask) -> None:
    with work(TESTS):
        meeting = a_draft()
        invitation = prepare(meeting, "primary_dk")
        with pytest.raises(Refused, match="has not been sent"):
            actions.send_again(invitation, meeting, by=BY, at=clock.now())
        assert waiting(invitation.id) == []


def test_cancelled_meeting_tells_those_who_were_told_and_drops_the_rest(context: Flask) -> None:
    with work(TESTS):
        meeting = board_meeting()
        assert actions.cancel_meeting(meeting, by=BY, at=clock.now()) == 0
        about = (OutboxMessage.meeting_id == meeting.id, OutboxMessage.invitation_id.is_not(None))
        assert set(db.session.scalars(select(OutboxMessage.state).where(*about))) == {OutboxState.DROPPED}


def test_cancelled_meeting_that_was_told_queues_one_cancellation_each(context: Flask) -> None:
    send_due()
    with work(TESTS):
        meeting = board_meeting()
        people = {i.person_id for i in invitations_of(meeting)}
        assert actions.cancel_meeting(meeting, by=BY, at=clock.now()) == len(people)
        wanted = select(OutboxMessage.person_id).where(
            OutboxMessage.meeting_id == meeting.id, OutboxMessage.kind == "cancellation"
        )
        assert Counter(db.session.scalars(wanted)) == Counter(people)


def test_remind_reaches_those_who_owe_once_within_the_hour(context: Flask) -> None:
    with work(TESTS):
        meeting = board_meeting()
        owing = {i.person_id for i in invitations_of(meeting) if i.partstat is Partstat.NEEDS_ACTION}
        assert 0 < len(owing) < len(invitations_of(meeting))
        assert actions.remind(meeting, by=BY, at=clock.now()) == len(owing)
        assert actions.remind(meeting, by=BY, at=clock.now()) == 0
        wanted = select(OutboxMessage.person_id).where(OutboxMessage.kind == "reminder")
        assert Counter(db.session.scalars(wanted)) == Counter(owing)


@pytest.mark.parametrize("minutes, reminded", [(0, False), (5, False), (59, False), (60, True), (61, True)])
def test_remind_again_waits_an_hour_also_over_the_full_hour(context: Flask, minutes: int, reminded: bool) -> None:
    first = clock.now() + timedelta(minutes=58)
    with work(TESTS):
        meeting = board_meeting()
        count_first = actions.remind(meeting, by=BY, at=first)
        again = actions.remind(meeting, by=BY, at=first + timedelta(minutes=minutes))
        assert again == (count_first if reminded else 0)


def test_remind_leaves_out_those_not_sent_and_withdrawn(context: Flask) -> None:
    with work(TESTS):
        meeting = board_meeting()
        actions.withdraw(invitation_of("ngo_guest", meeting), meeting, by=BY, at=clock.now())
        prepared = prepare(meeting, "alternate_dk")
        actions.remind(meeting, by=BY, at=clock.now())
        assert waiting(prepared.id) == []
        assert waiting(invitation_of("ngo_guest", meeting).id) == []


def test_participants_stay_without_addresses(context: Flask) -> None:
    with work(TESTS):
        addresses = [c.address for c in db.session.scalars(select(Contact))]
        key = board_meeting().key
    page = browser_of(context, "primary_nl").get(f"/meetings/{key}/participants").text
    assert "Primary representative of Netherlands" in page
    assert [a for a in addresses if a in page] == []
