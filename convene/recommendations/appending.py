"""What a list adds to recommendations on record: a further addressee, or an answer that came later.

A step is appended for each, and what was answered before stays as it is. Without being asked for nothing is appended.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, select

from convene import clock, journal
from convene.bodies.models import Body
from convene.db import db
from convene.recommendations.gathered import Further
from convene.recommendations.history import gone_on
from convene.recommendations.models import Addressee, Answer
from convene.recommendations.telling import drop_reminders


def append_all(body: Body, found: Sequence[Further], *, by: str, at: datetime) -> int:
    """Append it; gives how many lines. The journal has one for the whole of it, and nobody is told."""
    if not found:
        return 0
    today = clock.local(at, body.zone).date()
    gone_on(body, [(each.row, each.steps) for each in found], by=by, at=at)
    last = select(Addressee.recommendation_id, func.max(Addressee.position)).where(Addressee.body_id == body.id)
    places = dict(db.session.execute(last.group_by(Addressee.recommendation_id)).all())
    pairs = [(each, each.to or _addressed(each, places)) for each in found]
    db.session.add_all([to for _, to in pairs])
    db.session.flush()  # The answers need their ids.
    latest = select(Answer.addressee_id, func.max(Answer.number)).where(Answer.body_id == body.id)
    numbers = dict(db.session.execute(latest.group_by(Answer.addressee_id)).all())
    for each, to in pairs:
        if each.is_sending:
            to.sent_on, to.due_on = each.reply.days["sent on"], each.reply.days["due on"]
        if each.reply.position is not None:
            db.session.add(_answered(each, to, numbers.get(to.id, 0) + 1, today, by=by, at=at))
    db.session.flush()
    for party in sorted({to.party_id for each, to in pairs if to.party_id is not None and each.reply.position}):
        drop_reminders(body.id, party, today=today)
    change = {"appended": [f"{each.symbol}: {each.reply.named.name}" for each in found]}
    journal.record("recommendations.append", by=by, at=at, body=body.id, kind="body", key=body.key, change=change)
    db.session.flush()
    return len(found)


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
    to.answer, to.next_on = each.reply.position, days["next report on"]
    to.answered_on = days["answered on"] or today
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
