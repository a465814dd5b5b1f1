"""Papers in DOCX: what is in them, and the copy without their authors' metadata. Layout is not computed here."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from convene.findings import Finding, Refused
from convene.papers.inspection import archive, links, markup, pictures, wording
from convene.papers.inspection.archive import Archive
from convene.papers.inspection.markup import Fate
from convene.papers.inspection.verdict import Limits, MediaType, PagesAre, Reading, refusal
from convene.papers.inspection.wording import Hidden
from convene.papers.inspection.words import WordCount

CONTENT_TYPES = "[Content_Types].xml"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TEMPLATE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"

_TYPES_SPACE = "http://schemas.openxmlformats.org/package/2006/content-types"
_LINKS_SPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
_LINKS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_CORE = (
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"></cp:core'
    b"Properties>"
)
_APP = '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">{}</Properties>'
_WORD_SPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "http://purl.oclc.org/ooxml/wordprocessingml/main}",
)

_APP_KINDS = ("extended-properties", "extendedProperties")
_AUTHORS = ("creator", "lastModifiedBy", "Manager", "Company")
# Kinds of relationship, by the last word of their address: what the copy keeps, …
_KEPT = frozenset(
    (
        *("officeDocument", "core-properties", *_APP_KINDS, "styles", "stylesWithEffects", "settings"),
        *("webSettings", "fontTable", "font", "theme", "themeOverride", "numbering", "header", "footer", "footnotes"),
        *("endnotes", "image", "hyperlink", "chart", "chartEx", "chartUserShapes", "chartStyle", "chartColorStyle"),
        *("diagramData", "diagramLayout", "diagramQuickStyle", "diagramColors", "diagramDrawing"),
    )
)
# … and what refuses the upload, with the sentence that says so.
_CONTROL = "The file holds a control that runs a program. Remove the control and upload it again."
_TEMPLATE = (
    "The file fetches its template from a server. Attach the program's normal template instead and upload it again."
)
_FILM = "The file holds sound or film. Remove it and upload the paper again."
_UNKNOWN_PART = (
    "The file holds something that cannot be checked, such as ink. Put a picture in its place and upload it again."
)
_REFUSED = {
    "vbaProject": wording.MACROS,
    "wordVbaData": wording.MACROS,
    "oleObject": wording.EMBEDDED,
    "package": wording.EMBEDDED,
    "aFChunk": wording.EMBEDDED,
    "subDocument": wording.LINKED,
    "frame": wording.LINKED,
    "externalLinkPath": wording.LINKED,
    "control": _CONTROL,
    "activeXControlBinary": _CONTROL,
    "video": _FILM,
    "audio": _FILM,
    "media": _FILM,
}
# These are cut from the text itself, so nothing in the copy misses them.
_CUT = frozenset(
    (
        *("attachedTemplate", "docVars", "mailMerge", "rsids", "docId", "saveThroughXslt", "attachedSchema"),
        *("permStart", "permEnd", "printerSettings"),
    )
)
_CUT_KINDS = frozenset(
    (
        "attachedTemplate",
        "mailMergeSource",
        "mailMergeHeaderSource",
        "recipientData",
        "transform",
        "comments",
        "printerSettings",
    )
)
_TELLING = frozenset(("docVars", "mailMerge", "permStart"))
_TELLING_KINDS = frozenset(("custom-properties", "people", "thumbnail"))
_CHANGES = frozenset(
    (
        *("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "rPrChange", "pPrChange"),
        *("sectPrChange", "tblPrChange", "tblPrExChange", "tblGridChange", "tcPrChange", "trPrChange"),
        *("numberingChange",),
    )
)
_FETCHING_FIELD = re.compile(
    r"^\s*(?:DDE|DDEAUTO|LINK|IMPORT|INCLUDE|INCLUDEPICTURE|INCLUDETEXT|DATABASE|RD)\b", re.IGNORECASE | re.MULTILINE
)
_CONTENT_TYPE = re.compile(r"^[\w.+-]+/[\w.+-]+$")


@dataclass(frozen=True, slots=True)
class _Link:
    """One relationship of a part; `target` is a part's name where it is not external."""

    key: str
    type: str
    address: str
    target: str
    is_external: bool

    @property
    def kind(self) -> str:
        """The last word of its type; transitional and strict files have the others differ."""
        return self.type.rpartition("/")[2]


