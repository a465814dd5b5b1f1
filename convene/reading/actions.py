"""Writes of reading: sharing with a desk officer and ending it, private notes, and what falls due of both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from convene import clock, journal
from convene.access.scope import as_system
from convene.bodies.models import Body, Party
from convene.db import db
from convene.findings import Finding, Level
from convene.mail.models import OutboxMessage
from convene.mail.outbox import Envelope, enqueue
from convene.mail.smtp import address_problem
from convene.mail.states import OutboxState
from convene.meetings.actions import letter_findings, refuse
from convene.meetings.models import MeetingSession
from convene.papers.models import Paper
from convene.people.actions import give_term, take_on_record
from convene.people.models import Contact, Term
from convene.people.queries import person_by_address
from convene.people.terms import TermRole
from convene.reading.models import PaperNote, PaperShare
from convene.reading.queries import officers_of, roles_at
from convene.reading.rules import kept_until, officer_findings

MAIL = "paper-shared"


@dataclass(frozen=True, slots=True)
class Officer:
    """A desk officer whom a member names: as the body has not known them yet."""

    name: str
    function: str
    address: str


def name_officer(body: Body, party: Party, officer: Officer, *, by: str, at: datetime) -> Contact:
    """Take a member's desk officer on record, with a term from today on. Raises Refused.

    Whoever another body knows is taken up as they are; that body's record of them is neither read nor changed.
    """
    found = letter_findings({"name": officer.name, "function": officer.function})
    if not officer.name:
        found.append(Finding("", Level.REFUSE, "Enter the name.", "name"))
    if problem := address_problem(officer.address):
        found.append(Finding("", Level.REFUSE, problem, "address"))
    refuse(found)
    known = roles_at(body.id, officer.address, person_by_address(officer.address))
    refuse(officer_findings(known, party.id))
    contact = take_on_record(
        body, name=officer.name, function=officer.function, address=officer.address, zone=party.zone, by=by, at=at
    )
    if contact.id not in {c.id for c in officers_of(party, at)}:
        today = clock.local(at, body.zone).date()
        give_term(contact, body=body, party=party, role=TermRole.DESK_OFFICER, starts_on=today, by=by, at=at)
    return contact


def share(paper: Paper, party: Party, contact: Contact, *, by: str, at: datetime) -> PaperShare:
    """Share a paper with a desk officer of the member, who is told once, without its title (B5; settled 6)."""
    same = select(PaperShare).where(
        PaperShare.paper_id == paper.id, PaperShare.party_id == party.id, PaperShare.person_id == contact.person_id
    )
    row = db.session.scalars(same).one_or_none()
    if row is not None and row.ended_at is None:
        return row
    if row is None:
        row = PaperShare(body_id=paper.body_id, paper_id=paper.id, party_id=party.id, person_id=contact.person_id)
        db.session.add(row)
    row.by, row.shared_at, row.ended_at = by, at, None
    db.session.flush()  # The mail names the sharing by its key.
    journal.record(
        "paper.share",
        by=by,
        at=at,
        body=paper.body_id,
        kind="paper",
        key=paper.key,
        change={"party": party.key, "to": contact.key},
    )
    envelope = Envelope(MAIL, row.key, contact.person_id, body_id=paper.body_id)
    enqueue(envelope, at=at, due=at.isoformat(), facts={"member": party.name, "path": "/"})
    return row


def end_share(row: PaperShare, paper: Paper, *, by: str, at: datetime) -> None:
    """End a sharing: at the next request the desk officer finds nothing; a letter that still waits is not sent."""
    row.ended_at = at
    _drop_letter(row)
    journal.record(
        "paper.end-share", by=by, at=at, body=row.body_id, kind="paper", key=paper.key, change={"to": _contact_key(row)}
    )


def _drop_letter(row: PaperShare) -> None:
    with as_system("drop the letter about a sharing that has ended") as session:
        waiting = select(OutboxMessage).where(
            OutboxMessage.subject_key.startswith(f"{MAIL}:{row.key}:", autoescape=True),
            OutboxMessage.state == OutboxState.QUEUED,
        )
        for message in session.scalars(waiting):
            message.state = OutboxState.DROPPED


def _contact_key(row: PaperShare) -> str:
    wanted = select(Contact.key).where(Contact.body_id == row.body_id, Contact.person_id == row.person_id)
    return db.session.scalars(wanted).first() or ""


def end_shares_of(term: Term, *, at: datetime) -> None:
    """End what was shared with a desk officer whose term is over, so that a later term opens nothing by itself."""
    if term.role is not TermRole.DESK_OFFICER:
        return
    again = select(Term.id).where(
        Term.party_id == term.party_id,
        Term.person_id == term.person_id,
        Term.role == TermRole.DESK_OFFICER,
        Term.starts_at <= at,
        or_(Term.ends_at.is_(None), Term.ends_at > at),
    )
    if db.session.scalars(again).first() is not None:
        return
    standing = select(PaperShare, Paper).join(Paper, Paper.id == PaperShare.paper_id)
    for row, paper in db.session.execute(
        standing.where(
            PaperShare.party_id == term.party_id, PaperShare.person_id == term.person_id, PaperShare.ended_at.is_(None)
        )
    ).all():
        end_share(row, paper, by="planner", at=at)


def write_note(
    paper: Paper, note: PaperNote | None, text: str, *, person_id: int, kept_until: datetime, at: datetime
) -> None:
    """Keep what somebody wrote for themselves, or erase it where nothing is left of it. Raises Refused after its date.

    Nothing of it stands in the journal: the secretariat reads that, and it is never erased (settled 8).
    """
    if not text:
        if note is not None:
            db.session.delete(note)
        return
    if kept_until <= at:
        refuse([Finding("", Level.REFUSE, "Notes on this paper are no longer kept.", "text")])
    if note is None:
        note = PaperNote(body_id=paper.body_id, paper_id=paper.id, person_id=person_id)
        db.session.add(note)
    note.text, note.written_at, note.erase_at = text, at, kept_until


def erase_notes(*, at: datetime, also_moved: bool) -> None:
    """Erase the private notes whose date has come; a meeting that moved takes their date with it.

    With `also_moved` the dates of all notes are computed anew, so that a meeting that moved forward is noticed.
    """
    wanted = (
        select(PaperNote, MeetingSession.on, Body.notes_kept_days, Body.zone)
        .join(Paper, Paper.id == PaperNote.paper_id)
        .join(MeetingSession, MeetingSession.id == Paper.session_id)
        .join(Body, Body.id == Paper.body_id)
    )
    if not also_moved:
        wanted = wanted.where(PaperNote.erase_at <= at)
    for note, on, days, zone in db.session.execute(wanted).all():
        note.erase_at = kept_until(on, days=days, zone=zone)
        if note.erase_at <= at:
            db.session.delete(note)
