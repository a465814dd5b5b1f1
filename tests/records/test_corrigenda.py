"""A corrigendum: it stands below the seal of a final record, with its day, and changes none of the sealed words."""

from __future__ import annotations

import io
import re
from datetime import date

import pypdf
import pytest
from docx import Document
from flask import Flask

from convene import clock
from convene.agendas.terms import Subject
from convene.db import work
from convene.findings import Refused
from convene.meetings.models import Meeting
from convene.records import actions, rules, texts
from convene.records.models import OutcomeText, Record
from convene.records.terms import Marking, RecordState, TextKind
from tests.browser import TESTS, Browser, browser_of
from tests.build import BY, one
from tests.records.made import a_sitting, item, new, noted, rows_of, sent

SLIP = "In paragraph 1, for “north” read “south”."


@pytest.fixture
def sat(app: Flask) -> dict[str, str]:
    """A sitting with a closed and an open paragraph, circulated, and the meeting that may adopt it; their keys."""
    with app.app_context(), work(TESTS):
        meeting, later = a_sitting(), a_sitting(starts_on=date(2027, 7, 20))
        noted(item(meeting), new("Convoys went north."))
        noted(item(meeting, Subject.INPUT_OF_GUESTS), new("The open words to the guests.", Marking.OPEN))
        sent(meeting)
        return {"meeting": meeting.key, "later": later.key}


def adopt(app: Flask, sat: dict[str, str]) -> None:
    """Let the later meeting adopt it."""
    with app.app_context(), work(TESTS):
        meeting, later = (one(Meeting, key=sat[name]) for name in ("meeting", "later"))
        actions.adopt(meeting, later, is_early=True, by=BY, at=clock.now())


def begun(app: Flask, sat: dict[str, str]) -> str:
    """A corrigendum that is not circulated yet; its key."""
    with app.app_context(), work(TESTS):
        meeting = one(Meeting, key=sat["meeting"])
        text = texts.start_from(meeting, TextKind.CORRIGENDUM, "Where convoys went", [], by=BY, at=clock.now())
        text.text = SLIP
        return text.key


def read(reader: Browser, sat: dict[str, str], rendering: str = "") -> list[str]:
    """The record on page, PDF and DOCX."""
    base = f"/meetings/{sat['meeting']}/record"
    pdf = pypdf.PdfReader(io.BytesIO(reader.get(f"{base}.pdf{rendering}").data))
    docx = Document(io.BytesIO(reader.get(f"{base}.docx{rendering}").data))
    return [
        reader.text(f"{base}{rendering}"),
        " ".join(" ".join(page.extract_text() for page in pdf.pages).split()),
        " ".join(p.text for p in docx.paragraphs),
    ]


@pytest.mark.parametrize(
    "kind, record, is_refused",
    [
        (TextKind.CORRIGENDUM, None, True),
        (TextKind.CORRIGENDUM, RecordState.CIRCULATED, True),
        (TextKind.CORRIGENDUM, RecordState.ADOPTED, False),
        (TextKind.CORRIGENDUM, RecordState.ISSUED, False),
        (TextKind.COMMUNIQUE, RecordState.CIRCULATED, False),
    ],
)
def test_only_what_is_final_has_a_corrigendum(kind: TextKind, record: RecordState | None, is_refused: bool) -> None:
    assert bool(rules.corrigendum_findings(kind, record)) is is_refused


def test_it_bears_the_symbol_of_the_record(app: Flask) -> None:
    of = "TNAP/2027/1/SR/Rev.1"
    assert rules.text_symbol("TNAP/2027/1", TextKind.CORRIGENDUM, 2, record_symbol=of) == f"{of}/Corr.2"


def test_it_is_offered_once_the_record_is_final(app: Flask, secretary: Browser, sat: dict[str, str]) -> None:
    path = f"/meetings/{sat['meeting']}/texts/new"
    assert 'value="corrigendum"' not in secretary.get(path).text
    assert secretary.post(path, {"kind": "corrigendum", "title": "A slip"}).status_code == 422
    with app.app_context(), work(TESTS), pytest.raises(Refused, match="adopted or issued"):
        texts.start_from(one(Meeting, key=sat["meeting"]), TextKind.CORRIGENDUM, "A", [], by=BY, at=clock.now())
    adopt(app, sat)
    assert 'value="corrigendum"' in secretary.get(path).text
    assert "a communiqué or a corrigendum" in secretary.text(f"/meetings/{sat['meeting']}/notes")
    assert secretary.post(path, {"kind": "corrigendum", "title": "A slip"}).status_code == 303


def test_it_stands_below_the_seal_for_every_seat_and_changes_no_sealed_word(
    app: Flask, secretary: Browser, sat: dict[str, str]
) -> None:
    adopt(app, sat)
    key = begun(app, sat)
    nl, guest = browser_of(app, "primary_nl"), browser_of(app, "ngo_guest")
    with app.app_context(), work(TESTS):
        record = one(Record, state=RecordState.ADOPTED)
        before = record.digest, [row.content for row in rows_of(record)]
        symbol = f"{record.symbol}/Corr.1"
    for reader in (nl, secretary):
        assert all(SLIP not in words for words in read(reader, sat))

    was = re.findall(r'name="was" value="(\d+)"', secretary.get(f"/texts/{key}").text)[0]
    assert secretary.post(f"/texts/{key}/circulate", {"whom": "members", "was": was}).status_code == 303
    for reader in (nl, secretary):
        for words in read(reader, sat):
            assert words.index("Convoys went north.") < words.index("Seal (SHA-256)") < words.index(symbol)
            assert words.index(symbol) < words.index("By the secretariat, Tuesday 1 June 2027") < words.index(SLIP)
    for words in [*read(nl, sat, "?rendering=open"), *read(guest, sat)]:
        assert SLIP not in words
        assert "Corr" not in words.replace("Corrections", "").replace("corrections", "")
    assert SLIP not in nl.text(f"/meetings/{sat['meeting']}/record?circulation=0")
    assert guest.get(f"/texts/{key}").status_code == 404
    assert "is the same" in secretary.text(f"/meetings/{sat['meeting']}/record")
    with app.app_context(), work(TESTS):
        record = one(Record, state=RecordState.ADOPTED)
        assert (record.digest, [row.content for row in rows_of(record)]) == before
        assert one(OutcomeText, key=key).symbol == symbol
        with pytest.raises(Refused, match="stays as it is"):
            texts.write(one(OutcomeText, key=key), "A", "Other words.", opened=1, by=BY, at=clock.now())


def test_whoever_keeps_the_record_is_told_of_it_where_corrections_are_over(
    app: Flask, secretary: Browser, sat: dict[str, str]
) -> None:
    adopt(app, sat)
    path = f"/meetings/{sat['meeting']}/record/corrections"
    assert "corrected by a corrigendum" in secretary.text(path)
    assert "corrigendum" not in browser_of(app, "primary_nl").text(path)
