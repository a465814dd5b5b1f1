"""Files that go with evidence: kept with its row, and found again for those who may read the row."""

from __future__ import annotations

from sqlalchemy import select

from convene.access.gate import Missing
from convene.access.scope import current_reader
from convene.db import db
from convene.papers.actions import Filed
from convene.recommendations.models import Answer, NotedEvidence, WithFile


def attach(row: WithFile, file: Filed | None) -> None:
    """Let a file go with a row, without its author's traces; None takes away what went with it."""
    row.file_name = file.file_name if file else ""
    row.media_type = file.media_type if file else ""
    row.digest = file.digest if file else ""


def answer_with_file(key: str) -> Answer:
    """An answer with its file, for whoever reads the answer; a draft is read by its own seat alone. Raises Missing."""
    found = db.session.scalars(select(Answer).where(Answer.key == key)).one_or_none()
    if found is None or not found.digest:
        raise Missing
    if not found.announced and found.party_id not in current_reader().parties:
        raise Missing
    return found


def noted_with_file(key: str) -> NotedEvidence:
    """What was noted of an addressee, with its file. Raises Missing."""
    found = db.session.scalars(select(NotedEvidence).where(NotedEvidence.key == key)).one_or_none()
    if found is None or not found.digest:
        raise Missing
    return found
