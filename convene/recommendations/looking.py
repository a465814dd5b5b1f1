"""What a draft reads like while it is written: the texts much like it, and the quotations of adopted text in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from convene.db import db
from convene.recommendations import repeating
from convene.recommendations.likeness import MOST_ALIKE, Alike, alike
from convene.recommendations.lineage import adopted_texts, drafted_texts, lineages_of
from convene.recommendations.models import Recommendation
from convene.recommendations.quoting import checked, quoted_in
from convene.recommendations.terms import CLOSED, DRAFTED, Knot, Lineage, Quotation


@dataclass(frozen=True, slots=True)
class Looked:
    """The texts much like one, adopted ones first, and what it quotes of adopted ones."""

    near: Sequence[Alike] = ()
    quotations: Sequence[Quotation] = ()


def looked(text: str, body_id: int, *, but: int | None = None) -> Looked:
    """What a text reads like among those of its body, without itself; two statements, four more where any does."""
    adopted = adopted_texts(body_id, but=but)
    return Looked(
        _last_first(text, alike(text, adopted), but) + alike(text, drafted_texts(body_id, but=but)),
        checked(text, adopted) if quoted_in(text) else (),
    )


def _last_first(text: str, near: list[Alike], but: int | None) -> list[Alike]:
    """The same, each with the last wording of its line, and those last wordings before what they say again."""
    if not near:
        return near
    wanted = select(Recommendation).where(Recommendation.key.in_([each.key for each in near]))
    rows = list(db.session.scalars(wanted))
    lineages = lineages_of(rows)
    itself = db.session.get(Recommendation, but) if but is not None else None
    lasts = {row.key: _last(row.key, lineages[row.id], itself.key if itself else "") for row in rows}
    return led_by_last(text, near, lasts)


def _last(key: str, lineage: Lineage, itself: str) -> Knot:
    """The last wording of its line that is adopted; what is read itself is none."""
    knots = [knot for knot in lineage.knots if knot.state not in DRAFTED and knot.key != itself]
    kept = {knot.key for knot in knots}
    return repeating.ends(key, knots, [tie for tie in lineage.ties if {tie.later, tie.earlier} <= kept])[1]


def led_by_last(text: str, near: Sequence[Alike], lasts: Mapping[str, Knot]) -> list[Alike]:
    """Each with the last wording of its line (by key), which stands before it, though it reads alike less or not."""
    known = {each.key: each for each in near}
    found: dict[str, Alike] = {}
    for each in near:
        last = lasts[each.key]
        before = tuple(other.symbol for other in near if lasts[other.key].key == last.key and other.key != last.key)
        if last.key not in found:
            lead = known.get(last.key) or _likened(text, last)
            found[last.key] = replace(lead, before=before, closed=last.state if last.state in CLOSED else "")
        if each.key != last.key:
            found[each.key] = replace(each, last=(last.key, last.symbol))
    return list(found.values())[:MOST_ALIKE]


def _likened(text: str, knot: Knot) -> Alike:
    """One that is offered though it may read little like the text."""
    return next(
        iter(alike(text, [(knot.key, knot.symbol, knot.text)], least=1)), Alike(knot.key, knot.symbol, knot.text, 1)
    )
