"""Freezes an agenda as it is circulated: head, sessions and items, each a row that is filtered by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from convene.access.terms import Audience
from convene.agendas.models import AgendaItem
from convene.agendas.terms import Progress
from convene.db import db
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.papers.models import Paper
from convene.programme import Material, material
from convene.stages import rules
from convene.stages.frozen import as_text, digest_of, told
from convene.stages.models import AgendaStage, StageItem, StageSession
from convene.stages.terms import Stage

PRECEDENTS_MOST = 6
ENDED = {Progress.CONCLUDED: "concluded", Progress.UNFINISHED: "left unfinished", Progress.OPEN: "discussed"}

Lines = list[dict[str, object]]


def freeze(
    meeting: Meeting, stage: Stage, *, revision: int, note: str, notice: tuple[int, bool], by: str, at: datetime
) -> AgendaStage:
    """Keep the agenda as it is at this moment (UTC), with everything that anybody may read of it.

    `notice`: the days that the body's rule asks for, and whether they were given. Needs a reader who sees the whole
    meeting; the caller has asked the rules. History and annotations are kept in the annotated stage alone.
    """
    rows = material(meeting).without_check_ins()
    head = AgendaStage(
        body_id=meeting.body_id,
        meeting_id=meeting.id,
        stage=stage,
        revision=revision,
        symbol=rules.symbol_of(meeting.symbol, revision),
        circulated_at=at,
        by=by,
        note=note,
        notice_days=notice[0],
        notice_kept=notice[1],
        content=as_text({"body": told(rows.body), "meeting": told(meeting)}),
        digest="",
    )
    db.session.add(head)
    db.session.flush()  # Its sessions and items name it.
    where: dict[str, Any] = {"stage_id": head.id, "body_id": meeting.body_id, "meeting_id": meeting.id}
    sessions = [StageSession(**where, session_id=s.id, content=as_text(told(s))) for s in rows.sessions]
    items = _items(rows, where, is_annotated=stage is Stage.ANNOTATED)
    db.session.add_all([*sessions, *items])
    head.digest = digest_of(head, sessions, items)
    db.session.flush()  # They are read back for whoever is told.
    return head


def _items(rows: Material, where: dict[str, Any], *, is_annotated: bool) -> list[StageItem]:
    history = _history(rows.meeting, rows.items) if is_annotated else {}
    papers: dict[int, list[Paper]] = {}
    for paper in rows.papers:
        papers.setdefault(paper.item_id, []).append(paper)
    found = []
    for item in rows.items:
        content = told(item) | {
            "id": item.id,
            "papers": [told(p) for p in papers.get(item.id, ())],
            "narrowed_to": list(rows.narrowed.get(item.id, ())),
            "history": history.get(item.id, []),
        }
        if not is_annotated:
            content["annotation"] = ""
        place = {"session_id": item.session_id, "item_id": item.id}
        flags = {"narrowed": item.narrowed, "withheld": item.withheld}
        found.append(StageItem(**where, **place, **flags, content=as_text(content)))
    return found


def _countries(item: AgendaItem) -> set[str]:
    return {name.strip().casefold() for name in re.split(r"[,;]", item.countries) if name.strip()}


def _history(meeting: Meeting, items: Sequence[AgendaItem]) -> dict[int, Lines]:
    """What earlier meetings of the body made of each item: those of its thread, and those on one of its countries."""
    wanted = (
        select(AgendaItem, Meeting)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            AgendaItem.body_id == meeting.body_id,
            Meeting.announced.is_(True),
            Meeting.state != MeetingState.CANCELLED,
            Meeting.starts_on < meeting.starts_on,
            or_(AgendaItem.thread.in_([i.thread for i in items]), AgendaItem.countries != ""),
        )
        .order_by(Meeting.starts_on.desc(), AgendaItem.starts_at.desc(), AgendaItem.id)
    )
    earlier = [(old, its, _countries(old)) for old, its in db.session.execute(wanted).all()]
    by_item: dict[int, list[tuple[AgendaItem, Meeting]]] = {}
    for item in items:
        own = _countries(item)
        same = [(old, its) for old, its, countries in earlier if old.thread == item.thread or own & countries]
        by_item[item.id] = same[:PRECEDENTS_MOST]
    papers = _papers({old.id for rows in by_item.values() for old, _ in rows})
    return {key: [_precedent(old, its, papers.get(old.id, [])) for old, its in rows] for key, rows in by_item.items()}


def _papers(item_ids: Iterable[int]) -> dict[int, Lines]:
    found: dict[int, Lines] = {}
    wanted = select(Paper).where(Paper.item_id.in_(sorted(item_ids)), Paper.withdrawn_at.is_(None)).order_by(Paper.id)
    for paper in db.session.scalars(wanted):
        found.setdefault(paper.item_id, []).append({"key": paper.key, "title": paper.title})
    return found


def _precedent(item: AgendaItem, meeting: Meeting, papers: Lines) -> dict[str, object]:
    return {
        "key": item.key,
        "title": item.title,
        "meeting": meeting.title,
        "symbol": meeting.symbol,
        "on": meeting.starts_on.isoformat(),
        "ended": ENDED[item.progress] if meeting.state is MeetingState.CONCLUDED else "not concluded",
        "is_closed": item.audience is Audience.CLOSED or item.narrowed,
        "papers": papers,
    }


def is_intact(stage: AgendaStage, sessions: Iterable[StageSession], items: Iterable[StageItem]) -> bool:
    """Whether a circulated agenda still is what was frozen. Needs all of its rows, in the order of their ids."""
    return digest_of(stage, sessions, items) == stage.digest
