"""Briefs of the Council, through the running server and a real mail server: called for, refused, accepted, late.

The Council meets in London on 23 September 2027; its briefs are due ten days before, with a day of grace (B5).
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine

from convene import clock
from convene.bodies.models import Party
from convene.db import work
from convene.people.actions import give_term, take_on_record
from convene.people.terms import TermRole
from tests.browser import TESTS, character
from tests.build import BY, body, one
from tests.journeys.conftest import Opener
from tests.journeys.letters import PATIENCE_SECONDS, Arrived, Post
from tests.journeys.screen import PHONE, Screen
from tests.journeys.server import Running
from tests.papers.made_briefs import brief
from tests.smtp_sink import SmtpSink

pytestmark = pytest.mark.browser

ITEM = "Briefs by members, five minutes each"
OSLO, OXFORD = character("council_member").address, character("steering_oxford").address
MONTREAL = "member.montreal@taprc.example"
WISH = "What a coordinated response would need"
# To Friday 17 September: three days and more after Monday 13 September, 18:00 London.
AFTER_THE_DEADLINE = timedelta(days=108)


@dataclass(slots=True)
class Story:
    """What the steps of the story hand on."""

    running: Running
    opened: Opener
    post: Post
    files: Path
    board: str = ""

    def a_brief(self, name: str, lines: int) -> Path:
        """A PDF on the disk of whoever sends it, fifty lines to a page."""
        path = self.files / name
        path.write_bytes(brief(lines))
        return path


@pytest.fixture
def story(unconvened: Running, browsers: Opener, sink: SmtpSink, tmp_path: Path) -> Story:
    """The story at its beginning: the Council has a second member on record."""
    with unconvened.app.app_context(), work(TESTS):
        council, today = body("TAPRC"), clock.now()
        party = one(Party, body_id=council.id, name="McGill University")
        contact = take_on_record(council, name="Council member, Montreal", address=MONTREAL, by=BY, at=today)
        give_term(
            contact,
            body=council,
            party=party,
            role=TermRole.COUNCIL_MEMBER,
            starts_on=date(2027, 1, 1),
            by=BY,
            at=today,
        )
    return Story(unconvened, browsers, Post(sink, unconvened.app), tmp_path)


def sign_in(story: Story, address: str, screen: Screen, *, path: str = "/sign-in") -> None:
    """Ask for a link by mail, follow it, confirm."""
    screen.open(path)
    screen.fill("Your e-mail address", address)
    screen.press("Sign in")
    letters = story.post.arrived()
    assert set(letters) == {address}
    screen.open(letters[address].link(f"{story.running.address}/sign-in/link/"))
    screen.press("Sign in")


def convene(story: Story, screen: Screen) -> None:
    """A briefing with one seat and two members admitted to its session."""
    screen.follow("Plan a meeting")
    screen.fill("Host city", "London")
    screen.choose("Time zone of the host city", "London (Europe/London)")
    screen.fill("First day", "2027-09-23")
    screen.press("Draft the meeting")
    screen.tick("Institute for Peace Research: Council member, Oslo (Council member)")
    screen.tick("McGill University: Council member, Montreal (Council member)")
    screen.press("Go on to the letter")
    screen.press("Convene and send 3 invitations")
    assert set(story.post.arrived()) == {OSLO, OXFORD, MONTREAL}


def call(story: Story, screen: Screen) -> dict[str, Arrived]:
    """One form asks three for a brief; nobody is told before the calls are sent, and each then by one letter."""
    screen.open(screen.path.removesuffix("/board"))
    screen.follow("Papers called for")
    story.board = screen.path
    screen.page.get_by_role("link", name="Call for papers").first.click()
    screen.choose("For which item", f"{ITEM} (Briefing)")
    screen.fill("What you would like to read", WISH)
    screen.tick("University of Oxford")
    screen.tick("Council member, Oslo (Institute for Peace Research)")
    screen.tick("Council member, Montreal (McGill University)")
    screen.press("Prepare the call")
    screen.sees("3 calls are prepared. Nobody is told before you send them.")
    assert story.post.arrived() == {}
    screen.press("Send the calls")
    screen.sees("3 letters are on their way.")
    letters = story.post.arrived()
    assert set(letters) == {OSLO, OXFORD, MONTREAL}
    return letters


def the_letter_says_by_when_and_not_for_what(story: Story, letter: Arrived) -> str:
    """In the host's zone and in the reader's; neither item nor wish. Gives the address that it leads to."""
    said = " ".join(letter.text.split())
    assert "Monday 13 September 2027, 18:00 London (Monday 13 September 2027, 19:00 Oslo, your time)" in said
    whole = said + letter.html + letter.subject
    assert [words for words in (ITEM, WISH, "Briefs by members") if words in whole] == []
    return letter.link(story.running.address)


def a_long_brief_is_refused_and_a_short_one_accepted(story: Story, link: str) -> None:
    """Four pages are refused with the reason, and the title stays; three are taken and measured."""
    screen = story.opened()
    sign_in(story, OSLO, screen, path=link)
    screen.open("/")
    screen.sees("You owe one answer to an invitation and one paper.")
    screen.follow(f"Brief for “{ITEM}”")
    screen.sees(WISH)
    assert screen.field("What it is").input_value() == "brief"
    screen.fill("Title", "What works upstream")
    screen.attach("File", story.a_brief("four.pdf", 151))
    screen.expect_refusal(screen.page.url)
    screen.press("Send the paper")
    screen.sees("The brief has 4 pages; at most 3 are taken. Shorten it and upload it again.")
    assert screen.field("Title").input_value() == "What works upstream"
    assert "Waiting:" not in screen.words
    screen.attach("File", story.a_brief("three.pdf", 150))
    screen.press("Send the paper")
    screen.sees("The paper is in.")
    screen.sees("3 pages · 602 words · about 5 minutes to speak")
    screen.open("/")
    assert "one paper" not in screen.words


def another_is_given_more_time(story: Story, screen: Screen) -> None:
    """By name and with the reason, on the board and in the words of the letter without the reason."""
    screen.open(story.board)
    screen.sees("What works upstream")
    screen.follow("Extend the paper of University of Oxford")
    screen.fill("New deadline, host's time", "2027-09-20T12:00")
    screen.fill("Why it is extended", "The archive opens that week")
    screen.press("Extend the deadline")
    screen.sees("The deadline is extended. One person is told by mail.")
    screen.sees("Extended by Coordinator of the Council; before that Monday 13 September 2027, 18:00 London.")
    screen.sees("“The archive opens that week”")
    letters = story.post.arrived()
    assert set(letters) == {OXFORD}
    assert "Monday 20 September 2027, 12:00 London" in " ".join(letters[OXFORD].text.split())
    assert "archive" not in letters[OXFORD].text


def only_who_still_owes_in_time_is_reminded(story: Story) -> None:
    """Days before the deadline that now holds for them; nobody is reminded of one that has passed."""
    patience = time.monotonic() + PATIENCE_SECONDS
    letters = story.post.arrived()
    while not letters and time.monotonic() < patience:
        time.sleep(0.2)
        letters = story.post.arrived()
    assert set(letters) == {OXFORD}
    assert "We have not had your paper yet." in letters[OXFORD].text


def a_third_is_late(story: Story) -> None:
    """After the deadline and its grace the paper is taken, and marked in words."""
    screen = story.opened(size=PHONE)
    sign_in(story, MONTREAL, screen)
    screen.open("/")
    screen.sees("Overdue")
    screen.follow(f"Brief for “{ITEM}”")
    screen.fill("Title", "Lessons for next time")
    screen.attach("File", story.a_brief("late.pdf", 100))
    screen.press("Send the paper")
    screen.sees("The paper is in, 3 days late; it is marked as late.")
    assert screen.overflow() == 0


def test_long_brief_is_refused_its_successor_accepted_and_the_board_says_how_each_stands(
    story: Story, passing: time_machine.Traveller
) -> None:
    secretary = story.opened()
    sign_in(story, character("secretary_council").address, secretary)
    convene(story, secretary)
    letters = call(story, secretary)
    link = the_letter_says_by_when_and_not_for_what(story, letters[OSLO])
    a_long_brief_is_refused_and_a_short_one_accepted(story, link)
    another_is_given_more_time(story, secretary)
    passing.shift(AFTER_THE_DEADLINE)
    only_who_still_owes_in_time_is_reminded(story)
    a_third_is_late(story)
    sign_in(story, character("secretary_council").address, secretary)
    secretary.open(story.board)
    marks = secretary.page.locator("table.board .mark").all_text_contents()
    assert sorted(marks) == ["Extended", "In", "In late"]
    secretary.sees("3 days late")
    secretary.open(f"{story.board}?show=owing")
    assert "Lessons for next time" not in secretary.words
    assert "University of Oxford" in secretary.words
    assert secretary.overflow() == 0
