"""What a draft takes up of what was adopted before it, and what its adoption closes with it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from convene.db import db
from convene.recommendations.models import Recommendation, RecommendationLink
from convene.recommendations.terms import CLOSED, DRAFTED, LinkKind


def taken_up_by(ids: Iterable[int]) -> dict[int, list[tuple[LinkKind, Recommendation]]]:
    """What these recommendations (internal ids) do with which earlier ones, the earliest tie first; one statement."""
    found: dict[int, list[tuple[LinkKind, Recommendation]]] = {}
    wanted = (
        select(RecommendationLink.later_id, RecommendationLink.kind, Recommendation)
        .join(Recommendation, Recommendation.id == RecommendationLink.earlier_id)
        .where(RecommendationLink.later_id.in_(list(ids)))
        .order_by(RecommendationLink.id)
    )
    for later, kind, earlier in db.session.execute(wanted):
        found.setdefault(later, []).append((kind, earlier))
    return found


def closed_with(ids: Iterable[int]) -> dict[int, list[Recommendation]]:
    """What is closed as superseded once these drafts (internal ids) are adopted; one statement."""
    return {
        later: closed
        for later, ties in taken_up_by(ids).items()
        if (closed := [e for kind, e in ties if kind is LinkKind.SUPERSEDES and e.state not in CLOSED | DRAFTED])
    }
