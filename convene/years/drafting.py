"""Drafting a year: gathers what it is planned around, for a body on record or for a preset alone."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from sqlalchemy import or_, select

from convene.agendas.templates import meeting_templates
from convene.anchors.known import anchors_in, with_entries
from convene.anchors.queries import entries_over
from convene.anchors.terms import Anchor
from convene.bodies.models import Body, Party
from convene.bodies.terms import Standing
from convene.config import data_folder
from convene.db import db
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingKind, MeetingState
from convene.presets.reading import presets
from convene.presets.terms import CycleLine, Preset, Where
from convene.years.daysoff import public_holiday, religious_day
from convene.years.queries import days_set
from convene.years.rules import COUNTRY_OF, Circumstances, YearPlan, is_due, plan_year, said_against
from convene.years.tasks import Task, tasks_by_meeting
from convene.years.terms import DueDay, Engagement, Held, Host, Member, PlannedMeeting


@cache
def capitals() -> dict[str, tuple[str, str]]:
    """City and zone of capitals by country. Raises what reading the file raises."""
    path = data_folder("agendas") / "anchors" / "capitals.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return {country: (city, zone) for country, (city, zone) in table.items()}


def draft_preset(preset: Preset, year: int) -> YearPlan:
    """The year of a preset without a body: nobody is on record yet, so hosts are to be named."""
    return _drafted(preset, year, anchors_in(year), hosts=(), members=(), engagements=())


def cycle_of(body: Body) -> tuple[CycleLine, ...]:
    """The lines of a body's cycle, with the milestone days that it set in place of the file's."""
    return with_days(presets()[body.preset].cycle, days_set(body))


def with_days(cycle: Iterable[CycleLine], days: Mapping[tuple[str, str], int]) -> tuple[CycleLine, ...]:
    """These lines with days of the body's own, by line and step, each marked as no default any more."""
    return tuple(
        replace(
            line,
            milestones=tuple(
                replace(one, days_before=days[line.key, one.key], is_default=False)
                if (line.key, one.key) in days
                else one
                for one in line.milestones
            ),
        )
        for line in cycle
    )


def draft_body(body: Body, year: int) -> YearPlan:
    """The year of a body that the present reader serves: its members, hosts in rotation, and the days that are taken.

    What is on record already for a line of the cycle stands in `held` in place of a proposal.
    """
    return draft_years(body, [year])[0]


def draft_years(body: Body, years: Sequence[int]) -> list[YearPlan]:
    """Several years of a body, each as it would be planned by itself; as many statements as for one."""
    preset = replace(presets()[body.preset], cycle=cycle_of(body))
    members, past = members_in_order(body), hosted(body)
    meetings, entries = _meetings(years), entries_over(body.id, years)
    due = tasks_by_meeting([m.id for m in meetings if m.body_id == body.id])
    found = []
    for year in years:
        taken = [m for m in meetings if m.year == year]
        held = _held(preset, year, [m for m in taken if m.body_id == body.id], due)
        known = {one.line.key for one in held}
        plan = _drafted(
            replace(preset, cycle=tuple(one for one in preset.cycle if one.key not in known)),
            year,
            with_entries(year, entries.get(year, {})),
            hosts=_turn_in(members, past, preset, year),
            members=[one.country for one in members if one.country],
            engagements=[_engagement(m, body) for m in taken],
            already=held,
        )
        found.append(plan)
    return found


def _turn_in(members: Sequence[Member], past: Sequence[Meeting], preset: Preset, year: int) -> list[Host]:
    """Who hosts next in a year: where years before it are still to be planned, others have had their turn by then."""
    before = [m for m in past if m.year <= year]
    hosts = turn_of(members, [(m.host_id, m.city) for m in before], year)
    if not before or not hosts:
        return hosts
    between = range(before[0].year + 1, year)
    turns = sum(line.where is Where.HOST and is_due(line, each) for each in between for line in preset.cycle)
    return [*hosts[turns % len(hosts) :], *hosts[: turns % len(hosts)]]


