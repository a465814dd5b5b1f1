"""Recommendations in the columns in which human-rights lists are published: as they came, they go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from convene.bodies.models import Body
from convene.db import db
from convene.recommendations.gathered import THEMES_THERE
from convene.recommendations.history import disclaimer_of, disclaimer_on
from convene.recommendations.models import Addressee, Recommendation, RecommendationStep
from convene.recommendations.terms import DRAFTED, Step

COLUMNS = ("Country", "Cycle", "Recommending State", "Recommendation", "Response", "Theme")
# So many recommendations are held at once, however long the list is.
AT_ONCE = 1_000


def columns_for(body: Body) -> tuple[str, ...]:
    """The columns; what a body gives out that does not adopt bears its disclaimer, which taking over passes by."""
    return (*COLUMNS, "Disclaimer") if disclaimer_of(body) else COLUMNS


def lines_of(ids: Sequence[int], body: Body) -> Iterator[tuple[str, ...]]:
    """A line for each addressee of these recommendations (internal ids); three statements for each part of them."""
    bears = bool(disclaimer_of(body))
    for start in range(0, len(ids), AT_ONCE):
        part = ids[start : start + AT_ONCE]
        wanted = select(Recommendation).where(Recommendation.id.in_(part), Recommendation.state.not_in(sorted(DRAFTED)))
        rows = {row.id: row for row in db.session.scalars(wanted)}
        theirs, others = _addressees(part), _other_themes(part)
        for row in (rows[each] for each in part if each in rows):
            themes = "; ".join((*map(str, row.themes), *others.get(row.id, ())))
            end = (disclaimer_on(row, body),) if bears else ()
            for name, response in theirs.get(row.id, [("", "")]):
                yield (name, row.cycle, row.recommending, row.text, response, themes, *end)


def _addressees(ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    """Who is addressed, and what they answered last: “Supported”."""
    wanted = select(Addressee.recommendation_id, Addressee.name, Addressee.answer)
    wanted = wanted.where(Addressee.recommendation_id.in_(ids))
    found: dict[int, list[tuple[str, str]]] = {}
    for of, name, answer in db.session.execute(
        wanted.order_by(Addressee.recommendation_id, Addressee.position, Addressee.id)
    ):
        found.setdefault(of, []).append((name, str(answer or "").capitalize()))
    return found


def _other_themes(ids: Sequence[int]) -> dict[int, list[str]]:
    """The themes of the lists that they came from which are none of ours."""
    wanted = select(RecommendationStep.recommendation_id, RecommendationStep.note).where(
        RecommendationStep.recommendation_id.in_(ids),
        RecommendationStep.step == Step.TAKE_OVER,
        RecommendationStep.note.startswith(THEMES_THERE, autoescape=True),
    )
    return {of: note.removeprefix(THEMES_THERE).split("; ") for of, note in db.session.execute(wanted)}
