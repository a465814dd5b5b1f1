"""PDF files for the tests of uploaded papers, each made with one thing in it. Nothing is asserted here."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable

from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    EncodedStreamObject,
    FloatObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

AUTHOR = "Zebediah"
TEXT = "Hateful speech has risen in two provinces"
WORDS = len(TEXT.split())
_BLOCK = 1 << 20


def pdf(*pages: str, rotated: int = 0) -> bytes:
    """One page for each text (one page with TEXT without any), with the author in /Info."""
    file = io.BytesIO()
    paper = canvas.Canvas(file, invariant=1, pageCompression=1)
    paper.setAuthor(AUTHOR)
    paper.setTitle("Note for the board")
    for text in pages or (TEXT,):
        paper.drawString(72, 720, text)
        paper.setPageRotation(rotated)
        paper.showPage()
    paper.save()
    return file.getvalue()


def changed(change: Callable[[PdfWriter], None], content: bytes = b"") -> bytes:
    """A PDF to whose objects that change was made."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content or pdf())))
    change(writer)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def dictionary(**values: PdfObject | str | int | bool) -> DictionaryObject:
    """A dictionary; a text that begins with a slash becomes a name."""
    return DictionaryObject({NameObject(f"/{key}"): value_of(value) for key, value in values.items()})


def value_of(value: PdfObject | str | float | bool) -> PdfObject:
    if isinstance(value, PdfObject):
        return value
    if isinstance(value, bool):
        return BooleanObject(value)
    if isinstance(value, str):
        return NameObject(value) if value.startswith("/") else TextStringObject(value)
    return NumberObject(value) if isinstance(value, int) else FloatObject(value)


def array(*values: PdfObject | str | float) -> ArrayObject:
    return ArrayObject(value_of(value) for value in values)


def stream(content: bytes, **values: PdfObject | str | int) -> DecodedStreamObject:
    made = DecodedStreamObject()
    made.set_data(content)
    made.update(dictionary(**values))
    return made


def packed(content: bytes, filters: PdfObject | str = "/FlateDecode", **values: PdfObject | str | int) -> PdfObject:
    """A stream whose bytes are packed already."""
    made = EncodedStreamObject()
    made._data = content
    made.update(dictionary(Filter=filters, **values))
    return made


def root_set(**values: PdfObject | str | int | bool) -> bytes:
    return changed(lambda writer: writer.root_object.update(dictionary(**values)))


def page_set(**values: PdfObject | str | int | bool) -> bytes:
    return changed(lambda writer: writer.pages[0].update(dictionary(**values)))


def annotated(**values: PdfObject | str | int) -> bytes:
    """A PDF with one annotation of that /Subtype, signed with the author's name."""
    rectangle = array(0, 0, 50, 50)
    return page_set(Annots=array(dictionary(Type="/Annot", Rect=rectangle, T=AUTHOR, M="D:20270101", **values)))


def javascript() -> DictionaryObject:
    return dictionary(S="/JavaScript", JS=f"app.alert('{AUTHOR}')")


def with_author_apart() -> bytes:
    """The information only points to an object that is the author's name."""

    def change(writer: PdfWriter) -> None:
        assert writer._info is not None
        writer._info[NameObject("/Author")] = writer._add_object(TextStringObject(AUTHOR))

    return changed(change)


def with_script() -> bytes:
    def change(writer: PdfWriter) -> None:
        names = dictionary(JavaScript=dictionary(Names=array("a", javascript())))
        writer.root_object.update(dictionary(Names=names, OpenAction=javascript(), AA=dictionary(WC=javascript())))
        writer.pages[0].update(dictionary(AA=dictionary(O=javascript())))

    return changed(change)


def with_disguised_script() -> bytes:
    """A link that runs a script; the page's resources call the link a map of patterns, so that it is met as one."""

    def change(writer: PdfWriter) -> None:
        action = javascript()
        action.update(dictionary(O="/Layout"))
        trap = writer._add_object(dictionary(Type="/Annot", Subtype="/Link", Rect=array(0, 0, 9, 9), A=action))
        resources = writer.pages[0]["/Resources"]
        assert isinstance(resources, DictionaryObject)
        resources.update(dictionary(Pattern=trap))
        writer.pages[0].update(dictionary(Annots=array(trap)))
        # The last of a dictionary is walked first.
        del writer.pages[0]["/Resources"]
        writer.pages[0].update(dictionary(Resources=resources))

    return changed(change)


