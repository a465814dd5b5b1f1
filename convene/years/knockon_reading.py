"""What a change would move, read from the record: each meeting as it stands, and as the planner would have it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import select

from convene.anchors.known import with_entries
from convene.anchors.queries import anchors_of, entries_of
from convene.anchors.terms import Anchor, Confidence, Entry
from convene.assets.models import Preparation
from convene.assets.telling import seated
from convene.bodies.models import Body
from convene.bodies.queries import party_names
from convene.calls.models import PaperCall
from convene.calls.queries import RUNNING
from convene.calls.telling import able, items_of
from convene.db import db
from convene.ical.terms import Partstat
from convene.invitations.models import CalendarEntry, Invitation
from convene.invitations.queries import entries_of as calendar_entries
from convene.invitations.telling import as_text, shown_to
from convene.invitations.terms import InvitationState
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.moving import refuse_unless_movable
from convene.meetings.terms import MeetingState
from convene.people.models import Contact
from convene.presets.terms import CycleLine, Where
from convene.programme import material
from convene.rounds.elsewhere import unable_in
from convene.years.actions import DEADLINES
from convene.years.daysoff import public_holiday
from convene.years.drafting import cycle_of, hosted, in_order, redraft, said_against_moves, turn_of
from convene.years.knockon import Deadline, Goal, Line, Sitting, Standing, Step, Unable, lines_of
from convene.years.rules import COUNTRY_OF, due_day
from convene.years.tasks import movable_tasks
from convene.years.terms import Member

MOVABLE = (MeetingState.DRAFT, MeetingState.CONVENED)
NAMES = {"answers_due_at": "Answers are due", "papers_due_at": "Papers are due",
         "proposals_due_at": "Members propose items until"}  # fmt: skip
STEPS = {name: step for step, name in DEADLINES.items()}


@dataclass(frozen=True, slots=True)
class Affected:
    """A meeting that a change concerns: as it stands, as it is to become, and each line that differs."""

    meeting: Meeting
    standing: Standing
    goal: Goal
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Stuck:
    """A meeting that hangs on what changes, and that the planner cannot place any more; nothing is done to it."""

    meeting: Meeting
    why: str


@dataclass(frozen=True, slots=True)
class KnockOn:
    """All that a change would move."""

    affected: tuple[Affected, ...]
    stuck: tuple[Stuck, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line of every meeting."""
        return tuple(line for one in self.affected for line in one.lines)


def _knock_on(pairs: Iterable[tuple[Meeting, Goal]], stuck: Iterable[Stuck], *, at: datetime) -> KnockOn:
    goals = list(pairs)
    standings = standings_of([meeting for meeting, _ in goals], at=at)
    found = []
    for meeting, goal in goals:
        lines = lines_of(standings[meeting.id], goal, at=at)
        if lines:
            found.append(Affected(meeting, standings[meeting.id], goal, lines))
    return KnockOn(tuple(found), tuple(stuck))


def of_anchor(body: Body, entry: Entry | None, *, event: str, year: int, at: datetime) -> KnockOn:
    """What follows where the body enters an occurrence so; without an entry what all bodies share holds again.

    Where the days stay the same, nothing but how sure they are changes, and the place where it is another.
    """
    entries = entries_of(body.id, year)
    then = {name: one for name, one in entries.items() if name != event} | ({event: entry} if entry else {})
    anchors = with_entries(year, then)
    before = next((a for a in with_entries(year, entries) if a.kind == event), None)
    after = next((a for a in anchors if a.kind == event), None)
    meetings = _hanging(body, event, year)
    if not meetings:
        return KnockOn(())
    if after is None:
        why = f"{event} {year} would have no days: move the meeting to others, or cancel it."
        return KnockOn((), tuple(Stuck(m, why) for m in meetings))
    pairs, stuck = _placed(body, meetings, anchors, before, after)
    return _knock_on(_weighed(body, pairs, anchors), stuck, at=at)


