"""Sending the outbox: one sender at a time, each message claimed and rendered, sent, marked (security.md section 6).

Text and calendar are made at the moment of sending from what the person may see then. Between the server's “250 OK”
and the mark a kill can repeat the one message in flight, with the same Message-ID; no other.
"""

from __future__ import annotations

import json
import logging
import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import policy
from email.parser import BytesParser

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from convene import clock
from convene.access.terms import Reader, system
from convene.config import Settings
from convene.db import db, work
from convene.invitations.models import CalendarEntry, Invitation
from convene.invitations.rules import must_tell
from convene.invitations.telling import envelope, from_text
from convene.letters import Rendered, render
from convene.mail.compose import as_message
from convene.mail.models import Lease, OutboxMessage
from convene.mail.outbox import enqueue
from convene.mail.smtp import Sender, write_eml
from convene.mail.states import OutboxState
from convene.mail.terms import Delivery, Outcome

SENDER = system("sender")
LEASE = timedelta(minutes=3)
RETRY_MINUTES = (5, 15, 30, 60)
DUTY = "send"
log = logging.getLogger("convene.sending")


@dataclass(frozen=True, slots=True)
class _Flight:
    """One message in flight: what is needed to send it without the database."""

    message: int
    name: str
    to_address: str
    content: bytes


def me() -> str:
    """Who holds a duty: machine and process."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}"


def _is_gone(holder: str) -> bool:
    """Whether the holder was a process of this machine that has ended; then nobody need wait for its lease."""
    host, _, pid = holder.rpartition(":")
    if host != socket.gethostname()[:40] or not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def take_duty(duty: str, session: Session, *, at: datetime) -> bool:
    """Take or keep a duty for the length of its lease; False while somebody else holds it."""
    lease = session.scalars(select(Lease).where(Lease.duty == duty)).one_or_none()
    if lease is None:
        lease = Lease(duty=duty, holder=me(), until=at, beat_at=at)
        session.add(lease)
    elif lease.holder != me() and lease.until > at and not _is_gone(lease.holder):
        return False
    lease.holder, lease.until, lease.beat_at = me(), at + LEASE, at
    return True


def _next(session: Session, at: datetime) -> OutboxMessage | None:
    """What was in flight when its sender ended comes first; then what is due, oldest first."""
    in_flight = select(OutboxMessage).where(OutboxMessage.state == OutboxState.SENDING).order_by(OutboxMessage.id)
    found = session.scalars(in_flight.limit(1)).first()
    if found is not None:
        found.repeats += 1
        return found
    due = (
        select(OutboxMessage)
        .where(OutboxMessage.state == OutboxState.QUEUED, OutboxMessage.next_try_at <= at)
        .order_by(OutboxMessage.next_try_at, OutboxMessage.id)
    )
    return session.scalars(due.limit(1)).first()


def _claim(session: Session, settings: Settings, at: datetime) -> _Flight | None:
    """Claim the next message that is still to be sent; what nobody should get any more is dropped on the way."""
    while (message := _next(session, at)) is not None:
        # What was in flight may have arrived: it is repeated as it was, and what changed is told after it.
        content = message.rendered if message.state is OutboxState.SENDING else _made(message, settings, at)
        if content is None:
            session.flush()  # The next look must not find it again.
            continue
        message.state, message.rendered = OutboxState.SENDING, content
        return _Flight(message.id, f"m{message.key}", message.to_address, content)
    return None


def _made(message: OutboxMessage, settings: Settings, at: datetime) -> bytes | None:
    """Make text and calendar; None for what nobody should get any more, and for what cannot be made.

    What the server put off keeps its text, but its audience is checked again.
    """
    kept, message.rendered = message.rendered, None
    message.state = OutboxState.DROPPED
    try:
        rendered = None if message.expires_at <= at else render(message, settings, at=at)
        if not isinstance(rendered, Rendered):
            return None
        if kept is not None:
            return kept
        content = as_message(rendered.mail, at=at).as_bytes()
    except DBAPIError:
        raise
    except Exception as unwritable:
        # It must neither stop the others nor undo the mark of the one that left just before, which would go out again.
        log.exception("message %s cannot be made", message.key)
        message.state, message.trouble = OutboxState.FAILED, str(unwritable)[:300]
        return None
    message.to_address, message.subject = rendered.mail.to_address, rendered.mail.letter.subject
    message.facts = json.dumps(json.loads(message.facts) | {"shown": rendered.shown})
    return content


def _mark(session: Session, flight: _Flight, delivery: Delivery, at: datetime) -> None:
    """Write down what became of a message; what was told is kept, and what changed meanwhile is told again."""
    message = session.get_one(OutboxMessage, flight.message)
    message.tries += 1
    message.trouble = "" if delivery.outcome is Outcome.SENT else delivery.reply[:300]
    if delivery.outcome is Outcome.SENT:
        message.state, message.sent_at, message.rendered = OutboxState.SENT, at, None
        _told(session, message, at)
    elif delivery.outcome is Outcome.REFUSED:
        message.state, message.rendered = OutboxState.FAILED, None
    else:
        wait = timedelta(minutes=RETRY_MINUTES[min(message.tries, len(RETRY_MINUTES)) - 1])
        late = at + wait >= message.expires_at
        message.state = OutboxState.FAILED if late else OutboxState.QUEUED
        message.next_try_at = at + wait


def _told(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Keep what the person now knows; a change between rendering and sending is told at once."""
    facts = json.loads(message.facts)
    shown = facts.get("shown")
    if shown is None or message.meeting_id is None:
        return
    wanted = select(CalendarEntry).where(
        CalendarEntry.person_id == message.person_id,
        CalendarEntry.meeting_id == message.meeting_id,
        CalendarEntry.part == facts.get("part", 0),
    )
    entry = session.scalars(wanted).one_or_none()
    if entry is None:
        return
    entry.told = shown
    invitation = session.get(Invitation, message.invitation_id)
    if invitation is None or not shown:
        return
    if not entry.is_cancelled and must_tell(from_text(shown), from_text(entry.itinerary)):
        entry.sequence += 1
    elif not entry.is_cancelled:
        return
    kind, due = "cancellation" if entry.is_cancelled else "update", f"{entry.part}.{entry.sequence}"
    enqueue(envelope(kind, invitation), at=at, due=due, facts={"part": entry.part})


