"""Pages of past meetings: taking a list over, and giving the meetings out in the same columns."""

from __future__ import annotations

from flask import Blueprint, Response, flash, g, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from convene import clock
from convene.access.gate import needs
from convene.access.terms import Action
from convene.bodies.queries import kept_body
from convene.packs.tabular import as_csv, as_workbook
from convene.recommendations import columns
from convene.recommendations.forms import ImportForm
from convene.recommendations.views.taking_over import Taking, taking
from convene.web.forms import answered
from convene.web.requests import actor
from convene.web.sending import download
from convene.years import past, past_keeping
from convene.years.past_legend import of_meetings

views = Blueprint("past", __name__)
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _read(body: str) -> None:
    def read(content: bytes) -> past.Reading:
        found = kept_body(body)
        today = clock.local(g.convene_at, found.zone).date()
        return past.held_against(found, columns.read(content, past.TABLE), today=today)

    Taking("meetings").read(read)


@views.route("/bodies/<body>/meetings/import", endpoint="take_over", methods=["GET", "POST"])
@needs(Action.BODY_KEEP, prepare=_read)
def take_over(body: str) -> BaseResponse | tuple[str, int]:
    """Take over past meetings: what becomes of each line is shown first, and nothing is mended."""
    found = kept_body(body)
    form = ImportForm()
    its = taking("meetings")

    def act() -> str:
        count = its.taken(lambda reading, _: past_keeping.take_over(found, reading, by=actor(), at=g.convene_at), body)
        if count is None:
            return url_for("past.take_over", body=body)
        flash("One meeting is taken over." if count == 1 else f"{count} meetings are taken over.", "kept")
        return url_for("bodies.show", body=body)

    def page() -> str:
        again = kept_body(body)
        legend, orders = of_meetings(again), its.orders(body)
        return render_template("years/past.html", form=form, body=again, legend=legend, orders=orders, **its.shown)

    return answered(form, act, page)


@views.get("/bodies/<body>/meetings/import.csv", endpoint="sample")
@needs(Action.BODY_KEEP)
def sample(body: str) -> Response:
    """A file with nothing but the names of the columns, to fill in."""
    kept_body(body)
    return download(as_csv(past.COLUMNS, ()), "past-meetings.csv", "text/csv")


@views.get("/bodies/<body>/meetings.csv", endpoint="csv")
@needs(Action.BODY_KEEP)
def table(body: str) -> Response:
    """The meetings that are over, a line for each item, in the columns in which they could be taken over."""
    found = kept_body(body)
    return download(as_csv(past.GIVEN_OUT, past_keeping.lines_of(found)), "meetings.csv", "text/csv")


@views.get("/bodies/<body>/meetings.xlsx", endpoint="xlsx")
@needs(Action.BODY_KEEP)
def workbook(body: str) -> Response:
    """The same as a workbook."""
    found = kept_body(body)
    return download(as_workbook(past.GIVEN_OUT, past_keeping.lines_of(found)), "meetings.xlsx", SHEET)
