"""Founding bodies from presets at the command line, each with its secretary; on an empty instance the first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from convene import clock
from convene.access.terms import system
from convene.bodies.actions import found_body
from convene.bodies.models import Body
from convene.db import db, work
from convene.people.actions import give_term, take_on_record
from convene.people.terms import TermRole
from convene.presets.reading import presets
from convene.presets.terms import Preset

BY = "command line"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the operator says of a new body; what is empty, the preset says.

    `parent` and `succeeds` are symbols of bodies on record; empty, they follow the preset where one such body exists.
    """

    preset: str
    secretary: str
    address: str
    name: str = ""
    short_name: str = ""
    symbol: str = ""
    zone: str = ""
    parent: str = ""
    succeeds: str = ""


@dataclass(frozen=True, slots=True)
class Founded:
    """A body as it was founded; `parent` and `succeeds` are names, or empty."""

    name: str
    symbol: str
    parent: str
    succeeds: str


def found_first_body(wanted: Wanted, *, at: datetime) -> Founded:
    """Found the body and its secretariat. Raises ValueError on an instance in use, and what `found_another` raises."""
    with work(system(BY)):
        if db.session.scalars(select(Body).limit(1)).first() is not None:
            raise ValueError("this instance holds bodies already; init is for an empty one")
        return _found(wanted, at)


def found_another(wanted: Wanted, *, at: datetime) -> Founded:
    """Found a body beside those on record, with its secretariat, in one transaction.

    Raises ValueError for a symbol that is taken and for words that cannot be kept, Refused for a bad address.
    """
    with work(system(BY)):
        return _found(wanted, at)


def _found(wanted: Wanted, at: datetime) -> Founded:
    preset = presets()[wanted.preset]
    zone = wanted.zone or preset.zone
    clock.zone(zone)
    name, short_name, symbol = _called(wanted, preset)
    parent = _related(wanted.parent, preset.parent, "parent", "--parent")
    succeeds = _related(wanted.succeeds, preset.succeeds, "predecessor", "--succeeds")
    body = found_body(
        name=name,
        short_name=short_name,
        symbol=symbol,
        preset=preset.key,
        zone=zone,
        not_attributed=preset.not_attributed,
        parent=parent,
        succeeds=succeeds,
        by=BY,
        at=at,
    )
    contact = take_on_record(body, name=wanted.secretary, address=wanted.address, zone=zone, by=BY, at=at)
    starts_on = clock.local(at, zone).date()
    give_term(contact, body=body, party=None, role=TermRole.SECRETARIAT, starts_on=starts_on, by=BY, at=at)
    return Founded(name, symbol, parent.name if parent else "", succeeds.name if succeeds else "")


def _called(wanted: Wanted, preset: Preset) -> tuple[str, str, str]:
    """Name, short name and symbol. Raises ValueError for what is too long, or a symbol that is no symbol or taken."""
    name = wanted.name or preset.name
    short_name = wanted.short_name or wanted.name or preset.short_name
    symbol = wanted.symbol or preset.symbol
    if len(name) > 200:
        raise ValueError("the name must have 200 letters at most")
    if len(short_name) > 60:
        raise ValueError("the short name must have 60 letters at most; give one with --short-name")
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.-]{0,19}", symbol):
        raise ValueError(f"“{symbol}” cannot be a symbol: up to twenty letters and digits, such as TNAP")
    taken = db.session.scalars(select(Body).where(Body.symbol == symbol)).one_or_none()
    if taken is not None:
        raise ValueError(f"the symbol {symbol} is taken by “{taken.name}”; choose another with --symbol")
    return name, short_name, symbol


def _related(symbol: str, preset: str, what: str, option: str) -> Body | None:
    """The body with that symbol, or else the one of that preset. Raises ValueError where it is not clear which."""
    if symbol:
        found = db.session.scalars(select(Body).where(Body.symbol == symbol)).one_or_none()
        if found is None:
            raise ValueError(f"no body has the symbol {symbol}, given with {option}")
        return found
    same = db.session.scalars(select(Body).where(Body.preset == preset).order_by(Body.symbol)).all() if preset else []
    if len(same) > 1:
        named = ", ".join(body.symbol for body in same)
        raise ValueError(f"several bodies could be its {what} ({named}); say which with {option}")
    return same[0] if same else None
