"""Two secretaries put one agenda together at once, each in their own browser: by mouse, by keyboard and by form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import Browser, Locator, expect

from convene import clock
from convene.db import work
from convene.demo.seed import seed
from convene.migrations import steps
from convene.people.actions import give_term, take_on_record
from convene.people.terms import TermRole
from tests.browser import TESTS, visiting
from tests.build import BY, board_meeting, body
from tests.conftest import NOW, let_go, make_app
from tests.journeys.screen import PHONE, WIDE, Screen
from tests.journeys.server import Running, served

pytestmark = pytest.mark.browser

FIRST = ["Opening and adoption of the agenda", "Deep-dive: a situation with early warning signs"]
ASSETS = "Assets that may be deployed: statements by members"
NAMES = {"anna": "Anna Secretary", "ben": "Ben Secretary"}


@dataclass(slots=True)
class Office:
    """The served agenda, and the cookie of each secretary."""

    running: Running
    meeting: str
    cookies: dict[str, str]

    def desk(self, chromium: Browser, key: str, *, size: tuple[int, int] = WIDE, with_scripts: bool = True) -> Screen:
        """A browser in which a secretary has opened the builder."""
        screen = Screen(chromium, self.running.address, size=size, with_scripts=with_scripts)
        cookie = {"name": "visit", "value": self.cookies[key], "url": self.running.address}
        screen.context.add_cookies([cookie])  # type: ignore[list-item]  # A dictionary of its fields is one.
        screen.open(f"/meetings/{self.meeting}/agenda")
        return screen


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """The demonstration network with two secretaries of the board who have names of their own."""
    folder = tmp_path / "instance"
    with time_machine.travel(NOW, tick=True):
        app = make_app(folder)
        with app.app_context():
            steps.migrate()
            seed(app.config["CONVENE"], at=NOW)
            people: dict[str, int] = {}
            with work(TESTS):
                meeting = board_meeting().key
                for key, name in NAMES.items():
                    contact = take_on_record(body(), name=name, address=f"{key}@tnap.example", by=BY, at=clock.now())
                    give_term(
                        contact, body=body(), party=None, role=TermRole.SECRETARIAT, starts_on=date(2027, 1, 1),
                        by=BY, at=clock.now(),
                    )  # fmt: skip
                    people[key] = contact.person_id
        cookies = {}
        for key, person in people.items():
            found = visiting(app, person).client.get_cookie("visit")
            assert found is not None
            cookies[key] = found.value
        let_go(app)
        with served(folder) as running:
            yield Office(running, meeting, cookies)


def session(screen: Screen, title: str) -> Locator:
    """One session of the builder."""
    return screen.page.locator("section.build", has=screen.page.get_by_role("heading", name=title, exact=True))


def row(screen: Screen, title: str) -> Locator:
    """One item of the builder."""
    return screen.page.locator(".build__item", has=screen.page.get_by_role("link", name=title, exact=True))


def handle(screen: Screen, title: str) -> Locator:
    """What an item is moved by."""
    return screen.page.get_by_role("button", name=f"Move “{title}”", exact=True)


def order(screen: Screen, title: str) -> list[str]:
    """What a session shows: each item's number and title."""
    found = session(screen, title).locator(".build__item")
    return [f"{one.locator('.build__number').inner_text()} {one.locator('h3').inner_text()}" for one in found.all()]


def expect_order(screen: Screen, title: str, *rows: str) -> None:
    """Raise AssertionError unless a session comes to show these numbers and titles."""
    found = session(screen, title).locator(".build__item")
    expect(found.locator("h3")).to_have_text([one.split(" ", 1)[1].removeprefix("(a) ") for one in rows])
    expect(screen.page.locator(".is-waiting")).to_have_count(0)
    assert order(screen, title) == list(rows)


def drag(screen: Screen, what: str, onto: str, *, below: bool = True, right: int = 0) -> None:
    """Take an item by its handle and let it go over another, in its lower half unless said otherwise."""
    start, goal = handle(screen, what).bounding_box(), row(screen, onto).bounding_box()
    assert start is not None
    assert goal is not None
    x, y = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    mouse = screen.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 3, y + 6)
    mouse.move(x + right, goal["y"] + goal["height"] * (0.8 if below else 0.2), steps=8)
    with screen.page.expect_response(lambda answer: answer.request.method == "GET"):
        mouse.up()


