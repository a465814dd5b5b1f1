"""Texts that start from a record: what is read before they go out, for whom they are, what is printed on them."""

from __future__ import annotations

import io
import re
from typing import Any

import pypdf
import pytest
from docx import Document
from flask import Flask

from convene import clock
from convene.agendas.terms import Subject
from convene.db import work
from convene.findings import Refused
from convene.journal import JournalEntry
from convene.mail.models import OutboxMessage
from convene.meetings.models import Meeting
from convene.records import rules, texts
from convene.records.closed_words import rare_words_taken
from convene.records.models import NoteParagraph, OutcomeText
from convene.records.terms import Marking, TextKind
from tests.browser import TESTS, Browser, browser_of, words_of
from tests.build import BY, count, one, term_of
from tests.records.made import a_sitting, changed, item, new, noted

GIVES_AWAY = "The representative of Denmark asked for more time."


@pytest.fixture
def begun(app: Flask) -> dict[str, str]:
    """A sitting of which something was noted without attribution, and a communiqué begun; their keys."""
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        noted(item(meeting, Subject.INPUT_OF_GUESTS), new("It was said.", Marking.OPEN_NOT_ATTRIBUTED))
        text = texts.start_from(meeting, TextKind.COMMUNIQUE, "What was agreed", [], by=BY, at=clock.now())
        text.text = "All will help."
        return {"meeting": meeting.key, "text": text.key, "title": meeting.title, "symbol": meeting.symbol}


def circulate(browser: Browser, begun: dict[str, str], **given: Any) -> int:
    """Circulate the text as the page would."""
    path = f"/texts/{begun['text']}"
    was = re.findall(r'name="was" value="([^"]+)"', browser.get(path).text)
    fields = {"whom": "members", "was": was[0] if was else ""} | given
    return browser.post(f"{path}/circulate", fields).status_code


@pytest.mark.parametrize(
    "kind, is_open, places, ticked, field",
    [
        (TextKind.COMMUNIQUE, True, 0, False, None),
        (TextKind.CHAIRS_SUMMARY, True, 0, False, "whom"),
        (TextKind.AIDE_MEMOIRE, True, 0, True, "whom"),
        (TextKind.CHAIRS_SUMMARY, False, 0, False, None),
        (TextKind.CHAIRS_SUMMARY, False, 1, False, "all_the_same"),
        (TextKind.COMMUNIQUE, True, 2, False, "all_the_same"),
        (TextKind.COMMUNIQUE, True, 2, True, None),
    ],
)
def test_how_a_text_goes_out(kind: TextKind, is_open: bool, places: int, ticked: bool, field: str | None) -> None:
    found = rules.text_findings(kind, is_open=is_open, may_give_away=places, all_the_same=ticked)

    assert [f.field for f in found] == ([field] if field else [])


@pytest.mark.parametrize(
    "is_open, closed, told, field",
    [(True, 0, False, None), (True, 1, False, "may_be_told"), (True, 1, True, None), (False, 1, False, None)],
)
def test_what_comes_from_closed_paragraphs_is_read_first(
    is_open: bool, closed: int, told: bool, field: str | None
) -> None:
    kind = TextKind.COMMUNIQUE
    found = rules.text_findings(
        kind, is_open=is_open, may_give_away=0, all_the_same=False, closed=closed, may_be_told=told
    )

    assert [f.field for f in found] == ([field] if field else [])


@pytest.mark.parametrize(
    "sentence, is_taken",
    [
        ("Members agreed to name one person for Ostrin.", True),
        ("members agreed  to name one person for ostrin", True),
        ("The members agreed to name one person for Ostrin.", True),
        ("Members agreed to meet again in May.", False),
        ("Members agreed.", False),
    ],
)
def test_a_sentence_is_known_again_by_its_words(sentence: str, is_taken: bool) -> None:
    closed = ["Members agreed to name one person for Ostrin.", "Members agreed."]
    assert rules.taken_over([sentence], closed) == ([sentence] if is_taken else [])


@pytest.mark.parametrize(
    "sentence, is_taken",
    [
        ("A hotline paid by KIWISECRET funds was named.", True),
        ("It is paid from the hidden reserve of all.", True),
        ("A Kiwisecret rose.", False),
        ("The funds of the board were read.", False),
        ("A reserve is hidden.", False),
        ("It is paid by the board.", False),
    ],
)
def test_a_few_words_of_a_closed_paragraph_are_told_too(sentence: str, is_taken: bool) -> None:
    closed = ["It comes from the KIWISECRET funds, and from the hidden reserve, by the board."]
    told = ["A hotline is paid by the board, from the funds of the board."]
    assert rare_words_taken([sentence], closed, told) == ([sentence] if is_taken else [])


@pytest.mark.parametrize(
    "kind, number, symbol",
    [
        (TextKind.COMMUNIQUE, 1, "TNAP/2027/1/COM"),
        (TextKind.CHAIRS_SUMMARY, 1, "TNAP/2027/1/CS"),
        (TextKind.AIDE_MEMOIRE, 2, "TNAP/2027/1/AM.2"),
    ],
)
def test_a_text_has_a_symbol_of_its_own(kind: TextKind, number: int, symbol: str) -> None:
    assert rules.text_symbol("TNAP/2027/1", kind, number) == symbol


