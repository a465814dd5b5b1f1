"""Pages of the stages of an agenda: circulating, reading as circulated, the mark-up, adoption."""

from __future__ import annotations

from flask import Blueprint, Response, flash, g, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from convene import pages
from convene.access.gate import needs
from convene.access.rules import may_keep
from convene.access.terms import Action
from convene.findings import Level
from convene.meetings.models import Meeting
from convene.meetings.queries import kept_meeting, one_meeting
from convene.packs.agenda import agenda_pdf
from convene.packs.markup import markup_pdf
from convene.stages import actions, queries, reading, rules, telling
from convene.stages.forms import AdoptForm, CirculateForm
from convene.stages.terms import Stage
from convene.web.forms import answered
from convene.web.requests import actor, reader
from convene.web.sending import download

views = Blueprint("stages", __name__)


def _opened(stage: str, *, with_markup: bool = False) -> reading.Opened:
    """A circulation that is about to be shown; what it opens of what is closed is noted (settled 7)."""
    found = reading.opened(stage, zone=pages.own_zone(), with_markup=with_markup)
    pages.note_sessions(found.meeting, found.view)
    return found


@views.get("/meetings/<meeting>/stages", endpoint="index")
@needs(Action.MEETING_READ)
def index(meeting: str) -> str:
    """What was circulated of this meeting's agenda, to this reader."""
    found = one_meeting(meeting)
    return render_template(
        "stages/index.html",
        meeting=found,
        stages=reading.circulations(found),
        is_seated=reading.is_seated(found, reader()),
        may_keep=may_keep(reader(), found.body_id),
        zone=pages.own_zone(),
    )


@views.get("/stages/<stage>", endpoint="show")
@needs(Action.MEETING_READ)
def show(stage: str) -> str:
    """An agenda as it was circulated, as this reader may see it."""
    found = _opened(stage)
    return render_template("stages/show.html", **_context(found) | {"view": reading.linked(found)})


@views.get("/stages/<stage>/agenda.pdf", endpoint="pdf")
@needs(Action.MEETING_READ)
def pdf(stage: str) -> Response:
    """An agenda as it was circulated, to print: the same bytes whenever it is asked for."""
    found = _opened(stage)
    content = agenda_pdf(found.view, printed_at=found.about.circulated_at)
    return download(content, "agenda.pdf", "application/pdf")


@views.get("/stages/<stage>/changes", endpoint="compare")
@needs(Action.MEETING_READ)
def compare(stage: str) -> str:
    """What changed against the circulation before."""
    found = _opened(stage, with_markup=True)
    return render_template("stages/changes.html", **_context(found), before=found.before, markup=found.markup)


@views.get("/stages/<stage>/changes.pdf", endpoint="changes_pdf")
@needs(Action.MEETING_READ)
def changes_pdf(stage: str) -> Response:
    """What changed against the circulation before, to print."""
    found = _opened(stage, with_markup=True)
    content = markup_pdf(
        found.view,
        found.markup,
        before=found.before.symbol if found.before else "",
        printed_at=found.about.circulated_at,
    )
    return download(content, "agenda-changes.pdf", "application/pdf")


def _context(found: reading.Opened) -> dict[str, object]:
    return {
        "about": found.about,
        "meeting": found.meeting,
        "view": found.view,
        "may_keep": may_keep(reader(), found.meeting.body_id),
        "zone": pages.own_zone(),
    }


@views.route("/meetings/<meeting>/stages/new", endpoint="circulate", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def circulate(meeting: str) -> BaseResponse | tuple[str, int]:
    """Circulate the agenda as it is: what, to whom, with which notice, changed how since the last time."""
    found = kept_meeting(meeting)
    form = CirculateForm()
    form.offer(rules.stages_open_to(_last(found)))

    def act() -> str:
        stage, told = actions.circulate(found, form.wish(), by=actor(), at=g.convene_at)
        flash(f"{stage.symbol} is circulated. {pages.told_words(told)}", "kept")
        return url_for("stages.show", stage=stage.key)

    return answered(form, act, lambda: _circulate_page(kept_meeting(meeting), form))


def _last(meeting: Meeting) -> Stage | None:
    last = queries.latest_stage(meeting.id)
    return last.stage if last else None


def _circulate_page(meeting: Meeting, form: CirculateForm) -> str:
    last = queries.latest_stage(meeting.id)
    offered = rules.stages_open_to(last.stage if last else None)
    # What holds for the stage that may follow first holds for all of them, but for their order.
    refusals = rules.circulation_findings(
        last.stage if last else None, offered[0] if offered else Stage.PRELIMINARY, meeting.state
    )
    notice = actions.notice(meeting, at=g.convene_at)
    view = pages.view_for_reading(meeting)
    return render_template(
        "stages/circulate.html",
        form=form,
        meeting=meeting,
        view=view,
        last=last,
        refusals=refusals,
        notice=notice,
        is_short=notice.level is not Level.KEPT,
        over_time=[] if refusals else rules.time_findings(view),
        symbol=rules.symbol_of(meeting.symbol, last.revision + 1 if last else 0),
        markup=reading.uncirculated(meeting),
        people=[] if refusals else telling.names(actions.due_now(meeting, offered[0], last, at=g.convene_at)),
        zone=pages.own_zone(),
    )


@views.route("/meetings/<meeting>/stages/adoption", endpoint="adopt", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def adopt(meeting: str) -> BaseResponse | tuple[str, int]:
    """Adopt the agenda in the meeting, as circulated or as amended."""
    found = kept_meeting(meeting)
    form = AdoptForm()

    def act() -> str:
        stage, told = actions.adopt(found, form.chosen(), form.note.data or "", by=actor(), at=g.convene_at)
        flash(f"The agenda is adopted: {stage.symbol}. {pages.told_words(told)}", "kept")
        return url_for("stages.compare", stage=stage.key)

    return answered(form, act, lambda: _adopt_page(kept_meeting(meeting), form))


def _adopt_page(meeting: Meeting, form: AdoptForm) -> str:
    last = queries.latest_stage(meeting.id)
    view = pages.view_for_reading(meeting)
    return render_template(
        "stages/adopt.html",
        form=form,
        meeting=meeting,
        view=view,
        last=last,
        refusals=rules.adoption_findings(last.stage if last else None, meeting.state),
        symbol=rules.symbol_of(meeting.symbol, last.revision + 1 if last else 0),
        markup=reading.uncirculated(meeting),
        zone=pages.own_zone(),
    )
