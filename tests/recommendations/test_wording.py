"""Quotations as adopted or altered, near-duplicates, and the drawing of a lineage: pure functions."""

from __future__ import annotations

from datetime import date

import pytest

from convene.recommendations.drawing import BELOW, BOX_HEIGHT, BOX_WIDTH, drawn, ranks
from convene.recommendations.likeness import alike
from convene.recommendations.quoting import checked, is_as_adopted, quoted_in
from convene.recommendations.terms import Knot, Lineage, LinkKind, Tie

ADOPTED = (
    "Member States should suspend the sale of fuel to the armed groups named in the annex within thirty days, and "
    "report to the board on what they have done."
)
AMONG = [
    ("k1", "TNAP/2027/1/R.1", ADOPTED),
    ("k2", "TNAP/2027/1/R.2", "The board asks the university to train forty observers of elections before the spring."),
]


@pytest.mark.parametrize(
    "quoted, exact",
    [
        ("Member States should suspend the sale of fuel to the armed groups named in the annex", True),
        ("suspend the sale of fuel … report to the board on what they have done", True),
        ("suspend the  sale of\nfuel to the armed groups named in the annex within thirty days.", True),
        ("Member States could suspend the sale of fuel to the armed groups named in the annex", False),
        ("Member States should suspend the sale of fuel to armed groups named in the annex", False),
        ("report to the board … suspend the sale of fuel to the armed groups", False),
        ("suspend the sale of fuel […] report to the board on what they have done", True),
        ("uspend the sale of fuel to the armed groups named in the annex", False),
        ("suspend the sale of fuel to the armed groups named in the ann", False),
        ("suspend the sale … report to the board on what they have do", False),
    ],
)
def test_a_quotation_is_as_adopted_or_altered(quoted: str, exact: bool) -> None:
    found = checked(f"We recall that “{quoted}”.", AMONG)

    assert [(q.symbol, q.is_exact) for q in found] == [("TNAP/2027/1/R.1", exact)]
    assert (found[0].adopted == "") is exact


TOLLS = (
    "Unlawful tolls on relief convoys are to be ended within 10.5 days, and states should not sell fuel to the "
    "non-State groups named in the annex. No convoy waits. The board asks the states to report unless the road is cut."
)


@pytest.mark.parametrize(
    "quoted, exact, left_out",
    [
        ("Unlawful tolls on relief convoys are to be ended", True, ()),
        ("lawful tolls on relief convoys are to be ended", False, ()),
        ("tolls on relief convoys are to be ended within 10", False, ()),
        ("tolls … are to be ended with", False, ()),
        ("tolls … are to be ended within", True, ("on relief convoys",)),
        ("states should sell fuel to the non-State groups", False, ()),
        ("states should … sell fuel to the non-State groups", False, ("not",)),
        ("states should not sell … to the non-State groups", True, ("fuel",)),
        ("State groups named in the annex. No convoy waits", False, ()),
        # Whole sentences may be left out, whatever they say; half of one may not, if it turns what is left of it.
        ("named in the annex. … The board asks", True, ("No convoy waits",)),
        ("named in the annex. … The board … the road is cut.", False,
         ("No convoy waits", "asks the states to report unless")),
    ],
)  # fmt: skip
def test_only_whole_words_count_and_nothing_is_left_out_that_turns_the_sense(
    quoted: str, exact: bool, left_out: tuple[str, ...]
) -> None:
    found = checked(f"We recall that “{quoted}”.", [("k", "R.17", TOLLS)])

    assert [(q.is_exact, q.left_out) for q in found] == [(exact, left_out)]


@pytest.mark.parametrize(
    "text, whole",
    [
        (TOLLS, True),
        (f" {TOLLS.removesuffix('.')}\n", True),
        ("Unlawful tolls on relief convoys are to be ended …", False),
        (f"{TOLLS.split(' and states', maxsplit=1)[0]} […] The board asks the states to report", False),
        (f"Unlawful tolls […] are{TOLLS.split('are', 1)[1].split(' No convoy', maxsplit=1)[0]} …", True),
        (f"Unlawful tolls […] are to be ended{TOLLS.split('ended', 1)[1]}", True),
        (f"… convoys are to be ended{TOLLS.split('ended', 1)[1]}", True),
        (f"tolls on relief convoys are to be ended{TOLLS.split('ended', 1)[1]}", False),
        ("…", False),
    ],
)  # fmt: skip
def test_a_text_is_as_adopted_from_its_first_word_to_its_last(text: str, whole: bool) -> None:
    assert is_as_adopted(text, TOLLS) is whole


def test_all_are_named_in_which_a_quotation_stands() -> None:
    found = checked(f"“{ADOPTED}”", [*AMONG, ("k3", "TNAP/2028/1/R.1", f"Again: {ADOPTED}")])

    assert [(q.symbol, q.also) for q in found] == [("TNAP/2027/1/R.1", (("k3", "TNAP/2028/1/R.1"),))]


@pytest.mark.parametrize(
    "text",
    [
        "Nothing is quoted here at all, although fuel is named.",
        "He said “suspend the sale of fuel”.",
        "The minister said “we have never been told of any of this before last week”.",
    ],
)
def test_what_is_no_quotation_of_an_adopted_text_is_left_alone(text: str) -> None:
    assert checked(text, AMONG) == []


