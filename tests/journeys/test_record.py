"""A record, from the first note to its adoption: two note-takers in one item, a representative on a phone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import Browser, expect

from convene import clock
from convene.agendas.terms import Subject
from convene.db import work
from convene.demo.seed import seed
from convene.migrations import steps
from convene.people.actions import give_term, take_on_record
from convene.people.terms import TermRole
from tests.browser import TESTS, person_id, visiting
from tests.build import BY, body
from tests.conftest import NOW, let_go, make_app
from tests.journeys.screen import PHONE, WIDE, Screen
from tests.journeys.server import Running, served
from tests.recommendations import made as recommended
from tests.records.made import a_sitting, item, new, noted

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).resolve().parents[2] / "screenshots" / "record"


@dataclass(slots=True)
class Sat:
    """The served meeting, one of its items, the meeting that follows, and each person's cookie."""

    running: Running
    meeting: str
    item: str
    later: str
    cookies: dict[str, str]

    def desk(self, chromium: Browser, key: str, *, size: tuple[int, int] = WIDE) -> Screen:
        """A browser in which one of them is signed in."""
        screen = Screen(chromium, self.running.address, size=size)
        cookie = {"name": "visit", "value": self.cookies[key], "url": self.running.address}
        screen.context.add_cookies([cookie])  # type: ignore[list-item]  # A dictionary of its fields is one.
        return screen


@pytest.fixture
def sat(tmp_path: Path) -> Iterator[Sat]:
    """The demonstration network with a meeting in session, the next one too, and two secretaries."""
    folder = tmp_path / "instance"
    with time_machine.travel(NOW, tick=True):
        app = make_app(folder)
        with app.app_context():
            steps.migrate()
            seed(app.config["CONVENE"], at=NOW)
            people: dict[str, int] = {}
            with work(TESTS):
                meeting = a_sitting()
                later = a_sitting(starts_on=date(2027, 6, 1) + timedelta(days=40))
                later.title = "Second regular meeting, Bern"
                dive = item(meeting)
                noted(item(meeting, Subject.INPUT_OF_GUESTS), new("The board heard its guests."))
                recommended.adopted()
                keys = meeting.key, dive.key, later.key
                for key in ("anna", "ben"):
                    name, address = f"{key.capitalize()} Secretary", f"{key}@tnap.example"
                    contact = take_on_record(body(), name=name, address=address, by=BY, at=clock.now())
                    give_term(
                        contact, body=body(), party=None, role=TermRole.SECRETARIAT, starts_on=date(2027, 1, 1),
                        by=BY, at=clock.now(),
                    )  # fmt: skip
                    people[key] = contact.person_id
        people["nl"] = person_id(app, "primary_nl")
        cookies = {}
        for key, person in people.items():
            found = visiting(app, person).client.get_cookie("visit")
            assert found is not None
            cookies[key] = found.value
        let_go(app)
        with served(folder) as running:
            yield Sat(running, *keys, cookies)


def picture(screen: Screen, name: str) -> None:
    """Keep a picture where one is asked for, and see that nothing lies beyond the right edge."""
    assert screen.overflow() <= 0, name
    if os.environ.get("SCREENSHOTS"):
        PICTURES.mkdir(parents=True, exist_ok=True)
        screen.page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


def kept(screen: Screen) -> None:
    """The page says that what was typed is kept, without a button."""
    expect(screen.page.locator("#notes-said")).to_contain_text("Everything is kept", timeout=30_000)


def look_away(screen: Screen) -> None:
    """Their page is not before them any more: it does not ask what a colleague writes."""
    screen.page.evaluate("Object.defineProperty(document, 'hidden', { get: () => true })")


