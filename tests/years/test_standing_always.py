"""Any year of any preset: what the papers' own words find broken is reported, and nothing else is called broken.

The checker below is written from the papers, on the plan and on the templates as they stand in their files; it calls
none of the rules that it checks.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convene.anchors.known import anchors_in
from convene.anchors.terms import Anchor, AnchorKind
from convene.config import data_folder
from convene.presets.reading import presets
from convene.presets.terms import Preset, Where
from convene.years.drafting import capitals
from convene.years.rules import Circumstances, YearPlan, plan_year
from convene.years.standing.facts import State
from convene.years.standing.held import hold
from convene.years.standing.proposed import facts_of_preset
from convene.years.terms import Engagement, Host, PlannedMeeting

FEW, MANY = 50, 500
HOSTS = [Host(country, *capitals()[country], country) for country in ("CA", "DE", "DK", "GB", "NL", "US")]


@dataclass(frozen=True, slots=True)
class World:
    """A year as it might be: a cycle with lines left out or shortened, anchors moved or lost, days taken, hosts."""

    preset: Preset
    year: int
    anchors: tuple[Anchor, ...]
    engagements: tuple[Engagement, ...]
    hosts: tuple[Host, ...]
    members: tuple[str, ...]

    def plan(self) -> YearPlan:
        """Its plan."""
        around = Circumstances(
            anchors=self.anchors,
            hosts=self.hosts,
            engagements=self.engagements,
            members=self.members,
            holidays=lambda *_: "",
            religious=lambda *_: "",
        )
        return plan_year(self.preset, self.year, around)

    @property
    def debate(self) -> date | None:
        """The first day of the general debate."""
        return next((one.starts_on for one in self.anchors if one.kind is AnchorKind.DEBATE), None)


def moved(anchor: Anchor, days: int) -> Anchor:
    return replace(
        anchor, starts_on=anchor.starts_on + timedelta(days=days), ends_on=anchor.ends_on + timedelta(days=days)
    )


@st.composite
def worlds(draw: st.DrawFn, key: str) -> World:
    """A year of one preset."""
    preset, year = presets()[key], draw(st.integers(2004, 2100))
    is_kept = st.sampled_from([True, True, True, False])
    cycle = []
    for line in preset.cycle:
        if draw(is_kept):
            lasts = line.lasts if draw(is_kept) else draw(st.integers(1, 3))
            cycle.append(replace(line, lasts=lasts))
    anchors = [moved(one, draw(st.integers(-20, 20))) for one in anchors_in(year) if draw(is_kept)]
    taken = draw(st.lists(st.tuples(st.integers(0, 360), st.integers(0, 60), st.booleans()), max_size=6))
    engagements = [
        Engagement("Taken", on := date(year, 1, 1) + timedelta(days=first), on + timedelta(days=length), is_own=is_own)
        for first, length, is_own in taken
    ]
    hosts = draw(st.lists(st.sampled_from(HOSTS), unique=True, max_size=6))
    members = tuple(one.country for one in hosts)
    return World(replace(preset, cycle=tuple(cycle)), year, tuple(anchors), tuple(engagements), tuple(hosts), members)


# The papers' words, on plain values.


@cache
def template(name: str) -> dict[str, Any]:
    return tomllib.loads((data_folder("agendas") / f"{name}.toml").read_text(encoding="utf-8"))


def is_kind(meeting: PlannedMeeting, *kinds: str) -> bool:
    return template(meeting.line.template)["meeting"]["kind"] in kinds


def subjects(meeting: PlannedMeeting) -> list[str]:
    return [item["subject"] for session in template(meeting.line.template)["sessions"] for item in session["items"]]


def is_well_opened(meeting: PlannedMeeting) -> bool:
    """“Not less than two days, with the sessions to be closed except for the second morning” (paragraph 11)."""
    if meeting.ends_on <= meeting.starts_on:
        return False
    sessions = template(meeting.line.template)["sessions"]
    mornings = [s for s in sessions if s["day"] == 2 and str(s["opens"]) < "12:00"]
    others = [s for s in sessions if s not in mornings]
    return any(s["audience"] == "open" for s in mornings) and all(s["audience"] == "closed" for s in others)


def is_beside_assembly(meeting: PlannedMeeting, world: World) -> bool:
    return (
        meeting.city == "New York" and world.debate is not None and abs((meeting.starts_on - world.debate).days) <= 14
    )


def offends(rule: str, world: World, plan: YearPlan) -> bool:
    """Whether the plan, as it would be carried out without what is only offered, offends against a firm rule."""
    sure = [one for one in plan.meetings if not one.line.is_optional]
    regular = [one for one in sure if is_kind(one, "regular meeting")]

    def made(*names: str) -> list[PlannedMeeting]:
        return [one for one in sure if one.line.template in names]

    board = [one for one in sure if is_kind(one, "regular meeting", "special meeting")]
    broken = {
        "A5": any("deep-dive" not in subjects(one) for one in board),
        "A10": len(regular) < 2,
        "A11": any(not is_well_opened(one) for one in regular),
        "B2": not any(is_kind(one, "briefing") for one in sure),
        "B3": not made("check-ins", "check-ins-day"),
        "S3.1": not any(one.line.where is Where.HOST for one in sure),
        "S3.2": not any(is_beside_assembly(one, world) for one in sure),
        "S4.1": not made("focal-points-annual"),
        "S5.1": not made("global-meeting") and any(
            line.template == "global-meeting" and world.year % line.every_years == line.phase
            for line in world.preset.cycle
        ),
        "S5.3": not made("steering-group"),
        "S8.1": not world.preset.not_attributed,
        "S11.1": not world.preset.not_attributed,
        "S11.2": world.preset.adopts or not world.preset.disclaimer,
    }  # fmt: skip
    return broken.get(rule, False)


def check(world: World) -> None:
    """Every offence is reported as broken, and nothing else is."""
    plan = world.plan()
    rulings = hold(facts_of_preset(world.preset, plan, world.debate), world.preset.rules)
    found = {one.rule for one in rulings if one.state is State.BROKEN}
    assert found == {rule for rule in world.preset.rules if offends(rule, world, plan)}
    assert all(one.text for one in rulings)


@pytest.mark.parametrize("key", presets())
def test_any_year_reports_every_broken_rule(key: str) -> None:
    @settings(max_examples=FEW)
    @given(world=worlds(key))
    def holds(world: World) -> None:
        check(world)

    holds()


@pytest.mark.long
@pytest.mark.parametrize("key", presets())
def test_five_hundred_years_report_every_broken_rule(key: str) -> None:
    @settings(max_examples=MANY)
    @given(world=worlds(key))
    def holds(world: World) -> None:
        check(world)

    holds()


@pytest.mark.parametrize("key", presets())
def test_a_whole_cycle_breaks_no_rule(key: str) -> None:
    for year in range(2024, 2041):
        preset = presets()[key]
        world = World(preset, year, tuple(anchors_in(year)), (), tuple(HOSTS), ())
        rulings = hold(facts_of_preset(preset, world.plan(), world.debate), preset.rules)
        assert [one.rule for one in rulings if one.state is State.BROKEN] == []
