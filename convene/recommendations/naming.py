"""Names that are typed: the countries of a list, and whether a name is that of a country, or of a party. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from convene.bodies.state_names import bare_name, plain_name, state_called, without_style
from convene.bodies.states import STATES
from convene.recommendations.terms import AddresseeKind

# From so much likeness on (of 100) a name is offered for one that is not known.
NEAR_FROM = 80
_KINDS = {
    AddresseeKind.SUMMIT: re.compile(r"\bG ?(?:7|8|20|77)\b|\bsummit\b", re.IGNORECASE),
    AddresseeKind.INSTITUTE: re.compile(r"\b(?:institut\w*|university|college|academy|centre|center)\b", re.IGNORECASE),
    AddresseeKind.IGO: re.compile(
        r"\bnations\b|\bunion\b|\borgani[sz]ation\b|\b(?:UN|EU|AU|OSCE|ECOWAS|NATO)\b|\bbank\b", re.IGNORECASE
    ),
    AddresseeKind.COMPANY: re.compile(
        r"\b(?:ltd|limited|inc|corp\w*|company|plc|llc|gmbh|ag|group|holdings?|bv|nv|sa)\b\.?$", re.IGNORECASE
    ),
}


@lru_cache(4096)
def names_in(countries: str) -> tuple[str, ...]:
    """The countries that a list with commas names, in its order, each once whatever its capitals."""
    found: dict[str, str] = {}
    for name in countries.split(","):
        if plain := " ".join(name.split()):
            found.setdefault(country_key(plain), plain)
    return tuple(found.values())


@lru_cache(4096)
def country_key(name: str) -> str:
    """By what two spellings of a country are known for one: “ÉIRE” and “Éire”."""
    return "".join(name.lower().split())


def party_named(name: str, parties: Iterable[str]) -> tuple[str, bool]:
    """The party that a name typed in is of, and whether it is it without doubt; empty where it is none's.

    Capitals, blanks and “the” make no difference. Near is what differs by a slip of the hand, or names the form of
    government with it.
    """
    plain = plain_name(name)
    keys = {plain_name(party): party for party in parties}
    if plain in keys:
        return keys[plain], True
    bare = without_style(plain)
    for key, party in keys.items():
        slips = 2 if len(key) >= 10 else 1 if len(key) >= 5 else 0
        if without_style(key) == bare or OSA.distance(plain, key, score_cutoff=slips) <= slips:
            return party, False
    return "", False


def known_as(name: str, parties: Iterable[str]) -> str:
    """The party whose State a name means that is in use beside its own, or a code: “USA”, “Holland”, “NLD”.

    Empty where it means none's, or is the party's own name.
    """
    of, own = state_called(name), bare_name(name)
    return next((each for each in parties if of and state_called(each) == of and bare_name(each) != own), "")


def stands_for(name: str, parties: Iterable[str]) -> str:
    """The same, and of a name with the form of government as well, as “Kingdom of Denmark”."""
    meant = known_as(name, parties := list(parties))
    own = bare_name(name)
    return meant or next(
        (each for each in parties if state_called(each) == state_called(name) and bare_name(each) == own), ""
    )


def kind_guessed(name: str) -> AddresseeKind:
    """What somebody most likely is by the words of the name: offered to whoever did not say, and never taken for it."""
    return next((kind for kind, words in _KINDS.items() if words.search(name)), AddresseeKind.OTHER)


def unknown_countries(
    countries: str, known: Iterable[str], used: Iterable[str] = ()
) -> list[tuple[str, tuple[str, ...]]]:
    """The names of a list that are those of no State and not `known` either, each with those it may be meant for.

    Capitals, accents, “the” and the form of government make no difference. What was `used` before is known as well,
    but for what may be meant for another: a slip that was let pass once is asked about in every further text.
    """
    names = {bare_name(name): name for name in (*STATES, *known)}
    names |= {bare_name(name): name for name in used if bare_name(name) not in names and not _meant(name, names)}
    return [(name, _meant(name, names)) for name in names_in(countries) if bare_name(name) not in names]


def _meant(name: str, names: dict[str, str]) -> tuple[str, ...]:
    parts = [part for part in re.split(r"\s*[;/]\s*|\s+and\s+", name) if part]
    if len(parts) > 1 and all(bare_name(part) in names for part in parts):
        return (", ".join(parts),)
    near = process.extract(bare_name(name), list(names), scorer=fuzz.ratio, limit=2, score_cutoff=NEAR_FROM)
    return tuple(names[key] for key, _, _ in near)
