"""Planted words: nobody comes upon a word they are not entitled to, by any outlet; whoever is entitled does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from convene import clock
from convene.agendas.terms import Subject
from convene.db import work
from convene.invitations.actions import Portions, admit, remind, withdraw
from convene.invitations.telling import retell
from convene.meetings.models import Meeting, MeetingSession
from tests.access.crawl import Answer, Letter, crawl, letters
from tests.access.matrix import ROWS, EVERYBODY
from tests.access.planted import Planted, Word, plant
from tests.access.world import Ledger, World, database_file
from tests.browser import TESTS, character
from tests.build import BY, invitation_of, item_of, one, open_session

ODD = ("/nothing-here", "/meetings", "/sign-in?next=/meetings", "/static/", "/fonts/none.ttf", "/i/x", "/feed/x.ics")

SECRET = ("text feed", "text link", "text sign-in")


@pytest.fixture(scope="module")
def planted(world: World) -> Planted:
    """The world with a word in every closed text."""
    return plant(world)


def addresses(world: World) -> list[str]:
    """The home page, and every address that can be asked for by GET, for every object whose key is known.

    Without the addresses that are a person's own secret: their feed, their link.
    """
    found = ["/", *ODD]
    rules = {rule.endpoint: rule for rule in world.app.url_map.iter_rules()}
    with world.app.test_request_context():
        for (endpoint, method), row in ROWS.items():
            if method == "GET":
                names = [n for n in world.keys if n.startswith(f"{row.about} ") and n not in SECRET] if row.about else [""]
                for name in names:
                    given = {argument: world.keys[name] for argument in rules[endpoint].arguments}
                    found.append(str(world.app.url_for(endpoint, **given)))
    entries = [f"/meetings/{world.keys[n]}/meeting.ics?entries=items" for n in world.keys if n.startswith("meeting ")]
    return found + entries


def everything(answer: Answer) -> str:
    """All that a browser receives: address, headers, text."""
    return f"{answer.path}\n{answer.headers}\n{answer.text}".lower()


def leaks(answers: list[Answer], reader: str, words: Planted) -> list[str]:
    """Each word that this reader came upon without being entitled to it, with the address."""
    found = []
    for answer in answers:
        text = everything(answer)
        found += [f"{w.label} at {answer.path}" for w in words.words.values() if w.mark in text and not _may(w, reader)]
    return found


def _may(word: Word, reader: str) -> bool:
    return reader in word.allowed


def unread(answers: list[Answer], reader: str, words: Planted) -> list[str]:
    """Each word that this reader is entitled to and did not come upon, on a page or on another outlet that has it."""
    by_outlet: dict[str, str] = {}
    for answer in answers:
        by_outlet[answer.outlet] = by_outlet.get(answer.outlet, "") + everything(answer)
    # A paper is a PDF too: its body is read where files are.
    by_outlet["file"] = by_outlet.get("file", "") + by_outlet.get("pdf", "")
    found = []
    for word in words.words.values():
        if reader in word.on_page and word.mark not in by_outlet.get("page", ""):
            found.append(f"{word.label} on no page")
        if reader in word.allowed:
            found += [f"{word.label} in no {o}" for o in word.outlets if word.mark not in by_outlet.get(o, "")]
    return found


@pytest.mark.parametrize("reader", sorted(EVERYBODY))
def test_nobody_comes_upon_what_is_closed_to_them_and_everybody_upon_what_is_open(
    world: World, planted: Planted, reader: str
) -> None:
    answers = crawl(world.browsers[reader], addresses(world))

    assert [a.path for a in answers if a.status >= 500] == []
    assert "; ".join(leaks(answers, reader, planted)) == ""
    assert "; ".join(unread(answers, reader, planted)) == ""
