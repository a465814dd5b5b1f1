"""What reads alike: reworded, or held in the other; and the last wording of a line comes before what it says again."""

from __future__ import annotations

import pytest
from flask import Flask

from convene.agendas.terms import Subject
from convene.db import work
from convene.recommendations.likeness import alike
from convene.recommendations.terms import LinkKind
from tests.browser import TESTS, browser_of
from tests.build import board_meeting, item_of
from tests.recommendations import made

SHORT = "Member States should tell one another within two days what their missions report of attacks on civilians."
LONG = (
    "Member States should tell one another, and the secretariat, within two days what their missions report of attacks "
    "on civilians, and name an officer in the capital who can be reached at all hours."
)
OTHER = (
    "The board asks the university to train forty observers of elections within the States of the region before what "
    "their missions report in the spring, and to tell one another of the attacks they see on the roads to civilians."
)


@pytest.mark.parametrize(
    "draft, known, said",
    [
        (SHORT, LONG, "says all this, and more"),
        (LONG, SHORT, "stands whole in this one"),
        (SHORT.replace("two days", "ten days"), LONG, "says nearly all this, and more"),
        (SHORT, SHORT.replace("two days", "seven days"), "95 of 100 alike"),
        # The same words one by one, and few words that stand anywhere, are no text.
        (SHORT, OTHER, ""),
        ("Member States should report to the secretariat.", LONG, ""),
        ("Member States should at all hours name the officer, and the civilians of the capital.", LONG, ""),
        ("Member States should open their borders to those who flee, and tell the secretariat of it.", LONG, ""),
        ("What their missions report of elections, and who can be reached on roads, is to be published.", LONG, ""),
    ],
)
def test_what_is_held_in_a_longer_text_reads_alike(draft: str, known: str, said: str) -> None:
    assert [each.words for each in alike(draft, [("k", "R.1", known)])] == [said] * bool(said)


def test_the_last_of_its_line_is_offered_first_and_named(app: Flask) -> None:
    last_text = "The board asks each capital for an officer on duty by night and by day."
    with app.app_context(), work(TESTS):
        first, second = made.adopted(SHORT), made.adopted(SHORT.replace("two", "three"))
        last, draft = made.adopted(last_text), made.proposed("Another matter altogether, said in few words.")
        made.tied(second, first, LinkKind.WEAKENS)
        made.tied(last, second, LinkKind.STRENGTHENS)
        made.tied(draft, last, LinkKind.REITERATES)
        symbols = [str(row.symbol) for row in (last, first, second)]
        path = f"/items/{item_of(board_meeting(), Subject.RECOMMENDATIONS).key}/recommendations/new"
    page = browser_of(app, "secretary").post(path, {"text": SHORT, "then": "look"})
    assert page.status_code == 200
    near = page.text[page.text.index("near-title") :]
    places = [near.index(f">{symbol}</a>\n        <span") for symbol in symbols]
    assert places == sorted(places)
    assert f"The last that says what {symbols[1]}, {symbols[2]} said" in near
    assert near.count("Said last as") == 2
    assert f"It takes up {symbols[1]}, said last as {symbols[0]}" in near
