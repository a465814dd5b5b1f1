"""Pins the versions that were on the table when an item was closed: later it can be said which were discussed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from convene.access.scope import as_system
from convene.agendas.models import AgendaItem
from convene.papers.models import Paper, PaperVersion


def pin(item: AgendaItem, *, at: datetime) -> None:
    """Mark the latest version of each paper of an item as the one discussed at that instant (UTC); no other is (B5)."""
    _mark(item, at)


def unpin(item: AgendaItem) -> None:
    """The item is open again: no version of its papers has been discussed yet."""
    _mark(item, None)


def _mark(item: AgendaItem, at: datetime | None) -> None:
    with as_system("pin the versions discussed") as session:
        papers = {p.id: p for p in session.scalars(select(Paper).where(Paper.item_id == item.id))}
        for version in session.scalars(select(PaperVersion).where(PaperVersion.paper_id.in_(papers))):
            paper = papers[version.paper_id]
            is_latest = version.number == paper.latest and paper.withdrawn_at is None
            version.discussed_at = at if is_latest else None
