"""Where nothing is attributed, a recommendation gives no speaker away before somebody has read what might."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from convene import clock
from convene.agendas.terms import Subject
from convene.db import db, work
from convene.findings import Refused
from convene.mail.models import OutboxMessage
from convene.recommendations import actions, circulating
from convene.recommendations.attributing import doubts_in, doubts_of
from convene.recommendations.history import disclaimer_of
from convene.recommendations.models import Recommendation, RecommendationRelease
from convene.recommendations.queries import steps_of
from convene.recommendations.terms import State
from convene.records.terms import Marking
from tests.browser import TESTS, Browser, browser_of, words_of
from tests.build import BY, board_meeting, body, count, item_of, one
from tests.recommendations import made
from tests.records.made import a_sitting, new, noted
from tests.test_statements import statements

GIVES_AWAY = "As the representative of Canada proposed, a bill on mass graves is to be tabled."
HARMLESS = "Member States and the Netherlands should table a bill on mass graves, and Ostrin should open its archives."
TOLD = "may give a speaker away"


@pytest.fixture
def silent(app: Flask) -> str:
    """The board as a body that attributes and adopts nothing, and a draft of it that gives somebody away; its key."""
    with app.app_context(), work(TESTS):
        body().not_attributed, body().preset = True, "S11"
        return made.proposed(GIVES_AWAY, said=made.wording(GIVES_AWAY, kind="oversight")).key


@pytest.mark.parametrize("text, is_told", [(GIVES_AWAY, True), (HARMLESS, False)])
@pytest.mark.parametrize("by_body, by_item", [(True, False), (False, True), (False, False)])
def test_what_is_looked_for_where(context: Flask, text: str, is_told: bool, *, by_body: bool, by_item: bool) -> None:
    with work(TESTS):
        body().not_attributed = by_body
        meeting = a_sitting()
        item = item_of(meeting, Subject.RECOMMENDATIONS)
        other = item_of(meeting, Subject.DEEP_DIVE)
        noted(item if by_item else other, new("It was said.", Marking.NOT_ATTRIBUTED))
        found = made.proposed(text, meeting=meeting)
        assert bool(doubts_of([found], body())) is (is_told and (by_body or by_item))
        assert bool(doubts_in(text, found, body())) is (is_told and (by_body or by_item))


def test_nothing_is_issued_before_it_was_read(app: Flask, secretary: Browser, silent: str) -> None:
    with app.app_context(), work(TESTS):
        path = f"/meetings/{board_meeting().key}/recommendations/adopt"
    assert f"What {TOLD}" in secretary.text(f"/recommendations/{silent}")
    page = secretary.get(f"{path}?chosen={silent}")
    assert "representative of Canada" in "".join(re.findall(r'finding--warn"><b>“([^”]+)”', page.text))
    assert "Issued on" in words_of(page)
    shown = dict(re.findall(r'name="((?:seen|symbol)-[^"]+)" value="([^"]*)"', page.text))
    refused = secretary.post(path, {"chosen": silent, **shown})
    assert (refused.status_code, f"the words {TOLD}. Mend" in words_of(refused)) == (422, True)
    with app.app_context(), work(TESTS):
        assert one(Recommendation).state is State.PROPOSED
    assert secretary.post(path, {"chosen": silent, "all_the_same": "y", **shown}).status_code == 303
    with app.app_context(), work(TESTS):
        assert one(Recommendation).state is State.ISSUED


def test_what_is_released_is_read_before_and_bears_the_disclaimer(app: Flask, secretary: Browser, silent: str) -> None:
    with app.app_context(), work(TESTS):
        actions.adopt([one(Recommendation)], board_meeting(), all_the_same=True, by=BY, at=clock.now())
        released, disclaimer = f"/bodies/{body().key}/released", disclaimer_of(body())
    path = f"/recommendations/{silent}/release"
    assert f"What {TOLD}" in secretary.text(path)
    refused = secretary.post(path, {"text": GIVES_AWAY})
    assert (refused.status_code, f"the words {TOLD}. Mend" in words_of(refused)) == (422, True)
    other = secretary.post(path, {"text": HARMLESS})
    assert "These are not the words that were issued." in words_of(other)
    assert TOLD not in words_of(other)
    with app.app_context(), work(TESTS):
        assert count(RecommendationRelease) == 0
    cut = f"… {GIVES_AWAY.split(', ')[1]}"
    assert secretary.post(path, {"text": cut}).status_code == 303
    shown = browser_of(app, "ngo_guest").text(released)
    assert disclaimer
    assert disclaimer in shown
    assert "in the words that were issued, with “…” where some were left out" in shown
    assert "that were adopted" not in shown


def test_where_a_body_adopts_no_disclaimer_is_borne(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        actions.release(made.adopted(GIVES_AWAY), body(), "", by=BY, at=clock.now())
        path, silent = f"/bodies/{body().key}/released", disclaimer_of(body())
    assert silent == ""
    assert "in the words that were adopted" in browser_of(app, "ngo_guest").text(path)


def test_one_place_or_several_are_told_of(context: Flask) -> None:
    with work(TESTS):
        body().not_attributed = True
        found = made.proposed(f"{GIVES_AWAY} The Canadian delegate said that she agreed.")
        with pytest.raises(Refused, match=r"In \d places the words"):
            actions.adopt([found], board_meeting(), by=BY, at=clock.now())
        assert found.symbol is None


def test_the_name_of_the_body_itself_gives_nobody_away(context: Flask) -> None:
    with work(TESTS):
        council = body("TAPRC")
        council.not_attributed = True
        row = Recommendation(body_id=council.id, item_id=None, countries="")
        assert doubts_in("What the Council puts on record.", row, council) == []
        assert [mark.words for mark in doubts_in("What Oslo puts on record.", row, council)] != []


def _mails() -> int:
    return db.session.query(OutboxMessage).filter_by(kind=circulating.PUT_BEFORE).count()


@pytest.mark.parametrize("text, is_told", [(GIVES_AWAY, True), (HARMLESS, False)])
@pytest.mark.parametrize("by_body, by_item", [(True, False), (False, True), (False, False)])
def test_no_draft_is_circulated_before_somebody_read_what_may_give_away(
    context: Flask, text: str, is_told: bool, *, by_body: bool, by_item: bool
) -> None:
    with work(TESTS):
        body().not_attributed = by_body
        meeting = a_sitting()
        item = item_of(meeting, Subject.RECOMMENDATIONS if by_item else Subject.DEEP_DIVE)
        noted(item, new("It was said.", Marking.NOT_ATTRIBUTED))
        found = made.proposed(text, meeting=meeting)
        if is_told and (by_body or by_item):
            with pytest.raises(Refused, match=TOLD):
                circulating.put_before([found], meeting, by=BY, at=clock.now())
            assert (found.announced, len(steps_of(found)), _mails()) == (False, 1, 0)
            circulating.put_before([found], meeting, all_the_same=True, by=BY, at=clock.now())
        else:
            circulating.put_before([found], meeting, by=BY, at=clock.now())
        assert found.announced
        assert _mails() > 0


@pytest.mark.parametrize("is_read_by_members", [True, False])
@pytest.mark.parametrize("by_body, by_item", [(True, False), (False, True), (False, False)])
def test_a_draft_that_members_read_is_checked_whenever_it_is_reworded(
    context: Flask, *, is_read_by_members: bool, by_body: bool, by_item: bool
) -> None:
    with work(TESTS):
        body().not_attributed = by_body
        meeting = a_sitting()
        item = item_of(meeting, Subject.RECOMMENDATIONS if by_item else Subject.DEEP_DIVE)
        noted(item, new("It was said.", Marking.NOT_ATTRIBUTED))
        found = made.proposed(HARMLESS, meeting=meeting)
        if is_read_by_members:
            circulating.put_before([found], meeting, by=BY, at=clock.now())
        steps, said = len(steps_of(found)), made.wording(GIVES_AWAY)
        if is_read_by_members and (by_body or by_item):
            for read in ((), ["the chair of Norway"]):
                with pytest.raises(Refused, match=TOLD):
                    actions.reword(found, body(), said, revision=1, read=read, by=BY, at=clock.now())
            assert (found.text, found.revision, len(steps_of(found))) == (HARMLESS, 1, steps)
            read = [mark.words for mark in doubts_in(GIVES_AWAY, found, body())]
            actions.reword(found, body(), said, revision=1, read=read, by=BY, at=clock.now())
        else:
            actions.reword(found, body(), said, revision=1, by=BY, at=clock.now())
        assert (found.text, found.revision) == (GIVES_AWAY, 2)


def test_whom_a_reworded_draft_addresses_no_more_is_looked_for_in_it(context: Flask) -> None:
    with work(TESTS):
        body().not_attributed = True
        found = made.proposed(HARMLESS)
        circulating.put_before([found], board_meeting(), by=BY, at=clock.now())
        kept = made.wording(HARMLESS, ("Netherlands",))
        actions.reword(found, body(), kept, revision=1, by=BY, at=clock.now())
        with pytest.raises(Refused, match=TOLD):
            actions.reword(found, body(), made.wording(HARMLESS, ("Denmark",)), revision=2, by=BY, at=clock.now())


def _shown(page: str) -> dict[str, list[str]]:
    return {"shown": re.findall(r'name="shown" value="([^"]*)"', page)}


def test_the_pages_tell_what_they_found_and_go_on_by_a_tick(app: Flask, secretary: Browser, silent: str) -> None:
    with app.app_context(), work(TESTS):
        path = f"/meetings/{board_meeting().key}/recommendations/put-before"
    page = secretary.get(f"{path}?chosen={silent}").text
    assert "representative of Canada" in "".join(re.findall(r'finding--warn"><b>“([^”]+)”', page))
    seen = {"chosen": silent, f"seen-{silent}": "1"}
    refused = secretary.post(path, seen)
    assert (refused.status_code, f"the words {TOLD}. Mend" in words_of(refused)) == (422, True)
    stale = secretary.post(path, seen | {f"seen-{silent}": "2", "all_the_same": "y"})
    assert (stale.status_code, "Somebody reworded" in words_of(stale)) == (422, True)
    with app.app_context(), work(TESTS):
        assert not one(Recommendation).announced
    edit = f"/recommendations/{silent}/edit"
    assert TOLD not in secretary.text(edit)
    assert secretary.post(path, seen | {"all_the_same": "y"}).status_code == 303
    assert f"What {TOLD}" in secretary.text(edit)

    # A tick holds for the words that were shown with it, and for no others.
    fields = {"revision": "1", "kind": "oversight", "others": "Parliament (other)", "all_the_same": "y"}
    was = _shown(secretary.get(edit).text)
    other = fields | {"text": f"{GIVES_AWAY} The Danish delegate agreed."}
    refused = secretary.post(edit, other | was)
    assert (refused.status_code, "Danish delegate" in refused.text, "checked" in refused.text) == (422, True, False)
    assert secretary.post(edit, other | _shown(refused.text)).status_code == 303
    with app.app_context(), work(TESTS):
        assert one(Recommendation).text.endswith("The Danish delegate agreed.")


def test_many_drafts_are_read_by_as_many_statements_as_one(app: Flask, secretary: Browser, silent: str) -> None:
    with app.app_context(), work(TESTS):
        meeting = board_meeting()
        said = made.wording(GIVES_AWAY, kind="oversight")
        more = [made.proposed(said=said).key for _ in range(3)]
        path = f"/meetings/{meeting.key}/recommendations/put-before"
    several = "&".join([f"{path}?chosen={silent}", *(f"chosen={key}" for key in more)])
    assert statements(app, secretary, several) == statements(app, secretary, f"{path}?chosen={silent}")


@pytest.mark.parametrize(
    "text, is_refused",
    [
        ("Denmark suggested that a night desk be kept.", True),
        ("Anne Holm suggested that a night desk be kept.", True),
        ("The Danish suggestion of a night desk should be followed.", True),
        ("A night desk should be kept.", False),
        ("Canada and the Netherlands should keep a night desk.", False),
    ],
)
@pytest.mark.parametrize("to", [(), ("Denmark",)])
def test_no_tick_lets_a_recommendation_name_who_spoke_on_its_item(
    context: Flask, text: str, to: tuple[str, ...], *, is_refused: bool
) -> None:
    with work(TESTS):
        body().not_attributed = True
        meeting = a_sitting()
        words = new("The desk closes at six.", Marking.NOT_ATTRIBUTED)
        noted(item_of(meeting, Subject.RECOMMENDATIONS), words, speaker="Denmark: Anne Holm")
        noted(item_of(meeting, Subject.DEEP_DIVE), new("Other words.", Marking.NOT_ATTRIBUTED), speaker="Canada")
        found = made.proposed(text, meeting=meeting, said=made.wording(text, to=(*to, "Netherlands")))
        # To whom it goes is named all the same; a person is not.
        refuses = is_refused and not (to and "Anne" not in text)
        if not refuses:
            circulating.put_before([found], meeting, all_the_same=True, by=BY, at=clock.now())
            return
        with pytest.raises(Refused, match="no tick lets it pass"):
            circulating.put_before([found], meeting, all_the_same=True, by=BY, at=clock.now())
        with pytest.raises(Refused, match="no tick lets it pass"):
            actions.adopt([found], meeting, all_the_same=True, by=BY, at=clock.now())
        found.text = "A night desk should be kept."
        actions.adopt([found], meeting, all_the_same=True, by=BY, at=clock.now())
        with pytest.raises(Refused, match="no tick lets it pass"):
            actions.release(found, body(), text, in_other_words=True, all_the_same=True, by=BY, at=clock.now())
