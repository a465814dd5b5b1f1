"""Where a sentence ends: not within a symbol, nor at the stop of a title, a number's word or an abbreviation."""

from __future__ import annotations

import pytest

from convene.records.giveaways import give_aways
from convene.records.merging import woven
from convene.records.rules import taken_over
from convene.records.sentences import cut, sentences

TEXTS = [
    ("TNAP/2027/1/R.3 was adopted. It goes out.", ["TNAP/2027/1/R.3 was adopted. ", "It goes out."]),
    ("They adopted R.3. It goes out.", ["They adopted R.3. ", "It goes out."]),
    ("Mr. Holm and Dr. Owusu came. They left.", ["Mr. Holm and Dr. Owusu came. ", "They left."]),
    ("See No. 4 and para. 12. Then art. 5.", ["See No. 4 and para. 12. ", "Then art. 5."]),
    ("Was it agreed? No. Members objected.", ["Was it agreed? ", "No. ", "Members objected."]),
    ("Fuel, e.g. diesel, i.e. all of it. Then arms.", ["Fuel, e.g. diesel, i.e. all of it. ", "Then arms."]),
    ("It cost 3.5 million. See www.tnap.example today.", ["It cost 3.5 million. ", "See www.tnap.example today."]),
    ("It was agreed.Then they left.", ["It was agreed.", "Then they left."]),
    ("it was agreed. then they left.", ["it was agreed. ", "then they left."]),
    ("They said “no.” It ended (early.) Why? So!", ["They said “no.” ", "It ended (early.) ", "Why? ", "So!"]),
    ("1. The first.\n2. The second.", ["1. The first.\n", "2. The second."]),
    ("In 2027. The board met in room 12. It left.", ["In 2027. ", "The board met in room 12. ", "It left."]),
    ("It was so in May 27. The board met.", ["It was so in May 27. ", "The board met."]),
    ("A heading\nA sentence ... and more", ["A heading\n", "A sentence ... ", "and more"]),
    ("The artist. 4 came.", ["The artist. ", "4 came."]),
    ("", []),
]  # fmt: skip


@pytest.mark.parametrize("text, found", TEXTS)
def test_a_text_is_cut_where_a_sentence_ends(text: str, found: list[str]) -> None:
    assert sentences(text) == found
    assert "".join(cut(text)) == text


def test_a_closed_sentence_with_a_symbol_is_found_whole() -> None:
    closed = "The board adopted TNAP/2027/1/R.3 against the advice of its members."

    assert taken_over(sentences(f"It met. {closed}"), sentences(closed)) == [closed]


def test_two_who_change_one_sentence_on_both_sides_of_a_symbol_have_to_choose() -> None:
    base = "Some adopted TNAP/2027/1/R.3 at once."

    assert woven(base, base.replace("Some", "Most"), base.replace("at once", "late")) is None


def test_a_pronoun_after_an_abbreviation_is_of_the_same_sentence() -> None:
    assert "his" in [g.words for g in give_aways("One delegate, cf. No. 4 and No. 5, spoke of his plan.")]