def test_a_record_from_the_first_note_to_its_adoption(sat: Sat, chromium: Browser) -> None:
    notes = f"/items/{sat.item}/notes"
    with (
        sat.desk(chromium, "anna") as anna,
        sat.desk(chromium, "ben") as ben,
        sat.desk(chromium, "nl", size=PHONE) as nl,
    ):
        nl.open(f"/meetings/{sat.meeting}/record", status=404)
        anna.open(notes)
        anna.page.get_by_label("Text of a new paragraph").fill("Warning signs were examined.")
        kept(anna)
        look_away(anna)
        ben.open(notes)
        ben.page.get_by_label("Text of paragraph 1").fill("Warning signs were examined, and doubted by some.")
        kept(ben)
        anna.page.get_by_label("Text of paragraph 1").fill("Warning signs were examined in two districts.")
        expect(anna.page.locator("#notes-said")).to_contain_text("Two of you wrote", timeout=30_000)
        anna.page.locator("h1").click()
        anna.sees("Warning signs were examined in two districts.")
        picture(anna, "1-conflict")
        assert "Warning signs were examined in two districts." in anna.words
        anna.page.locator("body").click(position={"x": 5, "y": 5})
        anna.open(notes)
        anna.press("Keep both, one after the other")
        anna.sees("Paragraph 2")
        assert anna.page.get_by_label("Text of paragraph 2").input_value().endswith("in two districts.")
        anna.open(f"/meetings/{sat.meeting}/notes")
        picture(anna, "2-notes")
        anna.follow("Circulate the record")
        picture(anna, "3-circulate")
        anna.press("Circulate the record")
        anna.sees("/SR is circulated.")
        picture(anna, "4-record")
        nl.open(f"/meetings/{sat.meeting}/record")
        picture(nl, "5-record-on-a-phone")
        nl.page.get_by_role("link", name="Propose a correction to paragraph 2").click()
        nl.fill("The wording you propose", "Warning signs were examined in three districts.")
        nl.fill("Why", "There were three.")
        picture(nl, "6-correction-on-a-phone")
        nl.press("Propose the correction")
        nl.sees("Your correction is with the secretariat.")
        ben.open(f"/meetings/{sat.meeting}/record/corrections")
        ben.page.get_by_role("link", name="Decide").first.click()
        ben.tick("Accept it: the paragraph says what is below")
        picture(ben, "7-decide")
        ben.press("Keep the decision")
        ben.sees("The correction is accepted.")
        anna.open(f"/meetings/{sat.meeting}/record/adoption")
        picture(anna, "8-adopt")
        anna.page.get_by_label("Adopted at").select_option(value=sat.later)
        anna.tick("Close corrections before the time that was told")
        anna.tick("It stays open who was there, where that was not entered")
        anna.press("Adopt the record")
        anna.sees("is adopted.")
        nl.open(f"/meetings/{sat.meeting}/record")
        nl.sees("Adopted at the second regular meeting, Bern")
        nl.sees("in three districts.")
        assert nl.fetch(f"/meetings/{sat.meeting}/record.pdf")[:4] == b"%PDF"
        assert nl.fetch(f"/meetings/{sat.meeting}/record.docx")[:2] == b"PK"
        picture(nl, "9-adopted-on-a-phone")
        if os.environ.get("SCREENSHOTS"):
            (PICTURES / "record.pdf").write_bytes(nl.fetch(f"/meetings/{sat.meeting}/record.pdf"))


def test_what_a_colleague_marks_is_not_taken_back_by_whoever_types_on(sat: Sat, chromium: Browser) -> None:
    notes = f"/items/{sat.item}/notes"
    with sat.desk(chromium, "anna") as anna, sat.desk(chromium, "ben") as ben:
        anna.open(notes)
        anna.page.get_by_label("Text of a new paragraph").fill("Early reports stayed in one place.")
        kept(anna)
        ben.open(notes)
        ben.page.get_by_label("Who may read it").first.select_option("not attributed")
        ben.page.get_by_label("Topic").first.fill("Sources")
        kept(ben)
        for words in (
            "Early reports stayed in one place for days.",
            "Early reports stayed in one place for nine days.",
        ):
            anna.page.get_by_label("Text of paragraph 1").fill(words)
            kept(anna)
        ben.open(notes)
        assert ben.page.get_by_label("Text of paragraph 1").input_value().endswith("for nine days.")
        assert ben.page.get_by_label("Who may read it").first.input_value() == "not attributed"
        assert ben.page.get_by_label("Topic").first.input_value() == "Sources"


def test_an_altered_quotation_is_told_while_somebody_types(sat: Sat, chromium: Browser) -> None:
    """At the paragraph and beside what says that it is kept; mended, it is told so without the page being read anew."""
    words = recommended.TEXT.split(" within", maxsplit=1)[0]
    with sat.desk(chromium, "anna", size=PHONE) as anna:
        anna.open(f"/items/{sat.item}/notes")
        field = anna.page.get_by_label("Text of a new paragraph")
        field.fill(f"The board recalled that ‘{words.replace('fuel', 'arms')}’.")
        told = anna.page.locator(".note__quoted").first
        expect(told).to_contain_text("Altered.", timeout=30_000)
        expect(anna.page.locator("#notes-said")).to_contain_text("is altered where it is quoted in paragraph 1")
        picture(anna, "altered")
        anna.page.get_by_label("Text of paragraph 1").fill(f"The board recalled that ‘{words}’.")
        expect(told).to_contain_text("As adopted.", timeout=30_000)
        expect(anna.page.locator("#notes-said")).not_to_contain_text("altered")