def test_every_kind_of_quotation_mark_is_read() -> None:
    words = "one two three four five six"

    assert quoted_in(f'“{words}” "{words}" «{words}» „{words}“ ‘{words}’ ‹{words}›') == [words] * 6
    assert quoted_in(f"‚{words}‘ ‚{words}’ »{words}« ›{words}‹ ‚{words}‘, ‘{words}’") == [words] * 6
    assert quoted_in("‘the States’s own ships of the fleet’") == ["the States’s own ships of the fleet"]


@pytest.mark.parametrize(
    "text",
    [
        "The States’ own view was that the board’s and the members’ work goes on as it did before.",
        "In the ’90s, and in the ’80s before them, the members’ work went on as it did.",
        "It isn’t so that the groups’ fuel comes by the ships’ own way over the Ostrin’s river.",
        "In the ‘90s it went on, as it did in all of the years before them.",
        "Rock ’n’ roll was played at three o’clock, and the men o’ war’s crew didn’t hear.",
    ],
)
def test_an_apostrophe_is_no_quotation_mark(text: str) -> None:
    assert quoted_in(text) == []


SHIPS = "Member States’ ships should keep to the members’ ports of the north, and report to the board."


@pytest.mark.parametrize(
    "quoted, exact",
    [
        ("‘Member States’ ships should keep to the members’ ports of the north’", True),
        ("‘Member States’ ships should keep to the members’, as the groups’ ships did.", True),
        ("‘Member States’ ships could keep to the members’ ports of the north’", False),
        ("‚Member States’ ships should keep to the members’ ports of the north‘", True),
        ("‚Member States’ ships could keep to the members’ ports of the north‘", False),
        ("‹Member States’ ships should keep to the members’ ports›, and the ‘90s", True),
        ("in the ‘90s, ‘keep to the members’ ports of the north’", True),
    ],
)
def test_an_apostrophe_in_single_marks_ends_no_quotation(quoted: str, exact: bool) -> None:
    assert [(q.symbol, q.is_exact) for q in checked(f"We recall: {quoted}.", [("k", "R.3", SHIPS)])] == [("R.3", exact)]


@pytest.mark.parametrize("marks", ["“{}”", "‘{}’", "‚{}‘", "‹{}›", "»{}«"])
def test_a_quotation_is_held_against_the_adopted_text_in_whatever_marks(marks: str) -> None:
    words = "Member States could suspend the sale of fuel to the armed groups named in the annex"
    as_adopted = words.replace("could", "should")

    assert [q.is_exact for q in checked(f"{marks.format(words)} and {marks.format(as_adopted)}", AMONG)] == [
        False,
        True,
    ]


@pytest.mark.parametrize(
    "draft, symbols",
    [
        (ADOPTED, ["TNAP/2027/1/R.1"]),
        (("Within thirty days Member States should suspend fuel sales to the armed groups named in the annex and "
         "report to the board on what they have done."), ["TNAP/2027/1/R.1"]),
        ("Member States should open their borders to those who flee from the fighting in the north.", []),
        ("Fuel to groups", []),
    ],
)  # fmt: skip
def test_near_duplicates_are_suggested(draft: str, symbols: list[str]) -> None:
    assert [each.symbol for each in alike(draft, AMONG)] == symbols


def _lineage() -> Lineage:
    knots = tuple(Knot(str(n), f"R.{n}", date(2020 + n, 1, 1), "adopted", "") for n in range(4))
    ties = (
        Tie("1", "0", LinkKind.REITERATES),
        Tie("2", "0", LinkKind.SPLITS),
        Tie("3", "1", LinkKind.MERGES),
        Tie("3", "2", LinkKind.MERGES),
    )
    return Lineage(knots, ties, "")


def test_each_stands_below_all_that_it_follows_from() -> None:
    assert ranks(_lineage().knots, _lineage().ties) == {"0": 0, "1": 1, "2": 1, "3": 2}


def test_boxes_do_not_overlap_and_lines_lead_downwards() -> None:
    drawing = drawn(_lineage())
    places = {box.knot.key: (box.x, box.y) for box in drawing.boxes}

    assert places["1"][1] == places["2"][1] == places["0"][1] + BOX_HEIGHT + BELOW
    assert abs(places["1"][0] - places["2"][0]) > 200
    assert [line.word for line in drawing.lines] == ["reiterated by", "split into", "merged into", "merged into"]
    assert all(
        x >= 0 and x + BOX_WIDTH <= drawing.width and y + BOX_HEIGHT <= drawing.height for x, y in places.values()
    )


LETTERS = " ".join(f"{first}{second}" for first in "abcdef" for second in "ghij")


@pytest.mark.parametrize("words, number, exact", [(2, 12, [True]), (2, 13, []), (1, 7, []), (1, 12, [])])
def test_a_quotation_of_scraps_is_held_against_no_text_piece_by_piece(
    words: int, number: int, exact: list[bool]
) -> None:
    """Each stretch is looked for at every place of every text: thousands of them would hold up everybody."""
    said = LETTERS.split() + [f"{each}z" for each in LETTERS.split()]
    text = " ".join(said)
    pieces = [" ".join(said[2 * at : 2 * at + words]) for at in range(number)]
    found = checked(f"“{' … '.join(pieces)}”", [("k", "R.1", text)])
    assert [q.is_exact for q in found if q.is_exact] == exact
