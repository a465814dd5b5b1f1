"""What the secretariat's page of calls shows and offers: who owes what for which item, and who can be asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select

from convene.agendas.models import AgendaItem
from convene.agendas.queries import items_of_meeting
from convene.bodies.models import Party
from convene.bodies.queries import body_by_id
from convene.bodies.terms import Standing
from convene.calls import rules
from convene.calls.models import PaperCall
from convene.calls.queries import RUNNING, holding
from convene.calls.telling import CANNOT_SEE, TOO_LATE, able
from convene.calls.terms import OWING, CallState, Debtor
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.queries import sessions_of
from convene.papers.models import Paper, PaperVersion
from convene.papers.terms import Deadline
from convene.people.models import Contact
from convene.people.queries import Holder, holders, names_by_key
from convene.people.terms import PARTY_SEATS, TermRole

Choice = tuple[str, str]
GONE = "Somebody who is no longer on record"
STANDINGS = list(Standing)
WORDS = {
    CallState.OVERDUE: ("Overdue", "broken"),
    CallState.IN_GRACE: ("In grace", "due"),
    CallState.DUE_SOON: ("Due soon", "due"),
    CallState.EXTENDED: ("Extended", "navy"),
    CallState.WAITING: ("Waiting", "wait"),
    CallState.IN_LATE: ("In late", "due"),
    CallState.IN: ("In", "kept"),
    CallState.NOT_SENT: ("Not sent yet", "wait"),
    CallState.WITHDRAWN: ("Withdrawn", "wait"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One call on the board.

    `who` owes it; `after` says in words how long after the deadline the paper came in, or has not. `trouble` says why
    nobody can be told, `is_unadmitted` that they must be admitted to the item first; `extended_by` names who granted
    the extension. `is_owing` stands for every state in which the paper is still awaited.
    """

    call: PaperCall
    item_key: str
    who: str
    state: CallState
    deadline: Deadline
    paper: Paper | None
    after: str
    extended_by: str
    trouble: str
    is_unadmitted: bool
    is_owing: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The calls for one item."""

    item: AgendaItem
    session: str
    lines: tuple[Line, ...]


def groups(meeting: Meeting, *, at: datetime) -> list[Group]:
    """The calls of a meeting by item, in the agenda's order: a fixed number of statements."""
    rows = _rows(meeting)
    calls = [row.PaperCall for row in rows]
    items = {row.AgendaItem.id: row.AgendaItem for row in rows}
    trouble: dict[int, str] = {}
    if calls and meeting.state in RUNNING:
        _, trouble = able(calls, items, at=at)
    names = names_by_key(meeting.body_id, (c.extended_by for c in calls))
    found: dict[int, list[Line]] = {}
    sessions: dict[int, str] = {}
    for row in rows:
        line = _line(row, trouble.get(row.PaperCall.id, ""), names, at)
        found.setdefault(row.AgendaItem.id, []).append(line)
        sessions[row.AgendaItem.id] = row.session
    return [Group(items[key], sessions[key], tuple(lines)) for key, lines in found.items()]


def _rows(meeting: Meeting) -> list[Any]:
    wanted = (
        select(
            PaperCall,
            AgendaItem,
            MeetingSession.title.label("session"),
            Party.name.label("party"),
            Contact.name.label("person"),
            Paper,
            PaperVersion,
        )
        .join(AgendaItem, AgendaItem.id == PaperCall.item_id)
        .join(MeetingSession, MeetingSession.id == AgendaItem.session_id)
        .outerjoin(Party, Party.id == PaperCall.party_id)
        .outerjoin(Contact, and_(Contact.person_id == PaperCall.person_id, Contact.body_id == PaperCall.body_id))
        .outerjoin(Paper, Paper.id == PaperCall.paper_id)
        .outerjoin(PaperVersion, and_(PaperVersion.paper_id == Paper.id, PaperVersion.number == 1))
        .where(PaperCall.meeting_id == meeting.id)
        .order_by(MeetingSession.starts_at, AgendaItem.position, AgendaItem.id, Party.name, Contact.name, PaperCall.id)
    )
    return list(db.session.execute(wanted).all())


