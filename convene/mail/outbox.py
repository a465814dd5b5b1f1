"""The outbox: enqueuing in the transaction of the change; dropping what must not be sent any more. Sends nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from convene.access.scope import as_system
from convene.db import insert_new, new_key
from convene.mail.models import OutboxMessage
from convene.mail.states import OutboxState

KEEP_TRYING = timedelta(days=5)  # RFC 5321 4.5.4.1


@dataclass(frozen=True, slots=True)
class Envelope:
    """To whom a message is addressed, by internal ids, and what it is about.

    Somebody who is no user has no `person_id`; `outsider` is the key of the row that has their address.
    """

    kind: str
    about: str
    person_id: int | None
    body_id: int | None = None
    meeting_id: int | None = None
    invitation_id: int | None = None
    outsider: str = ""


def enqueue(
    envelope: Envelope,
    *,
    at: datetime,
    due: str = "",
    facts: Mapping[str, object] | None = None,
    expires_at: datetime | None = None,
    wait: timedelta = timedelta(),
) -> bool:
    """Queue one message, once per kind, object, recipient and due time; False where it was queued before.

    It goes after the `wait`. The row says whom and why; text and calendar are made, and the audience checked again,
    at sending.
    """
    subject_key = f"{envelope.kind}:{envelope.about}:{envelope.person_id or envelope.outsider}:{due}"
    key = new_key()
    with as_system("queue a message") as session:
        return bool(
            insert_new(
                session,
                OutboxMessage,
                [
                    {
                        "key": key,
                        "subject_key": subject_key,
                        "kind": envelope.kind,
                        "body_id": envelope.body_id,
                        "meeting_id": envelope.meeting_id,
                        "invitation_id": envelope.invitation_id,
                        "person_id": envelope.person_id,
                        "outsider": envelope.outsider,
                        "facts": json.dumps(dict(facts or {}), default=str),
                        "state": OutboxState.QUEUED,
                        "message_id": key,
                        "queued_at": at,
                        "next_try_at": at + wait,
                        "expires_at": expires_at or at + KEEP_TRYING,
                        "tries": 0,
                        "repeats": 0,
                        "trouble": "",
                        "to_address": "",
                        "subject": "",
                    }
                ],
            )
        )


@dataclass(frozen=True, slots=True)
class Gathered:
    """One thing that a message tells with others of its kind: where it is read, and where several are."""

    path: str
    path_of_several: str


def gather(envelope: Envelope, one: Gathered, *, at: datetime, wait: timedelta) -> bool:
    """Add one thing to what waits unsent of this kind for the same person, body and meeting; True where none did.

    Then it is queued, and waits itself, so that a busy afternoon is one message. The first is not put off by the next.
    """
    with as_system("gather what waits unsent") as session:
        same = select(OutboxMessage).where(
            OutboxMessage.kind == envelope.kind,
            OutboxMessage.person_id == envelope.person_id,
            OutboxMessage.body_id.is_not_distinct_from(envelope.body_id),
            OutboxMessage.meeting_id.is_not_distinct_from(envelope.meeting_id),
            OutboxMessage.state == OutboxState.QUEUED,
            # What the server put off keeps its text; what has run out goes to nobody.
            OutboxMessage.rendered.is_(None),
            OutboxMessage.expires_at > at + wait,
        )
        # There is one writer at a time: the sender has taken it already, or finds it with all that it tells.
        waiting = session.scalars(same.order_by(OutboxMessage.id).limit(1)).first()
        if waiting is not None:
            facts = json.loads(waiting.facts)
            facts["count"] = facts.get("count", 1) + 1
            facts["path"] = one.path if facts.get("path") == one.path else one.path_of_several
            waiting.facts = json.dumps(facts)
            return False
    return enqueue(envelope, at=at, facts={"path": one.path, "count": 1}, wait=wait)


def drop_waiting(*, invitation_id: int, but: str = "") -> None:
    """Drop what waits for an invitation that is withdrawn; a cancellation is told in its own message."""
    with as_system("drop messages") as session:
        waiting = select(OutboxMessage).where(
            OutboxMessage.invitation_id == invitation_id, OutboxMessage.state == OutboxState.QUEUED
        )
        for message in session.scalars(waiting):
            if message.kind != but:
                message.state = OutboxState.DROPPED


def forget_outsider(key: str) -> None:
    """Drop what waits for somebody who is no user and whose data goes; of what was sent, the address goes with it."""
    with as_system("forget an address") as session:
        for message in session.scalars(select(OutboxMessage).where(OutboxMessage.outsider == key)):
            if message.state in (OutboxState.QUEUED, OutboxState.SENDING):
                message.state = OutboxState.DROPPED
            message.to_address, message.rendered = "", None
