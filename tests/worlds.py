"""Installations for tests that run the program in processes of their own, on SQLite and on PostgreSQL.

A test module asks for these fixtures with `pytest_plugins = ("tests.worlds",)`; nothing is imported from here.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import Server, running_server
from tests.running import World, seed_now


@pytest.fixture(scope="session")
def seeded_now(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The demonstration network as it stands at this moment, on SQLite. Copy it: `on_sqlite`."""
    return seed_now(World(tmp_path_factory.mktemp("now")))


@pytest.fixture
def on_sqlite(seeded_now: World, tmp_path: Path) -> World:
    """A copy of the demonstration network on SQLite."""
    return seeded_now.copy(tmp_path / "sqlite")


@pytest.fixture
def world(request: pytest.FixtureRequest) -> World:
    """The demonstration network on either engine; see ENGINES."""
    found = request.getfixturevalue("on_postgres" if request.param == "postgresql" else "on_sqlite")
    assert isinstance(found, World)
    return found


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """The server of this run, started by the first test that wants it."""
    with running_server() as server:
        yield server


@pytest.fixture
def empty_database(postgres: Server) -> Iterator[str]:
    """The address of an empty database."""
    name = postgres.create()
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture(scope="session")
def seeded_on_postgres(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The demonstration network as it stands at this moment. Copy it: `on_postgres`."""
    return seed_now(World(tmp_path_factory.mktemp("postgres"), postgres.url(postgres.create())))


@pytest.fixture
def on_postgres(postgres: Server, seeded_on_postgres: World, tmp_path: Path) -> Iterator[World]:
    """A copy of the demonstration network on PostgreSQL."""
    template = seeded_on_postgres.database_url.split("@/")[1].split("?")[0]
    name = postgres.create(template)
    yield seeded_on_postgres.copy(tmp_path / "postgres", postgres.url(name))
    postgres.drop(name)
