"""Before a record goes out it is said who of those admitted would read something of it already now."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from convene.agendas.terms import Subject
from convene.db import db, work
from convene.invitations.models import Invitation
from convene.invitations.terms import InvitationState, Standpoint
from convene.records.terms import Marking
from tests.browser import TESTS, Browser, words_of
from tests.build import one, term_of
from tests.records.made import a_sitting, item, new, noted


@pytest.mark.parametrize("opens, kinds", [(False, ""), (True, "1 official")])
def test_it_is_said_who_of_the_admitted_would_read_it(app: Flask, secretary: Browser, opens: bool, kinds: str) -> None:
    """An open paragraph of the closed deep-dive is read by the speaker who was admitted to that item alone."""
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        noted(item(meeting), new("Words of the deep-dive.", Marking.OPEN if opens else Marking.CLOSED))
        path = f"/meetings/{meeting.key}/record/circulation"
    page = secretary.get(path)
    assert ('name="with_guests"' in page.text) is opens
    if opens:
        assert f"That is {kinds}. They see the open paragraphs" in words_of(page)
    else:
        assert "Nothing is open: the record goes to the member States alone." in words_of(page)


def test_everybody_is_counted_by_what_they_are_invited_as(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        noted(item(meeting), new("Words of the deep-dive.", Marking.OPEN))
        noted(item(meeting, Subject.INPUT_OF_GUESTS), new("Words to the guests.", Marking.OPEN))
        one(
            Invitation, meeting_id=meeting.id, person_id=term_of("ngo_guest").person_id
        ).standpoint = Standpoint.OFFICIAL
        path = f"/meetings/{meeting.key}/record/circulation"
    assert "That is 2 officials. They see" in secretary.text(path)


def test_where_nobody_is_admitted_the_tick_is_not_offered(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        here = select(Invitation).where(Invitation.meeting_id == meeting.id)
        for invitation in db.session.scalars(here.where(Invitation.standpoint != Standpoint.SEAT)):
            invitation.state = InvitationState.WITHDRAWN
        noted(item(meeting), new("Words of the deep-dive.", Marking.OPEN))
        path = f"/meetings/{meeting.key}/record/circulation"
    page = secretary.get(path)
    assert 'name="with_guests"' not in page.text
    assert "Nobody is admitted to what is open: the record goes to the member States alone." in words_of(page)