@dataclass(slots=True)
class _Package:
    """What has been learnt of one file on the way."""

    archive: Archive
    main: str = ""
    overrides: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    links: dict[str, list[_Link]] = field(default_factory=dict)
    refusals: dict[str, None] = field(default_factory=dict)
    changes: int = 0
    comments: int = 0
    emptied_links: int = 0
    was_signed: bool = False
    hidden: Hidden = field(default_factory=Hidden)
    words: WordCount = field(default_factory=WordCount)

    def type_of(self, name: str) -> str:
        return self.overrides.get(name.lower()) or self.defaults.get(name.rpartition(".")[2].lower(), "")


def main_type(members: Archive) -> str:
    """The content type of the package's main part, empty where it has none. Raises Refused where it is damaged."""
    package = _Package(members)
    _read_types(package)
    return package.type_of(package.main)


def read(members: Archive, clean_to: Path, limits: Limits) -> Reading:
    """Read a DOCX whose main part is a text document, and write the cleaned copy unless something refuses it.

    Raises Refused where the file is damaged.
    """
    package = _Package(members)
    _read_types(package)
    _follow(package)
    stated = _stated(package)
    package.hidden.author = any(stated.get(name) for name in _AUTHORS)
    pages = int(stated["Pages"]) if stated.get("Pages", "").isdecimal() else 0
    archive.write(clean_to, _clean_members(package, pages))
    return Reading(
        media_type=MediaType.DOCX,
        pages=pages if 0 < pages <= limits.pages else None,
        pages_are=PagesAre.STATED if 0 < pages <= limits.pages else PagesAre.UNKNOWN,
        words=package.words.words,
        asks=package.words.asks,
        title=stated.get("title", ""),
        findings=tuple(_findings(package)),
    )


def _read_types(package: _Package) -> None:
    for name, attributes in markup.elements(package.archive.read(CONTENT_TYPES)):
        kind = attributes.get("ContentType", "")
        if not _CONTENT_TYPE.match(kind):
            continue
        if markup.local(name) == "Default":
            package.defaults[attributes.get("Extension", "").lower()] = kind
        elif markup.local(name) == "Override":
            package.overrides[attributes.get("PartName", "").removeprefix("/").lower()] = kind
    mains = [link.target for link in _links_of(package, "") if link.kind == "officeDocument" and not link.is_external]
    package.main = mains[0] if len(mains) == 1 else ""


def _links_of(package: _Package, source: str) -> list[_Link]:
    folder, _, name = source.rpartition("/")
    at = posixpath.join(folder, "_rels", f"{name}.rels")
    if at not in package.archive:
        return []
    known = {one.casefold(): one for one in package.archive.names}
    found = []
    for element, attributes in markup.elements(package.archive.read(at)):
        if markup.local(element) != "Relationship":
            continue
        address, kind = attributes.get("Target", ""), attributes.get("Type", "")
        target = posixpath.normpath(posixpath.join("/", folder, unquote(address))).lstrip("/")
        found.append(
            _Link(
                key=attributes.get("Id", ""),
                type=kind,
                address=address,
                target=known.get(target.casefold(), ""),
                is_external=attributes.get("TargetMode", "") == "External" or kind.endswith("/hyperlink"),
            )
        )
    return found


def _follow(package: _Package) -> None:
    """Find the parts that the copy keeps, from the package's own relationships onwards."""
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in package.archive.names):
        package.refusals[wording.MACROS] = None
    waiting, seen = [""], {""}
    while waiting:
        source = waiting.pop()
        package.links[source] = [link for link in _links_of(package, source) if _is_kept(package, source, link)]
        for link in package.links[source]:
            if not link.is_external and link.target not in seen:
                seen.add(link.target)
                waiting.append(link.target)


def _is_kept(package: _Package, source: str, link: _Link) -> bool:
    if link.kind in _REFUSED:
        package.refusals[_REFUSED[link.kind]] = None
        return False
    if link.kind == "attachedTemplate" and link.is_external and not links.is_on_own_machine(link.address):
        package.refusals[_TEMPLATE] = None
        return False
    if link.kind == "comments" and link.target:
        names = [markup.local(name) for name, _ in markup.elements(package.archive.read(link.target))]
        package.comments += names.count("comment")
    package.hidden.details |= link.kind in _TELLING_KINDS
    if link.kind == "origin" or "signature" in link.kind:
        package.was_signed = True
    if link.kind == "hyperlink":
        return True
    if link.kind in _KEPT and link.is_external:
        package.refusals[wording.LINKED] = None
        return False
    if link.kind in _KEPT:
        return bool(link.target)
    if link.kind not in _CUT_KINDS and source and f'"{link.key}"'.encode() in package.archive.read(source):
        package.refusals[wording.LINKED if link.is_external else _UNKNOWN_PART] = None
    return False


