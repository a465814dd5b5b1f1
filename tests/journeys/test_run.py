"""`convene serve --demo` as it is started by hand: a fresh folder, a free port, links that work, an end to all."""

from __future__ import annotations

import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path

import pytest

START_SECONDS = 60.0
MAIL_SECONDS = 20.0
END_SECONDS = 15.0
KINDS = 6


@dataclass(slots=True)
class Started:
    """The process tree, where it answers, and what it has printed so far."""

    process: subprocess.Popen[str]
    address: str
    folder: Path
    lines: list[str]

    def links(self) -> list[str]:
        """The sign-in links that were printed."""
        return re.findall(rf"{re.escape(self.address)}/sign-in/link/\S+", "".join(self.lines))


class Visitor:
    """A program that keeps its cookies and sends the forms it is shown."""

    def __init__(self, address: str) -> None:
        self.address = address
        # No proxy of the surroundings stands between this program and loopback.
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )

    def get(self, path: str) -> tuple[str, str]:
        """Where one ends up, and what stands there."""
        with self.opener.open(urllib.parse.urljoin(self.address, path), timeout=20) as response:
            return response.geturl().removeprefix(self.address), response.read().decode()

    def post(self, path: str, page: str, **given: str) -> tuple[str, str]:
        """Send the form of a page with its token."""
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert token is not None
        data = urllib.parse.urlencode({"csrf_token": token[1], **given}).encode()
        with self.opener.open(urllib.parse.urljoin(self.address, path), data, timeout=20) as response:
            return response.geturl().removeprefix(self.address), response.read().decode()


def free_port() -> int:
    """A port of the loopback that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_there(group: int) -> bool:
    """Whether any process of that group lives."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    """The demonstration, served from a folder that did not exist, once its links are printed."""
    folder = tmp_path_factory.mktemp("run") / "instance"
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CONVENE_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "convene.cli", "serve", "--demo"],
        env=kept | {"CONVENE_INSTANCE": str(folder), "PORT": str(port), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    found = Started(process, f"http://127.0.0.1:{port}", folder, [])
    all_printed = threading.Event()

    def read() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            found.lines.append(line)
            if len(found.links()) == KINDS:
                all_printed.set()

    reading = threading.Thread(target=read, daemon=True)
    reading.start()
    try:
        assert all_printed.wait(START_SECONDS), found.lines
        assert answers(found), found.lines
        yield found
    finally:
        if is_there(process.pid):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
        reading.join(10)
        if process.stdout is not None:
            process.stdout.close()


def answers(found: Started) -> bool:
    """Whether the server says “ok” within the time that a start may take."""
    patience = time.monotonic() + START_SECONDS
    while time.monotonic() < patience:
        try:
            return Visitor(found.address).get("/healthz") == ("/healthz", "ok\n")
        except OSError:
            time.sleep(0.2)
    return False


def test_each_printed_link_signs_in_once(started: Started) -> None:
    names = [re.sub(r"\s+http.*", "", line).strip() for line in started.lines if "/sign-in/link/" in line]
    assert names == [
        "Secretary of the board",
        "Primary representative of Netherlands",
        "Official of the Joint Office",
        "Representative of Early Warning Watch",
        "Council member, Oslo",
        "Secretariat of the focal points",
    ]
    for link in started.links():
        visitor = Visitor(started.address)
        path, page = visitor.get(link)
        assert visitor.post(path, page)[0] == "/"
        assert "Sign out" in visitor.get("/")[1]
        late = Visitor(started.address)
        with pytest.raises(urllib.error.HTTPError) as refused:
            late.post(path, late.get(link)[1])
        assert refused.value.code == 410
        refused.value.close()


def test_mail_is_written_to_files_and_the_pages_say_so(started: Started) -> None:
    outbox = started.folder / "outbox"
    before = set(outbox.glob("*.eml"))
    visitor = Visitor(started.address)
    path, page = visitor.get("/sign-in")
    assert visitor.post(path, page, address="secretary.second@tnap.example", password="")[0] == "/sign-in/sent"
    patience = time.monotonic() + MAIL_SECONDS
    while not (new := to_the_deputy(set(outbox.glob("*.eml")) - before)) and time.monotonic() < patience:
        time.sleep(0.2)
    (text,) = new
    link = re.search(rf"{re.escape(started.address)}/sign-in/link/\S+", text)
    assert link is not None
    path, page = visitor.get(link[0])
    assert "mail is written to files" in visitor.post(path, page)[1]


def to_the_deputy(files: set[Path]) -> list[str]:
    """The texts of the letters to the deputy secretary among these files."""
    messages = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(files)]
    parts = [m.get_body(("plain",)) for m in messages if "secretary.second@" in str(m["To"])]
    return [str(part.get_content()) for part in parts if part is not None]


def test_terminating_it_ends_the_whole_process_tree(started: Started) -> None:
    group = started.process.pid
    started.process.send_signal(signal.SIGTERM)
    assert started.process.wait(END_SECONDS) == 0
    patience = time.monotonic() + END_SECONDS
    while is_there(group) and time.monotonic() < patience:
        time.sleep(0.1)
    assert not is_there(group)
    with pytest.raises(OSError, match="refused"):
        Visitor(started.address).get("/healthz")
    assert "Traceback" not in "".join(started.lines)
