"""What the agenda builder does over several features: order, minutes, merging, removing, taking back; in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import flash, g
from sqlalchemy import select

from convene import clock, pages
from convene.access.gate import Missing
from convene.access.models import Admission
from convene.agendas import actions, arranging, edits, undoing
from convene.agendas.merging import Theirs, bring_together
from convene.agendas.models import AgendaEdit, AgendaItem
from convene.agendas.queries import items_of_meeting
from convene.agendas.terms import Act, Progress
from convene.calls.models import PaperCall
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.invitations.models import Invitation
from convene.invitations.telling import retell
from convene.invitations.terms import InvitationState
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.queries import meeting_by_id, session_by_id, sessions_of
from convene.meetings.terms import MeetingState
from convene.papers import pinning
from convene.papers.queries import papers_of_item
from convene.people.queries import names_by_key
from convene.placing import place_session
from convene.recommendations.models import Recommendation
from convene.records.queries import paragraphs_of_item
from convene.web.forms import whole_number

SOMEBODY = "Somebody"
FIELD_WORDS = {
    "section": "section", "title": "title", "kind": "what for", "subject": "what a paragraph asks for",
    "minutes": "minutes", "lead": "lead", "outcome": "outcome sought", "countries": "countries", "themes": "themes",
    "annotation": "annotation", "takes_papers": "whether papers are taken", "video_link": "video link",
    "audience": "who takes part",
}  # fmt: skip
CLOSING = (MeetingState.IN_SESSION, MeetingState.CONCLUDED)
AUDIENCES = {"": "as the session", "closed": "closed", "open": "open"}


def settle(meeting: Meeting, sessions: Iterable[int], *, at: datetime) -> None:
    """Let what hangs from the items of these sessions follow, and tell whom it concerns."""
    for session_id in sorted(set(sessions)):
        place_session(session_id)
    pages.flash_told(retell(meeting, at=at))


def when_words(at: datetime, host_zone: str) -> tuple[str, str]:
    """A moment on the reader's own clocks, else the host's, for a list and within a sentence; never an hour alone.

    “10:42 New York” and “at 10:42 New York” today, “31 May, 10:42 New York” and “on 31 May at 10:42 New York” else.
    """
    zone = pages.own_zone() or host_zone
    here, now = clock.local(at, zone).date(), clock.local(g.convene_at, zone).date()
    hour = f"{clock.hour_words(at, zone)} {clock.place_of(zone)}"
    if here == now:
        return hour, f"at {hour}"
    day = clock.day_words(here, weekday=False, year=here.year != now.year)
    return f"{day}, {hour}", f"on {day} at {hour}"


def value_words(name: str, value: Any) -> str:
    """A field's value as a person reads it."""
    if name == "audience":
        return AUDIENCES[value]
    if name in {"kind", "subject"}:
        return f"for {value}" if name == "kind" else str(value).replace("-", " ")
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, list) else str(value)


def _hands(body_id: int, changes: Iterable[Theirs]) -> dict[str, str]:
    return names_by_key(body_id, (theirs.by for theirs in changes))


def _said_of(theirs: Theirs, names: Mapping[str, str], zone: str) -> str:
    name = names.get(theirs.by, SOMEBODY)
    when = f" {when_words(theirs.at, zone)[1]}" if theirs.at else ""
    words = value_words(theirs.field, theirs.value)
    made = f"changed this to “{words}”" if words else "emptied this"
    return f"{name} {made}{when} while you were editing; keep yours or take theirs."


@dataclass(frozen=True, slots=True)
class Clash:
    """Why an item was not saved: for each field, what to say, and what the other made of it."""

    said: dict[str, Any]
    fields: dict[str, str]


class Clashing(Refused):
    """Two changed the same field to different values: nothing is saved before somebody chose."""

    def __init__(self, findings: tuple[Finding, ...], clash: Clash) -> None:
        super().__init__(findings)
        self.clash = clash


def change_item(
    item: AgendaItem, mine: Mapping[str, Any], *, opened: int, give_way: tuple[str, ...], by: str, at: datetime
) -> None:
    """Keep what I made of an item that I opened at that revision, beside what others made of it since.

    Raises Clashing where both changed one field, Refused where what is typed cannot be kept.
    """
    meeting = meeting_by_id(item.meeting_id)
    found = bring_together(item, mine, opened=opened, give_way=give_way)
    names = _hands(item.body_id, (*found.kept, *found.conflicts))
    if found.conflicts:
        told = tuple(Finding("", Level.REFUSE, _said_of(t, names, meeting.zone), t.field) for t in found.conflicts)
        others = {t.field: value_words(t.field, t.value) for t in found.conflicts}
        raise Clashing(told, Clash(found.said, others))
    actions.say_of(item, session_by_id(item.session_id), found.said, by=by, at=at)
    for theirs in found.kept:
        if theirs.by != by:
            name = names.get(theirs.by, SOMEBODY)
            flash(
                f"{name} changed the {FIELD_WORDS[theirs.field]} meanwhile; that is kept beside your changes.", "kept"
            )
    settle(meeting, [item.session_id], at=at)


