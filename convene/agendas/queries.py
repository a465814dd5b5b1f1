"""Reads of agenda items."""

from __future__ import annotations

from sqlalchemy import select

from convene.access import rules, sightings
from convene.access.gate import Missing
from convene.access.models import Narrowing
from convene.access.scope import current_reader, guard
from convene.access.terms import Audience
from convene.agendas.models import AgendaEdit, AgendaItem, ChairNote
from convene.bodies.models import Party
from convene.db import db
from convene.meetings.models import MeetingSession

guard(
    AgendaItem,
    rules.sees_item,
    body=AgendaItem.body_id,
    meeting=AgendaItem.meeting_id,
    session=AgendaItem.session_id,
    item=AgendaItem.id,
    announced=AgendaItem.announced,
    narrowed=AgendaItem.narrowed,
    withheld=AgendaItem.withheld,
)
guard(AgendaEdit, rules.sees_kept, body=AgendaEdit.body_id)
guard(ChairNote, rules.sees_own, body=ChairNote.body_id, person=ChairNote.person_id)


def items_of_meeting(meeting_id: int) -> list[AgendaItem]:
    """The items of a meeting that this reader may see, in order of session and position."""
    return list(
        db.session.scalars(
            select(AgendaItem)
            .where(AgendaItem.meeting_id == meeting_id)
            .order_by(AgendaItem.session_id, AgendaItem.position, AgendaItem.id)
        )
    )


def items_of_session(session: MeetingSession) -> list[AgendaItem]:
    """The items of one session that this reader may see, in order."""
    return list(
        db.session.scalars(
            select(AgendaItem).where(AgendaItem.session_id == session.id).order_by(AgendaItem.position, AgendaItem.id)
        )
    )


def one_item(key: str) -> AgendaItem:
    """The item with that key. Raises Missing where there is none for this reader."""
    return _opened(db.session.scalars(select(AgendaItem).where(AgendaItem.key == key)).one_or_none())


def _opened(found: AgendaItem | None) -> AgendaItem:
    """An item that somebody opens, noted where it is closed, whatever page shows it (settled 7). Raises Missing."""
    if found is None:
        raise Missing
    if found.audience is Audience.CLOSED or found.narrowed:
        sightings.note(found.body_id, "item", found.key)
    return found


def kept_item(key: str) -> AgendaItem:
    """The item, where the reader serves the secretariat of its body. Raises Missing otherwise."""
    found = one_item(key)
    if not rules.may_keep(current_reader(), found.body_id):
        raise Missing
    return found


def item_if_kept(key: str) -> AgendaItem | None:
    """The item, where the reader serves the secretariat of its body; None where there is none for this reader.

    Raises Missing where there is one, but they do not serve it.
    """
    if db.session.scalars(select(AgendaItem.id).where(AgendaItem.key == key)).one_or_none() is None:
        return None
    return kept_item(key)


def item_below(session: MeetingSession, key: str) -> AgendaItem | None:
    """The item of a session to which a sub-item is to be added; None where none is named, or it is gone."""
    wanted = select(AgendaItem).where(AgendaItem.key == key, AgendaItem.session_id == session.id)
    return db.session.scalars(wanted).one_or_none() if key else None


def parent_of(item: AgendaItem) -> AgendaItem | None:
    """The item to which a sub-item belongs, as far as this reader may see it."""
    return db.session.get(AgendaItem, item.parent_id) if item.parent_id is not None else None


def last_section(session: MeetingSession) -> str:
    """The heading under which the last item of a session stands."""
    wanted = select(AgendaItem.section).where(AgendaItem.session_id == session.id)
    return db.session.scalars(wanted.order_by(AgendaItem.position.desc()).limit(1)).first() or ""


def sections_of(meeting_id: int) -> list[str]:
    """The headings in use on an agenda."""
    wanted = select(AgendaItem.section).where(AgendaItem.meeting_id == meeting_id, AgendaItem.section != "")
    return list(db.session.scalars(wanted.distinct().order_by(AgendaItem.section)))


def names_narrowed_to(item_ids: list[int]) -> dict[int, tuple[str, ...]]:
    """Names of the members to whom narrowed items are narrowed, as far as this reader may know; by item."""
    found: dict[int, tuple[str, ...]] = {}
    wanted = select(Narrowing.item_id, Party.name).join(Party, Party.id == Narrowing.party_id)
    for item, name in db.session.execute(wanted.where(Narrowing.item_id.in_(item_ids)).order_by(Party.name)):
        found[item] = (*found.get(item, ()), name)
    return found


def narrowed_to(item_ids: list[int]) -> dict[int, list[int]]:
    """Parties to whom narrowed items are narrowed, as far as this reader may know; by item."""
    found: dict[int, list[int]] = {}
    for item, party in db.session.execute(
        select(Narrowing.item_id, Narrowing.party_id).where(Narrowing.item_id.in_(item_ids)).order_by(Narrowing.id)
    ):
        found.setdefault(item, []).append(party)
    return found


def item_by_id(item_id: int) -> AgendaItem:
    """The item by its internal id. Raises Missing."""
    return _opened(db.session.get(AgendaItem, item_id))
