"""The record and what starts from it, printed: its seal never stands alone on a page."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pypdf
import pytest
from docx import Document
from flask import Flask

from convene.db import work
from convene.packs.record import outcome_pdf, record_pdf
from convene.records.terms import (
    Line,
    Marking,
    OutcomeView,
    RecordedItem,
    RecordedSession,
    RecordState,
    RecordView,
    TextKind,
    Topic,
)
from tests.browser import TESTS, browser_of
from tests.records.made import a_sitting, item, new, noted, sent

AT = datetime(2027, 5, 25, 9, tzinfo=UTC)
SEAL = "a" * 64


def view(paragraphs: int) -> RecordView:
    """A record with so many short paragraphs."""
    lines = tuple(Line(str(n), "", f"Paragraph {n} was said.", Marking.CLOSED) for n in range(1, paragraphs + 1))
    items = (RecordedItem("1", "An item", (Topic("", False, lines),)),)
    return RecordView(
        meeting_key="k", body_name="Board", body_short_name="B", title="First meeting", symbol="B/1/SR", city="Bern",
        zone="Europe/Zurich", state=RecordState.ADOPTED, state_words="Adopted", circulated_at=AT, due_at=None,
        disclaimer="", digest=SEAL, is_open=False, is_guest=False, not_attributed=False, note="",
        sessions=(RecordedSession("Morning", date(2027, 5, 25), items),),
    )  # fmt: skip


def last_page(content: bytes) -> tuple[str, int]:
    """The words of the last page, and how many there are."""
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return pages[-1].extract_text(), len(pages)


@pytest.mark.parametrize("paragraphs", range(14, 46))
def test_the_seal_has_something_said_above_it(paragraphs: int) -> None:
    words, _ = last_page(record_pdf(view(paragraphs)))

    assert SEAL in words
    assert f"Paragraph {paragraphs} was said." in words


def test_these_records_end_on_several_places_of_several_pages() -> None:
    assert len({last_page(record_pdf(view(n)))[1] for n in range(14, 46)}) > 1


@pytest.mark.parametrize("parts", range(14, 46))
def test_so_it_is_with_a_text(parts: int) -> None:
    text = "\n\n".join(f"Part {n} of it." for n in range(1, parts + 1))
    made = outcome_pdf(
        OutcomeView(
            "Board",
            "B",
            TextKind.COMMUNIQUE,
            "Agreed",
            "First meeting, Bern",
            "B/1/COM",
            text,
            "",
            "Europe/Zurich",
            AT,
            is_open=True,
            is_guest=False,
            digest=SEAL,
        )
    )
    words, _ = last_page(made)

    assert SEAL in words
    assert f"Part {parts} of it." in words


def test_that_a_topic_is_not_attributed_stands_in_brackets_on_page_and_paper(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        noted(item(meeting), new("It was known.", Marking.NOT_ATTRIBUTED, "What had not"))
        sent(meeting)
        base = f"/meetings/{meeting.key}/record"
    nl = browser_of(app, "primary_nl")
    pdf = pypdf.PdfReader(io.BytesIO(nl.get(f"{base}.pdf").data))
    docx = Document(io.BytesIO(nl.get(f"{base}.docx").data))

    for words in (
        nl.text(base),
        " ".join(page.extract_text() for page in pdf.pages),
        "\n".join(p.text for p in docx.paragraphs),
    ):
        assert "What had not (not attributed)" in words
