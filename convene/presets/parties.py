"""Reads the parties that presets name, from `agendas/parties/known.toml`: what kind each is, and where."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from convene import clock
from convene.bodies.terms import PartyKind, Standing
from convene.config import data_folder
from convene.presets.terms import Preset
from convene.toml_files import FileError, Table, read_file

COUNTRY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class KnownParty:
    """A party as the file knows it; `country` is empty for those of none."""

    name: str
    kind: PartyKind
    country: str
    zone: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """A party that a preset names, and what it would be to the body."""

    party: KnownParty
    standing: Standing


def read(path: Path) -> dict[str, KnownParty]:
    """The parties of a file by name. Raises FileError that names file, line, and what was expected."""
    whole = read_file(path)
    return {name: _party(name, whole.table(name)) for name in whole.values}


def _party(name: str, table: Table) -> KnownParty:
    table.refuse_unknown(("kind", "country", "zone"))
    if len(name) > 160:
        raise table.error("a name must have 160 letters at most")
    country, zone = table.text("country", ""), table.text("zone")
    if country and not COUNTRY.fullmatch(country):
        raise table.wrong("country", "two capital letters, such as “NL”")
    try:
        clock.zone(zone)
    except ValueError as unknown:
        raise table.wrong("zone", "a time zone such as “Europe/Zurich”") from unknown
    return KnownParty(name, table.word(PartyKind, "kind"), country, zone)


@cache
def known_parties() -> dict[str, KnownParty]:
    """Every party that is known, by name. Raises FileError."""
    return read(data_folder("agendas") / "parties" / "known.toml")


def proposed_by(preset: Preset) -> list[Proposed]:
    """The parties that a preset names, each once and as the most that it is there; names that are not known are left.

    Founders and the steering group are members where the body takes their kind as such, and its secretariat where the
    preset says that they serve; whoever is briefed and met comes as a guest.
    """
    found: dict[str, Proposed] = {}
    for party in _known((*preset.founders, *preset.steering, preset.secretariat)):
        serves = party.name == preset.secretariat
        standing = Standing.MEMBER if party.kind in preset.members and not serves else Standing.SECRETARIAT
        found.setdefault(party.name, Proposed(party, standing))
    for party in _known(preset.briefed):
        found.setdefault(party.name, Proposed(party, Standing.GUEST))
    return list(found.values())


def _known(names: Iterable[str]) -> list[KnownParty]:
    known = known_parties()
    return [known[name] for name in names if name in known]


__all__ = ["FileError", "KnownParty", "Proposed", "known_parties", "proposed_by", "read"]
