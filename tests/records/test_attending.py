"""Whoever came to a session without an invitation: kept once, removed again, never an account, at risk never named."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

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
from convene.records.terms import Marking
from tests.browser import TESTS, Browser, browser_of, words_of
from tests.build import BY, count, one, open_session, term_of
from tests.records.made import a_sitting, item, new, noted, sent
from tests.test_statements import statements


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


def people(page: str, name: str) -> list[str]:
    """The words beside the boxes of a page that bear this name."""
    return re.findall(rf'name="{name}"[^>]*>\s*<label[^>]*>([^<]*)<', page)


def test_a_session_lists_whoever_is_invited_to_it_and_other_holders_of_seats(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        opened, closed = open_session(meeting), item(meeting).session_id
        guest, speaker, nl = (
            one(Contact, id=term_of(key).contact_id).name for key in ("ngo_guest", "speaker_on_link", "primary_nl")
        )
        alternate = one(Contact, id=term_of("alternate_nl").contact_id).name
        path, other = f"/sessions/{opened.key}/attendance", f"/sessions/{one(MeetingSession, id=closed).key}/attendance"
    page = secretary.get(path).get_data(as_text=True)
    invited, besides = " ".join(people(page, "present")), " ".join(people(page, "besides"))
    elsewhere = " ".join(people(secretary.get(other).get_data(as_text=True), "present"))

    assert (guest in invited, speaker in invited, nl in invited) == (True, False, True)
    assert (guest in elsewhere, speaker in elsewhere, nl in elsewhere) == (False, True, True)
    assert alternate in besides
    assert nl not in besides


def test_an_alternate_who_came_counts_for_the_member_and_the_others_are_not_absent(
    app: Flask, secretary: Browser
) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        key, path = meeting.key, f"/sessions/{open_session(meeting).key}/attendance"
        alternate = one(Contact, id=term_of("alternate_nl").contact_id)
        person, contact = alternate.person_id, alternate.key
    page = secretary.text(path)
    assert "With those who said that they come: 0 of 7 members; the quorum is 4." in page
    assert "Enter who was there" in secretary.text(f"/meetings/{key}/notes")

    assert secretary.post(path, {"besides": [contact]}).status_code == 303

    with app.app_context(), work(TESTS):
        assert one(Attendance, is_present=True).person_id == person
        assert count(Attendance) == 1 + 3  # Those invited to the session were absent.
    assert "1 member was present of 7; the quorum is 4." in secretary.text(path)
    assert "1 member was present of 7; the quorum is 4." in secretary.text(f"/meetings/{key}/notes")
    assert secretary.post(path, {}).status_code == 303  # They did not come after all.
    assert "0 members were present of 7" in secretary.text(f"/meetings/{key}/notes")


def test_the_list_of_sessions_asks_no_more_for_several(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        key = a_sitting().key
    secretary = browser_of(app, "secretary")
    path = f"/meetings/{key}/notes"
    secretary.get(path)
    before = statements(app, secretary, path)
    with app.app_context(), work(TESTS):
        meeting = one(Meeting, key=key)
        entered(meeting, "Ann Lee, Canada")
    one_entered = statements(app, secretary, path)
    with app.app_context(), work(TESTS):
        meeting = one(Meeting, key=key)
        for session in sessions_of(meeting.id):
            attending.enter(meeting, session, (), "Ann Lee, Canada", by=BY, at=clock.now())

    assert statements(app, secretary, path) == one_entered
    assert one_entered >= before


@pytest.mark.parametrize(
    "typed",
    [
        "The monitors' delegate, Documentation Centre",
        "Representative of the DOCUMENTATION  centre (interpreter)",
        "Centre, Documentation Centre",
    ],
)
def test_an_organisation_at_risk_is_named_nowhere(app: Flask, typed: str) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        party = one(Party, body_id=meeting.body_id, name="Documentation Centre")
        for term in db.session.scalars(select(Term).where(Term.party_id == party.id)):
            one(Contact, id=term.contact_id).is_at_risk = True
        session = entered(meeting, typed)
        assert told(meeting, session)["others"] == ["a guest"]


def test_the_attendance_of_a_session_that_has_not_begun_is_not_taken(
    app: Flask, secretary: Browser, at: time_machine.Traveller
) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        session = sessions_of(meeting.id)[0]
        path, starts_at = f"/sessions/{session.key}/attendance", session.starts_at
    at.move_to(starts_at - timedelta(minutes=31))
    early = browser_of(app, "secretary")
    assert "This session has not begun." in early.text(path)
    refused = early.post(path, {"others": "A Visitor"})
    assert (refused.status_code, "This session has not begun." in words_of(refused)) == (422, True)
    with app.app_context(), work(TESTS):
        assert (count(OtherPresent), count(Attendance)) == (0, 0)
    at.move_to(starts_at - timedelta(minutes=30))
    assert browser_of(app, "secretary").post(path, {"others": "A Visitor"}).status_code == 303


def test_the_quorum_is_met_or_not_and_all_invited_are_ticked_at_once(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        path, notes = f"/sessions/{open_session(meeting).key}/attendance", f"/meetings/{meeting.key}/notes"
    assert secretary.post(path, {"all": "y"}).status_code == 303
    with app.app_context(), work(TESTS):
        assert count(Attendance, is_present=True) == count(Attendance) == 3
    assert "Not met 2 members were present of 7; the quorum is 4." in words_of(secretary.get(path))
    secretary.post(path, {"all": "y", "others": "Ann Lee, Canada\nBo Roy, Denmark"})
    assert "Met 4 members were present of 7; the quorum is 4." in words_of(secretary.get(path))
    assert "Met 4 members were present of 7" in words_of(secretary.get(notes))


@pytest.mark.parametrize(
    "lines, marking, is_told",
    [
        ("Ann Lee, Canada", Marking.NOT_ATTRIBUTED, False),
        ("Ann Lee, Canada\nA Visitor", Marking.NOT_ATTRIBUTED, False),
        ("Ann Lee, Canada\nA Visitor\nBo Ek, Denmark", Marking.NOT_ATTRIBUTED, True),
        ("Ann Lee, Canada", Marking.CLOSED, True),
    ],
)
def test_few_are_not_named_above_what_is_not_attributed(
    app: Flask, lines: str, marking: Marking, is_told: bool
) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        of = item(meeting)
        noted(of, new("It was warned of in May.", marking))
        session = one(MeetingSession, id=of.session_id)
        attending.enter(meeting, session, (), lines, by=BY, at=clock.now())
        sent(meeting)
        key = meeting.key
        assert (session.key in attending.told(meeting)) is is_told
    page = browser_of(app, "primary_nl").text(f"/meetings/{key}/record")
    assert ("warned of in May" in page, "Members present: " in page) == (True, is_told)
