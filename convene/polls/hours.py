"""Fair hours of one body and year: who sits, what was held by video, and the drawing of a day in each capital."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from markupsafe import Markup
from sqlalchemy import select

from convene import clock
from convene.bodies.models import Body
from convene.db import db
from convene.meetings import terms
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.terms import MeetingState
from convene.people.queries import holders
from convene.people.terms import SEAT_ROLES
from convene.polls.board import Capitals, place_in
from convene.polls.queries import zones_of
from convene.polls.rules.fairness import ledger, proposals
from convene.polls.terms import DAY_CLOSES, DAY_OPENS, Burden, Proposal, Seat, Sitting
from convene.presets.terms import Where

BY_VIDEO = str(Where.VIDEO)
ON_RECORD = (MeetingState.CONVENED, MeetingState.IN_SESSION, MeetingState.CONCLUDED)
NAMES, WIDTH, ROW, HEAD = 150, 960, 26, 22


@dataclass(frozen=True, slots=True)
class Hours:
    """The ledger of a year and what follows from it; `unknown` are members whose zone nobody has stated."""

    year: int
    sittings: tuple[Sitting, ...]
    burdens: tuple[Burden, ...]
    proposals: tuple[Proposal, ...]
    unknown: tuple[str, ...]


def is_by_video(meeting: Meeting) -> bool:
    """Whether a meeting is held by video alone, so that nobody travels and everybody has an hour of their own."""
    return terms.is_by_video(meeting.city)


def fair_hours(body: Body, year: int, *, on: date, minutes: int, capitals: Capitals, at: datetime) -> Hours:
    """What meetings by video laid on each member in a year, and the hours of a day that share it out best."""
    seats, unknown = seats_of(body, capitals, at=at)
    sittings = sittings_of(body, year)
    burdens = ledger(seats, sittings)
    found = proposals(burdens, on=on, zone=body.zone, minutes=minutes, at=at) if burdens else ()
    return Hours(year, sittings, burdens, found, unknown)


def seats_of(body: Body, capitals: Capitals, *, at: datetime) -> tuple[tuple[Seat, ...], tuple[str, ...]]:
    """Who sits in a body today, each party once; and by name those whose zone is not known."""
    current = [h for h in holders(body, at) if h.is_current and h.term.role in SEAT_ROLES]
    zones = zones_of(body.id, [h.term.person_id for h in current if h.party is None or not h.party.zone], at=at)
    found: dict[str, Seat] = {}
    for holder in current:
        name = holder.party.name if holder.party is not None else holder.contact.name
        place, zone = place_in(holder.party, zones.get(holder.term.person_id, ""), capitals)
        if name not in found or (zone and not found[name].zone):
            found[name] = Seat(name, place, zone)
    known = tuple(s for s in found.values() if s.zone)
    return known, tuple(s.name for s in found.values() if not s.zone)


def sittings_of(body: Body, year: int) -> tuple[Sitting, ...]:
    """The sessions by video on record that begin in that year; drafts and what was cancelled lay nothing on anybody."""
    wanted = (
        select(MeetingSession, Meeting)
        .join(Meeting, Meeting.id == MeetingSession.meeting_id)
        .where(Meeting.body_id == body.id, Meeting.state.in_(ON_RECORD))
        .order_by(MeetingSession.starts_at, MeetingSession.id)
    )
    return tuple(
        Sitting(row.Meeting.title, row.MeetingSession.starts_at, row.MeetingSession.minutes)
        for row in db.session.execute(wanted)
        if is_by_video(row.Meeting) and row.MeetingSession.on.year == year
    )


def drawn(proposal: Proposal, burdens: Sequence[Burden], *, minutes: int, zone: str) -> Markup:
    """One day of the host's clock, a band for each capital: its night dark, the meeting across all of them.

    An SVG without script or style of its own; what it shows stands in the table beside it.
    """
    day = clock.at_wall(proposal.on, DAY_OPENS.replace(hour=0), zone)
    places = sorted({(b.seat.place, b.seat.zone) for b in burdens}, key=lambda pair: _offset(day, pair[1]))
    height = HEAD + ROW * len(places) + 6
    parts = [
        Markup('<text class="hours__tick" x="{}" y="14">{}</text>').format(_x(n * 60), f"{n:02d}")
        for n in range(0, 24, 3)
    ]
    for number, (place, own) in enumerate(places):
        y = HEAD + ROW * number
        parts.append(Markup('<text class="hours__name" x="0" y="{}">{}</text>').format(y + 16, place))
        parts.append(
            Markup('<rect class="hours__night" x="{}" y="{}" width="{}" height="20"/>').format(_x(0), y, WIDTH - NAMES)
        )
        parts += [
            Markup('<rect class="hours__day" x="{}" y="{}" width="{}" height="20"/>').format(
                _x(first), y, round(_x(last) - _x(first), 1)
            )
            for first, last in _waking(day, proposal.on, own)
        ]
    begins = int((proposal.starts_at - day).total_seconds() // 60)
    width = round(_x(min(begins + minutes, 24 * 60)) - _x(begins), 1)
    parts.append(
        Markup('<rect class="hours__meeting" x="{}" y="{}" width="{}" height="{}"/>').format(
            _x(begins), HEAD - 2, width, ROW * len(places)
        )
    )
    said = (
        f"{proposal.opens:%H:%M} {clock.place_of(zone)} on {clock.day_words(proposal.on)}: the hours of "
        f"{len(places)} places; what is light lies within 07:00–21:00. {proposal.why}"
    )
    head = Markup('<svg class="hours" viewBox="0 0 {} {}" role="img" aria-label="{}">').format(WIDTH, height, said)
    return head + Markup("").join(parts) + Markup("</svg>")


def _offset(moment: datetime, zone: str) -> timedelta:
    return clock.local(moment, zone).utcoffset() or timedelta()


def _x(minute: float) -> float:
    return round(NAMES + minute / (24 * 60) * (WIDTH - NAMES), 1)


def _waking(day: datetime, on: date, zone: str) -> list[tuple[int, int]]:
    """The stretches of the host's day, in minutes from its start, that lie within 07:00–21:00 in a zone."""
    found = []
    for shift in (-1, 0, 1):
        here = on + timedelta(days=shift)
        opens, closes = clock.at_wall(here, DAY_OPENS, zone), clock.at_wall(here, DAY_CLOSES, zone)
        first = max(0, int((opens - day).total_seconds() // 60))
        last = min(24 * 60, int((closes - day).total_seconds() // 60))
        if first < last:
            found.append((first, last))
    return found


def clocks_of(proposal: Proposal, burdens: Sequence[Burden]) -> list[tuple[str, str]]:
    """When a proposal would begin on the clocks of each place, with the day where it is another."""
    places = sorted(
        {(b.seat.place, b.seat.zone) for b in burdens}, key=lambda p: (_offset(proposal.starts_at, p[1]), p)
    )
    found = []
    for place, zone in places:
        here = clock.local(proposal.starts_at, zone)
        shift = (here.date() - proposal.on).days
        found.append((place, f"{here:%H:%M}" + (f" ({shift:+d} day)" if shift else "")))
    return found
