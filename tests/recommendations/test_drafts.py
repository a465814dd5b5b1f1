"""Drafts that members read before they adopt them: put before the seats, reworded before their eyes, taken back."""

from __future__ import annotations

import io

import pypdf
import pytest
from flask import Flask

from convene import clock
from convene.agendas.terms import Subject
from convene.db import db, work
from convene.findings import Refused
from convene.mail.models import OutboxMessage
from convene.meetings.terms import MeetingState
from convene.recommendations import actions, circulating, telling
from convene.recommendations.models import Recommendation, RecommendationLink, RecommendationStep
from convene.recommendations.queries import addressees_of, steps_of
from convene.recommendations.terms import LinkKind, State, Step
from tests.access.crawl import letters
from tests.browser import TESTS, browser_of
from tests.build import BY, board_meeting, body, item_of, one
from tests.recommendations import made

DRAFT = "Member States should name an officer who keeps the archive of the network."


def _printed(content: bytes) -> str:
    return " ".join(" ".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(content)).pages).split())


def put_before(*drafts: Recommendation) -> int:
    """Put before the members of the board's meeting."""
    return circulating.put_before(drafts, board_meeting(), by=BY, at=clock.now())


def test_each_seat_is_told_once_and_reads_the_draft_and_whom_it_addresses(context: Flask) -> None:
    with work(TESTS):
        first, second = made.proposed(DRAFT), made.proposed("Another draft of the same meeting, on another matter.")
        seats = {p for holders in telling.seats_of(body().id, clock.now()).values() for p in holders}
        assert put_before(first) == len(seats)
        told = list(db.session.query(OutboxMessage).filter_by(kind=circulating.PUT_BEFORE))

        assert {m.person_id for m in told} == seats
        assert (first.announced, second.announced, first.state) == (True, False, State.PROPOSED)
        assert all(to.announced for to in addressees_of([first.id])[first.id])
        assert [s.step for s in steps_of(first)] == [Step.PROPOSE, Step.PUT_BEFORE]
        assert not any(s.announced for s in steps_of(first))  # How it came about stays the secretariat's.
        with pytest.raises(Refused, match="already"):
            put_before(first)
        assert db.session.query(OutboxMessage).filter_by(kind=circulating.PUT_BEFORE).count() == len(seats)


@pytest.mark.parametrize("state", [MeetingState.DRAFT, MeetingState.CANCELLED])
def test_nothing_is_put_before_the_members_of_a_meeting_that_is_not_convened(
    context: Flask, state: MeetingState
) -> None:
    with work(TESTS):
        found, meeting = made.proposed(DRAFT), board_meeting()
        meeting.state, meeting.announced = state, state is not MeetingState.DRAFT
        with pytest.raises(Refused, match="convened"):
            circulating.put_before([found], meeting, by=BY, at=clock.now())
        assert (found.announced, db.session.query(OutboxMessage).filter_by(kind=circulating.PUT_BEFORE).count()) == (
            False, 0,
        )  # fmt: skip
        meeting.state, meeting.announced = MeetingState.CONVENED, True


def test_what_comes_from_an_item_of_some_alone_is_not_put_before_all(context: Flask) -> None:
    with work(TESTS):
        found = made.proposed(DRAFT)
        item = item_of(board_meeting(), Subject.RECOMMENDATIONS)
        item.narrowed = True
        with pytest.raises(Refused, match="only some members see"):
            put_before(found)
        assert not found.announced
        item.narrowed = False
        with pytest.raises(Refused, match="Tick what"):
            put_before()


def test_what_is_taken_back_or_given_up_is_read_by_nobody_else_again(context: Flask) -> None:
    with work(TESTS):
        first, second = made.proposed(DRAFT), made.proposed("Another draft of the same meeting, on another matter.")
        put_before(first, second)
        circulating.take_back(first, body(), by=BY, at=clock.now())
        actions.withdraw(second, body(), by=BY, at=clock.now())

        for row in (first, second):
            assert not row.announced
            assert not any(to.announced for to in addressees_of([row.id])[row.id])
        assert steps_of(first)[-1].step is Step.TAKE_BACK
        with pytest.raises(Refused, match="no draft that members read"):
            circulating.take_back(first, body(), by=BY, at=clock.now())


def test_a_draft_before_the_members_shows_what_it_takes_up_and_closes_nothing(context: Flask) -> None:
    with work(TESTS):
        earlier, found = made.sent(), made.proposed(DRAFT)
        made.tied(found, earlier, LinkKind.SUPERSEDES)
        put_before(found)
        assert (one(RecommendationLink).announced, str(earlier.state)) == (True, "transmitted")
        circulating.take_back(found, body(), by=BY, at=clock.now())
        assert not one(RecommendationLink).announced
        put_before(found)
        actions.adopt([found], board_meeting(), by=BY, at=clock.now())
        assert earlier.state is State.SUPERSEDED
        assert db.session.query(RecommendationStep).filter_by(recommendation_id=found.id, announced=True).count() == 1


def test_members_read_it_on_page_and_paper_until_it_is_taken_back(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        found = made.proposed(DRAFT)
        key, page = found.key, f"/meetings/{board_meeting().key}/recommendations"
    secretary, member, guest = (browser_of(app, who) for who in ("secretary", "primary_ca", "ngo_guest"))
    one_of = f"/recommendations/{key}"
    assert (member.get(one_of).status_code, DRAFT in member.text(page)) == (404, False)
    assert DRAFT in secretary.text(f"{page}/put-before?chosen={key}")
    refused = secretary.post(f"{page}/put-before", {})
    assert (refused.status_code, "Tick what the members are to read" in refused.text) == (422, True)
    assert secretary.post(f"{page}/put-before", {"chosen": key, f"seen-{key}": "1"}).status_code == 303

    for path in (one_of, page):
        shown = " ".join(member.text(path).split())
        assert DRAFT in shown
        assert "not adopted" in shown.lower()
        assert guest.get(path).status_code == 404
    assert "Its steps" not in member.text(one_of)
    paper = _printed(member.get(page + ".pdf").data)
    assert DRAFT in paper
    assert "Draft 1, sanctions: not adopted" in paper
    assert secretary.post(f"{one_of}/take-back").status_code == 303
    assert (member.get(one_of).status_code, DRAFT in member.text(page)) == (404, False)
    assert DRAFT not in _printed(member.get(page + ".pdf").data)
    assert "Put before the members" in secretary.text(one_of)


def test_the_mail_names_no_word_of_it(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        put_before(made.proposed(DRAFT))
        title, path = item_of(board_meeting(), Subject.RECOMMENDATIONS).title, board_meeting().key
    told = [m for m in letters(app) if "Drafts to read" in m.text]
    assert told
    for each in told:
        assert f"/meetings/{path}/recommendations" in each.text
        assert not [word for word in ("archive", title, "Ostrin") if word in each.text]
