"""What is superseded is so by a later one on record: the tie closes it, and closing it ties it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from convene import clock
from convene.agendas.terms import Subject
from convene.db import db, work
from convene.findings import Refused
from convene.recommendations import actions, lineage, rules, undoing
from convene.recommendations.lineage import lineage_of
from convene.recommendations.models import Recommendation, RecommendationLink
from convene.recommendations.queries import steps_of
from convene.recommendations.terms import LinkKind, State, Step
from convene.recommendations.ties import names_as_later
from tests.browser import TESTS, browser_of
from tests.build import BY, board_meeting, body, count, item_of, one
from tests.recommendations import made

DAY = date(2027, 6, 15)
LATER = "Member States should end the sale of fuel and of lubricants to the armed groups at once."
DRAFT = {
    "kind": "sanctions",
    "countries": "Ostrin",
    "meant": "Ostrin",
    "others": "United Nations (international organisation)",
}
WISH = actions.FollowUp(Step.SUPERSEDE, "The later one says more.")


@pytest.mark.parametrize(
    "later, is_itself, follows, said",
    [
        (date(2027, 6, 14), False, False, "adopted before"),
        (DAY, False, False, ""),
        (None, False, False, ""),
        (DAY, True, False, "this one itself"),
        (DAY, False, True, "follows from that one"),
    ],
)
def test_a_later_one_alone_supersedes(later: date | None, is_itself: bool, follows: bool, said: str) -> None:
    found = rules.successor_findings(later, DAY, is_itself=is_itself, follows=follows)

    assert [said in f.text for f in found] == [True] * bool(said)


def test_closing_it_as_superseded_ties_it_in_the_same_step(context: Flask) -> None:
    with work(TESTS):
        earlier, later = made.sent(), made.adopted(LATER)
        with pytest.raises(Refused, match="by which one"):
            actions.follow(earlier, body(), WISH, by=BY, at=clock.now())
        for symbol, said in (
            ("", "by which one"),
            ("TNAP/1999/1/R.9", "No recommendation"),
            (earlier.symbol, "itself"),
        ):
            with pytest.raises(Refused, match=said):
                lineage.supersede(earlier, symbol or "", body(), WISH, by=BY, at=clock.now())
        assert (str(earlier.state), count(RecommendationLink)) == ("transmitted", 0)

        lineage.supersede(earlier, f" {(later.symbol or '').lower()} ", body(), WISH, by=BY, at=clock.now())

        assert earlier.state is State.SUPERSEDED
        assert steps_of(earlier)[-1].note == f"by {later.symbol}: The later one says more."
        assert [(t.later, t.earlier, t.kind) for t in lineage_of(earlier).ties] == [
            (later.key, earlier.key, LinkKind.SUPERSEDES)
        ]
        assert f"superseded by {later.symbol}" in lineage_of(earlier).sentence


def test_a_draft_and_one_of_another_body_supersede_nothing(context: Flask) -> None:
    with work(TESTS):
        earlier, other = made.sent(), made.adopted(LATER)
        other.body_id, other.meeting_id, other.item_id = body("TAPRC").id, None, None
        db.session.flush()
        with pytest.raises(Refused, match="No recommendation on record"):
            lineage.supersede(earlier, other.symbol or "", body(), WISH, by=BY, at=clock.now())
        made.tied(made.proposed(LATER), earlier, LinkKind.SUPERSEDES)
        assert earlier.state is State.TRANSMITTED


def test_the_page_asks_by_which_one_and_offers_the_later_ones(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        found, later = made.sent(), made.adopted(LATER)
        path, key, symbol = f"/recommendations/{found.key}/follow-up", found.key, later.symbol or ""
    secretary = browser_of(app, "secretary")
    assert f'<option value="{symbol}">' in secretary.get(path).text
    said = {"step": "superseded", "note": "It says more."}
    refused = secretary.post(path, said)
    assert (refused.status_code, "by which one" in refused.text, "It says more." in refused.text) == (422, True, True)
    mark = mark_in(secretary.post(path, said | {"later": symbol}).text)
    assert secretary.post(path, said | {"later": symbol, "closes": mark}).status_code == 303
    with app.app_context(), work(TESTS):
        assert one(Recommendation, key=key).state is State.SUPERSEDED
    assert f"superseded by {symbol}" in secretary.text(f"/recommendations/{key}")


@pytest.mark.parametrize(
    "words, symbol, wanted",
    [
        ("by TNAP/2027/1/R.1", "TNAP/2027/1/R.1", True),
        ("by TNAP/2027/1/R.1: It says more.", "TNAP/2027/1/R.1", True),
        ("by TNAP/2027/1/R.11", "TNAP/2027/1/R.1", False),
        ("by TNAP/2027/1/R.11: as TNAP/2027/1/R.1 asks", "TNAP/2027/1/R.1", False),
        ("by TNAP/2027/1/R.1", "TNAP/2027/1/R.11", False),
        ("by: It says more.", "", False),
        ("by None", None, False),
        ("", "TNAP/2027/1/R.1", False),
    ],
)
def test_the_step_names_by_which_one(words: str, symbol: str | None, wanted: bool) -> None:
    assert names_as_later(words, symbol) is wanted


def closed_by(kind: LinkKind) -> tuple[Recommendation, Recommendation]:
    """An answered one and its later one: tied so, the earlier closed as superseded by it, whatever the tie says."""
    earlier, later = made.sent(), made.adopted(LATER)
    made.answered(earlier, "Denmark")
    made.tied(later, earlier, kind)
    if kind is not LinkKind.SUPERSEDES:
        lineage.supersede(earlier, later.symbol or "", body(), WISH, by=BY, at=clock.now())
    assert (earlier.state, count(RecommendationLink)) == (State.SUPERSEDED, 1)
    return earlier, later


@pytest.mark.parametrize("kind", LinkKind)
@pytest.mark.parametrize("how", ["the tie is removed", "a draft again"])
def test_it_is_open_as_before_once_what_closed_it_is_taken_back(context: Flask, kind: LinkKind, how: str) -> None:
    with work(TESTS):
        earlier, later = closed_by(kind)
        symbol, day = later.symbol, earlier.review_on
        if how == "a draft again":
            undoing.make_draft_again(later, body(), "Ticked by mistake.", by=BY, at=clock.now())
        else:
            undoing.untie(one(RecommendationLink), body(), by=BY, at=clock.now())
        assert (earlier.state, earlier.review_on) == (State.ANSWERED, day)
        assert day is not None
        assert (steps_of(earlier)[-1].step, str(symbol) in steps_of(earlier)[-1].note) == (Step.REOPEN, True)


@pytest.mark.parametrize("kind", LinkKind)
def test_opened_by_hand_it_loses_only_the_tie_that_says_superseded(context: Flask, kind: LinkKind) -> None:
    with work(TESTS):
        earlier, _ = closed_by(kind)
        undoing.reopen(earlier, body(), "It is not said there.", by=BY, at=clock.now())
        assert earlier.state is State.ANSWERED
        assert [link.kind for link in db.session.query(RecommendationLink)] == [kind] * (kind != LinkKind.SUPERSEDES)
        if kind is not LinkKind.SUPERSEDES:
            # What is open again is not opened anew with the tie, and a tie that closed nothing opens nothing.
            undoing.untie(one(RecommendationLink), body(), by=BY, at=clock.now())
            assert [s.step for s in steps_of(earlier)].count(Step.REOPEN) == 1


@pytest.mark.parametrize("is_first", [True, False])
def test_it_stays_closed_while_another_supersedes_it(context: Flask, is_first: bool) -> None:
    with work(TESTS):
        earlier, later = closed_by(LinkKind.STRENGTHENS)
        other = made.adopted("Member States should stop all that feeds the armed groups, fuel first.")
        made.tied(other, earlier, LinkKind.SUPERSEDES)
        ties = {link.later_id: link for link in db.session.query(RecommendationLink)}
        one_by_one = [ties[later.id], ties[other.id]] if is_first else [ties[other.id], ties[later.id]]
        states = []
        for link in one_by_one:
            undoing.untie(link, body(), by=BY, at=clock.now())
            states.append(earlier.state)
        assert states == [State.SUPERSEDED, State.ANSWERED]


@pytest.mark.parametrize("how", ["the tie is removed", "a draft again"])
def test_its_steps_and_its_page_name_the_one_that_closes_it_now(app: Flask, how: str) -> None:
    with app.app_context(), work(TESTS):
        earlier, later = closed_by(LinkKind.SUPERSEDES)
        other = made.adopted("Member States should stop all that feeds the armed groups, fuel first.")
        made.tied(other, earlier, LinkKind.SUPERSEDES)
        before, symbol, now = len(steps_of(earlier)), str(later.symbol), str(other.symbol)
        assert f"{symbol} closes it now." in lineage_of(earlier).sentence
        if how == "a draft again":
            undoing.make_draft_again(later, body(), "Ticked by mistake.", by=BY, at=clock.now())
        else:
            undoing.untie(one(RecommendationLink, later_id=later.id), body(), by=BY, at=clock.now())
        steps = steps_of(earlier)
        assert (earlier.state, len(steps)) == (State.SUPERSEDED, before + 1)
        assert (steps[-1].step, steps[-1].note.startswith(f"by {now}: {symbol}")) == (Step.SUCCEED, True)
        assert [s.note.startswith(f"by {symbol}") for s in steps if s.step is Step.SUPERSEDE] == [True]
        path = f"/recommendations/{earlier.key}"
    for who in ("secretary", "primary_nl"):
        said = browser_of(app, who).text(path)
        assert (f"It is superseded by {now}." in said, f"It is superseded by {symbol}." in said) == (True, False)
    with app.app_context(), work(TESTS):
        earlier = one(Recommendation, symbol="TNAP/2027/1/R.1")
        undoing.untie(
            one(RecommendationLink, later_id=one(Recommendation, symbol=now).id), body(), by=BY, at=clock.now()
        )
        assert (earlier.state, steps_of(earlier)[-1].step) == (State.ANSWERED, Step.REOPEN)


def test_a_tie_that_did_not_close_it_opens_nothing(context: Flask) -> None:
    with work(TESTS):
        earlier, _ = closed_by(LinkKind.SUPERSEDES)
        beside = made.adopted("Member States should stop all that feeds the armed groups, fuel first.")
        made.tied(beside, earlier, LinkKind.STRENGTHENS)
        undoing.untie(one(RecommendationLink, later_id=beside.id), body(), by=BY, at=clock.now())
        assert earlier.state is State.SUPERSEDED


@pytest.mark.parametrize("kind", [LinkKind.STRENGTHENS, LinkKind.SUPERSEDES])
def test_the_pages_say_what_taking_it_back_does(app: Flask, kind: LinkKind) -> None:
    with app.app_context(), work(TESTS):
        earlier, later = closed_by(kind)
        key, path = earlier.key, f"/recommendations/{later.key}/lineage"
    secretary = browser_of(app, "secretary")
    assert "What it closed as superseded is open again." in secretary.get(path).text
    assert ("is removed by that" in secretary.get(f"/recommendations/{key}/reopen").text) is (
        kind is LinkKind.SUPERSEDES
    )
    with app.app_context(), work(TESTS):
        undoing.reopen(one(Recommendation, key=key), body(), "Not said there.", by=BY, at=clock.now())
    assert "What it closed as superseded is open again." not in secretary.get(path).text


@pytest.mark.parametrize(
    "awaited, is_now, said",
    [
        (0, True, ""),
        (1, True, "R.1 is closed by that: 1 of those asked, 7 in all, has not answered it"),
        (2, False, "R.1 is closed as soon as this one is adopted: 2 of those asked, 7 in all, have not answered it"),
    ],
)
def test_what_is_closed_by_a_tie_is_said_before(awaited: int, is_now: bool, said: str) -> None:
    found = rules.closing_findings("R.1", 7, awaited, is_now=is_now)

    assert [each.text.startswith(said) for each in found] == [True] * bool(said)


ASKED = re.compile(r'<input[^>]*name="closes"[^>]*>')


def mark_in(page: str) -> str:
    """The mark of what is asked on a page, which no tick was put to yet."""
    (asked,) = ASKED.findall(page)
    assert "checked" not in asked
    return str(re.findall(r'value="([^"]+)"', asked)[0])


def tie_page() -> tuple[str, str, dict[str, str]]:
    """By the tie page of a later one: which is open, where it is closed, and what is sent."""
    earlier, later = made.sent(), made.adopted(LATER)
    return earlier.key, f"/recommendations/{later.key}/tie", {"kind": "supersedes", "earlier": earlier.key}


def new_draft() -> tuple[str, str, dict[str, str]]:
    """By a draft that takes it up."""
    earlier = made.sent()
    said = DRAFT | {"text": made.TEXT.replace("thirty", "ten"), "earlier": earlier.key, "takes_up": "supersedes"}
    return earlier.key, f"/items/{item_of(board_meeting(), Subject.RECOMMENDATIONS).key}/recommendations/new", said


def followed_up() -> tuple[str, str, dict[str, str]]:
    """By what is noted of the one that is open itself."""
    earlier, later = made.sent(), made.adopted(LATER)
    said = {"step": "superseded", "note": "It says more.", "later": later.symbol or ""}
    return earlier.key, f"/recommendations/{earlier.key}/follow-up", said


WAYS = [tie_page, new_draft, followed_up]


@pytest.mark.parametrize("way", WAYS)
def test_what_awaits_answers_is_closed_only_when_that_is_meant(
    app: Flask, way: Callable[[], tuple[str, str, dict[str, str]]]
) -> None:
    with app.app_context(), work(TESTS):
        key, path, given = way()
    secretary = browser_of(app, "secretary")
    assert not ASKED.findall(secretary.get(path).text)
    refused = secretary.post(path, given)
    assert (refused.status_code, "would be asked and reminded no more" in refused.text) == (422, True)
    mark = mark_in(refused.text)
    for other in ("y", mark[::-1]):
        assert mark_in(secretary.post(path, given | {"closes": other}).text) == mark
    with app.app_context(), work(TESTS):
        assert (count(RecommendationLink), one(Recommendation, key=key).state) == (0, State.TRANSMITTED)
    assert secretary.post(path, given | {"closes": mark}).status_code == 303
    with app.app_context(), work(TESTS):
        assert count(RecommendationLink) == 1
        assert one(Recommendation, key=key).state is (State.TRANSMITTED if way is new_draft else State.SUPERSEDED)


@pytest.mark.parametrize("way", WAYS)
def test_a_tick_holds_for_what_was_shown_alone(app: Flask, way: Callable[[], tuple[str, str, dict[str, str]]]) -> None:
    with app.app_context(), work(TESTS):
        key, path, given = way()
    secretary = browser_of(app, "secretary")
    shown = mark_in(secretary.post(path, given).text)
    with app.app_context(), work(TESTS):
        made.answered(one(Recommendation, key=key), "Denmark")
    again = secretary.post(path, given | {"closes": shown})
    assert (again.status_code, "2 of those asked, 3 in all, have not answered it" in again.text) == (422, True)
    now = mark_in(again.text)
    assert now != shown
    with app.app_context(), work(TESTS):
        assert count(RecommendationLink) == 0
    assert secretary.post(path, given | {"closes": now}).status_code == 303


def test_a_tick_holds_for_no_other_recommendation(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        _, path, given = tie_page()
        other = made.sent("Member States should lend each other aircraft for the relief of the river districts.")
        path = f"/recommendations/{made.adopted(LATER + ' All of it.').key}/tie"
        other_key, symbol = other.key, other.symbol
    secretary = browser_of(app, "secretary")
    shown = mark_in(secretary.post(path, given).text)
    refused = secretary.post(path, given | {"earlier": other_key, "closes": shown})
    assert (refused.status_code, f"Close {symbol}, though answers" in refused.text) == (422, True)
    assert mark_in(refused.text) != shown
    # What closes nothing asks nothing.
    assert secretary.post(path, given | {"kind": "strengthens", "closes": shown}).status_code == 303


@pytest.mark.parametrize("way", WAYS)
def test_what_everybody_answered_is_closed_without_asking(
    app: Flask, way: Callable[[], tuple[str, str, dict[str, str]]]
) -> None:
    with app.app_context(), work(TESTS):
        key, path, given = way()
        for name in made.STATES:
            made.answered(one(Recommendation, key=key), name)
    assert browser_of(app, "secretary").post(path, given).status_code == 303


def test_a_draft_from_an_earlier_one_says_at_once_what_it_closes(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        key, path, _ = new_draft()
    shown = browser_of(app, "secretary").get(f"{path}?of={key}&does=supersedes").text
    assert "is closed as soon as this one is adopted: 3 of those asked, 3 in all" in shown
    assert mark_in(shown)
