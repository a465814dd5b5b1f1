"""What does not go out says so first on its page, in words, with links to the paragraphs concerned."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from convene.db import work
from convene.meetings.models import Meeting
from convene.records.models import NoteParagraph, OutcomeText, Speaker
from convene.records.terms import Marking, TextKind
from tests.browser import TESTS, Browser
from tests.build import body, one
from tests.records.made import a_sitting, item, new, noted, sent

OTHER = "Canada offered three doctors."
OWN = "Denmark offered twelve trucks."
DUE = "2027-06-20T18:00"
FIRST = re.compile(
    r'(?s)class="page__head">.*?</div>\s*</div>\s*<div class="errors" role="alert" tabindex="-1" autofocus>(.*?)</div>'
)


@pytest.fixture
def sat(app: Flask) -> dict[str, str]:
    """A sitting with a paragraph that may lead to somebody, and one that names its speaker once that is noted."""
    with app.app_context(), work(TESTS):
        meeting, later = a_sitting(), a_sitting(starts_on=date(2027, 7, 20))
        dive = item(meeting)
        noted(dive, new(OTHER, Marking.NOT_ATTRIBUTED))
        noted(dive, new(OWN, Marking.NOT_ATTRIBUTED), speaker="Netherlands")
        return {"meeting": meeting.key, "later": later.key}


def names_its_own(app: Flask) -> None:
    """Let it be noted that Denmark said what it offered."""
    with app.app_context(), work(TESTS):
        one(Speaker).said_by = "Denmark"


def summary(response: TestResponse) -> tuple[str, list[str]]:
    """What stands first on a page that was refused, as words, and what its links within the page lead to."""
    assert response.status_code == 422
    page, found = response.text, FIRST.search(response.text)
    assert found
    assert found.start() == page.index('class="page__head"')
    assert found[1].count("<h2>") == page.count('role="alert"') == 1
    leads = re.findall(r'href="#([^"]+)"', found[1])
    assert [page.count(f'id="{name}"') for name in leads] == [1] * len(leads)
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split()), leads


def concerned(response: TestResponse, words: str) -> bool:
    """Whether the one paragraph that the summary leads to says this."""
    (name,) = (lead for lead in summary(response)[1] if lead.startswith("doubt-"))
    return words in re.sub(r"<[^>]+>", "", response.text.split(f'id="{name}"')[1].split("</article>")[0])


def press(secretary: Browser, path: str, **given: str) -> TestResponse:
    """Press the button on the page as it stands."""
    was = re.findall(r'name="was" value="([^"]*)"', secretary.get(path).text)[0]
    return secretary.post(path, {"was": was, "due": DUE, **given})


def test_a_record_that_is_not_circulated_says_so_first(app: Flask, secretary: Browser, sat: dict[str, str]) -> None:
    path = f"/meetings/{sat['meeting']}/record/circulation"
    assert 'role="alert"' not in secretary.get(path).text
    refused = press(secretary, path)
    words, leads = summary(refused)
    assert words.startswith("Not circulated: please put this right I have read what may give a speaker away: In ")
    assert leads[0] == "all_the_same"
    assert f"“{OTHER}”" in words
    names_its_own(app)
    refused = press(secretary, path, all_the_same="y")
    words, _ = summary(refused)
    assert words.startswith("Not circulated: this needs your attention Not possible. This paragraph names the one")
    assert concerned(refused, OWN)
    assert OTHER not in words  # It was read, and ticked.


def test_a_word_to_the_members_is_led_to(app: Flask, secretary: Browser, sat: dict[str, str]) -> None:
    with app.app_context(), work(TESTS):
        for paragraph in (one(NoteParagraph, text=OTHER), one(NoteParagraph, text=OWN)):
            paragraph.text = "Trucks were spoken of."
    refused = press(secretary, f"/meetings/{sat['meeting']}/record/circulation", note="The ambassador of Sudan spoke.")
    assert summary(refused)[1] == ["all_the_same", "note"]


@pytest.mark.parametrize("adopts", [True, False])
def test_a_record_that_is_not_final_says_so_first(
    app: Flask, secretary: Browser, sat: dict[str, str], adopts: bool
) -> None:
    with app.app_context(), work(TESTS):
        if not adopts:
            body().preset, body().not_attributed = "S8", True
        sent(one(Meeting, key=sat["meeting"]))
    names_its_own(app)
    path = f"/meetings/{sat['meeting']}/record/adoption"
    ticks = {"early": "y", "unentered": "y", "all_the_same": "y"}
    refused = press(secretary, path, meeting=sat["later"], **ticks)
    assert summary(refused)[0].startswith(f"Not {'adopted' if adopts else 'issued'}: this needs your attention")
    assert concerned(refused, OWN)


def test_a_text_that_is_not_circulated_says_so_first(app: Flask, secretary: Browser, sat: dict[str, str]) -> None:
    with app.app_context(), work(TESTS):
        chosen = one(NoteParagraph, text=OWN).key
    given = {"kind": str(TextKind.CHAIRS_SUMMARY), "title": "What was said", "paragraphs": [chosen]}
    assert secretary.post(f"/meetings/{sat['meeting']}/texts/new", given).status_code == 303
    with app.app_context(), work(TESTS):
        text = one(OutcomeText)
        text.text, path = f"{OWN}\n\n{OTHER}", f"/texts/{text.key}"
        body().not_attributed = True
    leaving = {"whom": "members", "was": re.findall(r'name="was" value="([^"]+)"', secretary.get(path).text)[0]}
    words, leads = summary(secretary.post(f"{path}/circulate", leaving))
    assert words.startswith("Not circulated: please put this right")
    assert leads == ["all_the_same", "doubts-title"]
    names_its_own(app)
    words, leads = summary(secretary.post(f"{path}/circulate", leaving | {"all_the_same": "y"}))
    assert words.startswith("Not circulated: this needs your attention")
    assert leads == ["own-1"]
    assert words.endswith("Edit the text")
