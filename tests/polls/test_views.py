"""Pages of finding a time: the secretariat's forms, the personal link without an account, and the ballot signed in."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from flask import Flask

from convene import clock
from convene.accounts.proofs import Purpose
from convene.bodies.models import Party
from convene.db import work
from convene.invitations.models import Invitation
from convene.mail.models import OutboxMessage
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.polls import actions
from convene.polls.models import Ballot, Poll, PollOption, Vote
from convene.polls.queries import ballots_of
from convene.polls.terms import Choice, When
from tests.browser import TESTS, Browser, anonymous, browser_of, by_link, words_of
from tests.build import BY, board_meeting, body, count, one, term_of
from tests.fields import complaints, said_at, summary, ticked, typed
from tests.polls import made
from tests.test_statements import statements

YES, PERHAPS, NO = Choice.YES, Choice.IF_NEED_BE, Choice.NO


def key_of_body(app: Flask, symbol: str = "TNAP") -> str:
    with app.app_context(), work(TESTS):
        return body(symbol).key


def a_sent_poll(app: Flask, **more: Any) -> tuple[str, list[str]]:
    """A running poll: its key, and those of its dates."""
    with app.app_context(), work(TESTS):
        poll = made.sent(**more)
        return poll.key, [row.key for row in made.rows(poll)]


def asked(app: Flask, **more: Any) -> dict[str, Any]:
    """What the form of a new poll sends."""
    usual = {"title": "When can you meet?", "template": "special-meeting", "city": "The Hague", "zone": made.ZONE}
    dates = {"on_1": "2027-07-06", "opens_1": "14:00", "on_2": "2027-07-07", "opens_2": "09:00"}
    rest = {"minutes": "120", "days": "1", "respond_by": "2027-06-20T18:00", "whom": "seats", "reason": "A4"}
    return usual | dates | rest | more


def called(app: Flask, **more: Any) -> dict[str, Any]:
    """What the form of a special meeting sends."""
    usual = {"template": "special-meeting", "subject": "The border", "is_sensitive": "y", "city": "The Hague"}
    when = {"zone": made.ZONE, "minutes": "60", "date_is": "set", "on": "2027-06-04", "opens": "09:30"}
    return usual | when | {"whom": "seats", "respond_by": "", "reason": "A4"} | more


OPEN_DATE = {"date_is": "open", "respond_by": "2027-06-03T18:00"}


def votes(app: Flask) -> int:
    with app.app_context(), work(TESTS):
        return count(Vote)


def test_secretary_prepares_sends_reads_reminds_and_closes(app: Flask, secretary: Browser) -> None:
    home = f"/bodies/{key_of_body(app)}/polls"
    assert "No date has been asked for yet." in secretary.text(home)
    done = secretary.post(f"{home}/new", asked(app))
    assert done.status_code == 303
    page = secretary.text(done.location)
    assert "Nobody has been told yet." in page
    assert "not asked yet" in page
    secretary.post(f"{done.location}/send")
    assert "0 of 14 have answered." in secretary.text(done.location)
    with app.app_context(), work(TESTS):
        poll = one(Poll, title="When can you meet?")
        assert count(OutboxMessage, kind="poll") == 14
        made.say(poll, "primary_nl", YES, NO, remark="By train")
    page = secretary.text(done.location)
    assert "1 of 14 have answered." in page
    assert "By train" in page
    assert "No quorum: 1 of 7 members can, 4 are needed." in page
    assert "Canberra 22:00" in page
    secretary.post(f"{done.location}/remind")
    with app.app_context(), work(TESTS):
        assert count(OutboxMessage, kind="poll-reminder") == 13
    secretary.post(f"{done.location}/close")
    assert "The poll is closed." in secretary.text(done.location)
    assert "Answers were due by" in secretary.text(home)


@pytest.mark.parametrize(
    "given, field, words",
    [
        ({"title": ""}, "title", "Enter what is asked"),
        ({"template": ""}, "template", "Choose the kind of meeting."),
        ({"zone": ""}, "zone", "Choose the time zone."),
        ({"city": ""}, "city", "Enter the host city, or tick that it is by video."),
        ({"minutes": "4"}, "minutes", "from five minutes to twelve hours"),
        ({"minutes": "an hour"}, "minutes", "Enter a whole number."),
        ({"days": "15"}, "days", "From 1 to 14."),
        ({"respond_by": "2027-05-31T18:00"}, "respond_by", "passed already"),
        ({"respond_by": "2027-07-06T14:00"}, "respond_by", "before the first of the dates begins"),
        ({"respond_by": "soon"}, "respond_by", "Enter a day and an hour."),
        ({"on_1": "2027-02-30"}, "on_1", "Enter a day"),
        ({"on_2": ""}, "on_2", "Enter the day of this hour."),
        ({"opens_2": ""}, "on_2", "Enter the hour as well"),
        ({"on_1": "2028-03-26", "opens_1": "02:30"}, "on_1", "02:30 does not exist there; choose another hour."),
        ({"on_1": "2027-10-31", "opens_1": "02:30"}, "on_1", "02:30 comes twice there; choose another hour."),
        ({"on_2": "2027-07-06", "opens_2": "14:00"}, "on_2", "among those asked about already"),
        ({"whom": "people"}, "people", "Choose at least one of them."),
        ({"whom": "parties"}, "parties", "Choose at least one of them."),
        ({"title": "x" * 201}, "title", "At most 200 characters."),
        ({"title": "漢"}, "title", "cannot be printed"),
    ],
)
def test_form_of_a_poll_comes_back_with_what_is_wrong_and_what_was_typed(
    app: Flask, secretary: Browser, given: dict[str, str], field: str, words: str
) -> None:
    response = secretary.post(f"/bodies/{key_of_body(app)}/polls/new", asked(app, venue="Peace Palace", **given))

    assert (response.status_code, complaints(response)) == (422, [field])
    assert words in said_at(response, field)[0]
    assert typed(response, "venue") == "Peace Palace"
    with app.app_context(), work(TESTS):
        assert (count(Poll), count(PollOption), count(Ballot)) == (0, 0, 0)


def test_poll_by_video_asks_chosen_parties_and_people_once(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        dutch = one(Party, body_id=body().id, name="Netherlands").key
        speaker, head = term_of("speaker_on_link").key, term_of("primary_nl").key
    new = f"/bodies/{key_of_body(app)}/polls/new"
    secretary.post(new, asked(app, by_video="y", city="", whom="parties", parties=[dutch]))
    secretary.post(new, asked(app, whom="people", people=[speaker, head], title="Second"))
    with app.app_context(), work(TESTS):
        first, second = one(Poll, city="by video"), one(Poll, title="Second")
        assert {b.person_id for b in ballots_of(first)} == made.ids("primary_nl", "alternate_nl")
        assert {b.person_id for b in ballots_of(second)} == made.ids("primary_nl", "speaker_on_link")


def test_dates_are_added_and_taken_back_on_the_page(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        poll = made.a_poll()
        key, option = poll.key, made.rows(poll)[0].key
    done = secretary.post(f"/polls/{key}/dates", {"on_1": "2027-07-12", "opens_1": "10:00"})
    assert done.status_code == 303
    empty = secretary.post(f"/polls/{key}/dates", {})
    assert said_at(empty, "on_1") == ["Enter at least one date."]
    again = secretary.post(f"/polls/{key}/dates", {"on_1": "2027-07-12", "opens_1": "10:00"})
    assert said_at(again, "on_1") == ["This date is among those asked about already."]
    secretary.post(f"/poll-options/{option}/drop")
    page = secretary.text(f"/polls/{key}")
    assert "Monday 12 July 2027, 10:00–12:00 Amsterdam" in page
    assert "Tuesday 6 July 2027" not in page


def test_link_answers_without_an_account_and_get_sets_nothing_off(app: Flask) -> None:
    key, dates = a_sent_poll(app)
    path, phone = made.link(app, key, "primary_au"), anonymous(app)
    phone.get(path)
    page = words_of(phone.get(path))
    assert "Tuesday 6 July 2027, 14:00–16:00 Amsterdam" in page
    assert "22:00–00:00 Sydney, yours · 12:00–14:00 UTC" in page
    assert "06:00–08:00 (+1 day) Sydney, yours · 20:00–22:00 UTC" in page
    assert votes(app) == 0
    empty = phone.post(path, {"remark": "I travel"})
    assert (empty.status_code, complaints(empty)) == (422, [f"on-{k}" for k in dates])
    assert typed(empty, "remark") == "I travel"
    given = dict(zip((f"on-{k}" for k in dates), ("yes", "if need be", "no"), strict=True))
    done = phone.post(path, given | {"remark": "I travel"})
    assert (done.status_code, done.location, votes(app)) == (303, path, 3)
    again = phone.get(path)
    assert "You have answered." in words_of(again)
    assert [ticked(again, f"on-{k}") for k in dates] == [["yes"], ["if need be"], ["no"]]
    phone.post(path, given | {f"on-{dates[2]}": "yes"})
    assert votes(app) == 3
    assert phone.get("/").status_code == 302  # The link signs nobody in.


def test_link_shows_no_other_persons_answer(app: Flask) -> None:
    key, _ = a_sent_poll(app)
    with app.app_context(), work(TESTS):
        made.say(one(Poll, key=key), "primary_nl", YES, NO, NO, remark="The night is hard")
    page = words_of(anonymous(app).get(made.link(app, key, "primary_au")))
    assert "night is hard" not in page
    assert "Netherlands" not in page


@pytest.mark.parametrize("purpose", [p for p in Purpose if p is not Purpose.POLL])
def test_token_of_another_purpose_opens_nothing(app: Flask, purpose: Purpose) -> None:
    key, _ = a_sent_poll(app)
    path = made.link(app, key, "primary_nl", purpose)

    assert anonymous(app).get(path).status_code == 404
    assert anonymous(app).post(path, {}).status_code == 404


def test_link_closes_with_the_poll_and_with_the_term(app: Flask, at: time_machine.Traveller) -> None:
    key, dates = a_sent_poll(app)
    path = made.link(app, key, "primary_nl")
    given = dict.fromkeys((f"on-{k}" for k in dates), "yes")
    with app.app_context(), work(TESTS):
        until = one(Poll, key=key).respond_by
        term_of("primary_dk").ends_at = clock.now()
    assert anonymous(app).get(made.link(app, key, "primary_dk")).status_code == 404
    at.move_to(until)
    for response in (anonymous(app).get(path), anonymous(app).post(path, given)):
        assert (response.status_code, "Answers are no longer taken" in response.text) == (410, True)
    assert votes(app) == 0


def test_lost_link_is_replaced_to_the_address_on_file(app: Flask) -> None:
    key, _ = a_sent_poll(app)
    old = made.link(app, key, "primary_nl")
    answers = [anonymous(app).post(f"{p}/new") for p in (old, "/p/" + "A" * 54, old)]
    assert {(a.status_code, a.location) for a in answers} == {(303, "/p/sent")}
    assert anonymous(app).get(old).status_code == 404
    assert anonymous(app).get(made.link(app, key, "primary_nl")).status_code == 200
    with app.app_context(), work(TESTS):
        # The old link, used again, has the present one sent once more, and makes no newer one.
        assert set(made.queued("poll-link")) == made.ids("primary_nl")
        assert made.ballot(one(Poll, key=key), "primary_nl").generation == 1
        assert count(OutboxMessage, kind="poll-link") == 2


def test_ballot_stands_at_home_and_is_answered_signed_in(app: Flask) -> None:
    key, dates = a_sent_poll(app)
    dutch = browser_of(app, "primary_nl")
    assert "Dates that you are asked about When can you meet?" in dutch.text("/")
    assert "one word on a date" in dutch.text("/")
    assert "Dates that you are asked about" not in browser_of(app, "alternate_nl").text("/")
    with app.app_context(), work(TESTS):
        mine = made.ballot(one(Poll, key=key), "primary_nl").key
    done = dutch.post(f"/ballots/{mine}", dict.fromkeys((f"on-{k}" for k in dates), "yes"))
    assert (done.status_code, votes(app)) == (303, 3)
    assert "one word on a date" not in dutch.text("/")
    assert "You have answered, and can change it until" in dutch.text("/")
    assert browser_of(app, "primary_us").get(f"/ballots/{mine}").status_code == 404
    assert browser_of(app, "secretary").get(f"/ballots/{mine}").status_code == 404
    with app.app_context(), work(TESTS):
        actions.close(one(Poll, key=key), by=BY, at=clock.now())
    assert "answers are no longer taken" in dutch.text(f"/ballots/{mine}")
    late = dutch.post(f"/ballots/{mine}", dict.fromkeys((f"on-{k}" for k in dates), "no"))
    assert (late.status_code, votes(app)) == (422, 3)
    assert "This poll is closed; nothing was changed." in summary(late)


def test_whole_days_are_asked_about_without_hours(app: Flask) -> None:
    key, _ = a_sent_poll(app, whens=[When(date(2027, 7, 6)), When(date(2027, 7, 13))], given={"days": 2})
    page = words_of(anonymous(app).get(made.link(app, key, "primary_au")))
    assert "Tuesday 6 and Wednesday 7 July 2027" in page
    assert "Sydney, yours" not in page
    assert "UTC" not in page


def test_choosing_leads_to_the_letter_and_tells_the_others_only_where_ticked(app: Flask, secretary: Browser) -> None:
    key, dates = a_sent_poll(app)
    page = secretary.get(f"/poll-options/{dates[0]}/choose")
    assert len(ticked(page, "people")) == 5
    keep = ticked(page, "people")[:3]
    done = secretary.post(f"/poll-options/{dates[0]}/choose", {"people": keep, "tell_others": "y"})
    with app.app_context(), work(TESTS):
        meeting = one(Meeting, id=one(Poll, key=key).meeting_id)
        assert done.location == f"/meetings/{meeting.key}/send"
        assert count(Invitation, meeting_id=meeting.id) == 3
        assert count(OutboxMessage, kind="poll-closed") == 2
    twice = secretary.post(f"/poll-options/{dates[1]}/choose", {"people": keep})
    assert (twice.status_code, "A date was chosen already" in summary(twice)) == (422, True)


def test_special_meeting_is_called_in_one_form(app: Flask, secretary: Browser) -> None:
    path = f"/bodies/{key_of_body(app)}/special-meeting"
    assert "own notice of an agenda is 21 days" in secretary.text(path)
    done = secretary.post(path, called(app))
    assert done.location.endswith("/send")
    page = secretary.text(done.location)
    assert "7 invitations are prepared" in page
    assert "A10: It is 3 days ahead." in page
    with app.app_context(), work(TESTS):
        meeting = one(Meeting, starts_on=date(2027, 6, 4))
        assert "border" not in meeting.title
        assert count(OutboxMessage, meeting_id=meeting.id) == 0


@pytest.mark.parametrize(
    "given, field, words",
    [
        ({"on": ""}, "on", "Enter a day"),
        ({"opens": ""}, "opens", "Enter an hour"),
        ({"on": "2027-06-01", "opens": "12:00"}, "opens", "passed already"),
        ({"on": "2028-03-26", "opens": "02:30"}, "opens", "does not exist"),
        ({"city": ""}, "city", "host city"),
        ({"minutes": "721"}, "minutes", "twelve hours"),
        ({"whom": "people"}, "people", "Choose at least one"),
        ({"subject": "x" * 301}, "subject", "At most 300"),
        ({"date_is": "open", "respond_by": ""}, "respond_by", "Enter a day and an hour."),
        ({"date_is": "open", "respond_by": "2027-06-04T09:30"}, "respond_by", "before the first of the dates begins"),
        ({"respond_by": "2027-06-03T18:00"}, "respond_by", "leave this empty, or say that the date is open"),
    ],
)
def test_form_of_a_special_meeting_comes_back(
    app: Flask, secretary: Browser, given: dict[str, str], field: str, words: str
) -> None:
    with app.app_context(), work(TESTS):
        before = count(Meeting)
    response = secretary.post(f"/bodies/{key_of_body(app)}/special-meeting", called(app, **given))

    assert (response.status_code, complaints(response)) == (422, [field])
    assert words in said_at(response, field)[0]
    with app.app_context(), work(TESTS):
        assert (count(Meeting), count(Poll)) == (before, 0)


def test_open_date_leads_from_the_same_form_to_a_poll(app: Flask, secretary: Browser) -> None:
    done = secretary.post(f"/bodies/{key_of_body(app)}/special-meeting", called(app, **OPEN_DATE))
    page = secretary.text(done.location)
    assert "Nobody has been told yet." in page
    assert "Only the secretariat reads this." in page
    assert "Friday 4 June 2027, 09:30–10:30 Amsterdam" in page


def test_same_dates_are_asked_of_others_too_and_once_of_the_same(app: Flask, secretary: Browser) -> None:
    path = f"/bodies/{key_of_body(app)}/polls/new"
    with app.app_context(), work(TESTS):
        some = [term_of(key).key for key in ("primary_nl", "primary_us")]
    for chosen, status in ((some, 303), (some[:1], 303), (some, 422)):
        assert secretary.post(path, asked(app, whom="people", people=chosen)).status_code == status
    with app.app_context(), work(TESTS):
        assert count(Poll) == 2


def test_draft_asks_for_its_date(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        draft = one(Meeting, body_id=body().id, state=MeetingState.DRAFT)
        key, city, other = draft.key, draft.city, one(Meeting, body_id=body("TAPRC").id).key
    new = f"/bodies/{key_of_body(app)}/polls/new"
    assert typed(secretary.get(f"{new}?meeting={key}"), "city") == city
    assert secretary.get(f"{new}?meeting={other}").status_code == 404
    dates = {"on_1": "2027-07-06", "on_2": "2027-07-13", "days": "2", "opens_1": "", "opens_2": ""}
    done = secretary.post(f"{new}?meeting={key}", asked(app, **dates))
    assert "It asks for the date of" in secretary.text(done.location)


def test_pages_take_as_many_statements_for_many_as_for_one(app: Flask, secretary: Browser) -> None:
    few, _ = a_sent_poll(app, keys=["primary_nl"], whens=made.WHENS[:2])
    polls, home, asked_of_me = f"/bodies/{key_of_body(app)}/polls", "/", "/asked-of-me"
    dutch = browser_of(app, "primary_nl")
    first = [statements(app, secretary, polls), statements(app, dutch, home), statements(app, dutch, asked_of_me)]
    one_asked = statements(app, secretary, f"/polls/{few}")
    link = statements(app, anonymous(app), made.link(app, few, "primary_nl"))
    many, _ = a_sent_poll(app)
    for key in ("primary_nl", "primary_us"):
        with app.app_context(), work(TESTS):
            made.say(one(Poll, key=many), key, YES, YES, NO)
    for _ in range(2):
        a_sent_poll(app)
    again = [statements(app, secretary, polls), statements(app, dutch, home), statements(app, dutch, asked_of_me)]
    assert again == first
    assert statements(app, secretary, f"/polls/{many}") == one_asked
    assert statements(app, anonymous(app), made.link(app, many, "primary_nl")) == link


def test_invitations_link_shows_no_poll(app: Flask) -> None:
    a_sent_poll(app)
    with app.app_context(), work(TESTS):
        meeting = board_meeting().id
    assert "Dates that you are asked about" not in by_link(app, "primary_nl", meeting).text("/")
