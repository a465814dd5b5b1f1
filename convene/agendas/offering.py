"""Which kinds of meeting a body is offered: those of its own cycle first, then those that every body can call (A10)."""

from __future__ import annotations

from convene.agendas.templates import MeetingTemplate, meeting_templates
from convene.bodies.models import Body
from convene.meetings.terms import MeetingKind
from convene.presets.reading import presets

SHORT_NOTICE = frozenset({MeetingKind.SPECIAL, MeetingKind.WORKING_GROUP})
GENERAL = ("special-meeting", "working-group")
# What a kind of body holds beside its cycle: the Council briefs at other times as well (002, II.c.ii).
BESIDE_THE_CYCLE = {"S2": ("briefing",)}
# Where the first line of the cycle is not what is planned by hand.
USUAL = {"S2": "briefing"}


def _own(body: Body) -> list[str]:
    """The kinds of the body's own preset, in the order of its cycle."""
    preset = presets().get(body.preset)
    cycle = [line.template for line in preset.cycle] if preset else []
    return list(dict.fromkeys((*cycle, *BESIDE_THE_CYCLE.get(body.preset, ()))))


def templates_of(body: Body) -> dict[str, MeetingTemplate]:
    """The kinds of meeting that suit a body: its own, then the general ones."""
    every = meeting_templates()
    return {key: every[key] for key in (*_own(body), *GENERAL)}


def short_notice_of(body: Body) -> dict[str, MeetingTemplate]:
    """Of these, those that are made for short notice."""
    return {key: template for key, template in templates_of(body).items() if template.kind in SHORT_NOTICE}


def usual_template(body: Body) -> str:
    """The kind that a body's meetings usually are."""
    return USUAL.get(body.preset) or next(iter(templates_of(body)))
