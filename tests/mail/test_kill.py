"""The sender is killed again and again while real mails go out: none is lost, and few come twice (security.md 6)."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from sqlalchemy import func, select

from convene import clock
from convene.db import work
from convene.invitations.actions import replace_link
from convene.mail.models import Lease, OutboxMessage
from convene.mail.states import OutboxState
from convene.sending import send_due
from tests.browser import TESTS
from tests.build import board_meeting
from tests.guests import invite_guests
from tests.running import World, application, mail_server, run_worker, start, wait_until

pytest_plugins = ("tests.worlds",)

SEED = 20261120
MAILS_EACH = 5
MOST_AT_ONCE = 12  # Mails between one kill and the next, so that mails are left for the last one.


def queue(world: World, guests: int) -> int:
    """Invite so many guests, each of whom loses their link four times; gives how many messages now wait."""
    with application(world):
        with work(TESTS):
            meeting = board_meeting()
            for invitation in invite_guests(guests):
                for _ in range(MAILS_EACH - 1):
                    replace_link(invitation, meeting, at=clock.now())
        with work(TESTS) as session:
            return session.scalar(select(func.count(OutboxMessage.id))) or 0


def states(world: World) -> dict[OutboxState, int]:
    """How many messages are in which state."""
    with application(world), work(TESTS) as session:
        counted = select(OutboxMessage.state, func.count(OutboxMessage.id).label("messages")).group_by(
            OutboxMessage.state
        )
        return {row.state: row.messages for row in session.execute(counted)}


def arrived(folder: Path) -> dict[str, list[bytes]]:
    """What the mail server took, by Message-ID."""
    found = defaultdict(list)
    for path in sorted(folder.glob("*.eml")):
        content = path.read_bytes()
        found[str(message_from_bytes(content, policy=policy.default)["Message-ID"])].append(content)
    return dict(found)


@contextmanager
def sender(world: World, smtp: str) -> Iterator[BaseProcess]:
    """`convene worker` in a process of its own, killed at the end if it still runs."""
    process = start(run_worker, world.environ(smtp_url=smtp))
    try:
        yield process
    finally:
        process.kill()
        process.join(10)


def kill_while_sending(world: World, smtp: str, folder: Path, kills: int) -> None:
    """Start the sender and kill it, so many times, each time after some mails and a moment of any length."""
    chance = random.Random(SEED)
    for _ in range(kills):
        before = len(list(folder.iterdir()))
        wanted = before + chance.randint(1, MOST_AT_ONCE)
        with sender(world, smtp):
            # A lease that a killed sender left must not be waited for: it would run for minutes.
            wait_until(lambda: len(list(folder.iterdir())) >= wanted, seconds=60, every=0.002)  # noqa: B023 - at once
            time.sleep(chance.uniform(0, 0.02))


@pytest.mark.parametrize(
    "world, kills, guests",
    [
        ("sqlite", 15, 50),
        pytest.param("postgresql", 8, 30, marks=pytest.mark.postgres),
        pytest.param("sqlite", 200, 400, marks=pytest.mark.long),
    ],
    indirect=["world"],
)
def test_no_mail_is_lost_and_few_come_twice_when_the_sender_is_killed(
    world: World, kills: int, guests: int, tmp_path: Path
) -> None:
    folder = tmp_path / "arrived"
    folder.mkdir()
    waiting = queue(world, guests)
    assert waiting >= guests * MAILS_EACH
    with mail_server(folder) as smtp:
        kill_while_sending(world, smtp, folder, kills)
        left = waiting - len(arrived(folder))
        with sender(world, smtp):
            wait_until(lambda: states(world) == {OutboxState.SENT: waiting}, seconds=120, every=0.5)

    found = arrived(folder)
    copies = [len(several) for several in found.values()]
    assert left > 0, "every mail had left before the last kill: nothing was interrupted"
    assert len(found) == waiting
    assert sum(copies) - waiting <= kills
    assert [name for name, several in found.items() if len(set(several)) != 1] == []


def test_a_living_sender_keeps_its_duty_and_a_second_waits(on_sqlite: World, tmp_path: Path) -> None:
    folder = tmp_path / "arrived"
    folder.mkdir()
    waiting = queue(on_sqlite, 12)
    with mail_server(folder) as smtp, sender(on_sqlite, smtp) as first, sender(on_sqlite, smtp) as second:
        wait_until(lambda: states(on_sqlite) == {OutboxState.SENT: waiting}, every=0.2)
        with application(on_sqlite), work(TESTS) as session:
            holder = session.scalars(select(Lease.holder).where(Lease.duty == "send")).one()

    assert [len(several) for several in arrived(folder).values()] == [1] * waiting
    assert int(holder.rpartition(":")[2]) in (first.pid, second.pid)


def test_a_message_that_cannot_be_made_stops_no_other_and_repeats_none(on_sqlite: World) -> None:
    with application(on_sqlite) as app:
        with work(TESTS) as session:
            rows = session.scalars(select(OutboxMessage).order_by(OutboxMessage.next_try_at, OutboxMessage.id)).all()
            # One in the middle, so that another has left and is still to be marked when this one is come upon.
            broken, others = rows[3].id, len(rows) - 1
            rows[3].kind = "a kind that nobody writes"
        sent = send_due()
        again = send_due()
        written = len(list(app.config["CONVENE"].outbox.glob("*.eml")))

        assert (sent, again, written) == (others, 0, others)
        with work(TESTS) as session:
            assert session.get_one(OutboxMessage, broken).state is OutboxState.FAILED
            assert session.scalars(select(OutboxMessage.tries).where(OutboxMessage.id != broken)).all() == [1] * others
