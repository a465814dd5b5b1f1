"""Plain builders of what a reader may see of a meeting, with defaults; times are given on New York's clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from convene import clock
from convene.access.terms import Audience
from convene.agendas.terms import AgendaView, ItemKind, ItemView, PaperLine, Progress, SessionView, Subject

NEW_YORK = "America/New_York"
FIRST_DAY, SECOND_DAY = date(2027, 9, 20), date(2027, 9, 21)
PRINTED_AT = datetime(2027, 9, 13, 22, 0, tzinfo=UTC)


def at(wall: str, *, on: date = FIRST_DAY) -> datetime:
    """The instant of “09:30” in New York on that day."""
    return clock.at_wall(on, time.fromisoformat(wall), NEW_YORK)


def a_paper(**given: Any) -> PaperLine:
    paper = PaperLine(
        key="p",
        title="Aide-memoire",
        from_whom="Netherlands",
        file_name="file.pdf",
        media_type="application/pdf",
        pages=3,
        version=2,
        is_own=False,
    )
    return replace(paper, **given)


def an_item(number: int = 1, **given: Any) -> ItemView:
    """An item of twenty minutes in a closed session, at 09:30 unless `starts_at` is given."""
    item = ItemView(
        key=f"i{number}",
        number=number,
        sub=0,
        title=f"Title of item {number}",
        kind=ItemKind.DECISION,
        subject=Subject.OTHER,
        minutes=20,
        starts_at=at("09:30"),
        ends_at=None,
        lead="",
        outcome="",
        countries="",
        themes=(),
        section="",
        annotation="",
        progress=Progress.OPEN,
        audience=Audience.CLOSED,
        is_own=False,
        narrowed_to=(),
        room="",
        video_link="",
        symbol="",
        papers=(),
    )
    item = replace(item, **given)
    return replace(item, ends_at=item.starts_at and item.starts_at + timedelta(minutes=item.minutes))


def a_session(*items: ItemView, **given: Any) -> SessionView:
    """A closed morning, 09:30 to 13:00, on the first day."""
    session = SessionView(
        key="s",
        title="First day, morning",
        audience=Audience.CLOSED,
        is_whole=True,
        on=FIRST_DAY,
        starts_at=at("09:30"),
        ends_at=at("13:00"),
        room="",
        getting_in="",
        video_link="",
        items=items,
        overrun=0,
        slack=0,
    )
    return replace(session, **given)


def an_open_session(*items: ItemView, **given: Any) -> SessionView:
    """The open morning of the second day, 09:30 to 12:30."""
    opened = {
        "key": "o",
        "title": "Second day, morning",
        "audience": Audience.OPEN,
        "on": SECOND_DAY,
        "starts_at": at("09:30", on=SECOND_DAY),
        "ends_at": at("12:30", on=SECOND_DAY),
    }
    return a_session(*(replace(i, audience=Audience.OPEN) for i in items), **(opened | given))


def an_agenda(*sessions: SessionView, **given: Any) -> AgendaView:
    """A convened meeting in New York as a member sees it, with no reader's zone and nothing remarkable."""
    view = AgendaView(
        meeting_key="m",
        body_name="Coordination Board of the Network",
        body_short_name="Coordination Board",
        title="Second regular meeting, New York",
        symbol="TNAP/2027/2",
        state="convened",
        city="New York",
        zone=NEW_YORK,
        reader_zone="",
        venue="",
        address="",
        getting_in="",
        notice="",
        is_provisional=False,
        is_guest=False,
        not_attributed=False,
        telephone_name="",
        telephone="",
        sessions=sessions,
    )
    return replace(view, **given)


def a_guest_agenda(*sessions: SessionView, **given: Any) -> AgendaView:
    """The same meeting as a guest sees it: no ordinal, no symbol."""
    return an_agenda(*sessions, **({"is_guest": True, "title": "Coordination Board, New York", "symbol": ""} | given))
