"""How far an addressee's own answer can be relied on the secretariat says: with the verification, and later."""

from __future__ import annotations

import json
import re

import pytest
from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.db import db, work
from convene.journal import JournalEntry
from convene.recommendations import answering, rules
from convene.recommendations.figures import figures_of
from convene.recommendations.models import Answer, NotedEvidence, Recommendation
from convene.recommendations.queries import steps_of
from convene.recommendations.terms import Given, Position, Reliability, SourceKind, Step
from tests.browser import TESTS, Browser, browser_of, words_of
from tests.build import BY, board_meeting, body, one
from tests.recommendations import made

SAID = Given(Position.SUPPORTED, "We agree.", "A bill is tabled.", "Gazette 12", SourceKind.OFFICIAL)


@pytest.fixture
def filed(app: Flask) -> dict[str, str]:
    """An answer that Denmark filed and nobody verified, and evidence that was noted of the United States."""
    with app.app_context(), work(TESTS):
        found = made.sent()
        row = answering.answer(
            made.to(found, "Denmark"), found, body(), SAID, is_filing=True, revision=0, by=BY, at=clock.now()
        )
        noted = made.noted(found, "United States", verified_by="the embassy")
        return {
            "page": f"/recommendations/{found.key}",
            "answer": f"/answers/{row.key}",
            "noted": f"/noted/{noted.key}",
            "list": f"/bodies/{body().key}/recommendations",
            "meeting": f"/meetings/{board_meeting().key}",
        }


def judged(app: Flask) -> list[tuple[str, str]]:
    """The steps by which something was judged: of whom, and what."""
    with app.app_context(), work(TESTS):
        return [(s.addressee, s.note) for s in steps_of(one(Recommendation)) if s.step is Step.JUDGE]


def test_reliability_is_said_with_the_verification(app: Flask, secretary: Browser, filed: dict[str, str]) -> None:
    assert 'name="reliability"' in secretary.get(f"{filed['answer']}/verify").text
    given = {"verified_by": "the embassy", "reliability": "confirmed by another source"}
    assert secretary.post(f"{filed['answer']}/verify", {**given, "reliability": "certain"}).status_code == 422
    assert secretary.post(f"{filed['answer']}/verify", {**given, "verified_by": " "}).status_code == 422
    assert judged(app) == []
    assert secretary.post(f"{filed['answer']}/verify", given).status_code == 303
    assert judged(app) == [("Denmark", "confirmed by another source")]
    words = "Official document, confirmed by another source"
    for reader in (secretary, browser_of(app, "primary_nl")):
        for path in (filed["page"], f"{filed['meeting']}/recommendations"):
            assert words in reader.text(path)
        assert words in reader.get(f"{filed['meeting']}/recommendations.csv").text
        assert "confirmed by another source" in reader.get(f"{filed['list']}.csv").text
    assert "<b>Reliability judged</b>, report of Denmark" in secretary.get(filed["page"]).text


def test_it_is_judged_anew_by_the_secretariat_alone(app: Flask, secretary: Browser, filed: dict[str, str]) -> None:
    at = f"{filed['answer']}/reliability"
    secretary.post(f"{filed['answer']}/verify", {"verified_by": "the embassy"})
    assert (f'href="{at}"' in secretary.get(filed["page"]).text, judged(app)) == (True, [])
    for value in ("probable", "probable", "doubtful"):
        assert secretary.post(at, {"reliability": value}).status_code == 303
    assert secretary.post(at, {"reliability": "certain"}).status_code == 422
    assert judged(app) == [("Denmark", "probable"), ("Denmark", "doubtful, before: probable")]
    dane = browser_of(app, "primary_dk")
    assert "/reliability" not in dane.get(filed["page"]).text
    assert dane.post(at, {"reliability": "confirmed by another source"}).status_code in (403, 404)
    with app.app_context(), work(TESTS):
        assert one(Answer).reliability is Reliability.DOUBTFUL
        lines = db.session.scalars(select(JournalEntry).where(JournalEntry.act == "answer.judge")).all()
        assert json.loads(lines[-1].change) == {"before": "probable", "after": "doubtful"}


def test_what_was_noted_is_judged_anew_too(app: Flask, secretary: Browser, filed: dict[str, str]) -> None:
    assert f'href="{filed["noted"]}/reliability"' in secretary.get(filed["page"]).text
    assert secretary.post(f"{filed['noted']}/reliability", {"reliability": "probable"}).status_code == 303
    assert judged(app) == [("United States", "probable, before: doubtful")]
    with app.app_context(), work(TESTS):
        assert one(NotedEvidence).reliability is Reliability.PROBABLE


