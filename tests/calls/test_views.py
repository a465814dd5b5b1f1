"""The board of calls and its forms as the secretariat uses them, and what whoever owes a paper sees."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from convene.agendas.terms import Subject
from convene.bodies.models import Party
from convene.calls.models import PaperCall
from convene.db import work
from convene.mail.models import OutboxMessage
from convene.people.models import Person
from tests.browser import TESTS, Browser, browser_of, by_link, words_of
from tests.build import an_item, board_meeting, count, item_of, one, sessions, term_of
from tests.calls.made import council, party, people, person, queued, sent
from tests.fields import complaints, said_at, summary, typed
from tests.test_statements import statements

WISH = "On the border districts"


def keys(app: Flask) -> tuple[str, str, str]:
    """The board's meeting, its item on assets and a member."""
    with app.app_context(), work(TESTS):
        meeting = board_meeting()
        netherlands = one(Party, body_id=meeting.body_id, name="Netherlands").key
        return meeting.key, item_of(meeting, Subject.ASSETS).key, netherlands


def given(app: Flask, **more: Any) -> dict[str, Any]:
    _, item, member = keys(app)
    usual = {"item": item, "kind": "brief", "parties": [member], "wish": WISH, "due": "2027-09-10T18:00"}
    return usual | {"grace_hours": "24"} | more


def path(app: Flask, end: str = "") -> str:
    return f"/meetings/{keys(app)[0]}/paper-calls{end}"


def calls(app: Flask) -> int:
    with app.app_context(), work(TESTS):
        return count(PaperCall)


def test_secretary_calls_sends_and_reminds(app: Flask, secretary: Browser) -> None:
    assert "No paper has been called for yet." in secretary.text(path(app))
    done = secretary.post(path(app, "/new"), given(app))
    assert (done.status_code, done.location) == (303, path(app))
    page = secretary.text(path(app))
    assert "One call is prepared, and nobody has been told." in page
    assert "Not sent yet" in page
    with app.app_context(), work(TESTS):
        assert count(OutboxMessage, kind="paper-call") == 0
    secretary.post(path(app, "/send"))
    page = secretary.text(path(app))
    assert "2 letters are on their way." in page
    assert "One paper is still owed." in page
    assert "Friday 10 September 2027, 18:00 New York" in page
    assert "Saturday 11 September 2027, 00:00 yours" in page
    assert WISH in page
    secretary.post(path(app, "/remind"))
    assert "2 reminders are on their way." in secretary.text(path(app))
    with app.app_context(), work(TESTS):
        assert set(queued("paper-reminder")) == people("primary_nl", "alternate_nl")


def test_form_offers_the_usual_and_the_item_asked_for(app: Flask, secretary: Browser) -> None:
    _, item, _ = keys(app)
    page = secretary.get(path(app, f"/new?item={item}"))
    assert typed(page, "item") == item
    assert typed(page, "grace_hours") == "24"
    assert typed(page, "due") == "2027-09-11T18:00"
    with app.app_context(), work(TESTS):
        board_meeting().body.grace_hours = 5
    assert typed(secretary.get(path(app, "/new")), "grace_hours") == "5"


@pytest.mark.parametrize(
    "wrong, field, said",
    [
        ({"item": ""}, "item", "Choose the item."),
        ({"item": "AAAAAAAAAAAAAAAAAAAAAA"}, "item", "Not a valid choice."),
        ({"kind": "note"}, "kind", "Not a valid choice."),
        ({"parties": []}, "parties", "Choose who is to send a paper."),
        ({"due": ""}, "due", "Enter a day and an hour."),
        ({"due": "tomorrow"}, "due", "Enter a day and an hour."),
        ({"due": "2027-09-22T18:00"}, "due", "A paper must be due before its item begins."),
        ({"due": "2027-05-01T18:00"}, "due", "That time has passed already."),
        ({"grace_hours": ""}, "grace_hours", "Enter a whole number."),
        ({"grace_hours": "-1"}, "grace_hours", "From 0 to 336 hours."),
        ({"grace_hours": "337"}, "grace_hours", "From 0 to 336 hours."),
        ({"wish": "x" * 2001}, "wish", "At most 2000 characters."),
    ],
)
def test_call_that_is_refused_keeps_what_was_typed(
    app: Flask, secretary: Browser, wrong: dict[str, Any], field: str, said: str
) -> None:
    done = secretary.post(path(app, "/new"), given(app) | wrong)
    assert (done.status_code, complaints(done)) == (422, [field])
    assert said in said_at(done, field)
    assert typed(done, "wish") == (given(app) | wrong)["wish"]
    assert calls(app) == 0


def test_board_shows_an_extension_by_name_and_lateness_in_words(
    app: Flask, secretary: Browser, at: time_machine.Traveller
) -> None:
    with app.app_context(), work(TESTS):
        nl, _ = sent(party("Netherlands"), party("Denmark"), grace_hours=24)
        key, due, late = nl.key, nl.due_at, timedelta(hours=26)
    form = {"until": "2027-09-15T18:00", "reason": "The elections"}
    assert secretary.post(f"/paper-calls/{key}/extend", form).status_code == 303
    page = secretary.text(path(app))
    assert "Extended by Secretary of the board; before that Saturday 11 September 2027, 18:00 New York" in page
    assert "“The elections”" in page
    at.move_to(due + timedelta(hours=2))
    page = secretary.text(path(app))
    assert "2 hours after the deadline, within grace" in page
    at.move_to(due + late)
    page = secretary.text(path(app))
    assert "1 day late" in page
    assert "Overdue" in page


