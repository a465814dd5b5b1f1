"""What one reader is awaited at and owes, over all bodies: the facts of the home page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from convene import clock
from convene.access.scope import current_reader
from convene.assets.queries import Owed as OwedStatement
from convene.assets.queries import owed_statements
from convene.bodies.models import Body
from convene.calls.queries import owed_by_reader
from convene.calls.terms import Owed
from convene.db import db
from convene.ical.terms import Partstat
from convene.incoming.queries import decided_for_me, waiting_proposals
from convene.invitations.models import CalendarEntry, Invitation, Nomination
from convene.invitations.queries import my_invitations
from convene.invitations.telling import from_text
from convene.invitations.terms import InvitationState, NominationState, Stretch
from convene.joint_letters.queries import Owed as OwedLetter
from convene.joint_letters.queries import asked_of_me
from convene.mail.queries import failures
from convene.meetings.models import Meeting
from convene.meetings.queries import coming_meetings
from convene.meetings.terms import MeetingState
from convene.polls.queries import open_for_me
from convene.polls.terms import Asked
from convene.recommendations.matrix import owed_by_me as owed_recommendations
from convene.recommendations.matrix import silent_in
from convene.recommendations.models import FedPoint
from convene.recommendations.queries import released_to_me
from convene.recommendations.shadow import asked_of_me as asked_of_guest
from convene.recommendations.shadow import told_to_me
from convene.records.freezing import disclaimer_of
from convene.records.queries import not_out, taking_corrections
from convene.registration.queries import waiting_for
from convene.stages.models import AgendaStage
from convene.stages.queries import latest_stages


@dataclass(frozen=True, slots=True)
class Awaited:
    """A meeting to which the reader is invited, with what they owe for it.

    `on` are the meeting's days, for seats and the secretariat; for everybody else `own` says when they are awaited.
    `circulated_on` is the day, in the host's zone, on which its agenda was circulated last, for seats alone; `stage`
    and `stage_key` tell as what. `is_chair` says that the reader takes the chair; until `proposals_due_at` seats may
    propose items.
    """

    key: str
    title: str
    place: str
    on: tuple[date, ...]
    zone: str
    state: str
    partstat: str
    owes_answer: bool
    answers_due_at: datetime
    is_provisional: bool
    own: tuple[Stretch, ...] = ()
    stage: str = ""
    stage_key: str = ""
    circulated_on: date | None = None
    is_chair: bool = False
    proposals_due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A meeting that the reader's secretariat prepares, with what is open about it."""

    key: str
    title: str
    body_name: str
    on: tuple[date, ...]
    state: str
    invited: int
    owing: int
    awaiting_places: int
    nominations: int
    answers_due_at: datetime
    zone: str
    proposals: int
    is_chair: bool
    registrations: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """A proposal of the reader's own that was decided on, for a meeting that is not over."""

    meeting_key: str
    meeting_title: str
    title: str
    fate: str
    reason: str


@dataclass(frozen=True, slots=True)
class OwedAnswers:
    """How many answers and reports on recommendations the reader's State owes in a body, how many late, since when."""

    body_key: str
    body_name: str
    count: int
    late: int
    first_on: date | None
    zone: str


@dataclass(frozen=True, slots=True)
class OwedEvidence:
    """Evidence that the reader is asked for as a guest."""

    asking: str
    body_name: str
    asked_at: datetime
    zone: str
    is_handed_in: bool


@dataclass(frozen=True, slots=True)
class Correctable:
    """A record that went out to the reader's seat, and until when they may propose corrections (UTC)."""

    meeting_key: str
    title: str
    due_at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class OpenRecord:
    """A meeting whose record is not final; until `due_at` corrections are taken, and so many wait for a decision."""

    key: str
    title: str
    body_name: str
    on: tuple[date, ...]
    is_circulated: bool
    due_at: datetime | None
    is_taken: bool
    waiting: int
    zone: str
    adopts: bool


@dataclass(frozen=True, slots=True)
class Silence:
    """How many addressees of a body's open recommendations are silent past their date."""

    body_key: str
    body_name: str
    count: int


