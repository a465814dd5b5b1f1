"""Moving the general debate by six days, as in 2015: exactly the affected lines, applied in part or as a whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask

from convene import clock
from convene.anchors.actions import enter
from convene.anchors.terms import AnchorKind, Confidence, Entry
from convene.assets.actions import keep_preparation, send_preparation, usual_plan
from convene.bodies.models import Body
from convene.db import db, work
from convene.findings import Refused
from convene.invitations.models import CalendarEntry
from convene.mail.models import OutboxMessage
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.terms import MeetingState
from convene.sending import send_due
from convene.years.drafting import members_in_order
from convene.years.knockon import Line, LineKind
from convene.years.knockon_applying import Applied, apply_lines
from convene.years.knockon_reading import KnockOn, of_anchor, of_hosts, of_move
from convene.years.models import Milestone
from tests.browser import TESTS
from tests.build import BY, count, one
from tests.years.made import (
    DEBATE,
    SIX_DAYS,
    as_entered,
    called,
    convened,
    debate_of,
    differing,
    everything,
    founded,
    moved,
    planned,
)

SESSIONS = [f"Session “{day} day, {half}”" for day in ("First", "Second") for half in ("morning", "afternoon")]
DEADLINES = ["Answers are due", "Papers are due", "Members propose items until"]
BOARD_STEPS = [
    "Host confirmed", "Invitations", "Call for papers", "Papers due", "Provisional agenda", "Pack sent",
    "Last day for supplementary items", "Statements on assets due", "Credentials due", "Record circulated",
    "Follow-up due",
]  # fmt: skip
BRIEFING_STEPS = [
    "Call for papers", "Invitations", "Provisional agenda", "Papers due", "Pack sent", "Record circulated",
    "Follow-up due",
]  # fmt: skip
PEOPLE = "Invitations and calendar entries"
OF_MEETING = {
    "S1": ("autumn", SESSIONS, BOARD_STEPS, (date(2027, 9, 22), date(2027, 9, 28))),
    "S2": ("briefing", ["Session “Briefing around the General Assembly”"], BRIEFING_STEPS, (date(2027, 9, 20), None)),
}


def of_debate(owner: Body, entry: Entry) -> KnockOn:
    return of_anchor(owner, entry, event=DEBATE, year=2027, at=clock.now())


def applied(owner: Body, found: KnockOn, chosen: set[str]) -> Applied:
    return apply_lines(owner, found.affected, chosen, by=BY, at=clock.now())


def keys(found: KnockOn, *kinds: LineKind) -> set[str]:
    return {line.key for line in found.lines if not kinds or line.kind in kinds}


def blocks_of(meeting: Meeting) -> list[bytes]:
    entries = db.session.query(CalendarEntry).filter_by(meeting_id=meeting.id)
    return [entry.block.replace(b"\r\n ", b"") for entry in entries]


def of_kind(found: KnockOn, kind: LineKind) -> list[Line]:
    return [line for line in found.lines if line.kind is kind]


@pytest.mark.parametrize("preset", ["S1", "S2"])
@pytest.mark.parametrize("is_convened", [False, True])
def test_six_days_later_shows_exactly_what_is_affected(app: Flask, preset: str, is_convened: bool) -> None:
    line, sessions, steps, _ = OF_MEETING[preset]
    with app.app_context(), work(TESTS):
        owner = founded(preset)
        meeting = planned(owner, 2027, line)[line]
        if is_convened:
            convened(meeting)
        called(meeting)
        before = everything()

        found = of_debate(owner, moved(debate_of(owner, 2027)))

        names = [one.name for one in found.lines]
        sat = [f"Session “{s.title}”" for s in db.session.query(MeetingSession).filter_by(meeting_id=meeting.id)]
        assert sorted(sat) == sorted(sessions) if preset == "S1" else len(sat) == 1
        item = next(name for name in names if name.startswith("Brief asked of Canada for"))
        expected = [
            "Days of the meeting",
            *sat,
            *DEADLINES,
            item,
            *(f"Milestone: {step}" for step in steps),
            *([PEOPLE] if is_convened else []),
        ]
        assert sorted(names) == sorted(expected)
        assert [one.meeting.id for one in found.affected] == [meeting.id]
        assert everything() == before


def test_the_planner_chooses_the_days_and_keeps_off_the_opening_of_the_debate(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        owner = founded("S1")
        meeting = planned(owner, 2027, "autumn")["autumn"]
        first = meeting.starts_on

        found = of_debate(owner, moved(debate_of(owner, 2027)))

        assert (first, found.affected[0].goal.starts_on) == (date(2027, 9, 22), date(2027, 9, 28))
        assert {one.after for one in of_kind(found, LineKind.DAYS)} == {"Tuesday 28 and Wednesday 29 September 2027"}
        # As many days later at the same hour; proposals on the working day before Sunday 29 August, as the plan has it.
        days = {one.name: (one.before, one.after) for one in of_kind(found, LineKind.DEADLINE)}
        assert days == {
            "Answers are due": (
                "Wednesday 1 September 2027, 18:00 New York", "Tuesday 7 September 2027, 18:00 New York",
            ),
            "Papers are due": ("Wednesday 14 July 2027, 18:00 New York", "Tuesday 20 July 2027, 18:00 New York"),
            "Members propose items until": (
                "Monday 23 August 2027, 18:00 New York", "Friday 27 August 2027, 18:00 New York",
            ),
        }  # fmt: skip


def test_applying_a_part_leaves_the_rest_untouched_to_the_byte(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        owner = founded("S1")
        meeting = planned(owner, 2027, "autumn")["autumn"]
        convened(meeting)
        call = called(meeting)
        found = of_debate(owner, moved(debate_of(owner, 2027)))
        papers = next(one for one in of_kind(found, LineKind.DEADLINE) if one.name == "Papers are due")
        step = next(one for one in of_kind(found, LineKind.MILESTONE) if one.name == "Milestone: Pack sent")
        before = everything()

        done = applied(owner, found, {papers.key, step.key})

        after = everything()
        assert differing(before, after) == {"Meeting": 1, "Milestone": 1}
        assert (done.applied, done.left, done.letters) == (2, len(found.lines) - 2, 0)
        assert meeting.papers_due_at == papers.moment
        assert (meeting.starts_on, call.due_at) == (date(2027, 9, 22), papers.moment - SIX_DAYS)
        # The one row that changed of each table changed in one column.
        for table in ("Meeting", "Milestone"):
            (new,) = set(after[table]) - set(before[table])
            (old,) = set(before[table]) - set(after[table])
            assert sum(a != b for a, b in zip(old, new, strict=True)) == 1


@pytest.mark.parametrize("kind", [LineKind.DEADLINE, LineKind.CALL, LineKind.MILESTONE, LineKind.SURE])
def test_each_kind_of_line_can_be_applied_alone(app: Flask, kind: LineKind) -> None:
    tables = {LineKind.DEADLINE: "Meeting", LineKind.CALL: "PaperCall", LineKind.MILESTONE: "Milestone"}
    with app.app_context(), work(TESTS):
        owner = founded("S1")
        meeting = planned(owner, 2027, "autumn")["autumn"]
        convened(meeting)
        called(meeting)
        entry = as_entered(moved(debate_of(owner, 2027)).anchor(), confidence=Confidence.CONFIRMED)  # type: ignore[arg-type]  # It takes place.
        found = of_debate(owner, entry)
        before = everything()

        applied(owner, found, keys(found, kind))

        changed = differing(before, everything())
        # Whoever was told of a call for papers is told of its new day.
        assert changed.keys() == {tables.get(kind, "Meeting"), *({"OutboxMessage"} if kind is LineKind.CALL else set())}


def test_the_days_move_sessions_items_and_calendars_and_tell_those_concerned_and_nobody_else(app: Flask) -> None:
    with app.app_context():
        with work(TESTS):
            owner = founded("S1")
            meeting = planned(owner, 2027, "autumn")["autumn"]
            other = planned(owner, 2028, "autumn")["autumn"]
            convened(meeting)
            convened(other)
            key = meeting.key
        send_due()
        with work(TESTS):
            meeting = one(Meeting, key=key)
            waiting = count(OutboxMessage)
            found = of_debate(meeting.body, moved(debate_of(meeting.body, 2027)))
            line = of_kind(found, LineKind.PEOPLE)[0]
            assert (line.needs_mail, line.names) == (3, ("Envoy of Australia", "Envoy of Canada", "Envoy of Germany"))
            assert count(OutboxMessage) == waiting

            done = applied(meeting.body, found, keys(found))

            assert (done.letters, done.left) == (3, 0)
            assert {m.kind for m in _queued_now()} == {"update"}
            assert {m.meeting_id for m in _queued_now()} == {meeting.id}
            assert (meeting.starts_on, meeting.ends_on) == (date(2027, 9, 28), date(2027, 9, 29))
            assert meeting.is_provisional
            entries = db.session.query(CalendarEntry).filter_by(meeting_id=meeting.id).all()
            assert {e.sequence for e in entries} == {1}
            assert {clock.local(e.starts_at, meeting.zone).date() for e in entries} == {date(2027, 9, 28)}


def _queued_now() -> list[OutboxMessage]:
    return db.session.query(OutboxMessage).filter_by(queued_at=clock.now(), state="queued").all()


def test_days_without_the_sessions_and_sessions_without_the_days_are_refused(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        owner = founded("S1")
        planned(owner, 2027, "autumn")
        found = of_debate(owner, moved(debate_of(owner, 2027)))
        before = everything()

        for kind, said in ((LineKind.DAYS, "move together"), (LineKind.SESSION, "apply those as well")):
            with pytest.raises(Refused, match=said):
                applied(owner, found, keys(found, kind))
        assert everything() == before


@pytest.mark.parametrize("is_sent", [False, True])
def test_days_are_not_parted_from_those_who_hold_the_old_ones(app: Flask, is_sent: bool) -> None:
    with app.app_context():
        with work(TESTS):
            owner = founded("S1")
            meeting = planned(owner, 2027, "autumn")["autumn"]
            convened(meeting)
            key = meeting.key
        if is_sent:
            send_due()
        with work(TESTS):
            meeting = one(Meeting, key=key)
            found = of_move(meeting, date(2027, 9, 28), at=clock.now())
            before = everything()
            moving, people = keys(found, LineKind.DAYS, LineKind.SESSION), keys(found, LineKind.PEOPLE)

            for chosen in (moving, keys(found) - people):
                with pytest.raises(Refused, match=f"3 people hold the old days: tick “{PEOPLE}”"):
                    applied(meeting.body, found, chosen)

            assert everything() == before
            # A letter that has not gone out yet is written anew.
            assert applied(meeting.body, found, moving | people).letters == (3 if is_sent else 0)
            assert meeting.starts_on == date(2027, 9, 28)


def test_confirming_the_same_days_changes_nothing_but_that_they_are_sure(app: Flask) -> None:
    with app.app_context():
        with work(TESTS):
            owner = founded("S1")
            meeting = planned(owner, 2027, "autumn")["autumn"]
            convened(meeting)
            key = meeting.key
        send_due()
        with work(TESTS):
            meeting = one(Meeting, key=key)
            # Moved by a day by hand meanwhile: a confirmation does not take that back.
            found = of_move(meeting, meeting.starts_on + timedelta(days=1), at=clock.now())
            applied(meeting.body, found, keys(found, LineKind.DAYS, LineKind.SESSION, LineKind.PEOPLE))
            entry = as_entered(debate_of(meeting.body, 2027), confidence=Confidence.CONFIRMED)

            found = of_debate(meeting.body, entry)

            assert [line.kind for line in found.lines] == [LineKind.SURE, LineKind.PEOPLE]
            before = everything()
            applied(meeting.body, found, keys(found, LineKind.SURE))
            assert differing(before, everything()) == {"Meeting": 1}
            assert not meeting.is_provisional


def test_once_confirmed_whoever_was_told_that_it_was_provisional_hears_so(app: Flask) -> None:
    with app.app_context():
        with work(TESTS):
            owner = founded("S2")
            meeting = planned(owner, 2027, "briefing")["briefing"]
            convened(meeting)
            key = meeting.key
            blocks = [
                e.block.replace(b"\r\n ", b"") for e in db.session.query(CalendarEntry).filter_by(meeting_id=meeting.id)
            ]
            assert all(b"STATUS:TENTATIVE" in block and b"The date is provisional" in block for block in blocks)
        send_due()
        with work(TESTS):
            meeting = one(Meeting, key=key)
            entry = as_entered(debate_of(meeting.body, 2027), confidence=Confidence.CONFIRMED)
            found = of_debate(meeting.body, entry)
            enter(meeting.body, entry, by=BY, at=clock.now())
            assert applied(meeting.body, found, keys(found)).letters == 3
            blocks = [
                e.block.replace(b"\r\n ", b"") for e in db.session.query(CalendarEntry).filter_by(meeting_id=meeting.id)
            ]
            assert all(b"STATUS:CONFIRMED" in block and b"provisional" not in block for block in blocks)
        folder = app.config["CONVENE"].outbox
        known = set(folder.iterdir())
        send_due()
        letters = [path.read_text() for path in set(folder.iterdir()) - known]
        assert len(letters) == 3
        assert all("Subject: The date is confirmed" in text and "Nothing else has" in text for text in letters)


def test_an_event_that_does_not_take_place_leaves_its_meetings_and_says_so(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        owner = founded("S2")
        meeting = planned(owner, 2028, "munich")["munich"]
        gone = Entry(str(AnchorKind.MUNICH), 2028, None, None, "", "", Confidence.CONFIRMED, "Letter")

        found = of_anchor(owner, gone, event=str(AnchorKind.MUNICH), year=2028, at=clock.now())

        assert found.lines == ()
        assert [stuck.meeting.id for stuck in found.stuck] == [meeting.id]
        assert "would have no days" in found.stuck[0].why


def test_what_is_over_cancelled_or_of_another_body_is_not_affected(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        owner, other = founded("S1"), founded("S1", "NEWER")
        planned(owner, 2027, "autumn")["autumn"].state = MeetingState.CANCELLED
        planned(other, 2027, "autumn")

        assert of_debate(owner, moved(debate_of(owner, 2027))).lines == ()


def test_a_deadline_of_a_convened_meeting_that_has_passed_is_left_unless_it_is_ticked(
    app: Flask, at: time_machine.Traveller
) -> None:
    with app.app_context(), work(TESTS):
        owner = founded("S1")
        meeting = planned(owner, 2027, "autumn")["autumn"]
        convened(meeting)
        call = called(meeting)
        at.move_to(call.due_at + timedelta(hours=1))

        found = of_debate(owner, moved(debate_of(owner, 2027)))

        late = [line for line in found.lines if not line.is_ticked]
        assert sorted(line.kind for line in late) == [LineKind.CALL, LineKind.DEADLINE]
        assert all("has passed already" in line.note for line in late)
        applied(owner, found, {line.key for line in found.lines if line.is_ticked})
        assert call.due_at == meeting.papers_due_at < clock.now()


def test_a_meeting_moves_as_a_whole_to_earlier_days_and_far_ahead(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        owner = founded("S1")
        meeting = planned(owner, 2027, "autumn")["autumn"]
        plan = usual_plan(meeting, at=clock.now())
        convened(meeting)
        preparation = keep_preparation(meeting, plan, by=BY, at=clock.now())[0]
        send_preparation(preparation, meeting, by=BY, at=clock.now())
        for day in (date(2027, 11, 16), date(2027, 9, 7)):
            found = of_move(meeting, day, at=clock.now())
            assert {LineKind.PREPARATION, LineKind.STATEMENTS} < {line.kind for line in found.lines}
            asked = of_kind(found, LineKind.STATEMENTS)[0]
            assert asked.needs_mail == 3

            applied(owner, found, keys(found))

            assert meeting.starts_on == day
            assert preparation.due_at == asked.moment
            first = db.session.query(MeetingSession).filter_by(meeting_id=meeting.id).order_by("starts_at").first()
            assert first is not None
            # 09:30 in New York, before and after the clocks change on 7 November.
            assert clock.local(first.starts_at, "America/New_York").strftime("%H:%M") == "09:30"


@pytest.mark.parametrize("day, said", [(date(2028, 1, 10), "Its symbol is of 2027")])
def test_a_meeting_keeps_the_year_of_its_symbol(app: Flask, day: date, said: str) -> None:
    with app.app_context(), work(TESTS):
        meeting = planned(founded("S1"), 2027, "autumn")["autumn"]

        with pytest.raises(Refused, match=said):
            of_move(meeting, day, at=clock.now())


def test_what_was_left_untold_is_offered_again_on_the_page_of_the_meeting(app: Flask) -> None:
    with app.app_context():
        with work(TESTS):
            owner = founded("S1")
            meeting = planned(owner, 2027, "autumn")["autumn"]
            convened(meeting)
            key = meeting.key
        send_due()
        with work(TESTS):
            meeting = one(Meeting, key=key)
            entry = as_entered(debate_of(meeting.body, 2027), confidence=Confidence.CONFIRMED)
            found = of_debate(meeting.body, entry)
            assert applied(meeting.body, found, keys(found) - keys(found, LineKind.PEOPLE)).letters == 0

            again = of_move(meeting, meeting.starts_on, at=clock.now())

            assert [line.kind for line in again.lines] == [LineKind.PEOPLE]
            assert applied(meeting.body, again, keys(again)).letters == 3


def test_another_order_of_hosts_moves_drafts_and_nothing_that_people_know_of(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        owner = founded("S1")
        first = planned(owner, 2028, "spring")["spring"]
        second = planned(owner, 2029, "spring")["spring"]
        assert [m.city for m in (first, second)] == ["Canberra", "Ottawa"]
        convened(first)
        order = {"Germany": 1, "Australia": 2, "Canada": 3}
        members = [replace(one, position=order[one.name]) for one in members_in_order(owner)]

        found = of_hosts(owner, members, at=clock.now())

        # After Canberra, which stands, Canada comes in either order; passed over once, Germany does.
        assert found.lines == ()
        passed = [replace(one, passes_in=2029 if one.name == "Canada" else None) for one in members]
        found = of_hosts(owner, passed, at=clock.now())
        assert [one.meeting.id for one in found.affected] == [second.id]
        assert {line.kind for line in found.lines} == {LineKind.PLACE, LineKind.DEADLINE}
        applied(owner, found, keys(found, LineKind.PLACE))
        assert (second.city, second.zone) == ("Berlin", "Europe/Berlin")
        assert second.title.endswith(", Berlin")
        assert count(Milestone, meeting_id=second.id) == 11
