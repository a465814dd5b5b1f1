"""Taking changes of an agenda back, one by one. A change is only taken back where what it changed still stands so:
nobody's newer change is overwritten. Taking back is a change itself, and can be taken back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

from sqlalchemy import select

from convene import journal
from convene.access.models import Admission, Narrowing
from convene.access.terms import Audience
from convene.agendas import actions, edits
from convene.agendas.arranging import STAYS_CLOSED, Goal, arrange_item, stand
from convene.agendas.models import AgendaEdit, AgendaItem, ChairNote
from convene.agendas.queries import items_of_meeting
from convene.agendas.terms import Act, Progress
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.queries import sessions_of

# Where an item came from, went to or stood says nothing of what it became since: whatever changed it since goes first.
STRICT = (Act.ADD, Act.REMOVE, Act.MOVE)


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back: the item as it stands now (none where its adding was), and what has to be said."""

    item: AgendaItem | None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Undoing:
    """What every kind of taking back needs; instants are UTC."""

    meeting: Meeting
    edit: AgendaEdit
    before: dict[str, Any]
    after: dict[str, Any]
    by: str
    at: datetime

    @property
    def named(self) -> dict[str, Any]:
        return {"by": self.by, "at": self.at, "undoes": self.edit}


def undo(meeting: Meeting, edit: AgendaEdit, *, by: str, at: datetime) -> Undone:
    """Take one change back. Raises Refused, in words, where it was taken back already or something newer stands on it.

    That no paper belongs to an item whose adding is taken back, the caller has made sure.
    """
    if edit.is_undone:
        _refuse("This change has been taken back already.")
    if edit.act in STRICT and _stands_on(edit):
        _refuse("The item has been changed again since; take the newer change back first.")
    doing = _Undoing(meeting, edit, edits.read(edit.before), edits.read(edit.after), by, at)
    item = db.session.scalars(select(AgendaItem).where(AgendaItem.key == edit.item_key)).one_or_none()
    if edit.act == Act.REMOVE:
        if item is not None:
            # It was removed twice, and the other removal was taken back.
            _refuse("The item is on the agenda again already.")
        return _put_back(doing)
    if item is None:
        _refuse("The item is no longer on the agenda; put it back first.")
    backward = {
        Act.ADD: _take_away, Act.CHANGE: _say_again, Act.MOVE: _move_back, Act.NARROW: _narrow_back,
        Act.CLOSE: _close_back,
    }  # fmt: skip
    return backward[Act(edit.act)](doing, item)


def _refuse(text: str) -> NoReturn:
    raise Refused((Finding("", Level.REFUSE, text),))


def _stands_on(edit: AgendaEdit) -> bool:
    """Whether a later change of the item still stands that must be taken back first.

    A taking back is no change of its own here: it shows in what it took back.
    """
    later = (e for e in edits.edits_of_item(edit.item_key) if e.number > edit.number)
    acts = (Act.MOVE,) if edit.act == Act.MOVE else tuple(Act)
    return any(e.act in acts and not e.is_undone and e.undoes is None for e in later)


def _session_of(item: AgendaItem) -> MeetingSession:
    return db.session.get_one(MeetingSession, item.session_id)


def _take_away(doing: _Undoing, item: AgendaItem) -> Undone:
    if doing.edit.undoes is None and actions.subs_of(item):
        _refuse("The item has sub-items by now; remove it yourself if you mean it.")
    actions.remove_item(item, _session_of(item), **doing.named)
    return Undone(None)


def _unless_newer(now: dict[str, Any], then: dict[str, Any], title: str) -> None:
    changed = [name for name in then if now[name] != then[name]]
    if changed:
        words = ", ".join(name.replace("_", " ") for name in changed)
        _refuse(f"“{title}” has been changed again since ({words}); nothing newer is overwritten.")


def _say_again(doing: _Undoing, item: AgendaItem) -> Undone:
    _unless_newer(edits.said(item), doing.after, item.title)
    actions.say_of(item, _session_of(item), doing.before, **doing.named)
    return Undone(item)


def _narrow_back(doing: _Undoing, item: AgendaItem) -> Undone:
    members = sorted(db.session.scalars(select(Narrowing.party_id).where(Narrowing.item_id == item.id)))
    _unless_newer({"members": members, "narrowed": item.narrowed}, doing.after, item.title)
    actions.narrow_item(item, doing.before["members"], **doing.named)
    # Narrowed to members none of whom is left, an item stays with the secretariat.
    item.narrowed = doing.before["narrowed"]
    return Undone(item)


