"""Whom the lines of a draft name besides the parties that are ticked, and what is asked of those that are not clear."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from convene.bodies.models import Party
from convene.bodies.terms import PartyKind
from convene.findings import Finding, Level, Refused
from convene.recommendations.naming import kind_guessed, known_as, party_named, stands_for
from convene.recommendations.terms import AddresseeKind, Named

KINDS = {str(kind): kind for kind in AddresseeKind if kind is not AddresseeKind.PARTY}
# “Example Ltd (company)”, also without the blank, or with the mark that ended a sentence elsewhere.
_LINE = re.compile(r"(?P<name>.*\S)\s*\((?P<kind>[^()]*)\)\s*[.,;]?")
# What a party may be called in brackets and is it still: any other kind means somebody else of its name.
_SAME = {
    PartyKind.UNION: AddresseeKind.IGO,
    PartyKind.MISSION: AddresseeKind.IGO,
    PartyKind.IGO: AddresseeKind.IGO,
    PartyKind.INSTITUTE: AddresseeKind.INSTITUTE,
    PartyKind.COMPANY: AddresseeKind.COMPANY,
}


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


def _parted(line: str) -> tuple[str, AddresseeKind | None]:
    """A line's name and its kind; the whole line, where none of the kinds stands in brackets."""
    match = _LINE.fullmatch(line)
    said = " ".join(match["kind"].casefold().replace("organization", "organisation").split()) if match else ""
    kind = KINDS.get(said)
    return (match["name"], kind) if match and kind else (line, None)


def _named(line: str, parties: Mapping[str, Party]) -> Named:
    """“United Nations (international organisation)”. Raises Refused where no kind stands in brackets.

    A party is addressed as such, however it was written: only so is it asked, and may it answer. Where a kind was typed
    that the party is not, that is asked about: it is not dropped.
    """
    name, kind = _parted(line)
    party, is_sure = party_named(name, parties)
    if kind is None and not is_sure:
        party, is_sure = (known, True) if (known := known_as(name, parties)) else (party, False)
    if is_sure:
        if kind not in (None, _SAME.get(parties[party].kind)):
            raise _asked(
                f"“{line}”: {party} is a party of the body. If it is meant, tick it above and take this line away. "
                "If it is somebody else, write more of their name."
            )
        return Named(AddresseeKind.PARTY, party, parties[party].id)
    if kind is AddresseeKind.OTHER and (meant := stands_for(name, parties)):
        raise _asked(
            f"“{line}”: {name} is {meant}, a party of this body. Tick it above and take this line away; under "
            "another name its seat would not be asked."
        )
    if party and kind is None:
        other = f" If it is somebody else, say what it is in brackets: “{name} (other)”."
        is_it = stands_for(name, parties)
        raise _asked(f"“{name}”: did you mean {party}? Then tick it above.{'' if is_it else other}")
    if len(name) > 200:
        raise _asked("A name has at most 200 characters.")
    if kind is None:
        raise _asked(_which_kind(name))
    return Named(kind, name)


def _which_kind(name: str) -> str:
    first = kind_guessed(name)
    others = ", ".join(each for each in KINDS if each != first)
    return f"Say in brackets what it is: “{name} ({first})”, or in place of that {others}."


def _asked(text: str) -> Refused:
    return Refused((Finding("", Level.REFUSE, text, "others"),))


def read_as(named: Iterable[tuple[str, Named]]) -> tuple[str, ...]:
    """Under what other names parties were typed, in words."""
    theirs = ((line, to.name) for line, to in named if to.party_id is not None)
    return tuple(f"“{line}” is read as: {name}." for line, name in theirs if known_as(line, [name]))
