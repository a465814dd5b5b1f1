"""PDF papers: what the cleaned copy keeps and what it loses."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from convene.findings import Level
from convene.papers.inspection import MediaType, PagesAre, wording
from tests.papers import made_pdfs as made
from tests.papers.inspected import holds_author, inspected, said
from tests.papers.made_pdfs import AUTHOR, TEXT, WORDS

SIGNED = "The digital signature is not in the copy that others download; the file as uploaded keeps it."
LINK = "1 link to a file on somebody's computer leads nowhere in the copy that others download."


def left_out(*what: str) -> str:
    return f"The copy that others download leaves out: {', '.join(what)}."


TAKEN: list[tuple[str, Callable[[], bytes], list[str]]] = [
    ("author in the information", made.pdf, []),
    ("author apart", made.with_author_apart, []),
    ("metadata everywhere", made.with_metadata_everywhere, []),
    (
        "scripts",
        made.with_script,
        [left_out("scripts", "what was to happen on opening", "what was to happen by itself")],
    ),
    ("script in disguise", made.with_disguised_script, [left_out("scripts")]),
    ("attachments", made.with_attachments, [left_out("attached files")]),
    ("form and signature", made.with_form_and_signature, [left_out("a form for one program"), SIGNED]),
    ("links", made.with_links, [left_out("commands to open something"), LINK]),
    ("earlier revision", made.revised, []),
    ("photograph", made.with_photograph, [wording.PICTURE_NOTES]),
    ("packed tightly", made.packed_tightly, []),
    ("font named like a key", made.with_fonts_named_like_keys, []),
    ("drawn by hand", lambda: made.annotated(Subtype="/Ink", Contents="line", NM=AUTHOR, Subj=AUTHOR), []),
    ("highlight without words", lambda: made.annotated(Subtype="/Highlight", RC=AUTHOR), []),
    ("bubble of a comment", lambda: made.annotated(Subtype="/Popup", Contents=AUTHOR), []),
    ("film", lambda: made.annotated(Subtype="/Movie", Movie=made.dictionary(F=AUTHOR)), [left_out("sound or film")]),
    ("after a printer's header", lambda: b"\x1b%-12345X@PJL SET A=B\r\n" + made.pdf(), []),
    ("padded with zeros", lambda: made.pdf() + bytes(4_000), []),
    ("after a mark of byte order", lambda: b"\xef\xbb\xbf\r\n" + made.pdf(), []),
    (
        "opens at a page",
        lambda: made.root_set(OpenAction=made.dictionary(S="/GoTo", D="a", Next=made.javascript())),
        [],
    ),
]


@pytest.mark.parametrize("make,notes", [row[1:] for row in TAKEN], ids=[row[0] for row in TAKEN])
def test_cleaned_pdf_keeps_text_and_pages_and_loses_its_author(
    make: Callable[[], bytes], notes: list[str], tmp_path: Path
) -> None:
    content = make()
    assert holds_author(content.removeprefix(b"\xef\xbb\xbf\r\n").partition(b"@PJL SET A=B\r\n")[2] or content)

    verdict, copy = inspected(tmp_path, content, file_name="paper.pdf")

    assert (verdict.media_type, verdict.refused, verdict.is_clean) == (MediaType.PDF, False, True)
    assert (verdict.pages, verdict.pages_are, verdict.words) == (1, PagesAre.COUNTED, WORDS)
    assert said(verdict, Level.NOTE) == [*notes, wording.AUTHOR]
    reader = PdfReader(io.BytesIO(copy), strict=True)
    assert [page.extract_text().strip() for page in reader.pages] == [TEXT]
    assert not holds_author(copy)
    assert "/Info" not in reader.trailer
    keys = (b"/JavaScript", b"/OpenAction", b"/Launch", b"/EmbeddedFile", b"/XFA", b"/Metadata", b"/PieceInfo")
    assert [key for key in keys if key in copy] == []


def test_pages_of_a_pdf_are_counted_and_their_content_is_copied_as_it_is(tmp_path: Path) -> None:
    content = made.pdf("one", "two", "three", rotated=90)

    verdict, copy = inspected(tmp_path, content)

    before, after = (PdfReader(io.BytesIO(one)).pages for one in (content, copy))
    assert (verdict.pages, verdict.title, verdict.words) == (3, "Note for the board", 3)
    for old, new in zip(before, after, strict=True):
        assert (old.rotation, old.mediabox, old.get_contents()) == (new.rotation, new.mediabox, new.get_contents())
        assert new.rotation == 90


def test_cleaned_pdf_is_the_same_each_time_and_tells_nothing_of_the_source(tmp_path: Path) -> None:
    other = made.changed(lambda writer: writer.add_metadata({"/Author": "another", "/Subject": "x" * 500}))

    copies = {inspected(tmp_path, content)[1] for content in (other, other)}

    assert len(copies) == 1
    identifier = re.search(rb"/ID\s*\[<(\w{32})> <(\w{32})>\]", copies.pop())
    assert identifier is not None
    assert identifier[1] == identifier[2]
    assert hashlib.sha256(other).hexdigest()[:32].encode() != identifier[1]


def test_links_of_a_pdf_stay_unless_they_start_something_or_point_to_a_disk(tmp_path: Path) -> None:
    _, copy = inspected(tmp_path, made.with_links())

    page = PdfReader(io.BytesIO(copy)).pages[0]
    actions = [entry.get_object().get("/A") for entry in page["/Annots"]]  # type: ignore[attr-defined]  # an array
    assert actions == [
        {"/S": "/URI", "/URI": "https://body.example/paper"},
        None,
        None,
        {"/S": "/GoTo", "/D": "chapter"},
    ]


def test_filled_fields_of_a_pdf_stay_and_its_signature_goes(tmp_path: Path) -> None:
    _, copy = inspected(tmp_path, made.with_form_and_signature())

    fields = PdfReader(io.BytesIO(copy)).get_fields() or {}
    assert {name: field.get("/V") for name, field in fields.items()} == {
        "province": "north",
        "sign": None,
        "seal": None,
    }


def test_photograph_in_a_pdf_keeps_its_picture(tmp_path: Path) -> None:
    _, copy = inspected(tmp_path, made.with_photograph())

    image = PdfReader(io.BytesIO(copy)).pages[0].images[0].image
    assert image is not None
    assert image.tobytes() == Image.open(io.BytesIO(made.photograph())).tobytes()


def test_pdf_without_text_is_taken_with_a_warning(tmp_path: Path) -> None:
    verdict, _ = inspected(tmp_path, made.scanned())

    assert (verdict.refused, verdict.words) == (False, 0)
    assert [text.partition(":")[0] for text in said(verdict, Level.WARN)] == ["The pages are pictures without text"]


def test_structure_of_a_pdf_stays(tmp_path: Path) -> None:
    tree = made.dictionary(Type="/StructTreeRoot", RoleMap=made.dictionary(AA="/P"))
    content = made.root_set(StructTreeRoot=tree, Lang="en-GB", MarkInfo=made.dictionary(Marked=True))

    _, copy = inspected(tmp_path, content)

    root = PdfReader(io.BytesIO(copy)).root_object
    kept = root["/StructTreeRoot"]
    assert isinstance(kept, DictionaryObject)
    assert str(root["/Lang"]) == "en-GB"
    assert repr(kept["/RoleMap"]) == "{'/AA': '/P'}"
