"""Pages of what moves other things: nothing is changed before it is confirmed, and what is typed is never lost."""

from __future__ import annotations

import re
from datetime import date, time

import pytest
from flask import Flask

from convene import clock
from convene.bodies.models import Body, Party
from convene.db import db, work
from convene.demo.cast import CAST
from convene.journal import JournalEntry
from convene.mail.models import OutboxMessage
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingKind, MeetingState
from convene.people.actions import give_term, take_on_record
from convene.people.terms import TermRole
from convene.years.models import Milestone, MilestoneDays
from tests.browser import TESTS, Browser, browser_of, words_of
from tests.build import BY, a_draft, board_meeting, body, count, one
from tests.counting import statements_seen
from tests.test_statements import statements
from tests.years.made import called, convened, everything, founded, planned

KEPT = re.compile(r'<input type="hidden" name="(?P<name>[^"]+)" value="(?P<value>[^"]*)">')
BOX = re.compile(r'name="lines" id="[^"]+" value="(?P<key>[^"]+)"(?P<ticked> checked)?')


def served(owner: Body) -> None:
    """The board's secretary serves this body as well."""
    secretary = next(c for c in CAST if c.key == "secretary")
    contact = take_on_record(owner, name=secretary.name, address=secretary.address, by=BY, at=clock.now())
    give_term(
        contact, body=owner, party=None, role=TermRole.SECRETARIAT, starts_on=date(2027, 1, 1), by=BY, at=clock.now()
    )


def a_planned_board(app: Flask) -> tuple[str, str]:
    """A board of its own with a convened meeting beside the debate of 2027; the keys of both."""
    with app.app_context(), work(TESTS):
        owner = founded("S1")
        served(owner)
        meeting = planned(owner, 2027, "autumn")["autumn"]
        convened(meeting)
        called(meeting)
        return owner.key, meeting.key


DEBATE = {
    "event": "UNGA general debate", "holds": "days", "starts_on": "2027-09-27", "ends_on": "2027-10-02",
    "city": "New York", "zone": "America/New_York", "confidence": "announced", "source": "Decision of the Assembly",
}  # fmt: skip


def shown_by(browser: Browser, path: str, typed: dict[str, str]) -> tuple[dict[str, str], dict[str, bool]]:
    """What the page of lines sends again, and its boxes with whether they are ticked."""
    page = browser.post(path, typed)
    assert page.status_code == 200, page.text
    assert "Nothing is changed yet, and nobody is told before you apply it." in page.text
    boxes = {found["key"]: bool(found["ticked"]) for found in BOX.finditer(page.text)}
    return {found["name"]: found["value"] for found in KEPT.finditer(page.text)}, boxes


def without_token(kept: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in kept.items() if name != "csrf_token"}


def rows(app: Flask) -> dict[str, list[tuple[object, ...]]]:
    with app.app_context(), work(TESTS):
        found = everything()
    return {name: kept for name, kept in found.items() if name not in ("Visit", "Attempt", "Sighting")}


def test_a_changed_date_shows_its_lines_first_and_applies_those_that_are_ticked(app: Flask) -> None:
    owner, meeting = a_planned_board(app)
    secretary = browser_of(app, "secretary")
    path, before = f"/bodies/{owner}/anchors/enter?of=2027&event=UNGA+general+debate", rows(app)

    kept, boxes = shown_by(secretary, path, DEBATE)
    unchanged = rows(app)
    some = [key for key in boxes if key.startswith(("days", "session", "people"))]
    answer = secretary.post(path, without_token(kept) | {"lines": some})

    assert unchanged == before
    assert all(boxes.values())
    assert answer.status_code == 303
    with app.app_context(), work(TESTS):
        found = one(Meeting, key=meeting)
        assert found.starts_on == date(2027, 9, 28)
        assert clock.local(found.papers_due_at, found.zone).date() == date(2027, 7, 14)
    text = secretary.text(answer.location)
    assert "UNGA general debate 2027 is kept." in text
    assert f"{len(some)} lines were applied; {len(boxes) - len(some)} were left as they are." in text
    assert "Announced, not confirmed" in text


