"""Tables of a planned year: milestones of its meetings, and how many days before each a body sets them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Boolean, Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from convene.db import Base, Keyed


class Milestone(Keyed, Base):
    """Something that the secretariat is to have done around a meeting; `step` is its key in the cycle.

    What was moved by hand stays where it was put; `done_on` is the day on which it was ticked.
    """

    __tablename__ = "milestones"
    __table_args__ = (UniqueConstraint("meeting_id", "step"),)

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), index=True)
    step: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(160))
    due_on: Mapped[date] = mapped_column(Date)
    is_by_hand: Mapped[bool] = mapped_column(Boolean, default=False)
    done_on: Mapped[date | None] = mapped_column(Date)

    def __repr__(self) -> str:
        return f"<Milestone {self.step}>"


class MilestoneDays(Keyed, Base):
    """How many days before the first day (after the last where negative) a body sets one step of one cycle line."""

    __tablename__ = "milestone_days"
    __table_args__ = (UniqueConstraint("body_id", "line", "step"),)

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    line: Mapped[str] = mapped_column(String(60))
    step: Mapped[str] = mapped_column(String(60))
    days_before: Mapped[int]

    def __repr__(self) -> str:
        return f"<MilestoneDays {self.line} {self.step}>"
