"""Whoever leaves a form that they typed into, or chose a file on, is asked first; a form that is sent asks nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import Browser, Dialog, expect

from convene.agendas.terms import Subject
from convene.db import db, work
from convene.demo.seed import seed
from convene.migrations import steps
from convene.recommendations.models import ShadowEvidence
from tests.browser import TESTS, browser_of
from tests.build import a_pdf, board_meeting, count, item_of
from tests.conftest import NOW, let_go, make_app
from tests.journeys.screen import PHONE, WIDE, Screen
from tests.journeys.server import Running, served
from tests.recommendations import made

pytestmark = pytest.mark.browser
READERS = ("secretary", "primary_nl", "ngo_guest")


@dataclass(slots=True)
class Desk:
    """The served network, the pages with long forms, and each reader's cookie."""

    running: Running
    paths: dict[str, str]
    cookies: dict[str, str]

    def open(self, chromium: Browser, reader: str, path: str, size: tuple[int, int] = WIDE) -> Asked:
        """A browser in which somebody has opened a page; every question is answered with staying."""
        screen = Screen(chromium, self.running.address, size=size)
        cookie = {"name": "visit", "value": self.cookies[reader], "url": self.running.address}
        screen.context.add_cookies([cookie])  # type: ignore[list-item]  # A dictionary of its fields is one.
        screen.open(path)
        found = Asked(screen)
        screen.page.on("dialog", found.hear)
        return found


@dataclass
class Asked:
    """A screen, and what it was asked on leaving."""

    screen: Screen
    questions: list[str] = field(default_factory=list)

    def hear(self, dialog: Dialog) -> None:
        self.questions.append(dialog.type)
        dialog.dismiss()

    def leaves(self) -> bool:
        """Whether the link to the first page leads away; if not, the question came."""
        before, self.questions = self.screen.page.url, []
        self.screen.page.locator("a.bar__name").click(no_wait_after=True)
        if self.questions or self._came():
            assert self.questions == ["beforeunload"]
            assert self.screen.page.url == before
            return False
        self.screen.page.wait_for_url("**/")
        return True

    def _came(self) -> bool:
        self.screen.page.wait_for_timeout(300)
        return bool(self.questions)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder: Path = tmp_path_factory.mktemp("leaving") / "instance"
    with time_machine.travel(NOW, tick=True):
        app = make_app(folder)
        with app.app_context():
            steps.migrate()
            seed(app.config["CONVENE"], at=NOW)
            with work(TESTS):
                sent = made.sent()
                paths = {
                    "draft": f"/items/{item_of(board_meeting(), Subject.RECOMMENDATIONS).key}/recommendations/new",
                    "answer": f"/addressees/{made.to(sent, 'Netherlands').key}/answer",
                    "evidence": f"/evidence/{made.asked(sent).key}",
                    "papers": f"/items/{item_of(board_meeting(), Subject.DEEP_DIVE).key}/papers/new",
                    "tell": f"/recommendations/{sent.key}/guests",
                }
        cookies = {}
        for reader in READERS:
            kept = browser_of(app, reader).client.get_cookie("visit")
            assert kept is not None
            cookies[reader] = kept.value
        let_go(app)
        with served(folder) as running:
            yield Desk(running, paths, cookies)


def typed(asked: Asked, words: str = "Typed and not sent.") -> None:
    """Type into the first long text of the page."""
    asked.screen.page.locator("form[method=post] textarea").first.fill(words)


LONG: list[tuple[str, str, tuple[int, int]]] = [
    ("draft", "secretary", WIDE),
    ("tell", "secretary", WIDE),
    ("answer", "primary_nl", PHONE),
    ("evidence", "ngo_guest", PHONE),
]


@pytest.mark.parametrize("page, reader, size", LONG)
def test_typed_text_is_not_left_without_a_question(
    desk: Desk, chromium: Browser, page: str, reader: str, size: tuple[int, int]
) -> None:
    asked = desk.open(chromium, reader, desk.paths[page], size)
    with asked.screen:
        typed(asked)
        assert not asked.leaves()
        expect(asked.screen.page.locator("form[method=post] textarea").first).to_have_value("Typed and not sent.")


@pytest.mark.parametrize("page, reader, size", LONG)
def test_a_form_that_nobody_typed_into_is_left_without_a_question(
    desk: Desk, chromium: Browser, page: str, reader: str, size: tuple[int, int]
) -> None:
    asked = desk.open(chromium, reader, desk.paths[page], size)
    with asked.screen:
        text = asked.screen.page.locator("form[method=post] textarea").first
        before = text.input_value()
        text.fill("Something")
        text.fill(before)
        assert asked.leaves()


def test_a_file_that_was_chosen_is_asked_about(desk: Desk, chromium: Browser, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(a_pdf("A paper"))
    asked = desk.open(chromium, "secretary", desk.paths["papers"])
    with asked.screen:
        asked.screen.page.locator("h1").click()
        asked.screen.page.locator("input[type=file]").set_input_files(file)
        assert not asked.leaves()


def test_a_form_that_is_sent_asks_nothing_and_one_that_comes_back_asks_again(desk: Desk, chromium: Browser) -> None:
    asked = desk.open(chromium, "ngo_guest", desk.paths["evidence"], PHONE)
    with asked.screen as screen:
        text = screen.page.locator("textarea")
        typed(asked, "Seen by \U00013000.")
        screen.expect_refusal(f"{desk.running.address}{desk.paths['evidence']}")
        screen.press("Hand it in")
        screen.sees("Please put this right")
        assert asked.questions == []
        # What came back with an error is kept nowhere, though nothing was typed since.
        screen.page.locator("h1").click()
        assert not asked.leaves()
        text.fill("Seen at the port.")
        asked.questions = []
        screen.press("Hand it in")
        screen.sees("Thank you. The secretariat has it.")
        assert asked.questions == []
        assert asked.leaves()
    with desk.running.app.app_context(), work(TESTS):
        assert count(ShadowEvidence) == 1
        assert [row.text for row in db.session.query(ShadowEvidence)] == ["Seen at the port."]


def test_another_button_of_the_page_does_not_take_what_was_typed(desk: Desk, chromium: Browser) -> None:
    asked = desk.open(chromium, "ngo_guest", desk.paths["evidence"])
    with asked.screen as screen:
        typed(asked)
        screen.page.get_by_role("button", name="Sign out").click(no_wait_after=True)
        screen.page.wait_for_timeout(300)
        assert asked.questions == ["beforeunload"]
        expect(screen.page.locator("textarea")).to_have_value("Typed and not sent.")
