"""Two stories through the running server and a real mail server: somebody registers on a borrowed phone without
JavaScript and is invited; a joint letter goes from its draft through three signatures to two addressees.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from convene.db import work
from tests.browser import TESTS, character
from tests.joint_letters import made as letters
from tests.journeys.conftest import Opener
from tests.journeys.letters import Arrived, Post
from tests.journeys.screen import PHONE, Screen
from tests.journeys.server import Running
from tests.packs.read import pages
from tests.registration import made as registrations
from tests.smtp_sink import SmtpSink

pytestmark = pytest.mark.browser

AMA = "ama@observatory.example"
TELLING = ("commitment to prevention", "inquiry", "Leader")


def enter(post: Post, address: str, screen: Screen, running: Running) -> None:
    """Ask for a link by mail, follow it, confirm."""
    screen.open("/sign-in")
    screen.fill("Your e-mail address", address)
    screen.press("Sign in")
    screen.open(post.arrived()[address].link(f"{running.address}/sign-in/link/"))
    screen.press("Sign in")


def open_registration(screen: Screen, path: str) -> str:
    """The secretary opens registration; gives the public address."""
    screen.open(path)
    screen.follow("Registration")
    screen.follow("Open registration")
    screen.fill("Registration opens, host's time", "2027-05-30T12:00")
    screen.fill("Places", "200")
    screen.fill("What registrants are told", "Interpretation in French and English.")
    screen.press("Open registration")
    screen.sees("Registration is set.")
    return str(screen.page.locator("a[href*='/register/']").first.get_attribute("href"))


def register(phone: Screen, address: str) -> None:
    """Somebody fills in the public form."""
    phone.open(address)
    phone.sees("Global Action: Accra, Tuesday 19, Wednesday 20 and Thursday 21 October 2027")
    phone.sees("Interpretation in French and English.")
    phone.fill("Your name", "Ama Owusu")
    phone.choose("What kind of organisation it is", "Non-governmental organisation")
    phone.fill("For which State or organisation you come", "Peace Observatory")
    phone.fill("Your e-mail address", AMA)
    phone.press("Register")
    phone.sees("Please look into your mail")


def test_somebody_registers_without_javascript_and_is_invited(
    chromium: Browser, unconvened: Running, browsers: Opener, sink: SmtpSink
) -> None:
    post, secretary = Post(sink, unconvened.app), browsers()
    with unconvened.app.app_context(), work(TESTS):
        meeting = registrations.founded()
        registrations.open_ones(meeting)
        path = f"/meetings/{meeting.key}"
    enter(post, character("secretary").address, secretary, unconvened)
    address = open_registration(secretary, path)

    with Screen(chromium, unconvened.address, size=PHONE, with_scripts=False) as phone:
        register(phone, address)
        asked = post.arrived()[AMA]
        assert "Ama" not in asked.text
        phone.open(asked.link(f"{unconvened.address}/r/"))
        phone.sees("Peace Observatory")
        phone.press("Yes, this is my registration")
        phone.sees("Your address is confirmed")

        secretary.open(f"{path}/registration")
        secretary.press("Approve Ama Owusu")
        secretary.sees("One person is approved.")
        invited = post.arrived()
        assert set(invited) == {AMA}
        assert "Dear Ama Owusu," in invited[AMA].text
        phone.open(invited[AMA].link(f"{unconvened.address}/i/"))
        phone.press("Continue to your invitation")
        phone.sees("Global Action")
        phone.sees("Will you come?")


def draft_a_letter(screen: Screen) -> None:
    """The secretary drafts the letter, names two addressees and opens it for sign-on."""
    screen.open("/bodies")
    screen.follow("Civil Society Working Group")
    screen.follow("Letters")
    screen.follow("Draft a letter")
    screen.fill("Title", letters.WORDING.title)
    screen.fill("Date of the letter", "2027-06-12")
    screen.fill("Text", letters.TEXT)
    screen.press("Keep the draft")
    for recipient, address in letters.LEADERS:
        screen.follow("Add an addressee")
        screen.fill("Name", recipient.name)
        screen.fill("Office", recipient.office)
        screen.fill("How the letter begins", recipient.salutation)
        screen.fill("E-mail address", address)
        screen.fill("Postal address", recipient.post_address)
        screen.press("Add the addressee")
    screen.follow("Open for sign-on")
    screen.fill("Sign-on until", "2027-06-11T18:00")
    for name in letters.ORGANISATIONS:
        screen.tick(name)
    screen.press("Ask them to sign")
    screen.sees("4 people are told by mail.")


def sign(screen: Screen, letter: Arrived, running: Running, name: str) -> str:
    """An organisation follows its letter and signs; gives the page."""
    screen.open(letter.link(f"{running.address}/sign-on/"))
    screen.sees("Support a national inquiry.")
    screen.fill("Name", f"Head of {name}")
    screen.fill("Function", "Director")
    screen.press("Sign the letter")
    screen.sees("Your organisation has signed")
    return screen.path


def close_and_send(screen: Screen) -> None:
    """The secretary closes sign-on, seals and sends."""
    screen.page.reload()
    screen.page.locator("summary", has_text="Close sign-on now").click()
    screen.page.locator(".confirm__box").get_by_role("button", name="Close sign-on now").click()
    screen.sees("Sign-on is closed.")
    screen.page.locator("summary", has_text="Seal it and send it").click()
    screen.page.get_by_label("which is not today; that is meant").check()
    screen.page.locator(".confirm__box").get_by_role("button", name="Seal it and send it").click()
    screen.sees("2 copies are on their way by e-mail.")


def test_a_letter_goes_from_draft_to_a_commitment(unconvened: Running, browsers: Opener, sink: SmtpSink) -> None:
    post, secretary = Post(sink, unconvened.app), browsers()
    with unconvened.app.app_context(), work(TESTS):
        letters.founded()
    enter(post, character("secretary").address, secretary, unconvened)
    draft_a_letter(secretary)
    asked = post.arrived()
    assert set(asked) == {letters.address_of(name) for name in letters.ORGANISATIONS}
    assert [w for letter in asked.values() for w in TELLING if w in letter.subject + letter.text + letter.html] == []

    signed = {}
    for name in letters.ORGANISATIONS[:3]:
        screen = browsers(size=PHONE)
        enter(post, letters.address_of(name), screen, unconvened)
        screen.sees("A letter waits for your organisation's answer")
        signed[name] = (screen, sign(screen, asked[letters.address_of(name)], unconvened, name))
    close_and_send(secretary)

    arrived = post.arrived()
    leaders = {address: recipient for recipient, address in letters.LEADERS}
    assert set(arrived) == {*leaders, *(letters.address_of(name) for name in signed)}
    for address, recipient in leaders.items():
        assert arrived[address].subject == letters.WORDING.title
        (pdf,) = arrived[address].pdfs
        text = " ".join(" ".join(pages(pdf)).split())
        assert recipient.salutation in text
        assert [r.salutation in text for r in leaders.values()].count(True) == 1
        assert [name for name in signed if f"{name} Head of {name}, Director" not in text] == []
        assert letters.ORGANISATIONS[3] not in text
        assert "page 1 of 1" in text

    secretary.follow(f"Keep an answer of {letters.SECOND.name}")
    secretary.fill("On which day", "2027-06-01")
    secretary.choose("What it is", "A commitment")
    secretary.fill("In their words", "We pledge an explicit commitment.")
    secretary.press("Keep what came")
    secretary.sees("We pledge an explicit commitment.")
    screen, path = signed["Peace Direct"]
    screen.open(path)
    screen.sees("We pledge an explicit commitment.")
    screen.sees("Silent since today")
