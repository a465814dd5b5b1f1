"""Words planted into recommendations: drafts, adopted texts, answers, and what is between secretariat and guests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from convene import clock
from convene.papers import store
from convene.recommendations import undoing
from convene.recommendations.models import (
    Answer,
    FedPoint,
    NotedEvidence,
    Recommendation,
    ShadowAsking,
    ShadowEvidence,
    WithFile,
)
from tests.access.rows.recommendations import SEEN_BY
from tests.access.standing import BOARD, COUNCIL
from tests.build import BY, a_pdf, body, one
from tests.recommendations import made

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
    found.columns(draft, "draft answer", ("text", "action", "evidence", "file_name"), DK)
    noted = one(NotedEvidence, key=world.keys["noted convened"])
    seats = SEEN_BY["recommendation convened"]
    found.columns(noted, "noted evidence", ("action", "evidence", "verified_by"), seats, **on_paper)
    _in_file(found, world, answer, "file of a filed answer", seats)
    _in_file(found, world, draft, "file of a draft answer", DK)
    _in_file(found, world, noted, "file of noted evidence", seats)
    why = found.plant("why an adoption was taken back", SEEN_BY["recommendation circulated"])
    in_error = made.adopted("What was adopted in error, and is a draft again.")
    undoing.make_draft_again(in_error, body(), why, by=BY, at=clock.now())
    asking = one(ShadowAsking, key=world.keys["asking convened"])
    found.columns(asking, "asked of a guest", ("asks",), BOARD | {"ngo_guest"}, on_page={"ngo_guest"})
    hidden = one(ShadowEvidence, key=world.keys["handed hidden"])
    found.columns(hidden, "shadow evidence off its giver's page", ("text", "file_name"), BOARD)
    evidence = one(ShadowEvidence, key=world.keys["handed convened"])
    found.columns(evidence, "shadow evidence", ("text", "file_name"), BOARD | {"ngo_guest"})
    _in_file(found, world, evidence, "shadow evidence body", BOARD | {"ngo_guest"})
    point = one(FedPoint, key=world.keys["point convened"])
    found.columns(point, "a guest's point", ("point",), BOARD)
    other = one(FedPoint, key=world.keys["point other"])
    found.columns(other, "a Council member's point", ("point",), COUNCIL)


def _in_file(found: Planted, world: World, row: WithFile, name: str, allowed: frozenset[str]) -> None:
    """Plant words into the file that goes with a row."""
    mark = found.plant(name, allowed, on_page=(), outlets={"file"})
    folder = world.app.config["CONVENE"].papers
    source = store.new_file(folder)
    source.write_bytes(a_pdf(mark))
    row.digest = store.keep(source, folder)
