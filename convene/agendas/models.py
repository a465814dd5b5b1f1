"""Tables of agenda items, of the changes made to an agenda, and of the chair's private notes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from convene.access.terms import Audience
from convene.agendas.terms import ItemKind, Progress, Subject, Theme
from convene.db import Base, Keyed, UtcDateTime, Word, Words, new_key


class AgendaItem(Keyed, Base):
    """One item of a session. `own_audience` is what was chosen for it, None where it follows its session.

    `withheld` (closed within an open session), `room`, `starts_at` and `ends_at` are computed anew by
    `agendas.actions.retime` whenever the session changes, so that somebody admitted to this item alone is told where
    and when to be. A sub-item names its item in `parent_id`, stands in the same session, and follows it in order.
    `section` is the heading under which it stands. Items that carry one discussion from meeting to meeting share a
    `thread`. `revision` rises with every change, so that an editor who began earlier can be told.
    """

    __tablename__ = "agenda_items"

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), index=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("meeting_sessions.id", ondelete="RESTRICT"), index=True)
    announced: Mapped[bool] = mapped_column(Boolean, default=False)
    position: Mapped[int]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id", ondelete="RESTRICT"))
    thread: Mapped[str] = mapped_column(String(22), default=new_key, index=True)
    revision: Mapped[int] = mapped_column(default=1)
    section: Mapped[str] = mapped_column(String(120), default="")
    title: Mapped[str] = mapped_column(String(300))
    kind: Mapped[ItemKind] = mapped_column(Word(ItemKind))
    subject: Mapped[Subject] = mapped_column(Word(Subject), default=Subject.OTHER)
    lead: Mapped[str] = mapped_column(String(200), default="")
    minutes: Mapped[int]
    outcome: Mapped[str] = mapped_column(Text, default="")
    countries: Mapped[str] = mapped_column(String(300), default="")
    themes: Mapped[tuple[Theme, ...]] = mapped_column(Words(Theme), default=())
    annotation: Mapped[str] = mapped_column(Text, default="")
    progress: Mapped[Progress] = mapped_column(Word(Progress), default=Progress.OPEN)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
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


class AgendaEdit(Base):
    """One change of an agenda, with what it changed from and to (JSON): for merging, for undoing, for the history.

    `revision` is the item's own after the change; `undoes` names the change that this one took back.
    """

    __tablename__ = "agenda_edits"
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), index=True)
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(40))
    act: Mapped[str] = mapped_column(String(20))
    item_key: Mapped[str] = mapped_column(String(22))
    revision: Mapped[int]
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    undoes: Mapped[int | None]
    is_undone: Mapped[bool] = mapped_column(Boolean, default=False)


class ChairNote(Base):
    """A private note on one item for whoever takes the chair: the run-of-show. `person_id` is the chair's."""

    __tablename__ = "chair_notes"
    __table_args__ = (UniqueConstraint("item_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id", ondelete="RESTRICT"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id", ondelete="RESTRICT"))
    text: Mapped[str] = mapped_column(Text)
