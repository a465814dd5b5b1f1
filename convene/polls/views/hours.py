"""The page of fair hours: what a year of meetings by video laid on whom, and hours proposed for the next one."""

from __future__ import annotations

from flask import Blueprint, g, render_template, request

from convene import clock
from convene.access.gate import needs
from convene.access.terms import Action
from convene.anchors.known import FIRST_YEAR, LAST_YEAR
from convene.bodies.queries import kept_body
from convene.polls.forms import HoursForm, in_some_days, the_day
from convene.polls.hours import clocks_of, drawn, fair_hours
from convene.years.drafting import capitals

views = Blueprint("hours", __name__)
AHEAD, MINUTES = 21, 90


@views.get("/bodies/<body>/fair-hours", endpoint="show")
@needs(Action.MEETING_KEEP)
def show(body: str) -> tuple[str, int]:
    """The ledger of a year, and the hours of a day that share out best what falls outside 07:00–21:00."""
    found = kept_body(body)
    usual = the_day(in_some_days(g.convene_at, found.zone, AHEAD))
    form = (
        HoursForm(request.args, on=usual, minutes=MINUTES)
        if "on" in request.args
        else HoursForm(None, on=usual, minutes=MINUTES)
    )
    is_right = "on" not in request.args or form.validate()
    on, minutes = (form.on.data, form.minutes.data) if is_right else (usual, MINUTES)
    year = on.year if FIRST_YEAR <= on.year <= LAST_YEAR else clock.local(g.convene_at, found.zone).year
    hours = fair_hours(found, year, on=on, minutes=minutes, capitals=capitals(), at=g.convene_at)
    shown = [
        (p, drawn(p, hours.burdens, minutes=minutes, zone=found.zone), clocks_of(p, hours.burdens))
        for p in hours.proposals
    ]
    page = render_template(
        "polls/hours.html", form=form, body=found, hours=hours, proposals=shown, on=on, minutes=minutes
    )
    return page, 200 if is_right else 422
