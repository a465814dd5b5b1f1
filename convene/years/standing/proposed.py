"""What is only proposed of a year, as the rules know it; and a year held against them. Needs no row on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from convene.agendas.templates import MeetingTemplate, meeting_templates
from convene.anchors.terms import AnchorKind
from convene.meetings.rules import Sitting
from convene.presets.reading import presets
from convene.presets.terms import CycleLine, Preset, Where
from convene.years.drafting import draft_preset
from convene.years.rules import YearPlan, is_due
from convene.years.standing.facts import NEAR_DAYS, Neighbour, Ruling, Strand, YearFacts, YearMeeting, stage_of
from convene.years.standing.held import WORDS, hold, unchecked
from convene.years.terms import PlannedMeeting

GLOBAL = "global-meeting"


def near_days(line: CycleLine | None) -> int:
    """How many days before the first day invitations are due."""
    days = [one.days_before for one in line.milestones if one.key == "invitations"] if line else []
    return days[0] if days else NEAR_DAYS


def strand_of(title: str, section: str = "") -> frozenset[Strand]:
    """The strands that an item's title or section names."""
    words = f"{section} {title}".lower()
    return frozenset(each for each in Strand if each in words)


def facts_of_preset(preset: Preset, plan: YearPlan, debate: date | None) -> YearFacts:
    """A preset that no body stands for: its plan alone, looked at before its year begins."""
    return YearFacts(
        year=plan.year,
        today=date(plan.year - 1, 1, 1),
        is_on_record=False,
        meetings=tuple(
            proposed(preset, one, date(plan.year - 1, 1, 1)) for one in plan.meetings if not one.line.is_optional
        ),
        founders=preset.founders,
        steering=preset.steering,
        debate=debate,
        neighbours=tuple(neighbours_planned(preset, plan.year, frozenset())),
        not_attributed=preset.not_attributed,
        adopts=preset.adopts,
        disclaimer=preset.disclaimer,
        awaits_global=awaits_global(preset, plan.year),
    )


def awaits_global(preset: Preset, year: int) -> bool:
    """Whether a global meeting is due in that year (S5.1)."""
    return any(line.template == GLOBAL and is_due(line, year) for line in preset.cycle)


def proposed(preset: Preset, one: PlannedMeeting, today: date) -> YearMeeting:
    """A meeting that is only proposed: it would be as its template is. What is optional keeps no rule by itself."""
    template: MeetingTemplate = meeting_templates()[one.line.template]
    items = [item for session in template.sessions for item in session.items]
    return YearMeeting(
        name=one.line.name,
        kind=template.kind,
        template=template.key,
        stage=stage_of(None, one.ends_on, today),
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        city=one.city,
        near_days=near_days(one.line),
        is_provisional=one.is_provisional and one.line.anchor is not None,
        is_hosted=one.line.where is Where.HOST,
        notice=preset.notice,
        sittings=tuple(
            Sitting(one.starts_on + timedelta(days=s.day - 1), s.opens, s.minutes, s.audience)
            for s in template.sessions
        ),
        subjects=tuple(item.subject for item in items),
        strands=frozenset[Strand]().union(*(strand_of(item.title) for item in items)),
    )


def neighbours_planned(preset: Preset, year: int, known: frozenset[str]) -> Sequence[Neighbour]:
    """Lines of other presets that this one keeps apart from, as they would be planned, where none is on record."""
    wanted = {name for line in preset.cycle for name in line.apart_from if "." in name}
    found = []
    for key in sorted({name.split(".", 1)[0] for name in wanted} - known):
        other = presets()[key]
        found += [
            Neighbour(f"{other.short_name}, as it would be planned", m.starts_on, m.ends_on)
            for m in draft_preset(other, year).meetings
            if f"{key}.{m.line.key}" in wanted
        ]
    return found


@dataclass(frozen=True, slots=True)
class Held:
    """A body's year held against its rules: what each checkable rule says, and why the others are not checked."""

    plan: YearPlan
    rulings: tuple[Ruling, ...]
    unchecked: tuple[tuple[str, str], ...]
    words: dict[str, str]


def standing_of_preset(preset: Preset, plan: YearPlan) -> Held:
    """The year of a preset that no body stands for."""
    return held_against(preset, plan, facts_of_preset(preset, plan, debate_of(plan)))


def debate_of(plan: YearPlan) -> date | None:
    """The first day of the general debate of the planned year."""
    return next((one.starts_on for one in plan.anchors if one.kind == AnchorKind.DEBATE), None)


def held_against(preset: Preset, plan: YearPlan, facts: YearFacts) -> Held:
    """The rules of a preset held against what is known of the year."""
    return Held(plan, hold(facts, preset.rules), unchecked(preset.rules), WORDS | preset.own_rules)
