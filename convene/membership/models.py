"""Tables of membership: applications with their dossiers and decisions, and changes of standing."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from convene.bodies.terms import PartyKind, Standing
from convene.db import Base, Keyed, UtcDateTime, Word
from convene.membership.terms import Assessment, Decision, Reliability, SourceKind


class Application(Keyed, Base):
    """A party asks for a standing in a body (A3, B1). Seats read it once it is `announced`: put before the board.

    `party_id` is the party as it is on record, or as it was taken on record by the decision; `meeting_id` the meeting
    on whose agenda it belongs. `decision` is the last one taken; None while none is.
    """

    __tablename__ = "applications"

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    party_id: Mapped[int | None] = mapped_column(ForeignKey("parties.id", ondelete="RESTRICT"), index=True)
    name: Mapped[str] = mapped_column(String(160))
    kind: Mapped[PartyKind] = mapped_column(Word(PartyKind))
    country: Mapped[str] = mapped_column(String(2), default="")
    standing: Mapped[Standing] = mapped_column(Word(Standing))
    opened_on: Mapped[date] = mapped_column(Date)
    words: Mapped[str] = mapped_column(Text, default="")
    announced: Mapped[bool] = mapped_column(Boolean, default=False)
    put_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), index=True)
    decision: Mapped[Decision | None] = mapped_column(Word(Decision))

    def __repr__(self) -> str:
        return f"<Application {self.key}>"


class ApplicationCriterion(Keyed, Base):
    """One criterion as it stood when the application was opened, with what the secretariat makes of the evidence."""

    __tablename__ = "application_criteria"
    __table_args__ = (UniqueConstraint("application_id", "position"),)

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id", ondelete="RESTRICT"), index=True)
    position: Mapped[int] = mapped_column()
    words: Mapped[str] = mapped_column(Text)
    assessment: Mapped[Assessment] = mapped_column(Word(Assessment), default=Assessment.OPEN)
    remark: Mapped[str] = mapped_column(Text, default="")
    announced: Mapped[bool] = mapped_column(Boolean, default=False)


class ApplicationEvidence(Keyed, Base):
    """A piece of evidence for one criterion: what it shows, where it is from, and how far that can be relied on (A14).

    `entered_by` is the opaque key of whoever entered it.
    """

    __tablename__ = "application_evidence"

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id", ondelete="RESTRICT"), index=True)
    criterion_id: Mapped[int] = mapped_column(ForeignKey("application_criteria.id", ondelete="RESTRICT"), index=True)
    text: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(300))
    source_kind: Mapped[SourceKind] = mapped_column(Word(SourceKind))
    reliability: Mapped[Reliability] = mapped_column(Word(Reliability))
    entered_by: Mapped[str] = mapped_column(String(40))
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    announced: Mapped[bool] = mapped_column(Boolean, default=False)


class ApplicationDecision(Keyed, Base):
    """What a meeting decided on an application, in its words; `findings` are what the rules said of it at that time.

    A deferred application is decided on again, so that one may have several.
    """

    __tablename__ = "application_decisions"

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id", ondelete="RESTRICT"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), index=True)
    decision: Mapped[Decision] = mapped_column(Word(Decision))
    decided_on: Mapped[date] = mapped_column(Date)
    from_on: Mapped[date | None] = mapped_column(Date)
    words: Mapped[str] = mapped_column(Text)
    findings: Mapped[str] = mapped_column(Text, default="")
    announced: Mapped[bool] = mapped_column(Boolean, default=False)


class StandingChange(Keyed, Base):
    """From when a party was what to a body, and why; `after` is None where it left, `before` where it came."""

    __tablename__ = "standing_changes"

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id", ondelete="RESTRICT"), index=True)
    from_on: Mapped[date] = mapped_column(Date)
    before: Mapped[Standing | None] = mapped_column(Word(Standing))
    after: Mapped[Standing | None] = mapped_column(Word(Standing))
    reason: Mapped[str] = mapped_column(String(300))
