"""Which letters can be printed, and what becomes of those that cannot."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.fonts import tt2ps
from reportlab.pdfbase import pdfmetrics

from convene.packs.fonts import TEXT, TITLE, markup, missing_letters, printable, register_faces

ANY_TEXT = st.text(st.characters(exclude_categories=[]))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Plain words, 09:30–13:00 “quoted”",
        "Łódź, Kraków, Côte d’Ivoire, Åland, Þór, Ñuñoa, Őrség, Çeşme, Žižkov, Ŧ",
        "Ενημέρωση για την κατάσταση",
        "Кыргызстан, Україна, Ђорђе",
        "tab\tline\nreturn\rno-break\u00a0narrow\u202fthin\u2009ideographic\u3000space",
        "e\u0301",
    ],
)
def test_missing_letters_of_a_text_that_can_be_printed_is_empty(text: str) -> None:
    assert missing_letters(text) == ""


@pytest.mark.parametrize(
    "text, missing",
    [
        ("a \N{DOVE OF PEACE} b", "\N{DOVE OF PEACE}"),
        ("国連", "国連"),
        ("b\u4e2da\u56fdb\u4e2d", "\u4e2d\u56fd"),
        ("سلام", "سلام"),
        ("left\u202eright", "\u202e"),
        ("mark\u200f", "\u200f"),
        ("soft\u00adhyphen", "\u00ad"),
        ("bell\x07 null\x00", "\x07\x00"),
        ("line\u2028separator", "\u2028"),
        ("half\ud800", "\ud800"),
        ("\ufffd", "\ufffd"),
    ],
)
def test_missing_letters_names_each_letter_once_in_order(text: str, missing: str) -> None:
    assert missing_letters(text) == missing


@pytest.mark.parametrize(
    "text, printed",
    [
        ("Łódź", "Łódź"),
        ("one\ntwo", "one\ntwo"),
        ("one\ttwo\u3000three", "one two three"),
        ("12\u202fMai", "12\u00a0Mai"),
        ("pay\u202eecaep", "payecaep"),
        ("e\u200d\u0301", "é"),
        ("a\x00b", "ab"),
        ("国 and 連", "? and ?"),
        ("half\ud800", "half"),
    ],
)
def test_printable_leaves_no_letter_that_would_be_a_box(text: str, printed: str) -> None:
    assert printable(text) == printed


@given(ANY_TEXT)
def test_printable_of_any_text_lacks_nothing(text: str) -> None:
    assert missing_letters(printable(text)) == ""


@given(ANY_TEXT)
def test_markup_of_any_text_holds_no_tag_of_its_own(text: str) -> None:
    assert markup(text).replace("<br/>", "").count("<") == 0


def test_markup_of_a_title_sets_letters_that_the_serif_lacks_in_the_sans() -> None:
    assert markup("Ŋá & <b>", face=TITLE) == '<font name="SourceSansPro-Semibold">Ŋ</font>á &amp; &lt;b&gt;'


def test_markup_of_a_title_in_greek_stays_in_the_serif() -> None:
    assert markup("Ενημέρωση", face=TITLE) == "Ενημέρωση"


def test_register_faces_twice_keeps_the_first_font() -> None:
    register_faces()
    first = pdfmetrics.getFont(TEXT)
    register_faces()
    assert pdfmetrics.getFont(TEXT) is first


@pytest.mark.parametrize(
    "family, bold, italic, face",
    [
        ("SourceSansPro", 0, 0, "SourceSansPro"),
        ("SourceSansPro", 1, 0, "SourceSansPro-Semibold"),
        ("SourceSansPro", 0, 1, "SourceSansPro-It"),
        ("SourceSerifPro", 1, 0, "SourceSerifPro-Semibold"),
        ("SourceSerifPro", 1, 1, "SourceSerifPro-SemiboldIt"),
    ],
)
def test_register_faces_maps_bold_and_italic(family: str, bold: int, italic: int, face: str) -> None:
    register_faces()
    assert tt2ps(family, bold, italic) == face
    assert pdfmetrics.getFont(face).fontName == face
