"""A guest says what they know and where from; how far it can be relied on the secretariat judges, and reads alone."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from convene import clock
from convene.db import work
from convene.journal import JournalEntry
from convene.recommendations import shadow
from convene.recommendations.models import Recommendation, ShadowEvidence
from convene.recommendations.terms import Reliability, SourceKind
from tests.browser import TESTS, Browser, browser_of
from tests.build import BY, count, one, term_of
from tests.recommendations import made

OFFERED = re.compile(r'<option[^>]* value="([^"]*)"|<option value="([^"]*)"')


@pytest.fixture
def asking(app: Flask) -> str:
    """Where a guest hands in what they know."""
    with app.app_context(), work(TESTS):
        return f"/evidence/{made.asked(made.sent()).key}"


def handed_in(app: Flask) -> dict[str, str]:
    """What a guest handed in: where it is judged, and the page of its recommendation."""
    with app.app_context(), work(TESTS):
        found = made.sent()
        person = term_of("ngo_guest").person_id
        row = shadow.hand_in(
            made.asked(found), "Three ships.", SourceKind.WITNESS, person=person, by=BY, at=clock.now()
        )
        return {
            "judge": f"/evidence/{row.key}/reliability",
            "page": f"/recommendations/{found.key}",
            "asking": f"/evidence/{shadow.asking_of(row).key}",
        }


def test_a_guest_is_offered_what_makes_sense_to_a_guest(app: Flask, asking: str) -> None:
    page = browser_of(app, "ngo_guest").get(asking).text
    offered = {first or second for first, second in OFFERED.findall(page)}
    assert offered == {str(s) for s in SourceKind if s is not SourceKind.OWN}
    for words in ("The addressee itself", "relied on", 'name="reliability"'):
        assert words not in page


@pytest.mark.parametrize("source, status", [("witness", 303), ("not said", 303), ("the addressee itself", 422)])
def test_what_is_handed_in_is_not_judged_by_its_giver(app: Flask, asking: str, source: str, status: int) -> None:
    said = {"text": "Three ships.", "source_kind": source, "reliability": "confirmed by another source"}
    assert browser_of(app, "ngo_guest").post(asking, said).status_code == status
    with app.app_context(), work(TESTS):
        assert count(ShadowEvidence) == (status == 303)
        assert count(ShadowEvidence, reliability=Reliability.NOT_JUDGED) == (status == 303)


def test_what_a_file_may_be_is_said_in_few_words_and_the_rest_is_folded_away(app: Flask, asking: str) -> None:
    page = browser_of(app, "ngo_guest").get(asking).text
    (hint,) = re.findall(r'id="file-help">([^<]+)<', page)
    assert len(hint) < 160
    assert "faces, names and signatures" in hint
    assert "Tracked changes and comments must be settled before." in page.split("What becomes of the file")[1]


def test_the_secretariat_judges_and_may_judge_anew(app: Flask, secretary: Browser) -> None:
    paths = handed_in(app)
    assert "(witness, reliability not judged): Three ships. Say how far it can be relied on" in secretary.text(
        paths["page"]
    )
    assert "Three ships." in secretary.text(paths["judge"])
    assert secretary.post(paths["judge"], {"reliability": "certain"}).status_code == 422
    for said in ("doubtful", "probable", "probable"):
        assert secretary.post(paths["judge"], {"reliability": said}).location == paths["page"]
        assert f"(witness, {said}): Three ships. Judge it anew" in secretary.text(paths["page"])
    with app.app_context(), work(TESTS):
        assert one(ShadowEvidence).reliability is Reliability.PROBABLE
        assert count(JournalEntry, act="shadow.judge") == 2


@pytest.mark.parametrize("who", ["ngo_guest", "ngo_documentation", "primary_nl", "desk_nl", "secretary_council"])
def test_nobody_else_judges_it_or_reads_the_judgement(app: Flask, secretary: Browser, who: str) -> None:
    paths = handed_in(app)
    assert secretary.post(paths["judge"], {"reliability": "doubtful"}).status_code == 303
    other = browser_of(app, who)
    assert other.get(paths["judge"]).status_code == 404
    assert other.post(paths["judge"], {"reliability": "probable"}).status_code == 404
    for path in (paths["page"], paths["asking"], "/"):
        assert "oubtful" not in other.get(path).text
    with app.app_context(), work(TESTS):
        assert one(ShadowEvidence, recommendation_id=one(Recommendation).id).reliability is Reliability.DOUBTFUL