def put(meeting: Meeting, wish: str, *, by: str, at: datetime) -> str:
    """Put an item where the page says: its key, its session's, that of the item it follows, and of the one it is below.

    “-” stands for none. Gives the item's key. What is gone by now is said, and nothing is lost. Raises Missing for an
    item that never was on this agenda, Refused as `arrange_item` and where the wish cannot be read.
    """
    named = [key if key != "-" else "" for key in wish.split()]
    if len(named) != 4:
        raise Refused((Finding("", Level.REFUSE, "Say what is to be put where."),))
    items = {i.key: i for i in items_of_meeting(meeting.id)}
    sessions = {s.key: s for s in sessions_of(meeting.id)}
    key, session, after, parent = named
    item = items.get(key)
    if item is None:
        flash(_gone(meeting, key), "due")
        return ""
    if session not in sessions:
        raise Refused((Finding("", Level.REFUSE, "That session is no longer part of the meeting."),))
    is_last = bool(after and after not in items) or bool(parent and parent not in items)
    goal = arranging.Goal(sessions[session], items.get(after), items.get(parent), is_last)
    origin = session_by_id(item.session_id)
    done = arranging.arrange_item(item, goal, origin=origin, by=by, at=at)
    for remark in done.remarks:
        flash(remark, "due")
    settle(meeting, [origin.id, item.session_id], at=at)
    return item.key


def removal_of(meeting_id: int | None, key: str) -> AgendaEdit | None:
    """The line that says that an item was removed; None where it never was, or is not for this reader."""
    wanted = select(AgendaEdit).where(AgendaEdit.item_key == key, AgendaEdit.act == Act.REMOVE)
    if meeting_id is not None:
        wanted = wanted.where(AgendaEdit.meeting_id == meeting_id)
    return db.session.scalars(wanted.order_by(AgendaEdit.number.desc()).limit(1)).first()


def _gone(meeting: Meeting, key: str) -> str:
    return gone_words(meeting, removal_of(meeting.id, key))


def gone_words(meeting: Meeting, removal: AgendaEdit | None) -> str:
    """Who removed an item, and when. Raises Missing for one that never was on the agenda."""
    if removal is None:
        raise Missing
    name = names_by_key(meeting.body_id, [removal.by]).get(removal.by, SOMEBODY)
    when = when_words(removal.at, meeting.zone)[1]
    return f"{name} removed “{edits.read(removal.before)['title']}” {when}; undo that to have it back."


def refuse_if_held(item: AgendaItem) -> None:
    """Raises Refused where papers, recommendations or notes belong to an item, or papers were called for under it."""
    if papers_of_item(item.id):
        raise Refused((Finding("", Level.REFUSE, "Papers belong to this item; move it to another session instead."),))
    called = select(PaperCall.id).where(PaperCall.item_id == item.id).limit(1)
    if db.session.scalars(called).first() is not None:
        text = "Papers were called for under this item; move it to another session instead."
        raise Refused((Finding("", Level.REFUSE, text),))
    recommended = select(Recommendation.id).where(Recommendation.item_id == item.id).limit(1)
    if db.session.scalars(recommended).first() is not None:
        text = "A recommendation came from this item; it stays on the agenda. It can be moved to another session."
        raise Refused((Finding("", Level.REFUSE, text),))
    if paragraphs_of_item(item.key):
        text = "Notes were taken of this item; it stays on the agenda. It can be moved to another session."
        raise Refused((Finding("", Level.REFUSE, text),))


def remove(item: AgendaItem, *, by: str, at: datetime) -> None:
    """Take an item off the agenda; admissions to it end. Raises Refused where papers hold it."""
    refuse_if_held(item)
    session, meeting = session_by_id(item.session_id), meeting_by_id(item.meeting_id)
    actions.remove_item(item, session, by=by, at=at)
    settle(meeting, [session.id], at=at)


