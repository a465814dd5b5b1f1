"""The order of an agenda: an item is put after another, or below one. What was said of a place keeps its meaning
while others move things too, which a number of a place would not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from convene import journal
from convene.access.terms import Audience
from convene.agendas import edits, rules
from convene.agendas.actions import keep_within, place_of, retime, say_of, subs_of
from convene.agendas.models import AgendaEdit, AgendaItem
from convene.agendas.queries import items_of_session
from convene.agendas.terms import Act
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.meetings.models import MeetingSession

STAYS_CLOSED = "The item stays closed in the open session; edit it to open it."


@dataclass(frozen=True, slots=True)
class Goal:
    """Where an item is to stand: in a session, after an item (first, without one), as a sub-item of `parent`.

    With `is_last` it comes last there: what it was to follow is no longer on the agenda.
    """

    session: MeetingSession
    after: AgendaItem | None = None
    parent: AgendaItem | None = None
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class Arranged:
    """What came of it: the line of the book (none where nothing moved), and what has to be said about it."""

    edit: AgendaEdit | None
    remarks: tuple[str, ...]

    @property
    def stays_closed(self) -> bool:
        """Whether a closed item came into an open session, where it stays closed."""
        return STAYS_CLOSED in self.remarks


def arrange_item(
    item: AgendaItem, goal: Goal, *, origin: MeetingSession, by: str, at: datetime,
    undoes: AgendaEdit | None = None, said: Mapping[str, Any] | None = None,
) -> Arranged:  # fmt: skip
    """Put an item, with its sub-items, where the goal says; `origin` is the session in which it stands.

    A closed item stays closed where it comes into an open session, and so do its sub-items: their text and papers must
    not open by being moved. `said` is what the item said there before. Raises Refused where an item with sub-items was
    to become a sub-item.
    """
    block = [item, *subs_of(item)]
    goal, remarks = _possible(item, block, goal)
    if goal.parent is not None and len(block) > 1:
        text = f"“{item.title}” has sub-items; make them items before it becomes a sub-item itself."
        raise Refused((Finding("", Level.REFUSE, text),))
    before = _where(item, origin)
    kept_closed = _keep_closed(block, origin, goal.session, by=by, at=at)
    if stand(block, goal):
        remarks.append(f"What “{item.title}” was to follow stands elsewhere by now; it was put last.")
    if goal.session.id != origin.id:
        retime(origin)
    if said:
        _say_as_before(item, goal, said)
    edit = _note(item, before, _where(item, goal.session), by=by, at=at, undoes=undoes)
    return Arranged(edit, tuple(remarks + ([STAYS_CLOSED] if kept_closed else [])))


def stand(block: list[AgendaItem], goal: Goal) -> bool:
    """Let an item and its sub-items stand at a place; gives whether what they were to follow is not there."""
    item = block[0]
    staying = [i for i in items_of_session(goal.session) if i not in block]
    index, lost = _index(staying, goal)
    for row in block:
        row.session_id = goal.session.id
        row.audience = row.own_audience or goal.session.audience
    item.parent_id = goal.parent.id if goal.parent else None
    keep_within(item)
    item.section = _section(item, staying, index, goal)
    for position, row in enumerate([*staying[:index], *block, *staying[index:]], start=1):
        row.position = position
    db.session.flush()  # The order is read back.
    retime(goal.session)
    return lost


def _say_as_before(item: AgendaItem, goal: Goal, said: Mapping[str, Any]) -> None:
    """Section and audience as they were there; what is closed by now is not opened."""
    if "section" in said and goal.parent is None:
        item.section = said["section"]
    if "audience" in said and goal.session.audience is Audience.CLOSED:
        edits.say(item, {"audience": said["audience"]}, follows=goal.session.audience)
    retime(goal.session)


def _possible(item: AgendaItem, block: list[AgendaItem], goal: Goal) -> tuple[Goal, list[str]]:
    """The goal as it can be reached: nothing stands after or below itself, or below a sub-item."""
    session, after, parent, remarks = goal.session, goal.after, goal.parent, []
    if after in block:
        earlier = [i for i in items_of_session(session) if i.position < item.position and i not in block]
        after = earlier[-1] if earlier else None
    if parent is item:
        parent = None
    if parent is not None and parent.parent_id is not None:
        remarks.append(f"“{parent.title}” has become a sub-item itself; “{item.title}” was put after it.")
        parent, after = None, parent
    above = parent or (after if remarks else None)
    if above is not None and above.session_id != session.id:
        # It moved meanwhile: what belongs together stays together.
        session = db.session.get_one(MeetingSession, above.session_id)
    return Goal(session, after, parent, goal.is_last), remarks


def _index(staying: list[AgendaItem], goal: Goal) -> tuple[int, bool]:
    """The place in the row of those that stay, and whether the one it was to follow is not there."""
    after, parent = goal.after, goal.parent
    if parent is not None:
        below = [n for n, i in enumerate(staying) if i is parent or i.parent_id == parent.id]
        here = [n for n in below if staying[n] is after]
        if here:
            return here[0] + 1, False
        is_first = after is None and not goal.is_last
        return (below[0] if is_first else below[-1]) + 1, not is_first
    if after is None and not goal.is_last:
        return 0, False
    head = after.parent_id or after.id if after is not None else None
    behind = [n for n, i in enumerate(staying) if head is not None and head in (i.id, i.parent_id)]
    return (behind[-1] + 1, False) if behind else (len(staying), True)


def _section(item: AgendaItem, staying: list[AgendaItem], index: int, goal: Goal) -> str:
    if goal.parent is not None:
        return goal.parent.section
    before = staying[index - 1].section if index else None
    after = staying[index].section if index < len(staying) else None
    return rules.section_between(item.section, before, after)


def _keep_closed(
    block: list[AgendaItem], origin: MeetingSession, target: MeetingSession, *, by: str, at: datetime
) -> bool:
    """Close by their own choice those that were closed with their session only; gives whether there were any."""
    closing = [
        row
        for row in block
        if row.own_audience is None and row.audience is Audience.CLOSED and target.audience is Audience.OPEN
    ]
    for row in closing[1:] if block[0] in closing else closing:
        say_of(row, origin, {"audience": str(Audience.CLOSED)}, by=by, at=at)
    if block[0] in closing:
        block[0].own_audience = Audience.CLOSED
    return bool(closing)


def _where(item: AgendaItem, session: MeetingSession) -> dict[str, Any]:
    return {"place": place_of(item, session), "section": item.section, "audience": str(item.own_audience or "")}


def _note(
    item: AgendaItem, before: dict[str, Any], after: dict[str, Any], *, by: str, at: datetime, undoes: AgendaEdit | None
) -> AgendaEdit | None:
    names = edits.changed(before, after)
    if not names:
        return None
    change = {"session": after["place"]["session"], "place": item.position}
    journal.record("item.move", by=by, at=at, body=item.body_id, kind="item", key=item.key, change=change)
    sides = {"before": {n: before[n] for n in names}, "after": {n: after[n] for n in names}}
    return edits.write(item, Act.MOVE, **sides, by=by, at=at, undoes=undoes)


def move_item(
    item: AgendaItem, *, origin: MeetingSession, target: MeetingSession, place: int, by: str, at: datetime
) -> bool:
    """Put an item at a place (from 1) of a session of the same meeting; places beyond the ends mean the ends.

    Gives True where a closed item stays closed in an open session, so that this is said. Raises Refused.
    """
    block = {item.id, *(sub.id for sub in subs_of(item))}
    staying = [i for i in items_of_session(target) if i.id not in block]
    index = max(0, min(place - 1, len(staying)))
    after = staying[index - 1] if index else None
    parent = None
    if after is not None and item.parent_id is not None and item.parent_id in (after.id, after.parent_id):
        parent = after if after.id == item.parent_id else db.session.get_one(AgendaItem, item.parent_id)
    goal = Goal(target, after=None if after is parent else after, parent=parent)
    return arrange_item(item, goal, origin=origin, by=by, at=at).stays_closed


def shift_goal(item: AgendaItem, session: MeetingSession, step: int) -> Goal | None:
    """One place up (-1) or down (1) among those of its kind: items, or sub-items of one item; None at the ends."""
    fellows = [i for i in items_of_session(session) if i.parent_id == item.parent_id]
    index = fellows.index(item) + step
    if not 0 <= index < len(fellows):
        return None
    parent = db.session.get_one(AgendaItem, item.parent_id) if item.parent_id is not None else None
    rest = [i for i in fellows if i is not item]
    return Goal(session, after=rest[index - 1] if index else None, parent=parent)
