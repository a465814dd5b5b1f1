"""Pages of applications and of standing: what a secretary does from letter to decision, and what seats read."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from convene import clock
from convene.bodies.models import Party
from convene.bodies.terms import Standing
from convene.db import work
from convene.journal import JournalEntry
from convene.membership.actions import enter_evidence
from convene.membership.models import Application, ApplicationCriterion, ApplicationDecision, ApplicationEvidence
from convene.membership.queries import criteria_of
from convene.membership.terms import Assessment, Decision
from tests.browser import TESTS, Browser, browser_of
from tests.build import BY, body, count, one
from tests.fields import complaints, said_at, summary, typed
from tests.membership.made import PIECE, an_application, decided, put, shown
from tests.packs import read
from tests.test_statements import statements

NORWAY = {"standing": "member", "opened_on": "2027-05-03", "name": "Norway", "kind": "State", "country": "no"}
EVIDENCE = {
    "text": "Two battalions\nin ten years.", "source": "Annual report", "source_kind": "official document",
    "reliability": "reliable",
}  # fmt: skip


TAKEN = {
    "decision": "admitted as a member", "decided_on": "2027-05-20", "from_on": "2027-05-21", "words": "Agreed.",
}  # fmt: skip


def page_of(app: Flask, end: str = "") -> str:
    """The path of the board's page."""
    with app.app_context(), work(TESTS):
        return f"/bodies/{body().key}{end}"


def path_of(app: Flask, *, is_put: bool = False, is_decided: bool = False) -> str:
    """The path of an application, as far as it is."""
    with app.app_context(), work(TESTS):
        application = an_application()
        shown(application, Assessment.SHOWN, Assessment.SHOWN, Assessment.NOT_SHOWN)
        if is_put or is_decided:
            put(application)
        if is_decided:
            decided(application, Decision.DECLINED)
        return f"/applications/{application.key}"


def test_a_letter_becomes_a_dossier_and_the_dossier_a_member(app: Flask, secretary: Browser) -> None:
    done = secretary.post(page_of(app, "/applications/new"), NORWAY | {"words": "We should like to join."})
    assert done.status_code == 303
    path = done.location
    words = secretary.text(path)
    assert "The dossier is open. Nobody but the secretariat sees it yet." in words
    assert "(a) Consistently deploys assets" in words
    form = secretary.get(f"{path}/evidence").text
    (first, *_) = re.findall(r'<option value="([\w-]{22})"', form)
    assert secretary.post(f"{path}/evidence", EVIDENCE | {"criterion": first}).status_code == 303
    said = {f"assessment_{n}": "shown" for n in range(3)} | {"remark_0": "Twice since 2010."}
    assert secretary.post(f"{path}/assessment", said).status_code == 303
    seat = browser_of(app, "primary_nl")
    assert seat.get(path).status_code == 404
    assert secretary.post(f"{path}/board", {"meeting": ""}).status_code == 303
    words = seat.text(path)
    assert "in ten years." in words
    assert "Twice since 2010." in words
    assert "Entered by" in words
    assert "Take it out" not in words
    done = secretary.post(f"{path}/decision", TAKEN | {"meeting": "", "zone": "Europe/Oslo"})
    assert done.status_code == 303
    assert "Norway is a member. Take on record who represents it." in secretary.text(path)
    with app.app_context(), work(TESTS):
        norway = one(Party, name="Norway")
        assert (norway.standing, norway.country, norway.zone) == (Standing.MEMBER, "NO", "Europe/Oslo")
    words = secretary.text(page_of(app))
    assert "since 21 May 2027" in words
    assert "Vacant since 21 May 2027" in words


