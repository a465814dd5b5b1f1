"""Taking a list over on a page: what becomes of each line is shown first, and the file waits for its second form.

The file is read before the request's transaction begins, so that nobody waits for it. A short list is taken over at
once, a long one is ordered to be taken over part by part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from flask import g, request

from convene.access.scope import set_reader
from convene.findings import Finding, Level, Refused
from convene.recommendations import gathered, waiting
from convene.web.requests import actor, only_looks, reader, settings

SHOWN_MOST = 200
# So many things that may give somebody away, each told once, are read on a page; who has more mends the file first.
DOUBTS_MOST = 400
# What the buttons say that take a list over; the second appends to what is on record too.
TAKES = TAKE, APPEND = ("take", "append")
BEGUN = (
    "This list is being taken over already, without the lines that add to what is on record. Choose the file again "
    "once that is done, to append them."
)
UNREAD = (
    "Nothing is attributed in this body, and {} may give away who recommended. Mend them in the file and look at it "
    "again, or tick this box where they give nobody away."
)
TOO_MANY = (
    "Nothing is attributed in this body, and this list may give away who recommended in {} ways: more than can be read "
    "on a page. Mend them in the file, or divide it, and look at it again; “import-recommendations” tells them all."
)
K = TypeVar("K")


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

    @property
    def coming(self) -> Sequence[object]:
        """What would be taken over."""

    def parts(self) -> Iterator[object]:
        """The same in parts."""


class Taking:
    """One request of such a page; `shown` is what its template needs besides the form.

    `what` is taken over: recommendations, or meetings.
    """

    def __init__(self, what: str) -> None:
        self.what = what
        self.shown: dict[str, object] = {
            "reading": None,
            "told": (),
            "held": "",
            "held_name": "",
            "shown_most": SHOWN_MOST,
            "doubts": {},
            "doubts_mark": "",
            "doubts_most": DOUBTS_MOST,
        }
        self.reading: Reading | None = None
        self.content: bytes | None = None
        self.is_new = False
        self.refused = Refused((Finding("", Level.REFUSE, "Choose the file.", "file"),))

    def read(self, read: Callable[[bytes], Reading]) -> None:
        """Before the transaction: read what was sent, or what an earlier form left; what is wrong is said later."""
        set_reader(reader())
        upload = request.files.get("file")
        self.content = upload.read() if upload is not None and upload.filename else None
        self.is_new = self.content is not None
        if self.content is None:
            self.content = waiting.take_back(settings().papers, actor(), request.form.get("held", ""))
        try:
            self.reading = read(self.content) if self.content is not None else None
        except Refused as refused:
            self.refused = refused
        if self.reading is None or self._is_shown_first():
            only_looks()
        g.convene_taking = self

    def _is_shown_first(self) -> bool:
        return self.is_new or request.form.get("then") not in TAKES

    def taken(self, keep: Callable[..., K], body_key: str) -> K | None:
        """Take over what was looked at; gives what was kept, or None where it is long and goes on by itself.

        `keep` is given what was read, and the lines to append to what is on record where that is asked for. Raises
        Refused, also where it is only looked at.
        """
        folder, held = settings().papers, request.form.get("held", "")
        if self.reading is None or self.content is None:
            raise self.refused
        if self._is_shown_first():
            self._show(folder)
            raise Refused(())  # Nothing is wrong: the page says what becomes of each line.
        further: list[gathered.Further] = []
        if request.form.get("then") == APPEND and isinstance(self.reading, gathered.Reading):
            further = self.reading.further
        self._refuse_unread(folder)
        if _is_long(self.reading, further):
            size, at = len(self.reading.coming), g.convene_at.isoformat()
            which = waiting.in_words(each.reply.line.number for each in further)
            order = waiting.Order(actor(), held, self.what, body_key, at, size, lines=len(further), which=which)
            if not waiting.give(folder, order):
                raise Refused((Finding("", Level.REFUSE, BEGUN, "file"),))
            return None
        kept = keep(self.reading, further)
        waiting.let_go(folder, actor(), held)
        return kept

    def _refuse_unread(self, folder: Path) -> None:
        """Raises Refused, and shows the lines again, where some may give somebody away and nobody has read them."""
        if not isinstance(self.reading, gathered.Reading):
            return
        count = self.reading.doubtful(is_appending=request.form.get("then") == APPEND)
        if not count or self.is_read():
            return
        self._show(folder)
        if (ways := len(self.reading.doubts())) > DOUBTS_MOST:
            raise Refused((Finding("", Level.REFUSE, TOO_MANY.format(ways), "file"),))
        lines = "one line" if count == 1 else f"{count} lines"
        raise Refused((Finding("", Level.REFUSE, UNREAD.format(lines), "all_the_same"),))

    def is_read(self) -> bool:
        """Whether whoever takes it over says to have read what may give somebody away: all of it, as it was shown."""
        if not isinstance(self.reading, gathered.Reading) or len(self.reading.doubts()) > DOUBTS_MOST:
            return False
        is_ticked = bool(request.form.get("all_the_same")) and not self.is_new
        return is_ticked and request.form.get("doubts") == self.reading.doubts_mark

    def _show(self, folder: Path) -> None:
        """Let the page tell what becomes of each line; the file waits for its next form."""
        if self.reading is not None and self.content is not None:
            self.shown["held"] = waiting.hold(folder, actor(), self.content, at=g.convene_at)
            upload = request.files.get("file")
            name = upload.filename if self.is_new and upload is not None else request.form.get("held_name")
            self.shown["held_name"] = (name or "")[:120]
            self.shown["reading"] = self.reading
            self.shown["told"] = sorted(self.reading.told, key=_worst_first)[:SHOWN_MOST]
            if isinstance(self.reading, gathered.Reading):
                found = self.reading.doubts()
                self.shown["doubts"] = {words: (len(lines), waiting.in_words(lines)) for words, lines in found.items()}
                self.shown["doubts_mark"] = self.reading.doubts_mark

    def orders(self, body_key: str) -> list[waiting.Order]:
        """What this person ordered for this body, and how far it is."""
        mine = waiting.orders(settings().papers, actor())
        return [order for order in mine if (order.body, order.what) == (body_key, self.what)]


def _is_long(reading: Reading, further: Sequence[gathered.Further]) -> bool:
    """Whether it is more than is written at once."""
    return sum(1 for _ in reading.parts()) > 1 or len(further) * gathered.ROWS_APPENDED > gathered.PART_MOST


def taking(what: str) -> Taking:
    """What was read before this request's transaction, or nothing yet."""
    found = g.get("convene_taking")
    return found if isinstance(found, Taking) else Taking(what)


def _worst_first(line: Told) -> tuple[bool, bool, bool, int]:
    """The lines refused first, then what may give somebody away, then what is taken otherwise than it stands."""
    is_doubtful = isinstance(line, gathered.Told) and line.is_doubtful
    return not line.why, not is_doubtful, not line.notes, line.number
