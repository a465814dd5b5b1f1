"""What can be taken back: a closing, a tie, a release; each leaves its step, and nothing before it is changed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from convene import clock
from convene.db import db, work
from convene.findings import Refused
from convene.recommendations import actions, lineage, undoing
from convene.recommendations.lineage import lineage_of
from convene.recommendations.matrix import cells_of
from convene.recommendations.models import Recommendation, RecommendationLink, RecommendationRelease
from convene.recommendations.queries import release_of, steps_of
from convene.recommendations.reviewing import reviews_due
from convene.recommendations.terms import LinkKind, Mark, Position, State, Step
from tests.browser import TESTS, browser_of
from tests.build import BY, board_meeting, body, count, one
from tests.recommendations import made

LATER = "Member States should end the sale of fuel and of lubricants to the armed groups at once."


def close(found: Recommendation, step: Step = Step.LAPSE) -> None:
    """Close it."""
    actions.follow(found, body(), actions.FollowUp(step, "A letter."), by=BY, at=clock.now())


def reopen(found: Recommendation, reason: str = "Closed in error.") -> None:
    """Open it again."""
    undoing.reopen(found, body(), reason, by=BY, at=clock.now())


def test_what_is_reopened_stands_where_it_stood_and_is_awaited_again(context: Flask) -> None:
    with work(TESTS):
        adopted, sent, answered = made.adopted(LATER), made.sent(), made.sent("A third text of the same meeting.")
        made.answered(answered, "Denmark", Position.NOTED)
        for found, state in ((adopted, State.ADOPTED), (sent, State.TRANSMITTED), (answered, State.ANSWERED)):
            close(found)
            reopen(found)
            assert found.state is state
            assert [(s.step, s.note) for s in steps_of(found)[-2:]] == [
                (Step.LAPSE, "A letter."), (Step.REOPEN, "Closed in error."),
            ]  # fmt: skip
        cells = cells_of([sent], on=clock.now().date())[sent.id]
        assert {cell.mark for _, cell in cells} == {Mark.AWAITED}


def test_nothing_is_reopened_without_a_reason_nor_what_is_open(context: Flask) -> None:
    with work(TESTS):
        found, today = made.sent(), clock.now().date()
        with pytest.raises(Refused, match="not closed"):
            reopen(found)
        close(found)
        with pytest.raises(Refused, match="Say why"):
            reopen(found, " ")
        with pytest.raises(Refused, match="after today"):
            undoing.reopen(found, body(), "In error.", today, by=BY, at=clock.now())
        assert (str(found.state), steps_of(found)[-1].step) == ("lapsed", Step.LAPSE)
        undoing.reopen(found, body(), "In error.", today + timedelta(days=1), by=BY, at=clock.now())
        assert found.review_on == today + timedelta(days=1)


def test_a_tie_made_by_mistake_is_gone_from_the_lineage_and_stays_in_the_steps(context: Flask) -> None:
    with work(TESTS):
        earlier, later = made.adopted(), made.adopted(LATER)
        made.tied(later, earlier, LinkKind.MERGES)
        undoing.untie(one(RecommendationLink), body(), by=BY, at=clock.now())
        whole = lineage_of(later)

        assert (len(whole.knots), whole.ties, whole.sentence) == (1, (), "Made for the first time.")
        assert [(s.step, s.note) for s in steps_of(later)[-2:]] == [
            (Step.TIE, f"it merges {earlier.symbol}"), (Step.UNTIE, f"it merges {earlier.symbol} no longer"),
        ]  # fmt: skip
        assert later.state is State.ADOPTED
        made.tied(later, earlier)  # The right one may follow.


def test_without_its_tie_what_was_superseded_is_open_again_and_the_other_way_round(context: Flask) -> None:
    with work(TESTS):
        earlier, later = made.sent(), made.adopted(LATER)
        review_on = earlier.review_on
        made.tied(later, earlier, LinkKind.SUPERSEDES)
        assert not reviews_due(board_meeting(), on=clock.now().date())
        undoing.untie(one(RecommendationLink), body(), by=BY, at=clock.now())
        assert (earlier.state, steps_of(earlier)[-1].step) == (State.TRANSMITTED, Step.REOPEN)
        assert f"{later.symbol} supersedes it no longer" == steps_of(earlier)[-1].note
        assert earlier.review_on == review_on is not None

        made.tied(later, earlier, LinkKind.SUPERSEDES)
        reopen(earlier)
        assert (earlier.state, count(RecommendationLink)) == (State.TRANSMITTED, 0)
        assert steps_of(later)[-1].step is Step.UNTIE


def test_what_repeated_it_may_supersede_it_and_still_repeats_it(context: Flask) -> None:
    with work(TESTS):
        earlier, later = made.sent(), made.adopted(LATER)
        made.tied(later, earlier, LinkKind.STRENGTHENS)
        wish = actions.FollowUp(Step.SUPERSEDE, "It says more.")
        lineage.supersede(earlier, later.symbol or "", body(), wish, by=BY, at=clock.now())
        assert (one(RecommendationLink).kind, earlier.state) == (LinkKind.STRENGTHENS, State.SUPERSEDED)
        assert steps_of(earlier)[-1].note == f"by {later.symbol}: It says more."
        assert [s.step for s in steps_of(later)][-1:] == [Step.TIE]
        reopen(earlier)
        assert (one(RecommendationLink).kind, earlier.state) == (LinkKind.STRENGTHENS, State.TRANSMITTED)


def test_a_release_is_withdrawn_and_its_symbol_not_given_again(context: Flask) -> None:
    with work(TESTS):
        found, other = made.adopted(), made.adopted(LATER)
        with pytest.raises(Refused, match="not released"):
            undoing.take_back_release(found, body(), by=BY, at=clock.now())
        actions.release(found, body(), "Other words.", in_other_words=True, by=BY, at=clock.now())
        undoing.take_back_release(found, body(), by=BY, at=clock.now())

        assert (release_of(found), count(RecommendationRelease)) == (None, 0)
        said = "TNAP/OPEN/R.1: “Other words.”"
        assert [(s.step, s.note) for s in steps_of(found)[-2:]] == [
            (Step.RELEASE, said), (Step.TAKE_BACK_RELEASE, said),
        ]  # fmt: skip
        assert actions.release(other, body(), "", by=BY, at=clock.now()).symbol == "TNAP/OPEN/R.2"
        assert actions.release(found, body(), "", by=BY, at=clock.now()).symbol == "TNAP/OPEN/R.3"


def test_a_release_passes_over_a_symbol_that_is_on_record(context: Flask) -> None:
    with work(TESTS):
        brought, found, other = made.adopted(), made.adopted(LATER), made.adopted("A third one.")
        brought.symbol = "TNAP/open/R.2"
        assert actions.release(found, body(), "", by=BY, at=clock.now()).symbol == "TNAP/OPEN/R.1"
        assert actions.release(other, body(), "", by=BY, at=clock.now()).symbol == "TNAP/OPEN/R.3"


def test_the_pages_take_back_and_offer_nothing_anew(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        earlier, found = made.sent(), made.adopted(LATER)
        made.tied(found, earlier, LinkKind.MERGES)
        of, tie, released = found.key, one(RecommendationLink).key, f"/bodies/{body().key}/released"
        close(found)
    secretary, guest, member = (browser_of(app, key) for key in ("secretary", "ngo_guest", "primary_nl"))
    here = f"/recommendations/{of}"
    assert secretary.post(f"{here}/release", {"text": LATER}).status_code == 303
    assert LATER in guest.text(released)
    again = secretary.get(f"{here}/release").text
    assert ("Withdraw the release" in again, 'name="text"' in again) == (True, False)
    assert secretary.post(f"{here}/release", {"text": LATER}).status_code == 422
    assert secretary.post(f"{here}/release/withdraw").status_code == 303
    assert LATER not in guest.text(released)
    assert "Released to guests" in secretary.text(here)

    empty = secretary.post(f"{here}/reopen", {"note": ""})
    assert (empty.status_code, "Say why it is opened again" in empty.text) == (422, True)
    assert secretary.post(f"{here}/reopen", {"note": "In error."}).status_code == 303
    assert "Remove this tie" in secretary.text(f"{here}/lineage")
    assert "Remove this tie" not in member.text(f"{here}/lineage")
    assert member.post(f"/ties/{tie}/remove").status_code == 404
    assert secretary.post(f"/ties/{tie}/remove").status_code == 303
    steps = member.text(here).partition("Its steps")[2]
    assert all(word in steps for word in ("Reopened", "Tie removed", "Release withdrawn"))
    with app.app_context(), work(TESTS):
        assert (one(Recommendation, key=of).state, db.session.query(RecommendationLink).count()) == ("adopted", 0)


@pytest.mark.parametrize("past", [True, False])
def test_the_day_of_review_that_it_had_stands_in_the_form_and_stays(app: Flask, past: bool) -> None:
    with app.app_context(), work(TESTS):
        found = made.sent()
        kept = found.review_on = clock.now().date() + timedelta(days=-9 if past else 9)
        close(found)
        here, other = f"/recommendations/{found.key}", kept - timedelta(days=30)
    secretary = browser_of(app, "secretary")
    assert f'value="{kept.isoformat()}"' in secretary.get(f"{here}/reopen").text
    refused = secretary.post(f"{here}/reopen", {"note": "In error.", "review_on": other.isoformat()})
    assert (refused.status_code, "Enter a day after today" in refused.text) == (422, True)
    assert secretary.post(f"{here}/reopen", {"note": "In error.", "review_on": kept.isoformat()}).status_code == 303
    with app.app_context(), work(TESTS):
        assert one(Recommendation).review_on == kept