def _stated(package: _Package) -> dict[str, str]:
    """What the file says of itself: its title, its number of pages, and who made it."""
    stated: dict[str, str] = {}
    for link in package.links[""]:
        if link.kind in {"core-properties", *_APP_KINDS}:
            stated |= markup.texts(package.archive.read(link.target), "title", "Pages", *_AUTHORS)
    return {key: value.strip() for key, value in stated.items()}


def _clean_members(package: _Package, pages: int) -> Iterator[tuple[str, bytes]]:
    parts = {link.target: link.kind for every in package.links.values() for link in every if not link.is_external}
    yield CONTENT_TYPES, _types_xml(package, parts)
    for source, every in package.links.items():
        folder, _, name = source.rpartition("/")
        if every:
            yield posixpath.join(folder, "_rels", f"{name}.rels"), _links_xml(package, every)
    for name, kind in parts.items():
        yield name, _clean_part(package, name, kind, pages)


def _types_xml(package: _Package, parts: Mapping[str, str]) -> bytes:
    tags = [
        markup.empty_tag("Default", {"Extension": "rels", "ContentType": _LINKS_TYPE}),
        markup.empty_tag("Default", {"Extension": "xml", "ContentType": "application/xml"}),
    ]
    for name in parts:
        kind = package.type_of(name)
        if not kind:
            raise Refused((refusal(wording.DAMAGED),))
        tags.append(markup.empty_tag("Override", {"PartName": f"/{name}", "ContentType": kind}))
    return b"".join((markup.HEADER, f'<Types xmlns="{_TYPES_SPACE}">'.encode(), *tags, b"</Types>"))


def _links_xml(package: _Package, every: list[_Link]) -> bytes:
    tags = []
    for link in every:
        address = link.address
        if link.is_external and not links.is_public(address):
            package.emptied_links += 1
            address = "about:blank"
        tag = {"Id": link.key, "Type": link.type, "Target": address}
        tags.append(markup.empty_tag("Relationship", tag | ({"TargetMode": "External"} if link.is_external else {})))
    return b"".join((markup.HEADER, f'<Relationships xmlns="{_LINKS_SPACE}">'.encode(), *tags, b"</Relationships>"))


def _clean_part(package: _Package, name: str, kind: str, pages: int) -> bytes:
    if kind == "core-properties":
        return markup.HEADER + _CORE
    if kind in _APP_KINDS:
        return markup.HEADER + _APP.format(f"<Pages>{pages}</Pages>" if pages else "").encode()
    content = package.archive.read(name)
    if kind == "image":
        package.hidden.pictures |= pictures.tells(content)
        try:
            return pictures.clean(content)
        except pictures.Unknown:
            package.refusals[wording.PICTURE] = None
            return b""
    return content if kind == "font" else _clean_xml(package, content, is_main=name == package.main)


def _clean_xml(package: _Package, content: bytes, *, is_main: bool) -> bytes:
    path: list[str] = []
    fields: list[str] = []

    def opens(name: str, attributes: Mapping[str, str]) -> Fate:
        word = markup.local(name)
        is_word = name.startswith(_WORD_SPACES)
        if word in _CUT and (is_word or word == "docId"):
            package.hidden.details |= word in _TELLING
            return Fate.CUT
        if is_word:
            by_name = any(markup.local(key) == "author" for key in attributes)
            package.changes += word in _CHANGES or by_name
            if word in {"fldChar", "fldSimple"}:
                fields.append("\n" + next((v for k, v in attributes.items() if markup.local(k) == "instr"), ""))
            if word in {"p", "tab", "br", "cr"}:
                package.words.space()
        path.append(word)
        return Fate.KEEP

    def closes(name: str) -> None:
        path.pop()

    def says(text: str) -> None:
        if path and path[-1] == "t" and is_main and "Fallback" not in path:
            package.words.add(text)
        elif path and path[-1] == "instrText":
            fields.append(text)

    cleaned = markup.edit(content, opens, closes=closes, says=says)
    if _FETCHING_FIELD.search("".join(fields)):
        package.refusals[wording.LINKED] = None
    return cleaned


def _findings(package: _Package) -> Iterator[Finding]:
    yield from wording.changes_and_comments(package.changes, package.comments)
    yield from (refusal(text) for text in package.refusals)
    yield from wording.left_out(links=package.emptied_links, signature=package.was_signed)
    yield from package.hidden.notes()
