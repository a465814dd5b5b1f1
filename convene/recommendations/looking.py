"""What a draft reads like while it is written: the texts much like it, and the quotations of adopted text in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from convene.recommendations.lineage import adopted_texts, alike, drafted_texts
from convene.recommendations.quoting import checked, quoted_in
from convene.recommendations.terms import Alike, Quotation


@dataclass(frozen=True, slots=True)
class Looked:
    """The texts much like one, adopted ones first, and what it quotes of adopted ones."""

    near: Sequence[Alike] = ()
    quotations: Sequence[Quotation] = ()


def looked(text: str, body_id: int, *, but: int | None = None) -> Looked:
    """What a text reads like among those of its body, without itself; two statements."""
    adopted = adopted_texts(body_id, but=but)
    return Looked(
        alike(text, adopted) + alike(text, drafted_texts(body_id, but=but)),
        checked(text, adopted) if quoted_in(text) else (),
    )
