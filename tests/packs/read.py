"""A PDF read back with pypdf: words, pages, links, and what pictures it holds."""

from __future__ import annotations

import io
from typing import Any

from pypdf import PdfReader
from pypdf.generic import DictionaryObject

NOT_TEXT = {"/Image", "/Form", "/EmbeddedFile", "/Filespec", "/JavaScript"}


def opened(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf), strict=True)


def pages(pdf: bytes) -> list[str]:
    """The text of each page, with every run of white space made one space."""
    return [" ".join(page.extract_text().split()) for page in opened(pdf).pages]


def words(pdf: bytes) -> str:
    """The text of all pages."""
    return " ".join(pages(pdf))


def unbroken(pdf: bytes) -> str:
    """The text of all pages without any white space, for words that are broken over lines."""
    return "".join(words(pdf).split())


def properties(pdf: bytes) -> dict[str, str]:
    """What a viewer shows under “properties”, without the slash before each name."""
    return {str(name).lstrip("/"): str(value) for name, value in (opened(pdf).metadata or {}).items()}


def links(pdf: bytes) -> list[str]:
    """The addresses that a click would open."""
    annotations: list[Any] = [a.get_object() for page in opened(pdf).pages for a in page.get("/Annots", [])]
    return [str(annotation["/A"]["/URI"]) for annotation in annotations]


def pictures(pdf: bytes) -> list[str]:
    """Every object of the file that holds something other than text: images, forms, files."""
    reader = opened(pdf)
    found = []
    for number in range(1, len(reader.xref[0]) + 1):
        thing = reader.get_object(number)
        if isinstance(thing, DictionaryObject) and NOT_TEXT & {thing.get("/Subtype"), thing.get("/Type")}:
            found.append(f"{number} {thing.get('/Subtype')}")
    return found


def outline(pdf: bytes) -> list[tuple[str, int]]:
    """Titles and page numbers, from 1, of the bookmarks."""
    reader: Any = opened(pdf)  # pypdf types nested bookmarks as lists of lists; ours are flat.
    return [(str(entry.title), reader.get_destination_page_number(entry) + 1) for entry in reader.outline]
