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
from convene.records.reading import text_of
from convene.records.terms import Marking, RecordState, TextKind
from tests.browser import TESTS, Browser, browser_of, words_of
from tests.build import BY, one
from tests.records.made import a_sitting, changed, item, lines_of, new, noted, rows_of, sent

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
        actions.adopt(meeting, later, is_early=True, unentered=True, by=BY, at=clock.now())


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

    was = re.findall(r'name="was" value="([^"]+)"', secretary.get(f"/texts/{key}").text)[0]
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


def shared(app: Flask, sat: dict[str, str], words: str) -> tuple[str, dict[str, str]]:
    """A corrigendum begun with these words, and the keys of the recorded paragraphs by their text."""
    adopt(app, sat)
    key = begun(app, sat)
    with app.app_context(), work(TESTS):
        one(OutcomeText, key=key).text = words
        rows = {text_of(row): row.key for row in lines_of(one(Record, state=RecordState.ADOPTED))}
    return key, rows


def circulate(secretary: Browser, key: str, *concerns: str, **given: str) -> tuple[int, str]:
    """Circulate it to whoever reads these paragraphs in the open record."""
    was = re.findall(r'name="was" value="([^"]+)"', secretary.get(f"/texts/{key}").text)[0]
    fields = {"whom": "admitted", "was": was, "concerns": list(concerns)} | given
    answer = secretary.post(f"/texts/{key}/circulate", fields)
    return answer.status_code, words_of(answer)


OPEN_WORDS, CLOSED_WORDS = "The open words to the guests.", "Convoys went north."


def test_it_stands_below_the_open_record_for_whoever_reads_what_it_corrects(
    app: Flask, secretary: Browser, sat: dict[str, str]
) -> None:
    """With each reader's own number of the paragraph, and nothing that tells of the closed record."""
    key, rows = shared(app, sat, "For “words to the guests” read “words to all guests”.")
    readers = [(browser_of(app, "ngo_guest"), "", "P1"), (browser_of(app, "primary_nl"), "?rendering=open", "O1")]
    for reader, rendering, _ in readers:
        assert all("Corrects" not in words for words in read(reader, sat, rendering))
    page = secretary.text(f"/texts/{key}")
    assert f"Paragraph 2, open as O1: {OPEN_WORDS}" in page
    assert circulate(secretary, key, rows[OPEN_WORDS])[0] == 303

    with app.app_context(), work(TESTS):
        symbols = one(Record, state=RecordState.ADOPTED).symbol, one(Meeting, key=sat["meeting"]).symbol
    # A seat's own page leads to every circulation, whatever rendering it shows.
    for reader, rendering, number in readers:
        for words in read(reader, sat, rendering):
            assert words.index(f"{number}. {OPEN_WORDS}") < words.index(f"Corrects paragraph {number}, “{OPEN_WORDS}”")
            assert "read “words to all guests”" in words
            assert not [told for told in (CLOSED_WORDS, "Corr.1", key) if told in words]
            assert rendering or not [symbol for symbol in symbols if symbol in words]
    for words in read(browser_of(app, "primary_nl"), sat):
        assert f"Corrects paragraph 2, “{OPEN_WORDS}”" in words
    guest, other = browser_of(app, "ngo_guest"), browser_of(app, "speaker_on_link")
    for path in (f"/texts/{key}", f"/texts/{key}/text.pdf", f"/texts/{key}/text.docx"):
        assert (guest.get(path).status_code, other.get(path).status_code) == (404, 404)
    assert other.get(f"/meetings/{sat['meeting']}/record").status_code == 404
    assert "Where convoys went" not in guest.text(f"/meetings/{sat['meeting']}")


def test_whoever_reads_less_than_it_corrects_reads_nothing_of_it(
    app: Flask, secretary: Browser, sat: dict[str, str]
) -> None:
    with app.app_context(), work(TESTS):
        meeting = one(Meeting, key=sat["meeting"])
        noted(item(meeting), new("Open words on the deep-dive.", Marking.OPEN))
        sent(meeting)
    key, rows = shared(app, sat, "For one read two.")
    assert circulate(secretary, key, rows[OPEN_WORDS], rows["Open words on the deep-dive."])[0] == 303
    guest, nl = browser_of(app, "ngo_guest"), browser_of(app, "primary_nl")
    assert OPEN_WORDS in guest.text(f"/meetings/{sat['meeting']}/record")
    assert all("For one read two." not in words for words in read(guest, sat))
    assert all("For one read two." in words for words in read(nl, sat))


