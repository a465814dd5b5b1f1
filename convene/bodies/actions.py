"""Writes of bodies and parties."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import func, select

from convene import journal
from convene.access.scope import as_system
from convene.bodies.models import Body, Party
from convene.bodies.terms import PartyKind, Standing
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.mail.smtp import address_problem


def found_body(
    *,
    name: str,
    short_name: str,
    symbol: str,
    preset: str,
    zone: str,
    by: str,
    at: datetime,
    not_attributed: bool = False,
    has_individuals: bool = False,
    parent: Body | None = None,
    succeeds: Body | None = None,
) -> Body:
    """Found a body. Raises Refused where another has its symbol, whoever may see that one."""
    with as_system("symbols are of one body each") as session:
        # Symbols stand in addresses and on paper, where tnap and TNAP would be taken for one another.
        is_taken = session.scalars(select(Body.id).where(func.lower(Body.symbol) == symbol.lower())).first() is not None
    if is_taken:
        raise Refused((Finding("", Level.REFUSE, f"Another body has the symbol {symbol}.", "symbol"),))
    body = Body(
        name=name,
        short_name=short_name,
        symbol=symbol,
        preset=preset,
        zone=zone,
        not_attributed=not_attributed,
        has_individuals=has_individuals,
        parent_id=parent.id if parent else None,
        succeeds_id=succeeds.id if succeeds else None,
    )
    db.session.add(body)
    db.session.flush()  # The journal names the body by its id and key.
    journal.record("body.found", by=by, at=at, body=body.id, kind="body", key=body.key, change={"symbol": symbol})
    return body


def take_party(
    body: Body,
    *,
    name: str,
    kind: PartyKind,
    standing: Standing,
    by: str,
    at: datetime,
    country: str = "",
    zone: str = "",
) -> Party:
    """Take a party on record. Raises Refused where the body has one of that name."""
    if db.session.scalars(select(Party).where(Party.body_id == body.id, Party.name == name)).one_or_none() is not None:
        raise Refused((Finding("", Level.REFUSE, f"{name} is on record already.", "name"),))
    party = Party(body_id=body.id, name=name, kind=kind, standing=standing, country=country, zone=zone)
    db.session.add(party)
    db.session.flush()  # The journal names the party by its key.
    journal.record("party.take", by=by, at=at, body=body.id, kind="party", key=party.key, change={"name": name})
    return party


@dataclass(frozen=True, slots=True)
class Preparation:
    """How a body prepares its meetings: days before the first day, what it asks of briefs (B5), and what is kept."""

    agenda_notice_days: int
    proposals_due_days: int
    brief_pages_most: int
    brief_minutes_most: int
    brief_wants_asks: bool
    brief_refuses: bool
    grace_hours: int
    notes_kept_days: int


def change_body(
    body: Body,
    *,
    telephone_name: str,
    telephone: str,
    reply_address: str,
    by: str,
    at: datetime,
    preparation: Preparation | None = None,
) -> None:
    """Change what a body's letters say, and how it prepares. Raises Refused for an address that cannot be written to.

    What is changed of its preparation holds from now on; meetings that are planned already keep their own days.
    """
    if reply_address and (problem := address_problem(reply_address)):
        raise Refused((Finding("", Level.REFUSE, problem, "reply_address"),))
    body.telephone_name, body.telephone, body.reply_address = telephone_name, telephone, reply_address
    change: dict[str, object] = {}
    if preparation is not None:
        after = asdict(preparation)
        before = {name: getattr(body, name) for name in after}
        changed = [name for name in after if before[name] != after[name]]
        for name in changed:
            setattr(body, name, after[name])
        if changed:
            change = {"before": {n: before[n] for n in changed}, "after": {n: after[n] for n in changed}}
    journal.record("body.change", by=by, at=at, body=body.id, kind="body", key=body.key, change=change)
