"""Tables of invitations, nominations to a delegation, and each person's calendar entry for a meeting."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from convene.db import Base, Keyed, UtcDateTime, Word
from convene.ical.terms import Partstat
from convene.invitations.terms import Attendance, InvitationState, NominationState, Standpoint
from convene.people.terms import AssetClass


class Invitation(Keyed, Base):
    """One person invited to one meeting, for one party; the answer stands on it (RFC 5545 PARTSTAT)."""

    __tablename__ = "invitations"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="RESTRICT"), index=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id", ondelete="RESTRICT"))
    party_id: Mapped[int | None] = mapped_column(ForeignKey("parties.id", ondelete="RESTRICT"), index=True)
    announced: Mapped[bool] = mapped_column(Boolean, default=False)
    standpoint: Mapped[Standpoint] = mapped_column(Word(Standpoint))
    reason: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[InvitationState] = mapped_column(Word(InvitationState), default=InvitationState.PREPARED)
    generation: Mapped[int] = mapped_column(default=0)
    is_head: Mapped[bool] = mapped_column(Boolean, default=False)
    asset_class: Mapped[AssetClass | None] = mapped_column(Word(AssetClass))
    partstat: Mapped[Partstat] = mapped_column(Word(Partstat), default=Partstat.NEEDS_ACTION)
    attendance: Mapped[Attendance | None] = mapped_column(Word(Attendance))
    delegated_to_id: Mapped[int | None] = mapped_column(ForeignKey("invitations.id", ondelete="RESTRICT"))
    holds_place: Mapped[bool] = mapped_column(Boolean, default=False)
    awaits_place: Mapped[bool] = mapped_column(Boolean, default=False)
    remark: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by: Mapped[str] = mapped_column(String(40), default="")
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Nomination(Keyed, Base):
    """A delegate whom a representative names for a meeting; takes effect when confirmed (settled 2, A12)."""

    __tablename__ = "nominations"

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id", ondelete="RESTRICT"), index=True)
    by_person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="RESTRICT"))
    state: Mapped[NominationState] = mapped_column(Word(NominationState), default=NominationState.PROPOSED)
    name: Mapped[str] = mapped_column(String(160))
    function: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(254))
    asset_class: Mapped[AssetClass | None] = mapped_column(Word(AssetClass))
    in_place_of_id: Mapped[int | None] = mapped_column(ForeignKey("invitations.id", ondelete="RESTRICT"))
    nominated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CalendarEntry(Base):
    """One UID and SEQUENCE per person and meeting, for ever; rewritten when that person's part changes (settled 18).

    Days that do not follow one another have an entry each: `part` counts them from 0.
    `told` is the itinerary that the person was last mailed, `itinerary` the present one (both as JSON).
    """

    __tablename__ = "calendar_entries"
    __table_args__ = (UniqueConstraint("person_id", "meeting_id", "part"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="RESTRICT"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), index=True)
    part: Mapped[int] = mapped_column(default=0)
    uid: Mapped[str] = mapped_column(String(80), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    dtstamp: Mapped[datetime] = mapped_column(UtcDateTime)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    zone: Mapped[str] = mapped_column(String(64))
    itinerary: Mapped[str] = mapped_column(Text)
    told: Mapped[str] = mapped_column(Text, default="")
    is_cancelled: Mapped[bool] = mapped_column(Boolean, default=False)
    block: Mapped[bytes] = mapped_column(LargeBinary)
