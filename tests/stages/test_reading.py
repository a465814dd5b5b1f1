"""Reading what was circulated: present rights over frozen text, history, and what a guest is never told."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from time_machine import Traveller

from convene import clock
from convene.access.gate import Missing
from convene.access.models import Admission
from convene.access.scope import set_reader
from convene.access.terms import Audience
from convene.agendas.actions import follow_session, narrow_item, remove_item
from convene.agendas.models import AgendaItem
from convene.agendas.terms import Progress, Subject
from convene.bodies.models import Party
from convene.db import abandon, db, work
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.terms import MeetingState
from convene.papers.actions import withdraw
from convene.papers.models import Paper
from convene.placing import place_meeting
from convene.stages.freezing import is_intact
from convene.stages.models import AgendaStage, StageItem, StageSession
from convene.stages.reading import Circulated, circulations, linked, uncirculated
from convene.stages.terms import Stage
from tests.browser import TESTS, reader_of_key
from tests.build import BY, a_draft, an_item, board_meeting, invitation_of, item_of, one, open_session
from tests.stages.shared import circulate, read_as, rows


@pytest.fixture(autouse=True)
def _request(app: Flask) -> object:
    """Reading notes what is closed for the end of a request."""
    with app.test_request_context():
        yield


def titles(who: str, stage: str) -> list[str]:
    return [i.title for s in read_as(who, stage).view.sessions for i in s.items]


def all_circulations(who: str) -> list[Circulated]:
    reader = reader_of_key(who)
    set_reader(reader)
    try:
        return circulations(board_meeting())
    finally:
        abandon()


def sent(stage: Stage = Stage.PROVISIONAL, note: str = "") -> str:
    with work(TESTS):
        return circulate(board_meeting(), stage, note).key


def test_each_reader_gets_the_part_that_they_see() -> None:
    stage = sent()

    assert len(titles("secretary", stage)) == len(titles("primary_dk", stage)) == 11
    assert titles("ngo_guest", stage) == ["The board briefs invited organisations", "Input from invited organisations"]
    assert titles("speaker_on_link", stage) == ["Deep-dive: a situation with early warning signs"]
    for stranger in ("desk_nl", "secretary_council", "focal_point_gh"):
        with pytest.raises(Missing):
            read_as(stranger, stage)


def test_a_frozen_agenda_does_not_follow_the_present_one() -> None:
    stage = sent()
    with work(TESTS):
        item_of(board_meeting(), Subject.DEEP_DIVE).title = "Another country"
        board_meeting().venue = "Elsewhere"

    assert "Another country" not in titles("primary_dk", stage)
    assert read_as("primary_dk", stage).view.venue == "Conference building, 8th floor"


def test_what_is_narrowed_since_is_narrowed_in_the_old_stage() -> None:
    with work(TESTS):
        title = item_of(board_meeting(), Subject.ECONOMIC_ACTORS).title
    stage = sent()
    with work(TESTS):
        meeting = board_meeting()
        party = one(Party, body_id=meeting.body_id, name="Netherlands")
        narrow_item(item_of(meeting, Subject.ECONOMIC_ACTORS), [party.id], by=BY, at=clock.now())
        place_meeting(meeting.id)

    assert title in titles("primary_nl", stage)
    assert title not in titles("primary_dk", stage)


def test_what_is_closed_since_is_taken_from_guests_for_good() -> None:
    stage = sent()
    title = "Input from invited organisations"
    for audience in (Audience.CLOSED, None):
        with work(TESTS):
            meeting = board_meeting()
            item_of(meeting, Subject.INPUT_OF_GUESTS).own_audience = audience
            follow_session(open_session(meeting))
            place_meeting(meeting.id)

        assert title not in titles("ngo_guest", stage)
        assert title in titles("primary_dk", stage)


def test_a_removed_item_stays_in_what_was_circulated_and_has_no_page() -> None:
    with work(TESTS):
        an_item(open_session(board_meeting()), "Soon gone")
    stage = sent()
    with work(TESTS):
        gone = one(AgendaItem, title="Soon gone")
        remove_item(gone, open_session(board_meeting()), by=BY, at=clock.now())
        place_meeting(board_meeting().id)

    for who in ("secretary", "primary_dk", "ngo_guest"):
        found = read_as(who, stage)
        keys = {i.title: i.key for s in linked(found).sessions for i in s.items}
        assert keys["Soon gone"] == ""
        assert all(key for title, key in keys.items() if title != "Soon gone")


def removed_and_reused(*, is_placed: bool) -> str:
    """A closed item is circulated and removed; the next item bears its number, and a guest is admitted to that."""
    with work(TESTS):
        meeting = board_meeting()
        closed = one(MeetingSession, id=item_of(meeting, Subject.ECONOMIC_ACTORS).session_id)
        number = an_item(closed, "Secret and removed").id
    stage = sent()
    with work(TESTS):
        meeting = board_meeting()
        item = one(AgendaItem, id=number)
        session = one(MeetingSession, id=item.session_id)
        remove_item(item, session, by=BY, at=clock.now())
        if is_placed:
            place_meeting(meeting.id)
        new = an_item(session, "Open to one guest")
        assert new.id == number
        invitation = invitation_of("ngo_guest", meeting)
        db.session.add(
            Admission(
                body_id=meeting.body_id, meeting_id=meeting.id, invitation_id=invitation.id,
                person_id=invitation.person_id, party_id=invitation.party_id, item_id=number, in_force=True, reason="x",
            )
        )  # fmt: skip
    return stage


@pytest.mark.parametrize("is_placed", [True, False])
def test_whoever_is_admitted_to_an_item_with_a_number_used_before_does_not_see_the_former_one(is_placed: bool) -> None:
    stage = removed_and_reused(is_placed=is_placed)

    assert "Secret and removed" not in titles("ngo_guest", stage)
    assert "Secret and removed" in titles("secretary", stage)


def test_a_paper_is_listed_as_of_then_and_only_to_whoever_may_see_it_today() -> None:
    stage = sent()
    with work(TESTS):
        paper = one(Paper, title="Warning signs in the border districts")
        paper.title, paper.latest = "A new title", 2
    lines = [p for s in read_as("primary_dk", stage).view.sessions for i in s.items for p in i.papers]
    assert [(p.title, p.version) for p in lines] == [
        ("Warning signs in the border districts", 1), ("What we saw this year", 1)
    ]  # fmt: skip

    # The other guest's statement is not released to this one.
    assert [p for s in read_as("ngo_guest", stage).view.sessions for i in s.items for p in i.papers] == []
    with work(TESTS):
        withdraw(one(Paper, title="A new title"), by=BY, at=clock.now())
    lines = [p for s in read_as("primary_dk", stage).view.sessions for i in s.items for p in i.papers]
    assert [p.title for p in lines] == ["What we saw this year"]


def test_a_guest_is_shown_only_circulations_in_which_their_own_part_changed(at: Traveller) -> None:
    first = sent()
    at.shift(3600)
    with work(TESTS):
        item_of(board_meeting(), Subject.ECONOMIC_ACTORS).title = "Changed where no guest is"
    hidden = sent(note="Of the seats alone")
    at.shift(3600)
    with work(TESTS):
        item_of(board_meeting(), Subject.INPUT_OF_GUESTS).title = "Changed for guests"
    last = sent(Stage.ANNOTATED)

    assert [c.key for c in all_circulations("primary_dk")] == [last, hidden, first]
    assert [c.symbol for c in all_circulations("primary_dk")] == [
        "TNAP/2027/1/1/Rev.2", "TNAP/2027/1/1/Rev.1", "TNAP/2027/1/1"
    ]  # fmt: skip
    guests = all_circulations("ngo_guest")
    assert [(c.key, c.stage, c.symbol, c.note, c.is_first) for c in guests] == [
        (last, None, "", "", False), (first, None, "", "", True)
    ]  # fmt: skip
    with pytest.raises(Missing):
        read_as("ngo_guest", hidden)
    with pytest.raises(Missing):
        read_as("speaker_on_link", last)
    found = read_as("ngo_guest", last, with_markup=True)
    assert found.markup is not None
    assert found.markup.changes == 1
    assert found.before is not None
    assert found.before.key == first


def earlier_meeting(on: date, *, city: str) -> Meeting:
    """A meeting of the board that is over, its deep-dive on the country of the next one's."""
    meeting = a_draft(starts_on=on, city=city)
    meeting.state, meeting.announced = MeetingState.CONCLUDED, True
    for session in db.session.scalars(select(MeetingSession).where(MeetingSession.meeting_id == meeting.id)):
        session.announced = True
        follow_session(session)
    dive = item_of(meeting, Subject.DEEP_DIVE)
    dive.title, dive.countries, dive.progress = (
        f"Dive in {city}",
        "a country with early warning signs",
        Progress.UNFINISHED,
    )
    return meeting


