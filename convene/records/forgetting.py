"""Forgetting who spoke: on request, and by itself where nothing is attributed and the record has long been final."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import func, select

from convene import journal
from convene.bodies.models import Body
from convene.db import db
from convene.meetings.models import Meeting
from convene.records.models import NoteParagraph, Record, Speaker
from convene.records.rules import is_unattributed
from convene.records.terms import FINAL

BY_ITSELF = "nobody"
FORGOTTEN_AFTER = timedelta(days=30)


def noted_speakers(meeting: Meeting) -> int:
    """Of how many paragraphs it is noted who spoke, as far as the reader is told: the secretariat alone."""
    return db.session.scalar(select(func.count()).where(Speaker.meeting_id == meeting.id)) or 0


def forget(meeting: Meeting, *, by: str, at: datetime) -> int:
    """Delete who spoke in a meeting, for good; gives of how many paragraphs. What was said stays."""
    rows = db.session.scalars(select(Speaker).where(Speaker.meeting_id == meeting.id))
    return _deleted(rows.all(), meeting, by=by, at=at)


def forget_by_plan(at: datetime) -> int:
    """Delete who said what is not attributed, thirty days after its record became final; gives how many were noted."""
    final = select(Record.meeting_id).where(
        Record.state.in_(sorted(FINAL)), Record.circulated_at <= at - FORGOTTEN_AFTER
    )
    wanted = (
        select(Speaker, NoteParagraph.marking, Body.not_attributed, Meeting)
        .join(NoteParagraph, NoteParagraph.id == Speaker.paragraph_id)
        .join(Meeting, Meeting.id == Speaker.meeting_id)
        .join(Body, Body.id == Speaker.body_id)
        .where(Speaker.meeting_id.in_(final))
        .order_by(Speaker.id)
    )
    by_meeting: dict[int, tuple[Meeting, list[Speaker]]] = {}
    for speaker, marking, by_body, meeting in db.session.execute(wanted).all():
        if is_unattributed(marking, by_body=by_body):
            by_meeting.setdefault(meeting.id, (meeting, []))[1].append(speaker)
    return sum(_deleted(rows, meeting, by=BY_ITSELF, at=at) for meeting, rows in by_meeting.values())


def _deleted(rows: Iterable[Speaker], meeting: Meeting, *, by: str, at: datetime) -> int:
    count = 0
    for row in rows:
        db.session.delete(row)
        count += 1
    if count:
        journal.record(
            "speakers.forget", by=by, at=at, body=meeting.body_id, kind="meeting", key=meeting.key,
            change={"paragraphs": count},
        )  # fmt: skip
    return count
