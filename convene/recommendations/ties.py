"""What a draft takes up of what was adopted before it, and what its adoption, or a tie, closes with it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select

from convene.db import db
from convene.findings import Finding, Refused
from convene.recommendations import rules
from convene.recommendations.models import Recommendation, RecommendationLink, RecommendationStep
from convene.recommendations.queries import addressees_of
from convene.recommendations.terms import CLOSED, DRAFTED, Lineage, LinkKind, State, Step


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


@dataclass(frozen=True, slots=True)
class Closes:
    """What is closed as superseded though answers to it are awaited: its symbol, and what is said of it.

    A tick that it is meant bears the `mark`: it holds for this one and those awaited as they were shown.
    """

    symbol: str
    finding: Finding
    mark: str


def closes_awaited(later: Recommendation | None, earlier: Recommendation, kind: LinkKind) -> Closes | None:
    """What is closed by this tie, now or once the later one is adopted, though answers to it are awaited, if any is.

    Without a `later` one: that of a draft which is still being written. One statement.
    """
    if kind is not LinkKind.SUPERSEDES or earlier.state in CLOSED | DRAFTED:
        return None
    asked = [each for each in addressees_of([earlier.id]).get(earlier.id, ()) if each.sent_on is not None]
    awaited = [each.id for each in asked if each.answer is None]
    is_now = later is not None and later.state not in DRAFTED
    found = rules.closing_findings(earlier.symbol or "", len(asked), len(awaited), is_now=is_now)
    if not found:
        return None
    shown = [earlier.key, later.symbol if later and is_now else "", len(asked), awaited]
    mark = hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:16]
    return Closes(earlier.symbol or "", found[0], mark)


def refuse_unmeant(found: Closes | None, meant: Collection[str]) -> None:
    """Raises Refused where answers are awaited to what is closed, and no tick says that just this is meant."""
    if found is not None and found.mark not in meant:
        raise Refused((found.finding,))


def superseded_words(keys: Iterable[str]) -> dict[str, str]:
    """What the step says that names by which one each of these (by key) is superseded now; one statement."""
    wanted = (
        select(Recommendation.key, RecommendationStep.note)
        .join(Recommendation, Recommendation.id == RecommendationStep.recommendation_id)
        .where(Recommendation.key.in_(list(keys)), RecommendationStep.step.in_((Step.SUPERSEDE, Step.SUCCEED)))
        .order_by(RecommendationStep.number)
    )
    return dict(db.session.execute(wanted).all())


def names_as_later(words: str, symbol: str | None) -> bool:
    """Whether the step of closing says that it was superseded by the one with this symbol."""
    return bool(symbol) and (words == f"by {symbol}" or words.startswith(f"by {symbol}: "))


def closing(lineage: Lineage) -> set[str]:
    """The ties (their keys) by whose later end the earlier one is closed as superseded, whatever they say.

    One that strengthens may also supersede: then its tie stays as it was, and the step alone names it.
    """
    closed = {knot.key for knot in lineage.knots if knot.state == State.SUPERSEDED}
    later = {knot.key: knot.symbol for knot in lineage.knots if knot.state not in DRAFTED}
    words = superseded_words(closed) if closed else {}
    return {
        tie.key
        for tie in lineage.ties
        if tie.earlier in closed and tie.later in later
        and (tie.kind is LinkKind.SUPERSEDES or names_as_later(words.get(tie.earlier, ""), later[tie.later]))
    }  # fmt: skip
