"""One story through the running server and a real mail server: from a bare network to a convened board meeting.

The meeting lasts from 21 to 22 September 2027 in New York, which is four hours behind UTC on those days.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from convene.demo.cast import ORGANISATIONS, STATES
from tests.browser import character
from tests.build import a_pdf
from tests.journeys.conftest import Opener
from tests.journeys.letters import Appointment, Arrived, Post
from tests.journeys.screen import PHONE, Screen
from tests.journeys.server import Running
from tests.packs.read import unbroken, words
from tests.smtp_sink import SmtpSink

pytestmark = pytest.mark.browser

PRIMARIES = [f"primary_{short}" for *_, short in STATES]
GUESTS = [key for _, _, key, _ in ORGANISATIONS]
OPENS, CLOSES = datetime(2027, 9, 21, 13, 30, tzinfo=UTC), datetime(2027, 9, 22, 21, 30, tzinfo=UTC)
SECOND_MORNING = datetime(2027, 9, 22, 13, 30, tzinfo=UTC), datetime(2027, 9, 22, 16, 30, tzinfo=UTC)
DEEP_DIVE = datetime(2027, 9, 21, 13, 45, tzinfo=UTC), datetime(2027, 9, 21, 15, 45, tzinfo=UTC)
VIDEO = "https://video.example/one-item"
FOR_GUESTS = ("The board briefs invited organisations", "Input from invited organisations")
OF_THE_CLOSED = (
    "Deep-dive",
    "Assets that may be deployed",
    "Updates on other situations",
    "Economic actors",
    "Accountability: developments",
    "Research on what has worked",
    "Recommendations to governments",
    "Next meetings and close",
    "Opening and adoption",
)
BETRAYING = (*OF_THE_CLOSED, "First day", "Second day", "TNAP/2027", "21 September", "Room 8", "Regular meeting")


def addresses(*keys: str) -> set[str]:
    """The addresses of members of the cast."""
    return {character(key).address for key in keys}


@dataclass(slots=True)
class Story:
    """What the steps of the story hand on."""

    running: Running
    opened: Opener
    post: Post
    files: Path
    secretary: Screen
    meeting: str = ""
    letters: dict[str, Arrived] = field(default_factory=dict)
    told: dict[str, Appointment] = field(default_factory=dict)

    def link(self, key: str) -> str:
        """The link in the letter to somebody."""
        return self.letters[character(key).address].link(f"{self.running.address}/i/")

    def by_link(self, key: str, screen: Screen) -> Screen:
        """Follow the link of somebody's invitation in their browser, and confirm."""
        screen.open(self.link(key))
        screen.press("Continue to your invitation")
        return screen

    def a_paper(self, name: str, line: str) -> Path:
        """A PDF on the disk of whoever sends it."""
        path = self.files / name
        path.write_bytes(a_pdf(line, author="A. Author"))
        return path

    def note(self, letters: dict[str, Arrived]) -> None:
        """Keep what everybody was told last."""
        self.letters |= letters
        self.told |= {to: letter.appointment() for to, letter in letters.items()}


@pytest.fixture
def story(unconvened: Running, browsers: Opener, sink: SmtpSink, tmp_path: Path) -> Story:
    """The story at its beginning."""
    return Story(unconvened, browsers, Post(sink, unconvened.app), tmp_path, browsers())


def sign_in(story: Story, key: str, screen: Screen) -> None:
    """Ask for a link by mail, follow it, confirm."""
    address = character(key).address
    screen.open("/sign-in")
    screen.fill("Your e-mail address", address)
    screen.press("Sign in")
    letters = story.post.arrived()
    assert set(letters) == {address}
    screen.open(letters[address].link(f"{story.running.address}/sign-in/link/"))
    screen.press("Sign in")


