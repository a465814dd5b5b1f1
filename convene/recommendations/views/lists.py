"""Pages of a body's recommendations as a whole: the list, the figures, tables to take away, lists to take over."""

from __future__ import annotations

from flask import Blueprint, Response, flash, g, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from convene import clock
from convene.access.gate import needs
from convene.access.rules import may_keep
from convene.access.terms import Action
from convene.agendas.terms import Theme
from convene.bodies.models import Body
from convene.bodies.queries import kept_body, shared_body
from convene.packs.tabular import as_csv, as_workbook
from convene.recommendations import columns, import_keeping, importing, queries, telling
from convene.recommendations.exporting import lines_of
from convene.recommendations.figures import GROUPS, figures_of
from convene.recommendations.forms import ImportForm
from convene.recommendations.history import kinds_of
from convene.recommendations.legend import of_recommendations
from convene.recommendations.models import Recommendation
from convene.recommendations.naming import NONE_NAMED
from convene.recommendations.terms import DRAFTED, Listing, Mark, State
from convene.recommendations.views.life import asked_page
from convene.recommendations.views.taking_over import Taking
from convene.web.forms import answered, whole_number
from convene.web.requests import actor, reader
from convene.web.sending import download

views = Blueprint("lists", __name__)

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What an address may ask for as the state of addressees.
MARKS = (*(str(mark) for mark in Mark), "asked", "answered", "overdue")
OPEN = frozenset(set(State) - DRAFTED - {State.IMPLEMENTED, State.LAPSED, State.SUPERSEDED})


def _cut() -> Listing:
    """What the address cuts the list to; what it does not know cuts nothing."""
    state = request.args.get("state", "")
    states = OPEN if state == "open" else frozenset({State(state)}) if state in set(State) else frozenset[State]()
    mark = request.args.get("mark", "")
    return Listing(
        states=states,
        kind=request.args.get("kind", "")[:60],
        country=request.args.get("country", "")[:120],
        theme=request.args.get("theme", "")[:120],
        addressee=request.args.get("addressee", "")[:200],
        mark=mark if mark in MARKS else "",
        year=whole_number(request.args.get("year", "")),
        words=request.args.get("words", "")[:200],
    )


def _plausible(cut: Listing) -> Listing:
    return cut if cut.year is None or 0 <= cut.year <= 9999 else Listing()


@views.get("/bodies/<body>/recommendations", endpoint="index")
@needs(Action.RECOMMENDATION_READ)
def index(body: str) -> str:
    """The recommendations of a body, cut as the reader asks, a page at a time."""
    found = shared_body(body)
    today = clock.local(g.convene_at, found.zone).date()
    cut = _plausible(_cut())
    page = queries.listed(found, cut, on=today, page=asked_page())
    countries, addressees, years = queries.countries_and_addressees(found)
    given = {name: value for name, value in request.args.to_dict().items() if value and name in _NAMES}
    return render_template(
        "recommendations/index.html",
        body=found,
        page=page,
        counts=queries.marks_of(page.rows, on=today),
        repeated=queries.repeated_since(page.rows),
        given=given,
        kinds=kinds_of(found),
        countries=[*countries, NONE_NAMED],
        themes=[*(str(t) for t in Theme), NONE_NAMED],
        addressees=addressees,
        years=years,
        states=[str(s) for s in State if s not in DRAFTED],
        marks=MARKS,
        may_keep=may_keep(reader(), found.id),
        reminding=telling.reminding(found, at=g.convene_at) if may_keep(reader(), found.id) else None,
    )


_NAMES = frozenset({"state", "kind", "country", "theme", "addressee", "mark", "year", "words"})


@views.get("/bodies/<body>/recommendations/figures", endpoint="figures")
@needs(Action.RECOMMENDATION_READ)
def figures(body: str) -> str:
    """What a body's recommendations come to: open, answered, silent, overdue, implemented, by whom and how soon."""
    found = shared_body(body)
    cut = _plausible(_cut())
    cut = Listing(kind=cut.kind, country=cut.country, theme=cut.theme, addressee=cut.addressee, year=cut.year or None)
    given = {name: str(value) for name in GROUPS if (value := getattr(cut, name))}
    groups = [name for name in GROUPS if name not in given] or list(GROUPS)
    by = request.args.get("by", "")
    by = by if by in groups else groups[0]
    on = clock.local(g.convene_at, found.zone).date()
    shown = figures_of(found, by, cut, on=on)
    countries, addressees, years = queries.countries_and_addressees(found)
    return render_template(
        "recommendations/figures.html",
        body=found,
        figures=shown,
        by=by,
        groups=groups,
        given=given,
        countries=[*countries, NONE_NAMED],
        themes=[*(str(t) for t in Theme), NONE_NAMED],
        addressees=addressees,
        years=years,
        on=on,
    )


@views.get("/bodies/<body>/recommendations.csv", endpoint="csv")
@needs(Action.RECOMMENDATION_READ)
def table(body: str) -> Response:
    """The list as a table, in the columns in which it could be taken over; cut as the page is."""
    found = shared_body(body)
    return download(as_csv(columns.COLUMNS, lines_of(_all(found))), _name(found, "csv"), "text/csv")


@views.get("/bodies/<body>/recommendations.xlsx", endpoint="xlsx")
@needs(Action.RECOMMENDATION_READ)
def workbook(body: str) -> Response:
    """The same as a workbook."""
    found = shared_body(body)
    return download(as_workbook(columns.COLUMNS, lines_of(_all(found))), _name(found, "xlsx"), SHEET)


def _all(body: Body) -> list[Recommendation]:
    on = clock.local(g.convene_at, body.zone).date()
    return queries.all_listed(body, _plausible(_cut()), on=on)


def _name(body: Body, ending: str) -> str:
    return f"recommendations-{body.symbol.replace('/', '-')}.{ending}"


@views.get("/bodies/<body>/recommendations/import.csv", endpoint="sample")
@needs(Action.BODY_KEEP)
def sample(body: str) -> Response:
    """A file with nothing but the names of the columns, to fill in."""
    kept_body(body)
    return download(as_csv(columns.COLUMNS, ()), "recommendations.csv", "text/csv")


@views.route("/bodies/<body>/recommendations/import", endpoint="take_over", methods=["GET", "POST"])
@needs(Action.BODY_KEEP)
def take_over(body: str) -> BaseResponse | tuple[str, int]:
    """Take over past recommendations: what becomes of each line is shown first, and nothing is mended."""
    found = kept_body(body)
    form = ImportForm()
    taking = Taking()

    def act() -> str:
        today = clock.local(g.convene_at, found.zone).date()
        count = taking.taken(
            lambda content: importing.held_against(found, columns.read(content), today=today),
            lambda reading: import_keeping.take_over(found, reading, by=actor(), at=g.convene_at),
        )
        flash("One recommendation is taken over." if count == 1 else f"{count} recommendations are taken over.", "kept")
        return url_for("lists.index", body=body)

    def page() -> str:
        again = kept_body(body)
        return render_template(
            "recommendations/import.html", form=form, body=again, legend=of_recommendations(again), **taking.shown
        )

    return answered(form, act, page)
