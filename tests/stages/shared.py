"""What the tests of stages share: circulating by the usual actions, and everything frozen of a meeting."""

from __future__ import annotations

from typing import Any

from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.access.scope import set_reader
from convene.access.terms import Reader
from convene.db import abandon, db, work
from convene.meetings.models import Meeting
from convene.stages import actions
from convene.stages.freezing import is_intact
from convene.stages.models import AgendaStage, StageItem, StageSession
from convene.stages.reading import Opened, opened
from convene.stages.terms import Stage
from tests.browser import TESTS, reader_of_key
from tests.build import BY


def circulate(meeting: Meeting, stage: Stage = Stage.PROVISIONAL, note: str = "") -> AgendaStage:
    """Circulate an agenda, with whatever notice. Needs an open transaction."""
    wish = actions.Wish(stage, note, all_the_same=True)
    return actions.circulate(meeting, wish, by=BY, at=clock.now())[0]


def circulated(app: Flask, meeting: str, stage: Stage = Stage.PROVISIONAL, note: str = "") -> str:
    """Circulate the agenda of the meeting with that key; gives the stage's key."""
    with app.app_context(), work(TESTS):
        return circulate(db.session.scalars(select(Meeting).where(Meeting.key == meeting)).one(), stage, note).key


def frozen(meeting: int) -> dict[str, tuple[Any, ...]]:
    """All that was frozen of a meeting, by the stages' keys, and whether each digest still holds. Needs a session."""
    found: dict[str, tuple[Any, ...]] = {}
    for stage in db.session.scalars(select(AgendaStage).where(AgendaStage.meeting_id == meeting)):
        sessions = rows(StageSession, stage)
        items = rows(StageItem, stage)
        texts = ([s.content for s in sessions], [i.content for i in items])
        found[stage.key] = (
            stage.symbol,
            stage.content,
            stage.note,
            stage.digest,
            *texts,
            is_intact(stage, sessions, items),
        )
    return found


def rows(model: type[Any], stage: AgendaStage) -> list[Any]:
    """The rows of one kind of a stage, as they were frozen."""
    return list(db.session.scalars(select(model).where(model.stage_id == stage.id).order_by(model.id)))


def read_as(key: str, stage: str, *, with_markup: bool = False) -> Opened:
    """A circulation as a character sees it, signed in. Needs a request's context and no open transaction.

    Raises Missing as the page would.
    """
    return read_by(reader_of_key(key), stage, with_markup=with_markup)


def read_by(reader: Reader, stage: str, *, with_markup: bool = False) -> Opened:
    """The same for any reader."""
    set_reader(reader)
    try:
        return opened(stage, zone="", with_markup=with_markup)
    finally:
        abandon()
