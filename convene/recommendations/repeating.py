"""A recommendation's own line, from its first wording to its last, and the sentence that says how often it was said.

Pure. Its own line goes along the ties by which one text follows another; what was merged or split leads further only
from where nothing else does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from convene.recommendations.rules import ancestors, ordinal
from convene.recommendations.terms import REPEATING, Knot, LinkKind, State, Tie

_SAYING = REPEATING - {LinkKind.MERGES}
_MERGING = frozenset({LinkKind.MERGES})
_OWN = _SAYING | {LinkKind.SUPERSEDES}
_BESIDE = frozenset({LinkKind.MERGES, LinkKind.SPLITS})


def _pairs(ties: Iterable[Tie], kinds: frozenset[LinkKind], beside: frozenset[LinkKind]) -> list[tuple[str, str]]:
    """Later and earlier by ties of these kinds; from a later one that has none of them, by those `beside`."""
    known = list(ties)
    have = {tie.later for tie in known if tie.kind in kinds}
    return [
        (tie.later, tie.earlier) for tie in known if tie.kind in kinds or (tie.kind in beside and tie.later not in have)
    ]


def ends(of: str, knots: Sequence[Knot], ties: Sequence[Tie]) -> tuple[Knot, Knot]:
    """The first and the last wording of its own line; of several that begin or end it, the earliest and the latest.

    A draft that was withdrawn ends no line but its own.
    """
    gone = {knot.key for knot in knots if knot.state == State.WITHDRAWN} - {of}
    kept = [tie for tie in ties if not {tie.later, tie.earlier} & gone]
    back = _pairs(kept, _OWN, _BESIDE)
    forth = _pairs((Tie(tie.earlier, tie.later, tie.kind) for tie in kept), _OWN, _BESIDE)
    first = next(knot for knot in knots if knot.key in _terminal(of, back))
    last = next(knot for knot in reversed(knots) if knot.key in _terminal(of, forth))
    return first, last


def _terminal(of: str, pairs: Sequence[tuple[str, str]]) -> set[str]:
    """Where the ways from one end; itself, where none leads away from it."""
    return (ancestors(of, pairs) | {of}) - {start for start, _ in pairs}


def repetition(of: str, ties: Iterable[Tie]) -> tuple[int, str]:
    """How many times it was said before along the longest way back, and the first of that way (its key)."""
    way = _way_back(of, ties)
    return len(way) - 1, way[-1]


def _way_back(of: str, ties: Iterable[Tie]) -> list[str]:
    """The longest way back to where it was first said, from itself on (keys)."""
    before: dict[str, list[str]] = {}
    for later, earlier in _pairs(ties, _SAYING, _MERGING):
        before.setdefault(later, []).append(earlier)
    # Without recursion: a chain of decades must not end in an error.
    order, waiting, seen = [], [of], {of}
    while waiting:
        node = waiting.pop()
        order.append(node)
        waiting += [e for e in before.get(node, ()) if e not in seen]
        seen.update(before.get(node, ()))
    changed = True
    depths, leads_to = dict.fromkeys(order, 0), dict[str, str]()
    while changed:
        changed = False
        for node in reversed(order):
            for each in before.get(node, ()):
                if depths[each] + 1 > depths[node]:
                    depths[node], leads_to[node], changed = depths[each] + 1, each, True
    way = [of]
    while way[-1] in leads_to:
        way.append(leads_to[way[-1]])
    return way


def said_again(of: str, ties: Iterable[Tie]) -> set[str]:
    """All that say it again, directly or through others (their keys)."""
    return ancestors(of, [(tie.earlier, tie.later) for tie in ties if tie.kind in REPEATING])


def _changed(of: str, ties: Sequence[Tie]) -> str:
    """“, reiterated once, strengthened twice”: what was done on the way from first made to this one.

    Of that way alone, whose steps are the repetitions that are counted. Nothing where it was only said again.
    """
    way = _way_back(of, ties)
    steps = set(pairwise(way))
    words = {LinkKind.REITERATES: "reiterated", LinkKind.STRENGTHENS: "strengthened", LinkKind.WEAKENS: "weakened"}
    counts = Counter(tie.kind for tie in ties if (tie.later, tie.earlier) in steps and tie.kind in words)
    if not counts[LinkKind.STRENGTHENS] + counts[LinkKind.WEAKENS]:
        return ""
    times = {1: "once", 2: "twice"}
    said = (
        f", {word} {times.get(counts[kind], f'{counts[kind]} times')}" for kind, word in words.items() if counts[kind]
    )
    return "".join(said)


_DOES = {kind: "was split from" if kind is LinkKind.SPLITS else str(kind) for kind in LinkKind}
# What became of the earlier end of a tie, in the later one.
DONE = {
    LinkKind.REITERATES: "reiterated by",
    LinkKind.STRENGTHENS: "strengthened by",
    LinkKind.WEAKENS: "weakened by",
    LinkKind.MERGES: "merged into",
    LinkKind.SPLITS: "split into",
    LinkKind.SUPERSEDES: "superseded by",
}


def end_words(kind: LinkKind, symbol: str, *, is_later: bool) -> str:
    """“was split from R.1” of the later end of a tie, “split into R.2” of the earlier; `symbol` is the other end's."""
    return f"{(_DOES if is_later else DONE)[kind]} {symbol or 'a draft'}"


def _made_of(of: str, knots: Sequence[Knot], ties: Sequence[Tie]) -> str:
    """“it strengthens R.4, merges R.2 and R.3 and was split from R.1”; empty where it is tied to no earlier one."""
    said = []
    for kind, does in _DOES.items():
        theirs = {tie.earlier for tie in ties if tie.later == of and tie.kind is kind}
        if names := [knot.symbol or "a draft" for knot in knots if knot.key in theirs]:
            said.append(f"{does} {_listed(names)}")
    return f"it {_listed(said)}" if said else ""


def _listed(words: Sequence[str]) -> str:
    *names, last = words
    return f"{', '.join(names)} and {last}" if names else last


def _origin(of: str, knots: Sequence[Knot], ties: Sequence[Tie]) -> str:
    count, first = repetition(of, ties)
    made_of = _made_of(of, knots, ties)
    if not count:
        return f"I{made_of[1:]}." if made_of else "Made for the first time."
    since = next((knot.on for knot in knots if knot.key == first), None)
    words = f"{ordinal(count).capitalize()} repetition{f' since {since.year}' if since else ''}{_changed(of, ties)}"
    return f"{words}; {made_of}." if made_of else f"{words}."


def lineage_sentence(of: str, knots: Sequence[Knot], ties: Sequence[Tie]) -> str:
    """“Seventh repetition since 2019, reiterated 6 times, weakened once.”, and what was done with it since then."""
    by_key = {knot.key: knot for knot in knots}
    later = [tie for tie in ties if tie.earlier == of and tie.later in by_key]
    said = [end_words(tie.kind, by_key[tie.later].symbol, is_later=False) for tie in later]
    closers = {by_key[tie.later].symbol for tie in later if tie.kind is LinkKind.SUPERSEDES}
    closer = by_key[of].closed_by if of in by_key else ""
    if closer and closer not in closers:
        # It strengthens, say, and its step of closing says that it supersedes as well.
        said.append(f"superseded by {closer}")
    words = _origin(of, knots, ties)
    closes = f" {closer} closes it now." if closer and len(closers | {closer}) > 1 else ""
    return f"{words} Since then {', '.join(said)}.{closes}" if said else words
