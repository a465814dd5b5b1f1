"""Letters to somebody at risk: every address in them tells nothing, and leads to its page after signing in."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.accounts.mailed import discreet_path, page_of
from convene.db import db, work
from convene.invitations.telling import envelope
from convene.letters import FOR_SECRETARIAT, render
from convene.mail.compose import html_of, text_of
from convene.mail.models import OutboxMessage
from convene.mail.notices import NOTICES
from convene.mail.outbox import Envelope, enqueue
from convene.people.models import Contact
from convene.records.models import NoteTaker
from convene.records.telling import RAPPORTEUR
from convene.registration.actions import CONFIRM
from tests.browser import TESTS, Browser, anonymous, browser_of, by_link
from tests.build import board_meeting, body, invitation_of, one, term_of
from tests.registration import made

KEY = "ngo_at_risk"
PATH = "/evidence/TellingTellingTelling1"
WHEN = "2027-09-01T10:00:00+00:00"
# Of every letter's facts what any of them asks for: a new kind of letter is tried without a line here.
FACTS: dict[str, object] = {
    "city": "Telltown", "count": 2, "dates": [["Tuesday 6 July 2027", "", ""]], "days": ["2027-09-20"], "due": WHEN,
    "due_at": WHEN, "due_on": "2027-09-01", "is_changed": False, "is_first": True, "is_guest": True, "late": 1,
    "member": "Telland", "minutes": 60, "owed": [["national report", WHEN]], "path": PATH, "place": "Telltown",
    "prepare_on": "2027-08-01", "respond_by": WHEN, "state": "adopted", "until": WHEN, "zone": "Europe/Paris",
}  # fmt: skip
DISCREET = re.compile(r"(/|/[imprt]/[A-Za-z0-9_-]{54})")
TELLS = re.compile(
    r"\b(tell\w*|evidence|records?|recommend\w*|board|network|agenda|meetings?|states?|joint|signs?|report|paper|poll|"
    r"statements?|session|correction|decision|organisation\w*)\b",
    re.IGNORECASE,
)


def queued(kind: str) -> OutboxMessage:
    """A letter of that kind to somebody at risk, queued. Needs an open transaction."""
    to = Envelope(kind, "test", person_id=term_of(KEY).person_id, body_id=body().id)
    if kind in FOR_SECRETARIAT:
        # They serve the secretariat in somebody's place: to others such a letter does not go at all.
        term_of("secretary_second").person_id = term_of(KEY).person_id
    if kind == RAPPORTEUR:
        # Who takes no notes any more gets no such letter.
        to = replace(to, meeting_id=board_meeting().id)
        db.session.add(NoteTaker(body_id=body().id, meeting_id=to.meeting_id, person_id=to.person_id))
    assert enqueue(to, at=clock.now(), facts=FACTS)
    found: OutboxMessage = one(OutboxMessage, kind=kind, person_id=to.person_id)
    return found


def written(app: Flask, message: OutboxMessage) -> str:
    """All that the letter says, as text and as HTML."""
    found = render(message, app.config["CONVENE"], at=clock.now())
    assert found is not None
    return f"{found.mail.letter.subject}\n{text_of(found.mail.letter)}\n{html_of(found.mail.letter)}"


def paths(app: Flask, text: str) -> set[str]:
    """The paths of all addresses of this installation in a letter."""
    base = app.config["CONVENE"].base_url
    return {found or "/" for found in re.findall(rf"{re.escape(base)}([^\s\"'<>]*)", text)}


@pytest.mark.parametrize("kind", sorted(NOTICES))
def test_no_address_of_a_notice_tells_and_it_leads_to_its_page(context: Flask, kind: str) -> None:
    with work(TESTS):
        text = written(context, queued(kind))
    found = paths(context, text)
    assert [path for path in found if not DISCREET.fullmatch(path)] == []
    [address] = found

    stranger = anonymous(context).get(address)
    other = browser_of(context, "primary_nl").get(address)
    own = browser_of(context, KEY).get(address)

    assert (stranger.status_code, stranger.location) == (302, f"/sign-in?next={address}")
    assert other.status_code == 404
    assert (own.status_code, own.location) == (302, PATH)


@pytest.mark.parametrize("kind", sorted(NOTICES))
def test_no_word_of_a_notice_tells_either(context: Flask, kind: str) -> None:
    with work(TESTS):
        said = render(queued(kind), context.config["CONVENE"], at=clock.now())
        assert said is not None
        text = text_of(said.mail.letter).replace(context.config["CONVENE"].base_url, "")
        words = f"{said.mail.from_name} {said.mail.letter.subject} {text}"
    assert TELLS.findall(re.sub(r"/m/\S+|sign(ing|s)? in", "", words, flags=re.IGNORECASE)) == []


def test_everybody_else_reads_where_the_address_leads(context: Flask) -> None:
    with work(TESTS):
        message = queued("shadow-asked")
        contact: Contact = one(Contact, person_id=message.person_id, body_id=body().id)
        contact.is_at_risk = False
        assert paths(context, written(context, message)) == {PATH}


@pytest.mark.parametrize("kind", ["invitation", "reminder", "place", "new-link"])
def test_no_address_of_an_invitation_tells(context: Flask, kind: str) -> None:
    with work(TESTS):
        invitation = invitation_of("ngo_guest", board_meeting())
        one(Contact, id=invitation.contact_id).is_at_risk = True
        enqueue(envelope(kind, invitation), at=clock.now(), due="again")
        message = db.session.scalars(
            select(OutboxMessage)
            .where(OutboxMessage.kind == kind, OutboxMessage.invitation_id == invitation.id)
            .order_by(OutboxMessage.id.desc())
            .limit(1)
        ).one()
        text = written(context, message)
    assert {path[:3] for path in paths(context, text)} == {"/i/"}


def test_no_address_to_whoever_registered_tells(context: Flask) -> None:
    with work(TESTS):
        row = made.give(made.opened(), is_at_risk=True)
        [address] = paths(context, written(context, one(OutboxMessage, kind=CONFIRM, outsider=row.key)))
    assert DISCREET.fullmatch(address)
    assert anonymous(context).get(address).status_code == 200


@pytest.mark.parametrize(
    "path, stays",
    [
        ("/", True),
        ("/p/abc_-9", True),
        ("/r/abc", True),
        ("/pp/abc", False),
        ("/p/abc/more", False),
        ("/p/", False),
        ("/meetings/abc/record", False),
        ("/texts/abc", False),
    ],
)
def test_what_tells_nothing_stays_as_it_is(context: Flask, path: str, *, stays: bool) -> None:
    assert (discreet_path("k" * 22, path) == path) is stays


def test_a_forged_address_leads_nowhere(context: Flask) -> None:
    with work(TESTS):
        message = queued("shadow-asked")
        person = term_of(KEY).person_id
        right = discreet_path(message.key, PATH).removeprefix("/m/")
    for wrong in ("", "x", right[:-1], right[:-1] + ("A" if right[-1] != "A" else "B"), "k" * 54):
        assert page_of(wrong, person) is None
    assert page_of(right, person) == PATH
    assert page_of(right, person + 1) is None


def test_signing_in_by_a_link_leads_to_the_page_too(context: Flask) -> None:
    with work(TESTS):
        message = queued("shadow-asked")
        address = discreet_path(message.key, PATH)
        person = one(Contact, person_id=message.person_id, body_id=body().id)
        whose = person.address
    browser = anonymous(context)
    browser.post(f"/sign-in?next={address}", {"address": whose})

    where = browser.post(sign_in_address(context, whose))

    assert (where.status_code, where.location) == (303, address)
    assert browser.get(address).location == PATH


def sign_in_address(app: Flask, whose: str) -> str:
    """The address in the mail that signs in; it does not tell where it leads."""
    with work(TESTS):
        message = db.session.scalars(
            select(OutboxMessage).where(OutboxMessage.kind == "sign-in").order_by(OutboxMessage.id.desc()).limit(1)
        ).one()
        said = render(message, app.config["CONVENE"], at=clock.now())
    assert said is not None
    assert said.mail.to_address == whose
    [found] = [path for path in paths(app, text_of(said.mail.letter)) if path != "/"]
    assert re.fullmatch(r"/sign-in/link/[A-Za-z0-9_-]{54}", found)
    return found


def test_whoever_came_by_a_link_signs_in_first(context: Flask) -> None:
    with work(TESTS):
        meeting = board_meeting().id
    browser: Browser = by_link(context, "ngo_guest", meeting)

    asked = browser.get("/m/" + "k" * 54)

    assert (asked.status_code, asked.location) == (302, "/sign-in?next=/m/" + "k" * 54)
