"""Plants a word into each text of a planned year: anchor dates, offices, milestones are the secretariat's alone."""

from __future__ import annotations

from typing import Any

from convene.anchors.models import AnchorDate, Office
from convene.years.models import Milestone, MilestoneDays
from tests.access.standing import BOARD, COUNCIL
from tests.build import body, one


def plant_planning(found: Any, keys: dict[str, str]) -> None:
    """A word in each text that only a secretariat reads."""
    for name, allowed in (("board", BOARD), ("other", COUNCIL)):
        office = one(Office, key=keys[f"office {name}"])
        found.columns(office, f"office {name}", ("name", "holder", "source"), allowed)
    for name, step in (("draft", BOARD), ("other", COUNCIL)):
        found.columns(one(Milestone, key=keys[f"milestone {name}"]), f"milestone {name}", ("name",), step)
    for symbol, event, allowed in (
        ("TNAP", "Ministerial conference on prevention (example)", BOARD),
        ("TAPRC", "Day of remembrance", COUNCIL),
    ):
        row = one(AnchorDate, body_id=body(symbol).id, event=event)
        found.columns(row, f"anchor date of {symbol}", ("event", "city", "source"), allowed)
    assert one(MilestoneDays, body_id=body("TAPRC").id).days_before == 70
