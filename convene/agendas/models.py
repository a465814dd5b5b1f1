"""Table of agenda items."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from convene.access.terms import Audience
from convene.agendas.terms import ItemKind, Subject
from convene.db import Base, Keyed, UtcDateTime, Word


class AgendaItem(Keyed, Base):
    """One item of a session. `own_audience` is what was chosen for it, None where it follows its session.

    `withheld` (closed within an open session), `room`, `starts_at` and `ends_at` are computed anew by
    `agendas.actions.retime` whenever the session changes, so that somebody admitted to this item alone is told where
    and when to be.
    """

    __tablename__ = "agenda_items"

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), index=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("meeting_sessions.id", ondelete="RESTRICT"), index=True)
    announced: Mapped[bool] = mapped_column(Boolean, default=False)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    kind: Mapped[ItemKind] = mapped_column(Word(ItemKind))
    subject: Mapped[Subject] = mapped_column(Word(Subject), default=Subject.OTHER)
    lead: Mapped[str] = mapped_column(String(200), default="")
    minutes: Mapped[int]
    outcome: Mapped[str] = mapped_column(Text, default="")
    country: Mapped[str] = mapped_column(String(120), default="")
    audience: Mapped[Audience] = mapped_column(Word(Audience))
    own_audience: Mapped[Audience | None] = mapped_column(Word(Audience))
    withheld: Mapped[bool] = mapped_column(Boolean, default=False)
    narrowed: Mapped[bool] = mapped_column(Boolean, default=False)
    takes_papers: Mapped[bool] = mapped_column(Boolean, default=True)
    video_link: Mapped[str] = mapped_column(String(500), default="")
    room: Mapped[str] = mapped_column(String(120), default="")
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)

    def __repr__(self) -> str:
        return f"<AgendaItem {self.position}>"