def redraft(
    body: Body, year: int, lines: Sequence[CycleLine], anchors: Sequence[Anchor], *, but: Iterable[Meeting]
) -> dict[str, PlannedMeeting]:
    """What the planner would choose for these lines with these anchors, by key of the line, in place of `but`.

    Everything else of the year stands as it is: what cannot be placed any more is not in the answer.
    """
    gone = {meeting.id for meeting in but}
    preset = replace(presets()[body.preset], cycle=tuple(lines))
    plan = _drafted(
        preset,
        year,
        anchors,
        hosts=(),
        members=[one.country for one in members_in_order(body) if one.country],
        engagements=[_engagement(m, body) for m in _meetings([year]) if m.id not in gone],
    )
    return {one.line.key: one for one in plan.meetings}


def said_against_moves(
    body: Body, moves: Sequence[tuple[Meeting, date]], anchors: Sequence[Anchor]
) -> dict[int, tuple[str, ...]]:
    """What speaks against the first days that these meetings of one year would get, by internal id.

    Each is held against the others as they would be. As many statements for several as for one.
    """
    if not moves:
        return {}
    then = {m.id: (first, m.ends_on + (first - m.starts_on)) for m, first in moves}
    members = members_in_order(body)
    countries = {one.id: one.country for one in members}
    taken = [(m.id, _engagement(m, body)) for m in _meetings([moves[0][0].year])]
    taken = [
        (key, replace(one, starts_on=then[key][0], ends_on=then[key][1]) if key in then else one) for key, one in taken
    ]
    found = {}
    for meeting, _ in moves:
        around = Circumstances(
            anchors=anchors,
            hosts=(),
            engagements=[one for key, one in taken if key != meeting.id],
            members=[country for country in countries.values() if country],
            holidays=public_holiday,
            religious=religious_day,
        )
        country = countries.get(meeting.host_id or 0, "") or _country_of(meeting.city, meeting.zone)
        found[meeting.id] = said_against(*then[meeting.id], country, meeting.anchor, around)
    return found


def _country_of(city: str, zone: str) -> str:
    """The country whose capital it is, or that of the place's clock; nothing where neither is known."""
    return next((key for key, one in capitals().items() if one[0] == city), COUNTRY_OF.get(zone, ""))


def _drafted(
    preset: Preset,
    year: int,
    anchors: Sequence[Anchor],
    *,
    hosts: Sequence[Host],
    members: Sequence[str],
    engagements: Sequence[Engagement],
    already: Sequence[Held] = (),
) -> YearPlan:
    around = Circumstances(
        anchors=anchors,
        hosts=hosts,
        engagements=[*engagements, *_of_others(preset, year, engagements)],
        members=members,
        holidays=public_holiday,
        religious=religious_day,
    )
    return plan_year(preset, year, around, already)


def _of_others(preset: Preset, year: int, engagements: Sequence[Engagement]) -> list[Engagement]:
    """Lines of other presets that this one keeps apart from, as they would be planned, where none is on record."""
    known = {one.key for one in engagements}
    wanted = {name for line in preset.cycle for name in line.apart_from if "." in name} - known
    found = []
    for key in sorted({name.split(".", 1)[0] for name in wanted}):
        other = presets()[key]
        for meeting in draft_preset(other, year).meetings:
            if f"{key}.{meeting.line.key}" in wanted:
                name = f"{other.short_name}, as it would be planned"
                line_key = f"{key}.{meeting.line.key}"
                found.append(Engagement(name, meeting.starts_on, meeting.ends_on, is_own=False, key=line_key))
    return found


def _meetings(years: Sequence[int]) -> list[Meeting]:
    wanted = (
        select(Meeting)
        .where(Meeting.year.in_(years), Meeting.state != MeetingState.CANCELLED)
        .order_by(Meeting.starts_on, Meeting.id)
    )
    return list(db.session.scalars(wanted))


