"""Brings what two note-takers made of one paragraph together, its text sentence by sentence: pure.

Two changes within one sentence may contradict each other, so they are not brought together: somebody has to choose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from convene.agendas.rules import is_same
from convene.records import rules
from convene.records.sentences import sentences
from convene.records.terms import Marking, Said

# Beyond so many pairs of sentences nobody waits for the comparison; somebody chooses.
PAIRS_MOST = 250_000


@dataclass(frozen=True, slots=True)
class Merged:
    """What a paragraph says after two wrote it; `both_wrote` where the writer's own text must be kept beside it."""

    said: Said
    both_wrote: bool


def merged(base: Said, mine: Said, now: Said) -> Merged:
    """Bring together what I made of `base` and what it became meanwhile: what only one changed is taken over.

    Where both changed the text, their sentences come together; where both changed one sentence, what stands stays, and
    mine is kept beside it. A removal never takes away what another wrote meanwhile. Two markings: the stricter holds.
    Two headings: what stands stays, and mine is kept beside it.
    """
    if mine in (base, now):
        return Merged(now, both_wrote=False)
    if now == base:
        return Merged(mine, both_wrote=False)
    i_wrote, they_wrote = not is_same(mine.text, base.text), not is_same(now.text, base.text)
    both_texts = i_wrote and they_wrote and not is_same(mine.text, now.text)
    together = (woven(base.text, mine.text, now.text) or None) if both_texts and mine.text and now.text else None
    headed = mine.heading != base.heading and now.heading not in (base.heading, mine.heading)
    is_removed = now.is_removed if mine.is_removed == base.is_removed else mine.is_removed
    # Whoever removed it did not know what the other wrote.
    if (mine.is_removed and they_wrote) or (now.is_removed and i_wrote):
        is_removed = False
    return Merged(
        Said(
            text=together or (mine.text if i_wrote and not they_wrote else now.text),
            marking=_marked(base.marking, mine.marking, now.marking),
            heading=mine.heading if mine.heading != base.heading and now.heading == base.heading else now.heading,
            is_removed=is_removed,
        ),
        both_wrote=(both_texts and together is None) or headed,
    )


def _marked(base: Marking, mine: Marking, now: Marking) -> Marking:
    if mine is base:
        return now
    return mine if now is base else rules.stricter(mine, now)


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
    before, one, other = (sentences(text) for text in (base, mine, now))
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


def is_written_on(earlier: str, later: str) -> bool:
    """Whether whoever wrote the later text went on from the earlier: hardly a word of it is gone."""
    before, after = earlier.casefold().split(), later.casefold().split()
    if len(before) * len(after) > PAIRS_MOST:
        return False
    kept = sum(block.size for block in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks())
    return kept >= len(before) - len(before) // 5


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