@pytest.mark.parametrize("where", ["title", "text"])
def test_what_gives_a_speaker_away_is_read_before_a_text_goes_out(
    app: Flask, secretary: Browser, begun: dict[str, str], where: str
) -> None:
    with app.app_context(), work(TESTS):
        setattr(one(OutcomeText, key=begun["text"]), where, GIVES_AWAY)
        before = count(OutboxMessage), count(JournalEntry)

    assert circulate(secretary, begun) == 422
    with app.app_context(), work(TESTS):
        assert not one(OutcomeText, key=begun["text"]).announced
        assert (count(OutboxMessage), count(JournalEntry)) == before
    assert browser_of(app, "primary_nl").get(f"/texts/{begun['text']}").status_code == 404
    assert circulate(secretary, begun, all_the_same="y") == 303
    assert GIVES_AWAY in browser_of(app, "primary_nl").text(f"/texts/{begun['text']}")


def test_a_text_that_was_changed_meanwhile_is_read_again(app: Flask, secretary: Browser, begun: dict[str, str]) -> None:
    was = re.findall(r'name="was" value="([^"]+)"', secretary.get(f"/texts/{begun['text']}").text)[0]
    with app.app_context(), work(TESTS):
        text = one(OutcomeText, key=begun["text"])
        texts.write(text, text.title, "Another wording.", opened=text.revision, by="ben", at=clock.now())

    assert circulate(secretary, begun, was=was) == 422
    assert "Another wording." in secretary.text(f"/texts/{begun['text']}")
    with app.app_context(), work(TESTS):
        assert not one(OutcomeText, key=begun["text"]).announced


def test_a_tick_holds_for_the_closed_sentences_that_were_shown(
    app: Flask, secretary: Browser, begun: dict[str, str]
) -> None:
    first, second = "Eleven convoys waited at the northern border.", "Two envoys were sent to the capital in May."
    with app.app_context(), work(TESTS):
        meeting, text = one(Meeting, key=begun["meeting"]), one(OutcomeText, key=begun["text"])
        noted(item(meeting), new(first, Marking.CLOSED))
        noted(item(meeting, Subject.INPUT_OF_GUESTS), new(second, Marking.OPEN))
        text.text = f"{first}\n\n{second}"
    was = re.findall(r'name="was" value="([^"]+)"', secretary.get(f"/texts/{begun['text']}").text)[0]
    with app.app_context(), work(TESTS):
        target, row = item(one(Meeting, key=begun["meeting"]), Subject.INPUT_OF_GUESTS), one(NoteParagraph, text=second)
        noted(target, changed(row, second, marking=Marking.CLOSED), by="ben")

    given = {"whom": "admitted", "all_the_same": "y", "may_be_told": "y"}
    assert circulate(secretary, begun, was=was, **given) == 422
    with app.app_context(), work(TESTS):
        assert not one(OutcomeText, key=begun["text"]).announced
    assert circulate(secretary, begun, **given) == 303


def test_for_whom_a_communique_is_must_be_chosen(secretary: Browser, begun: dict[str, str]) -> None:
    page = secretary.get(f"/texts/{begun['text']}").text

    assert "checked" not in "".join(re.findall(r'<input[^>]*name="whom"[^>]*>', page))
    assert circulate(secretary, begun, whom="") == 422


def test_an_open_communique_is_read_by_the_admitted_who_learn_nothing_else(
    app: Flask, secretary: Browser, begun: dict[str, str]
) -> None:
    assert circulate(secretary, begun, whom="admitted") == 303
    path = f"/texts/{begun['text']}"
    for who in ("ngo_guest", "speaker_on_link"):
        guest = browser_of(app, who)
        page = guest.get(path)
        printed = pypdf.PdfReader(io.BytesIO(guest.get(f"{path}/text.pdf").get_data()))
        words = "\n".join(sheet.extract_text() for sheet in printed.pages)
        docx = Document(io.BytesIO(guest.get(f"{path}/text.docx").get_data()))
        typed = "\n".join(p.text for p in docx.paragraphs) + docx.sections[0].header.paragraphs[0].text
        for told in (words_of(page), words, typed):
            assert "All will help." in told
            assert begun["title"] not in told
            assert begun["symbol"] not in told
        assert f'href="{path}"' in guest.get(f"/meetings/{begun['meeting']}").text
    assert browser_of(app, "secretary_s4").get(path).status_code == 404
    with app.app_context(), work(TESTS):
        assert count(OutboxMessage, kind="outcome-text", person_id=term_of("ngo_guest").person_id) == 1


