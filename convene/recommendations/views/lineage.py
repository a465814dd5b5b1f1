"""Pages of lineage: how one recommendation grew out of others, and the words of any two against each other."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from convene.access import sightings
from convene.access.gate import needs
from convene.access.rules import may_keep
from convene.access.terms import Action
from convene.bodies.queries import body_by_id, kept_body
from convene.quotations import everywhere
from convene.recommendations import lineage, queries, repeating
from convene.recommendations.drawing import drawn
from convene.recommendations.forms import TieForm, capital
from convene.recommendations.history import disclaimer_of, disclaimer_on
from convene.recommendations.terms import Tie
from convene.recommendations.ties import closing
from convene.stages.markup import runs_of
from convene.web.forms import answered
from convene.web.requests import actor, reader

views = Blueprint("lineage", __name__)


@views.get("/recommendations/<recommendation>/lineage", endpoint="show")
@needs(Action.RECOMMENDATION_READ)
def show(recommendation: str) -> str:
    """All that hangs together with a recommendation, drawn, and the same as a list."""
    found = queries.one_recommendation(recommendation)
    whole = lineage.with_answers(lineage.lineage_of(found))
    for knot in whole.knots:
        sightings.note(found.body_id, "recommendation", knot.key)
    body = body_by_id(found.body_id)
    by_key = {knot.key: knot for knot in whole.knots}

    def end_words(tie: Tie, *, is_later: bool) -> str:
        """“Was split from R.1” for the later end of a tie, “Split into R.2” for the earlier one."""
        other = by_key[tie.earlier if is_later else tie.later]
        return capital(repeating.end_words(tie.kind, other.symbol, is_later=is_later))

    return render_template(
        "recommendations/lineage.html",
        row=found,
        body=body,
        disclaimer=disclaimer_of(body),
        lineage=whole,
        closing=closing(whole) if may_keep(reader(), found.body_id) else set(),
        ends=repeating.ends(found.key, whole.knots, whole.ties),
        drawing=drawn(whole),
        by_key=by_key,
        end_words=end_words,
        may_keep=may_keep(reader(), found.body_id),
    )


@views.route("/recommendations/<recommendation>/tie", endpoint="tie", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def tie(recommendation: str) -> BaseResponse | tuple[str, int]:
    """Say what a recommendation does with an earlier one, which is found by words or symbol."""
    found = queries.kept_recommendation(recommendation)
    form = TieForm()
    form.offer(())
    words = request.args.get("words", "")[:200].strip()

    def act() -> str:
        chosen = lineage.one_of_body(form.earlier.data, found.body_id)
        body = body_by_id(found.body_id)
        lineage.tie(found, chosen, form.kind_chosen(), body, meant=form.meant_to_close(), by=actor(), at=g.convene_at)
        flash(f"It {form.kind.data} {chosen.symbol}.", "kept")
        return url_for("lineage.show", recommendation=recommendation)

    def page() -> str:
        row = queries.kept_recommendation(recommendation)
        rows = lineage.candidates_for(row, words)
        form.offer(rows)
        form.ask(lineage.closed_by_choice(row, form.earlier.data, row.body_id, form.kind.data))
        return render_template(
            "recommendations/tie.html",
            form=form,
            row=row,
            body=body_by_id(row.body_id),
            words=words,
            is_cut=len(rows) == lineage.OFFERED,
        )

    return answered(form, act, page)


@views.get("/recommendations/<recommendation>/against", endpoint="against")
@needs(Action.RECOMMENDATION_READ)
def against(recommendation: str) -> BaseResponse | str:
    """Find the one with which a recommendation is compared, by symbol or words; a whole symbol leads on at once."""
    found = queries.one_recommendation(recommendation)
    sightings.note(found.body_id, "recommendation", found.key)
    words = request.args.get("words", "")[:200].strip()
    rows = lineage.comparable(found, words)
    if words and len(rows) == 1:
        later, earlier = sorted((found, rows[0]), key=lineage.place_in_time, reverse=True)
        return redirect(url_for("lineage.compare", recommendation=later.key, other=earlier.key), code=303)
    for row in rows:
        sightings.note(row.body_id, "recommendation", row.key)
    body = body_by_id(found.body_id)
    pairs = [(row, *sorted((found, row), key=lineage.place_in_time, reverse=True)) for row in rows]
    return render_template(
        "recommendations/against.html",
        row=found,
        body=body,
        pairs=pairs,
        words=words,
        is_cut=len(rows) == lineage.OFFERED,
        disclaimer=disclaimer_of(body),
    )


@views.get("/recommendations/<recommendation>/against/<other>", endpoint="compare")
@needs(Action.RECOMMENDATION_READ)
def compare(recommendation: str, other: str) -> str:
    """The words of one against those of another."""
    later, earlier = queries.one_recommendation(recommendation), queries.one_recommendation(other)
    for row in (later, earlier):
        sightings.note(row.body_id, "recommendation", row.key)
    runs = runs_of(earlier.text, later.text)
    body = body_by_id(later.body_id)
    return render_template(
        "recommendations/compare.html",
        later=later,
        earlier=earlier,
        runs=runs,
        body=body,
        disclaimer=disclaimer_on(later, body) or disclaimer_on(earlier, body),
    )


@views.get("/bodies/<body>/quotations", endpoint="quotations")
@needs(Action.BODY_KEEP)
def quotations(body: str) -> str:
    """Everywhere that adopted text is quoted in what a body holds: as adopted, or altered."""
    found = kept_body(body)
    return render_template("recommendations/quotations.html", body=found, quoted=everywhere(found))
