"""What the secretariat's page of what comes in shows: what waits, by source, and what was decided, by whom and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from convene import clock
from convene.agendas.models import AgendaItem
from convene.agendas.queries import items_of_meeting
from convene.incoming.actions import rooms_of
from convene.incoming.forms import token_of
from convene.incoming.models import IncomingEntry
from convene.incoming.sources import Known, candidates
from convene.incoming.terms import Candidate, Fate, Source
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.queries import sessions_of
from convene.people.queries import names_by_key


@dataclass(frozen=True, slots=True)
class Line:
    """Something that waits; `item` is what an earlier decision made of it, where that is still on the agenda."""

    token: str
    candidate: Candidate
    item: AgendaItem | None


@dataclass(frozen=True, slots=True)
class Group:
    """All that waits from one source."""

    source: Source
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """Something that was decided on: by whom (a name), and the item it went into, None where that is gone."""

    entry: IncomingEntry
    by: str
    party: str
    item: AgendaItem | None


@dataclass(frozen=True, slots=True)
class Desk:
    """The page: what waits and what was settled, with the sessions and items that may take something up."""

    waiting: tuple[Candidate, ...]
    groups: tuple[Group, ...]
    settled: tuple[Settled, ...]
    sessions: Mapping[str, MeetingSession]
    items: Mapping[str, AgendaItem]
    labels: Mapping[str, str]
    free: Mapping[str, int]

    def session_choices(self) -> list[tuple[str, str]]:
        """Each session with how much of it is planned."""
        return [(key, f"{s.title} ({s.audience}, {_room_words(self.free[key])})") for key, s in self.sessions.items()]

    def item_choices(self) -> list[tuple[str, str]]:
        """Each item with its number."""
        return [(key, f"{self.labels[key]}  {i.title}") for key, i in self.items.items()]


@dataclass(frozen=True, slots=True)
class Placed:
    """Into which sessions something went, in words, and which of them are now planned beyond their time."""

    sessions: str
    over: str


def placed(meeting: Meeting, entries: Sequence[IncomingEntry]) -> Placed:
    """Where the items of these entries stand on the agenda as it is now: “3 in First day, morning; 1 in …”."""
    items = items_of_meeting(meeting.id)
    keys = [e.item_key for e in entries]
    found, over = [], []
    sessions = sessions_of(meeting.id)
    for session, room in zip(sessions, rooms_of(sessions, items), strict=True):
        count = sum(keys.count(i.key) for i in items if i.session_id == session.id)
        if not count:
            continue
        found.append(f"{count} in {session.title}" if len(entries) > 1 else f"in {session.title}")
        if room.planned > room.minutes:
            over.append(f"{session.title} is now {clock.minutes_words(room.planned - room.minutes)} over.")
    return Placed("; ".join(found), " ".join(over))


def _room_words(free: int) -> str:
    if free < 0:
        return f"{-free} min over"
    return f"{free} min left" if free else "full"


def desk_of(meeting: Meeting, at: datetime) -> Desk:
    """Gather the page for one meeting: a fixed number of statements. Raises Missing for whoever does not keep it."""
    known = Known(meeting, at)
    names = names_by_key(meeting.body_id, (entry.decided_by for entry in known.entries))
    items = {item.key: item for item in known.agenda}
    sessions = sessions_of(meeting.id)
    entries = known.entries
    waiting = candidates(known)
    return Desk(
        waiting=tuple(waiting),
        groups=_groups(waiting, entries, items),
        settled=_settled(entries, items, names, known.parties),
        sessions={s.key: s for s in sessions},
        items=items,
        labels={item.key: label for label, item in known.numbered},
        free={room.key: room.minutes - room.planned for room in rooms_of(sessions, list(items.values()))},
    )


def _groups(
    waiting: Sequence[Candidate], entries: Sequence[IncomingEntry], items: Mapping[str, AgendaItem]
) -> tuple[Group, ...]:
    made = {(e.source, e.origin): items.get(e.item_key) for e in entries}
    lines: dict[Source, list[Line]] = {}
    for each in waiting:
        line = Line(token_of(each), each, made.get((each.source, each.origin)))
        lines.setdefault(each.source, []).append(line)
    return tuple(Group(source, tuple(found)) for source, found in lines.items())


def _settled(
    entries: Sequence[IncomingEntry],
    items: Mapping[str, AgendaItem],
    names: Mapping[str, str],
    parties: Mapping[int, str],
) -> tuple[Settled, ...]:
    return tuple(
        Settled(e, names.get(e.decided_by, ""), parties.get(e.party_id or 0, ""), items.get(e.item_key))
        for e in entries
        if e.fate is not Fate.WAITING
    )
