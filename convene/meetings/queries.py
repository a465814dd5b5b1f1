"""Reads of meetings and sessions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import case, func, null, select
from sqlalchemy.orm import contains_eager

from convene.access import rules
from convene.access.gate import Missing
from convene.access.scope import current_reader, guard
from convene.bodies.models import Body
from convene.db import db
from convene.meetings.models import Meeting, MeetingSession, Places
from convene.meetings.terms import MeetingKind, MeetingState

guard(Meeting, rules.sees_meeting, body=Meeting.body_id, meeting=Meeting.id, announced=Meeting.announced)
guard(
    MeetingSession,
    rules.sees_session,
    body=MeetingSession.body_id,
    meeting=MeetingSession.meeting_id,
    session=MeetingSession.id,
    announced=MeetingSession.announced,
)
guard(Places, rules.sees_session, body=Places.body_id, session=Places.session_id, announced=Places.announced)


def meetings_of(body: Body) -> list[Meeting]:
    """The meetings of a body that this reader may see, latest first."""
    return list(
        db.session.scalars(
            select(Meeting).where(Meeting.body_id == body.id).order_by(Meeting.starts_on.desc(), Meeting.id.desc())
        )
    )


def coming_meetings(on: date, *, most: int = 12) -> list[Meeting]:
    """Meetings of all bodies of this reader that are not over on that day, soonest first; cancelled ones left out."""
    return list(
        db.session.scalars(
            select(Meeting)
            .where(Meeting.ends_on >= on, Meeting.state != MeetingState.CANCELLED)
            .order_by(Meeting.starts_on, Meeting.id)
            .limit(most)
        )
    )


def nearest_meeting(body: Body, on: date) -> Meeting | None:
    """The meeting of a body that is on that day, or else the next, or else the last; cancelled ones left out."""
    is_over = Meeting.ends_on < on
    return db.session.scalars(
        select(Meeting)
        .where(Meeting.body_id == body.id, Meeting.state != MeetingState.CANCELLED)
        .order_by(
            is_over, case((is_over, null()), else_=Meeting.starts_on), Meeting.starts_on.desc(), Meeting.id.desc()
        )
        .limit(1)
    ).first()


def one_meeting(key: str) -> Meeting:
    """The meeting with that key, its body loaded with it. Raises Missing where there is none for this reader."""
    wanted = select(Meeting).join(Meeting.body).options(contains_eager(Meeting.body)).where(Meeting.key == key)
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise Missing
    return found


def kept_meeting(key: str) -> Meeting:
    """The meeting, where the reader serves the secretariat of its body. Raises Missing otherwise."""
    found = one_meeting(key)
    if not rules.may_keep(current_reader(), found.body_id):
        raise Missing
    return found


def meeting_by_id(meeting_id: int) -> Meeting:
    """The meeting by its internal id. Raises Missing."""
    found = db.session.get(Meeting, meeting_id)
    if found is None:
        raise Missing
    return found


def all_sessions_of(meeting_id: int) -> list[MeetingSession]:
    """The sessions of a meeting that this reader may see, check-ins too, in order of time."""
    return list(
        db.session.scalars(
            select(MeetingSession)
            .where(MeetingSession.meeting_id == meeting_id)
            .order_by(MeetingSession.starts_at, MeetingSession.id)
        )
    )


def sessions_of(meeting_id: int) -> list[MeetingSession]:
    """The sessions that have an agenda, in order of time: check-ins, which have none, are kept by their round."""
    return [s for s in all_sessions_of(meeting_id) if not s.is_check_in]


def kept_session(key: str) -> MeetingSession:
    """The session, where the reader serves the secretariat of its body. Raises Missing otherwise.

    A check-in is none of these: only its round moves it.
    """
    found = db.session.scalars(select(MeetingSession).where(MeetingSession.key == key)).one_or_none()
    if found is None or found.is_check_in or not rules.may_keep(current_reader(), found.body_id):
        raise Missing
    return found


def places_of(session_ids: Sequence[int]) -> list[Places]:
    """The places kept for guests in these sessions."""
    return list(db.session.scalars(select(Places).where(Places.session_id.in_(session_ids)).order_by(Places.id)))


def kinds_in_year(body: Body, year: int) -> list[MeetingKind]:
    """The kinds of the meetings of a body in a year, none cancelled (A10)."""
    return list(
        db.session.scalars(
            select(Meeting.kind).where(
                Meeting.body_id == body.id, Meeting.year == year, Meeting.state != MeetingState.CANCELLED
            )
        )
    )


def next_number(body: Body, year: int) -> int:
    """The next number of a meeting of a body in a year: no number is given twice, nor a symbol that a list brought."""
    wanted = select(Meeting.year, Meeting.number, Meeting.symbol).where(Meeting.body_id == body.id)
    rows = db.session.execute(wanted).all()
    symbols = {row.symbol.casefold() for row in rows}
    number = max((row.number for row in rows if row.year == year), default=0) + 1
    while f"{body.symbol}/{year}/{number}".casefold() in symbols:
        number += 1
    return number


def next_of_kind(body: Body, kind: MeetingKind, year: int) -> int:
    """The next number of a meeting among those of its kind in a year; no number is given twice."""
    of_kind = select(func.count(Meeting.id)).where(Meeting.body_id == body.id, Meeting.kind == kind)
    return (db.session.scalar(of_kind.where(Meeting.year == year)) or 0) + 1


def next_of_template(body: Body, template: str) -> int:
    """The next number of a meeting that is counted through all years (S5)."""
    held = select(func.count(Meeting.id)).where(Meeting.body_id == body.id, Meeting.template == template)
    return (db.session.scalar(held.where(Meeting.state != MeetingState.CANCELLED)) or 0) + 1


def session_by_id(session_id: int) -> MeetingSession:
    """The session by its internal id. Raises Missing."""
    found = db.session.get(MeetingSession, session_id)
    if found is None:
        raise Missing
    return found
