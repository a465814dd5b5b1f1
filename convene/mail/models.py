"""Table of the outbox: a message is a row written with the change it reports (security.md section 6)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from convene.db import Base, Keyed, UtcDateTime, Word
from convene.mail.states import OutboxState


class OutboxMessage(Keyed, Base):
    """One message to one person. `subject_key` (kind, object, recipient, due) is unique: enqueuing twice adds nothing.

    Without `person_id` it goes to somebody who is no user; `outsider` is the key of the row that has their address.
    `facts` (JSON) holds what only the moment of the change knew; the rest is read, and the audience checked again, at
    sending. `rendered` is kept from the first attempt on, so that a repeat after a crash is the same message.
    """

    __tablename__ = "outbox"

    subject_key: Mapped[str] = mapped_column(String(160), unique=True)
    kind: Mapped[str] = mapped_column(String(30))
    body_id: Mapped[int | None] = mapped_column(Integer, index=True)
    meeting_id: Mapped[int | None] = mapped_column(Integer, index=True)
    invitation_id: Mapped[int | None] = mapped_column(Integer, index=True)
    person_id: Mapped[int | None] = mapped_column(Integer, index=True)
    outsider: Mapped[str] = mapped_column(String(22), default="", index=True)
    facts: Mapped[str] = mapped_column(Text, default="{}")
    state: Mapped[OutboxState] = mapped_column(Word(OutboxState), default=OutboxState.QUEUED, index=True)
    message_id: Mapped[str] = mapped_column(String(120))
    to_address: Mapped[str] = mapped_column(String(254), default="")
    subject: Mapped[str] = mapped_column(String(300), default="")
    rendered: Mapped[bytes | None] = mapped_column(LargeBinary)
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_try_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    repeats: Mapped[int] = mapped_column(default=0)
    trouble: Mapped[str] = mapped_column(String(300), default="")


class Lease(Base):
    """Who holds a single duty (sending, planning), until when; and the heartbeat that shows it lives (settled 27)."""

    __tablename__ = "leases"

    id: Mapped[int] = mapped_column(primary_key=True)
    duty: Mapped[str] = mapped_column(String(40), unique=True)
    holder: Mapped[str] = mapped_column(String(60))
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    beat_at: Mapped[datetime] = mapped_column(UtcDateTime)
