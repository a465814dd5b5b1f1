"""What recommendations still ask of a secretariat: letters to print and post, days to look again, and reviews."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, exists, false, func, literal, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, aliased

from convene.bodies.models import Body
from convene.db import db
from convene.meetings.models import Meeting
from convene.recommendations.due import by_day
from convene.recommendations.models import Addressee, NotedEvidence, Recommendation
from convene.recommendations.terms import CLOSED, DRAFTED, SENT


@dataclass(frozen=True, slots=True)
class ToPost:
    """Letters of one meeting's recommendations that are printed and posted, and of which no day was noted yet."""

    key: str
    title: str
    count: int

    @property
    def words(self) -> str:
        """How many there are."""
        if self.count == 1:
            return "One letter is to be printed and posted"
        return f"{self.count} letters are to be printed and posted"


@dataclass(frozen=True, slots=True)
class Ahead:
    """A day on which one recommendation is looked at again, at so many of its addressees, or is to be reviewed.

    `name` is that of the one addressee there is.
    """

    key: str
    symbol: str
    body_name: str
    is_review: bool
    on: date
    count: int
    name: str

    @property
    def words(self) -> str:
        """What is to be done, or happens, on that day."""
        if self.is_review:
            return f"{self.symbol} is to be reviewed by a meeting from that day on"
        return f"Look again at {self.name if self.count == 1 else f'{self.count} addressees'}, on {self.symbol}"


def to_post_in(bodies: Collection[int]) -> list[ToPost]:
    """The letters that the secretariats of these bodies (internal ids) have still to post; one statement.

    As the page on which it is noted offers them: what is closed is over, and a list that was taken over had its own.
    """
    rows = db.session.execute(
        select(Meeting.key, Meeting.title, func.count(Addressee.id))
        .join(Recommendation, Recommendation.meeting_id == Meeting.id)
        .join(Addressee, Addressee.recommendation_id == Recommendation.id)
        .where(
            Addressee.body_id.in_(sorted(bodies)),
            Addressee.is_to_post.is_(True),
            Recommendation.state.not_in(sorted(CLOSED | DRAFTED)),
        )
        .group_by(Meeting.id)
        .order_by(Meeting.starts_on.desc(), Meeting.id.desc())
    )
    return [ToPost(key, title, count) for key, title, count in rows]


def ahead_in(bodies: Sequence[Body], *, at: datetime, within: timedelta) -> list[Ahead]:
    """The days to look again and the reviews to come in these bodies, each after its own day; one statement.

    What was noted last of an addressee says when to look; what is due already is told by the marks of the lists.
    """
    days = by_day(bodies, at)
    names = {each.id: each.short_name for each in bodies}
    later = aliased(NotedEvidence)
    is_last = ~exists().where(later.addressee_id == NotedEvidence.addressee_id, later.id > NotedEvidence.id)
    of = Recommendation.id.label("of")
    looks = (
        select(of, literal(0).label("is_review"), NotedEvidence.look_on.label("day"), func.count().label("number"),
               func.min(Addressee.name).label("name"))
        .join(Addressee, Addressee.recommendation_id == Recommendation.id)
        .join(NotedEvidence, NotedEvidence.addressee_id == Addressee.id)
        .where(
            _comes(NotedEvidence.look_on, days, within), Recommendation.state.not_in(sorted(CLOSED | DRAFTED)), is_last
        )
        .group_by(Recommendation.id, NotedEvidence.look_on)
    )  # fmt: skip
    reviews = select(of, literal(1), Recommendation.review_on, literal(1), literal("")).where(
        _comes(Recommendation.review_on, days, within), Recommendation.state.in_(sorted(SENT))
    )
    found = union_all(looks, reviews).subquery()
    rows = db.session.execute(
        select(Recommendation, found.c.is_review, found.c.day, found.c.number, found.c.name)
        .join(found, found.c.of == Recommendation.id)
        .order_by(found.c.day, found.c.is_review, Recommendation.id)
    )
    return [
        Ahead(r.key, r.symbol or "", names[r.body_id], bool(is_review), on, count, name)
        for r, is_review, on, count, name in rows
    ]


def _comes(
    on: InstrumentedAttribute[date | None], days: Mapping[date, Sequence[int]], within: timedelta
) -> ColumnElement[bool]:
    """Whether a day comes after that of the body, and within so many days."""
    coming = ((on > day) & (on <= day + within) & Recommendation.body_id.in_(ids) for day, ids in days.items())
    return or_(false(), *coming)
