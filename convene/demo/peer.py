"""The data of the benchmark: one two-day meeting with 24 items, 20 papers and 60 people, and 500 more meetings."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from convene import clock
from convene.access.terms import Audience
from convene.agendas.actions import Wording, add_item, draft_from_template
from convene.agendas.queries import items_of_meeting
from convene.agendas.templates import meeting_templates
from convene.agendas.terms import ItemKind, Subject
from convene.bodies.actions import take_party
from convene.bodies.models import Body, Party
from convene.bodies.terms import PartyKind, Standing
from convene.config import Settings
from convene.db import db, work
from convene.demo.seed import BY, READER, brief
from convene.invitations.actions import Portions, convene, prepare_invitation
from convene.meetings.actions import Place
from convene.meetings.models import Meeting
from convene.meetings.queries import sessions_of
from convene.papers.actions import Filed, Sender, upload
from convene.papers.terms import PaperKind
from convene.people.actions import give_term, take_on_record
from convene.people.models import Person, Term
from convene.people.terms import TermRole
from convene.placing import place_meeting

ITEMS, PAPERS, PEOPLE, MEETINGS = 24, 20, 60, 500
PLACE = Place("New York", "America/New_York", "Conference building", "First Avenue")
CITY = "Bench"


def grow(settings: Settings, *, at: datetime, items: int = ITEMS, meetings: int = MEETINGS) -> str:
    """Add the data once; gives the key of the large meeting. The member is the Netherlands' primary representative."""
    with work(READER):
        body = db.session.scalars(select(Body).where(Body.symbol == "TNAP")).one()
        known = db.session.scalars(select(Meeting).where(Meeting.body_id == body.id, Meeting.venue == CITY)).first()
        if known is not None:
            return known.key
        body_id = body.id
        people = _people(body, at)
        member = _member(body)
        key = _large(body, people, member, items=items, at=at)
    filed = brief(settings)
    with work(READER):
        _papers(key, filed, at)
    for first in range(0, meetings, 50):
        with work(READER):
            body = db.session.get_one(Body, body_id)
            for number in range(first, min(first + 50, meetings)):
                _small(body, _member(body), number, at)
    return key


def _member(body: Body) -> Term:
    person = db.session.scalars(select(Person).where(Person.address == "primary.nl@tnap.example")).one()
    return db.session.scalars(select(Term).where(Term.person_id == person.id, Term.body_id == body.id)).one()


def _people(body: Body, at: datetime) -> list[Term]:
    party = take_party(body, name="Bench Institute", kind=PartyKind.NGO, standing=Standing.GUEST, by=BY, at=at)
    today = clock.local(at, body.zone).date()
    found = []
    for number in range(PEOPLE - 1):
        address = f"expert{number}@bench.example"
        contact = take_on_record(body, name=f"Expert {number + 1}", address=address, by=BY, at=at)
        found.append(give_term(contact, body=body, party=party, role=TermRole.CONTACT, starts_on=today, by=BY, at=at))
    return found


def _large(body: Body, people: list[Term], member: Term, *, items: int, at: datetime) -> str:
    template = meeting_templates()["coordination-board"]
    starts_on = clock.local(at, body.zone).date() + timedelta(days=120)
    place = Place(PLACE.city, PLACE.zone, CITY, PLACE.address)
    meeting = draft_from_template(body, template, place=place, starts_on=starts_on, is_provisional=False, by=BY, at=at)
    sessions = sessions_of(meeting.id)
    for number in range(items - len(items_of_meeting(meeting.id))):
        wording = Wording(f"Item of the benchmark {number + 1}", ItemKind.DISCUSSION, Subject.OTHER, 20, lead="Chair")
        add_item(sessions[number % len(sessions)], wording, by=BY, at=at)
    _invite(meeting, [member], Portions(), at)
    opened = tuple(s for s in sessions if s.audience is Audience.OPEN)
    _invite(meeting, people, Portions(sessions=opened, reason="Benchmark"), at)
    convene(meeting, covering_note="", telephone_name="", telephone="", by=BY, at=at)
    return meeting.key


def _invite(meeting: Meeting, terms: list[Term], portions: Portions, at: datetime) -> None:
    for term in terms:
        party = db.session.get(Party, term.party_id) if term.party_id else None
        prepare_invitation(meeting, term, party=party, portions=portions, by=BY, at=at)


def _papers(key: str, filed: Filed, at: datetime) -> None:
    meeting = db.session.scalars(select(Meeting).where(Meeting.key == key)).one()
    member = _member(db.session.get_one(Body, meeting.body_id))
    sender = Sender(member.person_id, member.party_id, "Netherlands", for_admitted=True)
    items = [i for i in items_of_meeting(meeting.id) if i.takes_papers]
    for number in range(PAPERS):
        upload(
            items[number % len(items)],
            meeting,
            filed,
            title=f"Paper {number + 1}",
            kind=PaperKind.PAPER,
            sender=sender,
            by=BY,
            at=at,
        )
    place_meeting(meeting.id)


def _small(body: Body, member: Term, number: int, at: datetime) -> None:
    starts_on = clock.local(at, body.zone).date() + timedelta(days=10 + number)
    meeting = draft_from_template(
        body, meeting_templates()["briefing"], place=PLACE, starts_on=starts_on, is_provisional=False, by=BY, at=at
    )
    _invite(meeting, [member], Portions(), at)
    convene(meeting, covering_note="", telephone_name="", telephone="", by=BY, at=at)
