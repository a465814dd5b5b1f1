"""Keeps what decides who sees a paper equal to its item; called after every change of an item or session."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

from convene.access.scope import as_system
from convene.agendas.models import AgendaItem
from convene.papers.models import Paper, PaperVersion, UnderItem


def place(row: UnderItem, item: AgendaItem) -> None:
    """Copy the item's placement to a paper or version."""
    row.session_id, row.item_id, row.meeting_id = item.session_id, item.id, item.meeting_id
    row.announced, row.narrowed, row.withheld = item.announced, item.narrowed, item.withheld


def place_papers(session_id: int) -> None:
    """Place the papers of all items of a session anew; those of withdrawn papers too."""
    _place(AgendaItem.session_id == session_id)


def place_meeting(meeting_id: int) -> None:
    """Place the papers of a whole meeting anew: when it is convened."""
    _place(AgendaItem.meeting_id == meeting_id)


def _place(which: ColumnElement[bool]) -> None:
    with as_system("place papers as their items") as session:
        items = {i.id: i for i in session.scalars(select(AgendaItem).where(which))}
        papers = session.scalars(select(Paper).where(Paper.item_id.in_(items))).all()
        versions = session.scalars(select(PaperVersion).where(PaperVersion.item_id.in_(items))).all()
        rows: list[UnderItem] = [*papers, *versions]
        for row in rows:
            place(row, items[row.item_id])
