"""Giving recommendations out in the columns in which they are taken over: a line for each addressee."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from convene.recommendations.models import Addressee, Answer, Recommendation
from convene.recommendations.queries import addressees_of, answers_of
from convene.recommendations.terms import DRAFTED, AddresseeKind

# More ids than this in one statement would be refused by some databases.
AT_ONCE = 5_000


def lines_of(rows: Sequence[Recommendation]) -> Iterator[tuple[str, ...]]:
    """A line for each addressee of what was adopted; one line for what addresses nobody."""
    adopted = [row for row in rows if row.state not in DRAFTED]
    for start in range(0, len(adopted), AT_ONCE):
        part = adopted[start : start + AT_ONCE]
        ids = [row.id for row in part]
        theirs, answers = addressees_of(ids), answers_of(ids)
        for row in part:
            if row.id not in theirs:
                yield _line(row, None, None)
            for to in theirs.get(row.id, ()):
                yield _line(row, to, next(iter(answers.get(to.id, ())), None))


def _line(row: Recommendation, to: Addressee | None, latest: Answer | None) -> tuple[str, ...]:
    kind = "" if to is None or to.kind is AddresseeKind.PARTY else str(to.kind)
    return (
        row.symbol or "",
        _day(row.adopted_on),
        row.kind,
        row.text,
        row.countries,
        "; ".join(str(theme) for theme in row.themes),
        str(row.state),
        to.name if to else "",
        kind,
        _day(to.sent_on if to else None),
        _day(to.due_on if to else None),
        str(to.answer or "") if to else "",
        _day(to.answered_on if to else None),
        latest.text if latest else "",
        latest.action if latest else "",
        latest.evidence if latest else "",
        _day(to.next_on if to else None),
        row.cycle,
        row.recommending,
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
