"""Tables of rounds of check-ins: days and rooms, check-ins and who is in them, answers, absences, needs heard."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import Boolean, Date, ForeignKey, Integer, String, Text, Time, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from convene.agendas.terms import Theme
from convene.db import Base, Keyed, UtcDateTime, Word, Words
from convene.rounds.terms import CheckInState, Reply, Side


class Round(Base):
    """How long each check-in of a meeting lasts; without a row the meeting's template says it."""

    __tablename__ = "rounds"

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), unique=True)
    slot_minutes: Mapped[int]


class RoundDay(Base):
    """A day of a round, and the hours between which check-ins are held, on the host's wall clock."""

    __tablename__ = "round_days"
    __table_args__ = (UniqueConstraint("meeting_id", "on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"))
    on: Mapped[date] = mapped_column(Date)
    opens: Mapped[time] = mapped_column(Time)
    closes: Mapped[time] = mapped_column(Time)


class RoundRoom(Keyed, Base):
    """A room of a round; limited to a span where the round has it for part of the time alone."""

    __tablename__ = "round_rooms"
    __table_args__ = (UniqueConstraint("meeting_id", "name"),)

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"))
    name: Mapped[str] = mapped_column(String(120))
    starts_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CheckIn(Keyed, Base):
    """A party meets members of the Council (B3). Once it has a time it is a session of its own of the meeting.

    `announced` follows the session's; without a session nobody but the secretariat knows of it.
    """

    __tablename__ = "check_ins"

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id", ondelete="RESTRICT"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_sessions.id", ondelete="RESTRICT"), unique=True)
    announced: Mapped[bool] = mapped_column(Boolean, default=False)
    priority: Mapped[int] = mapped_column(default=2)
    state: Mapped[CheckInState] = mapped_column(Word(CheckInState), default=CheckInState.WANTED)

    def __repr__(self) -> str:
        return f"<CheckIn {self.key} {self.state}>"


class CheckInPerson(Base):
    """Who is in a check-in, and for which side; whoever is in it is told who else is."""

    __tablename__ = "check_in_people"
    __table_args__ = (UniqueConstraint("check_in_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), index=True)
    check_in_id: Mapped[int] = mapped_column(ForeignKey("check_ins.id", ondelete="RESTRICT"), index=True)
    session_id: Mapped[int | None] = mapped_column(Integer, index=True)
    announced: Mapped[bool] = mapped_column(Boolean, default=False)
    side: Mapped[Side] = mapped_column(Word(Side))
    term_id: Mapped[int] = mapped_column(ForeignKey("terms.id", ondelete="RESTRICT"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="RESTRICT"), index=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id", ondelete="RESTRICT"))
    party_id: Mapped[int | None] = mapped_column(ForeignKey("parties.id", ondelete="RESTRICT"))


class CheckInAnswer(Keyed, Base):
    """One person's part of a check-in: when and where, as their mail says it, and what they answered.

    It is theirs and the secretariat's alone; by an invitation's link it is all that is told of the check-in.
    """

    __tablename__ = "check_in_answers"
    __table_args__ = (UniqueConstraint("check_in_id", "person_id"),)

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), index=True)
    check_in_id: Mapped[int] = mapped_column(ForeignKey("check_ins.id", ondelete="RESTRICT"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="RESTRICT"), index=True)
    starts_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    room: Mapped[str] = mapped_column(String(120), default="")
    reply: Mapped[Reply] = mapped_column(Word(Reply), default=Reply.AWAITED)
    remark: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by: Mapped[str] = mapped_column(String(40), default="")


class RoundAbsence(Keyed, Base):
    """When somebody cannot, during one round; `check_in_id` where they said it of the time of one check-in."""

    __tablename__ = "round_absences"

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="RESTRICT"), index=True)
    check_in_id: Mapped[int | None] = mapped_column(ForeignKey("check_ins.id", ondelete="RESTRICT"))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    remark: Mapped[str] = mapped_column(String(300), default="")
    said_by: Mapped[str] = mapped_column(String(40))
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)


class NeedHeard(Keyed, Base):
    """A need that a party named in a check-in, noted in confidence (B3); `revision` rises with every change."""

    __tablename__ = "needs_heard"

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), index=True)
    check_in_id: Mapped[int] = mapped_column(ForeignKey("check_ins.id", ondelete="RESTRICT"), index=True)
    session_id: Mapped[int | None] = mapped_column(Integer, index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id", ondelete="RESTRICT"))
    announced: Mapped[bool] = mapped_column(Boolean, default=True)
    text: Mapped[str] = mapped_column(Text)
    themes: Mapped[tuple[Theme, ...]] = mapped_column(Words(Theme), default=())
    country: Mapped[str] = mapped_column(String(120), default="")
    priority: Mapped[int] = mapped_column(default=2)
    by: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)


class NeedTrace(Keyed, Base):
    """A need that an item of an agenda takes up (B4); the item is named by its key, since it may come and go."""

    __tablename__ = "need_traces"
    __table_args__ = (UniqueConstraint("need_id", "item_key"),)

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("needs_heard.id", ondelete="RESTRICT"), index=True)
    item_key: Mapped[str] = mapped_column(String(22), index=True)
    by: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
