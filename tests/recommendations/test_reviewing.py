"""Reviews: what falls due, the item on which it is reviewed, what is noted there, what a new draft does with it."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.access.terms import Audience
from convene.agendas.models import AgendaItem
from convene.agendas.terms import Subject
from convene.db import db, work
from convene.incoming.terms import Fate, Source
from convene.recommendations import actions, columns, import_keeping, importing, lineage, rules
from convene.recommendations.lineage import OFFERED
from convene.recommendations.models import Recommendation, RecommendationLink, RecommendationReview
from convene.recommendations.reviewing import MOST, ONE_BY_ONE, UNHEARD_FOR, reviewed_on, reviews_due
from convene.recommendations.terms import LinkKind, State, Step
from tests.browser import TESTS, Browser, browser_of, words_of
from tests.build import BY, a_draft, board_meeting, body, count, item_of, one, sessions
from tests.incoming.made import decided, waiting
from tests.packs.read import pages
from tests.recommendations import made
from tests.test_statements import statements

UN = "United Nations (international organisation)"
DRAFT = {"kind": "sanctions", "countries": "Ostrin", "meant": "Ostrin", "others": UN}
TITLE = "Review of a recommendation of 1 June 2027: sanctions, Ostrin"


def taken_over(lines: int, day: date, more: str = "") -> None:
    """So many recommendations of one day from a list, each to the Netherlands."""
    rows = "".join(f"OLD/{n},{day},policy,Text of number {n},Netherlands,{more}\n" for n in range(lines))
    text = f"symbol,adopted on,kind,text,addressee,sent on,due on,state\n{rows}"
    today = clock.now().date()
    reading = importing.held_against(body(), columns.read(text.encode()), today=today)
    assert import_keeping.take_over(body(), reading, by=BY, at=clock.now()) == lines


def reviewed_item(app: Flask) -> dict[str, str]:
    """A recommendation that a meeting reviews on an item of its own; the addresses of both, and the symbol."""
    with app.app_context(), work(TESTS):
        found, meeting = made.sent(), board_meeting()
        made.answered(found, "Netherlands")
        found.meeting_id = None  # It came from elsewhere, so that the board's own meeting reviews it.
        found.review_on = meeting.ends_on
        (candidate,) = waiting(meeting, Source.REVIEW)
        (entry,) = decided(meeting, Fate.ACCEPTED, candidate)
        return {
            "item": f"/items/{entry.item_key}",
            "pdf": f"/meetings/{meeting.key}/agenda.pdf",
            "it": f"/recommendations/{found.key}",
            "key": found.key,
            "symbol": str(found.symbol),
        }


def test_an_item_of_review_is_closed_and_names_no_symbol_in_its_title(context: Flask) -> None:
    with work(TESTS):
        found, later = made.sent(), a_draft()
        (candidate,) = waiting(later, Source.REVIEW)
        assert candidate.shown == f"Review of {found.symbol}: sanctions, Ostrin"
        assert (candidate.title, candidate.explanation) == (TITLE, found.text)
        (entry,) = decided(later, Fate.ACCEPTED, candidate, session=next(s for s in sessions(later)))
        item: AgendaItem = one(AgendaItem, key=entry.item_key)
        assert (item.title, item.own_audience) == (TITLE, Audience.CLOSED)
        (row,) = db.session.query(RecommendationReview)
        assert (row.recommendation_id, row.item_key) == (found.id, item.key)


def test_a_text_that_was_repeated_is_offered_as_its_latest(context: Flask) -> None:
    with work(TESTS):
        taken_over(OFFERED + 5, date(2020, 5, 20))
        chain = [made.adopted(f"{made.TEXT} {n}.") for n in range(3)]
        # Its latest wording, on record before the others came from a list, reads like none of them.
        last = made.adopted("Fuel reaches the armed groups still: it is to be held back at every border post.")
        for year, row in zip((2026, 2023, 2024), chain, strict=True):
            row.adopted_on = date(year, 5, 20)
        last.adopted_on = date(2025, 5, 20)
        made.tied(last, chain[2], LinkKind.STRENGTHENS)
        db.session.flush()
        by_time = [chain[0], last, chain[2], chain[1]]
        assert lineage.candidates_for(made.proposed())[:4] == by_time
        # What was adopted after it is no earlier one: of those alike the ones before it come first all the same.
        assert lineage.candidates_for(chain[2])[0] == chain[1]
        assert [key for key, _, _ in lineage.adopted_texts(body().id)][:4] == [row.key for row in by_time]


def test_only_what_can_be_earlier_is_offered_and_any_is_found_by_words(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        taken_over(OFFERED + 5, date(2020, 5, 20))
        first, other, second = (made.adopted(f"{made.TEXT} {n}") for n in ("One.", "Two.", "Three."))
        made.tied(second, other)
        paths = [f"/recommendations/{row.key}/tie" for row in (first, second)]
        symbols = [str(row.symbol) for row in (first, other, second)]
        key = other.key
        far: Recommendation = one(Recommendation, symbol="OLD/0")
        found = lineage.candidates_for(first)
        assert len(found) == OFFERED
        assert {symbols[1], symbols[2]}.isdisjoint(str(row.symbol) for row in found)
        # The likest first; what it is tied to already is not offered again.
        assert [str(row.symbol) for row in lineage.candidates_for(second)][:1] == symbols[:1]
        assert symbols[1] not in [str(row.symbol) for row in lineage.candidates_for(second)]
        assert far not in lineage.candidates_for(second)
        assert lineage.candidates_for(second, "old/0") == [far]
        # What follows from it cannot come before it, whatever day it bears.
        far.adopted_on = second.adopted_on
        made.tied(far, second)
        assert far not in lineage.candidates_for(second, "old/0")
    few = statements(app, secretary, f"{paths[1]}?words=number 7")
    assert statements(app, secretary, f"{paths[1]}?words=number") == few
    assert f"the first {OFFERED}" in secretary.text(f"{paths[0]}?words=number")
    assert "No earlier one has these words." in secretary.text(f"{paths[0]}?words=nothing of the kind")
    unsaid = secretary.post(paths[0], {"kind": "", "earlier": key})
    assert (unsaid.status_code, "Choose what it does with the earlier one." in unsaid.text) == (422, True)
    refused = secretary.post(paths[0], {"kind": "reiterates", "earlier": "nothing"})
    assert (refused.status_code, "Choose the earlier one." in refused.text) == (422, True)
    assert secretary.post(paths[1], {"kind": "reiterates", "earlier": key}).status_code == 422


def test_what_is_merged_into_an_item_is_reviewed_on_it(context: Flask) -> None:
    with work(TESTS):
        found, later = made.sent(), a_draft()
        into = item_of(later, Subject.RECOMMENDATIONS)
        decided(later, Fate.MERGED, *waiting(later, Source.REVIEW), item=into)
        # What is only drafted is no part of the chain that is told in the room.
        made.tied(made.proposed(f"{made.TEXT} At once."), found, LinkKind.STRENGTHENS)
        (line,) = reviewed_on([into.key], on=clock.now().date())[into.key]
        assert (line.symbol, line.text, line.state) == (found.symbol, found.text, "transmitted")
        assert (line.figures, line.chain) == ("of 3 asked 3 awaited", "Made for the first time.")


@pytest.mark.parametrize(
    "title, symbol, shown",
    [
        (TITLE, "A/R.1", "Review of A/R.1: sanctions, Ostrin"),
        ("Review of a recommendation", "A/R.1", "Review of A/R.1"),
        (TITLE, "", TITLE),
        ("What became of the ports", "A/R.1", "What became of the ports"),
    ],
)
def test_the_symbol_stands_in_the_title_only_where_it_is_shown(title: str, symbol: str, shown: str) -> None:
    assert rules.review_title(title, symbol) == shown


def test_its_page_and_paper_show_it_to_seats_and_to_no_guest(app: Flask, secretary: Browser) -> None:
    paths, member = reviewed_item(app), browser_of(app, "primary_nl")
    for browser in (secretary, member):
        shown = browser.text(paths["item"])
        for words in (
            f"Review of {paths['symbol']}",
            made.TEXT,
            "Of 3 asked",
            "1 supported",
            "Made for the first time.",
        ):
            assert words in shown
        paper = "".join("".join(pages(browser.get(paths["pdf"]).data)).split())
        assert paths["symbol"] in paper
        assert "".join(made.TEXT.split()) in paper
    assert "Note the outcome" in secretary.text(paths["item"])
    assert "Note the outcome" not in member.text(paths["item"])
    guest = browser_of(app, "ngo_guest")
    assert guest.get(paths["item"]).status_code == 404
    paper = "".join("".join(pages(guest.get(paths["pdf"]).data)).split())
    assert paths["symbol"] not in paper
    # Were it opened by hand, what is reviewed would still be told to no guest.
    with app.app_context(), work(TESTS):
        item: AgendaItem = one(AgendaItem, key=paths["item"].rsplit("/", 1)[1])
        item.own_audience = item.audience = Audience.OPEN
    opened = guest.get(paths["item"])
    assert paths["symbol"] not in words_of(opened)
    assert made.TEXT not in words_of(opened)


def test_the_outcome_is_noted_from_its_item_and_leads_back(app: Flask, secretary: Browser) -> None:
    paths = reviewed_item(app)
    key = paths["item"].rsplit("/", 1)[1]
    follow = f"{paths['it']}/follow-up?item={key}"
    assert "Reviewed by the" in secretary.text(follow)
    with app.app_context(), work(TESTS):
        title = board_meeting().title
    begun = {"step": Step.FOLLOW_UP, "note": f"Reviewed by the {title}: ", "review_on": "2027-12-01"}
    refused = secretary.post(follow, begun)
    assert (refused.status_code, "Say what the meeting found." in refused.text) == (422, True)
    led = secretary.post(follow, begun | {"note": f"Reviewed by the {title}: two States have acted."})
    assert (led.status_code, led.location) == (303, paths["item"])
    assert "two States have acted." in secretary.text(paths["item"])
    with app.app_context(), work(TESTS):
        found: Recommendation = one(Recommendation, key=paths["key"])
        assert (found.state, found.review_on) == (State.FOLLOW_UP, date(2027, 12, 1))
    assert secretary.get(f"{paths['it']}/follow-up?item=none").status_code == 404
    other = secretary.post(f"{paths['it']}/follow-up", {"step": Step.LAPSE, "note": "Overtaken."})
    assert other.location == paths["it"]
    assert "Note the outcome" not in secretary.text(paths["item"])


@pytest.mark.parametrize("kind", ["reiterates", "strengthens"])
def test_a_new_one_is_drafted_from_its_review_with_text_and_tie(app: Flask, secretary: Browser, kind: str) -> None:
    paths = reviewed_item(app)
    new = f"{paths['item']}/recommendations/new?of={paths['key']}&does={kind}"
    shown = secretary.get(new).text
    assert made.TEXT in shown
    assert re.search(rf'<input[^>]*checked[^>]*value="{paths["key"]}"', shown)
    assert re.search(rf'<option selected value="{kind}"', shown)
    given = DRAFT | {"text": made.TEXT, "earlier": paths["key"], "takes_up": kind}
    assert secretary.post(new, given).status_code == 303
    with app.app_context(), work(TESTS):
        (tie,) = db.session.query(RecommendationLink)
        assert (tie.kind, tie.announced) == (LinkKind(kind), False)
    assert secretary.get(f"{paths['item']}/recommendations/new?of=nothing").status_code == 404


def test_a_draft_refused_for_something_else_keeps_what_it_takes_up(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        key = made.sent().key
        new = f"/items/{item_of(board_meeting(), Subject.RECOMMENDATIONS).key}/recommendations/new"
    given = DRAFT | {"text": made.TEXT.replace("thirty", "twenty"), "earlier": key, "takes_up": "strengthens"}
    refused = secretary.post(new, given | {"kind": ""})
    assert refused.status_code == 422
    assert re.search(rf'<input[^>]*checked[^>]*value="{key}"', refused.text)
    assert re.search(r'<option selected value="strengthens"', refused.text)
    assert secretary.post(new, given | {"earlier": "nothing"}).status_code == 422
    with app.app_context(), work(TESTS):
        assert count(Recommendation) == 1


def test_a_draft_of_the_same_meeting_that_reads_alike_is_shown(app: Flask, secretary: Browser) -> None:
    corridors = "States should open humanitarian corridors for civilians in the river districts."
    with app.app_context(), work(TESTS):
        key = made.proposed().key
        new = f"/items/{item_of(board_meeting(), Subject.RECOMMENDATIONS).key}/recommendations/new"
        actions.withdraw(made.proposed(corridors), body(), by=BY, at=clock.now())
    given = DRAFT | {"text": made.TEXT.replace("thirty", "twenty")}
    refused = secretary.post(new, given)
    assert (refused.status_code, f"/recommendations/{key}/edit" in refused.text) == (422, True)
    assert secretary.post(new, given | {"earlier": key}).status_code == 422
    with app.app_context(), work(TESTS):
        assert (count(RecommendationLink), count(Recommendation)) == (0, 2)
    assert secretary.post(new, given | {"earlier": "new"}).status_code == 303
    assert secretary.post(new, DRAFT | {"text": corridors}).status_code == 303


@pytest.mark.parametrize("days, due", [(UNHEARD_FOR.days, 1), (UNHEARD_FOR.days - 1, 0)])
def test_what_was_taken_over_falls_due_when_nothing_was_heard_for_a_year(context: Flask, days: int, due: int) -> None:
    with work(TESTS):
        later = a_draft()
        taken_over(1, later.ends_on - timedelta(days=days))
        assert len(reviews_due(later, on=later.starts_on)) == due


@pytest.mark.parametrize("more", [",,lapsed", "2027-01-10,2027-05-01,"])
def test_what_is_closed_or_was_heard_of_does_not_fall_due(context: Flask, more: str) -> None:
    with work(TESTS):
        later = a_draft()
        taken_over(1, later.ends_on - UNHEARD_FOR * 2, more)
        assert reviews_due(later, on=later.starts_on) == []


def test_a_silent_one_of_a_list_falls_due_once(context: Flask) -> None:
    with work(TESTS):
        later = a_draft()
        taken_over(1, date(2024, 5, 20), "2024-05-21,2024-08-01,")
        (candidate,) = waiting(later, Source.REVIEW)
        assert "of 1 asked 1 silent, the longest for 2 years" in candidate.provenance
        (entry,) = decided(later, Fate.ACCEPTED, candidate)
        db.session.flush()
        assert reviews_due(later, on=later.starts_on) == []
        # An item that was removed has reviewed nothing.
        one(RecommendationReview).item_key = "gone"
        db.session.flush()
        assert len(reviews_due(later, on=later.starts_on)) == 1
        assert entry.fate is Fate.ACCEPTED


@pytest.mark.parametrize(
    "lines, items, within", [(ONE_BY_ONE, ONE_BY_ONE, 1), (ONE_BY_ONE + 1, 1, ONE_BY_ONE + 1), (MOST + 1, 1, MOST)]
)
def test_many_of_a_list_come_as_one_item(context: Flask, lines: int, items: int, within: int) -> None:
    with work(TESTS):
        later = a_draft()
        taken_over(lines, date(2020, 5, 20))
        found = waiting(later, Source.REVIEW)
        assert [len(c.reviewed) for c in found] == [within] * items
        (entry,) = decided(later, Fate.ACCEPTED, found[0])
        assert len(reviewed_on([entry.item_key], on=later.starts_on)[entry.item_key]) == within
        assert len(reviews_due(later, on=later.starts_on)) == (lines - within if items > 1 or lines > MOST else 0)


def test_the_statements_of_an_item_do_not_grow_with_what_is_reviewed(app: Flask, secretary: Browser) -> None:
    counts: list[int] = []
    for lines in (ONE_BY_ONE + 1, 3 * ONE_BY_ONE):
        with app.app_context(), work(TESTS):
            meeting = board_meeting()
            db.session.query(RecommendationReview).delete()
            path = f"/items/{item_of(meeting, Subject.RECOMMENDATIONS).key}"
            if not counts:
                taken_over(3 * ONE_BY_ONE, date(2020, 5, 20))
            rows = db.session.scalars(select(Recommendation).limit(lines)).all()
            for row in rows:
                db.session.add(
                    RecommendationReview(body_id=row.body_id, recommendation_id=row.id, item_key=path.split("/")[2])
                )
        counts.append(statements(app, secretary, path))
    assert counts[0] == counts[1]
