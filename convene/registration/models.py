"""Tables of open registration. Whoever registers is no person of the program before the secretariat approves them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from convene.bodies.terms import PartyKind
from convene.db import Base, Keyed, UtcDateTime, Word
from convene.registration.terms import KEPT_DAYS, RegistrantState


class OpenRegistration(Keyed, Base):
    """Registration for one meeting; its key is the public address. Hours are agreed on the host's wall clock."""

    __tablename__ = "open_registrations"

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), unique=True)
    opens_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    places: Mapped[int | None]
    words: Mapped[str] = mapped_column(Text, default="")
    kept_days: Mapped[int] = mapped_column(default=KEPT_DAYS)


class RegistrationSession(Base):
    """An open session to which whoever is approved is admitted."""

    __tablename__ = "registration_sessions"
    __table_args__ = (UniqueConstraint("registration_id", "session_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"))
    registration_id: Mapped[int] = mapped_column(ForeignKey("open_registrations.id", ondelete="CASCADE"), index=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("meeting_sessions.id", ondelete="CASCADE"), index=True)


class Registrant(Keyed, Base):
    """What somebody gave on the public form, one row for each address; deleted when its time has come.

    Each change before it is confirmed raises `generation`, which makes earlier links void. `invitation_id` is the
    invitation that followed from an approval.
    """

    __tablename__ = "registrants"
    __table_args__ = (UniqueConstraint("registration_id", "address"),)

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), index=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("open_registrations.id", ondelete="RESTRICT"))
    state: Mapped[RegistrantState] = mapped_column(Word(RegistrantState), default=RegistrantState.WAITING)
    name: Mapped[str] = mapped_column(String(160))
    function: Mapped[str] = mapped_column(String(200), default="")
    organisation: Mapped[str] = mapped_column(String(160), default="")
    kind: Mapped[PartyKind | None] = mapped_column(Word(PartyKind))
    country: Mapped[str] = mapped_column(String(80), default="")
    address: Mapped[str] = mapped_column(String(254))
    why: Mapped[str] = mapped_column(Text, default="")
    access_needs: Mapped[str] = mapped_column(Text, default="")
    is_at_risk: Mapped[bool] = mapped_column(Boolean, default=False)
    generation: Mapped[int] = mapped_column(default=0)
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = mapped_column(String(300), default="")
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitations.id", ondelete="RESTRICT"))

    def __repr__(self) -> str:
        return f"<Registrant {self.key}>"
