"""What an uploaded paper is, told by its content, and the copy of it that others may download.

Every file is parsed in a process of its own with limits; nothing here opens one in the server's process.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from convene.findings import Finding, Level
from convene.papers.inspection.names import neutral_file_name, safe_file_name
from convene.papers.inspection.verdict import Inspection, Limits, MediaType, PagesAre, note, pages_words, refusal

__all__ = (
    "Inspection",
    "Limits",
    "MediaType",
    "PagesAre",
    "inspect",
    "neutral_file_name",
    "pages_words",
    "safe_file_name",
)

_CHILD = Path(__file__).with_name("child.py")
_LONGEST_ANSWER = 200_000
_LONGEST_TITLE = 300
_TOO_DEAR = (
    "The file could not be read within the time and memory that a paper may take. Save or export it anew and upload "
    "that."
)

USUAL = Limits()
_log = logging.getLogger(__name__)


def inspect(source: Path, *, clean_to: Path, file_name: str, limits: Limits = USUAL) -> Inspection:
    """The verdict on an uploaded file; where it is taken, a copy without its author's metadata is at `clean_to`.

    Bad content never raises: it comes back refused, with reasons for the person who uploaded it, and nothing is left
    at `clean_to`. Raises OSError where `source` cannot be read or `clean_to` exists already, and RuntimeError where the
    reading process does not start. `file_name` is what the person called the file; it is not told to the process.
    """
    if clean_to.exists():
        raise FileExistsError(clean_to)
    with source.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
    if not size:
        return _refused(file_name, "The file is empty.")
    if size > limits.file_size:
        megabytes = limits.file_size // (1024 * 1024)
        return _refused(
            file_name, f"The file is larger than {megabytes} MB. Make its pictures smaller and upload it again."
        )
    verdict: dict[str, Any] = {}
    try:
        verdict = _asked(source, clean_to, limits)
    finally:
        if not verdict.get("is_clean"):
            clean_to.unlink(missing_ok=True)
    return _inspection(verdict, file_name)


def _asked(source: Path, clean_to: Path, limits: Limits) -> dict[str, Any]:
    """What the child said, its second line merged into its first; empty where it was ended before its verdict."""
    command = [sys.executable, "-I", str(_CHILD), str(source.resolve()), str(clean_to.resolve())]
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complained:
        child = subprocess.Popen(
            [*command, json.dumps(asdict(limits))],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=complained,
            cwd="/",
            env={"LC_ALL": "C.UTF-8"},
            start_new_session=True,
            umask=0o077,
        )
        is_late = False
        try:
            child.wait(limits.seconds)
        except subprocess.TimeoutExpired:
            is_late = True
        finally:
            _end(child)
        lines = _lines(said)
        if not lines and not is_late:
            complained.seek(0)
            raise RuntimeError(f"Papers cannot be read: {complained.read(2_000).decode(errors='replace')}")
    verdict: dict[str, Any] = lines[1] if len(lines) > 1 else {"cause": f"its reading ended with {child.returncode}"}
    if len(lines) > 2:
        verdict["words"], verdict["asks"] = lines[2]["words"], lines[2]["asks"]
        verdict["findings"] += lines[2]["findings"]
    if "cause" in verdict:
        _log.warning("A paper could not be read: %s.", verdict["cause"])
    return verdict


def _end(child: subprocess.Popen[bytes]) -> None:
    """Kill whatever is left of the child's own group, and wait for it."""
    if child.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _lines(said: IO[bytes]) -> list[Any]:
    """The whole lines of an answer; one that was cut off by the process's end is no line."""
    said.seek(0)
    return [json.loads(line) for line in said.read(_LONGEST_ANSWER).split(b"\n")[:-1]]


def _inspection(verdict: dict[str, Any], file_name: str) -> Inspection:
    told = verdict.get("media_type")
    media_type = MediaType(told) if told else None
    findings = [
        Finding(one["rule"], Level(one["level"]), one["text"], one["field"])
        for one in verdict.get("findings", [asdict(refusal(_TOO_DEAR))])
    ]
    if media_type and not file_name.strip().lower().endswith(media_type.suffix):
        findings.append(
            note(f"By its content the file is {media_type.name}, so its name now ends in {media_type.suffix}.")
        )
    return Inspection(
        media_type=media_type,
        pages=verdict.get("pages"),
        pages_are=PagesAre(verdict.get("pages_are", PagesAre.UNKNOWN)),
        words=verdict.get("words"),
        asks=verdict.get("asks"),
        title=_shown(verdict.get("title", "")),
        file_name=safe_file_name(file_name, media_type=media_type),
        findings=tuple(findings),
        is_clean=verdict.get("is_clean", False),
    )


def _shown(title: str) -> str:
    """A title from inside a file, without what does not print."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in title).split())[:_LONGEST_TITLE]


def _refused(file_name: str, text: str) -> Inspection:
    return Inspection(
        media_type=None,
        pages=None,
        pages_are=PagesAre.UNKNOWN,
        words=None,
        asks=None,
        title="",
        file_name=safe_file_name(file_name),
        findings=(refusal(text),),
        is_clean=False,
    )
