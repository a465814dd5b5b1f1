"""What the access tests need of planned years: offices and milestones of two bodies, each under a plain name."""

from __future__ import annotations

from datetime import date

from convene import clock
from convene.anchors.actions import enter, keep_office
from convene.anchors.models import Office
from convene.anchors.terms import Confidence, Entry, Held
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.years.actions import hang_on
from convene.years.drafting import cycle_of
from convene.years.milestones import set_days
from convene.years.models import Milestone
from tests.build import BY, body, one


def planning_keys() -> dict[str, str]:
    """The keys of offices and milestones by name; the Council gets an office, an anchor date and milestones as well."""
    board, council = body(), body("TAPRC")
    held = Held("Chair of the steering group", "University of Oxford", date(2027, 1, 1), None, "Minutes of the Council")
    other = keep_office(council, held, by=BY, at=clock.now())
    day = date(2027, 5, 3)
    entry = Entry("Day of remembrance", 2027, day, day, "Kigali", "Africa/Kigali", Confidence.CONFIRMED, "The calendar")
    enter(council, entry, by=BY, at=clock.now())
    line = next(one for one in cycle_of(council) if one.key == "briefing")
    briefing: Meeting = one(Meeting, body_id=council.id)
    hang_on(briefing, line, host_id=None)
    briefing.anchor = ""  # Its invitations go on as they did.
    set_days(council, line, {"invitations": 70}, by=BY, at=clock.now())
    draft: Meeting = one(Meeting, body_id=board.id, state=MeetingState.DRAFT)
    return {
        "office board": one(Office, body_id=board.id).key,
        "office other": other.key,
        "milestone draft": one(Milestone, meeting_id=draft.id, step="invitations").key,
        "milestone other": one(Milestone, meeting_id=briefing.id, step="invitations").key,
    }
