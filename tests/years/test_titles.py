"""What meetings of a planned year are called."""

from __future__ import annotations

from flask import Flask

from convene import clock
from convene.bodies.actions import found_body
from convene.db import work
from convene.presets.reading import presets
from convene.years.drafting import draft_body
from tests.browser import TESTS
from tests.build import BY, body
from tests.years.made import planned


def titles(preset: str, year: int) -> dict[str, str]:
    kind = presets()[preset]
    owner = found_body(
        name=kind.name, short_name=kind.short_name, symbol=f"T{preset}", preset=preset, zone=kind.zone,
        by=BY, at=clock.now(),
    )  # fmt: skip
    lines = [one.line.key for one in draft_body(owner, year).meetings]
    return {key: one.title for key, one in planned(owner, year, *lines).items()}


def test_meetings_are_called_as_their_lines_with_the_city_where_the_name_lacks_it(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        council, friends = titles("S2", 2027), titles("S6", 2027)

    assert council["munich"] == "Bilateral check-ins in Munich"
    assert council["briefing"] == "Briefing around the General Assembly, New York"
    assert council["research-agenda"] == "Meeting of the Council on the research agenda"
    assert friends["geneva-autumn"] == "Second meeting of ambassadors in Geneva"


def test_regular_meetings_of_a_body_that_has_no_other_are_counted_within_the_year(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        found = titles("S3", 2027)

    assert found["capital"] == "First regular meeting, Host to be named"
    assert found["autumn"] == "Second regular meeting, New York"


def test_a_numbered_meeting_is_counted_through_the_years(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        first = titles("S5", 2028)
        again = planned(body("TS5"), 2030, "global")["global"].title

    assert first["global"] == "First global meeting, Host to be named"
    assert again == "Second global meeting, Host to be named"
    assert first["webinar-spring"] == "Webinar, spring"
