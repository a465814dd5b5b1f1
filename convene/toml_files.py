"""Reading TOML files that a secretariat edits: checked values; errors name file, line, and what was expected."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

Term = TypeVar("Term", bound=StrEnum)
Path_ = tuple[str | int, ...]

TROUBLE_AT = re.compile(r"^(?P<what>.*?) \(at (?:line (?P<line>\d+), column \d+|end of document)\)$", re.DOTALL)
# What the reader of TOML says, in words for somebody who has never heard of it.
IN_WORDS = {
    "Cannot overwrite a value": "this key stands there already",
    "Invalid value": "no value can be read here; text stands between quotation marks",
    "Expected newline or end of document after a statement": "something follows that does not belong here",
    "Unclosed array": "a list is not closed with ]",
    "Expected '=' after a key in a key/value pair": "“=” is missing after the key",
    "Illegal character '\\n'": "a quotation mark is missing at the end of the line",
    "Unterminated string": "a quotation mark is missing at the end",
}
MARKS = ('"""', "'''", '"', "'")


class FileError(Exception):
    """A file is wrong; the text says which file, which line, and what was expected."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file: its values, and where it stands for those who must mend it.

    `where` names the table for a reader, such as “[meeting]” or “session 2”, and is empty for the whole file; `path`
    is its place in the tree of values, `lines` the line of each key and table by their path.
    """

    file: str
    where: str
    path: Path_
    values: Mapping[str, Any]
    lines: Mapping[Path_, int]

    def error(self, text: str, key: str | None = None) -> FileError:
        """What is wrong, at the line of that key, or of the nearest table that holds it."""
        path = self.path if key is None else (*self.path, key)
        while path and path not in self.lines:
            path = path[:-1]
        line = f", line {self.lines[path]}" if path else ""
        return FileError(f"{self.file}{line}{f', {self.where}' if self.where else ''}: {text}")

    def wrong(self, key: str, expected: str) -> FileError:
        """A key whose value is missing, or not what was expected."""
        found = f"found {_found(self.values[key])}" if key in self.values else "it is missing"
        return self.error(f"“{key}” must be {expected}; {found}", key)

    def refuse_unknown(self, known: Iterable[str]) -> None:
        """Raises FileError for a key that is none of these."""
        words = list(known)
        for key in self.values:
            if key not in words:
                raise self.error(f"“{key}” is not known here; known are {', '.join(words)}", key)

    def text(self, key: str, default: str | None = None) -> str:
        """Text of one line. Raises FileError; without a default also where it is missing or empty."""
        if default is not None and key not in self.values:
            return default
        value = self.values.get(key)
        if not isinstance(value, str):
            raise self.wrong(key, "text between quotation marks")
        if default is None and not value.strip():
            raise self.error(f"“{key}” must not be empty", key)
        return value

    def number(self, key: str, least: int, most: int, default: int | None = None) -> int:
        """A whole number within bounds. Raises FileError."""
        if default is not None and key not in self.values:
            return default
        value = self.values.get(key)
        if type(value) is not int or not least <= value <= most:
            raise self.wrong(key, f"a whole number from {least} to {most}")
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """Yes or no. Raises FileError."""
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            raise self.wrong(key, "true or false")
        return value

    def word(self, terms: type[Term], key: str, default: Term | None = None) -> Term:
        """One of the words of an enumeration. Raises FileError that lists them."""
        if default is not None and key not in self.values:
            return default
        value = self.values.get(key)
        if not isinstance(value, str) or value not in list(terms):
            raise self.wrong(key, _one_of(terms))
        return terms(value)

    def words(self, terms: type[Term], key: str) -> tuple[Term, ...]:
        """A list of words of an enumeration, none twice; empty where it is missing. Raises FileError."""
        for value in self.texts(key):
            if value not in list(terms):
                raise self.error(f"each of “{key}” must be {_one_of(terms)}; found “{value}”", key)
        return tuple(terms(value) for value in self.texts(key))

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, none twice; empty where it is missing. Raises FileError."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            raise self.wrong(key, "a list of texts between quotation marks")
        if twice := next((one for n, one in enumerate(value) if one in value[:n]), None):
            raise self.error(f"“{key}” names “{twice}” twice", key)
        return tuple(value)

    def numbers(self, key: str, least: int, most: int) -> tuple[int, ...]:
        """A list of whole numbers within bounds; empty where it is missing. Raises FileError."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(type(one) is int and least <= one <= most for one in value):
            raise self.wrong(key, f"a list of whole numbers from {least} to {most}")
        return tuple(value)

    def hour(self, key: str) -> time:
        """An hour of a wall clock, without a zone. Raises FileError."""
        value = self.values.get(key)
        if not isinstance(value, str) or not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
            raise self.wrong(key, "an hour such as “09:30”")
        return time.fromisoformat(value)

    def table(self, key: str, *, needed: bool = True) -> Table:
        """The table of that name; an empty one where it is missing and not needed. Raises FileError."""
        if key not in self.values and not needed:
            return Table(self.file, f"[{key}]", (*self.path, key), {}, self.lines)
        if not isinstance(self.values.get(key), dict):
            raise self.wrong(key, f"a table that begins with [{key}]")
        return Table(self.file, f"[{key}]", (*self.path, key), self.values[key], self.lines)

    def tables(self, key: str, called: str, *, needed: bool = True) -> list[Table]:
        """The tables that begin with [[key]], each called so with its number. Raises FileError."""
        found = self.values.get(key, [] if not needed else None)
        heading = ".".join(str(part) for part in (*self.path, key) if isinstance(part, str))
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise self.wrong(key, f"tables that begin with [[{heading}]]")
        before = f"{self.where}, " if self.where else ""
        return [
            Table(self.file, f"{before}{called} {number}", (*self.path, key, number - 1), values, self.lines)
            for number, values in enumerate(found, start=1)
        ]


def read_file(path: Path) -> Table:
    """The whole of a file. Raises FileError where it cannot be read, or is not written as TOML asks."""
    try:
        text = path.read_text(encoding="utf-8")
        values = tomllib.loads(text)
    except OSError as missing:
        raise FileError(f"{path.name}: the file cannot be read: {missing.strerror}") from missing
    except UnicodeDecodeError as broken:
        raise FileError(f"{path.name}: the file must be saved as UTF-8") from broken
    except tomllib.TOMLDecodeError as broken:
        raise FileError(f"{path.name}{_trouble(str(broken))}") from broken
    return Table(path.name, "", (), values, _Lines(text))


def _trouble(said: str) -> str:
    """“, line 20: no value can be read here” for what the reader of TOML said."""
    found = TROUBLE_AT.match(said)
    if found is None:
        return f": {said}"
    what = IN_WORDS.get(found["what"], found["what"])
    return f", line {found['line']}: {what}" if found["line"] else f", at its end: {what}"


def _one_of(terms: type[StrEnum]) -> str:
    return "one of " + ", ".join(f"“{term}”" for term in terms)


def _found(value: object) -> str:
    """A value as its file has it, in few words."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f"“{value}”"
    if isinstance(value, list):
        return "a list" if any(isinstance(one, dict | list) for one in value) else f"[{', '.join(map(_found, value))}]"
    if isinstance(value, dict):
        return "a table"
    return value.isoformat() if isinstance(value, date | time | datetime) else str(value)


