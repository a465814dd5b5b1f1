"""Papers in ODT: what is in them, and the copy without their authors' metadata. Layout is not computed here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from convene.findings import Finding, Refused
from convene.papers.inspection import archive, links, markup, pictures, wording
from convene.papers.inspection.archive import Archive
from convene.papers.inspection.markup import Fate
from convene.papers.inspection.verdict import Limits, MediaType, PagesAre, Reading, note, refusal
from convene.papers.inspection.wording import Hidden
from convene.papers.inspection.words import WordCount

MIMETYPE = "mimetype"
MANIFEST = "META-INF/manifest.xml"
_AUTHORS = ("creator", "initial-creator", "printed-by")

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_META = (
    f'<office:document-meta xmlns:office="{_OFFICE}" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" '
    'office:version="1.3"><office:meta>{}</office:meta></office:document-meta>'
)
_MANIFEST_SPACE = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
_DOCUMENTS = ("content.xml", "styles.xml", "settings.xml")
_PLAIN_OBJECTS = ("application/vnd.oasis.opendocument.chart", "application/vnd.oasis.opendocument.formula")
_OBJECT_PART = re.compile(rf"^(Object [\w.-]+/)(?:{'|'.join(re.escape(name) for name in _DOCUMENTS)})$")
_CONTENT_TYPE = re.compile(r"^[\w.+-]+/[\w.+-]+$")
# Settings that tell of the author's machine: printers, data sources, the chain of earlier versions.
_TELLING_SETTING = re.compile(r"Print(?:er)?(?:Name|Setup|FaxName)|Database|Rsid|PasswordInfo", re.IGNORECASE)

# Elements that refuse the upload wherever they stand.
_REFUSED = {
    "event-listener": wording.MACROS,
    "script": wording.MACROS,
    "object-ole": wording.EMBEDDED,
    "plugin": wording.EMBEDDED,
    "applet": wording.EMBEDDED,
    "floating-frame": wording.LINKED,
    "binary-data": wording.EMBEDDED,
    "section-source": wording.LINKED,
    "dde-source": wording.LINKED,
    "dde-connection-decl": wording.LINKED,
    "table-source": wording.LINKED,
    "cell-range-source": wording.LINKED,
}


@dataclass(slots=True)
class _Document:
    """What has been learnt of one file on the way."""

    archive: Archive
    types: dict[str, str] = field(default_factory=dict)
    refusals: dict[str, None] = field(default_factory=dict)
    changes: int = 0
    comments: int = 0
    emptied_links: int = 0
    hidden: Hidden = field(default_factory=Hidden)
    words: WordCount = field(default_factory=WordCount)


def read(members: Archive, clean_to: Path, limits: Limits) -> Reading:
    """Read an ODT and write the cleaned copy unless something refuses it. Raises Refused where it is damaged."""
    document = _Document(members)
    _read_manifest(document)
    if any(name.startswith(("Basic/", "Scripts/", "Dialogs/")) for name in members.names):
        document.refusals[wording.MACROS] = None
    title, pages = _stated(document)
    archive.write(clean_to, _clean_members(document, pages), stored=(MIMETYPE,))
    return Reading(
        media_type=MediaType.ODT,
        pages=pages if 0 < pages <= limits.pages else None,
        pages_are=PagesAre.STATED if 0 < pages <= limits.pages else PagesAre.UNKNOWN,
        words=document.words.words,
        asks=document.words.asks,
        title=title,
        findings=tuple(_findings(document)),
    )


def _read_manifest(document: _Document) -> None:
    if MANIFEST not in document.archive or "content.xml" not in document.archive:
        raise Refused((refusal(wording.DAMAGED),))
    for name, attributes in markup.elements(document.archive.read(MANIFEST)):
        if markup.local(name) == "encryption-data":
            raise Refused((refusal(wording.LOCKED),))
        if markup.local(name) == "file-entry":
            values = {markup.local(key): value for key, value in attributes.items()}
            kind = values.get("media-type", "")
            document.types[values.get("full-path", "")] = kind if _CONTENT_TYPE.match(kind) else ""


def _stated(document: _Document) -> tuple[str, int]:
    """The title and the number of pages that the file states, empty and 0 where it does not."""
    if "meta.xml" not in document.archive:
        return "", 0
    meta = document.archive.read("meta.xml")
    pages = 0
    for name, attributes in markup.elements(meta):
        if markup.local(name) == "document-statistic":
            stated = next((value for key, value in attributes.items() if markup.local(key) == "page-count"), "")
            pages = int(stated) if stated.isdecimal() and len(stated) < 8 else 0
        document.hidden.details |= markup.local(name) == "user-defined"
    told = markup.texts(meta, "title", *_AUTHORS)
    document.hidden.author = any(told.get(name, "").strip() for name in _AUTHORS)
    return told.get("title", "").strip(), pages


def _clean_members(document: _Document, pages: int) -> Iterator[tuple[str, bytes]]:
    yield MIMETYPE, MediaType.ODT.value.encode()
    kept = []
    for name in document.archive.names:
        content = _clean_part(document, name, pages)
        if content is not None:
            kept.append(name)
            yield name, content
    yield MANIFEST, _manifest(document, kept)


def _clean_part(document: _Document, name: str, pages: int) -> bytes | None:
    """The part as the copy has it, or None for one that the copy leaves out."""
    if name in _DOCUMENTS or _is_object_part(document, name):
        return _clean_xml(document, document.archive.read(name), is_main=name == "content.xml")
    if name == "meta.xml":
        statistic = f'<meta:document-statistic meta:page-count="{pages}"/>' if pages else ""
        return markup.HEADER + _META.format(statistic).encode()
    if name.startswith("Pictures/"):
        content = document.archive.read(name)
        document.hidden.pictures |= pictures.tells(content)
        try:
            return pictures.clean(content)
        except pictures.Unknown:
            document.refusals[wording.PICTURE] = None
            return None
    if name.startswith("ObjectReplacements/"):
        # Only a preview of an object that is kept as well, so it may be left out.
        try:
            return pictures.clean(document.archive.read(name))
        except pictures.Unknown:
            return None
    return document.archive.read(name) if name.startswith("Fonts/") else None


def _is_object_part(document: _Document, name: str) -> bool:
    """Charts and formulas are kept; any other document inside the paper refuses it."""
    if not name.startswith("Object "):
        return False
    part = _OBJECT_PART.match(name)
    folder = part[1] if part else f"{name.partition('/')[0]}/"
    if document.types.get(folder, "") not in _PLAIN_OBJECTS:
        document.refusals[wording.EMBEDDED] = None
        return False
    return part is not None


def _clean_xml(document: _Document, content: bytes, *, is_main: bool) -> bytes:
    open_paragraphs: list[str] = []

    def opens(name: str, attributes: Mapping[str, str]) -> Fate:
        word = markup.local(name)
        values = {markup.local(key): value for key, value in attributes.items()}
        if name == f"{_OFFICE}}}script":
            # Empty lists of macro libraries stand here in many files; what could run refuses the upload below.
            return Fate.CUT
        if word == "config-item" and _TELLING_SETTING.search(values.get("name", "")):
            return Fate.CUT
        if word in _REFUSED:
            document.refusals[_REFUSED[word]] = None
        document.changes += word == "changed-region"
        document.comments += word == "annotation"
        if word in {"p", "h", "s", "tab", "line-break"}:
            document.words.space()
        if word in {"p", "h"}:
            open_paragraphs.append(word)
        return _fate_of_link(document, word, values.get("href", ""))

    def closes(name: str) -> None:
        if markup.local(name) in {"p", "h"}:
            open_paragraphs.pop()

    def says(text: str) -> None:
        if is_main and open_paragraphs:
            document.words.add(text)

    return markup.edit(content, opens, closes=closes, says=says)


def _fate_of_link(document: _Document, word: str, address: str) -> Fate:
    inside = address.removeprefix("./").partition("/")[0]
    if not address or (links.is_public(address) and word == "a") or inside.startswith(("Pictures", "Object")):
        return Fate.KEEP
    if word == "a":
        document.emptied_links += 1
        return Fate.UNLINK
    if word in {"image", "object", "fill-image", "font-face-uri", "background-image"} and not inside.startswith(
        "Fonts"
    ):
        document.refusals[wording.LINKED] = None
    return Fate.KEEP


def _manifest(document: _Document, names: list[str]) -> bytes:
    folders = {f"{name.partition('/')[0]}/" for name in names if name.startswith("Object ")}
    tags = [
        f'<manifest:manifest xmlns:manifest="{_MANIFEST_SPACE}" manifest:version="1.3">'.encode(),
        _entry("/", MediaType.ODT.value),
        *(_entry(folder, document.types.get(folder, "")) for folder in sorted(folders)),
        *(_entry(name, document.types.get(name, "")) for name in names),
        b"</manifest:manifest>",
    ]
    return markup.HEADER + b"".join(tags)


def _entry(path: str, kind: str) -> bytes:
    return markup.empty_tag("manifest:file-entry", {"manifest:full-path": path, "manifest:media-type": kind})


def _findings(document: _Document) -> Iterator[Finding]:
    names = document.archive.names
    is_signed = any(name.startswith("META-INF/") and "signatures" in name for name in names)
    yield from wording.changes_and_comments(document.changes, document.comments)
    yield from (refusal(text) for text in document.refusals)
    yield from wording.left_out(links=document.emptied_links, signature=is_signed)
    yield from document.hidden.notes()
    if any(name.startswith("Version") for name in names):
        yield note("Earlier versions that the file keeps inside are not in the copy that others download.")
