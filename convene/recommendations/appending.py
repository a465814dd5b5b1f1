"""What a list adds to recommendations on record: a further addressee, or an answer that came later.

A step is appended for each, and what was answered before stays as it is. Without being asked for nothing is appended.
Many lines are appended in parts, each in a transaction of its own: what does not follow by then is passed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, select

from convene import clock, journal
from convene.bodies.models import Body
from convene.db import db
from convene.recommendations.gathered import Further, Reading
from convene.recommendations.history import gone_on
from convene.recommendations.import_keeping import take_over
from convene.recommendations.models import Addressee, Answer, Recommendation
from convene.recommendations.on_record import Kept
from convene.recommendations.telling import drop_reminders


def take_part(body: Body, part: Reading, *, by: str, at: datetime) -> int:
    """Take over a part of a list, or append it where it is one of those that add; gives how much."""
    return take_over(body, part, by=by, at=at) + append_all(body, part.further, by=by, at=at)


def append_all(body: Body, found: Sequence[Further], *, by: str, at: datetime) -> int:
    """Append what still adds to what is on record, with one line of the journal; gives how many lines. No mail goes."""
    found = _still_further(body, found)
    if not found:
        return 0
    ids = sorted({each.of for each in found})
    today = clock.local(at, body.zone).date()
    gone_on(body, [(each.row, each.steps) for each in found], by=by, at=at)
    last = select(Addressee.recommendation_id, func.max(Addressee.position))
    last = last.where(Addressee.recommendation_id.in_(ids)).group_by(Addressee.recommendation_id)
    places = dict(db.session.execute(last).all())
    pairs = [(each, each.to or _addressed(each, places)) for each in found]
    db.session.add_all([to for _, to in pairs])
    db.session.flush()  # The answers need their ids.
    latest = select(Answer.addressee_id, func.max(Answer.number)).where(Answer.recommendation_id.in_(ids))
    numbers = dict(db.session.execute(latest.group_by(Answer.addressee_id)).all())
    for each, to in pairs:
        if each.is_sending:
            to.sent_on, to.due_on = each.reply.days["sent on"], each.reply.days["due on"]
        if each.reply.position is not None:
            db.session.add(_answered(each, to, numbers.get(to.id, 0) + 1, today, by=by, at=at))
    db.session.flush()
    answering = {to.party_id for each, to in pairs if to.party_id is not None and each.reply.position}
    drop_reminders(body, answering, today=today)
    change = {"appended": [f"{each.symbol}: {each.reply.named.name}" for each in found]}
    journal.record("recommendations.append", by=by, at=at, body=body.id, kind="body", key=body.key, change=change)
    db.session.flush()
    return len(found)


def _still_further(body: Body, found: Sequence[Further]) -> list[Further]:
    """What still follows: nobody answered, closed or appended the same since the list was read; three statements."""
    ids = sorted({each.of for each in found})
    rows = {row.id: row for row in db.session.scalars(select(Recommendation).where(Recommendation.id.in_(ids)))}
    kept = Kept(body, ids)
    again = [kept.further(each.said, each.reply, rows[each.of]) for each in found if each.of in rows]
    return [each for each in again if each is not None]


def _addressed(each: Further, places: dict[int, int]) -> Addressee:
    """The further addressee, after those who are there."""
    of = each.row.id
    places[of] = places.get(of, -1) + 1
    named = each.reply.named
    return Addressee(
        body_id=each.row.body_id,
        recommendation_id=of,
        announced=True,
        party_id=named.party_id,
        kind=named.kind,
        name=named.name,
        position=places[of],
    )


def _answered(each: Further, to: Addressee, number: int, today: date, *, by: str, at: datetime) -> Answer:
    """The answer, filed last; the addressee stands where it says from now on."""
    line, days = each.reply.line, each.reply.days
    if to.answer is None:
        to.first_answered_on = days["answered on"]
    to.answer, to.next_on = each.reply.position, days["next report on"]
    to.answered_on = days["answered on"] or today
    to.has_acted = to.has_acted or bool(line.get("action"))
    return Answer(
        body_id=to.body_id,
        recommendation_id=to.recommendation_id,
        addressee_id=to.id,
        party_id=to.party_id,
        announced=True,
        number=number,
        position=each.reply.position,
        text=line.get("answer"),
        action=line.get("action"),
        evidence=line.get("evidence"),
        next_on=to.next_on,
        by=by,
        changed_at=at,
        filed_on=to.answered_on,
    )
