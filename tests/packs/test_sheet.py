"""How the printed agenda falls into pages: nothing breaks that need not, nothing is lost, everything is numbered."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convene.agendas.terms import AgendaView, ItemView, SessionView
from convene.packs.agenda import agenda_pdf
from convene.packs.fonts import TEXT, register_faces
from convene.packs.sheet import FOOT, LEFT, PAGE_HEIGHT, WIDTH, fitted, width_of
from tests.packs import read
from tests.packs.build import PRINTED_AT, a_guest_agenda, a_paper, a_session, an_agenda, an_item, an_open_session

ALL_FACES = {"SourceSansPro-Regular", "SourceSansPro-Semibold", "SourceSerifPro-Semibold"}


def printed(view: AgendaView) -> bytes:
    return agenda_pdf(view, printed_at=PRINTED_AT)


def marked_item(number: int, *, words: int = 20) -> ItemView:
    """An item whose first and last word can be told from all others."""
    paper = a_paper(title="filling", from_whom=f"last{number}x")
    return an_item(number, title=f"first{number}x", outcome="filling " * words, papers=(paper,))


def pages_of(pages: list[str], *words: str) -> list[int]:
    return [next(number for number, text in enumerate(pages) if word in text) for word in words]


def days_of_items(count: int, *, words: int = 20) -> tuple[SessionView, ...]:
    return tuple(
        a_session(*(marked_item(n, words=words) for n in range(start, start + 5)), title=f"head{start}x")
        for start in range(1, count, 5)
    )


def test_one_page_is_page_one_of_one() -> None:
    assert re.findall(r"page \d+ of \d+", read.words(printed(an_agenda(a_session(an_item()))))) == ["page 1 of 1"]


@pytest.mark.parametrize("count", [20, 120])
def test_many_pages_each_bear_their_number_and_the_total(count: int) -> None:
    pages = read.pages(printed(an_agenda(*days_of_items(count))))
    assert len(pages) > 2
    assert [re.findall(r"page \d+ of \d+", page) for page in pages] == [
        [f"page {n} of {len(pages)}"] for n in range(1, len(pages) + 1)
    ]


@pytest.mark.parametrize("is_guest, head", [(False, "TNAP/2027/2 · Closed"), (True, "For the person invited")])
def test_every_page_after_the_first_repeats_for_whom_it_is(is_guest: bool, head: str) -> None:
    sessions = days_of_items(20)
    view = a_guest_agenda(*sessions) if is_guest else an_agenda(*sessions)
    pages = read.pages(printed(view))
    assert [page.count(head) for page in pages[1:]] == [1] * (len(pages) - 1)


@pytest.mark.parametrize("words", range(5, 105, 5))
def test_items_do_not_break_across_pages(words: int) -> None:
    pages = read.pages(printed(an_agenda(*days_of_items(20, words=words))))
    assert len(pages) > 1
    for number in range(1, 21):
        first, last = pages_of(pages, f"first{number}x", f"last{number}x")
        assert first == last


@pytest.mark.parametrize("words", range(5, 105, 5))
def test_a_session_heading_stays_with_its_first_item(words: int) -> None:
    pages = read.pages(printed(an_agenda(*days_of_items(20, words=words))))
    for number in range(1, 20, 5):
        heading, item = pages_of(pages, f"head{number}x", f"first{number}x")
        assert heading == item


@pytest.mark.parametrize("words", [700, 800, 900, 1500])
def test_an_item_about_as_long_as_a_page_keeps_its_heading_and_loses_no_word(words: int) -> None:
    outcome = " ".join(f"w{n}" for n in range(words))
    session = a_session(an_item(title="first1x", outcome=outcome), an_item(2, title="after"), title="head1x")
    pages = read.pages(printed(an_agenda(session)))
    heading, item = pages_of(pages, "head1x", "first1x")
    assert heading == item
    body = [re.sub(r"TNAP/2027/2 · Closed|Coordination Board as of .*$", "", page) for page in pages]
    assert re.findall(r"\bw\d+\b", " ".join(body)) == outcome.split()


def test_an_unbroken_word_of_five_thousand_letters_is_wrapped_whole() -> None:
    pdf = printed(an_agenda(a_session(an_item(outcome="x" * 5000))))
    assert read.unbroken(pdf).count("x") == 5000 + read.unbroken(printed(an_agenda(a_session(an_item())))).count("x")


@pytest.mark.parametrize("length", [500, 5000])
def test_huge_titles_lose_no_word(length: int) -> None:
    title = " ".join(f"w{n}" for n in range(length // 5))
    session = a_session(an_item(title=title), title=title)
    text = read.words(printed(an_agenda(session, title=title, body_name=title, city=title, notice=title)))
    assert text.count(f"w{length // 5 - 1}") == 6
    assert len(re.findall(r"\bw\d+\b", text)) == 6 * len(title.split())


@pytest.mark.poppler
def test_nothing_is_drawn_outside_the_margins(tmp_path: Path) -> None:
    file = tmp_path / "agenda.pdf"
    long = an_item(title="W" * 300, outcome="M" * 900 + " of many words" * 900, lead="Q" * 200, countries="i" * 300)
    session = a_session(long, title="S" * 300, video_link="https://video.example/" + "v" * 300)
    file.write_bytes(printed(an_agenda(session, title="X" * 300, body_name="B" * 300, body_short_name="F" * 300)))
    boxes = subprocess.run(["pdftotext", "-bbox", file, "-"], check=True, capture_output=True).stdout.decode()
    found = re.findall(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">', boxes)
    left, top, right, bottom = ([float(box[side]) for box in found] for side in range(4))
    assert len(found) > 900
    assert min(left) >= LEFT - 1
    assert max(right) <= LEFT + WIDTH + 1
    assert min(top) >= 30
    assert max(bottom) <= PAGE_HEIGHT - FOOT + 4


@pytest.mark.poppler
def test_no_two_words_overlap(tmp_path: Path) -> None:
    file = tmp_path / "agenda.pdf"
    item = an_item(88, title="Wide " * 60, minutes=1439, outcome="said " * 100, papers=(a_paper(title="paper " * 40),))
    view = an_agenda(a_session(item, title="to " * 90), body_name="Body " * 40, symbol="LONG/SYMBOL/" * 9)
    file.write_bytes(printed(view))
    boxes = subprocess.run(["pdftotext", "-bbox", file, "-"], check=True, capture_output=True).stdout.decode()
    first_page = boxes.split("</page>")[0]
    found = [
        tuple(map(float, box))
        for box in re.findall(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">', first_page)
    ]
    spots = [((x0 + x1) / 2, (y0 + y1) / 2) for x0, y0, x1, y1 in found]
    covered = [
        (box, spot)
        for box in found
        for spot in spots
        if box[0] < spot[0] < box[2] and abs((box[1] + box[3]) / 2 - spot[1]) < 4
    ]
    assert len(covered) == len(found)  # each word covers its own middle only


@settings(deadline=None, max_examples=50)
@given(st.lists(st.integers(0, 1200), min_size=1, max_size=8))
def test_whatever_the_lengths_no_item_is_lost_and_none_breaks_that_fits_on_a_page(lengths: list[int]) -> None:
    items = tuple(marked_item(n, words=words) for n, words in enumerate(lengths, start=1))
    pages = read.pages(printed(an_agenda(a_session(*items))))
    for number, words in enumerate(lengths[1:], start=2):
        first, last = pages_of(pages, f"first{number}x", f"last{number}x")
        assert first == last or words > 450


@pytest.mark.parametrize("width, shown", [(1000.0, "TNAP/2027/2"), (30.0, "TNA…"), (1.0, "…")])
def test_fitted_cuts_only_what_is_too_wide(width: float, shown: str) -> None:
    register_faces()
    assert fitted("TNAP/2027/2", face=TEXT, size=10, width=width) == shown
    assert width_of(shown, face=TEXT, size=10) <= max(width, width_of("…", face=TEXT, size=10))


@pytest.mark.poppler
def test_a_second_reader_finds_the_columns_and_only_our_faces(tmp_path: Path) -> None:
    file = tmp_path / "agenda.pdf"
    session = an_open_session(an_item(1, title="Économie à Łódź"), an_item(2, title="Ενημέρωση", starts_at=None))
    file.write_bytes(printed(an_agenda(session)))
    text = subprocess.run(["pdftotext", "-layout", file, "-"], check=True, capture_output=True).stdout.decode()
    fonts = subprocess.run(["pdffonts", file], check=True, capture_output=True).stdout.decode().splitlines()[2:]
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert "09:30 1 Économie à Łódź 20 min" in lines
    assert "2 Ενημέρωση 20 min" in lines
    assert "Second day, morning OPEN" in lines
    assert {line.split()[0].partition("+")[2] for line in fonts} == ALL_FACES
    assert [line.split()[-5] for line in fonts] == ["yes"] * len(fonts)  # embedded
