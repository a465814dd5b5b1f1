"""File names from outside: what is shown and sent of them."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convene.findings import Level
from convene.papers.inspection import MediaType, safe_file_name, wording
from tests.papers import made_archives, made_pdfs
from tests.papers.inspected import inspected

PDF, DOCX = MediaType.PDF, MediaType.DOCX


@pytest.mark.parametrize(
    "given_name,media_type,shown",
    [
        ("brief.pdf", PDF, "brief.pdf"),
        ("brief.PDF", PDF, "brief.pdf"),
        ("brief.doc", DOCX, "brief.docx"),
        ("brief.pdf", DOCX, "brief.docx"),
        ("brief.docx.pdf", PDF, "brief.pdf"),
        ("brief", PDF, "brief.pdf"),
        ("brief v1.2", PDF, "brief v1.2.pdf"),
        ("Statement of H.E. Dr. Smith", PDF, "Statement of H.E. Dr. Smith.pdf"),
        ("brief.exe", PDF, "brief.exe.pdf"),
        ("Доклад Совета.docx", DOCX, "Доклад Совета.docx"),
        ("报告.pdf", PDF, "报告.pdf"),
        ("گزارش\u200cها.pdf", PDF, "گزارش\u200cها.pdf"),
        ("brief\u200c.pdf", PDF, "brief.pdf"),
        ("\u202efdp.exe", PDF, "fdp.exe.pdf"),
        ("a\u2066b\u2069\u200f.pdf", PDF, "ab.pdf"),
        ("a\x00b\x1b[31m\x7f.pdf", PDF, "ab[31m.pdf"),
        ("a\r\nContent-Type: x.pdf", PDF, "a Content-Type_ x.pdf"),
        ("C:\\Users\\me\\brief.pdf", PDF, "brief.pdf"),
        ("../../etc/passwd", PDF, "passwd.pdf"),
        ("folder/", PDF, "folder.pdf"),
        ('a"b<c>d|e?f*g.pdf', PDF, "a_b_c_d_e_f_g.pdf"),
        ("con.pdf", PDF, "con_.pdf"),
        ("NUL", PDF, "NUL_.pdf"),
        ("console.pdf", PDF, "console.pdf"),
        (" . .brief. .pdf", PDF, "brief.pdf"),
        ("e\u0301te\u0301.pdf", PDF, "été.pdf"),
        ("a\u0335\u0336\u0337\u0338\u0335.pdf", PDF, "a\u0335\u0336.pdf"),
        ("a\u2800\u3164b.pdf", PDF, "ab.pdf"),
        ("\ud800.pdf", PDF, "paper.pdf"),
        ("", PDF, "paper.pdf"),
        ("...", None, "paper"),
        ("brief.RTF", None, "brief.rtf"),
        ("x" * 300 + ".doc", DOCX, "x" * 115 + ".docx"),
        ("доклад" * 40, PDF, "доклад" * 19 + "до.pdf"),
        ("报" * 200, PDF, "报" * 78 + ".pdf"),
    ],
)
def test_name_is_shown_without_what_could_deceive(given_name: str, media_type: MediaType | None, shown: str) -> None:
    assert safe_file_name(given_name, media_type=media_type) == shown


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200), st.sampled_from([None, *MediaType]))
def test_any_name_becomes_one_that_can_be_shown_stored_and_sent(given_name: str, media_type: MediaType | None) -> None:
    shown = safe_file_name(given_name, media_type=media_type)

    assert 0 < len(shown) <= 120
    assert len(shown.encode()) <= 240
    assert shown.endswith(media_type.suffix if media_type else "")
    assert {unicodedata.category(sign) for sign in shown if sign not in "\u200c\u200d"}.isdisjoint(
        {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    )
    assert set(shown).isdisjoint('/\\:"<>|?*')
    assert shown == shown.strip()
    assert safe_file_name(shown, media_type=media_type) == shown


@pytest.mark.parametrize(
    "name,content,shown,notes",
    [
        (
            "Доклад.docx",
            made_pdfs.pdf(),
            "Доклад.pdf",
            ["By its content the file is PDF, so its name now ends in .pdf."],
        ),
        (
            "brief.pdf",
            made_archives.docx(),
            "brief.docx",
            ["By its content the file is DOCX, so its name now ends in .docx."],
        ),
        ("a.odt", made_archives.odt(), "a.odt", []),
        ("a\u202eTDO.ODT", made_archives.odt(), "aTDO.odt", []),
    ],
)
def test_ending_follows_from_the_content_and_a_note_says_so(
    name: str, content: bytes, shown: str, notes: list[str], tmp_path: Path
) -> None:
    verdict, _ = inspected(tmp_path, content, file_name=name)

    assert verdict.file_name == shown
    assert [finding.text for finding in verdict.findings if finding.level is Level.NOTE] == [wording.AUTHOR, *notes]


def test_title_inside_a_file_is_shown_without_what_could_deceive(tmp_path: Path) -> None:
    title = "a\u202eb\n\x1b" + "c" * 300_000
    content = made_pdfs.changed(lambda writer: writer.add_metadata({"/Title": title}))

    verdict, _ = inspected(tmp_path, content)

    assert verdict.title == "a b " + "c" * 296
