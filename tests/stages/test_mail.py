"""What the mail about a circulated agenda says, and what it never says."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask

from convene import clock
from convene.agendas.terms import Subject
from convene.db import work
from convene.invitations.actions import withdraw
from convene.mail.compose import text_of
from convene.mail.messages import Addressed
from convene.mail.notices import NOTICES
from tests.access.crawl import Letter, letters
from tests.browser import TESTS, character
from tests.build import BY, board_meeting, invitation_of, item_of
from tests.stages.shared import circulated

BODY = "Coordination Board of the Network"
TO = Addressed("Representative of Norway", "Europe/Oslo", BODY, False, "Duty officer", "+41 22 555 01 00")
FACTS = {"is_guest": False, "is_first": True, "city": "New York", "days": ["2027-09-21", "2027-09-22"]}
DAYS = "Tuesday 21 and Wednesday 22 September 2027"


def said(to: Addressed = TO, **facts: object) -> tuple[str, str]:
    """Subject and text."""
    letter = NOTICES["agenda"](to, FACTS | facts, "https://board.example/stages/key", "America/New_York")
    return letter.subject, " ".join(text_of(letter).split())


def test_a_member_is_told_of_the_agenda_by_body_place_and_days() -> None:
    subject, text = said()

    assert subject == f"The agenda is available: {BODY}, New York, {DAYS}"
    assert f"The agenda for the meeting of the {BODY}, New York, {DAYS}, is available. Please sign in" in text
    assert "https://board.example/stages/key" in text
    assert said(is_first=False)[0].startswith("The agenda has been revised: ")


def test_a_guest_is_told_of_their_own_programme() -> None:
    subject, text = said(is_guest=True, is_first=False)

    assert subject.startswith("Your programme has been revised: ")
    assert "agenda" not in subject + text


def test_somebody_at_risk_is_told_of_neither_body_nor_place_nor_day() -> None:
    for first in (True, False):
        subject, text = said(replace(TO, is_at_risk=True), is_guest=True, is_first=first)
        words = ("Board", "Network", "New York", "September", "Norway", "agenda", "meeting")
        assert [w for w in words if w in subject + text] == []
        assert subject == ("Your programme is available" if first else "Your programme has been revised")


def agenda_mails(app: Flask) -> dict[str, Letter]:
    """The mails about an agenda that have left, the last one to each address."""
    return {m.to: m for m in letters(app) if {"agenda", "programme"} & set(dict(m.headers)["Subject"].lower().split())}


def test_the_mails_hold_no_title_symbol_or_note(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        meeting = board_meeting().key
    letters(app)
    circulated(app, meeting, note="A word to the seats")

    found = agenda_mails(app)

    assert len(found) == 13
    text = "\n".join(m.text for m in found.values())
    assert [w for w in ("Deep-dive", "Economic", "TNAP/2027", "rovisional", "A word to the seats") if w in text] == []
    assert f"/meetings/{meeting}" not in text
    guests = [m for to, m in found.items() if to == character("ngo_guest").address]
    assert ["/stages/" in m.text for m in guests] == [False]


def test_whoever_is_no_longer_invited_when_the_mail_would_leave_gets_none(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        meeting = board_meeting().key
    letters(app)
    circulated(app, meeting)
    with app.app_context(), work(TESTS):
        found = board_meeting()
        withdraw(invitation_of("ngo_guest", found), found, by=BY, at=clock.now())
    mails = [m for m in letters(app) if m.to == character("ngo_guest").address]

    assert [m for m in mails if "programme is available" in m.text] == []
    # Invited again later, they are told as for the first time.
    with app.app_context(), work(TESTS):
        item_of(board_meeting(), Subject.INPUT_OF_GUESTS).title = "Changed"
    circulated(app, meeting)
    assert [m for m in letters(app) if m.to == character("ngo_guest").address and "programme" in m.text] == []
