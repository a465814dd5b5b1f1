"""Words planted into notes, speakers, records, corrections and what starts from a record."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from convene import clock
from convene.access.models import Narrowing
from convene.agendas.actions import narrow_item
from convene.agendas.models import AgendaItem
from convene.agendas.terms import Subject
from convene.bodies.models import Party
from convene.db import db
from convene.meetings.models import Meeting
from convene.placing import place_meeting
from convene.records.models import Correction, NoteConflict, OutcomeText, Record
from convene.records.terms import Marking, RecordState, TextKind, Written
from tests.access.standing import BOARD, COUNCIL, NL, SEATED, SEATS, US
from tests.access.world import World
from tests.build import BY, item_of, one
from tests.records.made import changed, lines_of, new, noted, sent

MEMBERS = BOARD | SEATS
TAKERS = BOARD | {"primary_nl"}
AT_COUNCIL = COUNCIL | SEATED["council"]
PRINTED: dict[str, Any] = {"outlets": {"pdf", "file"}, "is_agenda": True}
ON_PAGE: dict[str, Any] = {"is_agenda": True}


def plant(found: Any, world: World) -> None:
    """Plant words into what was said, circulate it again, and plant others into what hangs from it."""
    meeting = one(Meeting, key=world.keys["record sat"])
    dive, opened = item_of(meeting, Subject.DEEP_DIVE), item_of(meeting, Subject.INPUT_OF_GUESTS)
    narrowed = item_of(meeting, Subject.ECONOMIC_ACTORS)
    members = [one(Party, body_id=meeting.body_id, name=name).id for name in ("Netherlands", "United States")]
    narrow_item(narrowed, members, by=BY, at=clock.now())
    db.session.flush()
    assert db.session.query(Narrowing).filter_by(item_id=narrowed.id).count() == 2
    closed = found.plant("closed paragraph", MEMBERS, **PRINTED)
    heading = found.plant("closed heading", MEMBERS, **PRINTED)
    speaker = found.plant("speaker", BOARD, **ON_PAGE)
    noted(dive, new(closed, heading=heading), speaker=speaker)
    free = found.plant("paragraph not attributed", MEMBERS, **PRINTED)
    noted(dive, new(free, Marking.NOT_ATTRIBUTED), speaker=found.plant("speaker not attributed", BOARD, **ON_PAGE))
    noted(narrowed, new(found.plant("narrowed paragraph", BOARD | NL | US, **PRINTED)))
    noted(opened, new(found.plant("open paragraph", MEMBERS | {"ngo_guest"}, **PRINTED), Marking.OPEN))
    noted(
        opened,
        new(found.plant("open, naming nobody", MEMBERS | {"ngo_guest"}, **PRINTED), Marking.OPEN_NOT_ATTRIBUTED),
        speaker=found.plant("speaker not told to guests", BOARD, **ON_PAGE),
    )
    noted(opened, new(found.plant("closed paragraph of an open item", MEMBERS, **PRINTED)))
    _former(found, dive)
    record = sent(meeting, with_guests=True)
    found.columns(record, "record", ("note",), MEMBERS, **PRINTED)
    noted(opened, new(found.plant("note not circulated", TAKERS, **ON_PAGE), Marking.OPEN))
    place_meeting(meeting.id)
    _after(found, world)


def _former(found: Any, item: AgendaItem) -> None:
    """A wording that was given up, and what another wrote at the same time: for those who take the notes."""
    *_, row = noted(item, new(found.plant("former wording", TAKERS, **ON_PAGE)))
    noted(item, changed(row, "Another wording."), by="anna")
    words = found.plant("wording beside another", TAKERS, **ON_PAGE)
    noted(item, Written(row.key, "", 1, new(words).said), by="ben")
    conflict = one(NoteConflict, text=words)
    conflict.settled_at = clock.now()  # What waits for a choice is not circulated.
    db.session.flush()


def _after(found: Any, world: World) -> None:
    conflict = one(NoteConflict, by="ben")
    conflict.settled_at = None
    dk = {"primary_dk", "alternate_dk"}
    row = one(Correction, key=world.keys["correction sat"])
    row.decided_at, row.decided_by = clock.now(), BY
    found.columns(row, "correction", ("proposed", "remark", "reason"), BOARD | dk, **ON_PAGE)
    other = one(Correction, key=world.keys["correction other"])
    found.columns(other, "other correction", ("proposed",), AT_COUNCIL, **ON_PAGE)
    unsent = one(OutcomeText, key=world.keys["outcome unsent"])
    found.columns(unsent, "text not circulated", ("title", "text"), BOARD, **PRINTED)
    out = one(OutcomeText, key=world.keys["outcome sat"])
    found.columns(out, "text", ("title", "text"), MEMBERS, **PRINTED)
    shared = one(OutcomeText, key=world.keys["outcome open"])
    found.columns(shared, "open text", ("title", "text"), MEMBERS | {"ngo_guest", "speaker_on_link"}, **PRINTED)
    council = one(Record, meeting_id=one(Meeting, key=world.keys["record other"]).id)
    found.columns(council, "other record", ("note",), AT_COUNCIL, **PRINTED)
    _corrigendum(found, council)
    _open_corrigendum(found, one(Meeting, key=world.keys["record sat"]).id)


def _corrigendum(found: Any, record: Record) -> None:
    """What stands below the seal of a final record: for the seats of its body."""
    record.state = RecordState.ISSUED
    row = OutcomeText(
        body_id=record.body_id, meeting_id=record.meeting_id, kind=TextKind.CORRIGENDUM, title="", text="",
        announced=True, circulated_at=clock.now(), symbol=f"{record.symbol}/Corr.1",
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    found.columns(row, "corrigendum", ("title", "text"), AT_COUNCIL, **PRINTED)


def _open_corrigendum(found: Any, meeting_id: int) -> None:
    """What stands below the open record: for whoever reads the paragraph that it corrects, without its symbol."""
    wanted = select(Record).where(Record.meeting_id == meeting_id).order_by(Record.revision.desc()).limit(1)
    record = db.session.scalars(wanted).one()
    record.state = RecordState.ISSUED
    rows = lines_of(record)
    for row in rows:
        row.content = row.content.replace('"state":"circulated for correction"', '"state":"issued"')
    concerns = next(r.key for r in rows if r.for_admitted)
    text = OutcomeText(
        body_id=record.body_id, meeting_id=meeting_id, kind=TextKind.CORRIGENDUM, title="", text="", announced=True,
        circulated_at=clock.now(), symbol=f"{record.symbol}/Corr.1", concerns=concerns, for_admitted=True,
    )  # fmt: skip
    db.session.add(text)
    db.session.flush()
    found.columns(text, "open corrigendum", ("title", "text"), MEMBERS | {"ngo_guest"}, **PRINTED)
