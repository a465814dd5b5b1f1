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
from convene.papers.terms import LANGUAGES, Deadline, PaperKind


@dataclass(frozen=True, slots=True)
class Filed:
    """A file in the store: the original and the copy without its author's traces, by SHA-256; `size` in octets.

    `words` is None where they were not counted; `asks` says whether the text says what is asked, None where unknown.
    """

    file_name: str
    media_type: str
    size: int
    pages: int | None
    pages_are: str
    original_digest: str
    digest: str
    words: int | None = None
    asks: bool | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """What a paper is called, what it is, and in which language it is written (a tag of `terms.LANGUAGES`)."""

    title: str
    kind: PaperKind
    language: str = "en"


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
    paper: Paper, item: AgendaItem, filed: Filed, *, number: int, person_id: int, at: datetime, deadline: Deadline
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
        is_late=deadline.is_late(at),
        late_minutes=deadline.minutes_after(at),
        words=filed.words,
        asks=filed.asks,
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
    language: str = "en",
    deadline: Deadline | None = None,
) -> Paper:
    """A first version of a paper, for an item the sender may see. Late papers are taken and marked. Raises Refused.

    `deadline` is the one that holds for this sender; without one, the meeting's holds (UTC).
    """
    wording = Wording(title, kind, language)
    paper = _first(item, meeting, filed, wording, sender=sender, at=at, deadline=deadline)
    journal.record(
        "paper.upload",
        by=by,
        at=at,
        body=item.body_id,
        kind="paper",
        key=paper.key,
        change={"digest": filed.original_digest, "late": paper.is_late},
    )
    return paper


def _first(
    item: AgendaItem,
    meeting: Meeting,
    filed: Filed,
    wording: Wording,
    *,
    sender: Sender,
    at: datetime,
    deadline: Deadline | None,
    uploader: int | None = None,
    translates: Paper | None = None,
) -> Paper:
    _refuse_closed_box(item, meeting)
    refuse([*letter_findings({"title": wording.title}), *_language_findings(wording.language)])
    deadline = deadline or Deadline(meeting.papers_due_at)
    paper = Paper(
        body_id=item.body_id,
        party_id=sender.party_id,
        by_person_id=sender.person_id,
        for_admitted=sender.for_admitted,
        title=wording.title,
        kind=wording.kind,
        from_whom=sender.from_whom,
        latest=1,
        is_late=deadline.is_late(at),
        file_name=filed.file_name,
        media_type=filed.media_type,
        pages=filed.pages,
        language=wording.language,
        translates_id=translates.id if translates else None,
    )
    place(paper, item)
    db.session.add(paper)
    db.session.flush()  # The version and the journal need its id and key.
    _version(paper, item, filed, number=1, person_id=uploader or sender.person_id, at=at, deadline=deadline)
    return paper


def _language_findings(language: str) -> list[Finding]:
    known = language in LANGUAGES
    return [] if known else [Finding("", Level.REFUSE, "Choose one of the languages.", "language")]


def translate(
    original: Paper,
    item: AgendaItem,
    meeting: Meeting,
    filed: Filed,
    *,
    title: str,
    language: str,
    known: list[Paper],
    person_id: int,
    by: str,
    at: datetime,
    deadline: Deadline | None = None,
) -> Paper:
    """A translation of a paper, kept and released with it (B5). Raises Refused where `known` has one in that language.

    It is owned by whoever owns the paper as it was first written; its version names who sent it.
    """
    same = next((p for p in (original, *known) if p.language == language and language != "other"), None)
    if same is not None:
        words = "The paper itself is" if same is original else "There is a translation"
        text = f"{words} in {LANGUAGES[language]}: send a new version of it instead."
        raise Refused((Finding("", Level.REFUSE, text, "language"),))
    sender = Sender(original.by_person_id, original.party_id, original.from_whom, for_admitted=original.for_admitted)
    wording = Wording(title, original.kind, language)
    paper = _first(
        item, meeting, filed, wording, sender=sender, at=at, deadline=deadline, uploader=person_id, translates=original
    )
    journal.record(
        "paper.translate",
        by=by,
        at=at,
        body=item.body_id,
        kind="paper",
        key=paper.key,
        change={"language": LANGUAGES[language], "digest": filed.original_digest},
    )
    return paper


def replace(
    paper: Paper,
    item: AgendaItem,
    meeting: Meeting,
    filed: Filed,
    *,
    person_id: int,
    by: str,
    at: datetime,
    deadline: Deadline | None = None,
) -> None:
    """A further version; earlier ones stay. Raises Refused when papers are no longer taken."""
    _refuse_closed_box(item, meeting)
    deadline = deadline or Deadline(meeting.papers_due_at)
    paper.latest += 1
    paper.file_name, paper.media_type, paper.pages = filed.file_name, filed.media_type, filed.pages
    paper.is_late = paper.is_late or deadline.is_late(at)
    _version(paper, item, filed, number=paper.latest, person_id=person_id, at=at, deadline=deadline)
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