def _weighed(
    body: Body, pairs: Iterable[tuple[Meeting, Goal]], anchors: Sequence[Anchor]
) -> list[tuple[Meeting, Goal]]:
    """These goals with what speaks against the days of those that move."""
    known = list(pairs)
    moves = [(meeting, goal.starts_on) for meeting, goal in known if goal.starts_on != meeting.starts_on]
    against = said_against_moves(body, moves, anchors)
    return [(meeting, replace(goal, against=against.get(meeting.id, ()))) for meeting, goal in known]


def _hanging(body: Body, event: str, year: int) -> list[Meeting]:
    wanted = select(Meeting).where(
        Meeting.body_id == body.id, Meeting.year == year, Meeting.anchor == event, Meeting.state.in_(MOVABLE)
    )
    return list(db.session.scalars(wanted.order_by(Meeting.starts_on, Meeting.id)))


def _placed(
    body: Body, meetings: Sequence[Meeting], anchors: Sequence[Anchor], before: Anchor | None, after: Anchor
) -> tuple[list[tuple[Meeting, Goal]], list[Stuck]]:
    """Where the planner puts these meetings; those without a line of the cycle move with the event."""
    cycle = {line.key: line for line in cycle_of(body)}
    is_moved = before is None or (before.starts_on, before.ends_on) != (after.starts_on, after.ends_on)
    shift = after.starts_on - before.starts_on if before else timedelta()
    lines = list({m.line: cycle[m.line] for m in meetings if m.line in cycle}.values())
    planned = redraft(body, after.starts_on.year, lines, anchors, but=meetings) if is_moved else {}
    pairs, stuck = [], []
    hosts = party_names(m.host_id for m in meetings)
    for meeting in meetings:
        line = cycle.get(meeting.line)
        if is_moved and line is not None and line.key not in planned:
            stuck.append(Stuck(meeting, "No days are left for it within its window; move it by hand."))
            continue
        starts_on = planned[line.key].starts_on if is_moved and line else meeting.starts_on + shift
        place = _place(meeting, line, before, after)
        goal = Goal(
            starts_on, *place, hosts.get(meeting.host_id or 0, ""), after.confidence is not Confidence.CONFIRMED
        )
        pairs.append((meeting, replace(goal, steps=_steps(meeting, line, starts_on))))
    return pairs, stuck


def _place(meeting: Meeting, line: CycleLine | None, before: Anchor | None, after: Anchor) -> tuple[str, str]:
    """The event's own place where the meeting went there with it; else that of the meeting."""
    at_anchor = line is not None and line.where is Where.ANCHOR
    if at_anchor and before is not None and (meeting.city, meeting.zone) == (before.place, before.zone):
        return after.place, after.zone
    return meeting.city, meeting.zone


def _steps(meeting: Meeting, line: CycleLine | None, starts_on: date) -> dict[str, date]:
    """The days of the milestones around the new days, on working days of the place; nothing where the days stay."""
    if line is None or starts_on == meeting.starts_on:
        return {}
    last = meeting.ends_on + (starts_on - meeting.starts_on)
    country = COUNTRY_OF.get(meeting.zone, "")
    days = [due_day(one, starts_on, last, country=country, holidays=public_holiday) for one in line.milestones]
    return {due.key: due.on for due in days}


def of_move(meeting: Meeting, starts_on: date, *, at: datetime) -> KnockOn:
    """What follows where the secretariat moves a meeting as a whole. Raises Refused where it cannot be moved so."""
    refuse_unless_movable(meeting, starts_on)
    line = next((one for one in cycle_of(meeting.body) if one.key == meeting.line), None)
    host = party_names([meeting.host_id]).get(meeting.host_id or 0, "")
    goal = Goal(starts_on, meeting.city, meeting.zone, host, meeting.is_provisional, _steps(meeting, line, starts_on))
    ((_, goal),) = _weighed(meeting.body, [(meeting, goal)], anchors_of(meeting.body, meeting.year))
    standing = replace(standings_of([meeting], at=at)[meeting.id], untold=_untold(meeting, at=at))
    lines = lines_of(standing, goal, at=at)
    return KnockOn((Affected(meeting, standing, goal, lines),) if lines else ())


