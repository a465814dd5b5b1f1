"""Tables of countries under watch, and of what came in for a meeting with what was made of it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from convene.agendas.terms import ItemKind, Subject, Theme
from convene.db import Base, Keyed, UtcDateTime, Word, Words
from convene.incoming.terms import Fate, RiskStatus, Source


class WatchedCountry(Keyed, Base):
    """A country that a body watches, with its risk status (A6); `ended_on` is the day on which the watch ended."""

    __tablename__ = "watched_countries"
    __table_args__ = (UniqueConstraint("body_id", "country"),)

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    country: Mapped[str] = mapped_column(String(120))
    risk: Mapped[RiskStatus] = mapped_column(Word(RiskStatus))
    note: Mapped[str] = mapped_column(Text, default="")
    since: Mapped[date] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)


class IncomingEntry(Keyed, Base):
    """Something that came in for one meeting: a member's proposal, or a candidate once the secretariat decided on it.

    A proposal belongs to `party_id` (or, without a party, to `person_id`), who reads the reason of the decision.
    `origin` is that of the candidate; a proposal that is handed in again names the earlier one in `follows_id`.
    """

    __tablename__ = "incoming_entries"
    __table_args__ = (UniqueConstraint("meeting_id", "source", "origin"),)

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), index=True)
    source: Mapped[Source] = mapped_column(Word(Source))
    origin: Mapped[str] = mapped_column(String(160))
    title: Mapped[str] = mapped_column(String(300))
    explanation: Mapped[str] = mapped_column(Text, default="")
    provenance: Mapped[str] = mapped_column(String(400), default="")
    kind: Mapped[ItemKind] = mapped_column(Word(ItemKind))
    subject: Mapped[Subject] = mapped_column(Word(Subject))
    minutes: Mapped[int]
    countries: Mapped[str] = mapped_column(String(300), default="")
    themes: Mapped[tuple[Theme, ...]] = mapped_column(Words(Theme), default=())
    outcome: Mapped[str] = mapped_column(Text, default="")
    thread: Mapped[str] = mapped_column(String(22), default="")
    party_id: Mapped[int | None] = mapped_column(ForeignKey("parties.id", ondelete="RESTRICT"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id", ondelete="RESTRICT"))
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_late: Mapped[bool] = mapped_column(Boolean, default=False)
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("incoming_entries.id", ondelete="RESTRICT"))
    fate: Mapped[Fate] = mapped_column(Word(Fate), default=Fate.WAITING)
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str] = mapped_column(String(40), default="")
    item_key: Mapped[str] = mapped_column(String(22), default="")
