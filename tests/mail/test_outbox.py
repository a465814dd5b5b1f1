"""The outbox: once per kind, object, recipient and due time; gone with a change that is given up; dropped in time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.db import db, work
from convene.mail.models import OutboxMessage
from convene.mail.outbox import KEEP_TRYING, Envelope, drop_waiting, enqueue
from convene.mail.states import OutboxState
from tests.browser import TESTS
from tests.build import count

LETTER = Envelope("reminder", about="invitation-1", person_id=1, body_id=1, meeting_id=1, invitation_id=987)


def queue(envelope: Envelope = LETTER, due: str = "1") -> bool:
    return enqueue(envelope, at=clock.now(), due=due)


@pytest.mark.parametrize(
    "other, due, is_new",
    [
        (LETTER, "1", False),
        (Envelope("reminder", about="invitation-1", person_id=1, body_id=9), "1", False),
        (Envelope("update", about="invitation-1", person_id=1), "1", True),
        (Envelope("reminder", about="invitation-2", person_id=1), "1", True),
        (Envelope("reminder", about="invitation-1", person_id=2), "1", True),
        (LETTER, "2", True),
    ],
    ids=["the same", "the same but for the body", "kind", "object", "recipient", "due"],
)
def test_message_is_queued_once(context: Flask, other: Envelope, due: str, is_new: bool) -> None:
    with work(TESTS):
        before = count(OutboxMessage)
        assert queue() is True
        assert queue(other, due) is is_new
        assert count(OutboxMessage) == before + 1 + is_new


def test_message_queued_in_another_transaction_is_known_too(context: Flask) -> None:
    with work(TESTS):
        assert queue() is True
    with work(TESTS):
        assert queue() is False


def test_message_goes_with_the_change_that_is_given_up(context: Flask) -> None:
    with pytest.raises(ZeroDivisionError), work(TESTS):
        _ = 1 // (queue() - 1)
    with work(TESTS):
        assert count(OutboxMessage, invitation_id=987) == 0


@pytest.mark.parametrize("days", [None, 1])
def test_message_is_tried_for_five_days_or_until_it_expires(context: Flask, days: int | None) -> None:
    at = clock.now()
    given = at + timedelta(days=days) if days else None
    with work(TESTS):
        enqueue(LETTER, at=at, expires_at=given)
        kept = db.session.scalars(select(OutboxMessage).where(OutboxMessage.invitation_id == 987)).one()
        assert (kept.queued_at, kept.next_try_at, kept.expires_at) == (at, at, given or at + KEEP_TRYING)
        assert (kept.state, kept.tries, kept.to_address, kept.rendered) == (OutboxState.QUEUED, 0, "", None)


def test_message_ids_differ(context: Flask) -> None:
    with work(TESTS):
        queue(due="1")
        queue(due="2")
        wanted = select(OutboxMessage.message_id).where(OutboxMessage.invitation_id == 987)
        assert len(set(db.session.scalars(wanted))) == 2


def test_drop_waiting_drops_what_waits_for_one_invitation_alone(context: Flask) -> None:
    other = Envelope("reminder", about="x", person_id=1, invitation_id=986)
    cancellation = Envelope("cancellation", about="x", person_id=1, invitation_id=987)
    with work(TESTS):
        for envelope, due in ((LETTER, "1"), (LETTER, "2"), (other, ""), (cancellation, "")):
            queue(envelope, due)
        sent = db.session.scalars(select(OutboxMessage).where(OutboxMessage.subject_key.endswith(":2"))).all()[-1]
        sent.state = OutboxState.SENT
        drop_waiting(invitation_id=987, but="cancellation")
    with work(TESTS):
        wanted = select(OutboxMessage).where(OutboxMessage.invitation_id.in_([986, 987])).order_by(OutboxMessage.id)
        found = [(m.invitation_id, m.kind, str(m.state)) for m in db.session.scalars(wanted)]
    assert found == [
        (987, "reminder", "dropped"),
        (987, "reminder", "sent"),
        (986, "reminder", "queued"),
        (987, "cancellation", "queued"),
    ]
