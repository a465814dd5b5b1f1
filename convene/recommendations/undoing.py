"""What can be taken back: a tie, a closing, a release to guests; each is a step of its own, and no step is changed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from convene import clock, journal
from convene.access.gate import Missing
from convene.access.rules import may_keep
from convene.access.scope import current_reader
from convene.bodies.models import Body
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.meetings.actions import letter_findings, refuse
from convene.recommendations import rules
from convene.recommendations.actions import release_words
from convene.recommendations.history import adopts, take
from convene.recommendations.lineage import drop_tie
from convene.recommendations.models import Recommendation, RecommendationLink, RecommendationRelease
from convene.recommendations.queries import release_of
from convene.recommendations.terms import LinkKind, State, Step


def _refused(text: str, field: str = "") -> Refused:
    return Refused((Finding("A18", Level.REFUSE, text, field),))


def kept_tie(key: str) -> tuple[RecommendationLink, Recommendation]:
    """A tie and its later end, where the reader serves the secretariat of their body. Raises Missing otherwise."""
    found = db.session.scalars(select(RecommendationLink).where(RecommendationLink.key == key)).one_or_none()
    if found is None or not may_keep(current_reader(), found.body_id):
        raise Missing
    return found, db.session.get_one(Recommendation, found.later_id)


def untie(link: RecommendationLink, body: Body, *, by: str, at: datetime) -> None:
    """Take back a tie that was made by mistake; what it alone had closed as superseded is open again."""
    later = db.session.get_one(Recommendation, link.later_id)
    earlier = db.session.get_one(Recommendation, link.earlier_id)
    drop_tie(link, later, earlier, body, by=by, at=at)
    db.session.flush()  # The ties that are left are read anew.
    if link.kind is LinkKind.SUPERSEDES and earlier.state is State.SUPERSEDED and not _superseding(earlier):
        _reopen(earlier, body, f"{later.symbol or 'A draft'} supersedes it no longer", by=by, at=at)


def reopen(
    found: Recommendation, body: Body, reason: str, review_on: date | None = None, *, by: str, at: datetime
) -> None:
    """Open what is closed again, with a reason; what superseded it does so no longer. Raises Refused."""
    refuse(rules.step_findings(found.state, Step.REOPEN, adopts=adopts(body)))
    if not reason.strip():
        raise _refused("Say why it is opened again.", "note")
    if review_on is not None and review_on <= clock.local(at, body.zone).date():
        raise Refused((Finding("", Level.REFUSE, "Enter a day after today.", "review_on"),))
    refuse(letter_findings({"note": reason}))
    for link in _superseding(found):
        drop_tie(link, db.session.get_one(Recommendation, link.later_id), found, body, by=by, at=at)
    _reopen(found, body, reason, by=by, at=at)
    found.review_on = review_on


def _reopen(found: Recommendation, body: Body, reason: str, *, by: str, at: datetime) -> None:
    take(found, Step.REOPEN, body=body, by=by, at=at, note=reason)
    _note(found, "reopen", by=by, at=at, reason=reason)


def _superseding(found: Recommendation) -> list[RecommendationLink]:
    """The ties by which it is superseded; one of a draft does not yet count."""
    wanted = (
        select(RecommendationLink)
        .join(Recommendation, Recommendation.id == RecommendationLink.later_id)
        .where(
            RecommendationLink.earlier_id == found.id,
            RecommendationLink.kind == LinkKind.SUPERSEDES,
            Recommendation.state.not_in([State.PROPOSED, State.WITHDRAWN]),
        )
    )
    return list(db.session.scalars(wanted).all())


def take_back_release(found: Recommendation, body: Body, *, by: str, at: datetime) -> RecommendationRelease:
    """Guests read it no more; its symbol of the open series is not given again. Raises Refused where it is not out."""
    row = release_of(found)
    if row is None:
        raise _refused("It is not released to guests.")
    take(found, Step.TAKE_BACK_RELEASE, body=body, by=by, at=at, note=release_words(row, found))
    db.session.delete(row)
    _note(found, "take-back-release", by=by, at=at, symbol=row.symbol)
    db.session.flush()
    return row


def _note(found: Recommendation, act: str, *, by: str, at: datetime, **change: object) -> None:
    journal.record(
        f"recommendation.{act}", by=by, at=at, body=found.body_id, kind="recommendation", key=found.key, change=change
    )
