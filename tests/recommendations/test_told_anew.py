"""Members who read a draft are told when its wording is another: once for each wording, on the secretariat's word."""

from __future__ import annotations

import pytest
from flask import Flask

from convene import clock
from convene.db import db, work
from convene.findings import Refused
from convene.mail.models import OutboxMessage
from convene.meetings.terms import MeetingState
from convene.recommendations import actions, circulating, telling
from convene.recommendations.models import Recommendation
from convene.recommendations.queries import steps_of
from convene.recommendations.terms import Step
from tests.access.crawl import letters
from tests.browser import TESTS, browser_of
from tests.build import BY, board_meeting, body, one
from tests.recommendations import made

DRAFT = "Member States should name an officer who keeps the archive of the network."
OTHER = "Member States should name two officers who keep the archive of the network."


def before_members() -> Recommendation:
    """A draft that members read."""
    found = made.proposed(DRAFT)
    circulating.put_before([found], board_meeting(), by=BY, at=clock.now())
    return found


def reword(found: Recommendation, text: str = OTHER, *, to: tuple[str, ...] = made.STATES) -> None:
    """Another text, or others to whom it goes."""
    said = made.wording(text, to)
    actions.reword(found, body(), said, revision=found.revision, by=BY, at=clock.now())


def tell(found: Recommendation) -> int:
    """Tell the members; gives how many mails."""
    return circulating.tell_anew(found, board_meeting(), by=BY, at=clock.now())


def told() -> list[OutboxMessage]:
    """The mails that tell of it."""
    return list(db.session.query(OutboxMessage).filter_by(kind=circulating.REWORDED))


def is_other(found: Recommendation) -> bool | None:
    """Whether its wording is another since the members were told; None where they never were."""
    last = circulating.told_last(steps_of(found))
    return None if last is None else last.is_other_now


def test_each_seat_gets_one_mail_for_each_wording(context: Flask) -> None:
    with work(TESTS):
        found = before_members()
        seats = {p for holders in telling.seats_of(body().id, clock.now()).values() for p in holders}
        with pytest.raises(Refused, match="told of these words already"):
            tell(found)
        reword(found)
        assert tell(found) == len(seats)
        assert {m.person_id for m in told()} == seats
        last = steps_of(found)[-1]
        assert (last.step, last.announced, found.announced) == (Step.TELL, False, True)
        with pytest.raises(Refused, match="told of these words already"):
            tell(found)
        assert len(told()) == len(seats)
        reword(found, DRAFT)
        assert tell(found) == len(seats)


def test_only_other_words_are_told(context: Flask) -> None:
    with work(TESTS):
        found = made.proposed(DRAFT)
        assert is_other(found) is None
        reword(found)
        circulating.put_before([found], board_meeting(), by=BY, at=clock.now())
        assert is_other(found) is False
        reword(found, to=("Denmark",))
        assert is_other(found) is False
        reword(found, DRAFT)
        assert is_other(found) is True
        circulating.take_back(found, body(), by=BY, at=clock.now())
        with pytest.raises(Refused, match="no draft that members read"):
            tell(found)
        circulating.put_before([found], board_meeting(), by=BY, at=clock.now())
        assert is_other(found) is False
        assert told() == []


def test_nothing_is_told_of_what_is_adopted_or_of_a_meeting_called_off(context: Flask) -> None:
    with work(TESTS):
        found, meeting = before_members(), board_meeting()
        reword(found)
        meeting.state = MeetingState.CANCELLED
        with pytest.raises(Refused, match="called off"):
            circulating.tell_anew(found, meeting, by=BY, at=clock.now())
        meeting.state = MeetingState.CONVENED
        actions.adopt([found], meeting, by=BY, at=clock.now())
        with pytest.raises(Refused, match="no draft that members read"):
            tell(found)
        assert (told(), steps_of(found)[-1].step) == ([], Step.ADOPT)


def test_the_page_offers_it_once_and_the_mail_says_no_word(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        found = before_members()
        here, button = f"/recommendations/{found.key}", "Tell the members of the new wording"
    secretary, member = (browser_of(app, who) for who in ("secretary", "primary_ca"))
    shown = secretary.text(here)
    assert ("They were last told by mail on" in shown, button in shown) == (True, False)
    with app.app_context(), work(TESTS):
        reword(one(Recommendation, text=DRAFT))
    shown = secretary.text(here)
    assert ("it was reworded since then" in shown, button in shown) == (True, True)
    shown = member.text(here)
    assert ("last told" in shown, button in shown) == (False, False)
    assert secretary.post(f"{here}/tell").status_code == 303
    with app.app_context(), work(TESTS):
        mails = len(told())
    again = secretary.post(f"{here}/tell")
    assert "told of these words already" in (again.text if again.status_code != 303 else secretary.text(here))
    assert button not in secretary.text(here)
    sent = [m for m in letters(app) if "has been reworded" in m.text]
    assert len(sent) == mails > 0
    assert not [m for m in sent if "archive" in m.text or OTHER[:20] in m.text]


@pytest.mark.parametrize("gone", ["taken back", "withdrawn", ""])
def test_no_mail_goes_for_what_is_not_before_the_members_any_more(app: Flask, gone: str) -> None:
    with app.app_context(), work(TESTS):
        found = before_members()
        reword(found)
        tell(found)
        if gone == "taken back":
            circulating.take_back(found, body(), by=BY, at=clock.now())
        elif gone:
            actions.withdraw(found, body(), by=BY, at=clock.now())
    sent = [m for m in letters(app) if "Drafts to read" in m.text or "has been reworded" in m.text]
    assert bool(sent) is not bool(gone)