def draft_and_choose(screen: Screen) -> None:
    """The first two of three forms."""
    screen.follow("Plan a meeting")
    screen.fill("Host city", "New York")
    screen.choose("Time zone of the host city", "New York (America/New_York)")
    screen.fill("First day", "2027-09-21")
    screen.fill("Venue", "Conference building")
    screen.press("Draft the meeting")
    ticked = screen.page.get_by_role("group", name="Members").get_by_role("checkbox", checked=True)
    assert ticked.count() == 7
    assert screen.page.get_by_role("group", name="Admitted to").get_by_role("checkbox", checked=True).count() == 1
    for name, *_ in ORGANISATIONS:
        screen.tick(f"{name}: Representative of {name} (contact)")
    screen.press("Go on to the letter")


def convene(story: Story) -> None:
    """At most three forms and ten filled fields lead to “invitations queued”; the letter is read before it goes."""
    screen = story.secretary
    screen.forms_sent = screen.fields_filled = 0
    draft_and_choose(screen)
    screen.page.get_by_role("link", name="Read the letter to Representative of Early Warning Watch").click()
    assert "22 September 2027, 09:30–12:30 New York" in screen.words
    assert [word for word in OF_THE_CLOSED if word in screen.words] == []
    screen.follow("Go on to sending")
    screen.fill("Covering paragraph", "The Chair looks forward to hearing you.")
    assert story.post.arrived() == {}
    screen.press("Convene and send 11 invitations")
    screen.sees("11 invitations are queued.")
    assert screen.forms_sent == 3
    assert screen.fields_filled == 9
    story.meeting = screen.path.removesuffix("/board")


def invitations_arrive(story: Story) -> None:
    """Seven members and four organisations get one letter each, nobody else; each with their own hours."""
    letters = story.post.arrived()
    assert set(letters) == addresses(*PRIMARIES, *GUESTS)
    story.note(letters)
    for address in addresses(*PRIMARIES):
        entry = story.told[address]
        assert (entry.starts_at, entry.ends_at) == (OPENS, CLOSES)
        assert "The Chair looks forward to hearing you." in letters[address].text
    for address in addresses(*GUESTS):
        entry = story.told[address]
        assert (entry.starts_at, entry.ends_at) == SECOND_MORNING
        whole = "\n".join((letters[address].text, letters[address].html, *letters[address].calendars))
        assert [word for word in BETRAYING if word in whole] == []
    for address, entry in story.told.items():
        assert (entry.method, entry.sequence, entry.attendee) == ("REQUEST", 0, address)
    assert len({entry.uid for entry in story.told.values()}) == 11
    assert letters["ngo.at.risk@tnap.example"].subject == "Your appointment"


def a_representative_answers_on_a_phone(story: Story) -> Screen:
    """By the link they answer; signed in, they read the agenda and send a brief."""
    screen = story.opened(size=PHONE)
    story.by_link("primary_nl", screen)
    assert screen.overflow() == 0
    assert [word for word in OF_THE_CLOSED if word in screen.words] == []
    screen.tick("Yes, in person")
    screen.press("Send my answer")
    screen.sees("You come in person.")
    sign_in(story, "primary_nl", screen)
    screen.page.get_by_role("link", name="Regular meeting").first.click()
    assert [word for word in OF_THE_CLOSED if word not in screen.words] == []
    screen.page.get_by_role("link", name=re.compile("^Send a paper for: Deep-dive")).click()
    screen.fill("Title", "Warning signs in the border districts")
    screen.attach("File", story.a_paper("brief.pdf", "We ask for shared monitoring."))
    screen.press("Send the paper")
    screen.sees("The paper is in.")
    assert screen.overflow() == 0
    return screen


def an_alternate_is_delegated(story: Story) -> None:
    """Another primary representative sends an alternate, who is invited at once, and nobody else is."""
    screen = story.by_link("primary_dk", story.opened())
    screen.follow("Send an alternate in my place")
    screen.choose("Alternate", "Alternate of Denmark")
    screen.press("Send my alternate")
    screen.sees("Your alternate is invited by mail.")
    letters = story.post.arrived()
    assert set(letters) == addresses("alternate_dk")
    entry = letters[character("alternate_dk").address].appointment()
    assert (entry.starts_at, entry.ends_at) == (OPENS, CLOSES)
    assert entry.uid not in {known.uid for known in story.told.values()}
    story.note(letters)


