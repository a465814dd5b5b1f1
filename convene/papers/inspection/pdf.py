"""Papers in PDF: what is in them, and the copy without their authors' metadata, written anew by pypdf.

What pages show is copied as it is. What single objects may keep is decided in pdf_objects.py.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from pathlib import Path

from pypdf import PdfReader, PdfWriter, overwrite_configuration
from pypdf.generic import DictionaryObject, NullObject, is_null_or_none

from convene.findings import Finding, Refused
from convene.papers.inspection import signs, wording
from convene.papers.inspection.pdf_objects import Sweep
from convene.papers.inspection.verdict import Limits, MediaType, PagesAre, Reading, counted, note, refusal, warning
from convene.papers.inspection.words import WordCount

# What mail programs and printers put before a PDF in good faith.
_BEFORE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\x1b%-12345X)?(?:@PJL[^\r\n]*\r?\n)*\s*")
_PADDING = b"\0\t\n\f\r "
_TAIL = 2048
_ENDS = re.compile(rb"startxref\s+\d+\s+%%EOF")
_TRAILER = b"trailer\n<<"
# What programs write where nobody gave a name.
_NOBODY = frozenset(("", "anonymous"))
_LOCK = re.compile(rb"/Encrypt\s+(?:\d+\s+\d+\s+R|<<)")


class Paper:
    """A PDF that has been opened within the limits; its words can be counted after the verdict is out."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        """Open it. Raises Refused where it is locked, cut off, of two kinds at once; pypdf's errors where damaged."""
        overwrite_configuration(
            maximum_declared_stream_length=limits.file_size,
            zlib_maximum_output_length=limits.part,
            lzw_maximum_output_length=limits.part,
            run_length_maximum_output_length=limits.part,
            array_based_stream_maximum_output_length=limits.part,
            stream_decoding_work_maximum_length=2 * limits.part,
            page_tree_maximum_entries=limits.pages * 2,
            zlib_maximum_recovery_input_length=1_000_000,
            jbig2dec_binary=None,
            disable_legacy_handling=True,
        )
        self._limits = limits
        self._version = _checked_version(content)
        self._reader = _opened(content)

    def read(self, clean_to: Path) -> Reading:
        """The verdict; the cleaned copy is written unless something refuses the paper."""
        reader = self._reader
        pages = len(reader.pages)
        if not 0 < pages <= self._limits.pages:
            text = "The file has too many pages to be a paper." if pages else "The file has no pages."
            raise Refused((refusal(text),))
        title, author = self._told("/Title"), self._told("/Author")
        reader.trailer.pop("/Info", None)
        reader.trailer.pop("/ID", None)
        sweep = Sweep(reader, self._limits)
        sweep.run()
        sweep.hidden.author = author.strip().lower() not in _NOBODY
        findings = tuple(_findings(sweep))
        reading = Reading(MediaType.PDF, pages, PagesAre.COUNTED, None, None, title, findings)
        if not reading.refused:
            _write(reader, self._version, clean_to)
        return reading

    def count_words(self) -> tuple[int, bool | None, tuple[Finding, ...]]:
        """The words of the text, whether it says what is asked (None without text), and a warning where there is none.

        Dear: its caller bounds time and memory.
        """
        words = WordCount()
        for page in self._reader.pages:
            words.space()
            words.add(page.extract_text())
        if words.words:
            return words.words, words.asks, ()
        text = (
            "The pages are pictures without text: nobody can search them or have them read aloud. A PDF saved from the "
            "program in which the paper was written has its text."
        )
        return 0, None, (warning(text),)

    def _told(self, key: str) -> str:
        """What the file's information says under that key; empty where it says nothing."""
        info = self._reader.trailer.get("/Info", NullObject()).get_object()
        told = info.get(key) if isinstance(info, DictionaryObject) else None
        return "" if is_null_or_none(told) else str(told)


def _opened(content: bytes) -> PdfReader:
    # pypdf tries the empty password by itself, and stops where it lacks the cipher for that.
    try:
        reader = PdfReader(io.BytesIO(content))
    except Exception as broken:
        if _LOCK.search(content):
            raise Refused((refusal(wording.LOCKED),)) from broken
        raise
    if reader.is_encrypted:
        raise Refused((refusal(wording.LOCKED),))
    return reader


def _checked_version(content: bytes) -> str:
    header = signs.pdf_header(content)
    if header is None:
        raise Refused((refusal(wording.DAMAGED),))
    before = _BEFORE.match(content)
    if before is None or before.end() < header.start():
        raise Refused((refusal(wording.TWO_KINDS),))
    tail = content.rstrip(_PADDING)[-_TAIL:]
    ends = [end.end() for end in _ENDS.finditer(tail)]
    # Objects behind the last end belong to a revision that was cut off.
    if not ends or b" obj" in tail[ends[-1] :]:
        raise Refused((refusal(wording.DAMAGED),))
    return header[1].decode()


def _write(reader: PdfReader, version: str, clean_to: Path) -> None:
    """Write the swept document; its identifier follows from the copy's own content and from nothing else."""
    writer = PdfWriter(clone_from=reader)
    writer.metadata = None
    writer.pdf_header = f"%PDF-{version}"
    copy = io.BytesIO()
    writer.write(copy)
    written = copy.getbuffer()
    digest = hashlib.sha256(written).hexdigest()[:32].encode()
    # Nothing is addressed by its place behind the trailer, so the identifier can be put in there afterwards.
    tail = bytes(written[-_TAIL:])
    at = len(written) - len(tail) + tail.rindex(_TRAILER) + len(_TRAILER)
    with clean_to.open("xb") as file:
        file.write(written[:at])
        file.write(b"\n/ID [<" + digest + b"> <" + digest + b">]")
        file.write(written[at:])


def _findings(sweep: Sweep) -> Iterator[Finding]:
    if sweep.comments:
        found = counted(sweep.comments, "comment")
        yield refusal(
            f"The file holds {found}. Delete all comments, or export the paper without them, then upload it again."
        )
    if sweep.redactions:
        yield refusal(
            "The file holds passages that are marked to be blacked out but can still be read. Carry the redaction out, "
            "then upload it again."
        )
    yield from (refusal(text) for text in sweep.refusals)
    if sweep.left_out:
        yield note(f"The copy that others download leaves out: {', '.join(sweep.left_out)}.")
    yield from wording.left_out(links=sweep.emptied_links, signature=sweep.was_signed)
    yield from sweep.hidden.notes()
