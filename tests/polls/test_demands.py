"""What is asked of one person: by all bodies to themselves, by one body to its secretariat; when it is too much."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from convene import clock
from convene.bodies.models import Party
from convene.db import db, work
from convene.demands import MOST_A_WEEK, Demand, Kind, weeks
from convene.invitations.actions import Portions, convene, prepare_invitation
from convene.people.actions import give_term, take_on_record
from convene.people.models import Contact
from convene.people.queries import holders
from convene.people.terms import TermRole
from convene.polls.actions import prepare
from convene.polls.telling import send
from tests.browser import TESTS, browser_of
from tests.build import BY, a_draft, body, one, term_of
from tests.calls import made as calls
from tests.polls import made
from tests.test_statements import statements

MONDAY = date(2027, 6, 7)


def due(day: int, kind: Kind = Kind.PAPER, key: str = "") -> Demand:
    on = MONDAY + timedelta(days=day)
    moment = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    return Demand(kind, "Send it", "The board", on, on, moment, "UTC", "", key or f"k{day}", is_owed=True)


def meeting(day: int, place: str, lasts: int = 1) -> Demand:
    on = MONDAY + timedelta(days=day)
    last = on + timedelta(days=lasts - 1)
    return Demand(Kind.MEETING, "You are awaited", "A body", on, last, None, "UTC", place, place, is_owed=False)


@pytest.mark.parametrize(
    "count, is_too_much", [(MOST_A_WEEK - 1, False), (MOST_A_WEEK, False), (MOST_A_WEEK + 1, True)]
)
def test_more_things_in_a_week_than_one_desk_bears(count: int, is_too_much: bool) -> None:
    (week,) = weeks([due(n) for n in range(count)], today=MONDAY)

    assert bool(week.remarks) is is_too_much
    assert week.owed == count


@pytest.mark.parametrize(
    "other, is_too_much",
    [
        (meeting(1, "Paris"), True),
        (meeting(2, "Paris"), False),
        (meeting(1, "Munich"), False),
        (meeting(1, "by video"), False),
    ],
)
def test_meetings_on_the_same_days_in_different_cities(other: Demand, is_too_much: bool) -> None:
    (week,) = weeks([meeting(0, "Munich", lasts=2), other], today=MONDAY)

    assert ("Munich and Paris fall on the same days." in week.remarks) is is_too_much


@pytest.mark.parametrize(
    "day, is_shown, monday", [(0, True, 0), (6, True, 0), (7, True, 7), (90, True, 84), (91, False, 0), (-1, True, 0)]
)
def test_ninety_days_by_week_with_the_overdue_first(day: int, is_shown: bool, monday: int) -> None:
    found = weeks([due(day)], today=MONDAY)

    assert [w.starts_on for w in found] == ([MONDAY + timedelta(days=monday)] if is_shown else [])


def test_what_is_owed_on_a_day_stands_before_what_is_only_told() -> None:
    told = replace(due(0, key="told"), is_owed=False)
    waits = replace(due(0, key="waits"), at=None, is_undated=True)
    (week,) = weeks([told, waits, due(-3, key="late"), due(1, key="later")], today=MONDAY)

    assert [d.object_key for d in week.demands] == ["late", "waits", "told", "later"]


def test_meeting_that_is_over_is_not_shown() -> None:
    assert weeks([meeting(-2, "Munich", lasts=2)], today=MONDAY) == ()
    assert len(weeks([meeting(-1, "Munich", lasts=2)], today=MONDAY)) == 1


def test_person_sees_all_bodies_and_each_secretariat_its_own(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        calls.sent(calls.party("Netherlands"))
        made.sent(["primary_nl"], given={"title": "The board's question"})
        draft = a_draft(starts_on=date(2027, 8, 3))
        term = term_of("primary_nl")
        prepare_invitation(draft, term, party=None, portions=Portions(), by=BY, at=clock.now())
        convene(draft, covering_note="", telephone_name="", telephone="", by=BY, at=clock.now())
        # The same person serves another network, whose secretariat knows of nothing that the board asks.
        network = body("R2PFP")
        address = one(Contact, id=term.contact_id).address
        contact = take_on_record(network, name="Focal point", address=address, by=BY, at=clock.now())
        db.session.flush()
        party = one(Party, id=term_of("focal_point_gh").party_id)
        since = date(2027, 1, 1)
        give_term(contact, body=network, party=party, role=TermRole.ALTERNATE, starts_on=since, by=BY, at=clock.now())
        db.session.flush()
        other = prepare(
            network,
            made.question(title="The network's question"),
            list(made.WHENS),
            [h for h in holders(network, clock.now()) if h.term.person_id == term.person_id],
            by=BY,
            at=clock.now(),
        )
        send(other, by=BY, at=clock.now())
        board_contact, network_contact = one(Contact, id=term.contact_id).key, contact.key
    mine = browser_of(app, "primary_nl").text("/asked-of-me")
    for words in ("Answer the invitation", "Say when you can: The board's question", "Ottawa", "propose items"):
        assert words.replace("'", "&#39;") in mine
    assert "The network&#39;s question" in mine
    board = browser_of(app, "secretary").text(f"/contacts/{board_contact}/asked")
    assert "The board&#39;s question" in board
    assert "The network" not in board
    network_page = browser_of(app, "secretary_s4").text(f"/contacts/{network_contact}/asked")
    assert "The network&#39;s question" in network_page
    assert "The board" not in network_page
    assert browser_of(app, "secretary_s4").get(f"/contacts/{board_contact}/asked").status_code == 404


def test_pages_take_as_many_statements_for_many_things(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        key = one(Contact, id=term_of("primary_nl").contact_id).key
        made.sent(["primary_nl"])
    secretary = browser_of(app, "secretary")
    first = statements(app, secretary, f"/contacts/{key}/asked")
    with app.app_context(), work(TESTS):
        for _ in range(3):
            made.sent(["primary_nl"])
        calls.sent(calls.party("Netherlands"))
    assert statements(app, secretary, f"/contacts/{key}/asked") == first
