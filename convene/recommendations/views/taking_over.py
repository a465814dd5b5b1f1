"""Taking a list over on a page: what becomes of each line is shown first, and the file waits for its second form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from flask import g, request

from convene.findings import Finding, Level, Refused
from convene.recommendations import waiting
from convene.web.requests import actor, settings

SHOWN_MOST = 200
# What the buttons say that take a list over; the second appends to what is on record too.
TAKES = TAKE, APPEND = ("take", "append")


class Told(Protocol):
    """A line with what becomes of it."""

    @property
    def number(self) -> int:
        """The line's number."""

    @property
    def why(self) -> str:
        """Why it is refused; empty where it is not."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What is taken otherwise than it stands."""


class Reading(Protocol):
    """A file held against a body."""

    @property
    def told(self) -> Sequence[Told]:
        """Every line."""


R = TypeVar("R", bound=Reading)
K = TypeVar("K")


class Taking:
    """One request of such a page; `shown` is what its template needs besides the form."""

    def __init__(self) -> None:
        self.shown: dict[str, object] = {"reading": None, "told": (), "held": "", "shown_most": SHOWN_MOST}

    def taken(self, read: Callable[[bytes], R], keep: Callable[[R], K]) -> K:
        """Take over what was looked at; gives what was kept. Raises Refused, also where it is only looked at."""
        folder, held = settings().papers, request.form.get("held", "")
        upload = request.files.get("file")
        content = upload.read() if upload is not None and upload.filename else None
        is_new = content is not None
        if content is None:
            content = waiting.take_back(folder, actor(), held)
        if content is None:
            raise Refused((Finding("", Level.REFUSE, "Choose the file.", "file"),))
        reading = read(content)
        if is_new or request.form.get("then") not in TAKES:
            self.shown["held"] = waiting.hold(folder, actor(), content, at=g.convene_at)
            self.shown["reading"] = reading
            self.shown["told"] = sorted(reading.told, key=_worst_first)[:SHOWN_MOST]
            raise Refused(())  # Nothing is wrong: the page says what becomes of each line.
        kept = keep(reading)
        waiting.let_go(folder, actor(), held)
        return kept


def _worst_first(line: Told) -> tuple[bool, bool, int]:
    """The lines that are refused first, then those taken otherwise than they stand, then the others."""
    return not line.why, not line.notes, line.number
