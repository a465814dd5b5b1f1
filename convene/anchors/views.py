"""Pages of a body's anchor events and of offices held: the list of a year, entering, correcting."""

from __future__ import annotations

from collections.abc import Collection

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from convene.access.gate import needs
from convene.access.terms import Action
from convene.anchors import actions, queries
from convene.anchors.forms import DAYS, NONE, EntryForm, OfficeForm
from convene.anchors.known import FIRST_YEAR, LAST_YEAR
from convene.anchors.terms import Confidence, Occurrence
from convene.bodies.queries import body_by_id, kept_body
from convene.web.forms import answered
from convene.web.requests import actor
from convene.years.asking import answered_in_two, applied_words, typed, year_asked
from convene.years.knockon_applying import apply_lines
from convene.years.knockon_reading import KnockOn, of_anchor

views = Blueprint("anchors", __name__)


@views.get("/bodies/<body>/anchors", endpoint="show")
@needs(Action.BODY_KEEP)
def show(body: str) -> str:
    """The anchor events and offices of a year, each with how sure it is and who says so."""
    found = kept_body(body)
    year = year_asked(found)
    return render_template(
        "anchors/show.html",
        body=found,
        year=year,
        years=[y for y in range(year - 3, year + 4) if FIRST_YEAR <= y <= LAST_YEAR],
        occurrences=queries.occurrences_of(found, year),
        offices=queries.offices_in(found, year),
    )


@views.route("/bodies/<body>/anchors/enter", endpoint="enter", methods=["GET", "POST"])
@needs(Action.BODY_KEEP)
def enter(body: str) -> Response | tuple[str, int]:
    """Enter, confirm or correct one occurrence: first what would follow, then what is ticked of it."""
    year = year_asked(kept_body(body))
    event = request.args.get("event", "")
    form = _entry_form(next((o for o in queries.occurrences_of(kept_body(body), year) if o.event == event), None))

    def look() -> KnockOn:
        again = kept_body(body)
        form.event.data = queries.event_as_known(again, form.event.data)
        entry = form.entry(year)
        if entry is not None:
            actions.check_entry(entry, takes_place=form.holds.data == DAYS)
        elif not form.is_applying:
            actions.check_own(again, form.event.data, year)
        return of_anchor(again, entry, event=form.event.data, year=year, at=g.convene_at)

    def act(found: KnockOn, chosen: Collection[str]) -> str:
        again, entry = kept_body(body), form.entry(year)
        if entry is None:
            actions.leave_to_all(again, form.event.data, year, by=actor(), at=g.convene_at)
        else:
            actions.enter(again, entry, by=actor(), at=g.convene_at)
        applied = apply_lines(again, found.affected, chosen, by=actor(), at=g.convene_at)
        flash(f"{form.event.data} {year} is kept. {applied_words(applied)}".strip(), "kept")
        return url_for("anchors.show", body=body, of=year)

    def shown(found: KnockOn) -> str:
        again = kept_body(body)
        words = f"{form.event.data} {year} would be kept as you entered it."
        back = (again.short_name, url_for("anchors.show", body=body, of=year))
        return render_template("years/knockon.html", form=form, found=found, words=words, back=back, typed=typed())

    def page() -> str:
        again = kept_body(body)
        return render_template("anchors/enter.html", form=form, body=again, year=year, event=event)

    return answered_in_two(form, look=look, act=act, page=page, shown=shown)


def _entry_form(known: Occurrence | None) -> EntryForm:
    """The form filled with what is known; whoever opens it has come to confirm or to correct that."""
    if known is None:
        return EntryForm()
    anchor = known.anchor
    if anchor is None:
        return EntryForm(event=known.event, holds=NONE if known.is_own else DAYS, source=known.source)
    return EntryForm(
        event=known.event,
        starts_on=anchor.starts_on,
        ends_on=anchor.ends_on,
        city=anchor.place,
        zone=anchor.zone,
        # What was reckoned by rule is for whoever enters it to say anew; it may be confirmed, or only announced.
        confidence="" if not known.is_own and anchor.confidence is Confidence.COMPUTED else str(anchor.confidence),
        source=known.source if known.is_own else "",
    )


@views.route("/bodies/<body>/offices/new", endpoint="new_office", methods=["GET", "POST"])
@needs(Action.BODY_KEEP)
def new_office(body: str) -> Response | tuple[str, int]:
    """Enter an office that somebody holds."""
    found = kept_body(body)
    form = OfficeForm()

    def act() -> str:
        office = actions.keep_office(found, form.held(), by=actor(), at=g.convene_at)
        flash(f"{office.name} is on record.", "kept")
        return url_for("anchors.show", body=body, of=office.starts_on.year)

    def page() -> str:
        return render_template("anchors/office.html", form=form, body=kept_body(body), office=None)

    return answered(form, act, page)


@views.route("/offices/<office>", endpoint="office", methods=["GET", "POST"])
@needs(Action.BODY_KEEP)
def office(office: str) -> Response | tuple[str, int]:
    """Change an office on record."""
    found = queries.kept_office(office)
    form = OfficeForm(obj=found)

    def act() -> str:
        body = body_by_id(found.body_id)
        actions.keep_office(body, form.held(), office=found, by=actor(), at=g.convene_at)
        flash(f"{found.name} is kept.", "kept")
        return url_for("anchors.show", body=body.key, of=found.starts_on.year)

    def page() -> str:
        again = queries.kept_office(office)
        return render_template("anchors/office.html", form=form, body=body_by_id(again.body_id), office=again)

    return answered(form, act, page)


@views.post("/offices/<office>/remove", endpoint="remove_office")
@needs(Action.BODY_KEEP)
def remove_office(office: str) -> Response:
    """Take an office off the record."""
    found = queries.kept_office(office)
    body, year = body_by_id(found.body_id).key, found.starts_on.year
    actions.remove_office(found, by=actor(), at=g.convene_at)
    flash("The office is off the record.", "kept")
    return redirect(url_for("anchors.show", body=body, of=year), code=303)
