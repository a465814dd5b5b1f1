"""Tables of circulated agendas. Head, sessions and items are rows of their own, so that each is filtered by itself.

`content` is JSON and never changes again: a stage reads as it was circulated, byte for byte. What places a row follows
the item as it is now, so that an agenda of last month opens nothing that was closed or narrowed since.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from convene.db import Base, Keyed, UtcDateTime, Word
from convene.stages.terms import Stage


class AgendaStage(Keyed, Base):
    """One circulation of one meeting's agenda. `revision` counts all circulations from 0 and stands in the symbol.

    `digest` is the SHA-256 of everything frozen; `notice_days` is the notice that the body's rule asked for, and
    `notice_kept` whether it was given; `note` says what is new, and at adoption how it was adopted.
    """

    __tablename__ = "agenda_stages"
    __table_args__ = (UniqueConstraint("meeting_id", "revision"),)

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), index=True)
    announced: Mapped[bool] = mapped_column(Boolean, default=True)
    stage: Mapped[Stage] = mapped_column(Word(Stage))
    revision: Mapped[int]
    symbol: Mapped[str] = mapped_column(String(80))
    circulated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(Text, default="")
    notice_days: Mapped[int]
    notice_kept: Mapped[bool] = mapped_column(Boolean)
    content: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))


class StageSession(Base):
    """One session as it was circulated."""

    __tablename__ = "stage_sessions"
    __table_args__ = (UniqueConstraint("stage_id", "session_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    stage_id: Mapped[int] = mapped_column(ForeignKey("agenda_stages.id", ondelete="RESTRICT"), index=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), index=True)
    # No foreign keys: a session or item may be removed, and what was circulated of it stays.
    session_id: Mapped[int]
    announced: Mapped[bool] = mapped_column(Boolean, default=True)
    content: Mapped[str] = mapped_column(Text)


class StageItem(Base):
    """One item as it was circulated; `narrowed` follows the item, `withheld` may be added and is never taken away."""

    __tablename__ = "stage_items"
    __table_args__ = (UniqueConstraint("stage_id", "item_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    stage_id: Mapped[int] = mapped_column(ForeignKey("agenda_stages.id", ondelete="RESTRICT"), index=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), index=True)
    session_id: Mapped[int]
    item_id: Mapped[int] = mapped_column(index=True)
    announced: Mapped[bool] = mapped_column(Boolean, default=True)
    narrowed: Mapped[bool] = mapped_column(Boolean, default=False)
    withheld: Mapped[bool] = mapped_column(Boolean, default=False)
    content: Mapped[str] = mapped_column(Text)
