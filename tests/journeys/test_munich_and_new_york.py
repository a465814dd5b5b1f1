"""One story through the running server and a real mail server: the Council plans its year 2027 in November 2026.

A round of check-ins of five parties and four members is held in Munich; what is heard there reaches the briefing of
September, which is convened as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import Browser
from sqlalchemy import select

from convene import clock
from convene.accounts.actions import start_visit
from convene.db import db, work
from convene.demo.seed import seed
from convene.meetings.models import Meeting, MeetingSession
from convene.migrations import steps
from convene.people.models import Contact
from convene.rounds.queries import Book, book_of
from convene.rounds.rules import clashes
from tests.browser import TESTS
from tests.build import body, one
from tests.conftest import let_go, make_app
from tests.journeys.letters import Arrived, Post
from tests.journeys.screen import PHONE, WIDE, Screen
from tests.journeys.server import Running, served
from tests.journeys.test_board_meeting import sign_in
from tests.packs.read import words
from tests.rounds import made
from tests.smtp_sink import SmtpSink

pytestmark = pytest.mark.browser

NOVEMBER = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
PARTIES, MEMBERS = made.COUNTRIES[:5], made.MEMBERS
PEOPLE = [*(f"Official of {p}" for p in PARTIES), *(f"Member {m}" for m in MEMBERS)]
AT_RISK = "Official of Italy"


def patient(screen: Screen) -> Screen:
    """A screen that waits longer: planning a year reads the public holidays of many States."""
    screen.context.set_default_timeout(40_000)
    return screen


@dataclass(slots=True)
class Story:
    """What the steps of the story hand on."""

    running: Running
    chromium: Browser
    post: Post
    secretary: Screen
    round: str = ""
    briefing: str = ""

    def opened(self, name: str = "", *, size: tuple[int, int] = WIDE) -> Screen:
        """A browser of one person, signed in where a name is given."""
        screen = patient(Screen(self.chromium, self.running.address, size=size))
        if name:
            with self.running.app.app_context(), work(TESTS):
                person = made.person_of(name)
                token = start_visit(person, at=clock.now(), lasts=timedelta(hours=9), browser="Test")
            screen.context.add_cookies([{"name": "visit", "value": token, "url": self.running.address}])
        return screen

    def book(self) -> tuple[Meeting, Book]:
        """The round as it stands. Needs an open transaction."""
        meeting: Meeting = one(Meeting, template="check-ins")
        return meeting, book_of(meeting)


@pytest.fixture
def november() -> Iterator[time_machine.Traveller]:
    """The clock in November 2026, running."""
    with time_machine.travel(NOVEMBER, tick=True) as traveller:
        yield traveller


@pytest.fixture
def story(november: time_machine.Traveller, chromium: Browser, sink: SmtpSink, tmp_path: Path) -> Iterator[Story]:
    """The Council with its people on record and no meeting yet, served with scheduler and mail."""
    folder = tmp_path / "instance"
    app = make_app(folder)
    with app.app_context():
        steps.migrate()
        seed(app.config["CONVENE"], at=NOVEMBER, with_meetings=False)
        with work(TESTS):
            made.people(5, 4, at_risk={"Italy"})
    let_go(app)
    with served(folder, smtp_url=sink.url) as running:
        screen = patient(Screen(chromium, running.address))
        yield Story(running, chromium, Post(sink, running.app), screen)
        screen.check()
        screen.context.close()


def plan_the_year(story: Story) -> None:
    """From the body's page to a year of drafts: one form."""
    screen = story.secretary
    with story.running.app.app_context(), work(TESTS):
        owner = body("TAPRC").key
    screen.open(f"/bodies/{owner}")
    screen.follow("Plan a year")
    screen.sees("The year 2027")
    screen.press("Draft the ticked meetings")
    with story.running.app.app_context(), work(TESTS):
        story.round = f"/meetings/{one(Meeting, template='check-ins').key}"
        story.briefing = f"/meetings/{one(Meeting, template='unga-briefing').key}"
        munich = one(Meeting, template="check-ins")
        assert (munich.city, munich.starts_on) == ("Munich", date(2027, 2, 12))


