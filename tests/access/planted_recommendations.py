"""Words planted into recommendations: drafts, adopted texts, answers, and what is between secretariat and guests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from convene.papers import store
from convene.recommendations.models import Answer, FedPoint, Recommendation, ShadowAsking, ShadowEvidence
from tests.access.rows.recommendations import SEEN_BY
from tests.access.standing import BOARD, COUNCIL
from tests.build import a_pdf, one

if TYPE_CHECKING:
    from tests.access.planted import Planted
    from tests.access.world import World

DK = frozenset({"primary_dk", "alternate_dk"})


def plant(found: Planted, world: World) -> None:
    """Plant them. What is adopted is read on page, PDF and table by every seat; a draft by the secretariat alone.

    A draft that is put before the seats they read on page and PDF.
    """
    on_paper: dict[str, Any] = {"outlets": {"pdf", "file"}}
    for name in ("draft", "circulated", "convened", "earlier", "other"):
        row = one(Recommendation, key=world.keys[f"recommendation {name}"])
        allowed = SEEN_BY[f"recommendation {name}"]
        found.columns(row, f"recommendation {name}", ("text",), allowed, **({} if name == "draft" else on_paper))
        found.columns(row, f"recommendation {name}", ("countries",), allowed)
    sent = one(Recommendation, key=world.keys["recommendation convened"])
    answer = one(Answer, key=world.keys["answer convened"])
    found.columns(
        answer, "filed answer", ("text", "action", "evidence"), SEEN_BY["recommendation convened"], **on_paper
    )
    draft = one(Answer, recommendation_id=sent.id, announced=False)
    found.columns(draft, "draft answer", ("text", "action", "evidence"), DK)
    asking = one(ShadowAsking, key=world.keys["asking convened"])
    found.columns(asking, "asked of a guest", ("asks",), BOARD | {"ngo_guest"}, on_page={"ngo_guest"})
    hidden = one(ShadowEvidence, key=world.keys["handed hidden"])
    found.columns(hidden, "shadow evidence off its giver's page", ("text", "file_name"), BOARD)
    evidence = one(ShadowEvidence, key=world.keys["handed convened"])
    found.columns(evidence, "shadow evidence", ("text", "file_name"), BOARD | {"ngo_guest"})
    mark = found.plant("shadow evidence body", BOARD | {"ngo_guest"}, on_page=(), outlets={"file"})
    folder = world.app.config["CONVENE"].papers
    source = store.new_file(folder)
    source.write_bytes(a_pdf(mark))
    evidence.digest = store.keep(source, folder)
    point = one(FedPoint, key=world.keys["point convened"])
    found.columns(point, "a guest's point", ("point",), BOARD)
    other = one(FedPoint, key=world.keys["point other"])
    found.columns(other, "a Council member's point", ("point",), COUNCIL)
