"""Writes of what comes in: decisions of the secretariat, proposals of members, countries under watch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from convene import clock, journal
from convene.access.terms import Audience
from convene.agendas.actions import Wording, add_item, change_item, narrow_item, wording_of
from convene.agendas.arranging import Goal, arrange_item
from convene.agendas.models import AgendaItem
from convene.agendas.queries import items_of_meeting, narrowed_to
from convene.agendas.rules import minutes_findings
from convene.agendas.terms import ItemKind, Subject, Theme
from convene.bodies.models import Body
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.incoming import rules
from convene.incoming.models import IncomingEntry, WatchedCountry
from convene.incoming.queries import countries_of, entries_of, is_followed
from convene.incoming.terms import Candidate, Fate, RiskStatus, Room, Source
from convene.mail.outbox import Envelope, enqueue
from convene.meetings.actions import letter_findings, refuse
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.queries import sessions_of
from convene.recommendations.reviewing import carry_over, put_before

PROVENANCE_MOST, COUNTRIES_MOST = 400, 300
ACTS = {
    Fate.ACCEPTED: "incoming.accept",
    Fate.MERGED: "incoming.merge",
    Fate.DEFERRED: "incoming.defer",
    Fate.DECLINED: "incoming.decline",
}


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of something that came in. Without `session` the one that is suggested takes it."""

    fate: Fate
    reason: str = ""
    session: MeetingSession | None = None
    item: AgendaItem | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a member proposes to put on the agenda; minutes. `explanation` says why now."""

    title: str
    explanation: str
    kind: ItemKind
    minutes: int
    countries: str
    themes: tuple[Theme, ...]
    outcome: str


@dataclass(frozen=True, slots=True)
class Proposer:
    """In whose name something is proposed: the person, and the party they act for, if any."""

    person_id: int
    party_id: int | None


def refusal(text: str, field: str = "") -> Refused:
    """A refusal in one sentence."""
    return Refused((Finding("", Level.REFUSE, text, field),))


def decide(
    meeting: Meeting, chosen: Sequence[Candidate], decision: Decision, *, by: str, at: datetime
) -> list[IncomingEntry]:
    """Decide alike on everything chosen. Raises Refused, then nothing is decided; the caller places and retells.

    A country that the deep-dive of the same choice takes up is not put on the agenda a second time (A6: the others).
    """
    if meeting.state in rules.OVER:
        raise refusal(f"The meeting is {meeting.state}; its agenda takes nothing up any more.")
    if not chosen:
        raise refusal("Nothing is ticked yet. Tick what you want to decide on, then press again.", "chosen")
    is_proposed = any(c.source is Source.PROPOSAL for c in chosen)
    has_item = decision.item is not None
    refuse(rules.decision_findings(decision.fate, decision.reason, has_item=has_item, is_proposed=is_proposed))
    dives = [c for c in chosen if c.source is Source.DEEP_DIVE]
    if decision.fate is Fate.ACCEPTED and len(dives) > 1:
        raise refusal("Tick only one country for the deep-dive (A5).", "chosen")
    taken = rules.same_names(dives[0].countries) if decision.fate is Fate.ACCEPTED and dives else frozenset()
    known = {(e.source, e.origin): e for e in entries_of(meeting)}
    found = []
    for candidate in chosen:
        if candidate.source is Source.WATCH and taken & rules.same_names(candidate.countries):
            continue
        entry = known.get((candidate.source, candidate.origin)) or _entry(meeting, candidate, at=at)
        _decide_one(meeting, entry, candidate, decision, by=by, at=at)
        found.append(entry)
    return found


def _entry(meeting: Meeting, candidate: Candidate, *, at: datetime) -> IncomingEntry:
    """The row of something that was no row yet; a proposal that was deferred goes on belonging to its proposer."""
    before = None
    if candidate.handed_in:
        before = db.session.scalars(select(IncomingEntry).where(IncomingEntry.key == candidate.handed_in)).one()
    entry = IncomingEntry(
        body_id=meeting.body_id,
        meeting_id=meeting.id,
        source=candidate.source,
        origin=candidate.origin,
        title=candidate.title,
        explanation=candidate.explanation,
        kind=candidate.kind,
        subject=candidate.subject,
        minutes=candidate.minutes,
        countries=candidate.countries,
        themes=candidate.themes,
        outcome=candidate.outcome,
        thread=candidate.thread,
        party_id=before.party_id if before else None,
        person_id=before.person_id if before else None,
        submitted_at=before.submitted_at if before else at,
        follows_id=before.id if before else None,
    )
    db.session.add(entry)
    return entry


def _decide_one(
    meeting: Meeting, entry: IncomingEntry, candidate: Candidate, decision: Decision, *, by: str, at: datetime
) -> None:
    if decision.fate is Fate.ACCEPTED:
        item = _accept(meeting, entry, candidate, decision.session, by=by, at=at)
        entry.item_key = item.key
        put_before(candidate.reviewed, item)
        if candidate.item_key:
            carry_over(candidate.item_key, item)
    elif decision.fate is Fate.MERGED and decision.item is not None:
        _merge(candidate, decision.item, by=by, at=at)
        entry.item_key = decision.item.key
        put_before(candidate.reviewed, decision.item)
    entry.fate, entry.reason, entry.decided_at, entry.decided_by = decision.fate, decision.reason, at, by
    entry.provenance = _cut(candidate.story)
    db.session.flush()  # The mail names the entry by its key.
    change: dict[str, object] = {"title": entry.title, "source": entry.source, "reason": entry.reason}
    if decision.fate in (Fate.ACCEPTED, Fate.MERGED):
        change["item"] = entry.item_key
    _record(ACTS[decision.fate], meeting, change, by=by, at=at)
    if entry.source is Source.PROPOSAL and entry.person_id is not None:
        _tell(meeting, entry, at=at)


def _tell(meeting: Meeting, entry: IncomingEntry, *, at: datetime) -> None:
    """The proposer is told that there is something to read, and not what (settled 6)."""
    envelope = Envelope(
        "proposal-decided",
        about=entry.key,
        person_id=entry.person_id or 0,
        body_id=meeting.body_id,
        meeting_id=meeting.id,
    )
    enqueue(
        envelope,
        at=at,
        due=at.isoformat(),
        facts={"path": f"/meetings/{meeting.key}/proposals"},
        expires_at=meeting.ends_at if meeting.ends_at > at else None,
    )


def _cut(words: str) -> str:
    """As much as the column takes, with a sign that there was more."""
    return words if len(words) <= PROVENANCE_MOST else f"{words[: PROVENANCE_MOST - 1]}…"


def _record(act: str, meeting: Meeting, change: dict[str, object], *, by: str, at: datetime) -> None:
    journal.record(act, by=by, at=at, body=meeting.body_id, kind="meeting", key=meeting.key, change=change)


def _accept(
    meeting: Meeting,
    entry: IncomingEntry,
    candidate: Candidate,
    session: MeetingSession | None,
    *,
    by: str,
    at: datetime,
) -> AgendaItem:
    """Put it on the agenda. Raises Refused where an earlier decision did, or where there is no session."""
    items = items_of_meeting(meeting.id)
    if entry.item_key and any(i.key == entry.item_key for i in items):
        raise refusal(
            f"“{entry.title}” stands on the agenda already: remove that item first, or merge it with another."
        )
    sessions = sessions_of(meeting.id)
    if not sessions:
        raise refusal("Add a session to the meeting first.")
    if candidate.source is Source.DEEP_DIVE:
        waiting = [i for i in items if i.subject is Subject.DEEP_DIVE and not i.countries]
        if waiting:
            return _fill(waiting[0], candidate, sessions, by=by, at=at)
    target = session or _suggested(candidate.minutes, sessions, items)
    return _added(candidate, target, body_id=meeting.body_id, by=by, at=at)


def rooms_of(sessions: Sequence[MeetingSession], items: Sequence[AgendaItem]) -> list[Room]:
    """Sessions as places for one more item, in order of time."""
    return [
        Room(s.key, s.minutes, sum(i.minutes for i in items if i.session_id == s.id), s.audience is Audience.CLOSED)
        for s in sessions
    ]


def _suggested(minutes: int, sessions: Sequence[MeetingSession], items: Sequence[AgendaItem]) -> MeetingSession:
    key = rules.suggested_room(minutes, rooms_of(sessions, items))
    return next(s for s in sessions if s.key == key)


def _fill(
    item: AgendaItem, candidate: Candidate, sessions: Sequence[MeetingSession], *, by: str, at: datetime
) -> AgendaItem:
    """The deep-dive that the template left open gets its country (A5)."""
    session = next(s for s in sessions if s.id == item.session_id)
    wording = replace(wording_of(item), title=candidate.title, countries=candidate.countries)
    change_item(item, session, wording, by=by, at=at)
    return item


def _added(candidate: Candidate, session: MeetingSession, *, body_id: int, by: str, at: datetime) -> AgendaItem:
    """A new item; one that continues an earlier one stays as closed and as narrow as that was (settled 3)."""
    earlier = _newest_of(candidate.thread, body_id) if candidate.thread else None
    stays_closed = earlier is not None and earlier.audience is Audience.CLOSED and session.audience is Audience.OPEN
    stays_closed |= candidate.source is Source.REVIEW  # What became of a recommendation is told to the seats alone.
    wording = Wording(
        title=candidate.title,
        kind=candidate.kind,
        subject=candidate.subject,
        minutes=candidate.minutes,
        lead=candidate.lead or (earlier.lead if earlier else ""),
        outcome=candidate.outcome,
        countries=candidate.countries,
        audience=Audience.CLOSED if stays_closed else None,
        takes_papers=earlier.takes_papers if earlier else True,
        themes=candidate.themes,
    )
    item = add_item(session, wording, by=by, at=at)
    if earlier is not None:
        item.thread = earlier.thread  # Which discussion it belongs to is nothing that it says, and is never changed.
        if earlier.narrowed:
            narrow_item(item, narrowed_to([earlier.id]).get(earlier.id, []), by=by, at=at)
    _before_the_close(item, session, by=by, at=at)
    return item


def _newest_of(thread: str, body_id: int) -> AgendaItem | None:
    wanted = select(AgendaItem).where(AgendaItem.thread == thread, AgendaItem.body_id == body_id)
    return db.session.scalars(wanted.order_by(AgendaItem.starts_at.desc(), AgendaItem.id.desc()).limit(1)).one_or_none()


def _before_the_close(item: AgendaItem, session: MeetingSession, *, by: str, at: datetime) -> None:
    """A session that ends with procedure, such as the close, goes on ending with it."""
    wanted = select(AgendaItem).where(
        AgendaItem.session_id == session.id, AgendaItem.id != item.id, AgendaItem.parent_id.is_(None)
    )
    others = list(db.session.scalars(wanted.order_by(AgendaItem.position, AgendaItem.id)))
    if len(others) > 1 and others[-1].subject is Subject.PROCEDURE:
        arrange_item(item, Goal(session, after=others[-2]), origin=session, by=by, at=at)


def _merge(candidate: Candidate, item: AgendaItem, *, by: str, at: datetime) -> None:
    """The item takes up the countries and themes; what else it says stays the secretariat's to word."""
    countries = rules.joined(item.countries, candidate.countries)
    if len(countries) > COUNTRIES_MOST:
        raise refusal(f"“{item.title}” would name too many countries; choose another item.", "item")
    session = db.session.get_one(MeetingSession, item.session_id)
    themes = tuple(theme for theme in Theme if theme in {*item.themes, *candidate.themes})
    change_item(item, session, replace(wording_of(item), countries=countries, themes=themes), by=by, at=at)


