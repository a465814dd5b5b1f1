"""What pages say: how many have answered, and what an addressee is asked about its own answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from convene import clock
from convene.agendas.terms import Subject
from convene.db import work
from convene.recommendations import actions, queries, telling
from convene.recommendations.history import together
from convene.recommendations.models import Answer, Recommendation, RecommendationStep
from convene.recommendations.terms import AddresseeKind, Named, Reliability, Step
from tests.browser import TESTS, Browser, browser_of, words_of
from tests.build import BY, board_meeting, body, item_of, one
from tests.recommendations import made
from tests.test_statements import statements

LATER = "Member States should end the sale of fuel and of lubricants to the armed groups at once."
MOMENT = datetime(2026, 5, 4, 9, tzinfo=UTC)


@pytest.mark.parametrize("answering, said", [(1, "1 of 3 answered"), (2, "2 of 3 answered"), (3, "Answered")])
def test_one_answer_of_three_is_not_called_answered(app: Flask, secretary: Browser, answering: int, said: str) -> None:
    with app.app_context(), work(TESTS):
        found = made.sent()
        for name in made.STATES[:answering]:
            made.answered(found, name)
        meeting, of = board_meeting().key, body().key
        item = item_of(board_meeting(), Subject.RECOMMENDATIONS)
        found.item_id = item.id
        paths = (f"/recommendations/{found.key}", f"/meetings/{meeting}/recommendations", f"/items/{item.key}")
    for path in (*paths, f"/bodies/{of}/recommendations"):
        marks = secretary.get(path).text
        assert f"</span>{said}</span>" in marks, path


@pytest.mark.parametrize("answering, said", [(1, "1 of 3 answered"), (3, "Answered")])
def test_a_lineage_says_how_many_have_answered(app: Flask, secretary: Browser, answering: int, said: str) -> None:
    with app.app_context(), work(TESTS):
        earlier = made.sent()
        for name in made.STATES[:answering]:
            made.answered(earlier, name)
        later = made.sent(f"{made.TEXT} Two.")
        made.tied(later, earlier)
        key = later.key
        path = f"/recommendations/{key}/lineage"
    page = secretary.get(path).text
    assert f">{said}</text>" in page
    assert f"</span>{said}</span>" in page
    assert "</span>Transmitted</span>" in page
    before = statements(app, secretary, path)
    with app.app_context(), work(TESTS):
        for number in range(3):
            another = made.sent(f"{made.TEXT} {number}.")
            made.answered(another, made.STATES[number])
            made.tied(another, one(Recommendation, key=key))
    assert secretary.get(path).text.count("</span>1 of 3 answered</span>") == 3 + (answering == 1)
    assert statements(app, secretary, path) == before


def test_steps_that_differ_only_in_the_addressee_are_one_line(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        found = made.sent()
        path = f"/recommendations/{found.key}"
        made.answered(found, "Denmark")
        taken = queries.steps_of(found)
        sent = [step for step in taken if step.step is Step.TRANSMIT]
        assert [step.addressee for step in sent] == list(made.STATES)
        lines = [(line.step, line.addressees) for line in together(taken)]
        assert lines.count((Step.TRANSMIT, made.STATES)) == 1
        assert lines[-1] == (Step.ANSWER, ("Denmark",))
    words = secretary.text(path)
    assert words.count("Transmitted to") == 1
    assert "Transmitted to 3 addressees: Netherlands, United States, Denmark their representatives" in words
    assert "Answered by Denmark" in words


def test_a_page_says_nothing_twice_that_all_can_see(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        found = made.proposed(made.TEXT)
        actions.reword(
            found, body(), made.wording(f"{made.TEXT} At once."), revision=found.revision, by=BY, at=clock.now()
        )
        path = f"/recommendations/{found.key}"
    words = secretary.text(path)
    # The wording that was left behind is told; that which stands above is not told again.
    assert (words.count(f"{made.TEXT} At once."), words.count("Reworded in the words above")) == (1, 1)
    assert f"Proposed {made.TEXT}" in words
    with app.app_context(), work(TESTS):
        company = Named(AddresseeKind.COMPANY, "Example Ltd")
        sent = made.adopted(LATER, said=made.wording(LATER, ("Denmark",), others=(company,)))
        due = clock.now().date() + timedelta(days=9)
        telling.send([sent], body(), telling.Sending(due, {}), by=BY, at=clock.now())
        other = made.adopted(LATER, said=made.wording(LATER, (), others=(company,)))
        telling.send([other], body(), telling.Sending(due, {"Example Ltd": "the board"}), by=BY, at=clock.now())
        path, second = f"/recommendations/{sent.key}", f"/recommendations/{other.key}"
    rows = secretary.text(path).split("Addressees")[1].split("Its steps")[0]
    assert not [said for said in ("its representatives", "to Example Ltd On paper") if said in rows]
    assert "to the board" in secretary.text(second)


@pytest.mark.parametrize(
    "other, lines",
    [
        ({}, 1),
        ({"step": Step.POST}, 2),
        ({"at": MOMENT + timedelta(seconds=1)}, 2),
        ({"by": "another"}, 2),
        ({"note": "by courier"}, 2),
        ({"addressee": "Chad"}, 2),
        ({"addressee": ""}, 2),
    ],
)
def test_what_differs_in_more_than_the_addressee_is_a_line_of_its_own(other: dict[str, Any], lines: int) -> None:
    said = {"step": Step.TRANSMIT, "at": MOMENT, "by": "one", "note": ""}
    rows = [RecommendationStep(**said, addressee="Chad"), RecommendationStep(**{**said, "addressee": "Niger", **other})]
    assert len(together(rows)) == lines


def test_a_letter_to_the_addressee_itself_does_not_name_it_twice() -> None:
    said = {"step": Step.TRANSMIT, "at": MOMENT, "by": "one"}
    notes = {"Chad": "Chad", "Niger": "Niger", "Mali": "its representatives", "Benin": "Mali"}
    rows = [RecommendationStep(**said, addressee=name, note=note) for name, note in notes.items()]
    assert [(line.note, line.addressees) for line in together(rows)] == [
        ("", ("Chad", "Niger")),
        ("its representatives", ("Mali",)),
        ("Mali", ("Benin",)),
    ]


def test_names_that_hold_a_comma_are_kept_apart() -> None:
    said = {"step": Step.TRANSMIT, "at": MOMENT, "by": "one", "note": ""}
    rows = [RecommendationStep(**said, addressee=name) for name in ("Lagos & Sons, Ltd", "Niger")]
    assert [line.names for line in together(rows)] == ["2 addressees: Lagos & Sons, Ltd; Niger"]


def test_an_addressee_is_not_asked_how_far_its_own_word_can_be_relied_on(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        found = made.sent()
        path, meeting = f"/addressees/{made.to(found, 'Netherlands').key}/answer", board_meeting().title
    nl = browser_of(app, "primary_nl")
    own, kept = words_of(nl.get(path)), words_of(secretary.get(path))
    for words in ("How far it can be relied on", "The addressee itself"):
        assert (words in own, words in kept) == (False, True)
    for words in (meeting, "Ostrin", "Sanctions"):
        assert words in own
    given = {"revision": "0", "position": "noted", "source_kind": "press", "reliability": "verified", "then": "file"}
    assert nl.post(path, given | {"source_kind": "the addressee itself"}).status_code == 422
    assert nl.post(path, given).status_code == 303
    with app.app_context(), work(TESTS):
        assert one(Answer).reliability is Reliability.NOT_JUDGED
