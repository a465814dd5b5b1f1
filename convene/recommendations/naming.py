"""Names that are typed: the countries of a list, and whether a name is that of a party. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import OSA

_STYLES = re.compile(
    r"^(?:(?:government|kingdom|republic|federal republic|commonwealth|state|principality|grand duchy) of )+(?:the )?"
    r"| of america$|^(?:government|kingdom|republic|state) "
)


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
    plain = _plain_name(name)
    keys = {_plain_name(party): party for party in parties}
    if plain in keys:
        return keys[plain], True
    bare = _STYLES.sub("", plain)
    for key, party in keys.items():
        slips = 2 if len(key) >= 10 else 1 if len(key) >= 5 else 0
        if _STYLES.sub("", key) == bare or OSA.distance(plain, key, score_cutoff=slips) <= slips:
            return party, False
    return "", False


def _plain_name(name: str) -> str:
    return re.sub(r"^the ", "", " ".join(name.casefold().strip(" .,;").split()))
