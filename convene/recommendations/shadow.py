"""Shadow evidence: what guests are asked for, and what they hand in, kept apart from the addressees' own answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import PurePath

from sqlalchemy import func, select

from convene import clock, journal
from convene.access.gate import Missing
from convene.access.rules import may_keep
from convene.access.scope import current_reader
from convene.access.terms import ReaderKind
from convene.bodies.models import Body, Party
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.mail.outbox import Envelope, enqueue
from convene.meetings.actions import letter_findings, refuse
from convene.papers.actions import Filed
from convene.people.models import Contact
from convene.recommendations import rules
from convene.recommendations.acknowledging import EVIDENCE, tell_received
from convene.recommendations.files import attach
from convene.recommendations.models import Recommendation, RecommendationRelease, ShadowAsking, ShadowEvidence
from convene.recommendations.terms import DRAFTED, Reliability, SourceKind

ASKED = "shadow-asked"
A_MONTH = timedelta(days=30)


def _refused(text: str, field: str = "") -> Refused:
    return Refused((Finding("", Level.REFUSE, text, field),))


def ask(
    found: Recommendation,
    body: Body,
    guest: tuple[Contact, Party | None, int],
    asks: str,
    due_on: date,
    *,
    by: str,
    at: datetime,
) -> ShadowAsking:
    """Ask one guest for evidence by a day; what is asked, and by when, is all that they are told.

    One who was asked before is asked anew, and the former question stays with what they handed in. Raises Refused.
    """
    if found.state in DRAFTED:
        raise _refused("Nobody is asked about what was not adopted.")
    _, party, person = guest
    known = select(ShadowAsking).where(
        ShadowAsking.recommendation_id == found.id, ShadowAsking.person_id == person, ShadowAsking.ended_at.is_(None)
    )
    if db.session.scalars(known).first() is not None:
        raise _refused("They were asked already. To ask something else, end that asking first.", "guest")
    refuse(rules.due_findings(due_on, today=clock.local(at, body.zone).date()))
    refuse(letter_findings({"asks": asks}))
    row = ShadowAsking(
        body_id=body.id,
        recommendation_id=found.id,
        party_id=party.id if party else None,
        person_id=person,
        announced=True,
        asks=asks,
        asked_at=at,
        due_on=due_on,
    )
    db.session.add(row)
    db.session.flush()
    envelope = Envelope(ASKED, about=row.key, person_id=person, body_id=body.id)
    facts = {"path": f"/evidence/{row.key}", "due_on": due_on.isoformat()}
    enqueue(envelope, at=at, due=at.isoformat(), facts=facts, expires_at=at + A_MONTH)
    journal.record("shadow.ask", by=by, at=at, body=body.id, kind="recommendation", key=found.key)
    return row


def is_late(row: ShadowAsking, body: Body | None, *, at: datetime) -> bool:
    """Whether the day by which something was asked for is over, where the body is; without a day it never is.

    A guest need not see the body that asks: then the day ends as it does in UTC.
    """
    return row.due_on is not None and row.due_on < clock.local(at, body.zone if body else "UTC").date()


def asker_of(row: ShadowAsking) -> Body | None:
    """The body that asks, if the reader sees it."""
    return db.session.scalars(select(Body).where(Body.id == row.body_id)).one_or_none()


def end(row: ShadowAsking, *, by: str, at: datetime) -> None:
    """Take an asking back: from then on the guest sees nothing of it."""
    row.announced, row.ended_at = False, at
    journal.record("shadow.end", by=by, at=at, body=row.body_id, kind="asking", key=row.key)


def hand_in(
    row: ShadowAsking, text: str, source: SourceKind, *, file: Filed | None = None, person: int, by: str, at: datetime
) -> ShadowEvidence:
    """Add evidence; it is never changed, and read by the secretariat and whoever handed it in. Raises Refused.

    How far it can be relied on is not for its giver to say: that is not judged until the secretariat judges it.
    """
    if not row.announced:
        raise _refused("Nothing is asked of you any more.")
    refuse(letter_findings({"text": text}))
    same = select(ShadowEvidence).where(
        ShadowEvidence.asking_id == row.id,
        ShadowEvidence.text == text,
        ShadowEvidence.digest == (file.digest if file else ""),
    )
    if db.session.scalars(same).first() is not None:
        raise _refused("You have handed in these words already.", "text")
    kept = ShadowEvidence(
        body_id=row.body_id,
        recommendation_id=row.recommendation_id,
        asking_id=row.id,
        party_id=row.party_id,
        person_id=person,
        text=text,
        source_kind=source,
        reliability=Reliability.NOT_JUDGED,
        handed_in_at=at,
    )
    attach(kept, replace(file, file_name=_name_for(row, file)) if file else None)
    db.session.add(kept)
    db.session.flush()
    journal.record("shadow.hand_in", by=by, at=at, body=row.body_id, kind="asking", key=row.key)
    tell_received(EVIDENCE, kept, at=at)
    return kept


def _name_for(row: ShadowAsking, file: Filed) -> str:
    """“evidence-2.jpg”: by the place among the files that the giver sees here, never as the file was called."""
    files = select(func.count(ShadowEvidence.id)).where(ShadowEvidence.asking_id == row.id, ShadowEvidence.digest != "")
    return f"evidence-{db.session.scalars(files).one() + 1}{PurePath(file.file_name).suffix}"


def hide(row: ShadowEvidence, *, by: str, at: datetime) -> None:
    """Take what was handed in off its giver's own page, for whoever takes their phone; the secretariat keeps it."""
    row.announced = False
    journal.record("shadow.hide", by=by, at=at, body=row.body_id, kind="asking", key=asking_of(row).key)