def test_lines_that_have_changed_since_are_shown_again_and_nothing_is_applied(app: Flask) -> None:
    owner, meeting = a_planned_board(app)
    secretary = browser_of(app, "secretary")
    path = f"/bodies/{owner}/anchors/enter?of=2027&event=UNGA+general+debate"
    kept, boxes = shown_by(secretary, path, DEBATE)
    with app.app_context(), work(TESTS):
        found = one(Meeting, key=meeting)
        found.answers_due_at = found.papers_due_at
    before = rows(app)

    again = secretary.post(path, without_token(kept) | {"lines": list(boxes)})

    assert again.status_code == 422
    assert "What would follow has changed since you opened the page." in again.text
    assert rows(app) == before
    renewed = {found["name"]: found["value"] for found in KEPT.finditer(again.text)}
    assert secretary.post(path, without_token(renewed) | {"lines": list(boxes)}).status_code == 303


def test_a_choice_that_does_not_fit_comes_back_with_its_ticks(app: Flask) -> None:
    owner, _ = a_planned_board(app)
    secretary = browser_of(app, "secretary")
    path = f"/bodies/{owner}/anchors/enter?of=2027&event=UNGA+general+debate"
    kept, boxes = shown_by(secretary, path, DEBATE)
    before, days = rows(app), [key for key in boxes if key.startswith(("days", "people"))]

    refused = secretary.post(path, without_token(kept) | {"lines": days})

    assert refused.status_code == 422
    assert "The meeting and its sessions move together" in refused.text
    assert [f["key"] for f in BOX.finditer(refused.text) if f["ticked"]] == days
    assert rows(app) == before


def test_days_of_people_who_are_not_told_come_back_with_what_was_ticked(app: Flask) -> None:
    owner, _ = a_planned_board(app)
    secretary = browser_of(app, "secretary")
    path = f"/bodies/{owner}/anchors/enter?of=2027&event=UNGA+general+debate"
    kept, boxes = shown_by(secretary, path, DEBATE)
    before, some = rows(app), [key for key in boxes if not key.startswith("people")]
    assert len(some) == len(boxes) - 1

    refused = secretary.post(path, without_token(kept) | {"lines": some})

    assert refused.status_code == 422
    assert "3 people hold the old days: tick “Invitations and calendar entries” as well" in refused.text
    assert [f["key"] for f in BOX.finditer(refused.text) if f["ticked"]] == some
    assert rows(app) == before


def test_a_meeting_is_moved_from_its_page(app: Flask) -> None:
    _, meeting = a_planned_board(app)
    secretary = browser_of(app, "secretary")
    path = f"/meetings/{meeting}/days"
    assert path in secretary.get(f"/meetings/{meeting}").text

    kept, boxes = shown_by(secretary, path, {"starts_on": "2027-09-14"})
    answer = secretary.post(path, without_token(kept) | {"lines": list(boxes)})
    same = secretary.post(path, {"starts_on": "2027-09-14"})

    assert (answer.status_code, same.status_code) == (303, 303)
    assert "Tuesday 14 and Wednesday 15 September 2027" in secretary.text(f"/meetings/{meeting}")


def test_moving_onto_a_weekend_and_a_feast_says_so_beside_the_days(app: Flask) -> None:
    _, meeting = a_planned_board(app)

    page = browser_of(app, "secretary").post(f"/meetings/{meeting}/days", {"starts_on": "2027-10-02"})

    words = words_of(page)
    assert "Saturday 2 October 2027: a weekend; Sunday 3 October 2027: a weekend" in words
    assert "Saturday 2 October 2027: Rosh Hashanah" in words


