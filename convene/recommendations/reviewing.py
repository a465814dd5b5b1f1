"""Which recommendations a meeting reviews by itself, what became of each, and what an item of review shows (A18)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import Select, exists, func, literal, or_, select, union_all

from convene import clock
from convene.agendas.models import AgendaItem
from convene.agendas.terms import Theme
from convene.bodies.queries import body_by_id
from convene.db import db
from convene.meetings.models import Meeting
from convene.recommendations import repeating, rules
from convene.recommendations.history import disclaimer_on, took
from convene.recommendations.kept import while_unchanged
from convene.recommendations.lineage import lineages_of
from convene.recommendations.matrix import cells_of
from convene.recommendations.models import Addressee, Recommendation, RecommendationReview, RecommendationStep
from convene.recommendations.terms import CLOSED, DRAFTED, SENT, Lineage, Mark, Reviewed, State, Step

# More than these would be no agenda; those that have waited longest come first.
MOST = 60
# Of what was taken over from earlier lists so many come one by one; more come as one list.
ONE_BY_ONE = 5
# What was taken over and is open is looked at once, when nothing was heard of it for so long.
UNHEARD_FOR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Review:
    """What a meeting may review as one item: a title that names nobody, its history, the discussion it continues.

    `keys` are those of the recommendations; `key` stays the same from meeting to meeting.
    """

    key: str
    keys: tuple[str, ...]
    title: str
    history: str
    text: str = ""
    symbol: str = ""
    countries: str = ""
    themes: tuple[Theme, ...] = ()
    thread: str = ""


@dataclass(frozen=True, slots=True)
class _Unheard:
    """One of which nothing was heard: what the item that has many of them says of it; `id` is internal."""

    id: int
    key: str
    symbol: str
    adopted_on: date | None


@dataclass(frozen=True, slots=True)
class _AllUnheard:
    """Those that have waited longest, and how many there are in all."""

    rows: tuple[_Unheard, ...]
    total: int

    @property
    def is_many(self) -> bool:
        """Whether they come as one list."""
        return self.total > ONE_BY_ONE


def reviews_due(meeting: Meeting, *, on: date) -> list[Review]:
    """The recommendations of its body that are to be reviewed by the meeting's last day; three statements.

    Those whose review falls due come one by one; then those that were taken over from earlier lists and of which
    nothing was heard for long: once, and as one list where they are many. Of these the second statement asks, and only
    where something of the body was changed since it was asked last.
    """
    due = (
        select(Recommendation.id, literal(0).label("waits"))
        .where(
            Recommendation.body_id == meeting.body_id,
            Recommendation.state.in_(sorted(SENT)),
            Recommendation.review_on.is_not(None),
            Recommendation.review_on <= meeting.ends_on,
            Recommendation.meeting_id.is_distinct_from(meeting.id),
        )
        .order_by(Recommendation.review_on, Recommendation.id)
        .limit(MOST)
    )
    asked = ("unheard", meeting.key, meeting.ends_on)
    unheard = while_unchanged(meeting.body, asked, lambda: _unheard(meeting))
    single = [] if unheard.is_many else [each.id for each in unheard.rows]
    again = select(Recommendation.id, literal(1).label("waits")).where(Recommendation.id.in_(single))
    reviews = [_single(each, on=on) for each in _read(due, again)]
    return [*reviews, _list_of(unheard.rows, unheard.total)] if unheard.is_many else reviews


def _unheard(meeting: Meeting) -> _AllUnheard:
    """What was taken over, is open, has no day of review, and was neither heard of for a year nor reviewed yet.

    What was heard is looked for once for the whole body: the index of the figures has all that is asked for it.
    """
    limit = meeting.ends_on - UNHEARD_FOR
    days = (Addressee.sent_on, Addressee.due_on, Addressee.answered_on, Addressee.next_on)
    heard = select(Addressee.recommendation_id).where(
        Addressee.body_id == meeting.body_id, or_(*(day > limit for day in days))
    )
    wanted = select(
        Recommendation.id, Recommendation.key, Recommendation.symbol, Recommendation.adopted_on, func.count().over()
    ).where(
        Recommendation.body_id == meeting.body_id,
        Recommendation.state.not_in(sorted(CLOSED | DRAFTED)),
        Recommendation.review_on.is_(None),
        or_(Recommendation.adopted_on.is_(None), Recommendation.adopted_on <= limit),
        Recommendation.meeting_id.is_distinct_from(meeting.id),
        took(Step.TAKE_OVER),
        ~took(Step.FOLLOW_UP),
        Recommendation.id.not_in(heard),
        ~exists().where(
            RecommendationReview.recommendation_id == Recommendation.id,
            # Where the item was removed since, nobody has reviewed anything.
            RecommendationReview.item_key.in_(select(AgendaItem.key)),
        ),
    )
    rows = db.session.execute(wanted.order_by(Recommendation.adopted_on, Recommendation.id).limit(MOST)).all()
    found = tuple(_Unheard(of, key, symbol or "", adopted_on) for of, key, symbol, adopted_on, _ in rows)
    return _AllUnheard(found, rows[0][-1] if rows else 0)


@dataclass(slots=True)
class _Due:
    """One that falls due, with the thread of the item it came from."""

    row: Recommendation
    thread: str | None
    theirs: list[Addressee] = field(default_factory=list)


def _read(*chosen: Select[int, int]) -> list[_Due]:
    """The chosen ones with their addressees: those of each choice after the other, longest waiting first."""
    ids = union_all(*(select(each.subquery()) for each in chosen)).subquery()
    rows = db.session.execute(
        select(Recommendation, AgendaItem.thread, Addressee)
        .join(ids, ids.c.id == Recommendation.id)
        .outerjoin(AgendaItem, AgendaItem.id == Recommendation.item_id)
        .outerjoin(Addressee, Addressee.recommendation_id == Recommendation.id)
        .order_by(
            ids.c.waits,
            Recommendation.review_on,
            Recommendation.adopted_on,
            Recommendation.id,
            Addressee.position,
            Addressee.id,
        )
    ).all()
    found: dict[int, _Due] = {}
    for row, thread, addressee in rows:
        found.setdefault(row.id, _Due(row, thread)).theirs.extend([addressee] if addressee is not None else [])
    return list(found.values())


def _single(due: _Due, *, on: date) -> Review:
    found = due.row
    return Review(
        key=found.key,
        keys=(found.key,),
        title=_title(found),
        history=_history(found, due.theirs, on=on),
        text=found.text,
        symbol=found.symbol or "",
        countries=found.countries,
        themes=found.themes,
        thread=due.thread or found.key,
    )


def _title(found: Recommendation) -> str:
    """Without symbol and addressees: the item may come to stand where others see it (settled 5)."""
    day = f" of {clock.day_words(found.adopted_on, weekday=False)}" if found.adopted_on else ""
    return f"{rules.REVIEW_OF}{day}: {found.kind}" + (f", {found.countries}" if found.countries else "")


def _history(found: Recommendation, theirs: list[Addressee], *, on: date) -> str:
    """“TNAP/2027/1/R.3 is in follow-up; of 7 asked 3 supported, 1 is silent for 4 months; review due since …”."""
    answers = figures_words(found, theirs, on=on)
    due = f"its review falls due on {clock.day_words(found.review_on, weekday=False)}" if found.review_on else ""
    unheard = "" if due else "taken over from an earlier list, and never reviewed"
    answered = sum(a.answer is not None for a in theirs)
    is_partly = found.state is State.ANSWERED and answered < len(theirs)
    stands = f": {answered} of {len(theirs)} answered" if is_partly else f" is {found.state}"
    return "; ".join(words for words in (f"{found.symbol}{stands}", answers, due, unheard) if words)


def _list_of(rows: Sequence[_Unheard], count: int) -> Review:
    """Many of them as one item; those that have waited longest, where they are too many for one."""
    years = sorted({row.adopted_on.year for row in rows if row.adopted_on})
    span = f" of {years[0]} to {years[-1]}" if len(years) > 1 else f" of {years[0]}" if years else ""
    if years and any(row.adopted_on is None for row in rows):
        span += " or without a day"
    some = f"the {len(rows)} that have waited longest of {count}" if count > len(rows) else f"{count}"
    return Review(
        key="taken-over",
        keys=tuple(row.key for row in rows),
        title=f"Review of {len(rows)} recommendations{span} that are open",
        history=f"{some} open recommendations{span}, taken over from earlier lists and never reviewed: "
        f"{rows[0].symbol} to {rows[-1].symbol}; nothing was heard of any of them for a year",
    )


def figures_words(found: Recommendation, theirs: Sequence[Addressee], *, on: date) -> str:
    """“of 7 asked 3 supported, 2 silent, the longest for 4 months”; empty where nobody was asked."""
    is_over = found.state in CLOSED
    marks = [
        rules.mark_of(
            sent_on=a.sent_on, due_on=a.due_on, answer=a.answer, on=on, is_closed=is_over, is_to_post=a.is_to_post
        )
        for a in theirs
    ]
    counts = Counter(mark for mark in marks if mark not in (Mark.NOT_SENT, Mark.TO_POST))
    said = [f"{count} {mark}" for mark, count in counts.items() if mark is not Mark.SILENT]
    silent = [a for a, mark in zip(theirs, marks, strict=True) if mark is Mark.SILENT]
    if silent:
        longest = min(a.due_on for a in silent if a.due_on)
        said.append(f"{len(silent)} silent, the longest for {rules.age_words(longest, on)}")
    return f"of {sum(counts.values())} asked {', '.join(said)}" if said else ""


def put_before(keys: Iterable[str], item: AgendaItem) -> None:
    """Note that these are reviewed on an item of an agenda; what is noted already stays."""
    wanted = select(Recommendation.id).where(Recommendation.key.in_(list(keys)))
    known = select(RecommendationReview.recommendation_id).where(RecommendationReview.item_key == item.key)
    for each in db.session.scalars(wanted.where(Recommendation.id.not_in(known)).order_by(Recommendation.id)).all():
        row = RecommendationReview(body_id=item.body_id, recommendation_id=each, item_key=item.key)
        db.session.add(row)


def carry_over(item_key: str, item: AgendaItem) -> None:
    """What was to be reviewed on an item that was not finished is reviewed on the one that continues it."""
    wanted = select(Recommendation.key).join(
        RecommendationReview, RecommendationReview.recommendation_id == Recommendation.id
    )
    put_before(db.session.scalars(wanted.where(RecommendationReview.item_key == item_key)).all(), item)


def reviewed_on(item_keys: Sequence[str], *, on: date) -> dict[str, list[Reviewed]]:
    """What is reviewed on these items as this reader may see it, by the item's key.

    One statement where nothing is, else six, however many there are.
    """
    rows = db.session.execute(
        select(RecommendationReview.item_key, Recommendation, Meeting.key)
        .join(Recommendation, Recommendation.id == RecommendationReview.recommendation_id)
        .outerjoin(Meeting, Meeting.id == Recommendation.meeting_id)
        .where(RecommendationReview.item_key.in_(item_keys))
        .order_by(Recommendation.adopted_on, Recommendation.number, Recommendation.id)
    ).all()
    if not rows:
        return {}
    each = {row.id: row for _, row, _ in rows}
    cells, lineages = cells_of(list(each.values()), on=on), lineages_of(list(each.values()))
    noted = _noted(each)
    found: dict[str, list[Reviewed]] = {}
    for item_key, row, meeting_key in rows:
        theirs, whole, step = cells.get(row.id, []), lineages[row.id], noted.get(row.id)
        line = Reviewed(
            key=row.key,
            symbol=row.symbol or "",
            text=row.text,
            state=str(row.state),
            adopted_on=row.adopted_on,
            is_closed=row.state in CLOSED,
            figures=figures_words(row, [to for to, _ in theirs], on=on),
            chain=_chain(row, whole),
            has_lineage=len(whole.knots) > 1,
            answers=tuple((to.name, cell) for to, cell in theirs),
            meeting_key=meeting_key or "",
            noted=step.note if step else "",
            noted_on=step.at.date() if step else None,
            disclaimer=disclaimer_on(row, body_by_id(row.body_id)),
        )
        found.setdefault(item_key, []).append(line)
    return found


def _chain(row: Recommendation, whole: Lineage) -> str:
    """The chain so far without drafts: the paper may be handed round in the room."""
    knots = [knot for knot in whole.knots if knot.symbol]
    keys = {knot.key for knot in knots}
    ties = [tie for tie in whole.ties if {tie.later, tie.earlier} <= keys]
    return repeating.lineage_sentence(row.key, knots, ties)


def _noted(ids: Iterable[int]) -> dict[int, RecommendationStep]:
    """What was noted last of each, by internal id: that it is followed up, closed, or opened again."""
    steps = (Step.FOLLOW_UP, Step.REOPEN, *rules.CLOSING)
    wanted = select(RecommendationStep).where(
        RecommendationStep.recommendation_id.in_(list(ids)), RecommendationStep.step.in_(steps)
    )
    return {step.recommendation_id: step for step in db.session.scalars(wanted.order_by(RecommendationStep.number))}
