"""By when a guest is asked for evidence: held against the day of asking, and told to them wherever they look."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from convene import clock
from convene.db import work
from convene.findings import Refused
from convene.mail.models import OutboxMessage
from convene.recommendations import shadow
from convene.recommendations.models import Recommendation, ShadowAsking
from tests.browser import TESTS, Browser, browser_of
from tests.build import body, count, one
from tests.recommendations import made

ASKED = "/asked-of-me"


@pytest.mark.parametrize("days, is_taken", [(-1, False), (0, False), (1, True), (366, True), (367, False)])
def test_a_guest_is_asked_by_a_day_to_come_within_a_year(context: Flask, days: int, is_taken: bool) -> None:
    with work(TESTS):
        found = made.sent()
        if is_taken:
            assert made.asked(found, days=days).due_on == clock.local(clock.now(), body().zone).date() + timedelta(days)
        else:
            with pytest.raises(Refused, match="Enter a day"):
                made.asked(found, days=days)
        assert count(ShadowAsking) == count(OutboxMessage, kind=shadow.ASKED) == int(is_taken)


@pytest.mark.parametrize("day, is_late", [(13, False), (14, False), (15, True)])
def test_what_is_asked_is_late_once_its_day_is_over(context: Flask, day: int, is_late: bool) -> None:
    with work(TESTS):
        asking = made.asked(made.sent(), days=14)
        later = clock.now() + timedelta(days=day)
        assert shadow.is_late(asking, body(), at=later) is is_late
        asking.due_on = None
        assert not shadow.is_late(asking, body(), at=later)


def test_the_guest_sees_the_day_and_may_still_hand_in_afterwards(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        asking = made.asked(made.sent(), "ngo_documentation", days=14)
        key, due = asking.key, asking.due_on
        assert due is not None
        assert json.loads(one(OutboxMessage, kind=shadow.ASKED).facts)["due_on"] == due.isoformat()
    guest, day = browser_of(app, "ngo_documentation"), clock.day_words(due, weekday=False)
    assert f"You are asked for it by {clock.day_words(due)}" in guest.text(f"/evidence/{key}")
    assert f"by {day}" in guest.text("/")
    assert "Overdue" not in guest.text(ASKED)
    with time_machine.travel(clock.now() + timedelta(days=16), tick=True):
        late = browser_of(app, "ngo_documentation")
        assert "You were asked for it by" in late.text(f"/evidence/{key}")
        assert "Overdue" in late.text(ASKED)
        given = {"text": "Seen there", "source_kind": "witness"}
        assert late.post(f"/evidence/{key}", given).status_code == 303
        assert "Overdue" not in late.text(ASKED)


def test_whoever_is_asked_again_is_asked_something_else(app: Flask, secretary: Browser) -> None:
    said = {"text": "None known.", "source_kind": "witness"}
    with app.app_context(), work(TESTS):
        found = made.sent()
        first, path = made.asked(found, asks="How many schools were shelled?"), f"/recommendations/{found.key}"
        first_key = first.key
        with pytest.raises(Refused, match="end that asking first"):
            made.asked(found, asks="How many mass graves are known?")
    guest = browser_of(app, "ngo_guest")
    assert guest.post(f"/evidence/{first_key}", said).status_code == 303
    assert guest.post(f"/evidence/{first_key}", said).status_code == 422
    assert secretary.post(f"/askings/{first_key}/end", {}).status_code == 303
    with app.app_context(), work(TESTS):
        second = made.asked(one(Recommendation), asks="How many mass graves are known?").key
        assert count(ShadowAsking) == 2
    assert guest.get(f"/evidence/{first_key}").status_code == 404
    shown = guest.text(f"/evidence/{second}")
    assert ("mass graves" in shown, "None known." in shown, "schools" in shown) == (True, False, False)
    assert guest.post(f"/evidence/{second}", said).status_code == 303
    assert "None known." in guest.text(f"/evidence/{second}")
    page = secretary.text(path)
    places = [page.index(words) for words in ("schools were shelled", "None known.", "mass graves are known")]
    assert places == sorted(places)
    assert page.count("None known.") == 2


def test_who_reads_it_stands_before_anything_is_written(app: Flask) -> None:
    """On a phone too, where a second column stands below the first."""
    with app.app_context(), work(TESTS):
        key = made.asked(made.sent(), "ngo_documentation").key
    page = browser_of(app, "ngo_documentation").get(f"/evidence/{key}").text
    assert page.count("Who reads it") == 1
    assert page.index("Who reads it") < page.index("<textarea")
    assert "Beside this page" not in page
