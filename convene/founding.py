"""Founding bodies from presets, at the command line and on a page, each with its secretary and the parties chosen."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select

from convene import clock
from convene.access.scope import current_reader
from convene.access.terms import system
from convene.bodies.actions import found_body, take_party
from convene.bodies.models import Body
from convene.bodies.queries import shared_bodies
from convene.db import db, work
from convene.findings import Finding, Level
from convene.meetings.actions import letter_findings, refuse
from convene.people.actions import give_term, take_on_record
from convene.people.queries import me, my_contact_name
from convene.people.terms import TermRole
from convene.presets.parties import Proposed, proposed_by
from convene.presets.reading import presets
from convene.presets.terms import Preset

BY = "command line"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is said of a new body; what is empty, the preset says.

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
    """A body as it was founded; `parent` and `succeeds` are names, or empty; `parties` were taken on record."""

    name: str
    symbol: str
    parent: str
    succeeds: str
    parties: int = 0


@dataclass(frozen=True, slots=True)
class Related:
    """The body of which a new one is a part, and the one that it succeeds."""

    parent: Body | None = None
    succeeds: Body | None = None


def found_first_body(wanted: Wanted, *, at: datetime, with_founders: bool = False) -> Founded:
    """Found the body and its secretariat. Raises ValueError on an instance in use, and what `found_another` raises."""
    with work(system(BY)):
        if db.session.scalars(select(Body).limit(1)).first() is not None:
            raise ValueError("this instance holds bodies already; init is for an empty one")
        return _found(wanted, at, with_founders=with_founders)


def found_another(wanted: Wanted, *, at: datetime, with_founders: bool = False) -> Founded:
    """Found a body beside those on record, with its secretariat, in one transaction.

    Raises ValueError for a symbol that is taken and for words that cannot be kept, Refused for a bad address.
    """
    with work(system(BY)):
        return _found(wanted, at, with_founders=with_founders)


def _found(wanted: Wanted, at: datetime, *, with_founders: bool) -> Founded:
    preset = presets()[wanted.preset]
    wanted = _filled(wanted, preset)
    clock.zone(wanted.zone)
    if problem := next((text for _, text in _problems(wanted)), ""):
        raise ValueError(problem)
    taken = db.session.scalars(select(Body).where(func.lower(Body.symbol) == wanted.symbol.lower())).first()
    if taken is not None:
        raise ValueError(f"the symbol {taken.symbol} is taken by “{taken.name}”; choose another with --symbol")
    parent = _related(wanted.parent, preset.parent, "parent", "--parent")
    succeeds = _related(wanted.succeeds, preset.succeeds, "predecessor", "--succeeds")
    parties = proposed_by(preset) if with_founders else []
    body = _made(wanted, preset, Related(parent, succeeds), parties, by=BY, at=at)
    return Founded(
        body.name, body.symbol, parent.name if parent else "", succeeds.name if succeeds else "", len(parties)
    )


def _filled(wanted: Wanted, preset: Preset) -> Wanted:
    """What was said, and the preset's words where nothing was."""
    return replace(
        wanted,
        name=wanted.name or preset.name,
        short_name=wanted.short_name or wanted.name or preset.short_name,
        symbol=wanted.symbol or preset.symbol,
        zone=wanted.zone or preset.zone,
    )


def _problems(wanted: Wanted) -> list[tuple[str, str]]:
    """What cannot be kept of it, by field."""
    found = []
    if len(wanted.name) > 200:
        found.append(("name", "the name must have 200 letters at most"))
    if len(wanted.short_name) > 60:
        found.append(("short_name", "the short name must have 60 letters at most; give one with --short-name"))
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.-]{0,19}", wanted.symbol):
        text = f"“{wanted.symbol}” cannot be a symbol: up to twenty letters and digits, such as TNAP"
        found.append(("symbol", text))
    return found


def _made(
    wanted: Wanted, preset: Preset, related: Related, parties: Iterable[Proposed], *, by: str, at: datetime,
    not_attributed: bool | None = None,
) -> Body:  # fmt: skip
    """The body with its secretary and the parties that it begins with."""
    body = found_body(
        name=wanted.name,
        short_name=wanted.short_name,
        symbol=wanted.symbol,
        preset=preset.key,
        zone=wanted.zone,
        not_attributed=preset.not_attributed if not_attributed is None else not_attributed,
        has_individuals=TermRole.INDIVIDUAL in preset.seat_roles,
        parent=related.parent,
        succeeds=related.succeeds,
        by=by,
        at=at,
    )
    contact = take_on_record(body, name=wanted.secretary, address=wanted.address, zone=wanted.zone, by=by, at=at)
    today = clock.local(at, wanted.zone).date()
    give_term(contact, body=body, party=None, role=TermRole.SECRETARIAT, starts_on=today, by=by, at=at)
    for one in parties:
        _take(body, one, by=by, at=at)
    return body


def _take(body: Body, one: Proposed, *, by: str, at: datetime) -> None:
    take_party(
        body,
        name=one.party.name,
        kind=one.party.kind,
        standing=one.standing,
        country=one.party.country,
        zone=one.party.zone,
        by=by,
        at=at,
    )


def found_on_page(
    wanted: Wanted, related: Related, chosen: Collection[str], *, not_attributed: bool, by: str, at: datetime
) -> Body:
    """Found a body as its secretary-to-be asks for it on a page; they become its secretary. Raises Refused.

    `chosen` are names of parties that the preset proposes. Whoever founds it must serve a secretariat already.
    """
    preset = presets()[wanted.preset]
    person = me(current_reader().person or 0)
    known = next((my_contact_name(b.id) for b in shared_bodies() if my_contact_name(b.id)), person.address)
    wanted = _filled(replace(wanted, secretary=known, address=person.address), preset)
    problems = [Finding("", Level.REFUSE, _sentence(text), field) for field, text in _problems(wanted)]
    refuse(problems + letter_findings({"name": wanted.name, "short_name": wanted.short_name}))
    parties = [one for one in proposed_by(preset) if one.party.name in chosen]
    return _made(wanted, preset, related, parties, not_attributed=not_attributed, by=by, at=at)


def usual(preset: Preset, parent: Body | None, kept: Iterable[Body]) -> dict[str, object]:
    """What the page starts from: the preset's own words, or for a part of a body what it shares with that."""
    predecessor = next((b.key for b in kept if preset.succeeds and b.preset == preset.succeeds), "")
    given: dict[str, object] = {"not_attributed": preset.not_attributed, "zone": parent.zone if parent else preset.zone}
    if parent is not None:
        return given | {"parent": parent.key}
    names = [one.party.name for one in proposed_by(preset)]
    own = {"name": preset.name, "short_name": preset.short_name, "symbol": preset.symbol, "parties": names}
    return given | own | {"succeeds": predecessor}


def tied_to(body: Body) -> list[Preset]:
    """The presets that are tied to a body's own, such as regional networks to the focal points (S9, S4)."""
    own = presets().get(body.preset)
    return [presets()[key] for key in own.tied_to] if own else []


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].replace('; give one with --short-name', '')}."


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


def kept_bodies() -> list[Body]:
    """The bodies whose secretariat the reader serves: of these a new one may be a part, or the successor."""
    return [body for body in shared_bodies() if body.id in current_reader().staff]
