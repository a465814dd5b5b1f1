"""What the demonstration shows of a planned year: anchor dates with their sources, an order of hosts, milestones."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from convene import clock
from convene.anchors.actions import enter, keep_office
from convene.anchors.terms import AnchorKind, Confidence, Entry, Held
from convene.bodies.models import Body
from convene.meetings.models import Meeting
from convene.years.actions import hang_on
from convene.years.drafting import cycle_of, members_in_order
from convene.years.hosting import order_hosts
from convene.years.milestones import put_on, tick
from convene.years.queries import milestones_of
from convene.years.terms import Member

BY = "demonstration"
# After the country's two letters, as they are to host.
HOSTS = ("DE", "NL", "CA", "DK", "GB", "AU", "US")
TWO_DAYS = timedelta(days=2)


def seed_years(board: Body, spring: Meeting, autumn: Meeting, *, at: datetime) -> None:
    """The board's year: what it is hung on, who hosts, and what is to be done around its two meetings."""
    _hosts(board, at)
    _anchors(board, autumn, at)
    lines = {line.key: line for line in cycle_of(board)}
    hosts = {one.country: one.id for one in members_in_order(board)}
    hang_on(spring, lines["spring"], host_id=hosts["NL"])
    hang_on(autumn, lines["autumn"], host_id=None)
    for meeting in (spring, autumn):
        today = clock.local(at, meeting.zone).date()
        for step in milestones_of(meeting):
            # What should be done by now is, but for the last of it.
            if step.due_on < today - timedelta(days=30):
                tick(step, is_done=True, today=step.due_on, by=BY, at=at)
            elif step.step == "pack-out":
                # Papers are due later than the cycle has it; the pack goes out on the first working day after them.
                papers = clock.local(meeting.papers_due_at, meeting.zone).date()
                wait = 1 if papers.weekday() < 4 else 7 - papers.weekday()
                put_on(step, papers + timedelta(days=wait), by=BY, at=at)


def _hosts(board: Body, at: datetime) -> None:
    places = {country: number for number, country in enumerate(HOSTS, start=1)}
    wanted = [
        Member(one.id, one.key, one.name, one.country, one.zone, places.get(one.country), one.passes_in)
        for one in members_in_order(board)
    ]
    order_hosts(board, wanted, by=BY, at=at)


def _anchors(board: Body, autumn: Meeting, at: datetime) -> None:
    debate, year = autumn.starts_on, autumn.year
    enter(
        board,
        Entry(
            str(AnchorKind.DEBATE), year, debate, debate + timedelta(days=6), "New York", "America/New_York",
            Confidence.CONFIRMED, "Letter of the President of the General Assembly",
        ),
        by=BY,
        at=at,
    )  # fmt: skip
    summit = date(year, 6, 13)
    enter(
        board,
        Entry(
            "Ministerial conference on prevention (example)", year, summit, summit + TWO_DAYS, "The Hague",
            "Europe/Amsterdam", Confidence.ANNOUNCED, "Letter of the host to the members of the network (example)",
        ),
        by=BY,
        at=at,
    )  # fmt: skip
    held = Held(
        "Chair of the working group on sources", "Canada", date(year, 9, 1), date(year, 9, 30), "Decision of the board"
    )
    keep_office(board, held, by=BY, at=at)
