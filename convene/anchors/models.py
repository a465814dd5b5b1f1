"""Tables of anchor dates that a body's secretariat enters, and of offices held; for the secretariat alone."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from convene.anchors.terms import Confidence
from convene.db import Base, Keyed, Word


class AnchorDate(Keyed, Base):
    """One occurrence of an event as a body's secretariat has it, in place of the known file and of the rule.

    `event` is a word of AnchorKind or a name of the secretariat's own, such as “G7 summit”. Without days it does not
    take place in that year.
    """

    __tablename__ = "anchor_dates"
    __table_args__ = (UniqueConstraint("body_id", "event", "year"),)

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    event: Mapped[str] = mapped_column(String(120))
    year: Mapped[int]
    starts_on: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    city: Mapped[str] = mapped_column(String(120), default="")
    zone: Mapped[str] = mapped_column(String(64), default="")
    confidence: Mapped[Confidence] = mapped_column(Word(Confidence))
    source: Mapped[str] = mapped_column(String(500), default="")

    def __repr__(self) -> str:
        return f"<AnchorDate {self.event} {self.year}>"


class Office(Keyed, Base):
    """An office that somebody holds for a time, such as the presidency of the Security Council: an opportunity to see.

    Without a last day it is held until further notice.
    """

    __tablename__ = "offices"

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    name: Mapped[str] = mapped_column(String(160))
    holder: Mapped[str] = mapped_column(String(160))
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    source: Mapped[str] = mapped_column(String(500), default="")

    def __repr__(self) -> str:
        return f"<Office {self.name}>"
