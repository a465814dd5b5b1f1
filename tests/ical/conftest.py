"""Readers that did not write what they read: libical where it can be built, vobject, and dateutil for time zones."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from shutil import which

import icalendar
import pytest
import vobject

SOURCE = Path(__file__).with_name("libical_reader.c")

Instants = dict[str, tuple[datetime, datetime]]


def _vobject_complaints(calendars: bytes) -> list[str]:
    try:
        for calendar in vobject.readComponents(io.StringIO(calendars.decode(), newline="")):
            calendar.validate(raiseException=True)
    except vobject.base.VObjectError as refused:
        return [str(refused)]
    return []


def _vobject_instants(calendars: bytes) -> Instants:
    return {
        event.uid.value: (event.dtstart.value.astimezone(UTC), event.dtend.value.astimezone(UTC))
        for calendar in vobject.readComponents(io.StringIO(calendars.decode(), newline=""))
        for event in calendar.vevent_list
    }


def _icalendar_instants(calendar: bytes) -> Instants:
    def instant(event: icalendar.Component, name: str) -> datetime:
        read: datetime = event.decoded(name)
        return read.astimezone(UTC)

    events = icalendar.Calendar.from_ical(calendar).walk("VEVENT")
    return {str(event["UID"]): (instant(event, "DTSTART"), instant(event, "DTEND")) for event in events}


def _libical_lines(program: Path, calendars: bytes) -> list[list[str]]:
    shown = subprocess.run([program], input=calendars, capture_output=True, check=True, timeout=60)
    return [line.split(" ") for line in shown.stdout.decode().splitlines()]


def _libical_complaints(program: Path, calendars: bytes) -> list[str]:
    return [" ".join(line[1:]) for line in _libical_lines(program, calendars) if line[0] == "complaint"]


def _libical_instants(program: Path, calendars: bytes) -> Instants:
    def parsed(text: str) -> datetime:
        return datetime.strptime(text, "%Y%m%dT%H%M%S%z")

    lines = [line for line in _libical_lines(program, calendars) if line[0] == "event"]
    return {uid: (parsed(start), parsed(end)) for _, uid, start, end in lines}


def _build_libical(folder: Path) -> Path | None:
    """The compiled reader, or None where there is no compiler or no libical to build it with."""
    if not (which("gcc") and which("pkg-config")):
        return None
    asked = ["pkg-config", "--cflags", "--libs", "libical"]
    flags = subprocess.run(asked, capture_output=True, check=False, text=True)
    if flags.returncode:
        return None
    program = folder / "libical_reader"
    subprocess.run(["gcc", "-o", program, SOURCE, *flags.stdout.split()], check=True)
    return program


@pytest.fixture(scope="session")
def libical_program(tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    """The library libical behind a small program of ours; None where it cannot be built."""
    return _build_libical(tmp_path_factory.mktemp("libical"))


@pytest.fixture(scope="session")
def complaints_of(libical_program: Path | None) -> Callable[[bytes], list[str]]:
    """What is wrong with calendars: by libical, which knows the rules of each METHOD, or else by vobject."""
    return partial(_libical_complaints, libical_program) if libical_program else _vobject_complaints


@pytest.fixture(scope="session")
def instants_in(libical_program: Path | None) -> Callable[[bytes], Instants]:
    """Start and end in UTC of each event, by UID, as libical (or else vobject) works them out."""
    return partial(_libical_instants, libical_program) if libical_program else _vobject_instants


@pytest.fixture(scope="session")
def readers() -> dict[str, Callable[[bytes], Instants]]:
    """The readers that need no compiler, by name; each gives start and end in UTC of each event, by UID."""
    return {"vobject": _vobject_instants, "icalendar": _icalendar_instants}
