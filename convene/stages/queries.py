"""Reads of circulated agendas."""

from __future__ import annotations

from convene.access import rules
from convene.access.scope import guard
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
