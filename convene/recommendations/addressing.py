"""Whom a draft addresses, as it is typed line by line: a party under whatever name, or somebody else of a kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from convene.bodies.models import Party
from convene.findings import Finding, Level, Refused
from convene.recommendations.naming import kind_guessed, known_as, party_named, stands_for
from convene.recommendations.terms import AddresseeKind, Named


def all_named(lines: Iterable[str], parties: Mapping[str, Party]) -> tuple[list[tuple[str, Named]], list[Finding]]:
    """Each line with whom it names, and what is to be asked of them: all of it at once."""
    found: list[tuple[str, Named]] = []
    asked: list[Finding] = []
    for line in lines:
        try:
            found.append((line, _named(line, parties)))
        except Refused as refused:
            asked += refused.findings
    return found, asked


def _named(line: str, parties: Mapping[str, Party]) -> Named:
    """“United Nations (international organisation)”. Raises Refused where no kind stands in brackets.

    A party is addressed as such, however it was written: only so is it asked, and may it answer.
    """
    name, _, rest = line.rpartition(" (")
    kinds = {str(k): k for k in AddresseeKind if k is not AddresseeKind.PARTY}
    said = rest.removesuffix(")").casefold().strip().replace("organization", "organisation")
    kind = kinds.get(said) if name and rest.endswith(")") else None
    found = Named(kind or AddresseeKind.OTHER, name if kind else line)
    party, is_sure = party_named(found.name, parties)
    if kind is None and not is_sure:
        party, is_sure = (known, True) if (known := known_as(found.name, parties)) else (party, False)
    if is_sure:
        return Named(AddresseeKind.PARTY, party, parties[party].id)
    if kind is AddresseeKind.OTHER and (meant := stands_for(found.name, parties)):
        raise _others(
            f"“{line}”: {found.name} is {meant}, a party of this body. Tick it above and leave this line out; under "
            "another name its seat would not be asked."
        )
    if party and kind is None:
        other = f" If it is somebody else, say what it is in brackets: “{found.name} (other)”."
        is_it = stands_for(found.name, parties)
        raise _others(f"“{found.name}”: did you mean {party}? Then tick it above.{'' if is_it else other}")
    if len(found.name) > 200:
        raise _others("A name has at most 200 characters.")
    if kind is None:
        first = kind_guessed(found.name)
        others = ", ".join(each for each in kinds if each != first)
        raise _others(f"Say in brackets what it is: “{found.name} ({first})”, or in place of that {others}.")
    return found


def _others(text: str) -> Refused:
    return Refused((Finding("", Level.REFUSE, text, "others"),))


def read_as(named: Iterable[tuple[str, Named]]) -> tuple[str, ...]:
    """Under what other names parties were typed, in words."""
    theirs = ((line, to.name) for line, to in named if to.party_id is not None)
    return tuple(f"“{line}” is read as: {name}." for line, name in theirs if known_as(line, [name]))
