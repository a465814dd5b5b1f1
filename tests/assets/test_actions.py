"""Preparation and statements as they are kept, sent, filed and changed, and who is told and reminded."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.assets.actions import Plan, keep_preparation, send_preparation, state, usual_plan
from convene.assets.matrix import board_of
from convene.assets.models import AssetLine, AssetStatement, Preparation
from convene.assets.queries import owed_statements, preparation_of, statement_of
from convene.assets.telling import REMINDER, TOLD, remind
from convene.assets.terms import Availability, Existence, Filing, Given, Said
from convene.bodies.models import Party
from convene.db import db, work
from convene.demo.cast import STATES
from convene.findings import Level, Refused
from convene.journal import JournalEntry
from convene.mail.models import OutboxMessage
from convene.mail.states import OutboxState
from convene.meetings.actions import announce, move_to
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.people.actions import end_term
from convene.people.models import Person
from convene.people.terms import AssetClass
from convene.planning import plan
from convene.sending import send_due
from tests.browser import TESTS, reader_of_key
from tests.build import BY, a_draft, board_meeting, body, count, one, term_of

DAY = timedelta(days=1)
PEACE = AssetClass.PEACEKEEPING
FULL = Said(Existence.YES, "Two teams", Availability.AT_ONCE)
SEATS = {f"{role}_{short}" for *_, short in STATES for role in ("primary", "alternate")}
FILED = {"primary_nl", "alternate_nl", "primary_ca", "alternate_ca"}  # Of the two that the seed lets file.


def party(name: str) -> int:
    return int(one(Party, body_id=body().id, name=name).id)


def say(
    meeting: Meeting, name: str, said: Said = FULL, *, revision: int = 0, is_filing: bool = True, answers: str = ""
) -> AssetStatement:
    given = Given(None, answers, {PEACE: said})
    at = clock.now()
    return state(meeting, party(name), given, revision=revision, is_filing=is_filing, by=BY, at=at)[0]


def people(kind: str, state: OutboxState | None = None) -> set[str]:
    """The characters to whom something of that kind is queued, or in that state."""
    wanted = select(Person.address).join(OutboxMessage, OutboxMessage.person_id == Person.id)
    wanted = wanted.where(OutboxMessage.kind == kind)
    if state is not None:
        wanted = wanted.where(OutboxMessage.state == state)
    return {a.partition("@")[0].replace(".", "_") for a in db.session.scalars(wanted)}


def change_of(act: str) -> dict[str, object]:
    """What the last line of an act says."""
    wanted = select(JournalEntry.change).where(JournalEntry.act == act).order_by(JournalEntry.id.desc()).limit(1)
    found = json.loads(db.session.scalars(wanted).one())
    assert isinstance(found, dict)
    return found


def a_further_meeting(starts_on: date = date(2028, 4, 11)) -> Meeting:
    """A convened meeting after the seeded one."""
    meeting = a_draft(starts_on=starts_on)
    announce(meeting, by=BY, at=clock.now())
    return meeting


def test_the_usual_plan_is_two_weeks_before_and_due_with_the_papers(context: Flask) -> None:
    with work(TESTS):
        meeting = a_draft()
        found = usual_plan(meeting, at=clock.now())
        assert (found.prepare_on, found.due_at) == (meeting.starts_on - 14 * DAY, meeting.papers_due_at)
        assert all(str(each) in found.questions.lower() for each in AssetClass)


def test_questions_of_a_draft_meeting_are_kept_and_told_to_nobody(context: Flask) -> None:
    with work(TESTS):
        meeting = a_draft()
        before = count(OutboxMessage)
        found, told, _ = keep_preparation(meeting, usual_plan(meeting, at=clock.now()), by=BY, at=clock.now())
        with pytest.raises(Refused, match="once the meeting is convened"):
            send_preparation(found, meeting, by=BY, at=clock.now())
        assert (found.announced, told, count(OutboxMessage)) == (False, 0, before)


def test_questions_are_sent_to_the_seats_of_members_alone_and_once(context: Flask) -> None:
    with work(TESTS):
        assert people(TOLD) == SEATS
        meeting = a_further_meeting()
        end_term(term_of("alternate_dk"), body=body(), ends_on=date(2027, 5, 31), by=BY, at=clock.now())
        found, _, _ = keep_preparation(meeting, usual_plan(meeting, at=clock.now()), by=BY, at=clock.now())
        assert send_preparation(found, meeting, by=BY, at=clock.now()) == len(SEATS) - 1
        with pytest.raises(Refused, match="sent already"):
            send_preparation(found, meeting, by=BY, at=clock.now())
        assert change_of("preparation.send") == {"told": len(SEATS) - 1}


@pytest.mark.parametrize("days, questions, told", [(0, "The same", 0), (0, "Others", 0), (-1, "The same", len(SEATS))])
def test_a_changed_date_is_told_again_and_nothing_else_is(
    context: Flask, at: time_machine.Traveller, days: int, questions: str, told: int
) -> None:
    at.shift(60)
    with work(TESTS):
        meeting = board_meeting()
        known = one(Preparation, meeting_id=meeting.id)
        known.questions = "The same"
        plan = Plan(questions, known.prepare_on + days * DAY, known.due_at)
        assert keep_preparation(meeting, plan, by=BY, at=clock.now())[1] == told
        is_changed = [json.loads(f)["is_changed"] for f in db.session.scalars(select(OutboxMessage.facts).where(
            OutboxMessage.kind == TOLD))]  # fmt: skip
        assert is_changed.count(True) == told


@pytest.mark.parametrize("days, hours, field", [(0, 0, None), (14, 0, "prepare_on"), (0, 24 * 30, "due")])
def test_dates_after_the_meeting_begins_are_refused(context: Flask, days: int, hours: int, field: str | None) -> None:
    with work(TESTS):
        meeting = board_meeting()
        usual = usual_plan(meeting, at=clock.now())
        wanted = Plan(usual.questions, usual.prepare_on + days * DAY, usual.due_at + timedelta(hours=hours))
        if field is None:
            keep_preparation(meeting, wanted, by=BY, at=clock.now())
            return
        with pytest.raises(Refused) as refused:
            keep_preparation(meeting, wanted, by=BY, at=clock.now())
        assert [f.field for f in refused.value.findings if f.level is Level.REFUSE] == [field]


@pytest.mark.parametrize("days, field", [((-200, 0), "prepare_on"), ((0, -200), "due")])
def test_dates_that_have_passed_are_refused(context: Flask, days: tuple[int, int], field: str) -> None:
    with work(TESTS):
        meeting = board_meeting()
        usual = usual_plan(meeting, at=clock.now())
        wanted = Plan("Why?", usual.prepare_on + days[0] * DAY, usual.due_at + days[1] * DAY)
        with pytest.raises(Refused) as refused:
            keep_preparation(meeting, wanted, by=BY, at=clock.now())
        assert [f.field for f in refused.value.findings if f.level is Level.REFUSE] == [field]


def test_dates_that_passed_since_they_were_kept_hinder_no_other_change(
    context: Flask, at: time_machine.Traveller
) -> None:
    with work(TESTS):
        meeting = board_meeting()
        known = one(Preparation, meeting_id=meeting.id)
        at.move_to(known.due_at + timedelta(seconds=1))
        plan = Plan("Why?", known.prepare_on, known.due_at)
        found, _, warnings = keep_preparation(meeting, plan, by=BY, at=clock.now())
        assert found.questions == "Why?"
        assert [(f.field, f.level) for f in warnings if f.field == "due"] == [("due", Level.WARN)]


def test_what_is_offered_shortly_before_a_meeting_has_not_passed(context: Flask, at: time_machine.Traveller) -> None:
    with work(TESTS):
        meeting = board_meeting()
        at.move_to(meeting.papers_due_at + timedelta(seconds=1))
        found = usual_plan(meeting, at=clock.now())
        assert found.prepare_on == clock.local(clock.now(), meeting.zone).date()
        assert clock.now() < found.due_at == clock.at_wall(meeting.starts_on - DAY, time(18), meeting.zone)


def test_a_draft_is_no_statement_until_it_is_filed(context: Flask) -> None:
    with work(TESTS):
        meeting = board_meeting()
        found = say(meeting, "Germany", Said(Existence.YES), is_filing=False)
        assert (found.announced, found.filed_at, found.revision, count(AssetLine, statement_id=found.id)) == (
            False, None, 1, 5,
        )  # fmt: skip
        rows = {row.name: row for row in board_of(meeting, at=clock.now()).view.rows}
        assert rows["Germany"].filing is Filing.NONE
        with pytest.raises(Refused, match="Say what you could deploy for peacekeeping"):
            say(meeting, "Germany", Said(Existence.YES), revision=1)
        say(meeting, "Germany", revision=1)
        again = one(AssetStatement, party_id=party("Germany"))
        assert (again.announced, again.filed_at, again.revision) == (True, clock.now(), 2)
        assert {line.announced for line in db.session.scalars(select(AssetLine).where(
            AssetLine.statement_id == again.id))} == {True}  # fmt: skip
        assert "Two teams" not in str(change_of("statement.keep"))


@pytest.mark.parametrize("seconds, minutes", [(0, 0), (1, 1), (3600, 60)])
def test_a_late_statement_is_taken_and_marked(
    context: Flask, at: time_machine.Traveller, seconds: int, minutes: int
) -> None:
    with work(TESTS):
        due_at = one(Preparation, meeting_id=board_meeting().id).due_at
    at.move_to(due_at + timedelta(seconds=seconds), tick=False)
    with work(TESTS):
        found = say(board_meeting(), "Germany")
        assert (found.is_late, found.late_minutes) == (minutes > 0, minutes)
    at.shift(7200)
    with work(TESTS):
        found = say(board_meeting(), "Germany", Said(Existence.NO), revision=1)
        assert found.late_minutes == minutes  # It counts at first filing.


def test_a_change_after_filing_is_journalled_with_before_and_after(context: Flask) -> None:
    with work(TESTS):
        meeting = board_meeting()
        say(meeting, "Germany")
        say(meeting, "Germany", Said(Existence.YES, "Three teams", Availability.AT_ONCE), revision=1, is_filing=False)
        change = change_of("statement.change")
        assert (change["before"], change["after"]) == (
            {"peacekeeping, capacity": "Two teams"}, {"peacekeeping, capacity": "Three teams"},
        )  # fmt: skip
        assert one(AssetStatement, party_id=party("Germany")).announced is True


def test_sending_the_same_again_changes_nothing(context: Flask) -> None:
    with work(TESTS):
        say(board_meeting(), "Germany")
        before = count(JournalEntry)
        assert say(board_meeting(), "Germany", revision=1).revision == 1
        assert count(JournalEntry) == before


def test_the_second_of_two_people_is_refused_and_loses_nothing(context: Flask) -> None:
    with work(TESTS):
        meeting = board_meeting()
        say(meeting, "Germany", is_filing=False)
        with pytest.raises(Refused, match="while you had it open"):
            say(meeting, "Germany", Said(Existence.NO), revision=0)
        line = one(AssetLine, party_id=party("Germany"), asset_class=PEACE)
        assert line.existence is Existence.YES


@pytest.mark.parametrize("state_of_meeting", [MeetingState.CONCLUDED, MeetingState.CANCELLED])
def test_nothing_is_taken_after_the_meeting(context: Flask, state_of_meeting: MeetingState) -> None:
    with work(TESTS):
        meeting = board_meeting()
        meeting.state = state_of_meeting
        with pytest.raises(Refused, match="No statement is asked for"):
            say(meeting, "Germany")
        with pytest.raises(Refused, match="nothing is asked any more"):
            keep_preparation(meeting, usual_plan(meeting, at=clock.now()), by=BY, at=clock.now())
        with pytest.raises(Refused, match="No statement is asked for"):
            remind(preparation_of(meeting), meeting, by=BY, at=clock.now())


def test_nothing_is_taken_before_the_questions_are_sent(context: Flask) -> None:
    with work(TESTS):
        meeting = a_further_meeting()
        keep_preparation(meeting, usual_plan(meeting, at=clock.now()), by=BY, at=clock.now())
        with pytest.raises(Refused, match="No statement is asked for"):
            say(meeting, "Germany")
        assert statement_of(meeting, party("Germany")) is None


@pytest.mark.parametrize("letters", ["Zelte \N{TENT}", "帳篷"])
def test_letters_that_cannot_be_printed_are_named_at_their_field(context: Flask, letters: str) -> None:
    with work(TESTS), pytest.raises(Refused) as refused:
        say(board_meeting(), "Germany", Said(Existence.YES, letters, Availability.LATER))
    assert [f.field for f in refused.value.findings] == ["peacekeeping_capacity"]


def test_only_those_who_owe_are_reminded_once_an_hour(context: Flask, at: time_machine.Traveller) -> None:
    with work(TESTS):
        meeting = board_meeting()
        found = preparation_of(meeting)
        assert remind(found, meeting, by=BY, at=clock.now()) == len(SEATS - FILED)
        assert people(REMINDER) == SEATS - FILED
        assert remind(found, meeting, by=BY, at=clock.now() + timedelta(minutes=59)) == 0
        assert remind(found, meeting, by=BY, at=clock.now() + timedelta(minutes=61)) == len(SEATS - FILED)


def test_what_waits_for_a_state_that_files_is_dropped(context: Flask) -> None:
    with work(TESTS):
        meeting = board_meeting()
        remind(preparation_of(meeting), meeting, by=BY, at=clock.now())
    with work(reader_of_key("primary_de")):
        say(board_meeting(), "Germany")
    with work(TESTS):
        assert people(REMINDER, OutboxState.DROPPED) == {"primary_de", "alternate_de"}
        assert people(REMINDER, OutboxState.QUEUED) == SEATS - FILED - {"primary_de", "alternate_de"}


def test_reminders_fall_due_on_the_days_that_the_meeting_sets(context: Flask, at: time_machine.Traveller) -> None:
    with work(TESTS):
        due = one(Preparation, meeting_id=board_meeting().id).due_at
    for moment, times in (
        (due - 7 * DAY - timedelta(seconds=1), 0),
        (due - 7 * DAY, 1),
        (due - 7 * DAY, 1),
        (due - 2 * DAY, 2),
        (due, 2),
        (due + DAY, 2),
    ):
        at.move_to(moment, tick=False)
        plan(at=clock.now())
        with work(TESTS):
            assert count(OutboxMessage, kind=REMINDER) == times * len(SEATS - FILED), moment


def test_letters_say_when_and_neither_title_nor_country(context: Flask) -> None:
    with work(TESTS):
        remind(preparation_of(board_meeting()), board_meeting(), by=BY, at=clock.now())
        title = board_meeting().title
    send_due()
    folder = context.config["CONVENE"].outbox
    texts = [p.read_text("utf-8") for p in sorted(folder.rglob("*.eml"))]
    about = [t for t in texts if "Questions for your capital" in t or "Your statement, please" in t]
    assert len(about) == len(SEATS) + len(SEATS - FILED)
    assert [
        t for t in about if title in t or "eacekeeping" in t or "Netherlands" in t.replace("of Netherlands", "")
    ] == []
    german = next(t for t in about if "primary.de" in t)
    assert "Saturday 11 September 2027, 18:00 New York" in german.replace("=\n", "")


def test_a_state_is_told_at_home_what_it_owes(context: Flask) -> None:
    for key, owed in (("primary_de", 1), ("alternate_dk", 1), ("primary_nl", 0), ("ngo_guest", 0), ("secretary", 0)):
        with work(reader_of_key(key)):
            assert len(owed_statements()) == owed, key


def test_an_earlier_statement_stands_in_with_its_age(context: Flask, at: time_machine.Traveller) -> None:
    at.move_to(datetime.combine(date(2028, 3, 1), time(10), clock.zone("UTC")), tick=False)
    with work(TESTS):
        move_to(board_meeting(), MeetingState.IN_SESSION, by=BY, at=clock.now())
        board = one(Meeting, state=MeetingState.IN_SESSION, body_id=body().id)
        move_to(board, MeetingState.CONCLUDED, by=BY, at=clock.now())
        meeting = a_further_meeting()
        found, _, _ = keep_preparation(meeting, usual_plan(meeting, at=clock.now()), by=BY, at=clock.now())
        send_preparation(found, meeting, by=BY, at=clock.now())
        rows = {row.name: row for row in board_of(meeting, at=clock.now()).view.rows}
        assert (rows["Canada"].filing, rows["Canada"].age) == (Filing.EARLIER, "9 months")
        assert rows["Denmark"].filing is Filing.NONE  # Its draft for the earlier meeting was never filed.
        earlier = {row.name: row for row in board_of(board, at=clock.now()).view.rows}
        assert earlier["Canada"].filing is Filing.FILED
