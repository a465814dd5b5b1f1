"""Pages of a planned year: the draft with its reasons, its drawing, and the meetings made of it."""

from __future__ import annotations

from flask import Blueprint, flash, g, render_template, request, url_for
from werkzeug.wrappers import Response

from convene import clock
from convene.access.gate import needs
from convene.access.terms import Action
from convene.anchors.known import FIRST_YEAR, LAST_YEAR
from convene.anchors.queries import offices_in
from convene.bodies.models import Body
from convene.bodies.queries import kept_body
from convene.web.forms import answered, options
from convene.web.requests import actor
from convene.years import actions
from convene.years.drafting import draft_body
from convene.years.drawing import drawn, span
from convene.years.forms import ApplyForm
from convene.years.several import timeline_of
from convene.years.standing.gathering import standing_of

views = Blueprint("years", __name__)


def _year(body: Body) -> int:
    """The year asked for; the next one where none is, or none that can be planned."""
    following = clock.local(g.convene_at, body.zone).year + 1
    asked = request.args.get("of", "")
    return (
        int(asked) if asked.isascii() and asked.isdigit() and FIRST_YEAR <= int(asked[:5]) <= LAST_YEAR else following
    )


@views.route("/bodies/<body>/year", endpoint="show", methods=["GET", "POST"])
@needs(Action.BODY_KEEP)
def show(body: str) -> Response | tuple[str, int]:
    """The year of a body as it would be planned; what is ticked becomes a draft."""
    found = kept_body(body)
    year = _year(found)
    plan = draft_body(found, year)
    form = ApplyForm(lines=[one.line.key for one in plan.meetings if not one.line.is_optional])
    form.lines.choices = options((one.line.key, one.line.name) for one in plan.meetings)

    def act() -> str:
        drafted = actions.apply_plan(found, plan, form.lines.data, by=actor(), at=g.convene_at)
        count = "One meeting is a draft now" if len(drafted) == 1 else f"{len(drafted)} meetings are drafts now"
        flash(f"{count}; nobody outside the secretariat is told.", "kept")
        return url_for("years.show", body=body, of=year)

    def page() -> str:
        again = kept_body(body)
        timeline = timeline_of(again, plan, at=g.convene_at)
        return render_template(
            "years/show.html",
            form=form,
            body=again,
            plan=plan,
            anchors=plan.anchors,
            offices=offices_in(again, year),
            drawing=drawn(timeline),
            timeline=timeline,
            span=span,
            held=standing_of(again, plan, at=g.convene_at),
            years=[y for y in range(year - 3, year + 4) if FIRST_YEAR <= y <= LAST_YEAR],
        )

    return answered(form, act, page)
