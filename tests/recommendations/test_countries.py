"""Lists and figures by country: exactly that one, in any capitals, on both databases; and what names none."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, literal, select

from convene import clock
from convene.db import prepare_engine, work
from convene.recommendations import columns, import_keeping, importing
from convene.recommendations.cutting import contains, names_country
from convene.recommendations.figures import figures_of
from convene.recommendations.naming import names_in
from convene.recommendations.queries import all_listed
from convene.recommendations.terms import UNNAMED, Listing
from tests.browser import TESTS, Browser
from tests.build import BY, body

pytest_plugins = ("tests.worlds",)

HEAD = "symbol,adopted on,kind,text,countries,theme,addressee,sent on,due on,response\n"
LINES = (
    ("N/1", "2019-06-01", "South Sudan", ""),
    ("N/2", "2019-06-01", '"sudan, Niger"', "conflict prevention"),
    ("N/3", "2019-06-01", "Nigeria", ""),
    ("N/4", "", "Sudan", ""),
    ("N/5", "2020-06-01", '"Österreich, Éire"', ""),
    ("N/6", "2020-06-01", "", ""),
    ("N/7", "2020-06-01", "", "conflict prevention"),
)


@pytest.fixture
def sqlite() -> Iterator[Engine]:
    engine = create_engine("sqlite://")
    prepare_engine(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def postgresql(empty_database: str) -> Iterator[Engine]:
    engine = create_engine(empty_database)
    prepare_engine(engine)
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest) -> Engine:
    found: Engine = request.getfixturevalue(request.param)
    return found


@pytest.mark.parametrize(
    "countries, country, named",
    [
        ("South Sudan", "Sudan", False),
        ("South Sudan, Sudan", "Sudan", True),
        ("Sudan", "sudan", True),
        ("Sudan ,Chad", "SUDAN", True),
        ("Nigeria", "Niger", False),
        ("Österreich, Éire", "österreich", True),
        ("österreich, éire", "ÉIRE", True),
        ("Éirex", "Éire", False),
        ("100 %", "1%", False),
        ("", "Sudan", False),
        ("Sudan", ",", False),
        ("", UNNAMED, True),
        (" , ", UNNAMED, True),
        ("Sudan", UNNAMED, False),
    ],
)
def test_a_country_is_that_one_and_no_other(engine: Engine, countries: str, country: str, named: bool) -> None:
    with engine.connect() as connection:
        assert connection.scalar(select(names_country(literal(countries), country))) is named


@pytest.mark.parametrize(
    "text, words, held", [("l’élite", "ÉLITE", True), ("ÉROSION", "érosion", True), ("Erosion", "Érosion", False)]
)
def test_words_are_found_in_any_capitals(engine: Engine, text: str, words: str, held: bool) -> None:
    with engine.connect() as connection:
        assert connection.scalar(select(contains(literal(text), words))) is held


def test_a_list_of_countries_names_each_once() -> None:
    assert names_in(" Sudan ,South  Sudan,, SUDAN") == ("Sudan", "South Sudan")


def _past() -> None:
    """A list that was taken over: seven recommendations to the Netherlands, all sent, none answered."""
    lines = (f"{s},{d},policy,Text of {s},{c},{t},Netherlands,2020-06-02,2020-09-01," for s, d, c, t in LINES)
    reading = importing.held_against(body(), columns.read((HEAD + "\n".join(lines)).encode()), today=clock.now().date())
    assert not [line.why for line in reading.told if line.why]
    import_keeping.take_over(body(), reading, by=BY, at=clock.now())


def _cut(by: str, name: str) -> Listing:
    if by == "year":
        return Listing(year=0 if name == "not known" else int(name))
    return Listing(country=name) if by == "country" else Listing(theme=name)


def test_a_figure_by_country_leads_to_as_many_rows_as_it_says(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        _past()
        page = f"/bodies/{body().key}/recommendations"
        for by in ("country", "theme", "year"):
            figures = figures_of(body(), by, on=clock.now().date())
            for group in figures.groups:
                cut = _cut(by, group.name)
                assert len(all_listed(body(), cut, on=clock.now().date())) == group.asked, (by, group.name)
        counts = {g.name.lower(): g.asked for g in figures_of(body(), "country", on=clock.now().date()).groups}
    assert counts == {
        "south sudan": 1, "sudan": 2, "niger": 1, "nigeria": 1, "österreich": 1, "éire": 1, "none named": 2
    }  # fmt: skip

    for by in ("country", "theme", "year"):
        shown = secretary.get(f"{page}/figures?by={by}").text
        for path, count in re.findall(r'<a href="([^"]+)">(\d+)<span class="visually-hidden"> asked', shown):
            words = "One addressee was asked" if count == "1" else f"{count} addressees were asked"
            assert f"{words}, on" in secretary.text(path.replace("&amp;", "&")), path