def take_back(meeting: Meeting, number: str, *, by: str, at: datetime) -> str:
    """Take one change of the agenda back; gives the item's key, empty where there is none any more.

    Raises Missing for a change that is not there, Refused where something newer stands on it, or papers do.
    """
    wanted = select(AgendaEdit).where(AgendaEdit.meeting_id == meeting.id)
    edit = db.session.scalars(wanted.where(AgendaEdit.number == (whole_number(number) or 0))).first()
    if edit is None:
        raise Refused((Finding("", Level.REFUSE, "There is nothing to take back."),))
    item = db.session.scalars(select(AgendaItem).where(AgendaItem.key == edit.item_key)).one_or_none()
    touched = {item.session_id} if item is not None else set()
    if item is not None and edit.act == Act.ADD:
        refuse_if_held(item)
    done = undoing.undo(meeting, edit, by=by, at=at)
    for remark in done.remarks:
        flash(remark, "due")
    if done.item is not None:
        touched.add(done.item.session_id)
        _admit_again(done.item)
        if edit.act == Act.CLOSE:
            pin(done.item)
    flash("That change is taken back.", "kept")
    settle(meeting, touched, at=at)
    return done.item.key if done.item is not None else ""


def _admit_again(item: AgendaItem) -> None:
    """What admits to an item that came back holds where its invitation was sent and still stands."""
    wanted = select(Admission, Invitation.state).join(Invitation, Invitation.id == Admission.invitation_id)
    for admission, state in db.session.execute(wanted.where(Admission.item_id == item.id)):
        admission.in_force = state is InvitationState.SENT


def pin(item: AgendaItem) -> None:
    """Let the papers of an item remember which version was on the table when it was closed."""
    if item.progress is Progress.OPEN or item.closed_at is None:
        pinning.unpin(item)
    else:
        pinning.pin(item, at=item.closed_at)


def save_minutes(
    meeting: Meeting, given: Mapping[str, str], *, by: str, at: datetime
) -> tuple[set[int], dict[str, str]]:
    """Keep the minutes typed for items of an agenda; gives the sessions they changed, and what is wrong with others.

    `given` holds, by “minutes-” and “was-” before an item's key, what is typed now and what stood there when the page
    was opened. Where somebody else changed one meanwhile and so did I, that one is not kept and it is said. What hangs
    from the items follows; telling is left to the caller.
    """
    wrong: dict[str, str] = {}
    kept: set[int] = set()
    for item in items_of_meeting(meeting.id):
        typed, was = given.get(f"minutes-{item.key}", "").strip(), given.get(f"was-{item.key}", "")
        if not typed or typed == was or typed == str(item.minutes):
            continue
        if was != str(item.minutes):
            last = edits.who_changed(item, "minutes", 0)
            name = names_by_key(item.body_id, [last.by] if last else []).get(last.by if last else "", SOMEBODY)
            wrong[item.key] = f"{name} set {item.minutes} min meanwhile; save again to set yours."
        elif (minutes := whole_number(typed)) is None:
            wrong[item.key] = "Enter a whole number."
        else:
            wrong |= _set_minutes(item, minutes, by=by, at=at)
            kept |= {item.session_id} if item.key not in wrong else set()
    for session_id in sorted(kept):
        place_session(session_id)
    return kept, wrong


def _set_minutes(item: AgendaItem, minutes: int, *, by: str, at: datetime) -> dict[str, str]:
    try:
        actions.say_of(item, session_by_id(item.session_id), {"minutes": minutes}, by=by, at=at)
    except Refused as refused:
        return {item.key: refused.findings[0].text}
    return {}


def close(item: AgendaItem, wish: str, *, by: str, at: datetime) -> None:
    """Say what became of an item, and pin its papers. Raises Refused before the meeting."""
    if wish not in set(Progress):
        raise Refused((Finding("", Level.REFUSE, "Say what became of the item."),))
    meeting = meeting_by_id(item.meeting_id)
    if meeting.state not in CLOSING:
        text = "Items are closed once the meeting is in session, or after it."
        raise Refused((Finding("", Level.REFUSE, text),))
    actions.close_item(item, Progress(wish), by=by, at=at)
    pin(item)


def session_for(meeting: Meeting, removal: AgendaEdit) -> MeetingSession:
    """Where an item stood that is gone; the first session where its own is gone too. Raises Missing without any."""
    sessions = {s.key: s for s in sessions_of(meeting.id)}
    key = edits.read(removal.before)["place"]["session"]
    if not sessions:
        raise Missing
    return sessions.get(key) or next(iter(sessions.values()))
