"""Keeps what decides who sees a circulated item never wider than the item is now; called after every change of one.

What was circulated stays byte for byte: only the columns that place its rows are touched. A session or item that was
removed gives up its number, which the database may give to another one: its rows bear a negative number of their own
from then on, to which nobody can be admitted, until it is brought back under its key.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from convene.access.scope import as_system
from convene.access.terms import Audience
from convene.agendas.models import AgendaItem
from convene.meetings.models import MeetingSession
from convene.stages.models import StageItem, StageSession


def place_session(session_id: int) -> None:
    """Place the circulated items of the meeting to which a session belongs, or belonged when it was circulated."""
    with as_system("find a session's meeting") as session:
        present = session.get(MeetingSession, session_id)
        wanted = select(StageSession.meeting_id).where(StageSession.session_id == session_id).limit(1)
        meeting_id = present.meeting_id if present else session.scalars(wanted).first()
    if meeting_id is not None:
        place_meeting(meeting_id)


def place_meeting(meeting_id: int) -> None:
    """Place every circulated session and item of a meeting anew."""
    with as_system("place circulated items as the items are") as session:
        sessions = session.scalars(select(StageSession).where(StageSession.meeting_id == meeting_id)).all()
        if not sessions:
            return
        items = session.scalars(select(StageItem).where(StageItem.meeting_id == meeting_id)).all()
        sittings = session.scalars(select(MeetingSession).where(MeetingSession.meeting_id == meeting_id))
        present = session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting_id))
        was_open = _place_sessions(sessions, items, {s.key: s.id for s in sittings})
        by_key = {item.key: item for item in present}
        for row in items:
            item = by_key.get(json.loads(row.content)["key"])
            _place(row, item, was_open=(row.stage_id, row.session_id) in was_open)


def _place_sessions(
    sessions: Sequence[StageSession], items: Sequence[StageItem], present: Mapping[str, int]
) -> set[tuple[int, int]]:
    """Give each circulated session the number of its session now; gives those that were open, by stage and number."""
    was_open: set[tuple[int, int]] = set()
    by_session: dict[tuple[int, int], list[StageItem]] = {}
    for row in items:
        by_session.setdefault((row.stage_id, row.session_id), []).append(row)
    for sitting in sessions:
        content = json.loads(sitting.content)
        number = present.get(content["key"], -sitting.id)
        for row in by_session.get((sitting.stage_id, sitting.session_id), ()):
            row.session_id = number
        sitting.session_id = number
        if content["audience"] == Audience.OPEN:
            was_open.add((sitting.stage_id, number))
    return was_open


def _place(row: StageItem, item: AgendaItem | None, *, was_open: bool) -> None:
    row.item_id = item.id if item else -row.id
    if item is not None:
        row.narrowed = item.narrowed
        row.withheld = row.withheld or item.withheld or (was_open and item.audience is Audience.CLOSED)
