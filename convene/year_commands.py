"""The commands that plan a year and hold it against its rules; for a body on record, or for a preset alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from convene import clock
from convene.console import Whole, application, migrated, record, said_plainly

if TYPE_CHECKING:
    from convene.anchors.terms import Anchor
    from convene.bodies.models import Body
    from convene.years.rules import YearPlan
    from convene.years.standing.proposed import Held
    from convene.years.terms import DueDay
    from convene.years.terms import Held as OnRecord

YEAR = Whole(2004, 2100)
NAME = "command line"


def _body(name: str) -> Body | None:
    """The body of that symbol, if there is one."""
    from sqlalchemy import select

    from convene.bodies.models import Body
    from convene.db import db

    return db.session.scalars(select(Body).where(Body.symbol == name)).one_or_none()


def _plan(name: str, year: int) -> tuple[YearPlan, Body | None]:
    """The year of the body with that symbol, or of that preset. Raises ClickException for neither."""
    from convene.presets.reading import presets
    from convene.years.drafting import draft_body, draft_preset

    body = _body(name)
    if body is not None:
        return draft_body(body, year), body
    preset = presets().get(name.upper())
    if preset is None:
        raise click.ClickException(f"“{name}” is neither the symbol of a body nor a preset: {', '.join(presets())}")
    return draft_preset(preset, year), None


def _held(plan: YearPlan, body: Body | None) -> Held:
    """What the rules say of that year."""
    from convene.presets.reading import presets
    from convene.years.standing.proposed import standing_of_preset

    if body is None:
        return standing_of_preset(presets()[plan.preset], plan)
    from convene.years.standing.gathering import standing_of  # It knows every feature; a preset alone needs none.

    return standing_of(body, plan, at=clock.now())


def as_rows(plan: YearPlan, held: Held) -> dict[str, Any]:
    """A plan as plain values for JSON; days as YYYY-MM-DD."""
    return {
        "preset": plan.preset,
        "year": plan.year,
        "anchors": [as_anchor(anchor) for anchor in plan.anchors],
        "held": [
            {"line": h.line.key, "title": h.title, "symbol": h.symbol, "state": h.state, "city": h.city,
             "start": str(h.starts_on), "end": str(h.ends_on),
             "anchor": anchor.name if anchor else "", "confidence": str(anchor.confidence) if anchor else "",
             "is_provisional": h.is_provisional,
             "due": [{"key": d.key, "name": d.name, "on": str(d.on)} for d in h.due],
             "done": [{"key": d.key, "name": d.name, "on": str(d.on)} for d in h.done]}
            for h, anchor in _hung(plan)
        ],
        "meetings": [
            {
                "line": m.line.key, "name": m.line.name, "city": m.city, "zone": m.zone, "host": m.host,
                "start": str(m.starts_on), "end": str(m.ends_on), "opens": f"{m.opens:%H:%M}", "why": m.why,
                "anchor": m.anchor.name if m.anchor else "", "confidence": str(m.confidence or ""),
                "is_provisional": m.is_provisional, "flags": list(m.flags),
                "milestones": [
                    {"key": d.key, "name": d.name, "on": str(d.on), "moved": d.moved, "is_default": d.is_default}
                    for d in m.milestones
                ],
            }
            for m in plan.meetings
        ],
        "unplanned": [{"line": u.line.key, "name": u.line.name, "why": u.why} for u in plan.unplanned],
        "findings": as_findings(held),
    }  # fmt: skip


def as_findings(held: Held) -> list[dict[str, str]]:
    """What the rules say of a year, as plain values; “not checked” comes with the reason why."""
    found = [{"rule": one.rule, "state": str(one.state), "text": one.text} for one in held.rulings]
    return found + [{"rule": rule, "state": "not checked", "text": why} for rule, why in held.unchecked]


def as_anchor(anchor: Anchor) -> dict[str, str]:
    """An anchor event as plain values."""
    names = {"name": "name", "start": "starts_on", "end": "ends_on"}
    names |= {name: name for name in ("place", "zone", "confidence", "source")}
    return {name: str(getattr(anchor, field)) for name, field in names.items()}


def _hung(plan: YearPlan) -> Iterator[tuple[OnRecord, Anchor | None]]:
    """What is on record of a year, each with the event on which it hangs."""
    for one in plan.held:
        yield one, next((anchor for anchor in plan.anchors if one.anchor and anchor.kind == one.anchor), None)


def _remarks(due: DueDay, changed: str = "set by this body") -> str:
    said = [*([due.moved] if due.moved else []), *([] if due.is_default else [changed])]
    return f" ({'; '.join(said)})" if said else ""


def _said(held: Held) -> Iterator[str]:
    for row in as_findings(held):
        yield f"{row['state']:<19}{row['rule']:<7}{row['text']}"


def _lines(plan: YearPlan, held: Held) -> Iterator[str]:
    for h, anchor in _hung(plan):
        mark = " (provisional)" if h.is_provisional else ""
        yield f"{h.starts_on} to {h.ends_on}  {h.line.name}, {h.city}{mark}: {h.symbol}, {h.state}"
        yield f"    [{f'{anchor.name}, {anchor.confidence}' if anchor else 'hangs on no event'}]"
        yield from (f"    {d.on}  {d.name}, done" for d in h.done)
        yield from (f"    {d.on}  {d.name}{_remarks(d, 'put there by hand')}" for d in h.due)
    for m in plan.meetings:
        sure = f"{m.anchor.name}, {m.confidence}" if m.anchor else "a default of the cycle"
        yield f"{m.starts_on} to {m.ends_on}  {m.line.name}, {m.city}{' (provisional)' if m.is_provisional else ''}"
        yield f"    {m.why} [{sure}]"
        yield from (f"    beware: {flag}" for flag in m.flags)
        yield from (f"    {d.on}  {d.name}{_remarks(d)}" for d in m.milestones)
    yield from (f"not planned: {u.line.name}: {u.why}" for u in plan.unplanned)
    yield from _said(held)


def _anchors(year: int, symbol: str) -> list[Anchor]:
    """The anchor events that all bodies share, or as one body has them. Raises ClickException for an unknown symbol."""
    from convene.anchors.known import anchors_in

    if not symbol:
        return anchors_in(year)
    from convene.access.terms import system
    from convene.anchors.queries import anchors_of
    from convene.db import work

    app = record()
    migrated(app)
    with app.app_context(), work(system(NAME)):
        found = _body(symbol)
        if found is None:
            raise click.ClickException(f"no body has the symbol {symbol}")
        return anchors_of(found, year)


@click.command()
@click.argument("year", type=YEAR)
@click.option("--json", "as_json", is_flag=True, help="As JSON: name, start, end, place, zone, confidence, source.")
@click.option("--body", "symbol", default="", help="As the secretariat of the body with this symbol has them.")
@said_plainly
def anchors(year: int, as_json: bool, symbol: str) -> None:
    """Print the anchor events of YEAR; computed dates are provisional."""
    from convene.anchors.known import KnownError

    try:
        found = _anchors(year, symbol)
    except KnownError as wrong:
        raise click.ClickException(str(wrong)) from wrong
    if as_json:
        click.echo(json.dumps([as_anchor(anchor) for anchor in found], indent=2, ensure_ascii=False))
        return
    for anchor in found:
        mark = "provisional" if anchor.confidence == "computed" else anchor.confidence
        click.echo(
            f"{anchor.starts_on} to {anchor.ends_on}  {anchor.name:<32} {anchor.place:<9} {mark:<12} {anchor.source}"
        )


@click.command()
@click.argument("body")
@click.argument("year", type=YEAR)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option("--apply", "is_applied", is_flag=True, help="Draft every meeting that is proposed and not optional.")
@said_plainly
def plan(body: str, year: int, as_json: bool, is_applied: bool) -> None:
    """Draft the YEAR of BODY, the symbol of a body on record or a preset such as S1; every date is explained."""
    from convene.access.terms import system
    from convene.db import work

    # What only reads need not wait for the pages.
    app = application() if is_applied else record()
    migrated(app)
    with app.app_context(), work(system(NAME)):
        found, on_record = _plan(body, year)
        if is_applied:
            if on_record is None:
                raise click.ClickException(f"no body has the symbol {body}; add one with “convene body add {body}”")
            chosen = [m.line.key for m in found.meetings if not m.line.is_optional]
            if chosen:
                from convene.years.actions import apply_plan

                apply_plan(on_record, found, chosen, by=NAME, at=clock.now())
            found = _plan(body, year)[0]
        held = _held(found, on_record)
        rows = as_rows(found, held)
        lines = list(_lines(found, held))
    click.echo(json.dumps(rows, indent=2, ensure_ascii=False) if as_json else "\n".join(lines))


@click.command()
@click.argument("body")
@click.argument("year", type=YEAR)
@click.option("--json", "as_json", is_flag=True, help="As JSON: rule, state, text.")
@said_plainly
def findings(body: str, year: int, as_json: bool) -> None:
    """Hold the YEAR of BODY against the paragraphs that it stands by: kept, at risk, broken, or not yet decidable."""
    from convene.access.terms import system
    from convene.db import work

    app = record()
    migrated(app)
    with app.app_context(), work(system(NAME)):
        held = _held(*_plan(body, year))
        rows, lines = as_findings(held), list(_said(held))
    click.echo(json.dumps(rows, indent=2, ensure_ascii=False) if as_json else "\n".join(lines))
