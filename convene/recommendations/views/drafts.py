"""Pages on which drafts are put before the members, who read them before they adopt them, and taken back."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from convene import pages
from convene.access.gate import Missing, needs
from convene.access.terms import Action
from convene.bodies.queries import body_by_id
from convene.meetings.queries import kept_meeting
from convene.presets.words import words_of
from convene.recommendations import actions, circulating, queries, telling
from convene.recommendations.attributing import doubts_of
from convene.recommendations.forms import DraftsForm
from convene.recommendations.terms import State
from convene.web.forms import answered, whole_number
from convene.web.requests import actor

views = Blueprint("drafts", __name__)


@views.route("/meetings/<meeting>/recommendations/put-before", endpoint="put_before", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def put_before(meeting: str) -> BaseResponse | tuple[str, int]:
    """Confirm which drafts every seat is to read before the meeting decides on them."""
    found = kept_meeting(meeting)
    form = DraftsForm()
    if not form.is_submitted():
        form.chosen.data = request.args.getlist("chosen")

    def act() -> str:
        drafts = [r for r in queries.of_meeting(found) if r.state is State.PROPOSED]
        chosen = actions.keys_among(form.chosen.data or (), drafts)
        seen = {row.key: whole_number(request.form.get(f"seen-{row.key}")) or 0 for row in chosen}
        mails = circulating.put_before(
            chosen, found, seen=seen, all_the_same=form.all_the_same.data, by=actor(), at=g.convene_at
        )
        those = words_of(found.body.preset).those
        flash(f"The {those} can read {'it' if len(chosen) == 1 else 'them'} now.", "kept")
        pages.flash_told(mails)
        return url_for("adopting.meeting", meeting=meeting)

    def page() -> str:
        again = kept_meeting(meeting)
        drafts = [r for r in queries.of_meeting(again) if r.state is State.PROPOSED]
        chosen = actions.keys_among(form.chosen.data or (), drafts)
        return render_template(
            "recommendations/put_before.html",
            form=form,
            meeting=again,
            chosen=chosen,
            doubts=doubts_of([r for r in chosen if not r.announced], again.body),
            people=sum(map(len, telling.seats_of(again.body_id, g.convene_at).values())),
        )

    return answered(form, act, page)


@views.post("/recommendations/<recommendation>/tell", endpoint="tell")
@needs(Action.MEETING_KEEP)
def tell(recommendation: str) -> BaseResponse:
    """Tell the members by mail that a draft before them is reworded."""
    found = queries.kept_recommendation(recommendation)
    meeting = queries.meeting_of(found)
    if meeting is None:
        raise Missing
    pages.flash_told(circulating.tell_anew(found, meeting, by=actor(), at=g.convene_at))
    return redirect(url_for("recommendations.show", recommendation=recommendation), code=303)


@views.post("/recommendations/<recommendation>/take-back", endpoint="take_back")
@needs(Action.MEETING_KEEP)
def take_back(recommendation: str) -> BaseResponse:
    """Let members read a draft no more."""
    found = queries.kept_recommendation(recommendation)
    circulating.take_back(found, body_by_id(found.body_id), by=actor(), at=g.convene_at)
    flash("The secretariat alone reads the draft again.", "kept")
    return redirect(url_for("recommendations.show", recommendation=recommendation), code=303)
