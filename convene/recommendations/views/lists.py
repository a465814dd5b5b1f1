"""Pages of a body's recommendations as a whole: the list, tables of it to take away, lists to take over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import Blueprint, Response, flash, g, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from convene import clock
from convene.access.gate import needs
from convene.access.rules import may_keep
from convene.access.terms import Action
from convene.bodies.models import Body
from convene.bodies.queries import kept_body, shared_body
from convene.meetings.queries import nearest_meeting
from convene.packs.tabular import as_csv, as_workbook
from convene.presets.words import BodyWords, words_of
from convene.recommendations import columns, import_keeping, importing, published, queries, telling
from convene.recommendations.appending import append_all
from convene.recommendations.bearing import bearers_of
from convene.recommendations.exporting import lines_of
from convene.recommendations.forms import ImportForm
from convene.recommendations.gathered import Further, Reading
from convene.recommendations.history import disclaimer_of, kinds_of
from convene.recommendations.legend import of_recommendations
from convene.recommendations.marking import FOLLOWED_UP, NOT_AWAITED, SUPPORTING, TIMED
from convene.recommendations.terms import DRAFTED, LOOK_AGAIN, NOT_KNOWN, Listing, Mark, State
from convene.recommendations.views.life import asked_page
from convene.recommendations.views.taking_over import Taking, taking
from convene.web.forms import answered, whole_number
from convene.web.requests import actor, reader
from convene.web.sending import download

views = Blueprint("lists", __name__)

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What an address may ask for as the state of addressees.
MARKS = (
    *(str(mark) for mark in Mark), "asked", NOT_AWAITED, "answered", "overdue", SUPPORTING, FOLLOWED_UP, TIMED,
    LOOK_AGAIN,
)  # fmt: skip
OPEN = frozenset(set(State) - DRAFTED - {State.IMPLEMENTED, State.LAPSED, State.SUPERSEDED})


def asked_cut() -> Listing:
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
        year=_year(request.args.get("year", "")),
        words=request.args.get("words", "")[:200],
    )


def _year(words: str) -> int | None:
    """A year; nought for those whose day is not known, and none for what is no year."""
    if words == NOT_KNOWN:
        return 0
    year = whole_number(words)
    return year if year is not None and 1 <= year <= 9999 else None


@views.get("/bodies/<body>/recommendations", endpoint="index")
@needs(Action.RECOMMENDATION_READ)
def index(body: str) -> str:
    """The recommendations of a body, cut as the reader asks, a page at a time."""
    found = shared_body(body)
    today = clock.local(g.convene_at, found.zone).date()
    cut = asked_cut()
    page = queries.listed(found, cut, on=today, page=asked_page())
    given = {name: value for name, value in request.args.to_dict().items() if value and name in _NAMES}
    return render_template(
        "recommendations/index.html",
        body=found,
        page=page,
        counts=queries.marks_of(page.rows, on=today),
        bearers=bearers_of(page.rows, cut, on=today),
        repeated=queries.repeated_since(page.rows),
        given=given,
        kinds=kinds_of(found),
        disclaimer=disclaimer_of(found),
        **queries.choices(found),
        states=[str(s) for s in State if s is not State.WITHDRAWN],
        marks=MARKS,
        may_keep=may_keep(reader(), found.id),
        drafted_at=nearest_meeting(found, today) if may_keep(reader(), found.id) else None,
        today=today,
        reminding=telling.reminding(found, at=g.convene_at) if may_keep(reader(), found.id) else None,
    )


_NAMES = frozenset({"state", "kind", "country", "theme", "addressee", "mark", "year", "words"})


@views.get("/bodies/<body>/recommendations.csv", endpoint="csv")
@needs(Action.RECOMMENDATION_READ)
def table(body: str) -> Response:
    """The list as a table, in the columns in which it could be taken over and more beside; cut as the page is."""
    found = shared_body(body)
    return download(as_csv(*_columns_and_lines(found)), _name(found, "csv"), "text/csv")


@views.get("/bodies/<body>/recommendations.xlsx", endpoint="xlsx")
@needs(Action.RECOMMENDATION_READ)
def workbook(body: str) -> Response:
    """The same as a workbook."""
    found = shared_body(body)
    return download(as_workbook(*_columns_and_lines(found)), _name(found, "xlsx"), SHEET)


def _columns_and_lines(body: Body) -> tuple[Sequence[str], Iterator[tuple[str, ...]]]:
    """In our own columns, or, with `columns=published` in the address, as lists of human-rights recommendations are."""
    on = clock.local(g.convene_at, body.zone).date()
    found = queries.all_listed(body, asked_cut(), on=on)
    if request.args.get("columns") == "published":
        return published.columns_for(body), published.lines_of(found, body)
    return columns.GIVEN_OUT, lines_of(found, body, on=on)


def _name(body: Body, ending: str) -> str:
    return f"recommendations-{body.symbol.replace('/', '-')}.{ending}"


@views.get("/bodies/<body>/recommendations/import.csv", endpoint="sample")
@needs(Action.BODY_KEEP)
def sample(body: str) -> Response:
    """A file with nothing but the names of the columns, to fill in."""
    kept_body(body)
    return download(as_csv(columns.COLUMNS, ()), "recommendations.csv", "text/csv")


def _held_against(body: Body, content: bytes) -> Reading:
    today = clock.local(g.convene_at, body.zone).date()
    return importing.held_against(body, columns.read(content), today=today)


def _read(body: str) -> None:
    Taking("recommendations").read(lambda content: _held_against(kept_body(body), content))


@views.route("/bodies/<body>/recommendations/import", endpoint="take_over", methods=["GET", "POST"])
@needs(Action.BODY_KEEP, prepare=_read)
def take_over(body: str) -> BaseResponse | tuple[str, int]:
    """Take over past recommendations: what becomes of each line is shown first, and nothing is mended."""
    found = kept_body(body)
    form = ImportForm()
    its = taking("recommendations")

    def act() -> str:
        def keep(reading: Reading, further: list[Further]) -> tuple[int, int]:
            count = import_keeping.take_over(found, reading, by=actor(), at=g.convene_at)
            return count, append_all(found, further, by=actor(), at=g.convene_at)

        kept = its.taken(keep, body)
        if kept is None:
            return url_for("lists.take_over", body=body)
        flash(_kept(*kept, words_of(kept_body(body).preset)), "kept")
        return url_for("lists.index", body=body)

    def page() -> str:
        again = kept_body(body)
        form.all_the_same.data = its.is_read()
        return render_template(
            "recommendations/import.html",
            form=form,
            body=again,
            legend=of_recommendations(again),
            orders=its.orders(body),
            **its.shown,
        )

    return answered(form, act, page)


def _kept(count: int, further: int, called: BodyWords) -> str:
    """What was taken over, and how much of it went to what was on record."""
    said = [
        f"One {called.recommendation} is taken over"
        if count == 1
        else f"{count} {called.recommendations} are taken over"
    ]
    if not further:
        return f"{said[0]}."
    lines = "one line is" if further == 1 else f"{further} lines are"
    return (
        f"{f'{said[0]}, and ' if count else ''}{lines if count else lines.capitalize()} appended to what is on record."
    )
