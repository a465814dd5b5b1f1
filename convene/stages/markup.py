"""The mark-up of an agenda against an earlier one, both as cut to the same reader: pure, and blind to all else.

It is made of nothing but the two views, so that it can tell nobody of what they saw in neither (settled 4).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from convene import clock
from convene.agendas.terms import AgendaView, ItemView, PaperLine, SessionView
from convene.stages.terms import FieldMarkup, ItemMarkup, Mark, Markup, Run, SessionMarkup

# Beyond so many pairs of words a text counts as written anew: comparing them word by word would keep a reader waiting.
PAIRS_MOST = 1_000_000
# One value takes the place of the other: “2 h” and “1 h 45 min” have no hour in common.
AS_ONE = frozenset({"For", "Duration", "Hour", "Hours", "Day", "Days", "Audience"})
# A word, with what stands inside it (“2027/1”, “non-attributed”), or one mark of punctuation; and the blank behind.
_WORD = re.compile(r"(?:\w+(?:[^\w\s]+\w+)*|[^\w\s])\s*|\s+")

Told = dict[str, str]


def runs_of(before: str, now: str) -> tuple[Run, ...]:
    """The words of both texts in their order, each marked; what is the same stands once."""
    return _marked(_WORD.findall(before), _WORD.findall(now))


def _marked(before: Sequence[str], now: Sequence[str]) -> tuple[Run, ...]:
    if len(before) * len(now) > PAIRS_MOST and before != now:
        return _joined((("".join(before), Mark.DELETED), ("".join(now), Mark.ADDED)))
    found: list[tuple[str, Mark]] = []
    # A word is the same word whatever blank stands behind it.
    old_words, new_words = ([word.strip() for word in side] for side in (before, now))
    for kind, i, j, k, m in SequenceMatcher(None, old_words, new_words, autojunk=False).get_opcodes():
        if kind == "equal":
            for old, new in zip(before[i:j], now[k:m], strict=True):
                found += _same_word(old, new)
        else:
            found += [("".join(before[i:j]), Mark.DELETED), ("".join(now[k:m]), Mark.ADDED)]
    return _joined(found)


def _same_word(old: str, new: str) -> list[tuple[str, Mark]]:
    if old == new:
        return [(new, Mark.SAME)]
    word = new.strip()
    return [(word, Mark.SAME), (old[len(word) :], Mark.DELETED), (new[len(word) :], Mark.ADDED)]


def _joined(pairs: Iterable[tuple[str, Mark]]) -> tuple[Run, ...]:
    """Neighbours of one mark become one run; empty ones fall away."""
    runs: list[Run] = []
    for text, mark in pairs:
        if runs and runs[-1].mark is mark:
            runs[-1] = Run(runs[-1].text + text, mark)
        elif text:
            runs.append(Run(text, mark))
    return tuple(runs)


def _differing(before: Told, now: Told) -> tuple[FieldMarkup, ...]:
    """What differs, by label; what is told of one alone is all added or all deleted."""
    labels = [*now, *(label for label in before if label not in now)]
    pairs = ((label, before.get(label, ""), now.get(label, "")) for label in labels)
    return tuple(FieldMarkup(label, _runs_in(label, old, new)) for label, old, new in pairs if old != new)


def _runs_in(label: str, before: str, now: str) -> tuple[Run, ...]:
    if label in AS_ONE:
        return _joined(((before, Mark.DELETED), (now, Mark.ADDED)))
    return runs_of(before, now)


def compare(before: AgendaView, now: AgendaView, *, with_annotations: bool = True) -> Markup:
    """The whole of `now` with every difference from `before`; both must be cut to one reader.

    With `with_annotations` False what only an annotated agenda says is left aside, so that an agenda that carries
    none is not shown as one from which everything was deleted.
    """
    return _Comparison(before, now, with_annotations=with_annotations).result()


class _Comparison:
    def __init__(self, before: AgendaView, now: AgendaView, *, with_annotations: bool) -> None:
        self.before, self.now, self.with_annotations = before, now, with_annotations
        self.old = {i.key: (s, i) for s in before.sessions for i in s.items}
        self.new = {i.key: (s, i) for s in now.sessions for i in s.items}
        self.shifted = self._shifted()

    def result(self) -> Markup:
        old = {self._identity(s): s for s in self.before.sessions}
        new = {self._identity(s): s for s in self.now.sessions}
        found = (self._session(old.get(key), new.get(key)) for key in _interleaved(list(old), list(new)))
        return Markup(_differing(_head(self.before), _head(self.now)), tuple(s for s in found if s is not None))

    def _identity(self, session: SessionView) -> str:
        """A whole session's key; for single items that of the first one that both views have."""
        keys = [i.key for i in session.items]
        return session.key or "single " + next((k for k in keys if k in self.old and k in self.new), "".join(keys[:1]))

    def _session(self, old: SessionView | None, new: SessionView | None) -> SessionMarkup | None:
        gone = [i.key for i in old.items if i.key not in self.new] if old else []
        here = [i.key for i in new.items] if new else []
        order = _interleaved([i.key for i in old.items if i.key in gone or i.key in here] if old else [], here)
        items = tuple(self._item(key) for key in order)
        if new is None:
            assert old is not None  # noqa: S101 - told to the type checker: one of both is there
            # Single items have no session of their own for their reader: where none is gone, nothing is.
            return SessionMarkup(Mark.DELETED, runs_of(old.title, ""), (), items) if old.is_whole or gone else None
        if old is None:
            is_new = new.is_whole or not any(key in self.old for key in here)
            return SessionMarkup(
                Mark.ADDED if is_new else Mark.SAME,
                runs_of("" if is_new else new.title, new.title),
                _differing({}, _of_session(new, self.now.zone)) if is_new else (),
                items,
            )
        fields = _differing(_of_session(old, self.before.zone), _of_session(new, self.now.zone))
        mark = Mark.CHANGED if fields or old.title != new.title else Mark.SAME
        return SessionMarkup(mark, runs_of(old.title, new.title), fields, items)

    def _item(self, key: str) -> ItemMarkup:
        if key not in self.new:
            item = self.old[key][1]
            return ItemMarkup(key, item.label, Mark.DELETED, runs_of(item.title, ""), "", ())
        session, now = self.new[key]
        told = self._of_item(session, now, self.now.zone)
        if key not in self.old:
            return ItemMarkup(key, now.label, Mark.ADDED, runs_of("", now.title), "", _differing({}, told))
        was_in, before = self.old[key]
        fields = _differing(self._of_item(was_in, before, self.before.zone), told)
        papers = _marked([*map(_paper, before.papers)], [*map(_paper, now.papers)])
        if any(run.mark is not Mark.SAME for run in papers):
            fields = (*fields, FieldMarkup("Papers", papers))
        mark = Mark.CHANGED if fields or before.title != now.title else Mark.SAME
        return ItemMarkup(key, now.label, mark, runs_of(before.title, now.title), self._moved(key), fields)

    def _of_item(self, session: SessionView, item: ItemView, zone: str) -> Told:
        told = {
            "Section": item.section,
            "For": str(item.kind),
            "Lead": item.lead,
            "Duration": clock.minutes_words(item.minutes),
            # In a whole session the hour follows from what stands before it, and would mark every item below a change.
            "Hour": "" if session.is_whole or item.starts_at is None else clock.hour_words(item.starts_at, zone),
            "Countries": item.countries,
            "Themes": "; ".join(item.themes),
            "Outcome sought": item.outcome,
            "Audience": "" if item.audience is session.audience else str(item.audience),
            "Only for": ", ".join(item.narrowed_to),
        }
        return told | ({"Annotation": item.annotation} if self.with_annotations else {})

    def _moved(self, key: str) -> str:
        (was_in, before), (session, now) = self.old[key], self.new[key]
        if was_in.key != session.key and was_in.is_whole and session.is_whole:
            return f"moved here from “{was_in.title}”, where it was item {before.label}"
        if key in self.shifted or bool(before.sub) != bool(now.sub):
            return f"moved: it was item {before.label}"
        return ""

    def _shifted(self) -> set[str]:
        """Items that both have in one session, but for the longest run of those whose order is as before."""
        place = {key: number for number, key in enumerate(self.old)}
        found: set[str] = set()
        for home in {s.key for s, _ in self.new.values()}:
            keys = [k for k, (s, _) in self.new.items() if s.key == home and k in self.old]
            staying = [k for k in keys if self.old[k][0].key == home]
            kept = _longest_rise([place[k] for k in staying])
            found |= {k for number, k in enumerate(staying) if number not in kept}
        return found


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """The places of one of the longest rising runs among the numbers."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        at = bisect_left(ends, number)
        before.append(last[at - 1] if at else -1)
        ends[at : at + 1], last[at : at + 1] = [number], [place]
    found: set[int] = set()
    place = last[-1] if last else -1
    while place >= 0:
        found.add(place)
        place = before[place]
    return found


def _interleaved(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """The keys of `new` in their order; each that only `old` has after the one that it stood behind."""
    found = list(new)
    for index, key in enumerate(old):
        if key not in found:
            found.insert(found.index(old[index - 1]) + 1 if index else 0, key)
    return found


def _head(view: AgendaView) -> Told:
    return {
        "Title": view.title,
        "City": view.city,
        "Days": clock.days_words(view.days),
        "Venue": view.venue,
        "Address": view.address,
        "How to get in": view.getting_in,
        "Notice": view.notice,
        "Date": "provisional" if view.is_provisional else "",
        "Questions": ", ".join(part for part in (view.telephone_name, view.telephone) if part),
    }


def _of_session(session: SessionView, zone: str) -> Told:
    hours = f"{clock.span_words(session.starts_at, session.ends_at, zone)} {clock.place_of(zone)}"
    return {
        "Day": clock.day_words(session.on),
        "Hours": hours,
        "Room": session.room,
        "How to get in": session.getting_in,
        "Audience": str(session.audience) if session.is_whole else "",
    }


def _paper(paper: PaperLine) -> str:
    about = f"{paper.from_whom}, version {paper.version}" if paper.version > 1 else paper.from_whom
    return f"{paper.title} ({about}); "
