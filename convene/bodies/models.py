"""Tables of bodies and parties. A party belongs to one body: what one body holds on an organisation, no other sees."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Boolean, Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from convene.bodies.terms import PartyKind, Standing
from convene.db import Base, Keyed, Word


class Body(Keyed, Base):
    """A board, council, network or group with a secretariat of its own; `zone` is where its terms end at 24:00."""

    __tablename__ = "bodies"

    name: Mapped[str] = mapped_column(String(200))
    short_name: Mapped[str] = mapped_column(String(60))
    symbol: Mapped[str] = mapped_column(String(20), unique=True)
    preset: Mapped[str] = mapped_column(String(10))
    zone: Mapped[str] = mapped_column(String(64))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"))
    succeeds_id: Mapped[int | None] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"))
    not_attributed: Mapped[bool] = mapped_column(Boolean, default=False)
    telephone_name: Mapped[str] = mapped_column(String(120), default="")
    telephone: Mapped[str] = mapped_column(String(60), default="")
    reply_address: Mapped[str] = mapped_column(String(254), default="")
    # How this body prepares (ours, editable; settled 16): days before the first day, pages and minutes of a brief (B5).
    agenda_notice_days: Mapped[int] = mapped_column(default=21)
    proposals_due_days: Mapped[int] = mapped_column(default=35)
    brief_pages_most: Mapped[int] = mapped_column(default=3)
    brief_minutes_most: Mapped[int] = mapped_column(default=5)
    brief_wants_asks: Mapped[bool] = mapped_column(Boolean, default=True)
    brief_refuses: Mapped[bool] = mapped_column(Boolean, default=True)
    grace_hours: Mapped[int] = mapped_column(default=24)
    notes_kept_days: Mapped[int] = mapped_column(default=90)
    # People may be members in their own right, without a party (settled 10).
    has_individuals: Mapped[bool] = mapped_column(Boolean, default=False)

    def __repr__(self) -> str:
        return f"<Body {self.symbol}>"


class Party(Keyed, Base):
    """A State or organisation as one body knows it: the seat, whose record outlives whoever holds it (A2)."""

    __tablename__ = "parties"
    __table_args__ = (UniqueConstraint("body_id", "name"),)

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    name: Mapped[str] = mapped_column(String(160))
    kind: Mapped[PartyKind] = mapped_column(Word(PartyKind))
    standing: Mapped[Standing] = mapped_column(Word(Standing))
    country: Mapped[str] = mapped_column(String(2), default="")
    zone: Mapped[str] = mapped_column(String(64), default="")
    joined_on: Mapped[date | None] = mapped_column(Date)
    left_on: Mapped[date | None] = mapped_column(Date)
    # Its place in the order of hosts, and the year in which it is passed over once.
    host_position: Mapped[int | None]
    host_passes_in: Mapped[int | None]

    def __repr__(self) -> str:
        return f"<Party {self.name}>"
