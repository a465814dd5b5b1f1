"""What was adopted in error: a draft again as it was, its symbol given to nothing else, and the seats told why."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from convene import clock
from convene.agendas.terms import Subject
from convene.db import db, work
from convene.findings import Refused
from convene.mail.models import OutboxMessage
from convene.recommendations import actions, circulating, feeding, rules, undoing
from convene.recommendations.gathered import Fate
from convene.recommendations.lineage import adopted_texts
from convene.recommendations.models import Recommendation, RecommendationLink
from convene.recommendations.queries import addressees_of, steps_of, taken_back
from convene.recommendations.reviewing import put_before
from convene.recommendations.terms import Had, LinkKind, State, Step
from tests.browser import TESTS, browser_of
from tests.build import BY, board_meeting, body, count, item_of, one
from tests.recommendations import made
from tests.recommendations.test_list_lines import told

LATER = "Member States should end the sale of fuel and of lubricants to the armed groups at once."
ERROR = "Ticked by mistake: the board put it off."


def undone(found: Recommendation, reason: str = ERROR) -> str:
    """Make it a draft again."""
    return undoing.make_draft_again(found, body(), reason, by=BY, at=clock.now())


def adopt(*drafts: Recommendation) -> list[str]:
    """Adopt them; gives their symbols without the meeting's."""
    made_now = actions.adopt(drafts, board_meeting(), by=BY, at=clock.now())
    return [(row.symbol or "").rpartition("/")[2] for row in made_now]


@pytest.mark.parametrize(
    "state, has, says",
    [
        (State.ADOPTED, Had(), None),
        (State.PROPOSED, Had(), "only proposed"),
        (State.WITHDRAWN, Had(), "only withdrawn"),
        (State.TRANSMITTED, Had(letters=True), "letters have gone out.*Close it instead"),
        (State.LAPSED, Had(letters=True), "letters have gone out"),
        (State.LAPSED, Had(), "Open it again first"),
        (State.ADOPTED, Had(is_listed=True), "with a list.*Close it instead"),
        (State.ADOPTED, Had(released="TNAP/OPEN/R.1"), "TNAP/OPEN/R.1. Withdraw that release first"),
        (State.ADOPTED, Had(later="TNAP/2027/1/R.4"), "R.4 takes it up. Remove that tie first"),
        (State.ADOPTED, Had(is_reviewed=True), "Take that item off the agenda"),
        (State.ADOPTED, Had(evidence=True), "Evidence.*Close it instead"),
        (State.ADOPTED, Had(is_asked=True), "End that asking first"),
        (State.ADOPTED, Had(is_told=True), "was told.*Close it instead"),
        (State.ADOPTED, Had(evidence=True, released="A"), "Withdraw"),
    ],
)
def test_only_that_of_which_nothing_came_is_taken_back(state: State, has: Had, says: str | None) -> None:
    found = rules.draft_again_findings(state, has, adopts=True)
    assert len(found) == (0 if says is None else 1)
    if says is not None:
        with pytest.raises(Refused, match=says):
            raise Refused(tuple(found))


def test_it_is_a_draft_again_and_no_symbol_is_given_twice(context: Flask) -> None:
    with work(TESTS):
        first, second, third = made.proposed(), made.proposed(LATER), made.proposed("A third text of the meeting.")
        assert adopt(first, second) == ["R.1", "R.2"]
        mails = count(OutboxMessage)
        was = undone(second)

        assert (second.state, second.symbol, second.number, second.adopted_on) == (State.PROPOSED, None, None, None)
        assert (second.announced, first.symbol, count(OutboxMessage)) == (False, was.replace("R.2", "R.1"), mails)
        assert not any(to.announced for to in addressees_of([second.id])[second.id])
        assert [(s.step, s.note) for s in steps_of(second)[-2:]] == [
            (Step.ADOPT, LATER), (Step.DRAFT_AGAIN, f"{was}: {ERROR}"),
        ]  # fmt: skip
        assert [(each.symbol, each.reason) for each in taken_back(body().id)] == [(was, ERROR)]
        assert LATER not in [text for _, _, text in adopted_texts(body().id)]
        with pytest.raises(Refused, match="only proposed"):
            undone(second)
        assert adopt(third, second) == ["R.3", "R.4"]
        undone(third)
        assert adopt(third) == ["R.5"]


@pytest.mark.parametrize("is_shown", [True, False])
def test_members_read_it_again_as_a_draft_where_they_did_before(context: Flask, is_shown: bool) -> None:
    with work(TESTS):
        found = made.proposed()
        circulating.put_before([found], board_meeting(), by=BY, at=clock.now())
        if not is_shown:
            circulating.take_back(found, body(), by=BY, at=clock.now())
        for _ in range(2):
            adopt(found)
            undone(found)
            assert found.announced is is_shown
            assert all(to.announced is is_shown for to in addressees_of([found.id])[found.id])
        assert [s.step for s in steps_of(found) if s.announced] == [Step.ADOPT, Step.DRAFT_AGAIN] * 2


