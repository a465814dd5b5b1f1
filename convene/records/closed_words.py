"""Words of closed paragraphs in a text that others read, too few to be a sentence of them. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

_WORD = re.compile(r"\w+")


def rare_words_taken(sentences: Iterable[str], closed: Iterable[str], told: Iterable[str]) -> list[str]:
    """The sentences with three words in a row of a closed one, of which one at least stands nowhere in what is told.

    A word that is written with a capital, as a name is, counts with one word beside it.
    """
    known = {word for sentence in told for word in _WORD.findall(sentence.casefold())}
    rare: set[tuple[str, ...]] = set()
    for sentence in closed:
        rare.update(_rare_runs(sentence, known))
    return [sentence.strip() for sentence in sentences if not rare.isdisjoint(_rare_runs(sentence, known))]


def _rare_runs(sentence: str, known: Collection[str]) -> Iterator[tuple[str, ...]]:
    words = _WORD.findall(sentence)
    for size in (2, 3):
        for start in range(len(words) - size + 1):
            run = words[start : start + size]
            new = [w for n, w in enumerate(run, start) if w.casefold() not in known and (size > 2 or _is_name(w, n))]
            if new:
                yield tuple(word.casefold() for word in run)


def _is_name(word: str, place: int) -> bool:
    """Whether a word is written as a name is, and not because a sentence begins with it."""
    return word[:1].isupper() and (place > 0 or word[1:2].isupper())
