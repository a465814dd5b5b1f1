"""Tables of date polls: what is asked, the dates, who is asked, what they said; and what a meeting is called for."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import Boolean, Date, ForeignKey, String, Text, Time, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from convene.db import Base, Keyed, UtcDateTime, Word
from convene.people.terms import TermRole
from convene.polls.terms import Choice


class Poll(Keyed, Base):
    """A question for a date. The hours of its options are wall-clock hours of `zone`; instants are kept nowhere.

    `days` above 1 asks about whole days. `meeting_id` is the draft whose date is asked for, or that was drafted from
    the option chosen (`chosen_id`). It is prepared while `sent_at` is empty, and closed at `respond_by` at the latest.
    """

    __tablename__ = "polls"

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    template: Mapped[str] = mapped_column(String(60))
    minutes: Mapped[int]
    days: Mapped[int] = mapped_column(default=1)
    city: Mapped[str] = mapped_column(String(120))
    zone: Mapped[str] = mapped_column(String(64))
    venue: Mapped[str] = mapped_column(String(200), default="")
    respond_by: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    remind_days: Mapped[str] = mapped_column(String(40), default="3,1")
    reason: Mapped[str] = mapped_column(String(300), default="")
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    chosen_id: Mapped[int | None]

    def __repr__(self) -> str:
        return f"<Poll {self.key}>"


class PollOption(Keyed, Base):
    """One date that is asked about; without an hour it is the first of whole days, and carries no zone."""

    __tablename__ = "poll_options"
    __table_args__ = (UniqueConstraint("poll_id", "on", "opens"),)

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id", ondelete="RESTRICT"), index=True)
    on: Mapped[date] = mapped_column(Date)
    opens: Mapped[time | None] = mapped_column(Time)


class Ballot(Keyed, Base):
    """One person who is asked, for one party or in a personal capacity; `announced` once the poll was sent.

    A new `generation` makes every earlier link of it void.
    """

    __tablename__ = "ballots"
    __table_args__ = (UniqueConstraint("poll_id", "person_id"),)

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id", ondelete="RESTRICT"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="RESTRICT"), index=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id", ondelete="RESTRICT"))
    party_id: Mapped[int | None] = mapped_column(ForeignKey("parties.id", ondelete="RESTRICT"), index=True)
    role: Mapped[TermRole] = mapped_column(Word(TermRole))
    announced: Mapped[bool] = mapped_column(Boolean, default=False)
    generation: Mapped[int] = mapped_column(default=0)
    remark: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by: Mapped[str] = mapped_column(String(40), default="")


class Vote(Base):
    """What one person said to one option."""

    __tablename__ = "votes"
    __table_args__ = (UniqueConstraint("ballot_id", "option_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballots.id", ondelete="RESTRICT"), index=True)
    option_id: Mapped[int] = mapped_column(ForeignKey("poll_options.id", ondelete="RESTRICT"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="RESTRICT"), index=True)
    choice: Mapped[Choice] = mapped_column(Word(Choice))


class Occasion(Base):
    """What a meeting is called for, where that is for the secretariat alone."""

    __tablename__ = "occasions"

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), unique=True)
    poll_id: Mapped[int | None] = mapped_column(ForeignKey("polls.id", ondelete="RESTRICT"), unique=True)
    subject: Mapped[str] = mapped_column(Text)
    is_told: Mapped[bool] = mapped_column(Boolean, default=False)
