"""Pages of national preparation and assets: questions, a State's statement, the matrix."""

from __future__ import annotations

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from convene import pages
from convene.access import sightings
from convene.access.gate import Missing, needs
from convene.access.rules import may_keep
from convene.access.terms import Action
from convene.assets import actions, queries, rules
from convene.assets.forms import PreparationForm, StatementForm
from convene.assets.matrix import Board, board_of, filers
from convene.assets.telling import remind as remind_owing
from convene.assets.terms import Given
from convene.bodies.models import Party
from convene.findings import Finding, Level
from convene.meetings.models import Meeting
from convene.meetings.queries import kept_meeting, one_meeting
from convene.packs.matrix import matrix_pdf
from convene.packs.tabular import matrix_csv
from convene.web.forms import answered
from convene.web.requests import actor, reader
from convene.web.sending import download

views = Blueprint("assets", __name__)


@views.route("/meetings/<meeting>/preparation", endpoint="keep", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def keep(meeting: str) -> BaseResponse | tuple[str, int]:
    """What a meeting asks of each capital: kept as a draft, sent, changed (A13)."""
    found = kept_meeting(meeting)
    known = queries.preparation_of(found)
    usual = actions.usual_plan(found, at=g.convene_at)
    plan = actions.Plan(known.questions, known.prepare_on, known.due_at) if known else usual
    form = PreparationForm.of(plan, found.zone)

    def act() -> str:
        kept, told, warnings = actions.keep_preparation(found, form.plan(found.zone), by=actor(), at=g.convene_at)
        if request.form.get("then") == "send":
            told = actions.send_preparation(kept, found, by=actor(), at=g.convene_at)
            flash("The questions are sent.", "kept")
        else:
            flash("Questions and dates are kept.", "kept")
        pages.flash_told(told, warnings)
        return url_for("assets.keep", meeting=meeting)

    def page() -> str:
        again = kept_meeting(meeting)
        return render_template(
            "assets/keep.html",
            form=form,
            meeting=again,
            preparation=queries.preparation_of(again),
            may_send=rules.may_state(again.state),
            is_over=not rules.may_prepare(again.state),
            zone=pages.own_zone(),
        )

    return answered(form, act, page)


@views.route("/meetings/<meeting>/assets/statement", endpoint="state", methods=["GET", "POST"])
@needs(Action.ASSETS_STATE)
def state(meeting: str) -> BaseResponse | tuple[str, int]:
    """A State's statement: kept as a draft, filed, changed; for the holders of its seat (A13)."""
    found, party = _seated(meeting)
    statements = queries.statements_until(found, party).get(party.id, [])
    shown = statements[0] if statements else None
    given = shown.given if shown and shown.is_for_this else Given(None, "", shown.lines if shown else {})
    form = StatementForm.of(given, shown.statement.revision if shown and shown.is_for_this else 0)

    def act() -> str:
        is_filing = request.form.get("then") == "file"
        kept, warnings = actions.state(
            found, party.id, form.given(), revision=form.seen(), is_filing=is_filing, by=actor(), at=g.convene_at
        )
        _flash_kept(warnings, is_filed=kept.announced, late=rules.late_words(kept.late_minutes))
        return url_for("assets.state", meeting=meeting)

    return answered(form, act, lambda: _statement_page(meeting, form))


def _flash_kept(warnings: list[Finding], *, is_filed: bool, late: str) -> None:
    if not is_filed:
        flash("Kept as a draft. Your delegation and the secretariat see it, and nobody else.", "kept")
    elif late:
        flash(f"The statement is filed; it came {late} and is marked so.", "due")
    else:
        flash("The statement is filed. The members of the board see it in the matrix.", "kept")
    for finding in warnings:
        if finding.level is Level.WARN:
            flash(finding.text, "due")


def _seated(key: str) -> tuple[Meeting, Party]:
    """The meeting and the member whose seat the reader holds. Raises Missing for everybody else."""
    found = one_meeting(key)
    party = queries.seat_of(found.body_id, g.convene_at)
    if party is None:
        raise Missing
    return found, party


def _statement_page(key: str, form: StatementForm) -> str:
    meeting, party = _seated(key)
    preparation = queries.preparation_of(meeting)
    statements = queries.statements_until(meeting, party).get(party.id, [])
    own = next((s for s in statements if s.is_for_this), None)
    earlier = next((s for s in statements if not s.is_for_this), None)
    theirs = {}
    if own is not None and own.statement.revision != form.seen():
        theirs = form.meet(own.given, own.statement.revision)
    if preparation is not None:
        sightings.note(meeting.body_id, "preparation", preparation.key)
    return render_template(
        "assets/state.html",
        form=form,
        meeting=meeting,
        party=party,
        preparation=preparation,
        own=own.statement if own else None,
        earlier=earlier,
        theirs=theirs,
        is_taken=preparation is not None and preparation.announced and rules.may_state(meeting.state),
        zone=pages.own_zone(),
    )


@views.get("/meetings/<meeting>/assets", endpoint="matrix")
@needs(Action.ASSETS_READ)
def matrix(meeting: str) -> str:
    """Which State says to have what, how much, how soon; what is missing and how old it is (A13)."""
    found, board = _board(meeting)
    keeps = may_keep(reader(), found.body_id)
    listed = filers(board, found) if keeps else []
    return render_template(
        "assets/matrix.html",
        view=board.view,
        meeting=found,
        preparation=board.preparation,
        findings=board.findings(),
        filers=listed,
        owing=sum(f.state in ("owes", "draft") for f in listed),
        may_keep=keeps,
        may_state=not keeps and rules.may_state(found.state) and board.preparation is not None,
        is_taken=rules.may_state(found.state),
        zone=pages.own_zone(),
    )


def _board(key: str) -> tuple[Meeting, Board]:
    """The meeting and its matrix, noted as opened. Raises Missing for whoever has no seat and does not keep it."""
    found = one_meeting(key)
    if not pages.is_of_body(reader(), found):
        raise Missing
    sightings.note(found.body_id, "assets", found.key)
    return found, board_of(found, at=g.convene_at)


@views.get("/meetings/<meeting>/assets.pdf", endpoint="matrix_pdf")
@needs(Action.ASSETS_READ)
def pdf(meeting: str) -> Response:
    """The matrix on paper."""
    found, board = _board(meeting)
    content = matrix_pdf(board.view, board.findings(), printed_at=g.convene_at)
    return download(content, f"assets-{found.symbol.replace('/', '-')}.pdf", "application/pdf")


@views.get("/meetings/<meeting>/assets.csv", endpoint="matrix_csv")
@needs(Action.ASSETS_READ)
def table(meeting: str) -> Response:
    """The matrix as a table for a spreadsheet."""
    found, board = _board(meeting)
    return download(matrix_csv(board.view), f"assets-{found.symbol.replace('/', '-')}.csv", "text/csv")


@views.post("/meetings/<meeting>/assets/remind", endpoint="remind")
@needs(Action.MEETING_KEEP)
def remind(meeting: str) -> BaseResponse:
    """Remind those who owe a statement, and only those."""
    found = kept_meeting(meeting)
    count = remind_owing(queries.preparation_of(found), found, by=actor(), at=g.convene_at)
    words = {0: "Nobody owes a statement, or they were reminded within the hour.", 1: "One reminder is on its way."}
    flash(words.get(count, f"{count} reminders are on their way."), "kept")
    return redirect(url_for("assets.matrix", meeting=meeting), code=303)
