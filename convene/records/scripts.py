"""Words in which letters of two scripts stand that look alike: a search for a name passes them by. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

MIXED = "Letters of two scripts stand in this word: a name in it is not found."
TYPE_ANEW = "type the word anew, in one script"
_WORD = re.compile(r"[^\W\d_]+")
# Scripts with letters that pass for one another; Japanese mixes its own, and none of these.
_ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "COPTIC", "CHEROKEE"})


def mixed_words(text: str) -> Iterator[re.Match[str]]:
    """The words in which two scripts are mixed; one that is wholly of another script is none."""
    for word in _WORD.finditer(text):
        if not word[0].isascii() and len(_ALIKE.intersection(map(_script, word[0]))) > 1:
            yield word


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]
