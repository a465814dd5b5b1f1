"""Where an answer is awaited and no day was set for it, every page says so in words; where one was, it says the day."""

from __future__ import annotations

import io

import pypdf
import pytest
from flask import Flask

from convene import clock
from convene.db import work
from convene.packs.recommendations import matrix_pdf
from convene.recommendations import appending
from convene.recommendations.matrix import matrix_of
from convene.recommendations.models import Recommendation
from tests.browser import TESTS, browser_of
from tests.build import BY, body, one
from tests.recommendations import made
from tests.recommendations.test_list_lines import FULL, keep

# From the list the answer is none, and no day is past: what it names is sent and awaited.
SENT = FULL | dict.fromkeys(("response", "answered on", "answer", "action", "evidence", "next report on"), "")
DAYS = {"": "No day was set", "2027-09-01": "1 September 2027"}


def appended(app: Flask, due: str) -> dict[str, str]:
    """The pages of Denmark, whom a list appended with or without a day for its answer."""
    with app.app_context(), work(TESTS):
        keep(SENT | {"state": "transmitted", "due on": "2027-09-01"})
        reading = keep(SENT | {"state": "transmitted", "addressee": "Denmark", "due on": due})
        assert appending.append_all(body(), reading.further, by=BY, at=clock.now()) == 1
        found = one(Recommendation, symbol="A/1")
        return {
            "answer": f"/addressees/{made.to(found, 'Denmark').key}/answer",
            "its page": f"/recommendations/{found.key}",
            "asked": f"/bodies/{body().key}/recommendations/asked",
        }


@pytest.mark.parametrize("due", DAYS)
def test_a_representative_reads_whether_a_day_was_set(app: Flask, due: str) -> None:
    paths, denmark = appended(app, due), browser_of(app, "primary_dk")
    home = denmark.text("/").split("Answers on recommendations")[1].split("A/1")[1]
    assert DAYS[due] in home
    assert "from an earlier list" not in denmark.text(paths["asked"])
    said = {
        "answer": "No day was set for the answer." if not due else "An answer is asked for by",
        "its page": "No day was set for the answer." if not due else "An answer is asked for by",
        "asked": "; no day was set for the answer." if not due else "; an answer is asked for by 1 September 2027.",
    }
    for page, words in said.items():
        shown = denmark.text(paths[page])
        assert words in shown, page
        assert ("day was set" in shown) is (not due), page


@pytest.mark.parametrize("due", DAYS)
def test_so_do_the_weeks_of_what_is_asked(app: Flask, due: str) -> None:
    appended(app, due)
    shown = browser_of(app, "primary_dk").text("/asked-of-me")
    assert ("Answer A/1, for which no day was set" in shown) is (not due)


@pytest.mark.parametrize("due", DAYS)
def test_so_do_the_page_of_the_secretariat_and_the_matrix_on_paper(app: Flask, due: str) -> None:
    paths = appended(app, due)
    row = browser_of(app, "secretary").text(paths["its page"]).split(" Denmark ")[1]
    assert f"Awaited {DAYS[due] if not due else f'By {DAYS[due]}'}" in row
    with app.app_context(), work(TESTS):
        view = matrix_of(body(), [one(Recommendation, symbol="A/1")], title="A", symbol="A", on=clock.now().date())
        pages = pypdf.PdfReader(io.BytesIO(matrix_pdf(view, printed_at=clock.now()))).pages
        said = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert ("no day was set" in said) is (not due)
    assert "by 1 September 2027" in said


def test_a_day_of_adoption_that_a_list_does_not_give_is_not_known(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        keep(FULL | {"adopted on": "", "state": "adopted"} | dict.fromkeys(("response", "answered on", "answer"), ""))
        older, draft = one(Recommendation, symbol="A/1"), made.proposed("It is said again.")
        made.tied(draft, older)
        path = f"/recommendations/{older.key}/lineage"
    words = browser_of(app, "secretary").text(path)
    assert (words.count("day not known"), words.count("not adopted")) == (2, 2)
