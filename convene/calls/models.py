"""Table of calls for papers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from convene.db import Base, Keyed, UtcDateTime, Word
from convene.papers.terms import PaperKind


class PaperCall(Keyed, Base):
    """A paper asked of one party (or, without a party, of one person) for one item, by a deadline (B5).

    `announced` says that it was told to whoever owes it, at `called_at`. The deadline that holds is `extended_to` where
    an extension was granted, for `extension_reason`, by `extended_by`; what comes within `grace_hours` after it is not
    marked as late. `paper_id` is the paper that answered the call.
    """

    __tablename__ = "paper_calls"
    __table_args__ = (UniqueConstraint("item_id", "party_id", "person_id", "kind"),)

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id", ondelete="RESTRICT"), index=True)
    party_id: Mapped[int | None] = mapped_column(ForeignKey("parties.id", ondelete="RESTRICT"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id", ondelete="RESTRICT"), index=True)
    announced: Mapped[bool] = mapped_column(Boolean, default=False)
    kind: Mapped[PaperKind] = mapped_column(Word(PaperKind))
    wish: Mapped[str] = mapped_column(Text, default="")
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    grace_hours: Mapped[int] = mapped_column(default=0)
    extended_to: Mapped[datetime | None] = mapped_column(UtcDateTime)
    extension_reason: Mapped[str] = mapped_column(String(300), default="")
    extended_by: Mapped[str] = mapped_column(String(40), default="")
    called_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("papers.id", ondelete="RESTRICT"), index=True)
