"""ODT papers: what the cleaned copy keeps and what it loses."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring

from convene.findings import Level
from convene.papers.inspection import Inspection, MediaType, PagesAre, wording
from tests.papers import made_archives as made
from tests.papers.inspected import holds_author, inspected, members, said
from tests.papers.made_pdfs import TEXT, WORDS


def test_cleaned_odt_loses_its_author_and_keeps_the_rest(tmp_path: Path) -> None:
    content = made.odt_with_everything()
    assert holds_author(content)

    verdict, packed = inspected(tmp_path, content, file_name="paper.odt")

    copy = members(packed)
    assert verdict == Inspection(
        media_type=MediaType.ODT,
        pages=4,
        pages_are=PagesAre.STATED,
        words=WORDS + 1,
        asks=False,
        title="Note for the board",
        file_name="paper.odt",
        findings=verdict.findings,
        is_clean=True,
    )
    assert said(verdict, Level.NOTE) == [
        "1 link to a file on somebody's computer leads nowhere in the copy that others download.",
        "The digital signature is not in the copy that others download; the file as uploaded keeps it.",
        wording.PICTURE_NOTES,
        wording.AUTHOR,
        "Earlier versions that the file keeps inside are not in the copy that others download.",
    ]
    assert not holds_author(packed)
    assert "".join(fromstring(copy["content.xml"]).itertext()) == f"{TEXT}annexwebsite"
    assert b'xlink:href="https://body.example/"' in copy["content.xml"]
    assert b'<text:a xlink:href="#">annex' in copy["content.xml"]
    assert b"ApplyUserData" in copy["settings.xml"]


def test_cleaned_odt_is_whole(tmp_path: Path) -> None:
    _, packed = inspected(tmp_path, made.odt_with_everything())

    copy = members(packed)
    assert list(copy) == [
        "mimetype",
        "content.xml",
        "styles.xml",
        "settings.xml",
        "meta.xml",
        "Pictures/1.jpeg",
        "Object 1/content.xml",
        "META-INF/manifest.xml",
    ]
    entries = [tuple(tag.attrib.values()) for tag in fromstring(copy["META-INF/manifest.xml"])]
    assert entries[:3] == [
        ("/", made.ODT_TYPE),
        ("Object 1/", "application/vnd.oasis.opendocument.formula"),
        ("content.xml", "text/xml"),
    ]
    assert [path for path, _ in entries[2:]] == list(copy)[1:-1]


def test_cleaned_odt_tells_nothing_of_time_or_machine(tmp_path: Path) -> None:
    first, second = (inspected(tmp_path, made.odt())[1] for _ in range(2))

    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        kept = archive.infolist()
    told = {(one.date_time, one.create_system, one.external_attr) for one in kept}
    assert told == {((1980, 1, 1, 0, 0, 0), 0, 0o600 << 16)}
    assert (kept[0].filename, kept[0].compress_type) == ("mimetype", zipfile.ZIP_STORED)
    meta = fromstring(members(first)["meta.xml"])
    assert [tag.tag.rpartition("}")[2] for tag in meta.iter()] == ["document-meta", "meta", "document-statistic"]


def test_pages_of_an_odt_are_unknown_without_its_metadata(tmp_path: Path) -> None:
    verdict, _ = inspected(tmp_path, made.odt(parts={"meta.xml": None}))

    assert (verdict.pages, verdict.pages_are, verdict.title, verdict.refused) == (None, PagesAre.UNKNOWN, "", False)


def test_words_of_an_odt_are_counted_across_spans(tmp_path: Path) -> None:
    inside = "<text:h>One</text:h><text:p>mass<text:span>acre</text:span><text:s/>risk<text:tab/>now</text:p>"

    verdict, _ = inspected(tmp_path, made.odt(inside))

    assert verdict.words == 4


def test_recording_of_changes_without_any_change_is_taken(tmp_path: Path) -> None:
    verdict, _ = inspected(tmp_path, made.odt(f"<text:tracked-changes/><text:p>{TEXT}</text:p>"))

    assert (verdict.refused, verdict.words) == (False, WORDS)


def test_preview_of_a_formula_that_cannot_be_cleaned_is_left_out(tmp_path: Path) -> None:
    verdict, packed = inspected(tmp_path, made.odt(parts={"ObjectReplacements/Object 1": b"unknown kind"}))

    assert (verdict.refused, "ObjectReplacements/Object 1" in members(packed)) == (False, False)


@pytest.mark.parametrize(
    "told,note",
    [
        ("", []),
        ("<dc:creator> </dc:creator>", []),
        ("<dc:creator>Me</dc:creator>", [wording.AUTHOR]),
        ("<meta:printed-by>Me</meta:printed-by>", [wording.AUTHOR]),
        ('<meta:user-defined meta:name="Client">x</meta:user-defined>', [wording.DETAILS]),
    ],
)
def test_traces_of_an_odt_are_told_once_and_without_the_name(told: str, note: list[str], tmp_path: Path) -> None:
    spaces = 'xmlns:office="urn:office" xmlns:meta="urn:meta" xmlns:dc="urn:dc"'
    meta = f"<office:document-meta {spaces}><office:meta>{told}</office:meta></office:document-meta>"

    verdict, _ = inspected(tmp_path, made.odt(parts={"meta.xml": meta}))

    assert said(verdict, Level.NOTE) == note
