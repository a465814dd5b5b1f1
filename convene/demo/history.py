"""What the demonstration's board has on record of its last meeting: who was there, and the record as it went out.

Seeded beside the network itself, by the same actions that people use, each at the moment at which it would have been.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from convene.agendas.models import AgendaItem
from convene.agendas.queries import items_of_meeting
from convene.agendas.terms import Subject
from convene.bodies.models import Body, Party
from convene.db import db, new_key, work
from convene.demo.recommended import recommend
from convene.demo.seed import BY, READER
from convene.ical.terms import Partstat
from convene.invitations.actions import Portions, prepare_invitation
from convene.invitations.terms import InvitationState
from convene.meetings.models import Meeting
from convene.meetings.queries import sessions_of
from convene.meetings.terms import MeetingKind, MeetingState
from convene.people.models import Term
from convene.people.terms import TermRole
from convene.records import actions, attending, notes, texts
from convene.records.models import Record, RecordParagraph
from convene.records.reading import text_of
from convene.records.terms import CorrectionFate, Marking, Said, TextKind, Written

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Note:
    """One paragraph as it was noted: on which item, under which heading, and whom the secretariat heard say it."""

    subject: Subject
    heading: str
    text: str
    marking: Marking = Marking.CLOSED
    speaker: str = ""


NOTES = (
    _Note(
        Subject.SITUATION_UPDATE,
        "Marenda",
        "Two monitors had left the border districts. The reports of the last three weeks came from one source, and the "
        "board asked for a second one before it drew conclusions.",
    ),
    _Note(
        Subject.SITUATION_UPDATE,
        "Sultara",
        "Relief was let through on eleven days of thirty. The members with missions in place reported alike.",
    ),
    _Note(
        Subject.DEEP_DIVE,
        "What had worked",
        "The agreement held because those who had signed it met each week, and because somebody outside kept count.",
    ),
    _Note(
        Subject.DEEP_DIVE,
        "What had not",
        "Early reports had reached one capital and stayed there for nine days.",
        Marking.NOT_ATTRIBUTED,
        "Denmark",
    ),
    _Note(
        Subject.DEEP_DIVE,
        "What had not",
        "Nobody had been named to whom a mission could turn outside office hours.",
        Marking.NOT_ATTRIBUTED,
        "Australia",
    ),
    _Note(
        Subject.RECOMMENDATIONS,
        "",
        "The board adopted four recommendations and asked the secretariat to send them out by the end of the month.",
    ),
    _Note(
        Subject.INPUT_OF_GUESTS,
        "",
        "The organisations that were heard asked how soon what they report is read. The board told them whom to call.",
        Marking.OPEN,
    ),
)
CORRECTED = "Relief was let through on twelve days of thirty. The members with missions in place reported alike."


def seed_history(*, at: datetime) -> None:
    """Put the record and the recommendations of the board's last meeting, beside the network that was just seeded."""
    with work(READER) as session:
        board = session.scalars(select(Body).where(Body.symbol == "TNAP")).one()
        past = _the(board, MeetingState.CONCLUDED)
        seats = _seats(board)
        _attended(past, seats)
        _recorded(past, seats["Netherlands"], at=min(past.ends_at + 10 * A_DAY, at))
        chosen = [each.paragraph.key for each in texts.offered(past)]
        texts.start_from(past, TextKind.CHAIRS_SUMMARY, "Chair's summary", chosen, by=BY, at=at)
    with work(READER) as session:
        board = session.scalars(select(Body).where(Body.symbol == "TNAP")).one()
        recommend(_the(board, MeetingState.CONCLUDED), _the(board, MeetingState.CONVENED), at=at)


def _the(board: Body, state: MeetingState) -> Meeting:
    wanted = select(Meeting).where(
        Meeting.body_id == board.id, Meeting.kind == MeetingKind.REGULAR, Meeting.state == state
    )
    return db.session.scalars(wanted).one()


def _seats(board: Body) -> dict[str, Term]:
    """The primary representatives by the name of their State."""
    wanted = (
        select(Party.name, Term)
        .join(Party, Party.id == Term.party_id)
        .where(Term.body_id == board.id, Term.role == TermRole.PRIMARY_REPRESENTATIVE)
        .order_by(Party.name)
    )
    return dict(db.session.execute(wanted).all())


def _attended(past: Meeting, seats: dict[str, Term]) -> None:
    """All on both days, but for one who had left before the last session."""
    before = past.ends_at - 60 * A_DAY
    for term in seats.values():
        party = db.session.get(Party, term.party_id)
        invitation = prepare_invitation(past, term, party=party, portions=Portions(), is_head=True, by=BY, at=before)
        # It went out and was answered before the demonstration begins; no letter about a past meeting is sent now.
        invitation.state, invitation.partstat = InvitationState.SENT, Partstat.ACCEPTED
        invitation.answered_at = before
    db.session.flush()
    sessions = sessions_of(past.id)
    for session in sessions:
        there = [guest.key for guest in attending.sheet(past, session).people]
        came = there[:-1] if session is sessions[-1] else there
        attending.enter(past, session, came, by=BY, at=session.ends_at)


def _recorded(past: Meeting, corrects: Term, *, at: datetime) -> None:
    """Notes on five items, circulated; one correction was taken, and the record sent out again with it."""
    items = {item.subject: item for item in reversed(items_of_meeting(past.id))}
    for note in NOTES:
        _noted(items[note.subject], past, note)
    db.session.flush()
    record, _ = actions.circulate(past, actions.Wish(at + 30 * A_DAY, all_the_same=True), by=BY, at=at)
    db.session.flush()
    line = next(p for p in _paragraphs(record) if "eleven days" in text_of(p))
    correction = actions.propose_correction(
        line, record, text_of(line), CORRECTED, "It was twelve, by our mission's list.",
        party_id=corrects.party_id, person_id=corrects.person_id, by=BY, at=at + 5 * A_DAY,
    )  # fmt: skip
    db.session.flush()
    actions.decide(correction, line, past, CorrectionFate.ACCEPTED, text=CORRECTED, reason="", by=BY, at=at + 6 * A_DAY)
    wish = actions.Wish(at + 30 * A_DAY, note="With the correction of one paragraph.", all_the_same=True)
    actions.circulate(past, wish, by=BY, at=at + 7 * A_DAY)
    db.session.flush()


def _noted(item: AgendaItem, past: Meeting, note: _Note) -> None:
    written = Written("", new_key(), 0, Said(note.text, note.marking, note.heading))
    notes.take_down(item, past, (written,), by=BY, at=item.ends_at)
    db.session.flush()
    if note.speaker:
        notes.note_speakers(item, {f"new-{written.origin}": ("", note.speaker)})


def _paragraphs(record: Record) -> list[RecordParagraph]:
    wanted = select(RecordParagraph).where(RecordParagraph.record_id == record.id).order_by(RecordParagraph.id)
    return list(db.session.scalars(wanted))
