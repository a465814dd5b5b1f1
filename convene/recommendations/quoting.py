"""Quotations of adopted text: whether words in quotation marks stand as they were adopted, or were altered. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz, utils

from convene.recommendations.terms import Quotation

# Fewer words than these are a phrase that anybody may use.
WORDS_LEAST = 6
# From so much likeness on (of 100) to some stretch of an adopted text, a quotation is taken for one of it.
LIKE_FROM = 80
_QUOTED = re.compile(r"“([^”]+)”|„([^“”]+)[“”]|\"([^\"]+)\"|«([^»]+)»")
_ELLIPSIS = re.compile(r"\s*(?:\[?(?:…|\.\.\.)\]?)\s*")
_EDGES = " \t\n.,;:"


def plainly(text: str) -> str:
    """The text with blanks run together: a line break is no alteration."""
    return " ".join(text.split())


def quoted_in(text: str) -> list[str]:
    """What stands in quotation marks, of so many words that it can be told from a phrase."""
    found = [next(part for part in match.groups() if part) for match in _QUOTED.finditer(text)]
    return [words for words in map(plainly, found) if len(words.split()) >= WORDS_LEAST]


def _stands_in(words: str, adopted: str) -> bool:
    """Whether the words stand in the adopted text as they are, in order; an ellipsis marks what is left out."""
    place = 0
    for part in _ELLIPSIS.split(words):
        stretch = part.strip(_EDGES)
        if not stretch:
            continue
        found = adopted.find(stretch, place)
        if found < 0:
            return False
        place = found + len(stretch)
    return True


def checked(text: str, among: Sequence[tuple[str, str, str]]) -> list[Quotation]:
    """Each quotation in a text that is, or is nearly, of an adopted text; `among` are (key, symbol, text)."""
    found = []
    plain = [(key, symbol, plainly(adopted)) for key, symbol, adopted in among]
    for words in quoted_in(text):
        exact = next((each for each in plain if _stands_in(words, each[2])), None)
        if exact is not None:
            found.append(Quotation(words, exact[1], exact[0], is_exact=True))
            continue
        nearest = _nearest(words, plain)
        if nearest is not None:
            found.append(Quotation(words, nearest[1], nearest[0], is_exact=False, adopted=nearest[2]))
    return found


def _nearest(words: str, plain: Sequence[tuple[str, str, str]]) -> tuple[str, str, str] | None:
    """The adopted text of which some stretch is most like these words, if it is like enough."""
    best: tuple[float, tuple[str, str, str]] | None = None
    wanted = utils.default_process(words)
    for each in plain:
        adopted = utils.default_process(each[2])
        if len(adopted) < len(wanted) * 0.6:
            continue
        score = fuzz.partial_ratio(wanted, adopted, score_cutoff=LIKE_FROM)
        if score >= LIKE_FROM and (best is None or score > best[0]):
            best = (score, each)
    return best[1] if best else None
