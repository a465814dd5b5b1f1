"""Whom the lines of a draft name besides the parties that are ticked, and what is asked of those that are not clear."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from convene.bodies.models import Party
from convene.bodies.terms import PartyKind
from convene.findings import Finding, Level, Refused
from convene.recommendations.naming import kind_guessed, party_named
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


def all_named(lines: Iterable[str], parties: Mapping[str, Party]) -> tuple[list[Named], list[Finding]]:
    """Whom the lines name, and what is to be asked of them: all of it at once."""
    found: list[Named] = []
    asked: list[Finding] = []
    for line in lines:
        try:
            found.append(_named(line, parties))
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
    if is_sure:
        if kind not in (None, _SAME.get(parties[party].kind)):
            raise _asked(
                f"“{line}”: {party} is a party of the body. If it is meant, tick it above and take this line away. "
                "If it is somebody else, write more of their name."
            )
        return Named(AddresseeKind.PARTY, party, parties[party].id)
    if party and kind is None:
        raise _asked(
            f"“{name}”: did you mean {party}? Then tick it above. If it is somebody else, say what it is in "
            f"brackets: “{name} (other)”."
        )
    if len(name) > 200:
        raise _asked("A name has at most 200 characters.")
    if kind is None:
        first = kind_guessed(name)
        others = ", ".join(each for each in KINDS if each != first)
        raise _asked(f"Say in brackets what it is: “{name} ({first})”, or in place of that {others}.")
    return Named(kind, name)


def _asked(text: str) -> Refused:
    return Refused((Finding("", Level.REFUSE, text, "others"),))
