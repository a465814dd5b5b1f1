"""Reads the meeting templates in `agendas/*.toml`. Data only: who is invited and what is allowed stands elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from functools import cache
from pathlib import Path

from convene.access.terms import Audience
from convene.agendas.terms import ItemKind, Subject
from convene.config import data_folder
from convene.meetings.terms import MeetingKind
from convene.toml_files import Table, read_file

DAYS_MOST = 14


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
class DayTemplate:
    """A day of a round of check-ins: `day` counts from 1, the hours are the host's wall clock."""

    day: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class RoundTemplate:
    """A round of check-ins: the length of each, and the days with the hours between which they are held."""

    slot_minutes: int
    days: tuple[DayTemplate, ...]


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
    round: RoundTemplate | None = None


def _item(table: Table) -> ItemTemplate:
    table.refuse_unknown("title kind subject lead minutes outcome takes_papers".split())
    return ItemTemplate(
        title=table.text("title"),
        kind=table.word(ItemKind, "kind"),
        subject=table.word(Subject, "subject", Subject.OTHER),
        lead=table.text("lead", ""),
        minutes=table.number("minutes", 1, 600),
        outcome=table.text("outcome", ""),
        takes_papers=table.flag("takes_papers", default=True),
    )


def _session(table: Table) -> SessionTemplate:
    table.refuse_unknown("title guest_title day opens minutes audience items".split())
    return SessionTemplate(
        title=table.text("title"),
        guest_title=table.text("guest_title", "Your session"),
        day=table.number("day", 1, DAYS_MOST),
        opens=table.hour("opens"),
        minutes=table.number("minutes", 5, 720),
        audience=table.word(Audience, "audience"),
        items=tuple(_item(one) for one in table.tables("items", "item", needed=False)),
    )


def _day(table: Table) -> DayTemplate:
    table.refuse_unknown("day opens closes".split())
    found = DayTemplate(table.number("day", 1, DAYS_MOST), table.hour("opens"), table.hour("closes"))
    if found.closes <= found.opens:
        raise table.wrong("closes", f"an hour after {found.opens:%H:%M}")
    return found


def _round(table: Table) -> RoundTemplate:
    table.refuse_unknown("slot_minutes days".split())
    days = tuple(_day(one) for one in table.tables("days", "day"))
    if not days:
        raise table.wrong("days", "one day at least")
    return RoundTemplate(table.number("slot_minutes", 5, 240), days)


def read(path: Path) -> MeetingTemplate:
    """Read one template. Raises FileError that names file, line, place and what was expected."""
    whole = read_file(path)
    whole.refuse_unknown(("meeting", "round", "sessions"))
    meeting = whole.table("meeting")
    meeting.refuse_unknown("name kind answers_due_days papers_due_days due_at remind_days".split())
    return MeetingTemplate(
        key=path.stem,
        name=meeting.text("name"),
        kind=meeting.word(MeetingKind, "kind"),
        answers_due_days=meeting.number("answers_due_days", 0, 365),
        papers_due_days=meeting.number("papers_due_days", 0, 365),
        due_at=meeting.hour("due_at"),
        remind_days=meeting.numbers("remind_days", 1, 365),
        sessions=tuple(_session(one) for one in whole.tables("sessions", "session")),
        round=_round(whole.table("round")) if "round" in whole.values else None,
    )


def round_of(key: str) -> RoundTemplate | None:
    """What makes a meeting of that template a round of check-ins; None for any other."""
    found = meeting_templates().get(key)
    return found.round if found else None


@cache
def meeting_templates() -> dict[str, MeetingTemplate]:
    """Every template by its file's name. Raises FileError."""
    return {path.stem: read(path) for path in sorted(data_folder("agendas").glob("*.toml"))}
