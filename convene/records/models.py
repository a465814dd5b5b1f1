"""Tables of the record. Notes hang from their item by its key, so that an item removed and put back keeps its notes.

Who spoke stands in a table of its own, for the secretariat alone; nothing that goes out is made with it.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from convene.db import Base, Keyed, UtcDateTime, Word
from convene.records.terms import CorrectionFate, Marking, RecordState, TextKind


class NoteTaker(Base):
    """The rapporteur of a meeting: a person of the body who takes its notes beside the secretariat."""

    __tablename__ = "note_takers"
    __table_args__ = (UniqueConstraint("meeting_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="RESTRICT"))


class NoteParagraph(Keyed, Base):
    """A paragraph of the notes as it stands. `person_id` is the rapporteur's, who may read it beside the secretariat.

    `origin` is the mark under which it was begun on somebody's page: a form that is sent twice begins it once.
    """

    __tablename__ = "note_paragraphs"
    __table_args__ = (UniqueConstraint("item_key", "origin"),)

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), index=True)
    item_key: Mapped[str] = mapped_column(String(22), index=True)
    origin: Mapped[str] = mapped_column(String(22))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id", ondelete="RESTRICT"))
    position: Mapped[int]
    revision: Mapped[int] = mapped_column(default=1)
    text: Mapped[str] = mapped_column(Text)
    marking: Mapped[Marking] = mapped_column(Word(Marking))
    heading: Mapped[str] = mapped_column(String(120), default="")
    is_removed: Mapped[bool] = mapped_column(Boolean, default=False)


class NoteVersion(Base):
    """What a paragraph said at each of its revisions, by whose hand; never changed again."""

    __tablename__ = "note_versions"
    __table_args__ = (UniqueConstraint("paragraph_id", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), index=True)
    paragraph_id: Mapped[int] = mapped_column(ForeignKey("note_paragraphs.id", ondelete="RESTRICT"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id", ondelete="RESTRICT"))
    revision: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    marking: Mapped[Marking] = mapped_column(Word(Marking))
    heading: Mapped[str] = mapped_column(String(120))
    is_removed: Mapped[bool] = mapped_column(Boolean)
    by: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class NoteConflict(Keyed, Base):
    """What one note-taker wrote where another had written too; it stays, also when somebody has chosen."""

    __tablename__ = "note_conflicts"

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), index=True)
    paragraph_id: Mapped[int] = mapped_column(ForeignKey("note_paragraphs.id", ondelete="RESTRICT"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id", ondelete="RESTRICT"))
    text: Mapped[str] = mapped_column(Text)
    marking: Mapped[Marking] = mapped_column(Word(Marking))
    heading: Mapped[str] = mapped_column(String(120))
    by: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_by: Mapped[str] = mapped_column(String(40), default="")
    choice: Mapped[str] = mapped_column(String(20), default="")


class Speaker(Base):
    """Who said a paragraph: for the secretariat alone. Nothing that anybody else reads is made with this table."""

    __tablename__ = "speakers"
    __table_args__ = (UniqueConstraint("paragraph_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), index=True)
    paragraph_id: Mapped[int] = mapped_column(ForeignKey("note_paragraphs.id", ondelete="RESTRICT"))
    said_by: Mapped[str] = mapped_column(String(300))


class Attendance(Base):
    """Whether a person was there in a session, by its key; entered by the secretariat from the invitations' answers."""

    __tablename__ = "attendances"
    __table_args__ = (UniqueConstraint("session_key", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), index=True)
    session_key: Mapped[str] = mapped_column(String(22))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="RESTRICT"))
    party_id: Mapped[int | None] = mapped_column(ForeignKey("parties.id", ondelete="RESTRICT"))
    is_present: Mapped[bool] = mapped_column(Boolean)


class OtherPresent(Base):
    """Somebody who came to a session without an invitation: in place of somebody of that party, or for themselves."""

    __tablename__ = "others_present"

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), index=True)
    session_key: Mapped[str] = mapped_column(String(22))
    party_id: Mapped[int | None] = mapped_column(ForeignKey("parties.id", ondelete="RESTRICT"))
    name: Mapped[str] = mapped_column(String(200))


