"""Drafting a year: gathers what it is planned around, for a body on record or for a preset alone."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from sqlalchemy import select

from convene.anchors.known import anchors_in
from convene.bodies.models import Body, Party
from convene.bodies.terms import Standing
from convene.config import data_folder
from convene.db import db
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.presets.reading import presets
from convene.presets.terms import Preset, Where
from convene.years.daysoff import public_holiday, religious_day
from convene.years.rules import Circumstances, YearPlan, is_due, plan_year
from convene.years.terms import Engagement, Held, Host


@cache
def capitals() -> dict[str, tuple[str, str]]:
    """City and zone of capitals by country. Raises what reading the file raises."""
    path = data_folder("agendas") / "anchors" / "capitals.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return {country: (city, zone) for country, (city, zone) in table.items()}


def draft_preset(preset: Preset, year: int) -> YearPlan:
    """The year of a preset without a body: nobody is on record yet, so hosts are to be named."""
    return _drafted(preset, year, hosts=(), members=(), engagements=())


def draft_body(body: Body, year: int) -> YearPlan:
    """The year of a body that the present reader serves: its members, hosts in rotation, and the days that are taken.

    What is on record already for a line of the cycle stands in `held` in place of a proposal.
    """
    return draft_years(body, [year])[0]


def draft_years(body: Body, years: Sequence[int]) -> list[YearPlan]:
    """Several years of a body, each as it would be planned by itself; as many statements as for one."""
    preset = presets()[body.preset]
    parties = db.session.scalars(
        select(Party).where(Party.body_id == body.id, Party.standing == Standing.MEMBER).order_by(Party.name)
    ).all()
    meetings = _meetings(years)
    hosts, hosted = [_host(party) for party in parties], _hosted(body)
    members = [p.country for p in parties if p.country]
    found = []
    for year in years:
        taken = [m for m in meetings if m.year == year]
        held = _held(preset, year, [m for m in taken if m.body_id == body.id])
        rest = replace(preset, cycle=tuple(one for one in preset.cycle if one.key not in {h.line.key for h in held}))
        engagements = [_engagement(m, body) for m in taken]
        turn = _rotation(hosts, hosted, preset, year)
        plan = _drafted(rest, year, hosts=turn, members=members, engagements=engagements)
        found.append(replace(plan, held=tuple(held)))
    return found


def _drafted(
    preset: Preset, year: int, *, hosts: Sequence[Host], members: Sequence[str], engagements: Sequence[Engagement]
) -> YearPlan:
    around = Circumstances(
        anchors=anchors_in(year),
        hosts=hosts,
        engagements=[*engagements, *_of_others(preset, year, engagements)],
        members=members,
        holidays=public_holiday,
        religious=religious_day,
    )
    return plan_year(preset, year, around)


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


def _held(preset: Preset, year: int, own: Sequence[Meeting]) -> list[Held]:
    """Which line each meeting on record fulfils: the first of a template its first line, the second its second."""
    waiting = [line for line in preset.cycle if is_due(line, year)]
    found = []
    for meeting in own:
        line = next((one for one in waiting if one.template == meeting.template), None)
        if line is not None:
            waiting.remove(line)
            found.append(
                Held(line, meeting.key, meeting.title, meeting.symbol, str(meeting.state), meeting.starts_on,
                     meeting.ends_on, meeting.city)
            )  # fmt: skip
    return found


def _engagement(meeting: Meeting, body: Body) -> Engagement:
    is_own = meeting.body_id == body.id
    return Engagement(meeting.title, meeting.starts_on, meeting.ends_on, is_own=is_own)


def _hosted(body: Body) -> list[tuple[int, str]]:
    """Year and city of every meeting of a body, the latest first."""
    past = (
        select(Meeting.year, Meeting.city)
        .where(Meeting.body_id == body.id, Meeting.state != MeetingState.CANCELLED)
        .order_by(Meeting.starts_on.desc(), Meeting.id.desc())
    )
    return [(year, city) for year, city in db.session.execute(past)]


def _rotation(hosts: Sequence[Host], hosted: Sequence[tuple[int, str]], preset: Preset, year: int) -> list[Host]:
    """Members in the order in which they host in a year: by name, beginning after whoever hosts last before it.

    Where years lie between, of which nothing is on record yet, as many have had their turn as would be planned.
    """
    cities = [host.city for host in hosts]
    last = next(((on, cities.index(city)) for on, city in hosted if on < year and city in cities), None)
    if last is None:
        return list(hosts)
    since, place = last
    turns = [
        line
        for each in range(since + 1, year)
        for line in preset.cycle
        if line.where is Where.HOST and is_due(line, each)
    ]
    first = (place + 1 + len(turns)) % len(hosts)
    return [*hosts[first:], *hosts[:first]]


def _host(party: Party) -> Host:
    city, zone = capitals().get(party.country, (f"The capital of {party.name}", party.zone or "UTC"))
    return Host(party.name, city, zone, party.country)
