"""A word of two scripts is a doubt of its own, whoever it names; a word of another script is none."""

from __future__ import annotations

import pytest

from convene.records.giveaways import give_aways
from convene.records.scripts import MIXED


@pytest.mark.parametrize(
    "text, found",
    [
        ("It was said that Denm\u0430rk was of that view.", ["Denm\u0430rk"]),
        ("It was asked of the b\u03bfard.", ["b\u03bfard"]),
        ("The word \u041c\u043e\u0441\u043a\u0432\u0430 was read.", []),
        ("The word \u0391\u03b8\u03ae\u03bd\u03b1 was read.", []),
        ("It took 5 \u00b5m and a na\u00efve caf\u00e9.", []),
        ("The word \u6771\u4eac\u30bf\u30ef\u30fc was read.", []),
        ("Latin-\u043c\u0438\u0440 has two words.", []),
    ],
)
def test_a_word_of_two_scripts_is_told(text: str, found: list[str]) -> None:
    assert [g.words for g in give_aways(text) if g.why == MIXED] == found
