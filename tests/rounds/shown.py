"""A round of the board to look at: begun, with answers, an absence, a need heard, and one pair without a time."""

from __future__ import annotations

from datetime import date, time, timedelta

from convene import clock
from convene.agendas.actions import draft_from_template
from convene.agendas.templates import meeting_templates
from convene.agendas.terms import Theme
from convene.bodies.actions import take_party
from convene.bodies.terms import PartyKind, Standing
from convene.db import db
from convene.demo.cast import CAST
from convene.invitations.actions import convene
from convene.meetings.actions import Place
from convene.meetings.models import Meeting
from convene.people.actions import give_term, take_on_record
from convene.people.terms import TermRole
from convene.placing import place_meeting
from convene.rounds.actions import add_room, set_hours, want_pairs
from convene.rounds.answering import Said, Span, absent, answer
from convene.rounds.board import offer
from convene.rounds.models import CheckInAnswer
from convene.rounds.needs import Need, note
from convene.rounds.placing import place
from convene.rounds.queries import book_of, pairs_of, rooms_of
from convene.rounds.terms import Hours, Reply, Room, Slot
from tests.build import BY, body


def _people() -> None:
    """A member of the Council who works with the board as well, and a party with an official."""
    owner = body()
    address = next(c.address for c in CAST if c.key == "council_member")
    member = take_on_record(owner, name="Council member, Oslo", address=address, by=BY, at=clock.now())
    terms = {"body": owner, "starts_on": date(2027, 1, 1), "by": BY, "at": clock.now()}
    give_term(member, party=None, role=TermRole.COUNCIL_MEMBER, **terms)  # type: ignore[arg-type]
    italy = take_party(
        owner, name="Italy", kind=PartyKind.STATE, standing=Standing.GUEST, country="IT", zone="Europe/Rome", by=BY,
        at=clock.now(),
    )  # fmt: skip
    official = take_on_record(owner, name="Official of Italy", address="italy@tnap.example", by=BY, at=clock.now())
    give_term(official, party=italy, role=TermRole.WORKING_LEVEL, **terms)  # type: ignore[arg-type]


def shown_round() -> Meeting:
    """The round, convened; its first check-in began half an hour ago and goes on."""
    _people()
    now = clock.local(clock.now(), "Europe/Berlin")
    meeting = draft_from_template(
        body(), meeting_templates()["check-ins-day"], place=Place("Munich", "Europe/Berlin", "Hotel by the river"),
        starts_on=now.date(), is_provisional=False, by=BY, at=clock.now(),
    )  # fmt: skip
    days = tuple(Hours(now.date() + timedelta(days=n), time(10), time(17)) for n in range(2))
    set_hours(meeting, 30, days, by=BY, at=clock.now())
    for name in ("Blue room", "Small salon"):
        add_room(meeting, Room(name), rooms_of(meeting), by=BY, at=clock.now())
    offered = offer(meeting, at=clock.now())
    wishes = {(p, m.term): 1 for p in offered.parties for m in offered.members}
    want_pairs(meeting, wishes, offered.terms(), pairs_of(meeting), by=BY, at=clock.now())
    db.session.flush()  # They are read back.
    first = next(p.row for p in book_of(meeting).wanted if p.party != "Italy")
    begins = (now - timedelta(minutes=30)).time().replace(second=0)
    place(first, meeting, Slot(now.date(), begins, 90, "Blue room"), by=BY, at=clock.now())
    convene(meeting, covering_note="", telephone_name="", telephone="", by=BY, at=clock.now())
    place_meeting(meeting.id)
    lines = db.session.query(CheckInAnswer).filter_by(check_in_id=first.id).all()
    answer(lines[0], meeting, Said(Reply.OTHER_TIME, "A plenary then"), by=BY, at=clock.now())
    span = Span(days[1].on, time(10), time(12), "Travelling")
    absent(meeting, lines[1].person_id, span, [span.on], by=BY, at=clock.now())
    need = Need("What early warning reached capitals in time", (Theme.NEW_TECHNOLOGIES,), "A country", 1)
    note(first, need, starts_at=lines[0].starts_at, by=BY, at=clock.now())
    return meeting
