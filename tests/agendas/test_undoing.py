"""Taking changes back: each kind, only where nothing newer stands on it, and what was closed is never opened by it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.access.models import Admission, Narrowing
from convene.access.terms import Audience
from convene.agendas import actions, edits
from convene.agendas.arranging import STAYS_CLOSED, Goal, arrange_item
from convene.agendas.models import AgendaEdit, AgendaItem, ChairNote
from convene.agendas.queries import items_of_session
from convene.agendas.terms import Act, Progress, Subject
from convene.agendas.undoing import Undone, undo
from convene.bodies.models import Party
from convene.db import db, work
from convene.findings import Refused
from convene.meetings.models import Meeting, MeetingSession
from tests.browser import TESTS
from tests.build import BY, a_draft, an_item, board_meeting, body, count, item_of, one, sessions

CLOSED, OPEN = Audience.CLOSED, Audience.OPEN


def last(meeting: Meeting) -> AgendaEdit:
    """The latest line of the book."""
    return edits.last_edits(meeting.id, 1)[0]


def take_back(meeting: Meeting, edit: AgendaEdit | None = None) -> Undone:
    return undo(meeting, edit or last(meeting), by=BY, at=clock.now())


def refusal(meeting: Meeting, edit: AgendaEdit) -> str:
    with pytest.raises(Refused) as caught:
        take_back(meeting, edit)
    return caught.value.findings[0].text


def say(item: AgendaItem, session: MeetingSession, **said: object) -> AgendaEdit:
    edit = actions.say_of(item, session, said, by=BY, at=clock.now())
    assert edit is not None
    return edit


def titles(session: MeetingSession) -> list[str]:
    return [("  " if i.parent_id else "") + i.title.split()[0] for i in items_of_session(session)]


def put(item: AgendaItem, session: MeetingSession, **where: Any) -> AgendaEdit:
    origin = db.session.get_one(MeetingSession, item.session_id)
    edit = arrange_item(item, Goal(session, **where), origin=origin, by=BY, at=clock.now()).edit
    assert edit is not None
    return edit


def test_a_draft_begins_with_nothing_to_take_back(context: Flask) -> None:
    with work(TESTS):
        assert edits.last_edits(a_draft().id, 9) == []


def test_change_is_taken_back_and_done_again(context: Flask) -> None:
    with work(TESTS):
        meeting = a_draft()
        first = sessions(meeting)[0]
        item = items_of_session(first)[0]
        say(item, first, title="Opened", minutes=25)
        take_back(meeting)
        assert (item.title, item.minutes) == ("Opening and adoption of the agenda", 15)
        redo = last(meeting)
        assert (redo.undoes, one(AgendaEdit, meeting_id=meeting.id, number=1).is_undone) == (1, True)
        take_back(meeting, redo)
        assert (item.title, item.minutes, item.revision) == ("Opened", 25, 4)
        assert one(AgendaEdit, meeting_id=meeting.id, number=1).is_undone is False


def test_newer_change_of_the_same_field_is_not_overwritten(context: Flask) -> None:
    with work(TESTS):
        meeting = a_draft()
        first = sessions(meeting)[0]
        item = items_of_session(first)[0]
        older = say(item, first, title="Mine", lead="Chair of the day")
        say(item, first, title="Theirs")
        assert refusal(meeting, older) == "“Theirs” has been changed again since (title); nothing newer is overwritten."
        assert (item.title, item.lead) == ("Theirs", "Chair of the day")
        take_back(meeting)
        take_back(meeting, older)
        assert item.title == "Opening and adoption of the agenda"
        assert refusal(meeting, older) == "This change has been taken back already."


def test_older_change_of_another_field_is_taken_back_alone(context: Flask) -> None:
    with work(TESTS):
        meeting = a_draft()
        first = sessions(meeting)[0]
        item = items_of_session(first)[0]
        older = say(item, first, lead="Germany")
        say(item, first, title="Theirs")
        take_back(meeting, older)
        assert (item.title, item.lead) == ("Theirs", "Chair")


def test_removal_is_taken_back_with_all_that_hung_from_it(context: Flask) -> None:
    with work(TESTS):
        meeting = board_meeting()
        dive = item_of(meeting, Subject.ASSETS)
        first = db.session.get_one(MeetingSession, dive.session_id)
        below = actions.add_item(first, actions.wording_of(dive), by=BY, at=clock.now(), parent=dive)
        denmark = one(Party, body_id=body().id, name="Denmark").id
        actions.narrow_item(dive, [denmark], by=BY, at=clock.now())
        speaker = db.session.scalars(select(Admission).where(Admission.meeting_id == meeting.id)).first()
        assert speaker is not None
        given = {n: getattr(speaker, n) for n in ("person_id", "party_id", "invitation_id", "reason", "in_force")}
        db.session.add(Admission(body_id=meeting.body_id, meeting_id=meeting.id, item_id=dive.id, **given))
        db.session.add(ChairNote(body_id=meeting.body_id, meeting_id=meeting.id, item_id=dive.id, text="Softly"))
        db.session.flush()
        key, item_id, before = dive.key, dive.id, titles(first)
        actions.remove_item(dive, first, by=BY, at=clock.now())
        assert [below.parent_id] == [None]
        assert [count(m, item_id=item_id) for m in (Narrowing, Admission, ChairNote)] == [0, 0, 0]
        take_back(meeting)
        again = one(AgendaItem, key=key)
        assert (again.id, again.narrowed, below.parent_id, titles(first)) == (item_id, True, item_id, before)
        assert [count(m, item_id=item_id) for m in (Narrowing, Admission, ChairNote)] == [1, 1, 1]
        take_back(meeting)
        assert db.session.get(AgendaItem, item_id) is None


def test_adding_is_taken_back_unless_somebody_worked_on_it_since(context: Flask) -> None:
    with work(TESTS):
        meeting = a_draft()
        first = sessions(meeting)[0]
        item = an_item(first, "Added")
        added = last(meeting)
        say(item, first, lead="Germany")
        assert refusal(meeting, added) == "The item has been changed again since; take the newer change back first."
        take_back(meeting)
        take_back(meeting, added)
        assert "Added" not in titles(first)
        take_back(meeting)
        assert titles(first)[-1] == "Added"


def test_move_is_taken_back_to_where_the_item_stood(context: Flask) -> None:
    with work(TESTS):
        meeting = a_draft()
        first, second, *_ = sessions(meeting)
        opening, dive, assets = items_of_session(first)
        put(assets, first, parent=dive)
        assert titles(first) == ["Opening", "Deep-dive:", "  Assets"]
        put(dive, second)
        assert titles(second)[:2] == ["Deep-dive:", "  Assets"]
        take_back(meeting)
        assert titles(first) == ["Opening", "Deep-dive:", "  Assets"]
        put(opening, first, after=dive)
        put(opening, second)
        older = edits.one_edit(meeting.id, last(meeting).number - 1)
        assert refusal(meeting, older) == "The item has been changed again since; take the newer change back first."


def test_move_out_of_an_open_session_is_taken_back_without_opening_the_item(context: Flask) -> None:
    with work(TESTS):
        meeting = a_draft()
        first, _, third, _ = sessions(meeting)
        item = an_item(third, "Moved")
        put(item, first)
        assert item.audience is CLOSED
        say(item, first, outcome="Written behind closed doors")
        moved = edits.one_edit(meeting.id, last(meeting).number - 1)
        assert take_back(meeting, moved).remarks == (STAYS_CLOSED,)
        assert (item.session_id, item.audience, item.withheld) == (third.id, CLOSED, True)


def test_removed_item_comes_back_closed_into_a_session_that_was_opened_since(context: Flask) -> None:
    with work(TESTS):
        meeting = a_draft()
        first = sessions(meeting)[0]
        item = items_of_session(first)[2]
        key = item.key
        actions.remove_item(item, first, by=BY, at=clock.now())
        first.audience = OPEN
        actions.follow_session(first)
        assert take_back(meeting).remarks == (STAYS_CLOSED,)
        assert one(AgendaItem, key=key).withheld is True


def test_narrowing_and_closing_are_taken_back(context: Flask) -> None:
    with work(TESTS):
        meeting = a_draft()
        item = items_of_session(sessions(meeting)[0])[0]
        actions.narrow_item(item, [one(Party, body_id=body().id, name="Denmark").id], by=BY, at=clock.now())
        actions.close_item(item, Progress.CONCLUDED, by=BY, at=clock.now())
        assert [item.closed_at] == [clock.now()]
        take_back(meeting)
        assert (item.progress, item.closed_at, item.narrowed) == (Progress.OPEN, None, True)
        take_back(meeting, edits.one_edit(meeting.id, 1))
        assert (item.narrowed, count(Narrowing, item_id=item.id)) == (False, 0)
        take_back(meeting)
        assert item.narrowed is True


def test_sub_items_go_with_their_item_and_stay_closed_in_an_open_session(context: Flask) -> None:
    with work(TESTS):
        meeting = a_draft()
        first, _, third, _ = sessions(meeting)
        _, dive, assets = items_of_session(first)
        put(assets, first, parent=dive)
        put(dive, third)
        assert [(i.audience, i.own_audience, i.withheld) for i in (dive, assets)] == [(CLOSED, CLOSED, True)] * 2
        assert (assets.session_id, assets.parent_id) == (third.id, dive.id)
        assert assets.starts_at == dive.starts_at + timedelta(minutes=dive.minutes)


def test_item_with_sub_items_becomes_no_sub_item_and_a_sub_item_has_none(context: Flask) -> None:
    with work(TESTS):
        first = sessions(a_draft())[0]
        opening, dive, assets = items_of_session(first)
        put(assets, first, parent=dive)
        with pytest.raises(Refused, match="has sub-items"):
            arrange_item(dive, Goal(first, parent=opening), origin=first, by=BY, at=clock.now())
        with pytest.raises(Refused, match="a sub-item has no sub-items"):
            actions.add_item(first, actions.wording_of(dive), by=BY, at=clock.now(), parent=assets)
        done = arrange_item(opening, Goal(first, parent=assets), origin=first, by=BY, at=clock.now())
        assert "has become a sub-item itself" in done.remarks[0]
        assert titles(first) == ["Deep-dive:", "  Assets", "Opening"]


def test_sub_item_of_a_closed_and_narrowed_item_is_as_closed_and_as_narrow(context: Flask) -> None:
    with work(TESTS):
        third = sessions(a_draft())[2]
        item = an_item(third, "Closed", audience=CLOSED)
        actions.narrow_item(item, [one(Party, body_id=body().id, name="Denmark").id], by=BY, at=clock.now())
        below = actions.add_item(
            third, actions.wording_of(items_of_session(third)[0]), by=BY, at=clock.now(), parent=item
        )
        assert (below.withheld, below.narrowed, count(Narrowing, item_id=below.id)) == (True, True, 1)


def test_every_line_of_the_book_has_a_number_of_its_own(context: Flask) -> None:
    with work(TESTS):
        meeting = a_draft()
        first = sessions(meeting)[0]
        for number in range(3):
            an_item(first, f"Item {number}")
        assert [(e.number, e.act) for e in edits.last_edits(meeting.id, 9)] == [(n, Act.ADD) for n in (3, 2, 1)]