@pytest.mark.parametrize(
    "wrong, field, said",
    [
        ({"name": ""}, "name", "Enter the name, or choose it above where it is on record."),
        ({"country": "Norway"}, "country", "Enter its two letters, as in NO."),
        ({"standing": "guest"}, "standing", "Not a valid choice."),
        ({"opened_on": "2027-06-02"}, "opened_on", "That day lies ahead."),
        ({"opened_on": "in May"}, "opened_on", "Enter a day, as in 2027-09-20."),
        ({"name": "漢"}, "name", "These letters cannot be printed: 漢"),
        ({"words": "x" * 6001}, "words", "At most 6000 characters."),
    ],
)
def test_an_application_that_is_refused_keeps_what_was_typed(
    app: Flask, secretary: Browser, wrong: dict[str, str], field: str, said: str
) -> None:
    path = page_of(app, "/applications/new")
    done = secretary.post(path, NORWAY | {"words": "Our letter"} | wrong)
    assert (done.status_code, complaints(done)) == (422, [field])
    assert said_at(done, field)[0].replace("NL", "NO") == said
    assert typed(done, "words") == wrong.get("words", "Our letter")
    with app.app_context(), work(TESTS):
        assert (count(Application), count(JournalEntry, act="application.open")) == (0, 0)


@pytest.mark.parametrize(
    "wrong, field, said",
    [
        ({"decision": ""}, "decision", "Choose the decision."),
        ({"words": ""}, "words", "Enter its words."),
        ({"decided_on": "2027-06-02"}, "decided_on", "That day lies ahead: enter the decision once it is taken."),
        ({"from_on": ""}, "from_on", "Enter from which day on this holds."),
    ],
)
def test_a_decision_that_is_refused_is_said_at_the_field(
    app: Flask, secretary: Browser, wrong: dict[str, str], field: str, said: str
) -> None:
    path = path_of(app, is_put=True)
    taken = {
        "decision": "admitted as a member",
        "decided_on": "2027-05-20",
        "from_on": "2027-05-21",
        "words": "Agreed.",
    }
    done = secretary.post(f"{path}/decision", taken | wrong)
    assert (done.status_code, complaints(done), said_at(done, field)) == (422, [field], [said])
    with app.app_context(), work(TESTS):
        assert (count(ApplicationDecision), count(Party, name="Norway")) == (0, 0)


def test_the_rules_speak_beside_the_dossier_and_the_decision(app: Flask, secretary: Browser) -> None:
    path = path_of(app, is_put=True)
    said = "Only those prepared to provide assets may be members, and that is not shown."
    assert said in secretary.text(path)
    assert said in secretary.text(f"{path}/decision")
    assert said in browser_of(app, "alternate_us").text(path)


def test_what_is_decided_offers_nothing_more(app: Flask, secretary: Browser) -> None:
    path = path_of(app, is_decided=True)
    page = secretary.get(path).text
    assert [word for word in ("Record the decision", "Enter evidence", "Take it out") if word in page] == []
    with app.app_context(), work(TESTS):
        key = one(ApplicationEvidence, text=f"{PIECE.text} 0", criterion_id=_first(path).id).key
    assert "It is decided" in secretary.text(secretary.post(f"/evidence/{key}/drop").location)
    refused = secretary.post(f"{path}/assessment", {f"assessment_{n}": "shown" for n in range(3)})
    assert (refused.status_code, "It is decided" in summary(refused)) == (422, True)


def _first(path: str) -> ApplicationCriterion:
    return criteria_of(one(Application, key=path.rpartition("/")[2]))[0]


def test_evidence_is_taken_out_again(app: Flask, secretary: Browser) -> None:
    path = path_of(app)
    with app.app_context(), work(TESTS):
        key = one(ApplicationEvidence, criterion_id=_first(path).id).key
    done = secretary.post(f"/evidence/{key}/drop")
    assert "It is out of the dossier." in secretary.text(done.location)
    assert browser_of(app, "primary_nl").post(f"/evidence/{key}/drop").status_code == 404


def test_a_seat_is_shown_no_empty_shelf(app: Flask) -> None:
    path_of(app)
    seat = browser_of(app, "primary_nl")
    assert "No application is before you." in seat.text(page_of(app, "/applications"))
    assert "Applications" not in seat.text(page_of(app))