def set_up(story: Story) -> None:
    """Three rooms, and twenty pairs in one form."""
    screen = story.secretary
    screen.open(story.round)
    screen.follow("Set up the check-ins")
    screen.follow("Name the rooms")
    for number in (1, 2, 3):
        screen.fill("Name of the room", f"Room {number}")
        screen.press("Add the room")
    screen.follow("Who meets whom")
    for party in PARTIES:
        for member in MEMBERS:
            screen.choose(f"{party} with Member {member}", "2")
    screen.press("Keep who meets whom")
    screen.sees("20 check-ins are new.")


def cannot_before_eleven(story: Story) -> None:
    """The secretary notes what the official of France said by telephone."""
    screen = story.secretary
    screen.follow("By person")
    screen.follow("Official of France")
    screen.fill("Day", "2027-02-13")
    screen.fill("From", "09:00")
    screen.fill("To", "11:00")
    screen.press("Note that they cannot")
    screen.sees("Saturday 13 February, 09:00–11:00")


def place_twenty(story: Story) -> None:
    """Each where the page proposes it; a double booking and a clash with what was said are tried and refused."""
    screen, has_tried = story.secretary, False
    screen.open(f"{story.round}/check-ins/grid")
    for number in range(20):
        screen.follow("Place the next one")
        if number == 1:
            refused(screen, "14:00", "Room 1", "Room 1 is taken then: ")
        if not has_tried and "France with" in screen.words:
            has_tried = True
            screen.field("Day").select_option("2027-02-13")
            refused(screen, "09:30", "Room 3", "Official of France cannot from 09:00 to 11:00.")
        screen.press("Place the check-in")
    screen.sees("Every check-in has a time and a room.")
    assert has_tried
    with story.running.app.app_context(), work(TESTS):
        _, book = story.book()
        assert len(book.placed) == 20
        assert clashes([p.booking() for p in book.placed]) == []


def refused(screen: Screen, hour: str, room: str, said: str) -> None:
    """A place that is tried and comes back with the reason at its field; then the page is opened anew."""
    path = screen.path
    screen.fill("Begins at", hour)
    screen.choose("Room", room)
    screen.expect_refusal(screen.page.url)
    screen.press("Place the check-in")
    screen.sees(said)
    assert screen.page.locator(".field__error").count() >= 1
    screen.open(path)


def own_times(story: Story) -> dict[str, list[tuple[datetime, datetime, str, str]]]:
    """For each person, reckoned from the rows alone: when, where, with whom."""
    found: dict[str, list[tuple[datetime, datetime, str, str]]] = {}
    with story.running.app.app_context(), work(TESTS):
        _, book = story.book()
        for pair in book.placed:
            session = pair.session
            assert session is not None
            for person in pair.people:
                other = pair.party if person.is_of_council else pair.council[0].name
                found.setdefault(person.name, []).append((session.starts_at, session.ends_at, session.room, other))
    return found


def despite_the_date(screen: Screen, button: str) -> None:
    """No date of that year's event is confirmed: what hangs on it is invited to by an explicit tick."""
    screen.expect_refusal(screen.page.url)
    screen.press(button)
    screen.tick("Invite all the same")
    screen.press(button)


def with_the_councils_own(story: Story, times: dict[str, list[tuple[datetime, datetime, str, str]]]) -> None:
    """Add, for each member, the sessions in which the Council meets by itself before and after the check-ins."""
    with story.running.app.app_context(), work(TESTS):
        meeting, book = story.book()
        placed = {pair.session.id for pair in book.placed if pair.session}
        wanted = select(MeetingSession).where(MeetingSession.meeting_id == meeting.id)
        own = [(s.starts_at, s.ends_at, s.room, s.title) for s in db.session.scalars(wanted) if s.id not in placed]
    assert len(own) == 2
    for member in MEMBERS:
        times[f"Member {member}"] += own


