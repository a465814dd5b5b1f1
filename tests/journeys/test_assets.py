"""One story through the running server and a real mail server: the capitals are asked, and seven file, one late."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from convene.demo.cast import STATES
from convene.people.terms import AssetClass
from tests.browser import character
from tests.journeys.conftest import Opener
from tests.journeys.letters import Post
from tests.journeys.screen import PHONE, Screen
from tests.journeys.server import Running
from tests.journeys.test_board_meeting import Story, addresses, convene, sign_in
from tests.packs.read import pages
from tests.smtp_sink import SmtpSink

pytestmark = pytest.mark.browser

PRIMARIES = [f"primary_{short}" for *_, short in STATES]
SEATS = {*PRIMARIES, *(f"alternate_{short}" for *_, short in STATES)}
LATE, ON_A_PHONE, GUEST = "primary_dk", "primary_nl", "ngo_guest"
GAP = AssetClass.EXTREMISM
TELLING = ("First regular", "eacekeeping", "umanitarian", "deep-dive", "questions to the board")


def ask_the_capitals(story: Story) -> None:
    """The secretary sends the usual questions; each seat gets one letter, which says when and nothing more."""
    secretary = story.secretary
    secretary.open(story.meeting)
    secretary.follow("Questions to the capitals")
    secretary.fill("Preparatory date", "2027-09-06")
    secretary.fill("Statements are due, host's time", "2027-09-10T18:00")
    secretary.press("Send the questions")
    secretary.sees("14 people are told by mail.")
    letters = story.post.arrived()
    assert set(letters) == addresses(*SEATS)
    for letter in letters.values():
        assert "Friday 10 September 2027, 18:00 New York" in letter.text
        assert [word for word in TELLING if word in letter.subject + letter.text + letter.html] == []
    story.letters |= letters


def say(screen: Screen, asset_class: AssetClass, *, capacity: str, availability: str) -> None:
    """Fill in one class."""
    group = screen.page.get_by_role("group", name=str(asset_class).capitalize(), exact=True)
    group.get_by_label("We have them").check()
    group.get_by_label("Capacity").fill(capacity)
    group.get_by_label("Availability").select_option(label=availability)


def follow_the_letter(story: Story, key: str, screen: Screen) -> None:
    """From the letter through signing in to the form."""
    path = story.letters[character(key).address].link(f"{story.running.address}/meetings/")
    sign_in(story, key, screen)
    screen.sees("You owe")
    screen.open(path)
    screen.sees("Which office brings your ministries together")


def file_one(story: Story, key: str, screen: Screen) -> None:
    """A primary representative files: one class of their own, one that all have, none of the gap."""
    number = PRIMARIES.index(key)
    others = [each for each in AssetClass if each is not GAP]
    follow_the_letter(story, key, screen)
    screen.fill("Your answers to the questions", f"Our ministries met: {key}.")
    say(screen, others[number % 4], capacity=f"Capacity of {key}", availability="At once")
    gap = screen.page.get_by_role("group", name=str(GAP).capitalize(), exact=True)
    gap.get_by_label("We have none").check()
    assert screen.overflow() == 0
    screen.press("File the statement")
    screen.sees("The statement is filed")


def a_draft_comes_first_on_a_phone(story: Story, screen: Screen) -> None:
    """On a phone: a draft with a gap in it is kept, refused on filing at its field, completed and filed."""
    follow_the_letter(story, ON_A_PHONE, screen)
    group = screen.page.get_by_role("group", name="Peacekeeping", exact=True)
    group.get_by_label("We have them").check()
    screen.press("Keep as draft")
    screen.sees("Kept as a draft.")
    assert "Capacity of primary_nl" not in screen.words
    screen.expect_refusal(screen.page.url)
    screen.press("File the statement")
    screen.sees("Say what you could deploy for peacekeeping.")
    assert screen.overflow() == 0
    say(screen, AssetClass.PEACEKEEPING, capacity="Capacity of primary_nl", availability="Within 30 days")
    screen.press("File the statement")
    screen.sees("The statement is filed. The members of the board see it in the matrix.")
    assert screen.overflow() == 0


def remind_the_last(story: Story) -> None:
    """Only the seat that owes is reminded."""
    secretary = story.secretary
    secretary.open(f"{story.meeting}/assets")
    secretary.sees("One member has not filed a statement: Denmark.")
    secretary.press("Remind the one who owes")
    secretary.sees("2 reminders are on their way.")
    letters = story.post.arrived()
    assert set(letters) == addresses(LATE, LATE.replace("primary", "alternate"))
    assert {letter.subject.partition(":")[0] for letter in letters.values()} == {"Your statement, please"}


def see_the_matrix(story: Story, screen: Screen) -> None:
    """All seven stand in it, with the gap and the late one marked; on paper too."""
    screen.open(f"{story.meeting}/assets")
    screen.sees("All seven members have filed a statement.")
    screen.sees(f"No member says that it has assets for {GAP}.")
    words = screen.words
    assert [key for key in PRIMARIES if f"Capacity of {key}" not in words] == []
    assert [name for name, *_ in STATES if name not in words] == []
    late = screen.page.get_by_role("row", name="Denmark").filter(has_text="late")
    assert late.count() >= 1
    assert screen.page.get_by_text("Gap: nobody").count() == 1
    assert screen.page.get_by_text("Gap: no statement").count() == 0
    assert screen.overflow() == 0
    printed = pages(screen.fetch(f"{story.meeting}/assets.pdf"))
    assert "late" in printed[0]
    assert [key for key in PRIMARIES if f"Capacity of {key}" not in " ".join(printed)] == []


def a_guest_is_not_told(story: Story) -> None:
    """Neither by link nor signed in does a guest find any of it."""
    screen = story.by_link(GUEST, story.opened())
    for path in ("assets", "assets.pdf", "assets.csv", "assets/statement", "preparation"):
        screen.open(f"{story.meeting}/{path}", status=404)
    sign_in(story, GUEST, screen)
    for path in ("assets", "assets.pdf", "assets.csv", "assets/statement", "preparation"):
        screen.open(f"{story.meeting}/{path}", status=404)
    screen.open(story.meeting)
    assert [word for word in ("assets", "capitals", "statement on") if word in screen.words.lower()] == []


def test_seven_capitals_file_asset_statements_one_late(
    unconvened: Running, browsers: Opener, sink: SmtpSink, tmp_path: Path, passing: time_machine.Traveller
) -> None:
    story = Story(unconvened, browsers, Post(sink, unconvened.app), tmp_path, browsers())
    sign_in(story, "secretary", story.secretary)
    convene(story)
    story.letters |= story.post.arrived()
    ask_the_capitals(story)
    a_draft_comes_first_on_a_phone(story, story.opened(size=PHONE))
    for key in PRIMARIES:
        if key not in (LATE, ON_A_PHONE):
            file_one(story, key, story.opened())
    remind_the_last(story)
    a_guest_is_not_told(story)
    late = story.opened()
    passing.shift(timedelta(days=104))  # From the first of June to some days after the tenth of September.
    file_one(story, LATE, late)
    late.sees("days late and is marked so.")
    see_the_matrix(story, late)
    phone = story.opened(size=PHONE)
    sign_in(story, ON_A_PHONE, phone)
    see_the_matrix(story, phone)
