"""The one way to take a step in the life of a recommendation: held against the rules, appended, never changed after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, event, func, select
from sqlalchemy.orm import Mapper

from convene.bodies.models import Body
from convene.db import append, db
from convene.meetings.actions import refuse
from convene.presets.reading import presets
from convene.recommendations import rules
from convene.recommendations.models import Addressee, Recommendation, RecommendationStep
from convene.recommendations.terms import CLOSED, DRAFTED, State, Step


@dataclass(frozen=True, slots=True)
class StepLine:
    """What a page shows as one step: the steps of one kind and moment that differ in nothing but the addressee."""

    step: Step
    at: datetime
    by: str
    note: str
    addressees: tuple[str, ...]

    @property
    def names(self) -> str:
        """“Denmark”, or “3 addressees: Denmark, Niger, the Joint Office”; empty where a step is of nobody."""
        if len(self.addressees) < 2:
            return "".join(self.addressees)
        between = "; " if any("," in name for name in self.addressees) else ", "
        return f"{len(self.addressees)} addressees: {between.join(self.addressees)}"


class Overwritten(RuntimeError):
    """A step that was taken is not changed and not taken away."""


@event.listens_for(RecommendationStep, "before_update")
@event.listens_for(RecommendationStep, "before_delete")
def _appended_only(_mapper: Mapper[RecommendationStep], _connection: object, step: RecommendationStep) -> None:
    raise Overwritten(f"step {step.number} of a recommendation was to be changed")


def adopts(body: Body) -> bool:
    """Whether a body adopts its output; those that do not issue it with a disclaimer (S8, S11)."""
    preset = presets().get(body.preset)
    return preset is None or preset.adopts


def disclaimer_of(body: Body) -> str:
    """What the output of a body that does not adopt carries."""
    preset = presets().get(body.preset)
    return "" if preset is None or preset.adopts else preset.disclaimer


def disclaimer_on(found: Recommendation, body: Body) -> str:
    """What a recommendation carries: the words with which it was issued, or those of its body where none were kept.

    A draft is no output and carries none.
    """
    return "" if found.state in DRAFTED else found.disclaimer or disclaimer_of(body)


def kinds_of(body: Body) -> tuple[str, ...]:
    """The kinds of a body's recommendations."""
    preset = presets().get(body.preset)
    return rules.kinds_for(preset.outputs if preset else (), adopts=adopts(body))


def together(steps: Iterable[RecommendationStep]) -> list[StepLine]:
    """The lines of a history, each where the first of its steps stands: nine letters of one moment are one line."""
    lines: list[StepLine] = []
    places: dict[tuple[Step, datetime, str, str], int] = {}
    for row in steps:
        # A letter notes to whom it went: where that is the addressee itself, the line has named it.
        alike = (row.step, row.at, row.by, "" if row.note == row.addressee else row.note)
        place = places.get(alike)
        # What names nobody, or the same one again, was done again, and stands for itself.
        if row.addressee and place is not None and row.addressee not in lines[place].addressees:
            lines[place] = replace(lines[place], addressees=(*lines[place].addressees, row.addressee))
            continue
        if row.addressee:
            places[alike] = len(lines)
        lines.append(StepLine(*alike, (row.addressee,) if row.addressee else ()))
    return lines


def took(step: Step) -> ColumnElement[bool]:
    """The recommendations in whose life that step was taken."""
    return Recommendation.id.in_(select(RecommendationStep.recommendation_id).where(RecommendationStep.step == step))


def tell_seats(found: Recommendation, *, is_told: bool) -> None:
    """Whether the seats read it and whom it addresses: a draft while it is put before them, and all that is adopted."""
    if found.announced == is_told:
        return
    found.announced = is_told
    wanted = select(Addressee).where(Addressee.recommendation_id == found.id)
    for row in db.session.scalars(wanted).all():
        row.announced = is_told


