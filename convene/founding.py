"""Founding a first real body with its secretary, on an empty instance."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from convene import clock
from convene.access.terms import system
from convene.bodies.actions import found_body
from convene.bodies.models import Body
from convene.db import db, work
from convene.people.actions import give_term, take_on_record
from convene.people.terms import TermRole


def found_first_body(
    *, name: str, short_name: str, symbol: str, preset: str, zone: str, secretary: str, address: str, at: datetime
) -> None:
    """Found the body and its secretariat. Raises ValueError on an instance in use, Refused for a bad address."""
    by = "command line"
    with work(system(by)):
        if db.session.scalars(select(Body).limit(1)).first() is not None:
            raise ValueError("this instance holds bodies already; init is for an empty one")
        body = found_body(
            name=name,
            short_name=short_name,
            symbol=symbol,
            preset=preset,
            zone=zone,
            not_attributed=preset == "S2",
            by=by,
            at=at,
        )
        contact = take_on_record(body, name=secretary, address=address, zone=zone, by=by, at=at)
        give_term(
            contact,
            body=body,
            party=None,
            role=TermRole.SECRETARIAT,
            starts_on=clock.local(at, zone).date(),
            by=by,
            at=at,
        )
