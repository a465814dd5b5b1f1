"""Taking over what a list of past recommendations was read to say: rows with their steps and answers, all at once.

A long list is taken over in parts, each in a transaction of its own: what is on record by then is passed over.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from convene import clock, journal
from convene.bodies.models import Body
from convene.db import db
from convene.meetings.models import Meeting
from convene.recommendations.cells import origin_of
from convene.recommendations.gathered import Coming, Reading, Reply, state_of, steps_of
from convene.recommendations.history import taken_over
from convene.recommendations.importing import identity
from convene.recommendations.models import Addressee, Answer, Recommendation


def take_over(body: Body, reading: Reading, *, by: str, at: datetime) -> int:
    """Take over what was read and is not on record by now; gives how many, for one line of the journal."""
    coming = _still_new(body, reading)
    if not coming:
        return 0
    today = clock.local(at, body.zone).date()
    known = db.session.execute(select(Meeting.symbol, Meeting.id).where(Meeting.body_id == body.id))
    meetings = {symbol.casefold(): found for symbol, found in known}
    rows = [_row(body, each, meetings.get(origin_of(each.symbol)), at=at) for each in coming]
    db.session.add_all(rows)
    db.session.flush()
    taken_over(body, ((row, steps_of(each)) for row, each in zip(rows, coming, strict=True)), by=by, at=at)
    addressees = []
    for found, each in zip(rows, coming, strict=True):
        theirs = [_addressee(found, reply, place) for place, reply in enumerate(each.replies.values())]
        addressees += list(zip(theirs, each.replies.values(), strict=True))
    db.session.add_all([row for row, _ in addressees])
    db.session.flush()
    db.session.add_all([_answer(row, reply, today, by=by, at=at) for row, reply in addressees if _is_answered(reply)])
    journal.record(
        "recommendations.import",
        by=by,
        at=at,
        body=body.id,
        kind="body",
        key=body.key,
        change={"recommendations": len(rows), "addressees": len(addressees)},
    )
    db.session.flush()
    return len(rows)


def _still_new(body: Body, reading: Reading) -> list[Coming]:
    """What has not come on record since the list was read: by somebody else, or by the same form sent twice."""
    given = select(Recommendation.symbol).where(Recommendation.body_id == body.id, Recommendation.symbol.is_not(None))
    known = {identity(symbol or "", "", "", "") for symbol in db.session.scalars(given)}
    since = select(Recommendation.text, Recommendation.cycle, Recommendation.recommending).where(
        Recommendation.body_id == body.id, Recommendation.id > reading.until
    )
    if any(each.identity[0] == "text" for each in reading.coming):
        known |= {identity("", *said) for said in db.session.execute(since)}
    return [each for each in reading.coming if not known & {each.identity, identity(each.symbol, "", "", "")}]


def _row(body: Body, each: Coming, meeting_id: int | None, *, at: datetime) -> Recommendation:
    """“TNAP/2019/1/R.3” belongs to the meeting “TNAP/2019/1”, where that is on record."""
    return Recommendation(
        body_id=body.id,
        meeting_id=meeting_id,
        announced=True,
        state=state_of(each),
        symbol=each.symbol,
        text=each.text,
        kind=each.kind,
        countries=each.line.get("countries"),
        themes=each.themes,
        adopted_on=each.adopted_on,
        cycle=each.line.get("cycle"),
        recommending=each.line.get("recommending State"),
        proposed_at=at,
    )


def _addressee(found: Recommendation, reply: Reply, place: int) -> Addressee:
    days = reply.days
    return Addressee(
        body_id=found.body_id,
        recommendation_id=found.id,
        announced=True,
        party_id=reply.named.party_id,
        kind=reply.named.kind,
        name=reply.named.name,
        position=place,
        sent_on=days["sent on"],
        due_on=days["due on"],
        answer=reply.position,
        answered_on=days["answered on"],
        first_answered_on=days["answered on"],
        next_on=days["next report on"],
        has_acted=bool(reply.line.get("action")),
    )


def _is_answered(reply: Reply) -> bool:
    return reply.position is not None or any(reply.line.get(c) for c in ("answer", "action", "evidence"))


def _answer(row: Addressee, reply: Reply, today: date, *, by: str, at: datetime) -> Answer:
    return Answer(
        body_id=row.body_id,
        recommendation_id=row.recommendation_id,
        addressee_id=row.id,
        party_id=row.party_id,
        announced=True,
        number=1,
        position=reply.position,
        text=reply.line.get("answer"),
        action=reply.line.get("action"),
        evidence=reply.line.get("evidence"),
        next_on=row.next_on,
        by=by,
        changed_at=at,
        filed_on=row.answered_on or today,
    )
