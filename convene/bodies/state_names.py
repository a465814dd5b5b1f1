"""By which names, styles and codes one and the same State is known, and which names those are. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from convene.bodies.states import NO_CODES, SAME, STATES

_STYLES = re.compile(
    r"^(?:(?:government|kingdom|republic|federal republic|commonwealth|state|principality|grand duchy) of )+(?:the )?"
    r"| of america$|^(?:government|kingdom|republic|state) "
)


@lru_cache(4096)
def state_called(name: str) -> str:
    """By what all names of a State are known for one's; empty for what no State is called."""
    plain = _letters(re.sub(r"\b(\w)\.", r"\1", name))
    code = plain if re.fullmatch(r"[A-Z]{2,3}", plain) and plain not in NO_CODES else ""
    called = plain_name(plain)
    if called not in _same() and code:
        called = plain_name(_codes().get(code, called))
    return _same().get(called, "") or _same().get(without_style(called), "")


@lru_cache(1)
def _same() -> dict[str, str]:
    """The name under which each State stands, by each of its own."""
    found = {plain_name(_letters(name)): plain_name(_letters(name)) for name in STATES}
    return found | {plain_name(_letters(name)): plain_name(_letters(row[0])) for row in SAME for name in row}


@lru_cache(1)
def _codes() -> dict[str, str]:
    """The names of States by their codes of two and three letters, from the library that keeps them."""
    from holidays.registry import COUNTRIES  # It takes a moment to load, and codes are seldom written.

    return {code: name.replace("_", " ") for name, (_, *codes) in COUNTRIES.items() for code in codes[:2]}


@lru_cache(512)
def names_of_state(called: str) -> tuple[str, ...]:
    """All names in use of the State that `state_called` knows by this, the first of them its own, and its codes."""
    first = [row[0] for row in SAME if state_called(row[0]) == called]
    names = [name for name in (*STATES, *(name for row in SAME for name in row)) if state_called(name) == called]
    return tuple(dict.fromkeys([*first, *names, *(code for code in _codes() if state_called(code) == called)]))


def without_style(plain: str) -> str:
    """A plain name without the form of government."""
    return _STYLES.sub("", plain)


def bare_name(name: str) -> str:
    """A name without capitals, accents, “the” and the form of government."""
    plain = plain_name(_letters(name))
    return without_style(plain) or plain


def _letters(name: str) -> str:
    """A name without accents, and with one kind of apostrophe."""
    letters = unicodedata.normalize("NFKD", name.replace("’", "'").replace("St. ", "Saint "))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def plain_name(name: str) -> str:
    """A name without capitals, “the”, and the marks around it."""
    return re.sub(r"^the ", "", " ".join(name.casefold().strip(" .,;").split()))
