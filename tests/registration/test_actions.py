"""Writes of open registration: who registers gains nothing before they are approved, and refusals change nothing."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from convene import clock
from convene.access.models import Admission
from convene.access.terms import Audience
from convene.accounts.proofs import Purpose, token
from convene.bodies.models import Body, Party
from convene.bodies.terms import PartyKind, Standing
from convene.db import db, work
from convene.findings import Refused
from convene.ical.terms import Partstat
from convene.invitations.models import Invitation
from convene.invitations.terms import InvitationState, Standpoint
from convene.mail.models import OutboxMessage
from convene.mail.states import OutboxState
from convene.meetings.models import Meeting
from convene.people.models import Contact, Person, Term
from convene.people.terms import TermRole
from convene.planning import plan
from convene.readers import readers_of
from convene.registration.actions import (
    Wish,
    close_now,
    confirm,
    disown,
    erase_registrants,
    open_registration,
    register,
)
from convene.registration.deciding import For, approve, approve_each, decline, put_on_list
from convene.registration.models import OpenRegistration, Registrant
from convene.registration.queries import taken
from convene.registration.terms import Opening, RegistrantState
from tests.browser import TESTS, character
from tests.build import BY, board_meeting, body, count, one, sessions, term_of
from tests.registration import made


def refusal(refused: pytest.ExceptionInfo[Refused]) -> str:
    return " ".join(f.text for f in refused.value.findings)


def test_registering_makes_no_person_and_one_letter(context: Flask) -> None:
    with work(TESTS):
        registration = made.opened()
        people, contacts = count(Person), count(Contact)

        found = made.give(registration)

        assert (count(Person), count(Contact), count(Invitation, meeting_id=found.meeting_id)) == (people, contacts, 0)
        assert [m.kind for m in made.mails_to(found)] == ["registration-confirm"]
        assert found.confirmed_at is None


def test_the_same_form_sent_twice_is_one_registration_and_one_letter(context: Flask) -> None:
    with work(TESTS):
        registration = made.opened()
        first = made.give(registration)
        second = made.give(registration, address="AMA@Observatory.example")

        assert first.id == second.id
        assert len(made.mails_to(second)) == 1


def test_what_is_given_again_before_it_is_confirmed_voids_the_earlier_link(context: Flask) -> None:
    with work(TESTS):
        registration = made.opened()
        earlier = made.link_of(made.give(registration))
        found = made.give(registration, name="Somebody else")

        assert not confirm(earlier, at=clock.now())
        assert found.name == "Somebody else"
        assert len(made.mails_to(found)) == 2
        assert confirm(made.link_of(found), at=clock.now())


def test_what_is_confirmed_is_not_changed_by_a_form(context: Flask) -> None:
    with work(TESTS):
        registration = made.opened()
        found = made.confirmed(registration)
        made.give(registration, name="Somebody else", is_at_risk=True)

        assert (found.name, found.is_at_risk) == ("Ama Owusu", False)
        assert [m.kind for m in made.mails_to(found)] == ["registration-confirm", "registration-known"]


def test_the_address_of_somebody_who_has_rights_gains_and_loses_nothing(context: Flask) -> None:
    with work(TESTS):
        address = character("primary_nl").address
        person = term_of("primary_nl").person_id
        registration = made.opened()
        before = readers_of([person], clock.now())[person]

        made.confirmed(registration, address=address, name="An impostor")

        assert readers_of([person], clock.now())[person] == before
        assert count(Person, address=address) == 1


@pytest.mark.parametrize(
    "text", ["", "short", "A" * 54, "A" * 22 + "é" * 32]
)  # fmt: skip
def test_a_link_that_is_void_confirms_and_erases_nothing(context: Flask, text: str) -> None:
    with work(TESTS):
        found = made.give(made.opened())

        assert not confirm(text, at=clock.now())
        assert not disown(text, at=clock.now())
        assert found.confirmed_at is None


def test_a_link_of_another_purpose_confirms_nothing(context: Flask) -> None:
    with work(TESTS):
        found = made.give(made.opened())

        assert not confirm(token(Purpose.INVITATION, found.key, found.generation), at=clock.now())


@pytest.mark.parametrize("seconds, is_taken", [(-1, True), (0, False)])
def test_a_link_confirms_for_seven_days(
    context: Flask, at: time_machine.Traveller, seconds: int, is_taken: bool
) -> None:
    with work(TESTS):
        found = made.give(made.opened())

        assert confirm(made.link_of(found), at=clock.now() + timedelta(days=7, seconds=seconds)) is is_taken


def test_whoever_holds_the_address_erases_what_somebody_else_gave(context: Flask) -> None:
    with work(TESTS):
        found = made.give(made.opened())
        key = found.key

        assert disown(made.link_of(found), at=clock.now())

        assert count(Registrant) == 0
        assert {(m.state, m.to_address) for m in db.session.query(OutboxMessage).filter_by(outsider=key)} == {
            (OutboxState.DROPPED, "")
        }


def test_what_is_confirmed_is_not_erased_by_its_link(context: Flask) -> None:
    with work(TESTS):
        found = made.confirmed(made.opened())

        assert not disown(made.link_of(found), at=clock.now())
        assert count(Registrant) == 1


@pytest.mark.parametrize(
    "given, field",
    [
        ({"address": "no address"}, "address"),
        ({"organisation": ""}, "organisation"),
        ({"kind": None}, "kind"),
        ({"name": "Ama \u0bae"}, "name"),
        ({"organisation": "Obs \u0bae"}, "organisation"),
    ],
)
def test_a_refused_form_keeps_nothing_and_writes_to_nobody(
    context: Flask, given: dict[str, object], field: str
) -> None:
    with work(TESTS):
        registration = made.opened()
        with pytest.raises(Refused) as refused:
            made.give(registration, **given)

        assert {f.field for f in refused.value.findings} == {field}
        assert (count(Registrant), count(OutboxMessage, body_id=registration.body_id)) == (0, 0)


def test_after_it_closed_nothing_is_taken(context: Flask) -> None:
    with work(TESTS):
        registration = made.opened()
        close_now(registration, made.meeting_of(), by=BY, at=clock.now())
        with pytest.raises(Refused):
            register(registration.key, made.WHO, opening=Opening.CLOSED, at=clock.now())
        with pytest.raises(Refused):
            close_now(registration, made.meeting_of(), by=BY, at=clock.now())

        assert count(Registrant) == 0


def test_closed_sessions_admit_no_registrant(context: Flask) -> None:
    with work(TESTS):
        meeting = made.founded()
        closed = [s for s in sessions(meeting) if s.audience is Audience.CLOSED]
        if not closed:
            closed = sessions(meeting)[:1]
            closed[0].audience = Audience.CLOSED
        for chosen in ((), tuple(closed[:1])):
            with pytest.raises(Refused) as refused:
                open_registration(meeting, Wish(made.terms(), chosen), by=BY, at=clock.now())
            assert [f.field for f in refused.value.findings] == ["sessions"]

        assert count(OpenRegistration) == 0


def test_approval_takes_on_record_admits_to_the_open_sessions_and_invites(context: Flask) -> None:
    with work(TESTS):
        registration = made.opened()
        found = made.confirmed(registration)

        made.approved(found)

        party = one(Party, body_id=found.body_id, name="Peace Observatory")
        invitation = one(Invitation, id=found.invitation_id)
        term = one(Term, person_id=invitation.person_id, body_id=found.body_id)
        admitted = {a.session_id for a in db.session.query(Admission).filter_by(invitation_id=invitation.id)}
        assert (party.kind, party.standing, term.role) == (PartyKind.NGO, Standing.GUEST, TermRole.CONTACT)
        assert (invitation.standpoint, invitation.state) == (Standpoint.GUEST, InvitationState.SENT)
        assert invitation.reason == "Registered for the meeting, and approved"
        assert admitted == {s.id for s in made.open_ones(made.meeting_of())}
        assert count(OutboxMessage, kind="invitation", person_id=invitation.person_id) >= 1
        assert found.state is RegistrantState.APPROVED


def test_nobody_else_is_invited_by_an_approval(context: Flask) -> None:
    with work(TESTS):
        meeting = board_meeting()
        prepared = one(Invitation, meeting_id=meeting.id, person_id=term_of("primary_dk").person_id)
        prepared.state = InvitationState.PREPARED

        made.approved(made.confirmed(made.opened(meeting)))

        assert prepared.state is InvitationState.PREPARED


def test_whoever_may_be_at_risk_stays_so_on_record(context: Flask) -> None:
    with work(TESTS):
        found = made.confirmed(made.opened(), is_at_risk=True)
        made.approved(found)

        assert one(Contact, address=found.address, body_id=found.body_id).is_at_risk


@pytest.mark.parametrize("name", ["Netherlands", "netherlands", "Early Warning Watch"])
def test_nobody_comes_for_a_party_on_record_by_writing_its_name(context: Flask, name: str) -> None:
    with work(TESTS):
        meeting = board_meeting()
        registration = made.opened(meeting)
        found = made.confirmed(registration, organisation=name, kind=PartyKind.STATE)
        people, invited = count(Person), count(Invitation, meeting_id=meeting.id)

        with pytest.raises(Refused) as refused:
            made.approved(found)

        assert "is on record already" in refusal(refused)
        assert (count(Person), count(Invitation, meeting_id=meeting.id)) == (people, invited)
        assert found.state is RegistrantState.WAITING
        made.approved(found, For.NONE)
        assert one(Invitation, id=found.invitation_id).party_id is None


def test_by_the_secretariats_word_they_come_for_the_party_on_record(context: Flask) -> None:
    with work(TESTS):
        found = made.confirmed(made.opened(board_meeting()), organisation="Early Warning Watch")
        made.approved(found, For.KNOWN)

        party = one(Party, body_id=body().id, name="Early Warning Watch")
        assert one(Invitation, id=found.invitation_id).party_id == party.id


def test_whoever_holds_a_seat_already_is_not_made_a_guest(context: Flask) -> None:
    with work(TESTS):
        address = character("primary_nl").address
        found = made.confirmed(made.opened(board_meeting()), address=address, organisation="", kind=None)
        terms = count(Term, person_id=term_of("primary_nl").person_id)

        made.approved(found, For.NONE)

        assert one(Invitation, id=found.invitation_id).standpoint is Standpoint.SEAT
        assert count(Term, person_id=term_of("primary_nl").person_id) == terms


def test_the_secretariat_itself_needs_no_invitation(context: Flask) -> None:
    with work(TESTS):
        address = character("secretary").address
        found = made.confirmed(made.opened(board_meeting()), address=address, organisation="", kind=None)
        with pytest.raises(Refused):
            made.approved(found, For.NONE)

        assert found.state is RegistrantState.WAITING


def test_of_a_draft_the_invitation_waits(context: Flask) -> None:
    with work(TESTS):
        meeting = made.founded()
        meeting.announced = False
        found = made.confirmed(made.opened(meeting))
        made.approved(found)

        invitation = one(Invitation, id=found.invitation_id)
        assert invitation.state is InvitationState.PREPARED
        assert count(OutboxMessage, kind="invitation", person_id=invitation.person_id) == 0


def test_declining_writes_with_thanks_and_keeps_the_reason(context: Flask) -> None:
    with work(TESTS):
        found = made.confirmed(made.opened())
        decline(found, reason="We are full of mediators.", by=BY, at=clock.now())
        with pytest.raises(Refused):
            decline(found, reason="", by=BY, at=clock.now())

        assert (found.state, found.reason) == (RegistrantState.DECLINED, "We are full of mediators.")
        assert [m.kind for m in made.mails_to(found)] == ["registration-confirm", "registration-declined"]


def test_whoever_is_approved_is_neither_declined_nor_listed_nor_approved_again(context: Flask) -> None:
    with work(TESTS):
        found = made.confirmed(made.opened())
        made.approved(found)
        queued = count(OutboxMessage)
        with pytest.raises(Refused):
            decline(found, reason="", by=BY, at=clock.now())
        with pytest.raises(Refused):
            put_on_list(found, by=BY, at=clock.now())
        with pytest.raises(Refused):
            made.approved(found)

        assert (found.state, count(OutboxMessage)) == (RegistrantState.APPROVED, queued)


def test_a_place_comes_back_when_somebody_declines(context: Flask) -> None:
    with work(TESTS):
        registration = made.opened(places=1)
        first, second = made.numbered(registration, 2)
        made.approved(first)
        with pytest.raises(Refused) as refused:
            made.approved(second)
        assert "All places are given" in refusal(refused)
        put_on_list(second, by=BY, at=clock.now())

        one(Invitation, id=first.invitation_id).partstat = Partstat.DECLINED
        made.approved(second)

        assert taken(registration) == 1


def test_as_many_are_approved_at_once_as_there_are_places(context: Flask) -> None:
    with work(TESTS):
        registration = made.opened(places=2)
        people = made.numbered(registration, 4)
        meeting, owner = made.meeting_of(), one(Body, symbol=made.SYMBOL)

        outcome = approve_each(people, meeting, owner, registration, by=BY, at=clock.now())

        assert (outcome.done, len(outcome.left)) == (2, 2)
        assert [p.state for p in people] == [RegistrantState.APPROVED] * 2 + [RegistrantState.WAITING] * 2


@given(acts=st.lists(st.tuples(st.integers(0, 4), st.sampled_from(["approve", "list", "decline", "leave", "limit"]))))
@settings(max_examples=15)
def test_no_order_of_decisions_gives_more_places_than_there_are(app: Flask, acts: list[tuple[int, str]]) -> None:
    with app.app_context(), suppress(_PutBack), work(TESTS):
        _decide_in_turn(acts)


def _decide_in_turn(acts: list[tuple[int, str]]) -> None:
    registration = made.opened(places=2)
    people = made.numbered(registration, 5)
    for number, act in acts:
        before = taken(registration)
        _try(people[number], act, registration)
        db.session.flush()
        assert taken(registration) <= max(before, registration.places or 0)
    raise _PutBack


class _PutBack(Exception):
    """Nothing of an example is kept."""


def _try(found: Registrant, act: str, registration: OpenRegistration) -> None:
    try:
        if act == "approve":
            made.approved(found)
        elif act == "list":
            put_on_list(found, by=BY, at=clock.now())
        elif act == "decline":
            decline(found, reason="", by=BY, at=clock.now())
        elif act == "limit":
            registration.places = 1 + (registration.places or 0) % 3
        elif found.invitation_id is not None:
            one(Invitation, id=found.invitation_id).partstat = Partstat.DECLINED
    except Refused:
        pass


def test_erasing_takes_what_is_not_confirmed_and_what_was_declined_in_their_time(
    context: Flask, at: time_machine.Traveller
) -> None:
    with work(TESTS):
        registration = made.opened(kept_days=30)
        stale, no, waits = made.numbered(registration, 3)
        stale.confirmed_at = None
        decline(no, reason="", by=BY, at=clock.now())
        kept, stale_key = waits.key, stale.key
    at.shift(timedelta(days=7))
    with work(TESTS):
        assert erase_registrants(at=clock.now()) == 1
        assert count(Registrant) == 2
        assert erase_registrants(at=clock.now()) == 0
        assert all(m.to_address == "" for m in db.session.query(OutboxMessage).filter_by(outsider=stale_key))
    at.shift(timedelta(days=23))
    with context.app_context():
        plan(at=clock.now())
    with work(TESTS):
        assert one(Registrant).key == kept


def test_after_the_meeting_everything_that_was_given_goes_and_the_contact_stays(
    context: Flask, at: time_machine.Traveller
) -> None:
    with work(TESTS):
        found = made.confirmed(made.opened(kept_days=10))
        made.approved(found)
        address, ends_at = found.address, one(Meeting, id=found.meeting_id).ends_at
    with work(TESTS):
        assert erase_registrants(at=ends_at + timedelta(days=10, seconds=-1)) == 0
        assert erase_registrants(at=ends_at + timedelta(days=10)) == 1
        assert count(Contact, address=address) == 1


def test_webinars_take_registrations_as_well(context: Flask) -> None:
    with work(TESTS):
        meeting = made.founded("webinar")
        found = made.confirmed(made.opened(meeting))
        made.approved(found)

        assert one(Invitation, id=found.invitation_id).state is InvitationState.SENT


def test_approve_refuses_while_no_open_session_is_set(context: Flask) -> None:
    with work(TESTS):
        meeting = made.founded()
        registration = made.opened(meeting)
        found = made.confirmed(registration)
        for session in sessions(meeting):
            session.audience = Audience.CLOSED
        people = count(Person)
        with pytest.raises(Refused):
            approve(found, meeting, one(Body, id=meeting.body_id), registration, whom=For.NEW, by=BY, at=clock.now())

        assert count(Person) == people
