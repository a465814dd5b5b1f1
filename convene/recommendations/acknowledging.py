"""Mail of what came in: to the secretariat, which reads it; to a State's seats, of what was recorded in its name."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select

from convene.access.scope import as_system
from convene.bodies.models import Body
from convene.mail.outbox import Envelope, Gathered, enqueue, gather
from convene.people.queries import secretariat_of
from convene.recommendations.models import Addressee, Answer, Recommendation, ShadowEvidence
from convene.recommendations.telling import seats_of

RECEIVED, RECORDED, EVIDENCE = "answer-received", "answer-recorded", "evidence-received"


def tell_received(kind: str, row: Answer | ShadowEvidence, *, at: datetime) -> int:
    """Tell the secretariat that an answer or evidence came in, not from whom nor on what; gives how many are new.

    Answers are gathered; what a guest handed in is told once for each.
    """
    with as_system("say to the secretariat where it reads what a guest handed in") as session:
        wanted = select(Recommendation.key, Body.key)
        wanted = wanted.join(Body, Body.id == Recommendation.body_id)
        key, of = session.execute(wanted.where(Recommendation.id == row.recommendation_id)).one()
    path = f"/recommendations/{key}"
    people = [Envelope(kind, about=row.key, person_id=p, body_id=row.body_id) for p in secretariat_of(row.body_id, at)]
    if kind != RECEIVED:
        return sum(enqueue(each, at=at, facts={"path": path}) for each in people)
    wait = timedelta(minutes=current_app.config["CONVENE"].gather_minutes)
    one = Gathered(path, f"/bodies/{of}/recommendations?mark=answered")
    return sum(gather(each, one, at=at, wait=wait) for each in people)


def tell_recorded(row: Answer, addressee: Addressee, *, at: datetime) -> int:
    """Tell the seats of a State that the secretariat recorded an answer in its name, and where it is read."""
    facts = {"path": f"/addressees/{addressee.key}/answer"}
    return sum(
        enqueue(Envelope(RECORDED, about=row.key, person_id=person, body_id=row.body_id), at=at, facts=facts)
        for person in seats_of(row.body_id, at).get(addressee.party_id or 0, ())
    )