def runs_of(times: list[tuple[datetime, datetime, str, str]]) -> list[list[tuple[datetime, datetime, str, str]]]:
    """The same by runs of days: what lies on days that follow one another stands together."""
    found: list[list[tuple[datetime, datetime, str, str]]] = []
    for own in sorted(times):
        if found and (own[0].date() - found[-1][-1][0].date()).days <= 1:
            found[-1].append(own)
        else:
            found.append([own])
    return found


def invite(story: Story) -> dict[str, list[Arrived]]:
    """A letter for each run of days, with one calendar entry of one's own span and no name of anybody."""
    screen = story.secretary
    screen.follow("Send 9 invitations")
    despite_the_date(screen, "Convene and send 9 invitations")
    letters = by_name(story, story.post.all_arrived())
    assert set(letters) == set(PEOPLE)
    awaited = own_times(story)
    with_the_councils_own(story, awaited)
    for name, times in awaited.items():
        runs = runs_of(times)
        others = [p for p in (*PARTIES, *(f"Member {m}" for m in MEMBERS)) if p not in name]
        for letter, run in zip(sorted(letters[name], key=lambda each: each.appointment().starts_at), runs, strict=True):
            entry = letter.appointment()
            assert (entry.starts_at, entry.ends_at) == (min(t[0] for t in run), max(t[1] for t in run))
            *lines, last = entry.description.splitlines()
            assert (len(lines), last) == (len(run), "The date is provisional and may still change.")
            assert [p for p in others if p in letter.text + letter.calendars[0]] == []
    assert [letter.subject for letter in letters[AT_RISK]] == ["Your appointment"]
    return letters


def by_name(story: Story, letters: list[Arrived]) -> dict[str, list[Arrived]]:
    """Letters by the name of whom they went to."""
    with story.running.app.app_context(), work(TESTS):
        rows = db.session.execute(select(Contact.address, Contact.name).where(Contact.body_id == body("TAPRC").id))
        names = dict(rows.all())
    found: dict[str, list[Arrived]] = {}
    for letter in letters:
        found.setdefault(names[letter.to], []).append(letter)
    return found


def answer_on_a_phone(story: Story, letters: dict[str, list[Arrived]]) -> None:
    """The official of Denmark comes to the first and cannot at the time of the second."""
    with story.opened(size=PHONE) as phone:
        phone.open(letters["Official of Denmark"][0].link(f"{story.running.address}/i/"))
        phone.press("Continue to your invitation")
        phone.follow("See and answer them")
        assert phone.overflow() <= 0
        assert not [m for m in MEMBERS if m in phone.words]
        phone.page.get_by_role("button", name="I come").first.click()
        phone.sees("Thank you. Your answer is recorded")
        waiting = phone.page.locator("li", has_text="Not answered").first
        waiting.get_by_role("button", name="I cannot at that time").click()
        phone.sees("Cannot at that time")


def move_one(story: Story) -> None:
    """What the official cannot come to is refused at its time and moved: two mails, what was told struck out."""
    screen = story.secretary
    screen.open(f"{story.round}/check-ins/grid")
    screen.sees("Official of Denmark cannot")
    with story.running.app.app_context(), work(TESTS):
        meeting, book = story.book()
        away = next(a for a in book.absences if a.person_id == made.person_of("Official of Denmark"))
        pair = next(p for p in book.placed if p.row.id == away.check_in_id)
        key, member = pair.row.key, pair.council[0].name
        was = clock.span_words(away.starts_at, away.ends_at, meeting.zone)
    screen.open(f"/check-ins/{key}/place")
    screen.field("Day").select_option("2027-02-13")
    screen.fill("Begins at", "16:00")
    screen.press("Move the check-in")
    screen.sees("2 people are told by mail.")
    letters = by_name(story, story.post.all_arrived())
    assert set(letters) == {"Official of Denmark", member}
    for several in letters.values():
        # The member's two runs of days have become one: what stood for the second is cancelled by a letter of its own.
        assert [letter.appointment().sequence for letter in several] == [1] * len(several)
        assert any(re.search(rf"<del[^>]*>[^<]*{was}", each.html) or was in each.text for each in several)


