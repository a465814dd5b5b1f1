"""What is known of a body's year, read in a fixed number of statements, however many meetings and people there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import or_, select

from convene import clock
from convene.bodies.models import Body
from convene.db import db
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingKind, MeetingState
from convene.presets.reading import presets
from convene.presets.terms import Preset, Registration
from convene.rounds.needs import needs_traced
from convene.years.drafting import capitals
from convene.years.rules import YearPlan
from convene.years.standing.facts import Member, Needs, Neighbour, Stage, YearFacts, YearMeeting
from convene.years.standing.on_record import Gathered, Members, decided_on, letters_of, members_of, takes_registrations
from convene.years.standing.proposed import (
    GLOBAL,
    Held,
    awaits_global,
    debate_of,
    held_against,
    neighbours_planned,
    proposed,
)


def facts_of_body(body: Body, plan: YearPlan, debate: date | None, *, at: datetime) -> YearFacts:
    """A body that the present reader serves: what is on record of the year, and what its plan proposes beside it."""
    preset = presets()[body.preset]
    today = clock.local(at, body.zone).date()
    around = _around(body, preset, plan.year)
    members = members_of(body)
    lines = {one.key: one.line for one in plan.held}
    gathered = Gathered.of(around.own, members)
    found = [gathered.meeting(one, lines.get(one.key), today) for one in around.own]
    found += [proposed(preset, one, today) for one in plan.meetings if not one.line.is_optional]
    meetings = tuple(sorted(found, key=lambda one: (one.starts_on, one.name)))
    countries = {one.country for one in members.parties if one.country in capitals()}
    return YearFacts(
        year=plan.year,
        today=today,
        is_on_record=True,
        meetings=meetings,
        members=_decided(body, members),
        founders=preset.founders,
        steering=preset.steering,
        debate=debate,
        neighbours=(*around.neighbours, *neighbours_planned(preset, plan.year, around.known)),
        capitals=frozenset(capitals()[each][0] for each in countries),
        not_attributed=body.not_attributed,
        adopts=preset.adopts,
        disclaimer=preset.disclaimer,
        had_global=around.had_global,
        awaits_global=awaits_global(preset, plan.year),
        is_open_to_register=_is_open_to_register(preset, meetings),
        needs=_needs(body, plan.year) if "B4" in preset.rules else None,
        letters=letters_of(body, plan.year) if preset.letters is not None else None,
    )


def _needs(body: Body, year: int) -> Needs:
    """What was heard in the year's bilateral contacts, and how much of it an item takes up (B4)."""
    found = needs_traced(body, year)
    return Needs(found.heard, found.traced)


def _is_open_to_register(preset: Preset, meetings: Sequence[YearMeeting]) -> bool | None:
    """Whether anybody may or might register for the year's global meeting; None while it is still to be set (S5.2)."""
    here = [one for one in meetings if one.template == GLOBAL and one.key]
    if not here or preset.registration is not Registration.APPROVED:
        return None
    if takes_registrations([one.key for one in here]):
        return True
    return False if all(one.stage is Stage.HELD for one in here) else None


def _decided(body: Body, members: Members) -> tuple[Member, ...]:
    """The members with what was decided on their applications (A3)."""
    decided = decided_on(body)
    pairs = zip(members.parties, members.facts, strict=True)
    return tuple(replace(fact, is_admitted=decided.get(party.id)) for party, fact in pairs)


@dataclass(frozen=True, slots=True)
class _Around:
    """The meetings of the year, the body's own and those to keep apart from; what the year before holds."""

    own: list[Meeting]
    neighbours: tuple[Neighbour, ...]
    known: frozenset[str]
    had_global: bool


def _around(body: Body, preset: Preset, year: int) -> _Around:
    """One statement for the body's own meetings of two years and those of the bodies that it is tied to."""
    rows = db.session.execute(
        select(Meeting, Body.preset, Body.short_name)
        .join(Body, Body.id == Meeting.body_id)
        .where(
            Meeting.year.in_((year - 1, year)),
            Meeting.state != MeetingState.CANCELLED,
            or_(Meeting.body_id == body.id, Body.preset.in_(preset.tied_to)),
        )
        .order_by(Meeting.starts_on, Meeting.id)
    ).all()
    own = [m for m, _, _ in rows if m.body_id == body.id]
    beside = [
        (key, Neighbour(name, m.starts_on, m.ends_on))
        for m, key, name in rows
        if m.body_id != body.id and m.year == year and m.kind is MeetingKind.REGULAR
    ]
    return _Around(
        own=[m for m in own if m.year == year],
        neighbours=tuple(one for _, one in beside),
        known=frozenset(key for key, _ in beside),
        had_global=any(m.template == GLOBAL for m in own if m.year < year),
    )


def standing_of(body: Body, plan: YearPlan, *, at: datetime) -> Held:
    """The year of a body that the present reader serves."""
    return held_against(presets()[body.preset], plan, facts_of_body(body, plan, debate_of(plan), at=at))
