"""One word for one thing: words that the field does not use, and marks for later, are refused."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contracts.sources import ROOT, Source, python_files

# What to write in their place.
BANNED = {
    "invitee": "attendee, person or party",
    "guest_list": "attendees or participants",
    "attendee_status": "partstat",
    "is_private": "audience: closed or open",
    "user_type": "role",
}
# Spelled so that this file does not hold the marks themselves.
LATER = re.compile(r"\b(T[O]DO|F[I]XME|X[X]X|H[A]CK)\b")
TEXTS = (".css", ".html", ".js", ".mako", ".py", ".toml", ".txt")


def identifiers(source: Source) -> Iterator[tuple[int, str]]:
    """Line and name of everything that a file names."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.value.lineno, node.arg
        elif isinstance(node, ast.alias):
            yield node.lineno, node.asname or node.name


def banned_in(name: str) -> list[str]:
    """The banned words that a name holds, whether written guest_list, GuestList or guest-list."""
    plain = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).replace("-", "_").lower()
    return [word for word in BANNED if re.search(rf"(?<![a-z]){word}s?(?![a-z])", plain)]


def wrong_names(source: Source) -> list[str]:
    """Every banned word in the names of one file."""
    return [
        f"{source.path}:{line} {name}: write {BANNED[word]}"
        for line, name in identifiers(source)
        for word in banned_in(name)
    ]


def wrong_words(path: str, text: str) -> list[str]:
    """Every banned word in the text of a template."""
    return [
        f"{path}:{number} {word}: write {BANNED[word]}"
        for number, line in enumerate(text.splitlines(), start=1)
        for word in banned_in(line)
    ]


def marks(path: str, text: str) -> list[str]:
    """Lines that put something off."""
    return [f"{path}:{n}" for n, line in enumerate(text.splitlines(), start=1) if LATER.search(line)]


def _texts(*folders: str) -> list[Path]:
    return [p for folder in folders for p in sorted((ROOT / folder).rglob("*")) if p.suffix in TEXTS]


def test_names_are_those_of_the_field() -> None:
    assert [found for source in python_files("convene") for found in wrong_names(source)] == []


def test_templates_use_the_words_of_the_field() -> None:
    found = [w for p in _texts("templates") for w in wrong_words(p.relative_to(ROOT).as_posix(), p.read_text("utf-8"))]

    assert found == []


def test_nothing_is_put_off() -> None:
    texts = _texts("convene", "templates", "agendas", "tests")

    assert [m for p in texts for m in marks(p.relative_to(ROOT).as_posix(), p.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    "text",
    [
        "invitee = 1",
        "class GuestList: ...",
        "def f(*, user_type): ...",
        "row.is_private",
        "make(attendee_status=1)",
        "def all_invitees(): ...",
    ],
)
def test_a_banned_name_is_caught(text: str) -> None:
    assert len(wrong_names(Source("convene/a.py", text))) == 1


@pytest.mark.parametrize("text", ["def guests_listed(): ...", "committee = 1", "private = 1"])
def test_a_name_that_only_resembles_one_passes(text: str) -> None:
    assert wrong_names(Source("convene/a.py", text)) == []


def test_a_banned_word_in_a_template_is_caught() -> None:
    assert wrong_words("templates/a.html", '<p class="guest-list">') == [
        "templates/a.html:1 guest_list: write attendees or participants"
    ]


def test_a_mark_for_later_is_caught() -> None:
    assert marks("convene/a.py", "a = 1\n# " + "todo".upper() + ": later") == ["convene/a.py:2"]