def send_due(*, most: int = 1000) -> int:
    """Send what is due; gives how many messages left. Safe to call at any time, from any process."""
    settings: Settings = current_app.config["CONVENE"]
    reader: Reader = SENDER
    sent = 0
    flight: _Flight | None = None
    delivery: Delivery | None = None
    transport = Sender(settings.smtp) if settings.smtp else None
    try:
        for _ in range(most + 1):
            at = clock.now()
            with work(reader):
                session = db.session()
                if flight is not None and delivery is not None:
                    _mark(session, flight, delivery, at)
                    sent += delivery.outcome is Outcome.SENT
                    if delivery.outcome is Outcome.RETRY and transport and transport.connection_problem():
                        return sent
                if not take_duty(DUTY, session, at=at):
                    return sent
                flight, delivery = _claim(session, settings, at), None
            if flight is None:
                return sent
            delivery = _deliver(flight, settings, transport)
    finally:
        if transport is not None:
            transport.close()
    return sent


def _deliver(flight: _Flight, settings: Settings, transport: Sender | None) -> Delivery:
    kept = policy.SMTP if flight.content.isascii() else policy.SMTPUTF8
    # The octets were settled when the message was claimed; a repeat must not fold them differently.
    message = BytesParser(policy=kept.clone(refold_source="none")).parsebytes(flight.content)
    if transport is None:
        write_eml(message, settings.outbox, flight.name)
        return Delivery(Outcome.SENT, "")
    return transport.send(message, to_address=flight.to_address, from_address=settings.mail_from)