def test_a_communique_for_the_members_is_theirs_alone(app: Flask, secretary: Browser, begun: dict[str, str]) -> None:
    assert circulate(secretary, begun) == 303
    path = f"/texts/{begun['text']}"

    for who in ("ngo_guest", "speaker_on_link"):
        assert browser_of(app, who).get(path).status_code == 404
        assert path not in browser_of(app, who).get(f"/meetings/{begun['meeting']}").text
    nl = browser_of(app, "primary_nl")
    assert path in nl.get(f"/meetings/{begun['meeting']}").text
    printed = pypdf.PdfReader(io.BytesIO(nl.get(f"{path}/text.pdf").get_data()))
    words = " ".join("\n".join(sheet.extract_text() for sheet in printed.pages).split())
    assert f"{begun['symbol']}/COM" in words
    assert begun["title"] in words
    assert "Circulated on" in words
    assert "Seal (SHA-256):" in words
    with app.app_context(), work(TESTS):
        assert count(OutboxMessage, kind="outcome-text", person_id=term_of("ngo_guest").person_id) == 0


def test_a_closed_sentence_goes_to_the_admitted_only_when_somebody_says_so(
    app: Flask, secretary: Browser, begun: dict[str, str]
) -> None:
    path, closed = f"/texts/{begun['text']}", "Two members will send observers to the border."
    with app.app_context(), work(TESTS):
        meeting = one(Meeting, key=begun["meeting"])
        noted(item(meeting, Subject.DEEP_DIVE), new(closed), new("All will help those who fled.", Marking.OPEN))
        one(OutcomeText, key=begun["text"]).text = f"All will help those who fled. {closed}"

    shown = secretary.text(path)
    assert f"“{closed}”" in shown
    assert "“All will help" not in shown
    assert circulate(secretary, begun, whom="admitted") == 422
    assert browser_of(app, "ngo_guest").get(path).status_code == 404
    assert circulate(secretary, begun, whom="admitted", may_be_told="y") == 303
    assert closed in browser_of(app, "ngo_guest").text(path)


def test_members_read_what_was_said_among_them(app: Flask, secretary: Browser, begun: dict[str, str]) -> None:
    closed = "Two members will send observers to the border."
    with app.app_context(), work(TESTS):
        noted(item(one(Meeting, key=begun["meeting"]), Subject.DEEP_DIVE), new(closed))
        one(OutcomeText, key=begun["text"]).text = closed
    assert circulate(secretary, begun) == 303
    assert browser_of(app, "ngo_guest").get(f"/texts/{begun['text']}").status_code == 404


def test_paragraphs_to_start_from_stand_as_in_the_record(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        for subject, words in ((Subject.INPUT_OF_GUESTS, "Said openly."), (Subject.DEEP_DIVE, "Said among members.")):
            noted(item(meeting, subject), new(words, Marking.OPEN if "openly" in words else Marking.CLOSED))
        order = [each.label for each in texts.offered(meeting)]
        key = meeting.key

    assert order == sorted(order, key=int)
    labels = re.findall(r"<label[^>]*>([^<]*Said [^<]*)</label>", secretary.get(f"/meetings/{key}/texts/new").text)
    assert [re.sub(r"^\d+\. .*?, ", "", " ".join(label.split())) for label in labels] == [
        "closed: Said among members.",
        "open: Said openly.",
    ]


def test_a_summary_is_never_open(app: Flask, secretary: Browser, begun: dict[str, str]) -> None:
    with app.app_context(), work(TESTS):
        one(OutcomeText, key=begun["text"]).kind = TextKind.CHAIRS_SUMMARY
    assert circulate(secretary, begun, whom="admitted") == 422
    with app.app_context(), work(TESTS):
        text, meeting = one(OutcomeText, key=begun["text"]), one(Meeting, key=begun["meeting"])
        with pytest.raises(Refused, match="alone is read by others"):
            texts.circulate(text, meeting, texts.Leaving(is_open=True), by=BY, at=clock.now())
        assert not text.announced


def test_texts_of_a_kind_are_counted_as_they_go_out(app: Flask, begun: dict[str, str]) -> None:
    with app.app_context(), work(TESTS):
        meeting = one(Meeting, key=begun["meeting"])
        symbols = []
        for kind in (TextKind.COMMUNIQUE, TextKind.COMMUNIQUE, TextKind.AIDE_MEMOIRE):
            text = texts.start_from(meeting, kind, "Again", [], by=BY, at=clock.now())
            text.text = "Words."
            texts.circulate(text, meeting, texts.Leaving(), by=BY, at=clock.now())
            symbols.append(text.symbol.removeprefix(meeting.symbol))
        assert symbols == ["/COM", "/COM.2", "/AM"]


@pytest.mark.parametrize(
    "title, line",
    [
        ("What was agreed", "What was agreed communiqué, not circulated"),
        ("Communiqué of the board", "Communiqué of the board not circulated"),
    ],
)
def test_a_title_that_begins_with_the_kind_says_it_once(
    app: Flask, secretary: Browser, begun: dict[str, str], title: str, line: str
) -> None:
    with app.app_context(), work(TESTS):
        one(OutcomeText, key=begun["text"]).title = title
    card = secretary.text(f"/meetings/{begun['meeting']}/notes").split("What starts from it")[1]
    assert " ".join(card.split()).startswith(line)
