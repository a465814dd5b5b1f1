"""Cutting XML, counting words, reading addresses and letters: the small parts beneath the readers of papers."""

from __future__ import annotations

import base64
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convene.findings import Finding, Level, Refused
from convene.papers.inspection import MediaType, PagesAre, ascii85, links, markup, pages_words
from convene.papers.inspection.markup import Fate
from convene.papers.inspection.words import WordCount


def fate(name: str, attributes: Mapping[str, str]) -> Fate:
    return {"cut": Fate.CUT, "link": Fate.UNLINK}.get(markup.local(name), Fate.KEEP)


@pytest.mark.parametrize(
    "xml,edited",
    [
        (b"<a/>", b"<a/>"),
        (b"<a ><b/>\r\n\t<c x = '1'  ></c ></a> ", b"<a ><b/>\r\n\t<c x = '1'  ></c ></a> "),
        (b"<a>1<cut/>2</a>", b"<a>12</a>"),
        (b"<a>1<cut x='/>'>no<cut/><b>no</b><![CDATA[no]]><!-- no --></cut\n>2</a>", b"<a>12</a>"),
        (b"<a><cut/><cut/></a>", b"<a></a>"),
        (b"<a>&amp;<![CDATA[<cut/>]]></a>", b"<a>&amp;<![CDATA[<cut/>]]></a>"),
        (b"<?xml version='1.0'?><!-- x --><?y z?><a>1<!-- x -->2</a><!-- x -->", b"<?xml version='1.0'?><a>12</a>"),
        (b"<a><link href='x' b='c'/></a>", b"<a><link href=\"#\" b='c'/></a>"),
        (
            b"<a><link\nxl:href = \"x\" xmlns:xl='u'>t</link></a>",
            b"<a><link\nxl:href = \"#\" xmlns:xl='u'>t</link></a>",
        ),
        ("<a>é<cut>é</cut>ю</a>".encode(), "<a>éю</a>".encode()),
    ],
)
def test_edited_document_is_the_same_but_for_what_is_cut(xml: bytes, edited: bytes) -> None:
    assert markup.edit(xml, fate) == edited


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"text",
        b"<a>",
        b"<a></b>",
        b"<a>&unknown;</a>",
        b"<!DOCTYPE a><a/>",
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        '<?xml version="1.0" encoding="UTF-16"?><a/>'.encode("utf-16"),
        b'<?xml version="1.0" encoding="ISO-8859-1"?><a>\xe9</a>',
    ],
)
def test_document_that_is_no_plain_xml_is_refused(xml: bytes) -> None:
    with pytest.raises(Refused) as refused:
        markup.edit(xml, fate)

    assert [finding.level for finding in refused.value.findings] == [Level.REFUSE]


def test_refusal_carries_its_findings_and_says_them() -> None:
    findings = (Finding("A11", Level.REFUSE, "No."), Finding("", Level.NOTE, "Why."))

    assert (Refused(findings).findings, str(Refused(findings))) == (findings, "No.; Why.")


@given(st.lists(st.text(alphabet="ab \n", max_size=6)))
def test_words_are_the_same_in_pieces_as_in_one(pieces: list[str]) -> None:
    count = WordCount()
    for piece in pieces:
        count.add(piece)

    assert count.words == len("".join(pieces).split())


def test_space_between_pieces_parts_words() -> None:
    count = WordCount()
    count.add("mass")
    count.space()
    count.add("acre")

    assert count.words == 2


@given(st.binary(max_size=300), st.sampled_from([0, 7, 60]))
def test_letters_of_ascii85_become_their_bytes(content: bytes, width: int) -> None:
    assert ascii85.decoded(base64.a85encode(content, wrapcol=width) + b"~>") == content


@pytest.mark.parametrize("text", [b"uuuuu", b"a", b"abcde5"])
def test_letters_that_are_no_ascii85_are_refused(text: bytes) -> None:
    with pytest.raises(ValueError):
        ascii85.decoded(text)


@pytest.mark.parametrize(
    "address,is_public,is_own",
    [
        ("https://body.example/", True, False),
        ("MAILTO:desk@body.example", True, False),
        ("tel:+41", True, False),
        ("#chapter", True, True),
        ("javascript:alert(1)", False, False),
        ("file:///C:/Users/me/a.docx", False, True),
        ("file:///home/me/a.docx", False, True),
        ("C:\\Users\\me\\a.docx", False, True),
        ("a%20b.docx", False, True),
        ("../a.docx", False, True),
        ("file://server/share/a.dotm", False, False),
        ("file:///\\\\server\\share\\a.dotm", False, False),
        ("file:////server/share/a.dotm", False, False),
        ("\\\\server\\share\\a.dotm", False, False),
        ("%5C%5Cserver%5Ca.dotm", False, False),
        ("//server/a.dotm", False, False),
        ("vnd.sun.star.script:a", False, False),
    ],
)
def test_address_is_told_by_what_it_leads_to(address: str, is_public: bool, is_own: bool) -> None:
    assert (links.is_public(address), links.is_on_own_machine(address)) == (is_public, is_own)


@pytest.mark.parametrize(
    "pages,pages_are,words",
    [
        (1, PagesAre.COUNTED, "1 page"),
        (3, PagesAre.COUNTED, "3 pages"),
        (3, PagesAre.STATED, "3 pages, as stated by the file"),
        (None, PagesAre.UNKNOWN, "number of pages not known"),
    ],
)
def test_pages_are_told_with_where_they_come_from(pages: int | None, pages_are: PagesAre, words: str) -> None:
    assert pages_words(pages, pages_are) == words


def test_media_types_have_their_own_endings() -> None:
    assert [one.suffix for one in MediaType] == [".pdf", ".docx", ".odt", ".jpg", ".png"]
