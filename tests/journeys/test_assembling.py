"""Two stories: an annotated agenda of twenty items in a few actions, and a proposal that is declined, made again and
accepted. Both through the running server and a real mail server.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from convene.db import work
from convene.demo.memory import seed_memory
from tests.browser import TESTS, character
from tests.build import body
from tests.conftest import NOW
from tests.incoming.made import LEFT
from tests.journeys.conftest import Opener
from tests.journeys.letters import Post
from tests.journeys.screen import PHONE, Screen
from tests.journeys.server import Running
from tests.journeys.test_board_meeting import PRIMARIES, Story, addresses, convene, sign_in
from tests.smtp_sink import SmtpSink

pytestmark = pytest.mark.browser

FEW = 15  # “Under fifteen actions”: every click, every box ticked, every form sent.
TITLE, ANOTHER = "Returns from two camps that close", "Returns: what the two camps need by July"
REASON = "Please bring figures, and narrow it to what the board can decide."


class Counted(Screen):
    """A screen on which every click and every box ticked is counted; a form is sent by a click."""

    actions = 0

    def follow(self, name: str) -> None:
        """Follow a link, and count it."""
        self.actions += 1
        super().follow(name)

    def press(self, name: str) -> None:
        """Press a button, and count it."""
        self.actions += 1
        super().press(name)

    def tick(self, label: str) -> None:
        """Tick a box, and count it."""
        self.actions += 1
        super().tick(label)


@pytest.fixture
def remembering(unconvened: Running) -> Running:
    """The demonstration network with what its board remembers, before the next meeting is planned."""
    with unconvened.app.app_context(), work(TESTS):
        seed_memory(body(), at=NOW)
    return unconvened


@pytest.fixture
def story(remembering: Running, browsers: Opener, chromium: Browser, sink: SmtpSink, tmp_path: Path) -> Story:
    """The story at its beginning."""
    screen = Counted(chromium, remembering.address)
    return Story(remembering, browsers, Post(sink, remembering.app), tmp_path, screen)


def plan_and_convene(screen: Screen) -> str:
    """The members alone are invited; gives the path of the meeting."""
    screen.follow("Plan a meeting")
    screen.fill("Host city", "New York")
    screen.choose("Time zone of the host city", "New York (America/New_York)")
    screen.fill("First day", "2027-09-21")
    screen.press("Draft the meeting")
    screen.press("Go on to the letter")
    screen.press("Convene and send 7 invitations")
    return screen.path.removesuffix("/board")


def assemble(screen: Screen) -> None:
    """All that was left unfinished, the next country in rotation, the others under watch, and one standing item."""
    screen.follow("What comes in for the agenda")
    screen.tick("All 6 of these")
    screen.tick("Deep-dive: Marenda")
    screen.tick("All 3 of these")
    screen.tick("Sources of information, and how reliable they are")
    screen.press("Put the ticked ones on the agenda")
    screen.sees("10 are put on the agenda: ")
    screen.sees("20 items.")


def test_the_box_for_all_ticks_each_and_what_is_cleared_is_left_out(story: Story) -> None:
    with story.secretary as screen:
        sign_in(story, "secretary", screen)
        meeting = plan_and_convene(screen)
        screen.open(f"{meeting}/incoming")
        whole, boxes = screen.field("All 6 of these"), screen.page.locator("section:has(#group-1) .rows input")
        screen.tick("All 6 of these")
        assert [box.is_checked() for box in boxes.all()] == [True] * 6
        screen.sees("6 ticked")
        screen.field(LEFT[0]).uncheck()
        screen.sees("5 ticked")
        assert not whole.is_checked()
        screen.tick(LEFT[0])
        assert whole.is_checked()
        whole.uncheck()
        screen.sees("0 ticked")
        whole.check()
        screen.field(LEFT[0]).uncheck()
        assert screen.overflow() == 0
        screen.press("Put the ticked ones on the agenda")
        screen.sees("5 are put on the agenda: ")
        assert screen.field(LEFT[0]).is_visible()
        screen.open(meeting)
        assert LEFT[0] not in items_of(screen)
        assert LEFT[1] in items_of(screen)


def items_of(screen: Screen) -> list[str]:
    """The titles of the agenda that is open."""
    found = screen.page.locator("li.item h3").all_inner_texts()
    return [title.strip() for title in found]


def test_secretary_assembles_an_annotated_agenda_of_twenty_items_in_under_fifteen_actions(story: Story) -> None:
    screen = story.secretary
    assert isinstance(screen, Counted)
    with screen:
        sign_in(story, "secretary", screen)
        screen.actions = 0
        meeting = plan_and_convene(screen)
        screen.follow("First regular meeting, New York")
        before = screen.actions
        assemble(screen)
        assert screen.overflow() == 0
        screen.follow("circulate it")
        screen.tick("Annotated: with the history of each item, its papers and what is asked")
        screen.press("Circulate TNAP/2027/1/1")
        assert (screen.actions < FEW, screen.actions - before <= 9) == (True, True), (before, screen.actions)
        screen.open(meeting)
        titles = items_of(screen)
        assert len(titles) == 20
        assert sorted(title for title in titles if title in LEFT) == sorted(LEFT)
        assert titles.count("Deep-dive: Marenda") == 1
        assert titles[-1] == "Next meetings and close"
        screen.follow(LEFT[1])
        screen.sees("Unfinished at the First regular meeting, Copenhagen (TNAP/2026/1), item 13")
    # Invitations and the agenda's circulation: nobody but the members is told.
    told = {str(received.message["To"].addresses[0].addr_spec) for received in story.post.sink.received}
    assert told <= addresses("secretary", *PRIMARIES, *(key.replace("primary", "alternate") for key in PRIMARIES))


def hand_in(screen: Screen, title: str) -> None:
    """What a delegate says of a proposal."""
    screen.fill("Title", title)
    screen.fill("Why now", "Two camps close in a month, and forty thousand people are told to return.")
    screen.fill("Minutes", "25")
    screen.choose("What for", "For decision")
    screen.fill("Outcome sought", "A joint position on returns")
    screen.fill("Countries", "Marenda")
    screen.tick("Children and armed conflict")
    assert screen.overflow() == 0
    screen.press("Hand it in")
    screen.sees("Your proposal is with the secretariat.")


def the_decision_is_told_by_mail(story: Story) -> str:
    """One letter, to the proposer alone, that says there is something to read and not what. Gives the path to it."""
    letters = story.post.arrived()
    address = character("primary_nl").address
    assert set(letters) == {address}
    letter = letters[address]
    assert "The secretariat has decided on your proposal; sign in to read it." in letter.text
    whole = f"{letter.subject}\n{letter.text}\n{letter.html}"
    betraying = (TITLE, ANOTHER, "Returns", "Marenda", "eclined", "ccepted", REASON, "New York")
    assert [word for word in betraying if word in whole] == []
    return letter.link(f"{story.running.address}/meetings/").removeprefix(story.running.address)


def test_a_proposal_is_declined_with_a_reason_made_again_and_accepted(story: Story) -> None:
    secretary, delegate = story.secretary, story.opened(size=PHONE)
    with secretary:
        sign_in(story, "secretary", secretary)
        convene(story)
        story.post.arrived()
        sign_in(story, "primary_nl", delegate)
        delegate.open(story.meeting)
        delegate.follow("Propose an item for the agenda")
        delegate.sees("Tuesday 17 August 2027, 18:00 New York")
        hand_in(delegate, TITLE)
        delegate.sees("Waits for a decision")

        secretary.open("/")
        secretary.follow("One proposal")
        secretary.sees("Proposed by Netherlands on 1 June 2027")
        secretary.tick(TITLE)
        secretary.expect_refusal(secretary.page.url)
        secretary.press("Decline")
        secretary.sees("Say why: whoever proposed it reads this.")
        secretary.fill("Why", REASON)
        secretary.press("Decline")
        secretary.sees("One is declined.")

        delegate.open(the_decision_is_told_by_mail(story))
        delegate.sees(REASON)
        assert delegate.overflow() == 0
        delegate.follow("Propose it again")
        delegate.sees(REASON)
        assert delegate.field("Countries").input_value() == "Marenda"
        hand_in(delegate, ANOTHER)

        secretary.open(f"{story.meeting}/incoming")
        secretary.sees(f"proposed before and declined: {REASON}")
        secretary.tick(ANOTHER)
        secretary.press("Put the ticked ones on the agenda")
        secretary.sees("One is put on the agenda, in ")

        delegate.open(the_decision_is_told_by_mail(story))
        delegate.sees("On the agenda")
        delegate.open(story.meeting)
        assert ANOTHER in items_of(delegate)
        another = story.opened()
        sign_in(story, "primary_us", another)
        another.open(f"{story.meeting}/proposals")
        another.sees("You have proposed nothing for this meeting yet.")
        assert TITLE not in another.words
