"""States of a message in the outbox."""

from __future__ import annotations

from enum import StrEnum


class OutboxState(StrEnum):
    """Queued, in flight, sent, given up, or no longer to be sent."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"
