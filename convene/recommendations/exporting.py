"""Giving recommendations out in the columns in which they are taken over, and more beside them: a line per addressee.

What stands beside them is for whoever reads the table; taking it over passes it by. Who verified a report is not told:
it may have been a guest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from convene.bodies.models import Body
from convene.db import db
from convene.meetings.models import Meeting
from convene.recommendations.history import disclaimer_on
from convene.recommendations.models import Addressee, Answer, NotedEvidence, Recommendation, RecommendationLink
from convene.recommendations.rules import mark_of
from convene.recommendations.terms import CLOSED, DRAFTED, AddresseeKind, Mark, Position, Reliability, SourceKind

# So many recommendations are held at once, however long the list is.
AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class _To:
    """What is told of an addressee."""

    id: int
    name: str
    kind: AddresseeKind
    sent_on: date | None
    due_on: date | None
    answer: Position | None
    answered_on: date | None
    next_on: date | None
    is_to_post: bool


@dataclass(frozen=True, slots=True)
class _Said:
    """What is told of the answer that an addressee filed last."""

    text: str
    action: str
    evidence: str
    source_kind: SourceKind
    reliability: Reliability
    verified_on: date | None


@dataclass(frozen=True, slots=True)
class _Beside:
    """What is told of several recommendations beside their own rows, by internal ids."""

    on: date
    meetings: Mapping[int, str] = field(default_factory=dict)
    earlier: Mapping[int, str] = field(default_factory=dict)
    disclaimers: Mapping[int, str] = field(default_factory=dict)
    looks: Mapping[int, date | None] = field(default_factory=dict)


def lines_of(ids: Sequence[int], body: Body, *, on: date, at_once: int = AT_ONCE) -> Iterator[tuple[str, ...]]:
    """A line for each addressee of what a body has adopted, as of a day; one line for what addresses nobody.

    They are read and let go of in parts, six statements each; of addressees and answers only what is told.
    """
    for start in range(0, len(ids), at_once):
        part = _adopted(ids[start : start + at_once])
        known = [row.id for row in part]
        theirs, answers = _addressees(known), _answers(known)
        meetings = _meetings({row.meeting_id for row in part if row.meeting_id})
        disclaimers = {row.id: disclaimer_on(row, body) for row in part}
        beside = _Beside(on, meetings, _earlier(known), disclaimers, _looks(known))
        for row in part:
            if row.id not in theirs:
                yield (*_line(row, None, None), *_told(row, None, None, beside))
            for to in theirs.get(row.id, ()):
                latest = answers.get(to.id)
                yield (*_line(row, to, latest), *_told(row, to, latest, beside))


def _adopted(ids: Sequence[int]) -> list[Recommendation]:
    """What was adopted of these, in their order; one statement."""
    rows = db.session.scalars(
        select(Recommendation).where(Recommendation.id.in_(ids), Recommendation.state.not_in(sorted(DRAFTED)))
    )
    found = {row.id: row for row in rows}
    return [found[each] for each in ids if each in found]


def _addressees(ids: Sequence[int]) -> dict[int, list[_To]]:
    """The addressees of these recommendations (internal ids) in their order; one statement."""
    found: dict[int, list[_To]] = {}
    wanted = select(
        Addressee.recommendation_id, Addressee.id, Addressee.name, Addressee.kind, Addressee.sent_on, Addressee.due_on,
        Addressee.answer, Addressee.answered_on, Addressee.next_on, Addressee.is_to_post,
    )  # fmt: skip
    wanted = wanted.where(Addressee.recommendation_id.in_(ids))
    order = (Addressee.recommendation_id, Addressee.position, Addressee.id)
    for row in db.session.execute(wanted.order_by(*order)):
        found.setdefault(row[0], []).append(_To(*tuple(row)[1:]))
    return found


def _answers(ids: Sequence[int]) -> dict[int, _Said]:
    """The answer filed last to these recommendations by addressee (internal ids); one statement."""
    wanted = select(
        Answer.addressee_id, Answer.text, Answer.action, Answer.evidence, Answer.source_kind, Answer.reliability,
        Answer.verified_on,
    )  # fmt: skip
    wanted = wanted.where(Answer.recommendation_id.in_(ids), Answer.announced.is_(True))
    rows = db.session.execute(wanted.order_by(Answer.addressee_id, Answer.number))
    return {row[0]: _Said(*row[1:]) for row in rows}


def _meetings(ids: Iterable[int]) -> dict[int, str]:
    """The symbols of these meetings, as far as the reader may see them; one statement."""
    wanted = select(Meeting.id, Meeting.symbol).where(Meeting.id.in_(sorted(ids)))
    return dict(db.session.execute(wanted).all())


def _earlier(ids: Sequence[int]) -> dict[int, str]:
    """What these do with earlier ones: “strengthens TNAP/2024/1/R.1; splits TNAP/2025/1/R.2”; one statement."""
    found: dict[int, list[str]] = {}
    wanted = select(RecommendationLink.later_id, RecommendationLink.kind, Recommendation.symbol)
    wanted = wanted.join(Recommendation, Recommendation.id == RecommendationLink.earlier_id)
    wanted = wanted.where(RecommendationLink.later_id.in_(ids)).order_by(RecommendationLink.id)
    for later, kind, symbol in db.session.execute(wanted):
        found.setdefault(later, []).append(f"{kind} {symbol}")
    return {later: "; ".join(said) for later, said in found.items()}


def _looks(ids: Sequence[int]) -> dict[int, date | None]:
    """When the secretariat looks again at each addressee, as what was noted last says; one statement."""
    wanted = select(NotedEvidence.addressee_id, NotedEvidence.look_on)
    wanted = wanted.where(NotedEvidence.recommendation_id.in_(ids)).order_by(NotedEvidence.id)
    return dict(db.session.execute(wanted).all())


def _line(row: Recommendation, to: _To | None, latest: _Said | None) -> tuple[str, ...]:
    """The cells of `columns.COLUMNS`."""
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


def _told(row: Recommendation, to: _To | None, latest: _Said | None, beside: _Beside) -> tuple[str, ...]:
    """The cells of `columns.TOLD`."""
    is_closed = row.state in CLOSED
    mark = None
    if to is not None:
        mark = mark_of(
            sent_on=to.sent_on,
            due_on=to.due_on,
            answer=to.answer,
            on=beside.on,
            is_closed=is_closed,
            is_to_post=to.is_to_post,
        )
    days = (beside.on - to.due_on).days if to and to.due_on and mark is Mark.SILENT else ""
    awaited = to and not is_closed and (to.due_on if mark in (Mark.AWAITED, Mark.SILENT) else to.next_on)
    return (
        beside.meetings.get(row.meeting_id or 0, ""),
        beside.earlier.get(row.id, ""),
        _day(None if is_closed else row.review_on),
        str(mark or ""),
        str(days),
        _day(awaited or None),
        str(latest.source_kind) if latest and latest.source_kind is not SourceKind.NOT_SAID else "",
        str(latest.reliability) if latest and latest.reliability is not Reliability.NOT_JUDGED else "",
        _day(latest.verified_on if latest else None),
        beside.disclaimers[row.id],
        _day(beside.looks.get(to.id) if to and not is_closed else None),
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
