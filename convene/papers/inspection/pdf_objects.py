"""One pass over the objects of a PDF: takes out what names its author or does something, and finds what is too large.

The pages' own text, drawings and fonts are not touched.
"""

from __future__ import annotations

import struct
import zlib

from pypdf import PdfReader
from pypdf.filters import decode_stream_data
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    EncodedStreamObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
)

from convene.findings import Refused
from convene.papers.inspection import ascii85, links, pictures, wording
from convene.papers.inspection.verdict import Limits, refusal
from convene.papers.inspection.wording import Hidden

_CATALOG = frozenset(
    (
        *("/Type", "/Version", "/Pages", "/PageLabels", "/Names", "/Dests", "/ViewerPreferences", "/PageLayout"),
        *("/PageMode", "/Outlines", "/AcroForm", "/StructTreeRoot", "/MarkInfo", "/Lang", "/OutputIntents"),
        *("/OCProperties",),
    )
)
_PAGE = frozenset(
    (
        *("/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Contents"),
        *("/Rotate", "/Group", "/Annots", "/StructParents", "/Tabs", "/UserUnit", "/BoxColorInfo"),
    )
)
_ANYWHERE = (
    *("/Metadata", "/PieceInfo", "/LastModified", "/AA", "/AF", "/JS", "/OpenAction", "/Creator", "/CreatorInfo"),
    *("/Author", "/Producer", "/EF", "/RF", "/OPI"),
)
# In these dictionaries the keys are names that the author's program chose, and mean nothing.
_MAPS = frozenset(
    (
        *("/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/Properties", "/RoleMap"),
        *("/ClassMap", "/CharProcs", "/Colorants", "/Dests"),
    )
)
_HARMLESS_ACTIONS = frozenset(("/GoTo", "/URI", "/Named"))
_MARKUP = frozenset(
    (
        *("/Text", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight", "/Underline"),
        *("/Squiggly", "/StrikeOut", "/Caret", "/Stamp", "/Ink", "/Redact", "/Watermark", "/Projection"),
    )
)
# Remarks of a reader; the other kinds are part of what the page shows.
_REMARKS = frozenset(("/Text", "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Caret"))
_LEFT_OUT = {
    "/FileAttachment": "attached files",
    "/Movie": "sound or film",
    "/Sound": "sound or film",
    "/Screen": "sound or film",
    "/RichMedia": "sound or film",
    "/3D": "sound or film",
}
_OF_ANNOTATIONS = ("/RC", "/Subj", "/CreationDate", "/M", "/NM", "/IRT", "/RT", "/Popup", "/State", "/StateModel")
# What its author may want to know to be missing from the copy.
_NEWS = {"/JS": "scripts", "/EF": "attached files", "/AF": "attached files", "/AA": "what was to happen by itself"}
_TELLING = ("/Metadata", "/PieceInfo", "/Author")
_SLACK = 65_536
_CHUNK = 65_536


class Sweep:
    """Walks everything that the document's root leads to, and remembers what it met."""

    def __init__(self, reader: PdfReader, limits: Limits) -> None:
        self._reader = reader
        self._limits = limits
        self._unpacked = 0
        self._pictures = 0
        self.comments = 0
        self.redactions = 0
        self.emptied_links = 0
        self.was_signed = False
        self.hidden = Hidden()
        self.refusals: dict[str, None] = {}
        self.left_out: dict[str, None] = {}

    def run(self) -> None:
        """Change the reader's objects in place. Raises Refused where the file is too large in one way or another."""
        root = self._reader.root_object
        self._catalog(root)
        waiting: list[tuple[PdfObject, str]] = [(root, "")]
        seen: set[tuple[int, bool]] = set()
        visited = 0
        while waiting:
            found, role = waiting.pop()
            if isinstance(found, IndirectObject):
                # What passes for a map of names in one place is looked at again where it is something else.
                place = (found.idnum, role in _MAPS)
                if place in seen:
                    continue
                seen.add(place)
            value = _resolved(found)
            visited += 1
            if visited > self._limits.objects:
                raise Refused((refusal("The file is made of too many parts to be a paper."),))
            if isinstance(value, DictionaryObject):
                self._dictionary(value, role)
                waiting.extend((value.raw_get(key), str(key)) for key in value)
            elif isinstance(value, ArrayObject):
                waiting.extend((child, role) for child in value if isinstance(child, _WALKED))

    def _catalog(self, root: DictionaryObject) -> None:
        rendering = _resolved(root.get("/NeedsRendering"))
        if isinstance(rendering, BooleanObject) and rendering.value:
            self.refusals["The file is a form that only one program can show. Print it to PDF and upload that."] = None
        if "/Collection" in root:
            self.refusals["The file is a folder of several files. Upload the paper itself."] = None
        names = _resolved(root.get("/Names"))
        if isinstance(names, DictionaryObject):
            self._says(names, {"/EmbeddedFiles": "attached files", "/JavaScript": "scripts"})
            self._keep_only(names, frozenset(("/Dests",)))
        form = _resolved(root.get("/AcroForm"))
        if isinstance(form, DictionaryObject):
            self._says(form, {"/XFA": "a form for one program"})
            for key in ("/XFA", "/CO", "/SigFlags"):
                form.pop(key, None)
        opening = _resolved(root.get("/OpenAction"))
        # Most files only say which page is shown first, which is no loss and no news.
        if isinstance(opening, DictionaryObject) and opening.get("/S") != "/GoTo":
            self._says(root, {"/OpenAction": "what was to happen on opening"})
        self._keep_only(root, _CATALOG)

    def _says(self, value: DictionaryObject, words: dict[str, str]) -> None:
        self.left_out.update({text: None for key, text in words.items() if key in value})

    def _keep_only(self, value: DictionaryObject, keys: frozenset[str]) -> None:
        self._says(value, _NEWS)
        self.hidden.details |= any(key in value for key in _TELLING)
        for key in [key for key in value if key not in keys]:
            del value[key]

    def _dictionary(self, value: DictionaryObject, role: str) -> None:
        if role in _MAPS and not isinstance(value, StreamObject):
            return
        if value.get("/Type") == "/Page":
            self._page(value)
        self._says(value, _NEWS)
        self.hidden.details |= any(key in value for key in _TELLING)
        for key in _ANYWHERE:
            value.pop(key, None)
        if role == "/Usage":
            value.pop("/User", None)
        if value.get("/FT") == "/Sig" or _is_signature(value):
            self._signature(value)
        for key in ("/A", "/PA"):
            self._action(value, key)
        if "/Subtype" in value and "/Rect" in value and not isinstance(value, StreamObject):
            self._annotation(value)
        if isinstance(value, StreamObject):
            self._stream(value)

    def _page(self, page: DictionaryObject) -> None:
        self._keep_only(page, _PAGE)
        annotations = _resolved(page.get("/Annots"))
        if not isinstance(annotations, ArrayObject):
            page.pop("/Annots", None)
            return
        page[NameObject("/Annots")] = ArrayObject(entry for entry in annotations if not self._drops(entry))

    def _drops(self, entry: PdfObject) -> bool:
        """Empty an annotation that the copy leaves out, since more than its page may lead to it."""
        annotation = _resolved(entry)
        if not isinstance(annotation, DictionaryObject):
            return True
        kind = str(annotation.get("/Subtype"))
        if kind in _LEFT_OUT:
            self.left_out[_LEFT_OUT[kind]] = None
        elif kind != "/Popup":
            return False
        annotation.clear()
        return True

    def _annotation(self, annotation: DictionaryObject) -> None:
        if self._drops(annotation):
            return
        kind = str(annotation.get("/Subtype"))
        said = _resolved(annotation.get("/Contents"))
        self.comments += kind in _REMARKS and bool(str(said or "").strip())
        self.redactions += kind == "/Redact"
        if kind in _MARKUP:
            annotation.pop("/T", None)
        for key in _OF_ANNOTATIONS:
            annotation.pop(key, None)

    def _signature(self, value: DictionaryObject) -> None:
        if _is_signature(value):
            value.clear()
            self.was_signed = True
            return
        self.was_signed = self.was_signed or "/V" in value
        for key in ("/V", "/Lock", "/SV"):
            value.pop(key, None)

    def _action(self, value: DictionaryObject, key: str) -> None:
        action = _resolved(value.get(key))
        if not isinstance(action, DictionaryObject) or "/S" not in action:
            return
        kind = str(action.get("/S"))
        if kind not in _HARMLESS_ACTIONS:
            self.left_out["scripts" if kind == "/JavaScript" else "commands to open something"] = None
            value.pop(key)
        elif kind == "/URI" and not links.is_public(str(_resolved(action.get("/URI")))):
            self.emptied_links += 1
            value.pop(key)
        else:
            action.pop("/Next", None)

    def _stream(self, stream: StreamObject) -> None:
        for key in ("/F", "/FFilter", "/FDecodeParms"):
            stream.pop(key, None)
        if stream.get("/Subtype") == "/Image":
            self._picture(stream)
            return
        if stream.get("/Subtype") == "/Form":
            stream.pop("/Ref", None)
        is_packed = isinstance(stream, EncodedStreamObject)
        self._unpacked += len(decode_stream_data(stream) if is_packed else stream.get_data())
        if self._unpacked > self._limits.unpacked:
            raise Refused((refusal(wording.TOO_LARGE),))

    def _picture(self, stream: StreamObject) -> None:
        width, height = (_number(stream, key) for key in ("/Width", "/Height"))
        if width * height > pictures.MOST_PIXELS:
            raise Refused((refusal("The file holds a picture that is too large to be shown."),))
        filters = _filters(stream)
        if filters and filters[-1] in {"/DCTDecode", "/JPXDecode"}:
            self._photograph(stream, filters)
        elif filters and filters[-1] == "/FlateDecode":
            packed = _undone(stream, filters[:-1])
            # Four colours of sixteen bits are the most that a pixel may have.
            self._pictures += _inflated_size(packed, height * (width * 8 + 1) + _SLACK)
            if self._pictures > self._limits.pictures:
                raise Refused((refusal(wording.TOO_LARGE),))

    def _photograph(self, stream: StreamObject, filters: list[str]) -> None:
        """Take camera, place and remarks out of a picture that is a whole file in itself."""
        kind = filters[-1]
        content = _undone(stream, filters[:-1])
        self.hidden.pictures |= pictures.tells(content)
        try:
            cleaned = pictures.clean_jpeg(content) if kind == "/DCTDecode" else pictures.clean_jp2(content)
        except (pictures.Unknown, struct.error, IndexError) as broken:
            if any(sign in content for sign in (b"Exif\0", b"ns.adobe.com", b"Photoshop", b"\xff\xfe")):
                raise Refused(
                    (refusal("The file holds a damaged picture; insert it anew and upload it again."),)
                ) from broken
            cleaned = content
        stream._data = cleaned  # noqa: SLF001  (pypdf's own setter would pack it a second time)
        stream[NameObject("/Filter")] = NameObject(kind)
        parameters = _resolved(stream.get("/DecodeParms"))
        if isinstance(parameters, ArrayObject):
            stream[NameObject("/DecodeParms")] = parameters[-1]


_WALKED = (IndirectObject, DictionaryObject, ArrayObject)


def _resolved(value: PdfObject | None) -> PdfObject | None:
    return value.get_object() if isinstance(value, IndirectObject) else value


def _is_signature(value: DictionaryObject) -> bool:
    return "/ByteRange" in value or value.get("/Type") in {"/Sig", "/DocTimeStamp"}


def _number(stream: StreamObject, key: str) -> int:
    value = _resolved(stream.get(key))
    return int(value) if isinstance(value, NumberObject) and value > 0 else 1


def _filters(stream: StreamObject) -> list[str]:
    value = _resolved(stream.get("/Filter"))
    if isinstance(value, ArrayObject):
        return [str(_resolved(one)) for one in value]
    return [str(value)] if isinstance(value, NameObject) else []


def _undone(stream: StreamObject, filters: list[str]) -> bytes:
    """The stream's bytes after its first filters were undone, within pypdf's limits."""
    data: bytes = stream._data  # noqa: SLF001  (the packed bytes have no public name)
    while filters and filters[0] == "/ASCII85Decode":
        data, filters = ascii85.decoded(data), filters[1:]
    if not filters:
        return data
    partly = EncodedStreamObject()
    partly._data = data  # noqa: SLF001  (as above)
    partly[NameObject("/Filter")] = ArrayObject(NameObject(one) for one in filters)
    return decode_stream_data(partly)


def _inflated_size(packed: bytes, expected: int) -> int:
    """How much that unpacks to, without keeping it. Raises Refused beyond what the picture's own size explains."""
    size, unpacker = 0, zlib.decompressobj()
    for at in range(0, len(packed), _CHUNK):
        waiting = packed[at : at + _CHUNK]
        while waiting and not unpacker.eof:
            try:
                size += len(unpacker.decompress(waiting, 1 << 20))
            except zlib.error:
                # A picture that is damaged is shown as far as it goes.
                return size
            waiting = unpacker.unconsumed_tail
            if size > expected:
                raise Refused((refusal(wording.TOO_LARGE),))
    return size