def test_what_is_to_be_verified_is_shown(secretary: Browser, filed: dict[str, str]) -> None:
    shown = secretary.text(f"{filed['answer']}/verify")
    said = "Said: We agree. Done: A bill is tabled. Shown by: Gazette 12 Source: official document, not judged"
    assert f"What is to be verified {said}" in shown


@pytest.mark.parametrize(
    "action, evidence, is_offered", [("", "", False), ("A bill is tabled.", "", True), ("", "Gazette 12", True)]
)
def test_of_a_bare_position_nothing_is_verified(
    app: Flask, secretary: Browser, action: str, evidence: str, is_offered: bool
) -> None:
    kind = SourceKind.OFFICIAL if evidence else SourceKind.NOT_SAID
    said = Given(Position.DECLINED, "It is too costly.", action, evidence, kind)
    with app.app_context(), work(TESTS):
        found = made.sent()
        to = made.to(found, "Denmark")
        row = answering.answer(to, found, body(), said, is_filing=True, revision=0, by=BY, at=clock.now())
        page, answer = f"/recommendations/{found.key}", f"/answers/{row.key}"
    assert ("Say who verified it" in secretary.text(page)) is is_offered
    assert f"{answer}/reliability" not in secretary.get(page).text
    done = secretary.post(f"{answer}/verify", {"verified_by": "the embassy"})
    assert done.status_code == (303 if is_offered else 422)
    assert ("there is nothing to verify" in words_of(secretary.get(f"{answer}/verify"))) is not is_offered


@pytest.mark.parametrize(
    "acted, action, reported, reason, field",
    [
        (False, "A bill", False, "It was repealed.", None),
        (False, "A bill", False, " ", "reason"),
        (False, "A bill", True, "It was repealed.", "has_acted"),
        (True, "A bill", True, "It is in force.", None),
        (True, " ", False, "It is in force.", "has_acted"),
    ],
)
def test_that_it_acted_is_said_anew_with_a_reason(
    acted: bool, action: str, reported: bool, reason: str, field: str | None
) -> None:
    found = rules.acted_findings(acted=acted, action=action, reported=reported, reason=reason)
    assert [f.field for f in found] == ([field] if field else [])


def test_a_tick_that_it_acted_is_taken_back_and_the_figures_follow(
    app: Flask, secretary: Browser, filed: dict[str, str]
) -> None:
    def stands() -> tuple[int, list[tuple[Step, str]]]:
        with app.app_context(), work(TESTS):
            found = one(Recommendation)
            wanted = {Step.ACTED, Step.NOT_ACTED}
            steps = [(s.step, s.note) for s in steps_of(found) if s.step in wanted]
            return figures_of(body(), "addressee", on=clock.now().date()).whole.followed, steps

    with app.app_context(), work(TESTS):
        found = one(Recommendation)
        made.answered(found, "Netherlands", action="")
        noted = f"/noted/{made.noted(found, 'Netherlands', 'A law is in force.', has_acted=True).key}/reliability"
    assert stands() == (2, [])
    assert f'href="{noted}"' in secretary.get(filed["page"]).text
    assert re.search(r'name="has_acted"[^>]* checked|checked[^>]* name="has_acted"', secretary.get(noted).text)
    assert secretary.post(noted, {"reliability": "doubtful"}).status_code == 422
    assert stands() == (2, [])
    back = {"reliability": "doubtful", "reason": "The law was repealed."}
    assert (secretary.post(noted, back).status_code, secretary.post(noted, back).status_code) == (303, 303)
    assert stands() == (1, [(Step.NOT_ACTED, "The law was repealed.")])
    anew = {"reliability": "doubtful", "reason": "It is in force again.", "has_acted": "y"}
    assert secretary.post(noted, anew).status_code == 303
    assert stands() == (2, [(Step.NOT_ACTED, "The law was repealed."), (Step.ACTED, "It is in force again.")])
    said = browser_of(app, "primary_nl").get(filed["page"]).text
    assert "<b>Said not to have acted</b>: Netherlands" in said
    assert "The law was repealed." in said
    assert "A law is in force. It counts as followed up." in said


def test_what_an_addressee_reported_itself_is_not_unsaid(app: Flask, secretary: Browser, filed: dict[str, str]) -> None:
    with app.app_context(), work(TESTS):
        noted = f"/noted/{made.noted(one(Recommendation), 'Denmark', 'A bill.').key}/reliability"
    refused = secretary.post(noted, {"reliability": "probable", "reason": "It is not so."})
    assert refused.status_code == 422
    assert "reported what it has done" in words_of(refused)
    assert judged(app) == []
