"""The book of an agenda's changes: one line for each, with what it changed from and to, for merging and undoing.

Items are named by key, never by id: a line must mean the same after an item was removed and put back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from convene.access.terms import Audience
from convene.agendas.models import AgendaEdit, AgendaItem
from convene.agendas.terms import Act, ItemKind, Subject, Theme
from convene.db import db
from convene.meetings.actions import refuse_if_over
from convene.meetings.models import Meeting

# What an item says, as the form has it; `audience` is the choice made for it, empty where it follows its session.
SAID = (
    "section", "title", "kind", "subject", "minutes", "lead", "outcome", "countries", "themes", "annotation",
    "takes_papers", "video_link", "audience",
)  # fmt: skip

TERMS = {"kind": ItemKind, "subject": Subject}


def said(item: AgendaItem) -> dict[str, Any]:
    """What an item says, in values that JSON has."""
    found = {name: getattr(item, name) for name in SAID[:-1]}
    found |= {"kind": str(item.kind), "subject": str(item.subject), "themes": [str(t) for t in item.themes]}
    return found | {"audience": str(item.own_audience or "")}


def say(item: AgendaItem, values: Mapping[str, Any], *, follows: Audience) -> None:
    """Let an item say what `said` gave, or some of it; `follows` is the audience of its session."""
    for name, value in values.items():
        if name == "audience":
            item.own_audience = Audience(value) if value else None
        elif name == "themes":
            item.themes = tuple(Theme(one) for one in value)
        else:
            setattr(item, name, TERMS[name](value) if name in TERMS else value)
    item.audience = item.own_audience or follows


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The names whose values differ."""
    return [name for name in before if before[name] != after[name]]


def write(
    item: AgendaItem,
    act: Act,
    *,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    by: str,
    at: datetime,
    undoes: AgendaEdit | None = None,
) -> AgendaEdit:
    """Write the next line of a meeting's book; the item's revision rises, but where it was only just added.

    Raises Refused where the meeting is over: what was on its agenda stays. What became of each item is said after it,
    and who may read an item may still be narrowed.
    """
    if act not in (Act.CLOSE, Act.NARROW):
        refuse_if_over(db.session.get_one(Meeting, item.meeting_id))
    last = db.session.scalar(select(func.max(AgendaEdit.number)).where(AgendaEdit.meeting_id == item.meeting_id))
    if act is not Act.ADD or undoes is not None:
        item.revision += 1
    edit = AgendaEdit(
        body_id=item.body_id,
        meeting_id=item.meeting_id,
        number=(last or 0) + 1,
        at=at,
        by=by,
        act=str(act),
        item_key=item.key,
        revision=item.revision,
        before=_text(before),
        after=_text(after),
        undoes=undoes.number if undoes else None,
    )
    db.session.add(edit)
    if undoes is not None:
        undoes.is_undone = True
        if undoes.undoes is not None:
            one_edit(item.meeting_id, undoes.undoes).is_undone = False
    db.session.flush()  # The next line's number is counted from this one.
    return edit


def _text(values: Mapping[str, Any]) -> str:
    return json.dumps(values, default=str, ensure_ascii=False, sort_keys=True)


def read(text: str) -> dict[str, Any]:
    """One side of a line: what it changed from, or to."""
    found: dict[str, Any] = json.loads(text)
    return found


def one_edit(meeting_id: int, number: int) -> AgendaEdit:
    """A line of a meeting's book. Raises NoResultFound."""
    return db.session.scalars(
        select(AgendaEdit).where(AgendaEdit.meeting_id == meeting_id, AgendaEdit.number == number)
    ).one()


def edits_of_item(key: str) -> list[AgendaEdit]:
    """Every line about one item, removed or not, oldest first."""
    return list(db.session.scalars(select(AgendaEdit).where(AgendaEdit.item_key == key).order_by(AgendaEdit.number)))


def last_edits(meeting_id: int, most: int) -> list[AgendaEdit]:
    """The latest lines of a meeting's book, newest first."""
    return list(
        db.session.scalars(
            select(AgendaEdit).where(AgendaEdit.meeting_id == meeting_id).order_by(AgendaEdit.number.desc()).limit(most)
        )
    )


def said_at(item: AgendaItem, revision: int) -> dict[str, Any]:
    """What an item said at an earlier revision: the changes since then taken back one after the other."""
    found = said(item)
    for edit in reversed(edits_of_item(item.key)):
        if edit.revision > revision:
            found |= {name: value for name, value in read(edit.before).items() if name in found}
    return found


def who_changed(item: AgendaItem, name: str, since: int) -> AgendaEdit | None:
    """The latest line after that revision that changed a field."""
    lines = (e for e in reversed(edits_of_item(item.key)) if e.revision > since and name in read(e.after))
    return next(lines, None)
