"""What belongs together stays together, and the agenda of a meeting that is over stays as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from convene import clock
from convene.access.terms import Audience
from convene.agendas.actions import (
    Wording,
    add_item,
    change_item,
    close_item,
    members_of,
    narrow_item,
    remove_item,
    wording_of,
)
from convene.agendas.arranging import Goal, arrange_item
from convene.agendas.models import AgendaItem
from convene.agendas.terms import ItemKind, Progress, Subject
from convene.bodies.models import Party
from convene.db import work
from convene.findings import Refused
from convene.meetings.models import MeetingSession
from convene.meetings.terms import MeetingState
from tests.browser import TESTS, browser_of
from tests.build import BY, an_item, board_meeting, item_of, one, open_session


def a_sub_item(item: AgendaItem, session: MeetingSession, title: str) -> AgendaItem:
    wording = Wording(title=title, kind=ItemKind.DISCUSSION, subject=Subject.OTHER, minutes=10)
    return add_item(session, wording, parent=item, by=BY, at=clock.now())


def test_what_belongs_to_a_narrowed_item_is_narrowed_with_it(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        meeting = board_meeting()
        item = item_of(meeting, Subject.ECONOMIC_ACTORS)
        session = one(MeetingSession, id=item.session_id)
        nl, us = (one(Party, body_id=meeting.body_id, name=name).id for name in ("Netherlands", "United States"))
        below = a_sub_item(item, session, "Below from the first")
        later = an_item(session, "Below later")

        narrow_item(item, [nl], by=BY, at=clock.now())
        arrange_item(later, Goal(session, parent=item), origin=session, by=BY, at=clock.now())
        narrow_item(below, [us], by=BY, at=clock.now())

        assert [(i.narrowed, members_of(i)) for i in (item, below, later)] == [(True, [nl])] * 3
        narrow_item(item, [], by=BY, at=clock.now())
        assert [(i.narrowed, members_of(i)) for i in (item, below, later)] == [(False, [])] * 3


def test_what_belongs_to_a_closed_item_is_closed_with_it(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        session = open_session(board_meeting())
        item = an_item(session, "To be closed")
        below = a_sub_item(item, session, "Below it")

        change_item(item, session, replace(wording_of(item), audience=Audience.CLOSED), by=BY, at=clock.now())

        assert (below.audience, below.withheld) == (Audience.CLOSED, True)


@pytest.mark.parametrize("state", [MeetingState.CONCLUDED, MeetingState.CANCELLED])
def test_the_agenda_of_a_meeting_that_is_over_stays_as_it_was(app: Flask, state: MeetingState) -> None:
    with app.app_context(), work(TESTS):
        meeting = board_meeting()
        item = item_of(meeting, Subject.ECONOMIC_ACTORS)
        session = one(MeetingSession, id=item.session_id)
        meeting.state = state
        wording = replace(wording_of(item), title="Another title")
        acts: list[Callable[[], object]] = [
            lambda: an_item(session),
            lambda: change_item(item, session, wording, by=BY, at=clock.now()),
            lambda: remove_item(item, session, by=BY, at=clock.now()),
            lambda: arrange_item(item, Goal(session), origin=session, by=BY, at=clock.now()),
        ]

        for act in acts:
            with pytest.raises(Refused, match=f"This meeting is {state}: its agenda stays as it was"):
                act()

        close_item(item, Progress.CONCLUDED, by=BY, at=clock.now())
        assert item.progress is Progress.CONCLUDED


@pytest.mark.parametrize("number", ["9" * 20, "9" * 5000, "٣", "-1", "", "soon"])
def test_a_number_that_no_page_sent_is_refused_in_words(app: Flask, number: str) -> None:
    with app.app_context(), work(TESTS):
        meeting = board_meeting()
        item = item_of(meeting, Subject.ECONOMIC_ACTORS)
        path, key, session = f"/meetings/{meeting.key}", item.key, one(MeetingSession, id=item.session_id).key
    secretary = browser_of(app, "secretary")

    undone = secretary.post(f"{path}/agenda/undo", {"number": number})
    edited = secretary.post(f"/items/{key}/edit", {"revision": number})
    minutes = secretary.post(f"/sessions/{session}/minutes", {f"minutes-{key}": number, f"was-{key}": "45"})

    assert {undone.status_code, edited.status_code, minutes.status_code} <= {303, 422}