def _untold(meeting: Meeting, *, at: datetime) -> int:
    """How many people have a calendar entry that says something else than holds now."""
    entries = calendar_entries(meeting)
    wanted = select(Invitation).where(Invitation.meeting_id == meeting.id, Invitation.state == InvitationState.SENT)
    people = [i.person_id for i in db.session.scalars(wanted)]
    contacts = select(Contact.person_id).where(Contact.body_id == meeting.body_id, Contact.is_at_risk.is_(True))
    shown = shown_to(material(meeting), people, at, at_risk=set(db.session.scalars(contacts)))
    return sum(
        [as_text(part) for part in shown[person]]
        != [e.itinerary for e in entries.get(person, ()) if not e.is_cancelled]
        for person in people
    )


def of_hosts(body: Body, members: Iterable[Member], *, at: datetime) -> KnockOn:
    """What follows where the members host in this order: host and place of drafts that nobody knows of yet."""
    order = in_order(members)
    lines = {line.key: line for line in cycle_of(body) if line.where is Where.HOST}
    wanted = select(Meeting).where(
        Meeting.body_id == body.id, Meeting.line.in_(sorted(lines)), Meeting.state == MeetingState.DRAFT
    )
    drafts = list(db.session.scalars(wanted.order_by(Meeting.starts_on, Meeting.id)))
    ids = {m.id for m in drafts}
    past = [(m.starts_on, m.host_id, m.city) for m in hosted(body) if m.id not in ids]
    by_name = {one.name: one.id for one in order}
    pairs = []
    for meeting in drafts:
        before = sorted((one for one in past if one[0] <= meeting.starts_on), key=lambda one: one[0], reverse=True)
        turn = turn_of(order, [(host_id, city) for _, host_id, city in before], meeting.year)
        if turn:
            host = turn[0]
            goal = Goal(meeting.starts_on, host.city, host.zone, host.party, meeting.is_provisional)
            pairs.append((meeting, goal))
            past.append((meeting.starts_on, by_name[host.party], host.city))
    return _knock_on(pairs, (), at=at)


def standings_of(meetings: Sequence[Meeting], *, at: datetime) -> dict[int, Standing]:
    """These meetings as they stand, by internal id; the number of statements does not grow with theirs."""
    ids = [m.id for m in meetings]
    if not ids:
        return {}
    sessions = _by_meeting(
        db.session.scalars(
            select(MeetingSession)
            .where(MeetingSession.meeting_id.in_(ids))
            .order_by(MeetingSession.starts_at, MeetingSession.id)
        )
    )
    preparations = db.session.scalars(select(Preparation).where(Preparation.meeting_id.in_(ids)))
    preparation = {p.meeting_id: p for p in preparations}
    seats = len({t.person_id for t in seated(meetings[0].body_id, at)}) if preparation else 0
    unable = unable_in([s.id for those in sessions.values() for s in those if s.is_check_in])
    steps, calls, people = movable_tasks(ids), _calls(meetings, at), _people(ids)
    hosts = party_names(m.host_id for m in meetings)
    found = {}
    for m in meetings:
        asked = preparation.get(m.id)
        invited, answered, told = people.get(m.id, (0, 0, ()))
        found[m.id] = Standing(
            key=m.key, title=m.title, city=m.city, zone=m.zone, host=hosts.get(m.host_id or 0, ""),
            starts_on=m.starts_on, ends_on=m.ends_on, is_provisional=m.is_provisional, is_announced=m.announced,
            sittings=tuple(
                Sitting(s.key, s.title, s.on, s.opens, s.minutes, tuple(Unable(*u) for u in unable.get(s.id, ())))
                for s in sessions.get(m.id, ())
            ),
            deadlines=tuple(
                Deadline(f"{name}@{m.key}", words, getattr(m, name), step=STEPS.get(name, ""))
                for name, words in NAMES.items()
            ),
            calls=calls.get(m.id, ()),
            prepare_on=asked.prepare_on if asked else None,
            statements=_statements(asked, m, seats) if asked else None,
            steps=tuple(Step(s.step, s.name, s.due_on, s.is_by_hand) for s in steps.get(m.id, ())),
            invited=invited, answered=answered, told=told,
        )  # fmt: skip
    return found


