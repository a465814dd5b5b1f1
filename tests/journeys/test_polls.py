"""One story through the running server and a real mail server: five capitals are asked for a date, and meet on it.

One answers on a phone by the link, three signed in or by their links, one is silent and is reminded.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from convene.demo.cast import STATES
from tests.browser import character
from tests.journeys.conftest import Opener
from tests.journeys.letters import Arrived, Post
from tests.journeys.screen import PHONE, Screen
from tests.journeys.server import Running
from tests.journeys.test_board_meeting import Story, addresses, sign_in
from tests.smtp_sink import SmtpSink

pytestmark = pytest.mark.browser

NAMES = {f"primary_{short}": name for name, *_, short in STATES}
FIVE = ("primary_nl", "primary_us", "primary_gb", "primary_dk", "primary_au")
SILENT, ON_A_PHONE, SIGNED_IN = "primary_gb", "primary_au", "primary_nl"
SUBJECT = "The crossing at the river"
DATES = (
    "Tuesday 15 June 2027, 14:00–15:30 Amsterdam",
    "Wednesday 16 June 2027, 09:00–10:30 Amsterdam",
    "Thursday 17 June 2027, 23:00–00:30 Amsterdam",
)
# What each says to the three dates.
SAY = {
    "primary_nl": ("Yes", "Yes", "No"),
    "primary_us": ("Yes", "No", "Yes"),
    "primary_dk": ("Yes", "If need be", "No"),
    "primary_au": ("No", "Yes", "Yes"),
}


@pytest.fixture
def story(unconvened: Running, browsers: Opener, sink: SmtpSink, tmp_path: Path) -> Story:
    """The story at its beginning."""
    return Story(unconvened, browsers, Post(sink, unconvened.app), tmp_path, browsers())


def ask_for_a_date(story: Story) -> str:
    """The form of a special meeting whose date is open leads to a poll; the letters carry times and no subject."""
    screen = story.secretary
    screen.follow("Bodies")
    screen.follow("Coordination Board")
    screen.follow("Call a special meeting")
    screen.fill("What it is about", SUBJECT)
    screen.fill("Host city", "The Hague")
    screen.choose("Time zone by which the hour is agreed", "Amsterdam (Europe/Amsterdam)")
    screen.fill("Minutes", "90")
    screen.tick("is open: ask those concerned when they can")
    screen.fill("Day", "2027-06-15")
    screen.fill("Hour", "14:00")
    screen.fill("Where the date is open, they answer by", "2027-06-10T18:00")
    screen.tick("The people ticked below")
    screen.page.locator("summary", has_text="People").click()
    for key in FIVE:
        name = character(key).name
        screen.tick(f"{NAMES[key]}: {name} (primary representative)")
    screen.press("Go on")
    screen.follow("Add dates")
    screen.fill("Date 1", "2027-06-16")
    screen.fill("Hour 1", "09:00")
    screen.fill("Date 2", "2027-06-17")
    screen.fill("Hour 2", "23:00")
    screen.press("Add these dates")
    assert story.post.arrived() == {}
    screen.press("Send the poll")
    screen.sees("0 of 5 have answered.")
    return screen.path


def letters_of(story: Story) -> dict[str, Arrived]:
    """Each of the five got one letter with their own link; nothing in it says what the meeting is about."""
    found = story.post.arrived()
    assert set(found) == addresses(*FIVE)
    for letter in found.values():
        plain = " ".join(letter.text.split())
        assert all(words in plain for words in DATES)
        assert SUBJECT not in letter.text + letter.html + letter.subject
    assert len({letter.link(f"{story.running.address}/p/") for letter in found.values()}) == 5
    story.letters |= found
    return found


def link(story: Story, key: str) -> str:
    return story.letters[character(key).address].link(f"{story.running.address}/p/")


def say(screen: Screen, key: str, word: str = "") -> None:
    """Answer each date, and write a word."""
    for date, answer in zip(DATES, SAY[key], strict=True):
        screen.page.get_by_role("group", name=date).get_by_label(answer, exact=True).check()
    screen.fill("A word to the secretariat", word)
    screen.press("Send my answer")
    screen.sees("Thank you. Your answer is recorded")


def answer_on_a_phone(story: Story) -> None:
    """In Canberra, by the link, without an account; hours are told on both clocks, and nothing else opens."""
    screen = story.opened(size=PHONE)
    screen.open(link(story, ON_A_PHONE))
    assert screen.overflow() == 0
    screen.sees("22:00–23:30 Sydney, yours · 12:00–13:30 UTC")
    screen.sees("07:00–08:30 (+1 day) Sydney, yours · 21:00–22:30 UTC")
    say(screen, ON_A_PHONE, "The afternoon is our night.")
    screen.open("/")
    assert screen.path.startswith("/sign-in")


def answer_signed_in(story: Story) -> None:
    """In The Hague, from the first page."""
    screen = story.opened()
    sign_in(story, SIGNED_IN, screen)
    screen.sees("You owe one word on a date.")
    screen.follow("Special meeting: when can you meet?")
    assert "our night" not in screen.words
    say(screen, SIGNED_IN)
    screen.follow("Back")
    screen.sees("You have answered, and can change it until")


def remind_the_silent(story: Story, poll: str) -> None:
    """Only who has not answered is reminded; they stay silent."""
    screen = story.secretary
    screen.open(poll)
    screen.sees("4 of 5 have answered.")
    screen.sees("Has not answered")
    screen.press("Remind the one who is silent")
    assert set(story.post.arrived()) == addresses(SILENT)
    screen.press("Remind the one who is silent")
    assert story.post.arrived() == {}


def choose_the_best(story: Story, poll: str) -> None:
    """The dates stand with their reasons, best first; choosing one drafts the meeting with the five prepared."""
    screen = story.secretary
    screen.open(poll)
    heads = [text.strip() for text in screen.page.locator("article.score h3").all_text_contents()]
    assert heads == [DATES[0], DATES[1], DATES[2]]
    first = " ".join((screen.page.locator("article.score").first.text_content() or "").split())
    assert "No quorum: 3 of 7 members can, 4 are needed." in first
    assert "Outside 07:00–21:00: Canberra at 22:00." in first
    screen.sees("The afternoon is our night.")
    screen.page.locator("article.score").first.get_by_role("link").click()
    screen.press("Choose this date")
    screen.sees("5 invitations are prepared")
    screen.press("Convene and send 5 invitations")
    screen.sees("5 invitations are queued.")


def invitations_tell_the_date(story: Story) -> None:
    """The five hear of it by the ordinary invitation, and the link of the poll opens nothing any more."""
    found = story.post.arrived()
    assert set(found) == addresses(*FIVE)
    for letter in found.values():
        assert "Tuesday 15 June 2027, 14:00–15:30 Amsterdam" in " ".join(letter.text.split())
        assert SUBJECT not in letter.text + letter.html + "".join(letter.calendars)
    screen = story.opened(size=PHONE)
    screen.open(link(story, SILENT), status=410)
    screen.sees("Answers are no longer taken")


def test_five_capitals_find_a_date(story: Story) -> None:
    sign_in(story, "secretary", story.secretary)
    poll = ask_for_a_date(story)
    letters_of(story)
    answer_on_a_phone(story)
    answer_signed_in(story)
    for key in ("primary_us", "primary_dk"):
        screen = story.opened()
        screen.open(link(story, key))
        say(screen, key)
    remind_the_silent(story, poll)
    choose_the_best(story, poll)
    invitations_tell_the_date(story)
