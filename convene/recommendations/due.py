"""What home pages say of recommendations: what is asked of the reader's State, and what is new to a secretariat."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, exists, false, func, or_, select

from convene import clock
from convene.access.scope import current_reader
from convene.agendas.models import AgendaItem
from convene.bodies.models import Body
from convene.db import db
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.recommendations import rules
from convene.recommendations.leaving import CAME, Came, awaited_by, how_it_came
from convene.recommendations.marking import marked
from convene.recommendations.models import Addressee, Answer, Recommendation, RecommendationReview, ShadowEvidence
from convene.recommendations.terms import CLOSED, DRAFTED, LOOK_AGAIN, SENT, Mark, State

# A meeting in one of these is still to sit.
TO_COME = (MeetingState.DRAFT, MeetingState.CONVENED, MeetingState.IN_SESSION)


@dataclass(frozen=True, slots=True)
class Owed:
    """Answers, or reports that were promised, that the reader's State is asked for by one day in one body.

    `symbol`, `addressee_key` and `about`, its text, are those of the one there is. A report is owed once its day is
    over.
    """

    body_key: str
    body_name: str
    zone: str
    is_report: bool
    due_on: date | None
    count: int
    is_late: bool
    symbol: str
    addressee_key: str
    about: str = ""

    @property
    def is_owed(self) -> bool:
        """Whether it is counted as owed; what is promised for a later day is not yet."""
        return rules.is_owed(is_report=self.is_report, is_late=self.is_late)


@dataclass(frozen=True, slots=True)
class ToRead:
    """Drafts that members are to read before a meeting adopts them; `key` and `title` are the meeting's."""

    key: str
    title: str
    count: int
    starts_on: date
    ends_on: date

    @property
    def words(self) -> str:
        """How many there are to read."""
        return "One draft recommendation" if self.count == 1 else f"{self.count} draft recommendations"


@dataclass(frozen=True, slots=True)
class News:
    """What a secretariat finds in a body: addressees that are silent, or to be looked at again, and what came in.

    `last_from` and `last_key` are the addressee that answered last, and the recommendation that it answered;
    `evidence_key` is that of the recommendation on which evidence came in last. `reviews` are due and on the agenda of
    no meeting to come; `review_key` is that of the one that has waited longest.
    """

    body_key: str
    body_name: str
    silent: int
    looks: int
    answers: int
    evidence: int
    last_from: str
    last_key: str
    evidence_key: str
    reviews: int = 0
    review_key: str = ""

    @property
    def review_words(self) -> str:
        """How many are due for review."""
        some = "One recommendation is" if self.reviews == 1 else f"{self.reviews} recommendations are"
        return f"{some} due for review, and on no agenda to come"


def owed_by_mine(bodies: Sequence[Body], today: Mapping[int, date]) -> list[Owed]:
    """What the reader's own States are asked for, soonest first; `today` by body (internal id). One statement."""
    reader = current_reader()
    if not reader.seats or not reader.parties:
        return []
    return owed_by([b for b in bodies if b.id in reader.seats], reader.parties, today)


def owed_by(bodies: Sequence[Body], parties: Collection[int], today: Mapping[int, date]) -> list[Owed]:
    """What these parties are asked for in these bodies, soonest first; one statement.

    Days that were past when a list brought them are none of it, as for reminders.
    """
    by_id = {b.id: b for b in bodies}
    is_report = Addressee.answer.is_not(None)
    due = awaited_by()
    told = (func.count(), func.min(Recommendation.symbol), func.min(Addressee.key), func.min(Recommendation.text))
    rows = db.session.execute(
        select(Addressee.body_id, is_report, due, *told, *how_it_came())
        .join(Recommendation, Recommendation.id == Addressee.recommendation_id)
        .where(
            Addressee.body_id.in_(sorted(by_id)),
            Addressee.party_id.in_(sorted(parties)),
            Addressee.sent_on.is_not(None),
            Recommendation.state.not_in(sorted(CLOSED | DRAFTED)),
            or_(
                Addressee.answer.is_(None) & Addressee.is_to_post.is_(False),
                Addressee.answer.is_not(None) & Addressee.next_on.is_not(None),
            ),
        )
        .group_by(Addressee.body_id, is_report, due, *CAME)
    )
    together: dict[tuple[int, bool, date | None], list[tuple[int, str, str, str]]] = {}
    for of, report, on, count, symbol, key, text, *came in rows:
        if on is None or not Came(*came).is_left_alone(on, zone=by_id[of].zone):
            together.setdefault((of, bool(report), on), []).append((count, symbol or "", key, text))
    found = [
        Owed(
            body_key=by_id[of].key,
            body_name=by_id[of].short_name,
            zone=by_id[of].zone,
            is_report=report,
            due_on=on,
            count=sum(count for count, *_ in parts),
            is_late=on is not None and on < today[of],
            symbol=min(symbol for _, symbol, *_ in parts),
            addressee_key=min(key for _, _, key, _ in parts),
            about=parts[0][3] if len(parts) == 1 and parts[0][0] == 1 else "",
        )
        for (of, report, on), parts in together.items()
    ]
    return sorted(found, key=lambda o: (o.due_on or date.max, o.body_name, o.is_report))