def take(
    found: Recommendation, step: Step, *, body: Body, by: str, at: datetime, addressee: str = "", note: str = ""
) -> RecommendationStep:
    """Append a step and move the recommendation on. Raises Refused where the step may not follow."""
    before = None if step in (Step.PROPOSE, Step.TAKE_OVER) else found.state
    refuse(rules.step_findings(before, step, adopts=adopts(body)))
    found.state = rules.state_after(before, step, was=_was(found) if step is Step.REOPEN else None)
    if found.state is not State.PROPOSED:
        tell_seats(found, is_told=found.state is not State.WITHDRAWN)
    db.session.flush()  # The step needs the recommendation's id.
    last = db.session.scalar(
        select(func.max(RecommendationStep.number)).where(RecommendationStep.recommendation_id == found.id)
    )
    row = RecommendationStep(
        body_id=found.body_id,
        recommendation_id=found.id,
        # The steps of a draft stay the secretariat's, also once the seats read the draft; but what they were told was
        # adopted is not taken back behind them.
        announced=found.state not in DRAFTED or step is Step.DRAFT_AGAIN,
        number=(last or 0) + 1,
        step=step,
        state=found.state,
        at=at,
        by=by,
        addressee=addressee,
        note=note,
    )
    db.session.add(row)
    db.session.flush()  # The next step counts on from this one.
    return row


def _was(found: Recommendation) -> State | None:
    """Where it stood before it was closed."""
    wanted = select(RecommendationStep.state).where(
        RecommendationStep.recommendation_id == found.id, RecommendationStep.state.not_in(sorted(CLOSED))
    )
    return db.session.scalars(wanted.order_by(RecommendationStep.number.desc()).limit(1)).first()


def taken_over(
    body: Body, lives: Iterable[tuple[Recommendation, Sequence[tuple[Step, str]]]], *, by: str, at: datetime
) -> None:
    """The steps of a body's recommendations that came from elsewhere, each with its note, held against the same rules.

    Each must be on record already and have no steps. Raises Refused where one may not follow. One statement for all.
    """
    rows = [row for found, steps in lives for row in _steps(found, steps, adopts=adopts(body), by=by, at=at)]
    append(rows)


def reminded(names: Mapping[int, Iterable[str]], *, by: str, at: datetime) -> None:
    """Append to each of these recommendations (by internal id) whom a reminder went to, in one line; two statements.

    They must be sent and not closed; a reminder moves nothing on.
    """
    last = (
        select(Recommendation, func.max(RecommendationStep.number))
        .join(RecommendationStep, RecommendationStep.recommendation_id == Recommendation.id)
        .where(Recommendation.id.in_(sorted(names)))
        .group_by(Recommendation.id)
        .order_by(Recommendation.id)
    )
    rows = []
    for found, number in db.session.execute(last):
        row = RecommendationStep(body_id=found.body_id, recommendation_id=found.id, announced=True, number=number + 1)
        row.step, row.state, row.at, row.by, row.addressee = Step.REMIND, found.state, at, by, ""
        row.note = rules.reminded_note(names[found.id])
        rows.append(row)
    append(rows)


def _steps(
    found: Recommendation, steps: Sequence[tuple[Step, str]], *, adopts: bool, by: str, at: datetime
) -> Iterator[RecommendationStep]:
    state: State | None = None
    for number, (step, note) in enumerate(steps, start=1):
        refuse(rules.step_findings(state, step, adopts=adopts))
        state = rules.state_after(state, step, adopts=adopts)
        row = RecommendationStep(body_id=found.body_id, recommendation_id=found.id, announced=True, number=number)
        row.step, row.state, row.at, row.by, row.addressee, row.note = step, state, at, by, "", note
        yield row


def gone_on(
    body: Body, lives: Iterable[tuple[Recommendation, Sequence[tuple[Step, str, str]]]], *, by: str, at: datetime
) -> None:
    """Append steps to many recommendations on record at once, each with its addressee and note.

    Each is held against the rules as `take` does. Raises Refused where one may not follow. Two statements for all.
    """
    every = list(lives)
    last = select(RecommendationStep.recommendation_id, func.max(RecommendationStep.number))
    last = last.where(RecommendationStep.recommendation_id.in_({found.id for found, _ in every}))
    numbers = dict(db.session.execute(last.group_by(RecommendationStep.recommendation_id)).all())
    rows = []
    for found, steps in every:
        for step, addressee, note in steps:
            refuse(rules.step_findings(found.state, step, adopts=adopts(body)))
            found.state = rules.state_after(found.state, step)
            numbers[found.id] = numbers.get(found.id, 0) + 1
            row = RecommendationStep(body_id=found.body_id, recommendation_id=found.id, announced=True)
            row.number, row.step, row.state, row.at = numbers[found.id], step, found.state, at
            row.by, row.addressee, row.note = by, addressee, note
            rows.append(row)
    append(rows)