def histories(who: str, stage: str) -> dict[str, list[str]]:
    view = read_as(who, stage).view
    return {i.title: [line.title for line in i.history] for s in view.sessions for i in s.items if i.history}


def test_an_annotated_agenda_tells_each_item_s_history_to_whoever_may_see_that_today() -> None:
    with work(TESTS):
        older, newer = earlier_meeting(date(2027, 2, 2), city="Oslo"), earlier_meeting(date(2027, 4, 6), city="Bern")
        name, symbol = newer.title, newer.symbol
        thread = item_of(newer, Subject.ASSETS)
        thread.title, thread.progress = "Assets in Bern", Progress.CONCLUDED
        item_of(board_meeting(), Subject.ASSETS).thread = thread.thread
        hidden = item_of(older, Subject.DEEP_DIVE)
        narrow_item(hidden, [one(Party, body_id=older.body_id, name="Netherlands").id], by=BY, at=clock.now())
    annotated = sent(Stage.ANNOTATED)

    dive = "Deep-dive: a situation with early warning signs"
    assets = "Assets that may be deployed: statements by members"
    assert histories("secretary", annotated) == {dive: ["Dive in Bern", "Dive in Oslo"], assets: ["Assets in Bern"]}
    assert histories("primary_nl", annotated) == histories("secretary", annotated)
    assert histories("primary_dk", annotated) == {dive: ["Dive in Bern"], assets: ["Assets in Bern"]}
    assert histories("speaker_on_link", annotated) == {}
    line = read_as("secretary", annotated).view.sessions[0].items[2].history[0]
    assert (line.meeting, line.symbol, line.on) == (name, symbol, date(2027, 4, 6))
    assert (line.ended, line.is_closed) == ("concluded", True)


