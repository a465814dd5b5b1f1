"""The plain text of a record, exactly as cut to one reader: the seal of a copy is the SHA-256 of these octets.

It is made from the view alone, so it tells nothing that the page does not, and the open rendering's nothing of what is
closed. A kept seal is held against it: its form never changes, and what it leaves out is not sealed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from convene import clock
from convene.records.terms import Present, RecordedItem, RecordState, RecordView

FORM = "Sealed text of a record, form 1"


def plain_text(view: RecordView) -> bytes:
    """The text in UTF-8, each line ended by a line feed: the same octets whenever and by whomever it is asked for."""
    return "".join(f"{line}\n" for line in _lines(view)).encode()


def seal_of(view: RecordView) -> str:
    """The seal of a copy, which “sha256sum FILE” gives for the file that its reader downloads."""
    return hashlib.sha256(plain_text(view)).hexdigest()


def _lines(view: RecordView) -> Iterator[str]:
    yield FORM
    yield from filter(None, (view.body_name, view.name, view.symbol, view.title, view.place))
    yield _state(view)
    if view.circulated_at is not None:
        yield clock.local(view.circulated_at, view.zone).date().isoformat()
    if view.not_attributed:
        yield "Not attributed"
    yield from filter(None, (view.disclaimer, view.note))
    for session in view.sessions:
        yield from ("", f"{session.title}, {session.on.isoformat()}", *_present(session.present))
        for item in session.items:
            yield from ("", f"{item.label}  {item.title}", *_item(view, item))


def _state(view: RecordView) -> str:
    """How it went out; whether corrections are taken still is no part of it, since that changes by the hour."""
    if view.state is RecordState.CIRCULATED and view.due_at is not None:
        return f"Circulated for correction until {clock.moment_words(view.due_at, view.zone)}"
    return view.state_words or str(view.state)


def _present(present: Present | None) -> Iterator[str]:
    if present is None:
        return
    yield from (f"Members present: {', '.join(present.members)}", f"Also present: {', '.join(present.others)}")
    yield present.quorum


def _item(view: RecordView, item: RecordedItem) -> Iterator[str]:
    if item.unnoted:
        yield item.unnoted
    for topic in item.topics:
        if topic.heading or topic.is_unattributed:
            yield f"{topic.heading} (not attributed)" if topic.is_unattributed else topic.heading
        for line in topic.lines:
            mark = "" if view.is_open else f" ({line.marking})"
            yield f"{line.number}.{mark} {line.text}"
