"""One world for each module: an application and database copy that the tests of a module share and put back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from tests.access.world import World, made
from tests.conftest import NOW, let_go, make_app


@pytest.fixture(scope="module")
def world(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The world with an object of each kind in each state, at the fixed instant."""
    folder = tmp_path_factory.mktemp("world") / "instance"
    shutil.copytree(seeded, folder)
    with time_machine.travel(NOW, tick=False):
        app = make_app(folder)
        yield made(app)
        let_go(app)