def _line(row: Any, trouble: str, names: dict[str, str], at: datetime) -> Line:
    call: PaperCall = row.PaperCall
    first: PaperVersion | None = row.PaperVersion
    deadline = holding(call)
    state = rules.state_of(
        deadline,
        at=at,
        is_told=call.announced,
        is_extended=call.extended_to is not None,
        is_withdrawn=call.withdrawn_at is not None,
        came_late=first.is_late if first else None,
    )
    is_open = state in OWING or state is CallState.NOT_SENT
    if state is CallState.NOT_SENT and deadline.at <= at:
        trouble = TOO_LATE
    late = deadline.minutes_after(at) if state in (CallState.OVERDUE, CallState.IN_GRACE) else 0
    return Line(
        call=call,
        item_key=row.AgendaItem.key,
        who=row.party or row.person or GONE,
        state=state,
        deadline=deadline,
        paper=row.Paper,
        after=rules.lateness_words(first.late_minutes if first else late),
        extended_by=names.get(call.extended_by, "somebody who is no longer on record") if call.extended_by else "",
        trouble=trouble if is_open else "",
        is_unadmitted=is_open and trouble == CANNOT_SEE,
        is_owing=state in OWING,
    )


def debtor_name(call: PaperCall) -> str:
    """The party or person that owes a paper."""
    wanted = (
        select(Party.name).where(Party.id == call.party_id)
        if call.party_id is not None
        else select(Contact.name).where(Contact.body_id == call.body_id, Contact.person_id == call.person_id)
    )
    return db.session.scalars(wanted).first() or GONE


def owing_only(found: Iterable[Group]) -> list[Group]:
    """The same board with what is still owed alone."""
    kept = (Group(g.item, g.session, tuple(line for line in g.lines if line.is_owing)) for g in found)
    return [g for g in kept if g.lines]


def tally(found: Iterable[Group]) -> list[tuple[str, int, str]]:
    """How many calls stand how, for the bar and its list: (label, count, tone)."""
    counts = Counter(line.state for group in found for line in group.lines)
    return [(WORDS[state][0], counts[state], WORDS[state][1]) for state in CallState if counts[state]]


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be called for: the items that take papers, and who can be asked."""

    items: tuple[tuple[AgendaItem, str], ...]
    parties: tuple[Party, ...]
    people: tuple[Holder, ...]

    def choices(self) -> tuple[list[Choice], list[Choice], list[Choice]]:
        """What the form offers: items, parties, people, each by key."""
        items = [(i.key, f"{i.title} ({session})") for i, session in self.items]
        return [("", "Choose the item"), *items], [(p.key, p.name) for p in self.parties], self._people()

    def _people(self) -> list[Choice]:
        return [
            (h.term.key, f"{h.contact.name} ({h.party.name if h.party else 'in a personal capacity'})")
            for h in self.people
        ]

    def item(self, key: str) -> AgendaItem:
        """The item chosen. Raises Refused for one that is not offered."""
        found = next((i for i, _ in self.items if i.key == key), None)
        if found is None:
            raise Refused((Finding("", Level.REFUSE, "Choose the item.", "item"),))
        return found

    def debtors(self, parties: Iterable[str], people: Iterable[str]) -> list[Debtor]:
        """Those chosen, by their keys."""
        chosen, named = set(parties), set(people)
        found = [Debtor(p.id, None, p.key, p.name) for p in self.parties if p.key in chosen]
        each = {h.contact.person_id: h for h in self.people if h.term.key in named}
        return found + [Debtor(None, h.contact.person_id, h.contact.key, h.contact.name) for h in each.values()]


def offer(meeting: Meeting, *, at: datetime) -> Offer:
    """Items that take papers, parties with somebody on record today, members first, and people who act for none."""
    titles = {s.id: (n, s.title) for n, s in enumerate(sessions_of(meeting.id))}
    items = [i for i in items_of_meeting(meeting.id) if i.takes_papers and i.session_id in titles]
    items.sort(key=lambda i: (titles[i.session_id][0], i.position))
    current = [
        h
        for h in holders(body_by_id(meeting.body_id), at)
        if h.is_current and h.term.role not in (TermRole.SECRETARIAT, TermRole.DESK_OFFICER)
    ]
    parties = {h.party.id: h.party for h in current if h.party is not None}
    return Offer(
        items=tuple((i, titles[i.session_id][1]) for i in items),
        parties=tuple(sorted(parties.values(), key=lambda p: (STANDINGS.index(p.standing), p.name))),
        people=tuple(h for h in current if h.term.role not in PARTY_SEATS),
    )
