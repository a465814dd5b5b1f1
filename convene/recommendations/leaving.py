"""Days that were past already when a list brought them: nobody owes by them until reminders are asked for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Label, case, func, select

from convene import clock
from convene.bodies.models import Body
from convene.db import db
from convene.recommendations import rules
from convene.recommendations.history import took
from convene.recommendations.models import Addressee, Recommendation, RecommendationStep
from convene.recommendations.terms import AS_A_LIST_SAYS, CLOSED, DRAFTED, Step


@dataclass(frozen=True, slots=True)
class Came:
    """How what is asked of an addressee came on record: appended by a list, or with a recommendation that one brought.

    `asked_for_at` is when the secretariat last asked for reminders of it all the same, `stopped_at` when it last
    stopped them.
    """

    appended_at: datetime | None
    came_at: datetime
    is_listed: bool
    asked_for_at: datetime | None
    stopped_at: datetime | None

    @property
    def is_stopped(self) -> bool:
        """Whether nobody is reminded because the secretariat said so; they owe all the same."""
        return self.stopped_at is not None and (self.asked_for_at is None or self.asked_for_at < self.stopped_at)

    def is_left_alone(self, due_on: date, *, zone: str) -> bool:
        """Whether nobody is reminded of a day, and nobody owes by it."""
        brought_at = self.appended_at or (self.came_at if self.is_listed else None)
        brought_on = clock.local(brought_at, zone).date() if brought_at is not None else None
        return rules.is_left_alone(due_on, taken_over_on=brought_on, is_asked_for=self.asked_for_at is not None)


# The columns of `Came` by name, in statements over recommendations and addressees.
CAME = ("appended_at", "came_at", "is_listed", "asked_for_at", "stopped_at")


def how_it_came() -> tuple[Label[Any], ...]:
    """For statements over recommendations and addressees: what `Came` is made from."""
    # A list may have appended an addressee to what was on record before.
    brought = (RecommendationStep.step == Step.TRANSMIT) & (RecommendationStep.note == AS_A_LIST_SAYS)
    whose = (RecommendationStep.recommendation_id == Addressee.recommendation_id) & (
        RecommendationStep.addressee == Addressee.name
    )
    appended = select(func.max(RecommendationStep.at)).where(brought, whose).correlate(Addressee).scalar_subquery()
    listed: list[ColumnElement[Any]] = [appended, Recommendation.proposed_at.expression]
    listed += [took(Step.TAKE_OVER), _last(Step.CHASE), _last(Step.LET_BE)]
    return tuple(column.label(name) for column, name in zip(listed, CAME, strict=True))


def _last(step: Step) -> ColumnElement[Any]:
    """When that step was last taken in the life of a recommendation."""
    whose = RecommendationStep.recommendation_id == Recommendation.id, RecommendationStep.step == step
    return select(func.max(RecommendationStep.at)).where(*whose).correlate(Recommendation).scalar_subquery()


def awaited_by() -> ColumnElement[date | None]:
    """The day by which an addressee's answer, or the report that it promised, is awaited."""
    return case((Addressee.answer.is_(None), Addressee.due_on), else_=Addressee.next_on)


def left_alone_ids(body: Body, parties: Collection[int], *, on: date) -> set[int]:
    """Which addressees of these parties (internal ids) owe nothing, though a day of theirs is past; one statement."""
    if not parties:
        return set()
    due = awaited_by()
    rows = db.session.execute(
        select(Addressee.id, due, *how_it_came())
        .join(Recommendation, Recommendation.id == Addressee.recommendation_id)
        .where(
            Addressee.body_id == body.id,
            Addressee.party_id.in_(sorted(parties)),
            Addressee.sent_on.is_not(None),
            due < on,  # What is not past was not past when a list brought it.
            Recommendation.state.not_in(sorted(CLOSED | DRAFTED)),
        )
    )
    return {found for found, due_on, *came in rows if Came(*came).is_left_alone(due_on, zone=body.zone)}
