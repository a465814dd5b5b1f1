"""DOCX, ODT and other archives for the tests of uploaded papers, made by hand. Nothing is asserted here."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from tests.papers.made_pdfs import AUTHOR, TEXT, photograph

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MAIN_TYPE = f"{_DOCUMENT}.document.main+xml"
PARAGRAPH = f"<w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p>"

Parts = Mapping[str, str | bytes | None]


def archive(parts: Parts, *, stored: tuple[str, ...] = ()) -> bytes:
    """A ZIP of these members in this order; None leaves a member out."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            if content is not None:
                made.writestr(name, content, zipfile.ZIP_STORED if name in stored else None)
    return file.getvalue()


def link(key: str, kind: str, target: str, *, external: bool = False) -> str:
    """One relationship of a DOCX part; a kind without a slash is one of the office document's."""
    kind = kind if "/" in kind else f"{_OFFICE}/relationships/{kind}"
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="{key}" Type="{kind}" Target="{target}"{mode}/>'


def links(*every: str) -> str:
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(every)}</Relationships>'


def types(main: str = MAIN_TYPE, **overrides: str) -> str:
    """[Content_Types].xml; an override is named by its part with two underscores for each slash, one for the point."""
    overrides = {"word__document_xml": main, "word__settings_xml": f"{_DOCUMENT}.settings+xml", **overrides}
    tags = "".join(
        f'<Override PartName="/{name.replace("__", "/").replace("_", ".")}" ContentType="{kind}"/>'
        for name, kind in overrides.items()
    )
    defaults = "".join(
        f'<Default Extension="{ending}" ContentType="{kind}"/>'
        for ending, kind in (
            ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
            ("xml", "application/xml"),
            ("jpeg", "image/jpeg"),
            ("png", "image/png"),
            ("bin", "application/octet-stream"),
        )
    )
    return f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{defaults}{tags}</Types>'


def document(body: str = PARAGRAPH) -> str:
    spaces = f'xmlns:w="{WORD}" xmlns:r="{_OFFICE}/relationships" xmlns:w14="urn:w14" xmlns:mc="urn:mc"'
    return f"{_HEAD}<w:document {spaces}><w:body>{body}</w:body></w:document>"


def settings(inside: str = "") -> str:
    return f'{_HEAD}<w:settings xmlns:w="{WORD}" xmlns:r="{_OFFICE}/relationships">{inside}</w:settings>'


def _core() -> str:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        f"<dc:title>Note for the board</dc:title><dc:creator>{AUTHOR}</dc:creator>"
        f"<cp:lastModifiedBy>{AUTHOR}</cp:lastModifiedBy><cp:revision>7</cp:revision>"
        "<dcterms:created>2027-01-02T03:04:05Z</dcterms:created></cp:coreProperties>"
    )


def _app() -> str:
    inside = f"<Template>{AUTHOR}.dotx</Template><Manager>{AUTHOR}</Manager><Company>{AUTHOR}</Company><Pages>3</Pages>"
    return f'{_HEAD}<Properties xmlns="{_OFFICE}/extended-properties">{inside}</Properties>'


