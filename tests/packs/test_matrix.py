"""The printed matrix: what stands on it, that it divides well, and that no text breaks it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convene.assets import rules
from convene.assets.terms import Availability, Existence, MatrixView, Said, Stated
from convene.packs.matrix import matrix_pdf
from convene.packs.tabular import as_csv, harmless
from convene.people.terms import AssetClass
from tests.packs import read
from tests.packs.test_agenda import PAYLOADS

AT = datetime(2027, 9, 1, 10, 0, tzinfo=UTC)
FULL = Said(Existence.YES, "Two teams", Availability.AT_ONCE, "Not in winter")


def a_matrix(states: int = 7, said: Said = FULL, answers: str = "We met.", **more: str) -> MatrixView:
    """A matrix in which the first State has said nothing, and all others the same."""
    stated = Stated(AT - timedelta(days=3), dict.fromkeys(AssetClass, said), answers=answers)
    rows = tuple(rules.row_of(f"State {n}", [stated] if n else [], at=AT) for n in range(states))
    words = {
        "body_name": "Board",
        "body_short_name": "Board",
        "title": "First",
        "symbol": "B/1",
        "questions": "",
    } | more
    return MatrixView(
        **words, zone="America/New_York", due_at=AT, rows=rows,
        classes=tuple(rules.summary_of(each, rows) for each in AssetClass),
    )  # fmt: skip


def printed(view: MatrixView) -> bytes:
    return matrix_pdf(view, rules.a13_statements(view.rows), printed_at=AT)


def test_states_classes_ages_and_class_stand_on_a_page_across() -> None:
    pdf = printed(a_matrix())
    first = read.pages(pdf)[0]
    for said in ("B/1 · Closed", "State 6", "Has them, at once", "Two teams", "3 days old", "No statement",
                 "6 of 7 have them", "One member has not filed a statement: State 0."):  # fmt: skip
        assert said in first
    assert [c for c in AssetClass if str(c) not in first.lower()] == []
    box = read.opened(pdf).pages[0].mediabox
    assert box.width > box.height
    assert "page 1 of " in first


def test_caveats_and_answers_stand_under_their_heading_in_full() -> None:
    found = read.words(printed(a_matrix(answers="An answer. " * 200)))
    assert found.count("Not in winter") == 6 * 5
    assert found.count("An answer.") == 6 * 200
    assert [p for p in read.pages(printed(a_matrix())) if p.endswith(("Caveats", "Answers to the questions"))] == []


def test_the_table_is_divided_between_states_with_its_head_on_each_page() -> None:
    pages = read.pages(printed(a_matrix(60)))
    with_rows = [p for p in pages if "Two teams" in p]
    assert len(with_rows) > 2
    assert all("Rule of law and democratic processes" in p for p in with_rows)
    assert sum(p.count("Two teams") for p in pages) == 59 * 5


def test_equal_matrices_give_equal_bytes_and_nothing_else_is_in_the_file() -> None:
    pdf = printed(a_matrix())
    assert pdf == printed(a_matrix())
    assert read.pictures(pdf) == []
    assert {k: v for k, v in read.properties(pdf).items() if k in ("Title", "Author", "Subject")} == {
        "Title": "Assets: First", "Author": "Board", "Subject": "Matrix of assets",
    }  # fmt: skip


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_is_printed_and_not_obeyed(payload: str) -> None:
    said = replace(FULL, capacity=payload[:300], caveats=payload)
    pdf = printed(a_matrix(2, said, payload, title=payload, body_name=payload, symbol=payload))
    assert (read.pictures(pdf), read.links(pdf)) == ([], [])


@settings(max_examples=40)
@given(text=st.text(max_size=300), long=st.text(alphabet="aé \n", max_size=1000), states=st.integers(0, 9))
def test_no_text_of_any_kind_raises(text: str, long: str, states: int) -> None:
    said = replace(FULL, capacity=text, caveats=long)
    assert printed(a_matrix(states, said, long, title=text, body_name=text, symbol=text)).startswith(b"%PDF")


def test_a_capacity_without_a_blank_is_broken_within_its_column() -> None:
    one = {AssetClass.PEACEKEEPING: replace(FULL, capacity="W" * 300)}
    rows = (rules.row_of("State", [Stated(AT, one)], at=AT),)
    page = read.unbroken(printed(replace(a_matrix(), rows=rows)))
    assert page.count("W" * 300) == 1


@pytest.mark.parametrize(
    "text, cell",
    [
        ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(1)", "'@SUM(1)"), ("\t=1", "'\t=1"),
        ("  =1", "'  =1"), ("\N{FULLWIDTH EQUALS SIGN}1", "'\N{FULLWIDTH EQUALS SIGN}1"),
        ("1=1", "1=1"), ("", ""), ("Two teams", "Two teams"),
    ],
)  # fmt: skip
def test_no_cell_begins_like_a_formula(text: str, cell: str) -> None:
    assert harmless(text) == cell


def test_a_table_quotes_what_would_end_a_cell() -> None:
    assert as_csv(("A", "B"), [("x,y", 'say "so"\nagain')]).decode("utf-8-sig") == (
        'A,B\r\n"x,y","say ""so""\nagain"\r\n'
    )