def an_organisation_sends_a_statement(story: Story) -> Screen:
    """The link opens its one session after a click, and nothing else of the meeting."""
    screen = story.opened(size=PHONE)
    screen.open(story.link("ngo_documentation"))
    assert "New York" not in screen.words
    story.by_link("ngo_documentation", screen)
    assert [word for word in FOR_GUESTS if word not in screen.words] == []
    assert [word for word in BETRAYING if word in screen.words] == []
    assert screen.page.locator("section.session").count() == 1
    screen.tick("Yes, by video")
    screen.press("Send my answer")
    screen.sees("You take part by video.")
    screen.follow("Input from invited organisations")
    screen.follow("Send a paper")
    screen.fill("Title", "What we saw this year")
    screen.choose("What it is", "Statement")
    screen.attach("File", story.a_paper("statement.pdf", "Fourteen villages were emptied."))
    screen.press("Send the paper")
    screen.sees("The paper is in.")
    assert screen.overflow() == 0
    return screen


def three_days_later(story: Story, screen: Screen, passing: time_machine.Traveller) -> None:
    """The visit is over by then; the same link opens the same invitation once more."""
    before = story.post.read
    passing.shift(timedelta(days=3))
    screen.open(story.meeting)
    assert screen.path.startswith("/sign-in")
    story.by_link("ngo_documentation", screen)
    assert screen.path == story.meeting
    screen.sees("You take part by video.")
    screen.sees("What we saw this year")
    assert (story.post.arrived(), story.post.read) == ({}, before)


def an_official_joins_for_one_item(story: Story) -> None:
    """Admitted to one item of a closed session, an official sees that item, its hour and its link alone."""
    secretary = story.secretary
    sign_in(story, "secretary", secretary)
    secretary.open(story.meeting)
    secretary.follow("Deep-dive: a situation with early warning signs")
    item = secretary.path
    secretary.follow("Edit the item")
    secretary.fill("Video link for this item alone", VIDEO)
    secretary.press("Keep the changes")
    secretary.open(f"{item}/admit")
    official = character("speaker_on_link")
    secretary.choose("Who", f"{official.party}: {official.name} ({official.role})")
    secretary.fill("Why they are admitted", "Speaks to this item by video (A10)")
    secretary.press("Admit them")
    secretary.open(f"{story.meeting}/send")
    secretary.press("Send the invitation")
    letters = story.post.arrived()
    assert set(letters) == {official.address}
    story.note(letters)
    entry = story.told[official.address]
    assert (entry.starts_at, entry.ends_at) == DEEP_DIVE
    assert "Deep-dive" not in letters[official.address].text + entry.summary + entry.description
    screen = story.by_link("speaker_on_link", story.opened())
    assert screen.page.locator("li.item").count() == 1
    screen.sees("Deep-dive: a situation with early warning signs")
    screen.sees("09:45")
    assert screen.page.locator(f'a[href="{VIDEO}"]').count() == 1
    assert [word for word in OF_THE_CLOSED if word in screen.words] == ["Deep-dive"]
    assert [word for word in FOR_GUESTS if word in screen.words] == []


def another_body_sees_nothing(story: Story) -> None:
    """For the secretary of the third body the meeting does not exist: the same octets as for an invented address."""
    screen = story.opened()
    sign_in(story, "secretary_s4", screen)
    assert [word for word in ("New York", *BETRAYING) if word in screen.page.locator("main").inner_text()] == []
    screen.open(story.meeting, status=404)
    hidden = screen.page.content()
    screen.open("/meetings/AAAAAAAAAAAAAAAAAAAAAA", status=404)
    assert screen.page.content() == hidden
    for path in (f"{story.meeting}/agenda.pdf", f"{story.meeting}/meeting.ics", f"{story.meeting}/papers.zip"):
        assert screen.context.request.get(f"{story.running.address}{path}").status == 404


