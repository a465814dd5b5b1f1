"""The first hour of a body: what a new secretary does first, in order, and what of it is done."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import exists, or_, select

from convene.access.scope import current_reader
from convene.bodies.models import Body, Party
from convene.bodies.terms import Standing
from convene.db import db
from convene.meetings.models import Meeting
from convene.people.models import Term
from convene.people.terms import SEAT_ROLES, TermRole
from convene.presets.reading import presets
from convene.presets.words import words_of


class Step(StrEnum):
    """A first step; the templates know the page of each."""

    MEMBERS = "members"
    REPRESENTATIVES = "representatives"
    LETTERS = "letters"
    YEAR = "year"


OWN = (Standing.MEMBER, Standing.OBSERVER, Standing.COOPERATING)
# What is asked of the database, in the order of its columns.
ASKED = (Step.MEMBERS, Step.REPRESENTATIVES, Step.YEAR)


@dataclass(frozen=True, slots=True)
class Start:
    """A body that has just begun: its steps in order with their words, and which of them are done."""

    body: Body
    steps: tuple[tuple[Step, str], ...]
    done: frozenset[Step]

    @property
    def next(self) -> Step:
        """The first step that is not done."""
        return next(step for step, _ in self.steps if step not in self.done)


def starts(body_id: int | None = None) -> list[Start]:
    """The bodies kept by the reader that have nothing but their founders, or that one alone until all is done.

    One statement. Whom to call can be said at any time, so that it alone keeps no list on a page.
    """
    wanted = current_reader().staff & {body_id} if body_id is not None else current_reader().staff
    if not wanted:
        return []
    acts = Term.body_id == Body.id, Term.role != TermRole.SECRETARIAT
    rows = db.session.execute(
        select(
            Body,
            # Whoever is merely briefed or served is none of its own, until somebody acts for them.
            or_(
                exists().where(Party.body_id == Body.id, Party.standing.in_(OWN)),
                exists().where(*acts, Term.party_id.is_not(None)),
                exists().where(*acts, Term.role == TermRole.INDIVIDUAL),
            ),
            exists().where(*acts, or_(Term.party_id.is_not(None), Term.role.in_(SEAT_ROLES))),
            exists().where(Meeting.body_id == Body.id),
        )
        .where(Body.id.in_(wanted))
        .order_by(Body.name)
    )
    found = [_start(body, dict(zip(ASKED, asked, strict=True))) for body, *asked in rows]
    if body_id is None:
        return [one for one in found if one.done <= {Step.MEMBERS}]
    return [one for one in found if {s for s, _ in one.steps} - one.done - {Step.LETTERS}]


def _start(body: Body, is_done: dict[Step, bool]) -> Start:
    words = words_of(body.preset)
    preset = presets().get(body.preset)
    steps = [(Step.MEMBERS, f"Take its {words.members} on record")]
    if preset is None or preset.members:
        steps.append((Step.REPRESENTATIVES, "Say who represents them"))
    steps += [(Step.LETTERS, "Say whom to call, and where replies go"), (Step.YEAR, "Plan its year")]
    is_done = is_done | {Step.LETTERS: bool(body.telephone or body.reply_address)}
    return Start(body, tuple(steps), frozenset(step for step, done in is_done.items() if done))
