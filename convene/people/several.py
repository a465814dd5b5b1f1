"""Several people at once: lines of a list, such as a spreadsheet gives them, read and taken on record together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from convene.bodies.models import Body, Party
from convene.bodies.terms import Standing
from convene.findings import Finding, Level, Refused
from convene.people.actions import give_term, take_on_record
from convene.people.terms import TermRole

MOST = 200
PARTS = 5
FIELD = "lines"


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it was given: its number, and its five parts; those left out are empty."""

    number: int
    party: str
    name: str
    function: str
    address: str
    role: str


@dataclass(frozen=True, slots=True)
class Offered:
    """What lines may name: parties by name and country, roles by the words for them, both folded.

    `usual` is the role of a member's people where a line names none; everybody's term begins on `starts_on`.
    `zones` are those of capitals by country, for the people of a party that has stated none.
    """

    parties: Mapping[str, Party]
    roles: Mapping[str, TermRole]
    usual: TermRole | None
    starts_on: date
    zones: Mapping[str, str] = field(default_factory=dict)


def read_lines(text: str) -> list[Line]:
    """The lines that say something. Parts stand between semicolons, or between tabs where a spreadsheet was copied."""
    found = []
    for number, words in enumerate(text.splitlines(), start=1):
        if not words.strip():
            continue
        parts = [part.strip() for part in words.split("\t" if "\t" in words else ";")]
        if len(parts) > PARTS and not any(parts[PARTS:]):
            parts = parts[:PARTS]
        party, name, function, address, role = [*parts, *[""] * PARTS][:PARTS]
        # What stands beyond the fifth part is put to the role, so that it is refused and never lost unseen.
        found.append(Line(number, party, name, function, address, ";".join([role, *parts[PARTS:]])))
    return found


def take_several(body: Body, lines: Sequence[Line], offered: Offered, *, by: str, at: datetime) -> int:
    """Take everybody on record, or nobody: each line's problem is said with its number. Raises Refused.

    Gives how many.
    """
    if not lines:
        raise Refused((Finding("", Level.REFUSE, "Write a line for each person.", FIELD),))
    if len(lines) > MOST:
        raise Refused((Finding("", Level.REFUSE, f"At most {MOST} lines at once.", FIELD),))
    problems: list[Finding] = []
    for line in lines:
        try:
            _take(body, line, offered, by=by, at=at)
        except Refused as refused:
            problems += [_at(line, finding.text) for finding in refused.findings]
    if problems:
        raise Refused(tuple(problems))
    return len(lines)


def _at(line: Line, text: str) -> Finding:
    whose = f" ({line.name or line.party})" if line.name or line.party else ""
    return Finding("", Level.REFUSE, f"Line {line.number}{whose}: {text}", FIELD)


def _refuse(text: str) -> Refused:
    return Refused((Finding("", Level.REFUSE, text, FIELD),))


def _take(body: Body, line: Line, offered: Offered, *, by: str, at: datetime) -> None:
    party = offered.parties.get(line.party.casefold())
    if line.party and line.party != "-" and party is None:
        raise _refuse(f"“{line.party}” is not on record. Take it on record first, or write it as it stands there.")
    for words, most, what in ((line.name, 160, "name"), (line.address, 254, "e-mail address")):
        if not words:
            raise _refuse(f"The {what} is missing.")
        if len(words) > most:
            raise _refuse(f"The {what} has more than {most} characters.")
    if len(line.function) > 200:
        raise _refuse("The function has more than 200 characters.")
    role = _role(body, line, party, offered)
    zone = (party.zone or offered.zones.get(party.country, "")) if party else ""
    contact = take_on_record(
        body, name=line.name, address=line.address, function=line.function, zone=zone, by=by, at=at
    )
    if contact.name != line.name:
        raise _refuse(f"{contact.name} has this address already: give the same name, or another address.")
    give_term(contact, body=body, party=party, role=role, starts_on=offered.starts_on, by=by, at=at)


def _role(body: Body, line: Line, party: Party | None, offered: Offered) -> TermRole:
    if line.role:
        role = offered.roles.get(line.role.casefold())
        if role is None:
            known = ", ".join(f"“{words}”" for words in offered.roles)
            raise _refuse(f"“{line.role}” is no role here. Write one of {known}.")
        return role
    if party is None:
        return TermRole.INDIVIDUAL if body.has_individuals else TermRole.CONTACT
    if party.standing is Standing.MEMBER and offered.usual is not None:
        return offered.usual
    return TermRole.OBSERVER if party.standing is Standing.OBSERVER else TermRole.CONTACT


def not_on_record(lines: Sequence[Line], parties: Mapping[str, Party]) -> list[str]:
    """The parties that lines name and that are not on record, each once, in the order in which they come."""
    named = [line.party for line in lines if line.party not in ("", "-") and len(line.party) <= 160]
    return list({name.casefold(): name for name in reversed(named) if name.casefold() not in parties}.values())[::-1]


def by_name(parties: Sequence[Party], fold: Callable[[str], str] = str.casefold) -> dict[str, Party]:
    """Parties by name, and by the letters of their country where one alone has them."""
    found = {fold(p.name): p for p in parties}
    letters = [p.country for p in parties if p.country]
    for party in parties:
        if party.country and letters.count(party.country) == 1:
            found.setdefault(fold(party.country), party)
    return found
