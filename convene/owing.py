"""What one reader is awaited at and owes, over all bodies: the facts of the home page."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

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
from convene.invitations.rules import may_answer, owes_answer
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
from convene.recommendations.ahead import ToPost, to_post_in
from convene.recommendations.due import News, ToRead, drafts_before, news_in, owed_by_mine
from convene.recommendations.due import Owed as OwedAnswers
from convene.recommendations.feeding import told_to_me
from convene.recommendations.models import FedPoint
from convene.recommendations.queries import released_to_me
from convene.recommendations.shadow import asked_of_me as asked_of_guest
from convene.recommendations.shadow import is_late
from convene.records.freezing import disclaimer_of
from convene.records.queries import not_out, taken_by_me, taking_corrections
from convene.registration.queries import waiting_for
from convene.secretariat import Kept, OpenRecord
from convene.stages.models import AgendaStage
from convene.stages.queries import latest_stages
from convene.years.standing.facts import NEAR_DAYS

# What came in within so many days is told as new.
RECENT = timedelta(days=14)
# From so many days before its first day the time of a meeting is near, as for the rules of a year.
NEAR = timedelta(days=NEAR_DAYS)
# So many characters of what a guest is asked tell it from what else they are asked.
ASKS_MOST = 90


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
class Told:
    """A proposal of the reader's own that was decided on, for a meeting that is not over."""

    meeting_key: str
    meeting_title: str
    title: str
    fate: str
    reason: str


@dataclass(frozen=True, slots=True)
class Asking:
    """What a guest was asked for by a body, by when, and whether they have handed something in.

    `begins` are the first words of what they are asked; `symbol` is that of the open series, where the recommendation
    was released to them (settled 5).
    """

    key: str
    body_name: str
    begins: str
    symbol: str
    is_handed_in: bool
    due_on: date | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class ToCorrect:
    """A record to which the reader's seat may propose corrections until a moment (UTC)."""

    key: str
    title: str
    symbol: str
    due_at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Noting:
    """A meeting whose notes the reader takes beside the secretariat; without a seat neither title nor days are told."""

    key: str
    title: str
    on: tuple[date, ...]
    is_over: bool


@dataclass(frozen=True, slots=True)
class Duties:
    """All that the home page says; `failed` counts messages that could not be delivered.

    `statements` are those on assets that the reader's State owes (A13); `papers` are those asked of the reader and not
    sent yet; `polls` run and ask them for a date, whether or not they have answered;
    `letters` wait for the answer of the reader's organisation (S10); `answers` are asked for on recommendations, and
    `corrections` to records; `notes` are taken by the reader as rapporteur; `drafts` are to be read before a meeting.
    What guests are asked for and told stands in `askings`, `taken_up`, `releases`. `records`, `posting` (letters to be
    posted) and `news` are the secretariat's.
    """

    awaited: tuple[Awaited, ...]
    kept: tuple[Kept, ...]
    seen: tuple[Awaited, ...]
    bodies: tuple[Body, ...]
    failed: int
    seats: tuple[Body, ...] = ()
    told: tuple[Told, ...] = ()
    statements: tuple[OwedStatement, ...] = ()
    papers: tuple[Owed, ...] = ()
    answers: tuple[OwedAnswers, ...] = ()
    corrections: tuple[ToCorrect, ...] = ()
    notes: tuple[Noting, ...] = ()
    drafts: tuple[ToRead, ...] = ()
    askings: tuple[Asking, ...] = ()
    taken_up: tuple[FedPoint, ...] = ()
    releases: tuple[Body, ...] = ()
    polls: tuple[Asked, ...] = ()
    letters: tuple[OwedLetter, ...] = ()
    records: tuple[OpenRecord, ...] = ()
    posting: tuple[ToPost, ...] = ()
    news: tuple[News, ...] = ()

    @property
    def has_more_to_do(self) -> bool:
        """Whether something other than a decision is a secretariat's own to do after its meetings."""
        return bool(self.posting or any(r.is_mine_to_do for r in self.records) or any(n.looks for n in self.news))


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


def _is_over(meeting: Meeting, at: datetime) -> bool:
    """Whether nothing is prepared for it any more; what its record still needs is told of the record."""
    return meeting.state is MeetingState.CONCLUDED or meeting.ends_at <= at


