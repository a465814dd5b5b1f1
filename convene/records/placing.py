"""Keeps what decides who sees a recorded paragraph never wider than its item is now; called after every change of one.

What went out stays byte for byte: only the columns that place its rows are touched. Of an item that was removed the
rows bear a negative number of their own from then on, to which nobody can be admitted.
"""

from __future__ import annotations

import json

from sqlalchemy import select

from convene.access.scope import as_system
from convene.agendas.models import AgendaItem
from convene.meetings.models import MeetingSession
from convene.records.models import RecordParagraph


def place_session(session_id: int) -> None:
    """Place what was recorded of the meeting to which a session belongs, or belonged when its record went out."""
    with as_system("find a session's meeting") as session:
        present = session.get(MeetingSession, session_id)
        wanted = select(RecordParagraph.meeting_id).where(RecordParagraph.session_id == session_id).limit(1)
        meeting_id = present.meeting_id if present else session.scalars(wanted).first()
    if meeting_id is not None:
        place_meeting(meeting_id)


def place_meeting(meeting_id: int) -> None:
    """Place every recorded paragraph of a meeting anew."""
    with as_system("place recorded paragraphs as the items are") as session:
        rows = session.scalars(select(RecordParagraph).where(RecordParagraph.meeting_id == meeting_id)).all()
        if not rows:
            return
        present = session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting_id))
        items = {item.key: item for item in present}
        for row in rows:
            item = items.get(json.loads(row.content)["item"])
            row.item_id = item.id if item else -row.id
            row.session_id = item.session_id if item else -row.id
            if item is not None:
                row.narrowed = item.narrowed
                row.withheld = row.withheld or item.withheld
