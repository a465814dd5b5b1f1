"""Pages of past meetings: taking a list over, and giving the meetings out in the same columns."""

from __future__ import annotations

from flask import Blueprint, Response, flash, g, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from convene import clock
from convene.access.gate import needs
from convene.access.terms import Action
from convene.bodies.queries import kept_body
from convene.findings import Finding, Level, Refused
from convene.packs.tabular import as_csv, as_workbook
from convene.recommendations import columns, waiting
from convene.recommendations.forms import ImportForm
from convene.web.forms import answered
from convene.web.requests import actor, settings
from convene.web.sending import download
from convene.years import past

views = Blueprint("past", __name__)
SHOWN_MOST = 200
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@views.route("/bodies/<body>/meetings/import", endpoint="take_over", methods=["GET", "POST"])
@needs(Action.BODY_KEEP)
def take_over(body: str) -> BaseResponse | tuple[str, int]:
    """Take over past meetings: what becomes of each line is shown first, and nothing is mended."""
    found = kept_body(body)
    form = ImportForm()
    shown: dict[str, object] = {"reading": None, "told": (), "held": "", "shown_most": SHOWN_MOST}

    def act() -> str:
        folder, held = settings().papers, request.form.get("held", "")
        upload = request.files.get("file")
        content = upload.read() if upload is not None and upload.filename else None
        is_new = content is not None
        if content is None:
            content = waiting.take_back(folder, actor(), held)
        if content is None:
            raise Refused((Finding("", Level.REFUSE, "Choose the file.", "file"),))
        today = clock.local(g.convene_at, found.zone).date()
        reading = past.held_against(found, columns.read(content, past.TABLE), today=today)
        if is_new or request.form.get("then") != "take":
            shown["held"] = waiting.hold(folder, actor(), content, at=g.convene_at)
            shown["reading"], shown["told"] = reading, _worst_first(reading)[:SHOWN_MOST]
            raise Refused((Finding("", Level.NOTE, "Nothing is taken over yet. See below what becomes of each line."),))
        count = past.take_over(found, reading, by=actor(), at=g.convene_at)
        waiting.let_go(folder, actor(), held)
        flash("One meeting is taken over." if count == 1 else f"{count} meetings are taken over.", "kept")
        return url_for("bodies.show", body=body)

    def page() -> str:
        return render_template("years/past.html", form=form, body=kept_body(body), columns=past.COLUMNS, **shown)

    return answered(form, act, page)


def _worst_first(reading: past.Reading) -> list[past.Told]:
    """The lines that are refused first, then those taken otherwise than they stand, then the others."""
    return sorted(reading.told, key=lambda t: (t.fate is not past.Fate.REFUSED, not t.notes, t.number))


@views.get("/bodies/<body>/meetings.csv", endpoint="csv")
@needs(Action.BODY_KEEP)
def table(body: str) -> Response:
    """The meetings that are over, a line for each item, in the columns in which they could be taken over."""
    found = kept_body(body)
    return download(as_csv(past.COLUMNS, past.lines_of(found)), "meetings.csv", "text/csv")


@views.get("/bodies/<body>/meetings.xlsx", endpoint="xlsx")
@needs(Action.BODY_KEEP)
def workbook(body: str) -> Response:
    """The same as a workbook."""
    found = kept_body(body)
    return download(as_workbook(past.COLUMNS, past.lines_of(found)), "meetings.xlsx", SHEET)
