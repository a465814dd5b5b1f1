"""DOCX papers: what the cleaned copy keeps and what it loses."""

from __future__ import annotations

import io
import posixpath
import zipfile
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring
from PIL import Image

from convene.findings import Level
from convene.papers.inspection import Inspection, MediaType, PagesAre, wording
from tests.papers import made_archives as made
from tests.papers.inspected import holds_author, inspected, members, said
from tests.papers.made_pdfs import TEXT, WORDS, photograph

LINK = "1 link to a file on somebody's computer leads nowhere in the copy that others download."


def targets(copy: dict[str, bytes]) -> list[tuple[str, str]]:
    """Where the relationships of a package lead: part names inside it, addresses outside."""
    found = []
    for name, content in copy.items():
        if name.endswith(".rels"):
            folder = posixpath.dirname(posixpath.dirname(name))
            for tag in fromstring(content):
                inside = tag.get("TargetMode") != "External"
                target = posixpath.normpath(posixpath.join(folder, tag.get("Target"))) if inside else tag.get("Target")
                found.append(("inside" if inside else "outside", target))
    return found


def text_of(xml: bytes) -> str:
    return " ".join(tag.text for tag in fromstring(xml).iter(f"{{{made.WORD}}}t"))


def test_cleaned_docx_loses_its_author_and_keeps_the_rest(tmp_path: Path) -> None:
    content = made.docx_with_everything()
    assert holds_author(content)

    verdict, packed = inspected(tmp_path, content, file_name="paper.docx")

    copy = members(packed)
    assert verdict == Inspection(
        media_type=MediaType.DOCX,
        pages=3,
        pages_are=PagesAre.STATED,
        words=WORDS + 1,
        asks=False,
        title="Note for the board",
        file_name="paper.docx",
        findings=verdict.findings,
        is_clean=True,
    )
    assert said(verdict, Level.NOTE) == [LINK, wording.PICTURE_NOTES, wording.AUTHOR]
    assert not holds_author(packed)
    assert text_of(copy["word/document.xml"]) == f"{TEXT} annex website"
    assert b"<w:zoom" in copy["word/settings.xml"]
    assert [cut for cut in (b"rsid", b"attachedTemplate") if cut in copy["word/settings.xml"]] == []
    assert Image.open(io.BytesIO(copy["word/media/image1.jpeg"])).getexif().get(0x0112) == 6


def test_cleaned_docx_is_whole(tmp_path: Path) -> None:
    _, packed = inspected(tmp_path, made.docx_with_everything())

    copy = members(packed)
    types = {tag.get("PartName", "").lstrip("/") for tag in fromstring(copy["[Content_Types].xml"])}
    parts = {name for name in copy if not name.endswith(".rels") and name != "[Content_Types].xml"}
    assert {target for where, target in targets(copy) if where == "inside"} == parts
    assert types - {""} == parts
    assert sorted(target for where, target in targets(copy) if where == "outside") == [
        "about:blank",
        "https://body.example/?a=1&b=2",
    ]


def test_cleaned_docx_tells_nothing_of_time_or_machine(tmp_path: Path) -> None:
    first, second = (inspected(tmp_path, made.docx())[1] for _ in range(2))

    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        told = {(one.date_time, one.create_system, one.external_attr, one.comment) for one in archive.infolist()}
    assert told == {((1980, 1, 1, 0, 0, 0), 0, 0o600 << 16, b"")}
    core = fromstring(members(first)["docProps/core.xml"])
    assert list(core) == []


def test_body_of_a_docx_is_copied_byte_for_byte(tmp_path: Path) -> None:
    body = f"<w:p w:rsidR='00AB12CD'>\n<w:r><w:t xml:space='preserve'>{TEXT} &amp; “ю” </w:t></w:r ></w:p>"

    _, packed = inspected(tmp_path, made.docx(body))

    assert members(packed)["word/document.xml"] == made.document(body).encode()


@pytest.mark.parametrize(
    "stated,pages,pages_are",
    [
        ("<Pages>3</Pages>", 3, PagesAre.STATED),
        ("<Pages>0</Pages>", None, PagesAre.UNKNOWN),
        ("<Pages>99999999</Pages>", None, PagesAre.UNKNOWN),
        ("<Pages>three</Pages>", None, PagesAre.UNKNOWN),
        ("", None, PagesAre.UNKNOWN),
    ],
)
def test_pages_of_a_docx_are_as_stated_or_unknown(
    stated: str, pages: int | None, pages_are: PagesAre, tmp_path: Path
) -> None:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    content = made.docx(parts={"docProps/app.xml": f'<Properties xmlns="{space}">{stated}</Properties>'})

    verdict, _ = inspected(tmp_path, content)

    assert (verdict.pages, verdict.pages_are, verdict.refused) == (pages, pages_are, False)


