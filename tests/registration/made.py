"""Plain builders of open registration: a body founded from S5, its meeting, and people who register."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from flask import Flask, current_app
from sqlalchemy import select

from convene import clock
from convene.access.terms import Audience
from convene.accounts.proofs import Purpose, token
from convene.agendas.actions import draft_from_template
from convene.agendas.templates import meeting_templates
from convene.bodies.actions import found_body
from convene.bodies.models import Body
from convene.bodies.terms import PartyKind
from convene.db import db, work
from convene.mail.models import OutboxMessage
from convene.meetings.actions import Place, announce
from convene.meetings.models import Meeting, MeetingSession
from convene.people.actions import give_term
from convene.people.models import Contact, Person
from convene.people.terms import TermRole
from convene.registration.actions import Wish, confirm, open_registration, register
from convene.registration.deciding import For, approve, send_approved
from convene.registration.models import OpenRegistration, Registrant
from convene.registration.terms import Given, Opening, Terms
from tests.browser import TESTS, character
from tests.build import BY, one, sessions

SYMBOL = "GAAMAC"
WHO = Given(
    name="Ama Owusu",
    function="Director",
    organisation="Peace Observatory",
    kind=PartyKind.NGO,
    country="Ghana",
    address="ama@observatory.example",
    why="We train local mediators.",
    access_needs="A step-free entrance",
    is_at_risk=False,
)


def founded(template: str = "global-meeting", *, secretary: str = "secretary") -> Meeting:
    """A body after S5 whose secretariat is that member of the cast, with a convened meeting. Needs a transaction."""
    now = clock.now()
    body = found_body(
        name="Global Action",
        short_name="Global Action",
        symbol=SYMBOL,
        preset="S5",
        zone="Europe/Zurich",
        by=BY,
        at=now,
    )
    person = one(Person, address=character(secretary).address)
    contact = Contact(body_id=body.id, person_id=person.id, name="Support office", address=person.address)
    db.session.add(contact)
    db.session.flush()
    give_term(
        contact, body=body, party=None, role=TermRole.SECRETARIAT, starts_on=date(2027, 1, 1), by=BY, at=now
    )  # fmt: skip
    meeting = draft_from_template(
        body,
        meeting_templates()[template],
        place=Place("Accra", "Africa/Accra"),
        starts_on=date(2027, 10, 19),
        is_provisional=False,
        by=BY,
        at=now,
    )
    announce(meeting, by=BY, at=now)
    return meeting


def meeting_of(symbol: str = SYMBOL) -> Meeting:
    """The meeting of that body."""
    body: Body = one(Body, symbol=symbol)
    found: Meeting = one(Meeting, body_id=body.id)
    return found


def open_ones(meeting: Meeting) -> tuple[MeetingSession, ...]:
    """Its open sessions; the first is made open where there is none."""
    found = sessions(meeting)
    if not any(s.audience is Audience.OPEN for s in found):
        found[0].audience = Audience.OPEN
    return tuple(s for s in found if s.audience is Audience.OPEN)


def terms(*, places: int | None = None, kept_days: int = 90, closes_at: datetime | None = None) -> Terms:
    """Open since yesterday, for a hundred days."""
    now = clock.now()
    return Terms(
        now - timedelta(days=1), closes_at or now + timedelta(days=100), places, "Bring your papers.", kept_days
    )


def opened(meeting: Meeting | None = None, *, places: int | None = None, kept_days: int = 90) -> OpenRegistration:
    """Registration, open. Needs a transaction."""
    meeting = meeting or founded()
    wish = Wish(terms(places=places, kept_days=kept_days), open_ones(meeting))
    found = open_registration(meeting, wish, by=BY, at=clock.now())
    db.session.flush()
    return found


def give(registration: OpenRegistration, **more: object) -> Registrant:
    """Somebody registers; not confirmed yet."""
    wanted = replace(WHO, **more)  # type: ignore[arg-type]  # The fields of the value.
    register(registration.key, wanted, opening=Opening.OPEN, at=clock.now())
    db.session.expire_all()
    found: Registrant = one(Registrant, registration_id=registration.id, address=wanted.address.lower())
    return found


def link_of(registrant: Registrant) -> str:
    """The text of the link that confirms."""
    return token(Purpose.REGISTRATION, registrant.key, registrant.generation)


def confirmed(registration: OpenRegistration, **more: object) -> Registrant:
    """Somebody registers and confirms."""
    found = give(registration, **more)
    assert confirm(link_of(found), at=clock.now())
    db.session.expire_all()
    return found


def numbered(registration: OpenRegistration, count: int) -> list[Registrant]:
    """So many people of as many organisations, confirmed."""
    return [
        confirmed(registration, name=f"Guest {n}", address=f"guest{n}@ngo.example", organisation=f"Organisation {n}")
        for n in range(count)
    ]


def approved(found: Registrant, whom: For = For.NEW) -> None:
    """Approve one and send what can be sent."""
    registration: OpenRegistration = one(OpenRegistration, id=found.registration_id)
    meeting: Meeting = one(Meeting, id=found.meeting_id)
    body: Body = one(Body, id=found.body_id)
    invitation = approve(found, meeting, body, registration, whom=whom, by=BY, at=clock.now())
    send_approved(meeting, [invitation], by=BY, at=clock.now())


def mails_to(registrant: Registrant) -> list[OutboxMessage]:
    """The messages about one registration, in order."""
    wanted = select(OutboxMessage).where(OutboxMessage.outsider == registrant.key).order_by(OutboxMessage.id)
    return list(db.session.scalars(wanted))


def put_in(app: Flask, **more: int | None) -> tuple[str, str]:
    """An open registration in an application without a transaction; gives its key and that of its meeting."""
    with app.app_context(), work(TESTS):
        found = opened(**more)  # type: ignore[arg-type]  # Places and days alone are given.
        return found.key, one(Meeting, id=found.meeting_id).key


def base_url() -> str:
    """Where the application answers."""
    return str(current_app.config["CONVENE"].base_url)
