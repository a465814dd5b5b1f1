"""Tables of papers shared with desk officers, and of private notes. Who opened what stands in the sightings."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from convene.db import Base, Keyed, UtcDateTime


class PaperShare(Keyed, Base):
    """A member shares one paper with one desk officer of its own, who reads that and nothing else (B5)."""

    __tablename__ = "paper_shares"
    __table_args__ = (UniqueConstraint("paper_id", "party_id", "person_id"),)

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("papers.id", ondelete="RESTRICT"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id", ondelete="RESTRICT"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="RESTRICT"), index=True)
    by: Mapped[str] = mapped_column(Text)
    shared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PaperNote(Base):
    """What one person wrote to a paper for themselves; nobody else reads it, and it is erased at `erase_at`."""

    __tablename__ = "paper_notes"
    __table_args__ = (UniqueConstraint("paper_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"))
    paper_id: Mapped[int] = mapped_column(ForeignKey("papers.id", ondelete="RESTRICT"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="RESTRICT"), index=True)
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    erase_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