def docx(
    body: str = PARAGRAPH,
    *,
    document_links: tuple[str, ...] = (),
    package_links: tuple[str, ...] = (),
    **changes: object,
) -> bytes:
    """A DOCX by AUTHOR with three stated pages; `parts` adds members, replaces them or, with None, leaves them out."""
    parts: Parts = {
        "[Content_Types].xml": types(),
        "_rels/.rels": links(
            link("rId1", "officeDocument", "word/document.xml"),
            link("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            link("rId3", "extended-properties", "docProps/app.xml"),
            *package_links,
        ),
        "word/document.xml": document(body),
        "word/_rels/document.xml.rels": links(link("rId1", "settings", "settings.xml"), *document_links),
        "word/settings.xml": settings(),
        "docProps/core.xml": _core(),
        "docProps/app.xml": _app(),
    }
    added = changes.get("parts", {})
    assert isinstance(added, dict)
    return archive({**parts, **added})


def docx_with_everything() -> bytes:
    """A DOCX with its author's name in every place that programs put it, and nothing that refuses it."""
    note = f'<w:comments xmlns:w="{WORD}"></w:comments>'
    person = f'<w15:people xmlns:w15="urn:w15"><w15:person w15:author="{AUTHOR}"/></w15:people>'
    private = (
        f'<w:docVars><w:docVar w:name="by" w:val="{AUTHOR}"/></w:docVars><w:attachedTemplate r:id="rId1"/>'
        '<w:rsids><w:rsidRoot w:val="00AB12CD"/></w:rsids><w:zoom w:percent="100"/>'
    )
    body = (
        f'<!-- {AUTHOR} --><w:permStart w:id="1" w:ed="{AUTHOR}"/>{PARAGRAPH}<w:permEnd w:id="1"/>'
        '<w:p><w:hyperlink r:id="rId7"><w:r><w:t>annex</w:t></w:r></w:hyperlink>'
        '<w:hyperlink r:id="rId8"><w:r><w:t>website</w:t></w:r></w:hyperlink><w:drawing r:embed="rId9"/></w:p>'
    )
    return docx(
        body,
        package_links=(
            link("rId4", f"{_PACKAGE}/relationships/metadata/thumbnail", "docProps/thumbnail.jpeg"),
            link("rId5", "custom-properties", "docProps/custom.xml"),
        ),
        document_links=(
            link("rId2", "comments", "comments.xml"),
            link("rId3", "http://schemas.microsoft.com/office/2011/relationships/people", "people.xml"),
            link("rId4", "customXml", "../customXml/item1.xml"),
            link("rId5", "glossaryDocument", "glossary/document.xml"),
            link("rId7", "hyperlink", f"file:///C:/Users/{AUTHOR}/annex.docx", external=True),
            link("rId8", "hyperlink", "https://body.example/?a=1&amp;b=2", external=True),
            link("rId9", "image", "media/image1.jpeg"),
        ),
        parts={
            "word/comments.xml": note,
            "word/people.xml": person,
            "customXml/item1.xml": f"<a>{AUTHOR}</a>",
            "docProps/custom.xml": f"<a>{AUTHOR}</a>",
            "docProps/thumbnail.jpeg": photograph(),
            "word/glossary/document.xml": document(AUTHOR),
            "word/media/image1.jpeg": photograph(orientation=6),
            "word/settings.xml": settings(private),
            "word/_rels/settings.xml.rels": links(
                link("rId1", "attachedTemplate", f"file:///C:\\Users\\{AUTHOR}\\Letter.dotx", external=True)
            ),
            "[trash]/0000.dat": AUTHOR,
        },
    )


_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_SPACES = (
    " ".join(
        f'xmlns:{short}="{_ODF}:{name}:1.0"'
        for short, name in (
            ("office", "office"),
            ("text", "text"),
            ("draw", "drawing"),
            ("meta", "meta"),
            ("config", "config"),
            ("script", "script"),
        )
    )
    + ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
ODT_TYPE = "application/vnd.oasis.opendocument.text"


def content(inside: str = f"<text:p>{TEXT}</text:p>", *, before: str = "") -> str:
    return (
        f"{_HEAD}<office:document-content {_SPACES}>{before}<office:body><office:text>{inside}</office:text>"
        "</office:body></office:document-content>"
    )


def manifest(*entries: tuple[str, str], inside: str = "") -> str:
    tags = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}">{inside}</manifest:file-entry>'
        for path, kind in (("/", ODT_TYPE), ("content.xml", "text/xml"), *entries)
    )
    return f'{_HEAD}<manifest:manifest xmlns:manifest="{_ODF}:manifest:1.0">{tags}</manifest:manifest>'


def odt(inside: str = f"<text:p>{TEXT}</text:p>", *, before: str = "", parts: Parts | None = None) -> bytes:
    """An ODT by AUTHOR with four stated pages; `parts` adds members, replaces them or, with None, leaves them out."""
    meta = (
        f"{_HEAD}<office:document-meta {_SPACES}><office:meta><dc:title>Note for the board</dc:title>"
        f"<meta:initial-creator>{AUTHOR}</meta:initial-creator><dc:creator>{AUTHOR}</dc:creator>"
        '<meta:document-statistic meta:page-count="4"/></office:meta></office:document-meta>'
    )
    every: Parts = {
        "mimetype": ODT_TYPE,
        "content.xml": content(inside, before=before),
        "styles.xml": f"{_HEAD}<office:document-styles {_SPACES}/>",
        "settings.xml": f"{_HEAD}<office:document-settings {_SPACES}/>",
        "meta.xml": meta,
        "META-INF/manifest.xml": manifest(),
        **(parts or {}),
    }
    return archive(every, stored=("mimetype",))


