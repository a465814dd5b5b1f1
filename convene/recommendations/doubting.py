"""What in a list of past recommendations may give away who recommended them, where their body attributes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from convene.bodies.models import Body
from convene.recommendations.attributing import Texts
from convene.recommendations.columns import Line
from convene.recommendations.gathered import Coming, Further, Reply
from convene.records.giveaways import FIRST_PERSON, GiveAway

# What an addressee says stands under its name: there the first person gives nobody away.
ITS_OWN = ("answer", "action", "evidence")


class Doubting:
    """The lines of a list against one body; three statements, however many lines there are."""

    def __init__(self, body: Body) -> None:
        self.texts = Texts(body)

    def told(self, line: Line, found: Coming | Further, reply: Reply | None) -> tuple[str, ...]:
        """What of a line may give somebody away, in words: what it brings alone, not what is on record already."""
        said: list[str] = []
        if isinstance(found, Coming) and found.line is line:
            said += self._of_text(found)
        if reply is not None:
            countries = (found.said if isinstance(found, Further) else found).line.get("countries")
            for column in ITS_OWN:
                marks = self.texts.doubts(reply.line.get(column), countries, [reply.named.name])
                said += _in_words(column, (mark for mark in marks if mark.why != FIRST_PERSON))
        return tuple(said)

    def _of_text(self, found: Coming) -> Iterator[str]:
        to = [reply.named.name for reply in found.replies.values()]
        yield from _in_words("text", self.texts.doubts(found.text, found.line.get("countries"), to))
        if recommending := found.line.get("recommending State"):
            yield f"“recommending State” tells every reader who recommended it: {recommending}"


def _in_words(column: str, marks: Iterable[GiveAway]) -> Iterator[str]:
    for mark in marks:
        why = f"{mark.why[:1].lower()}{mark.why[1:]}".removesuffix(".")
        yield f"its {column} may give somebody away in “{mark.words}”: {why}"