def _awaited(
    meeting: Meeting,
    invitation: Invitation | None,
    names: dict[int, str],
    stage: AgendaStage | None,
    own: tuple[Stretch, ...] = (),
    *,
    at: datetime,
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
        # While the meeting sits too, as its own page says: what is over is not among one's invitations.
        owes_answer=bool(
            invitation
            and owes_answer(invitation.partstat)
            and may_answer(meeting.state, ends_at=meeting.ends_at, at=at)
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
    kept = [m for m in coming if m.body_id in reader.staff and not _is_over(m, at)]
    others = [m for m in coming if m.body_id in reader.seats - reader.staff and not _is_over(m, at)]
    seen = [m for m in others if m.id not in invited_to]
    seated = [m.id for m in (*(m for _, m in mine), *seen) if _is_seated(m)]
    stages = latest_stages(seated) if seated else {}
    return Duties(
        awaited=tuple(_awaited(m, i, names, stages.get(m.id), own.get(m.id, ()), at=at) for i, m in mine),
        kept=tuple(_kept(kept, names, at)),
        seen=tuple(_awaited(m, None, names, stages.get(m.id), at=at) for m in seen),
        bodies=tuple(b for b in bodies if b.id in reader.staff),
        seats=tuple(b for b in bodies if b.id in reader.seats - reader.staff),
        failed=failures(reader.staff) if reader.staff else 0,
        told=_told(today) if reader.seats else (),
        statements=tuple(owed_statements()),
        papers=tuple(owed_by_reader(at=at)),
        answers=tuple(owed_by_mine(bodies, {b.id: clock.local(at, b.zone).date() for b in bodies})),
        corrections=_corrections(at) if reader.seats - reader.staff else (),
        notes=_notes(names, at) if reader.seats or reader.meetings else (),
        drafts=tuple(drafts_before(reader.seats - reader.staff, at=at)) if reader.seats - reader.staff else (),
        askings=_askings(bodies, at),
        taken_up=tuple(told_to_me()),
        releases=tuple(released_to_me(bodies)),
        polls=tuple(open_for_me(at)),
        letters=tuple(asked_of_me(at=at)),
        records=_records(names, coming, at) if reader.staff else (),
        posting=tuple(to_post_in(reader.staff)) if reader.staff else (),
        news=tuple(news_in([b for b in bodies if b.id in reader.staff], at=at, since=at - RECENT))
        if reader.staff
        else (),
    )


def _askings(bodies: Sequence[Body], at: datetime) -> tuple[Asking, ...]:
    """What the reader is asked for as a guest, who need not see the body that asks."""
    of = {b.id: b for b in bodies}
    return tuple(
        Asking(
            key=a.key,
            body_name=of[a.body_id].name if a.body_id in of else "",
            begins=textwrap.shorten(a.asks, ASKS_MOST, placeholder=" …"),
            symbol=symbol,
            is_handed_in=is_given,
            due_on=a.due_on,
            is_late=is_late(a, of.get(a.body_id), at=at),
        )
        for a, is_given, symbol in asked_of_guest()
    )


def _corrections(at: datetime) -> tuple[ToCorrect, ...]:
    """The records to which the reader's seats may propose corrections."""
    found = taking_corrections(current_reader().seats - current_reader().staff, at=at)
    return tuple(ToCorrect(m.key, m.title, r.symbol, r.due_at, m.zone) for m, r in found if r.due_at is not None)


def _notes(names: dict[int, str], at: datetime) -> tuple[Noting, ...]:
    """The meetings whose notes the reader takes, as far as they may be told of them."""
    return tuple(
        Noting(m.key, m.title, _days(m), m.ends_at <= at)
        if _is_seated(m)
        else Noting(m.key, names.get(m.body_id, "meeting"), (), m.ends_at <= at)
        for m in taken_by_me(at)
    )


def _records(names: dict[int, str], coming: list[Meeting], at: datetime) -> tuple[OpenRecord, ...]:
    """The records that the reader's secretariats have still to bring out; `coming` are meetings not long over."""
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
            sits=_sits(meeting, coming)
            if record and not waiting and not (record.due_at and at < record.due_at)
            else "",
            is_next_near=first is not None and first - clock.local(at, meeting.zone).date() <= NEAR,
        )
        for meeting, record, waiting, first in not_out(current_reader().staff, at=at)
    )


def _sits(meeting: Meeting, coming: list[Meeting]) -> str:
    """The title of a meeting of the same body that is in session, and can adopt this one's record."""
    later = (
        m.title
        for m in coming
        if m.body_id == meeting.body_id
        and m.id != meeting.id
        and m.state is MeetingState.IN_SESSION
        and m.starts_on >= meeting.ends_on
    )
    return next(later, "")


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
