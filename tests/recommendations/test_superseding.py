"""What is superseded is so by a later one on record: the tie closes it, and closing it ties it."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from convene import clock
from convene.db import db, work
from convene.findings import Refused
from convene.recommendations import actions, lineage, rules
from convene.recommendations.lineage import lineage_of
from convene.recommendations.models import Recommendation, RecommendationLink
from convene.recommendations.queries import steps_of
from convene.recommendations.terms import LinkKind, State, Step
from tests.browser import TESTS, browser_of
from tests.build import BY, body, count, one
from tests.recommendations import made

DAY = date(2027, 6, 15)
LATER = "Member States should end the sale of fuel and of lubricants to the armed groups at once."
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
    assert secretary.post(path, said | {"later": symbol}).status_code == 303
    with app.app_context(), work(TESTS):
        assert one(Recommendation, key=key).state is State.SUPERSEDED
    assert f"superseded by {symbol}" in secretary.text(f"/recommendations/{key}")