def odt_with_everything() -> bytes:
    """An ODT with its author's name in every place that programs put it, and nothing that refuses it."""
    told = (
        f'<config:config-item config:name="PrinterName">{AUTHOR}</config:config-item>'
        '<config:config-item config:name="ApplyUserData">true</config:config-item>'
    )
    return odt(
        f'<text:p>{TEXT}</text:p><text:p><text:a xlink:href="file:///home/{AUTHOR}/a.odt">annex</text:a>'
        '<text:a xlink:href="https://body.example/">website</text:a><draw:image xlink:href="Pictures/1.jpeg"/>'
        '<draw:object xlink:href="./Object 1"/></text:p>',
        before='<office:scripts><office:script script:language="ooo:Basic"/></office:scripts>',
        parts={
            "settings.xml": f"{_HEAD}<office:document-settings {_SPACES}>{told}</office:document-settings>",
            "Pictures/1.jpeg": photograph(),
            "Thumbnails/thumbnail.png": AUTHOR,
            "Versions/Version1": AUTHOR,
            "META-INF/documentsignatures.xml": f"<a>{AUTHOR}</a>",
            "manifest.rdf": AUTHOR,
            "Configurations2/menubar/menubar.xml": AUTHOR,
            "Object 1/content.xml": content("<text:p>a + b</text:p>"),
            "Object 1/meta.xml": AUTHOR,
            "META-INF/manifest.xml": manifest(("Object 1/", "application/vnd.oasis.opendocument.formula")),
        },
    )


def linked(kind: str, target: str, *, external: bool = False, body: str = "", content: str | bytes = b"x") -> bytes:
    """A DOCX whose document has one more relationship of that kind, and that part where it is inside."""
    parts = {} if external else {f"word/{target}": content}
    return docx(PARAGRAPH + body, document_links=(link("rId5", kind, target, external=external),), parts=parts)


def macro_document() -> bytes:
    """A document with macros under the name of one without."""
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    return docx(parts={"[Content_Types].xml": types(kind), "word/vbaProject.bin": b"x"})


def twice_the_same_name() -> bytes:
    return docx(parts={"word/document.xm2": document(AUTHOR)}).replace(b"word/document.xm2", b"word/document.xml")


def name_cut_short() -> bytes:
    """A member whose name ends early for some programs and not for others."""
    return docx(parts={"word/a.xml.exe": "x"}).replace(b"word/a.xml.exe", b"word/a.xml\0exe")


def locked_members() -> bytes:
    """The mark of encryption on every member."""
    made = bytearray(docx())
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = made.find(sign)
        while at != -1:
            made[at + offset] |= 1
            at = made.find(sign, at + 1)
    return bytes(made)


def lying_about_its_size() -> bytes:
    """A member that claims to be small and unpacks to forty million bytes."""
    made = docx(parts={"word/document.xml": bytes(40_000_000)})
    return made.replace((40_000_000).to_bytes(4, "little"), (9_000).to_bytes(4, "little"))


def overlapping() -> bytes:
    """Two entries of the table of contents lead to one and the same packed part."""
    made = bytearray(docx(parts={"word/a.xml": "x" * 40, "word/b.xml": "x" * 40}))
    first, second = (made.rfind(name) - 46 for name in (b"word/a.xml", b"word/b.xml"))
    made[second + 42 : second + 46] = made[first + 42 : first + 46]
    return bytes(made)


def many_members(number: int) -> bytes:
    return docx(parts={f"word/{index}.xml": "" for index in range(number)})


def laughing() -> str:
    """The entities that double and double again."""
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "&a{n - 1};&a{n - 1};">' for n in range(1, 40))
    return f"<!DOCTYPE w [{entities}]>{document('<w:p>&a39;</w:p>').removeprefix(_HEAD)}"


def in_another_encoding() -> bytes:
    return document().replace("UTF-8", "UTF-16").encode("utf-16")
