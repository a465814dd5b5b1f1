"""Notes and records of the test world: a board meeting that sat, the Council's, and a draft without any."""

from __future__ import annotations

from datetime import date

from convene import clock
from convene.agendas.models import AgendaItem
from convene.agendas.terms import Subject
from convene.db import db
from convene.meetings.actions import move_to
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.terms import MeetingState
from convene.records import notes, texts
from convene.records.actions import propose_correction
from convene.records.models import Record
from convene.records.reading import text_of
from convene.records.terms import Marking, TextKind
from tests.build import BY, body, item_of, one, open_session, term_of
from tests.records.made import a_sitting, lines_of, new, noted, sent

SAT_ON = date(2027, 5, 18)


def made() -> dict[str, str]:
    """Everything of the record, each under a plain name. Needs an open transaction."""
    draft: Meeting = one(Meeting, body_id=body().id, state=MeetingState.DRAFT)
    return _sat() | _other() | {"record unwritten": draft.key}


def _about(name: str, meeting: Meeting, item: AgendaItem, session: MeetingSession, record: Record) -> dict[str, str]:
    first = lines_of(record)[0]
    return {
        f"record {name}": meeting.key,
        f"note {name}": item.key,
        f"sitting {name}": session.key,
        f"passage {name}": first.key,
        f"correction {name}": _correction(meeting, record, "primary_dk" if name == "sat" else "steering_oxford"),
    }


def _correction(meeting: Meeting, record: Record, key: str) -> str:
    term, line = term_of(key), lines_of(record)[0]
    found = propose_correction(
        line, record, text_of(line), "Otherwise.", "It was.", party_id=term.party_id, person_id=term.person_id,
        by=BY, at=clock.now(),
    )  # fmt: skip
    assert found.meeting_id == meeting.id
    return found.key


def _sat() -> dict[str, str]:
    meeting = a_sitting(starts_on=SAT_ON)
    dive, opened = item_of(meeting, Subject.DEEP_DIVE), item_of(meeting, Subject.INPUT_OF_GUESTS)
    notes.name_rapporteur(meeting, term_of("primary_nl").person_id, by=BY, at=clock.now())
    noted(dive, new("Said among members."), speaker="Denmark")
    noted(opened, new("Said to the guests.", Marking.OPEN), new("Kept among members."))
    record = sent(meeting, with_guests=True)
    unsent, out = (
        texts.start_from(meeting, kind, title, [], by=BY, at=clock.now())
        for kind, title in ((TextKind.AIDE_MEMOIRE, "Not sent"), (TextKind.CHAIRS_SUMMARY, "Sent"))
    )
    out.text = "What the chair took away."
    texts.circulate(out, meeting, texts.Leaving(), by=BY, at=clock.now())
    shared = texts.start_from(meeting, TextKind.COMMUNIQUE, "For all who came", [], by=BY, at=clock.now())
    shared.text = "What everybody may know."
    texts.circulate(shared, meeting, texts.Leaving(is_open=True), by=BY, at=clock.now())
    move_to(meeting, MeetingState.CONCLUDED, by=BY, at=clock.now())
    db.session.flush()
    found = _about("sat", meeting, dive, open_session(meeting), record)
    return found | {"outcome unsent": unsent.key, "outcome sat": out.key, "outcome open": shared.key}


def _other() -> dict[str, str]:
    meeting = a_sitting("TAPRC", SAT_ON, invited=("steering_oxford",))
    item = item_of(meeting, Subject.RESEARCH)
    noted(item, new("Said in the Council.", Marking.NOT_ATTRIBUTED), speaker="Oxford")
    record = sent(meeting)
    move_to(meeting, MeetingState.CONCLUDED, by=BY, at=clock.now())
    return _about("other", meeting, item, open_session(meeting), record)
