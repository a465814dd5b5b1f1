"""One person's browser: what they see and do, with a watch on what must not happen on any page.

Noted as trouble: whatever the browser reports as an error (the content security policy among it), a script that ends
in an error, and every request to another server. Forms sent and fields filled are counted.
"""

from __future__ import annotations

import re
from pathlib import Path
from types import TracebackType
from typing import Self

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    WebError,
    expect,
)

WIDE = (1280, 900)
PHONE = (390, 844)


class Screen:
    """A browser of its own: no cookie and no cache is shared with anybody else's."""

    def __init__(
        self, chromium: Browser, address: str, *, size: tuple[int, int] = WIDE, with_scripts: bool = True
    ) -> None:
        self.address = address
        self.is_phone = size == PHONE
        self.context: BrowserContext = chromium.new_context(
            base_url=address,
            viewport={"width": size[0], "height": size[1]},
            has_touch=self.is_phone,
            java_script_enabled=with_scripts,
            locale="en-GB",
        )
        self.context.set_default_timeout(30_000)
        self.trouble: list[str] = []
        self.forms_sent = 0
        self.fields_filled = 0
        self._refused: set[str] = set()
        self.context.on("console", self._heard)
        self.context.on("weberror", self._failed)
        self.context.on("request", self._asked)
        self.page: Page = self.context.new_page()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            if error is None:
                self.check()
        finally:
            self.context.close()

    def check(self) -> None:
        """Raise AssertionError for anything that must not happen on a page."""
        assert self.trouble == [], self.trouble

    def _heard(self, message: ConsoleMessage) -> None:
        where = message.location.get("url", "").partition("#")[0]
        if message.type == "error" and not (where in self._refused and "the server responded with" in message.text):
            self.trouble.append(f"{where}: {message.text}")

    def _failed(self, error: WebError) -> None:
        self.trouble.append(f"{self.page.url}: {error.error}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith(f"{self.address}/"):
            self.trouble.append(f"{self.page.url} asked {request.url}")
        if request.method == "POST":
            self.forms_sent += 1

    def open(self, path: str, *, status: int = 200) -> None:
        """Go to an address of the application, whole or without its host. Raises AssertionError for another status."""
        url = path if path.startswith("http") else f"{self.address}{path}"
        if status >= 400:
            self._refused.add(url)
        response: Response | None = self.page.goto(url)
        assert response is not None
        assert response.status == status, (path, response.status)
        self.check()

    def expect_refusal(self, url: str) -> None:
        """The next answer from this address is an error, and the browser may say so."""
        self._refused.add(url.partition("#")[0])

    def field(self, label: str) -> Locator:
        """The field of that label, whole."""
        plain = re.sub(r"([.*+?^${}()|\[\]\\])", r"\\\1", label)  # JavaScript knows fewer escapes than re.escape.
        return self.page.get_by_label(re.compile(rf"^\s*{plain}( \(optional\))?\s*$"))

    def fill(self, label: str, text: str) -> None:
        """Type into a field."""
        self.field(label).fill(text)
        self.fields_filled += 1

    def choose(self, label: str, option: str) -> None:
        """Choose from a list."""
        self.field(label).select_option(label=option)
        self.fields_filled += 1

    def tick(self, label: str) -> None:
        """Tick a box or choose one of several answers."""
        self.field(label).check()
        self.fields_filled += 1

    def attach(self, label: str, file: Path) -> None:
        """Choose a file."""
        self.field(label).set_input_files(file)
        self.fields_filled += 1

    def press(self, name: str) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=name).click()
        self.settle()

    def follow(self, name: str) -> None:
        """Follow a link of the page."""
        self.page.get_by_role("link", name=name).first.click()
        self.settle()

    def settle(self) -> None:
        """Wait until the page is read whole: a click ends when the next page begins, and it is empty at first."""
        self.page.wait_for_load_state("domcontentloaded")
        self.check()

    def sees(self, words: str) -> None:
        """Raise AssertionError unless these words come up on the page."""
        expect(self.page.locator("body")).to_contain_text(words)

    @property
    def path(self) -> str:
        """Where the page stands, without the host."""
        return self.page.url.removeprefix(self.address)

    @property
    def words(self) -> str:
        """Everything that the page says, hidden words included."""
        self.settle()
        return " ".join((self.page.locator("body").text_content() or "").split())

    def fetch(self, path: str) -> bytes:
        """Take a file, as a link of the page would, with this browser's cookies."""
        response = self.context.request.get(path if path.startswith("http") else f"{self.address}{path}")
        assert response.status == 200, (path, response.status)
        return response.body()

    def overflow(self) -> int:
        """How many pixels of the page lie beyond its right edge."""
        self.settle()
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
