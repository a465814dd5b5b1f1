"""Tables of persons, contacts and terms.

A Person is who signs in. A Contact is what one body knows of them (name, function, address): each secretariat keeps
its own, and cannot change with it how anybody signs in elsewhere.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from convene.db import Base, Keyed, UtcDateTime, Word
from convene.people.terms import TermRole


class Person(Keyed, Base):
    """Somebody who can sign in. `zone` is stated by the person or their State, never guessed (settled 22)."""

    __tablename__ = "persons"

    address: Mapped[str] = mapped_column(String(254), unique=True)
    zone: Mapped[str] = mapped_column(String(64), default="")
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    feed_generation: Mapped[int] = mapped_column(default=0)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def __repr__(self) -> str:
        return f"<Person {self.key}>"


class Contact(Keyed, Base):
    """A person as one body knows them; the row that is erased when the person's data goes (settled 8)."""

    __tablename__ = "contacts"
    __table_args__ = (UniqueConstraint("body_id", "person_id"),)

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="RESTRICT"), index=True)
    name: Mapped[str] = mapped_column(String(160))
    function: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(254))
    telephone: Mapped[str] = mapped_column(String(60), default="")
    is_at_risk: Mapped[bool] = mapped_column(Boolean, default=False)

    def __repr__(self) -> str:
        return f"<Contact {self.key}>"


class Term(Keyed, Base):
    """A dated term: a person acts for a party in a body, from a day to 24:00 of a day in the body's zone (settled 2).

    The instants are computed from the days; `is_settled` says that the end was followed up (calendar, visits).
    """

    __tablename__ = "terms"

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    party_id: Mapped[int | None] = mapped_column(ForeignKey("parties.id", ondelete="RESTRICT"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="RESTRICT"), index=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id", ondelete="RESTRICT"))
    role: Mapped[TermRole] = mapped_column(Word(TermRole))
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_settled: Mapped[bool] = mapped_column(Boolean, default=False)

    contact: Mapped[Contact] = relationship(lazy="raise")

    def __repr__(self) -> str:
        return f"<Term {self.role} {self.starts_on}–{self.ends_on or ''}>"
