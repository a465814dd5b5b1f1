"""What each person owes is told in one voice: on their first page and on “asked of me”, and nobody else's."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from flask import Flask

from convene import clock
from convene.db import db, work
from convene.ical.terms import Partstat
from convene.invitations.models import Invitation
from convene.invitations.terms import InvitationState
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.people.models import Contact
from convene.recommendations import actions, shadow
from convene.recommendations.due import Owed
from convene.recommendations.letters import note_posted
from convene.recommendations.models import Addressee, Recommendation, RecommendationReview, ShadowAsking
from convene.recommendations.terms import AddresseeKind, Named, Position, SourceKind
from convene.records import texts
from convene.records.actions import propose_correction
from convene.records.models import OutcomeText, Record
from convene.records.reading import text_of
from convene.records.terms import TextKind
from tests.browser import TESTS, Browser, browser_of
from tests.build import BY, board_meeting, body, invitation_of, one, term_of
from tests.recommendations import made as recommended
from tests.records import made as recorded
from tests.test_statements import statements

HOME, ASKED = "/", "/asked-of-me"


def html(browser: Browser, page: str) -> str:
    """The page with its links."""
    found: str = browser.get(page).text
    return found


def circulated(starts_on: date = date(2027, 5, 25)) -> tuple[Meeting, Record]:
    """A meeting that sits, with its record open to corrections."""
    meeting = recorded.a_sitting(starts_on=starts_on)
    recorded.noted(recorded.item(meeting), recorded.new("The board heard of the ports."))
    return meeting, recorded.sent(meeting)


def corrected(record: Record, key: str = "primary_nl", proposed: str = "The board heard of three ports.") -> None:
    """A seat proposes a correction to the first paragraph."""
    term, line = term_of(key), recorded.lines_of(record)[0]
    propose_correction(
        line, record, text_of(line), proposed, "", party_id=term.party_id, person_id=term.person_id, by=BY,
        at=clock.now(),
    )  # fmt: skip
    db.session.flush()


@pytest.mark.parametrize(
    "is_report, is_late, is_owed", [(False, False, True), (False, True, True), (True, False, False), (True, True, True)]
)
def test_a_promised_report_is_owed_once_its_day_is_over(is_report: bool, is_late: bool, is_owed: bool) -> None:
    found = Owed("b", "Board", "UTC", is_report, date(2027, 6, 1), 1, is_late, "TNAP/2027/1/R.1", "a")

    assert found.is_owed is is_owed


def test_a_seat_reads_of_corrections_on_both_pages(app: Flask) -> None:
    member = browser_of(app, "primary_nl")
    assert "your corrections" not in html(member, HOME)
    with app.app_context(), work(TESTS):
        meeting, record = circulated()
        key, symbol = meeting.key, record.symbol

    for page in (HOME, ASKED):
        shown = html(member, page)
        assert f'href="/meetings/{key}/record"' in shown
    assert symbol in html(member, HOME)
    assert "One record takes your corrections until" in html(member, HOME)
    assert "nothing more is owed" not in html(member, HOME)
    for other in ("ngo_guest", "ngo_documentation", "secretary_s4"):
        assert f"/meetings/{key}/record" not in html(browser_of(app, other), HOME)
        assert f"/meetings/{key}/record" not in html(browser_of(app, other), ASKED)


def test_corrections_are_asked_for_until_the_moment_and_no_longer(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        meeting, record = circulated()
        key, found = meeting.key, record.id
    member = browser_of(app, "primary_nl")
    for by, is_shown in ((timedelta(hours=1), True), (timedelta(hours=-1), False)):
        with app.app_context(), work(TESTS):
            one(Record, id=found).due_at = clock.now() + by
        assert (f"/meetings/{key}/record" in html(member, HOME)) is is_shown


def test_a_seat_reads_of_the_answers_that_its_state_owes(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        first = recommended.sent(days=10)
        symbol, addressee = first.symbol, recommended.to(first, "Netherlands").key
    member = browser_of(app, "primary_nl")
    for page in (HOME, ASKED):
        shown = html(member, page)
        assert f'href="/addressees/{addressee}/answer"' in shown
        assert str(symbol) in shown
        assert "Due</span>" in shown
        assert "suspend the sale of fuel" in shown
        assert "mark--closed" not in shown
    assert "one answer on a recommendation" in html(member, HOME)

    with app.app_context(), work(TESTS):
        one(Addressee, key=addressee).due_on = clock.local(clock.now(), body().zone).date() - timedelta(days=1)
    for page in (HOME, ASKED):
        late = '<span class="mark mark--closed"><span class="sign sign--cross" aria-hidden="true"></span>Overdue</span>'
        assert late in html(member, page)

    with app.app_context(), work(TESTS):
        promised = clock.local(clock.now(), body().zone).date() + timedelta(days=20)
        recommended.answered(one(Recommendation, symbol=symbol), "Netherlands", next_on=promised)
    assert "on a recommendation" not in html(member, HOME)
    for page in (HOME, ASKED):
        assert f"on {symbol}</a>" in html(member, page)
    assert str(symbol) not in html(browser_of(app, "ngo_guest"), HOME)


def test_a_guest_reads_what_it_is_asked_and_nothing_else(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        found = recommended.sent()
        asking = recommended.asked(found, "ngo_documentation")
        key, symbol = asking.key, str(found.symbol)
    guest = browser_of(app, "ngo_documentation")
    for page in (HOME, ASKED):
        shown = html(guest, page)
        assert f'href="/evidence/{key}"' in shown
        assert symbol not in shown
        assert f"/evidence/{key}" not in html(browser_of(app, "ngo_guest"), page)
    lede = html(guest, HOME)
    assert "One reply to what you are asked is hoped for." in lede
    assert "You owe" not in lede
    assert "nothing more is owed" not in html(guest, HOME)
    assert "Nothing is asked" not in html(guest, ASKED)

    with app.app_context(), work(TESTS):
        person = term_of("ngo_documentation").person_id
        said = SourceKind.WITNESS
        shadow.hand_in(one(ShadowAsking, key=key), "Three ships.", said, person=person, by=BY, at=clock.now())
    assert "one reply to what you are asked" not in html(guest, HOME)
    assert "Handed in" in html(guest, HOME)
    assert "Handed in: “" in html(guest, ASKED)


def test_the_secretariat_reads_what_waits_for_it(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        meeting, record = circulated()
        corrected(record)
        found = recommended.sent()
        recommended.answered(found, "Denmark", Position.NOTED)
        key, of, owner = meeting.key, found.key, body().key
    home, asked = html(secretary, HOME), html(secretary, ASKED)
    for shown in (home, asked):
        assert f'href="/meetings/{key}/record/corrections"' in shown
        assert f'href="/recommendations/{of}"' in shown
        assert "Denmark" in shown
    assert "decision" in home.split("<main")[1].split("<h2")[0]
    assert f'href="/bodies/{owner}/recommendations"' in home
    other = browser_of(app, "secretary_s4")
    assert "Denmark" not in html(other, HOME) + html(other, ASKED)


def _said(page: str, of: str) -> set[str]:
    """What a page says of what waits for a secretariat: the words of its links to the pages of one meeting."""
    return set(re.findall(rf'href="(/meetings/{of}[^"]*)"', page))


def test_both_pages_tell_a_secretariat_of_the_same_things(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        meeting, record = circulated()
        convened, past = board_meeting().key, meeting.key
        board_meeting().starts_on = clock.now().date() + timedelta(days=20)
        board_meeting().answers_due_at = clock.now() + timedelta(days=5)
        record.due_at, person = clock.now() - timedelta(hours=1), term_of("primary_nl").person_id
        one(Invitation, person_id=person, meeting_id=board_meeting().id).partstat = Partstat.NEEDS_ACTION
    home, asked = html(secretary, HOME), html(secretary, ASKED)
    for page in (home, asked):
        assert f'href="/meetings/{convened}/incoming"' in page  # A proposal waits in the seeded world.
        assert f'href="/meetings/{convened}/board"' in page
        assert f'href="/meetings/{past}/record/adoption"' in page
        for words in ("One proposal", "to the invitations", "can be adopted by the next meeting"):
            assert words in page
    for of in (convened, past):
        assert _said(asked, of) - {f"/meetings/{of}"} <= _said(home, of)
    for other in ("secretary_s4", "primary_nl"):
        assert "One proposal" not in html(browser_of(app, other), ASKED)


@pytest.mark.parametrize("days, is_shown", [(90, True), (91, False), (-3, True)])
def test_answers_that_are_missing_stand_in_the_week_by_which_they_are_due(
    app: Flask, secretary: Browser, days: int, is_shown: bool
) -> None:
    with app.app_context(), work(TESTS):
        meeting, person = board_meeting(), term_of("primary_nl").person_id
        one(Invitation, person_id=person, meeting_id=meeting.id).partstat = Partstat.NEEDS_ACTION
        key, meeting.answers_due_at = meeting.key, clock.now() + timedelta(days=days)
        on = max(clock.now(), meeting.answers_due_at).date()
    assert f'href="/meetings/{key}/board"' in html(secretary, HOME)
    weeks = html(secretary, ASKED).split("<h2")
    monday = on - timedelta(days=on.weekday())
    found = [week for week in weeks if f'href="/meetings/{key}/board"' in week]
    assert [f'id="week-{monday}"' in week for week in found] == ([True] if is_shown else [])


def test_letters_to_be_posted_are_asked_of_the_secretariat_until_their_day_is_noted(
    app: Flask, secretary: Browser
) -> None:
    with app.app_context(), work(TESTS):
        recommended.sent()
        key = board_meeting().key
    link = f'href="/meetings/{key}/recommendations/posted"'
    assert link not in html(secretary, HOME) + html(secretary, ASKED)
    with app.app_context(), work(TESTS):
        named = Named(AddresseeKind.IGO, "United Nations"), Named(AddresseeKind.COMPANY, "A Port")
        found = recommended.sent("Ports should be watched.", said=recommended.wording("Ports.", others=named)).key
    told = {HOME: "2 letters are to be printed and posted", ASKED: "Post 2 letters, and note the day"}
    for page, words in told.items():
        assert words in html(secretary, page)
        assert link in html(secretary, page)
        for other in ("secretary_s4", "primary_nl"):
            assert "posted" not in browser_of(app, other).text(page)
    for name, is_left in (("United Nations", True), ("A Port", False)):
        with app.app_context(), work(TESTS):
            row = one(Recommendation, key=found)
            today = clock.local(clock.now(), body().zone).date()
            note_posted([(row, recommended.to(row, name))], body(), today, by=BY, at=clock.now())
        assert ("One letter is to be printed and posted" in html(secretary, HOME)) is is_left
        assert ("Post one letter" in html(secretary, ASKED)) is is_left


@pytest.mark.parametrize(
    "days, ahead, now", [(0, False, True), (1, True, False), (90, True, False), (91, False, False)]
)
def test_a_day_to_look_again_is_asked_from_the_start_and_waits_on_the_day(
    app: Flask, secretary: Browser, days: int, ahead: bool, now: bool
) -> None:
    with app.app_context(), work(TESTS):
        found = recommended.sent()
        on = clock.local(clock.now(), body().zone).date() + timedelta(days=days)
        recommended.noted(found, "Denmark", look_on=on + timedelta(days=200))
        recommended.noted(found, "Denmark", look_on=on + timedelta(days=1)).look_on = on
        words, link = f"Look again at Denmark, on {found.symbol}", f'href="/recommendations/{found.key}"'
    asked, home = html(secretary, ASKED), html(secretary, HOME)
    assert (words in asked) is ahead
    assert (f"{link}>{words}" in asked) is ahead
    assert ("Look again at one addressee" in asked) is now
    assert ("One addressee is to be looked at again" in home) is now
    for other in ("secretary_s4", "primary_dk"):
        assert "again" not in browser_of(app, other).text(ASKED)


@pytest.mark.parametrize("days, is_ahead", [(0, False), (1, True), (90, True), (91, False)])
def test_a_review_to_come_is_told_to_the_secretariat(app: Flask, secretary: Browser, days: int, is_ahead: bool) -> None:
    with app.app_context(), work(TESTS):
        found = recommended.sent()
        found.review_on = clock.local(clock.now(), body().zone).date() + timedelta(days=days)
        words = f"{found.symbol} is to be reviewed by a meeting from that day on"
    assert (words in html(secretary, ASKED)) is is_ahead
    for page in (HOME, ASKED):
        assert ("One recommendation is due for review, and on no agenda to come" in html(secretary, page)) is (
            days == 0
        )
    assert words not in html(browser_of(app, "secretary_s4"), ASKED) + html(browser_of(app, "primary_nl"), ASKED)


@pytest.mark.parametrize("state, is_told", [(MeetingState.CONVENED, False), (MeetingState.CONCLUDED, True)])
def test_a_review_on_the_agenda_of_a_meeting_to_come_is_not_told_of(
    app: Flask, secretary: Browser, state: MeetingState, is_told: bool
) -> None:
    with app.app_context(), work(TESTS):
        found, meeting = recommended.sent(), board_meeting()
        found.review_on, meeting.state = clock.local(clock.now(), body().zone).date(), state
        item = recorded.item(meeting).key
        db.session.add(RecommendationReview(body_id=body().id, recommendation_id=found.id, item_key=item))
    assert ("due for review" in html(secretary, HOME)) is is_told


def test_what_is_to_come_takes_one_statement(app: Flask, secretary: Browser) -> None:
    others = (Named(AddresseeKind.IGO, "United Nations"),)
    counted = []
    for n in range(2):
        with app.app_context(), work(TESTS):
            for m in range(1 + 3 * n):
                found = recommended.sent(said=recommended.wording(others=others), days=20 + m)
                found.review_on = clock.now().date() + timedelta(days=20 + m)
                recommended.noted(found, "Denmark", look_on=found.review_on)
        counted.append([statements(app, secretary, page) for page in (HOME, ASKED)])
    assert counted[0] == counted[1]


@pytest.mark.parametrize("is_released", [False, True])
def test_a_guest_reads_on_what_it_is_asked_once_that_is_released(app: Flask, is_released: bool) -> None:
    with app.app_context(), work(TESTS):
        found = recommended.sent()
        recommended.asked(found, "ngo_documentation", "What do you know of the three ports? " + "Say more. " * 20)
        inner = str(found.symbol)
        if is_released:
            actions.release(found, body(), found.text, by=BY, at=clock.now())
    for page in (HOME, ASKED):
        shown = browser_of(app, "ngo_documentation").text(page)
        assert "“What do you know of the three ports? Say more." in shown
        assert shown.count("Say more.") < 10
        assert ("on TNAP/OPEN/R.1" in shown) is is_released
        assert inner not in shown
        assert "networks" not in shown


def test_a_record_that_can_be_adopted_now_is_named(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        meeting, record = circulated()
        key = meeting.key
        record.due_at = clock.now() - timedelta(hours=1)
    assert "adopted now" not in html(secretary, HOME)
    with app.app_context(), work(TESTS):
        later = recorded.a_sitting(starts_on=date(2027, 6, 1))
        assert later.starts_on >= one(Meeting, key=key).ends_on
    shown = html(secretary, HOME)
    assert "adopted now" in shown
    assert f'href="/meetings/{key}/record/adoption"' in shown
    assert "Have the record adopted" in html(secretary, ASKED)


@pytest.mark.parametrize("who", ["secretary", "primary_nl", "ngo_documentation"])
def test_home_takes_as_many_statements_for_many_things(app: Flask, who: str) -> None:
    reader = browser_of(app, who)
    with app.app_context(), work(TESTS):
        _, record = circulated()
        recommended.asked(recommended.sent(), "ngo_documentation")
        corrected(record)
        found = record.id
    before = [statements(app, reader, page) for page in (HOME, ASKED)]
    with app.app_context(), work(TESTS):
        record = one(Record, id=found)
        for n in range(3):
            more = recommended.sent(f"Member States should do the thing that is number {n}.", days=20 + n)
            recommended.asked(more, "ngo_documentation")
            recommended.answered(more, "Denmark")
            corrected(record, "primary_us", f"Another wording, of number {n}.")

    assert [statements(app, reader, page) for page in (HOME, ASKED)] == before
    assert before[0] <= {"secretary": 17, "primary_nl": 17, "ngo_documentation": 15}[who]


def test_the_meeting_leads_to_its_record_and_texts(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        meeting, _ = circulated(date(2027, 6, 1))
        key = meeting.key
        given = texts.start_from(meeting, TextKind.CHAIRS_SUMMARY, "What the chair heard", [], by=BY, at=clock.now())
        db.session.flush()
        text = given.key
    member = browser_of(app, "primary_nl")
    page = f"/meetings/{key}"
    assert f'href="/meetings/{key}/record"' in html(member, page)
    assert f'href="/texts/{text}"' not in html(member, page)
    with app.app_context(), work(TESTS):
        one(OutcomeText, key=text).text = "It was heard that the ports are open."
        texts.circulate(one(OutcomeText, key=text), one(Meeting, key=key), texts.Leaving(), by=BY, at=clock.now())
    assert f'href="/texts/{text}"' in html(member, page)
    assert f"/texts/{text}" not in html(browser_of(app, "ngo_guest"), page)

    shown = html(secretary, page)
    assert f'<a class="btn btn-primary" href="/meetings/{key}/notes">Take notes</a>' in shown
    assert shown.index("Notes and record</a>") < shown.index("All answers")


def test_recommendations_and_records_are_one_click_from_home(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        key = body().key
    for who, is_led in (("secretary", True), ("primary_nl", True), ("ngo_documentation", False)):
        shown = html(browser_of(app, who), HOME)
        assert (f'href="/bodies/{key}/recommendations"' in shown) is is_led


def test_the_secretariat_reads_what_is_asked_of_one_of_its_people(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        found = recommended.sent()
        recommended.asked(found)
        symbol = str(found.symbol)
        contacts = {key: one(Contact, id=term_of(key).contact_id).key for key in ("primary_nl", "ngo_guest")}
    shown = {key: browser_of(app, "secretary").text(f"/contacts/{of}/asked") for key, of in contacts.items()}

    assert f"Answer {symbol}" in shown["primary_nl"]
    assert "Tell the secretariat what they know" in shown["ngo_guest"]
    assert "Tell the secretariat what they know" not in shown["primary_nl"]
    assert browser_of(app, "secretary_s4").get(f"/contacts/{contacts['primary_nl']}/asked").status_code == 404


@pytest.mark.parametrize("state", [MeetingState.CONVENED, MeetingState.IN_SESSION])
@pytest.mark.parametrize("key", ["ngo_guest", "primary_dk"])
def test_home_counts_every_answer_that_the_page_of_a_meeting_calls_overdue(
    app: Flask, state: MeetingState, key: str
) -> None:
    with app.app_context(), work(TESTS):
        meeting = board_meeting()
        meeting.state, meeting.answers_due_at = state, clock.now() - timedelta(days=1)
        invitation = invitation_of(key, meeting)
        invitation.partstat, invited = Partstat.NEEDS_ACTION, invitation.key
        path = f"/meetings/{meeting.key}"
    reader = browser_of(app, key)
    assert "Your answer is overdue" in reader.text(path)
    assert "You owe one answer" in reader.text(HOME)
    with app.app_context(), work(TESTS):
        one(Invitation, key=invited).partstat = Partstat.ACCEPTED
    assert "Your answer is overdue" not in reader.text(path)
    assert "one answer" not in reader.text(HOME)


def test_a_seat_is_told_to_what_each_answer_is_owed(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        recommended.sent(days=10)
        recommended.sent("Member States should name an officer who can be reached.", days=10)
        one(Invitation, person_id=term_of("primary_nl").person_id).partstat = Partstat.NEEDS_ACTION
    lede = "You owe one answer to an invitation and 2 answers on recommendations."
    assert lede in browser_of(app, "primary_nl").text(HOME)


@pytest.mark.parametrize(
    "state, over_in, is_prepared",
    [
        (MeetingState.CONVENED, timedelta(minutes=1), True),
        (MeetingState.IN_SESSION, timedelta(minutes=1), True),
        (MeetingState.IN_SESSION, timedelta(0), False),
        (MeetingState.CONCLUDED, timedelta(minutes=1), False),
    ],
)
def test_nothing_is_prepared_for_a_meeting_that_is_over(
    app: Flask, secretary: Browser, state: MeetingState, over_in: timedelta, is_prepared: bool
) -> None:
    with app.app_context(), work(TESTS):
        meeting = board_meeting()
        key = meeting.key
        meeting.state, meeting.starts_on, meeting.ends_on = state, clock.now().date(), clock.now().date()
        meeting.ends_at, meeting.answers_due_at = clock.now() + over_in, clock.now()
    for page in (HOME, ASKED):
        shown = html(secretary, page)
        assert (f'href="/meetings/{key}/board"' in shown) is is_prepared
        assert ("answers to the invitations" in shown) is is_prepared


@pytest.mark.parametrize(
    "state, over_in, is_awaited",
    [
        (MeetingState.CONVENED, timedelta(minutes=1), True),
        (MeetingState.IN_SESSION, timedelta(minutes=1), True),
        (MeetingState.IN_SESSION, timedelta(0), False),
        (MeetingState.CONCLUDED, timedelta(minutes=1), False),
    ],
)
@pytest.mark.parametrize("whom", ["primary_nl", "ngo_guest", "primary_nl, not invited"])
def test_nobody_is_awaited_at_a_meeting_that_is_over(
    app: Flask, whom: str, state: MeetingState, over_in: timedelta, is_awaited: bool
) -> None:
    key = whom.split(",", maxsplit=1)[0]
    with app.app_context(), work(TESTS):
        meeting = board_meeting()
        meeting.state, meeting.starts_on, meeting.ends_on = state, clock.now().date(), clock.now().date()
        meeting.ends_at = clock.now() + over_in
        link = f'href="/meetings/{meeting.key}"'
        if key != whom:
            invitation_of(key, meeting).state = InvitationState.WITHDRAWN
    # Without a seat one is told one's own day, which is further off than ninety days.
    for page in (HOME,) if key == "ngo_guest" else (HOME, ASKED):
        assert (link in html(browser_of(app, key), page)) is is_awaited


@pytest.mark.parametrize(
    "days, state, is_task",
    [
        (30, MeetingState.CONVENED, True),
        (31, MeetingState.CONVENED, False),
        (0, MeetingState.CONVENED, True),
        (10, MeetingState.CANCELLED, False),
        (-1, MeetingState.CONCLUDED, True),
    ],
)
def test_adopting_a_record_is_a_task_once_the_next_meeting_is_near(
    app: Flask, secretary: Browser, days: int, state: MeetingState, is_task: bool
) -> None:
    with app.app_context(), work(TESTS):
        meeting, record = circulated()
        key, later = meeting.key, board_meeting()
        record.due_at, today = clock.now() - timedelta(hours=1), clock.local(clock.now(), meeting.zone).date()
        later.state, later.starts_on = state, today + timedelta(days=days)
    for page in (HOME, ASKED):
        shown = html(secretary, page)
        assert (f'href="/meetings/{key}/record/adoption"' in shown) is is_task
        assert ("can be adopted by the next meeting" in shown) is is_task
        assert ("is for the next meeting to adopt" in shown) is not is_task
