"""The figures: each leads to as many rows as it says, none counts what another name only contains, and they go out."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from html import unescape
from statistics import median

import pytest
from flask import Flask
from openpyxl import load_workbook

from convene import clock
from convene.db import db, work
from convene.recommendations import appending, columns, import_keeping, importing
from convene.recommendations.figures import GROUPS, Count, figures_of
from convene.recommendations.models import Addressee, Recommendation
from convene.recommendations.queries import listed
from convene.recommendations.terms import NOT_KNOWN, UNNAMED, AddresseeKind, Listing, Named, Position, State
from tests.browser import TESTS, Browser, browser_of, words_of
from tests.build import BY, body, one
from tests.recommendations import made

HEAD = "symbol,adopted on,kind,text,countries,theme,state,addressee,sent on,due on,response,answered on,next report on"
# Symbol, day, kind, text, countries and theme of each; then state, addressee, days, answer.
FIRST = 'A/1,2024-06-01,policy,One text of the board,"Niger, Åland",conflict prevention'
SECOND = "A/2,2025-06-01,training,Another text of the board,Nigeria,conflict prevention; a theme of theirs"
LIST = f"""{HEAD}
{FIRST},,Netherlands,2024-06-02,2024-09-01,supported,2024-06-12,2024-12-01
{FIRST},,Denmark,2024-06-02,2024-09-01,declined,2024-07-02,
{FIRST},,Canada,2024-06-02,2024-09-01,,,
{SECOND},implemented,Netherlands,2025-06-02,2025-09-01,noted,2025-06-05,2025-07-01
{SECOND},implemented,Denmark,2025-06-02,2099-09-01,,,
A/3,,policy,A third text of the board,,,,Denmark,,,supported in part,,2025-01-01
A/4,2025-07-01,policy,A fourth text of the board,Niger,,open,"=Lagos & Sons, Ltd",2025-07-02,2099-01-01,,,
A/5,2025-07-01,policy,A fifth text of the board,Niger,,open,Netherlands,,,,,
A/6,2025-07-01,policy,A sixth text of the board,Chad,,open,,,,,,
"""


@pytest.fixture
def listed_in(app: Flask) -> str:
    """What the board has on record of a list; gives the address of its recommendations."""
    with app.app_context(), work(TESTS):
        reading = importing.held_against(body(), columns.read(LIST.encode()), today=clock.now().date())
        assert not [told.why for told in reading.told if told.why]
        import_keeping.take_over(body(), reading, by=BY, at=clock.now())
        return f"/bodies/{body().key}/recommendations"


def counted(words: str) -> tuple[int, int]:
    """How many recommendations and how many addressees a list says that it shows."""
    number = r"(\d+|One|one|No)"
    found = re.search(rf"(?:{number} addressees? [^,.]*, on )?{number} recommendations?\b", words)
    assert found, words
    given = {"One": 1, "one": 1, "No": 0, None: 0}
    addressees, recommendations = (given[n] if n in given else int(n or 0) for n in found.groups())
    return recommendations, addressees


@pytest.mark.parametrize("by", GROUPS)
@pytest.mark.parametrize("cut", ["", "&addressee=Denmark", "&country=Niger", "&year=2025"])
def test_every_figure_leads_to_as_many_rows(secretary: Browser, listed_in: str, by: str, cut: str) -> None:
    page = secretary.get(f"{listed_in}/figures?by={by}{cut}").text
    links = re.findall(rf'<a href="({listed_in}\?[^"]*)">(\d+)<span', page)

    assert len(links) > 5
    for href, number in links:
        recommendations, addressees = counted(secretary.text(unescape(href)))
        assert int(number) == (addressees if "mark=" in href else recommendations), href


@pytest.mark.parametrize("who", ["secretary", "primary_nl"])
@pytest.mark.parametrize("by", GROUPS)
def test_figures_are_counts_of_the_rows(app: Flask, listed_in: str, by: str, who: str) -> None:
    browser = browser_of(app, who)
    with app.app_context(), work(TESTS):
        found = figures_of(body(), by, on=clock.now().date())
        whole = found.whole
        answers = Counter(str(row.answer) for row in db.session.query(Addressee) if row.answer)
    assert (whole.asked, whole.answered, whole.silent, whole.awaited, whole.unheard, whole.overdue) == (
        7,
        4,
        1,
        1,
        1,
        2,
    )
    assert {mark: whole.marks[mark] for mark in answers} == answers
    assert (whole.open, whole.implemented, whole.median_days) == (5, 1, 10)
    assert "7 addressees were asked" in browser.text(f"{listed_in}/figures?by={by}")


def test_each_group_has_its_own_figures(app: Flask, listed_in: str) -> None:
    on = clock.now().date()
    with app.app_context(), work(TESTS):
        of = {by: {g.name: g for g in figures_of(body(), by, on=on).groups} for by in GROUPS}
    assert {name: (g.asked, g.implemented) for name, g in of["country"].items()} == {
        "Niger": (4, 0), "Åland": (3, 0), "Nigeria": (2, 1), UNNAMED: (1, 0), "Chad": (0, 0)
    }  # fmt: skip
    assert {name: g.asked for name, g in of["theme"].items()} == {"conflict prevention": 5, UNNAMED: 2}
    assert {name: (g.asked, g.median_days) for name, g in of["year"].items()} == {
        "2024": (3, 20), "2025": (3, 3), NOT_KNOWN: (1, None)
    }  # fmt: skip
    denmark = of["addressee and year"]
    assert (denmark["Denmark, 2024"].marks["declined"], denmark["Denmark, 2025"].unheard) == (1, 1)
    assert [of["addressee"][name].implemented for name in ("Netherlands", "Denmark")] == [1, 0]
    assert list(of["year"]) == ["2025", "2024", NOT_KNOWN]


@pytest.mark.parametrize(
    "cut, symbols",
    [
        (Listing(country="Niger"), {"A/1", "A/4", "A/5"}),
        (Listing(country="Nigeria"), {"A/2"}),
        (Listing(country="Åland"), {"A/1"}),
        (Listing(country="Nig"), set()),
        (Listing(country=UNNAMED), {"A/3"}),
        (Listing(theme="conflict prevention"), {"A/1", "A/2"}),
        (Listing(theme="conflict"), set()),
        (Listing(theme=UNNAMED), {"A/3", "A/4", "A/5", "A/6"}),
        (Listing(year=0), {"A/3"}),
        (Listing(year=2024), {"A/1"}),
        (Listing(mark="asked"), {"A/1", "A/2", "A/3", "A/4"}),
        (Listing(mark="overdue"), {"A/1", "A/3"}),
    ],
)
def test_a_list_is_cut_to_what_is_named_and_not_to_a_part_of_it(
    app: Flask, listed_in: str, cut: Listing, symbols: set[str]
) -> None:
    with app.app_context(), work(TESTS):
        assert {row.symbol for row in listed(body(), cut, on=clock.now().date()).rows} == symbols


def test_the_tables_go_out_as_they_stand(app: Flask, secretary: Browser, listed_in: str) -> None:
    answer = secretary.get(f"{listed_in}/figures.csv?by=addressee")
    lines = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))

    assert answer.mimetype == "text/csv"
    assert lines[0] == ["What came of it"]
    assert lines[2] == ["All", "7", "4", "1", "1", "1", "2", "1", "2", "0", "67", "0", "10"]
    assert ["Netherlands", "2", "2", "0", "0", "0", "1", "1", "1", "0", "100", "0", "6"] in lines
    standing = lines.index(["Where they stand"])
    assert lines[standing - 1] == []
    assert lines[standing + 1][1:] == [
        "Asked", "Supported", "Supported in part", "Noted", "Declined", "None by the date", "Awaited",
        "Closed without an answer", "Letter to be posted",
    ]  # fmt: skip
    assert ["Denmark", "3", "0", "1", "0", "1", "0", "0", "1", "0"] in lines[standing:]
    assert [cell for line in lines for cell in line if cell.startswith("=")] == []
    # What is only awaited has no rate, and no time.
    assert ["'=Lagos & Sons, Ltd", "1", "0", "1", "0", "0", "0", "0", "0", "0", "", "", ""] in lines
    assert "'=Lagos & Sons, Ltd" in {line[0] for line in lines if line}

    book = load_workbook(io.BytesIO(secretary.get(f"{listed_in}/figures.xlsx?by=addressee").data))
    assert book.sheetnames == ["What came of it", "Where they stand", "By year of adoption"]
    rows = list(book.worksheets[1].values)
    assert rows[1] == ("All", 7, 1, 1, 1, 1, 1, 1, 1, 0)
    company = next(row for row in book.worksheets[1].iter_rows() if row[0].value == "=Lagos & Sons, Ltd")
    assert (company[0].data_type, company[1].data_type) == ("s", "n")


@pytest.mark.parametrize(
    "marks, followed, rate",
    [
        ({}, 0, None),
        ({"silent": 3, "noted": 1, "declined": 2}, 0, None),
        ({"supported": 1, "silent": 3}, 0, 0),
        ({"supported": 1, "supported in part": 2, "noted": 5}, 1, 33),
        ({"supported in part": 1}, 1, 100),
    ],
)
def test_the_share_that_followed_up_is_of_those_in_support(
    marks: dict[str, int], followed: int, rate: int | None
) -> None:
    count = Count("All", followed=followed)
    count.marks.update(marks)
    assert count.followed_rate == rate


def test_an_action_that_was_reported_or_noted_is_a_follow_up(app: Flask, secretary: Browser, listed_in: str) -> None:
    def followed() -> tuple[int, int, int]:
        with app.app_context(), work(TESTS):
            whole = figures_of(body(), "addressee", on=clock.now().date()).whole
            rows = listed(body(), Listing(mark="followed up"), on=clock.now().date())
            return whole.supporting, whole.followed, rows.marked

    assert followed() == (2, 0, 0)
    with app.app_context(), work(TESTS):
        made.noted(one(Recommendation, symbol="A/1"), "Netherlands", "Nothing was done so far.")
    assert followed() == (2, 0, 0)
    with app.app_context(), work(TESTS):
        made.noted(one(Recommendation, symbol="A/1"), "Netherlands", "A law is in force.", has_acted=True)
        made.noted(one(Recommendation, symbol="A/1"), "Canada", "A law is in force.", has_acted=True)
    assert followed() == (2, 1, 1)
    with app.app_context(), work(TESTS):
        made.answered(one(Recommendation, symbol="A/1"), "Canada", filing=False)
    assert followed() == (2, 1, 1)
    with app.app_context(), work(TESTS):
        made.answered(one(Recommendation, symbol="A/1"), "Denmark", action=" ")
    assert followed() == (3, 1, 1)
    with app.app_context(), work(TESTS):
        made.answered(one(Recommendation, symbol="A/1"), "Denmark", Position.NOTED, action="A bill is tabled.")
    assert followed() == (2, 1, 1)
    with app.app_context(), work(TESTS):
        made.answered(one(Recommendation, symbol="A/1"), "Denmark", action="It is law.")
        one(Recommendation, symbol="A/3").state = State.IMPLEMENTED
    assert followed() == (3, 3, 3)
    words = secretary.text(f"{listed_in}/figures")
    assert "support what was asked, in part or in full" in words
    assert "followed it up: 100 %." in words
    page = secretary.get(f"{listed_in}/figures?by=addressee").text
    assert "mark=followed+up" in page


@pytest.mark.parametrize(
    "marks, rate",
    [
        ({}, None),
        ({"awaited": 9}, None),
        ({"awaited": 8, "silent": 1}, 0),
        ({"awaited": 8, "supported": 1}, 100),
        ({"awaited": 6, "declined": 1, "silent": 1, "not answered": 1}, 33),
        ({"not sent": 2, "noted": 1, "silent": 1}, 50),
    ],
)
def test_who_is_still_awaited_does_not_count_as_not_having_answered(marks: dict[str, int], rate: int | None) -> None:
    count = Count("All")
    count.marks.update(marks)
    assert count.rate == rate


def test_the_page_says_of_whom_the_share_is(secretary: Browser, listed_in: str) -> None:
    words = secretary.text(f"{listed_in}/figures")
    assert (
        "Of those that have answered or whose day has passed, or whose recommendation was closed, 67 % have answered; "
        "half of the answers came within 10 days"
    ) in words
    assert "Answered, of those not awaited Followed up, of those in support Median time to answer" in words
    awaited = secretary.text(f"{listed_in}/figures?addressee=%3DLagos+%26+Sons,+Ltd")
    assert "1 addressee was asked; it has not answered, and no day to answer by has passed yet." in awaited
    assert "%" not in awaited


def test_what_goes_out_is_cut_as_the_page_is(app: Flask, secretary: Browser, listed_in: str) -> None:
    lines = list(
        csv.reader(
            io.StringIO(secretary.get(f"{listed_in}/figures.csv?by=year&addressee=Denmark").data.decode("utf-8-sig"))
        )
    )
    assert lines[2][:2] == ["All", "3"]
    assert {line[0] for line in lines if line} >= {"2024", "2025", NOT_KNOWN}
    guest = browser_of(app, "ngo_guest")
    assert [guest.get(f"{listed_in}/figures{ending}").status_code for ending in ("", ".csv", ".xlsx")] == [404] * 3


def test_where_they_stand_is_said_for_each_addressee_and_year(secretary: Browser, listed_in: str) -> None:
    page = secretary.get(f"{listed_in}/figures?by=addressee+and+year")
    words = words_of(page)
    assert "Where they stand, by addressee and year" in words
    row = re.search(r'<th scope="row">Denmark, 2024</th>.*?</tr>', page.text, re.DOTALL)
    assert row
    assert re.findall(r'data-label="([^"]+)" class="board__num"><a', row[0]) == ["Declined"]
    assert "0 supported, 0 in part, 0 noted, 1 declined, 0 none by the date, 0 awaited, 0 closed, no answer" in row[0]


def test_what_is_only_proposed_or_closed_is_counted_as_such(app: Flask, listed_in: str) -> None:
    with app.app_context(), work(TESTS):
        one(Recommendation, symbol="A/1").state = State.LAPSED
    with app.app_context(), work(TESTS):
        whole = figures_of(body(), "addressee", on=clock.now().date()).whole
    assert (whole.open, whole.overdue) == (4, 1)


def test_a_further_report_makes_nobody_slow(app: Flask, listed_in: str) -> None:
    later = f"""{HEAD}
{FIRST},,Netherlands,2024-06-02,2024-09-01,noted,2026-06-12,
{FIRST},,Canada,2024-06-02,2024-09-01,noted,2024-06-22,
"""
    on = clock.now().date()
    with app.app_context(), work(TESTS):
        reading = importing.held_against(body(), columns.read(later.encode()), today=on)
        assert appending.append_all(body(), reading.further, by=BY, at=clock.now()) == 2
        first = one(Recommendation, symbol="A/1")
        made.answered(first, "Denmark")
        of = {g.name: g.median_days for g in figures_of(body(), "addressee", Listing(year=2024), on=on).groups}
    assert of == {"Netherlands": 10, "Canada": 20, "Denmark": 30}


@pytest.mark.parametrize("who", ["secretary", "primary_nl"])
def test_a_row_behind_a_figure_names_the_addressees_that_it_means(app: Flask, listed_in: str, who: str) -> None:
    browser = browser_of(app, who)
    with app.app_context(), work(TESTS):
        made.noted(one(Recommendation, symbol="A/1"), "Netherlands", "A law is in force.", has_acted=True)

    silent = browser.text(f"{listed_in}?mark=silent")
    followed = browser.text(f"{listed_in}?mark=followed+up")
    assert "Silent past the date: Canada Of all its addressees: 1 supported, 1 declined, 1 silent" in silent
    assert "In support, and followed up: Netherlands Of all" in followed
    assert "Asked: Netherlands, Denmark, Canada" in browser.text(f"{listed_in}?mark=asked")
    assert "Asked: Denmark Of all" in browser.text(f"{listed_in}?mark=asked&addressee=Denmark")
    assert "Of all its addressees" not in browser.text(listed_in)


@pytest.mark.parametrize("by", GROUPS)
@pytest.mark.parametrize("cut", ["", "&addressee=Denmark", "&country=Niger", "&year=2025"])
def test_a_median_leads_to_the_answers_that_it_is_made_of(
    app: Flask, secretary: Browser, listed_in: str, by: str, cut: str
) -> None:
    page = secretary.get(f"{listed_in}/figures?by={by}{cut}").text
    links = re.findall(
        rf'<a href="({listed_in}\?[^"]*answered\+on[^"]*)">(?:(\d+)|a)\sdays?<span[^>]*>[^<]*?of (\d+)', page
    )

    assert len(links) == page.count("answered+on") > 1
    assert not re.findall(r'(?:data-label="Median time" class="board__num"|class="board__small")>\d+.days?<', page)
    for href, of_page, count in links:
        words = secretary.text(unescape(href))
        days = [int(number) for number in re.findall(r"\((\d+) days?\)", words)]
        assert (len(days), round(median(days))) == (int(count), int(of_page or 1)), href
        assert counted(words)[1] == int(count)


@pytest.mark.parametrize("by", GROUPS)
@pytest.mark.parametrize("cut", ["", "&addressee=Denmark", "&country=Niger", "&year=2025"])
def test_a_share_leads_to_those_of_whom_it_is_taken(secretary: Browser, listed_in: str, by: str, cut: str) -> None:
    page = secretary.get(f"{listed_in}/figures?by={by}{cut}").text
    links = re.findall(rf'<a href="({listed_in}\?[^"]*)">(\d+).%<span[^>]*> answered of (\d+)', page)

    assert len(links) == page.count("asked+and+not+awaited") - 1 >= 1  # The sentence on top leads there too.
    for href, rate, count in links:
        words = secretary.text(unescape(href))
        answered = secretary.text(unescape(href).replace("asked+and+not+awaited", "answered"))
        assert counted(words)[1] == int(count), href
        assert round(100 * counted(answered)[1] / int(count)) == int(rate), href


def test_a_list_of_answers_names_the_days_of_each(secretary: Browser, listed_in: str) -> None:
    words = secretary.text(f"{listed_in}?mark=answered+on+a+known+day")
    assert "3 addressees have answered on a known day, on 2 recommendations" in words
    assert "Answered after: Netherlands (10 days), Denmark (30 days) Of all its addressees" in words


def test_of_many_addressees_a_row_names_some_and_says_how_many_more(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        names = [f"Office {number}" for number in range(1, 17)]
        others = [Named(AddresseeKind.OTHER, name, None) for name in names]
        made.sent(said=made.wording(to=(), others=others))
        path = f"/bodies/{body().key}/recommendations?mark=letter+to+be+posted"

    words = secretary.text(path)
    assert "Letter to be posted: Office 1, Office 2," in words
    assert "Office 12 and 4 more" in words


def test_no_figure_leads_to_an_empty_page_and_the_order_is_said(secretary: Browser, listed_in: str) -> None:
    page = secretary.get(f"{listed_in}/figures?by=addressee")
    words = words_of(page)
    assert "By addressee, the most silent first, then the most asked" in words
    assert "0 of 1 in support, Netherlands in 2024 followed up" in words
    assert "% followed up<" not in page.text
    assert "By year, the latest first" in secretary.text(f"{listed_in}/figures?by=year")
    shares = re.findall(r'aria-label="[^"]*not followed up">(.*?)</svg>', page.text, re.DOTALL)
    assert shares
    assert all("tone--undone" in bar and "tone--due" not in bar for bar in shares)
