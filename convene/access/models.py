"""Tables of the access policy: admissions (who may see what they have no seat for) and sightings (who opened what)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from convene.db import Base, Keyed, UtcDateTime


class Admission(Keyed, Base):
    """A person is admitted to a whole session or to one item, with the reason (A4, A11; settled 2).

    It is in force from the moment the invitation is sent until it is withdrawn. `party_id` is the party for which they
    come: when their last term for it ends, the admission lapses with it.
    """

    __tablename__ = "admissions"

    body_id: Mapped[int] = mapped_column(Integer, index=True)
    meeting_id: Mapped[int] = mapped_column(Integer, index=True)
    session_id: Mapped[int | None] = mapped_column(Integer, index=True)
    item_id: Mapped[int | None] = mapped_column(Integer, index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="RESTRICT"), index=True)
    party_id: Mapped[int | None] = mapped_column(Integer)
    invitation_id: Mapped[int] = mapped_column(Integer, index=True)
    reason: Mapped[str] = mapped_column(String(300))
    in_force: Mapped[bool] = mapped_column(Boolean, default=False)


class Narrowing(Base):
    """A narrowed item is for the members named here and nobody else's seat (settled 3)."""

    __tablename__ = "narrowings"
    __table_args__ = (UniqueConstraint("item_id", "party_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(Integer)
    item_id: Mapped[int] = mapped_column(Integer, index=True)
    party_id: Mapped[int] = mapped_column(Integer, index=True)


class Sighting(Base):
    """One line per visit, closed object and hour; chained by hash apart from the journal (settled 7, 8)."""

    __tablename__ = "sightings"
    __table_args__ = (UniqueConstraint("visit_key", "object_key", "hour"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(Integer, index=True)
    visit_key: Mapped[str] = mapped_column(String(22))
    person_key: Mapped[str] = mapped_column(String(22))
    object_kind: Mapped[str] = mapped_column(String(20))
    object_key: Mapped[str] = mapped_column(String(22))
    hour: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    digest: Mapped[str] = mapped_column(String(64))