def test_a_dossier_that_shows_nothing_is_put_by_an_explicit_tick(app: Flask, secretary: Browser) -> None:
    path = secretary.post(page_of(app, "/applications/new"), NORWAY).location
    form = secretary.get(f"{path}/evidence").text
    (first, *_) = re.findall(r'<option value="([\w-]{22})"', form)
    assert secretary.post(f"{path}/evidence", EVIDENCE | {"criterion": first}).status_code == 303
    assert "For the secretariat alone" in read.words(secretary.get(f"{path}.pdf").data)
    page = secretary.text(f"{path}/board")
    named = page.partition("although nothing is shown for ")[2]
    assert "Democratic and publicly accountable government" in named
    assert "Consistently deploys" not in named.partition("What the rules say")[0]
    done = secretary.post(f"{path}/board", {"meeting": ""})
    assert (done.status_code, complaints(done)) == (422, ["despite"])
    assert browser_of(app, "primary_nl").get(path).status_code == 404
    assert secretary.post(f"{path}/board", {"meeting": "", "despite": "y"}).status_code == 303
    assert "nothing shown for: criteria 2, 3" in secretary.text(page_of(app, "/journal"))
    assert "although nothing is shown" not in secretary.text(f"{path}/board")
    assert secretary.post(f"{path}/board", {"meeting": ""}).status_code == 303


def test_a_dossier_on_paper(app: Flask, secretary: Browser) -> None:
    path = path_of(app, is_put=True)
    response = browser_of(app, "primary_nl").get(f"{path}.pdf")
    words = read.words(response.data)
    for said in ("For members of the board", "Norway", "Application to be a member", "received on 3 May 2027",
                 "Sent a battalion twice.", "reliability: reliable", "A3 broken", "page 1 of"):  # fmt: skip
        assert said in words
    assert read.properties(response.data)["Title"] == "Application of Norway"
    sightings = secretary.text(page_of(app, "/sightings"))
    assert "Application of Norway The dossier of an application" in sightings
    assert "Opened an application" in secretary.text(page_of(app, "/journal"))


def test_a_dossier_takes_as_many_statements_for_ten_times_the_evidence(app: Flask, secretary: Browser) -> None:
    path = path_of(app, is_put=True)
    few = statements(app, secretary, path)
    with app.app_context(), work(TESTS):
        application = one(Application, key=path.rpartition("/")[2])
        for number in range(10):
            piece = PIECE.__class__(f"More {number}", PIECE.source, PIECE.source_kind, PIECE.reliability)
            enter_evidence(application, criteria_of(application)[0], piece, by=BY, at=clock.now())
    assert (statements(app, secretary, path), few) == (few, few)
    assert few <= 12
    index = page_of(app, "/applications")
    one_row = statements(app, secretary, index)
    with app.app_context(), work(TESTS):
        for name in ("Iceland", "Finland", "Sweden"):
            an_application(name)
    assert statements(app, secretary, index) == one_row


def test_a_standing_is_changed_with_its_reason(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        path = f"/parties/{one(Party, body_id=body().id, name='Netherlands').key}/standing"
    refused = secretary.post(path, {"standing": "member", "on": "2027-06-01", "reason": "None"})
    assert said_at(refused, "standing") == ["It is a member already."]
    done = secretary.post(path, {"standing": "observer", "on": "2027-06-01", "reason": "As it asked"})
    assert "The standing of Netherlands is changed; 2 terms end with it." in secretary.text(done.location)
    words = secretary.text(path)
    assert "1 June 2027: observer, was member. As it asked" in words
    assert browser_of(app, "primary_nl").get(page_of(app)).status_code == 404


def test_whoever_left_stands_apart(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        path = f"/parties/{one(Party, body_id=body().id, name='Denmark').key}/standing"
    secretary.post(path, {"standing": "leaves", "on": "2027-05-31", "reason": "Withdrew"})
    words = secretary.text(page_of(app))
    assert "Denmark, member, left on 31 May 2027" in words
    assert "6 member States" in words
