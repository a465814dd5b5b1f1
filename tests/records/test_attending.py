"""Whoever came to a session without an invitation: kept once, removed again, never an account, at risk never named."""

from __future__ import annotations

import pytest
from flask import Flask

from convene import clock
from convene.bodies.models import Party
from convene.db import db, work
from convene.findings import Refused
from convene.journal import JournalEntry
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.queries import sessions_of
from convene.people.models import Contact, Person, Term
from convene.records import attending
from convene.records.models import Attendance, OtherPresent
from tests.browser import TESTS, browser_of
from tests.build import BY, count, one, term_of
from tests.records.made import a_sitting, item, new, noted, sent


def entered(meeting: Meeting, lines: str) -> MeetingSession:
    """Keep those lines for the meeting's first session; nobody invited was there."""
    session = sessions_of(meeting.id)[0]
    attending.enter(meeting, session, (), lines, by=BY, at=clock.now())
    db.session.flush()
    return session


def told(meeting: Meeting, session: MeetingSession) -> dict[str, object]:
    """What the record prints of that session."""
    found = attending.told(meeting)[session.key]
    assert isinstance(found, dict)
    return found


def test_whoever_came_is_kept_once_and_removed_again(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        accounts = (count(Person), count(Contact), count(Term))

        session = entered(meeting, "Ann Lee, Canada\nann lee, canada\n\nA Visitor\n")
        assert count(OtherPresent) == 2
        assert (told(meeting, session)["members"], told(meeting, session)["others"]) == (["Canada"], ["A Visitor"])

        entered(meeting, "Ann Lee, Canada")
        assert [o.name for o in db.session.query(OtherPresent)] == ["Ann Lee"]
        assert told(meeting, session)["others"] == []

        entered(meeting, "")
        assert (count(OtherPresent), told(meeting, session)["members"]) == (0, [])
        assert (count(Person), count(Contact), count(Term)) == accounts


def test_they_are_of_one_session(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        first, second, *_ = sessions_of(meeting.id)
        for session, line in ((first, "Ann Lee, Canada"), (second, "A Visitor")):
            attending.enter(meeting, session, (), line, by=BY, at=clock.now())
            db.session.flush()

        assert [attending.sheet(meeting, s).others for s in (first, second)] == ["Ann Lee, Canada", "A Visitor"]


def test_a_member_is_counted_once_and_others_are_not(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        session = entered(
            meeting := a_sitting(), "Ann Lee, Canada\nBo Roy, Canada\nC. Clerk, Documentation Centre\nD. Doe"
        )
        quorum = attending.sheet(meeting, session).quorum

        assert quorum is not None
        assert quorum.text == "1 member was present of 7; the quorum is 4."


def test_a_party_with_a_comma_in_its_name_is_found_and_shown_as_it_was_typed(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        one(Party, body_id=meeting.body_id, name="Canada").name = "Korea, Republic of"
        session = entered(meeting, "Kim Min, Korea, Republic of")

        assert told(meeting, session)["members"] == ["Korea, Republic of"]
        again = attending.sheet(meeting, session).others
        entered(meeting, again)
        assert attending.sheet(meeting, session).others == again == "Kim Min, Korea, Republic of"


@pytest.mark.parametrize("line", ["Ann Lee, Atlantis", ", Canada", "x" * 201, "Ann \U0001f600 Lee"])
def test_what_is_refused_changes_nothing(app: Flask, line: str) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        entered(meeting, "A Visitor")
        before = (count(OtherPresent), count(Attendance), count(JournalEntry))

        with pytest.raises(Refused) as refusal:
            entered(meeting, f"Bo Roy\n{line}")

        assert [f.field for f in refusal.value.findings] == ["others"]
        assert (count(OtherPresent), count(Attendance), count(JournalEntry)) == before


@pytest.mark.parametrize("of", ["", ", Documentation Centre"])
def test_somebody_at_risk_is_not_named_where_their_name_was_typed(app: Flask, of: str) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        contact = one(Contact, id=term_of("desk_nl").contact_id)
        contact.is_at_risk = True
        session = entered(meeting, f"{contact.name.upper()}{of}")

        assert told(meeting, session)["others"] == ["a guest"]


def test_those_admitted_read_nothing_of_whoever_came(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        entered(meeting, "Zachary Quillfeather")
        noted(item(meeting), new("The closed words."))
        sent(meeting, with_guests=True)
        base = f"/meetings/{meeting.key}/record"

    assert "Zachary Quillfeather" in browser_of(app, "primary_us").text(base)
    assert "Quillfeather" not in browser_of(app, "primary_us").text(f"{base}?rendering=open")
    assert "Quillfeather" not in browser_of(app, "ngo_guest").get(base).text
