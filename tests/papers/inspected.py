"""Inspects files that the tests of uploaded papers made, and searches copies for the author's name."""

from __future__ import annotations

import io
import resource
import zipfile
from pathlib import Path

from pypdf import PdfReader
from pypdf.generic import IndirectObject, StreamObject

from convene.findings import Level
from convene.papers.inspection import Inspection, Limits, inspect
from tests.papers.made_pdfs import AUTHOR

# The clock on the wall is given time, since many tests may share the machine; the processor's is watched below.
PATIENT = Limits(seconds=30)


def inspected(
    folder: Path, content: bytes, *, file_name: str = "paper", limits: Limits | None = None
) -> tuple[Inspection, bytes]:
    """The verdict on these bytes, reached within two seconds, and the cleaned copy (empty where there is none)."""
    source, copy = folder / "source", folder / "copy"
    source.write_bytes(content)
    copy.unlink(missing_ok=True)
    before = _seconds_of_children()
    verdict = inspect(source, clean_to=copy, file_name=file_name, limits=limits or PATIENT)
    assert _seconds_of_children() - before < 2
    assert source.read_bytes() == content
    assert copy.exists() == verdict.is_clean
    return verdict, copy.read_bytes() if verdict.is_clean else b""


def _seconds_of_children() -> float:
    """Processor time of ended child processes: unlike the clock on the wall, the same on a busy machine."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def said(verdict: Inspection, level: Level) -> list[str]:
    """What the findings of that level say, without the one on the name's ending."""
    texts = [finding.text for finding in verdict.findings if finding.level is level]
    return [text for text in texts if not text.startswith("By its content")]


def holds_author(content: bytes) -> bool:
    """Whether the author's name is anywhere in a file, in any spelling, packed or not."""
    spellings = [AUTHOR.encode(code) for code in ("utf-8", "utf-16-be", "utf-16-le")]
    spellings += [spelling.hex().encode() for spelling in spellings]
    spellings += [spelling.upper() for spelling in spellings[3:]]
    return any(spelling in piece for piece in _pieces(content) for spelling in spellings)


def _pieces(content: bytes) -> list[bytes]:
    pieces = [content]
    if content.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(content))
        size = reader.trailer["/Size"]
        assert isinstance(size, int)
        for number in range(1, size):
            value = IndirectObject(number, 0, reader).get_object()
            pieces.append(repr(value).encode())
            if isinstance(value, StreamObject):
                pieces.append(value.get_data())
    elif content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            pieces.append(archive.comment)
            for name in archive.namelist():
                pieces += [name.encode(), *_pieces(archive.read(name))]
    return pieces


def members(content: bytes) -> dict[str, bytes]:
    """What is in an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}
