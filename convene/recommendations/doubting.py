"""What in a list of past recommendations may give away who recommended them, where their body attributes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import combinations

from convene.bodies.models import Body
from convene.bodies.state_names import state_called
from convene.recommendations.attributing import Texts
from convene.recommendations.columns import Line
from convene.recommendations.gathered import Coming, Further, Reply
from convene.records.giveaways import FIRST_PERSON, NAMED, GiveAway

# What an addressee says stands under its name: there the first person gives nobody away.
ITS_OWN = ("answer", "action", "evidence")
# Where a name may stand beside what belongs there: “Third cycle, as Germany wished”.
BESIDE = ("countries", "cycle", "theme")


class Doubting:
    """The lines of a list against one body; three statements, however many lines there are."""

    def __init__(self, body: Body) -> None:
        self.texts = Texts(body)
        self.names = {name.casefold() for name in self.texts.names}
        self.states = {state_called(name) for name in self.texts.names} - {""}
        self.symbols: dict[tuple[str, ...], str] = {}

    def told(self, line: Line, found: Coming | Further, reply: Reply | None) -> tuple[str, ...]:
        """What of a line may give somebody away, in words: what it brings alone, not what is on record already."""
        said: list[str] = []
        if isinstance(found, Coming) and found.line is line:
            said += self._of_text(found)
        if reply is not None:
            countries = (found.said if isinstance(found, Further) else found).line.get("countries")
            if isinstance(found, Coming) or found.to is None:
                marks = self.texts.doubts(reply.named.name, countries, [reply.named.name])
                # Whoever holds an office may be asked, as “the Minister of Justice”; who wished it is named beside.
                said += _in_words("addressee", (mark for mark in marks if self._names_somebody(mark.words)))
            for column in ITS_OWN:
                marks = self.texts.doubts(reply.line.get(column), countries, [reply.named.name])
                said += _in_words(column, (mark for mark in marks if mark.why != FIRST_PERSON))
        return tuple(said)

    def _of_text(self, found: Coming) -> Iterator[str]:
        to = [reply.named.name for reply in found.replies.values()]
        countries = found.line.get("countries")
        yield from _in_words("text", self.texts.doubts(found.text, countries, to))
        for column in BESIDE:
            marks = self.texts.doubts(found.line.get(column), countries, to)
            yield from _in_words(column, (mark for mark in marks if mark.why != FIRST_PERSON))
        if part := self._named_in_symbol(found.line.get("symbol")):
            yield f"its symbol may give somebody away in “{part}”: {_small(NAMED)}"
        if recommending := found.line.get("recommending State"):
            yield f"“recommending State” tells every reader who recommended it: {recommending}"

    def _names_somebody(self, words: str) -> bool:
        return any(name in words for name in self.texts.names)

    def _named_in_symbol(self, symbol: str) -> str:
        """What in a symbol names somebody, or is the code of a member: “GERMANY/2019/3”, “DE-3”; empty for nobody."""
        parts = tuple(re.findall(r"[^\W\d_]+", symbol))
        if parts not in self.symbols:
            spans = (" ".join(parts[first:last]) for first, last in combinations(range(len(parts) + 1), 2))
            self.symbols[parts] = next((each for each in spans if len(each) > 1 and self._names(each)), "")
        return self.symbols[parts]

    def _names(self, words: str) -> bool:
        return words.casefold() in self.names or state_called(words) in self.states


def _in_words(column: str, marks: Iterable[GiveAway]) -> Iterator[str]:
    for mark in marks:
        yield f"its {column} may give somebody away in “{mark.words}”: {_small(mark.why)}"


def _small(why: str) -> str:
    return f"{why[:1].lower()}{why[1:]}".removesuffix(".")
