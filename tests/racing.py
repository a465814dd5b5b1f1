"""What other processes do in the tests of races and kills; each function runs by `tests.running.start`."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

from flask import current_app
from flask_migrate import downgrade, upgrade
from sqlalchemy import select

from convene.access.terms import system
from convene.accounts.models import Attempts
from convene.db import work
from convene.migrations import steps
from convene.people.models import Person
from tests.running import World, application

RACER = system("race")
LONG = 600.0  # Seconds; longer than any test lasts, so that only the kill ends the wait.


def count_up(world: World, address: str, times: int) -> None:
    """Read a number, think, and write it back one higher, so many times: a lost update shows in the sum."""
    with application(world):
        for _ in range(times):
            with work(RACER) as session:
                person = session.scalars(select(Person).where(Person.address == address)).one()
                number = person.feed_generation
                time.sleep(0.001)
                person.feed_generation = number + 1


def change_and_wait(world: World, subject: str, changed: Path) -> None:
    """Write a row into an open transaction, say so by a file, and never come to its end."""
    with application(world), work(RACER) as session:
        session.add(Attempts(subject=subject, window_starts_at=datetime(2027, 6, 1, tzinfo=UTC), count=1))
        session.flush()
        changed.touch()
        time.sleep(LONG)


def _with_migrations() -> None:
    if "migrate" not in current_app.extensions:
        steps.attach(current_app)


def up(folder: Path) -> None:
    """Bring the database of the present application to the newest step of a folder of migrations."""
    _with_migrations()
    upgrade(directory=str(folder))


def down(folder: Path, step: str) -> None:
    """Take it back to a step."""
    _with_migrations()
    downgrade(directory=str(folder), revision=step)


def migrate_from(world: World, folder: Path) -> None:
    """Run the migrations of a folder."""
    with application(world):
        up(folder)