def _held(preset: Preset, year: int, own: Sequence[Meeting], due: Mapping[int, Sequence[Task]]) -> list[Held]:
    """Which line each meeting on record fulfils: that which it names; else the first left of its template.

    A briefing is one whatever its template is (B2): what is left of them counts for a line that asks for a briefing.
    """
    waiting = {line.key: line for line in preset.cycle if is_due(line, year)}
    found: dict[int, CycleLine] = {}
    for meeting in own:
        if meeting.line in waiting:
            found[meeting.id] = waiting.pop(meeting.line)
    for meeting in own:
        line = next((one for one in waiting.values() if one.template == meeting.template), None)
        if line is not None and not meeting.line:
            found[meeting.id] = waiting.pop(line.key)
    for meeting in own:
        line = next((one for one in waiting.values() if _is_briefing(one)), None)
        if line is not None and meeting.kind is MeetingKind.BRIEFING and meeting.id not in found and not meeting.line:
            found[meeting.id] = waiting.pop(line.key)
    return [_on_record(m, found[m.id], due.get(m.id, ())) for m in own if m.id in found]


def _on_record(m: Meeting, line: CycleLine, tasks: Sequence[Task]) -> Held:
    due = tuple(DueDay(d.step, d.name, d.due_on, "", is_default=not d.is_by_hand) for d in tasks if not d.done_on)
    done = tuple(DueDay(d.step, d.name, d.done_on, "") for d in tasks if d.done_on)
    return Held(
        line, m.key, m.title, m.symbol, str(m.state), m.starts_on, m.ends_on, m.city, due, done, m.anchor,
        is_provisional=m.is_provisional,
    )  # fmt: skip


def _is_briefing(line: CycleLine) -> bool:
    return meeting_templates()[line.template].kind is MeetingKind.BRIEFING


def _engagement(meeting: Meeting, body: Body) -> Engagement:
    is_own = meeting.body_id == body.id
    return Engagement(meeting.title, meeting.starts_on, meeting.ends_on, is_own=is_own)


def members_in_order(body: Body) -> list[Member]:
    """The members in the order in which they host."""
    wanted = select(Party).where(Party.body_id == body.id, Party.standing == Standing.MEMBER)
    found = db.session.scalars(wanted.order_by(Party.name))
    return in_order(
        Member(p.id, p.key, p.name, p.country, p.zone, p.host_position, p.host_passes_in, p.left_on) for p in found
    )


def in_order(members: Iterable[Member]) -> list[Member]:
    """Members by their place in the order of hosts; those without one after them, by name."""
    return sorted(members, key=lambda one: (one.position is None, one.position or 0, one.name))


def rotation(members: Sequence[Member], body: Body, year: int) -> list[Host]:
    """Members as they host next: in their order, beginning after whoever hosted last; without who is passed over."""
    return turn_of(members, [(m.host_id, m.city) for m in hosted(body) if m.year <= year], year)


def hosted(body: Body) -> list[Meeting]:
    """The meetings that say who hosted last, latest first.

    One that names its host counts from the day that it is drafted, others once they are concluded, by their city.
    """
    wanted = select(Meeting).where(
        Meeting.body_id == body.id,
        or_(Meeting.host_id.is_not(None), Meeting.state == MeetingState.CONCLUDED),
        Meeting.state != MeetingState.CANCELLED,
    )
    return list(db.session.scalars(wanted.order_by(Meeting.starts_on.desc(), Meeting.id.desc())))


def turn_of(members: Sequence[Member], past: Iterable[tuple[int | None, str]], year: int) -> list[Host]:
    """The members, given in their order, as they host next in that year; `past` are hosts and cities, latest first."""
    ids, cities = [one.id for one in members], [_host(one).city for one in members]
    last = None
    for host_id, city in past:
        if host_id in ids:
            last = ids.index(host_id)
        elif host_id is None and city in cities:
            last = cities.index(city)
        if last is not None:
            break
    turned = list(members) if last is None else [*members[last + 1 :], *members[: last + 1]]
    return [_host(one) for one in turned if one.passes_in != year and (not one.left_on or one.left_on.year > year)]


def _host(member: Member) -> Host:
    city, zone = capitals().get(member.country, (f"The capital of {member.name}", member.zone or "UTC"))
    return Host(member.name, city, zone, member.country)
