"""The program's own text as the contracts read it: files, imports, and dotted names spelled out through the imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file; `path` is relative to the repository, with slashes."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        """The parsed text, parsed once."""
        return _parse(self.text)


@cache
def _parse(text: str) -> ast.Module:
    return ast.parse(text)


@cache
def python_files(folder: str) -> tuple[Source, ...]:
    """Every Python file below a folder of the repository. Raises AssertionError where there is none to check."""
    found = tuple(
        Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / folder).rglob("*.py"))
    )
    assert found, f"{folder} holds no Python file"
    return found


def exists(module: str) -> bool:
    """Whether a dotted name is a module or package of the repository."""
    path = ROOT.joinpath(*module.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def imports(source: Source) -> Iterator[tuple[int, str, str]]:
    """Line, module and imported name (empty for a whole module) of every import, those inside functions too."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name, ""
        elif isinstance(node, ast.ImportFrom):
            module = _absolute(source.path, node)
            for alias in node.names:
                yield node.lineno, module, alias.name


def _absolute(path: str, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = path.removesuffix(".py").split("/")[: -node.level]
    return ".".join([*package, *([node.module] if node.module else [])])


def references(source: Source) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every name that is read; what hangs on a call or an index begins with “*.”."""
    known = _known_names(source)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute | ast.Name):
            yield node.lineno, dotted(node, known)


def calls(source: Source) -> Iterator[tuple[ast.Call, str]]:
    """Every call with the dotted name of what is called."""
    known = _known_names(source)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            yield node, dotted(node.func, known)


def dotted(node: ast.expr, known: dict[str, str]) -> str:
    """“a.b.c” for a chain of attributes, its first name replaced by what it was imported as."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value, known)}.{node.attr}"
    if isinstance(node, ast.Name):
        return known.get(node.id, node.id)
    return "*"


def _known_names(source: Source) -> dict[str, str]:
    known: dict[str, str] = {}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            known |= {
                a.asname or a.name.split(".")[0]: a.name if a.asname else a.name.split(".")[0] for a in node.names
            }
        elif isinstance(node, ast.ImportFrom):
            known |= {a.asname or a.name: f"{_absolute(source.path, node)}.{a.name}" for a in node.names}
    return known
