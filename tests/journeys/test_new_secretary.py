"""A new secretary's first hour: from an empty instance to a planned 2027 of board and Council, in at most ten forms.

A real browser and a real mail server; Munich is confirmed on the way.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner
from playwright.sync_api import Browser
from sqlalchemy import select

from convene.anchors.models import AnchorDate
from convene.anchors.terms import Confidence
from convene.bodies.models import Body, Party
from convene.bodies.terms import Standing
from convene.cli import main
from convene.db import db, work
from convene.meetings.models import Meeting
from convene.people.models import Term
from convene.people.terms import TermRole
from tests.browser import TESTS
from tests.journeys.letters import Post
from tests.journeys.screen import Screen
from tests.journeys.server import Running, served
from tests.smtp_sink import SmtpSink

pytestmark = pytest.mark.browser

AUTUMN = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
ADDRESS = "secretary@network.example"
MOST_FORMS = 10
STATES = ("United States", "Canada", "United Kingdom", "Germany", "Australia", "Netherlands", "Denmark")
INSTITUTES = (
    "Oxford Programme on International Peace and Security",
    "Centre for International Peace and Security Studies at McGill",
)


@pytest.fixture
def empty(tmp_path: Path, sink: SmtpSink) -> Iterator[Running]:
    """What `convene init` leaves: the board with its secretary and founders, and nothing else."""
    with time_machine.travel(AUTUMN, tick=True):
        folder = tmp_path / "instance"
        words = "init --preset S1 --symbol TNAP --zone Europe/Zurich --with-founders".split()
        named = ["--name", "Coordination Board", "--secretary", "Secretary", "--address", ADDRESS]
        done = CliRunner().invoke(main, [*words, *named], env={"CONVENE_INSTANCE": str(folder)})
        assert done.exit_code == 0, done.stderr
        with served(folder, smtp_url=sink.url) as running:
            yield running


def sign_in(screen: Screen, post: Post, running: Running) -> None:
    """Two forms: an address, and the one button behind the link that comes by mail."""
    screen.open("/sign-in")
    screen.fill("Your e-mail address", ADDRESS)
    screen.press("Sign in")
    letter = post.arrived()[ADDRESS]
    screen.open(letter.link(f"{running.address}/sign-in/link/"))
    screen.press("Sign in")


def take_several(screen: Screen, lines: list[str]) -> None:
    """One form, whatever the number of people."""
    screen.fill("One line for each person", "\n".join(lines))
    screen.press("Take them on record")
    screen.sees(f"{len(lines)} people are on record.")


def plan_2027(screen: Screen) -> None:
    """One form: what is ticked becomes a draft."""
    if screen.page.get_by_role("heading", name="The year 2027").count() == 0:
        screen.follow("2027")
    screen.press("Draft the ticked meetings")
    screen.sees("nobody outside the secretariat is told.")


def confirm_munich(screen: Screen) -> None:
    """One form: nothing hangs on Munich yet, so that nothing would follow from its days."""
    screen.follow("Enter and confirm")
    screen.page.locator("a[href*='event=Munich']").first.click()
    screen.fill("First day", "2027-02-12")
    screen.fill("Last day", "2027-02-14")
    screen.choose("How sure", "Confirmed by the organisers")
    screen.fill("Who says so", "Letter of the organisers of 2 November 2026")
    screen.press("Keep the event")
    screen.sees("Munich Security Conference 2027 is kept.")


def test_a_new_secretary_plans_the_year_in_ten_forms(chromium: Browser, empty: Running, sink: SmtpSink) -> None:
    with Screen(chromium, empty.address) as screen:
        sign_in(screen, Post(sink, empty.app), empty)
        # The first page says what to do first, and leads there.
        screen.sees("Coordination Board: what to do first")
        screen.follow("Say who represents them")
        ministry = "{0}; Director for Prevention; Ministry; director{1}@board.example; primary representative"
        take_several(screen, [ministry.format(state, n) for n, state in enumerate(STATES)])
        screen.follow("Plan its year")
        plan_2027(screen)
        screen.open("/bodies")
        screen.follow("Found a body")
        screen.follow("Transatlantic Atrocity Prevention Research Council")
        screen.press("Found it")
        screen.sees("is founded, and you are its secretary.")
        council = screen.path
        screen.follow("Say who represents them")
        seat = "{0}; Director; ; director{1}@council.example; steering group member"
        take_several(screen, [seat.format(institute, n) for n, institute in enumerate(INSTITUTES)])
        screen.follow("Plan its year")
        confirm_munich(screen)
        screen.open(f"{council}/year?of=2027")
        plan_2027(screen)
        screen.open(council)
        assert "What to do first" not in screen.words
        assert screen.overflow() == 0
        assert screen.forms_sent <= MOST_FORMS
        assert screen.forms_sent == 8
    with empty.app.app_context(), work(TESTS):
        bodies = {b.preset: b for b in db.session.scalars(select(Body))}
        held = {key: list(db.session.scalars(select(Meeting).filter_by(body_id=b.id))) for key, b in bodies.items()}
        assert {key: len(found) for key, found in held.items()} == {"S1": 2, "S2": 4}
        assert {m.year for found in held.values() for m in found} == {2027}
        munich = next(m for m in held["S2"] if m.city == "Munich")
        assert (munich.starts_on, munich.is_provisional) == (date(2027, 2, 12), False)
        entered = db.session.scalars(select(AnchorDate)).one()
        assert (entered.body_id, entered.confidence) == (bodies["S2"].id, Confidence.CONFIRMED)
        members = select(Party.name).where(Party.body_id == bodies["S1"].id, Party.standing == Standing.MEMBER)
        assert set(db.session.scalars(members)) == set(STATES)
        seats = select(Term.role).where(Term.role != TermRole.SECRETARIAT)
        assert len(db.session.scalars(seats).all()) == 9
        assert bodies["S2"].not_attributed is True