@pytest.mark.parametrize(
    "wrong, field, said",
    [
        ({"until": ""}, "until", "Enter a day and an hour."),
        ({"reason": ""}, "reason", "Say why it is extended."),
        ({"until": "2027-09-11T18:00"}, "until", "The new deadline must be later than the present one."),
        ({"until": "2027-09-22T09:30"}, "until", "A paper must be due before its item begins."),
    ],
)
def test_extension_that_is_refused_says_why_at_the_field(
    app: Flask, secretary: Browser, wrong: dict[str, str], field: str, said: str
) -> None:
    with app.app_context(), work(TESTS):
        (call,) = sent(party("Netherlands"))
        key = call.key
    done = secretary.post(f"/paper-calls/{key}/extend", {"until": "2027-09-15T18:00", "reason": "Why"} | wrong)
    assert (done.status_code, complaints(done), said_at(done, field)) == (422, [field], [said])
    assert said in summary(done)
    with app.app_context(), work(TESTS):
        assert one(PaperCall, key=key).extended_to is None


def test_board_shows_what_is_owed_alone(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        dive = item_of(board_meeting(), Subject.DEEP_DIVE)
        sent(party("Netherlands"), party("Denmark"), item=dive)  # The Dutch brief for it is in.
    every, owing = secretary.text(path(app)), secretary.text(path(app, "?show=owing"))
    assert "Warning signs in the border districts" in every
    assert "Warning signs in the border districts" not in owing
    assert "Denmark" in owing
    assert "Netherlands" not in owing.split("What to do", 1)[1]


def test_withdrawn_call_is_told_and_one_not_sent_is_gone(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        (call,) = sent(party("Netherlands"))
        told = call.key
    secretary.post(path(app, "/new"), given(app, kind="statement"))
    with app.app_context(), work(TESTS):
        unsent = one(PaperCall, announced=False).key
    for key in (told, unsent):
        assert secretary.post(f"/paper-calls/{key}/withdraw").status_code == 303
    assert "Withdrawn" in secretary.text(path(app))
    assert calls(app) == 1


def test_person_asked_sees_deadline_wish_and_kind_on_their_pages(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        item = item_of(council(), Subject.RESEARCH)
        sent(person("council_member"), item=item, wish=WISH)
        meeting, item_key, title = council().key, item.key, item.title
    member = browser_of(app, "council_member")
    home = member.text("/")
    assert "one paper" in home
    assert f"Brief for “{title}”" in home
    assert f"Brief for “{title}”" in member.text(f"/meetings/{meeting}")
    assert "The secretariat asks this of you" in member.text(f"/items/{item_key}")
    form = member.get(f"/items/{item_key}/papers/new")
    assert typed(form, "kind") == "brief"
    assert WISH in words_of(form)
    assert "Your brief is due on" in words_of(form)


def test_person_asked_sees_what_is_theirs_by_link_too(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        meeting, item = board_meeting(), item_of(board_meeting(), Subject.INPUT_OF_GUESTS)
        sent(person("ngo_guest"), item=item, wish=WISH)
        meeting_id, key = meeting.id, item.key
    assert WISH in by_link(app, "ngo_guest", meeting_id).text(f"/items/{key}/papers/new")
    assert WISH not in browser_of(app, "ngo_survivors").text(f"/items/{key}/papers/new")
    assert "Asked of you" not in browser_of(app, "ngo_survivors").text(f"/meetings/{keys(app)[0]}")


@pytest.mark.parametrize("end", ["", "/new"])
@pytest.mark.parametrize("key", ["primary_nl", "ngo_guest", "secretary_council"])
def test_board_is_the_secretariats(app: Flask, end: str, key: str) -> None:
    with app.app_context(), work(TESTS):
        sent(party("Netherlands"))
    assert browser_of(app, key).get(path(app, end)).status_code == 404


def test_item_with_calls_cannot_be_removed_while_they_stand(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        (call,) = sent(party("Netherlands"))
        item, key = item_of(board_meeting(), Subject.ASSETS).key, call.key
    assert secretary.post(f"/items/{item}/remove").status_code == 303
    assert secretary.get(f"/items/{item}").status_code == 200
    secretary.post(f"/paper-calls/{key}/withdraw")
    secretary.post(f"/items/{item}/remove")
    assert secretary.get(f"/items/{item}").status_code == 200


def test_many_calls_take_as_many_statements_as_one(app: Flask, secretary: Browser) -> None:
    owing = browser_of(app, "primary_dk")
    with app.app_context(), work(TESTS):
        (call,) = sent(party("Denmark"))
        call.extended_to, call.extended_by = call.due_at + timedelta(days=1), term_key("secretary")
    before = statements(app, secretary, path(app)), statements(app, owing, "/")
    with app.app_context(), work(TESTS):
        session = sessions(board_meeting())[0]
        members = ("Denmark", "Canada", "Germany", "Australia", "United Kingdom", "United States")
        for number in range(8):
            item = an_item(session, f"Item {number}", minutes=1)
            for each in sent(*map(party, members), item=item):
                each.extended_to, each.extended_by = each.due_at + timedelta(days=1), term_key("secretary")
    assert (statements(app, secretary, path(app)), statements(app, owing, "/")) == before
    assert before[0] <= 16


def term_key(key: str) -> str:
    """The opaque key under which the program keeps who acted."""
    found: str = one(Person, id=term_of(key).person_id).key
    return found