def reconsider(meeting: Meeting, entry: IncomingEntry, *, by: str, at: datetime) -> None:
    """Take a decision back; an item that was made of it stays. Raises Refused where there is nothing to take back."""
    if meeting.state in rules.OVER:
        raise refusal(f"The meeting is {meeting.state}; what was decided for it stands.")
    if entry.fate is Fate.WAITING:
        raise refusal("It waits to be decided on already.")
    if is_followed(entry):
        raise refusal("It was proposed again since; decide on that proposal.")
    before = entry.fate
    entry.fate, entry.reason, entry.decided_at, entry.decided_by = Fate.WAITING, "", None, ""
    _record("incoming.reconsider", meeting, {"title": entry.title, "was": before}, by=by, at=at)


def propose(
    meeting: Meeting, proposal: Proposal, *, proposer: Proposer, follows: IncomingEntry | None, by: str, at: datetime
) -> IncomingEntry:
    """Hand in an item for the agenda; after the cut-off it is taken and marked. Raises Refused."""
    if not rules.takes_proposals(meeting.state):
        raise refusal("This meeting takes no proposals any more.")
    texts = {"title": proposal.title, "countries": proposal.countries, "outcome": proposal.outcome}
    refuse(minutes_findings(proposal.minutes) + letter_findings(texts | {"explanation": proposal.explanation}))
    if follows is not None and (not rules.may_be_proposed_again(follows.fate) or is_followed(follows)):
        raise refusal("You have proposed it again already.")
    entry = IncomingEntry(
        body_id=meeting.body_id,
        meeting_id=meeting.id,
        source=Source.PROPOSAL,
        origin="",
        title=proposal.title,
        explanation=proposal.explanation,
        kind=proposal.kind,
        subject=Subject.OTHER,
        minutes=proposal.minutes,
        countries=rules.joined(proposal.countries, ""),
        themes=proposal.themes,
        outcome=proposal.outcome,
        party_id=proposer.party_id,
        person_id=proposer.person_id,
        submitted_at=at,
        is_late=rules.is_late(at, meeting.proposals_due_at),
        follows_id=follows.id if follows else None,
    )
    db.session.add(entry)
    db.session.flush()  # Its own key is its origin.
    entry.origin = entry.key
    change = {"title": entry.title, "late": entry.is_late}
    _record("proposal.hand-in", meeting, change, by=by, at=at)
    return entry