def both_print_their_agenda(story: Story, member: Screen, guest: Screen) -> None:
    """Member and guest take the PDF: each finds what they may see, and nothing more."""
    sign_in(story, "primary_nl", member)
    whole = member.fetch(f"{story.meeting}/agenda.pdf")
    text = words(whole)
    assert [word for word in (*OF_THE_CLOSED, *FOR_GUESTS, "TNAP/2027/1", "Closed", "Open") if word not in text] == []
    assert "Warningsignsintheborderdistricts" in unbroken(whole)
    own = guest.fetch(f"{story.meeting}/agenda.pdf")
    text = words(own)
    assert [word for word in FOR_GUESTS if word not in text] == []
    assert "Whatwesawthisyear" in unbroken(own)
    assert [word for word in (*BETRAYING, "Warning signs") if word in text] == []
    programme, _, printed = text.partition(" as of ")
    assert set(re.findall(r"\d\d:\d\d", programme)) == {"09:30", "12:30", "15:30", "18:30"}
    assert printed.startswith("Friday 4 June 2027")


def struck_out(html: str) -> list[str]:
    """What a letter shows as no longer true."""
    return [re.sub(r"<[^>]+>", "", was) for was in re.findall(r"<s\b[^>]*>(.*?)</s>", html, re.DOTALL)]


def a_session_moves(story: Story) -> None:
    """The open session begins an hour later: whoever takes part in it is told, the official of another one is not."""
    screen = story.secretary
    screen.open(story.meeting)
    screen.follow("Change the session “Second day, morning”")
    screen.fill("Opens, host's time", "10:30")
    screen.press("Keep the changes")
    screen.sees("12 people are told by mail.")
    letters = story.post.arrived()
    assert set(letters) == addresses(*PRIMARIES, "alternate_dk", *GUESTS)
    before = dict(story.told)
    story.note(letters)
    hour = timedelta(hours=1)
    for address, letter in letters.items():
        old, new = before[address], story.told[address]
        shift = hour if address in addresses(*GUESTS) else timedelta(0)
        assert replace(old, sequence=old.sequence + 1, description="") == replace(
            new, starts_at=new.starts_at - shift, ends_at=new.ends_at - shift, description=""
        )
        assert struck_out(letter.html) == ["Wednesday 22 September 2027, 09:30–12:30 New York"]
        assert "now: Wednesday 22 September 2027, 10:30–13:30 New York" in " ".join(letter.text.split())


def the_meeting_is_cancelled(story: Story) -> None:
    """Whoever was told of it gets a CANCEL of the entry they have, the official too."""
    screen = story.secretary
    screen.open(story.meeting)
    screen.page.locator("summary", has_text="Cancel the meeting").click()
    screen.press("Cancel the meeting")
    screen.sees("13 people are told by mail.")
    letters = story.post.arrived()
    assert set(letters) == set(story.told)
    for address, letter in letters.items():
        old, new = story.told[address], letter.appointment()
        assert (new.method, new.status, new.uid) == ("CANCEL", "CANCELLED", old.uid)
        assert new.sequence == old.sequence + 1
        assert [word for word in BETRAYING if word in letter.text] == [] or address not in addresses(*GUESTS)


def test_secretary_convenes_a_two_day_meeting_and_each_sees_their_part(
    story: Story, passing: time_machine.Traveller
) -> None:
    sign_in(story, "secretary", story.secretary)
    convene(story)
    invitations_arrive(story)
    member = a_representative_answers_on_a_phone(story)
    an_alternate_is_delegated(story)
    guest = an_organisation_sends_a_statement(story)
    three_days_later(story, guest, passing)
    an_official_joins_for_one_item(story)
    another_body_sees_nothing(story)
    both_print_their_agenda(story, member, guest)
    a_session_moves(story)
    the_meeting_is_cancelled(story)
