"""Places for guests: many processes take answers at once, and no place is given twice (settled 9, security.md 0.4)."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.db import work
from convene.ical.terms import Partstat
from convene.invitations.answers import Answer, answer, confirm_place
from convene.invitations.models import Invitation
from convene.invitations.terms import Attendance
from convene.meetings.actions import set_places
from convene.meetings.models import Places
from convene.meetings.terms import GuestKind
from tests.browser import TESTS, link_of
from tests.build import BY, board_meeting, invitation_of, one, open_session
from tests.guests import invite_guests
from tests.running import ENGINES, Caller, Reply, World, application, web

pytest_plugins = ("tests.worlds",)

PLACES, GUESTS, PROCESSES, AT_ONCE = 200, 260, 8, 32
ALREADY_COMING = 1  # The seeded Documentation Centre has accepted.
RECORDED = "Your answer is recorded"
AWAITED = "The secretariat will confirm your place."


@dataclass(frozen=True, slots=True)
class Guest:
    """One guest: the link in their mail, their invitation, and the browser in which they follow it."""

    link: str
    invitation: str
    browser: Caller

    def open(self) -> int:
        """Follow the link and press its button; gives the status."""
        self.browser.get(self.link)
        return self.browser.post(self.link).status

    def answer(self, reply: str) -> Reply:
        """Answer, and read the page to which that leads, in the same breath."""
        answered = self.browser.post(f"/invitations/{self.invitation}/answer", reply=reply, remark="")
        return self.browser.get(answered.location) if answered.status == 303 else answered


def _invited(world: World, port: int, count: int, places: int) -> list[Guest]:
    with application(world) as app:
        with work(TESTS):
            invited = invite_guests(count, places=places + ALREADY_COMING)
            keys = [(link_of(app, invitation), invitation.key) for invitation in invited]
        return [Guest(link, key, Caller(port)) for link, key in keys]


def _words(reply: Reply) -> str:
    """What a guest was told, by the sentence on the page; the status where there is none of the two."""
    told = [sentence for sentence in (RECORDED, AWAITED) if sentence in reply.text]
    return told[0] if reply.status == 200 and len(told) == 1 else f"{reply.status} {told}"


@ENGINES
def test_no_place_is_given_twice_when_eight_processes_take_answers(world: World) -> None:
    with web(world, workers=PROCESSES) as server, ThreadPoolExecutor(AT_ONCE) as crowd:
        guests = _invited(world, server.port, GUESTS, PLACES)
        opened = Counter(crowd.map(Guest.open, guests))
        told = Counter(_words(reply) for reply in crowd.map(lambda g: g.answer("in-person"), guests))

    assert opened == {303: GUESTS}
    assert told == {RECORDED: PLACES, AWAITED: GUESTS - PLACES}
    with application(world), work(TESTS) as session:
        keys = [guest.invitation for guest in guests]
        rows = session.scalars(select(Invitation).where(Invitation.key.in_(keys))).all()
        assert {row.partstat for row in rows} == {Partstat.ACCEPTED}
        assert sum(row.holds_place for row in rows) == PLACES
        assert sum(row.awaits_place for row in rows) == GUESTS - PLACES
        assert one(Places).taken == PLACES + ALREADY_COMING


@ENGINES
def test_places_come_back_when_many_change_their_minds_at_once(world: World) -> None:
    with web(world, workers=PROCESSES) as server, ThreadPoolExecutor(AT_ONCE) as crowd:
        guests = _invited(world, server.port, 100, 60)
        opened = Counter(crowd.map(Guest.open, guests))
        # While some free their places by declining, others take them: the count must follow both.
        first, second = guests[:40], guests[40:]
        came = Counter(_words(reply) for reply in crowd.map(lambda g: g.answer("in-person"), first))
        wishes = [(g, "no") for g in first] + [(g, "in-person") for g in second]
        crowd_answers = list(crowd.map(lambda wish: _words(wish[0].answer(wish[1])), wishes))

    assert opened == {303: 100}
    assert came == {RECORDED: 40}
    assert Counter(crowd_answers[:40]) == {RECORDED: 40}
    with application(world), work(TESTS) as session:
        keys = [guest.invitation for guest in guests]
        rows = session.scalars(select(Invitation).where(Invitation.key.in_(keys))).all()
        assert sum(row.holds_place for row in rows) == Counter(crowd_answers[40:])[RECORDED]
        assert one(Places).taken == sum(row.holds_place for row in rows) + ALREADY_COMING


def _answer(invitation: Invitation, attendance: Attendance | None) -> None:
    given = Answer(Partstat.ACCEPTED if attendance else Partstat.DECLINED, attendance)
    answer(invitation, board_meeting(), given, by=BY, at=clock.now())


def _limit(places: int | None) -> None:
    set_places(open_session(board_meeting()), {GuestKind.CIVIL_SOCIETY: places}, by=BY, at=clock.now())


def test_who_came_before_a_limit_was_set_counts_against_it(context: Flask) -> None:
    with work(TESTS):
        first, second, third = invite_guests(3)
        _answer(first, Attendance.IN_PERSON)
        _answer(invitation_of("ngo_documentation", board_meeting()), None)
        _limit(2)

        _answer(second, Attendance.IN_PERSON)
        _answer(third, Attendance.IN_PERSON)

        assert (first.awaits_place, second.awaits_place, third.awaits_place) == (False, False, True)
        assert one(Places).taken == 2


def test_a_guest_may_decline_after_the_limit_was_lifted_and_set_again(context: Flask) -> None:
    with work(TESTS):
        first, second = invite_guests(2, places=1)
        _answer(invitation_of("ngo_documentation", board_meeting()), None)
        _answer(first, Attendance.IN_PERSON)
        _limit(None)
        _limit(1)

        _answer(first, None)
        _answer(second, Attendance.IN_PERSON)

        assert (second.holds_place, one(Places).taken) == (True, 1)


def test_a_place_confirmed_beyond_the_limit_frees_no_other_when_given_up(context: Flask) -> None:
    with work(TESTS):
        first, second, third = invite_guests(3, places=1)
        _answer(invitation_of("ngo_documentation", board_meeting()), None)
        _answer(first, Attendance.IN_PERSON)
        _answer(second, Attendance.IN_PERSON)
        confirm_place(second, board_meeting(), by=BY, at=clock.now())

        _answer(second, None)
        _answer(third, Attendance.IN_PERSON)

        assert (first.holds_place, third.awaits_place, one(Places).taken) == (True, True, 1)
