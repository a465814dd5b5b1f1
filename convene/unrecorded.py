"""What was adopted or issued under the items of a meeting and is not named in its notes; they are told, or taken down.

A recommendation is named where its symbol stands. Nobody types its text anew: it is what was adopted, word for word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from convene.agendas.models import AgendaItem
from convene.db import db, new_key
from convene.meetings.models import Meeting
from convene.recommendations.history import adopts
from convene.recommendations.models import Recommendation
from convene.recommendations.terms import DRAFTED
from convene.records import desk, notes
from convene.records.freezing import numbered_items
from convene.records.queries import paragraphs_of_item, paragraphs_of_meeting
from convene.records.terms import Said, Written

_ENDS = (".", "!", "?", "…")


@dataclass(frozen=True, slots=True)
class Unnamed:
    """An item with the symbols of what came of it that the record does not name."""

    label: str
    item: AgendaItem
    symbols: tuple[str, ...]


def of_item(item: AgendaItem, texts: Iterable[str]) -> list[Recommendation]:
    """What was adopted or issued under an item and these texts do not name, as far as this reader may see it."""
    written = "\n".join(texts)
    return [each for each in _came_of(item) if not is_named(each.symbol or "", written)]


def of_meeting(meeting: Meeting) -> list[Unnamed]:
    """The items of which something was adopted or issued that the record of their meeting names nowhere."""
    wanted = (
        select(Recommendation.item_id, Recommendation.symbol)
        .join(AgendaItem, AgendaItem.id == Recommendation.item_id)
        .where(AgendaItem.meeting_id == meeting.id, *_TOLD)
        .order_by(Recommendation.number, Recommendation.id)
    )
    rows = db.session.execute(wanted).all()
    written = "\n".join(p.text for p in paragraphs_of_meeting(meeting.id)) if rows else ""
    symbols: dict[int, list[str]] = {}
    for item_id, symbol in rows:
        if item_id is not None and symbol and not is_named(symbol, written):
            symbols.setdefault(item_id, []).append(symbol)
    if not symbols:
        return []
    return [Unnamed(label, i, tuple(symbols[i.id])) for label, i in numbered_items(meeting) if i.id in symbols]


def take_down(item: AgendaItem, meeting: Meeting, *, by: str, at: datetime) -> int:
    """Add a paragraph to the notes of an item for each that they do not name; gives how many. Raises Refused.

    Each begins under the recommendation's own key: two who press at once begin it once.
    """
    present = paragraphs_of_item(item.key, with_removed=True)
    standing = [p for p in present if not p.is_removed]
    wanted = of_item(item, (p.text for p in standing))
    taken = {p.origin for p in present}  # Its paragraph was removed, or says something else by now: that one stays.
    marking = desk.next_marking(standing, meeting)
    written = [
        Written("", new_key() if each.key in taken else each.key, 0, Said(_words(each, meeting), marking))
        for each in wanted
    ]
    return notes.take_down(item, meeting, written, by=by, at=at).changed if written else 0


def is_named(symbol: str, text: str) -> bool:
    """Whether a symbol stands in a text as a whole: R.1 is not named by R.12, nor by R.1/Add.1."""
    return re.search(rf"(?<![\w/]){re.escape(symbol)}(?!\w|[./]\w)", text, re.IGNORECASE) is not None


_TOLD = (Recommendation.state.not_in(sorted(DRAFTED)), Recommendation.symbol.is_not(None))


def _came_of(item: AgendaItem) -> Sequence[Recommendation]:
    wanted = select(Recommendation).where(Recommendation.item_id == item.id, *_TOLD)
    return db.session.scalars(wanted.order_by(Recommendation.number, Recommendation.id)).all()


def _words(found: Recommendation, meeting: Meeting) -> str:
    """“The Coordination Board adopted recommendation TNAP/2026/1/R.2: “…”.”, in the body's own name and word."""
    name, verb = meeting.body.short_name, "adopted" if adopts(meeting.body) else "issued"
    who = name if name.casefold().startswith("the ") else f"The {name}"
    text = "\n".join(found.text.splitlines())
    end = "" if text.endswith(_ENDS) else "."
    return f"{who} {verb} recommendation {found.symbol}: “{text}”{end}"