class _Lines(Mapping[Path_, int]):
    """The lines of a file, looked for when something is wrong: a file that is right must not wait for them."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def found(self) -> dict[Path_, int]:
        """The line of each key and table by path."""
        return _lines(self.text)

    def __getitem__(self, path: Path_) -> int:
        return self.found[path]

    def __iter__(self) -> Iterator[Path_]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)


def _lines(text: str) -> dict[Path_, int]:
    """The line of each key and table of a file that is known to be well written, by path; the first where it recurs."""
    found: dict[Path_, int] = {}
    table: Path_ = ()
    counts: dict[Path_, int] = {}
    scan = _Scan()
    for number, line in enumerate(text.splitlines(), start=1):
        is_statement = not scan.is_inside
        scan.take(line)
        stripped = line.strip()
        if not is_statement or not stripped or stripped.startswith("#"):
            continue
        if stripped.startswith("["):
            table = _headed(stripped, counts)
            if isinstance(table[-1], int):
                found.setdefault(table[:-1], number)
            found.setdefault(table, number)
            continue
        names = _names(stripped)
        for length in range(1, len(names) + 1):
            found.setdefault((*table, *names[:length]), number)
    return found


def _headed(line: str, counts: dict[Path_, int]) -> Path_:
    """The path that a heading opens: [[sessions.items]] is the next item of the last session."""
    is_list = line.startswith("[[")
    names = _names(line.lstrip("["))
    path: Path_ = ()
    for name in names[:-1]:
        path = (*path, name)
        if path in counts:
            path = (*path, counts[path])
    path = (*path, names[-1])
    if is_list:
        counts[path] = counts.get(path, -1) + 1
        return (*path, counts[path])
    return path


def _names(text: str) -> list[str]:
    """The parts of the key at the beginning of a text: bare, or between quotation marks, with dots between them."""
    found = []
    while part := re.match(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*(\.?)""", text):
        found.append(next(group for group in part.groups()[:3] if group is not None))
        text = text[part.end() :]
        if not part[4]:
            break
    return found


class _Scan:
    """Follows a file line by line and knows whether a list, a table or a text is still open at the line's end."""

    def __init__(self) -> None:
        self.depth = 0
        self.mark = ""

    @property
    def is_inside(self) -> bool:
        """Whether the next line goes on with a value."""
        return bool(self.mark or self.depth)

    def take(self, line: str) -> None:
        """Read one line; a heading's brackets close again on it."""
        at = 0
        while at < len(line):
            if self.mark:
                if line[at] == "\\" and self.mark[0] == '"':
                    at += 1
                elif line.startswith(self.mark, at):
                    at += len(self.mark) - 1
                    self.mark = ""
            elif line[at] == "#":
                return
            elif mark := next((m for m in MARKS if line.startswith(m, at)), ""):
                self.mark = mark
                at += len(mark) - 1
            else:
                self.depth += (line[at] in "[{") - (line[at] in "]}")
            at += 1
