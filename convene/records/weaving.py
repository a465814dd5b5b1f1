"""Brings two changes of one text together, sentence by sentence: pure.

Two changes within one sentence may contradict each other, so they are not brought together: somebody has to choose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# Up to a full stop, with the blank after it; a line without one is a sentence too.
_SENTENCE = re.compile(r"[^.!?\n]*(?:[.!?]+[”’\"')\]]*|\n|$)\s*")
# Beyond so many pairs of sentences nobody waits for the comparison; somebody chooses.
PAIRS_MOST = 250_000


@dataclass(frozen=True, slots=True)
class _Change:
    """Sentences from `start` to before `end` give way to others; between two sentences where both are the same."""

    start: int
    end: int
    sentences: tuple[str, ...]

    def meets(self, other: _Change) -> bool:
        """Whether both touch one sentence, or put something else at the same place."""
        if self.start == self.end == other.start == other.end:
            return True
        return self.start < other.end and other.start < self.end


def woven(base: str, mine: str, now: str) -> str | None:
    """Both changes of `base` in one text; None where they touch the same sentence, or stand at the same place."""
    before, one, other = (_sentences(text) for text in (base, mine, now))
    if len(before) * max(len(one), len(other)) > PAIRS_MOST:
        return None
    own, theirs = _changes(before, one), _changes(before, other)
    if any(each.meets(another) for each in own for another in theirs if each != another):
        return None
    standing = _standing(_standing(before, one), other)
    place, found = 0, []
    for change in sorted({*own, *theirs}, key=lambda c: (c.start, c.end)):
        found += [*standing[place : change.start], *change.sentences]
        place = change.end
    return _joined([*found, *standing[place:]])


def _sentences(text: str) -> list[str]:
    return [found for found in _SENTENCE.findall("\n".join(text.splitlines()).rstrip()) if found]


def _codes(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """Where both differ. A sentence is the same whatever blank stands behind it."""
    old, new = ([sentence.rstrip() for sentence in side] for side in (before, after))
    return list(SequenceMatcher(None, old, new, autojunk=False).get_opcodes())


def _changes(before: Sequence[str], after: Sequence[str]) -> list[_Change]:
    return [_Change(i, j, tuple(after[k:m])) for kind, i, j, k, m in _codes(before, after) if kind != "equal"]


def _standing(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """The sentences as they were, with the longer blank behind them: a new line that one of both began stays."""
    found = list(before)
    for kind, i, j, k, m in _codes(before, after):
        if kind == "equal":
            found[i:j] = [max(old, new, key=len) for old, new in zip(before[i:j], after[k:m], strict=True)]
    return found


def _joined(sentences: Sequence[str]) -> str:
    """The sentences in a row; one that was the last of its text has a blank after it where another follows now."""
    parts = [s if s[-1:].isspace() or n == len(sentences) - 1 else f"{s} " for n, s in enumerate(sentences)]
    return "".join(parts).rstrip()