def judge(row: ShadowEvidence, reliability: Reliability, *, by: str, at: datetime) -> None:
    """Say how far what was handed in can be relied on; the last word stands, and only the secretariat reads it."""
    if row.reliability is reliability:
        return
    change = {"before": str(row.reliability), "after": str(reliability)}
    row.reliability = reliability
    journal.record("shadow.judge", by=by, at=at, body=row.body_id, kind="asking", key=asking_of(row).key, change=change)


def asking_of(row: ShadowEvidence) -> ShadowAsking:
    """For what something was handed in."""
    return db.session.get_one(ShadowAsking, row.asking_id)


def own_evidence(key: str) -> ShadowEvidence:
    """What the reader handed in themselves and still sees, while they are asked. Raises Missing for everybody else."""
    wanted = select(ShadowEvidence).join(ShadowAsking, ShadowAsking.id == ShadowEvidence.asking_id)
    found = db.session.scalars(wanted.where(ShadowEvidence.key == key)).one_or_none()
    if found is None or may_keep(current_reader(), found.body_id):
        raise Missing
    return found


def one_asking(key: str) -> ShadowAsking:
    """What a guest was asked: for the guest while it stands, and the secretariat. Raises Missing."""
    found = db.session.scalars(select(ShadowAsking).where(ShadowAsking.key == key)).one_or_none()
    if found is None:
        raise Missing
    return found


def own_asking(key: str) -> ShadowAsking:
    """The same, for those who were asked. Raises Missing for everybody else."""
    found = one_asking(key)
    if may_keep(current_reader(), found.body_id):
        raise Missing
    return found


def kept_asking(key: str) -> ShadowAsking:
    """The same, for the secretariat. Raises Missing for everybody else."""
    found = one_asking(key)
    if not may_keep(current_reader(), found.body_id):
        raise Missing
    return found


def one_evidence(key: str) -> ShadowEvidence:
    """What was handed in with a file: for the secretariat, and its giver while they are asked. Raises Missing."""
    wanted = select(ShadowEvidence).join(ShadowAsking, ShadowAsking.id == ShadowEvidence.asking_id)
    found = db.session.scalars(wanted.where(ShadowEvidence.key == key)).one_or_none()
    if found is None or not found.digest:
        raise Missing
    return found


def kept_evidence(key: str) -> ShadowEvidence:
    """What was handed in, for the secretariat. Raises Missing for everybody else, its giver too."""
    found = db.session.scalars(select(ShadowEvidence).where(ShadowEvidence.key == key)).one_or_none()
    if found is None or not may_keep(current_reader(), found.body_id):
        raise Missing
    return found


def askings_of(found: Recommendation) -> list[tuple[ShadowAsking, list[ShadowEvidence]]]:
    """Who was asked on a recommendation, and what they handed in; two statements."""
    evidence: dict[int, list[ShadowEvidence]] = {}
    wanted = select(ShadowEvidence).where(ShadowEvidence.recommendation_id == found.id).order_by(ShadowEvidence.id)
    for row in db.session.scalars(wanted):
        evidence.setdefault(row.asking_id, []).append(row)
    askings = select(ShadowAsking).where(ShadowAsking.recommendation_id == found.id).order_by(ShadowAsking.id)
    return [(row, evidence.get(row.id, [])) for row in db.session.scalars(askings)]


def handed_in(row: ShadowAsking) -> list[ShadowEvidence]:
    """What was handed in for one asking, as far as the reader may see it."""
    wanted = select(ShadowEvidence).where(ShadowEvidence.asking_id == row.id).order_by(ShadowEvidence.id)
    return list(db.session.scalars(wanted))


def asked_of_me() -> list[tuple[ShadowAsking, bool, str]]:
    """What the reader was asked for as a guest, and whether they have handed something in; what waits first, by day.

    With the open symbol of the recommendation, where it was released to them; empty where they may not know which.
    """
    reader = current_reader()
    if reader.kind is not ReaderKind.PERSON or reader.seats or reader.staff:
        return []  # By a link nothing is opened but its own invitation (settled 20).
    given = select(ShadowEvidence.id).where(
        ShadowEvidence.asking_id == ShadowAsking.id, ShadowEvidence.handed_in_at >= ShadowAsking.asked_at
    )
    wanted = (
        select(ShadowAsking, given.exists(), RecommendationRelease.symbol)
        .outerjoin(RecommendationRelease, RecommendationRelease.recommendation_id == ShadowAsking.recommendation_id)
        .where(ShadowAsking.announced.is_(True), ShadowAsking.person_id == reader.person)
    )
    by_day = ShadowAsking.due_on.is_(None), ShadowAsking.due_on, ShadowAsking.asked_at.desc(), ShadowAsking.id
    rows = db.session.execute(wanted.order_by(given.exists(), *by_day))
    return [(row, is_given, symbol or "") for row, is_given, symbol in rows]
