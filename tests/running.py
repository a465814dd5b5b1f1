"""The program as it runs: real web processes, workers and a mail server on loopback, on an installation of its own.

Every process is ended by whoever started it. Times are real here: what runs in another process has its own clock.
"""

from __future__ import annotations

import http.client
import multiprocessing
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from flask import Flask

from convene import clock
from convene.accounts.actions import start_visit
from convene.db import work
from convene.demo.seed import seed
from convene.migrations import steps
from tests.browser import TESTS, person_id
from tests.conftest import let_go, make_app

ROOT = Path(__file__).parents[1]
BASE_URL = "http://127.0.0.1"
ENGINES = pytest.mark.parametrize(
    "world", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)


@dataclass(frozen=True, slots=True)
class World:
    """An installation: its folder, and the address of its database (empty for the folder's own SQLite file)."""

    instance: Path
    database_url: str = ""

    def app(self, **given: str) -> Flask:
        """An application over it, in this process; `let_go` ends it. Its links name 127.0.0.1, as `web` answers to."""
        more = {"database_url": self.database_url} if self.database_url else {}
        return make_app(self.instance, **({"base_url": BASE_URL} | more | given))

    def environ(self, **given: str) -> dict[str, str]:
        """The same for a process of its own: this one's environment without other settings."""
        outside = {name: value for name, value in os.environ.items() if not name.startswith("CONVENE_")}
        more = {"database_url": self.database_url} if self.database_url else {}
        told = {"instance": str(self.instance)} | more | given
        return outside | {f"CONVENE_{name.upper()}": value for name, value in told.items()}

    def copy(self, instance: Path, database_url: str = "") -> World:
        """The same installation once more: papers, secret, SQLite file; a server's database is the caller's to copy."""
        return World(Path(shutil.copytree(self.instance, instance)), database_url)


@contextmanager
def application(world: World, **given: str) -> Iterator[Flask]:
    """An application with its context, let go at the end."""
    app = world.app(**given)
    try:
        with app.app_context():
            yield app
    finally:
        let_go(app)


def seed_now(world: World) -> World:
    """Migrate and seed the demonstration network at this very moment."""
    with application(world) as app:
        steps.migrate()
        seed(app.config["CONVENE"], at=clock.now())
    return world


def wait_until(happened: Callable[[], object], *, seconds: float = 30, every: float = 0.01) -> None:
    """Wait for something. Raises TimeoutError when it does not happen."""
    until = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > until:
            raise TimeoutError(f"nothing happened within {seconds} s")
        time.sleep(every)


def children_of(pid: int) -> list[int]:
    """The processes that a process has started and that still run."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    except FileNotFoundError:
        return []


def kill(pid: int) -> None:
    """`kill -9`, also where it has ended by itself."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    assert isinstance(port, int)
    return port


@dataclass(slots=True)
class Web:
    """`convene web` at a port; it can be killed and started again."""

    world: World
    workers: int
    port: int = field(default_factory=_free_port)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [sys.executable, "-m", "convene.cli", "web", "--port", str(self.port)]
        self.process = subprocess.Popen(
            [*command, "--workers", str(self.workers)],
            cwd=ROOT,
            env=self.world.environ(base_url=f"{BASE_URL}:{self.port}"),
            start_new_session=True,
        )
        wait_until(self._is_up, seconds=60, every=0.05)

    def _is_up(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, "the web server ended by itself"
        try:
            return Caller(self.port).get("/healthz").status == 200
        except OSError:
            return False

    def kill_workers(self) -> int:
        """Kill every process that answers requests; the first one starts others. Gives how many were killed."""
        assert self.process is not None
        found = children_of(self.process.pid)
        for pid in found:
            kill(pid)
        return len(found)

    def kill(self) -> None:
        """Kill the whole tree of processes at once."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)
            self.process = None


@contextmanager
def web(world: World, *, workers: int = 2) -> Iterator[Web]:
    """Real web processes on loopback, ended at the end."""
    found = Web(world, workers)
    try:
        found.start()
        yield found
    finally:
        found.kill()


@contextmanager
def mail_server(folder: Path) -> Iterator[str]:
    """A real mail server on loopback in a process of its own; gives its address. Mails become files of `folder`."""
    command = [sys.executable, "-m", "tests.smtp_sink", "0", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield f"smtp://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.terminate()


# A server from which processes are forked with the program imported already: a start costs some 0.1 s in place of 2.
_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["convene.cli", "tests.racing"])


def start(act: Callable[..., None], *arguments: object) -> BaseProcess:
    """Call a function of an importable module in a process of its own; the caller joins or kills it."""
    process = _forks.Process(target=act, args=arguments, daemon=True)
    process.start()
    return process


def run_worker(environ: Mapping[str, str]) -> None:
    """`convene worker`, for `start`."""
    from convene.cli import main

    os.environ.clear()
    os.environ.update(environ)
    main(["worker"])


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered."""

    status: int
    location: str
    content: bytes

    @property
    def text(self) -> str:
        """The content as text."""
        return self.content.decode()


@dataclass(slots=True)
class Caller:
    """A person's browser over a real connection: cookies, the token of the forms, no redirects."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def get(self, path: str) -> Reply:
        """Fetch a page; the token of its forms is kept for the next one sent."""
        reply = self._ask("GET", path, b"", "")
        if found := re.search(rb'name="csrf_token" value="([^"]+)"', reply.content):
            self.token = found[1].decode()
        return reply

    def post(self, path: str, **fields: str | list[str]) -> Reply:
        """Send a form."""
        told = urlencode({"csrf_token": self.token, **fields}, doseq=True).encode()
        return self._ask("POST", path, told, "application/x-www-form-urlencoded")

    def upload(self, path: str, name: str, content: bytes, **fields: str) -> Reply:
        """Send a form with a file."""
        line = uuid.uuid4().hex
        parts = [
            f'--{line}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in {"csrf_token": self.token, **fields}.items()
        ]
        head = f'--{line}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
        told = b"".join([*parts, head, content, f"\r\n--{line}--\r\n".encode()])
        return self._ask("POST", path, told, f"multipart/form-data; boundary={line}")

    def _ask(self, method: str, path: str, told: bytes, kind: str) -> Reply:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            try:
                connection.request(method, path, told or None, headers | ({"Content-Type": kind} if kind else {}))
                answer = connection.getresponse()
                content = answer.read()
            except (OSError, http.client.HTTPException) as lost:
                raise ConnectionError(f"{method} {path} was not answered") from lost
        for line in answer.headers.get_all("Set-Cookie", []):
            name, _, value = line.split(";", 1)[0].partition("=")
            self.cookies[name] = value
        return Reply(answer.status, urlsplit(answer.headers.get("Location", "")).path, content)


def command(world: World, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a `convene` command to its end."""
    told = [sys.executable, "-m", "convene.cli", *arguments]
    return subprocess.run(told, cwd=ROOT, env=world.environ(), capture_output=True, text=True, check=False, timeout=60)


def signed_in(world: World, port: int, key: str) -> Caller:
    """The browser of a member of the standing cast who has signed in."""
    with application(world) as app:
        person = person_id(app, key)
        with work(TESTS):
            text = start_visit(person, at=clock.now(), lasts=timedelta(hours=1), browser="Test")
    return Caller(port, {"visit": text})
