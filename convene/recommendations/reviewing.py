"""Which recommendations a meeting reviews by itself, each with what became of it in one sentence (A18)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from convene import clock
from convene.agendas.models import AgendaItem
from convene.agendas.terms import Theme
from convene.db import db
from convene.meetings.models import Meeting
from convene.recommendations import rules
from convene.recommendations.models import Addressee, Recommendation
from convene.recommendations.terms import SENT, Mark

# More than these would be no agenda; those that have waited longest come first.
MOST = 60


@dataclass(frozen=True, slots=True)
class Review:
    """One recommendation to be reviewed: a title that names nobody, its history, and the discussion it continues."""

    key: str
    title: str
    history: str
    countries: str
    themes: tuple[Theme, ...]
    thread: str


def reviews_due(meeting: Meeting, *, on: date) -> list[Review]:
    """The recommendations of its body whose review falls due by the meeting's last day; one statement."""
    due = (
        select(Recommendation.id)
        .where(
            Recommendation.body_id == meeting.body_id,
            Recommendation.state.in_(sorted(SENT)),
            Recommendation.review_on.is_not(None),
            Recommendation.review_on <= meeting.ends_on,
            Recommendation.meeting_id.is_distinct_from(meeting.id),
        )
        .order_by(Recommendation.review_on, Recommendation.id)
        .limit(MOST)
        .subquery()
    )
    rows = db.session.execute(
        select(Recommendation, AgendaItem.thread, Addressee)
        .join(due, due.c.id == Recommendation.id)
        .outerjoin(AgendaItem, AgendaItem.id == Recommendation.item_id)
        .outerjoin(Addressee, Addressee.recommendation_id == Recommendation.id)
        .order_by(Recommendation.review_on, Recommendation.id, Addressee.position, Addressee.id)
    ).all()
    theirs: dict[int, list[Addressee]] = {}
    for found, _, addressee in rows:
        theirs.setdefault(found.id, []).extend([addressee] if addressee is not None else [])
    each = {found.id: (found, thread) for found, thread, _ in rows}
    return [
        Review(
            key=found.key,
            title=_title(found),
            history=_history(found, theirs.get(found.id, []), on=on),
            countries=found.countries,
            themes=found.themes,
            thread=thread or found.key,
        )
        for found, thread in each.values()
    ]


def _title(found: Recommendation) -> str:
    """Without symbol and addressees: the item may come to stand where others see it (settled 5)."""
    day = f" of {clock.day_words(found.adopted_on, weekday=False)}" if found.adopted_on else ""
    return f"Review of a recommendation{day}: {found.kind}" + (f", {found.countries}" if found.countries else "")


def _history(found: Recommendation, theirs: list[Addressee], *, on: date) -> str:
    """“TNAP/2027/1/R.3 is in follow-up; of 7 asked 3 supported, 1 is silent for 4 months; review due since …”."""
    marks = [rules.mark_of(sent_on=a.sent_on, due_on=a.due_on, answer=a.answer, on=on) for a in theirs]
    counts = Counter(mark for mark in marks if mark is not Mark.NOT_SENT)
    said = [f"{count} {mark}" for mark, count in counts.items() if mark is not Mark.SILENT]
    silent = [a for a, mark in zip(theirs, marks, strict=True) if mark is Mark.SILENT]
    if silent:
        longest = min(a.due_on for a in silent if a.due_on)
        said.append(f"{len(silent)} silent, the longest for {rules.age_words(longest, on)}")
    answers = f"; of {sum(counts.values())} asked {', '.join(said)}" if said else ""
    due = f"; its review falls due on {clock.day_words(found.review_on, weekday=False)}" if found.review_on else ""
    return f"{found.symbol} is {found.state}{answers}{due}"
