"""The figures of a body's recommendations: the page, and its tables to take away."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, g, render_template, request

from convene import clock
from convene.access.gate import needs
from convene.access.terms import Action
from convene.bodies.models import Body
from convene.bodies.queries import shared_body
from convene.packs.tabular import Section, sections_as_csv, sections_as_workbook
from convene.presets.words import words_of
from convene.recommendations import queries
from convene.recommendations.figure_tables import sections_of
from convene.recommendations.figures import GROUPS, Figures, figures_of
from convene.recommendations.history import disclaimer_of
from convene.recommendations.terms import NOT_KNOWN, Listing
from convene.recommendations.views.lists import SHEET, asked_cut
from convene.web.sending import download

views = Blueprint("figures", __name__)

# What figures are cut to, by its name in an address.
CUTS = ("addressee", "country", "theme", "kind", "year")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an address asks for; `groups` are those by which what is left can be told apart."""

    body: Body
    figures: Figures
    by: str
    groups: list[str]
    given: dict[str, str]


def _asked(key: str) -> _Asked:
    body = shared_body(key)
    cut = asked_cut()
    cut = Listing(kind=cut.kind, country=cut.country, theme=cut.theme, addressee=cut.addressee, year=cut.year)
    given = {name: str(value) for name in CUTS if (value := getattr(cut, name))}
    given |= {"year": NOT_KNOWN} if cut.year == 0 else {}
    groups = [name for name in GROUPS if not given.keys() & set(name.split(" and "))] or list(CUTS)
    by = request.args.get("by", "")
    by = by if by in groups else groups[0]
    on = clock.local(g.convene_at, body.zone).date()
    return _Asked(body, figures_of(body, by, cut, on=on), by, groups, given)


@views.get("/bodies/<body>/recommendations/figures", endpoint="show")
@needs(Action.RECOMMENDATION_READ)
def page(body: str) -> str:
    """What a body's recommendations come to: open, answered, silent, overdue, implemented, by whom and how soon."""
    asked = _asked(body)
    return render_template(
        "recommendations/figures.html",
        body=asked.body,
        figures=asked.figures,
        by=asked.by,
        groups=asked.groups,
        given=asked.given,
        disclaimer=disclaimer_of(asked.body),
        on=clock.local(g.convene_at, asked.body.zone).date(),
        **queries.choices(asked.body),
    )


@views.get("/bodies/<body>/recommendations/figures.csv", endpoint="csv")
@needs(Action.RECOMMENDATION_READ)
def table(body: str) -> Response:
    """The tables of the page one below the other, cut and grouped as the page is."""
    asked = _asked(body)
    return download(sections_as_csv(_sections(asked)), _name(asked, "csv"), "text/csv")


@views.get("/bodies/<body>/recommendations/figures.xlsx", endpoint="xlsx")
@needs(Action.RECOMMENDATION_READ)
def workbook(body: str) -> Response:
    """The same as a workbook, a sheet for each table; what is counted is a number there."""
    asked = _asked(body)
    return download(sections_as_workbook(_sections(asked)), _name(asked, "xlsx"), SHEET)


def _sections(asked: _Asked) -> tuple[Section, ...]:
    return sections_of(asked.figures, asked.by, words_of(asked.body.preset), disclaimer_of(asked.body))


def _name(asked: _Asked, ending: str) -> str:
    return f"figures-{asked.body.symbol.replace('/', '-')}-by-{asked.by.replace(' ', '-')}.{ending}"
