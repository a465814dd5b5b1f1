"""The world of the tests: the demonstration network at a fixed instant, seeded once and copied for each test."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from jinja2.bccache import Bucket, BytecodeCache

from convene import create_app
from convene.config import load
from convene.db import db
from convene.demo.seed import seed
from convene.migrations import steps
from tests.browser import Browser, browser_of

NOW = datetime(2027, 6, 1, 10, 0, tzinfo=UTC)

# Thousands of rows are read and let go in a test; looking for cycles among them took a third of the time of some. Rarer
# still, and what nobody holds any more would fill the memory of a small machine.
gc.set_threshold(50_000, 10, 5)

hypothesis_settings.register_profile(
    "convene", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
hypothesis_settings.load_profile("convene")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys come first, the rest in its own order: begun last, one process alone would be waited for."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


class Compiled(BytecodeCache):
    """Templates as they were compiled for the first application of this process: every test makes one of its own."""

    def __init__(self) -> None:
        self.code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what is there; the bucket itself sees whether the template changed."""
        if bucket.key in self.code:
            bucket.bytecode_from_string(self.code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        self.code[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


def make_app(instance: Path, **given: str) -> Flask:
    """An application on an instance of its own; nothing of the environment reaches it but the time zone data."""
    usual = {"instance": str(instance), "base_url": "http://localhost", "gather_minutes": "0"}
    environ = {f"CONVENE_{name.upper()}": value for name, value in (usual | given).items()}
    made = create_app(load(environ))
    made.jinja_env.bytecode_cache = COMPILED
    return made


def let_go(app: Flask) -> None:
    """Close what an application holds open."""
    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance with the demonstration network, as it stood at NOW."""
    folder = tmp_path_factory.mktemp("seeded")
    with time_machine.travel(NOW, tick=False):
        app = make_app(folder)
        with app.app_context():
            steps.migrate()
            seed(app.config["CONVENE"], at=NOW)
        let_go(app)
    return folder


@pytest.fixture
def at() -> Iterator[time_machine.Traveller]:
    """The fixed instant; `at.move_to(...)` lets time pass."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(scope="session")
def lot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the instance of each test lies, one after another."""
    return tmp_path_factory.mktemp("lot") / "instance"


@pytest.fixture
def instance(seeded: Path, lot: Path) -> Path:
    """A copy of the seeded instance for one test."""
    shutil.rmtree(lot, ignore_errors=True)
    return Path(shutil.copytree(seeded, lot))


@pytest.fixture(scope="session")
def lasting(seeded: Path, lot: Path) -> Flask:
    """The application of this process: what it once put together serves every test."""
    shutil.copytree(seeded, lot, dirs_exist_ok=True)
    return make_app(lot)


@pytest.fixture
def app(lasting: Flask, instance: Path, at: time_machine.Traveller) -> Iterator[Flask]:
    """The application over the seeded copy, at the fixed instant. No request is open."""
    config = dict(lasting.config)
    yield lasting
    let_go(lasting)
    lasting.config.clear()
    lasting.config.update(config)


@pytest.fixture
def context(app: Flask) -> Iterator[Flask]:
    """The application with its context, for actions and queries without a request."""
    with app.app_context():
        yield app


@pytest.fixture
def secretary(app: Flask) -> Browser:
    """The board's secretary, signed in."""
    return browser_of(app, "secretary")


@pytest.fixture(autouse=True, scope="session")
def _no_settings_from_outside() -> None:
    """The tests say every setting themselves."""
    for name in [n for n in os.environ if n.startswith("CONVENE_")]:
        del os.environ[name]