def drafts_before(bodies: Collection[int], *, at: datetime) -> list[ToRead]:
    """The drafts put before the seats of these bodies (internal ids), by meeting, soonest first; one statement.

    Until the meeting is over: whatever it did not adopt by then is nothing to be read for it.
    """
    rows = db.session.execute(
        select(Meeting, func.count(Recommendation.id))
        .join(Recommendation, Recommendation.meeting_id == Meeting.id)
        .where(
            Meeting.body_id.in_(sorted(bodies)),
            Meeting.state.in_((MeetingState.CONVENED, MeetingState.IN_SESSION)),
            Meeting.ends_at > at,
            Recommendation.state == State.PROPOSED,
            Recommendation.announced.is_(True),
        )
        .group_by(Meeting.id)
        .order_by(Meeting.starts_on, Meeting.id)
    )
    return [ToRead(m.key, m.title, count, m.starts_on, m.ends_on) for m, count in rows]


def news_in(bodies: Sequence[Body], *, at: datetime, since: datetime) -> list[News]:
    """What is silent and what came in since a moment, in bodies that the reader keeps; one statement.

    Each body goes by its own day, as its list does: past midnight there what was due yesterday is silent.
    """
    today, since_day = by_day(bodies, at), by_day(bodies, since)
    silent, looks = _how_many(today, Mark.SILENT), _how_many(today, LOOK_AGAIN)
    is_new = or_(false(), *(Answer.body_id.in_(ids) & (Answer.filed_on >= day) for day, ids in since_day.items()))
    came_in = (Answer.body_id == Body.id, Answer.announced.is_(True), is_new)
    answers = select(func.count(Answer.id)).where(*came_in)
    handed_in = (ShadowEvidence.body_id == Body.id, ShadowEvidence.handed_in_at >= since)
    evidence = select(func.count(ShadowEvidence.id)).where(*handed_in)
    evidence_key = (
        select(Recommendation.key)
        .join(ShadowEvidence, ShadowEvidence.recommendation_id == Recommendation.id)
        .where(*handed_in)
        .order_by(ShadowEvidence.id.desc())
        .limit(1)
    )
    reviews = (Recommendation.body_id == Body.id, _awaits_review(today, at))
    review_key = select(Recommendation.key).where(*reviews).order_by(Recommendation.review_on, Recommendation.id)
    last = Answer.filed_on.desc(), Answer.id.desc()
    last_from = select(Addressee.name).join(Answer, Answer.addressee_id == Addressee.id).where(*came_in)
    last_key = select(Recommendation.key).join(Answer, Answer.recommendation_id == Recommendation.id).where(*came_in)
    rows = db.session.execute(
        select(
            Body,
            silent.correlate(Body).scalar_subquery(),
            looks.correlate(Body).scalar_subquery(),
            answers.correlate(Body).scalar_subquery(),
            evidence.correlate(Body).scalar_subquery(),
            last_from.order_by(*last).limit(1).correlate(Body).scalar_subquery(),
            last_key.order_by(*last).limit(1).correlate(Body).scalar_subquery(),
            evidence_key.correlate(Body).scalar_subquery(),
            select(func.count(Recommendation.id)).where(*reviews).correlate(Body).scalar_subquery(),
            review_key.limit(1).correlate(Body).scalar_subquery(),
        )
        .where(Body.id.in_([b.id for b in bodies]))
        .order_by(Body.name)
    )
    return [
        News(b.key, b.short_name, quiet, again, filed, handed, name or "", key or "", given or "", due, first or "")
        for b, quiet, again, filed, handed, name, key, given, due, first in rows
        if quiet or again or filed or handed or due
    ]


def _awaits_review(days: Mapping[date, Sequence[int]], at: datetime) -> ColumnElement[bool]:
    """Whether the day of its review has come with its body, and no meeting that is not over has it on its agenda."""
    has_come = (Recommendation.body_id.in_(ids) & (Recommendation.review_on <= day) for day, ids in days.items())
    stands = (
        exists()
        .where(RecommendationReview.recommendation_id == Recommendation.id)
        .where(RecommendationReview.item_key == AgendaItem.key)
        .where(AgendaItem.meeting_id == Meeting.id, Meeting.ends_at > at, Meeting.state.in_(TO_COME))
    )
    return or_(false(), *has_come) & Recommendation.state.in_(sorted(SENT)) & ~stands


def by_day(bodies: Sequence[Body], moment: datetime) -> dict[date, list[int]]:
    """The bodies (internal ids) by the day that it is with them at a moment: there are three days at most."""
    found: dict[date, list[int]] = {}
    for each in bodies:
        found.setdefault(clock.local(moment, each.zone).date(), []).append(each.id)
    return found


def _how_many(days: Mapping[date, Sequence[int]], mark: str) -> Select[int]:
    """How many addressees of what a body adopted bear a mark on the day of that body."""
    bear = or_(false(), *(Addressee.body_id.in_(ids) & marked(mark, on=day) for day, ids in days.items()))
    wanted = select(func.count(Addressee.id)).join(Recommendation, Recommendation.id == Addressee.recommendation_id)
    return wanted.where(Addressee.body_id == Body.id, bear, Recommendation.state.not_in(sorted(DRAFTED)))
