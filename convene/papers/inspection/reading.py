"""Tells what a file is by its content, has it read, and says so as JSON. Runs in the child process only."""

from __future__ import annotations

import json
import logging
import signal
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from convene.findings import Finding, Refused
from convene.papers.inspection import signs, wording
from convene.papers.inspection.verdict import NAMED_TYPES, Limits, MediaType, Reading, refusal

# A title is a suggestion for a form; a longer one would crowd out the verdict.
_LONGEST_TITLE = 1_000

Count = Callable[[], tuple[int, bool | None, tuple[Finding, ...]]]
Read = Callable[[Path], tuple[Reading, Count | None]]


def report(source: Path, clean_to: Path, limits: Limits, say: Callable[[str], None]) -> None:
    """Say the verdict on a file as one line of JSON and then, where words can be counted in time, a second line.

    Whatever a file makes its parser raise is a verdict on the file: hence the wide nets. Only where the program
    stopped is said of it, and never the message, which may quote the paper.
    """
    logging.disable()
    media_type, count = None, None
    try:
        media_type, read = _told(source, limits)
        reading, count = read(clean_to)
        verdict = asdict(reading) | {"title": reading.title[:_LONGEST_TITLE], "is_clean": not reading.refused}
    except Refused as refused:
        verdict = _refused(media_type, refused.findings)
    except MemoryError:
        verdict = _refused(media_type, (refusal(wording.TOO_LARGE),))
    except Exception as broken:  # noqa: BLE001  (see above)
        verdict = _refused(media_type, (refusal(wording.DAMAGED),)) | {"cause": _cause(broken)}
    say(json.dumps(verdict))
    if count is not None and verdict["is_clean"]:
        _say_words(count, limits, say)


def _told(source: Path, limits: Limits) -> tuple[MediaType, Read]:
    """The file's type and what reads it. Raises Refused for what is not taken."""
    content = source.read_bytes()
    is_pdf = signs.pdf_header(content) is not None
    if is_pdf and (content.startswith(signs.ZIP) or signs.is_archive_too(content)):
        raise Refused((refusal(wording.TWO_KINDS),))
    if is_pdf:
        return MediaType.PDF, lambda clean_to: _read_pdf(content, clean_to, limits)
    if content.startswith(signs.ZIP):
        return _told_archive(source, limits)
    if limits.photos and content.startswith((signs.JPEG, signs.PNG)):
        return _told_photo(content)
    raise Refused((refusal(signs.not_taken(content, photos=limits.photos)),))


# The parsers are imported where they are used: a DOCX does not wait for the one that reads PDF.


def _read_pdf(content: bytes, clean_to: Path, limits: Limits) -> tuple[Reading, Count]:
    from pypdf.errors import LimitReachedError

    from convene.papers.inspection import pdf

    try:
        paper = pdf.Paper(content, limits)
        return paper.read(clean_to), paper.count_words
    except LimitReachedError as too_large:
        raise Refused((refusal(wording.TOO_LARGE),)) from too_large


def _told_photo(content: bytes) -> tuple[MediaType, Read]:
    from convene.papers.inspection import photo

    kind = MediaType.JPG if content.startswith(signs.JPEG) else MediaType.PNG
    return kind, lambda clean_to: (photo.read(content, kind, clean_to), None)


def _told_archive(source: Path, limits: Limits) -> tuple[MediaType, Read]:
    from convene.papers.inspection import docx, odt
    from convene.papers.inspection.archive import Archive

    members = Archive(source, limits)
    is_odt = odt.MIMETYPE in members and members.read(odt.MIMETYPE).strip() == MediaType.ODT.value.encode()
    if is_odt and docx.CONTENT_TYPES in members:
        raise Refused((refusal(wording.TWO_KINDS),))
    if is_odt:
        return MediaType.ODT, lambda clean_to: (odt.read(members, clean_to, limits), None)
    kind = docx.main_type(members) if docx.CONTENT_TYPES in members else ""
    if kind == docx.MAIN:
        return MediaType.DOCX, lambda clean_to: (docx.read(members, clean_to, limits), None)
    if "macroEnabled" in kind:
        raise Refused((refusal(wording.MACROS),))
    if kind == docx.TEMPLATE:
        raise Refused((refusal("This is a template. Save it as a document (DOCX) and upload that."),))
    raise Refused((refusal(f"This is not a paper in {NAMED_TYPES}. {signs.SAVE}"),))


def _refused(media_type: MediaType | None, findings: tuple[Finding, ...]) -> dict[str, object]:
    return {"media_type": media_type, "findings": [asdict(finding) for finding in findings], "is_clean": False}


def _cause(broken: BaseException) -> str:
    """The kind of exception and the line at which it arose, without its message."""
    trace = broken.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    at = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"
    return f"{type(broken).__name__} at {at}"


def _say_words(count: Count, limits: Limits, say: Callable[[str], None]) -> None:
    """Count while the time lasts; the verdict is out, so the alarm may simply end the process."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, limits.words_seconds)
    try:
        words, asks, findings = count()
    except Exception:  # noqa: BLE001  (text that cannot be read is not counted, and the verdict stands)
        return
    say(json.dumps({"words": words, "asks": asks, "findings": [asdict(finding) for finding in findings]}))
