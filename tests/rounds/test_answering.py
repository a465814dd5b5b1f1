"""Answers to single check-ins and absences: by whom, what they come to, what they refuse; and needs heard, traced."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
import time_machine
from flask import Flask

from convene import clock
from convene.access.gate import Missing
from convene.agendas.models import AgendaItem
from convene.agendas.terms import Subject, Theme
from convene.db import db, work
from convene.findings import Refused
from convene.ical.terms import Partstat
from convene.invitations.actions import remind
from convene.invitations.models import Invitation
from convene.journal import JournalEntry
from convene.meetings.models import Meeting
from convene.rounds import needs as noted
from convene.rounds import placing
from convene.rounds.answering import Said, Span, absent, answer, take_back
from convene.rounds.models import CheckIn, NeedHeard, NeedTrace, RoundAbsence
from convene.rounds.needs import Need, needs_traced
from convene.rounds.terms import NeedsTraced, Reply
from convene.years.drafting import draft_body
from convene.years.standing.gathering import standing_of
from tests.browser import TESTS
from tests.build import BY, body, count, item_of, one
from tests.rounds import made

BEGUN = datetime.fromisoformat("2028-02-19T10:00:00+00:00")


@pytest.fixture
def sent(app: Flask) -> Flask:
    """A sent round: France at ten with Adler, Italy at ten with Brandt."""
    with app.app_context(), work(TESTS):
        made.a_sent_round()
    return app


def the_round() -> Meeting:
    found: Meeting = one(Meeting, template="check-ins")
    return found


def france() -> CheckIn:
    return made.check_in(the_round(), "France")


def invitation(name: str) -> Invitation:
    found: Invitation = one(Invitation, meeting_id=the_round().id, person_id=made.person_of(name))
    return found


@pytest.mark.parametrize(
    "reply, partstat",
    [(Reply.ACCEPTED, Partstat.ACCEPTED), (Reply.OTHER_TIME, Partstat.TENTATIVE), (Reply.DECLINED, Partstat.DECLINED)],
)
def test_an_answer_settles_the_invitation(sent: Flask, reply: Reply, partstat: Partstat) -> None:
    with sent.app_context(), work(TESTS):
        line = made.line_of(france(), "Official of France")
        answer(line, the_round(), Said(reply, "A word"), by="them", at=clock.now())

        assert (line.reply, line.remark, line.answered_by) == (reply, "A word", "them")
        assert invitation("Official of France").partstat is partstat
        assert invitation("Member Adler").partstat is Partstat.NEEDS_ACTION
        assert count(RoundAbsence) == (1 if reply is Reply.OTHER_TIME else 0)


def test_only_those_who_have_not_answered_all_are_reminded(sent: Flask) -> None:
    with sent.app_context(), work(TESTS):
        answer(made.line_of(france(), "Member Adler"), the_round(), Said(Reply.ACCEPTED), by=BY, at=clock.now())

        assert remind(the_round(), by=BY, at=clock.now()) == 3


def test_cannot_at_that_time_keeps_it_from_being_proposed_again(sent: Flask) -> None:
    with sent.app_context(), work(TESTS):
        answer(made.line_of(france(), "Member Adler"), the_round(), Said(Reply.OTHER_TIME), by=BY, at=clock.now())
        with pytest.raises(Refused) as caught:
            placing.place(france(), the_round(), made.slot(room=1), by=BY, at=clock.now())
        assert caught.value.findings[0].text == "Member Adler cannot from 10:00 to 10:30."
        placing.place(france(), the_round(), made.slot(hour="10:30"), by=BY, at=clock.now())
        answer(made.line_of(france(), "Member Adler"), the_round(), Said(Reply.ACCEPTED), by=BY, at=clock.now())
        assert count(RoundAbsence) == 1


def test_accepting_a_time_that_is_marked_as_not_possible_is_refused(sent: Flask) -> None:
    with sent.app_context(), work(TESTS):
        meeting, person = the_round(), made.person_of("Member Adler")
        absent(meeting, person, Span(made.SATURDAY, time(9), time(11)), [made.SATURDAY], by=BY, at=clock.now())
        line = made.line_of(france(), "Member Adler")
        with pytest.raises(Refused) as caught:
            answer(line, meeting, Said(Reply.ACCEPTED), by=BY, at=clock.now())
        assert "09:00–11:00" in caught.value.findings[0].text
        assert line.reply is Reply.AWAITED
        take_back(one(RoundAbsence, person_id=person), by=BY, at=clock.now())
        db.session.flush()
        answer(line, meeting, Said(Reply.ACCEPTED), by=BY, at=clock.now())


def test_an_absence_unsettles_what_was_accepted(sent: Flask) -> None:
    with sent.app_context(), work(TESTS):
        meeting, line = the_round(), made.line_of(france(), "Member Adler")
        answer(line, meeting, Said(Reply.ACCEPTED), by=BY, at=clock.now())
        span = Span(made.SATURDAY, time(10, 15), time(12))
        hit = absent(meeting, line.person_id, span, [made.SATURDAY], by=BY, at=clock.now())

        assert [x.id for x in hit] == [line.id]
        assert (line.reply, invitation("Member Adler").partstat) == (Reply.OTHER_TIME, Partstat.TENTATIVE)


@pytest.mark.parametrize(
    "span, field",
    [
        (Span(made.SATURDAY, time(11), time(11)), "until"),
        (Span(made.SATURDAY, time(11), time(10)), "until"),
        (Span(made.SUNDAY, time(9), time(10)), "on"),
        (Span(made.SATURDAY, time(9), time(10), "☃"), "remark"),
    ],
)
def test_an_absence_that_is_none_is_refused(sent: Flask, span: Span, field: str) -> None:
    with sent.app_context(), work(TESTS):
        with pytest.raises(Refused) as caught:
            absent(the_round(), made.person_of("Member Adler"), span, [made.SATURDAY], by=BY, at=clock.now())
        assert [f.field for f in caught.value.findings] == [field]
        assert count(RoundAbsence) == 0


def test_answers_are_taken_until_the_check_in_is_over(sent: Flask, at: time_machine.Traveller) -> None:
    with sent.app_context(), work(TESTS):
        line = made.line_of(france(), "Official of France")
        assert line.ends_at is not None
        answer(line, the_round(), Said(Reply.ACCEPTED), by=BY, at=line.ends_at - timedelta(seconds=1))
        with pytest.raises(Refused):
            answer(line, the_round(), Said(Reply.DECLINED), by=BY, at=line.ends_at)
        answer(line, the_round(), Said(Reply.DECLINED), by=BY, at=line.ends_at, on_behalf=True)
        assert line.reply is Reply.DECLINED


def a_need(text: str = "What works early", **more: object) -> Need:
    given: dict[str, object] = {"themes": (Theme.NEW_TECHNOLOGIES,), "country": "", "priority": 1} | more
    return Need(text, **given)  # type: ignore[arg-type]


def test_a_need_is_noted_once_the_check_in_has_begun_and_never_in_the_journal(sent: Flask) -> None:
    with sent.app_context(), work(TESTS):
        starts_at = made.line_of(france(), "Member Adler").starts_at
        assert starts_at is not None
        with pytest.raises(Refused):
            noted.note(france(), a_need(), starts_at=starts_at, by=BY, at=starts_at - timedelta(seconds=1))
        assert count(NeedHeard) == 0
        row = noted.note(france(), a_need("Zebra crossing"), starts_at=starts_at, by=BY, at=starts_at)
        assert (row.party_id, row.session_id) == (france().party_id, france().session_id)
        lines = db.session.query(JournalEntry).filter_by(object_key=row.key).all()
        assert [line.act for line in lines] == ["need.note"]
        assert "Zebra" not in "".join(line.change for line in lines)


def test_two_who_change_a_need_do_not_overwrite_each_other(sent: Flask) -> None:
    with sent.app_context(), work(TESTS):
        row = noted.note(france(), a_need(), starts_at=BEGUN, by=BY, at=BEGUN)
        noted.change(row, a_need("First"), revision=1, by=BY, at=BEGUN)
        with pytest.raises(Refused):
            noted.change(row, a_need("Second"), revision=1, by=BY, at=BEGUN)
        assert (row.text, row.revision) == ("First", 2)


def test_a_check_in_with_needs_is_not_called_off(sent: Flask) -> None:
    with sent.app_context(), work(TESTS):
        noted.note(france(), a_need(), starts_at=BEGUN, by=BY, at=BEGUN)
        with pytest.raises(Refused):
            placing.call_off(france(), the_round(), by=BY, at=BEGUN)
        assert france().session_id is not None


def the_briefing_item() -> AgendaItem:
    meeting = one(Meeting, body_id=body("TAPRC").id, template="briefing")
    meeting.year, meeting.number = 2028, 9
    db.session.flush()
    return item_of(meeting, Subject.RESEARCH)


def b4(at: datetime) -> str:
    """How the year's findings stand on B4."""
    council = body("TAPRC")
    held = standing_of(council, draft_body(council, 2028), at=at)
    return str(next(one.state for one in held.rulings if one.rule == "B4"))


