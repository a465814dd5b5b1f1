"""Which addressees a list that is cut to a mark means: the names behind its figure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from convene.db import db
from convene.recommendations.marking import TIMED, marked
from convene.recommendations.models import Addressee, Recommendation
from convene.recommendations.terms import Listing


def bearers_of(rows: Iterable[Recommendation], cut: Listing, *, on: date) -> dict[int, list[str]]:
    """The addressees of each of these (by internal id) that a list cut to a mark means, in their order; one statement.

    Those whose time to answer is meant come with their days. Nothing, and no statement, where the list is cut to no
    mark.
    """
    if not cut.mark:
        return {}
    wanted = (
        select(Addressee.recommendation_id, Addressee.name, Addressee.sent_on, Addressee.first_answered_on)
        .join(Recommendation, Recommendation.id == Addressee.recommendation_id)
        .where(Addressee.recommendation_id.in_([row.id for row in rows]), marked(cut.mark, on=on))
        .order_by(Addressee.recommendation_id, Addressee.position, Addressee.id)
    )
    if cut.addressee:
        wanted = wanted.where(Addressee.name == cut.addressee)
    found: dict[int, list[str]] = {}
    for of, name, sent, answered in db.session.execute(wanted):
        found.setdefault(of, []).append(_with_days(name, sent, answered) if cut.mark == TIMED else name)
    return found


def _with_days(name: str, sent: date | None, answered: date | None) -> str:
    """“Denmark (12 days)”."""
    if sent is None or answered is None:
        return name
    days = (answered - sent).days
    return f"{name} ({days} {'day' if days == 1 else 'days'})"
