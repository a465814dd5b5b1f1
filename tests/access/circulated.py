"""Words planted into what is circulated: into a stage of its own, its mark-up, its note, its annotations and history.

Each is in no other text: it is written, circulated, and then written over, so that only stages still hold it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from convene import clock
from convene.agendas.actions import narrow_item
from convene.agendas.models import AgendaItem
from convene.agendas.terms import Subject
from convene.bodies.models import Party
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.terms import MeetingState
from convene.placing import place_meeting
from convene.stages.actions import Wish, circulate
from convene.stages.terms import Stage
from tests.access.standing import BOARD, GUEST_LINK, GUESTS, NL, SEATS, SPEAKER, US
from tests.access.world import World
from tests.build import BY, a_draft, item_of, one, open_session

MEMBERS = BOARD | SEATS
AT_OPEN = MEMBERS | GUESTS | GUEST_LINK
ABOUT: dict[str, Any] = {"outlets": {"pdf"}, "is_agenda": True}
# Whoever sees the item; section, annotation and history are for seats and the secretariat among them.
SEES = {"closed": MEMBERS | SPEAKER, "convened": AT_OPEN, "withheld": MEMBERS, "narrowed": BOARD | NL | US}


def _sent(world: World, note: str) -> None:
    meeting = one(Meeting, key=world.keys["meeting convened"])
    place_meeting(meeting.id)
    circulate(meeting, Wish(Stage.ANNOTATED, note, all_the_same=True), by=BY, at=clock.now())


def before(found: Any, world: World) -> None:
    """Circulate words that are written over afterwards; the mark-up shows them as deleted."""
    meeting = one(Meeting, key=world.keys["meeting convened"])
    kept: list[tuple[Any, str, object]] = []

    def once(row: Any, label: str, names: Iterable[str], allowed: frozenset[str], **more: Any) -> None:
        kept.extend((row, name, getattr(row, name)) for name in names)
        found.columns(row, f"stage {label}", names, allowed, **more)

    once(meeting, "meeting", ("title",), MEMBERS, outlets={"pdf"})
    once(meeting, "meeting", ("venue", "notice"), MEMBERS | GUESTS | GUEST_LINK | SPEAKER, outlets={"pdf"})
    once(open_session(meeting), "open session", ("title",), MEMBERS, outlets={"pdf"})
    once(open_session(meeting), "open session", ("room", "getting_in"), AT_OPEN, outlets={"pdf"})
    shut = one(MeetingSession, id=item_of(meeting, Subject.SITUATION_UPDATE).session_id)
    once(shut, "closed session", ("title", "room", "getting_in"), MEMBERS, outlets={"pdf"})
    for name, allowed in SEES.items():
        item = one(AgendaItem, key=world.keys[f"item {name}"])
        once(item, f"item {name}", ("title", "outcome", "lead", "countries"), allowed, **ABOUT)
        once(item, f"item {name}", ("annotation", "section"), allowed & MEMBERS, **ABOUT)
    dive = one(AgendaItem, key=world.keys["item closed"])
    _history(found, dive.thread, meeting)
    _sent(world, found.plant("stage note", MEMBERS, is_agenda=True))
    for row, name, value in kept:
        setattr(row, name, value)


def _history(found: Any, thread: str, meeting: Meeting) -> None:
    """Two earlier items of the same thread, one narrowed to a member, of a meeting that is over and removed from sight.

    Its items are renamed after the freezing, so that only the history still says what they were called.
    """
    earlier = a_draft(starts_on=date(2027, 3, 2), city="Bern")
    earlier.state, earlier.announced = MeetingState.CONCLUDED, True
    nl = one(Party, body_id=meeting.body_id, name="Netherlands").id
    for subject, allowed in ((Subject.DEEP_DIVE, MEMBERS), (Subject.ASSETS, BOARD | NL)):
        item = item_of(earlier, subject)
        item.thread, item.announced = thread, True
        found.columns(item, f"history {subject}", ("title",), allowed, **ABOUT)
        if allowed != MEMBERS:
            narrow_item(item, [nl], by=BY, at=clock.now())


def afterwards(found: Any, world: World) -> None:
    """Circulate what is planted in the agenda as it stands, so that each stage and its mark-up hold both words."""
    _sent(world, found.plant("stage note of the last", MEMBERS, is_agenda=True))
