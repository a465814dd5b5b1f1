"""Words planted into a round of check-ins: what was heard, remarks, absences, rooms, whom a check-in is with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convene import clock
from convene.invitations.telling import retell
from convene.meetings.models import Meeting, MeetingSession
from convene.rounds.models import CheckIn, CheckInAnswer, NeedHeard, RoundAbsence, RoundRoom
from convene.rounds.placing import place_round
from tests.access.rows.rounds import OF_THE_COUNCIL
from tests.access.standing import AT_COUNCIL, COUNCIL, SEATED
from tests.access.world import World
from tests.build import one

if TYPE_CHECKING:
    from tests.access.planted import Planted


def plant_rounds(found: Planted, world: World) -> None:
    """The party met reads nothing of what it needs; remarks and absences are the secretariat's and one's own."""
    meeting = one(Meeting, key=world.keys["round other"])
    row = one(CheckIn, key=world.keys["check_in other"])
    session = one(MeetingSession, id=row.session_id)
    need = one(NeedHeard, key=world.keys["need other"])
    found.columns(need, "need", ("text", "country"), OF_THE_COUNCIL, is_agenda=True)
    line = one(CheckInAnswer, key=world.keys["line other"])
    found.columns(line, "check-in answer", ("remark",), COUNCIL | {"secretary_s4"}, is_agenda=True)
    away = one(RoundAbsence, key=world.keys["absence other"])
    found.columns(away, "absence", ("remark",), COUNCIL | {"council_member"}, is_agenda=True)
    found.columns(one(RoundRoom, key=world.keys["room other"]), "room of a round", ("name",), COUNCIL)
    found.columns(session, "check-in", ("room",), AT_COUNCIL, outlets={"pdf"})
    # Neither mail nor calendar says whom a check-in is with (settled 6).
    found.columns(session, "check-in", ("title",), COUNCIL | SEATED["council"], outlets={"pdf"}, is_agenda=True)
    place_round(meeting.id)
    retell(meeting, at=clock.now())