def test_its_own_ties_stand_as_before_and_what_it_closed_is_open_again(context: Flask) -> None:
    with work(TESTS):
        closed, after, said = made.sent(), made.adopted("Another text of the board."), made.adopted("And one more.")
        found = made.proposed(LATER)
        made.tied(found, closed, LinkKind.SUPERSEDES)
        adopt(found)
        made.tied(found, after, LinkKind.SUPERSEDES)
        made.tied(found, said)
        assert (closed.state, after.state) == (State.SUPERSEDED, State.SUPERSEDED)
        was = undone(found)

        assert (str(closed.state), str(after.state)) == ("transmitted", "adopted")
        assert steps_of(closed)[-1].note == f"{was}, which superseded it, is a draft again"
        assert [link.earlier_id for link in db.session.query(RecommendationLink)] == [closed.id]
        assert not one(RecommendationLink).announced
        adopt(found)
        assert (str(closed.state), str(after.state)) == ("superseded", "adopted")


def ask(found: Recommendation) -> None:
    """A guest is asked for evidence on it."""
    made.asked(found)


def tell(found: Recommendation) -> None:
    """A guest is told that a point of theirs fed it."""
    point = feeding.tie_point(found, body(), made.guest("ngo_guest"), "Look at the ports", by=BY, at=clock.now())
    point.announced = True


def review(found: Recommendation) -> None:
    """An item of an agenda reviews it."""
    put_before([found.key], item_of(board_meeting(), Subject.RECOMMENDATIONS))


COMES: dict[str, tuple[Callable[[Recommendation], object], str]] = {
    "released": (lambda found: actions.release(found, body(), "", by=BY, at=clock.now()), "Withdraw that release"),
    "a draft takes it up": (lambda found: made.tied(made.proposed(LATER), found), "A draft takes it up"),
    "evidence": (lambda found: made.noted(found, "Denmark"), "Evidence of an addressee"),
    "asked": (ask, "End that asking"),
    "told": (tell, "fed it"),
    "reviewed": (review, "Take that item off"),
}


@pytest.mark.parametrize("name", COMES)
def test_what_has_come_of_it_is_found(context: Flask, name: str) -> None:
    put, says = COMES[name]
    with work(TESTS):
        found = made.adopted()
        put(found)
        steps = len(steps_of(found))
        with pytest.raises(Refused, match=says):
            undone(found)
        assert (found.state, len(steps_of(found)), bool(found.symbol)) == (State.ADOPTED, steps, True)


def test_a_reason_is_asked_for_and_letters_that_went_stay(context: Flask) -> None:
    with work(TESTS):
        found, sent = made.adopted(), made.sent(LATER)
        with pytest.raises(Refused, match="Say why"):
            undone(found, "  ")
        with pytest.raises(Refused, match="letters have gone out"):
            undone(sent)
        assert (found.state, sent.state) == (State.ADOPTED, State.TRANSMITTED)


def test_a_list_does_not_bring_the_symbol_back(context: Flask) -> None:
    with work(TESTS):
        was = undone(made.adopted())
        line = {"symbol": was.lower(), "text": LATER, "kind": "sanctions", "addressee": "Denmark"}
        assert [(each.fate, "was taken back" in each.why) for each in told(line).told] == [(Fate.REFUSED, True)]


def test_the_page_asks_why_and_the_members_read_it(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        found = made.adopted()
        key, was, page = found.key, found.symbol or "", f"/meetings/{board_meeting().key}/recommendations"
    secretary, member, guest = (browser_of(app, who) for who in ("secretary", "primary_ca", "ngo_guest"))
    here = f"/recommendations/{key}"
    assert "it was adopted in error" in secretary.text(here)
    assert "it was adopted in error" not in member.text(here)
    empty = secretary.post(f"{here}/draft-again", {"note": ""})
    assert (empty.status_code, "Say why it is made a draft again" in empty.text) == (422, True)
    assert secretary.post(f"{here}/draft-again", {"note": ERROR}).status_code == 303
    again = secretary.post(f"{here}/draft-again", {"note": ERROR})
    assert (again.status_code, "nothing to take back" in again.text) == (422, True)

    assert ERROR in secretary.text(here)
    assert (member.get(here).status_code, guest.get(page).status_code) == (404, 404)
    shown = member.text(page)
    assert (was in shown, ERROR in shown, made.TEXT in shown) == (True, True, False)
    assert secretary.post(f"{page}/put-before", {"chosen": key, f"seen-{key}": "1"}).status_code == 303
    assert all(words in member.text(here) for words in (ERROR, "Made a draft again", was))
