"""Quotations of adopted text: whether words in quotation marks stand as they were adopted, or were altered. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz, process, utils

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


def is_as_adopted(text: str, adopted: str) -> bool:
    """Whether a text is nothing but the adopted words in their order; an ellipsis marks what is left out."""
    return _stands_in(plainly(text), plainly(adopted))


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
    return checked_all([text], among)[0]


def checked_all(texts: Sequence[str], among: Sequence[tuple[str, str, str]]) -> list[list[Quotation]]:
    """The same for many texts, in their order: what was adopted is made ready once."""
    plain = [(key, symbol, plainly(adopted)) for key, symbol, adopted in among]
    words = [utils.default_process(adopted) for _, _, adopted in plain]
    return [[found for each in quoted_in(text) if (found := _held_against(each, plain, words))] for text in texts]


def _held_against(quoted: str, plain: Sequence[tuple[str, str, str]], words: Sequence[str]) -> Quotation | None:
    exact = next((each for each in plain if _stands_in(quoted, each[2])), None)
    if exact is not None:
        return Quotation(quoted, exact[1], exact[0], is_exact=True)
    wanted = utils.default_process(quoted)
    # A text much shorter than the quotation is not what it quotes, though it may stand in it.
    long = {place: each for place, each in enumerate(words) if len(each) >= len(wanted) * 0.6}
    nearest = process.extractOne(wanted, long, scorer=fuzz.partial_ratio, score_cutoff=LIKE_FROM)
    if nearest is None:
        return None
    key, symbol, adopted = plain[nearest[2]]
    return Quotation(quoted, symbol, key, is_exact=False, adopted=adopted)
