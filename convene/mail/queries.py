"""Reads of the outbox and of the duties' heartbeats."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select

from convene.access import rules
from convene.access.scope import guard, unrestricted
from convene.db import db
from convene.mail.models import Lease, OutboxMessage
from convene.mail.states import OutboxState

guard(OutboxMessage, rules.sees_kept, body=OutboxMessage.body_id)
unrestricted(Lease, "who holds a duty of the program; says nothing about anybody")


def messages_of(body_id: int, *, most: int = 200) -> list[OutboxMessage]:
    """The latest messages of a body, newest first."""
    return list(
        db.session.scalars(
            select(OutboxMessage)
            .where(OutboxMessage.body_id == body_id)
            .order_by(OutboxMessage.queued_at.desc(), OutboxMessage.id.desc())
            .limit(most)
        )
    )


def failures(body_ids: Iterable[int]) -> int:
    """How many messages of these bodies could not be delivered."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(OutboxMessage)
            .where(OutboxMessage.body_id.in_(list(body_ids)), OutboxMessage.state == OutboxState.FAILED)
        )
        or 0
    )


def reminded_since(meeting_id: int, moment: datetime) -> set[int]:
    """The invitations to a meeting about which a reminder was queued after that moment."""
    wanted = select(OutboxMessage.invitation_id).where(
        OutboxMessage.meeting_id == meeting_id, OutboxMessage.kind == "reminder", OutboxMessage.queued_at > moment
    )
    return {found for found in db.session.scalars(wanted) if found is not None}


def latest_by_invitation(meeting_id: int) -> dict[int, OutboxMessage]:
    """The latest message to each person invited to a meeting, by invitation."""
    rows = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.meeting_id == meeting_id).order_by(OutboxMessage.id)
    )
    return {m.invitation_id: m for m in rows if m.invitation_id is not None}


def duties() -> dict[str, Lease]:
    """The program's duties by name, with the moment of their last sign of life."""
    return {lease.duty: lease for lease in db.session.scalars(select(Lease))}
