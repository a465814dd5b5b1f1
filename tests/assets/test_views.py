"""Pages of preparation, statement and matrix: who gets them, what they say, what is refused and kept as typed."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from convene import clock
from convene.access.models import Sighting
from convene.assets.models import AssetLine, AssetStatement, Preparation
from convene.assets.terms import Existence
from convene.bodies.actions import take_party
from convene.bodies.models import Party
from convene.bodies.terms import PartyKind, Standing
from convene.db import db, work
from convene.invitations.models import Invitation
from convene.mail.models import OutboxMessage
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.people.actions import give_term, take_on_record
from convene.people.terms import AssetClass, TermRole
from tests.browser import TESTS, Browser, browser_of, by_link, words_of
from tests.build import BY, a_draft, board_meeting, body, count, invitation_of, one, term_of
from tests.fields import complaints, said_at, summary, ticked, typed
from tests.packs.read import pages, words
from tests.test_statements import statements

NONE = {f"{each.name.lower()}_existence": "not said" for each in AssetClass} | {
    f"{each.name.lower()}_availability": "not said" for each in AssetClass
}
PEACE = {"peacekeeping_existence": "has them", "peacekeeping_capacity": "Two teams",
         "peacekeeping_availability": "within 30 days", "peacekeeping_caveats": "Not in winter"}  # fmt: skip


@pytest.fixture
def meeting(app: Flask) -> str:
    """The address of the board's meeting."""
    with app.app_context(), work(TESTS):
        return f"/meetings/{board_meeting().key}"


def file(browser: Browser, meeting: str, then: str = "file", revision: int = 0, **more: str) -> TestResponse:
    """Send the statement's form."""
    given = NONE | PEACE | {"revision": str(revision), "then": then} | more
    return browser.post(f"{meeting}/assets/statement", given)


