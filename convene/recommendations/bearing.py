"""Which addressees a list that is cut to a mark means: the names behind its figure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from convene.db import db
from convene.recommendations.marking import marked
from convene.recommendations.models import Addressee, Recommendation
from convene.recommendations.terms import Listing


def bearers_of(rows: Iterable[Recommendation], cut: Listing, *, on: date) -> dict[int, list[str]]:
    """The addressees of each of these (by internal id) that a list cut to a mark means, in their order; one statement.

    Nothing, and no statement, where the list is cut to no mark.
    """
    if not cut.mark:
        return {}
    wanted = (
        select(Addressee.recommendation_id, Addressee.name)
        .join(Recommendation, Recommendation.id == Addressee.recommendation_id)
        .where(Addressee.recommendation_id.in_([row.id for row in rows]), marked(cut.mark, on=on))
        .order_by(Addressee.recommendation_id, Addressee.position, Addressee.id)
    )
    if cut.addressee:
        wanted = wanted.where(Addressee.name == cut.addressee)
    found: dict[int, list[str]] = {}
    for of, name in db.session.execute(wanted):
        found.setdefault(of, []).append(name)
    return found
