"""Whole briefs, and files that only pass for one, for the tests of uploaded papers. Nothing is asserted here."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, PdfObject
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from tests.papers import made_archives
from tests.papers.made_archives import WORD, archive, content, document, docx, link, linked, odt
from tests.papers.made_pdfs import (
    AUTHOR,
    array,
    changed,
    content_of,
    dictionary,
    javascript,
    packed,
    pdf,
    photograph,
    stream,
)

ASKS = "What is asked of the board"
LINES_A_PAGE = 50
_LINE = "Villages burn at night."
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_OPEN_DOCUMENT = "urn:oasis:names:tc:opendocument:xmlns"


def brief(lines: int = 150, *, line: str = _LINE, first: str = ASKS, turned: int = 0, boxes: str = "") -> bytes:
    """A PDF of that many lines, fifty to a page and four words long, but for the first, which says what is asked."""
    file = io.BytesIO()
    paper = canvas.Canvas(file, invariant=1, pageCompression=1)
    for number in range(lines):
        if number and number % LINES_A_PAGE == 0:
            paper.showPage()
        if number % LINES_A_PAGE == 0:
            paper.setPageRotation(turned)
            if boxes:
                paper.setCropBox((100, 100, 300, 300), name=boxes)
        paper.drawString(72, 780 - number % LINES_A_PAGE * 14, line if number else first)
    paper.save()
    return file.getvalue()


def brief_in_pictures(pages: int = 2) -> bytes:
    """As a copier makes it: a picture for each page and no text."""
    file = io.BytesIO()
    paper = canvas.Canvas(file, invariant=1)
    for _ in range(pages):
        paper.drawImage(ImageReader(Image.new("L", (620, 877), 250)), 0, 0, width=595, height=842)
        paper.showPage()
    paper.save()
    return file.getvalue()


def brief_with(**annotation: str) -> bytes:
    """A brief with one annotation on its first page."""
    return _brief_set(Annots=array(dictionary(Type="/Annot", Rect=array(0, 0, 9, 9), T=AUTHOR, **annotation)))


def brief_doing(action: DictionaryObject) -> bytes:
    """A brief with a link that does that."""
    link_ = dictionary(Type="/Annot", Subtype="/Link", Rect=array(0, 0, 9, 9), A=action)
    return _brief_set(Annots=array(link_))


def _brief_set(**values: PdfObject) -> bytes:
    return changed(lambda writer: writer.pages[0].update(dictionary(**values)), brief())


def brief_changed(change: Callable[[PdfWriter], None]) -> bytes:
    return changed(change, brief())


def with_script(writer: PdfWriter) -> None:
    writer.root_object.update(dictionary(OpenAction=javascript()))


def with_file(writer: PdfWriter) -> None:
    writer.add_attachment("programme.exe", b"MZ\x90\x00")


def with_details(writer: PdfWriter) -> None:
    """What a program notes of how the file was made, without a name in the properties."""
    writer.metadata = None
    notes = stream(b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>", Type="/Metadata", Subtype="/XML")
    writer.root_object[NameObject("/Metadata")] = writer._add_object(notes)


def with_strange_boxes(writer: PdfWriter) -> None:
    """Corners the wrong way round, a page of a metre, and one whose size stands with its parent alone."""
    first, second, third = writer.pages[:3]
    first.update(dictionary(MediaBox=array(595, 842, 0, 0)))
    second.update(dictionary(MediaBox=array(-1000, -1000, 2000, 2000), UserUnit=2))
    parent = third["/Parent"]
    assert isinstance(parent, DictionaryObject)
    parent.update(dictionary(MediaBox=array(0, 0, 595, 842), Rotate=450))
    del third["/MediaBox"]


def wide_predictor() -> bytes:
    """A page whose rows are said to be a thousand million columns wide."""
    parameters = dictionary(Predictor=12, Columns=1_000_000_000, Colors=4)
    return content_of(packed(zlib.compress(bytes(5_000_000)), DecodeParms=parameters))


def streams_in_streams() -> bytes:
    """A page packed eight times over, with forty million zeros at the bottom."""
    packed_again = zlib.compress(bytes(40_000_000), 9)
    for _ in range(7):
        packed_again = zlib.compress(packed_again, 0)
    return content_of(packed(packed_again, array(*["/FlateDecode"] * 8)))


def wrong_table() -> bytes:
    """A whole PDF whose table of contents is not where the last line says."""
    before, _, after = brief().rpartition(b"startxref\n")
    return before + b"startxref\n7\n" + after.partition(b"\n")[2]


def brief_docx(body: str = "", *, pages: str = "3") -> bytes:
    """A DOCX that says what is asked and states that many pages (nothing where `pages` is empty)."""
    stated = f"<Pages>{pages}</Pages>" if pages else ""
    parts = {"docProps/app.xml": f'<Properties xmlns="{_PROPERTIES}">{stated}</Properties>'}
    return docx(f"<w:p><w:r><w:t>{ASKS}</w:t></w:r></w:p>{body}", parts=parts)


def brief_odt(inside: str = "", *, pages: str = "3") -> bytes:
    """An ODT that says what is asked and states that many pages (nothing where `pages` is empty)."""
    stated = f'<meta:document-statistic meta:page-count="{pages}"/>' if pages else ""
    spaces = f'xmlns:office="{_OPEN_DOCUMENT}:office:1.0" xmlns:meta="{_OPEN_DOCUMENT}:meta:1.0"'
    meta = f"<office:document-meta {spaces}><office:meta>{stated}</office:meta></office:document-meta>"
    return odt(f"<text:h>{ASKS}</text:h>{inside}", parts={"meta.xml": meta})


def change(kind: str, text: str = "t") -> str:
    """A paragraph with one tracked change of a DOCX, by the author."""
    run = f"<w:r><w:{text}>some words</w:{text}></w:r>"
    return f'<w:p><w:{kind} w:id="1" w:author="{AUTHOR}" w:date="2027-01-02T03:04:05Z">{run}</w:{kind}></w:p>'


def commented_docx(number: int) -> bytes:
    every = "".join(f'<w:comment w:id="{at}" w:author="{AUTHOR}"/>' for at in range(number))
    return linked("comments", "comments.xml", content=f'<w:comments xmlns:w="{WORD}">{every}</w:comments>')


def tracked_odt(*kinds: str) -> bytes:
    regions = "".join(f"<text:changed-region><text:{kind}/></text:changed-region>" for kind in kinds)
    return brief_odt(f"<text:tracked-changes>{regions}</text:tracked-changes>")


def macros_beside() -> bytes:
    """A DOCX of the right type whose text leads to macros all the same."""
    return docx(document_links=(link("rId5", "vbaProject", "vbaProject.bin"),), parts={"word/vbaProject.bin": b"x"})


def laughing_odt() -> bytes:
    """An ODT whose text doubles and doubles again."""
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "&a{n - 1};&a{n - 1};">' for n in range(1, 40))
    head, _, body = content("<text:p>&a39;</text:p>").partition("\n")
    return odt(parts={"content.xml": f"{head}<!DOCTYPE w [{entities}]>{body}"})


def laughing_docx() -> bytes:
    return docx(parts={"word/document.xml": made_archives.laughing()})


def locked_office_file() -> bytes:
    """The compound file in which a DOCX with a password lies: one sector of table, one of names."""
    table = struct.pack("<128i", -3, -2, *[-1] * 126)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head += bytes(6) + struct.pack("<8I", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE) + struct.pack("<I", 0)
    head += struct.pack("<109i", 0, *[-1] * 108)
    names = b"".join(_entry(name) for name in ("Root Entry", "EncryptionInfo", "EncryptedPackage", ""))
    return head.ljust(512, b"\0")[:512] + table + names


def _entry(name: str) -> bytes:
    text = name.encode("utf-16-le")
    return text.ljust(64, b"\0") + struct.pack("<H", len(text) + 2 if text else 0) + bytes(62)


def locked_odt() -> bytes:
    """An ODT with a password: its table of contents says how each part is locked."""
    return odt(parts={"META-INF/manifest.xml": made_archives.manifest(inside="<manifest:encryption-data/>")})


def docx_and_odt() -> bytes:
    """An archive that two programs would open, each as its own."""
    return odt(parts={"[Content_Types].xml": made_archives.types()})


def archive_of_archives() -> bytes:
    """Ten archives of ten million zeros each, in one."""
    inside = archive({"0": bytes(10_000_000)})
    return archive({f"{number}.zip": inside for number in range(10)})


def unpacked_too_far() -> bytes:
    """A DOCX of four parts that unpack to a hundred and twenty-four million bytes."""
    block = bytes(31_000_000)
    return docx(parts={f"word/{number}.xml": block for number in range(4)})


def picture_file() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 40), "teal").save(file, "PNG")
    return file.getvalue()


def folder_above() -> bytes:
    return docx(parts={"../../../etc/cron.d/job": "x"})


def padded_page() -> bytes:
    """One page with a line of text, then ten thousand spaces."""
    return pdf(f"{ASKS}{' ' * 10_000}.")


def with_notes_of_a_camera() -> bytes:
    """A brief in DOCX with a photograph that says where it was taken."""
    return docx(
        f"<w:p><w:r><w:t>{ASKS}</w:t></w:r></w:p><w:drawing r:embed='rId9'/>",
        document_links=(link("rId9", "image", "media/image1.jpeg"),),
        parts={"word/media/image1.jpeg": photograph()},
    )


def hidden_document() -> bytes:
    """A document that is the main part of an archive under another name, as some programs write it."""
    moved = made_archives.links(link("rId1", "officeDocument", "/word/document2.xml"))
    kinds = made_archives.types(word__document2_xml=made_archives.MAIN_TYPE)
    parts = {"_rels/.rels": moved, "[Content_Types].xml": kinds, "word/document2.xml": document()}
    return docx(parts={**parts, "word/document.xml": None})
