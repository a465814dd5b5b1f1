"""What the rules are told of joint letters (S10) and of open registration (S5.2), from rows of those features."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Flask

from convene import clock
from convene.agendas.actions import draft_from_template
from convene.agendas.templates import meeting_templates
from convene.bodies.actions import found_body, take_party
from convene.bodies.models import Body
from convene.bodies.terms import PartyKind, Standing
from convene.db import db, work
from convene.joint_letters.models import JointLetter, LetterAddressee, LetterAsk, LetterSignatory
from convene.meetings.actions import Place
from convene.meetings.terms import MeetingState
from convene.registration.models import OpenRegistration
from convene.years.drafting import draft_body
from convene.years.standing.facts import State
from convene.years.standing.gathering import standing_of
from tests.browser import TESTS
from tests.build import BY


def founded(preset: str, symbol: str) -> Body:
    """A body of that preset."""
    return found_body(
        name=symbol, short_name=symbol, symbol=symbol, preset=preset, zone="Europe/London", by=BY, at=clock.now()
    )


def state(body: Body, rule: str, year: int = 2027) -> State:
    """What a rule says of a body's year."""
    held = standing_of(body, draft_body(body, year), at=clock.now())
    return next(one.state for one in held.rulings if one.rule == rule)


def test_letters_are_told_by_their_signatories_and_copies(context: Flask) -> None:
    at = clock.now()
    with work(TESTS):
        body = founded("S10", "UKWG")
        party = take_party(body, name="Watch", kind=PartyKind.NGO, standing=Standing.MEMBER, by=BY, at=at)
        letter = JointLetter(
            body_id=body.id, title="To parties", text="…", dated_on=date(2027, 5, 3), zone="Europe/London"
        )
        db.session.add(letter)
        db.session.flush()
        assert (state(body, "S10.1"), state(body, "S10.2")) == (State.OPEN, State.OPEN)
        letter.opened_at, letter.until = at, at + timedelta(days=10)
        ask = LetterAsk(body_id=body.id, letter_id=letter.id, party_id=party.id, due_at=at, asked_at=at)
        of = {"body_id": body.id, "letter_id": letter.id}
        whole = LetterAddressee(name="A", salutation="Dear A", address="a@example.org", post_address="1 Street", **of)
        db.session.add_all([ask, whole, LetterAddressee(name="B", salutation="Dear B", address="b@example.org", **of)])
        db.session.flush()
        for n in (1, 2):
            row = LetterSignatory(ask_id=ask.id, party_id=party.id, position=n, name=f"Signatory {n}", **of)
            db.session.add(row)
        assert (state(body, "S10.1"), state(body, "S10.2")) == (State.KEPT, State.OPEN)
        letter.sent_at = at
        assert state(body, "S10.2") is State.BROKEN
        whole.posted_on = date(2027, 5, 4)
        assert state(body, "S10.2") is State.KEPT
        db.session.add(LetterSignatory(ask_id=ask.id, party_id=party.id, position=3, name="A third", **of))
        assert state(body, "S10.1") is State.BROKEN


def test_a_global_meeting_is_open_once_registration_is_set(context: Flask) -> None:
    at = clock.now()
    with work(TESTS):
        body = founded("S5", "GAAMAC5")
        assert state(body, "S5.2", 2028) is State.OPEN
        template, place = meeting_templates()["global-meeting"], Place("Accra", "Africa/Accra")
        meeting = draft_from_template(
            body, template, place=place, starts_on=date(2028, 10, 10), is_provisional=False, by=BY, at=at
        )
        assert state(body, "S5.2", 2028) is State.OPEN
        meeting.state = MeetingState.CONCLUDED
        assert state(body, "S5.2", 2028) is State.BROKEN
        row = OpenRegistration(body_id=body.id, meeting_id=meeting.id, opens_at=at, closes_at=at + timedelta(days=9))
        db.session.add(row)
        assert state(body, "S5.2", 2028) is State.KEPT
        assert state(body, "S5.1", 2029) is State.KEPT
