"""Reads of circulated agendas."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, func, select, union_all
from sqlalchemy.orm import contains_eager

from convene.access import rules
from convene.access.gate import Missing
from convene.access.scope import guard
from convene.db import db
from convene.meetings.models import Meeting
from convene.records.queries import beside_meeting
from convene.records.terms import Beside
from convene.stages.models import AgendaStage, StageItem, StageSession

guard(
    AgendaStage,
    rules.sees_meeting,
    body=AgendaStage.body_id,
    meeting=AgendaStage.meeting_id,
    announced=AgendaStage.announced,
)
guard(
    StageSession,
    rules.sees_session,
    body=StageSession.body_id,
    meeting=StageSession.meeting_id,
    session=StageSession.session_id,
    announced=StageSession.announced,
)
guard(
    StageItem,
    rules.sees_item,
    body=StageItem.body_id,
    meeting=StageItem.meeting_id,
    session=StageItem.session_id,
    item=StageItem.item_id,
    announced=StageItem.announced,
    narrowed=StageItem.narrowed,
    withheld=StageItem.withheld,
)


def stages_of(meeting_id: int) -> list[AgendaStage]:
    """The circulations of a meeting's agenda, first to last. Whoever has no seat must not be shown their number."""
    wanted = select(AgendaStage).where(AgendaStage.meeting_id == meeting_id).order_by(AgendaStage.revision)
    return list(db.session.scalars(wanted))


def latest_stage(meeting_id: int) -> AgendaStage | None:
    """The last circulation, if any; for seats and the secretariat."""
    wanted = select(AgendaStage).where(AgendaStage.meeting_id == meeting_id).order_by(AgendaStage.revision.desc())
    return db.session.scalars(wanted.limit(1)).first()


def latest_stages(meeting_ids: Sequence[int]) -> dict[int, AgendaStage]:
    """The last circulation of each of these meetings' agendas, by meeting, in one statement; for seats."""
    newest = (
        select(AgendaStage.meeting_id, func.max(AgendaStage.revision).label("revision"))
        .where(AgendaStage.meeting_id.in_(meeting_ids))
        .group_by(AgendaStage.meeting_id)
        .subquery()
    )
    is_last = and_(AgendaStage.meeting_id == newest.c.meeting_id, AgendaStage.revision == newest.c.revision)
    return {s.meeting_id: s for s in db.session.scalars(select(AgendaStage).join(newest, is_last))}


def meeting_with_latest(key: str) -> tuple[Meeting, AgendaStage | None, Beside]:
    """A meeting with its body, the last circulation of its agenda, and what of its record is the reader's.

    In one statement, for the meeting's own page; whoever has no seat must not be shown the circulation. Raises Missing.
    """
    newest = select(func.max(AgendaStage.revision)).where(AgendaStage.meeting_id == Meeting.id)
    is_last = and_(
        AgendaStage.meeting_id == Meeting.id, AgendaStage.revision == newest.correlate(Meeting).scalar_subquery()
    )
    wanted = (
        select(Meeting, AgendaStage, *beside_meeting())
        .join(Meeting.body)
        .outerjoin(AgendaStage, is_last)
        .options(contains_eager(Meeting.body))
        .where(Meeting.key == key)
    )
    found = db.session.execute(wanted).one_or_none()
    if found is None:
        raise Missing
    return found[0], found[1], Beside(*found[2:])


def one_stage(key: str) -> tuple[AgendaStage, Meeting]:
    """A circulation with its meeting, whose body is loaded with it. Raises Missing where there is none."""
    wanted = (
        select(AgendaStage, Meeting)
        .join(Meeting, Meeting.id == AgendaStage.meeting_id)
        .join(Meeting.body)
        .options(contains_eager(Meeting.body))
        .where(AgendaStage.key == key)
    )
    found = db.session.execute(wanted).one_or_none()
    if found is None:
        raise Missing
    return found[0], found[1]


def frozen_sessions(stage_ids: Sequence[int]) -> list[StageSession]:
    """The sessions of these circulations that this reader may see, in the order in which they were frozen."""
    wanted = select(StageSession).where(StageSession.stage_id.in_(stage_ids)).order_by(StageSession.id)
    return list(db.session.scalars(wanted))


def frozen_items(stage_ids: Sequence[int]) -> list[StageItem]:
    """The items of these circulations that this reader may see, in the order in which they were frozen."""
    wanted = select(StageItem).where(StageItem.stage_id.in_(stage_ids)).order_by(StageItem.id)
    return list(db.session.scalars(wanted))


def has_part(meeting_id: int) -> bool:
    """Whether anything that was circulated of a meeting is this reader's to see."""
    both = union_all(
        select(StageItem.id).where(StageItem.meeting_id == meeting_id),
        select(StageSession.id).where(StageSession.meeting_id == meeting_id),
    ).subquery()
    return db.session.scalars(select(both.c.id).limit(1)).first() is not None