@dataclass(frozen=True, slots=True)
class Duties:
    """All that the home page says; `failed` counts messages that could not be delivered.

    `statements` are those on assets that the reader's State owes (A13); `papers` are those asked of the reader and not
    sent yet; `polls` run and ask them for a date, whether or not they have answered;
    `letters` wait for the answer of the reader's organisation (S10); `answers` are owed on recommendations. What guests
    are asked for and told stands in `askings`, `taken_up`, `releases`. To the records in `corrections` seats may
    propose other wordings. `records` and `silences` are the secretariat's.
    """

    awaited: tuple[Awaited, ...]
    kept: tuple[Kept, ...]
    seen: tuple[Awaited, ...]
    bodies: tuple[Body, ...]
    failed: int
    told: tuple[Told, ...] = ()
    statements: tuple[OwedStatement, ...] = ()
    papers: tuple[Owed, ...] = ()
    answers: tuple[OwedAnswers, ...] = ()
    askings: tuple[OwedEvidence, ...] = ()
    corrections: tuple[Correctable, ...] = ()
    taken_up: tuple[FedPoint, ...] = ()
    releases: tuple[Body, ...] = ()
    polls: tuple[Asked, ...] = ()
    letters: tuple[OwedLetter, ...] = ()
    records: tuple[OpenRecord, ...] = ()
    silences: tuple[Silence, ...] = ()


def _days(meeting: Meeting) -> tuple[date, ...]:
    return (meeting.starts_on,) if meeting.starts_on == meeting.ends_on else (meeting.starts_on, meeting.ends_on)


def _is_seated(meeting: Meeting) -> bool:
    return meeting.body_id in current_reader().seats or meeting.body_id in current_reader().staff


def _own_stretches(meetings: Iterable[Meeting]) -> dict[int, tuple[Stretch, ...]]:
    """When the reader is awaited at meetings where they have no seat, by meeting; as their calendar says it."""
    ids = [m.id for m in meetings if not _is_seated(m)]
    if not ids:
        return {}
    wanted = select(CalendarEntry).where(
        CalendarEntry.meeting_id.in_(ids),
        CalendarEntry.person_id == current_reader().person,
        CalendarEntry.is_cancelled.is_(False),
    )
    found: dict[int, tuple[Stretch, ...]] = {}
    for entry in db.session.scalars(wanted.order_by(CalendarEntry.meeting_id, CalendarEntry.part)):
        shown = from_text(entry.itinerary)
        found[entry.meeting_id] = found.get(entry.meeting_id, ()) + (shown.stretches if shown else ())
    return found


def _is_chair(meeting: Meeting) -> bool:
    return meeting.chair_id is not None and meeting.chair_id == current_reader().person


def _awaited(
    meeting: Meeting,
    invitation: Invitation | None,
    names: dict[int, str],
    stage: AgendaStage | None,
    own: tuple[Stretch, ...] = (),
) -> Awaited:
    seated = _is_seated(meeting)
    # Somebody without a seat is told their own part alone: the meeting's days would betray its other sessions.
    return Awaited(
        key=meeting.key,
        title=meeting.title if seated else names.get(meeting.body_id, ""),
        place=meeting.city,
        on=_days(meeting) if seated else (),
        zone=meeting.zone,
        # That the meeting is in session before their own part begins would betray the sessions before it.
        state=str(meeting.state) if seated else str(MeetingState.CONVENED),
        partstat=str(invitation.partstat) if invitation else "",
        owes_answer=bool(
            invitation and invitation.partstat is Partstat.NEEDS_ACTION and meeting.state is MeetingState.CONVENED
        ),
        answers_due_at=meeting.answers_due_at,
        is_provisional=meeting.is_provisional,
        own=own,
        stage=str(stage.stage) if stage else "",
        stage_key=stage.key if stage else "",
        circulated_on=clock.local(stage.circulated_at, meeting.zone).date() if stage else None,
        is_chair=seated and _is_chair(meeting),
        proposals_due_at=meeting.proposals_due_at if seated and meeting.state is MeetingState.CONVENED else None,
    )


def owed_by_me(*, at: datetime) -> Duties:
    """What is next and what is owed: a fixed number of statements, whatever the number of meetings."""
    reader = current_reader()
    today = clock.local(at, "UTC").date()
    bodies = list(db.session.scalars(select(Body).order_by(Body.name)))
    names = {b.id: b.name for b in bodies}
    mine = my_invitations(at)
    invited_to = {m.id for _, m in mine}
    own = _own_stretches(m for _, m in mine)
    coming = coming_meetings(today)
    kept = [m for m in coming if m.body_id in reader.staff]
    seen = [m for m in coming if m.id not in invited_to and m.body_id not in reader.staff and m.body_id in reader.seats]
    seated = [m.id for m in (*(m for _, m in mine), *seen) if _is_seated(m)]
    stages = latest_stages(seated) if seated else {}
    return Duties(
        awaited=tuple(_awaited(m, i, names, stages.get(m.id), own.get(m.id, ())) for i, m in mine),
        kept=tuple(_kept(kept, names, at)),
        seen=tuple(_awaited(m, None, names, stages.get(m.id)) for m in seen),
        bodies=tuple(b for b in bodies if b.id in reader.staff),
        failed=failures(reader.staff) if reader.staff else 0,
        told=_told(today) if reader.seats else (),
        statements=tuple(owed_statements()),
        papers=tuple(owed_by_reader(at=at)),
        answers=_answers(bodies, today),
        askings=_evidence({b.id: b for b in bodies}),
        corrections=_correctable(at) if reader.seats else (),
        taken_up=tuple(told_to_me()),
        releases=tuple(released_to_me(bodies)),
        polls=tuple(open_for_me(at)),
        letters=tuple(asked_of_me(at=at)),
        records=_records(names, at) if reader.staff else (),
        silences=_silences(bodies, today) if reader.staff else (),
    )


