"""Files that wait for their form: notes of them, written and read by many processes."""

from __future__ import annotations

import os
from pathlib import Path

from convene import clock
from convene.papers import held
from convene.papers.actions import Filed


def test_notes_of_files_that_wait_are_read_beside_those_that_go(tmp_path: Path) -> None:
    filed = Filed("a.pdf", "application/pdf", 1, 1, "counted", "0" * 64, "0" * 64)
    at, folder = clock.now(), tmp_path / "held"
    first = held.hold(tmp_path, "somebody", filed, (), at=at)
    (folder / "somebody.gone.json").symlink_to(tmp_path / "nowhere")  # Another form let go of it after it was listed.
    left = folder / "somebody.killed.coming"  # By a process that was killed.
    left.write_text("{", encoding="utf-8")
    os.utime(left, (at.timestamp() - 1, at.timestamp() - 1))

    second = held.hold(tmp_path, "somebody", filed, (), at=at + held.HELD_FOR)

    assert held.take_back(tmp_path, "somebody", first.token, at=at + held.HELD_FOR) is None
    assert held.take_back(tmp_path, "somebody", second.token, at=at + held.HELD_FOR) == second
    assert not left.exists()
