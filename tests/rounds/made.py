"""Plain builders of a round of check-ins in the seeded world: Munich 2028, parties of the Council and its members."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time

from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.agendas.actions import draft_from_template
from convene.agendas.templates import meeting_templates
from convene.bodies.actions import take_party
from convene.bodies.models import Party
from convene.bodies.terms import PartyKind, Standing
from convene.db import db, work
from convene.invitations.actions import convene
from convene.meetings.actions import Place
from convene.meetings.models import Meeting
from convene.people.actions import give_term, take_on_record
from convene.people.models import Contact, Term
from convene.people.terms import TermRole
from convene.placing import place_meeting
from convene.rounds.actions import add_room, want_pairs
from convene.rounds.board import offer
from convene.rounds.models import CheckIn, CheckInAnswer, CheckInPerson
from convene.rounds.placing import place
from convene.rounds.queries import pairs_of, rooms_of
from convene.rounds.terms import Room, Slot
from tests.browser import TESTS
from tests.build import BY, body, one

FRIDAY, SATURDAY, SUNDAY = date(2028, 2, 18), date(2028, 2, 19), date(2028, 2, 20)
COUNTRIES = (
    *("France", "Italy", "Denmark", "Canada", "Germany", "Australia", "Netherlands", "United Kingdom"),
    *("European Union", "NATO"),
)
SLOTS = tuple(f"{hour:02d}:{minute:02d}" for hour in range(9, 18) for minute in (0, 30))
MEMBERS = ("Adler", "Brandt", "Costa", "Dupont")
MUNICH = Place("Munich", "Europe/Berlin", "Hotel by the river", "Promenade 2")


def people(parties: int = 2, members: int = 2, *, at_risk: Iterable[str] = ()) -> None:
    """So many parties with one working-level official each, and so many members of the Council beside the cast's."""
    owner, risk = body("TAPRC"), set(at_risk)
    for name in COUNTRIES[:parties]:
        party = take_party(
            owner, name=name, kind=PartyKind.STATE, standing=Standing.GUEST, country="", zone="", by=BY, at=clock.now()
        )
        _person(f"Official of {name}", party, TermRole.WORKING_LEVEL, is_at_risk=name in risk)
    mcgill = one(Party, body_id=owner.id, name="McGill University")
    for name in MEMBERS[:members]:
        _person(f"Member {name}", mcgill, TermRole.COUNCIL_MEMBER, is_at_risk=name in risk)


def _person(name: str, party: Party, role: TermRole, *, is_at_risk: bool) -> Contact:
    owner = body("TAPRC")
    address = f"{name.lower().replace(' ', '.')}@taprc.example"
    contact = take_on_record(owner, name=name, address=address, is_at_risk=is_at_risk, by=BY, at=clock.now())
    give_term(contact, body=owner, party=party, role=role, starts_on=date(2026, 1, 1), by=BY, at=clock.now())
    return contact


def person_of(name: str) -> int:
    """The internal id of “Official of France” or “Member Adler”."""
    found: Contact = one(Contact, body_id=body("TAPRC").id, name=name)
    return found.person_id


def a_round(rooms: int = 2, template: str = "check-ins", starts_on: date = FRIDAY) -> Meeting:
    """A draft round in Munich with so many rooms."""
    meeting = draft_from_template(
        body("TAPRC"), meeting_templates()[template], place=MUNICH, starts_on=starts_on, is_provisional=False,
        by=BY, at=clock.now(),
    )  # fmt: skip
    for number in range(1, rooms + 1):
        add_room(meeting, Room(f"Room {number}"), rooms_of(meeting), by=BY, at=clock.now())
    return meeting


def pair_up(meeting: Meeting, *, members: Iterable[str] = MEMBERS, parties: Iterable[str] = COUNTRIES) -> None:
    """Every party is to meet every one of these members, with priority 2."""
    offered = offer(meeting, at=clock.now())
    chosen = {f"Member {m}" for m in members}
    wishes = {
        (p, h.term): 2
        for p in offered.parties
        for h in offered.members
        if h.contact.name in chosen and p.name in set(parties)
    }
    want_pairs(meeting, wishes, offered.terms(), pairs_of(meeting), by=BY, at=clock.now())
    db.session.flush()


def check_in(meeting: Meeting, party: str, member: str = "Adler") -> CheckIn:
    """The check-in of a party with one member."""
    wanted = (
        select(CheckIn)
        .join(Party, Party.id == CheckIn.party_id)
        .join(CheckInPerson, CheckInPerson.check_in_id == CheckIn.id)
        .where(
            CheckIn.meeting_id == meeting.id, Party.name == party,
            CheckInPerson.person_id == person_of(f"Member {member}"),
        )
    )  # fmt: skip
    return db.session.scalars(wanted).one()


def slot(on: date = SATURDAY, hour: str = "10:00", room: int = 1, minutes: int = 30) -> Slot:
    """A place on the grid."""
    return Slot(on, time.fromisoformat(hour), minutes, f"Room {room}")


def put(
    meeting: Meeting, party: str, member: str = "Adler", *, on: date = SATURDAY, hour: str = "10:00", room: int = 1
) -> CheckIn:
    """Place a check-in; gives it."""
    found = check_in(meeting, party, member)
    place(found, meeting, slot(on, hour, room), by=BY, at=clock.now())
    return found


def send(meeting: Meeting) -> int:
    """Convene, and send what is prepared."""
    count = convene(meeting, covering_note="", telephone_name="", telephone="", by=BY, at=clock.now())
    place_meeting(meeting.id)
    return count


def line_of(row: CheckIn, name: str) -> CheckInAnswer:
    """Somebody's part of a check-in."""
    found: CheckInAnswer = one(CheckInAnswer, check_in_id=row.id, person_id=person_of(name))
    return found


def a_sent_round(parties: int = 2, members: int = 2) -> Meeting:
    """A convened round: France at 10:00 with Adler, Italy at 10:00 with Brandt in the other room."""
    people(parties, members)
    meeting = a_round()
    pair_up(meeting, members=MEMBERS[:members])
    put(meeting, "France", "Adler", hour="10:00", room=1)
    put(meeting, "Italy", "Brandt", hour="10:00", room=2)
    send(meeting)
    return meeting


def terms_of(name: str) -> Term:
    """The term of somebody here."""
    found: Term = one(Term, body_id=body("TAPRC").id, person_id=person_of(name))
    return found


def with_check_ins(app: Flask, count: int) -> str:
    """A convened round with so many check-ins in ten rooms; gives its key."""
    with app.app_context(), work(TESTS):
        people(10, 4)
        meeting = a_round(4)
        pair_up(meeting)
        pairs = [(c, m) for c in range(len(COUNTRIES)) for m in range(len(MEMBERS))]
        for c, m in pairs[:count]:
            put(meeting, COUNTRIES[c], MEMBERS[m], hour=SLOTS[c + m], room=m + 1)
        send(meeting)
        return meeting.key