def press_keys(screen: Screen, what: str, *keys: str) -> None:
    """Lift an item by keyboard, move it, and let it go."""
    handle(screen, what).focus()
    screen.page.keyboard.press("Space")
    for key in keys:
        screen.page.keyboard.press(key)
    with screen.page.expect_response(lambda answer: answer.request.method == "GET"):
        screen.page.keyboard.press("Space")


def test_two_secretaries_arrange_one_agenda_at_once(office: Office, chromium: Browser) -> None:
    opening, dive = FIRST
    with office.desk(chromium, "anna") as anna, office.desk(chromium, "ben") as ben:
        morning = "First day, morning"
        expect_order(ben, morning, f"1 {opening}", f"2 {dive}", f"3 {ASSETS}")

        # Anna drags; Ben's page is old, and what he does by keyboard keeps its meaning all the same.
        row(anna, opening).get_by_role("textbox").fill("20")
        drag(anna, ASSETS, opening)
        expect_order(anna, morning, f"1 {opening}", f"2 {ASSETS}", f"3 {dive}")
        assert row(anna, opening).get_by_role("textbox").input_value() == "20"
        expect(handle(anna, ASSETS)).to_be_focused()
        press_keys(ben, opening, "ArrowDown")
        expect_order(ben, morning, f"1 {ASSETS}", f"2 {dive}", f"3 {opening}")
        expect(ben.page.locator("#said")).to_contain_text(f"“{opening}” dropped: place 2 of 3 in {morning}.")
        assert "Anna Secretary moved" in ben.words

        # What Anna had typed is still there, and is kept with one press.
        session(anna, morning).get_by_role("button", name="Keep").click()
        expect(row(anna, opening).get_by_role("textbox")).to_have_value("20")
        expect_order(anna, morning, f"1 {ASSETS}", f"2 {dive}", f"3 {opening}")

        # Escape gives up, and the arrow to the right makes a sub-item.
        handle(ben, dive).focus()
        for key in ("Space", "ArrowUp", "Escape"):
            ben.page.keyboard.press(key)
        expect_order(ben, morning, f"1 {ASSETS}", f"2 {dive}", f"3 {opening}")
        press_keys(ben, dive, "ArrowRight")
        expect_order(ben, morning, f"1 {ASSETS}", f"1 (a) {dive}", f"2 {opening}")
        drag(anna, ASSETS, opening)
        expect_order(anna, morning, f"1 {opening}", f"2 {ASSETS}", f"2 (a) {dive}")

        # Both undo: each takes back the last change that still stands, and nothing else.
        anna.press("Undo")
        anna.sees("That change is taken back.")
        expect_order(anna, morning, f"1 {ASSETS}", f"1 (a) {dive}", f"2 {opening}")
        ben.page.reload()
        ben.press("Undo")
        expect_order(ben, morning, f"1 {ASSETS}", f"2 {dive}", f"3 {opening}")
        ben.press("Do it again")
        expect_order(ben, morning, f"1 {ASSETS}", f"1 (a) {dive}", f"2 {opening}")


def test_nothing_typed_is_lost_while_items_are_moved(office: Office, chromium: Browser) -> None:
    opening, dive = FIRST
    morning = "First day, morning"
    with office.desk(chromium, "anna") as anna:
        title = session(anna, morning).get_by_label("Title")
        title.fill("Words of wel")
        row(anna, opening).get_by_role("textbox").fill("20")
        lift_and_drop(anna, dive, "ArrowUp")
        expect_order(anna, morning, f"1 {dive}", f"2 {opening}", f"3 {ASSETS}")
        assert "minutes 15 → 20" in anna.words
        expect(title).to_have_value("Words of wel")
        with anna.page.expect_response(lambda answer: answer.request.method == "GET"):
            anna.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(title).to_have_value("Words of wel")

        # Without a connection the item goes back, and what is typed stays.
        anna.context.set_offline(True)
        lift_and_drop(anna, dive, "ArrowDown")
        expect(anna.page.locator(".banner--broken")).to_contain_text("what you typed is still here")
        expect_order(anna, morning, f"1 {dive}", f"2 {opening}", f"3 {ASSETS}")
        expect(title).to_have_value("Words of wel")
        anna.context.set_offline(False)
        assert any("ERR_INTERNET_DISCONNECTED" in words for words in anna.trouble)
        anna.trouble.clear()

        # A button loads the page anew, and the Enter key adds what was typed.
        row(anna, opening).get_by_role("button", name="Up").click()
        expect_order(anna, morning, f"1 {opening}", f"2 {dive}", f"3 {ASSETS}")
        title.fill("Words of welcome")
        title.press("Enter")
        expect_order(anna, morning, f"1 {opening}", f"2 {dive}", f"3 {ASSETS}", "4 Words of welcome")
        expect(title).to_have_value("")