def test_whoever_types_keeps_their_own_words_before_them(sat: Sat, chromium: Browser) -> None:
    """Without a pause they are kept all the same; where both wrote the same, no other text comes under a cursor."""
    notes = f"/items/{sat.item}/notes"
    with sat.desk(chromium, "anna") as anna, sat.desk(chromium, "ben") as ben:
        anna.open(notes)
        field = anna.page.get_by_label("Text of a new paragraph")
        field.press_sequentially(
            "Warning signs were seen. " * 3, delay=190, timeout=90_000
        )  # Fourteen seconds, and no pause of two.
        ben.open(notes)
        assert "Warning signs" in ben.page.get_by_label("Text of paragraph 1").input_value()
        kept(anna)
        look_away(anna)
        ben.open(notes)
        theirs = ben.page.get_by_label("Text of paragraph 1")
        theirs.fill("What Ben made of it.")
        kept(ben)
        mine = anna.page.get_by_label("Text of paragraph 1")
        mine.fill("What Anna made of it.")
        expect(anna.page.locator("#notes-said")).to_contain_text("Two of you wrote the same paragraph", timeout=30_000)
        assert mine.input_value() == "What Anna made of it."
        anna.page.locator("h1").click()
        expect(mine).to_have_value("What Ben made of it.")
        anna.page.get_by_role("button", name="Take this in its place").click()
        anna.settle()
        expect(anna.page.get_by_label("Text of paragraph 1")).to_have_value("What Anna made of it.")


def test_what_a_colleague_does_comes_onto_the_page_by_itself(sat: Sat, chromium: Browser) -> None:
    """New, moved, changed, removed: in the right order, with working buttons, and nothing that is typed is lost."""
    notes = f"/items/{sat.item}/notes"
    with sat.desk(chromium, "anna") as anna, sat.desk(chromium, "ben") as ben:
        for screen in (anna, ben):
            screen.open(notes)
        hers, his = (screen.page.get_by_label("Text of paragraph 1") for screen in (anna, ben))
        second = ben.page.get_by_label("Text of paragraph 2")
        anna.page.get_by_label("Text of a new paragraph").fill("First words.")
        expect(his).to_have_value("First words.", timeout=30_000)
        expect(ben.page.locator("#notes-said")).to_contain_text("A colleague changed these notes")
        field = ben.page.get_by_label("Text of a new paragraph")
        field.fill("Second words.")
        kept(ben)
        expect(anna.page.get_by_label("Text of paragraph 2")).to_have_value("Second words.", timeout=30_000)

        # Moved while he is at it: he stays where he is in it, and its buttons follow its place.
        second.evaluate("field => field.setSelectionRange(3, 3)")
        anna.page.get_by_role("button", name="Up by one: paragraph 2").click()
        anna.settle()
        expect(his).to_have_value("Second words.", timeout=30_000)
        expect(his).to_be_focused()
        assert his.evaluate("field => field.selectionStart") == 3
        expect(second).to_have_value("First words.")
        expect(ben.page.get_by_role("button", name="Up by one: paragraph 1")).to_have_count(0)
        assert ben.page.locator("[data-paragraph]").count() == 3

        # Changed and removed beside what he types on and has not kept.
        anna.page.get_by_label("Text of paragraph 2").fill("First words, mended.")
        his.press_sequentially("XY")
        expect(second).to_have_value("First words, mended.", timeout=30_000)
        expect(his).to_have_value("SecXYond words.")
        kept(ben)
        expect(hers).to_have_value("SecXYond words.", timeout=30_000)
        picture(ben, "together")
        ben.page.get_by_role("button", name="Down by one: paragraph 1").click()
        ben.settle()
        expect(second).to_have_value("SecXYond words.")
        expect(hers).to_have_value("First words, mended.", timeout=30_000)
        second.click()
        anna.page.get_by_label("Remove paragraph 1").check()
        anna.press("Keep the notes")
        expect(his).to_have_value("SecXYond words.", timeout=30_000)
        expect(his).to_be_focused()
        expect(second).to_have_count(0)
        assert "Two of you" not in ben.words
