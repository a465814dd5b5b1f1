"""By which bytes the kind of a file is told, whatever its name says."""

from __future__ import annotations

import re

from convene.papers.inspection import wording
from convene.papers.inspection.verdict import NAMED_TYPES, NAMED_WITH_PHOTOS

SAVE = f"Save or export the paper as {NAMED_TYPES} and upload that."
SAVE_PHOTO = "Save it as JPEG or PNG and upload that; a screenshot of it will do."
JPEG, PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
ZIP = b"PK\x03\x04"
PDF_HEADER = re.compile(rb"%PDF-(\d\.\d)")

_PDF_HEADER_WITHIN = 1024 + len(b"%PDF-1.7")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED_COMPOUND = "EncryptedPackage".encode("utf-16-le")
_LOOKS_LIKE = (
    (b"{\\rtf", "an RTF text"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"#!", "a program"),
    (b"Rar!", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
    (b"\x1f\x8b", "an archive"),
)
_WEB_PAGE = (b"<!doctype html", b"<html", b"<script", b"<head", b"<body")


def pdf_header(content: bytes) -> re.Match[bytes] | None:
    """The first line of a PDF, which may stand anywhere in the first 1024 bytes; its group is the version."""
    return PDF_HEADER.search(content, 0, _PDF_HEADER_WITHIN)


def is_archive_too(content: bytes) -> bool:
    """Whether programs that look for an archive would find one: its table of contents stands at the end."""
    end = content.rfind(b"PK\x05\x06", max(len(content) - 65_557, 0))
    return end != -1 and b"PK\x01\x02" in content


def not_taken(content: bytes, *, photos: bool = False) -> str:
    """The sentence that refuses a file of a kind that is not taken, and says what it looks like."""
    if content.startswith(_COMPOUND):
        if _LOCKED_COMPOUND in content:
            return wording.LOCKED
        return f"This is an older kind of office file. {SAVE}"
    head = content[:1024].lower()
    looks_like = next((words for sign, words in _LOOKS_LIKE if content.startswith(sign)), "")
    if not looks_like and any(sign in head for sign in _WEB_PAGE):
        looks_like = "a web page"
    if photos:
        is_picture = looks_like == "a picture" or content[4:8] == b"ftyp"
        looks_like = "a picture or film of another kind" if is_picture else looks_like or "of another kind"
        return f"This is {looks_like}, and not {NAMED_WITH_PHOTOS}. {SAVE_PHOTO if is_picture else SAVE}"
    return f"This is {looks_like or 'no paper'}, and not {NAMED_TYPES}. {SAVE}"