@pytest.mark.parametrize(
    "typed, said", [("", "Enter a day, as in 2027-09-20."), ("soon", "Enter a day"), ("2028-01-10", "Its symbol is of")]
)
def test_a_day_that_cannot_be_is_said_at_its_field(app: Flask, typed: str, said: str) -> None:
    _, meeting = a_planned_board(app)
    before = rows(app)

    refused = browser_of(app, "secretary").post(f"/meetings/{meeting}/days", {"starts_on": typed})

    assert refused.status_code == 422
    assert said in refused.text
    assert rows(app) == before


def test_the_order_of_hosts_is_kept_and_a_member_passed_over_once(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        owner = founded("S1")
        served(owner)
        key = owner.key
        parties = {p.name: p.key for p in db.session.query(Party).filter_by(body_id=owner.id)}
    secretary = browser_of(app, "secretary")
    path = f"/bodies/{key}/hosts"
    places = {f"place_{parties[name]}": str(n) for n, name in enumerate(("Germany", "Canada", "Australia"), start=1)}

    twice = secretary.post(path, places | {f"place_{parties['Canada']}": "1"})
    word = secretary.post(path, places | {f"place_{parties['Canada']}": "second"})
    kept = secretary.post(path, places | {f"passes_{parties['Germany']}": "2027"})

    assert (twice.status_code, word.status_code, kept.status_code) == (422, 422, 303)
    assert "Canada has this place already." in twice.text
    assert "Enter a whole number." in word.text
    assert 'value="second"' in word.text
    assert "Who is next Canada: Ottawa Australia: Canberra" in secretary.text(path)
    with app.app_context(), work(TESTS):
        plan = planned(one(Body, key=key), 2028, "spring")["spring"]
        assert plan.city == "Berlin"
        assert count(JournalEntry, act="hosts.order", body_id=plan.body_id) == 1


def test_another_order_shows_the_drafts_that_it_moves(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        owner = founded("S1")
        served(owner)
        draft = planned(owner, 2028, "spring")["spring"]
        assert draft.city == "Canberra"
        key, meeting = owner.key, draft.key
        parties = {p.name: p.key for p in db.session.query(Party).filter_by(body_id=owner.id)}
    secretary, path = browser_of(app, "secretary"), f"/bodies/{key}/hosts"

    kept, boxes = shown_by(secretary, path, {f"place_{parties['Canada']}": "1"})
    place = [box for box in boxes if box.startswith("place")]
    answer = secretary.post(path, without_token(kept) | {"lines": place})

    assert answer.status_code == 303
    with app.app_context(), work(TESTS):
        found = one(Meeting, key=meeting)
        assert (found.city, found.host_id) == ("Ottawa", one(Party, key=parties["Canada"]).id)
        assert one(Party, key=parties["Canada"]).host_position == 1


def test_milestones_are_ticked_and_moved_by_hand(app: Flask) -> None:
    _, meeting = a_planned_board(app)
    secretary = browser_of(app, "secretary")
    with app.app_context(), work(TESTS):
        found = one(Meeting, key=meeting)
        step = one(Milestone, meeting_id=found.id, step="pack-out").key
        first = one(Milestone, meeting_id=found.id, step="host-confirmed").key
    listed = f"/meetings/{meeting}/milestones"
    assert "Was due on" in secretary.text(f"/meetings/{meeting}")

    assert secretary.post(f"/milestones/{first}/done", {"done": "yes"}).status_code == 303
    assert secretary.post(f"/milestones/{step}", {"due_on": "2027-08-13"}).status_code == 303
    refused = secretary.post(f"/milestones/{first}", {"due_on": "2027-08-13"})
    text = secretary.text(listed)

    assert refused.status_code == 422
    assert "It is ticked as done: take the tick away first." in refused.text
    assert "Host confirmed Friday 26 March 2027 Done on 1 June 2027" in text
    assert "Pack sent Friday 13 August 2027 Put there by hand" in text
    secretary.post(f"/milestones/{first}/done", {"done": "no"})
    # Only what happened by itself is done.
    text = secretary.text(listed)
    assert "Host confirmed Friday 26 March 2027 Overdue" in text
    assert text.count("Done on 1 June 2027 Done by what happened") == text.count("Done on") == 2
    assert "Invitations Tuesday 25 May 2027 Done on" in text


def test_what_is_a_deadline_of_the_meeting_follows_it_and_is_moved_there(app: Flask) -> None:
    _, meeting = a_planned_board(app)
    secretary = browser_of(app, "secretary")
    with app.app_context(), work(TESTS):
        found = one(Meeting, key=meeting)
        found.papers_due_at = clock.at_wall(date(2027, 9, 3), time(18), found.zone)
        step = one(Milestone, meeting_id=found.id, step="paper-deadline")
        key, before = step.key, step.due_on

    text = secretary.text(f"/meetings/{meeting}/milestones")
    refused = secretary.post(f"/milestones/{key}", {"due_on": "2027-08-13"})

    assert "Papers due Friday 3 September 2027 To be done" in text
    assert refused.status_code == 422
    assert "This is a deadline of the meeting: change it there, and the milestone follows." in refused.text
    with app.app_context(), work(TESTS):
        assert one(Milestone, key=key).due_on == before


def test_days_of_a_body_override_the_defaults_and_the_plan_says_which_are_which(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        key = body().key
    secretary = browser_of(app, "secretary")
    path = f"/bodies/{key}/milestones?line=autumn"
    assert "Our default is 42; empty goes back to it." in secretary.text(path)

    wrong = secretary.post(path, {"days_pack-out": "-3"})
    kept = secretary.post(path, {"days_pack-out": "50", "days_record-circulated": "30"})

    assert (wrong.status_code, kept.status_code) == (422, 303)
    assert "Enter a number from 0 to 730." in wrong.text
    with app.app_context(), work(TESTS):
        found = {m.step: (m.line, m.days_before) for m in db.session.query(MilestoneDays).filter_by(line="autumn")}
        assert found == {"pack-out": ("autumn", 50), "record-circulated": ("autumn", -30)}
    text = secretary.text(f"/bodies/{key}/year?of=2030")
    assert text.count("set by this body") == 2
    assert "Days that this body has not set are defaults of ours." in text
    secretary.post(path, {"days_pack-out": "", "days_record-circulated": ""})
    with app.app_context(), work(TESTS):
        assert count(MilestoneDays, body_id=body().id) == 0


def test_inviting_on_a_date_that_is_not_confirmed_asks_for_a_word_and_keeps_it(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        owner = founded("S1")
        served(owner)
        meeting = planned(owner, 2027, "autumn")["autumn"]
        meeting_key = meeting.key
    secretary, path = browser_of(app, "secretary"), f"/meetings/{meeting_key}/send"
    assert "The date of UNGA general debate 2027 is only computed" in secretary.text(path)
    before = rows(app)

    refused = secretary.post(path, {"covering_note": "Welcome"})

    assert refused.status_code == 422
    assert "is only computed. Tick that you invite all the same, or confirm the date first." in refused.text
    assert "Welcome" in refused.text
    assert rows(app) == before
    assert secretary.post(path, {"despite_date": "y"}).status_code == 303
    with app.app_context(), work(TESTS):
        found = one(Meeting, key=meeting_key)
        assert found.state is MeetingState.CONVENED
        line = one(JournalEntry, act="meeting.invite-unconfirmed", object_key=meeting_key)
        assert "UNGA general debate" in line.change


def test_a_confirmed_date_and_one_that_hangs_on_nothing_need_no_word(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        board, draft = board_meeting(), a_draft()
        assert (board.anchor, draft.anchor) == ("UNGA general debate", "")
        keys = (board.key, draft.key)

    for key in keys:
        assert "Invite all the same" not in browser_of(app, "secretary").text(f"/meetings/{key}/send")


def test_page_pdf_and_mail_say_that_the_date_is_provisional_until_it_is_confirmed(app: Flask) -> None:
    _, meeting = a_planned_board(app)
    secretary = browser_of(app, "secretary")

    assert "Provisional: the date may still change" in secretary.text(f"/meetings/{meeting}")
    assert b"STATUS:TENTATIVE" in secretary.get(f"/meetings/{meeting}/meeting.ics").data
    assert secretary.get(f"/meetings/{meeting}/agenda.pdf").status_code == 200
    with app.app_context(), work(TESTS):
        one(Meeting, key=meeting).is_provisional = False
    text = secretary.text(f"/meetings/{meeting}").replace("Provisional agenda", "A milestone")
    assert "Provisional" not in text
    assert b"STATUS:CONFIRMED" in secretary.get(f"/meetings/{meeting}/meeting.ics").data


def test_offices_are_entered_changed_and_removed_by_form(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        key = body().key
    secretary = browser_of(app, "secretary")
    typed = {"name": "Chair of the G7", "holder": "United States", "starts_on": "2029-01-01", "ends_on": "2028-12-31"}

    refused = secretary.post(f"/bodies/{key}/offices/new", typed)
    kept = secretary.post(f"/bodies/{key}/offices/new", typed | {"ends_on": ""})
    listed = secretary.get(f"/bodies/{key}/anchors?of=2031").text

    assert (refused.status_code, kept.status_code) == (422, 303)
    assert "The last day lies before the first." in refused.text
    assert "Chair of the G7" in listed
    assert "Chair of the G7" in secretary.text(f"/bodies/{key}/year?of=2031")
    office = re.search(r"/offices/[\w-]+", listed)
    assert office
    assert secretary.post(f"{office[0]}/remove").status_code == 303
    assert "Chair of the G7" not in secretary.text(f"/bodies/{key}/anchors?of=2031")


def test_pages_take_as_many_statements_for_several_rows(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        owner = founded("S1")
        served(owner)
        key, meeting = owner.key, planned(owner, 2028, "autumn")["autumn"].key
    secretary = browser_of(app, "secretary")
    pages = [f"/bodies/{key}/year?of=2028", f"/bodies/{key}/anchors?of=2028", f"/bodies/{key}/hosts",
             f"/meetings/{meeting}/milestones", f"/meetings/{meeting}"]  # fmt: skip
    few = [statements(app, secretary, page) for page in pages]
    with app.app_context(), work(TESTS):
        again = one(Body, key=key)
        planned(again, 2028, "spring")
        planned(again, 2029, "spring", "autumn")
        for number in range(6):
            row = Milestone(body_id=again.id, meeting_id=one(Meeting, key=meeting).id, step=f"own-{number}", name="Own")
            row.due_on = date(2028, 5, 1)
            db.session.add(row)

    assert [statements(app, secretary, page) for page in pages] == few
    assert few[-1] <= 12


def test_what_follows_takes_as_many_statements_for_several_meetings(app: Flask) -> None:
    owner, _ = a_planned_board(app)
    secretary = browser_of(app, "secretary")
    path = f"/bodies/{owner}/anchors/enter?of=2027&event=UNGA+general+debate"

    def counted() -> int:
        with statements_seen() as seen:
            shown_by(secretary, path, DEBATE)
        return len(seen)

    few = counted()
    with app.app_context(), work(TESTS):
        board = one(Body, key=owner)
        for number in (7, 8, 9):
            extra = a_draft(board.symbol, starts_on=date(2027, 10, number * 2 + 1 - number % 2))
            extra.kind, extra.anchor = MeetingKind.SPECIAL, "UNGA general debate"
    assert counted() == few
    assert count_waiting(app) == 0


def count_waiting(app: Flask) -> int:
    """Letters that a look at what would follow has queued: none."""
    with app.app_context(), work(TESTS):
        return count(OutboxMessage, kind="update")