def with_metadata_everywhere() -> bytes:
    def change(writer: PdfWriter) -> None:
        xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><creator>{AUTHOR}</creator></x:xmpmeta>".encode()
        for target in (writer.root_object, writer.pages[0]):
            target[NameObject("/Metadata")] = writer._add_object(stream(xmp, Type="/Metadata", Subtype="/XML"))
        private = dictionary(Editor=dictionary(Private=AUTHOR, LastModified="D:20270101"))
        thread = dictionary(I=dictionary(Author=AUTHOR, Subject=AUTHOR))
        layers = dictionary(OCGs=array(), D=dictionary(Creator=AUTHOR))
        writer.root_object.update(dictionary(PieceInfo=private, Threads=array(thread), OCProperties=layers))
        writer.pages[0].update(dictionary(PieceInfo=private, Thumb=stream(AUTHOR.encode()), LastModified=AUTHOR))
        drawn = stream(b"q Q", Type="/XObject", Subtype="/Form", BBox=array(0, 0, 1, 1), PieceInfo=private)
        drawn.update(dictionary(Metadata=stream(xmp), LastModified=AUTHOR))
        resources = writer.pages[0]["/Resources"]
        assert isinstance(resources, DictionaryObject)
        resources.update(dictionary(XObject=dictionary(Fm=writer._add_object(drawn))))

    return changed(change)


def with_attachments() -> bytes:
    """A file in the names tree, and one behind a pin on the page, to which the document's structure leads as well."""

    def change(writer: PdfWriter) -> None:
        writer.add_attachment(f"{AUTHOR}.txt", AUTHOR)
        inside = writer._add_object(stream(AUTHOR.encode(), Type="/EmbeddedFile"))
        pin = dictionary(Type="/Filespec", F=f"{AUTHOR}.txt", EF=dictionary(F=inside))
        note = dictionary(Type="/Annot", Subtype="/FileAttachment", Rect=array(0, 0, 9, 9), FS=pin, T=AUTHOR)
        place = writer._add_object(note)
        writer.pages[0].update(dictionary(Annots=array(place)))
        leaf = dictionary(S="/Annot", K=dictionary(Type="/OBJR", Obj=place))
        writer.root_object.update(dictionary(StructTreeRoot=dictionary(Type="/StructTreeRoot", K=leaf)))

    return changed(change)


def with_form_and_signature() -> bytes:
    """An XFA form, a field filled in by its author, and two signatures in the author's name."""

    def change(writer: PdfWriter) -> None:
        signature = dictionary(Type="/Sig", Name=AUTHOR, Contents=AUTHOR, ByteRange=array(0, 1, 2, 3))
        box = array(0, 0, 50, 20)
        field = dictionary(Type="/Annot", Subtype="/Widget", FT="/Tx", T="province", V="north", Rect=box)
        signed = dictionary(Type="/Annot", Subtype="/Widget", FT="/Sig", T="sign", V=signature, Rect=box)
        sealed = writer._add_object(dictionary(Type="/Annot", Subtype="/Widget", V=signature, Rect=box))
        seal = writer._add_object(dictionary(FT="/Sig", T="seal", Kids=array(sealed)))
        fields = (writer._add_object(field), writer._add_object(signed))
        form = dictionary(XFA=stream(AUTHOR.encode()), Fields=array(*fields, seal), SigFlags=3)
        writer.root_object.update(dictionary(AcroForm=form))
        writer.pages[0].update(dictionary(Annots=array(*fields, sealed)))

    return changed(change)


def with_links() -> bytes:
    """A link to the web, one to the author's own disk, one that starts a program, one that runs a script."""
    actions = (
        dictionary(S="/URI", URI="https://body.example/paper"),
        dictionary(S="/URI", URI=f"file:///C:/Users/{AUTHOR}/plan.pdf"),
        dictionary(S="/Launch", F=f"C:\\{AUTHOR}.exe"),
        dictionary(S="/GoTo", D="chapter", Next=javascript()),
    )
    box = array(0, 0, 9, 9)
    return page_set(Annots=array(*(dictionary(Type="/Annot", Subtype="/Link", Rect=box, A=one) for one in actions)))


def revised() -> bytes:
    """A later revision without the author, behind an earlier one that has the name."""
    writer = PdfWriter(io.BytesIO(pdf()), incremental=True)
    writer.add_metadata({"/Author": "nobody"})
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def with_fonts_named_like_keys() -> bytes:
    """A page whose font goes by the name of a key that is taken out elsewhere."""

    def change(writer: PdfWriter) -> None:
        font = writer._add_object(dictionary(Type="/Font", Subtype="/Type1", BaseFont="/Helvetica"))
        writer.pages[0].update(
            dictionary(
                Resources=dictionary(Font=dictionary(AA=font)),
                Contents=writer._add_object(stream(f"BT /AA 12 Tf 72 700 Td ({TEXT}) Tj ET".encode())),
            )
        )

    return changed(change)


def photograph(*, orientation: int = 1) -> bytes:
    """A JPEG as a camera makes it: author, place, remark."""
    picture = Image.new("RGB", (64, 32), "teal")
    exif = Image.Exif()
    exif[0x013B] = AUTHOR
    exif[0x0112] = orientation
    exif.get_ifd(0x8825)[1] = "N"
    file = io.BytesIO()
    picture.save(file, "JPEG", exif=exif, comment=AUTHOR.encode(), quality=80)
    return file.getvalue()