@pytest.mark.parametrize(
    "words, concerns, ticks, refused",
    [
        ("For one read two.", [], {}, "Tick which paragraphs it corrects"),
        ("For one read two.", [CLOSED_WORDS], {}, "Paragraph 1 is closed."),
        ("In paragraph 2, for one read two.", [OPEN_WORDS], {}, "Its words name paragraph 2"),
        ("In para. O1, for one read two.", [OPEN_WORDS], {}, "Its words name paragraph O1"),
        ("In {symbol}, for one read two.", [OPEN_WORDS], {}, "Its words name TNAP/"),
        ("Convoys all went north.", [OPEN_WORDS], {}, "from closed paragraphs"),
        ("Where “convoys went north from there” stood, nothing stands.", [OPEN_WORDS], {}, "from closed"),
        ("Where “they went there” stood, nothing stands.", [OPEN_WORDS], {}, ""),
        ("Convoys all went north.", [OPEN_WORDS], {"may_be_told": "y"}, ""),
        ("In paragraph 1, for north read south.", [CLOSED_WORDS], {"whom": "members"}, ""),
    ],
)
def test_what_goes_to_the_open_record_says_what_it_corrects_and_nothing_closed(
    app: Flask, secretary: Browser, sat: dict[str, str], *, words: str, concerns: list[str], ticks: dict[str, str],
    refused: str,
) -> None:  # fmt: skip
    with app.app_context(), work(TESTS):
        meeting = one(Meeting, key=sat["meeting"])
        noted(item(meeting), changed(noted(item(meeting))[0], "All convoys went north."))
        sent(meeting)
        symbol = meeting.symbol
    key, rows = shared(app, sat, words.format(symbol=symbol))
    rows[CLOSED_WORDS] = rows["All convoys went north."]
    status, page = circulate(secretary, key, *(rows[text] for text in concerns), **ticks)
    assert (status, refused in page) == (422 if refused else 303, True)
    with app.app_context(), work(TESTS):
        assert one(OutcomeText, key=key).announced is not bool(refused)


@pytest.mark.parametrize(
    "concerns, closed, cited, symbols, fields",
    [
        (1, [], [], [], []),
        (0, [], [], [], ["concerns"]),
        (2, ["7"], [], [], ["concerns"]),
        (1, [], ["7"], [], ["whom"]),
        (1, [], [], ["TNAP/2027/1"], ["whom"]),
    ],
)
def test_what_a_corrigendum_of_the_open_record_names(
    concerns: int, closed: list[str], cited: list[str], symbols: list[str], fields: list[str]
) -> None:
    found = rules.open_corrigendum_findings(concerns=concerns, closed=closed, cited=cited, symbols=symbols)
    assert [f.field for f in found] == fields


@pytest.mark.parametrize("how", ["ticked", "cited"])
def test_it_names_nobody_by_what_they_said(app: Flask, secretary: Browser, how: str) -> None:
    """Also in words that are not those of the paragraph, since it says which one it corrects."""
    with app.app_context(), work(TESTS):
        meeting, later = a_sitting(), a_sitting(starts_on=date(2027, 7, 20))
        noted(item(meeting), new("Convoys went.", Marking.NOT_ATTRIBUTED), speaker="Denmark")
        sent(meeting)
        sat = {"meeting": meeting.key, "later": later.key}
    cites = "In paragraph 1, read that " if how == "cited" else "Read that "
    key, rows = shared(app, sat, f"{cites}Danish trucks came.")
    concerns = [rows["Convoys went."]] if how == "ticked" else []
    ticks = {"whom": "members", "all_the_same": "y"}
    status, page = circulate(secretary, key, *concerns, **ticks)
    assert (status, "This paragraph names the one who said it." in page) == (422, True)
    with app.app_context(), work(TESTS):
        one(OutcomeText, key=key).text = f"{cites}Dutch trucks came."
    assert circulate(secretary, key, *concerns, **ticks)[0] == 303
