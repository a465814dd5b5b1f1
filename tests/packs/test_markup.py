"""What the printed mark-up says, in colour and without, and that no text of any kind breaks it."""

from __future__ import annotations

import zlib
from dataclasses import replace
from typing import Any

import pytest
from pypdf.generic import ContentStream

from convene.agendas.terms import AgendaView
from convene.packs.markup import markup_pdf
from convene.stages.markup import compare
from tests.packs import read
from tests.packs.build import PRINTED_AT, a_guest_agenda, a_session, an_agenda, an_item
from tests.packs.test_agenda import PAYLOADS

STAGED = {"symbol": "TNAP/2027/2/1/Rev.1", "stage": "Annotated agenda"}


def agenda(**given: Any) -> AgendaView:
    return an_agenda(a_session(an_item(1, title="The first"), an_item(2, **given)), **STAGED)


def printed(before: AgendaView, now: AgendaView, *, symbol: str = "TNAP/2027/2/1") -> bytes:
    return markup_pdf(now, compare(before, now), before=symbol, printed_at=PRINTED_AT)


def test_both_words_stand_beside_each_other_with_what_became_of_them() -> None:
    words = read.words(printed(agenda(title="Old words", lead="Chair"), agenda(title="New words", minutes=25)))

    assert "Old New words Lead: Chair Duration: 20 min 25 min" in words
    assert words.count("Changed") == 1
    assert "Annotated agenda, with its changes" in words
    assert "TNAP/2027/2/1/Rev.1" in words
    assert "What changed against TNAP/2027/2/1: added words are underlined, deleted words are struck out." in words


def lines_drawn(pdf: bytes) -> int:
    """How many straight lines the first page has."""
    page = read.opened(pdf).pages[0]
    stream = ContentStream(page["/Contents"].get_object(), read.opened(pdf))
    return sum(operator == b"l" for _, operator in stream.operations)


def test_added_and_deleted_words_have_a_line_so_that_no_colour_is_needed() -> None:
    same = printed(agenda(title="Same words"), agenda(title="Same words"))
    added = printed(agenda(title="Same words"), agenda(title="Same words here"))
    both = printed(agenda(title="Same words"), agenda(title="Other words"))

    assert lines_drawn(added) == lines_drawn(same) + 1
    assert lines_drawn(both) == lines_drawn(same) + 2


def test_equal_input_gives_equal_bytes() -> None:
    before, now = agenda(title="Old"), agenda(title="New")

    assert printed(before, now) == printed(before, now)
    assert zlib.crc32(printed(before, now)) != zlib.crc32(printed(now, before))


def test_nothing_changed_and_nothing_earlier_are_said() -> None:
    assert "Nothing changed." in read.words(printed(agenda(), agenda()))
    alone = markup_pdf(agenda(), None, before="", printed_at=PRINTED_AT)
    assert "Nothing earlier was circulated." in read.words(alone)


def test_a_guest_is_printed_no_symbol_and_no_stage_whatever_is_handed_over() -> None:
    before = a_guest_agenda(a_session(an_item(1, title="Old")), symbol="TNAP/2027/2/1")
    now = replace(before, sessions=(a_session(an_item(1, title="New")),))
    pdf = printed(before, now)

    assert "TNAP" not in read.words(pdf)
    assert "Programme, with its changes" in read.words(pdf)
    assert "TNAP" not in str(read.properties(pdf))


@pytest.mark.parametrize("text", PAYLOADS)
def test_no_text_is_read_as_a_tag(text: str) -> None:
    before = agenda(title="Old", annotation="Old", lead=text)
    now = agenda(title=text, annotation=text, lead="New")
    pdf = printed(before, now, symbol=text)

    assert read.pictures(pdf) == []
    assert read.links(pdf) == []


def test_a_text_longer_than_a_page_is_printed_in_full() -> None:
    long = " ".join(f"word{number}" for number in range(3000))
    pdf = printed(agenda(annotation="word0"), agenda(annotation=long))

    assert len(read.pages(pdf)) > 2
    assert "word2999" in read.words(pdf)