def with_photograph() -> bytes:
    file = io.BytesIO()
    paper = canvas.Canvas(file, invariant=1)
    paper.setAuthor(AUTHOR)
    paper.drawImage(ImageReader(io.BytesIO(photograph())), 0, 0)
    paper.drawString(72, 720, TEXT)
    paper.save()
    return file.getvalue()


def scanned() -> bytes:
    file = io.BytesIO()
    paper = canvas.Canvas(file, invariant=1)
    paper.drawImage(ImageReader(Image.new("L", (200, 300), 255)), 0, 0)
    paper.save()
    return file.getvalue()


def packed_tightly(objects: bytes = b"") -> bytes:
    """A PDF 1.5 with its objects in an object stream and its table in a stream, as current programs write it.

    `objects` takes the place of the packed objects, though the table still names them.
    """
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 6 0 R>>>>>>"
    inside = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: page,
        6: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        7: f"<</Author({AUTHOR})>>".encode(),
    }
    places, body = [], b""
    for number, content in inside.items():
        places.append(f"{number} {len(body)}")
        body += content + b" "
    head = " ".join(places).encode() + b" "
    kept = objects or zlib.compress(head + body)
    text = f"BT /F 12 Tf 72 720 Td ({TEXT}) Tj ET".encode()
    file = b"%PDF-1.5\n"
    at = {}
    for number, keys, content in (
        (4, b"", text),
        (5, f"/Type/ObjStm/N {len(inside)}/First {len(head)}/Filter/FlateDecode".encode(), kept),
    ):
        at[number] = len(file)
        file += b"%d 0 obj<</Length %d%s>>stream\n%s\nendstream endobj\n" % (number, len(content), keys, content)
    at[8] = len(file)
    rows = [bytes((0, 0, 0, 0, 255))]
    for number in range(1, 9):
        place = at.get(number)
        index = list(inside).index(number) if number in inside else 0
        rows.append(bytes((2, 0, 0, 5, index)) if place is None else bytes((1, *place.to_bytes(3, "big"), 0)))
    table = b"".join(rows)
    keys = b"/Type/XRef/Size 9/W[1 3 1]/Root 1 0 R/Info 7 0 R"
    file += b"8 0 obj<</Length %d%s>>stream\n%s\nendstream endobj\n" % (len(table), keys, table)
    return file + b"startxref\n%d\n%%%%EOF\n" % at[8]


def encrypted(user_password: str, algorithm: str = "RC4-128") -> bytes:
    def change(writer: PdfWriter) -> None:
        writer.encrypt(user_password, "owner", algorithm=algorithm)

    return changed(change)


def encrypted_by_unknown_cipher() -> bytes:
    """Locked with a newer cipher than the one that is installed."""
    lock = b"<</Filter/Standard/V 5/R 6/Length 256/O(x)/U(x)/OE(x)/UE(x)/P -1/Perms(x)>>"
    before, trailer, after = pdf().rpartition(b"trailer\n<<")
    return before + trailer + b"/Encrypt " + lock + after


def zeros(megabytes: int) -> bytes:
    """That many megabytes of zeros as zlib packs them, without ever having them in memory."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(_BLOCK)) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = (megabytes * _BLOCK % 65521) << 16 | 1
    return b"\x78\xda" + block * megabytes + b"\x03\x00" + checksum.to_bytes(4, "big")


def content_of(bomb: PdfObject) -> bytes:
    """A PDF whose page shows that stream."""
    return changed(lambda writer: writer.pages[0].update(dictionary(Contents=writer._add_object(bomb))))


def picture_of(bomb: PdfObject) -> bytes:
    """A PDF whose page refers to that picture."""

    def change(writer: PdfWriter) -> None:
        inside = dictionary(XObject=dictionary(Im=writer._add_object(bomb)))
        writer.pages[0].update(dictionary(Resources=inside))

    return changed(change)


def without_pages() -> bytes:
    writer = PdfWriter()
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def with_endless_tree() -> bytes:
    """The page tree has itself among its leaves."""

    def change(writer: PdfWriter) -> None:
        tree = writer.root_object["/Pages"]
        assert isinstance(tree, DictionaryObject)
        tree[NameObject("/Kids")] = array(writer.root_object.raw_get("/Pages"))

    return changed(change)


def nested_deeply() -> bytes:
    return pdf().replace(b"/PageMode /UseNone", b"/PageMode " + b"[" * 90_000, 1)


def with_outline_in_a_circle() -> bytes:
    def change(writer: PdfWriter) -> None:
        item = dictionary(Title="again")
        place = writer._add_object(item)
        item.update(dictionary(Next=place, Prev=place, Parent=place, First=place, Last=place))
        writer.root_object.update(dictionary(Outlines=place))

    return changed(change)


def endless_numbers() -> bytes:
    """Eighteen million bytes that only look like a document: nothing but arrays of numbers."""
    arrays = b"[" + b"1 " * 90_000 + b"]"
    return pdf().replace(b"/PageMode /UseNone", b"/PageMode [" + arrays * 100 + b"]", 1)
