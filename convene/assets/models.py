"""Tables of the national preparation of a meeting and of the States' statements on assets (A12, A13)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from convene.assets.terms import Availability, Existence
from convene.db import Base, Keyed, UtcDateTime, Word
from convene.people.terms import AssetClass


class Preparation(Keyed, Base):
    """What a meeting asks of each capital: questions, a day for the preparatory step, a deadline for statements.

    `announced` turns true when the questions are sent, at `sent_at`.
    """

    __tablename__ = "preparations"
    __table_args__ = (UniqueConstraint("meeting_id"),)

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"))
    announced: Mapped[bool] = mapped_column(Boolean, default=False)
    questions: Mapped[str] = mapped_column(Text)
    prepare_on: Mapped[date] = mapped_column(Date)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class OfStatement:
    """What places a statement and its lines; the lines' are kept equal to the statement's."""

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id", ondelete="RESTRICT"), index=True)
    announced: Mapped[bool] = mapped_column(Boolean, default=False)


class AssetStatement(OfStatement, Keyed, Base):
    """One State's statement for one meeting; `announced` says that it is filed, until then it is a draft of its own.

    `prepared_on` is the day on which the capital took its preparatory step, as it says; `late_minutes` counts from the
    deadline at first filing.
    """

    __tablename__ = "asset_statements"
    __table_args__ = (UniqueConstraint("meeting_id", "party_id"),)

    prepared_on: Mapped[date | None] = mapped_column(Date)
    answers: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[str] = mapped_column(String(40))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    filed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_late: Mapped[bool] = mapped_column(Boolean, default=False)
    late_minutes: Mapped[int] = mapped_column(default=0)
    revision: Mapped[int] = mapped_column(default=1)


class AssetLine(OfStatement, Base):
    """What a statement says of one class of deployment (settled 12)."""

    __tablename__ = "asset_lines"
    __table_args__ = (UniqueConstraint("statement_id", "asset_class"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("asset_statements.id", ondelete="RESTRICT"), index=True)
    asset_class: Mapped[AssetClass] = mapped_column(Word(AssetClass))
    existence: Mapped[Existence] = mapped_column(Word(Existence), default=Existence.NOT_SAID)
    capacity: Mapped[str] = mapped_column(Text, default="")
    availability: Mapped[Availability] = mapped_column(Word(Availability), default=Availability.NOT_SAID)
    caveats: Mapped[str] = mapped_column(Text, default="")
