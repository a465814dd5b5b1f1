"""What an inspection says about an uploaded paper, and the limits it works under. Values only; no file is read here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from convene.findings import Finding, Level

NAMED_TYPES = "PDF, DOCX or ODT"
NAMED_WITH_PHOTOS = "PDF, DOCX, ODT, JPEG or PNG"


class MediaType(StrEnum):
    """The types that are taken, photographs only where they are asked for; the value is the registered media type."""

    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ODT = "application/vnd.oasis.opendocument.text"
    JPG = "image/jpeg"
    PNG = "image/png"

    @property
    def suffix(self) -> str:
        """The ending that a file of this type has: “.pdf”."""
        return f".{self.name.lower()}"


class PagesAre(StrEnum):
    """Where a number of pages comes from (settled 32)."""

    COUNTED = "counted"
    STATED = "stated"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one inspection may cost. Sizes are bytes; the paper's own limits (B5) are not decided here.

    The other limits fit files up to the default `file_size`; who raises that much further raises `memory` with it.
    `seconds` is wall-clock time, after which the reading process is killed; `cpu_seconds` its processor time;
    `memory` its whole address space; `unpacked` and `part` what all parts together, and one alone, may unpack to.
    `photos` says whether a photograph is taken as well, as evidence may be.
    """

    file_size: int = 25 * 1024 * 1024
    memory: int = 256 * 1024 * 1024
    cpu_seconds: int = 3
    seconds: float = 5.0
    words_seconds: float = 0.7
    pages: int = 2_000
    objects: int = 200_000
    parts: int = 2_000
    part: int = 32_000_000
    unpacked: int = 128_000_000
    pictures: int = 320_000_000
    ratio: int = 200
    photos: bool = False


@dataclass(frozen=True, slots=True)
class Inspection:
    """The verdict on one uploaded file.

    `media_type` is told by content and None where it is none that is taken. `words` is None where counting was too
    dear. `asks` says whether the text states what is asked of its readers; None where no text could be read, as in a
    scan. `title` is what the file says of itself, only ever a suggestion. `is_clean` says that a copy without the
    author's metadata was written; it is False for whatever is refused. `file_name` is fit to be shown and to be sent.
    """

    media_type: MediaType | None
    pages: int | None
    pages_are: PagesAre
    words: int | None
    asks: bool | None
    title: str
    file_name: str
    findings: tuple[Finding, ...]
    is_clean: bool

    @property
    def refused(self) -> bool:
        """True where at least one finding refuses the upload."""
        return any(finding.level is Level.REFUSE for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a file of a known type gave. A clean copy was written exactly where nothing in it refuses."""

    media_type: MediaType
    pages: int | None
    pages_are: PagesAre
    words: int | None
    asks: bool | None
    title: str
    findings: tuple[Finding, ...]

    @property
    def refused(self) -> bool:
        """True where at least one finding refuses the upload."""
        return any(finding.level is Level.REFUSE for finding in self.findings)


def pages_words(pages: int | None, pages_are: PagesAre) -> str:
    """“3 pages”, “3 pages, as stated by the file”, “number of pages not known” (settled 32)."""
    if pages is None or pages_are is PagesAre.UNKNOWN:
        return "number of pages not known"
    words = "1 page" if pages == 1 else f"{pages} pages"
    return words if pages_are is PagesAre.COUNTED else f"{words}, as stated by the file"


def refusal(text: str) -> Finding:
    """A finding that refuses the upload."""
    return Finding(rule="", level=Level.REFUSE, text=text)


def note(text: str) -> Finding:
    """A finding that only tells what was found or done."""
    return Finding(rule="", level=Level.NOTE, text=text)


def warning(text: str) -> Finding:
    """A finding that its reader should act on, without being stopped."""
    return Finding(rule="", level=Level.WARN, text=text)


def counted(number: int, one: str, many: str = "") -> str:
    """“1 comment”, “2 comments”; `many` where the plural is not `one` with an s."""
    return f"{number} {one if number == 1 else many or one + 's'}"