def lift_and_drop(screen: Screen, what: str, key: str) -> None:
    """Move an item one step by keyboard, whatever comes of it."""
    handle(screen, what).focus()
    for one in ("Space", key, "Space"):
        screen.page.keyboard.press(one)


def test_two_secretaries_edit_one_item_at_once(office: Office, chromium: Browser) -> None:
    opening = FIRST[0]
    with office.desk(chromium, "anna") as anna, office.desk(chromium, "ben") as ben:
        for screen in (anna, ben):
            screen.follow(opening)
        anna.fill("Lead", "Netherlands")
        anna.fill("Title", "Opening of the meeting")
        anna.press("Keep the changes")
        ben.fill("Countries", "Sudan")
        ben.fill("Title", "Welcome")
        ben.expect_refusal(ben.page.url)
        ben.press("Keep the changes")

        # Nothing is saved: he sees what she wrote beside what he wrote, and what only she changed is there already.
        ben.sees("Anna Secretary changed this to “Opening of the meeting”")
        assert [ben.field(name).input_value() for name in ("Title", "Lead", "Countries")] == [
            "Welcome",
            "Netherlands",
            "Sudan",
        ]
        ben.tick("Take theirs: “Opening of the meeting”")
        ben.press("Keep the changes")
        row(ben, "Opening of the meeting").wait_for()
        assert "Netherlands · for decision · Sudan" in row(ben, "Opening of the meeting").inner_text()

        # One removes what the other writes on: the words are kept, and so is the item.
        anna.open(f"/meetings/{office.meeting}/agenda")
        anna.follow("Economic actors")
        anna.fill("Outcome sought", "A list of companies")
        gone = row(ben, "Economic actors")
        gone.locator("summary", has_text="More").click()
        gone.locator("summary", has_text="Remove it").click()
        gone.get_by_role("button", name="Remove the item").click()
        ben.sees("The item is removed")
        anna.expect_refusal(anna.page.url)
        anna.press("Keep the changes")
        anna.sees("Ben Secretary removed “Economic actors”")
        assert anna.field("Outcome sought").input_value() == "A list of companies"
        ben.press("Undo")
        row(ben, "Economic actors").wait_for()


def test_builder_does_without_scripts_what_it_does_with_them(office: Office, chromium: Browser) -> None:
    opening, dive = FIRST
    morning = "First day, morning"
    with office.desk(chromium, "anna", size=PHONE, with_scripts=False) as anna:
        assert handle(anna, dive).count() == 0
        row(anna, dive).get_by_role("button", name="Up").click()
        expect_order(anna, morning, f"1 {dive}", f"2 {opening}", f"3 {ASSETS}")
        row(anna, ASSETS).get_by_role("button", name="Make it a sub-item").click()
        expect_order(anna, morning, f"1 {dive}", f"2 {opening}", f"2 (a) {ASSETS}")
        place = session(anna, morning)
        place.get_by_label("Title").fill("Words of welcome")
        place.get_by_label("Minutes", exact=True).fill("10")
        place.get_by_role("button", name="Add an item here").click()
        expect_order(anna, morning, f"1 {dive}", f"2 {opening}", f"2 (a) {ASSETS}", "3 Words of welcome")
        row(anna, "Words of welcome").get_by_role("textbox").fill("ten")
        keep = place.get_by_role("button", name="Keep the minutes")
        anna.expect_refusal(f"{office.running.address}{keep.get_attribute('formaction')}")
        keep.click()
        anna.sees("Enter a whole number.")
        assert row(anna, "Words of welcome").get_by_role("textbox").input_value() == "ten"
        assert anna.overflow() <= 0
