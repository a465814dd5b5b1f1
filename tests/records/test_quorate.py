"""The quorum of a session is judged by its day; who was there is circulated before it is adopted."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.bodies.actions import take_party
from convene.bodies.models import Party
from convene.bodies.terms import PartyKind, Standing
from convene.db import db, work
from convene.findings import Level, Refused
from convene.meetings.models import Meeting
from convene.meetings.queries import sessions_of
from convene.people.models import Term
from convene.people.terms import PARTY_SEATS
from convene.records import actions, attending, quorate
from convene.records.models import QuorumRule
from convene.records.terms import Quorum, RecordState
from tests.browser import TESTS, Browser, words_of
from tests.build import BY, body, count, one
from tests.recommendations import made
from tests.records.made import a_sitting, item, new, noted, sent

DAY = date(2027, 5, 25)  # On which the sittings of these tests are; the clock stands at 1 June.
A_DAY = timedelta(days=1)


def members(on: date = DAY) -> set[str]:
    """The names of those who were members on a day."""
    return {p.name for p in quorate.Bench(body().id).members(on).values()}


@pytest.mark.parametrize(
    "joined_on, left_on, wanted",
    [(None, None, True), (DAY, None, True), (DAY + A_DAY, None, False), (None, DAY, True), (None, DAY - A_DAY, False)],
)
def test_who_was_a_member_on_a_day(app: Flask, joined_on: date | None, left_on: date | None, wanted: bool) -> None:
    with app.app_context(), work(TESTS):
        party = one(Party, body_id=body().id, name="Canada")
        for term in db.session.scalars(select(Term).where(Term.party_id == party.id)):
            term.ends_on = DAY - A_DAY  # Its seat is vacant on the day.
        party.joined_on, party.left_on = joined_on, left_on
        assert ("Canada" in members()) is wanted


def test_whoever_became_something_else_since_was_a_member_while_it_had_a_seat(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        party = one(Party, body_id=body().id, name="Canada")
        party.standing = Standing.OBSERVER
        for term in db.session.scalars(select(Term).where(Term.party_id == party.id)):
            term.ends_on = DAY
        assert ("Canada" in members(), "Canada" in members(DAY + A_DAY)) == (True, False)


@pytest.mark.parametrize("taken_on, wanted", [(DAY, True), (DAY + A_DAY, False)])
def test_a_member_taken_on_record_after_a_session_was_not_missing_from_it(
    app: Flask, taken_on: date, wanted: bool
) -> None:
    with app.app_context(), work(TESTS):
        at = datetime(taken_on.year, taken_on.month, taken_on.day, 9, tzinfo=UTC)
        kind, standing = PartyKind.STATE, Standing.MEMBER
        take_party(body(), name="Norway", kind=kind, standing=standing, by=BY, at=at)
        assert ("Norway" in members()) is wanted
        assert len(members() - {"Norway"}) == 7
        # Of a time of which no seat is known nothing else can be said than that all belonged.
        assert "Norway" in members(date(1990, 1, 1))


def test_a_quorum_holds_from_its_day_on(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        session = sessions_of(meeting.id)[0]
        attending.enter(
            meeting, session, (), "Ann Lee, Canada\nBo Roy, Denmark\nCy Poe, Germany", by=BY, at=clock.now()
        )
        key = meeting.key
        path = f"/bodies/{body().key}/quorum"
    assert "3 members were present of 7; the quorum is 4." in secretary.text(f"/meetings/{key}/notes")
    assert secretary.post(path, {"kind": "number", "number": "3", "from_on": "2027-06-01"}).status_code == 303
    assert "3 members were present of 7; the quorum is 4." in secretary.text(f"/meetings/{key}/notes")
    assert secretary.post(path, {"kind": "number", "number": "2", "from_on": "2027-06-01"}).status_code == 303
    assert secretary.post(path, {"kind": "number", "number": "3", "from_on": "2027-05-25"}).status_code == 303
    page = words_of(secretary.get(f"/meetings/{key}/notes"))
    assert "Met 3 members were present of 7; the quorum is 3." in page
    words = words_of(secretary.get(path))
    assert "From 1 June 2027: 2 members" in words
    assert "From 25 May 2027: 3 members" in words
    assert "Before that: more than half of the members" in words
    with app.app_context(), work(TESTS):
        assert count(QuorumRule) == 2
        assert quorate.Bench(body().id).rule(DAY - A_DAY) == Quorum()


def test_a_quorum_lacks_its_day_or_number(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        path = f"/bodies/{body().key}/quorum"
    for wrong in ({"number": "3", "from_on": ""}, {"number": "", "from_on": "2027-06-01"}):
        assert secretary.post(path, {"kind": "number", **wrong}).status_code == 422
    with app.app_context(), work(TESTS):
        assert count(QuorumRule) == 0


def test_who_was_there_is_circulated_before_it_is_adopted(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        meeting, later = a_sitting(), a_sitting(starts_on=date(2027, 7, 20))
        session = sessions_of(meeting.id)[0]
        noted(item(meeting), new("One paragraph."))
        record = sent(meeting)
        assert attending.changes(meeting, record) == []
        attending.enter(meeting, session, (), "Ann Lee, Canada", by=BY, at=clock.now())
        db.session.flush()
        title = session.title
        assert attending.changes(meeting, record) == [title]
        (finding,) = attending.uncirculated_findings(meeting, record)
        assert finding.level is Level.REFUSE
        with pytest.raises(Refused, match="Who was there, or the quorum, was changed"):
            actions.adopt(meeting, later, is_early=True, unentered=True, by=BY, at=clock.now())
        path, keys = f"/meetings/{meeting.key}/record/adoption", (meeting.key, later.key)
    page = words_of(secretary.get(path))
    assert f"was changed after the record went out: {title}. Circulate it again first" in page
    assert "It says what it said when it went out last." not in page
    with app.app_context(), work(TESTS):
        meeting, later = (one(Meeting, key=key) for key in keys)
        sent(meeting)
        # A quorum that holds from today on changes nothing of that day.
        quorum = Quorum(number=1)
        quorate.set_quorum(body(), quorum, from_on=DAY + A_DAY, is_complete=True, by=BY, at=clock.now())
        db.session.flush()
        assert (
            actions.adopt(meeting, later, is_early=True, unentered=True, by=BY, at=clock.now())[0].state
            is RecordState.ADOPTED
        )


def test_where_nothing_is_attributed_who_was_there_is_no_part_of_the_record(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        meeting.body.not_attributed = True
        noted(item(meeting), new("One paragraph."))
        record = sent(meeting)
        attending.enter(meeting, sessions_of(meeting.id)[0], (), "Ann Lee, Canada", by=BY, at=clock.now())
        db.session.flush()
        assert attending.changes(meeting, record) == []


def without_members() -> None:
    """Let nobody of the board sit for a party, as in a body of individuals."""
    for party in db.session.scalars(select(Party).where(Party.body_id == body().id)):
        party.standing = Standing.OBSERVER
    for term in db.session.scalars(select(Term).where(Term.body_id == body().id, Term.role.in_(PARTY_SEATS))):
        term.ends_on = term.starts_on
    db.session.flush()


@pytest.mark.parametrize(
    "has_quorum, is_entered, told",
    [
        (True, False, "Who was there is not entered"),
        (True, True, "Not met 1 member was present of 7; the quorum is 4."),
        (False, False, "Who was there is not entered"),
        (False, True, "One person was there."),
    ],
)
def test_before_something_is_adopted_the_page_says_who_was_there(
    app: Flask, secretary: Browser, has_quorum: bool, is_entered: bool, told: str
) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting(starts_on=DAY)
        draft = made.proposed(meeting=meeting).key
        if is_entered:
            for session in sessions_of(meeting.id):
                attending.enter(meeting, session, (), "Ann Lee, Canada", by=BY, at=at_the_end(meeting))
        if not has_quorum:
            without_members()
        path = f"/meetings/{meeting.key}/recommendations/adopt?chosen={draft}"
    words = words_of(secretary.get(path))

    assert told in words
    assert ("uorum" in words) is has_quorum
    assert ("Who was there is not entered" in words) is not is_entered


@pytest.mark.parametrize("has_quorum", [True, False])
def test_no_quorum_is_said_to_be_changed_where_there_is_none(app: Flask, has_quorum: bool) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting(starts_on=DAY)
        noted(item(meeting), new("One paragraph."))
        if not has_quorum:
            without_members()
        record = sent(meeting)
        attending.enter(meeting, sessions_of(meeting.id)[0], (), "Ann Lee, Canada", by=BY, at=at_the_end(meeting))
        db.session.flush()
        words = attending.changed(meeting, record)
        assert words.startswith("Who was there, or the quorum, was" if has_quorum else "Who was there was")


def at_the_end(meeting: Meeting) -> datetime:
    """When who was there can be entered of every session."""
    return max(meeting.ends_at, clock.now())
