"""Pages of what moves other things: a meeting as a whole, the order of hosts; and of milestones."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from convene import clock
from convene.access.gate import Missing, needs
from convene.access.terms import Action
from convene.bodies.queries import kept_body
from convene.findings import Refused
from convene.meetings.queries import kept_meeting, meeting_by_id
from convene.presets.reading import presets
from convene.presets.terms import CycleLine
from convene.web.forms import answered
from convene.web.requests import actor
from convene.years import milestones
from convene.years.asking import answered_in_two, applied_words, typed
from convene.years.drafting import cycle_of, hosted, members_in_order, rotation
from convene.years.forms import DaysForm, HostsForm, MilestoneForm, MoveForm, days_form, hosts_form
from convene.years.hosting import order_hosts
from convene.years.knockon_applying import apply_lines
from convene.years.knockon_reading import KnockOn, of_hosts, of_move
from convene.years.queries import kept_milestone
from convene.years.tasks import refuse_to_follow, tasks_of

views = Blueprint("planning", __name__)
YEARS_AHEAD = 3


@views.route("/meetings/<meeting>/days", endpoint="move", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def move(meeting: str) -> Response | tuple[str, int]:
    """Move a meeting as a whole: first what would follow, then what is ticked of it."""
    form = MoveForm(starts_on=kept_meeting(meeting).starts_on)

    def look() -> KnockOn:
        return of_move(kept_meeting(meeting), form.starts_on.data, at=g.convene_at)

    def act(found: KnockOn, chosen: Collection[str]) -> str:
        again = kept_meeting(meeting)
        applied = apply_lines(again.body, found.affected, chosen, by=actor(), at=g.convene_at)
        flash(applied_words(applied) or "The meeting begins on that day already; nothing changes.", "kept")
        return url_for("meetings.show", meeting=meeting)

    def shown(found: KnockOn) -> str:
        again = kept_meeting(meeting)
        words = f"The meeting would begin on {clock.day_words(form.starts_on.data)}."
        return _lines_page(form, found, words, (again.title, url_for("meetings.show", meeting=meeting)))

    def page() -> str:
        return render_template("years/move.html", form=form, meeting=kept_meeting(meeting))

    return answered_in_two(form, look=look, act=act, page=page, shown=shown)


def _lines_page(form: MoveForm | HostsForm, found: KnockOn, words: str, back: tuple[str, str]) -> str:
    return render_template("years/knockon.html", form=form, found=found, words=words, back=back, typed=typed())


@views.route("/bodies/<body>/hosts", endpoint="hosts", methods=["GET", "POST"])
@needs(Action.BODY_KEEP)
def hosts(body: str) -> Response | tuple[str, int]:
    """The order in which members host, and who is passed over once."""
    members = members_in_order(kept_body(body))
    this_year = clock.local(g.convene_at, kept_body(body).zone).year
    form = hosts_form(members, range(this_year, this_year + YEARS_AHEAD))

    def look() -> KnockOn:
        if wrong := form.findings(members):
            raise Refused(tuple(wrong))
        wanted = form.members(members)
        return KnockOn(()) if wanted == members else of_hosts(kept_body(body), wanted, at=g.convene_at)

    def act(found: KnockOn, chosen: Collection[str]) -> str:
        again = kept_body(body)
        order_hosts(again, form.members(members), by=actor(), at=g.convene_at)
        applied = apply_lines(again, found.affected, chosen, by=actor(), at=g.convene_at)
        flash(f"The order of hosts is kept. {applied_words(applied)}".strip(), "kept")
        return url_for("planning.hosts", body=body)

    def shown(found: KnockOn) -> str:
        back = (kept_body(body).short_name, url_for("bodies.show", body=body))
        return _lines_page(form, found, "The members would host in the order that you gave.", back)

    def page() -> str:
        again = kept_body(body)
        # Beginning after the last host that any draft names.
        coming = max((m.year for m in hosted(again)), default=this_year)
        following = rotation(members_in_order(again), again, max(coming, this_year))
        return render_template("years/hosts.html", form=form, body=again, members=members, following=following)

    return answered_in_two(form, look=look, act=act, page=page, shown=shown)


@views.get("/meetings/<meeting>/milestones", endpoint="milestones")
@needs(Action.MEETING_KEEP)
def show_milestones(meeting: str) -> str:
    """What is to be done around a meeting, by when, and what is done."""
    found = kept_meeting(meeting)
    today = clock.local(g.convene_at, found.zone).date()
    steps = tasks_of(found)
    return render_template("years/milestones.html", meeting=found, steps=steps, today=today)


@views.post("/milestones/<milestone>/done", endpoint="tick")
@needs(Action.MEETING_KEEP)
def tick(milestone: str) -> Response:
    """Tick a milestone as done, or take the tick away."""
    found = kept_milestone(milestone)
    meeting = meeting_by_id(found.meeting_id)
    is_done = request.form.get("done") != "no"
    milestones.tick(
        found, is_done=is_done, today=clock.local(g.convene_at, meeting.zone).date(), by=actor(), at=g.convene_at
    )
    flash(f"{found.name}: {'done' if is_done else 'still to be done'}.", "kept")
    return redirect(url_for("planning.milestones", meeting=meeting.key), code=303)


@views.route("/milestones/<milestone>", endpoint="milestone", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def milestone(milestone: str) -> Response | tuple[str, int]:
    """Move a milestone by hand; it stays there until it is moved again."""
    found = kept_milestone(milestone)
    meeting = meeting_by_id(found.meeting_id)
    form = MilestoneForm(due_on=found.due_on)

    def act() -> str:
        refuse_to_follow(meeting, found.step)
        milestones.put_on(found, form.due_on.data, by=actor(), at=g.convene_at)
        flash(f"{found.name}: by {clock.day_words(found.due_on)}.", "kept")
        return url_for("planning.milestones", meeting=meeting.key)

    def page() -> str:
        again = kept_milestone(milestone)
        return render_template(
            "years/milestone.html", form=form, milestone=again, meeting=meeting_by_id(again.meeting_id)
        )

    return answered(form, act, page)


@views.route("/bodies/<body>/milestones", endpoint="days", methods=["GET", "POST"])
@needs(Action.BODY_KEEP)
def days(body: str) -> Response | tuple[str, int]:
    """How many days around a meeting each milestone of one line of the cycle is due."""
    found = kept_body(body)
    line = _line_asked(cycle_of(found))
    preset = presets()[found.preset]
    usual = {one.key: one.days_before for kept in preset.cycle if kept.key == line.key for one in kept.milestones}
    form: DaysForm = days_form(line, usual)

    def act() -> str:
        count = milestones.set_days(found, line, form.days(line), by=actor(), at=g.convene_at)
        words = {0: "Nothing was changed", 1: "One milestone was changed"}.get(
            count, f"{count} milestones were changed"
        )
        flash(f"{words}; meetings on record keep their days.", "kept")
        return url_for("planning.days", body=body, line=line.key)

    def page() -> str:
        again = kept_body(body)
        return render_template("years/days.html", form=form, body=again, line=line, lines=cycle_of(again))

    return answered(form, act, page)


def _line_asked(lines: Iterable[CycleLine]) -> CycleLine:
    """The line asked for by `line`; the first where there is none of that key. Raises Missing for no line at all."""
    known = list(lines)
    if not known:
        raise Missing
    return next((one for one in known if one.key == request.args.get("line")), known[0])
