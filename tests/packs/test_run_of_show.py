"""The run of show as a PDF: the hours, the chair's notes, and the marking on every page."""

from __future__ import annotations

from datetime import UTC, datetime

from convene.packs.run_of_show import MARKING, run_of_show_pdf
from tests.packs import read
from tests.packs.build import a_session, an_agenda, an_item

PRINTED_AT = datetime(2027, 6, 1, 10, 0, tzinfo=UTC)
PAYLOAD = 'unbalanced <b>bold <i>both</b> & <img src="/etc/hosts"/>'


def test_notes_stand_at_their_items_with_the_hour() -> None:
    view = an_agenda(a_session(an_item(1), an_item(2), an_item(2, sub=1, title="Below")))
    text = read.words(run_of_show_pdf(view, {"i2": "Call on Denmark first."}, printed_at=PRINTED_AT))
    assert text.count("Call on Denmark first.") == 2  # Both items of this test have the key of the second.
    assert "09:30" in text
    assert "2 (a)" in text


def test_section_has_a_heading_and_an_end() -> None:
    view = an_agenda(a_session(an_item(1), an_item(2, section="Situations"), an_item(3)))
    text = read.words(run_of_show_pdf(view, {}, printed_at=PRINTED_AT))
    marks = ("Title of item 1", "Situations", "Title of item 2", "Other items", "Title of item 3")
    assert [text.index(mark) for mark in marks] == sorted(text.index(mark) for mark in marks)
    assert text.count("Other items") == 1


def test_marking_stands_on_every_page() -> None:
    items = [an_item(n) for n in range(1, 41)]
    pdf = run_of_show_pdf(
        an_agenda(a_session(*items)), {f"i{n}": "Note " * 60 for n in range(1, 41)}, printed_at=PRINTED_AT
    )
    pages = read.pages(pdf)
    assert len(pages) > 5
    assert [page for page in pages if MARKING not in page] == []


def test_markup_in_a_note_is_printed_as_it_was_typed() -> None:
    pdf = run_of_show_pdf(an_agenda(a_session(an_item(1, title=PAYLOAD))), {"i1": PAYLOAD}, printed_at=PRINTED_AT)
    assert read.unbroken(pdf).count("".join(PAYLOAD.split())) == 2
    assert read.pictures(pdf) == []


def test_agenda_without_sessions_prints_and_equal_input_gives_equal_bytes() -> None:
    view = an_agenda()
    assert run_of_show_pdf(view, {}, printed_at=PRINTED_AT) == run_of_show_pdf(view, {}, printed_at=PRINTED_AT)
    assert "No session has been put on this agenda yet." in read.words(run_of_show_pdf(view, {}, printed_at=PRINTED_AT))
