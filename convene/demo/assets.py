"""The demonstration's national preparation: questions that were sent, two statements filed, one kept as a draft."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from convene.assets.actions import keep_preparation, send_preparation, state, usual_plan
from convene.assets.terms import Availability, Existence, Given, Said
from convene.bodies.models import Party
from convene.db import db
from convene.meetings.models import Meeting
from convene.people.terms import AssetClass

BY = "demonstration"
STATEMENTS: dict[str, tuple[bool, str, dict[AssetClass, Said]]] = {
    "Netherlands": (
        True,
        "The ministries of foreign affairs, defence and justice met; the cabinet decides on any deployment.",
        {
            AssetClass.HUMANITARIAN: Said(
                Existence.YES, "One field hospital, 120 staff; water for 20,000 people", Availability.AT_ONCE
            ),
            AssetClass.STABILISATION: Said(
                Existence.YES, "Two civilian teams of eight", Availability.THIRTY_DAYS, "With a host's consent only."
            ),
            AssetClass.RULE_OF_LAW: Said(Existence.YES, "A pool of 30 investigators", Availability.NINETY_DAYS),
            AssetClass.PEACEKEEPING: Said(Existence.NO),
        },
    ),
    "Canada": (
        True,
        "An interdepartmental group met and will meet again before the board.",
        {
            AssetClass.HUMANITARIAN: Said(
                Existence.YES,
                "Relief stocks for 15,000 people",
                Availability.THIRTY_DAYS,
                "Air transport must be found each time.",
            ),
            AssetClass.PEACEKEEPING: Said(
                Existence.YES,
                "A training cadre of 40 and two transport aircraft",
                Availability.COMMITTED,
                "The aircraft are elsewhere until March.",
            ),
            AssetClass.RULE_OF_LAW: Said(Existence.YES, "Election observers, up to 25", Availability.AT_ONCE),
        },
    ),
    "Denmark": (
        False,
        "",
        {AssetClass.STABILISATION: Said(Existence.YES, "A regional stabilisation fund", Availability.LATER)},
    ),
}


def prepare_assets(meeting: Meeting, *, at: datetime) -> None:
    """Send the usual questions for a convened meeting, and give what three of the members have stated so far."""
    preparation, _, _ = keep_preparation(meeting, usual_plan(meeting, at=at), by=BY, at=at)
    send_preparation(preparation, meeting, by=BY, at=at)
    for name, (is_filed, answers, lines) in STATEMENTS.items():
        party = db.session.scalars(select(Party).where(Party.body_id == meeting.body_id, Party.name == name)).one()
        day = at.date() if is_filed else None
        state(meeting, party.id, Given(day, answers, lines), revision=0, is_filing=is_filed, by=BY, at=at)
