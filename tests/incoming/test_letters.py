"""The letter to a proposer: that there is a decision to read, never which and on what; to nobody who has left."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from convene import clock
from convene.db import work
from convene.incoming.terms import Fate
from convene.meetings.terms import MeetingState
from convene.people.actions import end_term
from convene.people.models import Contact
from tests.access.crawl import Letter, letters
from tests.browser import TESTS, character
from tests.build import BY, board_meeting, body, one, term_of
from tests.incoming.made import decided, handed_in, the

TITLE, REASON = "Returns under pressure", "Bring figures."


def decide(app: Flask, fate: Fate) -> str:
    """A proposal of the Netherlands, decided on; gives the meeting's key."""
    letters(app)  # What the seeded network sends goes first.
    with app.app_context(), work(TESTS):
        meeting = board_meeting()
        handed_in(meeting, title=TITLE)
        decided(meeting, fate, the(meeting, TITLE), reason=REASON)
        return meeting.key


def new_letters(app: Flask) -> list[Letter]:
    """What is sent about proposals."""
    return [letter for letter in letters(app) if "/proposals" in letter.text]


@pytest.mark.parametrize("fate", [Fate.ACCEPTED, Fate.DECLINED, Fate.DEFERRED])
def test_the_proposer_is_told_that_there_is_something_to_read_and_nobody_is_told_what(app: Flask, fate: Fate) -> None:
    key = decide(app, fate)
    (letter,) = new_letters(app)
    assert letter.to == character("primary_nl").address
    assert dict(letter.headers)["Subject"] == "Your proposal to the Coordination Board of the Transatlantic Network"
    assert "The secretariat has decided on your proposal; sign in to read it." in letter.text
    assert f"http://localhost/meetings/{key}/proposals" in letter.text
    words = (TITLE, "Returns", REASON, "Marenda", str(fate), "New York", "TNAP/")
    assert [word for word in words if word in letter.text] == []


def test_somebody_at_risk_gets_a_neutral_letter(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        one(Contact, id=term_of("primary_nl").contact_id).is_at_risk = True
    decide(app, Fate.DECLINED)
    own = [m for m in letters(app) if m.to == character("primary_nl").address]
    (letter,) = [m for m in own if dict(m.headers)["Subject"] == "There is something for you to read"]
    words = ("roposal", "/meetings/", "Coordination", "Primary representative", TITLE, REASON)
    assert [word for word in words if word in letter.text] == []


def test_whoever_has_left_is_not_told(app: Flask) -> None:
    decide(app, Fate.DECLINED)
    with app.app_context(), work(TESTS):
        yesterday = clock.now().date() - timedelta(days=1)
        end_term(term_of("primary_nl"), body=body(), ends_on=yesterday, by=BY, at=clock.now())
    assert new_letters(app) == []


def test_nobody_is_told_of_decisions_for_a_meeting_that_is_cancelled(app: Flask) -> None:
    decide(app, Fate.DECLINED)
    with app.app_context(), work(TESTS):
        board_meeting().state = MeetingState.CANCELLED
    assert new_letters(app) == []
