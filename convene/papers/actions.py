"""Writes of papers: uploading, a new version, releasing to those admitted, withdrawing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from convene import journal
from convene.agendas.models import AgendaItem
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.meetings.actions import letter_findings, refuse
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.papers.models import Paper, PaperVersion
from convene.papers.placing import place
from convene.papers.terms import PaperKind


@dataclass(frozen=True, slots=True)
class Filed:
    """A file in the store: the original and the copy without its author's traces, by SHA-256; `size` in octets."""

    file_name: str
    media_type: str
    size: int
    pages: int | None
    pages_are: str
    original_digest: str
    digest: str


@dataclass(frozen=True, slots=True)
class Sender:
    """From whom a paper comes: the person, and the party they act for, if any."""

    person_id: int
    party_id: int | None
    from_whom: str
    for_admitted: bool


def _refuse_closed_box(item: AgendaItem, meeting: Meeting) -> None:
    if not item.takes_papers:
        raise Refused((Finding("", Level.REFUSE, "No papers are taken for this item.", "file"),))
    if meeting.state in (MeetingState.CONCLUDED, MeetingState.CANCELLED):
        raise Refused(
            (Finding("", Level.REFUSE, "Papers are no longer taken: the meeting is over or cancelled.", "file"),)
        )


def _version(
    paper: Paper, item: AgendaItem, filed: Filed, *, number: int, person_id: int, at: datetime, is_late: bool
) -> None:
    version = PaperVersion(
        paper_id=paper.id,
        number=number,
        body_id=paper.body_id,
        party_id=paper.party_id,
        by_person_id=person_id,
        for_admitted=paper.for_admitted,
        file_name=filed.file_name,
        media_type=filed.media_type,
        size=filed.size,
        pages=filed.pages,
        pages_are=filed.pages_are,
        original_digest=filed.original_digest,
        digest=filed.digest,
        uploaded_at=at,
        is_late=is_late,
    )
    place(version, item)
    db.session.add(version)


def upload(
    item: AgendaItem,
    meeting: Meeting,
    filed: Filed,
    *,
    title: str,
    kind: PaperKind,
    sender: Sender,
    by: str,
    at: datetime,
) -> Paper:
    """A first version of a paper, for an item the sender may see. Late papers are taken and marked. Raises Refused."""
    _refuse_closed_box(item, meeting)
    refuse(letter_findings({"title": title}))
    is_late = at > meeting.papers_due_at
    paper = Paper(
        body_id=item.body_id,
        party_id=sender.party_id,
        by_person_id=sender.person_id,
        for_admitted=sender.for_admitted,
        title=title,
        kind=kind,
        from_whom=sender.from_whom,
        latest=1,
        is_late=is_late,
        file_name=filed.file_name,
        media_type=filed.media_type,
        pages=filed.pages,
    )
    place(paper, item)
    db.session.add(paper)
    db.session.flush()  # The version and the journal need its id and key.
    _version(paper, item, filed, number=1, person_id=sender.person_id, at=at, is_late=is_late)
    journal.record(
        "paper.upload",
        by=by,
        at=at,
        body=item.body_id,
        kind="paper",
        key=paper.key,
        change={"digest": filed.original_digest, "late": is_late},
    )
    return paper


def replace(
    paper: Paper, item: AgendaItem, meeting: Meeting, filed: Filed, *, person_id: int, by: str, at: datetime
) -> None:
    """A further version; earlier ones stay. Raises Refused when papers are no longer taken."""
    _refuse_closed_box(item, meeting)
    paper.latest += 1
    paper.file_name, paper.media_type, paper.pages = filed.file_name, filed.media_type, filed.pages
    is_late = at > meeting.papers_due_at
    paper.is_late = paper.is_late or is_late
    _version(paper, item, filed, number=paper.latest, person_id=person_id, at=at, is_late=is_late)
    journal.record(
        "paper.replace",
        by=by,
        at=at,
        body=item.body_id,
        kind="paper",
        key=paper.key,
        change={"version": paper.latest, "digest": filed.original_digest},
    )


def release(paper: Paper, versions: list[PaperVersion], *, to_admitted: bool, by: str, at: datetime) -> None:
    """Release a paper to those admitted to its item, or keep it from them; never wider than the item."""
    paper.for_admitted = to_admitted
    for version in versions:
        version.for_admitted = to_admitted
    journal.record(
        "paper.release",
        by=by,
        at=at,
        body=paper.body_id,
        kind="paper",
        key=paper.key,
        change={"to_admitted": to_admitted},
    )


def withdraw(paper: Paper, *, by: str, at: datetime) -> None:
    """Withdraw a paper: nobody reads it any more; the record keeps that it was there."""
    paper.withdrawn_at = at
    journal.record("paper.withdraw", by=by, at=at, body=paper.body_id, kind="paper", key=paper.key)