def _statements(asked: Preparation, meeting: Meeting, seats: int) -> Deadline:
    told = seats if asked.announced else 0
    return Deadline(meeting.key, "Statements on assets are due", asked.due_at, told, "asset-statements")


def _by_meeting(rows: Iterable[MeetingSession]) -> dict[int, list[MeetingSession]]:
    found: dict[int, list[MeetingSession]] = {}
    for row in rows:
        found.setdefault(row.meeting_id, []).append(row)
    return found


def _calls(meetings: Sequence[Meeting], at: datetime) -> dict[int, tuple[Deadline, ...]]:
    """What is asked and neither answered nor withdrawn, each with how many were told of its deadline."""
    wanted = select(PaperCall).where(
        PaperCall.meeting_id.in_([m.id for m in meetings]),
        PaperCall.withdrawn_at.is_(None),
        PaperCall.paper_id.is_(None),
    )
    calls = list(db.session.scalars(wanted.order_by(PaperCall.id)))
    if not calls:
        return {}
    items = items_of(calls)
    told = able(calls, items, at=at)[0] if any(m.state in RUNNING for m in meetings) else {}
    parties = party_names(c.party_id for c in calls)
    contacts = select(Contact).where(
        Contact.body_id == calls[0].body_id, Contact.person_id.in_({c.person_id for c in calls if c.person_id})
    )
    people = {c.person_id: c.name for c in db.session.scalars(contacts)}
    found: dict[int, tuple[Deadline, ...]] = {}
    for call in calls:
        who = parties[call.party_id] if call.party_id is not None else people.get(call.person_id or 0, "")
        name = f"{str(call.kind).capitalize()} asked of {who} for “{items[call.item_id].title}”"
        count = len(told.get(call.id, ())) if call.announced else 0
        due = Deadline(call.key, name, call.extended_to or call.due_at, count, "paper-deadline")
        found[call.meeting_id] = (*found.get(call.meeting_id, ()), due)
    return found


def _people(ids: Sequence[int]) -> dict[int, tuple[int, int, tuple[str, ...]]]:
    """For each meeting how many hold an invitation, how many have answered, and who was told by mail."""
    wanted = (
        select(Invitation, Contact.name)
        .join(Contact, Contact.id == Invitation.contact_id)
        .where(Invitation.meeting_id.in_(ids), Invitation.state == InvitationState.SENT)
        .order_by(Contact.name, Invitation.id)
    )
    told = set(
        db.session.execute(
            select(CalendarEntry.meeting_id, CalendarEntry.person_id).where(
                CalendarEntry.meeting_id.in_(ids), CalendarEntry.told != "", CalendarEntry.is_cancelled.is_(False)
            )
        )
    )
    found: dict[int, tuple[int, int, tuple[str, ...]]] = {}
    for invitation, name in db.session.execute(wanted):
        invited, answered, names = found.get(invitation.meeting_id, (0, 0, ()))
        has_answered = invitation.partstat is not Partstat.NEEDS_ACTION
        is_told = (invitation.meeting_id, invitation.person_id) in told
        found[invitation.meeting_id] = (invited + 1, answered + has_answered, (*names, name) if is_told else names)
    return found