def withdraw(meeting: Meeting, entry: IncomingEntry, *, by: str, at: datetime) -> None:
    """Take a proposal back that nobody has decided on. Raises Refused otherwise."""
    if entry.fate is not Fate.WAITING:
        raise refusal("The secretariat has decided on it; it can no longer be taken back.")
    db.session.delete(entry)
    _record("proposal.withdraw", meeting, {"title": entry.title}, by=by, at=at)


def watch(body: Body, country: str, *, risk: RiskStatus, note: str, by: str, at: datetime) -> WatchedCountry:
    """Put a country under watch, or change what is held on it; a watch that ended begins anew. Raises Refused."""
    names = rules.names_in(country)
    if len(names) != 1 or "," in country:
        raise refusal("Name one country, without a comma: the agenda lists countries by commas.", "country")
    refuse(letter_findings({"country": names[0]}))
    today = clock.local(at, body.zone).date()
    known = [c for c in countries_of(body) if c.country.casefold() == names[0].casefold()]
    row = known[0] if known else WatchedCountry(body_id=body.id, country=names[0], since=today)
    if row.ended_on is not None:
        row.since, row.ended_on = today, None
    row.risk, row.note = risk, note
    db.session.add(row)
    change = {"name": row.country, "risk": risk}
    journal.record("watch.keep", by=by, at=at, body=body.id, kind="body", key=body.key, change=change)
    return row


def end_watch(body: Body, row: WatchedCountry, *, by: str, at: datetime) -> None:
    """End the watch of a country; what is held on it stays."""
    row.ended_on = clock.local(at, body.zone).date()
    change = {"name": row.country}
    journal.record("watch.end", by=by, at=at, body=body.id, kind="body", key=body.key, change=change)