def test_the_form_offers_questions_and_dates_and_sends_them(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        path = f"/meetings/{a_draft().key}/preparation"
    shown = secretary.get(path)
    assert "Humanitarian assistance: what could you send" in typed(shown, "questions")
    assert typed(shown, "prepare_on") == "2027-10-26"
    assert "Send the questions" not in shown.text
    given = {"questions": "Why?", "prepare_on": "2027-10-26", "due": "2027-10-29T18:00"}
    assert secretary.post(path, given | {"then": "keep"}).status_code == 303
    refused = secretary.post(path, given | {"then": "send"})
    assert (refused.status_code, typed(refused, "questions")) == (422, "Why?")
    assert "once the meeting is convened" in summary(refused)


@pytest.mark.parametrize(
    "wrong, field, said",
    [
        ({"questions": ""}, "questions", "Enter the questions."),
        ({"prepare_on": "soon"}, "prepare_on", "Enter a day, as in 2027-09-20."),
        ({"prepare_on": "2027-09-21"}, "prepare_on", "The capitals prepare before the meeting's first day."),
        ({"due": "x"}, "due", "Enter a day and an hour."),
        ({"due": "2027-09-30T10:00"}, "due", "Statements must be due before the meeting starts."),
    ],
)
def test_preparation_that_is_refused_says_so_at_the_field(
    secretary: Browser, meeting: str, wrong: dict[str, str], field: str, said: str
) -> None:
    given = {"questions": "Why?", "prepare_on": "2027-09-07", "due": "2027-09-11T18:00"}
    done = secretary.post(f"{meeting}/preparation", given | wrong)
    assert (done.status_code, complaints(done), said_at(done, field)) == (422, [field], [said])


def test_a_changed_deadline_is_in_the_hosts_zone_and_told(app: Flask, secretary: Browser, meeting: str) -> None:
    given = {"questions": "Why?", "prepare_on": "2027-09-07", "due": "2027-09-10T18:00", "then": "keep"}
    done = secretary.post(f"{meeting}/preparation", given)
    assert "14 people are told by mail." in secretary.text(done.location)
    with app.app_context(), work(TESTS):
        found = one(Preparation, meeting_id=board_meeting().id)
        assert found.due_at.isoformat() == "2027-09-10T22:00:00+00:00"


@pytest.mark.parametrize(
    "key, status",
    [("primary_de", 200), ("alternate_de", 200), ("secretary", 404), ("desk_nl", 404), ("observer_fr", 404),
     ("speaker_on_link", 404), ("ngo_guest", 404), ("secretary_council", 404), ("steering_oxford", 404)],
)  # fmt: skip
def test_only_the_holders_of_a_seat_state(app: Flask, meeting: str, key: str, status: int) -> None:
    assert browser_of(app, key).get(f"{meeting}/assets/statement").status_code == status


def test_a_delegate_with_a_class_neither_states_nor_reads(app: Flask, meeting: str) -> None:
    with app.app_context(), work(TESTS):
        contact = take_on_record(body(), name="Adviser", address="adviser@de.example", by=BY, at=clock.now())
        germany = one(Party, body_id=body().id, name="Germany")
        starts_on = clock.now().date() - timedelta(days=3)
        give_term(
            contact, body=body(), party=germany, role=TermRole.DELEGATE, starts_on=starts_on, by=BY, at=clock.now()
        )
        term_of("desk_nl").role, term_of("desk_nl").party_id = TermRole.DELEGATE, germany.id
        invitation = invitation_of("primary_de", board_meeting())
        invitation.asset_class = AssetClass.PEACEKEEPING
    adviser = browser_of(app, "desk_nl")
    for page in ("assets/statement", "assets", "assets.pdf", "assets.csv"):
        assert adviser.get(f"{meeting}/{page}").status_code == 404


def test_a_statement_by_link_is_not_there(app: Flask, meeting: str) -> None:
    with app.app_context(), work(TESTS):
        number = board_meeting().id
    for key in ("primary_nl", "ngo_guest", "speaker_on_link"):
        browser = by_link(app, key, number)
        assert [browser.get(f"{meeting}/{p}").status_code for p in ("assets", "assets/statement")] == [404, 404]


def test_statement_is_filed_and_stands_in_the_matrix(app: Flask, meeting: str) -> None:
    germany, canada = browser_of(app, "primary_de"), browser_of(app, "alternate_ca")
    assert "due on Saturday 11 September 2027, 18:00 New York · Sunday 12 September 2027, 00:00 yours" in germany.text(
        f"{meeting}/assets/statement"
    )
    done = file(germany, meeting, prepared_on="2027-05-30", answers="We met.")
    assert "The statement is filed." in germany.text(done.location)
    seen = canada.text(f"{meeting}/assets")
    for words_seen in ("Two teams", "Not in winter", "We met.", "Filed Tuesday 1 June 2027", "prepared on 30 May 2027"):
        assert words_seen in seen
    assert "Four members have not filed a statement: Australia, Denmark, United Kingdom and United States." in seen
    assert "No member says that it has assets for countering violent extremism." in seen


def test_a_draft_is_seen_by_the_delegation_and_the_secretariat_alone(
    app: Flask, secretary: Browser, meeting: str
) -> None:
    germany = browser_of(app, "primary_de")
    done = file(
        germany, meeting, "keep", peacekeeping_capacity="Two secret teams", peacekeeping_availability="not said"
    )
    words_kept = germany.text(done.location)
    assert "Say how soon it could be deployed for peacekeeping." in words_kept
    mine = browser_of(app, "alternate_de").get(f"{meeting}/assets/statement")
    assert typed(mine, "peacekeeping_capacity") == "Two secret teams"
    assert "Two secret teams" in secretary.text(f"{meeting}/assets")
    for page in ("assets", "assets.csv"):
        assert "secret" not in browser_of(app, "primary_ca").get(f"{meeting}/{page}").text
    assert "secret" not in words(secretary.get(f"{meeting}/assets.pdf").data)


@pytest.mark.parametrize(
    "wrong, field, said",
    [
        ({"peacekeeping_capacity": ""}, "peacekeeping_capacity", "Say what you could deploy for peacekeeping."),
        ({"peacekeeping_availability": "not said"}, "peacekeeping_availability",
         "Say how soon it could be deployed for peacekeeping."),
        ({"peacekeeping_existence": "has none", "peacekeeping_availability": "not said"}, "peacekeeping_capacity",
         "You say that you have none for peacekeeping; take the capacity out, or say that you have them."),
        ({"peacekeeping_existence": "not said"}, "peacekeeping_existence",
         "Say whether you have assets for peacekeeping."),
        ({"peacekeeping_existence": "perhaps"}, "peacekeeping_existence", "Not a valid choice."),
        ({"peacekeeping_capacity": "x" * 301}, "peacekeeping_capacity", "At most 300 characters."),
        ({"prepared_on": "soon"}, "prepared_on", "Enter a day, as in 2027-09-20."),
    ],
)  # fmt: skip
def test_statement_that_is_refused_says_so_at_the_field_and_keeps_what_was_typed(
    app: Flask, meeting: str, wrong: dict[str, str], field: str, said: str
) -> None:
    done = file(browser_of(app, "primary_de"), meeting, "file", 0, **({"answers": "We met."} | wrong))
    assert (done.status_code, complaints(done), said_at(done, field)) == (422, [field], [said])
    assert typed(done, "answers") == "We met."
    assert typed(done, "peacekeeping_caveats") == "Not in winter"
    with app.app_context(), work(TESTS):
        party = one(Party, body_id=body().id, name="Germany")
        assert count(AssetStatement, party_id=party.id) == 0


def test_two_of_one_delegation_see_each_others_words_and_lose_none(app: Flask, meeting: str) -> None:
    first, second = browser_of(app, "primary_de"), browser_of(app, "alternate_de")
    file(first, meeting, "keep", answers="First")
    done = file(second, meeting, "keep", answers="Second", peacekeeping_capacity="Nine teams")
    assert done.status_code == 422
    assert "while you had it open" in summary(done)
    assert (typed(done, "answers"), typed(done, "peacekeeping_capacity")) == ("Second", "Nine teams")
    said = words_of(done)
    assert "Kept meanwhile: First" in said
    assert "Kept meanwhile: Two teams" in said
    assert said.count("Kept meanwhile") == 2
    assert 'name="revision" type="hidden" value="1"' in done.text
    assert file(second, meeting, "keep", 1, answers="Second").status_code == 303
    assert typed(first.get(f"{meeting}/assets/statement"), "answers") == "Second"


def test_a_filed_statement_can_be_changed_and_never_becomes_a_draft(app: Flask, meeting: str) -> None:
    germany = browser_of(app, "primary_de")
    file(germany, meeting)
    again = germany.get(f"{meeting}/assets/statement").text
    assert "Keep as draft" not in again
    assert "File the changes" in again
    done = file(germany, meeting, "keep", 1, peacekeeping_availability="not said")
    assert said_at(done, "peacekeeping_availability") == ["Say how soon it could be deployed for peacekeeping."]


def after_the_meeting(app: Flask) -> str:
    """A further meeting, asked for its statements, after the seeded one was concluded; gives its address."""
    with app.app_context(), work(TESTS):
        board_meeting().state = MeetingState.CONCLUDED
        found = a_draft()
        found.state, found.announced = MeetingState.CONVENED, True
        found_preparation = Preparation(
            body_id=found.body_id, meeting_id=found.id, announced=True, sent_at=clock.now(), questions="Why?",
            prepare_on=found.starts_on, due_at=found.papers_due_at,
        )  # fmt: skip
        db.session.add(found_preparation)
        return f"/meetings/{found.key}"


def test_the_form_begins_with_what_was_stated_before(app: Flask, at: time_machine.Traveller, meeting: str) -> None:
    later = after_the_meeting(app)
    at.shift(timedelta(days=100))
    canada = browser_of(app, "primary_ca")
    shown = canada.get(f"{later}/assets/statement")
    assert typed(shown, "humanitarian_capacity") == "Relief stocks for 15,000 people"
    assert ticked(shown, "humanitarian_existence") == ["has them"]
    said = words_of(shown)
    assert said.count("As you stated on Tuesday 1 June 2027: confirm or change.") == 3
    assert typed(shown, "answers") == ""  # The questions are others.
    assert "Not restated" in canada.text(f"{later}/assets")
    given = NONE | PEACE | {"revision": "0", "then": "keep"}
    canada.post(f"{later}/assets/statement", given)
    kept = canada.text(f"{later}/assets/statement")
    assert "On Tuesday 1 June 2027 you stated: has them, committed elsewhere; A training cadre of 40" in kept
    assert "As you stated on" not in kept


def test_a_statement_is_no_longer_taken_after_the_meeting(app: Flask, meeting: str) -> None:
    after_the_meeting(app)
    germany = browser_of(app, "primary_de")
    assert "Statements are no longer taken: the meeting is concluded." in germany.text(f"{meeting}/assets/statement")
    done = file(germany, meeting)
    assert (done.status_code, "No statement is asked for at present." in summary(done)) == (422, True)


def test_the_secretariat_sees_who_filed_who_was_late_and_who_owes(
    app: Flask, secretary: Browser, meeting: str, at: time_machine.Traveller
) -> None:
    with app.app_context(), work(TESTS):
        one(Preparation, meeting_id=board_meeting().id).due_at = clock.now() - timedelta(hours=2)
    file(browser_of(app, "primary_de"), meeting)
    shown = secretary.text(f"{meeting}/assets")
    assert "2 hours late" in shown
    assert (shown.count("Owes a statement"), shown.count("Draft, not filed")) == (3, 1)
    done = secretary.post(f"{meeting}/assets/remind")
    assert "8 reminders are on their way." in secretary.text(done.location)
    again = secretary.post(f"{meeting}/assets/remind")
    assert "or they were reminded within the hour." in secretary.text(again.location)
    with app.app_context(), work(TESTS):
        assert count(OutboxMessage, kind="assets-reminder") == 8
    mine = browser_of(app, "primary_ca").text(f"{meeting}/assets")
    assert "2 hours late" in mine
    assert "Remind" not in mine


def test_the_secretariat_sees_for_which_class_nobody_comes(app: Flask, secretary: Browser, meeting: str) -> None:
    with app.app_context(), work(TESTS):
        invitation = invitation_of("primary_nl", board_meeting())
        invitation.asset_class = AssetClass.PEACEKEEPING
    shown = secretary.text(f"{meeting}/assets")
    assert "Peacekeeping: Primary representative of Netherlands" in shown
    assert "Netherlands has named nobody for humanitarian assistance, stabilisation" in shown
    assert "Canada has named nobody for a class yet." in shown
    assert "A12" not in browser_of(app, "primary_ca").text(f"{meeting}/assets")


def test_pdf_and_table_say_the_same_and_are_closed(app: Flask, meeting: str) -> None:
    file(browser_of(app, "primary_de"), meeting, peacekeeping_capacity="=1+1", answers="@SUM(1)")
    canada = browser_of(app, "primary_ca")
    printed = canada.get(f"{meeting}/assets.pdf")
    assert "attachment" in printed.headers["Content-Disposition"]
    first = pages(printed.data)[0]
    for said in ("TNAP/2027/1 · Closed", "Germany", "=1+1", "within 30 days", "A gap: nobody says to have them"):
        assert said in first
    assert "Not in winter" in words(printed.data)
    table = list(csv.reader(io.StringIO(canada.get(f"{meeting}/assets.csv").data.decode("utf-8-sig"))))
    assert len(table) == 1 + 7 * 5
    row = next(r for r in table if r[:2] == ["Germany", "peacekeeping"])
    assert row == [
        "Germany", "peacekeeping", "has them", "within 30 days", "'=1+1", "Not in winter", "2027-06-01",
        "less than a day", "filed",
    ]  # fmt: skip
    assert not [cell for r in table for cell in r if cell.startswith(("=", "+", "-", "@"))]


def test_whoever_opens_matrix_or_questions_is_noted(app: Flask, meeting: str) -> None:
    germany = browser_of(app, "primary_de")
    for page in ("assets", "assets.pdf", "assets.csv", "assets/statement"):
        germany.get(f"{meeting}/{page}")
    with app.app_context(), work(TESTS):
        found = one(Preparation, meeting_id=board_meeting().id)
        assert count(Sighting, object_kind="assets", object_key=board_meeting().key) == 1
        assert count(Sighting, object_kind="preparation", object_key=found.key) == 1


def test_the_registers_name_what_was_filed_and_opened(app: Flask, secretary: Browser, meeting: str) -> None:
    germany = browser_of(app, "primary_de")
    file(germany, meeting)
    file(germany, meeting, "file", 1, peacekeeping_capacity="Three teams")
    germany.get(f"{meeting}/assets")
    germany.get(f"{meeting}/assets/statement")
    with app.app_context(), work(TESTS):
        key = body().key
    kept = secretary.text(f"/bodies/{key}/journal")
    assert "Filed a statement on assets Statement of Germany" in kept
    assert "peacekeeping, capacity: was Two teams, now Three teams" in kept
    assert "Sent the questions to the capitals Questions to the capitals" in kept
    seen = secretary.text(f"/bodies/{key}/sightings")
    assert "The matrix of assets" in seen
    assert "The questions to the capitals" in seen


def test_home_tells_a_seat_what_its_state_owes(app: Flask, meeting: str) -> None:
    germany = browser_of(app, "alternate_de")
    shown = germany.text("/")
    assert "You owe one statement." in shown
    assert "Statement on assets" in shown
    file(germany, meeting)
    assert "Statement on assets" not in germany.text("/")
    assert "Statement on assets" not in browser_of(app, "ngo_guest").text("/")


def test_a_body_of_another_kind_may_ask_too(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        council = one(Meeting, body_id=body("TAPRC").id)
        key = council.key
    coordinator, member = browser_of(app, "secretary_council"), browser_of(app, "steering_oxford")
    assert "Nothing is asked of your capital yet." in member.text(f"/meetings/{key}/assets/statement")
    assert "assets" not in coordinator.get(f"/meetings/{key}").text
    assert coordinator.get(f"/meetings/{key}/preparation").status_code == 200


def test_pages_take_as_many_statements_for_ten_times_the_members(app: Flask, secretary: Browser, meeting: str) -> None:
    canada = browser_of(app, "primary_ca")
    paths = [f"{meeting}/{page}" for page in ("assets", "assets.pdf", "assets.csv")]
    few = [statements(app, b, p) for b in (secretary, canada) for p in paths]
    with app.app_context(), work(TESTS):
        for number in range(70):
            _member(number)
    assert [statements(app, b, p) for b in (secretary, canada) for p in paths] == few
    assert max(few) <= 12


def _member(number: int) -> None:
    """A further member with a filed statement, and somebody who answers for a class."""
    meeting, at = board_meeting(), clock.now()
    party = take_party(body(), name=f"State {number}", kind=PartyKind.STATE, standing=Standing.MEMBER, by=BY, at=at)
    contact = take_on_record(body(), name=f"Envoy {number}", address=f"envoy{number}@tnap.example", by=BY, at=at)
    placed = {"body_id": meeting.body_id, "meeting_id": meeting.id, "party_id": party.id, "announced": True}
    row = AssetStatement(**placed, by=BY, changed_at=at, filed_at=at)
    invitation = Invitation(
        **placed, person_id=contact.person_id, contact_id=contact.id, standpoint="seat",
        asset_class=AssetClass.PEACEKEEPING,
    )  # fmt: skip
    db.session.add_all([row, invitation])
    db.session.flush()  # The lines need its id.
    db.session.add_all(
        AssetLine(**placed, statement_id=row.id, asset_class=each, existence=Existence.NO) for each in AssetClass
    )