def every_page_and_card(story: Story) -> None:
    """Each person's page and card say what follows from the rows, and nothing else."""
    with story.running.app.app_context(), work(TESTS):
        zone = one(Meeting, template="check-ins").zone
    times = own_times(story)
    for name in PEOPLE:
        with story.opened(name) as screen:
            screen.open(f"{story.round}/check-ins")
            page = screen.words
            card = words(screen.fetch(f"{story.round}/check-ins/card.pdf"))
        spans = [clock.span_words(first, last, zone) for first, last, _, _ in times[name]]
        for place in (page, card):
            assert sorted(re.findall(r"\d\d:\d\d–\d\d:\d\d", place.replace("cannot", ""))[: len(spans)]) == sorted(
                spans
            )
        met = [other for *_, other in times[name]]
        assert [other for other in met if other not in page] == []
        strangers = {*PARTIES, *(f"Member {m}" for m in MEMBERS)} - set(met) - {name}
        own = name.removeprefix("Official of ")
        assert [s for s in strangers if s in page + card and s != own] == []
        assert (
            (AT_RISK not in card and "Council" not in card)
            if name == AT_RISK
            else set(met) <= {other for other in met if other in card}
        )


def brief_in_september(story: Story) -> None:
    """Those briefed and the Council's members are invited; briefs are called for; the agenda prints."""
    screen = story.secretary
    screen.open(story.briefing)
    screen.follow("Choose whom to invite")
    screen.press("Go on to the letter")
    despite_the_date(screen, "Convene and send 11 invitations")
    letters = story.post.arrived()
    assert len(letters) == 11
    screen.open(f"{story.briefing}/paper-calls/new")
    item = screen.page.locator("#item option", has_text="Thematic briefs").first.get_attribute("value")
    screen.field("For which item").select_option(item)
    screen.tick("Member Adler (McGill University)")
    screen.press("Prepare the call")
    screen.press("Send the call")
    (letter,) = story.post.arrived().values()
    assert "brief" in letter.text
    agenda = words(screen.fetch(f"{story.briefing}/agenda.pdf"))
    for title in ("Thematic briefs", "Micro briefs", "Macro briefs", "Discussion"):
        assert title in agenda


def hear_and_trace(story: Story, november: time_machine.Traveller) -> None:
    """After the check-in its member notes a need; the secretary ties it to an item of September."""
    november.move_to(datetime.combine(date(2027, 2, 14), time(16), UTC))
    with story.running.app.app_context(), work(TESTS):
        _, book = story.book()
        row = next(p for p in book.placed if p.party == "France" and p.council[0].name == "Member Adler").row.key
    with story.opened("Official of France") as official:
        official.open(f"/check-ins/{row}/needs", status=404)
    with story.opened("Member Adler") as member:
        member.open(f"/check-ins/{row}/needs")
        member.fill("What do they need?", "How early warning reached capitals in time")
        member.tick("New technologies")
        member.press("Note it")
        member.sees("How early warning reached capitals in time")
    with story.opened() as screen:
        with story.running.app.app_context(), work(TESTS):
            secretary = one(Contact, body_id=body("TAPRC").id, name="Coordinator of the Council").person_id
            token = start_visit(secretary, at=clock.now(), lasts=timedelta(hours=9), browser="Test")
        screen.context.add_cookies([{"name": "visit", "value": token, "url": story.running.address}])
        screen.open(f"{story.round}/needs")
        screen.follow("Take it up")
        item = screen.page.locator("#item option", has_text="Thematic briefs").first.get_attribute("value") or ""
        screen.field("Taken up by").select_option(item)
        screen.press("Tie it to the item")
        screen.follow("Thematic briefs, five minutes each")
        screen.sees("Asked for in Munich by one of those met.")


def test_munich_and_new_york(story: Story, november: time_machine.Traveller) -> None:
    signing = type("Signing", (), {"post": story.post, "running": story.running})
    sign_in(signing, "secretary_council", story.secretary)  # type: ignore[arg-type]
    plan_the_year(story)
    set_up(story)
    cannot_before_eleven(story)
    place_twenty(story)
    letters = invite(story)
    answer_on_a_phone(story, letters)
    move_one(story)
    every_page_and_card(story)
    brief_in_september(story)
    hear_and_trace(story, november)