def _close_back(doing: _Undoing, item: AgendaItem) -> Undone:
    _unless_newer({"progress": str(item.progress)}, {"progress": doing.after["progress"]}, item.title)
    actions.close_item(item, Progress(doing.before["progress"]), **doing.named)
    if doing.before["closed_at"]:
        item.closed_at = datetime.fromisoformat(doing.before["closed_at"])
    return Undone(item)


def _move_back(doing: _Undoing, item: AgendaItem) -> Undone:
    """Back to where it stood; what is closed by now stays closed, since its text may have been written as closed."""
    origin = _session_of(item)
    place = doing.before.get("place") or actions.place_of(item, origin)
    goal, remarks = _goal(doing.meeting, place)
    done = arrange_item(item, goal, origin=origin, said=doing.before, **doing.named)
    if done.edit is None:
        _refuse(f"“{item.title}” stands there already.")
    return Undone(item, (*remarks, *done.remarks))


def _goal(meeting: Meeting, place: dict[str, str]) -> tuple[Goal, list[str]]:
    """A place of the book as it can be reached now. Raises Refused where the session is gone."""
    session = next((s for s in sessions_of(meeting.id) if s.key == place["session"]), None)
    if session is None:
        _refuse("The session in which the item stood is no longer there.")
    known = {i.key: i for i in items_of_meeting(meeting.id)}
    after, parent = known.get(place["after"]), known.get(place["parent"])
    remarks = []
    if place["parent"] and (parent is None or parent.parent_id is not None):
        parent = None
        remarks.append("What it belonged to is no longer an item of the agenda; it is an item of its own now.")
    if parent is not None and parent.session_id != session.id:
        # It moved meanwhile: what belongs together stays together.
        session = db.session.get_one(MeetingSession, parent.session_id)
    is_last = bool(place["after"]) and after is None
    return Goal(session, after, parent, is_last), remarks


def _put_back(doing: _Undoing) -> Undone:
    """The same item with the same key, where it stood, with its narrowing, its admissions and the chair's note."""
    kept = doing.before
    goal, remarks = _goal(doing.meeting, kept["place"])
    item = _row(doing.meeting, goal.session, kept["item"])
    for party in kept["members"]:
        db.session.add(Narrowing(body_id=item.body_id, item_id=item.id, party_id=party))
    for given in kept["admissions"]:
        db.session.add(Admission(body_id=item.body_id, meeting_id=item.meeting_id, item_id=item.id, **given))
    if kept["note"]:
        db.session.add(
            ChairNote(
                body_id=item.body_id, meeting_id=item.meeting_id, item_id=item.id, text=kept["note"],
                person_id=doing.meeting.chair_id,
            )
        )  # fmt: skip
    wanted = select(AgendaItem).where(AgendaItem.key.in_(kept["subs"]), AgendaItem.session_id == item.session_id)
    if goal.parent is None:
        for sub in db.session.scalars(wanted.order_by(AgendaItem.position)).all():
            if sub.parent_id is None and not actions.subs_of(sub):
                sub.parent_id = item.id
    stand([item, *actions.subs_of(item)], goal)
    edits.say(item, {"section": kept["item"]["section"]}, follows=goal.session.audience)
    actions.retime(goal.session)
    if item.own_audience is Audience.CLOSED and not kept["item"]["audience"]:
        remarks.append(STAYS_CLOSED)
    journal.record(
        "item.add", by=doing.by, at=doing.at, body=item.body_id, kind="item", key=item.key,
        change={"title": item.title},
    )  # fmt: skip
    edits.write(item, Act.ADD, before={}, after={"title": item.title}, **doing.named)
    return Undone(item, tuple(remarks))


def _row(meeting: Meeting, session: MeetingSession, kept: dict[str, Any]) -> AgendaItem:
    said = {name: kept[name] for name in edits.SAID}
    if kept["was"] == Audience.CLOSED and not said["audience"] and session.audience is Audience.OPEN:
        said["audience"] = str(Audience.CLOSED)  # It was written as closed: coming back must not open it.
    taken = db.session.get(AgendaItem, kept["id"]) is not None
    item = AgendaItem(
        id=None if taken else kept["id"],
        key=kept["key"],
        thread=kept["thread"],
        revision=kept["revision"],
        body_id=meeting.body_id,
        meeting_id=meeting.id,
        session_id=session.id,
        announced=session.announced,
        narrowed=kept["narrowed"],
        progress=Progress(kept["progress"]),
        closed_at=datetime.fromisoformat(kept["closed_at"]) if kept["closed_at"] else None,
        position=0,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
    )
    edits.say(item, said, follows=session.audience)
    db.session.add(item)
    db.session.flush()  # What hangs from it needs its id.
    return item
