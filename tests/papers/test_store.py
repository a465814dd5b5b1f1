"""The files of papers: what was acknowledged is there, whole, also when processes are killed (security.md 0.10)."""

from __future__ import annotations

import hashlib
import itertools
import random
import stat
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import select, text

from convene.agendas.terms import Subject
from convene.db import work
from convene.papers.models import Paper, PaperVersion
from convene.papers.store import digest_of, keep, new_file, path_of
from tests.browser import TESTS
from tests.build import a_pdf, board_meeting, item_of
from tests.running import Caller, Web, World, application, signed_in, wait_until, web

pytest_plugins = ("tests.worlds",)

SEED = 20261120
WHOLE_TREE_EVERY, SENDERS = 10, 3
# Seven people, since each may upload only so many papers in a quarter of an hour.
PEOPLE = [f"primary_{country}" for country in ("us", "ca", "gb", "de", "au", "nl", "dk")]


def _source(folder: Path, content: bytes) -> Path:
    path = new_file(folder)
    path.write_bytes(content)
    return path


def test_a_file_is_kept_under_its_digest_and_nobody_else_may_enter(tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    source = _source(folder, b"a brief")

    digest = keep(source, folder)

    kept = path_of(folder, digest)
    assert digest == hashlib.sha256(b"a brief").hexdigest() == kept.name
    assert kept.read_bytes() == b"a brief"
    assert not source.exists()
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (folder, kept.parent, kept)}
    assert modes == {0o700, 0o600}


def test_the_same_content_twice_is_one_file_and_no_leftover(tmp_path: Path) -> None:
    folder = tmp_path / "papers"

    digests = {keep(_source(folder, b"a brief"), folder) for _ in range(2)}

    assert [path for path in folder.rglob("*") if path.is_file()] == [path_of(folder, digests.pop())]
    assert digests == set()


@dataclass(slots=True)
class Senders:
    """People who upload one paper after the other; `taken` is what the server acknowledged, by address of the page."""

    server: Web
    item: str
    taken: dict[str, str] = field(default_factory=dict)
    unanswered: int = 0
    surprises: list[str] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def send(self, number: int, browsers: Sequence[Caller]) -> None:
        """Upload until told to stop, in turn from each of these browsers."""
        for count, browser in enumerate(itertools.cycle(browsers)):
            if self.stop.is_set():
                return
            content = a_pdf(f"Paper {count} of sender {number}")
            try:
                reply = browser.upload(
                    f"/items/{self.item}/papers/new", "paper.pdf", content, title=f"Paper {count}", kind="paper"
                )
            except ConnectionError:
                self.unanswered += 1
                time.sleep(0.02)
                continue
            if reply.status == 303 and reply.location.startswith("/papers/"):
                self.taken[reply.location] = hashlib.sha256(content).hexdigest()
            else:
                self.surprises.append(f"{reply.status} {reply.location}")
                return

    def kill_again_and_again(self, kills: int) -> int:
        """Kill the web processes while papers come in; now and then the whole tree. Gives how many were killed."""
        chance, killed = random.Random(SEED), 0
        for turn in range(1, kills + 1):
            wanted = len(self.taken) + 1
            wait_until(lambda: self.surprises or len(self.taken) >= wanted, seconds=60)  # noqa: B023 - called within the turn
            time.sleep(chance.uniform(0, 0.4))
            if turn % WHOLE_TREE_EVERY:
                killed += self.server.kill_workers()
            else:
                self.server.kill()
                self.server.start()
                killed += 1
        return killed


@pytest.mark.parametrize(
    "world, kills",
    [
        ("sqlite", 16),
        pytest.param("postgresql", 8, marks=pytest.mark.postgres),
        pytest.param("sqlite", 80, marks=pytest.mark.long),
    ],
    indirect=["world"],
)
def test_no_acknowledged_paper_is_lost_or_torn_when_processes_are_killed(world: World, kills: int) -> None:
    with application(world), work(TESTS):
        item = item_of(board_meeting(), Subject.DEEP_DIVE).key
    with web(world, workers=2) as server, ThreadPoolExecutor(SENDERS) as pool:
        senders = Senders(server, item)
        browsers = [signed_in(world, server.port, key) for key in PEOPLE]
        assert {browser.get(f"/items/{item}/papers/new").status for browser in browsers} == {200}
        running = [pool.submit(senders.send, number, browsers[number::SENDERS]) for number in range(SENDERS)]
        try:
            killed = senders.kill_again_and_again(kills)
        finally:
            senders.stop.set()
        for one in running:
            one.result(60)

    assert senders.surprises == []
    assert killed >= kills
    assert senders.unanswered > 0, "no kill came while a paper was on its way"
    _check(world, senders.taken)


def _check(world: World, taken: dict[str, str]) -> None:
    """Every acknowledged paper has its row, every row its files, and every file the content that its name says."""
    folder = world.instance / "papers"
    with application(world), work(TESTS) as session:
        papers = select(Paper.key, PaperVersion.original_digest).join(PaperVersion, PaperVersion.paper_id == Paper.id)
        rows = {f"/papers/{key}": digest for key, digest in session.execute(papers)}
        named = {
            digest
            for pair in session.execute(select(PaperVersion.original_digest, PaperVersion.digest))
            for digest in pair
        }
        if session.connection().dialect.name == "sqlite":
            assert session.connection().execute(text("PRAGMA integrity_check")).scalar() == "ok"
    stored = list(folder.glob("??/*"))
    assert {address: rows.get(address) for address in taken} == taken
    assert [digest for digest in named if not path_of(folder, digest).is_file()] == []
    assert [path.name for path in stored if digest_of(path) != path.name] == []
    assert Counter(len(path.name) for path in stored) == {64: len(stored)}
