"""What is refused among uploaded files, and in which words. The files that are meant to hurt are in another module."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from convene.findings import Level
from convene.papers.inspection import Limits, MediaType, wording
from tests.papers import made_archives, made_pdfs
from tests.papers.inspected import inspected, said
from tests.papers.made_archives import docx, link, linked, links, odt
from tests.papers.made_pdfs import AUTHOR, TEXT, annotated, root_set

PDF, DOCX, ODT = MediaType.PDF, MediaType.DOCX, MediaType.ODT
SAVE = "Save or export the paper as PDF, DOCX or ODT and upload that."
ACCEPT = "Accept all changes and delete the comments, then upload it again."
DELETE = "Delete all comments, or export the paper without them, then upload it again."
UNKNOWN_PART = (
    "The file holds something that cannot be checked, such as ink. Put a picture in its place and upload it again."
)
CONTROL = "The file holds a control that runs a program. Remove the control and upload it again."
TEMPLATE = (
    "The file fetches its template from a server. Attach the program's normal template instead and upload it again."
)
REDACT = (
    "The file holds passages that are marked to be blacked out but can still be read. Carry the redaction out, then "
    "upload it again."
)

Row = tuple[str, Callable[[], bytes], MediaType | None, list[str]]
BY = f'w:author="{AUTHOR}"'
CHANGES = f'<w:p><w:ins w:id="1" {BY}><w:r><w:t>new</w:t></w:r></w:ins><w:del w:id="2" {BY}/></w:p>'
COMMENTS = f'<w:comments xmlns:w="{made_archives.WORD}"><w:comment w:id="1" {BY}/></w:comments>'


def template(address: str) -> bytes:
    found = links(link("rId1", "attachedTemplate", address, external=True))
    inside = made_archives.settings('<w:attachedTemplate r:id="rId1"/>')
    return docx(parts={"word/settings.xml": inside, "word/_rels/settings.xml.rels": found})


def field_code(code: str) -> bytes:
    half = len(code) // 2
    runs = "".join(f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in (code[:half], code[half:]))
    return docx(f'{made_archives.PARAGRAPH}<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{runs}</w:p>')


def odt_object(kind: str) -> bytes:
    return odt(
        parts={
            "Object 1/content.xml": made_archives.content(),
            "META-INF/manifest.xml": made_archives.manifest(
                ("Object 1/", f"application/vnd.oasis.opendocument.{kind}")
            ),
        }
    )


NOT_TAKEN: list[Row] = [
    (
        "web page",
        lambda: b"<!DOCTYPE html><html></html>",
        None,
        [f"This is a web page, and not PDF, DOCX or ODT. {SAVE}"],
    ),
    ("text", lambda: b"Dear all", None, [f"This is no paper, and not PDF, DOCX or ODT. {SAVE}"]),
    ("picture", made_pdfs.photograph, None, [f"This is a picture, and not PDF, DOCX or ODT. {SAVE}"]),
    ("program", lambda: b"MZ\x90", None, [f"This is a program, and not PDF, DOCX or ODT. {SAVE}"]),
    ("RTF", lambda: b"{\\rtf1 x}", None, [f"This is an RTF text, and not PDF, DOCX or ODT. {SAVE}"]),
    (
        "old office",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        None,
        [f"This is an older kind of office file. {SAVE}"],
    ),
    (
        "locked office",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        None,
        [wording.LOCKED],
    ),
    ("empty", lambda: b"", None, ["The file is empty."]),
    (
        "other archive",
        lambda: made_archives.archive({"a.txt": "x"}),
        None,
        [f"This is not a paper in PDF, DOCX or ODT. {SAVE}"],
    ),
    (
        "archive in an archive",
        lambda: made_archives.archive({"a.docx": docx()}),
        None,
        [f"This is not a paper in PDF, DOCX or ODT. {SAVE}"],
    ),
    (
        "spreadsheet",
        lambda: docx(parts={"[Content_Types].xml": made_archives.types("application/x.sheet.main+xml")}),
        None,
        [f"This is not a paper in PDF, DOCX or ODT. {SAVE}"],
    ),
    (
        "presentation of ODF",
        lambda: odt(parts={"mimetype": "application/vnd.oasis.opendocument.presentation"}),
        None,
        [f"This is not a paper in PDF, DOCX or ODT. {SAVE}"],
    ),
    ("macros", made_archives.macro_document, None, [wording.MACROS]),
    ("PDF behind a web page", lambda: b"<html><script>x</script>\n" + made_pdfs.pdf(), PDF, [wording.TWO_KINDS]),
    ("PDF before an archive", lambda: made_pdfs.pdf() + docx(), None, [wording.TWO_KINDS]),
    (
        "PDF inside an archive",
        lambda: made_archives.archive({"a": made_pdfs.pdf()}, stored=("a",)),
        None,
        [wording.TWO_KINDS],
    ),
    (
        "DOCX and ODT at once",
        lambda: odt(parts={"[Content_Types].xml": made_archives.types()}),
        None,
        [wording.TWO_KINDS],
    ),
]

REFUSED_PDFS: list[Row] = [
    ("password", lambda: made_pdfs.encrypted("secret"), PDF, [wording.LOCKED]),
    ("restrictions", lambda: made_pdfs.encrypted(""), PDF, [wording.LOCKED]),
    ("newer cipher", made_pdfs.encrypted_by_unknown_cipher, PDF, [wording.LOCKED]),
    ("half", lambda: made_pdfs.pdf()[:700], PDF, [wording.DAMAGED]),
    ("half of its last revision", lambda: made_pdfs.revised()[:-200], PDF, [wording.DAMAGED]),
    ("something else behind it", lambda: made_pdfs.pdf() + b"<script>x()</script>" * 150, PDF, [wording.DAMAGED]),
    ("last line missing", lambda: made_pdfs.pdf().rpartition(b"startxref")[0], PDF, [wording.DAMAGED]),
    ("only a header", lambda: b"%PDF-1.7\n", PDF, [wording.DAMAGED]),
    ("no pages", made_pdfs.without_pages, PDF, ["The file has no pages."]),
    ("sticky note", lambda: annotated(Subtype="/Text", Contents="why?"), PDF, [f"The file holds 1 comment. {DELETE}"]),
    (
        "remark on a passage",
        lambda: annotated(Subtype="/Highlight", Contents="no"),
        PDF,
        [f"The file holds 1 comment. {DELETE}"],
    ),
    ("redaction not done", lambda: annotated(Subtype="/Redact"), PDF, [REDACT]),
    (
        "form for one program",
        lambda: root_set(NeedsRendering=True),
        PDF,
        ["The file is a form that only one program can show. Print it to PDF and upload that."],
    ),
    (
        "folder of files",
        lambda: root_set(Collection=made_pdfs.dictionary(View="/D")),
        PDF,
        ["The file is a folder of several files. Upload the paper itself."],
    ),
]

REFUSED_DOCX: list[Row] = [
    ("tracked changes", lambda: docx(CHANGES), DOCX, [f"The file holds 2 tracked changes. {ACCEPT}"]),
    (
        "change of format",
        lambda: docx(f"<w:p><w:pPrChange {BY}/></w:p>"),
        DOCX,
        [f"The file holds 1 tracked change. {ACCEPT}"],
    ),
    (
        "comment",
        lambda: linked("comments", "comments.xml", content=COMMENTS),
        DOCX,
        [f"The file holds 1 comment. {ACCEPT}"],
    ),
    (
        "change by nobody",
        lambda: docx("<w:p><w:ins><w:r><w:t>new</w:t></w:r></w:ins></w:p>"),
        DOCX,
        [f"The file holds 1 tracked change. {ACCEPT}"],
    ),
    (
        "change of another kind",
        lambda: docx(f"<w:p><w:customXmlInsRangeStart {BY}/></w:p>"),
        DOCX,
        [f"The file holds 1 tracked change. {ACCEPT}"],
    ),
    (
        "both and a control",
        lambda: docx(
            CHANGES,
            document_links=(link("rId5", "comments", "comments.xml"), link("rId6", "control", "activeX/1.xml")),
            parts={"word/comments.xml": COMMENTS, "word/activeX/1.xml": "<a/>"},
        ),
        DOCX,
        [f"The file holds 2 tracked changes and 1 comment. {ACCEPT}", CONTROL],
    ),
    ("hidden macros", lambda: docx(parts={"word/vbaProject.bin": b"x"}), DOCX, [wording.MACROS]),
    ("object", lambda: linked("oleObject", "embeddings/1.bin"), DOCX, [wording.EMBEDDED]),
    ("spreadsheet inside", lambda: linked("package", "embeddings/1.xlsx", content=docx()), DOCX, [wording.EMBEDDED]),
    ("linked picture", lambda: linked("image", "https://body.example/a.png", external=True), DOCX, [wording.LINKED]),
    ("template on the web", lambda: template("https://body.example/a.dotm"), DOCX, [TEMPLATE]),
    ("template on a server", lambda: template("file:///\\\\server\\a.dotm"), DOCX, [TEMPLATE]),
    ("field that fetches", lambda: field_code(' DDEAUTO "cmd" "/c" '), DOCX, [wording.LINKED]),
    ("picture of a field", lambda: field_code("INCLUDEPICTURE https://body.example/a.png"), DOCX, [wording.LINKED]),
    ("ink", lambda: linked("customXml", "ink/1.xml", body='<w:contentPart r:id="rId5"/>'), DOCX, [UNKNOWN_PART]),
    ("uncommon picture", lambda: linked("image", "media/a.bin", content=b"II*\0x"), DOCX, [wording.PICTURE]),
    ("entities", lambda: docx(parts={"word/document.xml": made_archives.laughing()}), DOCX, [wording.DAMAGED]),
    ("not XML", lambda: docx(parts={"word/document.xml": "<w:document>"}), DOCX, [wording.DAMAGED]),
    (
        "other encoding",
        lambda: docx(parts={"word/document.xml": made_archives.in_another_encoding()}),
        DOCX,
        [wording.DAMAGED],
    ),
    ("half", lambda: docx()[:1500], None, [wording.DAMAGED]),
]

REFUSED_ODT: list[Row] = [
    (
        "tracked changes",
        lambda: odt("<text:tracked-changes><text:changed-region/></text:tracked-changes>"),
        ODT,
        [f"The file holds 1 tracked change. {ACCEPT}"],
    ),
    (
        "comments",
        lambda: odt(f"<text:p>{TEXT}<office:annotation/><office:annotation/></text:p>"),
        ODT,
        [f"The file holds 2 comments. {ACCEPT}"],
    ),
    (
        "comment in the header",
        lambda: odt(parts={"styles.xml": made_archives.content("<office:annotation/>")}),
        ODT,
        [f"The file holds 1 comment. {ACCEPT}"],
    ),
    ("macros", lambda: odt(parts={"Basic/Standard/Module1.xml": "<a/>"}), ODT, [wording.MACROS]),
    ("programs", lambda: odt(parts={"Scripts/python/a.py": "pass"}), ODT, [wording.MACROS]),
    ("what happens on opening", lambda: odt(before="<script:event-listener/>"), ODT, [wording.MACROS]),
    ("spreadsheet inside", lambda: odt_object("spreadsheet"), ODT, [wording.EMBEDDED]),
    ("object", lambda: odt("<draw:object-ole/>"), ODT, [wording.EMBEDDED]),
    ("linked picture", lambda: odt('<draw:image xlink:href="https://body.example/a.png"/>'), ODT, [wording.LINKED]),
    ("linked text", lambda: odt('<text:section-source xlink:href="a.odt"/>'), ODT, [wording.LINKED]),
    ("uncommon picture", lambda: odt(parts={"Pictures/a.tif": b"II*\0x"}), ODT, [wording.PICTURE]),
    (
        "password",
        lambda: odt(parts={"META-INF/manifest.xml": made_archives.manifest(inside="<encryption-data/>")}),
        ODT,
        [wording.LOCKED],
    ),
    ("no manifest", lambda: odt(parts={"META-INF/manifest.xml": None}), ODT, [wording.DAMAGED]),
]

ROWS = [
    pytest.param(*row[1:], id=f"{group}: {row[0]}")
    for group, rows in (("no paper", NOT_TAKEN), ("PDF", REFUSED_PDFS), ("DOCX", REFUSED_DOCX), ("ODT", REFUSED_ODT))
    for row in rows
]


@pytest.mark.parametrize("make,media_type,texts", ROWS)
def test_refused_file_says_why_and_leaves_no_copy(
    make: Callable[[], bytes], media_type: MediaType | None, texts: list[str], tmp_path: Path
) -> None:
    verdict, copy = inspected(tmp_path, make(), file_name="paper.pdf")

    assert (said(verdict, Level.REFUSE), verdict.media_type) == (texts, media_type)
    assert (verdict.refused, verdict.is_clean, copy, said(verdict, Level.WARN)) == (True, False, b"", [])
    assert AUTHOR not in repr(verdict)


def test_refusal_of_comments_still_tells_type_and_pages(tmp_path: Path) -> None:
    verdict, _ = inspected(tmp_path, docx(CHANGES))

    assert (verdict.media_type, verdict.pages, verdict.words, verdict.title) == (DOCX, 3, 1, "Note for the board")


@pytest.mark.parametrize(
    "make,limits,text",
    [
        (lambda: made_pdfs.pdf("a", "b", "c"), Limits(pages=2), "The file has too many pages to be a paper."),
        (made_pdfs.pdf, Limits(objects=5), "The file is made of too many parts to be a paper."),
        (docx, Limits(parts=6), "The file is made of too many parts to be a paper."),
        (
            made_pdfs.pdf,
            Limits(file_size=1000),
            "The file is larger than 0 MB. Make its pictures smaller and upload it again.",
        ),
    ],
)
def test_limits_refuse_what_is_one_over(make: Callable[[], bytes], limits: Limits, text: str, tmp_path: Path) -> None:
    verdict, _ = inspected(tmp_path, make(), limits=limits)

    assert said(verdict, Level.REFUSE) == [text]


@pytest.mark.parametrize("make,limits", [(lambda: made_pdfs.pdf("a", "b"), Limits(pages=2)), (docx, Limits(parts=7))])
def test_limits_take_what_just_fits(make: Callable[[], bytes], limits: Limits, tmp_path: Path) -> None:
    found = inspected(tmp_path, make(), limits=limits)[0]

    assert {finding.level for finding in found.findings} == {Level.NOTE}
