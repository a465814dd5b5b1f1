"""Whether a text says what is asked: in which words, and however the text arrives."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convene.papers.inspection import Limits
from convene.papers.inspection.words import WordCount
from tests.papers import made_archives, made_pdfs
from tests.papers.inspected import inspected
from tests.papers.made_briefs import brief, brief_docx, brief_in_pictures, brief_odt

ASKING = (
    *(
        "What is asked",
        "WHAT IS ASKED",
        "4. What is being asked of the board",
        "We ask that the board meet",
        "The ask:",
    ),
    *("Recommendations", "Our key asks", "The Council recommends three steps", "Ministers are urged to act at once"),
    *("The board is asked to meet", "We therefore urge restraint", "Call to action", "Actions requested", "Asks"),
    *("IV. Requests:", "She asks governments to act", "The report calls on all States to act", "recommen-\ndations"),
    *("Recom\u00admendation", "what  is\n asked", "We call upon the Council", "Ce qui est demandé", "Nous demandons"),
    *("Ce que nous demandons au conseil", "RECOMMANDATIONS", "Il est recommandé de", "Le conseil est prié de"),
    *("Recomendaciones", "Lo que se pide", "Pedimos al consejo", "Se recomienda", "RECOMENDACIO\u0301N"),
    *("Empfehlungen", "Handlungsempfehlungen", "Wir bitten den Rat", "Die Regierung wird gebeten", "Was erbeten wird"),
    *("Wir empfehlen", "Die Kommission empfiehlt", "Raccomandazioni", "Recomendações", "Aanbevelingen"),
    *("Anbefalinger", "Рекомендации", "Просим Совет", "التوصيات", "我们的建议如下", "Demandes", "Richieste"),
)
SILENT = (
    *("The situation", "A flask of water", "Nobody asked why", "A difficult task", "The masks", "Reasked questions"),
    *("Recommendationless", "asking", "They recall the year", "La situation", "Die Lage", "Situación", "Положение"),
    *("What is a\u00a0sked", "Ask no more of them", "The requests were many", "whatis asked"),
)


def asks(*pieces: str) -> bool | None:
    count = WordCount()
    for piece in pieces:
        count.add(piece)
    return count.asks


@pytest.mark.parametrize("text", ASKING)
def test_text_that_says_what_is_asked_is_found(text: str) -> None:
    assert [asks(text), asks(f"First the situation.\n{text}\nThen the rest."), asks(f"{text}\n")] == [True] * 3


@pytest.mark.parametrize("text", SILENT)
def test_text_that_does_not_say_what_is_asked_is_not_taken_for_one(text: str) -> None:
    assert [asks(text), asks(f"First the situation.\n{text}\nThen the rest.")] == [False] * 2


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([*ASKING, *SILENT]),
    st.integers(4_000, 4_200),
    st.lists(st.integers(1, 30), min_size=1, max_size=20),
)
def test_phrase_is_found_however_the_text_is_cut(text: str, before: int, lengths: list[int]) -> None:
    whole = "x" * (before % 7 + 1) + " y" * (before // 2) + f"\n{text}\nand more"
    pieces, at = [], before - 40
    for length in lengths:
        pieces.append(whole[at : at + length])
        at += length

    assert asks(whole[: before - 40], *pieces, whole[at:]) is (text in ASKING)


def test_word_that_goes_on_in_the_next_piece_is_not_taken_for_a_shorter_one() -> None:
    padding = "y " * 2_042

    assert len(padding + "the asks") > 4_090
    assert (asks(f"{padding} the ask"), asks(f"{padding} the ask", "ew road")) == (True, False)


def test_paragraphs_of_their_own_do_not_run_together() -> None:
    count = WordCount()
    for paragraph in ("Mas", "ks", "Ask"):
        count.add(paragraph)
        count.space()

    assert (count.asks, count.words) == (True, 3)


def test_text_that_is_not_there_or_far_too_long_is_not_judged() -> None:
    assert (asks(), asks(" \n "), asks("word " * 500_000), asks("We ask. " + "word " * 500_000)) == (
        None,
        None,
        None,
        True,
    )


@pytest.mark.parametrize(
    "content,expected",
    [
        (brief(), True),
        (brief(first="The situation"), False),
        (brief_in_pictures(), None),
        (brief_docx(), True),
        (made_archives.docx(), False),
        (made_archives.docx("<w:p><w:r><w:t>Recom</w:t></w:r><w:r><w:t>mendations</w:t></w:r></w:p>"), True),
        (made_archives.docx("<w:p><w:r><w:t>What is</w:t><w:br/><w:t>asked</w:t></w:r></w:p>"), True),
        (made_archives.docx("<w:p/>"), None),
        (brief_odt(), True),
        (made_archives.odt(), False),
        (made_archives.odt("<text:p>Recom<text:span>mendations</text:span></text:p>"), True),
        (made_archives.odt(""), None),
    ],
)
def test_inspection_says_whether_the_text_says_what_is_asked(
    content: bytes, expected: bool | None, tmp_path: Path
) -> None:
    assert inspected(tmp_path, content)[0].asks is expected


def test_what_is_asked_is_unknown_where_there_was_no_time_to_read(tmp_path: Path) -> None:
    content = made_pdfs.pdf(*["We ask"] * 200)

    verdict, _ = inspected(tmp_path, content, limits=Limits(words_seconds=0.01))

    assert (verdict.words, verdict.asks) == (None, None)
