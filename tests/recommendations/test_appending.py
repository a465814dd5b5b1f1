"""Lists that add to what is on record: told first to the word, appended when asked for, and nothing overwritten."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from convene import clock
from convene.cli import main
from convene.db import db, work
from convene.mail.models import OutboxMessage
from convene.recommendations import appending
from convene.recommendations.gathered import Fate, Reading
from convene.recommendations.models import Addressee, Answer, Recommendation, RecommendationStep
from convene.recommendations.queries import steps_of
from tests.browser import TESTS, Browser, words_of
from tests.build import BY, body, count, one
from tests.counting import statements_seen
from tests.recommendations import made
from tests.recommendations.test_list_lines import FULL, keep, told

EMPTY = dict.fromkeys(("response", "answered on", "answer", "action", "evidence", "next report on"), "")
UNANSWERED = FULL | EMPTY | {"state": "transmitted"}
TABLES = (Recommendation, Addressee, Answer, RecommendationStep)


def append(reading: Reading) -> int:
    """Append what was read to be further."""
    return appending.append_all(body(), reading.further, by=BY, at=clock.now())


def counts() -> list[int]:
    """How many rows there are of each table."""
    return [count(each) for each in TABLES]


def steps() -> list[tuple[str, str, str]]:
    """The history of the recommendation of the list."""
    return [(str(s.step), s.addressee, s.note) for s in steps_of(one(Recommendation, symbol="A/1"))]


def test_a_further_addressee_is_told_and_appended(context: Flask) -> None:
    with work(TESTS):
        keep(FULL)
        mails = count(OutboxMessage)
        before, history, first = counts(), steps(), made.to(one(Recommendation, symbol="A/1"), "Netherlands").answer
        reading = keep(FULL | {"addressee": "Canada", "response": "declined", "next report on": ""})
        (only,) = reading.told
        assert (only.fate, only.symbol) == (Fate.ADDRESSEE, "A/1")
        sent, answered = only.notes
        days = "sent on 2 June 2019, answer due on 1 September 2019"
        assert sent == f"would be appended to A/1: the addressee Canada (party), {days}; step “transmitted”"
        words = "with its answer, action, evidence"
        assert answered == f"would be appended to A/1: “declined” by Canada, of 1 August 2019, {words}; step “answered”"
        assert counts() == before
        assert append(reading) == 1
        found = one(Recommendation, symbol="A/1")
        canada = made.to(found, "Canada")
        assert (str(canada.answer), canada.position, str(canada.sent_on)) == ("declined", 1, "2019-06-02")
        assert one(Answer, addressee_id=canada.id).text == "We will"
        assert steps() == [
            *history, ("transmitted", "Canada", "as a list says"), ("answered", "Canada", "declined, as a list says")
        ]  # fmt: skip
        assert made.to(found, "Netherlands").answer == first
        assert (
            told(FULL | {"addressee": "Canada", "response": "declined", "next report on": ""}).told[0].fate
            is Fate.KNOWN
        )
        assert count(OutboxMessage) == mails


def test_a_first_answer_moves_it_on(context: Flask) -> None:
    with work(TESTS):
        keep(UNANSWERED)
        reading = told(FULL)
        assert reading.told[0].fate is Fate.ANSWER
        said, state, late = reading.told[0].notes
        assert said.endswith("with its answer, action, evidence, next report on 1 June 2020; step “answered”")
        assert state == "its state would go on from “transmitted” to “answered”"
        assert late == "Netherlands will stand with an overdue report: “next report on”, 2020-06-01, is past"
        append(reading)
        assert str(one(Recommendation, symbol="A/1").state) == "answered"
        assert steps()[-1] == ("answered", "Netherlands", "supported, as a list says")


def test_a_later_answer_stands_after_the_one_before(context: Flask) -> None:
    later = FULL | {"response": "noted", "answered on": "2019-08-02", "answer": "We have thought again"}
    with work(TESTS):
        keep(FULL)
        reading = told(later)
        assert "after “supported”, which stays in its history" in reading.told[0].notes[0]
        append(reading)
        row = made.to(one(Recommendation, symbol="A/1"), "Netherlands")
        answers = db.session.query(Answer).filter_by(addressee_id=row.id).order_by(Answer.number)
        assert [(a.number, str(a.position), a.text) for a in answers] == [
            (1, "supported", "We will"), (2, "noted", "We have thought again")
        ]  # fmt: skip
        assert (str(row.answer), str(row.answered_on)) == ("noted", "2019-08-02")
        assert [t.fate for t in told(later).told] == [Fate.KNOWN]


@pytest.mark.parametrize(
    "cells, fate",
    [
        ({}, Fate.KNOWN),
        ({"answered on": "", "answer": "", "next report on": ""}, Fate.KNOWN),
        ({"answer": "We have thought again"}, Fate.REFUSED),
        ({"answered on": "2019-07-31"}, Fate.REFUSED),
        ({"next report on": "2020-06-02"}, Fate.REFUSED),
        ({"response": "declined"}, Fate.REFUSED),
        ({"due on": "2019-09-02"}, Fate.REFUSED),
    ],
)
@pytest.mark.parametrize("later", ["noted", "supported"])
def test_an_answer_of_before_is_on_record_too(context: Flask, cells: dict[str, str], fate: Fate, later: str) -> None:
    with work(TESTS):
        keep(FULL)
        after = {
            "response": later,
            "answered on": "2019-08-02",
            "answer": "We have thought again",
            "next report on": "",
        }
        append(told(FULL | after))
        before = counts()
        reading = keep(FULL | cells)
        assert (reading.told[0].fate, reading.further) == (fate, []), reading.told[0].why
        assert [t.fate for t in told(FULL | after).told] == [Fate.KNOWN]
        assert (append(reading), counts()) == (0, before)


@pytest.mark.parametrize(
    "cells, fate",
    [
        ({"answered on": "2019-08-02"}, Fate.ANSWER),
        ({"answered on": "2019-08-01"}, Fate.KNOWN),
        ({"answered on": "2019-07-31"}, Fate.REFUSED),
        ({"answered on": "2019-08-02", "sent on": "2019-06-03"}, Fate.REFUSED),
        ({"answered on": "2019-08-02", "due on": "2019-09-02"}, Fate.REFUSED),
        ({"answered on": "2019-08-02", "kind": "training"}, Fate.REFUSED),
        ({"answered on": "2019-08-02", "text": "Another text"}, Fate.REFUSED),
        ({"answered on": "2019-08-02", "response": ""}, Fate.REFUSED),
        ({"answered on": "2019-08-02", "state": "implemented"}, Fate.REFUSED),
        ({"addressee": "Canada"}, Fate.ADDRESSEE),
        ({"addressee": "Canada", **EMPTY}, Fate.ADDRESSEE),
        ({"addressee": "Canada", **EMPTY, "sent on": "", "due on": ""}, Fate.REFUSED),
    ],
)
def test_what_can_be_appended_and_what_cannot(context: Flask, cells: dict[str, str], fate: Fate) -> None:
    with work(TESTS):
        keep(FULL)
        before = counts()
        (only,) = keep(FULL | cells).told
        assert only.fate is fate, only.why
        assert counts() == before


def test_nothing_is_appended_to_what_is_closed(context: Flask) -> None:
    with work(TESTS):
        keep(FULL | {"state": "lapsed"})
        reading = told(FULL | {"addressee": "Canada", "state": "lapsed"})
        assert reading.told[0].fate is Fate.REFUSED
        assert "stays as it is: it is closed as lapsed, so no addressee can be added" in reading.told[0].why
        assert (reading.further, append(reading)) == ([], 0)


@pytest.mark.parametrize(
    "cells, said",
    [
        ({}, ": it is closed as implemented, so no answer can be added"),
        ({"addressee": "Canada"}, ": it is closed as implemented, so no addressee can be added"),
        ({"state": "answered"}, ": it is closed as implemented, so no answer can be added"),
        ({"kind": "sanctions"}, ": it is closed as implemented, so no answer can be added; “kind” is there “policy”"),
        (
            {"addressee": "Netherlands", "answered on": "2019-08-02"},
            ": it is closed as implemented, so no answer can be added",
        ),
        (
            {"addressee": "Netherlands", "answered on": "2019-07-31"},
            "; not taken over: “answered on” is there “2019-08-01”",
        ),
        ({"addressee": "Netherlands"}, ""),
    ],
)
def test_that_it_is_closed_is_said_first_without_what_follows_from_it(
    context: Flask, cells: dict[str, str], said: str
) -> None:
    with work(TESTS):
        closed = FULL | {"state": "implemented"}
        keep(closed, closed | {"addressee": "Denmark"} | EMPTY)
        (only,) = told(closed | {"addressee": "Denmark"} | cells).told
    assert only.why == (f"A/1 is on record and stays as it is{said}" if said else "")


@pytest.mark.parametrize(
    "cells, said",
    [
        ({"kind": "sanctions"}, "“kind” is there “policy”; so the answer of Denmark is not added"),
        (
            {"answered on": "2019-06-01", "adopted on": "", "sent on": ""},
            "“answered on” lies before the day on which it was sent, 2019-06-02; so the answer of Denmark is not added",
        ),
    ],
)
def test_a_first_answer_is_refused_for_what_keeps_it_out_alone(
    context: Flask, cells: dict[str, str], said: str
) -> None:
    with work(TESTS):
        keep(FULL, FULL | {"addressee": "Denmark"} | EMPTY)
        (only,) = told(FULL | {"addressee": "Denmark"} | cells).told
    assert only.why == f"A/1 is on record and stays as it is; not taken over: {said}"


def test_one_line_for_each_addressee_is_appended_at_once(context: Flask) -> None:
    later = [FULL | {"answered on": f"2019-08-0{day}"} for day in (2, 3)]
    with work(TESTS):
        keep(FULL)
        first, second = told(*later).told
    assert (first.fate, second.fate) == (Fate.ANSWER, Fate.REFUSED)
    assert "line 2 appends to the same addressee: take that over first" in second.why


def test_a_draft_of_the_addressee_stays_and_stands_before(context: Flask) -> None:
    with work(TESTS):
        found = made.sent()
        made.answered(found, "Denmark", filing=False)
        line = {"symbol": found.symbol or "", "text": found.text, "addressee": "Denmark", "response": "noted"}
        append(told(line))
        rows = db.session.query(Answer).order_by(Answer.number)
        assert [(a.number, a.announced, str(a.position)) for a in rows] == [(1, False, "supported"), (2, True, "noted")]


@pytest.mark.parametrize(
    "name, known",
    [
        ("Canada;Atlantis", "Canada"),
        ("Canada, Denmark", "Canada and Denmark"),
        ("Atlantis / canada", "canada"),
        ("Canada and Denmark", "Canada and Denmark"),
        ("Canada & Denmark", "Canada and Denmark"),
        ("Denmark and Partners", ""),
        ("Smith, Jones and Company", ""),
        ("Bank of Canada", ""),
        ("United Kingdom", ""),
    ],
)
def test_several_in_one_cell_are_refused_where_one_is_a_party(context: Flask, name: str, known: str) -> None:
    with work(TESTS):
        (only,) = told({"text": "A text of a list", "addressee": name}).told
    assert only.fate is (Fate.REFUSED if known else Fate.NEW)
    assert only.why == (
        f"addressee: “{name}” names several, {known} among them; write a line for each, with the same symbol and text"
        if known
        else ""
    )


def test_one_that_is_on_record_under_such_a_name_stays(context: Flask) -> None:
    with work(TESTS):
        keep(FULL | {"addressee": "Atlantis", "response": "", "answered on": ""} | EMPTY)
        made.to(one(Recommendation, symbol="A/1"), "Atlantis").name = "Canada;Atlantis"
        (only,) = told(FULL | EMPTY | {"addressee": "Canada;Atlantis"}).told
    assert (only.fate, only.why) == (Fate.KNOWN, "")


def test_as_many_statements_for_many_as_for_few(context: Flask) -> None:
    def taken(recommendations: int) -> int:
        lines = [FULL | {"symbol": f"B/{n}"} for n in range(recommendations)]
        keep(*lines)
        reading = told(*(line | {"addressee": "Canada"} for line in lines))
        assert len(reading.further) == recommendations
        with statements_seen() as seen:
            append(reading)
        return len(seen)

    with work(TESTS):
        few = taken(2)
        db.session.rollback()
    with work(TESTS):
        assert taken(40) <= few


def test_the_page_tells_what_would_be_appended_and_appends_it(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        keep(FULL)
        path = f"/bodies/{body().key}/recommendations/import"
    text = (
        "symbol,text,addressee,sent on\nA/1,States should answer within a month,Canada,2019-06-02\nA/2,A new text,,\n"
    )
    looked = secretary.post(path, {"file": (io.BytesIO(text.encode()), "more.csv"), "then": "look"})
    assert "the addressee Canada (party), sent on 2 June 2019; step “transmitted”" in words_of(looked)
    assert "Take it over, and append one line to what is on record" in words_of(looked)
    held = looked.text.split('name="held" value="')[1].split('"')[0]
    with app.app_context(), work(TESTS):
        assert (count(Addressee), count(Recommendation)) == (1, 1)
    page = secretary.post(path, {"held": held, "then": "append"})
    assert page.status_code == 303
    assert "One recommendation is taken over, and one line is appended to what is on record." in secretary.text("/")
    with app.app_context(), work(TESTS):
        assert (count(Addressee), count(Recommendation)) == (2, 2)


def test_taking_over_alone_appends_nothing(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        keep(FULL)
        path = f"/bodies/{body().key}/recommendations/import"
    text = (
        "symbol,text,addressee,sent on\nA/1,States should answer within a month,Canada,2019-06-02\nA/2,A new text,,\n"
    )
    looked = secretary.post(path, {"file": (io.BytesIO(text.encode()), "more.csv"), "then": "look"})
    held = looked.text.split('name="held" value="')[1].split('"')[0]
    secretary.post(path, {"held": held, "then": "take"})
    with app.app_context(), work(TESTS):
        assert (count(Addressee), count(Recommendation)) == (1, 2)


def test_the_command_appends_where_it_is_told_to(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "more.csv"
    text = "symbol,text,addressee,sent on\nA/1,States should answer within a month,Canada,2019-06-02\n"
    file.write_text(text, encoding="utf-8")
    with app.app_context(), work(TESTS):
        keep(FULL)
    runner = CliRunner(env={"CONVENE_INSTANCE": str(app.config["CONVENE"].instance)})
    command = ["import-recommendations", str(file), "--body", "TNAP"]
    assert "1 lines can be appended to what is on record: add --append" in runner.invoke(main, command).output
    dry = runner.invoke(main, [*command, "--append", "--dry-run"]).output
    assert "line 2: an addressee to append (would be appended to A/1: the addressee Canada (party)" in dry
    with app.app_context(), work(TESTS):
        assert count(Addressee) == 1
    said = json.loads(runner.invoke(main, [*command, "--append", "--json"]).output)
    assert (said["appended"], said["recommendations"], said["lines"]["an addressee to append"]) == (1, 0, 1)
    with app.app_context(), work(TESTS):
        assert count(Addressee) == 2
