"""Writes of people: one person known to several bodies, dated terms, and addresses that no other body can turn."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
import time_machine
from flask import Flask

from convene import clock
from convene.bodies.models import Party
from convene.db import work
from convene.findings import Refused
from convene.invitations.actions import Portions, convene, prepare_invitation
from convene.mail.models import OutboxMessage
from convene.people.actions import end_term, give_term, take_on_record
from convene.people.models import Contact, Person
from convene.people.terms import TermRole
from convene.planning import plan
from convene.readers import readers_of
from convene.sending import send_due
from tests.browser import TESTS, Browser, browser_of, character, reader_of_key
from tests.build import BY, board_meeting, body, count, one, open_session, term_of
from tests.fields import complaints, said_at, typed

TODAY, LAST_DAY = date(2027, 6, 1), date(2027, 6, 30)


def contact_of(key: str, symbol: str) -> Contact:
    person = one(Person, address=character(key).address)
    found = one(Contact, person_id=person.id, body_id=body(symbol).id)
    assert isinstance(found, Contact)
    return found


def test_person_known_to_another_body_is_the_same_person_with_a_contact_of_each(context: Flask) -> None:
    with work(TESTS):
        contact = take_on_record(
            body("TAPRC"), name="Expert", address=" Primary.NL@TNAP.example ", by=BY, at=clock.now()
        )
        assert contact.person_id == term_of("primary_nl").person_id
        assert contact_of("primary_nl", "TNAP").name == "Primary representative of Netherlands"
        again = take_on_record(body("TAPRC"), name="Other", address=contact.address, by=BY, at=clock.now())
        assert (again.id, again.name) == (contact.id, "Expert")


@pytest.mark.parametrize("address", ["", "nobody", "a b@c.example", "a@b@c.example", "a@localdomain"])
def test_person_with_an_address_that_cannot_be_written_to_is_refused(context: Flask, address: str) -> None:
    with work(TESTS):
        before = count(Person), count(Contact)
        with pytest.raises(Refused) as caught:
            take_on_record(body(), name="Somebody", address=address, by=BY, at=clock.now())
        assert [f.field for f in caught.value.findings] == ["address"]
        assert (count(Person), count(Contact)) == before


@pytest.mark.parametrize("days, refused", [(-1, True), (0, False), (1, False)])
def test_term_ends_no_day_before_it_starts(context: Flask, days: int, refused: bool) -> None:
    with work(TESTS):
        contact, ends_on = contact_of("primary_nl", "TNAP"), TODAY + timedelta(days=days)
        given = {"body": body(), "party": None, "role": TermRole.CONTACT, "starts_on": TODAY, "by": BY}
        if refused:
            with pytest.raises(Refused) as caught:
                give_term(contact, **given, ends_on=ends_on, at=clock.now())  # type: ignore[arg-type]
            assert [f.field for f in caught.value.findings] == ["ends_on"]
        else:
            term = give_term(contact, **given, ends_on=ends_on, at=clock.now())  # type: ignore[arg-type]
            assert term.starts_at == clock.at_wall(TODAY, time(0), "Europe/Zurich")
            assert term.ends_at == clock.end_of_day(ends_on, "Europe/Zurich")


@pytest.mark.parametrize("seconds, seats", [(-1, True), (0, False)])
def test_seat_ends_with_the_term_at_midnight(
    context: Flask, at: time_machine.Traveller, seconds: float, seats: bool
) -> None:
    with work(TESTS):
        end_term(term_of("primary_nl"), body=body(), ends_on=LAST_DAY, by=BY, at=clock.now())
        body_id = body().id
    at.move_to(clock.end_of_day(LAST_DAY, "Europe/Zurich"))
    at.shift(seconds)
    assert (body_id in reader_of_key("primary_nl").seats) is seats


def test_successor_sees_what_the_seat_was_told(context: Flask) -> None:
    with work(TESTS):
        contact = take_on_record(body(), name="Successor", address="new@mfa.example", by=BY, at=clock.now())
        party = one(Party, body_id=body().id, name="Netherlands")
        give_term(
            contact, body=body(), party=party, role=TermRole.PRIMARY_REPRESENTATIVE, starts_on=TODAY, by=BY,
            at=clock.now(),
        )  # fmt: skip
        person_id = contact.person_id
    predecessor = reader_of_key("primary_nl")
    with work(TESTS):
        successor = readers_of([person_id], clock.now())[person_id]
    assert (successor.seats, successor.parties) == (predecessor.seats, predecessor.parties)


@pytest.mark.parametrize("minutes, admitted", [(-1, True), (0, False)])
def test_individual_loses_what_they_were_admitted_to_when_their_term_ends(
    context: Flask, at: time_machine.Traveller, minutes: int, admitted: bool
) -> None:
    with work(TESTS):
        meeting = board_meeting()
        contact = take_on_record(body(), name="Survivor", address="someone@home.example", by=BY, at=clock.now())
        term = give_term(
            contact, body=body(), party=None, role=TermRole.CONTACT, starts_on=TODAY, ends_on=LAST_DAY, by=BY,
            at=clock.now(),
        )  # fmt: skip
        portions = Portions(sessions=(open_session(meeting),), reason="Speaks from experience (A4)")
        prepare_invitation(meeting, term, party=None, portions=portions, by=BY, at=clock.now())
        convene(meeting, covering_note="", telephone_name="", telephone="", by=BY, at=clock.now())
        session_id, person_id = open_session(meeting).id, contact.person_id
    send_due()
    at.move_to(clock.end_of_day(LAST_DAY, "Europe/Zurich") + timedelta(minutes=minutes))
    plan(at=clock.now())
    with work(TESTS):
        reader = readers_of([person_id], clock.now())[person_id]
        assert (session_id in reader.sessions) is admitted
        assert count(OutboxMessage, kind="cancellation", person_id=person_id) == (not admitted)


PERSON = {
    "name": "Adviser", "function": "Adviser", "address": "adviser@mfa.example", "telephone": "", "party": "",
    "role": "contact", "starts_on": "2027-06-01", "ends_on": "", "zone": "",
}  # fmt: skip


def body_key(app: Flask) -> str:
    with app.app_context(), work(TESTS):
        return body().key


def test_person_taken_on_record_by_form_gets_the_zone_of_their_state(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        party = one(Party, body_id=body().id, name="Denmark").key
    done = secretary.post(f"/bodies/{body_key(app)}/people/new", PERSON | {"party": party})
    assert done.status_code == 303
    assert "Adviser is on record." in secretary.text(done.location)
    with app.app_context(), work(TESTS):
        assert one(Person, address="adviser@mfa.example").zone == "Europe/Copenhagen"


@pytest.mark.parametrize(
    "wrong, field, said",
    [
        ({"name": " "}, "name", "Enter the name."),
        ({"address": "adviser"}, "address", "An e-mail address has exactly one @."),
        ({"role": "king"}, "role", "Not a valid choice."),
        ({"starts_on": "today"}, "starts_on", "Enter a day, as in 2027-09-20."),
        ({"ends_on": "2027-05-31"}, "ends_on", "The term ends before it starts."),
        ({"party": "none"}, "party", "Not a valid choice."),
    ],
)
def test_person_that_is_refused_is_not_taken_and_said_at_the_field(
    app: Flask, secretary: Browser, wrong: dict[str, str], field: str, said: str
) -> None:
    done = secretary.post(f"/bodies/{body_key(app)}/people/new", PERSON | wrong)
    assert (done.status_code, complaints(done), said_at(done, field)) == (422, [field], [said])
    assert typed(done, "function") == "Adviser"
    with app.app_context(), work(TESTS):
        assert count(Person, address="adviser@mfa.example") == 0


def test_term_is_ended_by_its_own_secretariat_alone(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        key = term_of("primary_nl").key
    path = f"/terms/{key}/end"
    for other in ("secretary_council", "primary_nl", "ngo_guest"):
        assert browser_of(app, other).post(path, {"ends_on": "2027-06-30"}).status_code == 404
    refused = secretary.post(path, {"ends_on": "2020-01-01"})
    assert (refused.status_code, said_at(refused, "ends_on")) == (422, ["The term ends before it starts."])
    assert secretary.post(path, {"ends_on": "2027-06-30"}).status_code == 303
    with app.app_context(), work(TESTS):
        assert term_of("primary_nl").ends_on == LAST_DAY
