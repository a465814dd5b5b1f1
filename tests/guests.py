"""Many guests at once, for tests of crowds: invited to the board's open session by the usual actions."""

from __future__ import annotations

from convene import clock
from convene.access.terms import Audience
from convene.bodies.models import Body, Party
from convene.invitations.actions import Portions, convene, prepare_invitation
from convene.invitations.models import Invitation
from convene.meetings.actions import set_places
from convene.meetings.models import Meeting
from convene.meetings.terms import GuestKind
from convene.people.actions import give_term, take_on_record
from convene.people.terms import TermRole
from tests.build import BY, board_meeting, body, one, sessions


def invite_guests(count: int, *, places: int | None = None) -> list[Invitation]:
    """Invite so many guests of civil society; `places` limits the open session. Needs an open transaction."""
    meeting, board = board_meeting(), body()
    opened = tuple(s for s in sessions(meeting) if s.audience is Audience.OPEN)
    for session in opened:
        set_places(session, {GuestKind.CIVIL_SOCIETY: places}, by=BY, at=clock.now())
    portions = Portions(sessions=opened, reason="Significant contribution (A11)")
    party: Party = one(Party, body_id=board.id, name="Documentation Centre")
    found = [_prepared(number, board, meeting, party, portions) for number in range(count)]
    convene(meeting, covering_note="", telephone_name="", telephone="", by=BY, at=clock.now())
    return found


def _prepared(number: int, board: Body, meeting: Meeting, party: Party, portions: Portions) -> Invitation:
    now = clock.now()
    contact = take_on_record(board, name=f"Guest {number}", address=f"guest{number}@ngo.example", by=BY, at=now)
    today = clock.local(now, board.zone).date()
    term = give_term(contact, body=board, party=party, role=TermRole.CONTACT, starts_on=today, by=BY, at=now)
    return prepare_invitation(meeting, term, party=party, portions=portions, by=BY, at=now)
