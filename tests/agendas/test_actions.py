"""Writes of agendas: items added, changed, moved between sessions, removed, narrowed; times and audiences follow."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from convene import clock
from convene.access.models import Narrowing
from convene.access.terms import Audience
from convene.agendas import actions
from convene.agendas.actions import Wording
from convene.agendas.arranging import move_item
from convene.agendas.models import AgendaItem
from convene.agendas.queries import items_of_session, narrowed_to
from convene.agendas.terms import ItemKind, Subject, Theme
from convene.bodies.models import Party
from convene.db import db, work
from convene.findings import Refused
from convene.journal import JournalEntry
from convene.meetings.models import MeetingSession
from tests.browser import TESTS, reader_of_key
from tests.build import BY, a_draft, an_item, board_meeting, body, count, item_of, one, sessions

OPEN, CLOSED = Audience.OPEN, Audience.CLOSED


def timetable(session: MeetingSession) -> list[tuple[str, int]]:
    """The items of a session, each with the minutes from its start."""
    found = items_of_session(session)
    return [(i.title[:8], int((i.starts_at - session.starts_at) / timedelta(minutes=1))) for i in found]


def move(item: AgendaItem, origin: MeetingSession, target: MeetingSession, place: int) -> None:
    move_item(item, origin=origin, target=target, place=place, by=BY, at=clock.now())


def wording(item: AgendaItem, **more: object) -> Wording:
    """What an item says now, but for `more`."""
    given = {name: getattr(item, name) for name in ("title", "kind", "subject", "minutes", "lead", "outcome")}
    return Wording(**(given | more))


def test_item_added_comes_last_at_its_time_and_as_the_session_is(context: Flask) -> None:
    with work(TESTS):
        first, _, third, _ = sessions(a_draft())
        closed, opened = an_item(first, "Added"), an_item(third, "Added")
        assert timetable(first)[-1] == ("Added", 210)
        assert (closed.position, closed.audience, closed.withheld) == (4, CLOSED, False)
        assert (opened.audience, opened.withheld) == (OPEN, False)
        assert count(JournalEntry, act="item.add", object_key=closed.key) == 1


@pytest.mark.parametrize(
    "place, titles",
    [
        (1, ["Assets t", "Opening ", "Deep-div"]),
        (2, ["Opening ", "Assets t", "Deep-div"]),
        (3, ["Opening ", "Deep-div", "Assets t"]),
        (0, ["Assets t", "Opening ", "Deep-div"]),
        (-9, ["Assets t", "Opening ", "Deep-div"]),
        (99, ["Opening ", "Deep-div", "Assets t"]),
    ],
)
def test_item_moved_within_its_session_retimes_it(context: Flask, place: int, titles: list[str]) -> None:
    minutes = {"Opening ": 15, "Deep-div": 120, "Assets t": 75}
    with work(TESTS):
        first = sessions(a_draft())[0]
        move(items_of_session(first)[2], first, first, place)
        assert timetable(first) == [(t, sum(minutes[u] for u in titles[:n])) for n, t in enumerate(titles)]
        assert [i.position for i in items_of_session(first)] == [1, 2, 3]


@pytest.mark.parametrize("own, moved, is_said", [(None, CLOSED, True), (CLOSED, CLOSED, False), (OPEN, OPEN, False)])
def test_closed_item_is_not_opened_by_being_moved_into_an_open_session(
    context: Flask, own: Audience | None, moved: Audience, is_said: bool
) -> None:
    with work(TESTS):
        first, _, third, _ = sessions(a_draft())
        item = an_item(first, "Moved", audience=own)
        said = move_item(item, origin=first, target=third, place=1, by=BY, at=clock.now())
        assert said is is_said
        assert (item.session_id, item.audience, item.withheld) == (third.id, moved, moved is CLOSED)
        assert timetable(third)[0] == ("Moved", 0)
        assert "Moved" not in dict(timetable(first))


@pytest.mark.parametrize("own, moved", [(None, CLOSED), (CLOSED, CLOSED), (OPEN, OPEN)])
def test_item_moved_into_a_closed_session_follows_it_unless_it_has_a_choice_of_its_own(
    context: Flask, own: Audience | None, moved: Audience
) -> None:
    with work(TESTS):
        first, _, third, _ = sessions(a_draft())
        item = an_item(third, "Moved", audience=own)
        assert item.withheld is (own is CLOSED)
        move(item, third, first, 1)
        assert (item.session_id, item.audience, item.withheld) == (first.id, moved, False)


def test_item_moved_takes_the_room_and_leaves_its_gap(context: Flask) -> None:
    with work(TESTS):
        first, second, *_ = sessions(a_draft())
        second.room = "Room 9"
        item = items_of_session(first)[1]
        move(item, first, second, 2)
        assert item.room == "Room 9"
        assert timetable(first) == [("Opening ", 0), ("Assets t", 15)]
        assert timetable(second)[:3] == [("Updates ", 0), ("Deep-div", 75), ("Economic", 195)]


def test_item_changed_retimes_what_follows(context: Flask) -> None:
    with work(TESTS):
        first = sessions(a_draft())[0]
        item = items_of_session(first)[0]
        actions.change_item(item, first, wording(item, minutes=25, title="Opened"), by=BY, at=clock.now())
        assert timetable(first) == [("Opened", 0), ("Deep-div", 25), ("Assets t", 145)]


@pytest.mark.parametrize("minutes, refused", [(0, True), (1, False), (600, False), (601, True)])
def test_item_changed_beyond_the_bounds_is_refused_and_kept(context: Flask, minutes: int, refused: bool) -> None:
    with work(TESTS):
        first = sessions(a_draft())[0]
        item = items_of_session(first)[0]
        if refused:
            with pytest.raises(Refused) as caught:
                actions.change_item(item, first, wording(item, minutes=minutes), by=BY, at=clock.now())
            assert [f.field for f in caught.value.findings] == ["minutes"]
            assert item.minutes == 15
        else:
            actions.change_item(item, first, wording(item, minutes=minutes), by=BY, at=clock.now())
            assert item.minutes == minutes


def test_item_removed_closes_the_gap_and_lifts_its_narrowing(context: Flask) -> None:
    with work(TESTS):
        first = sessions(a_draft())[0]
        item = items_of_session(first)[0]
        actions.narrow_item(item, [one(Party, body_id=body().id, name="Denmark").id], by=BY, at=clock.now())
        db.session.flush()
        assert count(Narrowing, item_id=item.id) == 1
        kept = item.id
        actions.remove_item(item, first, by=BY, at=clock.now())
        assert timetable(first) == [("Deep-div", 0), ("Assets t", 120)]
        assert count(Narrowing, item_id=kept) == 0


def test_session_that_changes_takes_along_the_items_without_a_choice_of_their_own(context: Flask) -> None:
    with work(TESTS):
        first, _, third, _ = sessions(a_draft())
        closed, opened = an_item(third, "Closed", audience=CLOSED), an_item(third, "Opened", audience=OPEN)
        third.audience = CLOSED
        actions.follow_session(third)
        assert [i.audience for i in items_of_session(third)] == [CLOSED, CLOSED, CLOSED, OPEN]
        assert closed.withheld is False
        third.audience = OPEN
        actions.follow_session(third)
        assert [i.audience for i in items_of_session(third)] == [OPEN, OPEN, CLOSED, OPEN]
        assert (closed.withheld, opened.withheld) == (True, False)
        first.audience = OPEN
        actions.follow_session(first)
        assert {(i.audience, i.withheld) for i in items_of_session(first)} == {(OPEN, False)}


def test_session_moved_takes_its_items_along(context: Flask) -> None:
    with work(TESTS):
        first = sessions(a_draft())[0]
        first.starts_at += timedelta(hours=1)
        actions.retime(first)
        assert [m for _, m in timetable(first)] == [0, 15, 135]


def sees(key: str, item_id: int) -> bool:
    reader = reader_of_key(key)
    with work(reader):
        return db.session.get(AgendaItem, item_id) is not None


def test_item_narrowed_to_a_member_is_hidden_from_the_others_until_opened_again(context: Flask) -> None:
    with work(TESTS):
        item = item_of(board_meeting(), Subject.ASSETS)
        denmark, germany = (one(Party, body_id=body().id, name=name).id for name in ("Denmark", "Germany"))
        item_id = item.id
        actions.narrow_item(item, [denmark], by=BY, at=clock.now())
    assert [sees(k, item_id) for k in ("primary_dk", "alternate_dk", "primary_de", "secretary")] == [
        True,
        True,
        False,
        True,
    ]
    with work(TESTS):
        item = item_of(board_meeting(), Subject.ASSETS)
        actions.narrow_item(item, [germany, denmark], by=BY, at=clock.now())
        db.session.flush()
        assert sorted(narrowed_to([item_id])[item_id]) == sorted([denmark, germany])
        actions.narrow_item(item, [germany], by=BY, at=clock.now())
    assert [sees(k, item_id) for k in ("primary_dk", "primary_de", "primary_nl")] == [False, True, False]
    with work(TESTS):
        actions.narrow_item(item_of(board_meeting(), Subject.ASSETS), [], by=BY, at=clock.now())
    assert [sees(k, item_id) for k in ("primary_dk", "primary_de", "primary_nl")] == [True, True, True]
    with work(TESTS):
        assert count(Narrowing, item_id=item_id) == 0


def test_wording_of_an_item_is_kept_in_full(context: Flask) -> None:
    with work(TESTS):
        given = Wording(
            "Title", ItemKind.DECISION, Subject.ASSETS, 45, "Lead", "Outcome", "Country", OPEN, takes_papers=False,
            video_link="https://video.example/x", section="Section", themes=(Theme.EXTREMISM,), annotation="Annotation",
        )  # fmt: skip
        item = actions.add_item(sessions(a_draft())[2], given, by=BY, at=clock.now())
        kept = {name: getattr(item, name) for name in Wording.__slots__}
        assert kept == {name: getattr(given, name) for name in Wording.__slots__}
