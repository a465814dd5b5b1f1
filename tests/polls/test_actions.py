"""Preparing, sending, answering, reminding, closing and choosing; every refusal changes nothing and queues nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.db import db, work
from convene.findings import Refused
from convene.invitations.actions import convene
from convene.invitations.models import Invitation
from convene.invitations.terms import InvitationState
from convene.journal import JournalEntry
from convene.mail.models import OutboxMessage
from convene.meetings.actions import Place
from convene.meetings.models import Meeting
from convene.meetings.queries import sessions_of
from convene.meetings.terms import MeetingState
from convene.people.actions import end_term
from convene.planning import plan
from convene.polls import actions, telling
from convene.polls.drafting import Calling, call_meeting
from convene.polls.models import Ballot, Occasion, Poll, PollOption, Vote
from convene.polls.queries import option_rows, state_of
from convene.polls.terms import Choice, PollState, When
from tests.browser import TESTS
from tests.build import BY, a_draft, body, count, one, term_of
from tests.conftest import NOW
from tests.polls import made
from tests.polls.made import FIVE, WHENS

YES, PERHAPS, NO = Choice.YES, Choice.IF_NEED_BE, Choice.NO
COUNTED = (Poll, PollOption, Ballot, Vote, Meeting, Invitation, OutboxMessage, JournalEntry)


def tally() -> list[int]:
    return [count(model) for model in COUNTED]


def refused(act: Callable[[], object], words: str) -> None:
    """The act is refused with these words, and nothing is there afterwards that was not before."""
    before = tally()
    with pytest.raises(Refused) as found:
        act()
    assert any(words in f.text for f in found.value.findings), [f.text for f in found.value.findings]
    assert tally() == before


def test_prepared_poll_tells_nobody(context: Flask) -> None:
    with work(TESTS):
        poll = made.a_poll()
        assert state_of(poll, clock.now()) is PollState.PREPARED
        assert [(r.on, r.opens) for r in option_rows(poll.id)] == [(w.on, w.opens) for w in WHENS]
        assert count(Ballot, poll_id=poll.id, announced=False) == 5
        assert made.queued("poll") == {}
        refused(made.a_poll, "prepared already")


@pytest.mark.parametrize(
    "given, whens, words",
    [
        ({"minutes": 4}, WHENS, "from five minutes to twelve hours"),
        ({"minutes": 721}, WHENS, "from five minutes to twelve hours"),
        ({"days": 0}, WHENS, "From 1 to 14 days."),
        ({"days": 15}, WHENS, "From 1 to 14 days."),
        ({"respond_by": NOW}, WHENS, "passed already"),
        ({"title": "漢"}, WHENS, "cannot be printed"),
        ({}, (WHENS[0], WHENS[0]), "among those asked about already"),
        ({}, (When(date(2027, 7, 6), None),), "Enter the hour as well"),
        ({}, (When(date(2027, 6, 1), time(11, 59)),), "passed already"),
        ({}, (When(date(2031, 6, 1), time(12, 0)),), "more than three years ahead"),
        ({}, tuple(When(date(2027, 7, d), time(9, 0)) for d in range(1, 14)), "At most 12 dates"),
    ],
)
def test_poll_that_cannot_be_asked_is_refused(
    context: Flask, given: dict[str, object], whens: tuple[When, ...], words: str
) -> None:
    with work(TESTS):
        refused(lambda: made.a_poll(whens=whens, given=given), words)


@pytest.mark.parametrize(
    "zone, on, opens, words",
    [
        ("Europe/Amsterdam", date(2028, 3, 26), time(2, 30), "does not exist"),
        ("Europe/Amsterdam", date(2027, 10, 31), time(2, 30), "comes twice"),
        ("America/New_York", date(2028, 3, 12), time(2, 30), "does not exist"),
        ("America/New_York", date(2027, 11, 7), time(1, 30), "comes twice"),
        ("Australia/Sydney", date(2027, 10, 3), time(2, 30), "does not exist"),
    ],
)
def test_hour_that_the_clocks_skip_or_pass_twice_is_refused_with_words(
    context: Flask, zone: str, on: date, opens: time, words: str
) -> None:
    with work(TESTS):
        refused(lambda: made.a_poll(whens=[When(on, opens)], given={"zone": zone}), words)


def test_whole_days_need_no_hour_and_keep_none(context: Flask) -> None:
    with work(TESTS):
        days = [When(date(2028, 3, 26)), When(date(2028, 4, 3))]
        poll = made.sent(whens=days, given={"days": 2})
        assert [(r.on, r.opens) for r in option_rows(poll.id)] == [(d.on, None) for d in days]


def test_sending_asks_everybody_once(context: Flask) -> None:
    with work(TESTS):
        poll = made.sent()
        assert set(made.queued("poll")) == made.ids(*FIVE)
        assert all(len(m) == 1 for m in made.queued("poll").values())
        refused(lambda: telling.send(poll, by=BY, at=clock.now()), "sent already")


@pytest.mark.parametrize(
    "whens, days, words", [(WHENS[:1], 10, "at least two dates"), (WHENS, 40, "before the first of the dates")]
)
def test_poll_that_cannot_be_sent_stays_prepared(
    context: Flask, whens: tuple[When, ...], days: int, words: str
) -> None:
    with work(TESTS):
        poll = made.a_poll(whens=whens)
        poll.respond_by = clock.now() + timedelta(days=days)
        refused(lambda: telling.send(poll, by=BY, at=clock.now()), words)
        assert poll.sent_at is None


def test_whoever_has_left_is_not_asked(context: Flask) -> None:
    with work(TESTS):
        poll = made.a_poll()
        end_term(term_of("primary_dk"), body=body(), ends_on=date(2027, 5, 30), by=BY, at=clock.now())
        assert telling.send(poll, by=BY, at=clock.now()) == 4
        assert made.ids("primary_dk") & set(made.queued("poll")) == set()


def test_dates_are_added_and_taken_back_before_sending_alone(context: Flask) -> None:
    with work(TESTS):
        poll = made.a_poll()
        more = When(date(2027, 7, 9), time(9, 0))
        actions.add_options(poll, [more], ["on_1"], by=BY, at=clock.now())
        db.session.flush()
        assert len(option_rows(poll.id)) == 4
        refused(lambda: actions.add_options(poll, [more], ["on_1"], by=BY, at=clock.now()), "among those")
        actions.drop_option(poll, option_rows(poll.id)[0], by=BY, at=clock.now())
        db.session.flush()
        telling.send(poll, by=BY, at=clock.now())
        again = When(date(2027, 7, 10), time(9, 0))
        refused(lambda: actions.add_options(poll, [again], ["on_1"], by=BY, at=clock.now()), "was sent")
        refused(lambda: actions.drop_option(poll, option_rows(poll.id)[0], by=BY, at=clock.now()), "was sent")


def test_answer_is_kept_and_can_be_changed_until_the_poll_closes(context: Flask) -> None:
    with work(TESTS):
        poll = made.sent()
        made.say(poll, "primary_nl", YES, PERHAPS, NO, remark="By train")
        ballot = made.ballot(poll, "primary_nl")
        assert (ballot.remark, ballot.answered_at) == ("By train", clock.now())
        made.say(poll, "primary_nl", NO, NO, YES)
        kept = db.session.scalars(select(Vote).where(Vote.ballot_id == ballot.id).order_by(Vote.option_id)).all()
        assert [v.choice for v in kept] == [NO, NO, YES]
        assert made.ballot(poll, "primary_nl").remark == ""
        last = poll.respond_by - timedelta(seconds=1)
        made.say(poll, "primary_nl", YES, YES, YES, at=last)
        refused(lambda: made.say(poll, "primary_nl", NO, NO, NO, at=poll.respond_by), "closed")


def test_answer_that_leaves_a_date_out_is_refused(context: Flask) -> None:
    with work(TESTS):
        poll = made.sent()
        key = option_rows(poll.id)[0].key
        refused(
            lambda: actions.answer(made.ballot(poll, "primary_nl").key, {key: YES}, "", at=clock.now()), "each date"
        )


def test_poll_not_sent_takes_no_answer(context: Flask) -> None:
    with work(TESTS):
        poll = made.a_poll()
        refused(lambda: made.say(poll, "primary_nl", YES, YES, YES), "closed")


def test_only_the_silent_are_reminded_and_once_within_the_hour(context: Flask, at: time_machine.Traveller) -> None:
    with work(TESTS):
        poll = made.sent()
        made.say(poll, "primary_nl", YES, YES, YES)
        assert telling.remind(poll, by=BY, at=clock.now()) == 4
        assert set(made.queued("poll-reminder")) == made.ids(*FIVE) - made.ids("primary_nl")
        at.move_to(clock.now() + timedelta(minutes=30))
        assert telling.remind(poll, by=BY, at=clock.now()) == 0
        at.move_to(clock.now() + timedelta(minutes=31))
        assert telling.remind(poll, by=BY, at=clock.now()) == 4


def test_planned_reminders_go_out_once_and_poll_closes_itself(context: Flask, at: time_machine.Traveller) -> None:
    with work(TESTS):
        poll = made.sent()
        made.say(poll, "primary_nl", YES, YES, YES)
        key, until = poll.key, poll.respond_by
    for days, expected in ((4, 0), (3, 4), (2, 4), (1, 8)):
        at.move_to(until - timedelta(days=days))
        plan(at=clock.now())
        plan(at=clock.now() + timedelta(minutes=1))
        with work(TESTS):
            assert sum(map(len, made.queued("poll-reminder").values())) == expected, days
    at.move_to(until + timedelta(hours=5))
    with work(TESTS):
        assert one(Poll, key=key).closed_at is None
        assert state_of(one(Poll, key=key), clock.now()) is PollState.CLOSED
    plan(at=clock.now())
    plan(at=clock.now() + timedelta(minutes=1))
    with work(TESTS):
        assert one(Poll, key=key).closed_at == until
        assert count(JournalEntry, act="poll.close") == 1
        refused(lambda: telling.remind(one(Poll, key=key), by=BY, at=clock.now()), "while a poll runs")


def test_closing_twice_changes_nothing(context: Flask) -> None:
    with work(TESTS):
        poll = made.sent()
        assert actions.close(poll, by=BY, at=clock.now())
        before = tally()
        assert not actions.close(poll, by=BY, at=clock.now() + timedelta(days=1))
        assert (poll.closed_at, tally()) == (clock.now(), before)
        prepared = made.a_poll(["primary_nl"])
        refused(lambda: actions.close(prepared, by=BY, at=clock.now()), "not sent")


def test_respond_by_moves_within_reason(context: Flask) -> None:
    with work(TESTS):
        poll = made.sent()
        actions.set_respond_by(poll, clock.now() + timedelta(days=12), by=BY, at=clock.now())
        assert poll.respond_by == clock.now() + timedelta(days=12)
        refused(lambda: actions.set_respond_by(poll, clock.now(), by=BY, at=clock.now()), "passed already")
        late = clock.now() + timedelta(days=60)
        refused(lambda: actions.set_respond_by(poll, late, by=BY, at=clock.now()), "before the first")
        actions.close(poll, by=BY, at=clock.now())
        soon = clock.now() + timedelta(days=5)
        refused(lambda: actions.set_respond_by(poll, soon, by=BY, at=clock.now()), "closed")


def test_choosing_drafts_the_meeting_with_the_same_people_prepared(context: Flask) -> None:
    with work(TESTS):
        poll = made.sent(subject="The border", is_told=False)
        for key in FIVE:
            made.say(poll, key, YES, NO, NO)
        called, others = actions.choose(poll, option_rows(poll.id)[0], made.people(*FIVE), by=BY, at=clock.now())
        meeting = called.meeting
        assert (meeting.state, meeting.starts_on, meeting.city) == (MeetingState.DRAFT, date(2027, 7, 6), "The Hague")
        assert [(s.opens, s.minutes) for s in sessions_of(meeting.id)] == [(time(14, 0), 120)]
        invited = db.session.scalars(select(Invitation).where(Invitation.meeting_id == meeting.id)).all()
        assert {i.person_id for i in invited} == made.ids(*FIVE)
        assert all(i.state is InvitationState.PREPARED for i in invited)
        assert (others, poll.meeting_id) == (frozenset(), meeting.id)
        assert state_of(poll, clock.now()) is PollState.CLOSED
        assert "border" not in meeting.title
        assert one(Occasion, meeting_id=meeting.id).subject == "The border"
        refused(lambda: actions.choose(poll, option_rows(poll.id)[1], [], by=BY, at=clock.now()), "chosen already")
        convene(meeting, covering_note="", telephone_name="", telephone="", by=BY, at=clock.now())
        told = select(OutboxMessage.person_id).where(
            OutboxMessage.meeting_id == meeting.id, OutboxMessage.kind == "invitation"
        )
        assert set(db.session.scalars(told)) == made.ids(*FIVE)


def test_choosing_moves_the_draft_whose_date_was_asked_for(context: Flask) -> None:
    with work(TESTS):
        draft = a_draft(starts_on=date(2027, 11, 9))
        whens = [When(date(2028, 3, 2), time(10, 0)), When(date(2028, 3, 9), time(10, 0))]
        given = {"city": draft.city, "zone": draft.zone}
        poll = made.sent(whens=whens, given=given, meeting=draft)
        actions.choose(poll, option_rows(poll.id)[0], made.people(*FIVE), by=BY, at=clock.now())
        days = sorted({s.on for s in sessions_of(draft.id)})
        assert days == [date(2028, 3, 2), date(2028, 3, 3)]
        assert (draft.starts_on, draft.ends_on, draft.year) == (date(2028, 3, 2), date(2028, 3, 3), 2028)
        assert draft.symbol == f"TNAP/2028/{draft.number}"
        assert sessions_of(draft.id)[0].opens == time(10, 0)
        assert draft.answers_due_at < sessions_of(draft.id)[0].starts_at
        assert count(Invitation, meeting_id=draft.id) == 5


def test_meeting_that_is_convened_is_not_moved_by_a_poll(context: Flask) -> None:
    with work(TESTS):
        draft = a_draft(starts_on=date(2027, 11, 9))
        poll = made.sent(given={"city": draft.city}, meeting=draft)
        convene(draft, covering_note="", telephone_name="", telephone="", by=BY, at=clock.now())
        poll.closed_at = clock.now()
        refused(lambda: actions.choose(poll, option_rows(poll.id)[0], [], by=BY, at=clock.now()), "convened")
        assert draft.starts_on == date(2027, 11, 9)


def test_those_not_invited_get_one_closing_mail_where_it_is_wished(context: Flask) -> None:
    with work(TESTS):
        poll = made.sent()
        chosen = made.people("primary_nl", "primary_us")
        _, others = actions.choose(poll, option_rows(poll.id)[0], chosen, by=BY, at=clock.now())
        assert others == made.ids("primary_gb", "primary_dk", "primary_au")
        assert made.queued("poll-closed") == {}
        assert telling.tell_closed(poll, others, at=clock.now()) == 3
        assert telling.tell_closed(poll, others, at=clock.now()) == 0


def test_special_meeting_is_a_draft_with_invitations_and_a_warning(context: Flask) -> None:
    with work(TESTS):
        calling = Calling(
            "special-meeting",
            Place("The Hague", made.ZONE),
            When(date(2027, 6, 3), time(9, 30)),
            60,
            "The border",
            True,
        )
        called = call_meeting(body(), calling, made.people("primary_nl", "speaker_on_link"), by=BY, at=clock.now())
        (session,) = sessions_of(called.meeting.id)
        assert (session.opens, session.minutes) == (time(9, 30), 60)
        assert called.meeting.title.endswith(": The border")
        assert [f.rule for f in called.findings] == ["A10"]
        assert called.prepared == 1
        assert len(called.unprepared) == 1  # Nothing of it is open, and they have no seat.
        assert clock.now() < called.meeting.answers_due_at < session.starts_at
        db.session.flush()
        refused(lambda: call_meeting(body(), calling, [], by=BY, at=clock.now()), "stands at that hour already")
        late = replace(calling, when=When(date(2027, 6, 1), time(11, 0)))
        refused(lambda: call_meeting(body(), late, [], by=BY, at=clock.now()), "passed already")
        skipped = replace(calling, when=When(date(2028, 3, 26), time(2, 30)))
        refused(lambda: call_meeting(body(), skipped, [], by=BY, at=clock.now()), "does not exist")