def test_b4_needs_are_traced_to_items_and_counted(sent: Flask) -> None:
    with sent.app_context(), work(TESTS):
        italy = made.check_in(the_round(), "Italy", "Brandt")
        first = noted.note(france(), a_need(), starts_at=BEGUN, by=BY, at=BEGUN)
        second = noted.note(italy, a_need("The same"), starts_at=BEGUN, by=BY, at=BEGUN)
        noted.note(france(), a_need("Another"), starts_at=BEGUN, by=BY, at=BEGUN)
        item = the_briefing_item()
        assert needs_traced(body("TAPRC"), 2028) == NeedsTraced(3, 0, 2)
        assert b4(BEGUN) == "broken"  # The briefing of this test is over by then.
        for need in (first, second, first):
            noted.trace(need, item, by=BY, at=BEGUN)
            db.session.flush()
        assert count(NeedTrace) == 2
        assert needs_traced(body("TAPRC"), 2028) == NeedsTraced(3, 2, 2)
        assert needs_traced(body("TAPRC"), 2027) == NeedsTraced(0, 0, 0)
        assert b4(BEGUN) == "at risk"
        assert noted.asked_for(item.key) == [("Munich", 2, 2)]
        noted.untrace(one(NeedTrace, need_id=first.id), by=BY, at=BEGUN)
        db.session.flush()
        assert noted.asked_for(item.key) == [("Munich", 1, 1)]
        assert b4(BEGUN) == "at risk"
        noted.drop(second, by=BY, at=BEGUN)
        db.session.flush()
        assert b4(BEGUN) == "broken"
        assert (count(NeedTrace), needs_traced(body("TAPRC"), 2028)) == (0, NeedsTraced(2, 0, 1))


def test_an_item_of_another_body_takes_up_nothing(sent: Flask) -> None:
    with sent.app_context(), work(TESTS):
        need = noted.note(france(), a_need(), starts_at=BEGUN, by=BY, at=BEGUN)
        board = db.session.query(AgendaItem).filter_by(body_id=body().id).first()
        assert board is not None
        with pytest.raises(Missing):
            noted.trace(need, board, by=BY, at=BEGUN)
