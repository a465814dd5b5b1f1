"""Who is asked to take notes is told so, from then on until the record is out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from convene import clock
from convene.bodies.models import Party
from convene.db import db, work
from convene.invitations.actions import Portions, convene, prepare_invitation
from convene.mail.models import OutboxMessage
from convene.mail.states import OutboxState
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.people.models import Contact
from convene.planning import plan
from convene.records.models import NoteTaker
from convene.records.notes import name_rapporteur
from tests.access.crawl import letters
from tests.browser import TESTS, Browser, browser_of, character
from tests.build import BY, a_draft, an_item, board_meeting, count, one, sessions, term_of
from tests.records import made as recorded
from tests.test_owing import ASKED, HOME, html


def test_a_rapporteur_is_told_from_being_chosen_until_the_record_is_circulated(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        key, person = board_meeting().key, term_of("primary_dk").person_id
    reader, other = browser_of(app, "primary_dk"), browser_of(app, "primary_nl")
    link = f'href="/meetings/{key}/notes"'
    assert link not in html(reader, HOME) + html(reader, ASKED)
    with app.app_context(), work(TESTS):
        name_rapporteur(board_meeting(), person, by=BY, at=clock.now())
        assert [m.person_id for m in db.session.query(OutboxMessage).filter_by(kind="rapporteur")] == [person]
        board_meeting().starts_on = board_meeting().ends_on = clock.now().date()
    for page in (HOME, ASKED):
        assert link in html(reader, page)
        assert link not in html(other, page)
    assert "You take the notes of the " in html(reader, HOME)
    assert reader.get(f"/meetings/{key}/notes").status_code == 200
    with app.app_context(), work(TESTS):
        meeting = board_meeting()
        meeting.state = MeetingState.IN_SESSION
        recorded.noted(recorded.item(meeting), recorded.new("The board heard of the ports."))
        recorded.sent(meeting)
    assert link not in html(reader, HOME) + html(reader, ASKED)


@pytest.mark.parametrize(
    "after, is_told", [(timedelta(weeks=26) - timedelta(minutes=1), True), (timedelta(weeks=26), False)]
)
def test_a_rapporteur_is_not_told_for_ever(app: Flask, after: timedelta, is_told: bool) -> None:
    with app.app_context(), work(TESTS):
        meeting = board_meeting()
        name_rapporteur(meeting, term_of("primary_dk").person_id, by=BY, at=clock.now())
        meeting.state, meeting.ends_at = MeetingState.CONCLUDED, clock.now() - after
    assert ("You take the notes" in html(browser_of(app, "primary_dk"), HOME)) is is_told


@pytest.mark.parametrize("is_announced, stays, mails", [(True, True, 1), (True, False, 0), (False, True, 0)])
def test_a_rapporteur_gets_one_letter_that_names_no_meeting(
    app: Flask, is_announced: bool, stays: bool, mails: int
) -> None:
    with app.app_context(), work(TESTS):
        meeting = board_meeting()
        title, meeting.announced = meeting.title, is_announced
        for person in (term_of("primary_dk").person_id, None, term_of("primary_dk").person_id):
            name_rapporteur(meeting, person, by=BY, at=clock.now())
        if not stays:
            name_rapporteur(meeting, None, by=BY, at=clock.now())
    told = [m for m in letters(app) if "take the notes" in m.text]
    assert len(told) == mails
    assert all(title not in m.text for m in told)


@pytest.mark.parametrize(
    "namings, danish, dutch",
    [
        ([["primary_dk"], ["primary_dk"]], [1, 1], [0, 0]),
        ([["primary_dk", None, "primary_dk"]], [1], [0]),
        ([["primary_dk", "primary_nl", "primary_dk"]], [1], [0]),
        ([["primary_dk", "primary_nl"]], [0], [1]),
        ([["primary_dk"], [None], ["primary_dk"]], [1, 1, 2], [0, 0, 0]),
        ([["primary_dk"], ["primary_nl"], ["primary_dk"], []], [1, 1, 2, 2], [0, 1, 1, 1]),
        ([["primary_dk", None], ["primary_dk"], []], [0, 1, 1], [0, 0, 0]),
    ],
)
def test_each_naming_is_mailed_once(
    app: Flask, namings: list[list[str | None]], danish: list[int], dutch: list[int]
) -> None:
    found = []
    for keys in namings:
        with app.app_context(), work(TESTS):
            for key in keys:
                name_rapporteur(board_meeting(), term_of(key).person_id if key else None, by=BY, at=clock.now())
        to = [m.to for m in letters(app) if "take the notes" in m.text]
        found.append((to.count(character("primary_dk").address), to.count(character("primary_nl").address)))
    assert found == list(zip(danish, dutch, strict=True))


@pytest.mark.parametrize(
    "before, after, danish, dutch",
    [
        (["primary_dk"], [], 1, 0),
        (["primary_dk", "primary_nl"], [], 0, 1),
        (["primary_dk", None], [], 0, 0),
        (["primary_dk"], ["primary_nl"], 0, 1),
        (["primary_dk"], [None, "primary_dk"], 1, 0),
        ([], ["primary_dk"], 1, 0),
    ],
)
def test_who_was_named_while_the_meeting_was_a_draft_is_told_once_it_is_convened(
    app: Flask, before: list[str | None], after: list[str | None], danish: int, dutch: int
) -> None:
    def name(keys: list[str | None]) -> None:
        for key in keys:
            name_rapporteur(one(Meeting, id=of), term_of(key).person_id if key else None, by=BY, at=clock.now())

    def told(key: str) -> int:
        with app.app_context(), work(TESTS):
            return count(OutboxMessage, kind="rapporteur", person_id=term_of(key).person_id, state=OutboxState.QUEUED)

    with app.app_context(), work(TESTS):
        of = a_draft().id
        name(before)
    with app.app_context():
        plan(at=clock.now())
    assert (told("primary_dk"), told("primary_nl")) == (0, 0)
    with app.app_context(), work(TESTS):
        convene(one(Meeting, id=of), covering_note="", telephone_name="", telephone="", by=BY, at=clock.now())
        name(after)
    for minutes in (5, 10):
        with app.app_context():
            plan(at=clock.now() + timedelta(minutes=minutes))
    assert (told("primary_dk"), told("primary_nl")) == (danish, dutch)


def test_whoever_is_admitted_to_a_part_of_a_meeting_does_not_take_its_notes(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_draft()
        keys = {}
        for who in ("speaker_on_link", "observer_fr", "primary_dk"):
            term = term_of(who)
            portions = (
                Portions() if who == "primary_dk" else Portions(items=(an_item(sessions(meeting)[0]),), reason="A10")
            )
            prepare_invitation(
                meeting, term, party=db.session.get(Party, term.party_id), portions=portions, by=BY, at=clock.now()
            )
            keys[who] = one(Contact, id=term.contact_id).key
        notes = f"/meetings/{meeting.key}/notes"
    offered = secretary.get(notes).text
    assert [f'value="{key}"' in offered for key in keys.values()] == [False, False, True]
    for who in ("speaker_on_link", "observer_fr"):
        secretary.post(f"{notes}/rapporteur", {"rapporteur": keys[who]})
        with app.app_context(), work(TESTS):
            assert count(NoteTaker) == count(OutboxMessage, kind="rapporteur") == 0
    secretary.post(f"{notes}/rapporteur", {"rapporteur": keys["primary_dk"]})
    with app.app_context(), work(TESTS):
        assert count(NoteTaker) == 1
