"""Writes of meetings: drafts from a template, sessions moved and kept apart, zones, states, places."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask

from convene import clock
from convene.access.terms import Audience
from convene.agendas.queries import items_of_meeting, items_of_session
from convene.db import db, work
from convene.findings import Level, Refused
from convene.invitations.models import Invitation
from convene.journal import JournalEntry
from convene.mail.models import OutboxMessage
from convene.meetings import actions
from convene.meetings.actions import Place, Plan, ordinal_title
from convene.meetings.models import Meeting, MeetingSession, Places
from convene.meetings.queries import kinds_in_year, next_number
from convene.meetings.terms import GuestKind, MeetingKind, MeetingState
from tests.browser import TESTS
from tests.build import BY, a_draft, an_item, board_meeting, body, count, open_session, sessions

MINUTE = timedelta(minutes=1)


def plan_of(session: MeetingSession) -> Plan:
    """What a session is set to now."""
    return Plan(
        session.title, session.guest_title, session.on, session.opens, session.minutes, session.audience, session.room
    )


def refusal(act: object, *given: object, **named: object) -> list[tuple[str, str]]:
    """Field and text of what refuses this action."""
    with pytest.raises(Refused) as caught:
        act(*given, **named)  # type: ignore[operator]
    return [(f.field, f.text) for f in caught.value.findings if f.level is Level.REFUSE]


def change(meeting: Meeting, **more: object) -> object:
    """Change what a meeting says of itself; all that is not given stays."""
    given = {
        "place": Place(meeting.city, meeting.zone, meeting.venue, meeting.address, meeting.getting_in),
        "notice": meeting.notice,
        "is_provisional": meeting.is_provisional,
        "answers_due_at": meeting.answers_due_at,
        "papers_due_at": meeting.papers_due_at,
        "telephone_name": meeting.telephone_name,
        "telephone": meeting.telephone,
        "by": BY,
        "at": clock.now(),
    } | more
    return actions.change_meeting(meeting, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "number, title",
    [(1, "First regular meeting, Oslo"), (10, "Tenth regular meeting, Oslo"), (11, "Regular meeting 11, Oslo")],
)
def test_ordinal_title_on_each_side_of_the_tenth(number: int, title: str) -> None:
    assert ordinal_title(MeetingKind.REGULAR, number, "Oslo") == title


def test_draft_from_the_board_template_has_its_sessions_items_and_deadlines(context: Flask) -> None:
    with work(TESTS):
        meeting = a_draft(starts_on=date(2027, 11, 9))
        found = [(s.on.day, f"{s.opens:%H:%M}", str(s.audience), len(items_of_session(s))) for s in sessions(meeting)]
        assert found == [
            (9, "09:30", "closed", 3),
            (9, "14:30", "closed", 4),
            (10, "09:30", "open", 2),
            (10, "14:30", "closed", 2),
        ]
        assert (meeting.state, meeting.announced) == (MeetingState.DRAFT, False)
        assert (meeting.starts_on, meeting.ends_on) == (date(2027, 11, 9), date(2027, 11, 10))
        assert meeting.ends_at == datetime(2027, 11, 10, 22, 30, tzinfo=UTC)
        assert meeting.answers_due_at == datetime(2027, 10, 19, 22, 0, tzinfo=UTC)
        assert meeting.papers_due_at == datetime(2027, 10, 30, 22, 0, tzinfo=UTC)
        assert (meeting.telephone_name, meeting.telephone) == ("Duty officer", "+41 22 555 01 00")
        starts = [i.starts_at for i in items_of_session(sessions(meeting)[0])]
        assert starts == [datetime(2027, 11, 9, 14, 30, tzinfo=UTC) + m * MINUTE for m in (0, 15, 135)]
        assert {i.announced for i in items_of_meeting(meeting.id)} == {False}


def test_draft_tells_nobody(context: Flask) -> None:
    with work(TESTS):
        before = count(OutboxMessage)
        meeting = a_draft()
        assert count(Invitation, meeting_id=meeting.id) == 0
        assert count(OutboxMessage) == before
        assert count(JournalEntry, act="meeting.draft", object_key=meeting.key) == 1


def test_a_title_counts_within_its_kind_and_year_the_symbol_over_all(context: Flask) -> None:
    with work(TESTS):
        council = body("TAPRC")
        number = next_number(council, 2029)
        meeting = a_draft("TAPRC", date(2029, 1, 8))
        other = a_draft("TAPRC", date(2029, 2, 8))
        other.kind = MeetingKind.SPECIAL
        third = a_draft("TAPRC", date(2029, 3, 8))

        assert meeting.title.startswith("First ")
        assert third.title.startswith("Second ")
        assert third.symbol == f"TAPRC/2029/{number + 2}"


def test_drafts_of_a_year_are_numbered_on_and_numbers_are_not_given_twice(context: Flask) -> None:
    with work(TESTS):
        first = next_number(body(), 2027)
        one, two = a_draft(), a_draft(starts_on=date(2027, 12, 7))
        assert (one.number, two.number) == (first, first + 1)
        assert (one.symbol, two.symbol) == (f"TNAP/2027/{first}", f"TNAP/2027/{first + 1}")
        actions.move_to(two, MeetingState.CANCELLED, by=BY, at=clock.now())
        assert a_draft().number == first + 2
        assert a_draft("TAPRC", date(2029, 1, 8)).number == 1


def test_cancelled_meetings_do_not_count_for_a10(context: Flask) -> None:
    with work(TESTS):
        before = kinds_in_year(body(), 2031)
        meeting = a_draft(starts_on=date(2031, 5, 6))
        assert (before, kinds_in_year(body(), 2031)) == ([], [MeetingKind.REGULAR])
        actions.move_to(meeting, MeetingState.CANCELLED, by=BY, at=clock.now())
        assert kinds_in_year(body(), 2031) == []


def test_session_added_lets_the_meeting_follow(context: Flask) -> None:
    with work(TESTS):
        meeting = a_draft()
        added = actions.add_session(
            meeting, Plan("Third day", "", date(2027, 11, 11), time(9), 60, Audience.CLOSED), by=BY, at=clock.now()
        )
        assert (meeting.ends_on, meeting.ends_at) == (date(2027, 11, 11), added.ends_at)
        assert added.ends_at == datetime(2027, 11, 11, 15, 0, tzinfo=UTC)
        actions.remove_session(meeting, added, by=BY, at=clock.now())
        assert meeting.ends_on == date(2027, 11, 10)


@pytest.mark.parametrize(
    "opens, said",
    [
        (time(8, 0), [("opens", "Another session of this meeting takes place at that time.")]),
        (time(13, 0), []),
        (time(13, 29), [("opens", "Another session of this meeting takes place at that time.")]),
    ],
)
def test_session_added_beside_another_is_refused_where_they_overlap(
    context: Flask, opens: time, said: list[tuple[str, str]]
) -> None:
    with work(TESTS):
        meeting = a_draft()
        plan = Plan("Lunch", "", date(2027, 11, 9), opens, 91 if opens.hour == 8 else 90, Audience.CLOSED)
        if not said:
            assert actions.add_session(meeting, plan, by=BY, at=clock.now()).title == "Lunch"
        else:
            assert refusal(actions.add_session, meeting, plan, by=BY, at=clock.now()) == said
            assert len(sessions(meeting)) == 4


def test_session_may_be_changed_in_its_own_time(context: Flask) -> None:
    with work(TESTS):
        meeting = a_draft()
        first = sessions(meeting)[0]
        actions.change_session(
            meeting, first, replace(plan_of(first), minutes=240, opens=time(9)), by=BY, at=clock.now()
        )
        assert first.starts_at == datetime(2027, 11, 9, 14, 0, tzinfo=UTC)
        assert first.ends_at - first.starts_at == 240 * MINUTE


@pytest.mark.parametrize(
    "day, opens, exists",
    [
        (date(2027, 3, 14), time(1, 59), True),
        (date(2027, 3, 14), time(2, 0), False),
        (date(2027, 3, 14), time(3, 0), True),
        (date(2027, 11, 7), time(0, 59), True),
        (date(2027, 11, 7), time(1, 0), False),
        (date(2027, 11, 7), time(1, 59), False),
        (date(2027, 11, 7), time(2, 0), True),
    ],
)
def test_session_in_an_hour_that_is_skipped_or_passes_twice_is_refused(
    context: Flask, day: date, opens: time, exists: bool
) -> None:
    with work(TESTS):
        meeting = a_draft(starts_on=day)
        plan = replace(plan_of(sessions(meeting)[0]), on=day, opens=opens, minutes=30)
        if exists:
            assert actions.add_session(meeting, plan, by=BY, at=clock.now()).opens == opens
        else:
            said = refusal(actions.add_session, meeting, plan, by=BY, at=clock.now())
            assert said == [("opens", "The clocks change in Ottawa at that hour; choose another.")]


def test_new_zone_keeps_the_hours_on_the_wall(context: Flask) -> None:
    with work(TESTS):
        meeting = a_draft()
        walls = [(s.on, s.opens) for s in sessions(meeting)]
        change(meeting, place=Place("Los Angeles", "America/Los_Angeles"))
        assert [(s.on, s.opens) for s in sessions(meeting)] == walls
        assert sessions(meeting)[0].starts_at == datetime(2027, 11, 9, 17, 30, tzinfo=UTC)
        assert meeting.ends_at == datetime(2027, 11, 11, 1, 30, tzinfo=UTC)
        assert "Los Angeles" in meeting.title
        assert "Ottawa" not in meeting.title


def test_new_zone_whose_clocks_skip_a_session_is_refused(context: Flask) -> None:
    with work(TESTS):
        meeting = a_draft(starts_on=date(2027, 3, 27))
        plan = replace(plan_of(sessions(meeting)[0]), on=date(2027, 3, 28), opens=time(2, 30), minutes=30)
        actions.add_session(meeting, plan, by=BY, at=clock.now())
        said = refusal(change, meeting, place=Place("Zurich", "Europe/Zurich"))
        assert said == [("zone", "The clocks change in Zurich at the hour of a session; move that session first.")]
        assert meeting.zone == "America/Toronto"


def test_unknown_zone_is_refused_before_anything_is_changed(context: Flask) -> None:
    with work(TESTS):
        meeting = a_draft()
        with pytest.raises(ValueError, match="is not a time zone"):
            change(meeting, place=Place("Nowhere", "Europe/Nowhere"))
        assert meeting.city == "Ottawa"


def test_deadline_after_the_start_is_refused_and_a_passed_one_only_remarked(context: Flask) -> None:
    with work(TESTS):
        meeting = a_draft()
        starts_at = sessions(meeting)[0].starts_at
        said = refusal(change, meeting, answers_due_at=starts_at, papers_due_at=starts_at + MINUTE)
        assert said == [
            ("answers_due", "Answers must be due before the meeting starts."),
            ("papers_due", "Papers must be due before the meeting starts."),
        ]
        warned = change(meeting, answers_due_at=starts_at - MINUTE, papers_due_at=clock.now())
        assert [(f.field, f.text) for f in warned] == [  # type: ignore[attr-defined]
            ("papers_due", "Papers are due at a time that has passed.")
        ]
        assert meeting.answers_due_at == starts_at - MINUTE


def test_deadline_within_a_meeting_that_was_convened_late_stays_and_no_other_is_set(context: Flask) -> None:
    with work(TESTS):
        meeting = a_draft()
        starts_at = sessions(meeting)[0].starts_at
        meeting.answers_due_at = starts_at
        assert [field for field, _ in refusal(change, meeting)] == ["answers_due"]
        meeting.announced = True
        assert change(meeting, notice="Unclassified only") == []
        assert meeting.notice == "Unclassified only"
        assert [field for field, _ in refusal(change, meeting, answers_due_at=starts_at + MINUTE)] == ["answers_due"]


def test_meeting_without_a_session_cannot_be_convened(context: Flask) -> None:
    with work(TESTS):
        meeting = a_draft()
        for session in sessions(meeting):
            for item in items_of_session(session):
                db.session.delete(item)
            db.session.flush()
            actions.remove_session(meeting, session, by=BY, at=clock.now())
        said = refusal(actions.announce, meeting, by=BY, at=clock.now())
        assert said == [("", "Add at least one session before you convene.")]
        assert (meeting.state, meeting.announced) == (MeetingState.DRAFT, False)


@pytest.mark.parametrize("state", [MeetingState.IN_SESSION, MeetingState.CONCLUDED, MeetingState.DRAFT])
def test_state_that_does_not_follow_is_refused_in_words(context: Flask, state: MeetingState) -> None:
    with work(TESTS):
        meeting = a_draft()
        said = refusal(actions.move_to, meeting, state, by=BY, at=clock.now())
        assert said == [("", f"A meeting that is draft cannot become {state}.")]
        assert meeting.state is MeetingState.DRAFT


def test_places_are_set_changed_and_lifted_but_not_below_what_is_taken(context: Flask) -> None:
    with work(TESTS):
        session = open_session(board_meeting())
        actions.set_places(session, {GuestKind.CIVIL_SOCIETY: 3, GuestKind.OTHER: None}, by=BY, at=clock.now())
        db.session.flush()
        (places,) = db.session.query(Places).filter_by(session_id=session.id).all()
        assert (places.guest_kind, places.places, places.announced) == (GuestKind.CIVIL_SOCIETY, 3, True)
        places.taken = 2
        actions.set_places(session, {GuestKind.CIVIL_SOCIETY: 2}, by=BY, at=clock.now())
        assert places.places == 2
        said = refusal(actions.set_places, session, {GuestKind.CIVIL_SOCIETY: 1}, by=BY, at=clock.now())
        assert said == [("places_civil_society", "2 places are taken already.")]
        actions.set_places(session, {GuestKind.CIVIL_SOCIETY: None}, by=BY, at=clock.now())
        db.session.flush()
        assert count(Places, session_id=session.id) == 0


def test_item_in_an_unprintable_script_is_named_and_not_added(context: Flask) -> None:
    with work(TESTS):
        session = sessions(a_draft())[0]
        before = len(items_of_session(session))
        with pytest.raises(Refused) as caught:
            an_item(session, "Briefing 国連", lead="\N{DOVE OF PEACE}")
        assert [(f.field, f.text) for f in caught.value.findings] == [
            ("title", "These letters cannot be printed: 国 連"),
            ("lead", "These letters cannot be printed: \N{DOVE OF PEACE}"),
        ]
        assert len(items_of_session(session)) == before
