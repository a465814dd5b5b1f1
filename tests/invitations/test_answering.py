"""Answers by the person, by link and on behalf; alternates and nominees; places; a lost link."""

from __future__ import annotations

import re

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.db import db, work
from convene.ical.terms import Partstat
from convene.invitations.models import Invitation, Nomination
from convene.invitations.terms import Attendance, InvitationState, NominationState, Standpoint
from convene.journal import JournalEntry
from convene.mail.models import OutboxMessage
from convene.mail.states import OutboxState
from convene.meetings.actions import move_to, set_places
from convene.meetings.models import Places
from convene.meetings.terms import GuestKind, MeetingState
from convene.people.models import Person, Term
from convene.people.terms import TermRole
from convene.sending import send_due
from tests.browser import TESTS, Browser, anonymous, browser_of, by_link, character, link_of, words_of
from tests.build import BY, board_meeting, count, invitation_of, one, open_session, term_of
from tests.fields import complaints, said_at, ticked, typed

NGOS = ("ngo_documentation", "ngo_guest", "ngo_survivors", "ngo_at_risk")
IN_PERSON, BY_VIDEO = Attendance.IN_PERSON, Attendance.BY_VIDEO


def key_of(app: Flask, key: str) -> str:
    with app.app_context(), work(TESTS):
        return invitation_of(key, board_meeting()).key


def meeting_key(app: Flask) -> str:
    with app.app_context(), work(TESTS):
        return board_meeting().key


def board_id(app: Flask) -> int:
    with app.app_context(), work(TESTS):
        return board_meeting().id


def answer_of(app: Flask, key: str) -> tuple[Partstat, Attendance | None, str, str]:
    """What stands as a character's answer: PARTSTAT, attendance, remark, and by whom it was recorded."""
    with app.app_context(), work(TESTS):
        found = invitation_of(key, board_meeting())
        return found.partstat, found.attendance, found.remark, found.answered_by


def queued(app: Flask, key: str, kind: str) -> int:
    with app.app_context(), work(TESTS):
        found = invitation_of(key, board_meeting())
        return count(OutboxMessage, invitation_id=found.id, kind=kind, state=OutboxState.QUEUED)


def person_key(app: Flask, key: str) -> str:
    with app.app_context(), work(TESTS):
        return str(one(Person, address=character(key).address).key)


def answer(app: Flask, browser: Browser, key: str, reply: str, remark: str = "") -> int:
    given = {"reply": reply, "remark": remark}
    return browser.post(f"/invitations/{key_of(app, key)}/answer", given).status_code


@pytest.mark.parametrize(
    "reply, partstat, attendance",
    [
        ("in-person", Partstat.ACCEPTED, IN_PERSON),
        ("by-video", Partstat.ACCEPTED, BY_VIDEO),
        ("maybe", Partstat.TENTATIVE, IN_PERSON),
        ("maybe-by-video", Partstat.TENTATIVE, BY_VIDEO),
        ("no", Partstat.DECLINED, None),
    ],
)
@pytest.mark.parametrize("way", ["signed in", "by link"])
def test_answer_is_kept_and_can_be_changed(
    app: Flask, way: str, reply: str, partstat: Partstat, attendance: Attendance | None
) -> None:
    browser = browser_of(app, "ngo_guest") if way == "signed in" else by_link(app, "ngo_guest", board_id(app))
    assert answer(app, browser, "ngo_guest", reply, "Gluten-free, please") == 303
    mine = person_key(app, "ngo_guest")
    assert answer_of(app, "ngo_guest") == (partstat, attendance, "Gluten-free, please", mine)
    assert answer(app, browser, "ngo_guest", "in-person") == 303
    assert answer_of(app, "ngo_guest") == (Partstat.ACCEPTED, IN_PERSON, "", mine)


