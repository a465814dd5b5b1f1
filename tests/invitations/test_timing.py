"""Convening for days that are near: by when letters ask, and whose hours are over, on each side of each boundary."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.access.terms import Audience
from convene.db import db, work
from convene.findings import Refused
from convene.invitations import actions
from convene.invitations.actions import Portions
from convene.invitations.models import Invitation
from convene.invitations.queries import admissions_of
from convene.invitations.rules import late_words, over_words
from convene.invitations.terms import InvitationState
from convene.invitations.timing import over_findings
from convene.letters import render
from convene.mail.compose import text_of
from convene.mail.models import OutboxMessage
from convene.meetings.models import Meeting
from convene.meetings.rules import is_over, latest_due
from convene.meetings.terms import MeetingState
from convene.people.models import Contact
from tests.browser import TESTS, browser_of, words_of
from tests.build import BY, a_draft, count, one, sessions
from tests.invitations.test_inviting import convene, prepare

ZONE = "Europe/Zurich"


def at(text: str) -> datetime:
    """That hour in Zurich on a day of November 2026, as an instant: “27 14:00”."""
    day, hour = text.split()
    return clock.at_wall(date(2026, 11, int(day)), time.fromisoformat(hour), ZONE)


# A session on the 27th from 14 to 16, and one on the 28th from 9 to 12.
SPANS = [(at("27 14:00"), at("27 16:00")), (at("28 09:00"), at("28 12:00"))]


@pytest.mark.parametrize(
    "due, now, expected",
    [
        ("26 12:00", "26 11:59", "26 12:00"),  # Ahead, if by a minute: it stays.
        ("26 12:00", "26 12:00", "26 18:00"),  # Over: the evening before.
        ("06 18:00", "26 17:59", "26 18:00"),
        ("06 18:00", "26 18:00", "27 13:00"),  # The evening has come: an hour before.
        ("06 18:00", "27 12:59", "27 13:00"),
        ("06 18:00", "27 13:00", "27 14:00"),  # Within the hour: the beginning.
        ("06 18:00", "27 13:59", "27 14:00"),
        ("06 18:00", "27 14:00", "27 18:00"),  # The first sits: what is before the second.
        ("06 18:00", "27 18:00", "28 08:00"),
        ("06 18:00", "28 08:59", "28 09:00"),
        ("06 18:00", "28 09:00", "28 12:00"),  # The last one sits: until its end.
        ("06 18:00", "28 11:59", "28 12:00"),
        ("06 18:00", "28 12:00", "06 18:00"),  # Nothing is left, and no letter leaves.
    ],
)
def test_what_is_asked_is_never_asked_by_a_time_that_has_passed(due: str, now: str, expected: str) -> None:
    assert latest_due(at(due), spans=SPANS, zone=ZONE, at=at(now)) == at(expected)


@pytest.mark.parametrize(
    "spans, now, expected",
    [(SPANS, "28 11:59", False), (SPANS, "28 12:00", True), (SPANS[:1], "27 16:00", True), ([], "28 12:00", False)],
)
def test_hours_are_over_with_the_last_of_them(
    spans: list[tuple[datetime, datetime]], now: str, *, expected: bool
) -> None:
    assert is_over(spans, at=at(now)) is expected


@pytest.mark.parametrize(
    "names, shown",
    [
        (["A"], "The hours to which A would be"),
        (["A", "B", "C"], "The hours to which A, B, C would be"),
        (["A", "B", "C", "D", "E"], "The hours to which A, B, C and 2 more would be"),
    ],
)
def test_those_whose_hours_are_over_are_named(names: list[str], shown: str) -> None:
    assert over_words(names, is_all=False).startswith(shown)
    assert "no letter would leave" in over_words(names, is_all=True)


def test_that_everybody_gets_more_time_is_said_once_they_were_invited() -> None:
    first, later = (late_words("Answers", "Monday", "Friday", is_draft=is_draft) for is_draft in (True, False))
    assert first == "Answers were due by Monday, which is over: the letters ask for them by Friday."
    assert later == f"{first} That holds for everybody who still owes them."


def a_near_one() -> Meeting:
    """A draft that begins soon, with its deadlines over. Needs a transaction."""
    meeting = a_draft()
    meeting.answers_due_at = meeting.papers_due_at = clock.now() - timedelta(days=20)
    return meeting


def letter_of(app: Flask, invitation: Invitation) -> str:
    """The letter that would go out now."""
    message = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.invitation_id == invitation.id, OutboxMessage.kind == "invitation")
    ).one()
    found = render(message, app.config["CONVENE"], at=clock.now())
    assert found is not None
    return " ".join(text_of(found.mail.letter).split())


def test_letter_and_meeting_name_the_evening_before(context: Flask) -> None:
    with work(TESTS):
        meeting = a_near_one()
        first = min(s.starts_at for s in sessions(meeting))
        eve = clock.at_wall(clock.local(first, meeting.zone).date() - timedelta(days=1), time(18), meeting.zone)
        invitation = prepare(meeting, "primary_dk")
        convene(meeting)
        assert (meeting.answers_due_at, meeting.papers_due_at) == (eve, eve)
        assert f"Please answer by: {clock.moment_words(eve, meeting.zone)}" in letter_of(context, invitation)


def test_deadlines_ahead_stay(context: Flask) -> None:
    with work(TESTS):
        meeting = a_draft()
        before = meeting.answers_due_at, meeting.papers_due_at
        prepare(meeting, "primary_dk")
        convene(meeting)
        assert (meeting.answers_due_at, meeting.papers_due_at) == before


def test_page_says_so_before_the_button(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_near_one()
        prepare(meeting, "primary_dk")
        key = meeting.key
    page = browser_of(app, "secretary").text(f"/meetings/{key}/send")
    assert "Answers were due by" in page
    assert "Papers were due by" in page
    assert page.index("Answers were due by") < page.index("Convene and send the invitation")


def test_nothing_is_sent_where_the_hours_are_over(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_draft()
        prepare(meeting, "primary_dk")
        key, ends_at, due = meeting.key, meeting.ends_at, meeting.answers_due_at
        queued = count(OutboxMessage)
    with time_machine.travel(ends_at, tick=False):
        secretary = browser_of(app, "secretary")
        before = secretary.text(f"/meetings/{key}/send")
        refused = secretary.post(
            f"/meetings/{key}/send", {"covering_note": "A note", "telephone_name": "", "telephone": ""}
        )
    assert "no letter would leave" in before
    assert refused.status_code == 422
    assert "no letter would leave" in words_of(refused)
    with app.app_context(), work(TESTS):
        again = one(Meeting, key=key)
        assert (again.state, again.answers_due_at, again.covering_note) == (MeetingState.DRAFT, due, "")
        assert count(OutboxMessage) == queued
        assert one(Invitation, meeting_id=again.id).state is InvitationState.PREPARED


def test_a_guest_whose_own_hours_are_over_is_named_and_nobody_is_invited(context: Flask) -> None:
    with work(TESTS):
        meeting = a_draft()
        own, *_ = sorted(sessions(meeting), key=lambda s: s.starts_at)
        own.audience = Audience.OPEN
        guest = prepare(meeting, "ngo_guest", Portions(sessions=(own,), reason="A reason"))
        prepare(meeting, "primary_dk")
        queued = count(OutboxMessage)
        db.session.flush()
        for moment, is_refused in ((own.ends_at - timedelta(minutes=1), False), (own.ends_at, True)):
            found = over_findings([guest], admissions_of(meeting), (sessions(meeting), []), at=moment)
            assert bool(found) is is_refused
        with pytest.raises(Refused) as refused:
            actions.convene(meeting, covering_note="", telephone_name="", telephone="", by=BY, at=own.ends_at)
        name = one(Contact, id=guest.contact_id).name
        assert [f.text for f in refused.value.findings] == [over_words([name], is_all=False)]
        assert count(OutboxMessage) == queued
        assert guest.state is InvitationState.PREPARED
