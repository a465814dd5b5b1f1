"""Only convene/db.py commits; the request, a job or a command is the transaction."""

from __future__ import annotations

import pytest

from tests.contracts.sources import Source, python_files, references

DATABASE = "convene/db.py"
# What db.py offers to the end of a request.
OFFERED = "convene.db.commit"
# A session's or engine's begin() commits when its block ends.
ENDINGS = frozenset({"commit", "begin", "autocommit"})


def commits(source: Source) -> list[str]:
    """Every place of one file that commits, or opens a block that will."""
    return [
        f"{source.path}:{line} commits by {name}"
        for line, name in references(source)
        if "." in name and name != OFFERED and name.rpartition(".")[2] in ENDINGS
    ]


def test_only_the_database_module_commits() -> None:
    elsewhere = [s for s in python_files("convene") if s.path != DATABASE]

    assert [found for source in elsewhere for found in commits(source)] == []


def test_the_database_module_commits_in_one_place() -> None:
    own = [s for s in python_files("convene") if s.path == DATABASE]

    assert [len(commits(source)) for source in own] == [1]


@pytest.mark.parametrize(
    "text",
    [
        "def answer(session):\n    session.commit()",
        "from convene.db import db\ndb.session.commit()",
        "from convene.db import db\ndb.session().commit()",
        "def answer(session):\n    with session.begin():\n        pass",
        "def later(session):\n    return session.commit",
    ],
)
def test_a_commit_elsewhere_is_caught(text: str) -> None:
    assert len(commits(Source("convene/invitations/actions.py", text))) == 1


def test_a_savepoint_passes() -> None:
    assert commits(Source("convene/invitations/actions.py", "def f(session):\n    session.begin_nested()")) == []