def test_words_of_a_docx_are_counted_across_runs_and_once_per_box(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>mass</w:t></w:r><w:r><w:t>acre</w:t><w:tab/><w:t>risk</w:t></w:r></w:p><w:p><w:r><w:t>north"
        "</w:t></w:r><mc:Fallback><w:r><w:t>again again</w:t></w:r></mc:Fallback></w:p>"
    )

    verdict, _ = inspected(tmp_path, made.docx(body))

    assert verdict.words == 3


def test_links_within_a_docx_stay(tmp_path: Path) -> None:
    within = made.link("rId5", "hyperlink", "#chapter")
    body = '<w:p><w:hyperlink r:id="rId5"><w:r><w:t>see below</w:t></w:r></w:hyperlink></w:p>'

    verdict, packed = inspected(tmp_path, made.docx(body, document_links=(within,)))

    assert ("outside", "#chapter") in targets(members(packed))
    assert said(verdict, Level.NOTE) == [wording.AUTHOR]


def test_parts_that_nothing_in_the_text_needs_are_left_out(tmp_path: Path) -> None:
    printer = made.link("rId5", "printerSettings", "printerSettings/1.bin")
    strange = made.link("rId6", "http://body.example/relationships/strange", "strange.xml")
    content = made.docx(
        f'{made.PARAGRAPH}<w:sectPr><w:printerSettings r:id="rId5"/></w:sectPr>',
        document_links=(printer, strange),
        parts={"word/printerSettings/1.bin": b"HP", "word/strange.xml": "<a/>"},
    )

    verdict, packed = inspected(tmp_path, content)

    copy = members(packed)
    assert (verdict.refused, "printerSettings" in copy["word/document.xml"].decode()) == (False, False)
    assert [name for name in copy if "strange" in name or "rinter" in name] == []


def test_signature_of_a_docx_is_left_out_and_said(tmp_path: Path) -> None:
    origin = made.link(
        "rId9",
        "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin",
        "_xmlsignatures/origin.sigs",
    )
    content = made.docx(package_links=(origin,), parts={"_xmlsignatures/origin.sigs": ""})

    verdict, packed = inspected(tmp_path, content)

    assert [name for name in members(packed) if "sig" in name] == []
    assert [text.partition(" is")[0] for text in said(verdict, Level.NOTE)] == ["The digital signature", wording.AUTHOR]


def test_picture_in_a_docx_keeps_its_pixels(tmp_path: Path) -> None:
    content = made.docx(
        f'{made.PARAGRAPH}<w:drawing r:embed="rId9"/>',
        document_links=(made.link("rId9", "image", "media/image1.jpeg"),),
        parts={"word/media/image1.jpeg": photograph()},
    )

    _, packed = inspected(tmp_path, content)

    cleaned = Image.open(io.BytesIO(members(packed)["word/media/image1.jpeg"]))
    assert cleaned.tobytes() == Image.open(io.BytesIO(photograph())).tobytes()
    assert dict(cleaned.getexif()) == {}


@pytest.mark.parametrize(
    "parts,package_links,note",
    [
        ({}, (), []),
        (
            {"docProps/custom.xml": "<a/>"},
            (made.link("rId4", "custom-properties", "docProps/custom.xml"),),
            [wording.DETAILS],
        ),
        ({"word/settings.xml": made.settings("<w:docVars/>")}, (), [wording.DETAILS]),
        ({"word/settings.xml": made.settings("<w:rsids/>")}, (), []),
        ({"docProps/app.xml": "<Properties><Company>The ministry</Company></Properties>"}, (), [wording.AUTHOR]),
        ({"docProps/core.xml": "<a><creator> </creator></a>"}, (), []),
        ({"docProps/core.xml": "<a><lastModifiedBy>Me</lastModifiedBy></a>"}, (), [wording.AUTHOR]),
    ],
)
def test_traces_of_a_docx_are_told_once_and_without_the_name(
    parts: dict[str, str], package_links: tuple[str, ...], note: list[str], tmp_path: Path
) -> None:
    without = {"docProps/core.xml": "<a/>", "docProps/app.xml": "<Properties/>"}

    verdict, _ = inspected(tmp_path, made.docx(package_links=package_links, parts={**without, **parts}))

    assert said(verdict, Level.NOTE) == note
