"""Writes of the order of hosts: each member's place in it, and who is passed over once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from convene import journal
from convene.bodies.models import Body, Party
from convene.db import db
from convene.years.terms import Member


def order_hosts(body: Body, members: Iterable[Member], *, by: str, at: datetime) -> int:
    """Give members their places in the order of hosts; gives how many changed. Members that are not named stay."""
    wanted = {one.id: one for one in members}
    changed: dict[str, object] = {}
    for party in db.session.scalars(select(Party).where(Party.body_id == body.id).order_by(Party.id)):
        one = wanted.get(party.id)
        if one is None or (party.host_position, party.host_passes_in) == (one.position, one.passes_in):
            continue
        party.host_position, party.host_passes_in = one.position, one.passes_in
        place = f"place {one.position}" if one.position is not None else "no place"
        changed[party.key] = place + (f", passed over in {one.passes_in}" if one.passes_in is not None else "")
    if changed:
        db.session.flush()  # The order is read back.
        journal.record("hosts.order", by=by, at=at, body=body.id, kind="body", key=body.key, change=changed)
    return len(changed)
