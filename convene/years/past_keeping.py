"""Taking over what a list of past meetings was read to say, and giving meetings out in the same columns.

A meeting that is taken over is concluded: nobody is invited or told, and nothing is asked for. Its hours are not on
record: what stands in their place only keeps the items in order, and no page, calendar or print shows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from convene import clock, journal
from convene.access.terms import Audience
from convene.agendas.models import AgendaItem
from convene.agendas.terms import Progress
from convene.bodies.models import Body
from convene.db import db
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.terms import MeetingState
from convene.recommendations.cells import origin_of
from convene.recommendations.history import disclaimer_of
from convene.recommendations.models import Recommendation
from convene.years.past import Coming, Reading

NINE = time(9)
# A day of closed sessions as they usually are; the open one follows. Nobody reads these hours.
MINUTES = {Audience.CLOSED: 300, Audience.OPEN: 180}


def take_over(body: Body, reading: Reading, *, by: str, at: datetime) -> int:
    """Take over what was read and is not on record by now; gives how many meetings, for one line of the journal."""
    today = clock.local(at, body.zone).date()
    coming = sorted(_still_new(body, reading), key=lambda each: (each.starts_on, each.line.number))
    if not coming:
        return 0
    rows = [(each, _meeting(body, each, today)) for each in coming]
    db.session.add_all([meeting for _, meeting in rows])
    db.session.flush()
    sessions = [(each, session) for each, meeting in rows for session in _sessions(each, meeting)]
    db.session.add_all([session for _, session in sessions])
    db.session.flush()
    items = [item for each, session in sessions for item in _items(each, session)]
    db.session.add_all(items)
    _tie_recommendations(body, {meeting.symbol.casefold(): meeting.id for _, meeting in rows})
    change = {"meetings": len(rows), "items": len(items)}
    journal.record("meetings.import", by=by, at=at, body=body.id, kind="body", key=body.key, change=change)
    db.session.flush()
    return len(rows)


def _still_new(body: Body, reading: Reading) -> list[Coming]:
    """What has not come on record since the list was read: by somebody else, or by the same form sent twice."""
    rows = db.session.execute(select(Meeting.symbol, Meeting.year, Meeting.number).where(Meeting.body_id == body.id))
    known: set[object] = set()
    for symbol, year, number in rows:
        known |= {symbol.casefold(), (year, number)}
    return [e for e in reading.coming if not known & {e.symbol.casefold(), (e.starts_on.year, e.number)}]


def _meeting(body: Body, each: Coming, today: date) -> Meeting:
    start = clock.at_wall(each.starts_on, NINE, each.zone)
    return Meeting(
        body_id=body.id,
        kind=each.kind,
        year=each.starts_on.year,
        number=each.number,
        title=each.title,
        symbol=each.symbol,
        state=MeetingState.CONCLUDED,
        announced=True,
        city=each.city,
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


def _sessions(each: Coming, meeting: Meeting) -> Iterator[MeetingSession]:
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


def _items(each: Coming, session: MeetingSession) -> Iterator[AgendaItem]:
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
        row.meeting_id = meetings.get(origin_of(row.symbol or ""))


def lines_of(body: Body) -> Iterator[tuple[str, ...]]:
    """A line for each item of the meetings that are over, the earliest first; one for a meeting without items.

    Where the body does not adopt, each says so: what came of an item is its output as much as a recommendation is.
    """
    disclaimer = disclaimer_of(body)
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
        yield (*head, *_of_item(item), disclaimer)


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
