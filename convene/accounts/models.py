"""Tables of visits, links that work once, and counters of attempts. No secret is stored: only what proves one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from convene.db import Base, Keyed, UtcDateTime


class Visit(Keyed, Base):
    """One browser's visit, by sign-in or by an invitation's link; ended means gone at the next request."""

    __tablename__ = "visits"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="RESTRICT"), index=True)
    invitation_id: Mapped[int | None] = mapped_column(Integer)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    browser: Mapped[str] = mapped_column(String(120), default="")


class SignInLink(Keyed, Base):
    """A link that signs one person in, once, within ten minutes (settled 20)."""

    __tablename__ = "sign_in_links"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="RESTRICT"), index=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Attempts(Base):
    """How often something was tried within a window, per opaque subject; counted in its own short transaction."""

    __tablename__ = "attempts"
    __table_args__ = (UniqueConstraint("subject", "window_starts_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(64))
    window_starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    count: Mapped[int] = mapped_column(default=0)
