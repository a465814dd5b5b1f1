"""The page on which a special meeting or a working group is called at short notice (A10)."""

from __future__ import annotations

from flask import Blueprint, flash, g, render_template, request, url_for
from werkzeug.wrappers import Response

from convene import clock
from convene.access.gate import needs
from convene.access.terms import Action
from convene.agendas.offering import short_notice_of, templates_of
from convene.bodies.models import Body
from convene.bodies.queries import kept_body
from convene.polls import actions, choosing
from convene.polls.drafting import Called, call_meeting, is_under_a10
from convene.polls.forms import SpecialForm
from convene.web.forms import answered, whole_number
from convene.web.requests import actor

views = Blueprint("calling", __name__)


def _usual(body: Body) -> SpecialForm:
    is_by_video = "video" in request.args
    minutes = whole_number(request.args.get("minutes", "")) or 120
    form = SpecialForm(template=choosing.usual_for(body, by_video=is_by_video), zone=body.zone, minutes=minutes)
    if request.method == "GET":
        form.by_video.data = is_by_video
        form.take_date(request.args.get("option", ""))
    return form


@views.route("/bodies/<body>/special-meeting", endpoint="special", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def special(body: str) -> Response | tuple[str, int]:
    """Call a special meeting in one form: a draft with prepared invitations, or a poll where the date is open."""
    found = kept_body(body)
    form = _usual(found)
    offered = choosing.offer(found, at=g.convene_at)
    is_by_video = "video" in request.args
    kinds = templates_of(found) if is_by_video else short_notice_of(found)
    form.offer([(key, t.name) for key, t in kinds.items()], offered)

    def act() -> str:
        if form.is_date_open:
            question, whens = form.question(f"{kinds[form.template.data].name}: when can you meet?")
            poll = actions.prepare(
                found,
                question,
                whens,
                offered.chosen(*form.wish(), heads_only=False),
                by=actor(),
                at=g.convene_at,
                fields=["on"],
                reason=form.reason.data or "",
                subject=form.subject.data or "",
                is_told=not form.is_sensitive.data,
            )
            flash("The poll is prepared. Add the dates; nobody is told before you send it.", "kept")
            return url_for("polls.show", poll=poll.key)
        calling = form.calling()
        people = offered.chosen(*form.wish(), heads_only=True)
        called = call_meeting(found, calling, people, by=actor(), at=g.convene_at)
        flash_called(called)
        following = "invitations.send" if called.prepared else "invitations.invite"
        return url_for(following, meeting=called.meeting.key)

    def page() -> str:
        again = kept_body(body)
        today = clock.local(g.convene_at, again.zone).date()
        return render_template(
            "polls/special.html", form=form, body=again, today=today, is_by_video=is_by_video,
            is_under_a10=is_under_a10(again),
        )  # fmt: skip

    return answered(form, act, page)


def flash_called(called: Called) -> None:
    """What became of a meeting that was called: prepared, what is at risk, and who is still to be admitted."""
    count = "One invitation is" if called.prepared == 1 else f"{called.prepared} invitations are"
    flash(f"The meeting is a draft, and {count} prepared. Read the letter, then send it.", "kept")
    for finding in called.findings:
        flash(f"{finding.rule}: {finding.text}" if finding.rule else finding.text, "due")
    if called.unprepared:
        flash(f"No session is open. Choose to what these are admitted: {', '.join(called.unprepared)}.", "due")
