"""Words planted into the dossiers of applications, their decisions, and changes of standing."""

from __future__ import annotations

from typing import Any

from convene.bodies.models import Party
from convene.bodies.terms import Standing
from convene.db import db
from convene.membership.models import (
    Application,
    ApplicationCriterion,
    ApplicationDecision,
    ApplicationEvidence,
    StandingChange,
)
from tests.access.standing import BOARD, COUNCIL, SEATED, SEATS
from tests.access.world import World
from tests.build import one

MEMBERS = BOARD | SEATS
READERS = {"draft": BOARD, "put": MEMBERS, "decided": MEMBERS, "other": COUNCIL | SEATED["council"]}


def plant(found: Any, world: World) -> None:
    """A dossier is the secretariat's until it is put before the board, then its seats' as well; on page and PDF."""
    for name, allowed in READERS.items():
        about: dict[str, Any] = {"outlets": {"pdf"}, "is_agenda": True}
        row = one(Application, key=world.keys[f"application {name}"])
        found.columns(row, f"application {name}", ("name", "words"), allowed, **about)
        criterion = one(ApplicationCriterion, application_id=row.id, position=0)
        found.columns(criterion, f"criterion {name}", ("words", "remark"), allowed, **about)
        evidence = one(ApplicationEvidence, key=world.keys[f"evidence {name}"])
        found.columns(evidence, f"evidence {name}", ("text", "source"), allowed, **about)
    decision = one(ApplicationDecision, application_id=one(Application, key=world.keys["application decided"]).id)
    found.columns(decision, "decision", ("words", "findings"), MEMBERS, outlets={"pdf"}, is_agenda=True)
    # Why a standing changed is shown where it is changed: to the secretariat.
    party = one(Party, key=world.keys["party convened"])
    change = StandingChange(body_id=party.body_id, party_id=party.id, from_on=decision.decided_on)
    change.before, change.after = Standing.OBSERVER, Standing.MEMBER
    found.columns(change, "change of standing", ("reason",), MEMBERS, on_page=BOARD, is_agenda=True)
    db.session.add(change)
