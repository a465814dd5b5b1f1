"""Crawls as one reader: follows every address of this installation and keeps whatever comes back, as text too."""

from __future__ import annotations

import io
import re
import zipfile
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import policy
from email.parser import BytesParser
from html import unescape
from pathlib import Path

from flask import Flask
from pypdf import PdfReader
from pypdf.errors import PdfReadError
from werkzeug.test import TestResponse

from convene.sending import send_due
from tests.browser import Browser

LINKS = re.compile(r'(?:\b(?:href|src|action)="|http://localhost)(/[^"#<\s]*)')
NEVER = re.compile(r"^/(static|fonts|bootstrap)")  # The same files for everybody.
YEAR = re.compile(r"[?&;]of=(\d{4})\b")
NEAR = range(2024, 2032)  # The pages of a year lead to the next up to 2100; nothing of the test worlds lies so far.


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its address, status, headers, octets, and all the text that somebody could read in it."""

    path: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    text: str
    outlet: str


def outlet_of(mimetype: str) -> str:
    """The kind of outlet: page, pdf, calendar, archive or file."""
    return {
        "text/html": "page", "application/pdf": "pdf", "text/calendar": "calendar", "application/zip": "archive",
    }.get(mimetype, "file")  # fmt: skip


def words_in(body: bytes, mimetype: str) -> str:
    """Everything that can be read in an answer's body: also in a PDF, its properties, and the members of an archive."""
    if body[:4] == b"%PDF":
        return "\n".join(_of_pdf(body))
    if body[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return "\n".join(f"{n}\n{words_in(archive.read(n), '')}" for n in archive.namelist())
    text = body.decode("utf-8", "replace")
    if mimetype == "text/html":
        return unescape(text)
    return re.sub(r"\r?\n[ \t]", "", text) if mimetype == "text/calendar" else text


def _of_pdf(body: bytes) -> Iterator[str]:
    try:
        reader = PdfReader(io.BytesIO(body))
    except PdfReadError:
        return
    yield f"{len(reader.pages)} pages"
    for page in reader.pages:
        yield "".join(page.extract_text().split())
        yield from (str(a.get_object().get("/A")) for a in page.get("/Annots", []))
    yield str(sorted((str(k), str(v)) for k, v in (reader.metadata or {}).items()))
    yield str([str(getattr(each, "title", each)) for each in reader.outline])
    yield body.decode("latin-1")


def answer_of(path: str, response: TestResponse) -> Answer:
    """An answer with all that can be read in it."""
    headers = tuple(sorted((k, v) for k, v in response.headers if k != "Date"))
    text = words_in(response.data, response.mimetype or "")
    return Answer(path, response.status_code, headers, response.data, text, outlet_of(response.mimetype or ""))


def is_far(path: str) -> bool:
    """Whether an address is about a year in which nothing lies."""
    of = YEAR.search(path)
    return of is not None and int(of[1]) not in NEAR


def crawl(browser: Browser, starts: Iterable[str], *, most: int = 10_000) -> list[Answer]:
    """Every answer that can be had by GET from these addresses on, each address once, the nearest first."""
    waiting, known = deque(starts), set[str]()
    found: list[Answer] = []
    while waiting and len(found) < most:
        path = waiting.popleft()
        if path in known or NEVER.match(path) or is_far(path):
            continue
        known.add(path)
        answer = answer_of(path, browser.get(path, buffered=True))
        found.append(answer)
        if 300 <= answer.status < 400:
            waiting.append(dict(answer.headers)["Location"])
        if answer.outlet == "page":
            waiting.extend(unescape(link) for link in LINKS.findall(answer.body.decode()))
    return found


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail as it left: to whom, its headers, and the text of every part."""

    to: str
    headers: tuple[tuple[str, str], ...]
    parts: tuple[str, ...]

    @property
    def text(self) -> str:
        """Everything in it."""
        return "\n".join([*(f"{k}: {v}" for k, v in self.headers), *self.parts])


def letters(app: Flask) -> list[Letter]:
    """Send what is due into the outbox folder, and read every mail that lies there."""
    with app.app_context():
        send_due()
    folder: Path = app.config["CONVENE"].outbox
    return [letter_of(path.read_bytes()) for path in sorted(folder.rglob("*.eml"))]


def letter_of(octets: bytes) -> Letter:
    """One mail, taken apart."""
    message = BytesParser(policy=policy.default).parsebytes(octets)
    parts = []
    for part in message.walk():
        if not part.is_multipart():
            raw = part.get_payload(decode=True)
            assert isinstance(raw, bytes)
            parts.append(f"{dict(part.items())}\n{words_in(raw, part.get_content_type())}")
    headers = tuple((k, str(v)) for k, v in message.items())
    return Letter(str(message["To"].addresses[0].addr_spec), headers, tuple(parts))