def test_meeting_by_video_is_answered_by_video_alone(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        board_meeting().city = "By video"
    browser = browser_of(app, "ngo_guest")
    record = f"/invitations/{key_of(app, 'ngo_guest')}/record"
    for page in (browser.text(f"/meetings/{meeting_key(app)}"), secretary.text(record)):
        assert "Perhaps, by video" in page
        assert "Yes, in person" not in page
        assert "Perhaps, in person" not in page
    for reply in ("in-person", "maybe"):
        done = browser.post(f"/invitations/{key_of(app, 'ngo_guest')}/answer", {"reply": reply, "remark": "A word"})
        assert (done.status_code, complaints(done), typed(done, "remark")) == (422, ["reply"], "A word")
        assert "nobody comes in person" in said_at(done, "reply")[0]
        assert secretary.post(record, {"reply": reply, "remark": ""}).status_code == 422
    assert answer(app, browser, "ngo_guest", "in person") == 422
    assert answer_of(app, "ngo_guest")[0] is Partstat.NEEDS_ACTION
    assert answer(app, browser, "ngo_guest", "maybe-by-video") == 303
    assert answer_of(app, "ngo_guest")[:2] == (Partstat.TENTATIVE, BY_VIDEO)


def test_answer_without_a_choice_says_so_at_the_field_and_keeps_the_remark(app: Flask) -> None:
    browser = browser_of(app, "ngo_guest")
    for reply in ("", "perhaps"):
        done = browser.post(f"/invitations/{key_of(app, 'ngo_guest')}/answer", {"reply": reply, "remark": "A word"})
        assert done.status_code == 422
        assert complaints(done) == ["reply"]
        assert typed(done, "remark") == "A word"
    assert answer_of(app, "ngo_guest")[0] is Partstat.NEEDS_ACTION


def test_answer_for_somebody_else_is_not_there(app: Flask) -> None:
    for key in ("primary_nl", "alternate_dk", "secretary", "ngo_survivors", "secretary_council"):
        assert answer(app, browser_of(app, key), "primary_dk", "no") == 404, key
    assert answer_of(app, "primary_dk")[0] is Partstat.NEEDS_ACTION


def test_answer_recorded_on_behalf_says_who_recorded_it(app: Flask, secretary: Browser) -> None:
    path = f"/invitations/{key_of(app, 'primary_dk')}/record"
    assert ticked(secretary.get(path), "reply") == []
    assert secretary.post(path, {"reply": "by-video", "remark": "By telephone"}).status_code == 303
    recorder = person_key(app, "secretary")
    assert answer_of(app, "primary_dk") == (Partstat.ACCEPTED, BY_VIDEO, "By telephone", recorder)
    assert ticked(secretary.get(path), "reply") == ["by-video"]
    with app.app_context(), work(TESTS):
        invitation = invitation_of("primary_dk", board_meeting())
        line = one(JournalEntry, act="invitation.answer", by=recorder)
        assert (line.object_key, line.on_behalf_of) == (invitation.key, invitation.key)
    assert browser_of(app, "primary_nl").post(path, {"reply": "no"}).status_code == 404


@pytest.mark.parametrize("seconds, status", [(-1, 303), (0, 422)])
def test_answer_is_taken_until_the_meeting_is_over(
    app: Flask, at: time_machine.Traveller, seconds: float, status: int
) -> None:
    with app.app_context(), work(TESTS):
        ends_at = board_meeting().ends_at
    at.move_to(ends_at)
    at.shift(seconds)
    assert answer(app, browser_of(app, "primary_dk"), "primary_dk", "in-person") == status
    assert (answer_of(app, "primary_dk")[0] is Partstat.ACCEPTED) is (status == 303)


@pytest.mark.parametrize("state, refused", [(MeetingState.CANCELLED, True), (MeetingState.IN_SESSION, False)])
def test_answer_after_cancelling_is_refused_in_words(app: Flask, state: MeetingState, refused: bool) -> None:
    path = f"/invitations/{key_of(app, 'primary_dk')}/answer"
    with app.app_context(), work(TESTS):
        move_to(board_meeting(), state, by=BY, at=clock.now())
    done = browser_of(app, "primary_dk").post(path, {"reply": "no"})
    assert done.status_code == (422 if refused else 303)
    assert ("Answers are no longer taken: the meeting is over or cancelled." in done.text) is refused


def test_declining_takes_nothing_away(app: Flask) -> None:
    browser, page = browser_of(app, "ngo_guest"), f"/meetings/{meeting_key(app)}"
    before = browser.get(page).status_code
    assert answer(app, browser, "ngo_guest", "no") == 303
    assert (before, browser.get(page).status_code) == (200, 200)


def delegate_choice(browser: Browser, path: str, name: str) -> str:
    """The value of the option of that name on the page for delegating."""
    (found,) = re.findall(rf'<option value="([^"]+)">{name}', browser.get(path).text)
    return str(found)


def test_delegating_to_an_alternate_takes_effect_and_invites_them(app: Flask) -> None:
    browser = browser_of(app, "primary_dk")
    path = f"/invitations/{key_of(app, 'primary_dk')}/delegate"
    page = browser.get(path).text
    assert "Alternate of Denmark" in page
    assert "Alternate of Netherlands" not in page
    chosen = delegate_choice(browser, path, "Alternate of Denmark")
    assert browser.post(path, {"delegate": chosen, "remark": "On leave"}).status_code == 303
    assert answer_of(app, "primary_dk")[:3] == (Partstat.DELEGATED, None, "On leave")
    with app.app_context(), work(TESTS):
        meeting = board_meeting()
        first, second = invitation_of("primary_dk", meeting), invitation_of("alternate_dk", meeting)
        assert first.delegated_to_id == second.id
        assert (first.is_head, second.is_head) == (False, True)
        assert (second.state, second.standpoint) == (InvitationState.SENT, Standpoint.SEAT)
        assert second.partstat is Partstat.NEEDS_ACTION
    assert queued(app, "alternate_dk", "invitation") == 1
    assert browser.post(path, {"delegate": chosen, "remark": ""}).status_code == 303
    assert queued(app, "alternate_dk", "invitation") == 1


@pytest.mark.parametrize("other", ["alternate_nl", "primary_dk", "ngo_guest"])
def test_delegating_outside_the_own_delegation_is_refused_at_the_field(app: Flask, other: str) -> None:
    browser = browser_of(app, "primary_dk")
    with app.app_context(), work(TESTS):
        term = term_of(other).key
    done = browser.post(f"/invitations/{key_of(app, 'primary_dk')}/delegate", {"delegate": term, "remark": "So be it"})
    assert (done.status_code, complaints(done)) == (422, ["delegate"])
    assert typed(done, "remark") == "So be it"
    assert answer_of(app, "primary_dk")[0] is Partstat.NEEDS_ACTION
    with app.app_context(), work(TESTS):
        assert count(Invitation, person_id=term_of("alternate_nl").person_id) == 0


def test_guest_has_nobody_to_delegate_to(app: Flask) -> None:
    for act in ("delegate", "nominate"):
        path = f"/invitations/{key_of(app, 'ngo_guest')}/{act}"
        assert browser_of(app, "ngo_guest").get(path).status_code == 404
        assert by_link(app, "ngo_guest", board_id(app)).post(path, {"name": "x"}).status_code == 404


def test_alternate_whose_invitation_was_withdrawn_is_invited_by_delegation(context: Flask) -> None:
    app = context
    browser, secretary = browser_of(app, "primary_dk"), browser_of(app, "secretary")
    path = f"/invitations/{key_of(app, 'primary_dk')}/delegate"
    chosen = delegate_choice(browser, path, "Alternate of Denmark")
    browser.post(path, {"delegate": chosen, "remark": ""})
    send_due()
    secretary.post(f"/invitations/{key_of(app, 'alternate_dk')}/withdraw")
    send_due()
    browser.post(path, {"delegate": chosen, "remark": ""})
    send_due()
    with work(TESTS):
        invitation = invitation_of("alternate_dk", board_meeting())
        wanted = select(OutboxMessage).where(OutboxMessage.invitation_id == invitation.id).order_by(OutboxMessage.id)
        assert [(m.kind, str(m.state)) for m in db.session.scalars(wanted)] == [
            ("invitation", "sent"), ("cancellation", "sent"), ("invitation", "sent"),
        ]  # fmt: skip


NOMINEE = {
    "name": "Adviser on logistics", "function": "Adviser", "address": "adviser@mfa.example",
    "asset_class": "peacekeeping", "in_place": "with",
}  # fmt: skip


@pytest.mark.parametrize("in_place", ["with", "instead"])
def test_nominee_is_invited_once_the_secretariat_confirms(app: Flask, secretary: Browser, in_place: str) -> None:
    browser = browser_of(app, "primary_dk")
    done = browser.post(f"/invitations/{key_of(app, 'primary_dk')}/nominate", NOMINEE | {"in_place": in_place})
    assert done.status_code == 303
    with app.app_context(), work(TESTS):
        nomination = one(Nomination)
        assert nomination.state is NominationState.PROPOSED
        assert count(Person, address="adviser@mfa.example") == 0
        key = nomination.key
    assert browser.post(f"/nominations/{key}", {"decision": "confirm"}).status_code == 404
    assert "Adviser on logistics" in secretary.text(f"/meetings/{meeting_key(app)}/board")
    assert secretary.post(f"/nominations/{key}", {"decision": "confirm"}).status_code == 303
    with app.app_context(), work(TESTS):
        meeting = board_meeting()
        person = one(Person, address="adviser@mfa.example")
        invited = one(Invitation, person_id=person.id)
        assert (invited.standpoint, invited.asset_class) == (Standpoint.DELEGATE, "peacekeeping")
        assert count(OutboxMessage, invitation_id=invited.id, kind="invitation") == 1
        term = one(Term, person_id=person.id)
        assert (term.role, term.ends_on) == (TermRole.DELEGATE, meeting.ends_on)
        first = invitation_of("primary_dk", meeting)
        instead = in_place == "instead"
        assert first.delegated_to_id == (invited.id if instead else None)
        assert (invited.is_head, first.is_head) == (instead, not instead)
    again = secretary.post(f"/nominations/{key}", {"decision": "confirm"}, follow_redirects=True)
    assert "This nomination has been decided already." in words_of(again)


def test_nominee_that_is_declined_is_not_invited(app: Flask, secretary: Browser) -> None:
    browser_of(app, "primary_dk").post(f"/invitations/{key_of(app, 'primary_dk')}/nominate", NOMINEE)
    with app.app_context(), work(TESTS):
        key = one(Nomination).key
    assert secretary.post(f"/nominations/{key}", {"decision": "decline"}).status_code == 303
    with app.app_context(), work(TESTS):
        assert one(Nomination).state is NominationState.DECLINED
        assert count(Person, address="adviser@mfa.example") == 0


@pytest.mark.parametrize(
    "wrong, field, said",
    [
        ({"name": ""}, "name", "Enter the name."),
        ({"name": "国"}, "name", "These letters cannot be printed: 国"),
        ({"address": "adviser"}, "address", "An e-mail address has exactly one @."),
        ({"asset_class": "cavalry"}, "asset_class", "Not a valid choice."),
    ],
)
def test_nominee_that_is_refused_says_so_at_the_field(app: Flask, wrong: dict[str, str], field: str, said: str) -> None:
    path = f"/invitations/{key_of(app, 'primary_dk')}/nominate"
    done = browser_of(app, "primary_dk").post(path, NOMINEE | wrong)
    assert (done.status_code, complaints(done), said_at(done, field)) == (422, [field], [said])
    assert typed(done, "function") == "Adviser"
    with app.app_context(), work(TESTS):
        assert count(Nomination) == 0


def limit_places(app: Flask, places: int) -> None:
    """Keep so many places for civil society in the open session; one of them answered before."""
    with app.app_context(), work(TESTS):
        set_places(open_session(board_meeting()), {GuestKind.CIVIL_SOCIETY: places}, by=BY, at=clock.now())


def awaiting(app: Flask) -> list[str]:
    with app.app_context(), work(TESTS):
        return [key for key in NGOS if invitation_of(key, board_meeting()).awaits_place]


def test_places_beyond_the_limit_await_the_secretariat(app: Flask, secretary: Browser) -> None:
    limit_places(app, 2)
    for key, reply in (("ngo_guest", "in-person"), ("ngo_survivors", "by-video"), ("ngo_at_risk", "in-person")):
        done = browser_of(app, key).post(
            f"/invitations/{key_of(app, key)}/answer", {"reply": reply}, follow_redirects=True
        )
        awaits = key == "ngo_at_risk"
        assert ("The secretariat will confirm your place." in words_of(done)) is awaits, key
    assert awaiting(app) == ["ngo_at_risk"]
    assert answer_of(app, "ngo_at_risk")[0] is Partstat.ACCEPTED
    assert "Awaits a place" in secretary.text(f"/meetings/{meeting_key(app)}/board")


def test_place_freed_by_declining_or_by_video_is_given_to_the_next(app: Flask) -> None:
    limit_places(app, 1)
    guest, other = browser_of(app, "ngo_guest"), browser_of(app, "ngo_documentation")
    answer(app, guest, "ngo_guest", "in-person")
    assert awaiting(app) == ["ngo_guest"]
    for reply in ("no", "by-video", "maybe"):
        answer(app, other, "ngo_documentation", reply)
        answer(app, guest, "ngo_guest", "in-person")
        assert awaiting(app) == []
        answer(app, other, "ngo_documentation", "in-person")
        assert awaiting(app) == ["ngo_documentation"]
        answer(app, guest, "ngo_guest", "no")
        answer(app, other, "ngo_documentation", "in-person")
        assert awaiting(app) == []


def test_places_bind_no_seat_and_no_other_kind_of_guest(app: Flask) -> None:
    limit_places(app, 1)
    for key in ("primary_dk", "observer_fr", "speaker_on_link"):
        answer(app, browser_of(app, key), key, "in-person")
        with app.app_context(), work(TESTS):
            assert invitation_of(key, board_meeting()).awaits_place is False


def test_place_confirmed_is_told_to_the_guest(app: Flask, secretary: Browser) -> None:
    limit_places(app, 1)
    answer(app, browser_of(app, "ngo_guest"), "ngo_guest", "in-person")
    path = f"/invitations/{key_of(app, 'ngo_guest')}/place"
    assert browser_of(app, "ngo_guest").post(path).status_code == 404
    assert secretary.post(path).status_code == 303
    assert awaiting(app) == []
    assert queued(app, "ngo_guest", "place") == 1
    again = secretary.post(path, follow_redirects=True)
    assert "No place is awaited here." in words_of(again)
    assert queued(app, "ngo_guest", "place") == 1


def test_limit_lifted_and_set_again_never_fails_an_answer(app: Flask) -> None:
    limit_places(app, 2)
    browser = browser_of(app, "ngo_documentation")
    answer(app, browser, "ngo_documentation", "in-person")
    with app.app_context(), work(TESTS):
        set_places(open_session(board_meeting()), {GuestKind.CIVIL_SOCIETY: None}, by=BY, at=clock.now())
    limit_places(app, 2)
    assert answer(app, browser, "ngo_documentation", "no") == 303
    with app.app_context(), work(TESTS):
        assert one(Places, session_id=open_session(board_meeting()).id).taken == 0


def link_path(app: Flask, key: str) -> str:
    with app.app_context(), work(TESTS):
        return link_of(app, invitation_of(key, board_meeting()))


def test_link_opens_its_invitation_with_a_button_and_comes_back_three_days_later(
    app: Flask, at: time_machine.Traveller
) -> None:
    path = link_path(app, "ngo_guest")
    for _ in range(2):
        browser = anonymous(app)
        assert "Continue to your invitation" in browser.text(path)
        done = browser.post(path)
        assert (done.status_code, done.location) == (303, f"/meetings/{meeting_key(app)}")
        assert browser.get(done.location).status_code == 200
        at.shift(3 * 24 * 3600.0)
        assert browser.get(done.location).status_code == 302


@pytest.mark.parametrize("seconds, opens", [(-1, True), (0, False)])
def test_link_lives_until_the_end_of_the_session_it_opens(
    app: Flask, at: time_machine.Traveller, seconds: float, opens: bool
) -> None:
    path = link_path(app, "ngo_guest")
    with app.app_context(), work(TESTS):
        ends_at = open_session(board_meeting()).ends_at
    at.move_to(ends_at)
    at.shift(seconds)
    assert (anonymous(app).post(path).status_code == 303) is opens


def test_lost_link_is_replaced_to_the_address_on_file_and_says_the_same_to_everybody(app: Flask) -> None:
    path = link_path(app, "ngo_guest")
    real, unreal = anonymous(app).post(f"{path}/new"), anonymous(app).post(f"/i/{'x' * 54}/new")
    assert (real.status_code, words_of(real)) == (unreal.status_code, words_of(unreal)) == (200, words_of(real))
    assert queued(app, "ngo_guest", "new-link") == 1
    assert anonymous(app).get(path).status_code == 404
    assert anonymous(app).get(link_path(app, "ngo_guest")).status_code == 200
    assert anonymous(app).post(f"{path}/new").status_code == 200
    assert queued(app, "ngo_guest", "new-link") == 2


def test_old_link_never_makes_the_present_one_void_and_sends_it_once_an_hour(app: Flask) -> None:
    old = link_path(app, "ngo_guest")
    anonymous(app).post(f"{old}/new")
    present = link_path(app, "ngo_guest")
    assert (present != old, queued(app, "ngo_guest", "new-link")) == (True, 1)
    for _ in range(9):
        assert anonymous(app).post(f"{old}/new").status_code == 200
    assert queued(app, "ngo_guest", "new-link") == 2
    assert link_path(app, "ngo_guest") == present
    assert anonymous(app).get(present).status_code == 200


def test_lost_link_cannot_be_asked_for_endlessly_nor_by_guessing(app: Flask) -> None:
    forged = link_path(app, "ngo_guest")[:-4] + "AAAA"
    for _ in range(3):
        assert anonymous(app).post(f"{forged}/new").status_code == 200
    assert queued(app, "ngo_guest", "new-link") == 0
    for _ in range(9):
        assert anonymous(app).post(f"{link_path(app, 'ngo_guest')}/new").status_code == 200
    assert queued(app, "ngo_guest", "new-link") == 2


def test_lost_link_of_a_withdrawn_invitation_brings_nothing(app: Flask, secretary: Browser) -> None:
    path = link_path(app, "ngo_guest")
    secretary.post(f"/invitations/{key_of(app, 'ngo_guest')}/withdraw")
    assert anonymous(app).post(f"{path}/new").status_code == 200
    assert queued(app, "ngo_guest", "new-link") == 0
