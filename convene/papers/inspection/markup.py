"""XML from outside: parsed by defusedxml only, and edited by cutting byte ranges, so that all else stays as it was.

Which elements are cut is decided by the caller; no vocabulary is known here.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from enum import Enum, auto
from typing import Any

from defusedxml.ElementTree import DefusedXMLParser, ParseError

from convene.findings import Refused
from convene.papers.inspection import wording
from convene.papers.inspection.verdict import refusal

HEADER = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_HREF = re.compile(rb"""((?:[\w.-]+:)?href\s*=\s*)("[^"]*"|'[^']*')""")


class Fate(Enum):
    """What becomes of an element: kept, cut with all it holds, or kept with an empty address."""

    KEEP = auto()
    CUT = auto()
    UNLINK = auto()


Opens = Callable[[str, Mapping[str, str]], Fate]


def local(name: str) -> str:
    """The name without its namespace: “{urn:x}title” gives “title”."""
    return name.rpartition("}")[2]


def edit(
    xml: bytes, opens: Opens, *, closes: Callable[[str], None] | None = None, says: Callable[[str], None] | None = None
) -> bytes:
    """The document without what `opens` wants cut, and without comments and processing instructions.

    `opens` gets each element's name as “namespace}local” and its attributes under such names, `closes` the name at its
    end, `says` each run of text; inside what is cut none of them is called. Raises Refused for what is not well-formed,
    declares a document type or entities, or is not in UTF-8.
    """
    if xml.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _unreadable()
    scan = _Scan(xml, opens, closes, says)
    try:
        scan.run()
    except (ParseError, ValueError) as broken:
        # What defusedxml forbids is a ValueError.
        raise _unreadable() from broken
    return scan.result()


def elements(xml: bytes) -> list[tuple[str, dict[str, str]]]:
    """All elements of a short document in order: name and attributes. Raises Refused as `edit` does."""
    found: list[tuple[str, dict[str, str]]] = []

    def opens(name: str, attributes: Mapping[str, str]) -> Fate:
        found.append((name, dict(attributes)))
        return Fate.KEEP

    edit(xml, opens)
    return found


def texts(xml: bytes, *names: str) -> dict[str, str]:
    """The text directly inside the first element of each of these local names, in a short document."""
    open_names: list[str] = []
    found: dict[str, str] = {}

    def opens(name: str, attributes: Mapping[str, str]) -> Fate:
        open_names.append(local(name))
        return Fate.KEEP

    def says(text: str) -> None:
        if open_names and open_names[-1] in names:
            found[open_names[-1]] = found.get(open_names[-1], "") + text

    def closes(name: str) -> None:
        open_names.pop()

    edit(xml, opens, closes=closes, says=says)
    return found


def empty_tag(name: str, attributes: Mapping[str, str]) -> bytes:
    """“<name a="1"/>”, the values escaped."""
    pairs = "".join(f' {key}="{html.escape(value)}"' for key, value in attributes.items())
    return f"<{name}{pairs}/>".encode()


def _unreadable() -> Refused:
    return Refused((refusal(wording.DAMAGED),))


class _Scan:
    """One pass over one document. An element ends where the next event begins: expat reports every token."""

    def __init__(
        self, xml: bytes, opens: Opens, closes: Callable[[str], None] | None, says: Callable[[str], None] | None
    ) -> None:
        self._xml = xml
        self._opens, self._closes, self._says = opens, closes, says
        self._pieces: list[bytes] = []
        self._copied_to = 0
        self._cut_depth = 0
        self._cut_from = -1
        self._awaits: Callable[[int], None] | None = None
        reader = DefusedXMLParser(target=object(), forbid_dtd=True)
        expat: Any = reader.parser
        expat.buffer_text = False
        expat.XmlDeclHandler = self._declared
        expat.StartElementHandler = self._start
        expat.EndElementHandler = self._end
        expat.CharacterDataHandler = self._text
        expat.CommentHandler = self._dropped
        expat.ProcessingInstructionHandler = self._dropped
        expat.StartCdataSectionHandler = expat.EndCdataSectionHandler = self._event
        expat.DefaultHandlerExpand = self._event
        self._reader, self._expat = reader, expat

    def run(self) -> None:
        self._reader.feed(self._xml)
        self._reader.close()

    def result(self) -> bytes:
        self._settle(len(self._xml))
        self._pieces.append(self._xml[self._copied_to :])
        return b"".join(self._pieces)

    def _settle(self, at: int) -> None:
        if self._awaits is not None:
            awaits, self._awaits = self._awaits, None
            awaits(at)

    def _event(self, *_: object) -> int:
        at: int = self._expat.CurrentByteIndex
        self._settle(at)
        return at

    def _declared(self, version: str, encoding: str | None, standalone: int) -> None:
        self._event()
        if encoding is not None and encoding.lower() not in {"utf-8", "us-ascii", "ascii"}:
            raise ValueError(encoding)

    def _start(self, name: str, pairs: list[str]) -> None:
        at = self._event()
        if self._cut_depth:
            self._cut_depth += 1
            return
        fate = self._opens(name, dict(zip(pairs[::2], pairs[1::2], strict=True)))
        if fate is Fate.CUT:
            self._cut_depth, self._cut_from = 1, at
        elif fate is Fate.UNLINK:
            self._awaits = lambda end: self._replace(at, end, _HREF.sub(rb'\1"#"', self._xml[at:end]))

    def _end(self, name: str) -> None:
        self._event()
        if not self._cut_depth:
            if self._closes is not None:
                self._closes(name)
            return
        self._cut_depth -= 1
        if not self._cut_depth:
            self._awaits = lambda end: self._replace(self._cut_from, end, b"")

    def _text(self, text: str) -> None:
        self._event()
        if self._says is not None and not self._cut_depth:
            self._says(text)

    def _dropped(self, *_: object) -> None:
        at = self._event()
        if not self._cut_depth:
            self._awaits = lambda end: self._replace(at, end, b"")

    def _replace(self, start: int, end: int, by: bytes) -> None:
        self._pieces += (self._xml[self._copied_to : start], by)
        self._copied_to = end