def test_annotations_are_in_the_annotated_stage_alone_and_for_seats() -> None:
    with work(TESTS):
        item_of(board_meeting(), Subject.DEEP_DIVE).annotation = "Two questions"
    plain, annotated = sent(Stage.PROVISIONAL), sent(Stage.ANNOTATED)

    def said(who: str, stage: str) -> list[str]:
        return [i.annotation for s in read_as(who, stage).view.sessions for i in s.items if i.annotation]

    assert [said("primary_dk", plain), said("primary_dk", annotated)] == [[], ["Two questions"]]
    assert histories("secretary", plain) == {}
    assert said("speaker_on_link", plain) == []


def test_what_was_not_circulated_yet_is_told() -> None:
    with work(TESTS):
        assert uncirculated(board_meeting()) is None
    sent()
    with work(TESTS):
        assert uncirculated(board_meeting()).changes == 0  # type: ignore[union-attr]  # Just circulated.
        an_item(open_session(board_meeting()), "New")
        board_meeting().city = "Geneva"
        found = uncirculated(board_meeting())
        assert found is not None
        assert found.changes == 2


def test_a_word_changed_in_the_database_is_found_out() -> None:
    sent()
    with work(TESTS):
        stage = one(AgendaStage, meeting_id=board_meeting().id)
        sessions, items = rows(StageSession, stage), rows(StageItem, stage)
        assert is_intact(stage, sessions, items)
        items[3].content = items[3].content.replace("Members", "Nobody")
        assert not is_intact(stage, sessions, items)


def test_an_item_that_is_put_back_is_found_again() -> None:
    with work(TESTS):
        party = one(Party, body_id=board_meeting().body_id, name="Netherlands").id
        an_item(open_session(board_meeting()), "Back again")
    stage = sent()
    with work(TESTS):
        item = one(AgendaItem, title="Back again")
        key, session = item.key, open_session(board_meeting())
        remove_item(item, session, by=BY, at=clock.now())
        an_item(session, "Takes the number")
        place_meeting(board_meeting().id)
        again = an_item(session, "Back again")
        again.key = key
        narrow_item(again, [party], by=BY, at=clock.now())
        place_meeting(board_meeting().id)

    assert "Back again" in titles("primary_nl", stage)
    assert "Back again" not in titles("primary_dk", stage)
    assert "Takes the number" not in titles("secretary", stage)
