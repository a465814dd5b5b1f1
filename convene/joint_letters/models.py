"""Tables of joint letters. What an organisation was asked is its own row; the letter itself is the secretariat's."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from convene.db import Base, Keyed, UtcDateTime, Word
from convene.joint_letters.terms import AskState, Progress


class JointLetter(Keyed, Base):
    """A letter of several organisations; `sealed` is what was sent, exactly, and `seal` its digest."""

    __tablename__ = "joint_letters"

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    dated_on: Mapped[date] = mapped_column(Date)
    timed_to: Mapped[str] = mapped_column(String(200), default="")
    version: Mapped[int] = mapped_column(default=0)
    zone: Mapped[str] = mapped_column(String(64))
    signatories_most: Mapped[int] = mapped_column(default=2)
    shows_signers: Mapped[bool] = mapped_column(Boolean, default=False)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sealed: Mapped[str] = mapped_column(Text, default="")
    seal: Mapped[str] = mapped_column(String(64), default="")

    def __repr__(self) -> str:
        return f"<JointLetter {self.key}>"


class LetterVersion(Base):
    """A text as it was put before the organisations: frozen, with its digest."""

    __tablename__ = "letter_versions"
    __table_args__ = (UniqueConstraint("letter_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"))
    letter_id: Mapped[int] = mapped_column(ForeignKey("joint_letters.id", ondelete="RESTRICT"), index=True)
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    dated_on: Mapped[date] = mapped_column(Date)
    digest: Mapped[str] = mapped_column(String(64))
    frozen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LetterAddressee(Keyed, Base):
    """Somebody to whom a copy of their own goes, by e-mail, by post or both."""

    __tablename__ = "letter_addressees"
    __table_args__ = (UniqueConstraint("letter_id", "name"),)

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("joint_letters.id", ondelete="RESTRICT"), index=True)
    name: Mapped[str] = mapped_column(String(160))
    office: Mapped[str] = mapped_column(String(200), default="")
    salutation: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(254), default="")
    post_address: Mapped[str] = mapped_column(String(300), default="")
    posted_on: Mapped[date | None] = mapped_column(Date)


class LetterAsk(Keyed, Base):
    """One organisation that is asked to sign. `due_at` is the deadline that holds for it.

    `version` is the text that it signed last. A deadline of its own is an exception, with its reason and who made it.
    """

    __tablename__ = "letter_asks"
    __table_args__ = (UniqueConstraint("letter_id", "party_id"),)

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("joint_letters.id", ondelete="RESTRICT"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id", ondelete="RESTRICT"), index=True)
    announced: Mapped[bool] = mapped_column(Boolean, default=False)
    state: Mapped[AskState] = mapped_column(Word(AskState), default=AskState.ASKED)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=0)
    is_withheld: Mapped[bool] = mapped_column(Boolean, default=False)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by: Mapped[str] = mapped_column(String(40), default="")
    exception_reason: Mapped[str] = mapped_column(String(300), default="")
    exception_by: Mapped[str] = mapped_column(String(40), default="")


class LetterSignatory(Base):
    """Somebody who signs for an organisation, in order."""

    __tablename__ = "letter_signatories"
    __table_args__ = (UniqueConstraint("ask_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"))
    letter_id: Mapped[int] = mapped_column(ForeignKey("joint_letters.id", ondelete="RESTRICT"), index=True)
    ask_id: Mapped[int] = mapped_column(ForeignKey("letter_asks.id", ondelete="CASCADE"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id", ondelete="RESTRICT"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(160))
    function: Mapped[str] = mapped_column(String(200), default="")


class LetterStep(Base):
    """What an addressee answered, promised or refused, with where that is to be read."""

    __tablename__ = "letter_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"))
    letter_id: Mapped[int] = mapped_column(ForeignKey("joint_letters.id", ondelete="RESTRICT"), index=True)
    addressee_id: Mapped[int] = mapped_column(ForeignKey("letter_addressees.id", ondelete="RESTRICT"), index=True)
    on: Mapped[date] = mapped_column(Date)
    progress: Mapped[Progress] = mapped_column(Word(Progress))
    text: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(500), default="")
    next_on: Mapped[date | None] = mapped_column(Date)
    by: Mapped[str] = mapped_column(String(40))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
