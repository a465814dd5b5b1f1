"""Pages to look at a body's years: the rules held against one year, and seven years one under another."""

from __future__ import annotations

from flask import Blueprint, g, render_template, request

from convene import clock
from convene.access.gate import needs
from convene.access.terms import Action
from convene.anchors.known import FIRST_YEAR, LAST_YEAR
from convene.bodies.models import Body
from convene.bodies.queries import kept_body
from convene.years.drafting import draft_body
from convene.years.drawing import drawn_small
from convene.years.several import several_years, years_around
from convene.years.standing.facts import MEANS, State
from convene.years.standing.gathering import standing_of

views = Blueprint("standing", __name__)


def _year(body: Body) -> int:
    """The year asked for; the present one where none is, or none that can be looked at."""
    asked = request.args.get("of", "")
    if asked.isascii() and asked.isdigit() and FIRST_YEAR <= int(asked[:5]) <= LAST_YEAR:
        return int(asked)
    return clock.local(g.convene_at, body.zone).year


@views.get("/bodies/<body>/year/findings", endpoint="show")
@needs(Action.BODY_KEEP)
def show(body: str) -> str:
    """Every standing rule of a body by paragraph, held against a year."""
    found = kept_body(body)
    year = _year(found)
    held = standing_of(found, draft_body(found, year), at=g.convene_at)
    counts = [(each, sum(one.state is each for one in held.rulings)) for each in State]
    return render_template(
        "years/findings.html", body=found, held=held, year=year, counts=counts, means=MEANS, years=years_around(year)
    )


@views.get("/bodies/<body>/years", endpoint="years")
@needs(Action.BODY_KEEP)
def years(body: str) -> str:
    """A year with three years back and ahead, by the lines of the cycle."""
    found = kept_body(body)
    year = _year(found)
    beside, across = several_years(found, year, at=g.convene_at)
    drawings = [(one, drawn_small(one.timeline, one.rows)) for one in beside]
    return render_template(
        "years/beside.html", body=found, year=year, drawings=drawings, across=across, first=FIRST_YEAR, last=LAST_YEAR
    )
