"""Taking over past meetings from a list, and giving meetings out in the same columns: a line for each item.

What becomes of each line is said first; what is wrong is refused, never mended. A meeting that is taken over is
concluded: nobody is invited or told, and nothing is asked for. Its hours are not on record.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import func, select

from convene import clock, journal
from convene.access.terms import Audience
from convene.agendas.models import AgendaItem
from convene.agendas.terms import ItemKind, Progress, Subject, Theme
from convene.bodies.models import Body
from convene.db import db
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.terms import MeetingKind, MeetingState
from convene.packs.fonts import missing_letters
from convene.recommendations.columns import CELL_MOST, Line, Table
from convene.recommendations.importing import Wrong, day_of, themes_in
from convene.recommendations.models import Recommendation

COLUMNS = (
    "symbol", "title", "kind", "starts on", "ends on", "city", "zone",
    "item", "item kind", "subject", "audience", "countries", "theme", "outcome", "progress",
)  # fmt: skip
TABLE = Table(
    COLUMNS,
    {
        "meeting": "title",
        "name": "title",
        "number": "symbol",
        "date": "starts on",
        "start": "starts on",
        "from": "starts on",
        "end": "ends on",
        "until": "ends on",
        "place": "city",
        "time zone": "zone",
        "agenda item": "item",
        "country": "countries",
        "themes": "theme",
        "decision": "outcome",
        "result": "outcome",
    },
    "starts on",
)
WIDTHS = {"symbol": 60, "title": 200, "city": 120, "zone": 64, "item": 300, "countries": 300}
DAYS_MOST = 31
KINDS = {str(kind): kind for kind in MeetingKind}
ITEM_KINDS = {str(kind): kind for kind in ItemKind} | {"": ItemKind.DISCUSSION}
AUDIENCES = {str(each): each for each in Audience} | {"": Audience.CLOSED}
SUBJECTS = {str(each): each for each in Subject} | {"": Subject.OTHER}
PROGRESS = {str(each): each for each in Progress} | {"": Progress.CONCLUDED}
T = TypeVar("T")
NINE = time(9)
# A day of closed sessions as they usually are; the open one follows. Nobody reads these hours.
MINUTES = {Audience.CLOSED: 300, Audience.OPEN: 180}


class Fate(StrEnum):
    """What becomes of a line."""

    NEW = "a new meeting"
    FURTHER = "a further item"
    KNOWN = "on record already"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Told:
    """A line with what becomes of it; `notes` say what is taken otherwise than it stands, `why` why it is refused."""

    number: int
    fate: Fate
    meeting: str
    item: str
    why: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Item:
    title: str
    kind: ItemKind
    subject: Subject
    audience: Audience
    countries: str
    themes: tuple[Theme, ...]
    outcome: str
    progress: Progress


@dataclass(slots=True)
class _Coming:
    """A meeting as it is gathered from its lines."""

    line: Line
    title: str
    kind: MeetingKind
    starts_on: date
    ends_on: date
    zone: str
    items: list[_Item] = field(default_factory=list)

    @property
    def head(self) -> tuple[object, ...]:
        """What all lines of one meeting must say alike."""
        return self.title, self.kind, self.starts_on, self.ends_on, self.zone, self.line.get("city")


@dataclass(slots=True)
class Reading:
    """A file held against a body: the fate of each line, and what would be taken over."""

    told: list[Told]
    coming: list[_Coming]

    def count(self, fate: str) -> int:
        """How many lines share a fate."""
        return sum(each.fate == fate for each in self.told)


def held_against(body: Body, lines: Sequence[Line], *, today: date) -> Reading:
    """The fate of each line; nothing is written. One statement, however many lines there are."""
    rows = db.session.execute(
        select(Meeting.symbol, Meeting.title, Meeting.starts_on).where(Meeting.body_id == body.id)
    ).all()
    known: set[object] = {symbol for symbol, _, _ in rows}
    known |= {(title.casefold(), day) for _, title, day in rows}
    coming: dict[object, _Coming] = {}
    told = []
    for line in lines:
        notes: list[str] = []
        fate, why = Fate.REFUSED, ""
        try:
            fate = _fate(body, line, coming, known, notes, today=today)
        except Wrong as wrong:
            why, notes = str(wrong), []
        told.append(Told(line.number, fate, _name(line), line.get("item"), why=why, notes=tuple(notes)))
    return Reading(told, list(coming.values()))


def _name(line: Line) -> str:
    return line.get("symbol") or line.get("title") or line.get("starts on")


def _fate(
    body: Body, line: Line, coming: dict[object, _Coming], known: set[object], notes: list[str], *, today: date
) -> Fate:
    found, item = _read(body, line, notes, today=today)
    symbol = line.get("symbol")
    identity: object = symbol or (found.title.casefold(), found.starts_on)
    if identity in known or (found.title.casefold(), found.starts_on) in known:
        return Fate.KNOWN
    before = coming.get(identity)
    if before is None:
        coming[identity] = found
        found.items += [item] if item else []
        return Fate.NEW
    if before.head != found.head:
        raise Wrong(f"title, kind, days, city or zone differ from line {before.line.number}, the same meeting")
    if item is None or item in before.items:
        raise Wrong(f"it names no item that line {before.line.number} and those after it do not name already")
    before.items.append(item)
    return Fate.FURTHER


def _read(body: Body, line: Line, notes: list[str], *, today: date) -> tuple[_Coming, _Item | None]:
    """What a line says. Raises Wrong."""
    for column, cell in line.cells.items():
        if len(cell) > WIDTHS.get(column, CELL_MOST):
            raise Wrong(f"{column}: more than {WIDTHS.get(column, CELL_MOST)} characters")
        if missing := missing_letters(cell):
            raise Wrong(f"{column}: these letters cannot be printed: {' '.join(missing)}")
    starts_on = day_of(line.get("starts on"), "starts on")
    if starts_on is None:
        raise Wrong("starts on: the first day of the meeting is missing")
    ends_on = day_of(line.get("ends on"), "ends on") or starts_on
    if not 0 <= (ends_on - starts_on).days < DAYS_MOST:
        raise Wrong(f"ends on: a meeting ends on its first day or at most {DAYS_MOST - 1} days later")
    if ends_on >= today:
        raise Wrong("ends on: only a meeting that is over is taken over; plan the others")
    zone = line.get("zone") or body.zone
    if zone != "UTC" and not clock.is_of_a_place(zone):
        raise Wrong(f"zone: “{zone}” is no time zone that we know; write it as Europe/Zurich")
    given = line.get("kind").casefold()
    if given and given not in KINDS:
        raise Wrong(f"kind: “{line.get('kind')}” is not one of {', '.join(KINDS)}")
    kind = KINDS.get(given, MeetingKind.REGULAR)
    city = line.get("city")
    title = line.get("title") or f"{str(kind).capitalize()}{f', {city}' if city else ''}"
    if not line.get("title"):
        notes.append(f"no title is given: taken as “{title}”")
    return _Coming(line, title, kind, starts_on, ends_on, zone), _item(line, notes)


def _item(line: Line, notes: list[str]) -> _Item | None:
    title = line.get("item")
    if not title:
        if line.get("outcome"):
            raise Wrong("item: an outcome without an item")
        return None
    return _Item(
        title,
        _one_of(line, "item kind", ITEM_KINDS),
        _one_of(line, "subject", SUBJECTS),
        _one_of(line, "audience", AUDIENCES),
        line.get("countries"),
        themes_in(line, notes),
        line.get("outcome"),
        _one_of(line, "progress", PROGRESS),
    )


def _one_of(line: Line, column: str, known: dict[str, T]) -> T:
    given = line.get(column).casefold()
    if given not in known:
        raise Wrong(f"{column}: “{line.get(column)}” is not one of {', '.join(filter(None, known))}")
    return known[given]


def take_over(body: Body, reading: Reading, *, by: str, at: datetime) -> int:
    """Take over what was read; gives how many meetings. The journal has one line for the whole of it."""
    today = clock.local(at, body.zone).date()
    numbers = dict(
        db.session.execute(
            select(Meeting.year, func.max(Meeting.number)).where(Meeting.body_id == body.id).group_by(Meeting.year)
        ).all()
    )
    rows = []
    for each in sorted(reading.coming, key=lambda c: (c.starts_on, c.line.number)):
        number = numbers[each.starts_on.year] = numbers.get(each.starts_on.year, 0) + 1
        rows.append((each, _meeting(body, each, number, today)))
    db.session.add_all([meeting for _, meeting in rows])
    db.session.flush()
    sessions = [(each, session) for each, meeting in rows for session in _sessions(each, meeting)]
    db.session.add_all([session for _, session in sessions])
    db.session.flush()
    items = [item for each, session in sessions for item in _items(each, session)]
    db.session.add_all(items)
    _tie_recommendations(body, {meeting.symbol: meeting.id for _, meeting in rows})
    change = {"meetings": len(rows), "items": len(items)}
    journal.record("meetings.import", by=by, at=at, body=body.id, kind="body", key=body.key, change=change)
    db.session.flush()
    return len(rows)


def _meeting(body: Body, each: _Coming, number: int, today: date) -> Meeting:
    start = clock.at_wall(each.starts_on, NINE, each.zone)
    return Meeting(
        body_id=body.id,
        kind=each.kind,
        year=each.starts_on.year,
        number=number,
        title=each.title,
        symbol=each.line.get("symbol") or f"{body.symbol}/{each.starts_on.year}/{number}",
        state=MeetingState.CONCLUDED,
        announced=True,
        city=each.line.get("city"),
        zone=each.zone,
        starts_on=each.starts_on,
        ends_on=each.ends_on,
        ends_at=clock.end_of_day(each.ends_on, each.zone),
        answers_due_at=start,
        papers_due_at=start,
        proposals_due_at=start,
        remind_days="",
        taken_over_on=today,
    )


def _sessions(each: _Coming, meeting: Meeting) -> Iterator[MeetingSession]:
    """One sitting for all that was closed, on the first day, and one for all that was open, on the last."""
    wanted = {item.audience for item in each.items} or {Audience.CLOSED}
    for audience in (Audience.CLOSED, Audience.OPEN):
        if audience not in wanted:
            continue
        on = each.starts_on if audience is Audience.CLOSED else each.ends_on
        start = clock.at_wall(on, NINE, each.zone)
        if audience is Audience.OPEN and on == each.starts_on and Audience.CLOSED in wanted:
            start += timedelta(minutes=MINUTES[Audience.CLOSED])
        minutes = max(MINUTES[audience], sum(item.audience is audience for item in each.items))
        yield MeetingSession(
            body_id=meeting.body_id,
            meeting_id=meeting.id,
            announced=True,
            title=f"{str(audience).capitalize()} session",
            audience=audience,
            on=on,
            opens=clock.local(start, each.zone).time(),
            minutes=minutes,
            starts_at=start,
            ends_at=start + timedelta(minutes=minutes),
        )


def _items(each: _Coming, session: MeetingSession) -> Iterator[AgendaItem]:
    here = [item for item in each.items if item.audience is session.audience]
    share = session.minutes // len(here) if here else 0
    for place, item in enumerate(here, start=1):
        start = session.starts_at + timedelta(minutes=share * (place - 1))
        yield AgendaItem(
            body_id=session.body_id,
            meeting_id=session.meeting_id,
            session_id=session.id,
            announced=True,
            position=place,
            title=item.title,
            kind=item.kind,
            subject=item.subject,
            minutes=share,
            outcome=item.outcome,
            countries=item.countries,
            themes=item.themes,
            progress=item.progress,
            closed_at=session.ends_at if item.progress is Progress.CONCLUDED else None,
            audience=item.audience,
            takes_papers=False,
            starts_at=start,
            ends_at=start + timedelta(minutes=share),
        )


def _tie_recommendations(body: Body, meetings: dict[str, int]) -> None:
    """Recommendations that were taken over before, “TNAP/2019/1/R.3”, belong to the meeting “TNAP/2019/1”."""
    wanted = select(Recommendation).where(Recommendation.body_id == body.id, Recommendation.meeting_id.is_(None))
    for row in db.session.scalars(wanted):
        row.meeting_id = meetings.get((row.symbol or "").rpartition("/R.")[0])


def lines_of(body: Body) -> Iterator[tuple[str, ...]]:
    """A line for each item of the meetings that are over, the earliest first; one for a meeting without items."""
    rows = db.session.execute(
        select(Meeting, AgendaItem)
        .outerjoin(AgendaItem, AgendaItem.meeting_id == Meeting.id)
        .outerjoin(MeetingSession, MeetingSession.id == AgendaItem.session_id)
        .where(Meeting.body_id == body.id, Meeting.state == MeetingState.CONCLUDED)
        .order_by(Meeting.starts_on, Meeting.id, MeetingSession.starts_at, AgendaItem.position, AgendaItem.id)
    )
    for meeting, item in rows:
        head = (
            meeting.symbol, meeting.title, str(meeting.kind), meeting.starts_on.isoformat(),
            meeting.ends_on.isoformat(), meeting.city, meeting.zone,
        )  # fmt: skip
        yield (*head, *_of_item(item))


def _of_item(item: AgendaItem | None) -> tuple[str, ...]:
    if item is None:
        return ("",) * 8
    themes = "; ".join(str(theme) for theme in item.themes)
    return (
        item.title,
        str(item.kind),
        str(item.subject),
        str(item.audience),
        item.countries,
        themes,
        item.outcome,
        str(item.progress),
    )
