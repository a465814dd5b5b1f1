"""A recommendation's own line: how often it was said before, and which wordings are its first and its last."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from convene.db import work
from convene.recommendations import repeating
from convene.recommendations.terms import Knot, LinkKind, Tie
from tests.browser import TESTS, browser_of
from tests.recommendations import made

KINDS = {kind.value[:2]: kind for kind in LinkKind}


def _chain(kinds: list[LinkKind]) -> tuple[list[Knot], list[Tie]]:
    knots = [Knot(str(n), f"R.{n}", date(2019 + n, 5, 1), "adopted", "") for n in range(len(kinds) + 1)]
    return knots, [Tie(str(n + 1), str(n), kind) for n, kind in enumerate(kinds)]


def test_the_seventh_repetition_since_2019() -> None:
    knots, ties = _chain([LinkKind.REITERATES] * 5 + [LinkKind.STRENGTHENS, LinkKind.WEAKENS])

    assert repeating.lineage_sentence("7", knots, ties) == (
        "Seventh repetition since 2019, reiterated 5 times, strengthened once, weakened once; it weakens R.6."
    )
    assert repeating.lineage_sentence("0", knots, ties) == "Made for the first time. Since then reiterated by R.1."
    assert repeating.lineage_sentence("5", knots, ties) == (
        "Fifth repetition since 2019; it reiterates R.4. Since then strengthened by R.6."
    )


def test_a_repetition_counts_along_the_longest_way_back() -> None:
    knots, ties = _chain([LinkKind.REITERATES, LinkKind.REITERATES])
    ties += [Tie("2", "0", LinkKind.MERGES)]

    assert repeating.repetition("2", ties) == (2, "0")
    assert repeating.lineage_sentence("2", knots, [Tie("2", "1", LinkKind.SUPERSEDES)]) == "It supersedes R.1."


def test_what_was_done_on_the_way_adds_up_to_the_repetitions() -> None:
    """A branch that was merged into it says the same again on a way of its own."""
    knots, ties = _drawn("b re a, c st b, d st c, e we a, f st d, f st e")

    assert repeating.lineage_sentence("f", knots, ties).startswith(
        "Fourth repetition since 2019, reiterated once, strengthened 3 times; it strengthens D and E."
    )


def _drawn(ties: str, withdrawn: str = "") -> tuple[list[Knot], list[Tie]]:
    """“b st a, c me x”: b strengthens a, c merges x. They were made in the order of the alphabet."""
    found = [Tie(later, earlier, KINDS[kind]) for later, kind, earlier in (each.split() for each in ties.split(", "))]
    keys = sorted({tie.later for tie in found} | {tie.earlier for tie in found})
    state = {key: "withdrawn" if key in withdrawn else "adopted" for key in keys}
    return [Knot(key, key.upper(), date(2019, 5, place), state[key], "") for place, key in enumerate(keys, 1)], found


@pytest.mark.parametrize(
    "of, ties, wanted",
    [
        # A chain, from each of its places; what supersedes says it in other words.
        ("a", "b re a, c st b", "ac"),
        ("b", "b re a, c st b", "ac"),
        ("c", "b re a, c we b", "ac"),
        ("c", "b re a, c su b", "ac"),
        # One that was merged in beside an own line, and what else became of it, is no part of that line.
        ("d", "c st b, d re c, d me a", "bd"),
        ("c", "c st b, d re c, d me a", "bd"),
        ("d", "c st b, d re c, d me a, e st a", "bd"),
        ("a", "c st b, d re c, d me a, e st a", "ae"),
        ("e", "c st b, d re c, d me a, e st a", "ae"),
        # Where there is nothing else, what was merged or split leads on.
        ("c", "c me a, c me b", "ac"),
        ("b", "c me a, c me b", "bc"),
        ("a", "b sp a, c sp a", "ac"),
        ("b", "b sp a, c sp a", "ab"),
        ("d", "b st a, d me b, d me c", "ad"),
        # A diamond has one first and one last.
        ("b", "b st a, c re a, d st b, d st c", "ad"),
        ("d", "b st a, c re a, d st b, d st c", "ad"),
        ("c", "c st a, c re b, d st c, e st c", "ae"),
    ],
)
def test_first_and_last_are_of_its_own_line(of: str, ties: str, wanted: str) -> None:
    first, last = repeating.ends(of, *_drawn(ties))

    assert first.key + last.key == wanted


def test_a_draft_that_was_withdrawn_ends_no_other_line() -> None:
    knots, ties = _drawn("b st a, c st b", withdrawn="c")

    assert [repeating.ends(of, knots, ties)[1].key for of in "abc"] == ["b", "b", "c"]


@pytest.mark.parametrize(
    "of, ties, said",
    [
        (
            "d",
            "c st b, d re c, d me a",
            "Second repetition since 2019, reiterated once, strengthened once; it reiterates C and merges A.",
        ),
        ("c", "c me a, c me b", "First repetition since 2019; it merges A and B."),
        ("d", "d me a, d me b, d me c", "First repetition since 2019; it merges A, B and C."),
        ("b", "b sp a, c sp a", "It was split from A."),
        ("c", "c sp a, c re b", "First repetition since 2019; it reiterates B and was split from A."),
        ("c", "c sp a, c me b", "First repetition since 2019; it merges B and was split from A."),
        ("a", "b sp a, c me a", "Made for the first time. Since then split into B, merged into C."),
        ("b", "b re a", "First repetition since 2019; it reiterates A."),
        ("b", "b st a", "First repetition since 2019, strengthened once; it strengthens A."),
        ("b", "b we a", "First repetition since 2019, weakened once; it weakens A."),
        ("b", "b su a", "It supersedes A."),
        (
            "d",
            "d su a, d su b, d st c",
            "First repetition since 2019, strengthened once; it strengthens C and supersedes A and B.",
        ),
        (
            "d",
            "d st c, d me b, d su a",
            "First repetition since 2019, strengthened once; it strengthens C, merges B and supersedes A.",
        ),
        ("a", "b su a, c st a", "Made for the first time. Since then superseded by B, strengthened by C."),
    ],
)
def test_it_says_what_it_does_with_each_that_it_is_tied_to(of: str, ties: str, said: str) -> None:
    assert repeating.lineage_sentence(of, *_drawn(ties)) == said


@pytest.mark.parametrize(
    "ties, closed_by, said",
    [
        ("b su a", "B", "Since then superseded by B."),
        ("b su a, c su a", "B", "Since then superseded by B, superseded by C. B closes it now."),
        ("b su a, c su a", "C", "Since then superseded by B, superseded by C. C closes it now."),
        ("b st a", "B", "Since then strengthened by B, superseded by B."),
        ("b su a, c su a", "", "Since then superseded by B, superseded by C."),
    ],
)
def test_it_says_which_one_closes_it_now(ties: str, closed_by: str, said: str) -> None:
    knots, tied = _drawn(ties)
    knots[0] = replace(knots[0], closed_by=closed_by)

    assert repeating.lineage_sentence("a", knots, tied) == f"Made for the first time. {said}"


def test_a_merged_one_leads_no_further_back_than_its_own_line() -> None:
    _, ties = _drawn("b re a, c re b, e st d, e me c")

    assert repeating.repetition("e", ties) == (1, "d")


def test_the_pages_tell_a_merged_one_from_one_said_again(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        first, second, third, merged = (made.sent(f"Member States should act within {n} days.") for n in range(4))
        made.tied(second, first, LinkKind.STRENGTHENS)
        made.tied(third, second, LinkKind.REITERATES)
        made.tied(third, merged, LinkKind.MERGES)
        symbols = [str(row.symbol) for row in (first, second, third, merged)]
        keys = [row.key for row in (first, second, third, merged)]
        listed = f"/bodies/{made.of_its(first).key}/recommendations"
    for who in ("secretary", "primary_nl"):
        reader = browser_of(app, who)
        whole = reader.get(f"/recommendations/{keys[2]}/lineage").text
        assert f"it reiterates {symbols[1]} and merges {symbols[3]}." in whole
        # The list says of each end what the tie is to it, for whoever does not see the drawing.
        for said in (f"Merges {symbols[3]}", f"Merged into {symbols[2]}", f"Strengthened by {symbols[1]}"):
            assert said in whole
        assert f"({symbols[0]} and {symbols[2]})" in whole
        assert f"/recommendations/{keys[2]}/against/{keys[0]}" in whole
        for path in (f"/recommendations/{keys[3]}", listed):
            assert f"Merged into {symbols[2]}" in reader.text(path)
        assert who == "secretary" or f"Merged into {symbols[2]}" in reader.text(f"{listed}/asked")
        assert "Repeated since" not in reader.text(f"/recommendations/{keys[3]}")
        assert f"Repeated since as {symbols[2]}" in reader.text(f"/recommendations/{keys[1]}")
