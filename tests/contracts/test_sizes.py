"""How long a file and a function may be, and how no file may be called."""

from __future__ import annotations

import ast

import pytest

from tests.contracts.sources import ROOT, Source, python_files

FILE = 400
FUNCTION = 50
TEST_FILE = 500
ROOT_CONFTEST = 150
SAYS_NOTHING = frozenset(
    {"base", "common", "helper", "helpers", "manager", "managers", "misc", "util", "utilities", "utils"}
)  # fmt: skip


def code_lines(lines: list[str]) -> int:
    """Lines that are neither blank nor a comment."""
    return sum(1 for line in lines if line.strip() and not line.lstrip().startswith("#"))


def long_functions(source: Source) -> list[str]:
    """Functions beyond the bound; their docstring is not counted."""
    lines = source.text.splitlines()
    found = []
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        body = lines[node.lineno - 1 : node.end_lineno]
        first = node.body[0]
        if ast.get_docstring(node) is not None and first.end_lineno is not None:
            body = lines[node.lineno - 1 : first.lineno - 1] + lines[first.end_lineno : node.end_lineno]
        if (length := code_lines(body)) > FUNCTION:
            found.append(f"{source.path}:{node.lineno} {node.name} has {length} lines")
    return found


def is_too_long(source: Source, most: int) -> bool:
    """Whether a file has more code lines than it may."""
    return code_lines(source.text.splitlines()) > most


def bad_names(paths: list[str]) -> list[str]:
    """Files and folders whose name says nothing."""
    return [p for p in paths if any(part.partition(".")[0] in SAYS_NOTHING for part in p.split("/"))]


def _written() -> list[Source]:
    """The program but for its migrations: a step lists every column and is never changed again."""
    return [s for s in python_files("convene") if not s.path.startswith("convene/migrations/versions/")]


def test_no_file_is_too_long() -> None:
    assert [s.path for s in _written() if is_too_long(s, FILE)] == []
    assert [s.path for s in python_files("tests") if is_too_long(s, TEST_FILE)] == []
    assert [
        s.path for s in python_files("tests") if s.path == "tests/conftest.py" and is_too_long(s, ROOT_CONFTEST)
    ] == []


def test_no_function_is_too_long() -> None:
    assert [found for source in _written() for found in long_functions(source)] == []


def test_every_file_is_named_for_what_it_holds() -> None:
    folders = ("convene", "templates", "agendas", "tests")
    paths = [p.relative_to(ROOT).as_posix() for f in folders for p in (ROOT / f).rglob("*") if p.suffix != ".pyc"]

    assert bad_names(paths) == []


def test_a_long_file_is_caught() -> None:
    text = "# A comment.\n\n" + "a = 1\n" * FILE

    assert not is_too_long(Source("convene/a.py", text), FILE)
    assert is_too_long(Source("convene/a.py", text + "a = 1\n"), FILE)


@pytest.mark.parametrize("lines, caught", [(FUNCTION - 1, 0), (FUNCTION, 1)])
def test_a_long_function_is_caught(lines: int, caught: int) -> None:
    text = 'def f():\n    """Two\n\n    lines."""\n    # A comment.\n' + "    a = 1\n" * lines

    assert len(long_functions(Source("convene/a.py", text))) == caught


def test_a_name_that_says_nothing_is_caught() -> None:
    paths = ["convene/utils.py", "convene/common/dates.py", "templates/base.html", "convene/database.py"]

    assert bad_names(paths) == ["convene/utils.py", "convene/common/dates.py", "templates/base.html"]
