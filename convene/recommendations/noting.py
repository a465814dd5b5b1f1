"""What the secretariat notes of an addressee from others: action and evidence, beside the addressee's own answers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from convene import clock, journal
from convene.bodies.models import Body
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.meetings.actions import letter_findings, refuse
from convene.papers.actions import Filed
from convene.recommendations import rules
from convene.recommendations.files import attach
from convene.recommendations.history import take
from convene.recommendations.models import Addressee, Answer, NotedEvidence, Recommendation
from convene.recommendations.queries import guests_in
from convene.recommendations.terms import Noting, Step


def note(
    addressee: Addressee,
    found: Recommendation,
    body: Body,
    said: Noting,
    *,
    file: Filed | None = None,
    by: str,
    at: datetime,
) -> NotedEvidence:
    """Note what an addressee did and what shows it, whether or not it has answered; a step is added. Raises Refused.

    Their answer, and their silence, stay as they are.
    """
    today = clock.local(at, body.zone).date()
    refuse(rules.note_findings(said, has_file=file is not None, today=today))
    words = {"action": said.action, "evidence": said.evidence, "link": said.link, "verified_by": said.verified_by}
    refuse(letter_findings(words) + guest_findings(body, said.verified_by))
    same = select(NotedEvidence).where(
        NotedEvidence.addressee_id == addressee.id,
        NotedEvidence.action == said.action,
        NotedEvidence.evidence == said.evidence,
        NotedEvidence.link == said.link,
        NotedEvidence.digest == (file.digest if file else ""),
        NotedEvidence.look_on.is_not_distinct_from(said.look_on),
    )
    if db.session.scalars(same).first() is not None:
        raise Refused((Finding("", Level.REFUSE, "This was noted of them already.", "evidence"),))
    row = NotedEvidence(
        body_id=body.id,
        recommendation_id=found.id,
        addressee_id=addressee.id,
        party_id=addressee.party_id,
        announced=True,
        action=said.action,
        evidence=said.evidence,
        link=said.link,
        source_kind=said.source_kind,
        reliability=said.reliability,
        by=by,
        noted_at=at,
        noted_on=today,
        look_on=said.look_on,
        verified_by=said.verified_by,
        verified_on=today if said.verified_by else None,
    )
    attach(row, file)
    addressee.has_acted = addressee.has_acted or said.has_acted
    take(found, Step.NOTE, body=body, by=by, at=at, addressee=addressee.name, note=_words(said))
    db.session.add(row)
    db.session.flush()  # The journal needs its key.
    change = {"symbol": found.symbol, "of": addressee.name, "verified": said.verified_by, "acted": said.has_acted}
    journal.record("evidence.note", by=by, at=at, body=body.id, kind="evidence", key=row.key, change=change)
    return row


def say_acted(
    row: NotedEvidence, found: Recommendation, body: Body, *, acted: bool, reason: str, by: str, at: datetime
) -> None:
    """Say anew whether the addressee of what was noted has acted, and why; a step is added. Raises Refused.

    Said as it stands, nothing happens. The figures follow; what was noted stays as it was.
    """
    addressee = db.session.get_one(Addressee, row.addressee_id)
    if addressee.has_acted is acted:
        return
    own = select(Answer.action).where(Answer.addressee_id == addressee.id, Answer.announced.is_(True))
    reported = any(action.strip() for action in db.session.scalars(own))
    refuse(rules.acted_findings(acted=acted, action=row.action, reported=reported, reason=reason))
    refuse(letter_findings({"reason": reason}))
    addressee.has_acted = acted
    step = Step.ACTED if acted else Step.NOT_ACTED
    take(found, step, body=body, by=by, at=at, addressee=addressee.name, note=reason)
    change = {"symbol": found.symbol, "of": addressee.name, "acted": acted}
    journal.record("evidence.acted", by=by, at=at, body=body.id, kind="evidence", key=row.key, change=change)


def guest_findings(body: Body, whose: str) -> list[Finding]:
    """Every member reads who verified something, the State concerned too: a guest, perhaps at risk, is not named so."""
    guests = guests_in(body, whose)
    if not guests:
        return []
    text = f"Every member reads this, and {guests[0]} is a guest. Name an office, such as “the secretariat”, instead."
    return [Finding("", Level.REFUSE, text, "verified_by")]


def _words(said: Noting) -> str:
    """What the step says: the action, else the evidence; whether it counts, who verified it, when one looks again."""
    verified = f"Verified by {said.verified_by}." if said.verified_by else ""
    again = f"To be looked at again on {clock.day_words(said.look_on, weekday=False)}." if said.look_on else ""
    acted = "It counts as followed up." if said.has_acted else ""
    return " ".join(part for part in (said.action or said.evidence, acted, verified, again) if part)
