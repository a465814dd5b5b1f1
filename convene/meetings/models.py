"""Tables of meetings and sessions. `announced` turns true when a meeting is convened and never back."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, String, Text, Time, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from convene.access.terms import Audience
from convene.bodies.models import Body
from convene.db import Base, Keyed, UtcDateTime, Word
from convene.meetings.terms import GuestKind, MeetingKind, MeetingState


class Meeting(Keyed, Base):
    """A meeting of a body in a host city; times of its sessions are wall-clock times of `zone` (IANA)."""

    __tablename__ = "meetings"
    __table_args__ = (UniqueConstraint("body_id", "year", "number"),)

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    kind: Mapped[MeetingKind] = mapped_column(Word(MeetingKind))
    template: Mapped[str] = mapped_column(String(60), default="")
    year: Mapped[int]
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    symbol: Mapped[str] = mapped_column(String(60))
    state: Mapped[MeetingState] = mapped_column(Word(MeetingState), default=MeetingState.DRAFT)
    announced: Mapped[bool] = mapped_column(Boolean, default=False)
    is_provisional: Mapped[bool] = mapped_column(Boolean, default=False)
    city: Mapped[str] = mapped_column(String(120))
    zone: Mapped[str] = mapped_column(String(64))
    venue: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    getting_in: Mapped[str] = mapped_column(Text, default="")
    notice: Mapped[str] = mapped_column(String(200), default="")
    starts_on: Mapped[date] = mapped_column(Date, index=True)
    ends_on: Mapped[date] = mapped_column(Date)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answers_due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    papers_due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    remind_days: Mapped[str] = mapped_column(String(40), default="7,2")
    proposals_due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    chair_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id", ondelete="RESTRICT"))
    covering_note: Mapped[str] = mapped_column(Text, default="")
    telephone_name: Mapped[str] = mapped_column(String(120), default="")
    telephone: Mapped[str] = mapped_column(String(60), default="")
    # What it hangs on in the body's year: the line of the cycle, the anchor event by name, the party that hosts.
    line: Mapped[str] = mapped_column(String(60), default="")
    anchor: Mapped[str] = mapped_column(String(120), default="")
    host_id: Mapped[int | None] = mapped_column(ForeignKey("parties.id", ondelete="RESTRICT"))
    # The day on which a past meeting was taken over from a list: its hours and invitations are not on record.
    taken_over_on: Mapped[date | None] = mapped_column(Date)

    body: Mapped[Body] = relationship()

    def __repr__(self) -> str:
        return f"<Meeting {self.symbol}>"


class MeetingSession(Keyed, Base):
    """One sitting. The wall-clock time is what was agreed; the instants are computed from it and the zone.

    A check-in of a round is a sitting of its own, kept by the round: several may be held at the same hour.
    """

    __tablename__ = "meeting_sessions"

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), index=True)
    announced: Mapped[bool] = mapped_column(Boolean, default=False)
    title: Mapped[str] = mapped_column(String(200))
    guest_title: Mapped[str] = mapped_column(String(200), default="")
    audience: Mapped[Audience] = mapped_column(Word(Audience), default=Audience.CLOSED)
    on: Mapped[date] = mapped_column(Date)
    opens: Mapped[time] = mapped_column(Time)
    minutes: Mapped[int]
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    room: Mapped[str] = mapped_column(String(120), default="")
    getting_in: Mapped[str] = mapped_column(Text, default="")
    video_link: Mapped[str] = mapped_column(String(500), default="")
    is_check_in: Mapped[bool] = mapped_column(Boolean, default=False)

    def __repr__(self) -> str:
        return f"<MeetingSession {self.title}>"


class Places(Base):
    """How many guests of one kind a session has room for, and how many places are taken (settled 9)."""

    __tablename__ = "places"
    __table_args__ = (
        UniqueConstraint("session_id", "guest_kind"),
        CheckConstraint("taken >= 0 AND taken <= places", name="within"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"))
    session_id: Mapped[int] = mapped_column(ForeignKey("meeting_sessions.id", ondelete="RESTRICT"), index=True)
    announced: Mapped[bool] = mapped_column(Boolean, default=False)
    guest_kind: Mapped[GuestKind] = mapped_column(Word(GuestKind))
    places: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