class QuorumRule(Base):
    """A body's own quorum from a day on, until the next; without a row it is more than half of the members."""

    __tablename__ = "quorum_rules"
    __table_args__ = (UniqueConstraint("body_id", "from_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"))
    number: Mapped[int | None]
    percent: Mapped[int | None]
    from_on: Mapped[date] = mapped_column(Date)


class Record(Keyed, Base):
    """A record as it was circulated, adopted or issued. `content` is its head as JSON; `digest` seals head and text.

    `adopted_at_id` is the later meeting that adopted it; `due_at` until when corrections are taken. `revision` counts
    how often it went out; `symbol` is another one each time, but for what is adopted or issued as it was circulated.
    """

    __tablename__ = "records"
    __table_args__ = (UniqueConstraint("meeting_id", "revision"),)

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), index=True)
    announced: Mapped[bool] = mapped_column(Boolean, default=True)
    state: Mapped[RecordState] = mapped_column(Word(RecordState))
    revision: Mapped[int]
    symbol: Mapped[str] = mapped_column(String(80))
    circulated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(Text, default="")
    adopted_at_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"))
    with_guests: Mapped[bool] = mapped_column(Boolean, default=False)
    content: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))


class RecordParagraph(Keyed, Base):
    """One paragraph of a record as it went out; `content` never changes, and what places it follows its item.

    Of an item without notes there is one row without a `source_id`, so that the record bears the agenda's numbers.

    Rows are kept in the order in which they are printed: their ids tell nothing of who spoke when. `source_id` is the
    paragraph of the notes, which a correction changes. `for_admitted` says that it is open, and released to them.
    """

    __tablename__ = "record_paragraphs"

    record_id: Mapped[int] = mapped_column(ForeignKey("records.id", ondelete="RESTRICT"), index=True)
    source_id: Mapped[int | None] = mapped_column(ForeignKey("note_paragraphs.id", ondelete="RESTRICT"))
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), index=True)
    # No foreign keys: a session or item may be removed, and what was recorded of it stays.
    session_id: Mapped[int]
    item_id: Mapped[int] = mapped_column(index=True)
    announced: Mapped[bool] = mapped_column(Boolean, default=True)
    narrowed: Mapped[bool] = mapped_column(Boolean, default=False)
    withheld: Mapped[bool] = mapped_column(Boolean, default=False)
    for_admitted: Mapped[bool] = mapped_column(Boolean, default=False)
    content: Mapped[str] = mapped_column(Text)


class Correction(Keyed, Base):
    """A correction that a seat proposes to a paragraph as it was circulated, and what the secretariat made of it.

    `accepted_as` is what the paragraph says from then on, where it was accepted in other words than those proposed.
    """

    __tablename__ = "record_corrections"

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), index=True)
    paragraph_id: Mapped[int] = mapped_column(ForeignKey("record_paragraphs.id", ondelete="RESTRICT"), index=True)
    party_id: Mapped[int | None] = mapped_column(ForeignKey("parties.id", ondelete="RESTRICT"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="RESTRICT"))
    proposed: Mapped[str] = mapped_column(Text)
    remark: Mapped[str] = mapped_column(Text, default="")
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    fate: Mapped[CorrectionFate] = mapped_column(Word(CorrectionFate), default=CorrectionFate.WAITING)
    reason: Mapped[str] = mapped_column(Text, default="")
    accepted_as: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str] = mapped_column(String(40), default="")


class OutcomeText(Keyed, Base):
    """A chair's summary, an aide-memoire, a communiqué or a corrigendum; seats read it once it is circulated.

    `open_to_id` is the meeting whose admitted read it too. Its symbol is drawn when it is circulated. A corrigendum
    has the keys of the recorded paragraphs that it `concerns`; `for_admitted` puts it below the open record as well,
    before whoever reads all of these there. Its row stays the seats': the open record alone shows it to others.
    """

    __tablename__ = "outcome_texts"

    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="RESTRICT"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), index=True)
    announced: Mapped[bool] = mapped_column(Boolean, default=False)
    kind: Mapped[TextKind] = mapped_column(Word(TextKind))
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(default=1)
    open_to_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"))
    symbol: Mapped[str] = mapped_column(String(80), default="")
    circulated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    digest: Mapped[str] = mapped_column(String(64), default="")
    concerns: Mapped[str] = mapped_column(Text, default="")
    for_admitted: Mapped[bool] = mapped_column(Boolean, default=False)
