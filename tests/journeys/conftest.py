"""One Chromium for the module, and instances to serve; each person gets a browser of their own from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import Browser, sync_playwright

from convene.demo.seed import seed
from convene.migrations import steps
from tests.conftest import NOW, let_go, make_app
from tests.journeys.screen import WIDE, Screen
from tests.journeys.server import Running, served
from tests.smtp_sink import SmtpSink

Opener = Callable[..., Screen]
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Whatever else it might want to reach does not exist.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def passing() -> Iterator[time_machine.Traveller]:
    """The clock of the tests, running: APScheduler must see time pass. `passing.shift(...)` lets days go by."""
    with time_machine.travel(NOW, tick=True) as traveller:
        yield traveller


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    """A real mail server on loopback."""
    with SmtpSink() as server:
        yield server


@pytest.fixture
def unconvened(tmp_path: Path, passing: time_machine.Traveller, sink: SmtpSink) -> Iterator[Running]:
    """The demonstration network before its first meeting, served with scheduler and mail."""
    folder = tmp_path / "instance"
    app = make_app(folder)
    with app.app_context():
        steps.migrate()
        seed(app.config["CONVENE"], at=NOW, with_meetings=False)
    let_go(app)
    with served(folder, smtp_url=sink.url) as running:
        yield running


@pytest.fixture
def browsers(chromium: Browser, unconvened: Running) -> Iterator[Opener]:
    """Opens a browser for one person; all are checked and closed at the end."""
    with ExitStack() as stack:

        def opened(*, size: tuple[int, int] = WIDE) -> Screen:
            return stack.enter_context(Screen(chromium, unconvened.address, size=size))

        yield opened
