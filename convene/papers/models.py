"""Tables of papers and versions. Both carry the columns that place them, so that each is filtered by itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from convene.db import Base, Keyed, UtcDateTime, Word
from convene.papers.terms import PaperKind


class UnderItem:
    """What decides who sees a paper; copied from its item by `papers.actions.place` and kept equal to it."""

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), index=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("meeting_sessions.id", ondelete="RESTRICT"))
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id", ondelete="RESTRICT"), index=True)
    party_id: Mapped[int | None] = mapped_column(ForeignKey("parties.id", ondelete="RESTRICT"))
    by_person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="RESTRICT"))
    announced: Mapped[bool] = mapped_column(Boolean, default=False)
    narrowed: Mapped[bool] = mapped_column(Boolean, default=False)
    withheld: Mapped[bool] = mapped_column(Boolean, default=False)
    for_admitted: Mapped[bool] = mapped_column(Boolean, default=True)


class Paper(UnderItem, Keyed, Base):
    """A paper for one item, from one party or person; the file itself is in its versions.

    A translation is a paper of its own that names in `translates_id` the paper as it was first written.
    """

    __tablename__ = "papers"

    title: Mapped[str] = mapped_column(String(300))
    kind: Mapped[PaperKind] = mapped_column(Word(PaperKind))
    from_whom: Mapped[str] = mapped_column(String(200))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_late: Mapped[bool] = mapped_column(Boolean, default=False)
    latest: Mapped[int] = mapped_column(default=1)
    file_name: Mapped[str] = mapped_column(String(160))
    media_type: Mapped[str] = mapped_column(String(100))
    pages: Mapped[int | None]
    language: Mapped[str] = mapped_column(String(10), default="en")
    translates_id: Mapped[int | None] = mapped_column(ForeignKey("papers.id", ondelete="RESTRICT"), index=True)


class PaperVersion(UnderItem, Keyed, Base):
    """One version: the original as given (author and secretariat only) and the copy without its author's traces.

    `late_minutes` counts from the deadline that held for its author, grace left aside; `discussed_at` says that it was
    the version on the table when its item was closed.
    """

    __tablename__ = "paper_versions"
    __table_args__ = (UniqueConstraint("paper_id", "number"),)

    paper_id: Mapped[int] = mapped_column(ForeignKey("papers.id", ondelete="RESTRICT"), index=True)
    number: Mapped[int]
    file_name: Mapped[str] = mapped_column(String(160))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    pages: Mapped[int | None]
    pages_are: Mapped[str] = mapped_column(String(10))
    original_digest: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_late: Mapped[bool] = mapped_column(Boolean, default=False)
    late_minutes: Mapped[int] = mapped_column(default=0)
    words: Mapped[int | None]
    asks: Mapped[bool | None] = mapped_column(Boolean)
    discussed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