def _records(names: dict[int, str], at: datetime) -> tuple[OpenRecord, ...]:
    """The records that the reader's secretariats have still to bring out."""
    return tuple(
        OpenRecord(
            key=meeting.key,
            title=meeting.title,
            body_name=names.get(meeting.body_id, ""),
            on=_days(meeting),
            is_circulated=record is not None,
            due_at=record.due_at if record else None,
            is_taken=record is not None and record.due_at is not None and at <= record.due_at,
            waiting=waiting,
            zone=meeting.zone,
            adopts=disclaimer_of(meeting.body.preset)[0],
        )
        for meeting, record, waiting in not_out(current_reader().staff, at=at)
    )


def _silences(bodies: list[Body], today: date) -> tuple[Silence, ...]:
    kept = [b for b in bodies if b.id in current_reader().staff]
    counts = silent_in([b.id for b in kept], on=today)
    return tuple(Silence(b.key, b.short_name, counts[b.id]) for b in kept if b.id in counts)


def _answers(bodies: list[Body], today: date) -> tuple[OwedAnswers, ...]:
    """What the reader's own States owe on recommendations, by body."""
    owed = owed_recommendations(bodies, on=today)
    return tuple(OwedAnswers(b.key, b.short_name, *owed[b.id], b.zone) for b in bodies if b.id in owed)


def _evidence(bodies: dict[int, Body]) -> tuple[OwedEvidence, ...]:
    """What the reader is asked for as a guest."""
    asked = [each for each in asked_of_guest() if each.body_id in bodies]
    return tuple(
        OwedEvidence(each.key, bodies[each.body_id].name, each.asked_at, bodies[each.body_id].zone, each.is_handed_in)
        for each in asked
    )


def _correctable(at: datetime) -> tuple[Correctable, ...]:
    """The records to which the reader's seats may propose corrections."""
    return tuple(
        Correctable(meeting.key, meeting.title, record.due_at, meeting.zone)
        for meeting, record in taking_corrections(current_reader().seats, at=at)
        if record.due_at is not None
    )


def _told(today: date) -> tuple[Told, ...]:
    """What became of the proposals of the reader's own delegation."""
    return tuple(Told(m.key, m.title, e.title, str(e.fate), e.reason) for e, m in decided_for_me(today))


def _kept(meetings: list[Meeting], names: dict[int, str], at: datetime) -> list[Kept]:
    if not meetings:
        return []
    ids = [m.id for m in meetings]
    counts = db.session.execute(
        select(Invitation.meeting_id, Invitation.partstat, Invitation.awaits_place, func.count(Invitation.id))
        .where(Invitation.meeting_id.in_(ids), Invitation.state == InvitationState.SENT)
        .group_by(Invitation.meeting_id, Invitation.partstat, Invitation.awaits_place)
    ).all()
    named = dict(
        db.session.execute(
            select(Nomination.meeting_id, func.count(Nomination.id))
            .where(Nomination.meeting_id.in_(ids), Nomination.state == NominationState.PROPOSED)
            .group_by(Nomination.meeting_id)
        ).all()
    )
    proposed, registered = waiting_proposals(ids), waiting_for(ids, at=at)
    return [
        Kept(
            key=m.key,
            title=m.title,
            body_name=names.get(m.body_id, ""),
            on=_days(m),
            state=str(m.state),
            invited=sum(n for meeting, _, _, n in counts if meeting == m.id),
            owing=sum(n for meeting, answer, _, n in counts if meeting == m.id and answer is Partstat.NEEDS_ACTION),
            awaiting_places=sum(n for meeting, _, awaits, n in counts if meeting == m.id and awaits),
            nominations=named.get(m.id, 0),
            answers_due_at=m.answers_due_at,
            zone=m.zone,
            proposals=proposed.get(m.id, 0),
            is_chair=_is_chair(m),
            registrations=registered.get(m.id, 0),
        )
        for m in meetings
    ]
