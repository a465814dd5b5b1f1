"""Two changes of one text: their sentences come together, and nobody's are lost or doubled."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convene.records.merging import woven

BASE = "One. Two. Three."


@pytest.mark.parametrize(
    "mine, now, wanted",
    [
        ("One. Two by me. Three.", "One. Two. Three by them.", "One. Two by me. Three by them."),
        ("One. Two. Three. Four.", "Zero. One. Two. Three.", "Zero. One. Two. Three. Four."),
        ("One. Three.", "One. Two. Three. Four.", "One. Three. Four."),
        ("One. Two. Three. Four.", "One. Two. Three. Four. ", "One. Two. Three. Four."),
        # Neighbours are two sentences; one sentence, or one place, is somebody's to choose.
        ("One by me. Two. Three.", "One. Two by them. Three.", "One by me. Two by them. Three."),
        ("One. Two by me. Three.", "One. Two by them. Three.", None),
        ("One. Two. Three. Four.", "One. Two. Three. Five.", None),
        ("One. Three.", "One. Two by them. Three.", None),
        ("Two. Three.", "One. Two.", "Two."),
    ],
)
def test_two_changes_of_one_text(mine: str, now: str, wanted: str | None) -> None:
    assert woven(BASE, mine, now) == woven(BASE, now, mine) == wanted


def test_a_line_that_was_begun_stays_a_line() -> None:
    assert woven("A\nB", "A\nB\nC", "A by them\r\nB") == "A by them\nB\nC"


@pytest.mark.parametrize("count, comes_together", [(499, True), (501, False)])
def test_a_text_of_more_sentences_than_anybody_waits_for_is_chosen(count: int, comes_together: bool) -> None:
    base = [f"Number {n}." for n in range(count)]
    mine, now = " ".join(["First.", *base[1:]]), " ".join([*base[:-1], "Last."])

    assert (woven(" ".join(base), mine, now) is not None) is comes_together


SENTENCES = st.lists(st.sampled_from([f"Sentence {n}." for n in range(6)]), max_size=6)


@given(SENTENCES, SENTENCES, SENTENCES)
@settings(max_examples=300, deadline=None)
def test_what_anybody_added_is_there_and_what_nobody_took_away_too(
    base: list[str], mine: list[str], now: list[str]
) -> None:
    found = woven(" ".join(base), " ".join(mine), " ".join(now))
    if found is None:
        return
    for sentence in {*base, *mine, *now}:
        added = max(side.count(sentence) for side in (mine, now)) > base.count(sentence)
        is_kept = all(side.count(sentence) >= base.count(sentence) > 0 for side in (mine, now))
        assert found.count(sentence) >= 1 or not (added or is_kept)
