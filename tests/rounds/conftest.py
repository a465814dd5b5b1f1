"""Rounds made once for several tests."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import time_machine

from convene.db import work
from tests.browser import TESTS
from tests.conftest import NOW, let_go, make_app
from tests.rounds import made


@pytest.fixture(scope="module")
def prepared(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance with a convened round of two parties and three members, of which nothing but one pair is placed."""
    folder = Path(shutil.copytree(seeded, tmp_path_factory.mktemp("round") / "instance"))
    with time_machine.travel(NOW, tick=False):
        app = make_app(folder)
        with app.app_context(), work(TESTS):
            made.people(2, 3)
            meeting = made.a_round()
            made.pair_up(meeting)
            made.put(meeting, "France", hour="12:00")
            made.send(meeting)
        let_go(app)
    return folder
