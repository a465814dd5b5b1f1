"""Quotations of adopted text: whether words in quotation marks stand as they were adopted, or were altered. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from difflib import SequenceMatcher
from heapq import nlargest
from itertools import count

from rapidfuzz import fuzz, process, utils
from rapidfuzz.distance import LCSseq, Levenshtein

from convene.findings import Finding, Level
from convene.recommendations.terms import Quotation

# Fewer words than these are a phrase that anybody may use.
WORDS_LEAST = 6
# From so much likeness on (of 100) to some stretch of an adopted text, a quotation is taken for one of it.
LIKE_FROM = 80
# So many others are named in which a quotation stands as well.
ALSO_MOST = 5
# In so many places, at most, the end of a quotation is looked for.
READINGS_MOST = 4
# Who quotes by more stretches, or by a word each, quotes no text: each is looked for at every place of all of them.
STRETCHES_MOST = 12
# Of so many quotations in one text, at most, it is looked for what they are near to: nobody quotes more in an answer.
NEAR_MOST = 40
# A quotation longer than this, in letters, is held against the few texts that have most of its words in their order.
LONG_FROM = 300
LONG_HELD = 2
# With more pairs of the same words than these, what differs is told faster and less finely.
PAIRS_MOST = 50_000
# How far the words of a quotation have come in an adopted text, and what was left out on the way.
_Way = tuple[int, tuple[str, ...]]
_QUOTED = re.compile(
    r"“([^”]+)”|„([^“”]+)[“”]|\"([^\"]+)\"|«([^»]+)»|»([^«]+)«|‹([^›]+)›|›([^‹]+)‹"
    # What closes one of these is an apostrophe elsewhere: it closes after a word, and before none.
    r"|‚([^‚‘]+)(?<!\s)‘(?!\w)|‚((?:[^‚‘’]|’(?=\w))+)(?<!\s)’(?!\w)"
    r"|(?<!\w)‘((?:[^‘’]|’(?=\w)|(?<=\s)’)+)(?<!\s)’(?!\w)"
)
# Of “the States’ ships” the mark is an apostrophe, unless the quotation ends there: it is read on to the next one too.
_READ_ON = re.compile(r"(?<=[sxz]’)\s+\w(?:[^‘’“„«]|’(?=\w)|(?<=\s)’)*(?<!\s)’(?!\w)")
_ELLIPSIS = re.compile(r"\s*(?:\[\s*(?:…|\.\.\.)\s*\]|…|\.\.\.)\s*")
_EDGES = " \t\n.,;:"
# A stretch of words ends where a word does: “lawful” does not stand in “unlawful” or “non-lawful”, nor “10” in “10.5”.
_BEGINS = r"(?<!\w)(?<!\w[-\u2010\u2011'’])(?<!\d[.,])"
_ENDS = r"(?!\w)(?![-\u2010\u2011'’]\w)(?![.,]\d)"
# Left out of a sentence that is quoted, these turn its sense: no ellipsis makes up for that.
_TURNING = re.compile(
    r"\b(?:not|no|nor|never|neither|none|nobody|nothing|nowhere|cannot|without|unless|except|excepting|only|hardly|"
    r"rarely|seldom)\b|n['’]t\b",
    re.IGNORECASE,
)
_SENTENCE_ENDS = re.compile(r"[.!?;]\s")
# A word, with what stands inside it, or one mark of punctuation.
_WORD = re.compile(r"\w+(?:[^\w\s]+\w+)*|[^\w\s]")


def plainly(text: str) -> str:
    """The text with blanks run together: a line break is no alteration."""
    return " ".join(text.split())


def quoted_in(text: str) -> list[str]:
    """What stands in quotation marks, of so many words that it can be told from a phrase."""
    return [readings[0] for readings in _readings(text)]


def _readings(text: str) -> list[list[str]]:
    """Each quotation, by the ways in which its end can be read: the nearest mark first."""
    found = []
    for match in _QUOTED.finditer(text):
        start, end = match.span(match.lastindex or 0)
        ends = [end]
        while (
            len(ends) < READINGS_MOST and match.group().startswith("‘") and (on := _READ_ON.match(text, ends[-1] + 1))
        ):
            ends.append(on.end() - 1)
        words = [plainly(text[start:each]) for each in ends]
        found.append([each for each in words if len(each.split()) >= WORDS_LEAST])
    return [readings for readings in found if readings]


def is_as_adopted(text: str, adopted: str) -> bool:
    """Whether a text is the adopted one from its first word to its last; an ellipsis marks all that is left out.

    A sentence without the “if” before it would say something else: what is left out at either end is marked as well.
    """
    return _left_out(plainly(text), plainly(adopted), whole=True) is not None


def _left_out(words: str, adopted: str, *, whole: bool = False, turning: bool = False) -> tuple[str, ...] | None:
    """What the ellipses of a quotation stand for; None where the words do not stand so in the adopted text.

    `whole` asks that the words begin and end as the adopted text does, or say by an ellipsis that they do not;
    `turning` lets pass what turns the sense by being left out.
    """
    plain, all_of_it = words.strip(_EDGES), adopted.strip(_EDGES)
    if plain == all_of_it or (not whole and _places(plain, adopted)):
        return ()
    stretches = [part.strip(_EDGES) for part in _ELLIPSIS.split(words)]
    parts = [part for part in stretches if part]
    said = sum(len(part.split()) for part in parts)
    if len(stretches) < 2 or not parts or len(parts) > STRETCHES_MOST or said < 2 * len(parts):
        return None
    ways: list[_Way] = [(0, ())]
    for number, part in enumerate(parts):
        is_free = not whole and number == 0
        may_skip = number > 0 or not stretches[0]
        ways = [
            (end, way)
            for start, end in _places(part, adopted)
            if (way := () if is_free else _skipped(ways, adopted, start, may_skip=may_skip, turning=turning))
            is not None
        ]
        if not ways:
            return None
    if whole:
        return _skipped(ways, adopted, len(adopted), may_skip=not stretches[-1], turning=turning)
    return ways[0][1]


def _skipped(
    ways: Sequence[_Way], adopted: str, start: int, *, may_skip: bool, turning: bool
) -> tuple[str, ...] | None:
    """What is left out up to here, by the way that leaves out least; None where that may not be."""
    last = max((way for way in ways if way[0] <= start), key=lambda way: way[0], default=None)
    if last is None:
        return None
    gap = adopted[last[0] : start]
    if not gap.strip(_EDGES):
        return last[1]
    pieces = _SENTENCE_ENDS.split(gap)
    # Whole sentences may go, whatever they say; not what belongs to a sentence of which something stays.
    halves = [pieces[0]] * (last[0] > 0) + [pieces[-1]] * (start < len(adopted))
    turns = not turning and any(_TURNING.search(piece) for piece in halves)
    return (*last[1], gap.strip(_EDGES)) if may_skip and not turns else None


def _places(stretch: str, adopted: str) -> list[tuple[int, int]]:
    """Where a stretch of words stands in a text, from the beginning of a word to the end of one."""
    if not stretch or stretch not in adopted:
        return []
    begins, ends = _BEGINS if stretch[0].isalnum() else "", _ENDS if stretch[-1].isalnum() else ""
    return [match.span() for match in re.finditer(begins + re.escape(stretch) + ends, adopted)]


def checked(text: str, among: Sequence[tuple[str, str, str]]) -> list[Quotation]:
    """Each quotation in a text that is, or is nearly, of an adopted text; `among` are (key, symbol, text)."""
    return checked_all([text], among)[0]


def checked_all(texts: Sequence[str], among: Sequence[tuple[str, str, str]]) -> list[list[Quotation]]:
    """The same for many texts, in their order: what was adopted is made ready once."""
    plain = [(key, symbol, plainly(adopted)) for key, symbol, adopted in among]
    words = [utils.default_process(adopted) for _, _, adopted in plain]
    found = []
    for text in texts:
        looks = _so_often(NEAR_MOST)
        held = [_nearest(each, plain, words, looks_near=looks) for each in _readings(text)]
        found.append([each for each in held if each])
    return found


def _so_often(most: int) -> Callable[[], bool]:
    asked = count(1)
    return lambda: next(asked) <= most


def _nearest(
    readings: Sequence[str],
    plain: Sequence[tuple[str, str, str]],
    words: Sequence[str],
    *,
    looks_near: Callable[[], bool],
) -> Quotation | None:
    """What a quotation is of: as it stands by one of its readings, or else altered by the first that is near any."""
    found = [each for reading in readings if (each := _as_it_stands(reading, plain))]
    if not any(each.is_exact for each in found) and looks_near():
        known = {each.words for each in found}
        near = (_nearly(reading, plain, words) for reading in readings if reading not in known)
        found = sorted([*found, *filter(None, near)], key=lambda each: readings.index(each.words))
    return next((each for each in found if each.is_exact), found[0] if found else None)


def _as_it_stands(quoted: str, plain: Sequence[tuple[str, str, str]]) -> Quotation | None:
    """Of which text it is as it stands there, or with something left out that turns its sense."""
    if not _ELLIPSIS.search(quoted):
        plain = [each for each in plain if quoted.strip(_EDGES) in each[2]]
    exact = [(each, out) for each in plain if (out := _left_out(quoted, each[2])) is not None]
    if exact:
        # Where it stands as it is, nothing was left out.
        (key, symbol, _), left_out = min(exact, key=lambda pair: len(pair[1]))
        also = tuple((each[0], each[1]) for each, out in exact if each[0] != key and len(out) == len(left_out))
        return Quotation(quoted, symbol, key, is_exact=True, left_out=left_out, also=also[:ALSO_MOST])
    for key, symbol, adopted in plain:
        if (turned := _left_out(quoted, adopted, turning=True)) is not None:
            return Quotation(quoted, symbol, key, is_exact=False, adopted=adopted, left_out=turned)
    return None


def _nearly(quoted: str, plain: Sequence[tuple[str, str, str]], words: Sequence[str]) -> Quotation | None:
    """The text to a stretch of which it is like enough to be taken for one of it."""
    wanted = utils.default_process(quoted)
    # A text much shorter than the quotation is not what it quotes, though it may stand in it.
    long = {place: each for place, each in enumerate(words) if len(each) >= len(wanted) * 0.6}
    if len(wanted) > LONG_FROM:
        said = wanted.split()
        alike = {place: LCSseq.similarity(said, each.split()) for place, each in long.items()}
        long = {place: long[place] for place in nlargest(LONG_HELD, alike, key=lambda place: alike[place])}
    nearest = process.extractOne(wanted, long, scorer=fuzz.partial_ratio, score_cutoff=LIKE_FROM)
    if nearest is None:
        return None
    key, symbol, adopted = plain[nearest[2]]
    return Quotation(quoted, symbol, key, is_exact=False, adopted=adopted, differs=_differing(quoted, adopted))


def _differing(quoted: str, adopted: str) -> tuple[tuple[str, str], ...]:
    """The words that are not the same, in pairs: as adopted, and as quoted; one is empty where words came or went.

    What an ellipsis stands for is none of them, and what the adopted text says before and after is not quoted.
    """
    near = fuzz.partial_ratio_alignment(quoted, adopted)
    # What was left out makes the adopted words longer than those that are quoted.
    aside = len(quoted) // 2
    start, end = (max(near.dest_start - aside, 0), near.dest_end + aside) if near else (0, len(adopted))
    was = [match for match in _WORD.finditer(adopted) if start <= match.start() < end]
    now = list(_WORD.finditer(quoted.strip(_EDGES)))
    found = []
    for kind, i, j, k, m in _steps([each.group() for each in was], [each.group() for each in now]):
        if kind == "equal" or (k == m and (k == 0 or m == len(now))):
            continue
        # At either end as many adopted words are named as stand there in their place.
        first = max(i, j - (m - k)) if k == 0 else i
        last = min(j, i + (m - k)) if m == len(now) else j
        pair = _stretch(adopted, was[first:last]), _stretch(quoted.strip(_EDGES), now[k:m])
        if not _ELLIPSIS.fullmatch(pair[1]):
            found.append(pair)
    return tuple(found)


def _steps(was: Sequence[str], now: Sequence[str]) -> Iterable[tuple[str, int, int, int, int]]:
    """By which steps the one becomes the other. Words that are the same over and over would take minutes to pair."""
    of, to = Counter(was), Counter(now)
    if sum(many * to[word] for word, many in of.items()) > PAIRS_MOST:
        steps = Levenshtein.opcodes(was, now)
        return ((each.tag, each.src_start, each.src_end, each.dest_start, each.dest_end) for each in steps)
    return SequenceMatcher(None, was, now, autojunk=False).get_opcodes()


def _stretch(text: str, words: Sequence[re.Match[str]]) -> str:
    return text[words[0].start() : words[-1].end()] if words else ""


def unlooked(quotations: Iterable[Quotation], looked_at: Collection[str]) -> list[Quotation]:
    """The altered ones whose words are not among those at which somebody says to have looked."""
    known = set(map(plainly, looked_at))
    return [each for each in quotations if not each.is_exact and each.words not in known]


def altered_findings(count: int) -> list[Finding]:
    """Whoever quotes adopted text in other words is asked to look, once: they may mean it."""
    text = "Adopted text is altered where you quote it: see below what you wrote. Put the adopted words, or tick this."
    return [Finding("", Level.REFUSE, text, "as_it_stands")] if count else []
