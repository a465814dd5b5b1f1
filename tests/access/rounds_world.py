"""A round of check-ins of the Council in the test world: one check-in that has begun, with what hangs from it."""

from __future__ import annotations

from datetime import time, timedelta

from convene import clock
from convene.agendas.actions import draft_from_template
from convene.agendas.models import AgendaItem
from convene.agendas.templates import meeting_templates
from convene.agendas.terms import Subject
from convene.bodies.models import Party
from convene.db import db
from convene.invitations.actions import convene
from convene.meetings.actions import Place
from convene.meetings.models import Meeting
from convene.people.models import Term
from convene.placing import place_meeting
from convene.rounds.actions import Comer, add_room, let_in, set_hours
from convene.rounds.answering import Said, Span, absent, answer
from convene.rounds.models import CheckIn, CheckInAnswer, NeedTrace, RoundAbsence
from convene.rounds.needs import Need, note, trace
from convene.rounds.placing import place
from convene.rounds.queries import rooms_of
from convene.rounds.terms import Hours, Reply, Room, Side, Slot
from tests.build import BY, body, item_of, one, term_of


def a_round() -> Meeting:
    """A draft round in Munich that begins today, with one room."""
    today = clock.local(clock.now(), "Europe/Berlin").date()
    meeting = draft_from_template(
        body("TAPRC"), meeting_templates()["check-ins"], place=Place("Munich", "Europe/Berlin"), starts_on=today,
        is_provisional=False, by=BY, at=clock.now(),
    )  # fmt: skip
    days = tuple(Hours(today + timedelta(days=n), time(9), time(18, 30)) for n in range(2))
    set_hours(meeting, 30, days, by=BY, at=clock.now())
    add_room(meeting, Room("A quiet room"), rooms_of(meeting), by=BY, at=clock.now())
    return meeting


def a_check_in(meeting: Meeting) -> CheckIn:
    """The Global Centre's people and the member from Oslo, from half past eleven for longer than until now."""
    official = _of_the_council()
    party = one(Party, id=official.party_id)
    row = CheckIn(body_id=meeting.body_id, meeting_id=meeting.id, party_id=party.id, priority=1)
    db.session.add(row)
    db.session.flush()  # Its people need its id.
    let_in(row, Comer(official, Side.PARTY))
    let_in(row, Comer(term_of("council_member"), Side.COUNCIL))
    db.session.flush()  # They are read back.
    slot = Slot(meeting.starts_on, time(11, 30), 90, "A quiet room")
    place(row, meeting, slot, by=BY, at=clock.now())
    return row


def _of_the_council() -> Term:
    """The term in the Council of somebody who serves another body's secretariat (settled 1)."""
    found: Term = one(Term, body_id=body("TAPRC").id, person_id=term_of("secretary_s4").person_id)
    return found


def rounds() -> dict[str, str]:
    """The round and its parts, by the names of the test world."""
    meeting = a_round()
    row = a_check_in(meeting)
    convene(meeting, covering_note="", telephone_name="", telephone="", by=BY, at=clock.now())
    place_meeting(meeting.id)
    member = term_of("council_member").person_id
    lines = {line.person_id: line for line in db.session.query(CheckInAnswer).filter_by(check_in_id=row.id)}
    answer(lines.pop(member), meeting, Said(Reply.ACCEPTED, "With pleasure"), by=BY, at=clock.now())
    (line,) = lines.values()
    span = Span(meeting.starts_on + timedelta(days=1), time(9), time(11), "Another appointment")
    absent(meeting, member, span, [span.on], by=BY, at=clock.now())
    need = note(row, Need("A need", (), "A country", 1), starts_at=line.starts_at, by=BY, at=clock.now())
    briefing = one(Meeting, body_id=meeting.body_id, template="briefing")
    item: AgendaItem = item_of(briefing, Subject.RESEARCH)
    trace(need, item, by=BY, at=clock.now())
    db.session.flush()  # Keys are read.
    return {
        "round other": meeting.key,
        "check_in other": row.key,
        "line other": line.key,
        "room other": rooms_of(meeting)[0].key,
        "absence other": one(RoundAbsence, meeting_id=meeting.id).key,
        "need other": need.key,
        "trace other": one(NeedTrace, need_id=need.id).key,
    }
