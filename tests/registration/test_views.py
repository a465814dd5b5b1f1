"""Pages of open registration: what the public is told, what it is not, and the secretariat's board."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from convene import clock
from convene.accounts.models import Attempts
from convene.agendas.models import AgendaItem
from convene.db import db, work
from convene.invitations.models import Invitation
from convene.invitations.terms import InvitationState
from convene.mail.compose import text_of
from convene.mail.models import OutboxMessage
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.outside import mail_outside
from convene.people.models import Person
from convene.registration.models import OpenRegistration, Registrant
from convene.registration.terms import RegistrantState
from tests.browser import TESTS, Browser, anonymous, browser_of, words_of
from tests.build import board_meeting, count, one, sessions
from tests.fields import complaints, said_at, typed
from tests.registration import made
from tests.test_statements import statements

FORM: dict[str, Any] = {
    "name": "Ama Owusu",
    "function": "Director",
    "organisation": "Peace Observatory",
    "kind": "non-governmental organisation",
    "country": "Ghana",
    "address": "ama@observatory.example",
    "why": "We train local mediators.",
    "access_needs": "",
}


@pytest.fixture
def public(app: Flask) -> Browser:
    """Somebody on a borrowed phone."""
    return anonymous(app)


@pytest.fixture
def key(app: Flask) -> str:
    """The address of an open registration for the global meeting."""
    return made.put_in(app)[0]


def meeting_path(app: Flask) -> str:
    with app.app_context(), work(TESTS):
        return f"/meetings/{made.meeting_of().key}/registration"


def test_the_public_page_shows_the_body_the_place_the_days_and_the_words(public: Browser, key: str) -> None:
    page = public.text(f"/register/{key}")

    assert "Global Action: Accra" in page
    assert "Accra" in page
    assert "Bring your papers." in page


def test_the_public_page_shows_nothing_else_of_the_meeting(app: Flask, public: Browser, key: str) -> None:
    with app.app_context(), work(TESTS):
        made.numbered(one(OpenRegistration), 7)
        meeting = made.meeting_of()
        hidden = {meeting.symbol, meeting.title, *(s.title for s in sessions(meeting))}
        hidden |= {i.title for i in db.session.query(AgendaItem).filter_by(meeting_id=meeting.id)}
        hidden |= {"Guest 1", "guest1@ngo.example", "7 "}

    page = public.text(f"/register/{key}")

    assert [word for word in sorted(hidden) if word in page] == []


@pytest.mark.parametrize(
    "change", ["ahead", "cancelled", "concluded", "over", "unknown"]
)  # fmt: skip
def test_what_is_not_open_yet_or_over_is_the_same_404_as_nothing(
    app: Flask, public: Browser, key: str, change: str, at: time_machine.Traveller
) -> None:
    nothing = public.get("/register/AAAAAAAAAAAAAAAAAAAAAA")
    with app.app_context(), work(TESTS):
        found, meeting = one(OpenRegistration), made.meeting_of()
        if change == "ahead":
            found.opens_at = clock.now() + timedelta(seconds=1)
        elif change == "over":
            meeting.ends_at = clock.now()
        elif change in ("cancelled", "concluded"):
            meeting.state = MeetingState(change)
        else:
            found.key = "B" * 22

    response = public.get(f"/register/{key}")
    sent = public.post(f"/register/{key}", FORM)

    assert (response.status_code, response.data) == (404, nothing.data)
    assert (sent.status_code, sent.data) == (404, nothing.data)
    with app.app_context(), work(TESTS):
        assert count(Registrant) == 0


def test_after_its_last_hour_a_plain_sentence_names_no_meeting(app: Flask, public: Browser, key: str) -> None:
    with app.app_context(), work(TESTS):
        one(OpenRegistration).closes_at = clock.now()

    for response in (public.get(f"/register/{key}"), public.post(f"/register/{key}", FORM)):
        assert response.status_code == 410
        assert "Registration is closed" in response.text
        assert "Accra" not in response.text


def test_somebody_registers_confirms_and_is_told_so(app: Flask, public: Browser, key: str) -> None:
    sent = public.post(f"/register/{key}", FORM, follow_redirects=True)
    with app.app_context(), work(TESTS):
        text = made.link_of(one(Registrant))

    shown = public.text(f"/r/{text}")
    done = public.post(f"/r/{text}", follow_redirects=True)
    again = public.post(f"/r/{text}", follow_redirects=True)

    assert "Please look into your mail" in words_of(sent)
    assert "We train local mediators." in shown
    assert "Your address is confirmed" in words_of(done)
    assert words_of(again) == words_of(done)
    assert "Ama" not in words_of(done)


def test_opening_the_link_confirms_nothing(app: Flask, public: Browser, key: str) -> None:
    public.post(f"/register/{key}", FORM)
    with app.app_context(), work(TESTS):
        text = made.link_of(one(Registrant))

    public.get(f"/r/{text}")

    with app.app_context(), work(TESTS):
        assert one(Registrant).confirmed_at is None


def test_known_and_unknown_addresses_get_the_same_answer(app: Flask, public: Browser, key: str) -> None:
    with app.app_context(), work(TESTS):
        made.confirmed(one(OpenRegistration))
    known = public.post(f"/register/{key}", FORM)
    unknown = public.post(f"/register/{key}", FORM | {"address": "new@observatory.example"})

    assert (known.status_code, known.location, known.data) == (unknown.status_code, unknown.location, unknown.data)


def test_a_form_with_faults_says_so_at_each_field_and_keeps_what_was_typed(public: Browser, key: str) -> None:
    faulty = FORM | {"name": " ", "address": "two words", "why": "x" * 1501, "kind": ""}

    response = public.post(f"/register/{key}", faulty)

    assert response.status_code == 422
    assert complaints(response) == ["name", "kind", "why"]
    assert typed(response, "organisation") == "Peace Observatory"
    mended = public.post(f"/register/{key}", FORM | {"address": "two words"})
    assert said_at(mended, "address") == ["An e-mail address has no spaces or line breaks."]


def test_nothing_that_turns_the_direction_of_words_comes_in(app: Flask, public: Browser, key: str) -> None:
    texts = ("name", "function", "organisation", "country", "why", "access_needs")
    public.post(f"/register/{key}", FORM | {name: f"A\u202etxet{name}\u2066" for name in texts})

    with app.app_context(), work(TESTS):
        found = one(Registrant)
        assert [getattr(found, name) for name in texts] == [f"Atxet{name}" for name in texts]


def test_a_kind_that_is_not_offered_is_refused(public: Browser, key: str) -> None:
    response = public.post(f"/register/{key}", FORM | {"kind": "secretariat"})

    assert complaints(response) == ["kind"]


def test_too_many_tries_of_one_address_wait(app: Flask, public: Browser, key: str) -> None:
    answers = [public.post(f"/register/{key}", FORM).status_code for _ in range(7)]

    assert answers == [303] * 5 + [429] * 2
    with app.app_context(), work(TESTS):
        assert count(Registrant) == 1
        assert count(Attempts) >= 2


def test_the_letters_hold_nothing_that_was_typed_and_for_whom_is_at_risk_nothing_of_the_body(
    app: Flask, public: Browser, key: str
) -> None:
    for risk in ("", "y"):
        public.post(f"/register/{key}", FORM | {"address": f"a{risk}@observatory.example", "is_at_risk": risk})
    with app.app_context(), work(TESTS):
        found = db.session.query(OutboxMessage).filter_by(kind="registration-confirm").order_by(OutboxMessage.id)
        mails = [mail_outside(m, app.config["CONVENE"], at=clock.now()) for m in found]

    plain, neutral = (f"{m.from_name} {m.letter.subject} {text_of(m.letter)}" for m in mails if m)
    assert "Global Action" in plain
    assert [w for w in ("Ama", "Owusu", "Peace Observatory", "Director") if w in plain + neutral] == []
    assert [w for w in ("Global", "Accra", "October") if w in neutral] == []


def test_the_secretary_opens_registration_with_the_days_of_the_preset(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        meeting = made.founded()
        made.open_ones(meeting)
        path = f"/meetings/{meeting.key}/registration"
    browser = browser_of(app, "secretary")
    form = browser.get(f"{path}/terms")

    assert typed(form, "opens") == "2027-04-22T12:00"
    assert typed(form, "closes") == "2027-09-04T12:00"
    with app.app_context(), work(TESTS):
        chosen = [s.key for s in made.open_ones(made.meeting_of())]
    given = {"opens": "2027-05-01T09:00", "closes": "2027-09-01T18:00", "sessions": chosen, "places": "200"}
    response = browser.post(f"{path}/terms", given | {"kept_days": "60"}, follow_redirects=True)

    assert "/register/" in words_of(response)
    with app.app_context(), work(TESTS):
        found = one(OpenRegistration)
        assert (found.places, found.kept_days, found.closes_at.isoformat()) == (200, 60, "2027-09-01T18:00:00+00:00")


def test_opening_a_body_by_invitation_is_remarked(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        path = f"/meetings/{board_meeting().key}/registration/terms"

    assert "usually by invitation" in secretary.text(path)


def test_the_board_shows_who_confirmed_and_only_how_many_did_not(app: Flask, key: str) -> None:
    with app.app_context(), work(TESTS):
        made.confirmed(one(OpenRegistration))
        made.give(one(OpenRegistration), name="Not Confirmed", address="not@observatory.example")

    page = browser_of(app, "secretary").text(meeting_path(app))

    assert "Ama Owusu" in page
    assert "Not Confirmed" not in page
    assert "Not confirmed 1" in page


def test_many_are_approved_by_one_click_and_invited(app: Flask, key: str) -> None:
    with app.app_context(), work(TESTS):
        ticked = [r.key for r in made.numbered(one(OpenRegistration), 3)]
    browser = browser_of(app, "secretary")

    response = browser.post(
        f"{meeting_path(app)}/decide", {"act": "approve", "registrants": ticked[:2]}, follow_redirects=True
    )

    assert "2 people are approved." in words_of(response)
    with app.app_context(), work(TESTS):
        assert count(Registrant, state=RegistrantState.APPROVED) == 2
        assert count(Invitation, meeting_id=made.meeting_of().id, state=InvitationState.SENT) == 2


@pytest.mark.parametrize(
    "act, state", [("list", RegistrantState.LISTED), ("decline", RegistrantState.DECLINED)]
)  # fmt: skip
def test_one_is_decided_on_by_its_own_button(app: Flask, key: str, act: str, state: RegistrantState) -> None:
    with app.app_context(), work(TESTS):
        first, second = (r.key for r in made.numbered(one(OpenRegistration), 2))
    browser_of(app, "secretary").post(
        f"{meeting_path(app)}/decide", {"act": f"{act} {first}", "registrants": [second]}
    )  # fmt: skip

    with app.app_context(), work(TESTS):
        assert one(Registrant, key=first).state is state
        assert one(Registrant, key=second).state is RegistrantState.WAITING


@pytest.mark.parametrize("act", ["", "burn", "approve"])
def test_nothing_happens_where_nobody_is_ticked_or_nothing_is_chosen(app: Flask, key: str, act: str) -> None:
    with app.app_context(), work(TESTS):
        found = made.confirmed(one(OpenRegistration)).key
    ticked = [] if act == "approve" else [found]
    browser_of(app, "secretary").post(f"{meeting_path(app)}/decide", {"act": act, "registrants": ticked})

    with app.app_context(), work(TESTS):
        assert one(Registrant).state is RegistrantState.WAITING


def test_whose_organisation_is_on_record_is_decided_on_their_own_page(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        registration = made.opened(board_meeting())
        found = made.confirmed(registration, organisation="Early Warning Watch").key
        path = f"/meetings/{board_meeting().key}/registration"
    left = secretary.post(f"{path}/decide", {"act": "approve", "registrants": [found]}, follow_redirects=True)
    page = secretary.text(f"/registrants/{found}")
    secretary.post(f"/registrants/{found}", {"decision": "known"})

    assert "is left as they are" in words_of(left)
    assert "Early Warning Watch is on record already" in page
    with app.app_context(), work(TESTS):
        assert one(Registrant).state is RegistrantState.APPROVED


def test_a_page_of_who_did_not_confirm_is_not_there(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        found = made.give(made.opened(board_meeting())).key

    assert secretary.get(f"/registrants/{found}").status_code == 404


def test_registration_is_closed_by_one_click(app: Flask, key: str, public: Browser) -> None:
    response = browser_of(app, "secretary").post(f"{meeting_path(app)}/close", follow_redirects=True)

    assert "Registration is closed" in words_of(response)
    assert public.get(f"/register/{key}").status_code == 410


def test_the_board_takes_as_many_statements_for_many_as_for_one(app: Flask, key: str) -> None:
    browser, path, counts = browser_of(app, "secretary"), meeting_path(app), []
    for number in (1, 12):
        with app.app_context(), work(TESTS):
            for n in range(number):
                given = {"name": f"G {n}", "address": f"g{number}.{n}@ngo.example", "organisation": f"O {number} {n}"}
                made.confirmed(one(OpenRegistration), **given)
        counts.append(statements(app, browser, path))

    assert counts[0] == counts[1] <= 12


def test_registering_makes_nobody_who_can_sign_in(app: Flask, public: Browser, key: str) -> None:
    public.post(f"/register/{key}", FORM)
    public.post("/sign-in", {"address": FORM["address"], "password": ""})

    with app.app_context(), work(TESTS):
        assert count(Person, address=FORM["address"]) == 0
        assert count(OutboxMessage, kind="sign-in", to_address=FORM["address"]) == 0
        assert one(Meeting, id=made.meeting_of().id).announced
