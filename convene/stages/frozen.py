"""What stands in a circulated agenda: rows become text that never changes again, and text becomes rows for a reader.

The rows that are made of the text belong to no session and are never kept: they are there for `programme.cut` alone,
so that a circulated agenda is cut by the same rules as the present one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import Date, inspect

from convene.agendas.models import AgendaItem
from convene.bodies.models import Body
from convene.db import Base, UtcDateTime, Word, Words
from convene.meetings.models import Meeting, MeetingSession
from convene.papers.models import Paper
from convene.stages.models import AgendaStage, StageItem, StageSession

Row = TypeVar("Row", bound=Base)

# What the projection reads of each row. Links to join by video are left out: they are for the day, not for the record.
COLUMNS: dict[type[Base], tuple[str, ...]] = {
    Body: ("name", "short_name", "not_attributed"),
    Meeting: (
        *("key", "title", "city", "zone", "venue", "address", "getting_in", "notice", "is_provisional"),
        *("telephone_name", "telephone"),
    ),
    MeetingSession: (
        *("key", "title", "guest_title", "audience", "on", "minutes", "starts_at", "ends_at", "room", "getting_in"),
    ),
    AgendaItem: (
        *("key", "position", "parent_id", "section", "title", "kind", "subject", "lead", "minutes", "outcome"),
        *("countries", "themes", "annotation", "audience", "room", "starts_at", "ends_at"),
    ),
    Paper: ("key", "title", "from_whom", "file_name", "media_type", "pages", "latest", "language"),
}


def as_text(content: Mapping[str, object]) -> str:
    """Content as JSON in one order: equal content gives equal text."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def told(row: Base) -> dict[str, object]:
    """The columns of a row that are frozen, as plain values."""
    return {name: _plain(getattr(row, name)) for name in COLUMNS[type(row)]}


def _plain(value: object) -> object:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return str(value)
    return [str(one) for one in value] if isinstance(value, tuple) else value


def made(model: type[Row], content: Mapping[str, Any], **more: object) -> Row:
    """A row of these frozen values that belongs to no session."""
    columns = inspect(model).columns
    return model(**{name: _value(columns[name].type, content[name]) for name in COLUMNS[model]}, **more)


def _value(kind: object, value: Any) -> object:
    if value is None:
        return None
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, Words):
        return tuple(kind.terms(one) for one in value)
    return kind.terms(value) if isinstance(kind, Word) else value


def digest_of(stage: AgendaStage, sessions: Iterable[StageSession], items: Iterable[StageItem]) -> str:
    """The SHA-256 over everything frozen, in the order in which it was frozen.

    What places a row is no part of it: that follows the item as it is now.
    """
    head = (stage.symbol, str(stage.stage), stage.circulated_at.isoformat(), stage.note, stage.content)
    parts = [*head, *(s.content for s in sessions), *(i.content for i in items)]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
