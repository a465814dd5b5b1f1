"""Reads the meeting templates in `agendas/*.toml`. Data only: who is invited and what is allowed stands elsewhere."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import time
from functools import cache
from pathlib import Path
from typing import Any

from convene.access.terms import Audience
from convene.agendas.terms import ItemKind, Subject
from convene.config import data_folder
from convene.meetings.terms import MeetingKind


class TemplateError(Exception):
    """A template file is wrong; the text says which file, where, and what was expected."""


@dataclass(frozen=True, slots=True)
class ItemTemplate:
    """One item of a template; minutes."""

    title: str
    kind: ItemKind
    subject: Subject
    lead: str
    minutes: int
    outcome: str
    takes_papers: bool


@dataclass(frozen=True, slots=True)
class SessionTemplate:
    """One session: `day` counts from 1, `opens` is the host's wall clock."""

    title: str
    guest_title: str
    day: int
    opens: time
    minutes: int
    audience: Audience
    items: tuple[ItemTemplate, ...]


@dataclass(frozen=True, slots=True)
class MeetingTemplate:
    """A kind of meeting: its sessions, and its deadlines in days before the first day."""

    key: str
    name: str
    kind: MeetingKind
    answers_due_days: int
    papers_due_days: int
    due_at: time
    remind_days: tuple[int, ...]
    sessions: tuple[SessionTemplate, ...]


def _take(table: dict[str, Any], name: str, kind: type, where: str, default: object = None) -> Any:
    """A value of that kind. Raises TemplateError naming the place."""
    if name not in table and default is not None:
        return default
    value = table.get(name)
    if not isinstance(value, kind) or isinstance(value, bool) is not (kind is bool):
        raise TemplateError(f"{where}: “{name}” must be a {kind.__name__}, found {value!r}")
    return value


def _refuse_unknown(table: object, known: str, where: str) -> None:
    if not isinstance(table, dict):
        raise TemplateError(f"{where}: a table with {known} was expected, found {table!r}")
    if unknown := sorted(set(table) - set(known.split())):
        raise TemplateError(f"{where}: “{unknown[0]}” is not known; known are {known}")


def _item(table: dict[str, Any], where: str) -> ItemTemplate:
    _refuse_unknown(table, "title kind subject lead minutes outcome takes_papers", where)
    return ItemTemplate(
        title=_take(table, "title", str, where),
        kind=_word(ItemKind, table, "kind", where),
        subject=_word(Subject, table, "subject", where, "other"),
        lead=_take(table, "lead", str, where, ""),
        minutes=_take(table, "minutes", int, where),
        outcome=_take(table, "outcome", str, where, ""),
        takes_papers=_take(table, "takes_papers", bool, where, default=True),
    )


def _word(terms: Any, table: dict[str, Any], name: str, where: str, default: str | None = None) -> Any:
    text = _take(table, name, str, where, default)
    try:
        return terms(text)
    except ValueError as unknown:
        raise TemplateError(f"{where}: “{name}” must be one of {', '.join(terms)}, found “{text}”") from unknown


def _hour(table: dict[str, Any], name: str, where: str) -> time:
    try:
        return time.fromisoformat(_take(table, name, str, where))
    except ValueError as wrong:
        raise TemplateError(f"{where}: “{name}” must be an hour such as 09:30") from wrong


def _days(table: dict[str, Any], name: str, where: str) -> tuple[int, ...]:
    found = _take(table, name, list, where, [])
    if not all(type(day) is int for day in found):
        raise TemplateError(f"{where}: “{name}” must be a list of whole numbers, found {found!r}")
    return tuple(found)


def _session(table: dict[str, Any], where: str) -> SessionTemplate:
    _refuse_unknown(table, "title guest_title day opens minutes audience items", where)
    return SessionTemplate(
        title=_take(table, "title", str, where),
        guest_title=_take(table, "guest_title", str, where, "Your session"),
        day=_take(table, "day", int, where),
        opens=_hour(table, "opens", where),
        minutes=_take(table, "minutes", int, where),
        audience=_word(Audience, table, "audience", where),
        items=tuple(
            _item(t, f"{where}, item {n}") for n, t in enumerate(_take(table, "items", list, where, []), start=1)
        ),
    )


def read(path: Path) -> MeetingTemplate:
    """Read one template. Raises TemplateError that names file, place and what was expected."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        raise TemplateError(f"{path.name}: {broken}") from broken
    where = f"{path.name}, [meeting]"
    meeting = _take(table, "meeting", dict, path.name)
    _refuse_unknown(table, "meeting sessions", path.name)
    _refuse_unknown(meeting, "name kind answers_due_days papers_due_days due_at remind_days", where)
    sessions = _take(table, "sessions", list, path.name)
    return MeetingTemplate(
        key=path.stem,
        name=_take(meeting, "name", str, where),
        kind=_word(MeetingKind, meeting, "kind", where),
        answers_due_days=_take(meeting, "answers_due_days", int, where),
        papers_due_days=_take(meeting, "papers_due_days", int, where),
        due_at=_hour(meeting, "due_at", where),
        remind_days=_days(meeting, "remind_days", where),
        sessions=tuple(_session(t, f"{path.name}, session {n}") for n, t in enumerate(sessions, start=1)),
    )


@cache
def meeting_templates() -> dict[str, MeetingTemplate]:
    """Every template by its file's name. Raises TemplateError."""
    return {path.stem: read(path) for path in sorted(data_folder("agendas").glob("*.toml"))}
