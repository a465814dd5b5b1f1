"""Lines of past recommendations that say otherwise than the record, or less than is needed: nothing goes silently."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from convene import clock
from convene.db import db, work
from convene.recommendations import columns, import_keeping, importing
from convene.recommendations.exporting import lines_of
from convene.recommendations.gathered import Fate, Reading
from convene.recommendations.models import Addressee, Answer, Recommendation, RecommendationStep
from convene.recommendations.queries import all_listed
from convene.recommendations.terms import AddresseeKind, Listing, Position, State
from tests.browser import TESTS, Browser, words_of
from tests.build import BY, body, count, one
from tests.counting import statements_seen
from tests.recommendations import made

FULL = {
    "symbol": "A/1",
    "adopted on": "2019-06-01",
    "kind": "policy",
    "text": "States should answer within a month",
    "countries": "Ostrin",
    "theme": "conflict prevention",
    "state": "answered",
    "addressee": "Netherlands",
    "sent on": "2019-06-02",
    "due on": "2019-09-01",
    "response": "supported",
    "answered on": "2019-08-01",
    "answer": "We will",
    "action": "A desk was set up",
    "evidence": "Decree 12",
    "next report on": "2020-06-01",
}


def told(*lines: dict[str, str]) -> Reading:
    """What becomes of these lines."""
    found = [columns.Line(number, cells) for number, cells in enumerate(lines, start=2)]
    return importing.held_against(body(), found, today=clock.now().date())


def keep(*lines: dict[str, str]) -> Reading:
    """Take them over; gives what was read."""
    reading = told(*lines)
    import_keeping.take_over(body(), reading, by=BY, at=clock.now())
    return reading


@pytest.mark.parametrize(
    "cells, said",
    [
        ({}, ""),
        ({"symbol": "a/1", "text": "States  should answer within a month", "addressee": "netherlands"}, ""),
        (dict.fromkeys(set(FULL) - {"symbol", "text"}, ""), ""),
        ({"response": "none", "answer": "", "state": "transmitted"}, ""),
        ({"text": "Another text"}, "the symbol is on record with another text, which stays as it is"),
        ({"kind": "sanctions"}, "A/1 is on record and stays as it is; not taken over: “kind” is there “policy”"),
        ({"adopted on": "2019-05-01"}, "“adopted on” is there “2019-06-01”"),
        ({"state": "implemented"}, "not taken over: “state” is there “answered”"),
        ({"countries": "Velmar"}, "“countries” is there “Ostrin”"),
        ({"theme": "protection of civilians"}, "“theme” is there “conflict prevention”"),
        (
            {"addressee": "Canada"} | dict.fromkeys(("response", "sent on", "due on", "answered on"), ""),
            "not taken over: the addressee Canada, who is not addressed there: to append it, say when it was sent",
        ),
        ({"response": "declined"}, "“response” is there “supported”; a later answer has a day after 2019-08-01"),
        ({"answer": "We will not"}, "the answer of Netherlands is not there in these words"),
        ({"evidence": "Decree 13"}, "the evidence of Netherlands is not there in these words"),
        ({"due on": "2019-09-02"}, "“due on” is there “2019-09-01”"),
        ({"response": "noted", "kind": "training"}, "“kind” is there “policy”; “response” is there “supported”"),
    ],
)
def test_a_line_that_says_otherwise_than_the_record_is_refused(
    context: Flask, cells: dict[str, str], said: str
) -> None:
    with work(TESTS):
        keep(FULL)
        before = [count(each) for each in (Recommendation, Addressee, Answer, RecommendationStep)]
        (only,) = keep(FULL | cells).told
        assert only.fate is (Fate.REFUSED if said else Fate.KNOWN), only.why
        assert said in only.why
        assert [count(each) for each in (Recommendation, Addressee, Answer, RecommendationStep)] == before


def test_what_is_given_out_is_on_record_already(context: Flask) -> None:
    with work(TESTS):
        keep(FULL, FULL | {"addressee": "Denmark", "response": "", "answered on": "", "answer": ""})
        made.sent()
        on = clock.now().date()
        rows = list(lines_of(all_listed(body(), Listing(), on=on), body(), on=on))
        lines = [dict(zip(columns.GIVEN_OUT, row, strict=True)) for row in rows]
        assert {t.fate for t in told(*lines).told} == {Fate.KNOWN}
        assert len(lines) > 2


def test_words_that_are_only_a_draft_here_are_not_on_record(context: Flask) -> None:
    with work(TESTS):
        text = made.proposed().text
        (only,) = told({"text": text}).told
    assert only.fate is Fate.NEW


@pytest.mark.parametrize(
    "cells, fate, said",
    [
        ({}, Fate.FURTHER, ()),
        ({"kind": "", "theme": ""}, Fate.FURTHER, ("not given, taken as on line 2: kind, theme",)),
        ({"kind": "training"}, Fate.REFUSED, ("kind: these differ from line 2, which is the same recommendation",)),
        ({"countries": "Velmar", "theme": "deployment"}, Fate.REFUSED, ("countries, theme: these differ",)),
        ({"state": "implemented"}, Fate.REFUSED, ("state: these differ",)),
        ({"state": "transmitted"}, Fate.FURTHER, ()),
    ],
)
def test_lines_of_one_recommendation_say_the_same(
    context: Flask, cells: dict[str, str], fate: Fate, said: tuple[str, ...]
) -> None:
    with work(TESTS):
        _, second = told(FULL, FULL | {"addressee": "Denmark"} | cells).told
    assert second.fate is fate
    assert (second.why, *second.notes)[not second.why :][: len(said)] == said or said[0] in second.why


def test_all_that_is_wrong_with_a_line_is_told_at_once(context: Flask) -> None:
    with work(TESTS):
        (only,) = told(
            {
                "kind": "ode",
                "adopted on": "1 June",
                "response": "perhaps",
                "state": "lost",
                "addressee kind": "a",
                "addressee": "X",
            }
        ).told
    for said in (
        "no text",
        "“item for the G7 or G20”, “request to an institute or company” or “training”",
        "kind: “ode”",
        "adopted on: “1 June”",
        "response: “perhaps”",
        "state: “lost”",
        "addressee kind: “a”",
    ):
        assert said in only.why


@pytest.mark.parametrize(
    "kept, cells, said, unsaid",
    [
        (False, {"text": ""}, ("it has no text", "due on: “June” is no day"), "differ"),
        (False, {"kind": "ode"}, ("kind: “ode” is not one of", "due on"), "differ"),
        (False, {"kind": "training"}, ("kind: these differ from line 2", "due on"), "no text"),
        (False, {"addressee": "Netherlands"}, ("line 2 names Netherlands", "due on"), "differ"),
        (False, {"addressee": ""}, ("names no addressee", "due on"), "differ"),
        (True, {"kind": "training"}, ("“kind” is there “policy”", "due on"), "“due on” is there"),
        (True, {"kind": "ode"}, ("kind: “ode” is not one of", "due on"), "“kind” is there"),
        (True, {"text": ""}, ("it has no text", "due on"), "another text"),
    ],
)
def test_what_differs_is_told_with_the_cells_that_are_wrong(
    context: Flask, kept: bool, cells: dict[str, str], said: tuple[str, ...], unsaid: str
) -> None:
    with work(TESTS):
        bad = FULL | {"addressee": "Denmark", "due on": "June", "theme": "unicorns"} | cells
        if kept:
            keep(FULL, FULL | {"addressee": "Denmark"})
            (only,) = told(bad).told
        else:
            _, only = told(FULL, bad | {"theme": ""}).told
        assert only.fate is Fate.REFUSED
        assert all(words in only.why for words in said), only.why
        assert unsaid not in only.why
        assert ("the theme “unicorns” is not one of ours: it stands in the history alone" in only.notes) is kept


@pytest.mark.parametrize(
    "word, position, said",
    [
        ("supported", Position.SUPPORTED, ""),
        ("Noted", Position.NOTED, ""),
        ("none", None, ""),
        ("Accepted", Position.SUPPORTED, "response: “Accepted” is read as: supported"),
        ("supported/noted", Position.IN_PART, "response: “supported/noted” is read as: supported in part"),
        ("rejected", Position.DECLINED, "response: “rejected” is read as: declined"),
        ("pending", None, "response: “pending” is read as: none"),
    ],
)
def test_a_word_of_lists_elsewhere_is_named_with_what_it_is_read_as(
    context: Flask, word: str, position: Position | None, said: str
) -> None:
    with work(TESTS):
        reading = told({"text": "A text", "kind": "policy", "addressee": "Canada", "response": word})
    (reply,) = reading.coming[0].replies.values()
    assert reply.position is position
    assert [note for note in reading.told[0].notes if "is read as" in note] == ([said] if said else [])


@pytest.mark.parametrize("word", ["yes", "no", "Y", "ok", "agreed"])
def test_a_word_that_puts_nobody_on_record_for_certain_is_refused(context: Flask, word: str) -> None:
    with work(TESTS):
        (only,) = told({"text": "A text", "addressee": "Canada", "response": word}).told
    assert only.fate is Fate.REFUSED
    assert f"response: “{word}” is not one of those we know" in only.why


@pytest.mark.parametrize(
    "name, kind, said",
    [
        ("Denmark", "", ""),
        ("Velmar", "", ""),
        ("United Nations", "", ""),
        ("Untied States", "", "addressee: “Untied States” is no party of the body; did you mean United States? If it"),
        ("Kingdom of the Netherlands", "", "did you mean Netherlands?"),
        ("Untied States", "party", "did you mean United States?"),
        ("Untied States", "company", ""),
        ("Velmar", "party", "addressee kind: “party”, but “Velmar” is no party of the body"),
    ],
)
def test_a_name_that_is_nearly_a_party_is_no_new_addressee(context: Flask, name: str, kind: str, said: str) -> None:
    with work(TESTS):
        (only,) = told({"text": "A text", "addressee": name, "addressee kind": kind}).told
    assert (only.fate is Fate.REFUSED) is bool(said), only.why
    assert said in only.why


@pytest.mark.parametrize(
    "name, kind, party, said",
    [
        ("USA", "", "United States", ["“USA” is read as: United States"]),
        ("UK", "party", "United Kingdom", ["“UK” is read as: United Kingdom"]),
        ("Holland", "other", "Netherlands", ["“Holland” is read as: Netherlands", "taken as one, not as “other”"]),
        ("Kingdom of Denmark", "other", "Denmark", ["“Kingdom of Denmark” is read as: Denmark"]),
        ("USA", "company", "", ["“USA” is no party of the body: taken by name"]),
        ("Russia", "other", "", ["“Russia” is no party of the body: taken by name"]),
    ],
)
def test_another_name_of_a_party_is_read_as_the_party(
    context: Flask, name: str, kind: str, party: str, said: list[str]
) -> None:
    with work(TESTS):
        reading = told({"text": "A text", "addressee": name, "addressee kind": kind})
        (only,), (reply,) = reading.told, reading.coming[0].replies.values()
        assert only.fate is Fate.NEW, only.why
        assert (reply.named.name, reply.named.party_id is not None) == (party or name, bool(party))
        assert all(any(each in note for note in only.notes) for each in said), only.notes
        assert reading.newcomers == (() if party else (name,))


def test_whoever_is_on_record_under_another_name_stays(context: Flask) -> None:
    with work(TESTS):
        line = {"symbol": "A/1", "text": "A text", "addressee": "USA", "addressee kind": "company"}
        keep(line)
        one(Addressee, name="USA").kind = AddresseeKind.OTHER
        assert [t.fate for t in told(line | {"addressee kind": "other"}).told] == [Fate.KNOWN]


def test_two_names_of_one_party_are_one_addressee(context: Flask) -> None:
    with work(TESTS):
        line = {"symbol": "A/1", "text": "A text"}
        first, second, both = told(*(line | {"addressee": name} for name in ("United States", "USA", "USA, UK"))).told
    assert (first.fate, second.fate, both.fate) == (Fate.NEW, Fate.REFUSED, Fate.REFUSED)
    assert "names United States for this recommendation already" in second.why
    assert "names several, USA and UK among them" in both.why


def test_new_addressees_are_told_once_and_those_on_record_not(context: Flask) -> None:
    with work(TESTS):
        keep({"text": "An old text", "addressee": "Velmar"})
        reading = told(
            {"text": "One", "addressee": "Velmar"},
            {"text": "Two", "addressee": "Ostrin"},
            {"text": "Three", "addressee": "Ostrin"},
            {"text": "Four", "addressee": "Denmark"},
            {"text": "Five", "addressee": "Untied States"},
        )
        assert reading.newcomers == ("Ostrin",)


def test_a_line_that_repeats_the_words_of_another_says_of_which(context: Flask) -> None:
    with work(TESTS):
        keep(FULL)
        reading = told(
            {"symbol": "A/2", "text": "States  should answer within a month"},
            {"symbol": "A/3", "text": "States should answer within two months"},
            {"text": "States should answer within two months", "cycle": "3rd"},
            {"symbol": "A/4", "text": "STATES should answer within a month"},
        )
    said = [" ".join(n for n in each.notes if "word for word" in n).partition(":")[0] for each in reading.told]
    assert said == [
        "its text is word for word that of A/1, on record",
        "",
        "its text is word for word that of A/3, on line 3",
        "its text is word for word that of A/1, on record and of A/2, on line 2",
    ]


def test_a_doubled_line_is_told_in_plain_words(context: Flask) -> None:
    with work(TESTS):
        reading = told(FULL, FULL | {"addressee": "Denmark"}, FULL | {"addressee": "Denmark"}, {
            "symbol": "A/1", "text": FULL["text"]})  # fmt: skip
    assert [each.why for each in reading.told] == [
        "",
        "",
        "line 3 names Denmark for this recommendation already: keep one of the two lines",
        "it is the same recommendation as line 2, and names no addressee",
    ]


def test_every_word_that_is_read_stands_on_the_page(secretary: Browser) -> None:
    with secretary.app.app_context(), work(TESTS):
        key = body().key
    page = words_of(secretary.get(f"/bodies/{key}/recommendations/import"))
    for word in (*importing.RESPONSES, *importing.CLOSINGS):
        assert word in page
    assert "not supported (as declined)" in page
    assert "fully implemented (as implemented)" in page


def test_an_answer_of_nobody_is_refused(context: Flask) -> None:
    with work(TESTS):
        (only,) = told({"text": "A text", "response": "supported", "answer": "Yes"}).told
    assert only.why == "addressee: response, answer without an addressee"


def test_what_is_taken_otherwise_is_noted(context: Flask) -> None:
    with work(TESTS):
        reading = told(
            {"symbol": "TNAP/LIST/R.7", "text": "One"},
            {"text": "Two", "state": "answered", "addressee": "Canada", "addressee kind": "company"},
        )
        first, second = reading.told
        assert (first.symbol, second.symbol) == ("TNAP/LIST/R.7", "TNAP/LIST/R.8")
        assert "its symbol will be TNAP/LIST/R.8" in second.notes
        assert "its state will be “adopted”: nothing else in the list says that it is “answered”" in second.notes
        assert "“Canada” is a party of the body: taken as one, not as “company”" in second.notes
        import_keeping.take_over(body(), reading, by=BY, at=clock.now())
        assert [r.state for r in db.session.query(Recommendation)] == [State.ADOPTED] * 2
        assert {r.symbol for r in db.session.query(Recommendation)} == {"TNAP/LIST/R.7", "TNAP/LIST/R.8"}


def test_its_page_names_no_recipient_of_a_letter_that_no_list_tells(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        keep(FULL)
        key = one(Recommendation, symbol="A/1").key
    page = secretary.get(f"/recommendations/{key}")
    assert page.status_code == 200
    assert "2 June 2019" in words_of(page)
    assert not re.search(r">to\s*<", page.text)


def statements_of_taking_over(recommendations: int) -> int:
    """How many statements it takes to read and take over so many with two addressees each."""
    names = ("Netherlands", "Denmark")
    lines = [FULL | {"symbol": f"B/{n}", "addressee": name} for n in range(recommendations) for name in names]
    with statements_seen() as seen:
        keep(*lines)
    return len(seen)


def test_as_many_statements_for_many_recommendations_as_for_few(context: Flask) -> None:
    with work(TESTS):
        few = statements_of_taking_over(2)
        db.session.rollback()
    with work(TESTS):
        assert statements_of_taking_over(60) <= few


@pytest.mark.parametrize(
    "symbol, is_refused",
    [
        ("TNAP/OPEN/R.1", True),
        ("tnap/open/r.9", True),
        ("TNAP/OPEN/R.1bis", True),
        ("TNAP/OPEN/1", False),
        ("OTHER/OPEN/R.1", False),
    ],
)
def test_no_list_brings_a_symbol_of_the_open_series(context: Flask, symbol: str, is_refused: bool) -> None:
    with work(TESTS):
        (only,) = told(FULL | {"symbol": symbol}).told
        said = "under “TNAP/OPEN/R.” stands what this body releases: use another symbol, or leave the cell empty"
        assert only.why == (said if is_refused else "")


def test_what_bears_such_a_symbol_from_before_is_on_record(context: Flask) -> None:
    with work(TESTS):
        keep(FULL)
        one(Recommendation).symbol = "TNAP/OPEN/R.1"
        db.session.flush()
        assert [each.fate for each in told(FULL | {"symbol": "TNAP/OPEN/R.1"}).told] == [Fate.KNOWN]
