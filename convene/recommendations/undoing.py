"""What can be taken back: an adoption, a tie, a closing, a release; each is a step of its own, and none is changed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import exists, select

from convene import clock, journal
from convene.access.gate import Missing
from convene.access.rules import may_keep
from convene.access.scope import current_reader
from convene.agendas.models import AgendaItem
from convene.bodies.models import Body
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.meetings.actions import letter_findings, refuse
from convene.recommendations import rules
from convene.recommendations.actions import announce_links, release_words
from convene.recommendations.history import adopts, take, tell_seats
from convene.recommendations.lineage import drop_tie, tie_words
from convene.recommendations.models import (
    Addressee,
    FedPoint,
    NotedEvidence,
    Recommendation,
    RecommendationLink,
    RecommendationRelease,
    RecommendationReview,
    RecommendationStep,
    ShadowAsking,
)
from convene.recommendations.queries import release_of, steps_of
from convene.recommendations.terms import DRAFTED, Had, LinkKind, State, Step
from convene.recommendations.ties import names_as_later, superseded_words


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
    has_closed = _has_closed(link, later.symbol, earlier)
    drop_tie(link, later, earlier, body, by=by, at=at)
    db.session.flush()  # The ties that are left are read anew.
    if has_closed:
        _go_on(earlier, body, f"{later.symbol or 'a draft'} supersedes it no longer", by=by, at=at)


def had(found: Recommendation) -> Had:
    """What has come of an adopted one, and keeps it from being a draft again; three statements."""
    theirs = exists().where(Addressee.recommendation_id == found.id, Addressee.sent_on.is_not(None))
    noted = exists().where(NotedEvidence.recommendation_id == found.id)
    asked = exists().where(ShadowAsking.recommendation_id == found.id, ShadowAsking.ended_at.is_(None))
    told = exists().where(FedPoint.recommendation_id == found.id, FedPoint.announced.is_(True))
    item = select(AgendaItem.key).where(AgendaItem.key == RecommendationReview.item_key)
    reviewed = exists().where(RecommendationReview.recommendation_id == found.id, item.exists())
    came = exists().where(RecommendationStep.recommendation_id == found.id, RecommendationStep.step == Step.TAKE_OVER)
    letters, evidence, is_asked, is_told, is_reviewed, is_listed = db.session.execute(
        select(theirs, noted, asked, told, reviewed, came)
        .select_from(Recommendation)
        .where(Recommendation.id == found.id)
    ).one()
    later = db.session.execute(
        select(Recommendation.symbol)
        .join(RecommendationLink, RecommendationLink.later_id == Recommendation.id)
        .where(RecommendationLink.earlier_id == found.id)
        .order_by(Recommendation.symbol.is_(None), Recommendation.id)
        .limit(1)
    ).first()
    row = release_of(found)
    return Had(
        letters=letters,
        is_listed=is_listed,
        released=row.symbol if row is not None else "",
        later=(later[0] or "A draft") if later is not None else "",
        is_reviewed=is_reviewed,
        evidence=evidence,
        is_asked=is_asked,
        is_told=is_told,
    )


def make_draft_again(found: Recommendation, body: Body, reason: str, *, by: str, at: datetime) -> str:
    """What was adopted in error is a draft again as it was before; gives its former symbol, which is given no more.

    Ties made since it was adopted are removed; what it closed as superseded is open again. Raises Refused where
    something has come of it.
    """
    refuse(rules.draft_again_findings(found.state, had(found), adopts=adopts(body)))
    if not reason.strip():
        raise _refused("Say why it is made a draft again.", "note")
    refuse(letter_findings({"note": reason}))
    symbol, superseded = found.symbol or "", []
    steps = sorted(steps_of(found), key=lambda s: s.number)
    adoption = max(s.number for s in steps if s.step in (Step.ADOPT, Step.ISSUE))
    tied_since = {s.note for s in steps if s.step is Step.TIE and s.number > adoption}
    own = select(RecommendationLink).where(RecommendationLink.later_id == found.id).order_by(RecommendationLink.id)
    for link in db.session.scalars(own).all():
        earlier = db.session.get_one(Recommendation, link.earlier_id)
        superseded += [earlier] if _has_closed(link, symbol, earlier) else []
        if tie_words(link.kind, earlier) in tied_since:
            drop_tie(link, found, earlier, body, by=by, at=at)
    take(found, Step.DRAFT_AGAIN, body=body, by=by, at=at, note=f"{symbol}: {reason}")
    found.number = found.symbol = found.adopted_on = found.review_on = None
    found.disclaimer = ""
    shown = [s.step for s in steps if s.step in (Step.PUT_BEFORE, Step.TAKE_BACK)]
    tell_seats(found, is_told=shown[-1:] == [Step.PUT_BEFORE])
    announce_links(found, body, by=by, at=at)
    db.session.flush()  # The ties that are left are read anew.
    for earlier in superseded:
        _go_on(earlier, body, f"{symbol}, which superseded it, is a draft again", by=by, at=at)
    _note(found, "make-draft-again", by=by, at=at, symbol=symbol, reason=reason)
    return symbol


def reopen(
    found: Recommendation, body: Body, reason: str, review_on: date | None = None, *, by: str, at: datetime
) -> None:
    """Open what is closed again, with a reason; what superseded it does so no longer. Raises Refused.

    What superseded it by strengthening it, say, strengthens it still: that tie says nothing of its closing. A day of
    review is after today, or the one that it had when it was closed.
    """
    refuse(rules.step_findings(found.state, Step.REOPEN, adopts=adopts(body)))
    if not reason.strip():
        raise _refused("Say why it is opened again.", "note")
    today = clock.local(at, body.zone).date()
    if review_on is not None and review_on != found.review_on and review_on <= today:
        raise Refused((Finding("", Level.REFUSE, "Enter a day after today.", "review_on"),))
    refuse(letter_findings({"note": reason}))
    for link in superseding_ties(found):
        drop_tie(link, db.session.get_one(Recommendation, link.later_id), found, body, by=by, at=at)
    _reopen(found, body, reason, by=by, at=at)
    found.review_on = review_on


def _go_on(earlier: Recommendation, body: Body, why: str, *, by: str, at: datetime) -> None:
    """One of those that superseded it does so no longer: it is open again, or closed by another one from now on.

    Its steps name the one that closes it now: where they name it not, a further one does.
    """
    left = _superseding(earlier)
    if not left:
        _reopen(earlier, body, f"{why[:1].upper()}{why[1:]}", by=by, at=at)
        return
    symbols = [db.session.get_one(Recommendation, link.later_id).symbol for link in left]
    words = superseded_words([earlier.key]).get(earlier.key, "")
    if not any(names_as_later(words, symbol) for symbol in symbols):
        take(earlier, Step.SUCCEED, body=body, by=by, at=at, note=f"by {symbols[0]}: {why}")
        _note(earlier, "succeed", by=by, at=at, symbol=symbols[0], reason=why)


def _reopen(found: Recommendation, body: Body, reason: str, *, by: str, at: datetime) -> None:
    take(found, Step.REOPEN, body=body, by=by, at=at, note=reason)
    _note(found, "reopen", by=by, at=at, reason=reason)


def superseding_ties(found: Recommendation) -> list[RecommendationLink]:
    """The ties that say that it is superseded; one of a draft does not yet count."""
    return [link for link in _superseding(found) if link.kind is LinkKind.SUPERSEDES]


def _superseding(found: Recommendation) -> list[RecommendationLink]:
    """The ties to those that supersede it, whether the tie says so or only the step that closed it; two statements."""
    wanted = (
        select(RecommendationLink, Recommendation.symbol)
        .join(Recommendation, Recommendation.id == RecommendationLink.later_id)
        .where(RecommendationLink.earlier_id == found.id, Recommendation.state.not_in(sorted(DRAFTED)))
        .order_by(RecommendationLink.id)
    )
    words = superseded_words([found.key]).get(found.key, "")
    return [
        link
        for link, symbol in db.session.execute(wanted)
        if link.kind is LinkKind.SUPERSEDES or names_as_later(words, symbol)
    ]


def _has_closed(link: RecommendationLink, symbol: str | None, earlier: Recommendation) -> bool:
    """Whether the earlier one is closed by the later one, which has this symbol, of a tie."""
    if earlier.state is not State.SUPERSEDED:
        return False
    return link.kind is LinkKind.SUPERSEDES or names_as_later(
        superseded_words([earlier.key]).get(earlier.key, ""), symbol
    )


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
