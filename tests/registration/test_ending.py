"""The end of registration with its meeting, and what whoever is approved early is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from convene import clock
from convene.bodies.models import Body
from convene.db import db, work
from convene.findings import Refused
from convene.invitations.actions import cancel_meeting
from convene.mail.compose import text_of
from convene.mail.models import OutboxMessage
from convene.meetings.terms import MeetingState
from convene.outside import mail_outside
from convene.registration.actions import confirm
from convene.registration.board import decide
from convene.registration.deciding import APPROVED, CANCELLED, decline, end_with_meeting, put_on_list
from convene.registration.models import OpenRegistration, Registrant
from convene.registration.queries import confirming, waiting_for
from convene.registration.terms import RegistrantState
from tests.browser import TESTS, browser_of, words_of
from tests.build import BY, count, one
from tests.registration import made

ACTS = ("approve", "list", "decline")


def told() -> dict[str, int]:
    """Whom the end of it is told to, by address, and how often."""
    rows = db.session.query(OutboxMessage).filter_by(kind=CANCELLED)
    found = [one(Registrant, key=m.outsider).address for m in rows]
    return {address: found.count(address) for address in found}


def cancelled_by_the_secretary(app: Flask) -> str:
    """Cancelled by its button; gives the address of the meeting's page."""
    with app.app_context(), work(TESTS):
        path = f"/meetings/{made.meeting_of().key}"
    browser = browser_of(app, "secretary")
    for _ in range(2):
        browser.post(f"{path}/state", {"state": "cancelled"})
    return path


def test_cancelling_tells_whoever_waits_or_is_listed_once_and_nobody_else(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        registration = made.opened()
        waiting, listed, declined, approved = made.numbered(registration, 4)
        made.give(registration, name="Not Confirmed", address="not@observatory.example")
        put_on_list(listed, by=BY, at=clock.now())
        decline(declined, reason="", by=BY, at=clock.now())
        made.approved(approved)
        addresses = {waiting.address: 1, listed.address: 1}
    path = cancelled_by_the_secretary(app)

    with app.app_context(), work(TESTS):
        assert told() == addresses
        assert one(OpenRegistration).closes_at == clock.now()
        assert waiting_for([made.meeting_of().id], at=clock.now()) == {}
    page = browser_of(app, "secretary").text(f"{path}/registration")
    assert "The meeting is cancelled: there is nothing to decide any more." in page
    assert "Cancelled" in page
    assert "wait for your decision" not in page
    assert "Approve all that are ticked" not in page


def test_whoever_was_approved_for_a_draft_is_told_that_it_is_cancelled(context: Flask) -> None:
    with work(TESTS):
        meeting = made.founded()
        meeting.announced, meeting.state = False, MeetingState.DRAFT
        found = made.confirmed(made.opened(meeting))
        made.approved(found)
        assert [m.kind for m in made.mails_to(found)] == ["registration-confirm", APPROVED]
        cancel_meeting(meeting, by=BY, at=clock.now())

        assert end_with_meeting(meeting, by=BY, at=clock.now()) == 1
        assert told() == {found.address: 1}


@pytest.mark.parametrize("is_at_risk", [True, False])
@pytest.mark.parametrize("kind, state", [(APPROVED, RegistrantState.APPROVED), (CANCELLED, RegistrantState.WAITING)])
def test_the_letters_are_courteous_and_neutral_to_whoever_is_at_risk(
    context: Flask, kind: str, state: RegistrantState, is_at_risk: bool
) -> None:
    with work(TESTS):
        meeting = made.founded()
        meeting.announced, meeting.state = False, MeetingState.DRAFT
        found = made.confirmed(made.opened(meeting), is_at_risk=is_at_risk)
        if kind == APPROVED:
            made.approved(found)
        else:
            cancel_meeting(meeting, by=BY, at=clock.now())
            end_with_meeting(meeting, by=BY, at=clock.now())
        message = one(OutboxMessage, kind=kind, outsider=found.key)
        mail = mail_outside(message, context.config["CONVENE"], at=clock.now())

        assert found.state is state
        assert mail is not None
        words = f"{mail.letter.subject} {text_of(mail.letter)}"
        assert "Thank you" in words
        assert [w for w in ("Ama", "Owusu", "Director", "Observatory") if w in words] == []
        assert ("Global Action" in words or "Accra" in words) is not is_at_risk
        assert ("place is kept" in words) is (kind == APPROVED)


def test_whoever_is_approved_for_a_convened_meeting_gets_the_invitation_alone(context: Flask) -> None:
    with work(TESTS):
        found = made.confirmed(made.opened())
        made.approved(found)

        assert [m.kind for m in made.mails_to(found)] == ["registration-confirm"]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("end", ["cancelled", "concluded", "over"])
def test_once_the_meeting_is_over_nothing_is_decided(context: Flask, act: str, end: str) -> None:
    with work(TESTS):
        registration = made.opened()
        found, meeting = made.confirmed(registration), made.meeting_of()
        if end == "over":
            meeting.ends_at = clock.now()
        else:
            meeting.state = MeetingState(end)
        queued, body = count(OutboxMessage), one(Body, symbol=made.SYMBOL)
        with pytest.raises(Refused) as why:
            decide(act, [found], meeting, registration, by=BY, at=clock.now())

        word = "cancelled" if end == "cancelled" else "over"
        assert why.value.findings[0].text.startswith(f"The meeting is {word}:")
        assert (found.state, count(OutboxMessage)) == (RegistrantState.WAITING, queued)
        assert waiting_for([meeting.id], at=clock.now()) == {}
        assert body.id == meeting.body_id


def test_a_minute_before_its_end_it_is_still_decided(context: Flask) -> None:
    with work(TESTS):
        registration = made.opened()
        found, meeting = made.confirmed(registration), made.meeting_of()
        meeting.ends_at = clock.now() + timedelta(minutes=1)

        assert waiting_for([meeting.id], at=clock.now()) == {meeting.id: 1}
        assert decide("list", [found], meeting, registration, by=BY, at=clock.now()).done == 1


def test_an_address_is_not_confirmed_for_a_meeting_that_is_cancelled(context: Flask) -> None:
    with work(TESTS):
        text = made.link_of(made.give(made.opened()))
        made.meeting_of().state = MeetingState.CANCELLED

        assert confirming(text, at=clock.now()) is None
        assert not confirm(text, at=clock.now())


def test_the_page_of_one_says_that_nothing_is_decided_any_more(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        key = made.confirmed(made.opened()).key
    cancelled_by_the_secretary(app)
    browser = browser_of(app, "secretary")

    assert "there is nothing to decide any more" in browser.text(f"/registrants/{key}")
    refused = browser.post(f"/registrants/{key}", {"decision": "decline"})
    assert refused.status_code == 422
    assert "nothing to decide on its registrations" in words_of(refused)


@pytest.mark.parametrize("act", ["burn", "burn {key}", "approve x", "", "known {key}"])
def test_a_decision_that_there_is_not_is_refused_in_words(app: Flask, act: str) -> None:
    with app.app_context(), work(TESTS):
        key = made.confirmed(made.opened()).key
        path = f"/meetings/{made.meeting_of().key}/registration"
    browser = browser_of(app, "secretary")
    said = words_of(
        browser.post(
            f"{path}/decide",
            {"act": act.format(key=key), "registrants": [] if " " in act else [key]},
            follow_redirects=True,
        )
    )

    assert ("Choose what you decide" in said) or ("Tick whom you decide on" in said)
    with app.app_context(), work(TESTS):
        assert one(Registrant).state is RegistrantState.WAITING
